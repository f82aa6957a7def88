"""Premium: what gold earned, what was paid, what it bought, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from data_access.names import minor_digits, names
from data_access.premium import premium_trace, spending_items
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, months_of, of_every_number
from exhibits.drawn import premium as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars

STEPS = ("Balance before", "Received", "Spent", "Balance after")
KINDS = {"due": "premium_due", "received": "premium_received", "spent": "premium_spent"}
TRACED = ["opening", "due", "received", "spent", "closing"]
LISTED_ITEMS = 60


def currencies(read: Reader, selection: Selection) -> list[str]:
    """Currencies in which the organisations of the selection hold premium, the fullest first."""
    trace = read.ask(premium_trace, selection)
    moved = trace.groupby("currency")[["opening", "received", "spent"]].sum().sum(axis=1)
    return [str(currency) for currency in moved[moved > 0].sort_values(ascending=False).index]


def premium_flow(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Opening balance, received, spent, closing balance: a trace that adds up."""
    trace = _trace(read, selection, currency)
    digits = read.fact(minor_digits)[currency]
    opening, due, received, spent, closing = (int(trace[column].sum()) for column in TRACED)
    amounts = (opening, received, -spent, closing)
    starts, ends = (0, opening, closing, 0), (opening, opening + received, opening + received, closing)
    frame = pd.DataFrame(
        {
            "row": STEPS,
            "start": _floats(starts, digits),
            "end": _floats(ends, digits),
            "amount": _exact(amounts, digits),
            "label": [
                sign + words.money(abs(amount), currency, digits)
                for sign, amount in zip(("", "+ ", "− ", ""), amounts, strict=True)
            ],
        }
    )
    due_in_words = words.money(due, currency, digits)
    part = f"{words.share(spent / received)} of what was received" if received else "nothing was received"
    title = (
        f"{words.money_short(spent, currency, digits)} spent in the period, against "
        f"{words.money_short(received, currency, digits)} received"
    )
    return Exhibit(
        name="premium_flow",
        frame=frame.iloc[:0] if trace.empty else frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title} ({part}); {due_in_words} fell due for the gold sold in it.",
        subtitle=f"{currency}, {words.period(selection.first_day, selection.as_of)}; "
        f"premium due on the lots sold in it: {due_in_words}",
        figures=(*KINDS.values(), "premium_balance"),
        columns={"row": Column("Step"), "amount": Column(f"Amount ({currency})", "money")},
        chart=Chart(drawn.premium_flow, ("row", "start", "end", "label"), (STEPS,)),
        missing="No organisation of the selection holds premium: widen the region or the programme.",
        height=BAR_HEIGHT * 4 + 40,
    )


