"""Lots of gold, the premium due for each, and every flow of premium, as SQL to build on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, literal, or_, select, union_all

from data_access.schema import GoldLot, PremiumExpenditure, PremiumRate, PremiumReceipt

MILLIGRAMS_IN_KILOGRAM = 1_000_000


def lot_columns() -> list[ColumnElement[Any]]:
    """A lot's own dimensions; GoldLot is to be joined."""
    return [
        GoldLot.standard_id.label("standard"),
        GoldLot.buyer_id.label("buyer"),
        GoldLot.destination_id.label("destination"),
    ]


def premium_dues() -> CTE:
    """What each lot brings at its standard's rate of the day, rounded half up to the minor unit.

    Columns: ``organisation_id sold_on standard buyer destination currency due_minor``. A lot
    without a rate has no row.
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
            GoldLot.organisation_id,
            GoldLot.sold_on,
            *lot_columns(),
            PremiumRate.currency_id.label("currency"),
            half_up.label("due_minor"),
        )
        .join(PremiumRate, PremiumRate.id == rate)
        .cte("due")
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
