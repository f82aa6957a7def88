"""Every chart of the gallery as a picture: its words are there, none is cut, all fits the size asked for."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from PIL import Image, ImageFont

from data_access.language import speaking
from data_access.reader import Remembering
from exhibits.exhibit import Exhibit
from exhibits.export import pictures
from exhibits.export.pictures import least_height, png, spec, svg
from exhibits.export.written import Box, size_of, written
from exhibits.lettering import FILES, SANS
from exhibits.theme import DARK, LIGHT
from tests.choice import a_choice
from tests.exhibits.gallery import BUILDERS, Gallery
from tests.exhibits.test_every_exhibit import walk

WIDTH, WIDE = 720, 960
# What some charts write beside each other on purpose.
CLOSE = {"figure_over_time", "coverage_by_topic_and_region", "share_of_figure"}
NO_SIGN = "\uffff"
FOREIGN = "áéíóúñÑçœÉ · −12 \N{NARROW NO-BREAK SPACE}% → ≥ “x”"


@pytest.fixture(params=a_choice(BUILDERS, 3))
def drawn(request: pytest.FixtureRequest, gallery: Gallery) -> list[Exhibit]:
    """What a builder makes that has a chart."""
    made = [*gallery.exhibits(request.param, "everything"), *gallery.exhibits(request.param, "lone_unit")]
    return [shown for shown in made if shown.chart and not shown.empty]


def texts(part: object) -> Iterator[str]:
    """The columns that a specification writes beside what it draws, or as names of rows."""
    for key, value in walk(part):
        if key == "encoding":
            yield from (value[channel]["field"] for channel in ("text",) if "field" in value.get(channel, {}))
            if value.get("y", {}).get("type") == "nominal" and value["y"].get("axis", "") is not None:
                yield value["y"]["field"]


def test_its_words_and_numbers_are_there(drawn: list[Exhibit]) -> None:
    for shown in drawn:
        assert shown.chart is not None
        # Words that have no room end with three dots.
        said = {text.rstrip("…") for text, _box in written(svg(shown, WIDE, shown.height))}
        for column in set(texts(shown.chart.spec(LIGHT))) & set(shown.frame):
            values = [str(value) for value in shown.frame[column].dropna() if str(value).strip()]
            there = [
                value
                for value in values
                if any(value.startswith(text) for text in said if len(text) > 1 or text == value)
            ]
            assert there or not values, (shown.name, column, values[:3])


def test_nothing_is_cut_or_written_over(drawn: list[Exhibit]) -> None:
    for shown in drawn:
        for width, height in ((WIDTH, shown.height), (400, 240), (1100, 420)):
            picture = svg(shown, width, height)
            size, words = size_of(picture), written(picture)
            for text, box in words:
                assert box.left >= size.left - 2 and box.right <= size.right + 2, (shown.name, text)
                assert box.top >= size.top - 2 and box.bottom <= size.bottom + 2, (shown.name, text)
            if shown.name not in CLOSE and width != 400:
                # Some words are written twice, above their halo, or once for each row.
                pairs = combinations(dict.fromkeys(words), 2)
                overlaps = [(a, b) for (a, one), (b, other) in pairs if a != b and one.overlaps(other, 3)]
                assert overlaps == [], shown.name


def test_it_has_the_size_asked_for(drawn: list[Exhibit]) -> None:
    for shown in drawn[:2]:
        for width, height in ((WIDTH, shown.height), (500, 180)):
            picture = svg(shown, width, height)
            assert f'width="{width}" height="{height}"' in picture[:300]
            # What is drawn is as wide as the picture, whether all of it is made smaller or not.
            size = size_of(picture)
            assert size.right / size.bottom == pytest.approx(width / height, rel=0.3)


def test_its_specification_holds_its_data_and_asks_for_nothing(drawn: list[Exhibit]) -> None:
    for shown in drawn:
        made = spec(shown, WIDTH, shown.height, DARK)
        assert len(made["datasets"]["frame"]) == len(shown.frame)
        assert "url" not in {key for key, _value in walk({**made, "datasets": {}})}
        json.dumps(made, allow_nan=False)


def test_a_chart_is_made_once_for_all_its_pictures(gallery: Gallery) -> None:
    (shown, *_others) = gallery.exhibits("stages.units_over_time", "everything")
    assert shown.chart is not None
    before = json.dumps(shown.chart.spec(LIGHT))
    spec(shown, WIDTH, 300)
    assert json.dumps(shown.chart.spec(LIGHT)) == before


def test_all_amounts_of_a_chart_are_written(gallery: Gallery) -> None:
    for builder in ("premium.premium_flow", "premium.spending_by_category", "insured.insured_by_product"):
        for shown in gallery.exhibits(builder, "everything"):
            said = {text for text, _box in written(svg(shown, WIDTH, shown.height))}
            assert set(shown.frame["label"]) <= said, builder


def test_rows_that_have_no_room_make_all_of_it_smaller(gallery: Gallery) -> None:
    (shown, *_others) = gallery.exhibits("unit_card.units_by_region", "everything")
    assert least_height(shown) == shown.height > 400
    picture = svg(shown, 600, 200)
    assert size_of(picture).bottom >= shown.height - 1
    assert 'width="600" height="200"' in picture[:300]


def test_a_way_through_the_months_can_be_low(gallery: Gallery) -> None:
    (shown, *_others) = gallery.exhibits("stages.units_over_time", "everything")
    assert least_height(shown) < 200 < shown.height
    assert size_of(svg(shown, 600, 200)).bottom == pytest.approx(200, abs=1)


def test_words_that_leave_it_make_all_of_it_smaller(gallery: Gallery) -> None:
    shown = gallery.exhibits("attributed.share_of_figure", "everything")[0]
    long = replace(shown, frame=shown.frame.assign(label=shown.frame["label"] + " and many words more"))
    assert size_of(svg(long, 360, long.height)).right > 400


def test_a_png_has_more_dots_and_a_clear_ground(gallery: Gallery) -> None:
    (shown, *_others) = gallery.exhibits("stages.units_over_time", "everything")
    with Image.open(io.BytesIO(png(shown, 500, 260, scale=3))) as picture:
        assert picture.size == (1500, 780)
        assert picture.convert("RGBA").getpixel((2, 2)) == (0, 0, 0, 0)
        used = {colour for _count, colour in picture.convert("RGB").getcolors(1 << 24) or []}
    stages = {tuple(bytes.fromhex(colour[1:])) for colour in (LIGHT.stages[0], LIGHT.stages[3])}
    assert stages <= used


def test_months_and_numbers_are_in_the_language_spoken(read: Remembering) -> None:
    with speaking("fr"):
        (shown, *_others) = Gallery(read).exhibits("protection.cover_and_turnover", "everything")
        large = replace(shown, frame=shown.frame.assign(value=shown.frame["value"] * 10))
        said = {text for text, _box in written(svg(large, WIDTH, 400))}
    assert "févr." in said
    assert any(re.fullmatch(r"\d\N{NARROW NO-BREAK SPACE}000", text) for text in said), said


@pytest.mark.parametrize("file", FILES.values(), ids=lambda file: file.stem)
def test_the_fonts_that_come_along_have_the_signs_of_our_languages(file: Any) -> None:
    font = ImageFont.truetype(file, 40)
    missing = bytes(font.getmask(NO_SIGN))
    for sign in set(FOREIGN) - {" ", "\N{NARROW NO-BREAK SPACE}"}:
        assert bytes(font.getmask(sign)) != missing, sign
    assert font.getlength("\N{NARROW NO-BREAK SPACE}") < font.getlength(NO_SIGN)


def test_pictures_are_written_in_the_fonts_that_come_along(gallery: Gallery) -> None:
    (shown, *_others) = gallery.exhibits("stages.units_over_time", "everything")
    families = set(re.findall(r'font-family="([^"]*)"', svg(shown, WIDTH, 300)))
    assert families == {f"&quot;{SANS}&quot;, sans-serif"}


def test_the_longest_bar_and_its_words_fill_the_width(gallery: Gallery) -> None:
    (shown, *_others) = gallery.exhibits("premium.spending_by_category", "everything")
    picture = svg(shown, WIDTH, shown.height)
    bars = max(
        float(end) for end in re.findall(r'd="M[\d.]+,[\d.]+h([\d.]+)v[\d.]+h-[\d.]+Z" fill="#0B', picture)
    )
    widest = max(box.right for _text, box in written(picture))
    assert widest == pytest.approx(WIDTH, abs=6)
    assert WIDTH / 2 < bars < widest


def test_cells_are_as_json_has_them() -> None:
    frame = pd.DataFrame(
        {
            "day": [date(2026, 9, 30), None],
            "amount": [Decimal("12.50"), None],
            "share": [0.5, float("nan")],
            "count": [3, 4],
            "said": ["x", None],
        }
    )
    first, second = pictures._rows(frame)
    assert first == {"day": "2026-09-30T00:00:00", "amount": 12.5, "share": 0.5, "count": 3, "said": "x"}
    assert second == {"day": None, "amount": None, "share": None, "count": 4, "said": None}


def test_a_table_has_no_picture(gallery: Gallery) -> None:
    (shown, *_others) = gallery.exhibits("claims.claims_that_hold", "everything")
    with pytest.raises(ValueError, match="claims_that_hold has neither a chart nor a map"):
        svg(shown, WIDTH, 300)


def test_boxes_overlap_by_what_they_have_in_common() -> None:
    assert Box(0, 0, 10, 10).overlaps(Box(6, 6, 20, 20), 3)
    assert not Box(0, 0, 10, 10).overlaps(Box(8, 0, 20, 10), 3)
