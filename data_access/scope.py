"""Which units, miners, sessions and organisations a selection is about, as SQL to build on.

Every figure begins with one of these and groups it by some of its columns, which are named like
the dimensions: ``programme country region organisation unit ladder sex relation sponsor month
quarter year``. States are read on days (the as-of day, or the end of each month, quarter or year),
events on the days they happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnClause,
    ColumnElement,
    Date,
    FromClause,
    Select,
    SQLColumnExpression,
    String,
    and_,
    column,
    false,
    literal,
    or_,
    select,
    values,
)

from data_access.dialects import month_of, quarter_of, unindexed, year_of
from data_access.schema import (
    Enrolment,
    Funding,
    Membership,
    Miner,
    Organisation,
    ProductionUnit,
    Programme,
    Region,
)
from data_access.selection import CALENDAR, Selection, finest

UNIT = ("programme", "country", "region", "organisation", "unit", "ladder", "sponsor")
PERSON = (*UNIT, "sex", "relation")
ORGANISATION = ("programme", "country", "region", "organisation", "sponsor")
TIME = tuple(CALENDAR)
LAPSE_DAYS = (30, 60, 90)


def state_days(selection: Selection, by: Sequence[str], name: str = "state_day") -> CTE:
    """The days on which a state is read: columns ``day`` and those of ``TIME``.

    By month, the end of each month of the period; by quarter or year, of each of these; the last of
    them, and without any the only one, is the as-of day.
    """
    days: list[tuple[str, date]] = [(selection.as_of.isoformat()[:7], selection.as_of)]
    if unit := finest(by):
        days = list({CALENDAR[unit](month): (month, day) for month, day in selection.months()}.values())
    columns: list[ColumnClause[Any]] = [*(column(unit, String) for unit in TIME), column("day", Date)]
    return listed(name, columns, [(*codes_of(month), day) for month, day in days])


def codes_of(month: str) -> tuple[str, ...]:
    """The codes of ``TIME`` in which a month lies."""
    return tuple(code(month) for code in CALENDAR.values())


def time_of(days: CTE) -> list[ColumnElement[Any]]:
    """The columns of ``TIME`` that a list of days or spans has."""
    return [days.c[unit] for unit in TIME]


def horizons() -> CTE:
    """How many days ahead of a state day lapses are looked for: ``days``, a code."""
    return listed("horizon", (column("days", String),), [(str(days),) for days in LAPSE_DAYS])


def listed(name: str, columns: Sequence[ColumnClause[Any]], rows: Sequence[tuple[Any, ...]]) -> CTE:
    """Rows that a query brings along; there are none if the period begins after the data date."""
    if rows:
        return values(*columns).data(rows).cte(name)
    return select(*(literal(None, each.type).label(each.name) for each in columns)).where(false()).cte(name)


def enrolled_units(
    selection: Selection, by: Sequence[str], among: Sequence[str] | Select[Any] | None = None
) -> CTE:
    """Units with an enrolment in a selected programme on each state day: all, or those keyed in ``among``.

    A row for each day, unit and programme (and sponsor, where that is asked for). Columns: those
    of ``UNIT`` (``sponsor`` only where asked for), those of ``TIME``, ``day``, ``enrolled_on``.
    """
    days = state_days(selection, by)
    statement = (
        select(
            days.c.day,
            *time_of(days),
            *unit_columns(),
            Enrolment.programme_id.label("programme"),
            Programme.ladder_id.label("ladder"),
            Enrolment.first_day.label("enrolled_on"),
        )
        .select_from(days)
        .join(Enrolment, enrolled(selection, days.c.day, days.c.day))
        .join(Programme, Programme.id == Enrolment.programme_id)
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .join(Region, Region.id == ProductionUnit.region_id)
        .where(*unit_filters(selection))
    )
    if among is not None:
        statement = statement.where(Enrolment.unit_id.in_(among))
    return with_sponsor(statement, Enrolment.programme_id, selection, by).cte("enrolled_unit")


def active_miners(selection: Selection, by: Sequence[str], units: CTE | None = None) -> CTE:
    """Miners at work on each state day in the units enrolled then, or in ``units`` of these.

    Columns: those of ``enrolled_units``, and ``miner``, ``sex``, ``relation``.
    """
    units = enrolled_units(selection, by) if units is None else units
    return (
        select(*units.c, Membership.miner_id.label("miner"), Miner.sex.label("sex"), Membership.relation)
        .select_from(units)
        .join(
            Membership,
            (Membership.unit_id == units.c.unit) & at_work(units.c.day),
        )
        .join(Miner, Miner.id == Membership.miner_id)
        .cte("active_miner")
    )


def at_work(day: SQLColumnExpression[Any], members: FromClause | Any = Membership) -> ColumnElement[bool]:
    """The membership covers that day."""
    columns = members.c if isinstance(members, FromClause) else members
    return (columns.joined_on <= day) & or_(columns.left_on.is_(None), columns.left_on > day)


def unit_columns() -> list[ColumnElement[Any]]:
    """A unit's own dimensions; ProductionUnit and Region are to be joined."""
    return [
        ProductionUnit.id.label("unit"),
        ProductionUnit.organisation_id.label("organisation"),
        ProductionUnit.region_id.label("region"),
        Region.country_id.label("country"),
    ]


