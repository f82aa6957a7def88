"""Photographs of the pages: those of the README, or with ``--all`` every page in every place.

``python -m tools.screenshots`` writes ``docs/screenshots/<page>.png``;
``python -m tools.screenshots --all FOLDER [--pages overview,map] [--url ORIGIN]`` writes
``<page>_<width>_<theme>.png``, what is seen at first, and ``…_whole.png``, the page to its end.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

import typer
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tools.browser import lacking, launch_arguments, settled
from tools.serving import PAGES, ROOT, sample_store, serving

README_PICTURES = ROOT / "docs" / "screenshots"
# Streamlit scrolls within itself: a whole page is photographed in a window as high as the page.
HEIGHT_OF_PAGE = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(main.scrollHeight, window.innerHeight);
}"""
# A palette of 256 colours is a third of the size, and tells no tint of these pages apart less.
COLOURS_OF_A_PICTURE = 256


@dataclass(frozen=True)
class Place:
    """Where a page is looked at: the window's size in pixels, and the theme."""

    width: int
    height: int
    theme: Literal["light", "dark"]


DESK = Place(1440, 900, "light")
PLACES = tuple(
    Place(width, height, theme)
    for width, height in ((1440, 900), (1280, 720), (390, 844))
    for theme in ("light", "dark")
)


def main(
    all_places: Annotated[
        Path | None, typer.Option("--all", metavar="FOLDER", help="Every page in every place, into a folder.")
    ] = None,
    pages: Annotated[str, typer.Option(help="Names of pages, with commas.")] = ",".join(PAGES),
    url: Annotated[str, typer.Option(help="Origin of a running dashboard; without it one is started.")] = "",
    query: Annotated[str, typer.Option(help="URL parameters, such as country=PE.")] = "",
) -> None:
    """Photographs the pages of the dashboard on the sample store."""
    chosen = pages.split(",")
    if unknown := [name for name in chosen if name not in PAGES]:
        raise typer.BadParameter(f"no page {', '.join(unknown)}; there are {', '.join(PAGES)}")
    if reason := lacking():
        sys.exit(reason)
    folder = all_places or README_PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with _origin(url) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_arguments())
        for name in chosen:
            address = f"{origin}{PAGES[name]}" + (f"?{query}" if query else "")
            if all_places is None:
                _photograph(browser, address, DESK, folder / f"{name}.png")
                continue
            for place in PLACES:
                target = folder / f"{name}_{place.width}_{place.theme}.png"
                _photograph(browser, address, place, target, whole=True)
        browser.close()


@contextmanager
def _origin(given: str) -> Iterator[str]:
    if given:
        yield given.rstrip("/")
        return
    with TemporaryDirectory() as folder:
        path = Path(folder)
        with serving(sample_store(path), path / "server.log") as server:
            yield server.origin


def _photograph(browser: Browser, address: str, place: Place, target: Path, whole: bool = False) -> None:
    with browser.new_context(
        viewport={"width": place.width, "height": place.height},
        color_scheme=place.theme,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        page.goto(address)
        settled(page)
        _save(page, target)
        if whole:
            page.set_viewport_size({"width": place.width, "height": page.evaluate(HEIGHT_OF_PAGE)})
            settled(page)
            _save(page, target.with_stem(f"{target.stem}_whole"))


def _save(page: Page, target: Path) -> None:
    # Waiting for a map has scrolled to it.
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    taken = page.screenshot(animations="disabled")
    with Image.open(io.BytesIO(taken)) as picture:
        small = picture.convert("RGB").quantize(COLOURS_OF_A_PICTURE, dither=Image.Dither.NONE)
        small.save(target, optimize=True)
    typer.echo(f"{target} ({target.stat().st_size // 1000} kB)")


if __name__ == "__main__":
    typer.run(main)
