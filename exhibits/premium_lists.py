"""Premium in lists: what each organisation received, spent and holds, and the latest things it bought."""

from __future__ import annotations

from data_access.language import plural, say
from data_access.names import minor_digits, names
from data_access.premium import spending_items
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit
from exhibits.premium import KINDS, NOBODY_HOLDS, NOTHING_SPENT, TRACED, amount_in, exact, trace_in

LISTED_ITEMS = 60


def premium_by_organisation(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Each organisation's balance before, due, received, spent and balance after."""
    known = read.ask(names)
    digits = read.fact(minor_digits)[currency]
    trace = trace_in(read, selection, currency)
    trace = trace.sort_values(["received", "spent", "closing"], ascending=False, ignore_index=True)
    frame = trace.assign(
        organisation_name=trace["organisation"].map(known["organisation"]),
        **{column: exact(trace[column], digits) for column in TRACED},
    )
    holding = int((trace["closing"] > 0).sum())
    title = plural(
        "{number} organisation holds premium not yet spent",
        "{number} organisations hold premium not yet spent",
        holding,
    )
    return Exhibit(
        name="premium_by_organisation",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=plural(
            "{how_many_hold_premium}, of {number} organisation with premium.",
            "{how_many_hold_premium}, of {number} organisations with premium.",
            len(frame),
            how_many_hold_premium=title,
        ),
        subtitle=say(
            "{currency}; balance before + received − spent = balance on {day}",
            currency=currency,
            day=words.day(selection.as_of),
        ),
        figures=(*KINDS.values(), "premium_balance"),
        columns={
            "organisation_name": Column(say("Organisation")),
            "due": Column(say("Due ({currency})", currency=currency), "money"),
            "opening": Column(say("Balance before"), "money"),
            "received": Column(say("Received"), "money"),
            "spent": Column(say("Spent"), "money"),
            "closing": Column(say("Balance after"), "money"),
        },
        missing=say(NOBODY_HOLDS),
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
        amount=exact(items["amount_minor"], digits),
    )
    title, sentence = say("Nothing was bought"), say("Nothing was bought.")
    latest = frame["description"].iloc[0] if len(frame) else ""
    if latest:
        title = say("Last bought: {thing}", thing=words.inside(latest))
        sentence = say("The latest things that premium bought; last: {thing}.", thing=latest)
    return Exhibit(
        name="what_bought_what",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=sentence,
        subtitle=say(
            "The latest {number} payments of the period at most, newest first",
            number=words.number(LISTED_ITEMS),
        ),
        figures=("premium_spent",),
        columns={
            "spent_on": Column(say("Day"), "day"),
            "description": Column(say("What it bought")),
            "category_name": Column(say("Category")),
            "organisation_name": Column(say("Organisation")),
            "amount": amount_in(currency),
        },
        missing=say(NOTHING_SPENT),
        height=420,
    )
