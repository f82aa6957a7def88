"""What the server says of itself, asked without a browser."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tools.serving import Server


def test_the_health_check_asks_the_store(own_dashboard: Server, store_file: Path) -> None:
    status, _, body = own_dashboard.status("/healthz")
    assert status == 200
    assert json.loads(body)["status"] == "ok"

    away = store_file.rename(store_file.with_suffix(".away"))
    assert own_dashboard.status("/healthz")[0] == 503

    store_file.write_text("no database")
    assert own_dashboard.status("/healthz")[0] == 503

    away.rename(store_file)
    assert own_dashboard.status("/healthz")[0] == 200


def test_a_store_without_data_is_not_healthy(own_dashboard: Server, store_file: Path) -> None:
    with sqlite3.connect(store_file) as connection:
        connection.execute("DELETE FROM package_import")
    connection.close()
    assert own_dashboard.status("/healthz")[0] == 503


@pytest.mark.parametrize("path", ["/", "/map", "/healthz", "/borders/adm0_world.geojson", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(path: str, dashboard: Server) -> None:
    status, headers, _ = dashboard.status(path)
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    scripts = policy["script-src"].split()
    # Of scripts in a page, only the one that Streamlit ships; and none that is made of text.
    assert len(scripts) == 3 and set(scripts[:2]) == {"'self'", "'wasm-unsafe-eval'"}
    assert policy["frame-ancestors"] == "'none'"
    sources = {source for sources in policy.values() for source in sources.split()}
    # Nothing but this server and what the page makes itself: no host, no wildcard.
    sources -= {source for source in sources if source.startswith("'sha256-")}
    assert sources <= {"'self'", "'none'", "'unsafe-inline'", "'wasm-unsafe-eval'", "data:"}


@pytest.mark.parametrize(
    "path",
    ["/borders/../../pyproject.toml", "/borders/%2e%2e/%2e%2e/pyproject.toml", "/borders//etc/passwd"],
)
def test_only_borders_are_served_as_files(path: str, dashboard: Server) -> None:
    status, _, body = dashboard.status(path)
    assert status in (400, 404)
    assert "[project]" not in body
    assert "root:" not in body
