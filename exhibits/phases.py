"""The phases of a programme over the years, and where in its run it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd

from data_access.language import mark, say
from data_access.names import minor_digits, names
from data_access.programmes import agreements, phases
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import phases as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.sponsors import records

PHASE_HEIGHT = 52
# What an agreement is called, by whether it was made up for illustration.
AGREED = {
    False: mark("{sponsor} agreed to pay {amount}"),
    True: mark("{sponsor} agreed to pay {amount} (illustrative)"),
}
# A programme's row: its columns are those of ``data_access.programmes.phases``.
Run = dict[str, Any]


def phases_over_time(read: Reader, selection: Selection, programme: str) -> Exhibit:
    """The phases of the programme, how much of each has passed, and when its funding was agreed."""
    runs = records(read.ask(phases, programme))
    chosen = selection.narrowed(programmes=tuple(sorted(run["programme"] for run in runs)))
    known = read.ask(names)["programme"]
    phases_ = [{"row": known[run["programme"]], **_phase(run, selection.as_of)} for run in runs]
    frame = pd.DataFrame([*phases_, *_agreed(read, chosen)])
    as_of = _year(selection.as_of, after=True)
    ends = frame["ends"].max()
    rows = tuple(known[run["programme"]] for run in runs)
    where = words.capitalised(where_in(run_of(read, programme), selection.as_of))
    return Exhibit(
        name="phases_over_time",
        title=where,
        sentence=f"{where}. {'; '.join(frame['label'])}.",
        subtitle=say("In full colour what has passed of it · diamonds: funding agreed"),
        figures=("funding",),
        **asked(read, chosen),
        frame=frame,
        columns={
            "label": Column(say("What")),
            "row": Column(say("Programme")),
            "first_day": Column(say("First day"), "day"),
            "last_day": Column(say("Last day"), "day"),
        },
        chart=Chart(
            drawn.phases_over_time,
            ("row", "label", "begins", "ends", "passed", "agreed"),
            (rows, as_of, words.day(selection.as_of), bool(as_of < (frame["begins"].min() + ends) / 2)),
        ),
        height=PHASE_HEIGHT * len(rows) + 44,
    )


def run_of(read: Reader, programme: str) -> Run:
    """The programme's own row of its phases; ``follows`` and ``last_day`` are None where there is none."""
    (run,) = (run for run in records(read.ask(phases, programme)) if run["programme"] == programme)
    return run


def days_of(run: Run) -> str:
    last = run["last_day"]
    if last:
        return words.period(run["first_day"], last)
    return say("from {day}", day=words.day(run["first_day"]))


def where_in(run: Run, as_of: date) -> str:
    """Where in its run the programme is on a day: ``in month 20 of 23``."""
    first, last = run["first_day"], run["last_day"]
    if as_of < first:
        return say("begins on {day}", day=words.day(first))
    if last and as_of >= last:
        return say("ended on {day}", day=words.day(last))
    month = _months(first, as_of)
    if last:
        return say("in month {month} of {months}", month=month, months=_months(first, last))
    return say("in month {month}, its end not yet known", month=month)


def _months(first: date, last: date) -> int:
    """How many months have begun from the first day to the last."""
    return (last.year - first.year) * 12 + last.month - first.month + (last.day >= first.day)


def _phase(run: Run, as_of: date) -> Run:
    """A bar of the timeline; one whose end isn't known reaches to the as-of day."""
    ends = run["last_day"] or max(as_of, run["first_day"])
    return {
        "label": days_of(run),
        "first_day": run["first_day"],
        "last_day": run["last_day"],
        "begins": _year(run["first_day"]),
        "ends": _year(ends, after=True),
        "passed": _year(min(as_of, ends), after=True) if as_of >= run["first_day"] else None,
        "agreed": None,
    }


def _agreed(read: Reader, chosen: Selection) -> list[Run]:
    """The diamonds of the timeline."""
    digits, known = read.fact(minor_digits), read.ask(names)
    return [
        {
            "row": known["programme"][each.programme],
            "label": say(
                AGREED[bool(each.illustrative)],
                sponsor=known["sponsor"][each.sponsor],
                amount=words.money(each.amount_minor, each.currency, digits[each.currency]),
            ),
            "first_day": each.agreed_on,
            "agreed": _year(each.agreed_on),
        }
        for each in read.ask(agreements, chosen).itertuples()
    ]


def _year(day: date, *, after: bool = False) -> float:
    """A day as a year with its fraction, at its beginning or after its end."""
    day += timedelta(days=after)
    new_year, next_year = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - new_year).days / (next_year - new_year).days
