"""Permits of organisations and units, cooperatives by form, access to accounts and credit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    Case,
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from data_access.dialects import bytewise
from data_access.figures import figure_statement
from data_access.schema import FinanceAccess, Organisation, Permit
from data_access.scope import ORGANISATION, TIME, enrolled_units, listed, organisations, state_days, time_of
from data_access.selection import Selection

NOT_RECORDED = "not_recorded"
PERMITS: tuple[str, ...] = Permit.__table__.c.kind.info["choices"]
STATUSES: tuple[str, ...] = (*Permit.__table__.c.status.info["choices"], NOT_RECORDED)
FINANCES: tuple[str, ...] = FinanceAccess.__table__.c.kind.info["choices"]
OUTCOMES: tuple[str, ...] = FinanceAccess.__table__.c.status.info["choices"]
FORMS: tuple[str, ...] = Organisation.__table__.c.cooperative_form.info["choices"]


@figure_statement(
    "formalisation",
    dimensions=(*ORGANISATION, "unit", "holder", "permit", "status", *TIME),
    fixed=("holder", "permit", "status"),
)
def formalisation(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Organisations, and units, by the status of each permit on the as-of day; zero where none has it."""
    holders = _permit_holders(selection, by)
    permits, statuses = _listed("permit", PERMITS), _listed("status", STATUSES)
    recorded = _permits_on(state_days(selection, by, "permit_day"))
    own = and_(
        *(recorded.c[name] == holders.c[name] for name in ("holder", "key", "day")),
        recorded.c.kind == permits.c.permit,
        recorded.c.place == 1,
    )
    standing = (
        select(*holders.c, permits.c.permit, func.coalesce(recorded.c.status, NOT_RECORDED).label("found"))
        .select_from(holders)
        .join(permits, true())
        .outerjoin(recorded, own)
        .cte("standing")
    )
    groups = [statuses.c.status if name == "status" else standing.c[name] for name in by]
    found = case((standing.c.found == statuses.c.status, standing.c.key))
    return (
        select(
            *groups,
            func.count(found.distinct()).label("value"),
            func.count(standing.c.key.distinct()).label("of"),
        )
        .select_from(standing)
        .join(statuses, true())
        .group_by(*groups)
    )


