"""Safety provision, incidents and their rate once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.figures import known_figure
from data_access.schema.protection import PROVISIONS, SEVERITIES
from data_access.selection import Selection
from tests.data_access.gold_world import empty, fill, values_of, wholes_of
from tests.data_access.random_stores import SOME_STORES, random_safety, random_store
from tests.data_access.slow_store import Cells, Codes, Rows, Store, calendar_codes

DATA_DATE = date(2024, 11, 20)
SELECTIONS = (
    Selection(date(2024, 1, 1), date(2024, 12, 31), DATA_DATE),
    Selection(date(2023, 9, 15), date(2024, 2, 29), DATA_DATE, programmes=("P1", "Q")),
    Selection(date(2023, 4, 1), date(2024, 3, 31), DATA_DATE, sponsors=("S1", "S2"), countries=("PE",)),
    Selection(date(2023, 1, 1), date(2023, 12, 31), DATA_DATE, regions=("PE-ARE", "CO-CAU")),
    Selection(date(2024, 2, 29), date(2024, 2, 29), DATA_DATE, organisations=("A1", "A2")),
)
GRAVE = ("lost_time", "permanent_disability", "fatal")


def covers(span: Any, day: date) -> bool:
    return bool(span.first_day <= day and (span.last_day is None or day <= span.last_day))


def within_reach(rows: Rows, unit: str, day: date) -> list[s.Provision]:
    """Each provision that a unit can reach on a day."""
    points = {row.point_id for row in rows.all(s.SharedPointUnit) if row.unit_id == unit and covers(row, day)}
    return [
        row
        for row in rows.all(s.Provision)
        if covers(row, day) and (row.unit_id == unit or row.point_id in points)
    ]


def reach(store: Store, asked: list[Codes], key: str) -> Cells:
    part, whole = [], []
    for one in asked:
        kinds = {row.kind for row in within_reach(store.rows, one["unit"], one["day"])} or {"none"}
        whole += [one | {"provision": kind} for kind in (*PROVISIONS, "none")]
        part += [one | {"provision": kind} for kind in kinds]
    return store.counted(part, whole, key)


def safety_reach(store: Store) -> Cells:
    return reach(store, list(store.at_work()), "miner")


def safety_reach_units(store: Store) -> Cells:
    return reach(store, list(store.enrolled()), "unit")


def provision_in_service(store: Store) -> Cells:
    found: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for unit in store.enrolled():
        reached = within_reach(store.rows, unit["unit"], unit["day"])
        for kind in PROVISIONS:
            codes = unit | {"provision": kind}
            group = found[tuple(codes[name] for name in store.by)]
            group |= {row.id: row.quantity for row in reached if row.kind == kind}
    return {codes: (sum(quantities.values()), None) for codes, quantities in found.items()}


def enrolled_on(store: Store, unit: str, day: date) -> Iterator[Codes]:
    """The codes of each selected enrolment of a unit on a day."""
    place = store.place(unit)
    for row in store.rows.all(s.Enrolment):
        if place and row.unit_id == unit and covers(row, day):
            for programme in store.sponsored(row.programme_id):
                yield place | programme | calendar_codes(day)


def happened(store: Store) -> list[Codes]:
    return [
        codes
        | {"incident": row.id, "severity": row.severity, "kind": row.kind, "cause": row.cause}
        | {"hurt": row.people_hurt}
        for row in store.rows.all(s.Incident)
        if store.known(row.occurred_on)
        for codes in enrolled_on(store, row.unit_id, row.occurred_on)
    ]


def by_severity(store: Store, amount: Callable[[Codes], int]) -> Cells:
    found: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    if store.by == ("severity",):
        found |= {(severity,): {} for severity in SEVERITIES}
    for row in happened(store):
        for severity in SEVERITIES:
            codes = row | {"severity": severity}
            own = amount(row) if severity == row["severity"] else 0
            found[tuple(codes[name] for name in store.by)][row["incident"]] = own
    return {codes: (sum(amounts.values()), None) for codes, amounts in found.items()}


def incidents(store: Store) -> Cells:
    return by_severity(store, lambda _: 1)


def people_hurt(store: Store) -> Cells:
    return by_severity(store, lambda row: int(row["hurt"]))


def worked(store: Store) -> dict[tuple[Any, ...], set[tuple[str, date]]]:
    """The days of each miner at work in each group, looked up day by day."""
    found: dict[tuple[Any, ...], set[tuple[str, date]]] = defaultdict(set)
    day = store.selection.first_day
    while day <= store.as_of:
        enrolled: dict[str, list[Codes]] = {}
        for miner in store.rows.all(s.Miner):
            member = store.rows.membership(miner.id, day)
            if member and member.unit_id not in enrolled:
                enrolled[member.unit_id] = list(enrolled_on(store, member.unit_id, day))
            for codes in enrolled[member.unit_id] if member else ():
                for severity in GRAVE if "severity" in store.by else (None,):
                    group = codes | {"severity": severity}
                    found[tuple(group[name] for name in store.by)].add((miner.id, day))
        day += timedelta(days=1)
    return found


def injury_rate(store: Store) -> Cells:
    days: dict[tuple[Any, ...], set[tuple[str, date]]] = worked(store)
    hurt: dict[tuple[Any, ...], dict[str, int]] = defaultdict(dict)
    for row in happened(store):
        for severity in GRAVE if row["severity"] in GRAVE else ():
            codes = row | {"severity": severity}
            if "severity" not in store.by or severity == row["severity"]:
                hurt[tuple(codes[name] for name in store.by)][row["incident"]] = row["hurt"]
            hurt.setdefault(tuple(codes[name] for name in store.by), {})
    return {
        codes: (
            sum(hurt.get(codes, {}).values()) * 100_000 / (len(days[codes]) / 365)
            if days.get(codes)
            else None,
            sum(hurt.get(codes, {}).values()),
        )
        for codes in days.keys() | hurt.keys()
    }


def person_years(store: Store) -> Cells:
    return {codes: (len(days) / 365, None) for codes, days in worked(store).items()}


# What a figure is for nobody at all, where it has no dimension to leave out.
SECOND: dict[Callable[[Store], Cells], tuple[Any, Any]] = {
    safety_reach: (0, 0),
    safety_reach_units: (0, 0),
    provision_in_service: (0, None),
    incidents: (0, None),
    people_hurt: (0, None),
    injury_rate: (None, 0),
    person_years: (0, None),
}


@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_figures_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed), random_safety(seed))
    rows, chance = Rows([*random_store(seed), *random_safety(seed)]), Random(seed)
    for compute, nothing in SECOND.items():
        name = compute.__name__
        known = known_figure(name)
        for asked in (
            (),
            *((one,) for one in chance.sample(known.dimensions, 4)),
            _pair(chance, known.dimensions),
        ):
            selection = chance.choice(SELECTIONS)
            by = tuple(dict.fromkeys((*known.fixed, *asked)))
            expected = compute(Store(rows, selection, by)) or ({} if by else {(): nothing})
            told = (name, selection, by)
            values = {codes: value for codes, (value, _) in expected.items()}
            assert _by_tuple(values_of(engine, name, selection, *by)) == pytest.approx(values), told
            wholes = {codes: whole for codes, (_, whole) in expected.items()}
            assert _by_tuple(wholes_of(engine, name, selection, *by)) == wholes, told


@pytest.mark.parametrize("seed", [1])
def test_every_dimension_agrees_with_the_second_computation(engine: Engine, seed: int) -> None:
    fill(engine, random_store(seed), random_safety(seed))
    rows = Rows([*random_store(seed), *random_safety(seed)])
    some: dict[str, int] = defaultdict(int)
    for compute in SECOND:
        known = known_figure(compute.__name__)
        for place, dimension in enumerate(known.dimensions):
            selection = SELECTIONS[place % 3]
            by = tuple(dict.fromkeys((*known.fixed, dimension)))
            expected = {codes: value for codes, (value, _) in compute(Store(rows, selection, by)).items()}
            counted = _by_tuple(values_of(engine, compute.__name__, selection, *by))
            assert counted == pytest.approx(expected), (compute.__name__, by)
            some[compute.__name__] += any(expected.values())
    assert {name for name, found in some.items() if found > 5} == {compute.__name__ for compute in SECOND}


def _pair(chance: Random, dimensions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(chance.sample(dimensions, 2))


def _by_tuple(values: dict[Any, Any]) -> dict[tuple[Any, ...], Any]:
    return {codes if isinstance(codes, tuple) else (codes,): value for codes, value in values.items()}
