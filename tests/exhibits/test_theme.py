"""The colours can be read and told apart, in both themes, on charts, maps and the page around them."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from exhibits.drawn.training import STRONG_SHADES
from exhibits.theme import DARK, LIGHT, Theme, chart_config, stage_colours, theme
from tests.exhibits.colours import COLOUR_BLINDNESS, contrast, distance, seen_with

TEXT, SHAPE = 4.5, 3.0  # WCAG AA
# ΔE from which two neighbours in an ordered ramp are told apart without a second look.
NEIGHBOURS = 9
CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"

both = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return dict(tomllib.loads(CONFIG.read_text("utf-8"))["theme"])


def test_contrast_is_computed_as_the_guidelines_do() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#FFFFFF", "#777777") == pytest.approx(4.48, abs=0.005)
    assert distance("#123456", "#123456") == 0


def test_a_theme_that_is_not_known_is_light() -> None:
    assert theme("dark") is DARK
    assert theme("light") is theme(None) is theme("sepia") is LIGHT


@both
@pytest.mark.parametrize("name", ["ink", "muted", "own", "target"])
def test_words_in_charts_can_be_read(palette: Theme, name: str) -> None:
    assert contrast(getattr(palette, name), palette.paper) >= TEXT


@both
def test_words_on_the_map_can_be_read(palette: Theme) -> None:
    assert contrast(palette.muted, palette.land) >= TEXT
    assert contrast(palette.ink, palette.paper) >= TEXT


@both
def test_shapes_stand_out_from_the_paper(palette: Theme) -> None:
    shapes = (palette.own, palette.target, *palette.categories)
    assert {colour: contrast(colour, palette.paper) >= SHAPE for colour in shapes} == dict.fromkeys(
        shapes, True
    )


@both
def test_what_is_not_yet_assessed_has_an_outline_that_stands_out(palette: Theme) -> None:
    # It is as pale as the paper: the outline carries it, on charts and on the map.
    assert contrast(palette.muted, palette.not_assessed) >= SHAPE
    assert contrast(palette.muted, palette.land) >= SHAPE


@both
def test_categories_are_told_apart(palette: Theme) -> None:
    assert len(palette.categories) == 7
    assert min(distance(one, other) for one, other in combinations(palette.categories, 2)) >= 20


@both
@pytest.mark.parametrize("blindness", COLOUR_BLINDNESS)
def test_colours_are_told_apart_with_colour_blindness(palette: Theme, blindness: str) -> None:
    categories = [seen_with(blindness, colour) for colour in palette.categories]
    assert min(distance(one, other) for one, other in combinations(categories, 2)) >= NEIGHBOURS
    stages = [seen_with(blindness, colour) for colour in palette.stages]
    assert min(distance(one, other) for one, other in pairwise(stages)) >= NEIGHBOURS
    own, target = (seen_with(blindness, colour) for colour in (palette.own, palette.target))
    assert distance(own, target) >= NEIGHBOURS


@both
@pytest.mark.parametrize("stages", range(1, 7))
def test_each_stage_has_its_colour_and_neighbours_are_told_apart(palette: Theme, stages: int) -> None:
    colours = stage_colours(palette, stages)
    assert len(colours) == stages
    assert colours[-1] == palette.stages[-1]
    assert all(distance(one, other) >= NEIGHBOURS for one, other in pairwise(colours))
    assert all(distance(palette.not_assessed, colour) >= NEIGHBOURS for colour in colours)


@both
def test_a_ramp_goes_one_way_from_pale_to_strong(palette: Theme) -> None:
    for ramp in (palette.stages, palette.shades):
        strength = [contrast(colour, palette.paper) for colour in ramp]
        assert strength == sorted(strength)


def test_a_ladder_keeps_the_ends_of_the_ramp_however_many_stages_it_has() -> None:
    foot, *_, top = LIGHT.stages
    assert all((colours[0], colours[-1]) == (foot, top) for colours in map(_light, range(2, 9)))
    assert _light(4) == list(LIGHT.stages)
    assert _light(0) == []


def _light(stages: int) -> list[str]:
    return stage_colours(LIGHT, stages)


@both
def test_the_number_in_a_cell_can_be_read_on_every_shade(palette: Theme) -> None:
    strong = STRONG_SHADES[palette.name]
    ratios = [
        contrast(palette.paper if place >= strong else palette.ink, shade)
        for place, shade in enumerate(palette.shades)
    ]
    assert min(ratios) >= TEXT


@both
def test_shades_are_told_apart(palette: Theme) -> None:
    assert all(distance(one, other) >= 7 for one, other in pairwise(palette.shades))


@both
def test_charts_are_written_in_readable_colours(palette: Theme) -> None:
    config = chart_config(palette)
    for colour in (
        config["axis"]["labelColor"],
        config["legend"]["labelColor"],
        config["text"]["color"],
        config["header"]["labelColor"],
    ):
        assert contrast(colour, palette.paper) >= TEXT


@both
def test_the_page_around_a_chart_has_the_charts_paper_and_ink(
    palette: Theme, settings: dict[str, Any]
) -> None:
    page = settings[palette.name]
    assert (page["backgroundColor"], page["textColor"]) == (palette.paper, palette.ink)


@both
@pytest.mark.parametrize(
    "name", ["textColor", "linkColor", "primaryColor", "greenTextColor", "redTextColor", "grayTextColor"]
)
def test_the_pages_words_can_be_read_on_all_its_grounds(
    palette: Theme, name: str, settings: dict[str, Any]
) -> None:
    page = settings[palette.name]
    for place in (page, page["sidebar"]):
        assert contrast(page[name], place["backgroundColor"]) >= TEXT
        assert contrast(page[name], place["secondaryBackgroundColor"]) >= TEXT


@both
def test_quiet_words_and_those_on_what_can_be_clicked_can_be_read(
    palette: Theme, settings: dict[str, Any]
) -> None:
    page = settings[palette.name]
    for place in (page, page["sidebar"]):
        assert contrast(palette.muted, place["backgroundColor"]) >= TEXT
    assert contrast(palette.on_accent, page["primaryColor"]) >= TEXT


@both
@pytest.mark.parametrize("colour", ["green", "red"])
def test_a_change_can_be_read_on_its_own_ground(
    palette: Theme, colour: str, settings: dict[str, Any]
) -> None:
    page = settings[palette.name]
    assert contrast(page[f"{colour}TextColor"], page[f"{colour}BackgroundColor"]) >= TEXT
