"""The premium's way through a period in amounts and words: what flows where, and what adds up to what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from data_access.gold import MILLIGRAMS_IN_GRAM
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
SUM, WITHOUT = "Sum", "Without a standard"
OTHER_RECEIPTS = {
    EARLIER: "For lots sold before",
    LATER: "For lots not yet sold",
    BEYOND: "Beyond what was due",
    UNNAMED: "For no lot of its own",
}


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
        name = of.names["standard"].get(key, f"{len(rows)} other standards")
        nodes.append(Node(f"standard {key}", 0, name, f"{words.weight(grams)} · {of.short(due)}"))
        ends = (("paid", "due"), ("paid_before", "due"), ("open", "open"))
        bands += [Band(f"standard {key}", end, int(rows[end].sum()), role) for end, role in ends]
    return nodes, bands


def _purse(of: Account) -> tuple[list[Node], list[Band]]:
    """What was due and what else came, all of it in hand, and what became of it."""
    opening, closing = of.trace.opening, of.trace.closing
    sources = [
        ("paid", "Paid in the period", of.paid, "flowing"),
        *((kind, name, of.others[kind], "flowing") for kind, name in OTHER_RECEIPTS.items()),
        ("before", "Balance before", max(opening, 0), "idle"),
        ("short", "Spent beyond what was held", max(-closing, 0), "open"),
    ]
    uses = [
        ("spent", "Spent", of.spent, "flowing"),
        ("kept", f"Kept on {of.as_of}", max(closing, 0), "idle"),
        ("made_up", "Made up for an overdraft", max(-opening, 0), "open"),
    ]
    # What was due stays together: what was paid of it, and below that what was not.
    unpaid = [
        Node("paid_before", 1, "Paid before the period", of.short(of.paid_before)),
        Node("open", 1, f"Still open on {of.as_of}", of.short(of.open)),
    ]
    came = [Node(key, 1, name, of.short(amount)) for key, name, amount, _ in sources]
    in_hand = Node(
        "in_hand", 2, "Received, and held before", of.short(sum(amount for _, _, amount, _ in sources))
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
        name = {NOWHERE: "Region not recorded", OTHERS: f"{rows['region'].nunique()} other regions"}
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
    others = [("Received", OTHER_RECEIPTS[kind], amount) for kind, amount in of.others.items() if amount]
    before = [("Due", "Paid before the period", of.paid_before)] if of.paid_before else []
    in_hand = of.trace.opening + of.received
    money = [
        *before,
        ("Due", "Paid in the period", of.paid),
        ("Due", f"Still open on {of.as_of}", of.open),
        ("Due", f"{SUM} due for the gold sold", of.due),
        ("Received", "Paid of the due for this gold", of.paid),
        *others,
        ("Received", f"{SUM} received in the period", of.received),
        ("In hand", "Balance before the period", of.trace.opening),
        ("In hand", "Received in the period", of.received),
        ("In hand", f"{SUM} in hand", in_hand),
        ("Spent or kept", "Spent", of.spent),
        ("Spent or kept", f"Balance on {of.as_of}", of.trace.closing),
        ("Spent or kept", f"{SUM} in hand", in_hand),
    ]
    for part, code in (("What it bought", "category"), ("Where", "region")):
        spent = of.trace.spent.assign(**{code: of.trace.spent[code].fillna(NOWHERE)})
        for key, rows in _ranked(spent, code, "amount", len(spent) + 1):
            named = words.code(key) if code == "category" else of.names["region"].get(key, "Not recorded")
            money.append((part, named, int(rows["amount"].sum())))
        money.append((part, f"{SUM} spent", of.spent))
    lines = [*_gold_lines(of), *((part, line, None, amount) for part, line, amount in money)]
    frame = pd.DataFrame(lines, columns=["part", "line", "grams", "amount"])
    return frame.assign(sum=frame["line"].str.startswith(SUM))


def _gold_lines(of: Account) -> Iterator[tuple[str, str, float | None, int]]:
    """All gold sold in the period, whether it brings premium in this currency or not."""
    sold = of.trace.sold.sort_values(["due", "fine_milligrams"], ascending=False)
    for row in sold.itertuples():
        name = WITHOUT if pd.isna(row.standard) else of.names["standard"][row.standard]
        if pd.notna(row.currency) and row.currency != of.trace.currency:
            name = f"{name} (due in {row.currency})"
        yield "Gold sold", name, row.fine_milligrams / MILLIGRAMS_IN_GRAM, int(row.due)
    yield (
        "Gold sold",
        f"{SUM} due for the gold sold",
        sold["fine_milligrams"].sum() / MILLIGRAMS_IN_GRAM,
        of.due,
    )
