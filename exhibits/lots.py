"""Lots of gold: how the premium of each stands, and what of it is still open."""

from __future__ import annotations

from itertools import chain

from data_access.gold import MILLIGRAMS_IN_GRAM, lots
from data_access.language import plural, say, say_in
from data_access.names import minor_digits
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, with_units
from exhibits.exhibit import Column, Exhibit
from exhibits.gold import period_of

LISTED_LOTS = 200


def lots_and_premium(read: Reader, selection: Selection, currency: str) -> Exhibit:
    """Every lot for which premium is due, with what is paid and open: those with most open first."""
    found, digits = read.ask(lots, selection, currency, LISTED_LOTS), read.fact(minor_digits)[currency]
    known = with_units(read, chain.from_iterable(found["units"]))
    frame = found.assign(
        standing=[_standing(row.due, row.paid, row.other_receipts) for row in found.itertuples()],
        grams=[milligrams / MILLIGRAMS_IN_GRAM for milligrams in found["fine_milligrams"]],
        days=[(selection.as_of - day).days for day in found["sold_on"]],
        from_units=[
            words.listed([known["unit"][unit] for unit in units]) or say("not named")
            for units in found["units"]
        ],
        **{
            f"{code}_name": [known[code][key] for key in found[code]]
            for code in ("organisation", "buyer", "destination", "standard")
        },
        **{
            f"{amount}_exact": [words.major(minor, digits) for minor in found[amount]]
            for amount in ("due", "paid", "open")
        },
    )  # fmt: skip
    waiting = found[found["open"] > 0]
    still_open = words.money_short(int(waiting["open"].sum()), currency, digits)
    title = say("Every lot is paid in full")
    if len(waiting):
        title = plural(
            "{number} lot is not paid in full: {amount} open",
            "{number} lots are not paid in full: {amount} open",
            len(waiting),
            amount=still_open,
        )
    # What is open comes first: all of it is listed, unless it fills the list.
    if len(waiting) == LISTED_LOTS:
        title = say(
            "At least {number} lots are not paid in full: {amount} open",
            number=words.number(LISTED_LOTS),
            amount=still_open,
        )
    return Exhibit(
        name="lots_and_premium",
        frame=frame,
        **asked(read, selection, about=currency),
        title=title if len(found) else say("No lot with premium due"),
        sentence=say("{how_lots_stand} on {day}.", how_lots_stand=title, day=words.day(selection.as_of)),
        subtitle=say(
            "Lots sold in {period} with premium due in {currency}, most open first; at most {number}",
            period=period_of(selection),
            currency=currency,
            number=words.number(LISTED_LOTS),
        ),
        figures=("gold_sold", "premium_due", "premium_received"),
        columns={
            "standing": Column(say("Premium")),
            "open_exact": Column(say("Open ({currency})", currency=currency), "money"),
            "sold_on": Column(say("Sold"), "day"),
            "organisation_name": Column(say("Organisation")),
            "due_exact": Column(say_in("premium", "Due"), "money"),
            "paid_exact": Column(say("Paid"), "money"),
            "days": Column(say("Days since the sale"), "count"),
            "grams": Column(say("Fine grams"), "decimal"),
            "standard_name": Column(say("Standard")),
            "buyer_name": Column(say("Buyer")),
            "destination_name": Column(say("Went to")),
            "from_units": Column(say("From the units")),
        },
        missing=say("No lot of this selection brings premium in this currency: choose a longer period."),
        height=420,
    )


def _standing(due: int, paid: int, other_receipts: int) -> str:
    """How a lot's premium stands, in words."""
    if not paid and other_receipts:
        return say("Not paid in this currency")
    if not paid and due:
        return say("Not paid")
    if paid < due:
        return say("Paid in part")
    return say_in("premium", "Paid") if paid == due else say("Paid beyond the due")
