"""The premium's way through a period in amounts and words: what flows where, and what adds up to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from data_access.gold import MILLIGRAMS_IN_GRAM
from data_access.language import mark, plural, say
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.trace import EARLIER, LATER, UNNAMED, GoldTrace, gold_trace
from exhibits import words
from exhibits.flow import Band, Node

# The smallest of more stand together: they could not be named beside their bars.
MOST_STANDARDS, MOST_REGIONS = 5, 9
BEYOND = "beyond"
OTHERS, NOWHERE = "others", "nowhere"
OTHER_RECEIPTS = {
    EARLIER: mark("For lots sold before"),
    LATER: mark("For lots not yet sold"),
    BEYOND: mark("Beyond what was due"),
    UNNAMED: mark("For no lot of its own"),
}
# Part of the way, its line, fine grams or none where it is of money alone, amount, whether it is a sum.
Line = tuple[str, str, float | None, int, bool]


@dataclass(frozen=True)
class Account:
    """A trace of premium, with what its codes are called and how its amounts are written."""

    trace: GoldTrace
    names: words.Names
    digits: int
    as_of: str

    @property
    def due(self) -> int:
        """What fell due for the lots sold in the period."""
        return int(self.trace.sold["due"].sum())

    @property
    def paid(self) -> int:
        """What was received of it in the period."""
        return int(self.trace.sold["paid"].sum())

    @property
    def paid_before(self) -> int:
        """What was received of it before the period began."""
        return int(self.trace.sold["paid_before"].sum())

    @property
    def open(self) -> int:
        """What was not received of it by the as-of day."""
        return int(self.trace.sold["open"].sum())

    @property
    def received(self) -> int:
        """What was received in the period, for whatever lot."""
        return int(self.trace.received["amount"].sum())

    @property
    def others(self) -> dict[str, int]:
        """What else was received, by ``OTHER_RECEIPTS``: with ``paid`` it is all that was."""
        by_lots = dict(zip(self.trace.received["lots"], self.trace.received["amount"], strict=True))
        amounts = by_lots | {BEYOND: self.trace.beyond}
        return {kind: int(amounts.get(kind, 0)) for kind in OTHER_RECEIPTS}

    @property
    def spent(self) -> int:
        """What was spent in the period."""
        return int(self.trace.spent["amount"].sum())

    def short(self, minor: int) -> str:
        """An amount as a title says it."""
        return words.money_short(minor, self.trace.currency, self.digits)


def account(read: Reader, selection: Selection, currency: str) -> Account:
    """The account of the premium of one currency in the period of the selection."""
    return Account(
        trace=read.ask(gold_trace, selection, currency),
        names=read.ask(names),
        digits=read.fact(minor_digits)[currency],
        as_of=words.day(selection.as_of),
    )


def flow_of(of: Account) -> tuple[list[Node], list[Band]]:
    """The nodes and bands of an account, column by column from gold to places."""
    nodes, bands = [], []
    for stage in (_gold, _purse, _bought):
        more, flowing = stage(of)
        nodes += more
        bands += flowing
    return nodes, bands


def _gold(of: Account) -> tuple[list[Node], list[Band]]:
    """Standards, and what is due for the gold sold under each: paid or open."""
    sold = of.trace.sold[of.trace.sold["due"] > 0]
    nodes, bands = [], []
    for key, rows in _ranked(sold, "standard", "due", MOST_STANDARDS):
        due, grams = int(rows["due"].sum()), rows["fine_milligrams"].sum() / MILLIGRAMS_IN_GRAM
        others = plural("{number} other standard", "{number} other standards", len(rows))
        name = of.names["standard"].get(key, others)
        nodes.append(Node(f"standard {key}", 0, name, f"{words.weight(grams)} · {of.short(due)}"))
        ends = (("paid", "due"), ("paid_before", "due"), ("open", "open"))
        bands += [Band(f"standard {key}", end, int(rows[end].sum()), role) for end, role in ends]
    return nodes, bands


def _purse(of: Account) -> tuple[list[Node], list[Band]]:
    """What was due and what else came, all of it in hand, and what became of it."""
    opening, closing = of.trace.opening, of.trace.closing
    sources = [
        ("paid", say("Paid in the period"), of.paid, "flowing"),
        *((kind, say(name), of.others[kind], "flowing") for kind, name in OTHER_RECEIPTS.items()),
        ("before", say("Balance before"), max(opening, 0), "idle"),
        ("short", say("Spent beyond what was held"), max(-closing, 0), "open"),
    ]
    uses = [
        ("spent", say("Spent"), of.spent, "flowing"),
        ("kept", say("Kept on {day}", day=of.as_of), max(closing, 0), "idle"),
        ("made_up", say("Made up for an overdraft"), max(-opening, 0), "open"),
    ]
    # What was due stays together: what was paid of it, and below that what was not.
    unpaid = [
        Node("paid_before", 1, say("Paid before the period"), of.short(of.paid_before)),
        Node("open", 1, say("Still open on {day}", day=of.as_of), of.short(of.open)),
    ]
    came = [Node(key, 1, name, of.short(amount)) for key, name, amount, _ in sources]
    in_hand = Node(
        "in_hand", 2, say("Received, and held before"), of.short(sum(amount for _, _, amount, _ in sources))
    )
    used = [Node(key, 3, name, of.short(amount)) for key, name, amount, _ in uses]
    into = [Band(key, "in_hand", amount, role) for key, _, amount, role in sources]
    out_of = [Band("in_hand", key, amount, role) for key, _, amount, role in uses]
    return [came[0], *unpaid, *came[1:], in_hand, *used], into + out_of


def _bought(of: Account) -> tuple[list[Node], list[Band]]:
    """What it was spent on, and where."""
    spent = of.trace.spent.assign(region=of.trace.spent["region"].fillna(NOWHERE))
    nodes, bands = [], []
    for category, rows in _ranked(spent, "category", "amount", len(spent) + 1):
        amount = int(rows["amount"].sum())
        nodes.append(Node(category, 4, words.code(category), of.short(amount)))
        bands.append(Band("spent", category, amount, "flowing"))
    for region, rows in _ranked(spent, "region", "amount", MOST_REGIONS):
        others = plural("{number} other region", "{number} other regions", rows["region"].nunique())
        name = {NOWHERE: say("Region not recorded"), OTHERS: others}
        known = of.names["region"].get(region) or name[region]
        nodes.append(Node(f"in {region}", 5, known, of.short(int(rows["amount"].sum()))))
        for category, amount in rows.groupby("category")["amount"].sum().items():
            bands.append(Band(str(category), f"in {region}", int(amount), "flowing"))
    return nodes, bands


def _ranked(frame: pd.DataFrame, code: str, amount: str, most: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows of each code, that with the greatest amount first; the smallest of too many as one."""
    sizes = frame.groupby(code)[amount].sum().sort_values(ascending=False, kind="stable")
    alone = list(sizes.index[: most if len(sizes) <= most else most - 1])
    for key in alone:
        yield str(key), frame[frame[code] == key]
    if len(alone) < len(sizes):
        yield OTHERS, frame[~frame[code].isin(alone)]


