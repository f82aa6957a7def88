"""Lots of gold, what is due and paid for each, and every flow of premium, as SQL to build on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    SQLColumnExpression,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from data_access.schema import (
    GoldLot,
    GoldLotUnit,
    PremiumExpenditure,
    PremiumRate,
    PremiumReceipt,
)
from data_access.scope import in_period, organisations
from data_access.selection import Selection

LOT = ("standard", "buyer", "destination")
MILLIGRAMS_IN_KILOGRAM = 1_000_000


def lot_columns() -> list[ColumnElement[Any]]:
    """A lot's own dimensions, those of ``LOT``; GoldLot is to be joined."""
    return [
        GoldLot.standard_id.label("standard"),
        GoldLot.buyer_id.label("buyer"),
        GoldLot.destination_id.label("destination"),
    ]


def names_its_units() -> ColumnElement[bool]:
    """Whether a lot says which units it came from; GoldLot is to be joined."""
    return exists().where(GoldLotUnit.lot_id == GoldLot.id).correlate(GoldLot)


def premium_dues(*among: ColumnElement[bool]) -> CTE:
    """What each lot brings at its standard's rate of the day, rounded half up to the minor unit.

    Of all lots, or of those that the conditions ``among`` on GoldLot leave. Columns: ``lot organisation_id
    sold_on standard buyer destination currency due_minor``. A lot without a rate has no row.
    """
    rate = (
        select(PremiumRate.id)
        .where(
            PremiumRate.standard_id == GoldLot.standard_id,
            PremiumRate.first_day <= GoldLot.sold_on,
            or_(PremiumRate.last_day.is_(None), PremiumRate.last_day >= GoldLot.sold_on),
        )
        # A new rate replaces one whose end was never recorded.
        .order_by(PremiumRate.first_day.desc())
        .limit(1)
        .correlate(GoldLot)
        .scalar_subquery()
    )
    exact = GoldLot.fine_milligrams * PremiumRate.rate_minor
    half_up = (exact + MILLIGRAMS_IN_KILOGRAM // 2) // MILLIGRAMS_IN_KILOGRAM
    return (
        select(
            GoldLot.id.label("lot"),
            GoldLot.organisation_id,
            GoldLot.sold_on,
            *lot_columns(),
            PremiumRate.currency_id.label("currency"),
            half_up.label("due_minor"),
        )
        .join(PremiumRate, PremiumRate.id == rate)
        .where(*among)
        .cte("due")
    )


def sold_lots(selection: Selection) -> CTE:
    """Lots that the selected organisations sold in the period, with what is due and paid for each.

    What its seller received by the as-of day for a lot, named and in the currency of its due, is
    paid. Columns: ``lot organisation sold_on standard buyer destination fine_milligrams``, then
    ``currency`` and ``due_minor`` (null where no rate held), ``paid_minor`` and, of that,
    ``paid_before_minor`` (before the first day), and ``other_receipts``: payments in a currency
    that nothing is due in.
    """
    in_time = in_period(selection, GoldLot.sold_on)
    sellers, dues = organisations(selection, ()), premium_dues(*in_time)
    receipts = (
        select(
            PremiumReceipt.lot_id,
            PremiumReceipt.organisation_id,
            PremiumReceipt.currency_id,
            whole(PremiumReceipt.amount_minor).label("paid"),
            whole(
                case((PremiumReceipt.received_on < selection.first_day, PremiumReceipt.amount_minor))
            ).label("before"),
            func.count().label("receipts"),
        )
        .join(GoldLot, GoldLot.id == PremiumReceipt.lot_id)
        .where(*in_time, PremiumReceipt.received_on <= selection.as_of)
        .group_by(PremiumReceipt.lot_id, PremiumReceipt.organisation_id, PremiumReceipt.currency_id)
        .cte("receipt_of_lot")
    )
    in_its_currency = func.coalesce(receipts.c.currency_id == dues.c.currency, literal(False))
    lot = (GoldLot.id, GoldLot.organisation_id, GoldLot.sold_on, GoldLot.fine_milligrams)
    due = (dues.c.currency, dues.c.due_minor)
    return (
        select(
            GoldLot.id.label("lot"),
            GoldLot.organisation_id.label("organisation"),
            GoldLot.sold_on,
            *lot_columns(),
            GoldLot.fine_milligrams,
            *due,
            whole(case((in_its_currency, receipts.c.paid))).label("paid_minor"),
            whole(case((in_its_currency, receipts.c.before))).label("paid_before_minor"),
            whole(case((~in_its_currency, receipts.c.receipts))).label("other_receipts"),
        )
        .select_from(sellers)
        .join(GoldLot, GoldLot.organisation_id == sellers.c.organisation)
        .outerjoin(dues, dues.c.lot == GoldLot.id)
        .outerjoin(
            receipts,
            and_(receipts.c.lot_id == GoldLot.id, receipts.c.organisation_id == GoldLot.organisation_id),
        )
        .where(*in_time)
        .group_by(*lot, *lot_columns(), *due)
        .cte("sold_lot")
    )


def premium_flows() -> CTE:
    """Every receipt and payment of premium: ``organisation_id currency day received spent``."""
    return union_all(
        select(
            PremiumReceipt.organisation_id,
            PremiumReceipt.currency_id.label("currency"),
            PremiumReceipt.received_on.label("day"),
            PremiumReceipt.amount_minor.label("received"),
            literal(0, BigInteger).label("spent"),
        ),
        select(
            PremiumExpenditure.organisation_id,
            PremiumExpenditure.currency_id,
            PremiumExpenditure.spent_on,
            literal(0, BigInteger),
            PremiumExpenditure.amount_minor,
        ),
    ).cte("flow")


def whole(amount: SQLColumnExpression[Any]) -> ColumnElement[int]:
    """The exact sum as a whole number, of nothing zero: Postgres would give a decimal."""
    return cast(func.coalesce(func.sum(amount), 0), BigInteger)
