"""Premium: what gold earned, what was paid, what it was spent on, and what is left."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pandas as pd

from data_access.language import mark, say
from data_access.names import minor_digits
from data_access.premium import premium_trace
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, months_of, of_every_number
from exhibits.drawn import premium as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars

STEPS = (mark("Balance before"), mark("Received"), mark("Spent"), mark("Balance after"))
KINDS = {"due": "premium_due", "received": "premium_received", "spent": "premium_spent"}
KINDS_IN_WORDS = {"due": mark("due"), "received": mark("received"), "spent": mark("spent")}
TRACED = ["opening", "due", "received", "spent", "closing"]
NOBODY_HOLDS = mark("No organisation of the selection holds premium: widen the region or the programme.")
NOTHING_SPENT = mark("No premium was spent in this period: choose a longer one.")


def currencies(read: Reader, selection: Selection) -> list[str]:
    """Currencies in which the organisations of the selection hold premium, the fullest first."""
    trace = read.ask(premium_trace, selection)
    moved = trace.groupby("currency")[["opening", "received", "spent"]].sum().sum(axis=1)
    return [str(currency) for currency in moved[moved > 0].sort_values(ascending=False).index]


def premium_flow(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Opening balance, received, spent, closing balance: a trace that adds up."""
    trace = trace_in(read, selection, currency)
    digits = read.fact(minor_digits)[currency]
    opening, due, received, spent, closing = (int(trace[column].sum()) for column in TRACED)
    amounts = (opening, received, -spent, closing)
    starts, ends = (0, opening, closing, 0), (opening, opening + received, opening + received, closing)
    frame = pd.DataFrame(
        {
            "row": [say(step) for step in STEPS],
            "start": _floats(starts, digits),
            "end": _floats(ends, digits),
            "amount": exact(amounts, digits),
            "label": [
                sign + words.money(abs(amount), currency, digits)
                for sign, amount in zip(("", "+ ", "− ", ""), amounts, strict=True)
            ],
        }
    )
    due_in_words = words.money(due, currency, digits)
    title = say(
        "{spent} spent in the period, against {received} received",
        spent=words.money_short(spent, currency, digits),
        received=words.money_short(received, currency, digits),
    )
    sentence = say(
        "{what_was_spent} (nothing was received); {due} fell due for the gold sold in it.",
        what_was_spent=title,
        due=due_in_words,
    )
    if received:
        sentence = say(
            "{what_was_spent} ({share} of what was received); {due} fell due for the gold sold in it.",
            what_was_spent=title,
            share=words.share(spent / received),
            due=due_in_words,
        )
    return Exhibit(
        name="premium_flow",
        frame=frame.iloc[:0] if trace.empty else frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=sentence,
        subtitle=say(
            "{currency}, {period}; premium due on the lots sold in it: {due}",
            currency=currency,
            period=words.period(selection.first_day, selection.as_of),
            due=due_in_words,
        ),
        figures=(*KINDS.values(), "premium_balance"),
        columns={"row": Column(say("Step")), "amount": amount_in(currency)},
        chart=Chart(drawn.premium_flow, ("row", "start", "end", "label"), (tuple(map(say, STEPS)),)),
        missing=say(NOBODY_HOLDS),
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
        amount=exact(frame["value"], digits),
        label=[
            f"{words.money_short(v, currency, digits)} · {words.share(v / total)}" for v in frame["value"]
        ],
        value=frame["value"].astype(float),
    )
    title, sentence = say("Nothing was spent"), say("Nothing was spent.")
    if len(frame):
        top, spent = words.inside(frame["row"].iloc[0]), words.money(total, currency, digits)
        title = say("All of spending went into {category}", category=top)
        sentence = say("Of {amount} spent, all went into {category}.", amount=spent, category=top)
        if frame["value"].iloc[0] < total:
            part = words.fraction(frame["value"].iloc[0], total)
            title = say("{part} of spending went into {category}", part=part, category=top)
            sentence = say(
                "Of {amount} spent, {part} went into {category}.",
                amount=spent,
                part=words.inside(part),
                category=top,
            )
    return Exhibit(
        name="spending_by_category",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Premium spent by category, {period}",
            period=words.period(selection.first_day, selection.as_of),
        ),
        figures=("premium_spent",),
        columns={
            "row": Column(say("Category")),
            "amount": Column(say("Spent ({currency})", currency=currency), "money"),
        },
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]), "own", 220)),
        missing=say(NOTHING_SPENT),
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


