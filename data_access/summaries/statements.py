"""The statements that read the summary tables: the same whatever is asked, so that they are made once."""

from __future__ import annotations

from itertools import product
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Select, String, bindparam, cast, func, literal, select

from data_access.cover import cost_within
from data_access.dialects import is_among, unindexed
from data_access.schema import CoverCost, PeopleSet, Tally, TallyOfDay
from data_access.summaries.register import EVERYWHERE

# Whether segments are few; whether counts are summed up over all of them; and whether over all the time.
Way = tuple[bool, bool, bool]
Statements = dict[Way, Select[Any]]


def _of_counts(table: Any, time: ColumnElement[Any], *within: ColumnElement[bool]) -> Statements:
    """Rows of time, measure, kind of person, segment and number; what is summed up over is empty there."""
    found = {}
    for few, over_segments, over_time in product((False, True), repeat=3):
        keys = (
            *(() if over_time else (time,)),
            *(table.measure_id, table.kind_id),
            *(() if over_segments else (table.segment_id,)),
        )
        asked = select(
            literal("") if over_time else time,
            table.measure_id,
            table.kind_id,
            literal(EVERYWHERE) if over_segments else table.segment_id,
            cast(func.sum(table.n), BigInteger) if over_segments or over_time else table.n,
        ).where(*_wanted(table, few), *within)
        found[few, over_segments, over_time] = asked.group_by(*keys) if over_segments or over_time else asked
    return found


def _of_costs() -> Select[Any]:
    """Rows of measure, segment and minor units: what the days of all covers between two days cost."""
    first, last = (bindparam(name, type_=Date) for name in ("first", "last"))
    measures: Any = bindparam("measures", expanding=True)
    part = cost_within(first, last, CoverCost.first_day, CoverCost.last_day, CoverCost.cost_minor)
    cells: tuple[Any, ...] = (CoverCost.measure_id, CoverCost.segment_id)
    asked = select(*cells, cast(func.sum(part * CoverCost.n), BigInteger)).group_by(*cells)
    return asked.where(
        CoverCost.measure_id.in_(measures), CoverCost.first_day <= last, CoverCost.last_day >= first
    )


def _of_sets() -> Statements:
    """Rows of span, measure, kind of person, segment and people."""
    columns: tuple[Any, ...] = (
        *(PeopleSet.span, PeopleSet.measure_id, PeopleSet.kind_id),
        *(PeopleSet.segment_id, PeopleSet.people),
    )
    asked = select(*columns)
    return {
        (few, False, False): asked.where(*_wanted(PeopleSet, few), *_in_spans(PeopleSet))
        for few in (False, True)
    }


def _wanted(table: Any, few: bool) -> tuple[ColumnElement[bool], ColumnElement[Any]]:
    """Few segments are found one by one; for many, which come as JSON, all rows are looked through."""
    measures: Any = bindparam("measures", expanding=True)
    segments: Any = bindparam("segments", expanding=True) if few else bindparam("segments", type_=String)
    among = table.segment_id.in_(segments) if few else is_among(unindexed(table.segment_id), segments)
    return table.measure_id.in_(measures), among


def _in_spans(table: Any) -> tuple[ColumnElement[bool], ...]:
    spans: Any = bindparam("spans", expanding=True)
    kinds: Any = bindparam("kinds", expanding=True)
    return table.span.in_(spans), table.kind_id.in_(kinds)


OF_SPANS = _of_counts(Tally, Tally.__table__.c.span, *_in_spans(Tally))
OF_DAYS = _of_counts(
    TallyOfDay,
    TallyOfDay.__table__.c.day,
    TallyOfDay.__table__.c.day.between(bindparam("first"), bindparam("last")),
)
OF_SETS = _of_sets()
OF_COSTS = _of_costs()
