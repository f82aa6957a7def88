"""What a bigger programme is reckoned from: each assumption as measured, or as somebody changed it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from data_access.names import minor_digits
from data_access.projection import COST, DROP_OUT, MINERS, STAGE, Span
from data_access.reach import (
    LEAST_COVERS,
    LEAST_QUARTERS,
    LEAST_STAYS,
    LEAST_UNITS,
    Measured,
    measured,
    whole_run,
)
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit

TARGET = "units_target"
PARTS = ("low", "middle", "high")
UNIT_OF = {DROP_OUT: "share", STAGE: "days"}
EXTRAPOLATED = "estimated"
ASSUMED = {
    TARGET: "Units to reach",
    MINERS: "Miners in a unit",
    STAGE: "Days to climb one stage",
    DROP_OUT: "Not covered again in 30 days",
}
WHOLE = "Whole programme"
# The most that anybody may assume of units, people, days or money; and the money, in major units, above
# which no amount is written: the most of each, multiplied, has no words and too many digits.
MOST, MOST_MONEY = 1e9, 1e15
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

    Raises ValueError for a change that ``span_of`` refuses.
    """
    return assumed_in_place(read.ask(measured, selection, programme), changes)


def assumed_in_place(found: Measured, changes: tuple[Change, ...]) -> list[Assumption]:
    """What was measured, with the ``changes`` in its place; raises ValueError as ``assumptions_of`` does."""
    changed = {code: span_of(code, values) for code, *values in changes}
    return [
        Assumption(code, name, changed.get(code, span), span, basis, unit, currency)
        for code, name, span, basis, unit, currency in _measured_rows(found)
    ]


def span_of(code: str, values: Sequence[float]) -> Span:
    """What somebody assumes; raises ValueError, with why, for all but a low, middle and high in bounds."""
    if len(values) != len(PARTS):
        raise ValueError("It takes three numbers: low, middle and high.")
    most = 1.0 if UNIT_OF.get(code) == "share" else MOST
    if max(values) > most:
        raise ValueError(f"{max(values):g} is too much: it can be {words.number(most)} at most.")
    return Span(*values)


def change_of(text: str, codes: Collection[str]) -> Change:
    """A change as ``written`` wrote it; raises ValueError, with why, for all else, or for other codes."""
    code, *parts = text.rsplit(":", len(PARTS))
    if code not in codes:
        raise ValueError("It is none of these assumptions.")
    try:
        values = [float(part) for part in parts]
    except ValueError:
        raise ValueError("Low, middle and high have to be numbers.") from None
    span = span_of(code, values)
    return (code, span.low, span.middle, span.high)


def written(change: Change) -> str:
    """A change as a link carries it, ``code:low:middle:high``, with every digit and none too many."""
    code, *values = change
    return ":".join([code, *(repr(float(value)).removesuffix(".0") for value in values)])


def assumptions(
    read: Reader, selection: Selection, programme: str, changes: tuple[Change, ...] = ()
) -> Exhibit:
    """Every assumption with its low, middle and high, what it rests on, and whether it was changed."""
    assumed = assumptions_of(read, selection, programme, changes)
    digits = read.fact(minor_digits)
    frame = pd.DataFrame(
        [
            {
                "row": assumption.name,
                **{part: _said(assumption, part, digits) for part in PARTS},
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
        subtitle=f"{WHOLE}; least data: {LEAST_UNITS} units, {LEAST_QUARTERS} whole quarters of spending, "
        f"{LEAST_STAYS} completed stays, {LEAST_COVERS} covers that ended in {LEAST_QUARTERS} quarters",
        figures=("production_units", "active_miners", "expenditure"),
        evidence=EXTRAPOLATED,
        **asked(read, read.ask(whole_run, selection, programme), about=WHOLE),
        frame=frame,
        columns={
            "row": Column("Assumption"),
            "low": Column("Low", "number_text"),
            "middle": Column("Middle", "number_text"),
            "high": Column("High", "number_text"),
            "basis": Column("Rests on"),
        },
    )


def amount(value: float, unit: str, currency: str | None, digits: Mapping[str, int]) -> str:
    """An estimate bears two digits or three, not more: money and numbers are rounded to that."""
    if unit == "share":
        return words.share(value)
    if unit == "money" and currency is not None and value > MOST_MONEY:
        return f"{amount(MOST_MONEY, unit, currency, digits)} or more"
    rounded = float(f"{value:.3g}") if unit == "money" else float(f"{value:.2g}") if value >= 100 else value
    if unit == "money" and currency is not None:
        return words.money_short(round(rounded * 10 ** digits[currency]), currency, digits[currency])
    return words.number(rounded, 0 if rounded >= 10 or float(rounded).is_integer() else 1)


def _measured_rows(found: Measured) -> list[tuple[str, str, Span | None, str, str, str | None]]:
    aim = None if found.target is None else Span(*[float(found.target)] * 3)
    target = "the target in force" if aim else "no target is set"
    rows: list[tuple[str, str, Span | None, str, str, str | None]] = [
        (TARGET, ASSUMED[TARGET], aim, f"{target}; {words.number(found.units)} units today", "units", None)
    ]
    for measure in found.measures:
        basis = f"{words.number(measure.found)} {measure.of}"
        if measure.span is None:
            basis += f"; at least {measure.needed} are needed"
        name = (
            f"{measure.action}, for a person and year"
            if measure.code.startswith(COST)
            else ASSUMED[measure.code]
        )
        unit = "money" if measure.currency else UNIT_OF.get(measure.code, "count")
        rows.append((measure.code, name, measure.span, basis, unit, measure.currency))
    return rows


def _said(assumption: Assumption, part: str, digits: Mapping[str, int]) -> str:
    if assumption.span is None:
        return "–"
    value: float = getattr(assumption.span, part)
    return amount(value, assumption.unit, assumption.currency, digits)
