"""Two dashboards behind nginx on one Postgres: when one is killed, whoever looks goes on with the other."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.browser.conftest import Visit, follow
from tests.browser.oidc import CLIENT_SECRET, COOKIE_SECRET, SECRETS, Provider, cookie_of, sign_in
from tests.browser.test_doors import OF_THE_STORE, answered, connected, told
from tests.browser.test_sign_in import LINK, dashboard_of
from tests.browser.walking import walking
from tests.conftest import PostgresDatabases, guarded_database
from tools.browser import FINISHED, finished
from tools.fleet import Fleet, fleet
from tools.nginx import before, lacking
from tools.serving import Dashboard, Server, free_port, serving

Open = Callable[..., Visit]
WALKERS = 3
SECONDS_TO_MOVE, MILLISECONDS_BETWEEN_LOOKS = 60, 100
MOST_ASKED = 20
# One that did not answer at once is left alone for five seconds.
SECONDS_TO_BE_ASKED = 60
SECONDS_TO_WRITE = 10
# uvicorn gives an idle connection five.
SECONDS_UNTIL_IDLE_CONNECTIONS_END = 6
PLACE = "dashboard_place"
# A page that has finished, and says what it said before.
SAYS = f"""said => ({FINISHED})()
    && document.querySelector('[data-testid="stMain"]').innerText === said"""


@pytest.fixture(scope="module", autouse=True)
def with_nginx() -> None:
    if reason := lacking():
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def fleet_store(
    postgres_databases: PostgresDatabases, postgres_roles: tuple[str, str], guarded_sample_template: str
) -> Iterator[str]:
    """The sample on Postgres, for a role whom the database shows only what each viewer may see."""
    with guarded_database(postgres_databases, postgres_roles, guarded_sample_template) as database:
        yield database.app_url


@pytest.fixture(scope="module")
def guarded_fleet(
    fleet_store: str, sign_in_service: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Fleet]:
    """Two dashboards with one secret, seen by whoever has signed in with either of them."""
    folder, port = tmp_path_factory.mktemp("guarded_fleet"), free_port()
    secrets = folder / "secrets.toml"
    settings = SECRETS.format(
        cookie_secret=COOKIE_SECRET, client_secret=CLIENT_SECRET, issuer=sign_in_service.issuer
    )
    # Browsers come back to nginx, and not to the dashboard that sent them away.
    secrets.write_text(settings.replace("{port}", str(port)))
    with fleet(fleet_store, folder, port=port, settings={"secrets.files": str(secrets)}) as running:
        yield running
        for each in running.dashboards:
            assert "Traceback" not in each.server.log.read_text(errors="replace")


@pytest.fixture(scope="module")
def open_fleet(fleet_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Two dashboards on the sample, at which everybody may look."""
    with fleet(fleet_store, tmp_path_factory.mktemp("open_fleet")) as running:
        yield running


