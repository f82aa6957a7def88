"""Clusters of units: hand-computed cases, and a slow second computation on random stores as every role."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import h3.api.basic_int as h3
import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, select, update

from data_access import schema as s
from data_access.clusters import placed_units, unit_clusters, unit_stages
from data_access.disclosure.rules import NotForOutsiders
from data_access.grid import FINEST
from data_access.kept_places import update_places
from data_access.places import code_of, keep_key, moved, moved_places, place_key
from data_access.rights import Rights
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED, NotShared, Role, Viewer
from tests.data_access.gold_world import fill
from tests.data_access.people_world import as_of, enrolled, world

DAY = date(2024, 6, 30)
SPONSOR = Viewer("sponsor@x.org", Role.sponsor)
ROLES = [
    UNRESTRICTED,
    Viewer("coordinator@x.org", Role.coordinator, Rights(("P1", "Q"), ("PE-ARE", "PE-PUN"))),
    Viewer("sponsor@x.org", Role.sponsor, Rights(("P1",))),
    Viewer("presenter@x.org", Role.presenter),
    Viewer("few@x.org", Role.presenter, Rights(None, ("PE-PUN",)), least_people=9),
]
SAID = {"P1": "L", "P2": "L", "Q": "M"}
STAGES = {"L": ("one", "two", "three"), "M": ("low", "high")}


def unit(code: str, region: str, latitude: float | None = None, longitude: float | None = None) -> s.Base:
    return s.ProductionUnit(
        id=code, name=code, organisation_id="A1", region_id=region, latitude=latitude, longitude=longitude
    )


def assessed(unit: str, stage: str, day: date, hour: int = 0) -> s.Assessment:
    ladder = next(ladder for ladder, stages in STAGES.items() if stage in stages)
    return s.Assessment(
        id=f"{unit}-{stage}-{day}-{hour}",
        unit_id=unit,
        ladder_id=ladder,
        stage_id=stage,
        assessed_on=day,
        recorded_at=datetime(day.year, day.month, day.day, hour),
    )


@pytest.fixture
def small(engine: Engine) -> Engine:
    """Five units at one mine, one far away in the same region, one without a place, one in another region."""
    fill(
        engine,
        world(),
        [unit(f"N{number}", "PE-ARE", -15.6, -73.8 + number / 1e6) for number in range(5)],
        [unit("FAR", "PE-ARE", -16.9, -72.0), unit("NOWHERE", "PE-ARE"), unit("PUN", "PE-PUN", -14.9, -70.0)],
        [enrolled(f"N{number}", "P1") for number in range(5)],
        [enrolled("FAR", "P1"), enrolled("NOWHERE", "P1"), enrolled("PUN", "P1"), enrolled("N0", "Q")],
        [
            assessed("N0", "one", date(2023, 1, 1)),
            assessed("N0", "two", date(2024, 6, 30)),
            assessed("N0", "three", date(2024, 7, 1)),
            # Of two on a day the one recorded later.
            assessed("N1", "three", date(2024, 1, 1), 1),
            assessed("N1", "one", date(2024, 1, 1), 9),
            # Assessed on a ladder that none of its programmes climbs.
            assessed("N2", "high", date(2024, 1, 1)),
        ],
    )
    with engine.begin() as connection:
        keep_key(connection)
        update_places(connection)
    return engine


def cell_at(place: tuple[float, float], resolution: int) -> int:
    """The cell around the finest one: it may be another than that whose own borders hold the place."""
    return int(h3.cell_to_parent(h3.latlng_to_cell(*place, FINEST), resolution))


def counted(found: pd.DataFrame) -> dict[tuple[Any, ...], int]:
    keys = (
        found[["cell", "region", "group"]]
        .astype(object)
        .where(found[["cell", "region", "group"]].notna(), None)
    )
    return dict(zip(keys.itertuples(index=False, name=None), found["units"], strict=True))


def test_units_are_counted_by_cell_region_and_stage(small: Engine) -> None:
    near, far, pun = (cell_at(place, 5) for place in ((-15.6, -73.8), (-16.9, -72.0), (-14.9, -70.0)))
    with small.connect() as connection:
        found = unit_clusters(connection, UNRESTRICTED, as_of(DAY), 5)
    assert counted(found) == {
        (near, "PE-ARE", "two"): 1,
        (near, "PE-ARE", "one"): 1,
        (near, "PE-ARE", None): 3,
        (far, "PE-ARE", None): 1,
        (None, "PE-ARE", None): 1,
        (pun, "PE-PUN", None): 1,
    }
    assert not found["by_region"].any()
    rows = found.set_index(["cell", "group"], drop=False)
    middle = found[(found["cell"] == near) & found["group"].isna()].iloc[0]
    assert (middle["latitude"], middle["longitude"]) == pytest.approx((-15.6, -73.8 + 3 / 1e6))
    assert tuple(middle[["south", "north", "west", "east"]]) == pytest.approx(
        (-15.6, -15.6, -73.8 + 2 / 1e6, -73.8 + 4 / 1e6)
    )
    assert rows.loc[(near, "two"), "unit"] == "N0" and pd.isna(middle["unit"])


def test_within_a_cell_only_its_units_are_counted(small: Engine) -> None:
    near = cell_at((-15.6, -73.8), 4)
    with small.connect() as connection:
        found = unit_clusters(connection, UNRESTRICTED, as_of(DAY), FINEST, (near,))
        units = placed_units(connection, UNRESTRICTED, as_of(DAY), (near,))
    assert found["units"].sum() == 5
    assert list(units["unit"]) == ["N0", "N1", "N2", "N3", "N4"]
    assert list(units["group"].astype(object).where(units["group"].notna(), None)) == [
        "two",
        "one",
        None,
        None,
        None,
    ]
    assert units["latitude"].tolist() == pytest.approx([-15.6] * 5)


def test_a_place_that_has_changed_since_is_none(small: Engine) -> None:
    """As where another system tells nobody of its changes: no unit is shown where it is no longer."""
    changed = s.ProductionUnit
    with small.begin() as connection:
        connection.execute(update(changed).where(changed.id == "FAR").values(latitude=-16.0))
        connection.execute(update(changed).where(changed.id == "PUN").values(region_id="PE-ARE"))
        found = unit_clusters(connection, UNRESTRICTED, as_of(DAY), 5)
        assert found.loc[found["cell"].isna(), "units"].sum() == 3
        assert found["units"].sum() == 8
        update_places(connection)
        found = unit_clusters(connection, UNRESTRICTED, as_of(DAY), 5)
        assert found.loc[found["cell"].isna(), "units"].sum() == 1


def test_outsiders_learn_nothing_of_a_region_with_few_units(small: Engine) -> None:
    with small.connect() as connection:
        found = unit_clusters(connection, SPONSOR, as_of(DAY), 3)
        key, true = place_key(connection), (-14.9, -70.0)
        shown = h3.latlng_to_cell(*moved(key, "PUN", "PE-PUN", true), FINEST)
        assert found[found["region"] == "PE-PUN"]["by_region"].all()
        assert (
            found[found["region"] == "PE-PUN"]
            .drop(columns=["region", "units", "by_region"])
            .isna()
            .all(axis=None)
        )
        assert not found[found["region"] == "PE-ARE"]["by_region"].any()
        for cells in ((h3.cell_to_parent(shown, 3),), (shown,)):
            within = unit_clusters(connection, SPONSOR, as_of(DAY), FINEST, cells)
            assert within[within["region"] == "PE-PUN"]["cell"].isna().all()
            assert "PE-PUN" not in set(placed_units(connection, SPONSOR, as_of(DAY), cells)["region"])


def test_outsiders_learn_codes_and_places_near_and_can_ask_for_no_true_cell(small: Engine) -> None:
    with small.connect() as connection:
        key = place_key(connection)
        near = {
            code: moved(key, code, "PE-ARE", (-15.6, -73.8 + number / 1e6))
            for number, code in enumerate(f"N{number}" for number in range(5))
        }
        true = cell_at((-15.6, -73.8), 7)
        asked_where_they_are = placed_units(connection, SPONSOR, as_of(DAY), (true,))
        cells = tuple(sorted({cell_at(place, 6) for place in near.values()}))
        units = placed_units(connection, SPONSOR, as_of(DAY), cells)
    moved_there = {code_of(key, code) for code, place in near.items() if cell_at(place, 7) == true}
    assert set(asked_where_they_are["unit"]) == moved_there
    told = {row.unit: (row.latitude, row.longitude) for row in units.itertuples()}
    assert told == {code_of(key, code): place for code, place in near.items()}
    assert units["unit"].is_monotonic_increasing


def test_who_may_not_see_names_gets_no_list_by_key(small: Engine) -> None:
    with small.connect() as connection:
        with pytest.raises(NotShared):
            unit_stages(connection, SPONSOR, as_of(DAY))
        stages = unit_stages(connection, UNRESTRICTED, as_of(DAY)).set_index("unit")["stage"]
        assert stages.dropna().to_dict() == {"N0": "two", "N1": "one"}
        for selection in (as_of(date(2024, 6, 29)), as_of(DAY, organisations=("A1",))):
            for query in (unit_clusters, placed_units):
                with pytest.raises(NotForOutsiders):
                    query(connection, SPONSOR, selection, *((5,) if query is unit_clusters else ((1,),)))


def random_rows(chance: Random) -> list[s.Base]:
    middle = {"PE-ARE": (-15.6, -73.2), "PE-PUN": (-15.0, -70.0), "CO-CAU": (2.4, -76.8)}
    rows: list[s.Base] = []
    for number in range(chance.randint(0, 60)):
        code, region = f"R{number}", chance.choice(list(middle))
        latitude, longitude = (
            end + chance.choice([0, 0.001, 0.3]) * chance.uniform(-1, 1) for end in middle[region]
        )
        somewhere = chance.random() < 0.9
        rows.append(unit(code, region, *((latitude, longitude) if somewhere else ())))
        for programme in chance.sample(list(SAID), chance.randint(0, 3)):
            first = DAY - timedelta(chance.choice([-1, 0, 400]))
            last = first + timedelta(chance.choice([0, 399, 400, 900])) if chance.random() < 0.4 else None
            rows.append(enrolled(code, programme, first, last))
        for each in range(chance.randint(0, 4)):
            stage = chance.choice([stage for stages in STAGES.values() for stage in stages])
            rows.append(assessed(code, stage, DAY - timedelta(chance.choice([-1, 0, 1, 1, 90])), each))
    return rows


Slow = dict[str, tuple[str, str | None, tuple[float, float] | None]]


def slowly(connection: Connection, viewer: Viewer, selection: Selection) -> Slow:
    """Unit → its region, stage, and the place that the viewer may be told, each found by itself."""
    rows: dict[str, list[Any]] = defaultdict(list)
    for table in (s.Enrolment, s.Assessment):
        for row in connection.execute(select(table.__table__)):
            rows[table.__tablename__].append(row)
    rights, found = viewer.rights, Slow()
    for own in connection.execute(select(s.ProductionUnit.__table__)):
        programmes = {
            row.programme_id
            for row in rows["enrolment"]
            if row.unit_id == own.id
            and row.first_day <= DAY <= (row.last_day or date.max)
            and (rights.programmes is None or row.programme_id in rights.programmes)
            and (not selection.programmes or row.programme_id in selection.programmes)
        }
        region_chosen = not selection.countries or own.region_id[:2] in selection.countries
        if not programmes or not region_chosen or own.region_id not in (rights.regions or (own.region_id,)):
            continue
        stages = []
        for ladder in {SAID[programme] for programme in programmes}:
            of_ladder = [
                (row.assessed_on, row.recorded_at, row.id.encode(), row.stage_id)
                for row in rows["assessment"]
                if (row.unit_id, row.ladder_id) == (own.id, ladder) and row.assessed_on <= DAY
            ]
            stages += [max(of_ladder)[3]] if of_ladder else []
        place = None if own.latitude is None else (own.latitude, own.longitude)
        if place and viewer.outsider:
            place = moved(place_key(connection), own.id, own.region_id, place)
        found[own.id] = own.region_id, min(stages, default=None), place
    if viewer.outsider:
        regions = [region for region, _, _ in found.values()]
        for code, (region, stage, _) in found.items():
            if regions.count(region) < viewer.least_people:
                found[code] = region, stage, None
    return found


@pytest.mark.parametrize("seed", range(4))
def test_clusters_are_what_the_units_say_one_by_one(engine: Engine, seed: int) -> None:
    chance = Random(seed)
    fill(engine, world(), random_rows(chance))
    with engine.begin() as connection:
        keep_key(connection)
        update_places(connection)
    for viewer in ROLES:
        for filters in ({}, {"programmes": ("P1",)}, {"countries": ("PE",)}):
            selection = as_of(DAY, **filters)
            with engine.connect() as connection:
                slow = slowly(connection, viewer, viewer.within(selection))
                for resolution in (0, 2, 5, FINEST):
                    found = unit_clusters(connection, viewer, selection, resolution)
                    told: dict[tuple[Any, ...], int] = defaultdict(int)
                    for region, stage, place in slow.values():
                        told[place and cell_at(place, resolution), region, stage] += 1
                    assert counted(found) == told, (viewer, filters, resolution)
                cells = tuple({cell_at(place, 4) for *_, place in slow.values() if place})
                if cells:
                    units = placed_units(connection, viewer, selection, cells)
                    places = sorted(place for *_, place in slow.values() if place)
                    assert sorted(zip(units["latitude"], units["longitude"], strict=True)) == places


def test_clusters_and_single_units_are_told_outsiders_at_the_same_places(sample_store_url: str) -> None:
    from data_access.store import open_store

    store, year = (
        open_store(sample_store_url),
        Selection(date(2025, 10, 1), date(2026, 9, 30), date(2026, 9, 30)),
    )
    viewer = Viewer("presenter@example.org", Role.presenter)
    with store.reading(viewer) as connection:
        each = moved_places(connection, viewer, year).drop_duplicates("unit").dropna(subset=["latitude"])
        found = unit_clusters(connection, viewer, year, 0).dropna(subset=["cell"])
        units = placed_units(connection, viewer, year, tuple(map(int, found["cell"].unique())))
    store.close()
    columns = ["unit", "region", "latitude", "longitude"]
    pd.testing.assert_frame_equal(units[columns], each[columns].reset_index(drop=True))
