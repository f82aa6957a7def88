"""A map of very many units: at every zoom each unit is in one of what is shown, in less than 100 kB."""

from __future__ import annotations

import math
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import make_url

from data_access.clusters import unit_clusters
from data_access.grid import cell_of
from data_access.reader import Remembering
from data_access.selection import Selection, data_date, default_period
from data_access.store import open_store
from data_access.viewer import UNRESTRICTED, Role, Viewer
from exhibits import clusters
from exhibits.clusters import clusters_of, gates, resolution_at
from exhibits.drawn.clusters import radius
from exhibits.exhibit import Exhibit
from exhibits.merging import Cluster
from exhibits.theme import DARK, LIGHT
from exhibits.units import clustered, units_map
from exhibits.views import Bounds, pixel, view_of
from tests.choice import a_choice

MANY, MOST_BYTES, HEIGHT = 50_000, 100_000, 560
PRESENTER = Viewer("presenter@example.org", Role.presenter)
VIEWERS = {"administrator": UNRESTRICTED, "presenter": PRESENTER}
# What takes most bytes as it is sent, in two hundred characters.
LONGEST_NAME = '\N{MOUNTAIN}"\\<&Ñ' * 33
Point = tuple[float, float]


def anywhere(chance: Random) -> Point:
    return chance.uniform(-55, 60), chance.uniform(-120, 120)


def around_mines(chance: Random) -> Point:
    latitude, longitude = chance.choice([(-15.6, -73.8), (6.9, -75.1), (5.3, -2.1), (-14.9, -70.0)])
    spread = chance.choice([0.001, 0.01, 0.1, 1])
    return latitude + chance.gauss(0, spread), longitude + chance.gauss(0, spread)


def in_one_place(chance: Random) -> Point:
    return (-15.6, -73.8) if chance.random() < 0.5 else (-15.6 + chance.gauss(0, 0.002), -73.8)


PLACES: dict[str, Callable[[Random], Point]] = {
    "around_mines": around_mines,
    "anywhere": anywhere,
    "in_one_place": in_one_place,
}


def with_more_units(sample: str, target: Path, places: Callable[[Random], Point], number: int) -> Remembering:
    """The sample store with so many units more, all enrolled, half of them assessed."""
    database = make_url(sample).database
    assert database is not None
    shutil.copyfile(database, target)
    chance = Random(5)
    units, kept, enrolments, assessments, standings = [], [], [], [], []
    with closing(sqlite3.connect(target)) as store, store:
        stages = store.execute("SELECT id, ladder_id FROM stage").fetchall()
        programmes = dict(
            store.execute(
                "SELECT ladder_id, id FROM programme WHERE last_day IS NULL OR last_day > '2026-12-31'"
            )
        )
        (organisation, region) = store.execute(
            "SELECT organisation_id, region_id FROM production_unit WHERE latitude IS NOT NULL LIMIT 1"
        ).fetchone()
        for each in range(number):
            code, (latitude, longitude), (moved, east) = f"X{each}", places(chance), places(chance)
            units.append((code, LONGEST_NAME, organisation, region, latitude, longitude))
            cells = cell_of(latitude, longitude), cell_of(moved, east)
            kept.append((code, region, latitude, longitude, cells[0], moved, east, cells[1]))
            stage, ladder = chance.choice([stage for stage in stages if stage[1] in programmes])
            enrolments.append((code, programmes[ladder]))
            assessed = chance.random() < 0.5
            if assessed:
                assessments.append((code, code, ladder, stage))
            standings.append((code, ladder, "2024-05-01", stage if assessed else "not_assessed"))
        store.executemany(
            "INSERT INTO production_unit (id, name, organisation_id, region_id, latitude, longitude) "
            "VALUES (?, ?, ?, ?, ?, ?)", units,
        )  # fmt: skip
        store.executemany("INSERT INTO unit_place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
        store.executemany(
            "INSERT INTO enrolment (unit_id, programme_id, first_day) VALUES (?, ?, '2023-01-01')", enrolments
        )
        store.executemany(
            "INSERT INTO assessment (id, unit_id, ladder_id, stage_id, assessed_on, recorded_at) "
            "VALUES (?, ?, ?, ?, '2024-05-01', '2024-05-01 00:00:00')", assessments,
        )  # fmt: skip
        store.executemany(
            "INSERT INTO unit_standing (unit_id, ladder_id, first_day, last_day, stage, segment_id) "
            "VALUES (?, ?, ?, '9999-12-31', ?, 0)", standings,
        )  # fmt: skip
        store.execute("ANALYZE")
    return Remembering(open_store(f"sqlite:///{target}"), UNRESTRICTED)


@pytest.fixture(scope="module")
def crowded(
    sample_sqlite_store_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Remembering]]:
    """Stores of fifty thousand units, by how these lie; each is made once."""
    folder, made = tmp_path_factory.mktemp("crowded"), dict[str, Remembering]()

    def store(lying: str) -> Remembering:
        if lying not in made:
            target = folder / f"{lying}.sqlite"
            made[lying] = with_more_units(sample_sqlite_store_url, target, PLACES[lying], MANY)
        return made[lying]

    yield store
    for read in made.values():
        read.store.close()


