"""Programmes: their runs and phases, and what sponsors agreed to pay for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    null,
    select,
    true,
)

from data_access.dialects import bytewise
from data_access.figures import figure_statement
from data_access.frames import frame_of
from data_access.schema import Enrolment, Funding, ProductionUnit, Programme, Region
from data_access.scope import TIME, enrolled, programme_filters, state_days, time_of, unit_filters
from data_access.selection import Selection
from data_access.translations import in_all_languages
from data_access.viewer import Viewer
from data_access.visible import visible_programmes


@figure_statement("funding", dimensions=("programme", "sponsor", "currency", *TIME), fixed=("currency",))
def funding(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Amounts that the selected sponsors (or all) agreed for the selected programmes by each state day."""
    days = state_days(selection, by)
    agreed = (
        select(
            *time_of(days),
            Funding.programme_id.label("programme"),
            Funding.organisation_id.label("sponsor"),
            Funding.currency_id.label("currency"),
            Funding.amount_minor,
        )
        .select_from(days)
        .join(Funding, Funding.agreed_on <= days.c.day)
        .where(*_agreed(selection))
    )
    amounts = agreed.cte("agreed")
    groups = [amounts.c[name] for name in by]
    total = cast(func.coalesce(func.sum(amounts.c.amount_minor), 0), BigInteger)
    return select(*groups, total.label("value"), null().label("of")).group_by(*groups)


def programme_runs(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """The programmes that a selection is about, the one that began last first.

    Columns: ``programme``, ``lead``, ``ladder``, ``first_day``, ``last_day``, ``follows``
    (the programme whose next phase it is, if the viewer may see it), ``description`` and its translations
    (``description_es``, ``description_fr``); None where there is none.
    """
    selection = viewer.within(selection)
    return _runs(connection, viewer, chosen_programmes(selection, Programme.id))


def phases(connection: Connection, viewer: Viewer, programme: str) -> pd.DataFrame:
    """The programme with all that it follows and all that follow it, the earliest phase first.

    Columns as in ``programme_runs``.
    """
    runs = _runs(connection, viewer, visible_programmes(viewer.rights))
    follows = dict(zip(runs["programme"], runs["follows"], strict=True))
    chain, found = {programme}, {programme}
    while found:
        before = {earlier for phase, earlier in follows.items() if phase in found and earlier in follows}
        after = {phase for phase, earlier in follows.items() if earlier in found}
        found = (before | after) - chain
        chain |= found
    return runs[runs["programme"].isin(chain)].iloc[::-1].reset_index(drop=True)


def agreements(connection: Connection, viewer: Viewer, selection: Selection) -> pd.DataFrame:
    """What the selected sponsors agreed to pay for the selected programmes by the as-of day, in order.

    Columns: ``programme``, ``sponsor``, ``agreed_on``, ``amount_minor`` (in minor units of),
    ``currency``, ``illustrative`` (whether the amount was made up).
    """
    selection = viewer.within(selection)
    statement = (
        select(
            Funding.programme_id.label("programme"),
            Funding.organisation_id.label("sponsor"),
            Funding.agreed_on,
            Funding.amount_minor,
            Funding.currency_id.label("currency"),
            Funding.illustrative,
        )
        .where(*_agreed(selection))
        .order_by(Funding.agreed_on, bytewise(Funding.id))
    )
    return frame_of(connection, statement)


def chosen_programmes(selection: Selection, programme: SQLColumnExpression[Any]) -> list[ColumnElement[bool]]:
    """All filters on a column that holds a programme: one at a place has a unit enrolled there in the
    period."""
    filters = programme_filters(selection, programme)
    if selection.countries or selection.regions or selection.organisations:
        there = (
            select(Enrolment.programme_id)
            .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
            .join(Region, Region.id == ProductionUnit.region_id)
            .where(enrolled(selection, selection.first_day, selection.as_of), *unit_filters(selection))
        )
        filters.append(programme.in_(there))
    return filters


def _agreed(selection: Selection) -> list[ColumnElement[bool]]:
    filters = [Funding.agreed_on <= selection.as_of, *chosen_programmes(selection, Funding.programme_id)]
    if selection.sponsors:
        filters.append(Funding.organisation_id.in_(selection.sponsors))
    return filters


def _runs(connection: Connection, viewer: Viewer, filters: list[ColumnElement[bool]]) -> pd.DataFrame:
    seen = and_(true(), *visible_programmes(viewer.rights, Programme.follows_id))
    statement = (
        select(
            Programme.id.label("programme"),
            Programme.lead_organisation_id.label("lead"),
            Programme.ladder_id.label("ladder"),
            Programme.first_day,
            Programme.last_day,
            case((seen, Programme.follows_id)).label("follows"),
            *in_all_languages(Programme.description),
        )
        .where(*filters)
        .order_by(Programme.first_day.desc(), bytewise(Programme.id))
    )
    result = connection.execute(statement)
    frame = pd.DataFrame(result.all(), columns=list(result.keys()), dtype=object)
    return frame.where(frame.notna(), None)
