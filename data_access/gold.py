"""Gold: what was sold, under which standard, from which units, to whom, and what is open for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import CTE, ColumnElement, Connection, Float, Select, case, cast, func, null, select

from data_access.dialects import month_of
from data_access.figures import figure_statement
from data_access.frames import frame_of
from data_access.lots import LOT, lot_columns, names_its_units, sold_lots, whole
from data_access.schema import GoldLot, GoldLotUnit
from data_access.scope import ORGANISATION, TIME, in_period, organisations, time_columns
from data_access.selection import Selection
from data_access.viewer import Viewer

MILLIGRAMS_IN_GRAM = 1000.0


@figure_statement("gold_sold", dimensions=(*ORGANISATION, *LOT, *TIME))
def gold_sold(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Fine grams that organisations sold in the period."""
    lots = _lots(selection, by)
    groups = [lots.c[name] for name in by]
    grams = _grams(lots.c.fine_milligrams)
    return select(*groups, grams.label("value"), null().label("of")).group_by(*groups)


# By standard there would be nothing to say: all of each group, and none of what has no standard.
@figure_statement("gold_under_standard", dimensions=(*ORGANISATION, "buyer", "destination", *TIME))
def gold_under_standard(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share of the fine grams sold that were sold under any standard."""
    lots = _lots(selection, by)
    return _share_of_grams(lots, lots.c.standard.is_not(None), by)


@figure_statement("gold_traceable", dimensions=(*ORGANISATION, *LOT, *TIME))
def gold_traceable(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share of the fine grams sold whose lot names the units it came from."""
    lots = _lots(selection, by)
    return _share_of_grams(lots, lots.c.traceable, by)


def lots(
    connection: Connection, viewer: Viewer, selection: Selection, currency: str, limit: int = 200
) -> pd.DataFrame:
    """Lots sold in the period for which premium is due in a currency: what is open comes first.

    At most ``limit`` rows, those with most open before those paid in full, then the newest first.
    Columns: ``lot``, ``organisation``, ``buyer``, ``standard``, ``destination``, ``sold_on``,
    ``fine_milligrams``, ``units`` (codes of those it came from, none named: empty), and in minor
    units ``due``, ``paid`` by the as-of day, ``open`` (due and not paid), ``over`` (paid beyond what
    is due), and ``other_receipts``: how many payments name the lot in another currency.
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    sold = sold_lots(selection)
    missing = sold.c.due_minor - sold.c.paid_minor
    open_ = case((missing > 0, missing), else_=0)
    statement = (
        select(
            sold.c.lot,
            sold.c.organisation,
            sold.c.buyer,
            sold.c.standard,
            sold.c.destination,
            sold.c.sold_on,
            sold.c.fine_milligrams,
            sold.c.due_minor.label("due"),
            sold.c.paid_minor.label("paid"),
            open_.label("open"),
            case((missing < 0, -missing), else_=0).label("over"),
            sold.c.other_receipts,
        )
        .where(sold.c.currency == currency)
        .order_by(open_.desc(), sold.c.sold_on.desc(), sold.c.lot)
        .limit(limit)
    )
    frame = frame_of(connection, statement)
    listed = statement.subquery("listed")
    named = select(GoldLotUnit.lot_id, GoldLotUnit.unit_id).join(listed, listed.c.lot == GoldLotUnit.lot_id)
    units: dict[str, list[str]] = {}
    for lot, unit in connection.execute(named.order_by(GoldLotUnit.unit_id)):
        units.setdefault(lot, []).append(unit)
    return frame.assign(units=[tuple(units.get(lot, ())) for lot in frame["lot"]])


def unpaid_by_month(
    connection: Connection, viewer: Viewer, selection: Selection, currency: str
) -> pd.DataFrame:
    """What is open on the as-of day of the premium due in a currency, by the month of the sale.

    Columns: ``month``, ``value`` (minor units); a month in which nothing fell due has no row.
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    sold = sold_lots(selection)
    month = month_of(sold.c.sold_on).label("month")
    missing = sold.c.due_minor - sold.c.paid_minor
    statement = (
        select(month, whole(case((missing > 0, missing), else_=0)).label("value"))
        .where(sold.c.currency == currency)
        .group_by(month)
        .order_by(month)
    )
    return frame_of(connection, statement)


def _lots(selection: Selection, by: Sequence[str]) -> CTE:
    """Lots of the selected organisations sold in the period, whole in each programme and sponsor."""
    sellers = organisations(selection, by)
    traceable = (names_its_units().label("traceable"),)
    return (
        select(
            *sellers.c, *lot_columns(), *time_columns(GoldLot.sold_on), GoldLot.fine_milligrams, *traceable
        )
        .join(GoldLot, GoldLot.organisation_id == sellers.c.organisation)
        .where(*in_period(selection, GoldLot.sold_on))
        .cte("lot")
    )


def _share_of_grams(lots: CTE, counts: ColumnElement[bool], by: Sequence[str]) -> Select[Any]:
    """The share of those lots that ``counts``, in fine grams; missing where nothing was sold."""
    groups = [lots.c[name] for name in by]
    part = cast(whole(case((counts, lots.c.fine_milligrams), else_=0)), Float)
    share = part / func.nullif(whole(lots.c.fine_milligrams), 0)
    grams = _grams(lots.c.fine_milligrams)
    return select(*groups, share.label("value"), grams.label("of")).group_by(*groups)


def _grams(milligrams: ColumnElement[int]) -> ColumnElement[Any]:
    return cast(whole(milligrams), Float) / MILLIGRAMS_IN_GRAM
