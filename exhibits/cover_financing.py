"""What cover costs and who pays it: how far it finances itself, each currency by itself."""

from __future__ import annotations

from dataclasses import replace

from data_access.language import mark, say
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, months_of
from exhibits.drawn import protection as drawn
from exhibits.exhibit import Chart, Column, Exhibit

# The insured and their own organisation first: what they pay goes on when a programme ends.
PAYERS = {"miner": mark("Miners"), "organisation": mark("Organisations"), "programme": mark("Programmes")}
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


def paid_by_themselves(read: Reader, selection: Selection) -> str:
    """Which part of the cost of cover the insured and theirs paid, currency by currency."""
    parts = own_shares(read, selection)
    if len(parts) == 1:
        return _own_share(*parts.values())
    said = [_own_share_in(currency, share) for currency, share in parts.items()]
    if not said:
        return ""
    return say(
        "Of what it cost, miners and their organisations paid {shares_by_currency}",
        shares_by_currency=words.listed(said),
    )


def _own_share(share: float) -> str:
    if not share:
        return say("Of what it cost, miners and their organisations paid none")
    if share == 1:
        return say("Of what it cost, miners and their organisations paid all")
    part = words.inside(words.fraction(share, 1))
    return say("Of what it cost, miners and their organisations paid {share}", share=part)


def _own_share_in(currency: str, share: float) -> str:
    """The same as a part of a list: ``34 % in COP``."""
    if not share:
        return say("none in {currency}", currency=currency)
    if share == 1:
        return say("all in {currency}", currency=currency)
    return say("{share} in {currency}", share=words.inside(words.fraction(share, 1)), currency=currency)


def cost_by_payer(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """What cover cost in each month, by who paid it."""
    digits, only = read.fact(minor_digits)[currency], {"currency": currency}
    payers = {payer: say(name) for payer, name in PAYERS.items()}
    frame = read.figure("cover_financing", selection, ["month", "payer"], only)
    paid = read.figure("cover_financing", selection, ["payer"], only).set_index("payer")["value"]
    frame = frame.assign(
        month_name=[words.month(month) for month in frame["month"]],
        group=frame["payer"].map(payers),
        amount=[words.major(cost, digits) for cost in frame["value"]],
        label=[words.money_short(cost, currency, digits) for cost in frame["value"]],
        value=[float(words.major(cost, digits)) for cost in frame["value"]],
    )
    in_words = {payer: words.money_short(int(cost), currency, digits) for payer, cost in paid.items()}
    parts = [
        say("{payer} {amount}", payer=words.inside(name), amount=in_words[payer])
        for payer, name in payers.items()
        if payer in in_words
    ]
    title = say("No cover was paid for")
    sentence = f"{title}."
    if parts:
        total = words.money_short(int(paid.sum()), currency, digits)
        title = say("Cover cost {amount} in the period", amount=total)
        sentence = say(
            "Cover cost {amount} in the period: {amounts_by_payer}.",
            amount=total,
            amounts_by_payer=words.listed(parts),
        )
    return Exhibit(
        name="cost_by_payer",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Cost of cover in each month by who paid it, {currency}; the cost of each cover is spread evenly "
            "over its days",
            currency=currency,
        ),
        figures=("cover_financing",),
        columns={
            "month_name": Column(say("Month")),
            "group": Column(say("Paid by")),
            "amount": Column(say("Cost ({currency})", currency=currency), "money"),
        },
        chart=Chart(drawn.cost_by_payer, CHARTED, (months_of(selection), tuple(payers.values()))),
        missing=say("No cover was paid for in this period: choose a longer one, or another programme."),
        height=300,
    )


def self_financing(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Which part of each month's cost miners and their organisations paid, against the period before."""
    cost, before = cost_by_payer(read, selection, currency), selection.compared()
    now, then = (own_shares(read, when).get(currency) for when in (selection, before))
    title = cost.title
    if now is not None:
        title = _against(_paid(now), then, words.period(before.first_day, before.last_day))
    return replace(
        cost,
        name="self_financing",
        title=title,
        sentence=f"{title}.",
        subtitle=say(
            "Parts of the cost of cover in each month by who paid it, {currency}", currency=currency
        ),
        chart=Chart(
            drawn.cost_by_payer, CHARTED, (months_of(selection), tuple(map(say, PAYERS.values())), True)
        ),
    )


def _paid(share: float) -> str:
    """Which part of the cost miners and their organisations paid."""
    if not share:
        return say("Miners and their organisations paid none of the cost of cover")
    if share == 1:
        return say("Miners and their organisations paid all of the cost of cover")
    part = words.inside(words.fraction(share, 1))
    return say("Miners and their organisations paid {share} of the cost of cover", share=part)


def _against(paid: str, then: float | None, period: str) -> str:
    """What was ``paid``, and what it was in the period before, in which there may have been no cost."""
    if then is None:
        return say("{what_they_paid}; nothing was paid in {period}", what_they_paid=paid, period=period)
    if not then:
        return say("{what_they_paid}; it was none in {period}", what_they_paid=paid, period=period)
    if then == 1:
        return say("{what_they_paid}; it was all in {period}", what_they_paid=paid, period=period)
    part = words.inside(words.fraction(then, 1))
    return say("{what_they_paid}; it was {share} in {period}", what_they_paid=paid, share=part, period=period)
