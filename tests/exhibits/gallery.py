"""Every exhibit that the house can make of a selection, found by its builders' signatures."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from typing import Any

from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection, data_date, default_period
from data_access.units import unit_places
from exhibits.conditions import compared_rounds, other_surveys
from exhibits.contested import subjects
from exhibits.exhibit import Exhibit
from exhibits.making import builders
from exhibits.premium import currencies
from exhibits.shading import SHADINGS

Builder = Callable[..., Exhibit]


BUILDERS = builders()


def everything(read: Reader) -> Selection:
    """What a viewer sees who has chosen nothing."""
    until = read.fact(data_date)
    return Selection(*default_period(until), until)


def _ended(read: Reader) -> Selection:
    """A programme that had ended before the period began: nobody is at work, nothing was done."""
    return everything(read).narrowed(programmes=("EMG",))


def _after_all_data(read: Reader) -> Selection:
    """A period of which nothing is known yet, not even its months; the units are those of today."""
    return Selection(date(2031, 1, 1), date(2031, 12, 31), read.fact(data_date))


def _all_years(read: Reader) -> Selection:
    """The period before it is empty."""
    until = read.fact(data_date)
    return Selection(date(2020, 1, 1), until, until)


def _lone_unit(read: Reader) -> Selection:
    """One unit, in its last whole month: frames of a row or two."""
    until = read.fact(data_date)
    month = Selection(until.replace(day=1), until, until)
    units = read.ask(unit_places, month)
    alone = units["organisation"].value_counts().loc[lambda count: count == 1]
    return month.narrowed(organisations=(min(alone.index),))


SELECTIONS = {
    "everything": everything,
    "lone_unit": _lone_unit,
    "all_years": _all_years,
    "ended": _ended,
    "after_all_data": _after_all_data,
}


def variants(read: Reader, builder: Builder, selection: Selection) -> Iterator[tuple[Any, ...]]:
    """What else the builder can be asked for besides the selection: each ladder, currency, shading …"""
    asked = [name for name in inspect.signature(builder).parameters if name not in ("read", "selection")]
    choices: dict[str, Callable[[], list[Any]]] = {
        "ladder": lambda: list(read.ask(names)["ladder"]),
        "currency": lambda: currencies(read, selection) or ["USD"],
        "unit": lambda: [*read.ask(unit_places, selection)["unit"][:1], "NO-SUCH-UNIT"],
        "shading": lambda: ["", *SHADINGS],
        "of_figures": lambda: [(), ("people_trained", "training_hours")],
        "figure": lambda: [
            *("insured", "training_coverage"),
            # One number at a time is what is narrowed by codes.
            *(["people_trained"] if "only" in asked else ["units_by_stage", "premium_spent"]),
        ],
        "only": lambda: [()],
        "by": lambda: ["programme", "year"],
        "survey": lambda: [
            *compared_rounds(read, selection)[:1],
            *other_surveys(read, selection),
            "NO-SUCH-SURVEY",
        ],
        "story": lambda: ["mobile-plant", "NO-SUCH-STORY"],
        "programme": lambda: [
            code for code in ("HSE-2", "FIN", "P1") if code in read.ask(names)["programme"]
        ],
        "about": lambda: [*subjects(read, everything(read)), "no such thing"],
        "changes": lambda: [(), (("units_target", 90.0, 100.0, 120.0), ("drop_out", 0.0, 0.5, 1.0))],
        "height": lambda: [400],
        "near": lambda: [None],
        # What is told since a meeting is told in tests of its own.
        "snapshot": lambda: ["NO-SUCH-SNAPSHOT"],
    }
    return product(*(choices[name]() for name in asked))


class Gallery:
    """Exhibits of the sample store, each made once."""

    def __init__(self, read: Reader) -> None:
        self.read = read
        self._made: dict[tuple[str, str], list[Exhibit]] = {}

    def exhibits(self, builder: str, selection: str) -> list[Exhibit]:
        """What the builder makes of the selection, in all its variants."""
        if (builder, selection) not in self._made:
            build, chosen = BUILDERS[builder], SELECTIONS[selection](self.read)
            asked = variants(self.read, build, chosen)
            self._made[builder, selection] = [build(self.read, chosen, *others) for others in asked]
        return self._made[builder, selection]
