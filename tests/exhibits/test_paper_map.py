"""Maps on paper: the same units, regions, clusters and words as on the screen, within one picture."""

from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import altair as alt
import pandas as pd
import pytest

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits.drawn.clusters import BRIGHT, _brightness
from exhibits.exhibit import Exhibit
from exhibits.export.pictures import spec, svg
from exhibits.export.written import Box, size_of, written
from exhibits.shading import SHADINGS
from exhibits.theme import DARK, LIGHT, Theme
from exhibits.units import units_map
from tests.exhibits.gallery import Gallery

MAPS = ("units.units_map", "safety.units_without_provision")
WIDTH, HEIGHT = 760, 440
MOST_BYTES = 400_000
both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


@pytest.fixture(scope="module")
def maps(gallery: Gallery) -> list[Exhibit]:
    """All maps of everything: with every shading, and of safety."""
    return [shown for builder in MAPS for shown in gallery.exhibits(builder, "everything")]


@pytest.fixture(scope="module")
def units(maps: list[Exhibit]) -> Exhibit:
    return maps[0]


@pytest.fixture
def clusters(read: Reader, chosen: Selection, monkeypatch: pytest.MonkeyPatch) -> Exhibit:
    """The map of everything as it is where there are too many units to show each."""
    monkeypatch.setattr("exhibits.units.MOST_MARKS", 30)
    return units_map(read, chosen)


