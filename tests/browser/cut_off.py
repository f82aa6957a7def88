"""Everything that the dashboard does, done in a network namespace of its own: a machine whose cable is out.

``python -m tests.browser.cut_off STORE_URL FOLDER`` is such a process. It has no interface but loopback,
serves the dashboard to itself, goes through it with a browser, writes files, and tells in
``FOLDER/told.json`` what came of it. ``test_offline.py`` begins it and judges.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from data_access.commands.selecting import looking, selected
from data_access.meetings import Deck, make
from data_access.store import open_store
from exhibits.commands import main as exhibits_command
from exhibits.export.deck import unheard
from exhibits.meeting import draft
from exhibits.starting import start
from tests.browser.conftest import VAIN_PROBES, Visit
from tools.browser import launch_arguments, settled
from tools.serving import PAGES, serving

WHO = "sponsor@example.org"
PROGRAMME = "HSE-2"
# A slide of each kind: a number, the map, a chart, and a table.
SHOWN = ("told.told_now", "units.units_map", "stages.units_over_time", "claims.what_holds")
FILES = ("deck.pptx", "deck.pdf", "deck.xlsx", "kit.zip")
# Kept for documentation, so that nobody answers there: but a machine with a network would send something.
OUTSIDE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
# Of Linux: how the flags of an interface are read and set, and the one that says it is up.
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
FLAGS_OF_AN_INTERFACE = "16sh14x"
# The families of which the browser has loaded a font, and those of which it could not.
FONTS = """() => ['loaded', 'error'].map(status => [
    ...new Set([...document.fonts].filter(each => each.status === status).map(each => each.family))
])"""
# How many marks each chart shows.
MARKS = "all => all.map(one => one.querySelectorAll('svg [class*=role-mark] > *').length)"


class NoNamespace(Exception):
    """This machine does not let its network be cut off; the message says what to do."""


@dataclass(frozen=True)
class Stop:
    """What one page came to: what it asked for, what failed or complained, and what it drew."""

    heading: str
    requests: list[str]
    failed: list[str]
    complaints: list[str]
    fonts: list[str]
    fonts_lacking: list[str]
    marks: list[int]
    maps: int


def command(*arguments: str) -> list[str]:
    """What begins this module where there is no network. Raises NoNamespace."""
    unshare = shutil.which("unshare")
    if unshare is None:
        raise NoNamespace("The network can't be cut off without `unshare`, which is part of util-linux.")
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    cut = [unshare, *as_root, "--net"]
    tried = subprocess.run([*cut, "true"], capture_output=True, text=True)
    if tried.returncode:
        raise NoNamespace(
            f"The network can't be cut off: `{' '.join(cut)}` was refused ({tried.stderr.strip()}). "
            "Run the tests as root, or allow users to make namespaces of their own."
        )
    return [*cut, sys.executable, "-m", __name__, *arguments]


def bring_up_loopback() -> None:
    """Brings up the one interface that a new namespace has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        asked = struct.pack(FLAGS_OF_AN_INTERFACE, b"lo", 0)
        name, flags = struct.unpack(FLAGS_OF_AN_INTERFACE, fcntl.ioctl(line, SIOCGIFFLAGS, asked))
        fcntl.ioctl(line, SIOCSIFFLAGS, struct.pack(FLAGS_OF_AN_INTERFACE, name, flags | IFF_UP))


def refusals() -> list[int]:
    """With which error (errno, 0 for none) connections to other machines end."""
    found = []
    for family, address in OUTSIDE:
        with socket.socket(family) as line:
            found.append(line.connect_ex((address, 80)))
    return found


def meeting_in(store_url: str) -> Deck:
    """A meeting of few slides that has started: their numbers are pinned."""
    with closing(open_store(store_url)) as store:
        with store.reading(WHO) as connection:
            viewer = looking(connection, WHO)
            selection = selected(connection, viewer, {"programme": [PROGRAMME]}, None, None)
        drafted = draft(store, viewer, "sponsor", selection, "Without a cable")
        one_of_each = {slide.exhibit: slide for slide in drafted.slides}
        few = replace(drafted, slides=tuple(map(one_of_each.__getitem__, SHOWN)))
        with store.writing(viewer) as connection:
            made = make(connection, viewer, few)
        return start(store, viewer, made, unheard)