def unit_filters(selection: Selection) -> list[ColumnElement[bool]]:
    """Place and organisation filters on ProductionUnit and its Region."""
    return [
        *_among(Region.country_id, selection.countries),
        *_among(ProductionUnit.region_id, selection.regions, selection.rights.regions),
        *_among(ProductionUnit.organisation_id, selection.organisations),
    ]


def programme_filters(selection: Selection, programme: SQLColumnExpression[Any]) -> list[ColumnElement[bool]]:
    """Programme and sponsor filters on a column that holds a programme."""
    filters = _among(programme, selection.programmes, selection.rights.programmes)
    if selection.sponsors:
        funded = select(Funding.programme_id).where(Funding.organisation_id.in_(selection.sponsors))
        filters.append(programme.in_(funded))
    return filters


def enrolled(
    selection: Selection, first: SQLColumnExpression[Any] | date, last: SQLColumnExpression[Any] | date
) -> ColumnElement[bool]:
    """The enrolment is in a selected programme, and covers a day from ``first`` to ``last``."""
    return and_(
        Enrolment.first_day <= last,
        or_(Enrolment.last_day.is_(None), Enrolment.last_day >= first),
        *programme_filters(selection, unindexed(Enrolment.programme_id)),
    )


def with_sponsor(
    statement: Select[Any], programme: SQLColumnExpression[Any], selection: Selection, by: Sequence[str]
) -> Select[Any]:
    """The statement with a ``sponsor`` column, a row for each, where that dimension is asked for."""
    if "sponsor" not in by:
        return statement
    funded = select(Funding.programme_id, Funding.organisation_id).distinct()
    funders = funded.where(*_among(Funding.organisation_id, selection.sponsors)).subquery("funder")
    return statement.add_columns(funders.c.organisation_id.label("sponsor")).join(
        funders, funders.c.programme_id == programme
    )


def in_period(selection: Selection, day: SQLColumnExpression[Any]) -> list[ColumnElement[bool]]:
    """The day lies in the period, both ends included, and not after the data date."""
    return [day >= selection.first_day, day <= selection.as_of]


def time_columns(day: SQLColumnExpression[Any]) -> list[ColumnElement[Any]]:
    """The dimensions of ``TIME`` of a day on which something happened."""
    return [month_of(day).label("month"), quarter_of(day).label("quarter"), year_of(day).label("year")]


def membership_on(
    miner: SQLColumnExpression[Any], day: SQLColumnExpression[Any], members: FromClause | Any = Membership
) -> ColumnElement[bool]:
    """Joins a miner's membership of the day on which an event happened."""
    columns = members.c if isinstance(members, FromClause) else members
    return (columns.miner_id == miner) & at_work(day, members)


def organisations(selection: Selection, by: Sequence[str]) -> CTE:
    """Mining organisations that the selection is about, by their own recorded region.

    With a programme or sponsor chosen (or asked for as a dimension), those with a unit, where the
    viewer may see it, enrolled in it in the period; a row for each programme then, whose amounts
    stand whole in each.
    Columns: ``organisation``, ``region``, ``country`` and, where asked for, ``programme``,
    ``sponsor``.
    """
    own: list[ColumnElement[Any]] = [
        Organisation.id.label("organisation"),
        Organisation.region_id.label("region"),
        Organisation.country_id.label("country"),
    ]
    statement = (
        select(*own)
        .where(
            Organisation.kind == "mining_organisation",
            *_among(Organisation.country_id, selection.countries),
            *_among(Organisation.region_id, selection.regions, selection.rights.regions),
            *_among(Organisation.id, selection.organisations),
        )
        .distinct()
    )
    supported = (
        select(ProductionUnit.organisation_id, Enrolment.programme_id)
        .select_from(Enrolment)
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .where(
            enrolled(selection, selection.first_day, selection.as_of),
            *_among(ProductionUnit.region_id, (), selection.rights.regions),
        )
        .distinct()
        .subquery("organisation_programme")
    )
    if {"programme", "sponsor"} & set(by):
        statement = statement.join(supported, supported.c.organisation_id == Organisation.id)
        if "programme" in by:
            statement = statement.add_columns(supported.c.programme_id.label("programme"))
        statement = with_sponsor(statement, supported.c.programme_id, selection, by)
    elif selection.programmes or selection.sponsors:
        statement = statement.where(Organisation.id.in_(select(supported.c.organisation_id)))
    return statement.cte("selected_organisation")


def _among(
    column_: ColumnElement[Any] | Any, codes: tuple[str, ...], allowed: tuple[str, ...] | None = None
) -> list[ColumnElement[bool]]:
    """The codes of a filter, if any, and whatever it says only those that a viewer may see."""
    chosen = [column_.in_(codes)] if codes else []
    return chosen if allowed is None else [*chosen, column_.in_(allowed)]
