"""A bigger programme: what extending it to its target would take, from what it has measured so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.names import minor_digits, names
from data_access.projection import STAGE, UNITS, Outcome, Span, project
from data_access.reach import LEAST_UNITS, Measured, measured, whole_run
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.targets import targets
from exhibits import words
from exhibits.asking import asked
from exhibits.assumptions import (
    ASSUMED,
    EXTRAPOLATED,
    TARGET,
    WHOLE,
    Assumption,
    Change,
    amount,
    assumed_in_place,
)
from exhibits.drawn import reach as drawn
from exhibits.exhibit import Chart, Column, Exhibit

ROW_HEIGHT = 46
SAID = {
    "added_units": "Units added",
    "added_people": "Miners added",
    STAGE: ASSUMED[STAGE],
    "people_dropping_out": "Dropping out of cover",
    "money_a_year": "Money a year",
    "money_per_stage": "Money to the next stage",
}


def first_choice(read: Reader, selection: Selection, programmes: tuple[str, ...]) -> str:
    """The first of the programmes that has not reached its target of units, or else the first."""
    found = read.ask(
        targets, selection.narrowed(countries=(), regions=(), organisations=()), "production_units"
    )
    short = set(found[found["region"].isna() & (found["gap"] > 0)]["programme"])
    return next((programme for programme in programmes if programme in short), programmes[0])


def what_it_would_take(
    read: Reader, selection: Selection, programme: str, changes: tuple[Change, ...] = ()
) -> Exhibit:
    """Units, people, time and money of extending the programme, each low, middle and high."""
    found = read.ask(measured, selection, programme)
    assumed = assumed_in_place(found, changes)
    outcomes = _outcomes(found, assumed)
    digits, known = read.fact(minor_digits), read.ask(names)
    frame = pd.DataFrame([_row(outcome, digits) for outcome in outcomes], columns=list(_row_columns()))
    until = words.day(found.last_day)
    missing = [assumption for assumption in assumed if assumption.span is None]
    changed = sum(assumption.changed for assumption in assumed)
    by_hand = f"; {words.count(changed, 'assumption', 'assumptions')} changed by hand" if changed else ""
    name = known["programme"][programme]
    return Exhibit(
        name="what_it_would_take",
        title=_title(outcomes, found, digits),
        sentence=f"{_sentence(outcomes, found, digits)}{_refusals(missing)}",
        subtitle=f"{name}, the whole programme, extrapolated from "
        f"{words.period(found.first_day, found.last_day)}{by_hand}; "
        "low, middle and high of what was recorded",
        figures=("production_units", "active_miners", "expenditure"),
        evidence=EXTRAPOLATED,
        **asked(read, read.ask(whole_run, selection, programme), about=WHOLE),
        frame=frame,
        columns={
            "row": Column("What"),
            "low_said": Column("Low", "number_text"),
            "middle_said": Column("Middle", "number_text"),
            "high_said": Column("High", "number_text"),
        },
        chart=Chart(
            drawn.low_middle_high,
            ("row", "low", "middle", "high", "middle_said", "range_said"),
            (tuple(frame["row"]),),
        ),
        missing=f"The programme has reached its target, or none is set: say how many units to reach. "
        f"Nothing is extrapolated from fewer than {LEAST_UNITS} units; data to {until}.",
        height=ROW_HEIGHT * max(2, len(frame)),
    )


def _outcomes(found: Measured, assumed: list[Assumption]) -> list[Outcome]:
    """What follows; nothing where there are too few units to extrapolate from, or in the middle none
    to add."""
    spans = {assumption.code: assumption.span for assumption in assumed if assumption.span is not None}
    aim = spans.pop(TARGET, None)
    if aim is None or found.units < LEAST_UNITS or aim.middle <= found.units:
        return []
    spans[UNITS] = Span(*(max(0.0, units - found.units) for units in (aim.low, aim.middle, aim.high)))
    currencies = {a.code: a.currency for a in assumed if a.currency is not None}
    return project(spans, currencies)


def _row_columns() -> tuple[str, ...]:
    return ("row", "low", "middle", "high", "low_said", "middle_said", "high_said", "range_said")


def _row(outcome: Outcome, digits: Mapping[str, int]) -> tuple[Any, ...]:
    """Each thing on a scale of its own, on which its high value is one."""
    parts = (outcome.span.low, outcome.span.middle, outcome.span.high)
    low, middle, high = (amount(part, outcome.unit, outcome.currency, digits) for part in parts)
    scale = outcome.span.high or 1.0
    # The unit is said once, before or after the number in the middle.
    first, last = (said.removeprefix(f"{outcome.currency}{words.SPACE}") for said in (low, high))
    range_said = f"({first}–{last})" if low != high else ""
    return (SAID[outcome.code], *(part / scale for part in parts), low, middle, high, range_said)


def _title(outcomes: list[Outcome], found: Measured, digits: Mapping[str, int]) -> str:
    people = next((outcome for outcome in outcomes if outcome.code == "added_people"), None)
    if people is None:
        return "Nothing can be extrapolated here" if not outcomes else "How far people go can't be said"
    added = amount(people.span.middle, "people", None, digits)
    return f"About {added} more miners in {_units(outcomes, found)} units"


def _sentence(outcomes: list[Outcome], found: Measured, digits: Mapping[str, int]) -> str:
    """The outcome as it could be read aloud."""
    if not outcomes:
        return f"From {words.count(found.units, 'unit', 'units')} nothing is extrapolated."
    parts = []
    for outcome in outcomes:
        if outcome.code in ("added_people", "money_a_year"):
            low, middle, high = (
                amount(part, outcome.unit, outcome.currency, digits)
                for part in (outcome.span.low, outcome.span.middle, outcome.span.high)
            )
            what = "reach about {} more miners" if outcome.code == "added_people" else "take about {} a year"
            parts.append(what.format(middle) + (f" ({low} to {high})" if low != high else ""))
    would = words.listed(parts) or "add units whose miners can't be foretold"
    return (
        f"Extending from {words.number(found.units)} to {_units(outcomes, found)} units would {would}, "
        f"if what was measured until {words.day(found.last_day)} holds."
    )


def _units(outcomes: list[Outcome], found: Measured) -> str:
    added = next(outcome for outcome in outcomes if outcome.code == "added_units")
    return words.number(found.units + added.span.middle)


def _refusals(missing: list[Assumption]) -> str:
    """What is not extrapolated, and for want of what."""
    if not missing:
        return ""
    named = words.listed([words.inside(assumption.short_name) for assumption in missing])
    return f" Too little was measured to say more of {named}: the table of assumptions says how much."