View = tuple[Bounds | None, tuple[Cluster, ...]]


@dataclass(frozen=True)
class Gone:
    """Somebody who has gone near, view after view."""

    read: Remembering
    views: list[View]


@pytest.fixture(scope="module")
def all_gone(crowded: Callable[[str], Remembering]) -> Callable[[str, str], Gone]:
    @cache
    def gone(lying: str, role: str) -> Gone:
        read = Remembering(crowded(lying).store, VIEWERS[role])
        return Gone(read, list(going_near(read)))

    return gone


@pytest.fixture(params=a_choice(product(PLACES, VIEWERS), 4), ids="-".join)
def gone(request: pytest.FixtureRequest, all_gone: Callable[[str, str], Gone]) -> Gone:
    return all_gone(*request.param)


def selection(read: Remembering) -> Selection:
    until = read.fact(data_date)
    if read.viewer.outsider:
        return Selection(date(2025, 10, 1), date(2026, 9, 30), until)
    return Selection(*default_period(until), until)


def sent(shown: Exhibit, width: int = 520) -> int:
    """How many bytes a browser gets of a map."""
    assert shown.map is not None
    return max(
        len(shown.map.deck(palette, shown.frame, width, HEIGHT).to_json().encode())
        for palette in (LIGHT, DARK)
    )


def going_near(read: Remembering) -> Iterator[View]:
    """View after view, each of the fullest cluster in the one before, until there are single units."""
    chosen, near = selection(read), None
    whole = read.ask(unit_clusters, chosen, clusters.COARSE)
    for _ in range(14):
        found = clusters_of(read, chosen, whole, near, HEIGHT)
        yield near, found
        seen = [each for each in found if each.breaks is None and each.units > 1]
        seen = [each for each in seen if near is None or near.meet(each.bounds)]
        if not seen:
            return
        fullest = max(seen, key=lambda each: each.units)
        if fullest.bounds == near:
            return
        near = fullest.bounds


def at(found: tuple[Cluster, ...], zoom: float) -> list[Cluster]:
    return [each for each in found if (each.appears or -1) <= zoom < (each.breaks or math.inf)]


def test_no_view_is_more_than_a_hundred_kilobytes(gone: Gone) -> None:
    assert len(gone.views) > 2
    for near, _found in gone.views:
        shown = units_map(gone.read, selection(gone.read), "", HEIGHT, near)
        assert clustered(shown)
        assert sent(shown) <= MOST_BYTES, near
        assert len(shown.frame) < 1000, "no row for each unit"


def test_every_unit_is_shown_once_at_every_zoom(gone: Gone) -> None:
    placed = gone.read.ask(unit_clusters, selection(gone.read), clusters.COARSE).dropna(subset=["cell"])
    total = int(placed["units"].sum())
    assert total >= MANY
    for _near, found in gone.views:
        zooms = sorted({0.0, 20.0, *(each.appears for each in found if each.appears is not None)})
        for zoom in zooms:
            assert sum(each.units for each in at(found, zoom)) == total, zoom
        for before, after in pairwise(zooms):
            assert len(at(found, after)) >= len(at(found, before))


def test_going_near_leads_to_single_units_or_to_one_place(gone: Gone) -> None:
    near, found = gone.views[-1]
    assert near is not None
    seen = [each for each in found if each.breaks is None and near.meet(each.bounds)]
    alone = [each for each in seen if each.units == 1 and each.unit]
    at_one_place = [each for each in seen if each.bounds.north - each.bounds.south < 0.001]
    assert alone or at_one_place


