"""With the network cut everything works: pages, maps, slides, files, and the kit on a stick."""

from __future__ import annotations

import errno
import json
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pptx import Presentation
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from tests.browser.cut_off import FILES, SHOWN, command
from tests.browser.test_pages import WITHOUT_CHARTS
from tools.serving import PAGES, ROOT

FONTS = {"Source Sans", "Source Serif", "Source Code Pro", "Material Symbols Rounded"}
WITH_MAPS = {"overview", "map", "protection", "programme"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the process without a network puts its files."""
    return tmp_path_factory.mktemp("offline")


@pytest.fixture(scope="module")
def told(
    copied_sample: Callable[[Path], Path], folder: Path, browser_type_launch_args: dict[str, Any]
) -> Any:
    """What the process without a network tells, for which there has to be a browser."""
    store = copied_sample(folder)
    # Each of its steps gives up in time by itself.
    done = subprocess.run(
        command(f"sqlite:///{store}", str(folder)), cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "told.json").read_text())


def stops(told: Any) -> dict[str, Any]:
    return {**told["pages"], **told["meeting"]}


def test_the_network_is_cut(told: Any) -> None:
    assert told["interfaces"] == ["lo"]
    assert told["refusals"] == [errno.ENETUNREACH] * 2


def test_every_page_and_slide_opens_and_asks_nobody_else(told: Any) -> None:
    assert list(told["pages"]) == list(PAGES)
    assert list(told["meeting"]) == ["title", *SHOWN, "notes"]
    for name, stop in stops(told).items():
        assert stop["heading"], name
        assert {urlsplit(url).hostname for url in stop["requests"]} <= {"127.0.0.1", None}, name
        assert stop["failed"] == stop["complaints"] == [], name
    asked = [urlsplit(url).scheme for stop in told["pages"].values() for url in stop["requests"]]
    assert asked.count("ws") == len(PAGES)


def test_every_font_is_ours(told: Any) -> None:
    for name, stop in stops(told).items():
        assert stop["fonts_lacking"] == [], name
        assert set(stop["fonts"]) <= FONTS, name
    for stop in told["pages"].values():
        assert set(stop["fonts"]) >= FONTS - {"Source Code Pro"}


def test_every_chart_and_map_is_drawn(told: Any) -> None:
    for name, stop in stops(told).items():
        assert all(stop["marks"]), name
    without = {path.removeprefix("/") for path in WITHOUT_CHARTS}
    assert {name for name, stop in told["pages"].items() if not stop["marks"]} == without
    # A map that stays blank is waited for in vain.
    assert {name for name, stop in stops(told).items() if stop["maps"]} == {*WITH_MAPS, "units.units_map"}


def test_every_file_is_written(told: Any, folder: Path) -> None:
    deck, paper, workbook, _ = ((folder / name).read_bytes() for name in FILES)
    assert len(Presentation(BytesIO(deck)).slides) > len(SHOWN)
    assert len(PdfReader(BytesIO(paper)).pages) > len(SHOWN) / 2
    assert len(CalamineWorkbook.from_filelike(BytesIO(workbook)).sheet_names) > len(SHOWN)


def test_the_kit_opens_from_a_stick(told: Any, folder: Path) -> None:
    kit = told["kit"]
    # The map and the chart; a number and a table are words.
    assert len(kit["marks"]) >= 2 and all(kit["marks"])
    assert kit["requests"] == [(folder / "kit" / "index.html").as_uri()]
    assert kit["complaints"] == []
