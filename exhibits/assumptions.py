"""What a bigger programme is reckoned from: each assumption as measured, or as somebody changed it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from data_access.language import mark, plural, say
from data_access.names import minor_digits
from data_access.projection import COST, DROP_OUT, MINERS, STAGE, Span
from data_access.reach import (
    LEAST_COVERS,
    LEAST_QUARTERS,
    LEAST_STAYS,
    LEAST_UNITS,
    Measure,
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
PARTS = {"low": mark("Low"), "middle": mark("Middle"), "high": mark("High")}
UNIT_OF = {DROP_OUT: "share", STAGE: "days"}
EXTRAPOLATED = "estimated"
ASSUMED = {
    TARGET: mark("Units to reach"),
    MINERS: mark("Miners in a unit"),
    STAGE: mark("Days to climb one stage"),
    DROP_OUT: mark("Not covered again in 30 days"),
}
WHOLE = mark("Whole programme")
# The most that anybody may assume of units, people, days or money; and the money, in major units, above
# which no amount is written: the most of each, multiplied, has no words and too many digits.
MOST, MOST_MONEY = 1e9, 1e15
# code, low, middle, high: what a viewer assumes in place of what was measured
Change = tuple[str, float, float, float]


@dataclass(frozen=True)
class Assumption:
    """One assumption as it is used: measured or changed, or None where there is too little to measure.

    The ``short_name`` is the name without its unit.
    """

    code: str
    name: str
    short_name: str
    span: Span | None
    measured: Span | None
    basis: str
    unit: str
    currency: str | None = None

    @property
    def changed(self) -> bool:
        """Whether it is another than what was measured."""
        return self.span != self.measured

    @property
    def said_basis(self) -> str:
        """What it rests on, or that somebody chose it."""
        return say("changed by hand; measured: {basis}", basis=self.basis) if self.changed else self.basis


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
        replace(assumption, span=changed.get(assumption.code, assumption.span))
        for assumption in _as_measured(found)
    ]


def span_of(code: str, values: Sequence[float]) -> Span:
    """What somebody assumes; raises ValueError, with why, for all but a low, middle and high in bounds."""
    if len(values) != len(PARTS):
        raise ValueError(say("It takes three numbers: low, middle and high."))
    most = 1.0 if UNIT_OF.get(code) == "share" else MOST
    if max(values) > most:
        raise ValueError(
            say(
                "{number} is too much: it can be {most} at most.",
                number=f"{max(values):g}",
                most=words.number(most),
            )
        )
    return Span(*values)


def change_of(text: str, codes: Collection[str]) -> Change:
    """A change as ``written`` wrote it; raises ValueError, with why, for all else, or for other codes."""
    code, *parts = text.rsplit(":", len(PARTS))
    if code not in codes:
        raise ValueError(say("It is none of these assumptions."))
    try:
        values = [float(part) for part in parts]
    except ValueError:
        raise ValueError(say("Low, middle and high have to be numbers.")) from None
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
    title = plural(
        "{number} assumption, none without enough data",
        "{number} assumptions, none without enough data",
        len(assumed),
    )
    if refused:
        title = plural(
            "{number} assumption, {refused} without enough data",
            "{number} assumptions, {refused} without enough data",
            len(assumed),
            refused=words.number(refused),
        )
    return Exhibit(
        name="assumptions",
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Whole programme; least data: {units} units, {quarters} whole quarters of spending, {stays} "
            "completed stays, {covers} covers that ended in {quarters} quarters",
            units=words.number(LEAST_UNITS),
            quarters=words.number(LEAST_QUARTERS),
            stays=words.number(LEAST_STAYS),
            covers=words.number(LEAST_COVERS),
        ),
        figures=("production_units", "active_miners", "expenditure"),
        evidence=EXTRAPOLATED,
        **asked(read, read.ask(whole_run, selection, programme), about=say(WHOLE)),
        frame=frame,
        columns={
            "row": Column(say("Assumption")),
            **{part: Column(say(heading), "number_text") for part, heading in PARTS.items()},
            "basis": Column(say("Rests on")),
        },
    )


def amount(value: float, unit: str, currency: str | None, digits: Mapping[str, int]) -> str:
    """An estimate bears two digits or three, not more: money and numbers are rounded to that."""
    if unit == "share":
        return words.share(value)
    if unit == "money" and currency is not None and value > MOST_MONEY:
        return say("{amount} or more", amount=amount(MOST_MONEY, unit, currency, digits))
    rounded = float(f"{value:.3g}") if unit == "money" else float(f"{value:.2g}") if value >= 100 else value
    if unit == "money" and currency is not None:
        return words.money_short(round(rounded * 10 ** digits[currency]), currency, digits[currency])
    return words.number(rounded, 0 if rounded >= 10 or float(rounded).is_integer() else 1)


def _as_measured(found: Measured) -> list[Assumption]:
    aim = None if found.target is None else Span(*[float(found.target)] * 3)
    basis = [
        say("the target in force") if aim else say("no target is set"),
        plural("{number} unit today", "{number} units today", found.units),
    ]
    name = say(ASSUMED[TARGET])
    assumed = [Assumption(TARGET, name, name, aim, aim, "; ".join(basis), "units")]
    for measure in found.measures:
        if measure.code.startswith(COST):
            short_name = measure.action
            name = say("{action}, for a person and year", action=measure.action)
        else:
            name = short_name = say(ASSUMED[measure.code])
        unit = "money" if measure.currency else UNIT_OF.get(measure.code, "count")
        span = measure.span
        assumed.append(
            Assumption(measure.code, name, short_name, span, span, _basis(measure), unit, measure.currency)
        )
    return assumed


def _basis(measure: Measure) -> str:
    observed = say("{number} {observed}", number=words.number(measure.found), observed=say(measure.of))
    if measure.span is not None:
        return observed
    needed = say("at least {number} are needed", number=words.number(measure.needed))
    return f"{observed}; {needed}"


def _said(assumption: Assumption, part: str, digits: Mapping[str, int]) -> str:
    if assumption.span is None:
        return "–"
    value: float = getattr(assumption.span, part)
    return amount(value, assumption.unit, assumption.currency, digits)
