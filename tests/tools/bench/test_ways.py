"""All ways of the page give the same four frames, for whatever is selected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_access.store import open_store
from tests.tools.bench.conftest import SMALL
from tools.bench.frames import COLUMNS, Frames, digest
from tools.bench.parts.queries import WaysDisagree, agree, by_sql
from tools.bench.selections import pool, questions, selections
from tools.bench.stores import BenchStore
from tools.bench.ways import duck, ours, tables


@contextmanager
def ways_over(store: BenchStore, folder: Path) -> Iterator[dict[str, Callable[[Any], Frames]]]:
    source = tables.engine(store.owner_url)
    with duck.duck(folder, "small", SMALL) as connection, closing(open_store(store.url)) as opened:
        yield {
            "ours": partial(ours.frames, opened),
            "duck": partial(duck.frames, connection),
            "tables": partial(tables.frames, cache(partial(tables.load, source))),
        }
    source.dispose()


def test_all_ways_answer_alike(store: BenchStore, folder: Path) -> None:
    with ways_over(store, folder) as ways:
        assert agree(ways) == {name: set(selections()) for name in ways}


def test_what_different_viewers_look_at_is_answered_alike(
    sqlite_bench_store: BenchStore, folder: Path
) -> None:
    with ways_over(sqlite_bench_store, folder) as ways:
        for selection in pool(SMALL)[:4]:
            assert len({digest(way(selection)) for way in ways.values()}) == 1, selection


def test_every_frame_has_rows(sqlite_bench_store: BenchStore, folder: Path) -> None:
    with ways_over(sqlite_bench_store, folder) as ways:
        whole = ways["duck"](selections()["whole"])
    assert {name: len(whole[name]) > 5 for name in COLUMNS} == dict.fromkeys(COLUMNS, True)


def test_people_trained_are_as_many_by_sql(store: BenchStore) -> None:
    with closing(open_store(store.url)) as opened, closing(open_store(store.owner_url)) as owners:
        asked = questions(SMALL, 8)
        found = [ours.trained(opened, question) for question in asked]
        assert found == [by_sql(owners, question) for question in asked]
    assert max(found) > 100


def test_ways_that_disagree_are_not_measured() -> None:
    def way(value: int) -> Callable[[Any], Frames]:
        frame = {name: pd.DataFrame([[value] * len(of)], columns=list(of)) for name, of in COLUMNS.items()}
        return lambda _: frame

    with pytest.raises(WaysDisagree, match="whole"):
        agree({"one": way(1), "other": way(2)})
    assert agree({"one": way(1), "same": way(1)})["same"] == set(selections())


def test_a_digest_is_of_the_content_and_not_of_its_order_or_types() -> None:
    frames = {
        name: pd.DataFrame([["2"] * len(of), ["1"] * len(of)], columns=list(of))
        for name, of in COLUMNS.items()
    }
    turned = {name: frame.iloc[::-1].assign(value=[1.0, 2.0]) for name, frame in frames.items()}
    assert digest(frames) == digest(turned)
    turned["trained"] = turned["trained"].assign(value=[1, 3])
    assert digest(frames) != digest(turned)
