"""Viewers over the real websocket: each page of the benchmark is whole, and a failed run is no number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.bench.conftest import SMALL
from tools.bench.selections import pool, query_string
from tools.bench.setting import CONSTANT, EMPTY, OURS, Setting, peak, served
from tools.bench.stores import BenchStore
from tools.bench.viewers import RunFailed, load, viewing, warm


def test_every_way_is_served_and_can_be_rerun_by_many(sqlite_bench_store: BenchStore, tmp_path: Path) -> None:
    setting = Setting(SMALL, "sqlite", sqlite_bench_store, tmp_path)
    queries = [query_string(selection) for selection in pool(SMALL)[:2]]
    with served(setting, (OURS, CONSTANT, EMPTY)) as servers:
        payloads = {}
        for way, one in servers.items():
            warm(one.server, queries)
            with viewing(one.server, "") as viewer:
                viewer.rerun(queries[0])
                payloads[way] = viewer.payload
        with peak(servers[OURS]) as most:
            found = load(servers[OURS].server, 3, 0.5, queries)
    assert payloads[OURS] > 20_000
    assert payloads[CONSTANT] > 20_000
    assert payloads[EMPTY] < 2_000
    assert not found.failed
    assert len(found.reruns) >= 3
    assert most[-1] > 50


def test_a_page_without_figures_is_a_failed_run(tmp_path: Path) -> None:
    nowhere = BenchStore("nowhere", "sqlite:///nowhere.sqlite", "sqlite:///nowhere.sqlite")
    with (
        served(Setting(SMALL, "sqlite", nowhere, tmp_path), (OURS,)) as servers,
        viewing(servers[OURS].server, "") as viewer,
        pytest.raises(RunFailed, match="There is no store"),
    ):
        viewer.rerun()