def asked_for(running: Fleet, place: str, questions: int = 1) -> list[int]:
    """The ports of the dashboards that nginx has asked for whoever has that cookie, at the last of their
    questions; the one that answered is the last."""
    # Nginx writes a line once it has answered, so that whoever was answered may be here before it.
    deadline, ours = time.monotonic() + SECONDS_TO_WRITE, list[str]()
    while len(ours) < questions and time.monotonic() < deadline:
        where = running.door.log.with_name("where.log").read_text().splitlines(keepends=True)
        ours = [line for line in where if line.startswith(f"{place} ") and line.endswith("\n")]
    assert len(ours) >= questions, "nginx has not written whom it asked"
    return [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", ours[-1])]


def dashboard_at(running: Fleet, place: str) -> Dashboard:
    """The dashboard to which nginx has sent whoever has that cookie last."""
    port = asked_for(running, place)[-1]
    return next(each for each in running.dashboards if each.port == port)


def place_of(page: Page) -> str:
    """The cookie by which nginx knows the page's browser."""
    return next(each["value"] for each in page.context.cookies() if each.get("name") == PLACE)


def somewhere_at(running: Fleet, dashboard: Dashboard) -> str:
    """A cookie of whoever belongs to a dashboard."""
    for number in range(MOST_ASKED):
        ask(running, place := f"somebody-{number}")
        if dashboard_at(running, place) is dashboard:
            return place
    raise AssertionError(f"of {MOST_ASKED} browsers none comes to the dashboard on {dashboard.port}")


def ask(running: Fleet, place: str) -> dict[str, str]:
    status, headers = answered(running.door, "GET", "/_stcore/health", Cookie=f"{PLACE}={place}")
    assert status == 200
    return dict(headers)


def kill(running: Fleet, killed: Dashboard, *visits: Visit) -> None:
    """Kills a dashboard, and waits until another one has run each page that it served."""
    theirs = [(seen, runs(seen)) for seen in visits if dashboard_at(running, place_of(seen.page)) is killed]
    killed.kill()
    deadline = time.monotonic() + SECONDS_TO_MOVE
    for seen, ran in theirs:
        while runs(seen) == ran:
            assert time.monotonic() < deadline, "no other dashboard has run the page"
            seen.page.wait_for_timeout(MILLISECONDS_BETWEEN_LOOKS)


def runs(seen: Visit) -> int:
    """How often a dashboard has said that it has run the page, to its end."""
    said = (ForwardMsg.FromString(frame) for frame in seen.frames)
    # An enum whose first value is 0: what is not said has it, too.
    return sum(one.HasField("script_finished") and not one.script_finished for one in said)


def start_again(running: Fleet, killed: Dashboard, place: str) -> None:
    """Starts a dashboard, and waits until nginx sends to it again whoever belongs there."""
    killed.start()
    killed.answering()
    deadline = time.monotonic() + SECONDS_TO_MOVE
    while dashboard_at(running, place) is not killed:
        assert time.monotonic() < deadline, "nginx leaves alone what has come back"
        ask(running, place)


def goes_on(page: Page, said: str) -> None:
    """Waits until a page says what it said before, and asserts that nobody has loaded it anew."""
    page.wait_for_function(SAYS, arg=said, timeout=SECONDS_TO_MOVE * 1000)
    assert page.evaluate("window.never_left") is True
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)


def words_of(page: Page) -> str:
    finished(page)
    page.evaluate("window.never_left = true")
    return page.get_by_test_id("stMain").inner_text()


@pytest.mark.thorough
def test_whoever_has_signed_in_goes_on_when_their_dashboard_is_killed(
    guarded_fleet: Fleet, visit: Open
) -> None:
    origin = guarded_fleet.door.origin
    coordinating = visit(origin + LINK)
    coordinator = coordinating.page
    sign_in(coordinator, "coordinator@example.org")
    administrating = visit(f"{origin}/gold", cookies=[cookie_of(guarded_fleet.door)])
    administrator = administrating.page
    currency = administrator.get_by_role("radio", name="EUR")
    currency.click()
    expect(currency).to_be_checked()
    pages = {page: words_of(page) for page in (coordinator, administrator)}
    assert "EUR" in pages[administrator] and "USD" not in pages[administrator].split("\n")[2]

    with walking(guarded_fleet.door, "mercury", WALKERS) as walkers:
        for killed in guarded_fleet.dashboards:
            for walker in walkers:
                walker.look_again()
            belongs_there = somewhere_at(guarded_fleet, killed)
            kill(guarded_fleet, killed, coordinating, administrating)
            for page, said in pages.items():
                goes_on(page, said)
            for walker in walkers:
                walker.look_again()
            start_again(guarded_fleet, killed, belongs_there)
    assert all(walker.moves >= 1 for walker in walkers)
    assert len({said for walker in walkers for said in walker.told}) == 1

    # Nobody had to sign in again, and what is clicked now is done.
    dashboard_of(coordinator, "coordinator@example.org")
    follow(coordinator, "Gold and money", "Mercury")
    expect(coordinator).to_have_url(f"{origin}{LINK}".replace("training", "mercury"))
    with administrator.expect_download() as downloading:
        administrator.locator('[class*="st-key-download_"] button').first.click()
    assert Path(downloading.value.path()).stat().st_size > 100


