"""Provision of the units in UNITS, and at the shared points in POINTS, read from the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from data_access.safety import points_of_several_regions
from data_access.schema import Provision, SharedPointUnit
from data_access.summaries.histories import Unit
from data_access.summaries.records.units import span_of, units
from data_access.summaries.register import Register
from data_access.summaries.safety import InService
from data_access.summaries.spans import Span, common
from data_access.summaries.stages import sets_over_time
from data_access.summaries.touching import POINTS, UNITS

PROVISION = (Provision.kind, Provision.quantity, Provision.first_day, Provision.last_day)


def provision_of_units(connection: Connection, own: Mapping[str, Unit]) -> Iterator[InService]:
    """The units' own, while they were enrolled; all of them are known."""
    asked: Any = select(Provision.unit_id, *PROVISION).join(UNITS, UNITS.c.key == Provision.unit_id)
    for unit, kind, quantity, first, last in connection.execute(asked):
        yield _within_reach(kind, quantity, [(own[unit], span_of(first, last))])


def provision_at_points(
    connection: Connection, register: Register, own: Mapping[str, Unit]
) -> Iterator[InService]:
    """What is at points that only ever served units of one region, while these were enrolled."""
    points = select(POINTS.c.key).where(POINTS.c.key.not_in(points_of_several_regions()))
    known = {**units(connection, register, _others_served(points), frozenset()), **own}
    served: dict[str, list[tuple[Unit, Span]]] = defaultdict(list)
    days = (SharedPointUnit.first_day, SharedPointUnit.last_day)
    at_points: Any = select(SharedPointUnit.point_id, SharedPointUnit.unit_id, *days)
    for point, unit, *span in connection.execute(at_points.where(SharedPointUnit.point_id.in_(points))):
        served[point].append((known[unit], span_of(*span)))
    provision: Any = select(Provision.point_id, *PROVISION).where(Provision.point_id.in_(points))
    for point, kind, quantity, first, last in connection.execute(provision):
        in_service = [span_of(first, last)]
        reached = [(unit, both) for unit, span in served[point] for both in common(in_service, [span])]
        if reached:
            yield _within_reach(kind, quantity, reached)


def _others_served(points: Select[Any]) -> Select[Any]:
    served = select(SharedPointUnit.unit_id).where(SharedPointUnit.point_id.in_(points))
    return served.where(SharedPointUnit.unit_id.not_in(select(UNITS.c.key)))


def _within_reach(kind: str, quantity: int, reached: Iterable[tuple[Unit, Span]]) -> InService:
    """Provision and the days on which it reached each of some units, which are all at one place."""
    known = list(reached)
    reaching = sets_over_time(
        (first, last, programme)
        for unit, span in known
        for enrolled in unit.enrolled
        for first, last in common([span], [(enrolled.first, enrolled.last)])
        for programme in enrolled.programmes
    )
    return InService(kind, quantity, known[0][0].place, reaching)
