"""The foot of an exhibit: its definition, its table, and its data as a file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from data_access.figures import figures
from tests.browser.conftest import Visit
from tools.serving import Server

Open = Callable[..., Visit]
# Before these, a spreadsheet takes a cell for a formula: the file puts an apostrophe there.
DEFUSED = ("'=", "'+", "'-", "'@")


def exhibit(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-exhibit_{name}")


def downloaded(page: Page, name: str) -> Download:
    with page.expect_download() as waiting:
        exhibit(page, name).locator(f".st-key-download_{name}").get_by_role("button").click()
    return waiting.value


def rows_of(download: Download) -> list[list[str]]:
    """The file's rows as they were before their cells were defused."""
    text = Path(download.path()).read_text("utf-8-sig")
    return [
        [cell.removeprefix("'") if cell.startswith(DEFUSED) else cell for cell in row]
        for row in csv.reader(text.splitlines())
    ]


def test_the_download_holds_what_the_table_shows(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/?country=PE").page
    shown = [
        [cell.inner_text().strip() for cell in row.locator("th, td").all()]
        for row in exhibit(page, "what_moved").get_by_role("row").all()
    ]
    file = downloaded(page, "what_moved")
    assert file.suggested_filename == "what_moved_2026-09-30.csv"
    assert len(shown) > 3
    assert rows_of(file) == shown


def test_the_download_follows_the_filters(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training").page
    everywhere = rows_of(downloaded(page, "people_trained"))
    page = visit(f"{dashboard.origin}/training?country=PE").page
    assert rows_of(downloaded(page, "people_trained")) != everywhere


@pytest.mark.parametrize(
    ("path", "name", "figure"),
    [
        ("/training", "coverage_by_topic_and_region", "training_coverage"),
        ("/premium", "premium_flow", "premium_received"),
        ("/map", "units_map", "units_by_stage"),
    ],
)
def test_the_definition_is_one_click_away(
    path: str, name: str, figure: str, dashboard: Server, visit: Open
) -> None:
    page = visit(f"{dashboard.origin}{path}").page
    exhibit(page, name).get_by_role("button", name="Definition").click()
    told = page.get_by_test_id("stPopoverBody")
    expect(told).to_contain_text(figures()[figure].title)
    expect(told).to_contain_text(figures()[figure].definition)


def test_a_chart_has_its_table_behind_it(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training").page
    shown = exhibit(page, "people_trained")
    grid = shown.locator('[role="grid"]')  # drawn on a canvas, and told inside it
    expect(grid).to_have_count(0)
    shown.get_by_role("button", name="Table", exact=True).click()
    expect(grid).to_be_attached()
    headings = grid.locator('[role="columnheader"]').all_text_contents()
    file = rows_of(downloaded(page, "people_trained"))
    assert headings == file[0]
    assert grid.get_attribute("aria-rowcount") == str(len(file))
    shown.get_by_role("button", name="Hide table").click()
    expect(grid).to_have_count(0)