def test_what_was_chosen_on_a_page_moves_with_it(open_fleet: Fleet, visit: Open) -> None:
    seen = visit(f"{open_fleet.door.origin}/programme")
    page = seen.page
    page.get_by_role("combobox", name="Look as").click()
    page.get_by_role("option", name="presenter@example.org").click()
    expect(page).to_have_url(re.compile("as=presenter"))
    choice = page.get_by_test_id("stMain").get_by_role("combobox", name="Programme")
    choice.click()
    page.get_by_role("option").nth(2).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(choice.input_value())
    said = words_of(page)

    killed = dashboard_at(open_fleet, place_of(page))
    kill(open_fleet, killed, seen)
    goes_on(page, said)
    expect(page.get_by_role("combobox", name="Look as")).to_have_value("presenter@example.org")
    # The first click counts, too.
    page.get_by_role("combobox", name="Country", exact=True).click()
    page.get_by_role("option", name="Peru").click()
    expect(page).to_have_url(re.compile("country=PE"))
    killed.start()
    killed.answering()


def test_a_browser_stays_with_one_dashboard(open_fleet: Fleet) -> None:
    served, until = set[int](), time.monotonic() + SECONDS_TO_BE_ASKED
    while len(served) < 2:
        assert time.monotonic() < until, "each dashboard has some of them"
        status, headers = answered(open_fleet.door, "GET", "/_stcore/health")
        (cookie,) = [value for name, value in headers if name == "Set-Cookie" and value.startswith(PLACE)]
        assert status == 200 and cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")
        place = cookie.removeprefix(f"{PLACE}=").partition(";")[0]
        first = dashboard_at(open_fleet, place)
        for _again in range(3):
            assert "Set-Cookie" not in ask(open_fleet, place)
            assert dashboard_at(open_fleet, place) is first
        served.add(first.port)


def test_a_busy_dashboard_that_lets_idle_connections_go_is_not_taken_for_dead(open_fleet: Fleet) -> None:
    busy = open_fleet.dashboards[0]
    place = somewhere_at(open_fleet, busy)
    asking = HTTPConnection(open_fleet.door.origin.removeprefix("http://"), timeout=SECONDS_TO_MOVE)
    with closing(asking):
        with busy.held_still():
            time.sleep(SECONDS_UNTIL_IDLE_CONNECTIONS_END)
            asking.request("GET", "/_stcore/health", headers={"Cookie": f"{PLACE}={place}"})
            _wait_until_there_is_something_to_read(busy)
        # Before it reads anything, it ends what has been idle for too long.
        assert asking.getresponse().status == 200
    assert asked_for(open_fleet, place, questions=2) == [busy.port], "it was passed over"


def test_behind_nginx_nobody_is_at_this_machine(
    own_dashboard: Server, store_file: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("UPDATE package_import SET sample = 0")
    here = own_dashboard.origin
    assert "Arequipa" in _told(own_dashboard, here)
    folder = tmp_path / "nginx"
    folder.mkdir()
    with before([int(here.rpartition(":")[2])], free_port(), folder) as door:
        for origin, host in ((door.origin, None), (None, None), (None, "localhost")):
            said = _told(door, origin, host)
            assert "Not shown from here" in said
            assert not [name for name in OF_THE_STORE if name in said]
        status, _, body = door.status("/healthz")
        assert status == 200 and "data_date" not in body


def test_before_a_proxy_that_says_nothing_the_settings_say_that_nobody_is_at_this_machine(
    store_file: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("UPDATE package_import SET sample = 0")
    # What such a proxy forwards looks as if it came from this machine.
    found_elsewhere = {"browser.serverAddress": "dashboard.example.org"}
    with serving(f"sqlite:///{store_file}", tmp_path / "server.log", settings=found_elsewhere) as server:
        said = _told(server, server.origin)
        assert "Not shown from here" in said
        assert not [name for name in OF_THE_STORE if name in said]


def _wait_until_there_is_something_to_read(dashboard: Dashboard) -> None:
    until, local = time.monotonic() + SECONDS_TO_BE_ASKED, f"0100007F:{dashboard.port:04X}"
    while True:
        connections = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        # Column 1 is our end, column 4 the bytes that wait to be sent and to be read. Who listens has the
        # number of connections there that nobody has accepted.
        if any(one[1] == local and not one[4].endswith(":00000000") for one in connections):
            return
        assert time.monotonic() < until, "nginx asks no dashboard"
        time.sleep(MILLISECONDS_BETWEEN_LOOKS / 1000)


def _told(server: Server, origin: str | None, host: str | None = None) -> str:
    with connected(server, origin, host) as connection:
        return told(connection)
