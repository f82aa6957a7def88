"""Who asks from this machine for this machine, and which pages are foreign."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.datastructures import Headers

from pages.server.connection import (
    ELSEWHERE,
    FORWARDING,
    HERE,
    REACHED_FROM,
    as_asked_by_the_page,
    foreign_origin,
    from_this_machine,
    loopback,
    told,
)


def scope(
    host: str = "127.0.0.1:8501",
    origin: str | None = "http://127.0.0.1:8501",
    server: tuple[str, int] | None = ("127.0.0.1", 8501),
    client: tuple[str, int] | None = ("127.0.0.1", 40000),
    **headers: str,
) -> dict[str, Any]:
    sent = {"host": host, **({} if origin is None else {"origin": origin})}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode()) for name, value in sent.items()]
    return {"type": "websocket", "scheme": "ws", "headers": raw, "server": server, "client": client}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_names_of_this_machine(host: str) -> None:
    assert loopback(host)


@pytest.mark.parametrize(
    "host",
    [None, "", "0.0.0.0", "::", "10.0.0.7", "example.org", "localhost.example.org", "127.0.0.1.nip.io", "0"],
)
def test_everything_else_is_no_name_of_this_machine(host: str | None) -> None:
    assert not loopback(host)


@pytest.mark.parametrize(
    "asked",
    [
        scope(),
        scope(origin=None),
        scope(host="localhost:8501", origin="http://localhost:8501"),
        scope(host="[::1]:8501", origin="http://[::1]:8501", server=("::1", 8501), client=("::1", 4)),
    ],
)
def test_this_machine_is_served(asked: dict[str, Any]) -> None:
    assert from_this_machine(asked, "127.0.0.1")


def test_what_a_browser_sends_is_no_sign_of_a_proxy() -> None:
    sent = (
        *("accept", "accept-encoding", "accept-language", "cache-control", "connection", "cookie", "pragma"),
        *("sec-fetch-site", "sec-websocket-key", "sec-websocket-version", "upgrade", "user-agent"),
    )
    asked = scope()
    asked["headers"] += [(name.encode(), b"x") for name in sent]
    assert from_this_machine(asked, "127.0.0.1")


@pytest.mark.parametrize("bound_to", [None, "", "0.0.0.0", "::", "10.0.0.7", "example.org"])
def test_a_server_that_others_can_reach_serves_nobody_so(bound_to: str | None) -> None:
    assert not from_this_machine(scope(), bound_to)


@pytest.mark.parametrize("found_at", [None, "", "dashboard.example.org", "10.0.0.7"])
def test_a_server_that_browsers_find_elsewhere_has_a_proxy_that_may_say_nothing(found_at: str | None) -> None:
    assert from_this_machine(scope(), "127.0.0.1", "127.0.0.1")
    assert not from_this_machine(scope(), "127.0.0.1", found_at)


@pytest.mark.parametrize(
    "asked",
    [
        scope(client=("10.0.0.9", 4)),
        scope(server=("10.0.0.7", 8501)),
        scope(server=None),
        scope(client=None),
        scope(host="dashboard.example.org", origin=None),
        scope(host="dashboard.example.org:8501"),
        scope(host=""),
        scope(host="127.0.0.1:8501@example.org", origin=None),
        scope(origin="http://rebound.example.org:8501"),
        scope(origin="null"),
        scope(origin="http://[bad"),
    ],
)
def test_whoever_comes_from_elsewhere_or_under_another_name_is_not_of_this_machine(
    asked: dict[str, Any],
) -> None:
    assert not from_this_machine(asked, "127.0.0.1")


PROXIES_SAY = (
    *("Forwarded", "Forwarded-For", "X-Forwarded-For", "X-Forwarded-Client-Cert", "X-Forwarded-Prefix"),
    *("X-Original-Forwarded-For", "X-Original-URI", "X-Real-IP", "X-Real-Port", "CF-Ray", "CDN-Loop"),
    *("Fastly-Client-IP", "X-Azure-ClientIP", "X-Envoy-Peer-Metadata", "X-Amzn-Trace-Id", "X-Amz-Cf-Id"),
    *("X-Appengine-User-IP", "X-Vercel-Id", "True-Client-IP"),
)


@pytest.mark.parametrize("header", [*sorted(FORWARDING), *PROXIES_SAY])
def test_whatever_is_forwarded_is_not_of_this_machine(header: str) -> None:
    asked = scope()
    asked["headers"].append((header.lower().encode(), b""))
    assert not from_this_machine(asked, "127.0.0.1")


@pytest.mark.parametrize(
    ("asked", "ours", "foreign"),
    [
        (scope(), (), False),
        (scope(origin=None), (), False),
        (scope(host="Dash.Example.org", origin="https://dash.example.org"), (), False),
        (scope(origin="http://127.0.0.1:9999"), (), True),  # another server on the same machine
        (scope(origin="http://localhost:8501"), (), True),
        (scope(origin="http://evil.example"), (), True),
        (scope(origin="null"), (), True),
        (scope(origin=""), (), True),
        (scope(origin="file://127.0.0.1:8501"), (), True),
        (scope(origin="http://[bad"), (), True),
        # Behind a proxy that names the server by another name.
        (scope(origin="https://dash.example.org"), ("https://dash.example.org",), False),
        (scope(origin="http://dash.example.org"), ("https://dash.example.org",), True),
        (scope(origin="https://dash.example.org.evil.example"), ("https://dash.example.org",), True),
        (scope(), ("https://dash.example.org",), True),
        (scope(origin=None), ("https://dash.example.org",), False),
    ],
)
def test_a_page_of_another_origin_is_foreign(
    asked: dict[str, Any], ours: tuple[str, ...], foreign: bool
) -> None:
    assert foreign_origin(asked, ours) == foreign


@pytest.mark.parametrize("here", [True, False])
def test_what_is_told_of_a_connection_is_ours_alone(here: bool) -> None:
    forged = scope()
    forged["headers"].append((REACHED_FROM.encode(), HERE.encode()))
    forged["headers"].append((b"X-Dashboard-Reached-From", HERE.encode()))
    said = Headers(scope=told(forged, here)).getlist(REACHED_FROM)
    assert said == [HERE if here else ELSEWHERE]


def test_streamlit_is_told_the_host_that_the_page_knows() -> None:
    asked = as_asked_by_the_page(scope(host="10.0.0.7:8501", origin="https://dash.example.org"))
    assert Headers(scope=asked).getlist("host") == ["dash.example.org"]
    assert as_asked_by_the_page(scope(origin=None))["headers"] == scope(origin=None)["headers"]
