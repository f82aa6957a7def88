"""What cover costs and who pays it: how far it finances itself, each currency by itself."""

from __future__ import annotations

from dataclasses import replace

from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, months_of
from exhibits.drawn import protection as drawn
from exhibits.exhibit import Chart, Column, Exhibit

# The insured and their own organisation first: what they pay goes on when a programme ends.
PAYERS = {"miner": "Miners", "organisation": "Organisations", "programme": "Programmes"}
THEMSELVES = ("miner", "organisation")
CHARTED = ("month", "group", "value", "label")


def currencies(read: Reader, selection: Selection) -> list[str]:
    """Currencies in which the cover of the selection is paid, by their codes."""
    return list(own_shares(read, selection))


def own_shares(read: Reader, selection: Selection) -> dict[str, float]:
    """The share of the cost of cover that miners and their organisations paid, by currency."""
    paid = read.figure("cover_financing", selection, ["payer"])
    costs = paid[paid["value"] > 0].set_index("payer").groupby("currency")["value"]
    return {
        str(currency): float(cost.reindex(THEMSELVES, fill_value=0).sum() / cost.sum())
        for currency, cost in costs
    }


def in_words(share: float) -> str:
    """A share as it stands inside a sentence: ``none``, ``half``, ``68 %``, ``all``."""
    return words.inside(words.fraction(share, 1))


def cost_by_payer(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """What cover cost in each month, by who paid it."""
    digits, only = read.fact(minor_digits)[currency], {"currency": currency}
    frame = read.figure("cover_financing", selection, ["month", "payer"], only)
    paid = read.figure("cover_financing", selection, ["payer"], only).set_index("payer")["value"]
    frame = frame.assign(
        month_name=[words.month(month) for month in frame["month"]],
        group=frame["payer"].map(PAYERS),
        amount=[words.major(cost, digits) for cost in frame["value"]],
        label=[words.money_short(cost, currency, digits) for cost in frame["value"]],
        value=[float(words.major(cost, digits)) for cost in frame["value"]],
    )
    in_words = {payer: words.money_short(int(cost), currency, digits) for payer, cost in paid.items()}
    parts = [f"{words.inside(PAYERS[payer])} {in_words[payer]}" for payer in PAYERS if payer in in_words]
    total = words.money_short(int(paid.sum()), currency, digits)
    title = f"Cover cost {total} in the period" if parts else "No cover was paid for"
    return Exhibit(
        name="cost_by_payer",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=f"{title}: {words.listed(parts)}." if parts else f"{title}.",
        subtitle=f"Cost of cover in each month by who paid it, {currency}; "
        "the cost of each cover is spread evenly over its days",
        figures=("cover_financing",),
        columns={
            "month_name": Column("Month"),
            "group": Column("Paid by"),
            "amount": Column(f"Cost ({currency})", "money"),
        },
        chart=Chart(drawn.cost_by_payer, CHARTED, (months_of(selection), tuple(PAYERS.values()))),
        missing="No cover was paid for in this period: choose a longer one, or another programme.",
        height=300,
    )


def self_financing(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Which part of each month's cost miners and their organisations paid, against the period before."""
    cost, before = cost_by_payer(read, selection, currency), selection.compared()
    now, then = (own_shares(read, when).get(currency) for when in (selection, before))
    title = cost.title
    if now is not None:
        title = f"Miners and their organisations paid {in_words(now)} of the cost of cover"
        earlier = "nothing was paid" if then is None else f"it was {in_words(then)}"
        title += f"; {earlier} in {words.period(before.first_day, before.last_day)}"
    return replace(
        cost,
        name="self_financing",
        title=title,
        sentence=f"{title}.",
        subtitle=f"Parts of the cost of cover in each month by who paid it, {currency}",
        chart=Chart(drawn.cost_by_payer, CHARTED, (months_of(selection), tuple(PAYERS.values()), True)),
    )
