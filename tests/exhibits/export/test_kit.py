"""The offline kit as it is written: one page that holds everything and asks for nothing."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pytest

from data_access.figures import figures
from data_access.language import speaking
from data_access.reader import Reader
from exhibits.exhibit import Exhibit
from exhibits.export.deck import Brand, Deck, Slide
from exhibits.export.kit import kit, smallest_type
from exhibits.theme import DARK, LIGHT
from tests.exhibits.gallery import BUILDERS, Gallery

DAY = date(2026, 9, 30)
PNG = b"\x89PNG\r\n\x1a\n and the rest"
BRAND = Brand("River & Sons", PNG, "#0B3D5C", "#BC861A")
HOSTILE = "</script><img src=x onerror=alert(1)><!-- {{7*7}} ${7*7} \"'& \u2028"
FIRST = ("units.units_map", "headlines.insured", "training.coverage_by_topic_and_region")


class Read(HTMLParser):
    """What a browser makes of a page: its elements with their attributes, and the text in each."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "img", "br"):
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(deck: Deck) -> str:
    with ZipFile(io.BytesIO(kit(deck))) as packed:
        assert packed.namelist() == ["index.html"]
        return packed.read("index.html").decode()


def deck_of(*exhibits: Exhibit, **others: Any) -> Deck:
    slides = tuple(Slide(shown, notes="only for me") for shown in exhibits)
    deck = Deck("What gold built", "For our sponsors", slides, DAY, DAY, BRAND, "S-1", "")
    return replace(deck, **others)


@pytest.fixture(scope="module")
def everything(gallery: Gallery) -> list[Exhibit]:
    """The first that each builder makes."""
    return [gallery.exhibits(builder, "everything")[0] for builder in BUILDERS]


@pytest.fixture(scope="module")
def few(gallery: Gallery) -> list[Exhibit]:
    return [gallery.exhibits(builder, "everything")[0] for builder in FIRST]


