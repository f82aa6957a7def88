"""A bigger programme: what extending it to its target would take, from what it has measured so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from data_access.language import mark, plural, say
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
    PARTS,
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
    "added_units": mark("Units added"),
    "added_people": mark("Miners added"),
    STAGE: ASSUMED[STAGE],
    "people_dropping_out": mark("Dropping out of cover"),
    "money_a_year": mark("Money a year"),
    "money_per_stage": mark("Money to the next stage"),
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
    missing = [assumption for assumption in assumed if assumption.span is None]
    sentences = [_sentence(outcomes, found, digits), *([_refusals(missing)] if missing else [])]
    return Exhibit(
        name="what_it_would_take",
        title=_title(outcomes, found, digits),
        sentence=" ".join(sentences),
        subtitle=_about(known["programme"][programme], found, assumed),
        figures=("production_units", "active_miners", "expenditure"),
        evidence=EXTRAPOLATED,
        **asked(read, read.ask(whole_run, selection, programme), about=say(WHOLE)),
        frame=frame,
        columns={
            "row": Column(say("What")),
            **{f"{part}_said": Column(say(title), "number_text") for part, title in PARTS.items()},
        },
        chart=Chart(
            drawn.low_middle_high,
            ("row", "low", "middle", "high", "middle_said", "range_said"),
            (tuple(frame["row"]),),
        ),
        missing=say(
            "The programme has reached its target, or none is set: say how many units to reach. "
            "Nothing is extrapolated from fewer than {units} units; data to {day}.",
            units=words.number(LEAST_UNITS),
            day=words.day(found.last_day),
        ),
        height=ROW_HEIGHT * max(2, len(frame)),
    )


def _about(programme: str, found: Measured, assumed: list[Assumption]) -> str:
    said = [
        say(
            "{programme}, the whole programme, extrapolated from {period}",
            programme=programme,
            period=words.period(found.first_day, found.last_day),
        )
    ]
    if changed := sum(assumption.changed for assumption in assumed):
        said.append(
            plural("{number} assumption changed by hand", "{number} assumptions changed by hand", changed)
        )
    return "; ".join([*said, say("low, middle and high of what was recorded")])


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
    low, middle, high = _span_said(outcome, digits)
    scale = outcome.span.high or 1.0
    # The unit is said once, before or after the number in the middle.
    first, last = (said.removeprefix(f"{outcome.currency}{words.SPACE}") for said in (low, high))
    range_said = f"({first}–{last})" if low != high else ""
    return (say(SAID[outcome.code]), *(part / scale for part in parts), low, middle, high, range_said)


def _title(outcomes: list[Outcome], found: Measured, digits: Mapping[str, int]) -> str:
    people = next((outcome for outcome in outcomes if outcome.code == "added_people"), None)
    if people is None:
        if not outcomes:
            return say("Nothing can be extrapolated here")
        return say("How far people go can't be said")
    return say(
        "About {number} more miners in {units} units",
        number=amount(people.span.middle, "people", None, digits),
        units=_units(outcomes, found),
    )


def _sentence(outcomes: list[Outcome], found: Measured, digits: Mapping[str, int]) -> str:
    """The outcome as it could be read aloud."""
    if not outcomes:
        return plural(
            "From {number} unit nothing is extrapolated.",
            "From {number} units nothing is extrapolated.",
            found.units,
        )
    extended = {
        "units": words.number(found.units),
        "more_units": _units(outcomes, found),
        "day": words.day(found.last_day),
    }
    miners = [_miners(outcome, digits) for outcome in outcomes if outcome.code == "added_people"]
    money = [_money(outcome, digits) for outcome in outcomes if outcome.code == "money_a_year"]
    if not miners:
        return say(
            "Extending from {units} to {more_units} units would add units whose miners can't be foretold, "
            "if what was measured until {day} holds.",
            **extended,
        )
    if not money:
        return say(
            "Extending from {units} to {more_units} units would reach about {more_miners}, "
            "if what was measured until {day} holds.",
            more_miners=miners[0],
            **extended,
        )
    return say(
        "Extending from {units} to {more_units} units would reach about {more_miners} and take about "
        "{money_a_year}, if what was measured until {day} holds.",
        more_miners=miners[0],
        money_a_year=words.listed(money),
        **extended,
    )


def _miners(outcome: Outcome, digits: Mapping[str, int]) -> str:
    low, middle, high = _span_said(outcome, digits)
    if low == high:
        return say("{number} more miners", number=middle)
    return say("{number} more miners ({low} to {high})", number=middle, low=low, high=high)


def _money(outcome: Outcome, digits: Mapping[str, int]) -> str:
    low, middle, high = _span_said(outcome, digits)
    if low == high:
        return say("{amount} a year", amount=middle)
    return say("{amount} a year ({low} to {high})", amount=middle, low=low, high=high)


def _span_said(outcome: Outcome, digits: Mapping[str, int]) -> list[str]:
    """Low, middle and high in words."""
    parts = (outcome.span.low, outcome.span.middle, outcome.span.high)
    return [amount(part, outcome.unit, outcome.currency, digits) for part in parts]


def _units(outcomes: list[Outcome], found: Measured) -> str:
    added = next(outcome for outcome in outcomes if outcome.code == "added_units")
    return words.number(found.units + added.span.middle)


def _refusals(missing: list[Assumption]) -> str:
    """What is not extrapolated, and for want of what."""
    return say(
        "Too little was measured to say more of {things}: the table of assumptions says how much.",
        things=words.listed([words.inside(assumption.short_name) for assumption in missing]),
    )
