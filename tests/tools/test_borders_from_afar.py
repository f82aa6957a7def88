"""Borders from afar: that neighbours keep one border, and that the files hold what the others say."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise

import pytest

from data_access.regions import BORDERS, areas, rings
from tests.tools.test_border_lines import area
from tools.borders_from_afar import coarser, files, meeting_places

# A border that bends a little, and a coast that does, too.
WEST = area((0, 0), (0, 2), (1, 2), (1.05, 1), (1, 0))
EAST = area((1, 0), (1.05, 1), (1, 2), (1.5, 2.05), (2, 2), (2, 0))


def ring_of(one: dict[str, object]) -> tuple[tuple[float, float], ...]:
    (ring,) = rings(one)
    return ring


def test_borders_meet_where_there_are_more_ways_than_two() -> None:
    assert meeting_places([WEST, EAST]) == {(1, 0), (1, 2)}


@pytest.mark.parametrize("turned", [False, True])
def test_neighbours_have_one_border(turned: bool) -> None:
    meeting = meeting_places([WEST, EAST])
    east = ring_of(EAST)[::-1] if turned else ring_of(EAST)
    one, other = (coarser(ring, meeting, 0.1) for ring in (ring_of(WEST), east))
    assert set(one) == {(0, 0), (0, 2), (1, 2), (1, 0)}
    assert set(other) == {(1, 0), (1, 2), (2, 2), (2, 0)}
    assert one[0] == one[-1] and other[0] == other[-1]


def test_what_tells_stays() -> None:
    meeting = meeting_places([WEST, EAST])
    assert set(coarser(ring_of(WEST), meeting, 0.01)) == set(ring_of(WEST))


def test_an_islet_goes() -> None:
    assert coarser(ring_of(area((0, 0), (0, 0.05), (0.05, 0.05))), set(), 0.1) == []


def test_the_files_hold_what_the_others_say() -> None:
    expected = dict(files())
    for file, content in expected.items():
        assert file.read_text("utf-8") == content, f"{file.name}: run python -m tools.borders_from_afar"
    assert set((BORDERS / "afar").rglob("*.geojson")) == set(expected)
    for kind in ("regions", "lines"):
        names = {file.name for file in expected if file.parent.name == kind}
        assert names == {file.name for file in (BORDERS / kind).glob("*.geojson")}


def test_all_regions_are_there_with_fewer_points_and_no_border_of_their_neighbours_has_moved() -> None:
    for file in sorted((BORDERS / "regions").glob("*.geojson")):
        whole, coarse = areas(file), areas(BORDERS / "afar" / "regions" / file.name)
        assert [one["properties"]["iso_3166_2"] for one in whole] == [
            one["properties"]["iso_3166_2"] for one in coarse
        ]
        points = [sum(len(ring) for one in them for ring in rings(one)) for them in (whole, coarse)]
        assert points[1] < points[0] / 2, file.name
        # Where borders meet, those of all neighbours still do.
        ways: Counter[tuple[float, float]] = Counter()
        for one in coarse:
            for ring in rings(one):
                ways.update({point for piece in pairwise(ring) for point in piece})
        meeting = meeting_places(coarse)
        assert all(ways[point] > 1 for point in meeting), file.name
    assert json.loads((BORDERS / "afar" / "lines" / "PE.geojson").read_text("utf-8"))["features"]
