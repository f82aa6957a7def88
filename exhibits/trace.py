"""The trace of the premium as a picture, and as a table that adds up."""

from __future__ import annotations

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
HEADINGS = ("Gold sold", "Came in, or still open", "In hand", "Spent or kept", "What it bought", "Where")
# Pixels: as high as the list of a narrow screen needs, within bounds.
LEAST_HEIGHT, MOST_HEIGHT, LINE = 320, 640, 25
DRAWN = (*(column for column in COLUMNS if column != "amount"), "label")
MISSING = "No premium fell due, came in, was spent or is held: widen the region or the programme."


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
    frame = laid_out(nodes, bands, HEADINGS, height)
    frame = frame.assign(
        label=[of.short(amount) for amount in frame["amount"]],
        exact=[words.major(amount, of.digits) for amount in frame["amount"]],
    )
    without = of.trace.sold.loc[of.trace.sold["standard"].isna(), "fine_milligrams"].sum() / 1000
    besides = f"; {words.weight(without)} sold without a standard bring none" if without else ""
    return Exhibit(
        name="gold_trace",
        frame=frame,
        **asked(read, selection, about=currency),
        title=_due_in_words(of),
        sentence=_told(of),
        subtitle=f"Premium in {currency}, {words.period(selection.first_day, selection.as_of)}, "
        f"as wide as the amounts{besides}",
        figures=FIGURES,
        columns={
            "source": Column("From"),
            "target": Column("To"),
            "exact": Column(f"Amount ({currency})", "money"),
        },
        chart=Chart(drawn.premium_trace, DRAWN, (height,)),
        missing=MISSING,
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
        sentence=f"{title}; every part adds up to its sum.",
        subtitle=f"Each part of the way with its sum, {currency}, "
        f"{words.period(selection.first_day, selection.as_of)}",
        figures=FIGURES,
        columns={
            "line": Column("Line"),
            "exact": Column(currency, "money"),
            "gold": Column("Fine grams", "number_text"),
            "part": Column("Part"),
        },
        missing=MISSING,
        height=420,
    )


def _due_in_words(of: Account) -> str:
    """What became of what fell due."""
    if not of.due:
        return "No premium fell due for the gold sold"
    if not of.open:
        return f"All of the {of.short(of.due)} due for the gold sold is paid"
    return f"Of {of.short(of.due)} due for the gold sold, {of.short(of.open)} is still open"


def _spent_in_words(of: Account) -> str:
    """What became of what was in hand."""
    in_hand = of.trace.opening + of.received
    if of.spent > in_hand:
        return f"{of.short(of.spent)} was spent, {of.short(of.spent - in_hand)} more than was in hand"
    spent = f"{of.short(of.spent)} of" if of.spent else "Nothing of"
    return f"{spent} {of.short(in_hand)} in hand was spent"


def _told(of: Account) -> str:
    """The whole way in two sentences."""
    opening, closing = of.trace.opening, of.trace.closing
    before = f"{of.short(abs(opening))} {'held' if opening >= 0 else 'overdrawn'} before"
    after = f"{of.short(abs(closing))} is {'left' if closing >= 0 else 'overdrawn'}"
    return (
        f"{_due_in_words(of)}{f' on {of.as_of}' if of.open else ''}. {of.short(of.received)} was received "
        f"in the period, with {before}: {of.short(of.spent)} was spent and {after}."
    )
