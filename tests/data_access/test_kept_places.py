"""What is kept of units' places is what would be found of them now, whatever has changed them."""

from __future__ import annotations

from pathlib import Path
from random import Random
from zipfile import ZipFile

import h3.api.basic_int as h3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, delete, select, update

from data_access import migrations
from data_access import schema as s
from data_access.commands import main
from data_access.grid import FINEST
from data_access.importing.retrying import retry
from data_access.importing.undoing import undo_import
from data_access.kept_places import rebuild_places, update_places
from data_access.places import keep_key, moved, place_key
from data_access.store import StoreUnavailable, writing_engine
from tests.data_access.gold_world import fill
from tests.data_access.importing.holding import with_quarantine
from tests.data_access.importing.packages import Tables, tiny
from tests.data_access.people_world import world
from tests.data_access.test_places import kilometres

Kept = dict[str, tuple[object, ...]]


def kept(connection: Connection) -> Kept:
    return {row.unit_id: tuple(row[1:]) for row in connection.execute(select(s.UnitPlace.__table__))}


def found_anew(connection: Connection) -> Kept:
    """The same, unit by unit and by other means."""
    key, unit = place_key(connection), s.ProductionUnit
    rows = connection.execute(select(unit.id, unit.region_id, unit.latitude, unit.longitude))
    places: Kept = {}
    for code, region, latitude, longitude in rows:
        if latitude is not None and longitude is not None:
            near = moved(key, code, region, (latitude, longitude))
            cells = (h3.latlng_to_cell(*place, FINEST) for place in ((latitude, longitude), near))
            true, shown = cells
            places[code] = (region, latitude, longitude, true, *near, shown)
    return places


