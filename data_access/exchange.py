"""What money of one currency was worth in another on a day, by the latest rate quoted until then."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, ScalarSelect, and_, case, cast, func, select
from sqlalchemy.orm import aliased

from data_access.schema import ExchangeRate

MICRO = 1_000_000.0


def exchange_rates(pairs: CTE) -> CTE:
    """How much of ``to_currency`` one unit of ``from_currency`` was worth on each ``day`` of the pairs.

    The latest rate quoted on or before the day; where none was for the pair, the inverse of the
    latest for the opposite one. Columns: those of ``pairs``, ``rate`` (null where neither was),
    ``quoted_on``, ``inverted`` (whether it is an inverse) and ``source``. A currency is worth one
    of itself, and no rate is used for it.
    """
    direct, opposite = aliased(ExchangeRate), aliased(ExchangeRate)
    from_, to = pairs.c.from_currency, pairs.c.to_currency
    inverted = direct.rate_micro.is_(None) & opposite.rate_micro.is_not(None)
    return (
        select(
            *pairs.c,
            case(
                (from_ == to, 1.0),
                (inverted, MICRO / cast(opposite.rate_micro, Float)),
                else_=cast(direct.rate_micro, Float) / MICRO,
            ).label("rate"),
            func.coalesce(direct.quoted_on, opposite.quoted_on).label("quoted_on"),
            inverted.label("inverted"),
            func.coalesce(direct.source, opposite.source).label("source"),
        )
        .select_from(pairs)
        .outerjoin(direct, _is_latest(direct, from_, to, pairs))
        .outerjoin(opposite, _is_latest(opposite, to, from_, pairs))
        .cte("exchange_rate_used")
    )


def _is_latest(
    quote: type[ExchangeRate], from_: ColumnElement[str], to: ColumnElement[str], pairs: CTE
) -> ColumnElement[bool]:
    return and_(
        quote.from_currency_id == from_,
        quote.to_currency_id == to,
        quote.quoted_on == _latest_day(from_, to, pairs),
    )


def _latest_day(from_: ColumnElement[str], to: ColumnElement[str], pairs: CTE) -> ScalarSelect[Any]:
    quote = aliased(ExchangeRate)
    return (
        select(func.max(quote.quoted_on))
        .where(quote.from_currency_id == from_, quote.to_currency_id == to, quote.quoted_on <= pairs.c.day)
        .correlate(pairs)
        .scalar_subquery()
    )