def spending_by_category(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium spent in the period, by what it was for."""
    of_every_number(read)
    digits = read.fact(minor_digits)[currency]
    frame = read.figure("premium_spent", selection, ["category"], only={"currency": currency})
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    total = int(frame["value"].sum())
    frame = frame.assign(
        row=[words.code(category) for category in frame["category"]],
        amount=_exact(frame["value"], digits),
        label=[
            f"{words.money_short(v, currency, digits)} · {words.share(v / total)}" for v in frame["value"]
        ],
        value=frame["value"].astype(float),
    )
    title, sentence = "Nothing was spent", "Nothing was spent."
    if len(frame):
        part, top = words.fraction(frame["value"].iloc[0], total), words.inside(frame["row"].iloc[0])
        title = f"{part} of spending went into {top}"
        sentence = f"Of {words.money(total, currency, digits)} spent, {words.inside(part)} went into {top}."
    return Exhibit(
        name="spending_by_category",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=sentence,
        subtitle=f"Premium spent by category, {words.period(selection.first_day, selection.as_of)}",
        figures=("premium_spent",),
        columns={"row": Column("Category"), "amount": Column(f"Spent ({currency})", "money")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]), "own", 220)),
        missing="No premium was spent in this period: choose a longer one.",
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def received_and_spent_by_year(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium due, received and spent in each year of the period."""
    of_every_number(read)
    digits = read.fact(minor_digits)[currency]
    parts = [
        read.figure(name, selection, ["year"], only={"currency": currency}).assign(group=kind)
        for kind, name in KINDS.items()
    ]
    frame = pd.concat(parts, ignore_index=True)
    title = _spent_of_received(frame)
    amount = Column(f"Amount ({currency})", "money")
    frame = frame.assign(
        amount=_exact(frame["value"], digits),
        label=[words.money_short(v, currency, digits).split(words.SPACE)[-1] for v in frame["value"]],
        value=_floats(frame["value"], digits),
    )
    return Exhibit(
        name="received_and_spent_by_year",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Premium due, received and spent, {currency}, by year of the sale or payment",
        figures=tuple(KINDS.values()),
        columns={"year": Column("Year"), "group": Column("Step"), "amount": amount},
        chart=Chart(drawn.received_and_spent_by_year, ("year", "group", "value", "label"), (tuple(KINDS),)),
        missing="No premium fell due, was paid or was spent in this period: choose a longer one.",
        height=280,
    )


def _spent_of_received(frame: pd.DataFrame) -> str:
    """How the sum spent compares with the sum received."""
    total = frame.groupby("group")["value"].sum()
    spent, received = total.get("spent", 0), total.get("received", 0)
    if not spent and not received:
        return "Nothing was received or spent"
    if spent == received:
        return "As much was spent as was received"
    return (
        "More was spent than was received" if spent > received else "Spending stayed below what was received"
    )


def balance_by_month(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium received and not yet spent, at the end of every month."""
    digits = read.fact(minor_digits)[currency]
    frame = read.figure("premium_balance", selection, ["month"], only={"currency": currency})
    frame = frame.assign(
        amount=_exact(frame["value"], digits),
        label=[words.money_short(value, currency, digits) for value in frame["value"]],
        value=_floats(frame["value"], digits),
    )
    title = "Nothing is held"
    if len(frame):
        grown = frame["value"].iloc[-1] - frame["value"].iloc[0]
        way = "grew to" if grown > 0 else "fell to" if grown < 0 else "stayed at"
        title = f"The unspent balance {way} {frame['label'].iloc[-1]}"
    return Exhibit(
        name="balance_by_month",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}.",
        subtitle=f"Premium received and not yet spent at the end of every month, {currency}",
        figures=("premium_balance",),
        columns={"month": Column("Month"), "amount": Column(f"Balance ({currency})", "money")},
        chart=Chart(drawn.balance_by_month, ("month", "value", "label"), (months_of(selection),)),
        missing="No organisation of the selection holds premium: widen the region or the programme.",
        height=230,
    )


def premium_by_organisation(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Each organisation's balance before, due, received, spent and balance after."""
    known = read.ask(names)
    digits = read.fact(minor_digits)[currency]
    trace = _trace(read, selection, currency)
    trace = trace.sort_values(["received", "spent", "closing"], ascending=False, ignore_index=True)
    frame = trace.assign(
        organisation_name=trace["organisation"].map(known["organisation"]),
        **{column: _exact(trace[column], digits) for column in TRACED},
    )
    holding = int((trace["closing"] > 0).sum())
    title = f"{words.count(holding, 'organisation holds', 'organisations hold')} premium not yet spent"
    return Exhibit(
        name="premium_by_organisation",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}, of {words.count(len(frame), 'organisation', 'organisations')} with premium.",
        subtitle=f"{currency}; balance before + received − spent = balance on {words.day(selection.as_of)}",
        figures=(*KINDS.values(), "premium_balance"),
        columns={
            "organisation_name": Column("Organisation"),
            "due": Column(f"Due ({currency})", "money"),
            "opening": Column("Balance before", "money"),
            "received": Column("Received", "money"),
            "spent": Column("Spent", "money"),
            "closing": Column("Balance after", "money"),
        },
        missing="No organisation of the selection holds premium: widen the region or the programme.",
        height=360,
    )


def what_bought_what(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """The latest things that premium bought, by whom and for how much."""
    known = read.ask(names)
    digits = read.fact(minor_digits)[currency]
    items = read.ask(spending_items, selection)
    items = items[items["currency"] == currency].head(LISTED_ITEMS).reset_index(drop=True)
    frame = items.assign(
        organisation_name=items["organisation"].map(known["organisation"]),
        category_name=[words.code(category) for category in items["category"]],
        amount=_exact(items["amount_minor"], digits),
    )
    latest = frame["description"].iloc[0] if len(frame) else ""
    return Exhibit(
        name="what_bought_what",
        frame=frame,
        **asked(read, selection, about=currency),
        title=f"Last bought: {words.inside(latest)}" if latest else "Nothing was bought",
        sentence=f"The latest things that premium bought; last: {latest}."
        if latest
        else "Nothing was bought.",
        subtitle=f"The latest {LISTED_ITEMS} payments of the period at most, newest first",
        figures=("premium_spent",),
        columns={
            "spent_on": Column("Day", "day"),
            "description": Column("What it bought"),
            "category_name": Column("Category"),
            "organisation_name": Column("Organisation"),
            "amount": Column(f"Amount ({currency})", "money"),
        },
        missing="No premium was spent in this period: choose a longer one.",
        height=420,
    )


def _trace(read: Reader, selection: Selection, currency: str) -> pd.DataFrame:
    trace = read.ask(premium_trace, selection)
    return trace[trace["currency"] == currency]


def _exact(minor: Iterable[int], digits: int) -> list[Decimal]:
    """Amounts in major units, for the table."""
    return [words.major(amount, digits) for amount in minor]


def _floats(minor: Iterable[int], digits: int) -> list[float]:
    """Amounts in major units, for the chart."""
    return [float(amount) for amount in _exact(minor, digits)]
