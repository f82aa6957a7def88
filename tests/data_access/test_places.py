"""Places are moved by 2 to 5 km for outsiders: always alike, never out of their region, and for good."""

from __future__ import annotations

import math
from datetime import date
from statistics import mean

import pytest
from sqlalchemy import Engine, delete, select

from data_access import schema as s
from data_access.disclosure.rules import NotForOutsiders
from data_access.places import LEAST_MOVED, MOST_MOVED, Point, keep_key, moved, moved_places
from data_access.regions import borders_of, lies_in
from data_access.selection import Selection
from data_access.store import StoreUnavailable, open_store
from data_access.units import last_enrolled_day
from data_access.viewer import UNRESTRICTED, Role, Viewer, viewer_of
from tests.data_access.gold_world import fill
from tests.data_access.people_world import as_of, enrolled, world

KEY, OTHER = "a" * 64, "b" * 64
PLACES: list[tuple[str, Point]] = [
    ("PE-ARE", (-15.6, -73.8)),
    ("PE-AYA", (-14.3, -74.2)),
    ("CO-ANT", (6.9, -75.1)),
    ("CO-CAU", (2.9, -76.7)),
]
SPONSOR, PRESENTER = (Viewer(f"{role}@x.org", role) for role in (Role.sponsor, Role.presenter))


def kilometres(one: Point, other: Point) -> float:
    """The distance of two points by the haversine formula."""
    (south, west), (north, east) = (tuple(map(math.radians, point)) for point in (one, other))
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


@pytest.mark.parametrize(("region", "place"), PLACES)
def test_a_point_is_moved_by_two_to_five_kilometres_within_its_region(region: str, place: Point) -> None:
    borders = borders_of(region)
    assert borders is not None
    assert lies_in(borders, *place)
    far = []
    for number in range(200):
        near = moved(KEY, f"U{number}", region, place)
        far.append(kilometres(place, near))
        assert lies_in(borders, *near)
    assert LEAST_MOVED <= min(far) < LEAST_MOVED + 1
    assert MOST_MOVED - 1 < max(far) <= MOST_MOVED


def test_it_is_always_moved_alike_and_by_another_key_elsewhere() -> None:
    region, place = PLACES[0]
    assert moved(KEY, "U1", region, place) == moved(KEY, "U1", region, place)
    assert moved(KEY, "U1", region, place) != moved(OTHER, "U1", region, place)
    assert moved(KEY, "U1", region, place) != moved(KEY, "U2", region, place)


def test_the_middle_of_many_does_not_tell_where_they_are() -> None:
    """A hundred units of one mine: were they moved in all directions, their middle would be the mine."""
    region, place = PLACES[0]
    near = [moved(KEY, f"U{number}", region, place) for number in range(100)]
    middle = mean(latitude for latitude, _ in near), mean(longitude for _, longitude in near)
    assert kilometres(place, middle) > LEAST_MOVED


def test_near_a_border_it_stays_on_its_side() -> None:
    borders = borders_of("PE-ARE")
    assert borders is not None
    # Points along the border, a hair inside of it.
    for longitude, latitude in borders.rings[0][::15]:
        inside = next(
            (
                (latitude + north, longitude + east)
                for north in (0.004, -0.004)
                for east in (0.004, -0.004)
                if lies_in(borders, latitude + north, longitude + east)
            ),
            None,
        )
        if inside is not None:
            near = moved(KEY, "U", "PE-ARE", inside)
            assert lies_in(borders, *near)
            assert LEAST_MOVED <= kilometres(inside, near) <= MOST_MOVED


def test_without_known_borders_it_is_moved_all_the_same() -> None:
    place = (10.0, 10.0)
    assert LEAST_MOVED <= kilometres(place, moved(KEY, "U", "XX-YYY", place)) <= MOST_MOVED


