"""What is known of a figure before it is computed: its name, its words, its statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select

from data_access.language import say
from data_access.selection import Selection

Statement = Callable[[Selection, Sequence[str]], Select[Any]]
RATIOS = {"share", "rate", "days"}


@dataclass(frozen=True)
class Earlier:
    """A definition that held up to a day, and what was printed by then is to be read with it."""

    until: date
    written: str

    @property
    def definition(self) -> str:
        """The definition in the language spoken."""
        return say(self.written)


@dataclass(frozen=True)
class Figure:
    """A figure's stable name, its words, and the statement that computes it.

    ``unit`` is what a value counts (``units``, ``people``, ``share``, ``money``, …); ``whole`` is
    what the ``of`` of a ratio does (``people``, ``grams``, …), empty where it has none. ``fixed`` are
    the dimensions that it always has: two ladders are never merged, two currencies never added.
    ``earlier`` holds the definitions that it had before, the oldest first. ``titled`` and ``defined`` are
    its words as they are written down; ``title`` and ``definition`` say them in the language spoken.
    """

    name: str
    titled: str
    unit: str
    defined: str
    evidence: str
    dimensions: tuple[str, ...]
    fixed: tuple[str, ...]
    statement: Statement
    earlier: tuple[Earlier, ...] = ()
    whole: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return say(self.titled)

    @property
    def definition(self) -> str:
        """What it means."""
        return say(self.defined)

    @property
    def is_ratio(self) -> bool:
        """Whether its values are quotients or lengths: of a group without any there is none, not zero,
        and parts of it can't be handed out."""
        return self.unit in RATIOS

    def definition_on(self, day: date) -> str:
        """The definition that held on a day."""
        return next((old.definition for old in self.earlier if day <= old.until), self.definition)
