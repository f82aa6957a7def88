"""The map of production units: what it sends, where it gets it from, and what its legend says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits.exhibit import Exhibit
from exhibits.shading import SHADINGS
from exhibits.theme import DARK, LIGHT, Theme
from exhibits.units import units_map
from tests.exhibits.gallery import Gallery

both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


@pytest.fixture(scope="module")
def maps(gallery: Gallery) -> dict[str, Exhibit]:
    """The map of everything by what its regions are shaded by."""
    return dict(zip(("", *SHADINGS), gallery.exhibits("units.units_map", "everything"), strict=True))


def drawn(exhibit: Exhibit, palette: Theme = LIGHT) -> dict[str, Any]:
    """The map as it goes to the browser."""
    assert exhibit.map is not None
    deck: dict[str, Any] = json.loads(exhibit.map.deck(palette, exhibit.frame, 520, exhibit.height).to_json())
    return deck


def layers(deck: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is drawn: for a layer that shows another one, that one."""
    return {layer["id"]: layer.get("content", layer) for layer in deck["layers"]}


def legend(exhibit: Exhibit, palette: Theme = LIGHT) -> dict[str, dict[str, str]]:
    """Title → word → colour."""
    assert exhibit.map is not None
    return {
        group.title: {word: colour for colour, word in group.entries} for group in exhibit.map.legend(palette)
    }


def region_shades(exhibit: Exhibit) -> list[tuple[str, str, str]]:
    """Code, name and value in words of the regions that the map shades."""
    assert exhibit.map is not None
    return [(code, name, said) for code, name, _value, said in exhibit.map.arguments[0]]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(part)


def hexadecimal(colour: list[int]) -> str:
    return f"#{bytes(colour[:3]).hex().upper()}"


@both
@pytest.mark.parametrize("shading", ["", *SHADINGS])
def test_nothing_is_fetched_from_outside(maps: dict[str, Exhibit], shading: str, palette: Theme) -> None:
    deck = drawn(maps[shading], palette)
    # The word that pydeck puts where no style was asked for; an address, even none, would be fetched.
    assert deck["mapStyle"] == "__MAP_STYLE__" and not deck.get("mapProvider")
    assert [text for text in strings(deck) if re.search(r"//|^www\.|mapbox|carto", text)] == []
    fetched = {layer["data"] for layer in layers(deck).values() if isinstance(layer["data"], str)}
    assert all(url.startswith("borders/") for url in fetched) and len(fetched) > 1


def test_points_carry_only_what_is_drawn(maps: dict[str, Exhibit]) -> None:
    points = layers(drawn(maps[""]))["units"]["data"]
    assert {frozenset(point) for point in points} == {frozenset({"unit", "at", "c", "r", "name"})}
    assert len(json.dumps(points)) / len(points) < 160


def test_every_placed_unit_is_a_point_in_the_colour_of_its_stage(maps: dict[str, Exhibit]) -> None:
    frame, points = maps[""].frame, layers(drawn(maps[""]))["units"]["data"]
    placed = frame[frame["latitude"].notna()]
    assert {point["unit"] for point in points} == set(placed["unit"])
    colours = {word: colour for group in legend(maps[""]).values() for word, colour in group.items()}
    stage = placed.set_index("unit")["stage_name"]
    assert all(hexadecimal(point["c"]) == colours[stage[point["unit"]]] for point in points)


def test_more_miners_make_a_larger_point(maps: dict[str, Exhibit]) -> None:
    miners = maps[""].frame.set_index("unit")["miners"]
    points = sorted(layers(drawn(maps[""]))["units"]["data"], key=lambda point: miners[point["unit"]])
    sizes = [point["r"] for point in points]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]


def test_a_point_says_who_it_is(maps: dict[str, Exhibit]) -> None:
    row = maps[""].frame.iloc[0]
    point = next(p for p in layers(drawn(maps[""]))["units"]["data"] if p["unit"] == row["unit"])
    assert point["name"].startswith(f"{row['name']} · {row['stage_name']} · {row['miners']} miner")


def test_a_click_finds_units_and_regions_and_nothing_else(maps: dict[str, Exhibit]) -> None:
    pickable = {layer["id"] for layer in drawn(maps[""])["layers"] if layer["pickable"]}
    countries = {code[:2] for code in maps[""].frame["region"]}
    assert {name.rpartition("_")[0] or name for name in pickable} == {
        "units",
        *(f"regions_{country}" for country in countries),
        *(f"regions_{country}_afar" for country in countries),
    }


def test_units_lie_above_land_and_regions(maps: dict[str, Exhibit]) -> None:
    order = [layer["id"].partition("_")[0] for layer in drawn(maps[""])["layers"]]
    assert order.index("land") < order.index("regions") < order.index("units") < order.index("names")


def test_the_legend_has_every_stage_that_is_on_the_map(maps: dict[str, Exhibit]) -> None:
    words = {word for group in legend(maps[""]).values() for word in group}
    assert words >= set(maps[""].frame["stage_name"])