def test_the_key_is_drawn_once_and_kept(engine: Engine) -> None:
    keys: set[str] = set()
    for _ in range(2):
        with engine.begin() as connection:
            keep_key(connection)
            keys.update(connection.scalars(select(s.PlaceKey.key)))
    assert [len(key) for key in keys] == [64]


def test_a_store_without_a_key_shows_no_place(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(delete(s.PlaceKey))
        with pytest.raises(StoreUnavailable, match="create"):
            moved_places(connection, SPONSOR, as_of(date(2024, 6, 30)))


@pytest.mark.parametrize(
    "selection",
    [
        as_of(date(2024, 6, 29)),
        as_of(date(2024, 6, 30), organisations=("A1",)),
        as_of(date(2024, 6, 30), sponsors=("S1",)),
        as_of(date(2024, 6, 30), regions=("PE-ARE", "PE-PUN")),
    ],
)
def test_outsiders_choose_places_as_they_choose_units(engine: Engine, selection: Selection) -> None:
    """Else what is in one selection and not in another would be known of single organisations or days."""
    fill(engine, world(), [enrolled(unit, "P1") for unit in ("U1", "U2", "U3")])
    with engine.begin() as connection:
        keep_key(connection)
        for viewer in (SPONSOR, PRESENTER):
            with pytest.raises(NotForOutsiders):
                moved_places(connection, viewer, selection)
            with pytest.raises(NotForOutsiders):
                last_enrolled_day(connection, viewer, selection)
        assert len(moved_places(connection, UNRESTRICTED, selection))


def test_regions_with_few_units_are_shown_by_region_only(engine: Engine) -> None:
    few = [s.ProductionUnit(id=f"F{n}", name=f"Few {n}", organisation_id="A1", region_id="PE-PUN",
                            latitude=-14.9, longitude=-70.0) for n in range(4)]  # fmt: skip
    many = [s.ProductionUnit(id=f"M{n}", name=f"Many {n}", organisation_id="A1", region_id="PE-ARE",
                             latitude=-15.6, longitude=-73.8) for n in range(5)]  # fmt: skip
    fill(engine, world(), few, many, [enrolled(unit.id, "P1") for unit in (*few, *many)])
    with engine.begin() as connection:
        keep_key(connection)
        found = moved_places(connection, PRESENTER, as_of(date(2024, 6, 30)))
    by_region = found.groupby("region")["by_region"].agg(["all", "any", "size"])
    for region, row in by_region.iterrows():
        assert row["all"] == row["any"] == (row["size"] < PRESENTER.least_people), region
    assert found[found["by_region"]][["latitude", "longitude"]].isna().all(axis=None)
    assert found[found["region"] == "PE-ARE"]["latitude"].notna().sum() >= 5


def test_nothing_of_the_sample_is_told_where_it_is(sample_store_url: str) -> None:
    """Neither a true coordinate, nor a name or code of a unit, nor a settlement."""
    store = open_store(sample_store_url)
    with store.reading() as connection:
        viewer = viewer_of(connection, "presenter@example.org", date(2026, 11, 1))
        year = Selection(date(2025, 10, 1), date(2026, 9, 30), date(2026, 9, 30))
        found = moved_places(connection, viewer, year)
        again = moved_places(connection, viewer, year)
        true = connection.execute(
            select(
                s.ProductionUnit.id,
                s.ProductionUnit.name,
                s.ProductionUnit.place,
                s.ProductionUnit.latitude,
                s.ProductionUnit.longitude,
            )
        ).all()
    store.close()
    assert found.equals(again)
    assert len(found) > 200
    told = {str(cell) for row in found.itertuples(index=False) for cell in row}
    secret = {str(cell) for row in true for cell in row[:3] if cell is not None}
    assert not told & secret
    shown = [(row.latitude, row.longitude) for row in found.dropna(subset=["latitude"]).itertuples()]
    assert not set(shown) & {(row.latitude, row.longitude) for row in true}
