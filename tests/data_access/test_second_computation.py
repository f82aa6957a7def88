"""Figures of units and people once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.figures import figure, known_figure
from data_access.schema.protection import PRODUCTS
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import empty, fill
from tests.data_access.random_stores import SOME_STORES, random_store
from tests.data_access.slow_store import Cells, Codes, Rows, Store, calendar_codes

DATA_DATE = date(2024, 11, 20)
SELECTIONS = (
    Selection(date(2024, 1, 1), date(2024, 12, 31), DATA_DATE),
    Selection(date(2023, 4, 15), date(2024, 2, 10), DATA_DATE),
    Selection(date(2023, 7, 1), date(2024, 6, 30), DATA_DATE, programmes=("P1", "Q")),
    Selection(date(2023, 10, 1), date(2024, 9, 30), DATA_DATE, sponsors=("S1", "S2"), countries=("PE",)),
    Selection(date(2023, 1, 1), date(2024, 3, 31), DATA_DATE, regions=("PE-ARE", "CO-CAU")),
    Selection(date(2024, 3, 1), date(2024, 3, 31), DATA_DATE, organisations=("A1", "A2")),
)


def production_units(store: Store) -> Cells:
    return store.counted(list(store.enrolled()), None, "unit")


def active_miners(store: Store) -> Cells:
    return store.counted(list(store.at_work()), None, "miner")


def units_by_stage(store: Store) -> Cells:
    units = []
    for unit in store.enrolled():
        before = [
            a for a in store.rows.assessments(unit["unit"], unit["ladder"]) if a.assessed_on <= unit["day"]
        ]
        units.append(unit | {"stage": before[-1].stage_id if before else "not_assessed"})
    cells = {}
    for codes, rows in store.groups(units).items():
        wanted = [name for name in store.by if name != "stage"]
        same = [unit for unit in units if all(unit[name] == rows[0][name] for name in wanted)]
        cells[codes] = (len({row["unit"] for row in rows}), len({row["unit"] for row in same}))
    return cells


def moves(store: Store) -> Iterator[Codes]:
    for unit in store.rows.all(s.ProductionUnit):
        for ladder in ("L", "M"):
            began: s.Assessment | None = None
            for found in store.rows.assessments(unit.id, ladder):
                if began and found.stage_id != began.stage_id and store.known(found.assessed_on):
                    yield from _placed_moves(store, began, found)
                if began is None or found.stage_id != began.stage_id:
                    began = found


def _placed_moves(store: Store, began: s.Assessment, found: s.Assessment) -> Iterator[Codes]:
    day, place = found.assessed_on, store.place(found.unit_id)
    positions = [store.rows.one(s.Stage, row.stage_id).position for row in (began, found)]
    move = {
        "move": found.id,
        "left": began.stage_id,
        "reached": found.stage_id,
        "direction": "up" if positions[1] > positions[0] else "down",
        "length": (day - began.assessed_on).days,
    }
    for row in store.rows.all(s.Enrolment):
        covers = row.first_day <= day and (row.last_day is None or day <= row.last_day)
        if place and covers and row.unit_id == found.unit_id:
            for programme in store.sponsored(row.programme_id):
                if programme["ladder"] == found.ladder_id:
                    yield move | place | programme | calendar_codes(day)


def stage_moves(store: Store) -> Cells:
    return store.counted([move | {"stage": move["reached"]} for move in moves(store)], None, "move")


def median_days_in_stage(store: Store) -> Cells:
    groups = store.groups([move | {"stage": move["left"]} for move in moves(store)])
    lengths = {codes: {row["move"]: row["length"] for row in rows} for codes, rows in groups.items()}
    return {codes: (median(found.values()), None) for codes, found in lengths.items()}


def overdue_assessments(store: Store) -> Cells:
    units = list(store.enrolled())
    overdue = []
    for unit in units:
        days = [a.assessed_on for a in store.rows.assessments(unit["unit"], unit["ladder"])]
        known = [day for day in days if day <= unit["day"]]
        since = max(known) if known else unit["since"]
        if (unit["day"] - since).days >= 365:
            overdue.append(unit)
    return store.counted(overdue, units, "unit")


def attendances(store: Store) -> list[Codes]:
    found = []
    for row in store.rows.all(s.Attendance):
        held = store.rows.one(s.TrainingSession, row.session_id)
        person = store.person(row.miner_id, held.held_on)
        if person and store.known(held.held_on):
            for programme in store.sponsored(held.programme_id):
                session = {"topic": held.topic_id, "minutes": held.minutes} | calendar_codes(held.held_on)
                found.append(person | programme | session)
    return found


def people_trained(store: Store) -> Cells:
    return store.counted(attendances(store), None, "miner")


def training_hours(store: Store) -> Cells:
    groups = store.groups(attendances(store))
    return {codes: (sum(row["minutes"] for row in rows) / 60, None) for codes, rows in groups.items()}


def training_coverage(store: Store) -> Cells:
    required = {topic.id for topic in store.rows.all(s.Topic) if topic.required}
    asked, trained = [], []
    for miner in store.at_work():
        valid = set(store.rows.trained(miner["miner"], miner["day"]))
        if "topic" in store.by:
            asked += [miner | {"topic": topic.id} for topic in store.rows.all(s.Topic)]
            trained += [miner | {"topic": topic} for topic in valid]
        else:
            asked.append(miner)
            trained += [miner] if required <= valid else []
    cells = store.counted(trained, asked, "miner")
    return {codes: (part / whole, whole) for codes, (part, whole) in cells.items()}


def training_lapsing(store: Store) -> Cells:
    required = sorted(topic.id for topic in store.rows.all(s.Topic) if topic.required)
    empty, valid, lapsing = [], [], []
    for miner in store.at_work():
        trained = store.rows.trained(miner["miner"], miner["day"])
        for days in (30, 60, 90):
            for topic in required:
                person = miner | {"days": str(days), "topic": topic}
                empty.append(person)
                valid += [person] if topic in trained else []
                if topic in trained and (trained[topic] - miner["day"]).days <= days:
                    lapsing.append(person)
    nobody = dict.fromkeys(store.groups(empty), (0, 0))
    return nobody | store.counted(lapsing, valid, "miner")


def insured(store: Store) -> Cells:
    asked, covered = [], []
    for miner in store.at_work():
        for product in PRODUCTS if "product" in store.by else (None,):
            asked.append(miner | {"product": product})
            covered += asked[-1:] if store.rows.covered(miner["miner"], miner["day"], product) else []
    return store.counted(covered, asked, "miner")


def people_insured(store: Store) -> Cells:
    found = []
    for row in store.rows.all(s.Cover):
        person = store.person(row.miner_id, row.first_day)
        days = [row.first_day + timedelta(days) for days in range((row.last_day - row.first_day).days + 1)]
        for month in {day.replace(day=1) for day in days if person and store.known(day)}:
            cover = {"product": row.product, "payer": row.payer} | calendar_codes(month)
            found += [(person or {}) | programme | cover for programme in store.sponsored(row.programme_id)]
    return store.counted(found, None, "miner")


def lapsing(store: Store) -> Cells:
    empty, covered, ending = [], [], []
    for miner in store.at_work():
        last = miner["day"]
        while store.rows.covered(miner["miner"], last):
            last += timedelta(days=1)
        for days in (30, 60, 90):
            person = miner | {"days": str(days)}
            empty.append(person)
            if last > miner["day"]:
                covered.append(person)
                ending += [person] if (last - miner["day"]).days - 1 <= days else []
    return dict.fromkeys(store.groups(empty), (0, 0)) | store.counted(ending, covered, "miner")


def deliveries(store: Store) -> Cells:
    found = []
    for row in store.rows.all(s.Delivery):
        place = store.place(row.unit_id, row.organisation_id)
        if place and store.known(row.delivered_on):
            goods = {"provision": row.kind, "quantity": row.quantity} | calendar_codes(row.delivered_on)
            found += [place | programme | goods for programme in store.sponsored(row.programme_id)]
    return {
        codes: (sum(row["quantity"] for row in rows), None) for codes, rows in store.groups(found).items()
    }


def delivery_value(store: Store) -> Cells:
    found = []
    for row in store.rows.all(s.Delivery):
        place = store.place(row.unit_id, row.organisation_id)
        if place and store.known(row.delivered_on) and row.value_minor is not None:
            goods = {"provision": row.kind, "worth": row.value_minor, "currency": row.currency_id}
            goods |= calendar_codes(row.delivered_on)
            found += [place | programme | goods for programme in store.sponsored(row.programme_id)]
    return {codes: (sum(row["worth"] for row in rows), None) for codes, rows in store.groups(found).items()}


def visits(store: Store) -> list[Codes]:
    found = []
    for row in store.rows.all(s.AssistanceVisit):
        place = store.place(row.unit_id)
        if place and store.known(row.visited_on):
            visit = {"visit": row.id, "topic": row.topic, "minutes": row.minutes}
            visit |= calendar_codes(row.visited_on)
            found += [place | programme | visit for programme in store.sponsored(row.programme_id)]
    return found


def assistance_visits(store: Store) -> Cells:
    return store.counted(visits(store), None, "visit")


def assistance_hours(store: Store) -> Cells:
    groups = store.groups(visits(store))
    return {codes: (sum(row["minutes"] for row in rows) / 60, None) for codes, rows in groups.items()}


def risk_assessments(store: Store) -> list[Codes]:
    found = []
    for row in sorted(store.rows.all(s.RiskAssessment), key=lambda row: (row.assessed_on, row.id)):
        place = store.place(row.unit_id)
        if place and store.known(row.assessed_on):
            assessed = {"miners": row.miners_covered} | calendar_codes(row.assessed_on)
            found += [place | programme | assessed for programme in store.sponsored(row.programme_id)]
    return found


def risk_assessed(store: Store) -> Cells:
    return store.counted(risk_assessments(store), None, "unit")


def miners_risk_assessed(store: Store) -> Cells:
    groups = store.groups(risk_assessments(store))
    latest = {codes: {row["unit"]: row["miners"] for row in rows} for codes, rows in groups.items()}
    return {codes: (sum(miners.values()), None) for codes, miners in latest.items()}


# What a figure is for nobody at all, where it has no dimension to leave out.
SECOND: dict[Callable[[Store], Cells], tuple[Any, Any]] = {
    production_units: (0, None),
    active_miners: (0, None),
    units_by_stage: (0, 0),
    stage_moves: (0, None),
    median_days_in_stage: (None, None),
    overdue_assessments: (0, 0),
    people_trained: (0, None),
    training_hours: (0, None),
    training_coverage: (None, 0),
    training_lapsing: (0, 0),
    insured: (0, 0),
    people_insured: (0, None),
    lapsing: (0, 0),
    deliveries: (0, None),
    delivery_value: (0, None),
    assistance_visits: (0, None),
    assistance_hours: (0, None),
    risk_assessed: (0, None),
    miners_risk_assessed: (0, None),
}


@given(seed=st.integers(0, 10_000))
@SOME_STORES
def test_figures_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed))
    rows, chance = Rows(random_store(seed)), Random(seed)
    for compute, nothing in SECOND.items():
        name = compute.__name__
        known = known_figure(name)
        pairs = [tuple(chance.sample(known.dimensions, 2)) for _ in range(2)]
        for asked in ((), *((dimension,) for dimension in known.dimensions), *pairs):
            selection = chance.choice(SELECTIONS)
            by = tuple(dict.fromkeys((*known.fixed, *asked)))
            expected = compute(Store(rows, selection, by)) or ({} if by else {(): nothing})
            told = (name, selection, by)
            counted = _cells(engine, name, selection, by)
            values = {codes: value for codes, (value, _) in expected.items()}
            assert {codes: value for codes, (value, _) in counted.items()} == pytest.approx(values), told
            wholes = {codes: whole for codes, (_, whole) in expected.items()}
            assert {codes: whole for codes, (_, whole) in counted.items()} == wholes, told


@pytest.mark.parametrize("compute", SECOND, ids=lambda compute: compute.__name__)
def test_the_random_stores_hold_something_of_every_figure(compute: Callable[[Store], Cells]) -> None:
    by = known_figure(compute.__name__).fixed
    cells = [compute(Store(Rows(random_store(1)), selection, by)) for selection in SELECTIONS]
    assert any(value for found in cells for value, _ in found.values())


def _cells(engine: Engine, name: str, selection: Selection, by: tuple[str, ...]) -> Cells:
    """A figure's values and wholes as the store computes them."""
    with engine.connect() as connection:
        frame = figure(connection, UNRESTRICTED, name, selection, by)
    found = frame.astype(object).where(frame.notna(), None)
    cells = {tuple(row[:-2]): (row[-2], row[-1]) for row in found[[*by, "value", "of"]].values.tolist()}
    assert len(cells) == len(frame), "two rows have the same codes"
    return cells
