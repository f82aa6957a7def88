"""What the theme's settings cannot say, in the colours of the theme that the viewer has chosen."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from exhibits.theme import Theme
from pages.parts.show import palette


def style() -> None:
    """Lays our own rules over Streamlit's."""
    st.html(_rules(palette()))


@cache
def _rules(colours: Theme) -> str:
    rules = (Path(__file__).parent / "style.css").read_text("utf-8")
    accent = st.get_option(f"theme.{colours.name}.primaryColor")
    named = {"muted": colours.muted, "on-accent": colours.on_accent, "own": colours.own, "accent": accent}
    variables = " ".join(f"--{name}: {colour};" for name, colour in named.items())
    return f"<style>:root {{ {variables} }}\n{rules}</style>"
