"""Whatever partners write does nothing in a real browser: no script runs, nothing is fetched or breaks."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.attack.conftest import filled
from tests.attack.hostile import NAMES
from tests.attack.tally import Tally
from tests.browser.conftest import Visit, visiting
from tests.browser.test_pages import PHONE, WIDTH_TOO_MUCH
from tests.browser.windows import Windows
from tools.serving import PAGES, Server, serving

LONG = ("long", "many", "lines")
# Each of them stands in every word of a store.
TEXTS = {
    "all that is read as something": "".join(text for name, text in NAMES.items() if name not in LONG),
    "more than a page holds": NAMES["lines"] + NAMES["many"] + NAMES["long"],
}
SCREENS: dict[str, dict[str, Any]] = {"desk": {}, "phone": PHONE}
# A third of the pages, on one screen or the other, with one text or the other.
CHOICE = [(page, list(SCREENS)[at % 2], list(TEXTS)[at // 2 % 2]) for at, page in list(enumerate(PAGES))[::3]]


@pytest.fixture(scope="module")
def hostile_server(
    migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Server]]:
    """The dashboard on a store in which every word begins with a text, which is started once for each."""
    started: dict[str, Server] = {}
    with ExitStack() as servers:

        def server_of(name: str) -> Server:
            if name not in started:
                folder = tmp_path_factory.mktemp("hostile")
                url = filled(
                    f"sqlite:///{shutil.copyfile(migrated_sqlite_file, folder / 'store')}", TEXTS[name]
                )
                started[name] = servers.enter_context(serving(url, folder / "server.log"))
            return started[name]

        yield server_of


def harms(visit: Visit) -> list[str]:
    """What of a page that is open is harmed, or harms; in words."""
    found = [f"asked for {url}" for url in visit.outside()] + visit.complaints
    if visit.page.evaluate("() => 'attacked' in window"):
        found.append("ran a script")
    if (much := visit.page.evaluate(WIDTH_TOO_MUCH)) > 0:
        found.append(f"is {much} pixels too wide")
    if visit.page.get_by_test_id("stException").count():
        found.append("shows an exception")
    return found


def attacked(windows: Windows, server: Server, page: str, screen: str, tally: Tally) -> None:
    # Without the Content-Security-Policy, which would stop what this is to find.
    with visiting(windows, server.origin + PAGES[page], bypass_csp=True, **SCREENS[screen]) as visit:
        assert harms(visit) == []
        assert visit.page.get_by_role("heading", level=1).count() == 1
    tally["hostile pages in a browser"] += 1


@pytest.mark.parametrize(("opened", "screen", "text"), CHOICE)
def test_a_page_does_nothing_that_its_data_say(
    opened: str,
    screen: str,
    text: str,
    hostile_server: Callable[[str], Server],
    windows: Windows,
    tally: Tally,
) -> None:
    attacked(windows, hostile_server(text), opened, screen, tally)


@pytest.mark.attack
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("opened", PAGES)
def test_no_page_does_what_its_data_say(
    opened: str,
    screen: str,
    text: str,
    hostile_server: Callable[[str], Server],
    windows: Windows,
    tally: Tally,
) -> None:
    attacked(windows, hostile_server(text), opened, screen, tally)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (
            "await new Promise(done => Object.assign(new Image(), {onerror: done, src: 'http://evil.invalid/'}))",
            "asked for",
        ),
        ("window.attacked = 1", "ran a script"),
        ("document.querySelector('h1').style.width = '3000px'", "too wide"),
    ],
)
def test_a_harm_is_found(
    harm: str, told: str, hostile_server: Callable[[str], Server], windows: Windows
) -> None:
    server = hostile_server(next(iter(TEXTS)))
    with visiting(windows, server.origin + PAGES["stages"], bypass_csp=True) as visit:
        visit.page.evaluate(f"async () => {{ {harm} }}")
        assert any(told in each for each in harms(visit))
