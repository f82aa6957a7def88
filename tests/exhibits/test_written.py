"""Exhibits as text: they come back as they were, and what was written can run nothing."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_access.selection import Against, Selection
from exhibits.exhibit import Exhibit
from exhibits.making import builders
from exhibits.theme import DARK, LIGHT, stage_colours
from exhibits.written import (
    NotReadable,
    NotWritable,
    as_text,
    exhibit_as_data,
    exhibit_from_data,
    from_text,
    read_back,
)
from tests.exhibits.gallery import SELECTIONS, Gallery

DAY = date(2026, 9, 30)


def again(exhibit: Exhibit) -> Exhibit:
    return exhibit_from_data(json.loads(json.dumps(exhibit_as_data(exhibit))))


@pytest.fixture(params=builders())
def made(request: pytest.FixtureRequest, gallery: Gallery) -> list[Exhibit]:
    return [shown for selection in SELECTIONS for shown in gallery.exhibits(request.param, selection)]


def test_an_exhibit_comes_back_with_its_words_numbers_and_drawing(made: list[Exhibit]) -> None:
    for exhibit in made:
        found = again(exhibit)
        pd.testing.assert_frame_equal(found.table(), exhibit.table().reset_index(drop=True))
        for name in ("name", "title", "subtitle", "sentence", "figures", "selection", "data_date", "columns",
                     "headline", "evidence", "suppressed", "missing", "height"):  # fmt: skip
            assert getattr(found, name) == getattr(exhibit, name)
        if exhibit.chart is not None and found.chart is not None:
            columns = list(exhibit.chart.columns)
            pd.testing.assert_frame_equal(found.frame[columns], exhibit.frame[columns].reset_index(drop=True))
            assert found.chart.spec(DARK) == exhibit.chart.spec(DARK)
        if exhibit.map is not None and found.map is not None:
            maps = [each.map.deck(LIGHT, each.frame, 500, 400).to_json() for each in (exhibit, found)]  # type: ignore[union-attr]
            assert maps[0] == maps[1]
            assert found.map.legend(LIGHT) == exhibit.map.legend(LIGHT)
        assert (found.chart is None, found.map is None) == (exhibit.chart is None, exhibit.map is None)


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, 3, 0.1, "ñ", DAY, Decimal("0.10"), float("inf")),
        *((1, ("a", None)), [1, [2]], {"a": (1,), 2: DAY}, frozenset({"b", "a"})),
        Selection(DAY, DAY, DAY, programmes=("A",), against=Against.last_year),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    found = from_text(as_text(value))
    assert found == value
    assert type(found) is type(value)


def test_a_frame_keeps_its_kinds_of_column_and_of_nothing() -> None:
    frame = pd.DataFrame(
        {
            "whole": [1, 2],
            "part": [0.5, float("nan")],
            "word": pd.Series(["a", None], dtype="str"),
            "mixed": pd.Series([None, float("nan")], dtype=object),
            "days": pd.Series([DAY, pd.NaT], dtype=object),
            "sums": pd.Series([Decimal("1.10"), pd.NA], dtype=object),
            "flag": [True, False],
            "small": np.array([1, 2], dtype="int8"),
        }
    )
    found = from_text(as_text(frame))
    pd.testing.assert_frame_equal(found, frame)
    assert found["mixed"][0] is None
    assert found["days"][1] is pd.NaT


def test_a_function_is_found_by_its_name_and_called_by_nobody() -> None:
    written = as_text(partial(stage_colours, LIGHT))
    found = from_text(written)
    assert (found.func, found.args) == (stage_colours, (LIGHT,))


@pytest.mark.parametrize(
    "name",
    [
        *("os:system", "subprocess:run", "builtins:eval", "exhibits.making:import_module"),
        *("exhibits.written:json", "exhibits.nowhere:draw", "exhibits.theme:Theme.__init__", "tests.once:x"),
    ],
)
@pytest.mark.parametrize("kind", ["function", "record", "code"])
def test_nothing_else_can_be_named(kind: str, name: str) -> None:
    value = name if kind == "function" else [name, {} if kind == "record" else ""]
    with pytest.raises(NotReadable):
        read_back({"~": kind, "v": value})


def test_a_function_is_no_record_and_a_record_no_function() -> None:
    with pytest.raises(NotReadable, match="no record"):
        read_back({"~": "record", "v": ["exhibits.theme:stage_colours", {}]})
    with pytest.raises(NotReadable, match="no function"):
        read_back({"~": "function", "v": "exhibits.theme:Theme"})
    with pytest.raises(NotReadable, match="no kind"):
        read_back({"~": "pickle", "v": ""})


def test_what_nobody_has_said_how_to_write_is_refused() -> None:
    with pytest.raises(NotWritable, match="object"):
        as_text(object())


def test_without_its_drawing_an_exhibit_still_has_its_numbers(gallery: Gallery) -> None:
    exhibit = gallery.exhibits("training.people_trained", "everything")[0]
    written = exhibit_as_data(exhibit)
    written["v"][1]["chart"]["v"][1]["draw"]["v"] = "exhibits.drawn.training:of_another_version"
    written["v"][1]["of_a_later_version"] = {"~": "unheard of", "v": 1}
    found = exhibit_from_data(written)
    assert found.chart is None
    pd.testing.assert_frame_equal(found.table(), exhibit.table().reset_index(drop=True))
