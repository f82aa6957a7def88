"""The page of claims: what no longer holds first, each claim with its source and a way to its figure."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, charts, opened, selection_in_words, titles

TITLE = "Published beside recorded"


@pytest.fixture(scope="module")
def page(sample_sqlite_store_url: str) -> AppTest:
    """The page as it opens for a viewer who has chosen nothing; not to be clicked on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", sample_sqlite_store_url)
        return opened("claims")


def rows(app: AppTest) -> list[str]:
    """The claims on the page, as HTML."""
    found = (element.proto.body for element in app.get("html"))
    return [body for body in found if body.startswith('<div class="claim">')]


def links(app: AppTest) -> list[Any]:
    links = [element.proto for element in app.get("page_link")]
    return [link for link in links if link.label != "In depth"]


def change(store_file: Path, *statements: str) -> None:
    with sqlite3.connect(store_file) as connection:
        for statement in statements:
            connection.execute(statement)


def test_the_page_is_complete(page: AppTest) -> None:
    assert not page.exception and not page.error and not page.info
    assert page.title[0].value == TITLE
    sentence = page.main.markdown[0].value.replace("\\", "")
    assert sentence.startswith("14 of 14 counted claims hold; 10 contested values and 8 reported values")
    assert titles(page)[0] == "14 counted claims hold"
    assert titles(page)[-1] == "8 reported values stand here as published"
    assert charts(page) == 4
    assert len(rows(page)) == 14 + 8


def test_every_claim_tells_its_evidence_its_source_and_what_it_covers(page: AppTest) -> None:
    counted, reported = rows(page)[:14], rows(page)[14:]
    assert all("<small>Counted · " in row and row.count("<dt>") == 3 for row in counted)
    assert all("<small>Reported, unaudited, per " in row and row.count("<dt>") == 1 for row in reported)
    assert all("<small>Source: http" in row for row in rows(page))
    assert "OCIM, 17 Apr 2024 · HSE improvement plan of internal miners, first phase" in counted[0]
    assert "18 Apr 2023 – 17 Apr 2024" in counted[0]


def test_a_source_is_an_address_to_read_and_no_link(page: AppTest) -> None:
    assert not [row for row in rows(page) if "href" in row or "<a" in row]
    assert not [text.value for text in page.main.markdown if "](http" in text.value]


def test_every_counted_claim_leads_to_its_figure_in_its_selection(page: AppTest) -> None:
    asked = [link.query_string for link in links(page)]
    assert len(asked) == 14
    assert {link.page for link in links(page)} == {"figures"}
    assert asked[0] == "figure=production_units&programme=HSE-1&from=2023-04-18&to=2024-04-17"
    # A target leads to the figure that it is set for.
    assert asked[1] == asked[0] and links(page)[1].label == "Production units in this selection"
    assert "figure=deliveries&by=provision&programme=HSE-1&from=2023-04-18&to=2024-04-17" in asked
    assert "figure=funding&by=sponsor&programme=HSE-2&from=2025-01-21&to=2026-01-20" in asked


@pytest.mark.parametrize("number", [0, 3, 9, 10, 12])
def test_its_link_opens_the_figure_without_a_complaint(number: int, page: AppTest, open_page: Open) -> None:
    asked: dict[str, list[str]] = {}
    for pair in links(page)[number].query_string.split("&"):
        name, code = pair.split("=")
        asked.setdefault("from_" if name == "from" else name, []).append(code)
    app = open_page("figures", **asked)
    assert not app.exception and not app.info
    assert app.selectbox(key="figure").value == asked["figure"][0]


def test_what_no_longer_holds_stands_first_with_its_reason(store_file: Path) -> None:
    change(
        store_file,
        "UPDATE claim SET value = 28 WHERE id = 'CL0001'",
        "UPDATE claim SET selection = 'programme=HSE-9' WHERE id = 'CL0008'",
    )
    app = opened("claims")
    assert not app.exception
    assert app.main.markdown[0].value.startswith("12 of 14 counted claims hold")
    assert titles(app)[:2] == ["2 counted claims no longer hold", "12 counted claims hold"]
    wrong, unreadable, right, *_others = rows(app)
    assert "The rows of this store give another value." in wrong
    assert "28</dd>" in wrong and "25</span>" in wrong and "−3</span>" in wrong
    assert "There is no programme &#x27;HSE-9&#x27; in the store." in unreadable
    assert "<span" not in right
    assert len(links(app)) == 13  # where nothing could be asked there is nothing to open


def test_only_the_programme_narrows_the_claims(open_page: Open) -> None:
    app = open_page("claims", programme="INS")
    assert [title for title in titles(app) if "hold" in title] == ["2 counted claims hold"]
    assert selection_in_words(app).startswith("Claims that name Insurance initiative for external miners")
    assert charts(app) == 0 and len(rows(app)) == 2
    elsewhere = open_page("claims", country="GH", from_="2021-01-01", to="2021-12-31")
    assert len(rows(elsewhere)) == 22
    assert "of the filters only the programme narrows them" in selection_in_words(elsewhere)


def test_a_programme_of_which_nothing_was_claimed(open_page: Open) -> None:
    app = open_page("claims", programme="FIN")
    assert not app.exception
    assert app.title[0].value == TITLE
    assert "No claim is recorded for this selection" in app.main.markdown[0].value
    assert not rows(app)


def test_hostile_words_stay_words(store_file: Path) -> None:
    hostile = json.dumps("<script>alert(1)</script> ![x](http://a.example/p.png) **bold**")[1:-1]
    change(
        store_file,
        f"UPDATE claim SET words = '{hostile}', publisher = '{hostile}', source = 'javascript:alert(1)'",
        f"UPDATE claim SET subject = '{hostile}' WHERE subject IS NOT NULL",
    )
    app = opened("claims")
    assert not app.exception
    assert all("<script" not in row and "&lt;script&gt;" in row for row in rows(app))
    assert not [text.value for text in app.main.markdown if "](http" in text.value]


def test_a_store_without_claims(store_file: Path) -> None:
    change(store_file, "DELETE FROM claim")
    app = opened("claims")
    assert not app.exception
    assert app.title[0].value == TITLE and not rows(app)


def test_what_was_compared_can_be_downloaded_and_its_definitions_read(page: AppTest) -> None:
    downloads = {str(button.key) for button in page.get("download_button")}
    assert {"download_claims_that_hold", "download_reported_claims", "download_contested_cl0015"} <= downloads
