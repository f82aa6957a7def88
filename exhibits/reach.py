"""A bigger programme: what extending it to its target would take, from what it has measured so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data_access.names import minor_digits, names
from data_access.projection import COST, DROP_OUT, MINERS, STAGE, UNITS, Outcome, Span, project
from data_access.reach import LEAST_COVERS, LEAST_QUARTERS, LEAST_STAYS, LEAST_UNITS, Measured, measured
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import reach as drawn
from exhibits.exhibit import Chart, Column, Exhibit

ROW_HEIGHT = 46
TARGET = "units_target"
UNIT_OF = {DROP_OUT: "share", STAGE: "days"}
EXTRAPOLATED = "estimated"
SAID = {
    TARGET: "Units to reach",
    MINERS: "Miners in a unit",
    DROP_OUT: "Not covered again in 30 days",
    "added_units": "Units added",
    "added_people": "Miners added",
    STAGE: "Days to climb one stage",
    "people_dropping_out": "Dropping out of cover",
    "money_a_year": "Money a year",
    "money_per_stage": "Money to the next stage",
}
# code, low, middle, high: what a viewer assumes in place of what was measured
Change = tuple[str, float, float, float]


@dataclass(frozen=True)
class Assumption:
    """One assumption as it is used: measured or changed, or None where there is too little to measure."""

    code: str
    name: str
    span: Span | None
    measured: Span | None
    basis: str
    unit: str
    currency: str | None = None

    @property
    def short_name(self) -> str:
        """The name without its unit."""
        return self.name.partition(",")[0]

    @property
    def changed(self) -> bool:
        """Whether it is another than what was measured."""
        return self.span != self.measured

    @property
    def said_basis(self) -> str:
        """What it rests on, or that somebody chose it."""
        return f"changed by hand; measured: {self.basis}" if self.changed else self.basis


def assumptions_of(
    read: Reader, selection: Selection, programme: str, changes: tuple[Change, ...]
) -> list[Assumption]:
    """All assumptions about a programme, those in ``changes`` in place of what was measured.

    Raises ValueError for a change that is not low, middle, high in this order.
    """
    found = read.ask(measured, selection, programme)
    changed = {code: Span(*values) for code, *values in changes}
    assumed = []
    for code, name, span, basis, unit, currency in _measured_rows(found):
        assumed.append(Assumption(code, name, changed.get(code, span), span, basis, unit, currency))
    return assumed


def what_it_would_take(
    read: Reader, selection: Selection, programme: str, changes: tuple[Change, ...] = ()
) -> Exhibit:
    """Units, people, time and money of extending the programme, each low, middle and high."""
    found = read.ask(measured, selection, programme)
    assumed = assumptions_of(read, selection, programme, changes)
    outcomes = _outcomes(found, assumed)
    digits, known = read.ask(minor_digits), read.ask(names)
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
        subtitle=f"{name}, extrapolated from {words.period(found.first_day, found.last_day)}{by_hand}; "
        "low, middle and high of what was recorded",
        figures=("production_units", "active_miners", "expenditure"),
        evidence=EXTRAPOLATED,
        **asked(read, selection.narrowed(programmes=(programme,))),
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


def assumptions(
    read: Reader, selection: Selection, programme: str, changes: tuple[Change, ...] = ()
) -> Exhibit:
    """Every assumption with its low, middle and high, what it rests on, and whether it was changed."""
    assumed = assumptions_of(read, selection, programme, changes)
    digits = read.ask(minor_digits)
    frame = pd.DataFrame(
        [
            {
                "row": assumption.name,
                **{part: _said(assumption, part, digits) for part in ("low", "middle", "high")},
                "basis": assumption.said_basis,
            }
            for assumption in assumed
        ]
    )
    refused = sum(assumption.span is None for assumption in assumed)
    counted = words.count(len(assumed), "assumption", "assumptions")
    how = f"{words.number(refused)} without enough data" if refused else "none without enough data"
    title = f"{counted}, {how}"
    return Exhibit(
        name="assumptions",
        title=title,
        sentence=f"{title}.",
        subtitle=f"Least data: {LEAST_UNITS} units, {LEAST_QUARTERS} whole quarters of spending, "
        f"{LEAST_STAYS} completed stays, {LEAST_COVERS} covers that ended",
        figures=("production_units", "active_miners", "expenditure"),
        evidence=EXTRAPOLATED,
        **asked(read, selection.narrowed(programmes=(programme,))),
        frame=frame,
        columns={
            "row": Column("Assumption"),
            "low": Column("Low", "number_text"),
            "middle": Column("Middle", "number_text"),
            "high": Column("High", "number_text"),
            "basis": Column("Rests on"),
        },
    )


def _measured_rows(found: Measured) -> list[tuple[str, str, Span | None, str, str, str | None]]:
    aim = None if found.target is None else Span(*[float(found.target)] * 3)
    target = "the target in force" if aim else "no target is set"
    rows: list[tuple[str, str, Span | None, str, str, str | None]] = [
        (TARGET, SAID[TARGET], aim, f"{target}; {words.number(found.units)} units today", "units", None)
    ]
    for measure in found.measures:
        basis = f"{words.number(measure.found)} {measure.of}"
        if measure.span is None:
            basis += f"; at least {measure.needed} are needed"
        name = (
            f"{measure.action}, for a person and year"
            if measure.code.startswith(COST)
            else SAID[measure.code]
        )
        unit = "money" if measure.currency else UNIT_OF.get(measure.code, "count")
        rows.append((measure.code, name, measure.span, basis, unit, measure.currency))
    return rows


def _outcomes(found: Measured, assumed: list[Assumption]) -> list[Outcome]:
    """What follows; nothing where there are too few units to extrapolate from, or none to add."""
    spans = {assumption.code: assumption.span for assumption in assumed if assumption.span is not None}
    aim = spans.pop(TARGET, None)
    if aim is None or found.units < LEAST_UNITS or aim.high <= found.units:
        return []
    spans[UNITS] = Span(*(max(0.0, units - found.units) for units in (aim.low, aim.middle, aim.high)))
    currencies = {a.code: a.currency for a in assumed if a.currency is not None}
    return project(spans, currencies)


def _row_columns() -> tuple[str, ...]:
    return ("row", "low", "middle", "high", "low_said", "middle_said", "high_said", "range_said")


def _row(outcome: Outcome, digits: Mapping[str, int]) -> tuple[Any, ...]:
    """Each thing on a scale of its own, on which its high value is one."""
    parts = (outcome.span.low, outcome.span.middle, outcome.span.high)
    low, middle, high = (_amount(part, outcome.unit, outcome.currency, digits) for part in parts)
    scale = outcome.span.high or 1.0
    # The unit is said once, before or after the number in the middle.
    first, last = (said.removeprefix(f"{outcome.currency}{words.SPACE}") for said in (low, high))
    range_said = f"({first}–{last})" if low != high else ""
    return (SAID[outcome.code], *(part / scale for part in parts), low, middle, high, range_said)


def _said(assumption: Assumption, part: str, digits: Mapping[str, int]) -> str:
    if assumption.span is None:
        return "–"
    value: float = getattr(assumption.span, part)
    return _amount(value, assumption.unit, assumption.currency, digits)


def _amount(value: float, unit: str, currency: str | None, digits: Mapping[str, int]) -> str:
    """An estimate bears two digits or three, not more: money and numbers are rounded to that."""
    if unit == "share":
        return words.share(value)
    rounded = float(f"{value:.3g}") if unit == "money" else float(f"{value:.2g}") if value >= 100 else value
    if unit == "money" and currency is not None:
        return words.money_short(round(rounded * 10 ** digits[currency]), currency, digits[currency])
    return words.number(rounded, 0 if rounded >= 10 or float(rounded).is_integer() else 1)


def _title(outcomes: list[Outcome], found: Measured, digits: Mapping[str, int]) -> str:
    people = next((outcome for outcome in outcomes if outcome.code == "added_people"), None)
    if people is None:
        return "Nothing can be extrapolated here" if not outcomes else "How far people go can't be said"
    added = _amount(people.span.middle, "people", None, digits)
    return f"About {added} more miners in {_units(outcomes, found)} units"


def _sentence(outcomes: list[Outcome], found: Measured, digits: Mapping[str, int]) -> str:
    """The outcome as it could be read aloud."""
    if not outcomes:
        return f"From {words.count(found.units, 'unit', 'units')} nothing is extrapolated."
    parts = []
    for outcome in outcomes:
        if outcome.code in ("added_people", "money_a_year"):
            low, middle, high = (
                _amount(part, outcome.unit, outcome.currency, digits)
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
