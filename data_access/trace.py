"""The premium's whole way: gold sold, due for it, received, spent, what it bought, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, case, select

from data_access.figures import figure
from data_access.frames import frame_of
from data_access.lots import sold_lots, whole
from data_access.schema import GoldLot, PremiumReceipt
from data_access.scope import in_period, organisations
from data_access.selection import Selection
from data_access.viewer import Viewer

# What premium received in the period was for, by the lot that its receipt names.
THESE, EARLIER, LATER, UNNAMED = "these_lots", "earlier_lots", "later_lots", "no_lot"


@dataclass(frozen=True)
class GoldTrace:
    """Premium in one currency, traced through a period; whole minor units everywhere.

    ``sold``: a row for each standard and currency of its due (both None where there is none), with
    ``fine_milligrams`` and, zero in other currencies, ``due`` = ``paid_before`` (received before
    the period) + ``paid`` (in it) + ``open``. ``received``: by ``lots`` (``these_lots``,
    ``earlier_lots``, ``later_lots``, ``no_lot``) the ``amount`` received in the period; of that for
    these lots, ``beyond`` is more than was due for them. ``spent``: by ``category`` and ``region``
    (None where not recorded). ``opening`` + received − spent = ``closing``.
    """

    currency: str
    sold: pd.DataFrame
    received: pd.DataFrame
    spent: pd.DataFrame
    opening: int
    closing: int

    @property
    def beyond(self) -> int:
        """Received in the period for its lots, beyond what was due for them."""
        these = self.received.loc[self.received["lots"] == THESE, "amount"].sum()
        return int(these) - int(self.sold["paid"].sum())

    @property
    def empty(self) -> bool:
        """Whether nothing was due, received, held or spent."""
        amounts = (self.sold["due"], self.received["amount"], self.spent["amount"])
        return not (self.opening or self.closing or any(amount.any() for amount in amounts))


def gold_trace(connection: Connection, viewer: Viewer, selection: Selection, currency: str) -> GoldTrace:
    """The way of the premium of one currency through the period.

    A lot is paid by what its own seller received for it, named and in that currency; other
    currencies are never added. A receipt that names another organisation's lot names none.
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    only = {"currency": currency}
    balance = figure(connection, viewer, "premium_balance", selection, only=only)
    spent = figure(connection, viewer, "premium_spent", selection, ("category", "region"), only)
    spent = spent.rename(columns={"value": "amount"})[["category", "region", "amount"]]
    received = frame_of(connection, _received(selection, currency))
    closing = int(balance["value"].sum())
    return GoldTrace(
        currency=currency,
        sold=frame_of(connection, _sold(selection, currency)),
        received=received,
        spent=spent,
        opening=closing - int(received["amount"].sum()) + int(spent["amount"].sum()),
        closing=closing,
    )


def _sold(selection: Selection, currency: str) -> Select[Any]:
    lot = sold_lots(selection)
    groups = (lot.c.standard, lot.c.currency)
    in_currency = lot.c.currency == currency
    due = case((in_currency, lot.c.due_minor), else_=0)
    # Never more than is due: what is paid beyond it is told apart.
    by_now, before = (
        case((in_currency & (paid > lot.c.due_minor), lot.c.due_minor), (in_currency, paid), else_=0)
        for paid in (lot.c.paid_minor, lot.c.paid_before_minor)
    )
    return (
        select(
            *groups,
            whole(lot.c.fine_milligrams).label("fine_milligrams"),
            whole(due).label("due"),
            whole(before).label("paid_before"),
            whole(by_now - before).label("paid"),
            whole(due - by_now).label("open"),
        )
        .group_by(*groups)
        .order_by(*(code.nulls_last() for code in groups))
    )


def _received(selection: Selection, currency: str) -> Select[Any]:
    receivers = organisations(selection, ())
    lots = case(
        (GoldLot.id.is_(None), UNNAMED),
        (GoldLot.sold_on < selection.first_day, EARLIER),
        (GoldLot.sold_on > selection.as_of, LATER),
        else_=THESE,
    ).label("lots")
    of_its_own = (GoldLot.id == PremiumReceipt.lot_id) & (
        GoldLot.organisation_id == PremiumReceipt.organisation_id
    )
    receipts = (
        select(lots, PremiumReceipt.amount_minor)
        .select_from(receivers)
        .join(PremiumReceipt, PremiumReceipt.organisation_id == receivers.c.organisation)
        .outerjoin(GoldLot, of_its_own)
        .where(PremiumReceipt.currency_id == currency, *in_period(selection, PremiumReceipt.received_on))
        .cte("receipt")
    )
    amount = whole(receipts.c.amount_minor).label("amount")
    return select(receipts.c.lots, amount).group_by(receipts.c.lots).order_by(receipts.c.lots)
