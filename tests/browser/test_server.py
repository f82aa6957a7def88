"""What the server says of itself, asked without a browser."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from pages.server.headers import source_of
from pages.server.language import SCRIPTS
from tests.conftest import ROLE_PASSWORD, GuardedDatabase
from tools.serving import ROOT, Server, free_port, serving


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


@pytest.mark.parametrize("path", ["/", "/map", "/healthz", "/borders/land/1_2.geojson", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(path: str, dashboard: Server) -> None:
    status, headers, _ = dashboard.status(path)
    assert status == 200
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    scripts = policy["script-src"].split()
    # Of scripts in a page, only the one that Streamlit ships, and one for each language to tell; none that is
    # made of text.
    assert set(scripts[:2]) == {"'self'", "'wasm-unsafe-eval'"}
    assert len(scripts[2:]) == 1 + len(SCRIPTS) and {source_of(each) for each in SCRIPTS.values()} < {
        *scripts
    }
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


@pytest.mark.parametrize(
    ("whose", "strong"), [("owner_url", "owns the tables"), ("server_url", "a superuser")]
)
def test_a_role_that_sees_past_the_rights_of_viewers_does_not_serve(
    whose: str, strong: str, guarded_sample: GuardedDatabase
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(free_port())],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": getattr(guarded_sample, whose)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert f"{strong}: the database would not hold back from it" in ended.stderr
    assert "Traceback" not in ended.stderr and ROLE_PASSWORD not in ended.stderr + ended.stdout


def test_a_replica_is_served_by_an_ordinary_role_alone(guarded_sample: GuardedDatabase) -> None:
    urls = {"DATABASE_URL": guarded_sample.app_url, "DATABASE_READ_URL": guarded_sample.owner_url}
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(free_port())],
        cwd=ROOT,
        env=os.environ | urls,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    assert "owns the tables" in ended.stderr and "DATABASE_READ_URL" in ended.stderr


@pytest.mark.parametrize(("port", "told"), [(None, "asked"), (9, "not asked")])
def test_whether_the_replica_is_asked_is_told_to_this_machine(
    port: int | None,
    told: str,
    guarded_sample: GuardedDatabase,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Any database with the same data will do; on the port nobody listens.
    where = make_url(guarded_sample.app_url)
    away = where.set(host="127.0.0.1", port=port, query={})
    url = away if port else where
    monkeypatch.setenv("DATABASE_READ_URL", url.render_as_string(hide_password=False))
    with serving(guarded_sample.app_url, tmp_path / "server.log") as server:
        status, _, body = server.status("/healthz")
    assert status == 200 and json.loads(body)["replica"] == told


def test_an_ordinary_role_serves(guarded_sample: GuardedDatabase, tmp_path: Path) -> None:
    with serving(guarded_sample.app_url, tmp_path / "server.log") as server:
        assert server.status("/healthz")[0] == 200


@pytest.mark.parametrize(
    ("url", "noted"),
    [
        ("sqlite:///{}/none.sqlite", "There is no store at"),
        ("postgresql://nobody@127.0.0.1:9/none", "The store none on 127.0.0.1 does not answer"),
    ],
)
def test_a_store_that_is_not_there_yet_is_noted_and_waited_for(url: str, noted: str, tmp_path: Path) -> None:
    with serving(url.format(tmp_path), tmp_path / "server.log") as server:
        assert server.status("/healthz")[0] == 503
        assert server.log.read_text().count(noted) == 1