@pytest.fixture(scope="module")
def page(everything: list[Exhibit]) -> str:
    return page_of(deck_of(*everything))


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def tables(page: str) -> Iterator[tuple[str, list[list[tuple[str, str]]]]]:
    """The tables of a page by their captions: rows of cells, each as it is read and as it is exactly."""
    for table in re.findall(r"<table>.*?</table>", page.partition("<script")[0], re.DOTALL):
        caption = Read(table).texts["caption"][0]
        rows = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.DOTALL)
        yield caption, [[_cell(cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in rows]


def _cell(cell: str) -> tuple[str, str]:
    read = Read(cell)
    exact = next(
        (a.get("value") or a.get("datetime") for tag in ("data", "time") for a in read.all(tag)), None
    )
    said = read.texts["td"][0]
    return said, said if exact is None else exact


def test_the_numbers_in_its_tables_are_those_of_the_frames(page: str, everything: list[Exhibit]) -> None:
    found = iter(tables(page))
    seen = 0
    for shown in everything:
        if shown.empty or not shown.columns:
            continue
        _caption, rows = next(found)
        assert len(rows) == len(shown.frame), shown.name
        for place, (name, column) in enumerate(shown.columns.items()):
            for cell, row in zip(shown.frame[name], rows, strict=True):
                said, exact = row[place]
                if pd.isna(cell):
                    assert said == ""
                elif column.format in ("count", "share", "decimal", "money"):
                    assert Decimal(exact) == Decimal(str(cell)), (shown.name, name)
                    assert re.search(r"\d", said)
                elif column.format == "day":
                    assert exact == str(cell)[:10]
                else:
                    assert said == str(cell) or str(cell) in said
                seen += 1
    assert next(found, None) is None and seen > 5000


def test_each_exhibit_has_what_belongs_to_it(page: str, everything: list[Exhibit]) -> None:
    articles = re.findall(r"<article.*?</article>", page, re.DOTALL)
    assert len(articles) == len(everything)
    for article, shown in zip(articles, everything, strict=True):
        read = Read(article)
        said = read.texts["article"][0]
        assert read.texts["h2"] == [shown.title]
        assert shown.subtitle in said and shown.selection in said and "Snapshot S-1" in said
        assert "30 Sep 2026" in said and shown.suppressed in said
        assert all(figures()[name].definition in said for name in shown.figures)
        drawn = [a for a in read.all("figure") if "data-chart" in a]
        assert len(drawn) == int(not shown.empty and bool(shown.chart or shown.map)), shown.name
        assert all(len((figure["aria-label"] or "").split()) > 2 for figure in drawn)
        if shown.headline and not shown.empty:
            assert shown.headline.value in said


def test_a_presenter_says_it_in_their_own_words(few: list[Exhibit]) -> None:
    slides = (Slide(few[0], "We went **further** than planned."), Slide(few[2]))
    read = Read(page_of(deck_of(slides=slides)))
    assert "We went further than planned." in read.texts["p"]
    assert "further" in read.texts["b"]
    assert few[0].sentence not in read.texts["p"]


def test_notes_stay_with_the_presenter(page: str) -> None:
    assert "only for me" not in page


def test_it_asks_for_nothing(page: str) -> None:
    read = Read(page)
    for _tag, attributes in read.elements:
        for name in ("src", "href", "action", "data", "srcset", "poster"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/png")), attributes
    assert read.all("link") == read.all("iframe") == read.all("object") == read.all("base") == []
    addresses = re.findall(r"url\((?!data:font)[^)]*\)|@import", "".join(read.texts["style"]))
    assert addresses == []
    for chart in data_of(page)["charts"].values():
        assert "url" not in re.findall(r'"(\w+)":', json.dumps(chart))


def test_its_policy_allows_what_is_written_in_it_and_nothing_else(page: str) -> None:
    read = Read(page)
    (policy,) = (
        a["content"] or "" for a in read.all("meta") if a.get("http-equiv") == "Content-Security-Policy"
    )
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.strip()}
    assert (
        rules["default-src"]
        == rules["connect-src"]
        == rules["base-uri"]
        == rules["form-action"]
        == ["'none'"]
    )
    assert rules["img-src"] == rules["font-src"] == ["data:"]

    def hashes(texts: list[str]) -> list[str]:
        return [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts]

    scripts = [text for text, a in zip(read.texts["script"], read.all("script"), strict=True) if not a]
    assert len(scripts) == 2 and rules["script-src"] == hashes(scripts)
    assert rules["style-src"] == hashes(read.texts["style"])
    styled = [tag for tag, attributes in read.elements if "style" in attributes or "onclick" in attributes]
    assert styled == []


def test_every_chart_is_there_in_both_themes(page: str, everything: list[Exhibit]) -> None:
    data = data_of(page)
    drawn = [n for n, shown in enumerate(everything, 1) if not shown.empty and (shown.chart or shown.map)]
    assert sorted(map(int, data["charts"])) == drawn
    for chart in data["charts"].values():
        for size in (*chart["read"], *chart["wall"]):
            assert LIGHT.ink in str(size["light"]) and DARK.ink in str(size["dark"])
            assert set(size["rows"].values()) <= set(data["rows"])


def test_themes_and_sizes_share_what_is_drawn(few: list[Exhibit]) -> None:
    data = data_of(page_of(deck_of(few[0])))
    (chart,) = data["charts"].values()
    assert len(json.dumps(data["rows"])) < 400_000
    assert chart["fixed"] and [size["width"] for size in chart["read"]] == [340, 760]
    again = data_of(page_of(deck_of(few[0], few[0])))
    assert len(again["rows"]) == len(data["rows"])


def test_hostile_texts_stay_texts(few: list[Exhibit]) -> None:
    frame = few[2].frame.assign(topic_name=HOSTILE, label=HOSTILE)
    bad = replace(
        few[2],
        title=HOSTILE,
        subtitle=HOSTILE,
        sentence=HOSTILE,
        selection=HOSTILE,
        suppressed=HOSTILE,
        frame=frame,
    )
    deck = deck_of(
        bad,
        title=HOSTILE,
        subtitle=HOSTILE,
        snapshot=HOSTILE,
        link="javascript:alert(1)",
        brand=Brand(HOSTILE, PNG, "red;} * {display:none", "#BC861A"),
    )
    page = page_of(replace(deck, slides=(Slide(bad, HOSTILE, HOSTILE),)))
    harmless = page_of(deck_of(few[2]))
    tags = [
        [tag for tag, _attributes in Read(text).elements if tag not in ("p", "b", "li")]
        for text in (page, harmless)
    ]
    assert tags[0] == tags[1]
    assert "red;" not in Read(page).texts["style"][0]
    rows = data_of(page)["rows"].values()
    assert {row["label"] for each in rows for row in each if "label" in row} == {HOSTILE}
    read = Read(page)
    shown = HOSTILE.replace("\u2028", "\N{REPLACEMENT CHARACTER}")
    assert read.texts["h1"] == [shown] and shown in read.texts["h2"]
    assert shown in {cell for _caption, rows in tables(page) for row in rows for cell, _exact in row}


def test_a_logo_is_an_image_or_is_left_out(few: list[Exhibit]) -> None:
    for logo, kind in ((PNG, "png"), (b"\xff\xd8\xff\xe0 and more", "jpeg")):
        (image,) = Read(page_of(deck_of(few[1], brand=replace(BRAND, logo=logo)))).all("img")
        head, _, data = (image["src"] or "").partition(",")
        assert head == f"data:image/{kind};base64" and b64decode(data) == logo
        assert image["alt"] == "River & Sons"
    for brand in (replace(BRAND, logo=None), replace(BRAND, logo=b"<svg onload=alert(1)>")):
        assert Read(page_of(deck_of(few[1], brand=brand))).all("img") == []


def test_it_speaks_the_language_of_the_deck(read: Reader) -> None:
    with speaking("es"):
        (shown, *_others) = Gallery(read).exhibits("protection.cover_and_turnover", "everything")
        page = page_of(deck_of(shown))
    assert '<html lang="es">' in page
    assert '"shortMonths":["ene' in json.dumps(data_of(page), ensure_ascii=False, separators=(",", ":"))


def test_an_exhibit_without_anything_says_what_to_widen(gallery: Gallery) -> None:
    empty = next(shown for shown in gallery.exhibits("units.units_map", "ended") if shown.empty)
    page = page_of(deck_of(empty))
    assert empty.missing in Read(page).texts["p"]
    assert data_of(page)["charts"] == {} and list(tables(page)) == []


def test_it_says_how_far_it_is(few: list[Exhibit]) -> None:
    heard: list[tuple[int, int]] = []
    kit(deck_of(*few), lambda done, of: heard.append((done, of)))
    assert heard == [(done, 3) for done in range(4)]


@pytest.mark.parametrize(
    ("part", "size"),
    [
        ({"layer": [{"mark": {"fontSize": 11}}], "config": {"axis": {"labelFontSize": 13}}}, 11),
        ({"axis": {"labelFontSize": {"expr": "bandwidth('x') < 26 ? 10 : 14"}}}, 10),
        ({"mark": "bar"}, 13),
    ],
)
def test_the_smallest_words_of_a_chart_are_known(part: dict[str, Any], size: int) -> None:
    assert smallest_type(part) == size
