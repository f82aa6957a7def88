"""Targets once more, the slow and obvious way, over random stores."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete

from data_access import schema as s
from data_access.figures import figure, known_figure
from data_access.selection import Selection
from data_access.targets import targets
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import empty, fill
from tests.data_access.people_world import enrolled, member, miner, world
from tests.data_access.random_stores import SOME_STORES
from tests.data_access.slow_store import Rows, Store

BEGINNING = date(2023, 1, 1)
DATA_DATE = date(2024, 8, 20)
SELECTIONS = (
    Selection(date(2023, 9, 1), date(2024, 8, 31), DATA_DATE),
    Selection(date(2024, 2, 29), date(2024, 2, 29), DATA_DATE),
    Selection(date(2023, 11, 15), date(2024, 2, 10), DATA_DATE, countries=("PE",)),
    Selection(date(2023, 1, 1), date(2024, 12, 31), DATA_DATE, programmes=("P1", "Q")),
    Selection(date(2023, 6, 1), date(2024, 5, 31), DATA_DATE, sponsors=("S2",), regions=("PE-ARE",)),
    Selection(date(2023, 6, 1), date(2024, 5, 31), DATA_DATE, organisations=("A1",)),
    Selection(date(2025, 1, 1), date(2025, 12, 31), DATA_DATE),
)
UNIT_REGIONS = {"U1": "PE-ARE", "U2": "PE-PUN", "U3": "CO-CAU"}
Cells = dict[tuple[Any, ...], float]


def random_targets(chance: Random) -> list[s.Target]:
    """Some dozens of targets for few scopes, so that several stand in line, some for the same day."""
    found = []
    for number in range(45):
        figure, currency, codes = chance.choice(
            [
                ("production_units", None, None),
                ("people_trained", None, "sex=female"),
                ("people_trained", None, None),
                ("premium_spent", "USD", None),
                ("no_figure_of_ours", None, None),
            ]
        )
        found.append(
            s.Target(
                id=f"T{number:02}",
                programme_id=chance.choice(("P1", "P2", "Q")),
                figure=figure,
                region_id=chance.choice((None, None, "PE-ARE", "CO-CAU")),
                value=chance.choice((1, 12.5, 300)) + number,
                currency_id=currency,
                codes=codes,
                due_on=BEGINNING + timedelta(days=30 * chance.randrange(24)),
            )
        )
    return found


def scope_of(row: s.Target) -> tuple[Any, ...]:
    return row.programme_id, row.figure, row.region_id, row.currency_id, row.codes


def in_force(rows: list[s.Target], day: date) -> list[s.Target]:
    """Of each scope, the target to go by on a day."""
    scopes: dict[tuple[Any, ...], list[s.Target]] = {}
    for row in rows:
        scopes.setdefault(scope_of(row), []).append(row)
    found = []
    for those in scopes.values():
        ahead = [row for row in those if row.due_on >= day]
        due = min(row.due_on for row in ahead) if ahead else max(row.due_on for row in those)
        found.append(min((row for row in those if row.due_on == due), key=lambda row: row.id))
    return found


def random_people(chance: Random) -> list[s.Record]:
    """Units that come and go, and sessions with one miner or two, before and after many a target."""
    rows: list[s.Record] = [s.Topic(id="T", name="Topic", required=True)]
    for unit in UNIT_REGIONS:
        for programme in ("P1", "P2", "Q"):
            first = BEGINNING + timedelta(days=chance.randrange(500))
            last = chance.choice((None, first + timedelta(days=chance.randrange(300))))
            rows.append(enrolled(unit, programme, first, last))
        for number in range(4):
            rows.append(miner(f"{unit}-{number}", chance.choice(("female", "male"))))
            rows.append(member(f"{unit}-{number}", unit))
    for number in range(40):
        held_on = BEGINNING + timedelta(days=chance.randrange(700))
        programme, unit = chance.choice(("P1", "P2", "Q")), chance.choice(list(UNIT_REGIONS))
        session = s.TrainingSession(
            id=f"H{number}", programme_id=programme, topic_id="T", held_on=held_on, minutes=60
        )
        came = chance.sample(range(4), chance.choice((1, 2)))
        rows += [session, *(s.Attendance(session_id=f"H{number}", miner_id=f"{unit}-{who}") for who in came)]
    return rows


def read_on(aim: s.Target, programme: s.Programme, as_of: date) -> date:
    """The day on which a target's actual is read."""
    day = aim.due_on
    if programme.last_day is not None and programme.last_day < day:
        day = programme.last_day
    if day < programme.first_day:
        day = programme.first_day
    return day if day < as_of else as_of