@figure_statement(
    "finance_access",
    dimensions=(*ORGANISATION, "finance", "status", "reason", *TIME),
    fixed=("finance", "status"),
)
def finance_access(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Organisations by what came of their requests, of all organisations of the selection."""
    asked, outcomes = _telling_requests(selection, by), _listed("status", OUTCOMES)
    is_found = asked.c.found == outcomes.c.status
    parted = {
        "finance": asked.c.finance,
        "status": outcomes.c.status,
        "reason": case((is_found, asked.c.reason)).label("reason"),
    }
    groups = [parted[name] if name in parted else asked.c[name] for name in by]
    found = case((is_found, asked.c.organisation))
    parts = (
        select(*groups, func.count(found.distinct()).label("value"))
        .select_from(asked)
        .join(outcomes, true())
        .group_by(*groups)
        .cte("part")
    )
    # The reasons part the organisations, too: the whole is counted by itself.
    shared = [name for name in by if name not in parted]
    whole = (
        select(*(asked.c[name] for name in shared), func.count(asked.c.organisation.distinct()).label("of"))
        .group_by(*(asked.c[name] for name in shared))
        .cte("whole")
    )
    same = and_(true(), *(parts.c[name].is_not_distinct_from(whole.c[name]) for name in shared))
    return select(*(parts.c[name] for name in by), parts.c.value, whole.c.of).join(whole, same)


@figure_statement("cooperatives", dimensions=(*ORGANISATION, "form", *TIME), fixed=("form",))
def cooperatives(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Organisations that are cooperatives of each form, of all organisations; zero where none is."""
    bodies, days, forms = organisations(selection, by), state_days(selection, by), _listed("form", FORMS)
    columns = {found.name: found for found in (*bodies.c, *time_of(days), forms.c.form)}
    groups = [columns[name] for name in by]
    own = case((Organisation.cooperative_form == forms.c.form, Organisation.id))
    return (
        select(
            *groups,
            func.count(own.distinct()).label("value"),
            func.count(Organisation.id.distinct()).label("of"),
        )
        .select_from(bodies)
        .join(Organisation, Organisation.id == bodies.c.organisation)
        .join(days, true())
        .join(forms, true())
        .group_by(*groups)
    )


def _permit_holders(selection: Selection, by: Sequence[str]) -> CTE:
    """Units enrolled on each state day, and the selection's organisations, as those who may hold permits.

    Columns: ``holder`` (``unit``, ``organisation``), ``key`` (its own), ``day``, and the places and
    times of ``by``; an organisation has no ``unit``.
    """
    shared = [name for name in by if name not in ("holder", "permit", "status")]
    units, bodies = enrolled_units(selection, by), organisations(selection, by)
    days = state_days(selection, by, "organisation_day")
    themselves = {found.name: found for found in (*bodies.c, *time_of(days))}
    themselves["unit"] = cast(null(), String)
    of_units = select(
        literal("unit").label("holder"),
        units.c.unit.label("key"),
        units.c.day,
        *(units.c[name] for name in shared),
    )
    of_bodies = (
        select(
            literal("organisation"),
            bodies.c.organisation,
            days.c.day,
            *(themselves[name] for name in shared),
        )
        .select_from(bodies)
        .join(days, true())
    )
    return union_all(of_units, of_bodies).cte("permit_holder")


def _permits_on(days: CTE) -> CTE:
    """How each permit that is recorded stands on the state days: ``day holder key kind status place``.

    Where two rows overlap, the one that began later holds: its ``place`` is 1. The others are left out where
    it is joined, for SQLite makes itself an index for joining only what is kept as it is.
    """
    holder = case((Permit.unit_id.is_not(None), "unit"), else_="organisation").label("holder")
    key = func.coalesce(Permit.unit_id, Permit.organisation_id).label("key")
    place = func.row_number().over(
        partition_by=(days.c.day, Permit.unit_id, Permit.organisation_id, Permit.kind),
        order_by=(Permit.first_day.desc(), bytewise(Permit.id).desc()),
    )
    return (
        select(days.c.day, holder, key, Permit.kind, Permit.status, place.label("place"))
        .select_from(Permit)
        .join(days, Permit.first_day <= days.c.day)
        .where(or_(Permit.last_day.is_(None), Permit.last_day >= days.c.day))
        .cte("recorded_permit")
    )


def _telling_requests(selection: Selection, by: Sequence[str]) -> CTE:
    """The request of each organisation for each kind of finance that tells how it stands on a state day.

    One granted by then, whatever was refused before or since; else the latest. Columns: those of
    ``organisations``, those of ``TIME``, ``finance``, ``found`` (null if never asked for; pending
    until decided) and ``reason`` of a refusal.
    """
    bodies, days = organisations(selection, by), state_days(selection, by)
    kinds = _listed("finance", FINANCES)
    any_ = FinanceAccess.__table__.alias("any_request")
    own = (FinanceAccess.organisation_id == bodies.c.organisation) & (FinanceAccess.kind == kinds.c.finance)
    granted = case((_outcome(any_.c, days.c.day) == "granted", any_.c.asked_on))
    # Of one organisation and kind no two requests have the same day.
    asked_on = (
        select(func.coalesce(func.max(granted), func.max(any_.c.asked_on)))
        .where(
            any_.c.organisation_id == bodies.c.organisation,
            any_.c.kind == kinds.c.finance,
            any_.c.asked_on <= days.c.day,
        )
        .scalar_subquery()
    )
    found = _outcome(FinanceAccess.__table__.c, days.c.day)
    return (
        select(
            *bodies.c,
            *time_of(days),
            kinds.c.finance,
            found.label("found"),
            case((found == "refused", FinanceAccess.reason)).label("reason"),
        )
        .select_from(bodies)
        .join(days, true())
        .join(kinds, true())
        .outerjoin(FinanceAccess, own & (FinanceAccess.asked_on == asked_on))
        .cte("telling_request")
    )


def _outcome(request: Any, day: ColumnElement[date]) -> Case[str]:
    """What had come of a request by a day: a decision counts from its own day on."""
    return case((request.decided_on > day, "pending"), else_=request.status)


def _listed(name: str, codes: Sequence[str]) -> CTE:
    """All codes of a dimension, so that a group without any of one has a zero."""
    return listed(f"every_{name}", (column(name, String),), [(code,) for code in codes])
