"""The trace of the premium as a picture, and as a table that adds up."""

from __future__ import annotations

from data_access.language import mark, say, say_in
from data_access.premium import premium_trace
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.account import Account, account, flow_of, statement_of
from exhibits.asking import asked
from exhibits.drawn import trace as drawn
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.flow import COLUMNS, laid_out

FIGURES = ("gold_sold", "premium_due", "premium_received", "premium_spent", "premium_balance")
HEADINGS = (
    mark("Gold sold"),
    mark("Came in, or still open"),
    mark("In hand"),
    mark("Spent or kept"),
    mark("What it bought"),
    mark("Where"),
)
# Pixels: as high as the list of a narrow screen needs, within bounds.
LEAST_HEIGHT, MOST_HEIGHT, LINE = 320, 640, 25
DRAWN = (*(column for column in COLUMNS if column != "amount"), "label")
MISSING = mark("No premium fell due, came in, was spent or is held: widen the region or the programme.")
# What was received and spent, by whether anything was held before, and whether anything is now.
MOVED = {
    (True, True): mark(
        "{received} was received in the period, with {before} held before: {spent} was spent and {after} "
        "is left."
    ),
    (True, False): mark(
        "{received} was received in the period, with {before} held before: {spent} was spent and {after} "
        "is overdrawn."
    ),
    (False, True): mark(
        "{received} was received in the period, with {before} overdrawn before: {spent} was spent and "
        "{after} is left."
    ),
    (False, False): mark(
        "{received} was received in the period, with {before} overdrawn before: {spent} was spent and "
        "{after} is overdrawn."
    ),
}


def currencies(read: Reader, selection: Selection) -> list[str]:
    """Currencies in which premium fell due, came in, was spent or is held, the fullest first."""
    trace = read.ask(premium_trace, selection)
    moved = trace.groupby("currency")[["opening", "due", "received", "spent"]].sum().abs().sum(axis=1)
    return [str(currency) for currency in moved[moved > 0].sort_values(ascending=False).index]


def gold_trace(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Gold → due → received → spent → what it bought → where, as one picture."""
    of = account(read, selection, currency)
    nodes, bands = flow_of(of)
    reached = {key for band in bands if band.amount for key in (band.source, band.target)}
    height = min(max(LINE * (len(reached) + len(HEADINGS)), LEAST_HEIGHT), MOST_HEIGHT)
    frame = laid_out(nodes, bands, [say(heading) for heading in HEADINGS], height)
    frame = frame.assign(
        label=[of.short(amount) for amount in frame["amount"]],
        exact=[words.major(amount, of.digits) for amount in frame["amount"]],
    )
    without = of.trace.sold.loc[of.trace.sold["standard"].isna(), "fine_milligrams"].sum() / 1000
    period = words.period(selection.first_day, selection.as_of)
    subtitle = say(
        "Premium in {currency}, {period}, as wide as the amounts", currency=currency, period=period
    )
    if without:
        subtitle = say(
            "Premium in {currency}, {period}, as wide as the amounts; {weight} sold without a standard "
            "bring none",
            currency=currency,
            period=period,
            weight=words.weight(without),
        )
    return Exhibit(
        name="gold_trace",
        frame=frame,
        **asked(read, selection, about=currency),
        title=_due_in_words(of),
        sentence=_told(of),
        subtitle=subtitle,
        figures=FIGURES,
        columns={
            "source": Column(say_in("flow", "From")),
            "target": Column(say_in("flow", "To")),
            "exact": Column(say("Amount ({currency})", currency=currency), "money"),
        },
        chart=Chart(drawn.premium_trace, DRAWN, (height,)),
        missing=say(MISSING),
        height=height,
    )


def trace_in_figures(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """The same as a table in which every part adds up to the minor unit."""
    of = account(read, selection, currency)
    frame = statement_of(of)
    frame = frame.assign(
        gold=["" if grams != grams else words.number(grams, 3) for grams in frame["grams"].astype(float)],
        exact=[words.major(amount, of.digits) for amount in frame["amount"]],
    )
    title = _spent_in_words(of)
    return Exhibit(
        name="trace_in_figures",
        frame=frame.iloc[:0] if of.trace.empty else frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=say("{what_was_spent}; every part adds up to its sum.", what_was_spent=title),
        subtitle=say(
            "Each part of the way with its sum, {currency}, {period}",
            currency=currency,
            period=words.period(selection.first_day, selection.as_of),
        ),
        figures=FIGURES,
        columns={
            "line": Column(say("Line")),
            "exact": Column(currency, "money"),
            "gold": Column(say("Fine grams"), "number_text"),
            "part": Column(say("Part")),
        },
        missing=say(MISSING),
        height=420,
    )


def _due_in_words(of: Account) -> str:
    """What became of what fell due."""
    if not of.due:
        return say("No premium fell due for the gold sold")
    if not of.open:
        return say("All of the {due} due for the gold sold is paid", due=of.short(of.due))
    return say(
        "Of {due} due for the gold sold, {open} is still open", due=of.short(of.due), open=of.short(of.open)
    )


def _spent_in_words(of: Account) -> str:
    """What became of what was in hand."""
    in_hand = of.trace.opening + of.received
    spent, held = of.short(of.spent), of.short(in_hand)
    if of.spent > in_hand:
        beyond = of.short(of.spent - in_hand)
        return say("{spent} was spent, {beyond} more than was in hand", spent=spent, beyond=beyond)
    if not of.spent:
        return say("Nothing of {in_hand} in hand was spent", in_hand=held)
    return say("{spent} of {in_hand} in hand was spent", spent=spent, in_hand=held)


def _told(of: Account) -> str:
    """The whole way in two sentences."""
    due = f"{_due_in_words(of)}."
    if of.open:
        due = say(
            "Of {due} due for the gold sold, {open} is still open on {day}.",
            due=of.short(of.due),
            open=of.short(of.open),
            day=of.as_of,
        )
    opening, closing = of.trace.opening, of.trace.closing
    moved = say(
        MOVED[opening >= 0, closing >= 0],
        received=of.short(of.received),
        before=of.short(abs(opening)),
        spent=of.short(of.spent),
        after=of.short(abs(closing)),
    )
    return f"{due} {moved}"