def layers(drawn: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The layers of a map, the legend's after those of the map itself, each with its rows."""
    parts = drawn.get("vconcat", [drawn])
    return [(layer, drawn["datasets"][layer["data"]["name"]]) for part in parts for layer in part["layer"]]


def points(drawn: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    (found,) = (each for each in layers(drawn) if each[0]["mark"]["type"] == "circle")
    return found


def ground(drawn: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The layer of shapes, and these by their codes."""
    layer, rows = layers(drawn)[0]
    return layer, {row["properties"]["code"]: row for row in rows}


def colours(channel: dict[str, Any]) -> dict[str, str]:
    scale = channel.get("condition", channel)["scale"] if "scale" not in channel else channel["scale"]
    return dict(zip(scale["domain"], scale["range"], strict=True))


def legend(exhibit: Exhibit, palette: Theme = LIGHT) -> dict[str, str]:
    """Word → colour."""
    assert exhibit.map is not None
    return {word: colour for group in exhibit.map.legend(palette) for colour, word in group.entries}


def test_it_keeps_to_the_schema(maps: list[Exhibit]) -> None:
    for shown in maps:
        drawn = spec(shown, WIDTH, HEIGHT)
        kept = {name: value for name, value in drawn.items() if name not in ("datasets", "config")}
        alt.Chart.from_dict(kept, validate=True)


def test_it_is_small_enough_for_a_kit(maps: list[Exhibit], clusters: Exhibit) -> None:
    sizes = [len(json.dumps(spec(shown, WIDTH, HEIGHT))) for shown in (*maps, clusters)]
    assert max(sizes) <= MOST_BYTES


@both
def test_every_placed_unit_is_a_circle_in_its_colour(maps: list[Exhibit], palette: Theme) -> None:
    for shown in maps:
        layer, rows = points(spec(shown, WIDTH, HEIGHT, palette))
        placed = shown.frame[shown.frame["latitude"].notna()]
        group = "reach" if "reach" in shown.frame else "stage"
        assert sorted(row["group"] for row in rows) == sorted(placed[group])
        meant = legend(shown, palette)
        said = {row["group"]: row["name"] for row in rows}
        for code, colour in colours(layer["encoding"]["fill"]).items():
            if code in said and group == "stage":
                words = placed.set_index("stage")["stage_name"]
                assert meant[words[words.index == code].iloc[0]] == colour


def test_more_miners_make_a_larger_circle(units: Exhibit) -> None:
    _layer, rows = points(spec(units, WIDTH, HEIGHT))
    placed = units.frame[units.frame["latitude"].notna()]
    sizes = pd.Series([row["r"] for row in rows], index=placed["miners"].to_numpy()).sort_index()
    assert sizes.is_monotonic_increasing and sizes.iloc[0] < sizes.iloc[-1]


def test_a_circle_is_drawn_as_large_as_its_radius_says(units: Exhibit) -> None:
    layer, rows = points(spec(units, WIDTH, HEIGHT))
    scale = layer["encoding"]["size"]["scale"]
    assert (scale["type"], scale["exponent"], scale["domain"][0], scale["range"][0]) == ("pow", 2, 0, 0)
    largest = max(row["r"] for row in rows)
    assert scale["domain"][1] == largest
    # From afar all are smaller, in the same proportion.
    assert 0.5 < scale["range"][1] ** 0.5 / 2 / largest <= 1


def test_circles_lie_where_the_screen_has_them(units: Exhibit) -> None:
    _layer, rows = points(spec(units, WIDTH, HEIGHT))
    placed = units.frame[units.frame["latitude"].notna()].reset_index(drop=True)
    east, north = placed["longitude"].idxmax(), placed["latitude"].idxmax()
    assert max(row["x"] for row in rows) == rows[east]["x"]
    assert min(row["y"] for row in rows) == rows[north]["y"]
    assert all(0 < row["x"] < WIDTH and 0 < row["y"] < HEIGHT for row in rows)


@both
@pytest.mark.parametrize("shading", list(SHADINGS))
def test_shaded_regions_have_the_shades_of_the_legend(
    maps: list[Exhibit], shading: str, palette: Theme
) -> None:
    shown = maps[1 + list(SHADINGS).index(shading)]
    assert shown.map is not None
    values = shown.map.arguments[0]
    layer, shapes = ground(spec(shown, WIDTH, HEIGHT, palette))
    fills = colours(layer["encoding"]["fill"])
    assert {code for code, *_others in values} <= set(shapes)
    for code, name, _value, said in values:
        assert shapes[code]["properties"]["name"] == f"{name} · {said}"
    ends = legend(shown, palette)
    least, most = min(values, key=lambda v: v[2]), max(values, key=lambda v: v[2])
    for code, name, _value, said in (least, most):
        assert fills[code] == ends[f"{said} ({name})"]


def test_an_unshaded_map_has_land_and_borders_only(units: Exhibit) -> None:
    _layer, shapes = ground(spec(units, WIDTH, HEIGHT))
    assert set(shapes) == {"land", "between regions", "between countries"}
    assert all(shape["geometry"]["coordinates"] for shape in shapes.values())


def test_both_themes_share_their_rows(maps: list[Exhibit]) -> None:
    for shown in maps:
        light, dark = (spec(shown, WIDTH, HEIGHT, palette) for palette in (LIGHT, DARK))
        shared = set(light["datasets"]) & set(dark["datasets"])
        whole, kept = (
            sum(len(json.dumps(light["datasets"][name])) for name in names)
            for names in (light["datasets"], shared)
        )
        assert kept > 0.95 * whole
        assert str(light).count(LIGHT.land) and str(dark).count(DARK.land)


def test_all_words_of_the_legend_are_written_below_the_map(maps: list[Exhibit]) -> None:
    for shown in maps:
        said = " ".join(text for text, _box in written(svg(shown, WIDTH, HEIGHT)))
        assert shown.map is not None
        for group in shown.map.legend(LIGHT):
            assert group.title in said
            assert all(word in said for _colour, word in group.entries)


@pytest.mark.parametrize(("width", "height"), [(340, 430), (640, 228), (WIDTH, HEIGHT), (1200, 520)])
def test_its_words_stand_apart_and_within(maps: list[Exhibit], width: int, height: int) -> None:
    for shown in maps:
        picture = svg(shown, width, height)
        size = size_of(picture)
        # Names and the scale are written twice, above their halo.
        words = list(dict.fromkeys(written(picture)))
        for _text, box in words:
            assert box.left >= size.left - 1.5 and box.right <= size.right + 1.5
            assert box.top >= size.top - 1.5 and box.bottom <= size.bottom + 1.5
        for (one, here), (other, there) in combinations(words, 2):
            assert not here.overlaps(there), (one, other)


def test_no_name_hides_a_circle(units: Exhibit) -> None:
    drawn = spec(units, WIDTH, HEIGHT)
    layer, rows = points(drawn)
    enlarged = layer["encoding"]["size"]["scale"]["range"][1] ** 0.5 / 2 / max(row["r"] for row in rows)
    circles = [
        Box(row["x"] - row["r"] * enlarged, row["y"], row["x"] + row["r"] * enlarged, row["y"])
        for row in rows
    ]
    names = [box for text, box in written(svg(units, WIDTH, HEIGHT)) if text.endswith(" units")]
    assert len(names) == 2 * 5
    assert not any(name.overlaps(circle, -1) for name in names for circle in circles)


def test_it_has_a_scale_of_a_round_length(maps: list[Exhibit]) -> None:
    for shown in maps:
        lengths = [text for text, _box in written(svg(shown, WIDTH, HEIGHT)) if text.endswith(" km")]
        assert lengths and all(re.fullmatch(r"[125]0* km", length) for length in lengths)


def test_the_scale_is_as_long_as_it_says(read: Reader, chosen: Selection) -> None:
    shown = units_map(read, chosen.narrowed(programmes=("HSE-2",)))
    drawn = spec(shown, WIDTH, HEIGHT)
    (line, (row,)) = next(each for each in layers(drawn) if each[0]["mark"]["type"] == "rule")
    pixels = line["encoding"]["x2"]["value"] - line["encoding"]["x"]["value"]
    _layer, rows = points(drawn)
    placed = shown.frame[shown.frame["latitude"].notna()].reset_index(drop=True)
    south, north = placed["latitude"].idxmin(), placed["latitude"].idxmax()
    degrees = placed["latitude"][north] - placed["latitude"][south]
    kilometres_in_pixel = degrees * 111.2 / (rows[south]["y"] - rows[north]["y"])
    assert pixels * kilometres_in_pixel == pytest.approx(float(row["text"].split()[0]), rel=0.03)


def test_regions_of_one_country_are_named_with_their_values(read: Reader, chosen: Selection) -> None:
    shown = units_map(read, chosen.narrowed(countries=("PE",)), "training_coverage")
    assert shown.map is not None
    said = {text for text, _box in written(svg(shown, WIDTH, HEIGHT))}
    assert {f"{name} · {value}" for _code, name, _share, value in shown.map.arguments[0]} <= said


def test_clusters_bear_their_numbers(clusters: Exhibit) -> None:
    drawn = spec(clusters, WIDTH, HEIGHT)
    _layer, rows = points(drawn)
    numbers = [
        row["text"]
        for layer, rows in layers(drawn)
        for row in rows
        if layer["mark"].get("tooltip", 1) is None and "group" in row
    ]
    assert sum(int(row["name"].split()[0]) for row in rows if "unit" in row["name"].split("\n")[0]) == int(
        clusters.frame["placed"].sum()
    )
    assert sorted(map(int, numbers)) == sorted(int(row["name"].split()[0]) for row in rows)
    assert set(numbers) <= {text for text, _box in written(svg(clusters, WIDTH, HEIGHT))}


@both
def test_numbers_can_be_read_on_their_clusters(clusters: Exhibit, palette: Theme) -> None:
    drawn = spec(clusters, WIDTH, HEIGHT, palette)
    fills = colours(points(drawn)[0]["encoding"]["fill"])
    (texts,) = (
        colours(layer["encoding"]["color"])
        for layer, rows in layers(drawn)
        if layer["mark"]["type"] == "text" and "group" in rows[0]
    )
    for group, colour in texts.items():
        assert (_brightness(colour) < BRIGHT) == (_brightness(fills[group]) > BRIGHT)


def test_clusters_that_are_all_single_units_are_left_at_that(
    read: Reader, chosen: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where there are very many units, and only a few of them have a place.
    monkeypatch.setattr("exhibits.units.MOST_MARKS", 30)
    shown = units_map(read, chosen.narrowed(countries=("CO",)))
    _layer, rows = points(spec(shown, WIDTH, HEIGHT))
    assert rows


def test_units_that_have_no_place_are_not_drawn(units: Exhibit) -> None:
    assert units.map is not None
    frame = units.frame.head(3).copy()
    frame.loc[frame.index[0], ["latitude", "longitude"]] = None
    drawn = units.map.on_paper(LIGHT, frame, WIDTH, HEIGHT)
    assert max(len(rows) for rows in drawn.datasets.values() if "r" in rows[0]) == 2


@pytest.mark.parametrize("selection", ["ended", "lone_unit", "after_all_data", "all_years"])
def test_it_can_be_drawn_of_any_selection(gallery: Gallery, selection: str) -> None:
    for builder in MAPS:
        for shown in gallery.exhibits(builder, selection):
            assert svg(shown, WIDTH, HEIGHT).startswith("<svg")
