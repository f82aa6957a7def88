"""What the theme's settings cannot say, in the colours of the theme that the viewer has chosen."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import streamlit as st

from data_access.language import mark, say, spoken
from exhibits.theme import Theme
from pages.parts.show import palette

NO_FILE = mark("No file was made: the download could not be put on record. Try again in a moment.")


def style() -> None:
    """Lays our own rules over Streamlit's."""
    st.html(_rules(palette(), spoken()))


@cache
def _rules(colours: Theme, _language: str) -> str:
    rules = (Path(__file__).parent / "style.css").read_text("utf-8")
    accent = st.get_option(f"theme.{colours.name}.primaryColor")
    named = {"ink": colours.ink, "paper": colours.paper, "muted": colours.muted, "own": colours.own}
    named["serif"] = '"Source Serif", serif'
    named |= {"accent": accent, "on-accent": colours.on_accent}
    named["no-file"] = json.dumps(say(NO_FILE), ensure_ascii=False)
    variables = " ".join(f"--{name}: {value};" for name, value in named.items())
    return f"<style>:root {{ {variables} }}\n{rules}</style>"
