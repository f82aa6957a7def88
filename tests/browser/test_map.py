"""The map in a browser: drawn without a word to other machines, and every click means something."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from math import dist
from random import Random

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Position, expect
from sqlalchemy import select

from data_access.schema import ProductionUnit
from exhibits.theme import LIGHT
from tests.browser.conftest import Visit
from tests.exhibits.test_clusters import with_more_units
from tools.browser import MAP, colours, finished, wait_until_drawn
from tools.serving import Server, serving

Open = Callable[..., Visit]
Pixel = tuple[int, int]
PIXELS_BESIDE_A_UNIT = 22
# Less than the quarter of a second after which it is no click.
MILLISECONDS_HELD = 100
MOST_CLICKS = 12


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
    expect(page).to_have_url(re.compile(r"/map\?country=BO&unit=[\w-]+$"))
    page.get_by_role("button", name="Close the card").click()
    expect(card).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/map\?country=BO$"))


def test_a_click_on_a_region_narrows_the_selection_to_it(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/map?country=BO").page
    drawn = map_of(page)
    press(drawn, ground_beside(drawn, a_unit(drawn)))
    expect(page).to_have_url(re.compile(r"/map\?country=BO&region=BO-\w$"))
    finished(page)
    expect(page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first).to_contain_text("La Paz")


@pytest.fixture(scope="module")
def crowded(sample_sqlite_store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a map of the sample's units and of very many more around one mine."""
    folder = tmp_path_factory.mktemp("crowded")

    def near_one_mine(chance: Random) -> tuple[float, float]:
        return -15.6 + chance.gauss(0, 0.05), -73.8 + chance.gauss(0, 0.05)

    read = with_more_units(sample_sqlite_store_url, folder / "store.sqlite", near_one_mine, 900)
    with read.store.reading() as connection:
        region = connection.scalar(select(ProductionUnit.region_id).where(ProductionUnit.id == "X0"))
    read.store.close()
    with serving(f"sqlite:///{folder / 'store.sqlite'}", folder / "server.log") as server:
        yield f"{server.origin}/map?region={region}"


def test_a_click_on_a_number_goes_near_until_a_unit_opens_its_card(crowded: str, visit: Open) -> None:
    page = visit(crowded).page
    whole_map, card = page.get_by_role("button", name="Whole map"), page.locator(".st-key-card_unit_card")
    first = map_of(page).screenshot()
    gone_near = False
    for _ in range(MOST_CLICKS):
        drawn = map_of(page)
        press(drawn, a_unit(drawn))
        finished(page)
        gone_near = gone_near or whole_map.is_visible()
        if card.is_visible():
            break
    assert gone_near
    expect(card).to_contain_text("Organisation")
    assert map_of(page).screenshot() != first
    page.get_by_role("button", name="Close the card").click()
    whole_map.click()
    expect(whole_map).to_have_count(0)


def test_numbers_break_up_where_one_zooms_in(crowded: str, visit: Open) -> None:
    """In the browser alone: the server sends nothing."""
    seen = visit(crowded)
    page, drawn = seen.page, map_of(seen.page)
    heard = len(seen.frames)
    before = list(pixels_of(drawn, LIGHT.stages[0]))
    x, y = before[len(before) // 2]
    drawn.hover(position={"x": x, "y": y})
    for _ in range(6):
        page.mouse.wheel(0, -200)
    assert list(pixels_of(map_of(page), LIGHT.stages[0])) != before
    assert len(seen.frames) == heard


@pytest.mark.parametrize("shading", ["Training coverage", "Active miners"])
def test_regions_are_shaded_by_the_figure_chosen(shading: str, dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/map?country=BO").page
    before = map_of(page).screenshot()
    page.get_by_role("radio", name=shading).click()
    expect(page.locator(".legend .shades")).to_be_visible()
    finished(page)
    assert map_of(page).screenshot() != before
    expect(page.locator(".legend .shades")).to_contain_text(re.compile(shading, re.IGNORECASE))
