"""The map in a browser: drawn without a word to other machines, and every click means something."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from math import dist

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Position, expect

from exhibits.theme import LIGHT
from tests.browser.conftest import Visit
from tools.browser import MAP, colours, finished, wait_until_drawn
from tools.serving import Server

Open = Callable[..., Visit]
Pixel = tuple[int, int]
PIXELS_BESIDE_A_UNIT = 22
# Less than the quarter of a second after which it is no click.
MILLISECONDS_HELD = 100


def pixels_of(map_of_page: Locator, colour: str) -> Iterator[Pixel]:
    """Where a map shows a colour (``#RRGGBB``) purely: the pixel and those around it."""
    with Image.open(io.BytesIO(map_of_page.screenshot())) as opened:
        picture = opened.convert("RGB")
    wanted = tuple(bytes.fromhex(colour.removeprefix("#")))
    around = [(right, down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
    for y in range(1, picture.height - 1):
        for x in range(1, picture.width - 1):
            if all(picture.getpixel((x + right, y + down)) == wanted for right, down in around):
                yield x, y


def a_unit(map_of_page: Locator) -> Pixel:
    """A pixel in the midst of a production unit, of whatever stage."""
    return next(pixel for colour in reversed(LIGHT.stages) for pixel in pixels_of(map_of_page, colour))


def ground_beside(map_of_page: Locator, unit: Pixel) -> Pixel:
    """The nearest pixel with nothing around it but the colour that most of the map has."""
    with Image.open(io.BytesIO(map_of_page.screenshot())) as opened:
        picture = opened.convert("RGB")
    reach = PIXELS_BESIDE_A_UNIT
    _, ground = max(picture.getcolors(picture.width * picture.height) or [])
    places = [
        (x, y)
        for x in range(reach, picture.width - reach, 10)
        for y in range(reach, picture.height - reach, 10)
        if picture.crop((x - reach, y - reach, x + reach, y + reach)).getcolors() == [(4 * reach**2, ground)]
    ]
    return min(places, key=lambda place: dist(place, unit))


def map_of(page: Page) -> Locator:
    """The page's map, when it has come to rest."""
    drawn = page.locator(MAP)
    wait_until_drawn(drawn)
    return drawn


def press(map_of_page: Locator, pixel: Pixel) -> None:
    """Clicks as a person does: what lies there is looked up while the button is held down."""
    position: Position = {"x": pixel[0], "y": pixel[1]}
    map_of_page.hover(position=position)
    map_of_page.click(position=position, delay=MILLISECONDS_HELD)


def test_the_map_shows_units_of_every_stage_on_land(dashboard: Server, visit: Open) -> None:
    drawn = map_of(visit(f"{dashboard.origin}/map").page)
    for colour in (*LIGHT.stages, LIGHT.land):
        assert next(pixels_of(drawn, colour), None), f"nothing on the map is {colour}"


def test_a_blank_map_would_be_noticed() -> None:
    blank = io.BytesIO()
    Image.new("RGB", (700, 500), LIGHT.sea).save(blank, "PNG")
    assert colours(blank.getvalue()) == 1


def test_a_click_on_a_unit_opens_its_card(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/map?country=BO").page
    drawn = map_of(page)
    press(drawn, a_unit(drawn))
    card = page.locator(".st-key-card_unit_card")
    expect(card).to_contain_text("Organisation")
    page.get_by_role("button", name="Close the card").click()
    expect(card).to_have_count(0)


def test_a_click_on_a_region_narrows_the_selection_to_it(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/map?country=BO").page
    drawn = map_of(page)
    press(drawn, ground_beside(drawn, a_unit(drawn)))
    expect(page).to_have_url(re.compile(r"/map\?country=BO&region=BO-\w$"))
    finished(page)
    expect(page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first).to_contain_text("La Paz")


@pytest.mark.parametrize("shading", ["Training coverage", "Active miners"])
def test_regions_are_shaded_by_the_figure_chosen(shading: str, dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/map?country=BO").page
    before = map_of(page).screenshot()
    page.get_by_role("radio", name=shading).click()
    expect(page.locator(".legend .shades")).to_be_visible()
    finished(page)
    assert map_of(page).screenshot() != before
    expect(page.locator(".legend .shades")).to_contain_text(re.compile(shading, re.IGNORECASE))
