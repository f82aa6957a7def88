"""Premium: what is due for the gold sold, what came in, what it bought, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    case,
    literal,
    null,
    select,
    true,
    union_all,
)

from data_access.dialects import month_of
from data_access.figures import figure_statement
from data_access.frames import frame_of
from data_access.lots import LOT, premium_dues, premium_flows, whole
from data_access.schema import GoldLot, PremiumExpenditure, PremiumReceipt
from data_access.scope import ORGANISATION, TIME, in_period, organisations, state_days, time_columns
from data_access.selection import Selection
from data_access.summaries.answers.gold import Account, accounts
from data_access.viewer import Viewer


@figure_statement("premium_due", dimensions=(*ORGANISATION, *LOT, "currency", *TIME), fixed=("currency",))
def premium_due(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Premium due for the lots that organisations sold in the period."""
    due = premium_dues()
    return _amounts(selection, by, due, due.c.sold_on, due.c.due_minor)


@figure_statement(
    "premium_received",
    dimensions=(*ORGANISATION, "standard", "buyer", "currency", *TIME),
    fixed=("currency",),
)
def premium_received(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Premium that organisations received in the period."""
    receipts = (
        select(
            PremiumReceipt.organisation_id,
            PremiumReceipt.received_on,
            PremiumReceipt.currency_id.label("currency"),
            PremiumReceipt.amount_minor,
            GoldLot.standard_id.label("standard"),
            GoldLot.buyer_id.label("buyer"),
        )
        .outerjoin(GoldLot, GoldLot.id == PremiumReceipt.lot_id)
        .cte("receipt")
    )
    return _amounts(selection, by, receipts, receipts.c.received_on, receipts.c.amount_minor)


@figure_statement(
    "premium_spent", dimensions=(*ORGANISATION, "category", "currency", *TIME), fixed=("currency",)
)
def premium_spent(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Premium that organisations spent in the period."""
    spending = select(
        PremiumExpenditure.organisation_id,
        PremiumExpenditure.spent_on,
        PremiumExpenditure.category,
        PremiumExpenditure.currency_id.label("currency"),
        PremiumExpenditure.amount_minor,
    ).cte("spending")
    return _amounts(selection, by, spending, spending.c.spent_on, spending.c.amount_minor)


@figure_statement("premium_balance", dimensions=(*ORGANISATION, "currency", *TIME), fixed=("currency",))
def premium_balance(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Received less spent from the beginning to each state day.

    A programme selects organisations by the period of the selection, whatever the state day.
    """
    holders, days, flows = organisations(selection, by), state_days(selection, by), premium_flows()
    columns = {column.name: column for column in (*holders.c, flows.c.currency)}
    codes = [columns[name] for name in by if name not in TIME]
    month = month_of(flows.c.day)
    changes = (
        select(*codes, month.label("changed_in"), whole(flows.c.received - flows.c.spent).label("change"))
        .select_from(holders)
        .join(flows, flows.c.organisation_id == holders.c.organisation)
        .where(flows.c.day <= selection.as_of)
        .group_by(*codes, month)
        .cte("change")
    )
    groups = [days.c[name] if name in TIME else changes.c[name] for name in by]
    # A state day ends its month, or is the as-of day, after which nothing is read: months suffice.
    # Later changes stay in the group as zero, so that a balance not yet begun is none.
    by_then = case((changes.c.changed_in <= days.c.month, changes.c.change), else_=0)
    return (
        select(*groups, whole(by_then).label("value"), null().label("of"))
        .select_from(changes)
        .join(days, true())
        .group_by(*groups)
    )


def premium_trace(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """The premium's way through the period: opening + received − spent = closing.

    A row for each organisation and currency with anything due, received or spent up to the as-of
    day. Columns: ``organisation``, ``currency``, and in minor units ``opening`` (balance before
    the first day), ``due``, ``received``, ``spent``, ``closing`` (balance on the as-of day).
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    known = accounts(connection, selection)
    if known is None:
        return frame_of(connection, _trace_statement(selection))
    return pd.DataFrame(known, columns=Account._fields)


def spending_items(
    connection: Connection, viewer: Viewer, selection: Selection, limit: int = 200
) -> pd.DataFrame:
    """What bought what in the period, newest first, at most ``limit`` payments.

    Columns: ``organisation``, ``category``, ``spent_on``, ``description``, ``amount_minor``
    (in minor units of), ``currency``.
    """
    viewer.may_see_names()
    selection = viewer.within(selection)
    spenders = organisations(selection, ())
    statement = (
        select(
            spenders.c.organisation,
            PremiumExpenditure.category,
            PremiumExpenditure.spent_on,
            PremiumExpenditure.description,
            PremiumExpenditure.amount_minor,
            PremiumExpenditure.currency_id.label("currency"),
        )
        .join(PremiumExpenditure, PremiumExpenditure.organisation_id == spenders.c.organisation)
        .where(*in_period(selection, PremiumExpenditure.spent_on))
        .order_by(PremiumExpenditure.spent_on.desc(), PremiumExpenditure.id)
        .limit(limit)
    )
    return frame_of(connection, statement)


def _trace_statement(selection: Selection) -> Select[Any]:
    dues, flows = premium_dues(), premium_flows()
    entries = union_all(
        select(
            dues.c.organisation_id,
            dues.c.currency,
            dues.c.sold_on.label("day"),
            dues.c.due_minor.label("due"),
            literal(0, BigInteger).label("received"),
            literal(0, BigInteger).label("spent"),
        ),
        select(
            flows.c.organisation_id,
            flows.c.currency,
            flows.c.day,
            literal(0, BigInteger),
            flows.c.received,
            flows.c.spent,
        ),
    ).cte("entry")
    holders = organisations(selection, ())
    groups = (holders.c.organisation, entries.c.currency)
    balance = entries.c.received - entries.c.spent
    before = entries.c.day < selection.first_day

    def in_the_period(amount: ColumnElement[int]) -> ColumnElement[int]:
        return whole(case((before, 0), else_=amount))

    return (
        select(
            *groups,
            whole(case((before, balance), else_=0)).label("opening"),
            in_the_period(entries.c.due).label("due"),
            in_the_period(entries.c.received).label("received"),
            in_the_period(entries.c.spent).label("spent"),
            whole(balance).label("closing"),
        )
        .join(entries, entries.c.organisation_id == holders.c.organisation)
        .where(entries.c.day <= selection.as_of)
        .group_by(*groups)
        .order_by(*groups)
    )


def _amounts(
    selection: Selection, by: Sequence[str], entries: CTE, day: ColumnElement[Any], amount: ColumnElement[int]
) -> Select[Any]:
    """Sums of the period's entries (with ``organisation_id``) of the selected organisations."""
    holders = organisations(selection, by)
    booked = (
        select(
            *holders.c,
            *(column for column in entries.c if column.name in by),
            *time_columns(day),
            amount.label("amount"),
        )
        .join(entries, entries.c.organisation_id == holders.c.organisation)
        .where(*in_period(selection, day))
        .cte("booked")
    )
    groups = [booked.c[name] for name in by]
    return select(*groups, whole(booked.c.amount).label("value"), null().label("of")).group_by(*groups)
