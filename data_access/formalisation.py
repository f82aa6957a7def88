"""Permits of organisations and units, cooperatives by form, access to accounts and credit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
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
from data_access.scope import ORGANISATION, TIME, enrolled_units, listed, organisations, state_days
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
    # Where two rows overlap, the one that began later holds.
    recorded = (
        select(Permit.status)
        .where(
            or_(
                (holders.c.holder == "unit") & (Permit.unit_id == holders.c.key),
                (holders.c.holder == "organisation") & (Permit.organisation_id == holders.c.key),
            ),
            Permit.kind == permits.c.permit,
            Permit.first_day <= holders.c.day,
            or_(Permit.last_day.is_(None), Permit.last_day >= holders.c.day),
        )
        .order_by(Permit.first_day.desc(), bytewise(Permit.id).desc())
        .limit(1)
        .scalar_subquery()
    )
    standing = (
        select(*holders.c, permits.c.permit, func.coalesce(recorded, NOT_RECORDED).label("found"))
        .join(permits, true())
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
    """Organisations by what came of their latest request, of all organisations of the selection."""
    latest, outcomes = _latest_requests(selection, by), _listed("status", OUTCOMES)
    is_found = latest.c.found == outcomes.c.status
    parted = {
        "finance": latest.c.finance,
        "status": outcomes.c.status,
        "reason": case((is_found, latest.c.reason)).label("reason"),
    }
    groups = [parted[name] if name in parted else latest.c[name] for name in by]
    found = case((is_found, latest.c.organisation))
    parts = (
        select(*groups, func.count(found.distinct()).label("value"))
        .select_from(latest)
        .join(outcomes, true())
        .group_by(*groups)
        .cte("part")
    )
    # The reasons part the organisations, too: the whole is counted by itself.
    shared = [name for name in by if name not in parted]
    whole = (
        select(*(latest.c[name] for name in shared), func.count(latest.c.organisation.distinct()).label("of"))
        .group_by(*(latest.c[name] for name in shared))
        .cte("whole")
    )
    same = and_(true(), *(parts.c[name].is_not_distinct_from(whole.c[name]) for name in shared))
    return select(*(parts.c[name] for name in by), parts.c.value, whole.c.of).join(whole, same)


@figure_statement("cooperatives", dimensions=(*ORGANISATION, "form", *TIME), fixed=("form",))
def cooperatives(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Organisations that are cooperatives of each form, of all organisations; zero where none is."""
    bodies, days, forms = organisations(selection, by), state_days(selection, by), _listed("form", FORMS)
    columns = {found.name: found for found in (*bodies.c, days.c.month, days.c.year, forms.c.form)}
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
    themselves = {found.name: found for found in (*bodies.c, days.c.month, days.c.year)}
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


def _latest_requests(selection: Selection, by: Sequence[str]) -> CTE:
    """The latest request of each organisation for each kind of finance by each state day.

    Columns: those of ``organisations``, ``month``, ``year``, ``finance``, ``found`` (null if never
    asked for; pending until decided) and ``reason`` of a refusal.
    """
    bodies, days, kinds = (
        organisations(selection, by),
        state_days(selection, by),
        _listed("finance", FINANCES),
    )
    later = FinanceAccess.__table__.alias("later_request")
    own = (FinanceAccess.organisation_id == bodies.c.organisation) & (FinanceAccess.kind == kinds.c.finance)
    last = (
        select(func.max(later.c.asked_on))
        .where(
            later.c.organisation_id == bodies.c.organisation,
            later.c.kind == kinds.c.finance,
            later.c.asked_on <= days.c.day,
        )
        .scalar_subquery()
    )
    found = case((FinanceAccess.decided_on > days.c.day, "pending"), else_=FinanceAccess.status)
    return (
        select(
            *bodies.c,
            days.c.month,
            days.c.year,
            kinds.c.finance,
            found.label("found"),
            case((found == "refused", FinanceAccess.reason)).label("reason"),
        )
        .select_from(bodies)
        .join(days, true())
        .join(kinds, true())
        .outerjoin(FinanceAccess, own & (FinanceAccess.asked_on == last))
        .cte("latest_request")
    )


def _listed(name: str, codes: Sequence[str]) -> CTE:
    """All codes of a dimension, so that a group without any of one has a zero."""
    return listed(f"every_{name}", (column(name, String),), [(code,) for code in codes])