def statement_of(of: Account) -> pd.DataFrame:
    """The same line by line, each part closed by its sum: ``part``, ``line``, ``grams``, ``amount``, ``sum``.

    ``grams`` are missing where a line is of money alone; ``amount`` is in minor units; ``sum`` is
    true for the lines that others add up to.
    """
    lines = [*_gold_lines(of), *_due_lines(of), *_hand_lines(of), *_bought_lines(of)]
    return pd.DataFrame(lines, columns=["part", "line", "grams", "amount", "sum"])


def _gold_lines(of: Account) -> Iterator[Line]:
    """All gold sold in the period, whether it brings premium in this currency or not."""
    sold, part = of.trace.sold.sort_values(["due", "fine_milligrams"], ascending=False), say("Gold sold")
    for row in sold.itertuples():
        name = words.name_of(of.names, "standard", row.standard)
        if pd.notna(row.currency) and row.currency != of.trace.currency:
            name = say("{standard} (due in {currency})", standard=name, currency=row.currency)
        yield part, name, row.fine_milligrams / MILLIGRAMS_IN_GRAM, int(row.due), False
    grams = sold["fine_milligrams"].sum() / MILLIGRAMS_IN_GRAM
    yield part, say("Sum due for the gold sold"), grams, of.due, True


def _due_lines(of: Account) -> Iterator[Line]:
    """What became of what was due."""
    part = say("Due")
    if of.paid_before:
        yield part, say("Paid before the period"), None, of.paid_before, False
    yield part, say("Paid in the period"), None, of.paid, False
    yield part, say("Still open on {day}", day=of.as_of), None, of.open, False
    yield part, say("Sum due for the gold sold"), None, of.due, True


def _hand_lines(of: Account) -> Iterator[Line]:
    """What was received, what that makes with what was there before, and what became of it."""
    received, in_hand, used = say("Received"), say("In hand"), say("Spent or kept")
    yield received, say("Paid of the due for this gold"), None, of.paid, False
    for kind, amount in of.others.items():
        if amount:
            yield received, say(OTHER_RECEIPTS[kind]), None, amount, False
    yield received, say("Sum received in the period"), None, of.received, True
    yield in_hand, say("Balance before the period"), None, of.trace.opening, False
    yield in_hand, say("Received in the period"), None, of.received, False
    yield in_hand, say("Sum in hand"), None, of.trace.opening + of.received, True
    yield used, say("Spent"), None, of.spent, False
    yield used, say("Balance on {day}", day=of.as_of), None, of.trace.closing, False
    yield used, say("Sum in hand"), None, of.trace.opening + of.received, True


def _bought_lines(of: Account) -> Iterator[Line]:
    """What was spent, by what it was for and by where."""
    for part, code in ((say("What it bought"), "category"), (say("Where"), "region")):
        spent = of.trace.spent.assign(**{code: of.trace.spent[code].fillna(NOWHERE)})
        for key, rows in _ranked(spent, code, "amount", len(spent) + 1):
            amount = int(rows["amount"].sum())
            named = of.names["region"].get(key) or say("Not recorded")
            yield part, words.code(key) if code == "category" else named, None, amount, False
        yield part, say("Sum spent"), None, of.spent, True
