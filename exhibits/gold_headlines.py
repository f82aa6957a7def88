"""The numbers at the head of the gold page: how much, how much of it well known, and what is open."""

from __future__ import annotations

import pandas as pd

from data_access.gold import unpaid_by_month
from data_access.language import plural, say
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.trace import gold_trace
from exhibits import words
from exhibits.asking import asked, months_of
from exhibits.exhibit import Chart, Column, Exhibit, Headline
from exhibits.forms import sparkline
from exhibits.gold import GRAMS_IN_KILOGRAM, MISSING
from exhibits.headlines import one_value, share_against


def gold_sold(read: Reader, selection: Selection) -> Exhibit:
    """Fine gold sold in the period."""
    now, then = (one_value(read, "gold_sold", when) for when in (selection, selection.compared()))
    monthly = read.figure("gold_sold", selection, ["month"])
    sellers = read.figure("gold_sold", selection, ["organisation"])
    number = Headline(
        value=words.weight(now),
        change=f"{words.signed((now - then) / then * 100)}{words.SPACE}%" if then else "",
        difference=now - then if then else 0,
        compared_with=_compared(selection),
        note=plural("by {number} organisation", "by {number} organisations", len(sellers)),
    )
    trend = monthly.assign(value=monthly["value"] / GRAMS_IN_KILOGRAM)
    heading = Column(say("Fine kilograms"), "decimal")
    return _headline(read, selection, ("gold_sold",), say("Gold sold"), number, trend, heading)


def gold_under_standard(read: Reader, selection: Selection) -> Exhibit:
    """Share of the gold sold under a standard."""
    return _share(read, selection, "gold_under_standard", say("Under a standard"))


def gold_traceable(read: Reader, selection: Selection) -> Exhibit:
    """Share of the gold sold whose units are known."""
    return _share(read, selection, "gold_traceable", say("Traceable"))


def due_open(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium due for the gold of the period that was not paid by its end."""
    digits = read.fact(minor_digits)
    now, then = (_open(read, when, currency) for when in (selection, selection.compared()))
    of_due = words.money_short(now["due"], currency, digits[currency])
    number = Headline(
        value=words.money_short(now["open"], currency, digits[currency]),
        change=words.changed(now["open"] - then["open"], "money", currency, digits) if then["due"] else "",
        difference=now["open"] - then["open"] if then["due"] else 0,
        good=now["open"] < then["open"] if then["due"] and now["open"] != then["open"] else None,
        compared_with=_compared(selection),
        note=say("of {amount} due", amount=of_due),
    )
    trend = read.ask(unpaid_by_month, selection, currency)
    trend = trend.assign(value=trend["value"] / 10 ** digits[currency])
    figures = ("premium_due", "premium_received")
    heading = Column(say("Open, by month of the sale ({currency})", currency=currency), "decimal")
    return _headline(read, selection, figures, say("Due, not paid"), number, trend, heading)


def _share(read: Reader, selection: Selection, name: str, title: str) -> Exhibit:
    now, then = (one_value(read, name, when) for when in (selection, selection.compared()))
    grams = one_value(read, "gold_sold", selection)
    number = share_against(now, then, _compared(selection), say("of {weight}", weight=words.weight(grams)))
    trend = read.figure(name, selection, ["month"])
    return _headline(read, selection, (name,), title, number, trend, Column(title, "share"))


def _open(read: Reader, selection: Selection, currency: str) -> dict[str, int]:
    """What fell due for the gold of the period, and what of it was open at its end."""
    sold = read.ask(gold_trace, selection, currency).sold
    return {amount: int(sold[amount].sum()) for amount in ("due", "open")}


def _compared(selection: Selection) -> str:
    before = selection.compared()
    return say("vs {period}", period=words.period(before.first_day, before.as_of))


def _headline(
    read: Reader,
    selection: Selection,
    figures: tuple[str, ...],
    title: str,
    number: Headline,
    trend: pd.DataFrame,
    heading: Column,
) -> Exhibit:
    return Exhibit(
        name=f"{figures[0]}_headline",
        title=title,
        subtitle=say("In each month"),
        sentence=say("{title}: {value}; {note}.", title=title, value=number.value, note=number.note),
        figures=figures,
        frame=trend,
        columns={"month": Column(say("Month")), "value": heading},
        chart=Chart(sparkline, ("month", "value"), (months_of(selection),)) if len(trend) > 1 else None,
        headline=number,
        missing=say(MISSING),
        height=44,
        **asked(read, selection),
    )