def write_files(store_url: str, meeting: str, folder: Path) -> None:
    """Writes every kind of file by the command line; raises SystemExit where it refuses."""
    for name in FILES:
        kind = "kit" if name.endswith(".zip") else "deck"
        try:
            exhibits_command(
                [kind, str(folder / name), "--meeting", meeting, "--as", WHO, "--store", store_url]
            )
        except SystemExit as ended:
            if ended.code:
                raise


class Journey:
    """Goes from page to page in one window, and tells of each by itself."""

    def __init__(self, page: Page) -> None:
        self.page, self.visit = page, Visit(page)
        self.failed: list[str] = []
        self.visit.listen()
        page.on("requestfailed", lambda request: self.failed.append(f"{request.url}: {request.failure}"))
        page.on("response", self._hear)

    def stop(self) -> Stop:
        """What there is to tell of the page that is open, since the one before."""
        expect(self.page.locator("h1").first).to_be_visible()
        settled(self.page)
        loaded, lacking = self.page.evaluate(FONTS)
        found = Stop(
            heading=self.page.locator("h1").first.inner_text(),
            requests=[*self.visit.requests],
            failed=[*self.failed],
            complaints=[*self.visit.complaints],
            fonts=loaded,
            fonts_lacking=lacking,
            marks=self.page.get_by_test_id("stVegaLiteChart").evaluate_all(MARKS),
            maps=self.page.get_by_test_id("stDeckGlJsonChart").count(),
        )
        for heard in (self.visit.requests, self.failed, self.visit.complaints):
            heard.clear()
        return found

    def _hear(self, response: Response) -> None:
        if response.status >= 400 and not response.url.endswith(VAIN_PROBES):
            self.failed.append(f"{response.url}: {response.status}")


def through_pages(journey: Journey, origin: str) -> dict[str, Stop]:
    """Every page there is, as administrator."""
    found = {}
    for name, path in PAGES.items():
        journey.page.goto(f"{origin}{path}")
        found[name] = journey.stop()
    return found


def through_meeting(journey: Journey, origin: str, meeting: Deck) -> dict[str, Stop]:
    """The slides of a meeting one after the other, and the window with the notes."""
    page, last = journey.page, len(meeting.slides)
    address = f"{origin}/meeting?meeting={meeting.id}&as={WHO}"
    page.goto(f"{address}&view=slides")
    found = {"title": journey.stop()}
    for at, slide in enumerate(meeting.slides, 1):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".slide_foot")).to_contain_text(f"{meeting.snapshot} · {at} / {last}")
        found[slide.exhibit] = journey.stop()
    page.goto(f"{address}&view=notes")
    expect(page.locator(".speaker h1")).to_be_visible()
    found["notes"] = journey.stop()
    return found


def through_kit(browser: Browser, folder: Path) -> dict[str, Any]:
    """The kit's page as somebody opens it from a stick."""
    with ZipFile(folder / "kit.zip") as packed:
        packed.extractall(folder / "kit")
    with browser.new_context() as context:
        visit = Visit(context.new_page())
        visit.listen()
        visit.page.goto((folder / "kit" / "index.html").as_uri())
        expect(visit.page.locator("body")).to_have_attribute("data-drawn", "all")
        return {
            "marks": visit.page.locator("figure").evaluate_all(MARKS),
            "requests": visit.requests,
            "complaints": visit.complaints,
        }


def main(store_url: str, folder: Path) -> None:
    bring_up_loopback()
    interfaces = [name for _, name in socket.if_nameindex()]
    told: dict[str, Any] = {"interfaces": interfaces, "refusals": refusals()}
    meeting = meeting_in(store_url)
    with ThreadPoolExecutor(1) as beside, sync_playwright() as playwright:
        files = beside.submit(write_files, store_url, meeting.id, folder)
        browser = playwright.chromium.launch(**launch_arguments())
        with serving(store_url, folder / "server.log") as server:
            journey = Journey(browser.new_page(viewport={"width": 1280, "height": 720}))
            stops = {
                "pages": through_pages(journey, server.origin),
                "meeting": through_meeting(journey, server.origin, meeting),
            }
        files.result()
        told["kit"] = through_kit(browser, folder)
        browser.close()
    for part, found in stops.items():
        told[part] = {name: asdict(each) for name, each in found.items()}
    (folder / "told.json").write_text(json.dumps(told, indent=1))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