def actual(rows: Rows, aim: s.Target, as_of: date) -> float | None:
    """What a target's programme has of its figure in its region; None of a figure not known here."""
    programme = rows.one(s.Programme, aim.programme_id)
    day = read_on(aim, programme, as_of)
    if aim.figure == "production_units":
        units = {
            row.unit_id
            for row in rows.all(s.Enrolment)
            if row.programme_id == aim.programme_id
            and row.first_day <= day <= (row.last_day or date.max)
            and aim.region_id in (None, UNIT_REGIONS[row.unit_id])
        }
        return len(units)
    if aim.figure == "people_trained":
        people = set()
        for row in rows.all(s.Attendance):
            session, who = rows.one(s.TrainingSession, row.session_id), rows.one(s.Miner, row.miner_id)
            in_time = programme.first_day <= session.held_on <= day
            own = session.programme_id == aim.programme_id and (aim.codes is None or who.sex == "female")
            if in_time and own and aim.region_id in (None, UNIT_REGIONS[who.id.split("-")[0]]):
                people.add(who.id)
        return len(people)
    return 0 if aim.figure == "premium_spent" else None


def cells(store: Store, aims: list[s.Target]) -> Cells:
    """The figure's values by the codes asked for."""
    wanted = store.selection
    found: Cells = {}
    for day, time in store.days().items():
        for row in in_force(aims, day):
            country = store.rows.one(s.Region, row.region_id).country_id if row.region_id else None
            narrowed = (
                bool(wanted.organisations)
                or (wanted.regions and row.region_id not in wanted.regions)
                or (wanted.countries and country not in wanted.countries)
            )
            codes = {
                "figure": row.figure, "region": row.region_id, "country": country,
                "currency": row.currency_id, "codes": row.codes,
            }  # fmt: skip
            for programme in [] if narrowed else store.sponsored(row.programme_id):
                of_all = programme | codes | time
                found[tuple(of_all[name] for name in store.by)] = row.value
    return found


@pytest.fixture
def places(engine: Engine) -> Engine:
    """A store with programmes and places, in which no target is set yet."""
    fill(engine, world())
    return engine


# The store stays the same for all examples; its targets are taken out before new ones come in.
@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_targets_agree_with_the_second_computation(places: Engine, seed: int) -> None:
    chance = Random(seed)
    aims = random_targets(Random(seed))
    with places.begin() as connection:
        connection.execute(delete(s.Target))
    fill(places, random_targets(Random(seed)))
    rows = Rows([*world(), *aims])
    known = known_figure("target")
    for dimension in (None, *known.dimensions):
        others = () if dimension is None else (dimension, *chance.sample(known.dimensions, 1))
        by = tuple(dict.fromkeys((*known.fixed, *others)))
        for selection in (SELECTIONS[0], chance.choice(SELECTIONS)):
            with places.connect() as connection:
                frame = figure(connection, UNRESTRICTED, "target", selection, by)
            counted = frame[list(by)].astype(object).where(frame[list(by)].notna(), None)
            found = dict(zip(counted.itertuples(index=False, name=None), frame["value"], strict=True))
            assert found == cells(Store(rows, selection, by), aims), (selection, by)
            assert len(found) == len(frame), "two rows have the same codes"
            assert frame["of"].isna().all()


@SOME_STORES
@given(seed=st.integers(0, 10_000))
def test_actuals_agree_with_the_second_computation(engine: Engine, seed: int) -> None:
    def store_of() -> list[s.Record]:
        chance = Random(seed)
        places = world()
        for programme in places:
            if isinstance(programme, s.Programme):
                programme.first_day = BEGINNING + timedelta(days=chance.choice((0, 100, 200)))
                programme.last_day = chance.choice((None, date(2024, 1, 31), date(2024, 6, 30)))
        return [*places, *random_people(chance), *random_targets(chance)]

    empty(engine)
    fill(engine, store_of())
    rows = Rows(store_of())
    for selection in SELECTIONS:
        with engine.connect() as connection:
            frame = targets(connection, UNRESTRICTED, selection)
        as_of = min(selection.last_day, selection.data_date)
        expected = {scope_of(aim): aim for aim in in_force(rows.all(s.Target), as_of)}
        scopes = frame[["programme", "figure", "region", "currency", "codes"]].astype(object)
        told = scopes.where(scopes.notna(), None).itertuples(index=False, name=None)
        for scope, row in zip(told, frame.itertuples(), strict=True):
            reached = actual(rows, expected[scope], as_of)
            programme = rows.one(s.Programme, expected[scope].programme_id)
            assert (None if pd.isna(row.actual) else row.actual) == reached, (scope, selection)
            assert row.read_on == read_on(expected[scope], programme, as_of)
            assert row.met == (None if reached is None else row.target <= reached)


@pytest.mark.parametrize("seed", [5, 6])
def test_a_target_is_the_same_as_figure_and_beside_its_actual(places: Engine, seed: int) -> None:
    fill(places, random_targets(Random(seed)))
    for selection in SELECTIONS[:4]:
        with places.connect() as connection:
            as_figure = figure(connection, UNRESTRICTED, "target", selection)
            beside = targets(connection, UNRESTRICTED, selection)
        in_major_units = beside["target"].where(beside["unit"] != "money", beside["target"] / 100)
        scope = ["programme", "figure", "region", "currency", "codes"]
        expected = beside[scope].assign(value=in_major_units).fillna("").sort_values(scope)
        found = as_figure[[*scope, "value"]].fillna("").sort_values(scope)
        pd.testing.assert_frame_equal(
            found.reset_index(drop=True), expected.reset_index(drop=True), check_dtype=False
        )
        assert len(found) > 5