def units(*places: tuple[float | None, float | None]) -> list[s.ProductionUnit]:
    return [
        s.ProductionUnit(
            id=f"X{number}",
            name=f"X {number}",
            organisation_id="A1",
            region_id="PE-ARE",
            latitude=latitude,
            longitude=longitude,
        )
        for number, (latitude, longitude) in enumerate(places)
    ]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Three units with places, of which two are the same, and two whose places are not known."""
    fill(engine, world(), units((-15.6, -73.8), (-15.6, -73.8), (-15.9, -72.1), (None, None), (1.0, None)))
    with engine.begin() as connection:
        keep_key(connection)
        assert update_places(connection) == 3
    return engine


def test_each_unit_with_coordinates_has_a_place(filled: Engine) -> None:
    with filled.connect() as connection:
        places = kept(connection)
        assert set(places) == {"X0", "X1", "X2"}
        assert places == found_anew(connection)
        assert places["X0"][3] == places["X1"][3] != places["X2"][3], "one true place, one cell"
        assert places["X0"][4:6] != places["X1"][4:6], "each unit is moved by itself"
        for _region, latitude, longitude, _cell, north, east, _moved in places.values():
            assert 2 <= kilometres((latitude, longitude), (north, east)) <= 5  # type: ignore[arg-type]


def test_only_what_changed_is_found_anew(filled: Engine) -> None:
    unit = s.ProductionUnit
    with filled.begin() as connection:
        before = kept(connection)
        assert update_places(connection) == 0
        connection.execute(update(unit).where(unit.id == "X1").values(latitude=-15.7))
        connection.execute(update(unit).where(unit.id == "X2").values(name="Renamed"))
        connection.execute(update(unit).where(unit.id == "X3").values(latitude=-15.0, longitude=-72.0))
        assert update_places(connection) == 2
        after = kept(connection)
        assert after == found_anew(connection)
        assert {code for code in after if after[code] != before.get(code)} == {"X1", "X3"}


def test_a_unit_of_another_region_is_moved_within_that(filled: Engine) -> None:
    unit = s.ProductionUnit
    with filled.begin() as connection:
        connection.execute(update(unit).where(unit.id == "X0").values(region_id="PE-PUN"))
        assert update_places(connection) == 1
        assert kept(connection)["X0"][0] == "PE-PUN"
        assert kept(connection) == found_anew(connection)


def test_what_is_gone_or_nowhere_any_more_is_kept_no_longer(filled: Engine) -> None:
    unit = s.ProductionUnit
    with filled.begin() as connection:
        connection.execute(delete(unit).where(unit.id == "X1"))
        assert set(kept(connection)) == {"X0", "X2"}, "it goes with the unit"
        connection.execute(update(unit).where(unit.id == "X2").values(longitude=None))
        assert update_places(connection) == 0
        assert set(kept(connection)) == {"X0"}


def test_all_of_it_can_be_found_anew(filled: Engine) -> None:
    with filled.begin() as connection:
        before = kept(connection)
        connection.execute(update(s.UnitPlace).values(cell=1, moved_latitude=0))
        assert rebuild_places(connection) == 3
        assert kept(connection) == before


def test_without_a_key_nothing_is_moved(filled: Engine) -> None:
    with filled.begin() as connection:
        connection.execute(delete(s.PlaceKey))
        with pytest.raises(StoreUnavailable, match="create"):
            rebuild_places(connection)


def test_a_store_from_before_has_its_places_once_it_is_brought_up_to_date(
    unmade_store_url: str,
) -> None:
    engine = writing_engine(unmade_store_url)
    migrations.migrate(engine)
    fill(engine, world(), units((-15.6, -73.8)))
    with pytest.raises(SystemExit) as ended:
        main(["create", "--store", unmade_store_url])
    assert not ended.value.code
    with engine.connect() as connection:
        assert kept(connection) == found_anew(connection) != {}
    engine.dispose()


def by_chance(chance: Random) -> Tables:
    """The tiny package, with its units at other places, in other regions, or not there."""
    tables = tiny()
    tables["region"] = [
        *tables["region"],
        *({"id": code, "country_id": "PE", "name": code} for code in ("PE-PUN", "PE-AYA")),
    ]
    for number in range(3, 9):
        tables["production_unit"].append(tables["production_unit"][0] | {"id": f"U{number}"})
    for row in tables["production_unit"]:
        row["region_id"] = chance.choice(["PE-ARE", "PE-ARE", "PE-PUN", "PE-AYA", "PE-NOT"])
        row["latitude"] = chance.choice(["", "-15.6", "-15.61", "-14.2", "north", "95"])
        row["longitude"] = chance.choice(["-73.8", "-73.8", "-70.02", "", "-200"])
    needed = {"U1", "U2"}
    tables["production_unit"] = [
        row for row in tables["production_unit"] if row["id"] in needed or chance.random() < 0.7
    ]
    return tables


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_whatever_is_taken_in_or_back_the_places_are_right(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    with engine.begin() as connection:
        for table in reversed(s.Base.metadata.sorted_tables):
            connection.execute(delete(table))
    chance, folder, done = Random(seed), tmp_path_factory.mktemp("places"), list[int]()
    states: list[Kept] = []

    def right() -> Kept:
        with engine.connect() as connection:
            assert kept(connection) == found_anew(connection)
            return kept(connection)

    for number in range(3):
        package = folder / str(number)
        summary = with_quarantine(
            engine, package, by_chance(chance), name="north", data_date=f"2024-0{number + 1}-28"
        )
        if summary.import_id is not None:
            done.append(summary.import_id)
            states.append(right())
        if chance.random() < 0.3:
            with engine.begin() as connection:
                waiting = connection.scalar(select(s.QuarantinedRow.id).limit(1))
            if waiting is not None:
                done += [again.import_id for again in retry(engine) if again.import_id is not None]
                states += [right()] * (len(done) - len(states))
    while len(done) > 1:
        undo_import(engine, done.pop())
        states.pop()
        assert right() == states[-1]


def test_a_restored_store_finds_its_places_by_its_own_key(
    sample_sqlite_store_url: str, tmp_path: Path
) -> None:
    """They are not in the backup: what they follow from is."""
    backup, restored = tmp_path / "store.zip", f"sqlite:///{tmp_path / 'restored.sqlite'}"
    for arguments in (
        ["backup", str(backup), "--store", sample_sqlite_store_url],
        ["create", "--store", restored],
        ["restore", str(backup), "--store", restored],
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert not ended.value.code
    with ZipFile(backup) as archive:
        assert "production_unit.jsonl" in archive.namelist()
        assert "unit_place.jsonl" not in archive.namelist()
    found = []
    for url in (sample_sqlite_store_url, restored):
        engine = writing_engine(url)
        with engine.connect() as connection:
            found.append(kept(connection))
        engine.dispose()
    assert found[0] == found[1] != {}