def test_a_view_opens_with_its_units_broken_up(gone: Gone) -> None:
    for near, found in gone.views[1:]:
        assert near is not None
        inside = [each for each in at(found, view_of(near, 520, HEIGHT, 17).zoom) if near.meet(each.bounds)]
        assert len(inside) > 1 or near.north - near.south < 0.001


def test_circles_hardly_overlap_where_they_appear(gone: Gone) -> None:
    for near, found in gone.views[:3]:
        for zoom in {each.appears for each in found if each.appears is not None}:
            together = [each for each in found if each.appears == zoom and each.cells != (0,)]
            placed = [(*pixel(e.latitude, e.longitude, zoom), radius(e.units)) for e in together]
            for number, (x, y, reach) in enumerate(placed):
                for beside, below, other in placed[number + 1 :]:
                    # One that has taken in others stands where they all do, and may touch the next.
                    assert math.hypot(x - beside, y - below) > 0.4 * (reach + other), (near, zoom)


def test_gates_open_just_before_the_map_does() -> None:
    for opening in (0.8, 1.7, 4.37, 8.5, 16.99):
        zoom_of, resolution = gates(opening), resolution_at(opening)
        assert opening - 0.2 < zoom_of(resolution) < opening
        assert all(zoom_of(finer) < zoom_of(finer + 1) for finer in range(12))


def test_the_file_holds_each_unit_and_the_table_counts_them(crowded: Callable[[str], Remembering]) -> None:
    read = crowded("around_mines")
    shown = units_map(read, selection(read))
    assert list(shown.table()) == ["Region", "Stage", "Units"]
    total = shown.table()["Units"].sum()
    assert shown.title.startswith(f"{total:,} production units")
    file = shown.file()
    assert len(file) == total > MANY
    assert list(file) == ["Unit", "Organisation", "Region", "Stage", "Miners"]
    stages = file.groupby(["Region", "Stage"]).size().to_dict()
    assert stages == shown.table().set_index(["Region", "Stage"])["Units"].to_dict()


def test_outsiders_get_no_file_of_units(crowded: Callable[[str], Remembering]) -> None:
    read = Remembering(crowded("around_mines").store, PRESENTER)
    shown = units_map(read, selection(read))
    assert shown.whole is None
    assert list(shown.file()) == ["Region", "Stage", "Units"]


def test_what_outsiders_get_does_not_depend_on_true_places(
    sample_sqlite_store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were any of it made of a true place or cell, it would be another where all of these are others."""
    monkeypatch.setattr(clusters, "MOST_MARKS", 60)
    monkeypatch.setattr("exhibits.units.MOST_MARKS", 60)
    decks: dict[str, list[str]] = {"presenter": [], "administrator": []}
    for name, north in (("true.sqlite", 0.0), ("otherwise.sqlite", 1.5)):
        read = with_more_units(sample_sqlite_store_url, tmp_path / name, around_mines, 800)
        read.store.close()
        with closing(sqlite3.connect(tmp_path / name)) as store, store:
            for table in ("production_unit", "unit_place"):
                store.execute(
                    f"UPDATE {table} SET latitude = latitude + {north}, longitude = longitude - {north}"
                )
            if north:
                store.execute(f"UPDATE unit_place SET cell = {cell_of(9, 9)}")
        opened = open_store(f"sqlite:///{tmp_path / name}")
        for role, viewer in VIEWERS.items():
            read = Remembering(opened, viewer)
            chosen, near = selection(read), None
            for _ in range(4):
                shown = units_map(read, chosen, "", HEIGHT, near)
                assert shown.map is not None
                decks[role].append(shown.map.deck(LIGHT, shown.frame, 520, HEIGHT).to_json())
                marks = [mark for mark in shown.map.arguments[5] if mark.units > 1 and mark.breaks is None]
                near = max(marks, key=lambda mark: (mark.units, mark.bounds)).bounds
        opened.close()
    assert decks["presenter"][:4] == decks["presenter"][4:]
    assert decks["administrator"][:4] != decks["administrator"][4:]
    assert "Unit near here" in "".join(decks["presenter"]) and "X1" not in "".join(decks["presenter"])