def received_and_spent_by_year(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium due, received and spent in each year of the period."""
    of_every_number(read)
    digits = read.fact(minor_digits)[currency]
    parts = [
        read.figure(name, selection, ["year"], only={"currency": currency}).assign(kind=kind)
        for kind, name in KINDS.items()
    ]
    frame = pd.concat(parts, ignore_index=True)
    title = _spent_of_received(frame)
    frame = frame.assign(
        amount=exact(frame["value"], digits),
        group=[say(KINDS_IN_WORDS[kind]) for kind in frame["kind"]],
        # The axis is of one currency: above a bar there is room for the number alone.
        label=[
            words.money_short(amount, currency, digits).removeprefix(f"{currency}{words.SPACE}")
            for amount in frame["value"]
        ],
        value=_floats(frame["value"], digits),
    )
    return Exhibit(
        name="received_and_spent_by_year",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Premium due, received and spent, {currency}, by year of the sale or payment", currency=currency
        ),
        figures=tuple(KINDS.values()),
        columns={
            "year": Column(say("Year")),
            "group": Column(say("Step")),
            "amount": amount_in(currency),
        },
        chart=Chart(
            drawn.received_and_spent_by_year,
            ("year", "group", "value", "label"),
            (tuple(map(say, KINDS_IN_WORDS.values())),),
        ),
        missing=say("No premium fell due, was paid or was spent in this period: choose a longer one."),
        height=280,
    )


def _spent_of_received(frame: pd.DataFrame) -> str:
    """How the sum spent compares with the sum received."""
    total = frame.groupby("kind")["value"].sum()
    spent, received = total.get("spent", 0), total.get("received", 0)
    if not spent and not received:
        return say("Nothing was received or spent")
    if spent == received:
        return say("As much was spent as was received")
    if spent > received:
        return say("More was spent than was received")
    return say("Spending stayed below what was received")


def balance_by_month(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Premium received and not yet spent, at the end of every month."""
    digits = read.fact(minor_digits)[currency]
    frame = read.figure("premium_balance", selection, ["month"], only={"currency": currency})
    frame = frame.assign(
        amount=exact(frame["value"], digits),
        label=[words.money_short(value, currency, digits) for value in frame["value"]],
        value=_floats(frame["value"], digits),
    )
    title = say("Nothing is held")
    if len(frame):
        grown, amount = frame["value"].iloc[-1] - frame["value"].iloc[0], frame["label"].iloc[-1]
        title = say("The unspent balance stayed at {amount}", amount=amount)
        if grown > 0:
            title = say("The unspent balance grew to {amount}", amount=amount)
        elif grown < 0:
            title = say("The unspent balance fell to {amount}", amount=amount)
    return Exhibit(
        name="balance_by_month",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Premium received and not yet spent at the end of every month, {currency}", currency=currency
        ),
        figures=("premium_balance",),
        columns={
            "month": Column(say("Month")),
            "amount": Column(say("Balance ({currency})", currency=currency), "money"),
        },
        chart=Chart(drawn.balance_by_month, ("month", "value", "label"), (months_of(selection),)),
        missing=say(NOBODY_HOLDS),
        height=230,
    )


def trace_in(read: Reader, selection: Selection, currency: str) -> pd.DataFrame:
    """The trace of the premium in one currency, a row for each organisation."""
    trace = read.ask(premium_trace, selection)
    return trace[trace["currency"] == currency]


def amount_in(currency: str) -> Column:
    """Heads a column of amounts in a currency."""
    return Column(say("Amount ({currency})", currency=currency), "money")


def exact(minor: Iterable[int], digits: int) -> list[Decimal]:
    """Amounts in major units, for the table."""
    return [words.major(amount, digits) for amount in minor]


def _floats(minor: Iterable[int], digits: int) -> list[float]:
    """Amounts in major units, for the chart."""
    return [float(amount) for amount in exact(minor, digits)]