def test_the_legend_has_no_ladder_on_which_nobody_stands(read: Reader, chosen: Selection) -> None:
    shown = units_map(read, chosen.narrowed(programmes=("HSE-2",)))
    assert list(legend(shown)) == ["Swiss Better Gold Continuous Improvement Escalator"]
    assert list(next(iter(legend(shown).values()))) == ["Step 1", "Step 2", "Step 3"]


@both
@pytest.mark.parametrize("shading", list(SHADINGS))
def test_shaded_regions_have_a_legend_with_both_ends(
    maps: dict[str, Exhibit], shading: str, palette: Theme
) -> None:
    shown = maps[shading]
    ends = legend(shown, palette)[SHADINGS[shading]]
    values = {f"{said} ({name})" for _code, name, said in region_shades(shown)}
    assert len(ends) == 2 and set(ends) <= values
    assert set(ends.values()) <= set(palette.shades)
    assert list(ends.values())[1] == palette.shades[-1]


@pytest.mark.parametrize("shading", list(SHADINGS))
def test_a_shaded_map_names_the_figure_and_all_regions_with_units(
    maps: dict[str, Exhibit], shading: str
) -> None:
    shown = maps[shading]
    assert shading in shown.figures
    assert SHADINGS[shading].lower() in shown.subtitle
    assert {code for code, _name, _said in region_shades(shown)} <= set(shown.frame["region"])
    fills = {layer["getFillColor"] for name, layer in layers(drawn(shown)).items() if name[:8] == "regions_"}
    assert all(f"'{code}'" in "".join(fills) for code, _name, _said in region_shades(shown))


def test_insured_regions_are_shaded_by_the_share(maps: dict[str, Exhibit], read: Reader) -> None:
    shares = [said for _code, _name, said in region_shades(maps["insured"])]
    assert shares and all(share.endswith("%") for share in shares)


def test_an_unshaded_map_leaves_the_regions_clear(maps: dict[str, Exhibit]) -> None:
    fills = {
        layer["getFillColor"] for name, layer in layers(drawn(maps[""])).items() if name[:8] == "regions_"
    }
    assert fills == {"@@=[0, 0, 0, 0]"}


def test_units_without_a_place_are_said_and_not_drawn(maps: dict[str, Exhibit]) -> None:
    assert maps[""].map is not None
    frame = maps[""].frame.head(3).copy()
    frame.loc[frame.index[0], ["latitude", "longitude"]] = None
    deck = maps[""].map.draw(LIGHT, frame, 520, 430, *maps[""].map.arguments)
    assert len(layers(json.loads(deck.to_json()))["units"]["data"]) == 2


def test_a_map_without_units_can_be_drawn(gallery: Gallery) -> None:
    for shown in gallery.exhibits("units.units_map", "ended"):
        assert layers(drawn(shown))["units"]["data"] == []
        assert legend(shown) == {}


def test_a_map_is_drawn_once_for_each_theme_and_size(read: Reader, chosen: Selection) -> None:
    shown = units_map(read, chosen.narrowed(programmes=("HSE-2",)))
    assert shown.map is not None
    first = shown.map.deck(LIGHT, shown.frame, 520, 430)
    assert shown.map.deck(LIGHT, shown.frame, 520, 430) is first
    assert shown.map.deck(DARK, shown.frame, 520, 430) is not first
    assert shown.map.deck(LIGHT, shown.frame, 300, 430) is not first


def test_from_afar_countries_are_named_and_from_near_regions(read: Reader, chosen: Selection) -> None:
    def names(shown: Exhibit) -> set[str]:
        return {label["text"] for label in layers(drawn(shown))["names"]["data"] if "scale" not in label}

    everywhere = names(units_map(read, chosen))
    ghana = read.figure("production_units", chosen, ["country"]).set_index("country")["value"]["GH"]
    assert f"Ghana · {ghana} units" in everywhere
    assert names(units_map(read, chosen.narrowed(programmes=("HSE-2",)))) == {"Arequipa · 20 units"}


def test_where_units_lie_comes_from_the_record_and_not_from_their_coordinates(
    maps: dict[str, Exhibit],
) -> None:
    assert maps[""].map is not None
    frame = maps[""].frame.head(1).assign(latitude=6.0, longitude=-1.5)
    deck = json.loads(maps[""].map.draw(LIGHT, frame, 520, 430, *maps[""].map.arguments).to_json())
    country = frame["region"].iloc[0][:2]
    found = [name for name in layers(deck) if name.startswith("regions_")]
    assert [name.rpartition("_")[0] for name in found] == [f"regions_{country}_afar", f"regions_{country}"]


def test_the_table_behind_the_map_names_each_unit(maps: dict[str, Exhibit]) -> None:
    table = maps[""].table()
    assert list(table.columns) == ["Unit", "Organisation", "Region", "Stage", "Miners"]
    assert not table.isna().any(axis=None)
    assert isinstance(table, pd.DataFrame)
