"""What the server refuses: foreign pages, foreign files, doors that no page needs, stores for elsewhere."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.browser.conftest import Visit, visiting
from tests.browser.oidc import cookie_of
from tests.browser.windows import Windows
from tools.browser import finished
from tools.serving import Server

Open = Callable[..., Visit]
LARGEST_MESSAGE = 64 * 2**20
OF_THE_STORE = ("Arequipa", "HSE-2")


@contextmanager
def connected(
    server: Server, origin: str | None, host: str | None = None, token: str = "", **headers: str
) -> Iterator[ClientConnection]:
    """A websocket as a page of another origin would open it, or one under another name of this machine.

    ``token`` is that by which pages of ours show that they have read their own cookie.
    """
    port = int(server.origin.rsplit(":", 1)[1])
    with (
        socket.create_connection(("127.0.0.1", port)) as line,
        connect(
            f"ws://{host or '127.0.0.1'}:{port}/_stcore/stream",
            sock=line,
            origin=None if origin is None else Origin(origin),
            subprotocols=[Subprotocol(each) for each in ("streamlit", token) if each],
            additional_headers=headers,
            max_size=LARGEST_MESSAGE,
        ) as connection,
    ):
        yield connection


def told(connection: ClientConnection, page: str = "map") -> str:
    """All that the server says when a page is asked for."""
    said = (frame.SerializeToString() for frame in frames(connection, page))
    return "".join(frame.decode("utf-8", "replace") for frame in said)


def frames(connection: ClientConnection, page: str = "map") -> list[ForwardMsg]:
    """All that the server sends until the page that is asked for has run."""
    return answers(connection, asking_for(page))


def asking_for(page: str) -> BackMsg:
    message = BackMsg()
    message.rerun_script.page_name = "" if page == "overview" else page
    return message


def answers(connection: ClientConnection, asked: BackMsg) -> list[ForwardMsg]:
    """All that the server says until the script has run, whether it went well or not."""
    connection.send(asked.SerializeToString())
    sent = [ForwardMsg.FromString(connection.recv(timeout=60, decode=False))]
    while not sent[-1].HasField("script_finished"):
        sent.append(ForwardMsg.FromString(connection.recv(timeout=60, decode=False)))
    return sent


def answered(server: Server, method: str, path: str, **headers: str) -> tuple[int, list[tuple[str, str]]]:
    """Status and headers of what the server answers."""
    connection = HTTPConnection(server.origin.removeprefix("http://"), timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=b"x" if method in ("PUT", "POST") else None, headers=sent)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheaders()
    finally:
        connection.close()


@pytest.fixture(params=["dashboard", "guarded_dashboard"])
def server(request: pytest.FixtureRequest) -> Server:
    """The dashboard with and without signing in."""
    served: Server = request.getfixturevalue(request.param)
    return served


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:1",  # Streamlit lets every page of this machine in
        "http://localhost:{port}",
        "https://127.0.0.1:{port}.evil.example",
        "null",
    ],
)
def test_a_page_of_another_origin_cannot_connect(origin: str, server: Server) -> None:
    foreign = origin.format(port=server.origin.rsplit(":", 1)[1])
    with pytest.raises(InvalidStatus) as refused, connected(server, foreign):
        pass
    assert refused.value.response.status_code == 403


def test_a_page_of_ours_connects_and_what_is_no_page(server: Server) -> None:
    for origin in (server.origin, None):
        with connected(server, origin) as connection:
            assert "session_status_changed" not in told(connection)


def test_nobody_gets_anything_over_a_connection_without_signing_in(guarded_dashboard: Server) -> None:
    cookie = cookie_of(guarded_dashboard)
    sent = f"{cookie['name']}={cookie['value']}"
    for origin, headers in (
        (guarded_dashboard.origin, {}),
        # A good cookie from something that is no page of ours: without the page's own token.
        (guarded_dashboard.origin, {"Cookie": sent}),
        (None, {"Cookie": sent}),
        (None, {"X-Forwarded-User": "administrator@example.org", "X-Dashboard-Reached-From": "this machine"}),
    ):
        with connected(guarded_dashboard, origin, None, **headers) as connection:
            said = told(connection)
        assert "way_in" in said and not [name for name in OF_THE_STORE if name in said]


def test_what_no_page_says_is_not_obeyed(server: Server) -> None:
    asked = [BackMsg(clear_cache=True), BackMsg(load_git_info=True), BackMsg(set_run_on_save=True)]
    asked += [BackMsg(debug_disconnect_websocket=True), BackMsg(debug_shutdown_runtime=True)]
    asked += [BackMsg(app_heartbeat=True), BackMsg(), BackMsg(), BackMsg(), BackMsg()]
    asked[-4].file_urls_request.file_names.append("x.csv")
    asked[-3].backend_operation_request.install_skills.SetInParent()
    asked[-2].backend_operation_request.dismiss_skills_nudge.SetInParent()
    asked[-1].backend_operation_request.SetInParent()
    before = len(server.log.read_text())
    with connected(server, server.origin) as connection:
        for message in asked * 2:
            connection.send(message.SerializeToString())
        kinds = {frame.WhichOneof("type") for frame in frames(connection)}
    assert "delta" in kinds
    assert not kinds & {"git_info_changed", "file_urls_response", "backend_operation_response"}
    logged = server.log.read_text()[before:]
    refused = [str(message.WhichOneof("type")) for message in asked[:-3]]
    for kind in (*refused, "install_skills", "dismiss_skills_nudge", "None"):
        assert logged.count(f"asks for {kind}:") == 1, kind


@pytest.mark.parametrize("frame", [b"\xff\xff\xff", "text"])
def test_what_can_not_be_read_ends_the_connection(frame: bytes | str, own_dashboard: Server) -> None:
    with connected(own_dashboard, own_dashboard.origin) as connection:
        connection.send(frame)
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=20)
    with connected(own_dashboard, own_dashboard.origin) as connection:
        assert OF_THE_STORE[0] in told(connection)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/_stcore/upload_file/session/file", 405),
        ("DELETE", "/_stcore/upload_file/session/file", 405),
        ("POST", "/", 405),
        ("OPTIONS", "/media/x", 405),
        ("GET", "/_stcore/upload_file/session/file", 404),
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/_stcore/script-health-check", 404),
        ("GET", "/_stcore/agent/openapi.json", 404),
        ("POST", "/_stcore/agent/interact", 405),
        ("GET", "/_stcore/bidi-components/x/y.js", 404),
        ("GET", "/component/x/index.html", 404),
        ("GET", "/media/0123456789abcdef.csv", 404),
    ],
)
def test_doors_that_no_page_needs_are_closed(method: str, path: str, status: int, server: Server) -> None:
    assert answered(server, method, path)[0] == status


def test_there_is_no_way_to_sign_in_where_nobody_does(dashboard: Server) -> None:
    for path in ("/sign-in/default?to=/map", "/auth/login", "/auth/logout", "/oauth2callback?code=x"):
        assert answered(dashboard, "GET", path)[0] == 404


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example/", "/%5Cevil.example", "%09//evil.example"]
)
def test_signing_in_leads_nowhere_else(to: str, guarded_dashboard: Server) -> None:
    for provider in ("default", "unknown"):
        status, headers = answered(guarded_dashboard, "GET", f"/sign-in/{provider}?to={to}")
        assert status == 302
        assert "evil" not in str(headers)
    kept = answered(guarded_dashboard, "GET", "/oauth2callback?code=x", Cookie=f"dashboard_return_to={to}")
    assert dict(kept[1])["location"] == "/"


def test_a_page_of_another_site_signs_nobody_out(guarded_dashboard: Server, windows: Windows) -> None:
    cookie = cookie_of(guarded_dashboard, sub="stays")
    sent = f"{cookie['name']}={cookie['value']}"
    for site in ("cross-site", "same-site"):
        status, _ = answered(guarded_dashboard, "GET", "/auth/logout", Cookie=sent, Sec_Fetch_Site=site)
        assert status == 403
    with windows.opened(cookies=[cookie]) as page:
        page.goto(guarded_dashboard.origin)
        expect(page.locator(".st-key-who")).to_be_visible()


def test_nobody_may_frame_the_dashboard(server: Server, windows: Windows) -> None:
    with windows.opened() as page:
        page.set_content(f'<iframe src="{server.origin}/map"></iframe>')
        frame = page.frames[-1]
        expect(frame.locator("body")).not_to_contain_text("Where the units are")
        assert frame.url.startswith("chrome-error:")
    headers = dict(answered(server, "GET", "/map")[1])
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/", "/map", "/healthz", "/_stcore/health", "/_stcore/host-config"])
def test_nothing_of_a_viewer_is_kept_on_the_way(path: str, server: Server) -> None:
    assert dict(answered(server, "GET", path)[1])["cache-control"] == "private, no-store"


def test_behind_tls_cookies_and_pages_keep_to_it(guarded_dashboard: Server) -> None:
    def given(scheme: str) -> tuple[list[str], dict[str, str]]:
        found = []
        for path in ("/_stcore/health", "/sign-in/default?to=/map", "/oauth2callback?error=x"):
            _, headers = answered(guarded_dashboard, "GET", path, X_Forwarded_Proto=scheme)
            found += [value for name, value in headers if name.lower() == "set-cookie"]
        return found, {name.lower(): value for name, value in headers}

    over_tls, headers = given("https")
    assert len(over_tls) >= 4 and all("; Secure" in cookie for cookie in over_tls)
    assert headers["strict-transport-security"] == "max-age=31536000"
    plainly, headers = given("http")
    assert not [cookie for cookie in plainly if "; Secure" in cookie]
    assert "strict-transport-security" not in headers


def test_a_file_is_given_to_whoever_made_it_and_to_nobody_else(
    guarded_dashboard: Server, browser: Browser
) -> None:
    made = {"sub": "maker"}
    with browser.new_context() as maker, browser.new_context() as other, browser.new_context() as nobody:
        maker.add_cookies([cookie_of(guarded_dashboard, **made)])
        other.add_cookies([cookie_of(guarded_dashboard, sub="other")])
        page = maker.new_page()
        page.goto(f"{guarded_dashboard.origin}/training")
        finished(page)
        with page.expect_download() as downloading:
            page.locator('[class*="st-key-download_"] button').first.click()
        file = downloading.value
        assert Path(file.path()).read_text("utf-8-sig").startswith("Topic,Region,")
        assert maker.request.get(file.url).status == 200
        assert other.request.get(file.url).status == 404
        assert nobody.request.get(file.url).status == 404
        part = nobody.request.get(file.url, headers={"Range": "bytes=0-9"})
        assert part.status == 404

        page.get_by_role("link", name="Sign out").click()
        expect(page.get_by_text("End Session").first).to_be_visible()
        maker.add_cookies([cookie_of(guarded_dashboard, **made)])
        assert maker.request.get(file.url).status == 404


def test_where_nobody_signs_in_a_file_is_for_the_browser_that_made_it(
    dashboard: Server, visit: Open, browser: Browser
) -> None:
    page = visit(f"{dashboard.origin}/training").page
    with page.expect_download() as downloading:
        page.locator('[class*="st-key-download_"] button').first.click()
    assert Path(downloading.value.path()).stat().st_size > 100
    assert page.context.request.get(downloading.value.url).status == 200
    with browser.new_context() as other:
        other.request.get(dashboard.origin)
        assert other.request.get(downloading.value.url).status == 404


def test_in_the_sample_one_can_look_as_each_of_its_viewers(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training").page
    who = page.get_by_role("combobox", name="Look as")
    expect(who).to_have_value("administrator@example.org")
    regions = page.get_by_test_id("stMultiSelect").filter(has_text="Region")

    who.click()
    expect(page.get_by_role("option")).to_have_text(
        [f"{name}@example.org" for name in ("administrator", "coordinator", "presenter", "sponsor")]
    )
    page.get_by_role("option", name="coordinator@example.org").click()
    expect(who).to_have_value("coordinator@example.org")
    page.get_by_role("combobox", name="Region", exact=True).click()
    expect(page.get_by_role("option")).to_have_text(["Select all", "Arequipa", "Ayacucho"])
    page.keyboard.press("Escape")
    # So that the link opens the same for others, and for the same browser after a restart.
    looking = "?as=coordinator%40example.org"
    assert page.url == f"{dashboard.origin}/training{looking}"
    expect(regions).to_be_visible()

    page.get_by_test_id("stTopNavSection").filter(has_text="Gold and money").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Mercury").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ercury")
    expect(who).to_have_value("coordinator@example.org")
    assert page.url == f"{dashboard.origin}/mercury{looking}"
    who.click()
    page.get_by_role("option", name="administrator@example.org").click()
    expect(page).to_have_url(f"{dashboard.origin}/mercury")


def test_filters_that_the_next_viewer_does_not_know_are_let_go(dashboard: Server, visit: Open) -> None:
    page = visit(f"{dashboard.origin}/training?region=PE-PIU&country=PE").page
    who = page.get_by_role("combobox", name="Look as")
    # A list that is open closes when what is around it is scrolled.
    who.scroll_into_view_if_needed()
    who.click()
    page.get_by_role("option", name="coordinator@example.org").click()
    expect(page.get_by_test_id("stAlert").filter(has_text="PE-PIU")).to_be_visible()
    expect(page).to_have_url(f"{dashboard.origin}/training?country=PE&as=coordinator%40example.org")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_store_that_is_no_sample_is_shown_to_this_machine_alone(
    own_dashboard: Server, store_file: Path, windows: Windows
) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        # A sample that was taken in last makes no sample of what was there before.
        store.execute(
            "INSERT INTO package_import "
            "(name, title, version, data_date, sample, row_count, content_hash, imported_at) "
            "SELECT name, title, version, data_date, 1, row_count, 'x', imported_at FROM package_import"
        )
        store.execute("UPDATE package_import SET sample = 0 WHERE id = 1")
    with visiting(windows, f"{own_dashboard.origin}/training") as seen:
        expect(seen.page.locator('[class*="st-key-exhibit_"]').first).to_be_visible()
        expect(seen.page.get_by_role("combobox", name="Look as")).to_have_count(0)
    port = own_dashboard.origin.rsplit(":", 1)[1]
    with connected(own_dashboard, own_dashboard.origin) as connection:
        assert OF_THE_STORE[0] in told(connection)
    for host, headers in (
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"Forwarded": "for=10.0.0.9"}),
        ("127.0.0.1", {"Via": "1.1 proxy"}),
        ("127.0.0.1", {"X-Real-IP": "10.0.0.9", "X-Dashboard-Reached-From": "this machine"}),
        ("rebound.example", {}),
    ):
        with connected(own_dashboard, f"http://{host}:{port}", host, **headers) as connection:
            said = told(connection)
        assert "Not shown from here" in said
        assert not [name for name in OF_THE_STORE if name in said]
