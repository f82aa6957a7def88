"""The histories of units, read from their records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from data_access.dialects import bytewise
from data_access.schema import (
    Assessment,
    Enrolment,
    ProductionUnit,
    Programme,
    Provision,
    Region,
    SharedPointUnit,
    Stage,
)
from data_access.summaries.histories import Enrolled, Stay, Unit
from data_access.summaries.register import Register
from data_access.summaries.spans import FOREVER, Span, common, ordinal, united
from data_access.summaries.stages import sets_over_time
from data_access.summaries.touching import SAFETY, STAGES


def ladders(connection: Connection) -> dict[str, str]:
    """Each programme's ladder."""
    return {row.id: row.ladder_id for row in connection.execute(select(Programme.id, Programme.ladder_id))}


def units(
    connection: Connection, register: Register, wanted: Select[Any], what: Collection[str]
) -> dict[str, Unit]:
    """The histories of some units, by their keys, as far as ``what`` is to be counted needs them; ``wanted``
    selects the keys."""
    places: Any = select(ProductionUnit.id, Region.country_id, ProductionUnit.region_id).join(
        Region, Region.id == ProductionUnit.region_id
    )
    columns = (Enrolment.unit_id, Enrolment.programme_id, Enrolment.first_day, Enrolment.last_day)
    enrolments = _by_unit(connection, select(*columns), wanted)
    assessments: Mapping[str, list[Any]] = {}
    if STAGES in what:
        assessments = _by_unit(connection, _assessments(), wanted, *_order_of_assessments())
    reach = _reach(connection, wanted) if SAFETY in what else {}
    found = {}
    for unit, *place in connection.execute(places.where(ProductionUnit.id.in_(wanted))):
        own = [
            (programme, first.toordinal(), ordinal(last))
            for _, programme, first, last in enrolments.get(unit, ())
        ]
        spans = sets_over_time((first, last, programme) for programme, first, last in own)
        assessed = {
            ladder: list(rows)
            for ladder, rows in groupby(assessments.get(unit, ()), key=lambda row: row.ladder_id)
        }
        where = (place[0], place[1])
        found[unit] = Unit(
            place=where,
            enrolled=[
                Enrolled(first, last, programmes, register.segment(programmes, where))
                for first, last, programmes in spans
            ],
            enrolments=own,
            stays={ladder: _stays(rows) for ladder, rows in assessed.items()},
            assessed={
                ladder: sorted({row.assessed_on.toordinal() for row in rows})
                for ladder, rows in assessed.items()
            },
            reach=reach.get(unit, {}),
        )
    return found


def _assessments() -> Any:
    return select(
        Assessment.unit_id, Assessment.ladder_id, Assessment.stage_id, Stage.position, Assessment.assessed_on
    ).join(Stage, Stage.id == Assessment.stage_id)


def _order_of_assessments() -> tuple[Any, ...]:
    """Of two on a day the one recorded later is the last."""
    return (
        Assessment.ladder_id,
        Assessment.assessed_on,
        Assessment.recorded_at,
        bytewise(Assessment.id),
    )


def _stays(assessments: Sequence[Row[Any]]) -> list[Stay]:
    of_days = {row.assessed_on: row for row in assessments}
    changes = [
        row
        for row, before in zip(of_days.values(), [None, *of_days.values()], strict=False)
        if before is None or before.stage_id != row.stage_id
    ]
    ends = [row.assessed_on.toordinal() - 1 for row in changes[1:]]
    return [
        Stay(row.ladder_id, row.stage_id, row.position, row.assessed_on.toordinal(), last)
        for row, last in zip(changes, [*ends, FOREVER], strict=False)
    ]


def _reach(connection: Connection, wanted: Select[Any]) -> dict[str, dict[str, list[Span]]]:
    """Unit → kind of provision → the days on which it was in service within the unit's reach."""
    own: Any = select(Provision.unit_id, Provision.kind, Provision.first_day, Provision.last_day)
    shared = (
        select(
            SharedPointUnit.unit_id,
            *(Provision.kind, Provision.first_day, Provision.last_day),
            SharedPointUnit.first_day.label("served_from"),
            SharedPointUnit.last_day.label("served_to"),
        )
        .join(Provision, Provision.point_id == SharedPointUnit.point_id)
        .where(SharedPointUnit.unit_id.in_(wanted))
    )
    days: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for unit, kind, *span in connection.execute(own.where(Provision.unit_id.in_(wanted))):
        days[unit][kind].append(span_of(*span))
    for unit, kind, first, last, served_from, served_to in connection.execute(shared):
        days[unit][kind] += common([span_of(first, last)], [span_of(served_from, served_to)])
    return {unit: {kind: united(spans) for kind, spans in kinds.items()} for unit, kinds in days.items()}


def span_of(first: date, last: date | None) -> Span:
    """The days from one to another, or to none."""
    return first.toordinal(), ordinal(last)


def _by_unit(
    connection: Connection, statement: Any, wanted: Select[Any], *order: Any
) -> dict[str, list[Any]]:
    unit: Any = statement.selected_columns[0]
    found: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(statement.where(unit.in_(wanted)).order_by(unit, *order)):
        found[row[0]].append(row)
    return found
