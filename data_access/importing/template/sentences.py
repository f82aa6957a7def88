"""What a template says to the people who fill it, in their language: ``sentences.toml`` beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Step:
    """One of the things to know before filling in: a few words that lead, and sentences."""

    lead: str
    text: str


def sentence(name: str, language: str, **put_in: object) -> str:
    """A sentence with what belongs between its braces; raises KeyError if it lacks, or something for it."""
    return str(_sentences()[language][name]).format(**put_in)


def steps(language: str, **put_in: object) -> list[Step]:
    """What the guide says, in its order."""
    return [Step(step["lead"], step["text"].format(**put_in)) for step in _sentences()[language]["steps"]]


@cache
def _sentences() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("sentences.toml").read_text("utf-8"))
