"""What the organisations in ORGANISATIONS sold, received and spent, read from the records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from data_access.lots import lot_columns, names_its_units, premium_dues, whole
from data_access.schema import GoldLot, Organisation, PremiumExpenditure, PremiumReceipt
from data_access.summaries.gold import Booked
from data_access.summaries.measures import DUE, DUES, MILLIGRAMS, PAYMENTS, RECEIPTS, RECEIVED, SPENT
from data_access.summaries.records.streaming import streamed
from data_access.summaries.touching import ORGANISATIONS


def booked(connection: Connection) -> Iterator[Booked]:
    """All that was booked, added up by organisation, day and codes."""
    booking: dict[tuple[str, ...], Select[Any]] = {
        (MILLIGRAMS,): _sold(),
        (DUES, DUE): _due(),
        (RECEIPTS, RECEIVED): _received(),
        (PAYMENTS, SPENT): _spent(),
    }
    for measures, statement in booking.items():
        codes = statement.selected_columns.keys()[4 : -len(measures)]
        for organisation, country, region, day, *about in streamed(connection, statement):
            amounts = about[len(codes) :]
            yield Booked(
                organisation,
                (country, region),
                day.toordinal(),
                dict(zip(codes, about, strict=False)),
                dict(zip(measures, amounts, strict=True)),
            )


def _sold() -> Select[Any]:
    traceable = case((names_its_units(), "yes"), else_="no").label("traceable")
    lots = select(
        GoldLot.organisation_id,
        GoldLot.sold_on.label("day"),
        *lot_columns(),
        traceable,
        GoldLot.fine_milligrams,
    ).subquery("lot")
    codes = lots.c["standard", "buyer", "destination", "traceable"]
    return _added_up(lots, *codes).add_columns(whole(lots.c.fine_milligrams))


def _due() -> Select[Any]:
    dues = premium_dues()
    own = select(*dues.c, dues.c.sold_on.label("day")).subquery("due_on_day")
    return _added_up(own, *own.c["standard", "buyer", "destination", "currency"]).add_columns(
        func.count(), whole(own.c.due_minor)
    )


def _received() -> Select[Any]:
    receipts = (
        select(
            PremiumReceipt.organisation_id,
            PremiumReceipt.received_on.label("day"),
            GoldLot.standard_id.label("standard"),
            GoldLot.buyer_id.label("buyer"),
            PremiumReceipt.currency_id.label("currency"),
            PremiumReceipt.amount_minor,
        )
        .outerjoin(GoldLot, GoldLot.id == PremiumReceipt.lot_id)
        .subquery("receipt")
    )
    return _added_up(receipts, *receipts.c["standard", "buyer", "currency"]).add_columns(
        func.count(), whole(receipts.c.amount_minor)
    )


def _spent() -> Select[Any]:
    payments = select(
        PremiumExpenditure.organisation_id,
        PremiumExpenditure.spent_on.label("day"),
        PremiumExpenditure.category,
        PremiumExpenditure.currency_id.label("currency"),
        PremiumExpenditure.amount_minor,
    ).subquery("payment")
    return _added_up(payments, *payments.c["category", "currency"]).add_columns(
        func.count(), whole(payments.c.amount_minor)
    )


def _added_up(entries: Any, *codes: Any) -> Select[Any]:
    """Entries of the mining organisations by organisation, day and codes: amounts are to be added."""
    keys = (Organisation.id, Organisation.country_id, Organisation.region_id, entries.c.day, *codes)
    return (
        select(*keys)
        .select_from(ORGANISATIONS)
        .join(Organisation, Organisation.id == ORGANISATIONS.c.key)
        .join(entries, entries.c.organisation_id == Organisation.id)
        .where(Organisation.kind == "mining_organisation")
        .group_by(*keys)
    )
