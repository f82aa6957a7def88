"""Outsiders' numbers of people are the same from the summaries as from the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from data_access.disclosure.question import Question
from data_access.disclosure.sources import FromRecords, FromSummaries, Source, source_of
from data_access.figures import _values, known_figure
from data_access.rights import Rights
from data_access.selection import Selection
from data_access.viewer import Role, Viewer
from tests.data_access.gold_world import empty, fill
from tests.data_access.random_stores import SOME_STORES, random_store
from tests.data_access.summaries.summarised import summarise

DATA_DATE = date(2024, 11, 20)
VIEWERS = (
    Viewer("presenter", Role.presenter),
    Viewer("sponsor", Role.sponsor, Rights(("P1", "Q"), None)),
    Viewer("of some places", Role.presenter, Rights(("P1", "P2"), ("PE-ARE", "PE-PUN"))),
)


def question(connection: Connection, viewer: Viewer) -> Question:
    year = Selection(date(2023, 1, 1), date(2023, 12, 31), DATA_DATE)
    read = partial(_values, connection)
    return Question(connection, viewer, known_figure("active_miners"), year, (), {}, read, "")


def told(source: Source) -> dict[str, Any]:
    """All that a source tells, added up."""
    return {
        "years": source.years,
        "enrolled": set(source.enrolled()),
        **{f"people by {by}": summed(source.people(by)) for by in (None, "sex", "relation")},
        **{
            f"{figure} by {part}": both_summed(source.facts(figure, part))
            for figure, own in (("insured", "product"), ("training_coverage", "topic"))
            for part in (None, own)
        },
        **{
            f"{figure} by {by}": summed(source.of_years(figure, by))
            for figure, by in (("people_trained", None), ("people_trained", "sex"), ("people_insured", None))
        },
    }


def summed(cells: Iterable[tuple[Any, ...]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for *codes, number in cells:
        found[tuple(codes)] += number
    return +found


def both_summed(cells: Iterable[tuple[Any, ...]]) -> tuple[Counter[Any], Counter[Any]]:
    known = list(cells)
    return summed((*cell[:-1],) for cell in known), summed((*cell[:-2], cell[-1]) for cell in known)


@pytest.mark.parametrize("viewer", VIEWERS, ids=str)
@SOME_STORES
@given(seed=st.integers(0, 2**32))
def test_both_sources_tell_the_same(engine: Engine, viewer: Viewer, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed))
    summarise(engine, DATA_DATE)
    with engine.connect() as connection:
        asked = question(connection, viewer)
        assert isinstance(source_of(asked), FromSummaries)
        found, expected = told(FromSummaries(asked)), told(FromRecords(asked))
        for name, cells in expected.items():
            assert found[name] == cells, name
        assert any(expected.values())
