"""The browser that photographs and tests the dashboard, and how to know that a page has finished."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page

from tools.debian import install

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Debian's names of the browser, and of what Playwright's driver needs besides a bare system.
PACKAGES = ("chromium", "libatomic1")
ARGUMENTS = (
    # WebGL without a graphics card, for the maps.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Everything else is drawn faster without pretending that there is one.
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
    # Chromium calls its vendor on its own account, which is no request of the page.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
SECONDS_TO_SETTLE = 60
MAP = '[data-testid="stDeckGlJsonChart"]'
FINISHED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const all = (selector, test) => [...document.querySelectorAll(selector)].every(test);
    return app?.dataset.testConnectionState === 'CONNECTED'
        && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
        && all('[data-testid="stVegaLiteChart"]', chart => chart.querySelector('svg, canvas'))
        && all('[data-testid="stDeckGlJsonChart"]', map => map.querySelector('canvas'));
}"""
FEWEST_COLOURS_OF_A_MAP = 12


def chromium() -> str | None:
    """The path of a Chromium of this machine; None if it has none."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def lacking() -> str | None:
    """What the browser tests need and this machine hasn't, in words; None if they can run."""
    if chromium() is None:
        said = "There is no Chromium on this machine"
    elif subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True).returncode:
        said = "Playwright's driver does not start on this machine"
    else:
        return None
    return f"{said}; on Debian, root can `apt-get install {' '.join(PACKAGES)}`."


def launch_arguments() -> dict[str, Any]:
    """How Playwright starts the browser. As root Chromium refuses to run in its sandbox."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return {"executable_path": chromium(), "args": [*ARGUMENTS, *as_root]}


def finished(page: Page) -> None:
    """Waits until the script has run, nothing is stale or a skeleton, and charts are drawn.

    Raises Playwright's TimeoutError if that takes too long.
    """
    page.wait_for_function(FINISHED, timeout=SECONDS_TO_SETTLE * 1000)


def settled(page: Page) -> None:
    """Waits until the page has finished and its maps are drawn, too; raises TimeoutError."""
    finished(page)
    for map_of_page in page.locator(MAP).all():
        wait_until_drawn(map_of_page)


def wait_until_drawn(map_of_page: Locator) -> None:
    """Waits until a map shows something and has stopped moving; raises TimeoutError.

    A map tells nobody when it has finished: two pictures of it that are alike do.
    """
    deadline = time.monotonic() + SECONDS_TO_SETTLE
    before = b""
    while time.monotonic() < deadline:
        now = map_of_page.screenshot()
        if now == before and colours(now) >= FEWEST_COLOURS_OF_A_MAP:
            return
        before = now
    raise TimeoutError("A map stayed blank, or did not come to rest.")


def colours(picture: bytes) -> int:
    """How many different colours a PNG holds."""
    with Image.open(io.BytesIO(picture)) as opened:
        found = opened.convert("RGB").getcolors(maxcolors=opened.width * opened.height)
    return len(found or [])


def provide() -> None:
    """Installs what is lacking where root on Debian can; says so where it can't be had."""
    if lacking():
        install("Chromium for the browser tests", *PACKAGES)
    if still := lacking():
        print(f"{still} Until then the browser tests are skipped.", flush=True)


if __name__ == "__main__":
    provide()
