"""Reach: assumptions from a link, those that can't be used, and what the link then says."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, parameters, selection_in_words, titles


def said(app: AppTest) -> str:
    return "\n".join(str(text.value) for text in app.markdown).replace("\\", "")


def test_a_link_brings_assumptions_and_keeps_them(open_page: Open) -> None:
    app = open_page("reach", programme="SBG-PE", assume=["units_target:80:90:100"])
    assert "About 210 more miners in 90 units" in titles(app)
    assert parameters(app)["assume"] == ["units_target:80:90:100"]
    assert "Extending from 64 to 90 units" in said(app.run())


def test_a_link_keeps_every_digit(open_page: Open) -> None:
    app = open_page("reach", programme="SBG-PE", assume=["units_target:80:90.25:1234567"])
    assert parameters(app)["assume"] == ["units_target:80:90.25:1234567"]


def test_a_filter_leaves_the_whole_programme(open_page: Open) -> None:
    app = open_page("reach", programme="SBG-PE", region="PE-PUN")
    assert "About 88 more miners in 75 units" in titles(app)
    assert selection_in_words(app).startswith("Whole programme · ")


def test_absurd_values_of_a_link_are_said_and_left_out(open_page: Open) -> None:
    absurd = {
        "units_target:80:90:1e300": "1e+300 is too much: it can be 1,000,000,000 at most",
        "miners_per_unit:1:1:inf": "inf is too much: it can be 1,000,000,000 at most",
        "drop_out:0:1:1.5": "1.5 is too much: it can be 1 at most",
    }
    app = open_page("reach", programme="SBG-PE", assume=list(absurd))
    assert not app.exception
    notes = [note.value.replace("\\", "") for note in app.info]
    for written, why in absurd.items():
        assert any(written in note and why in note for note in notes), (written, notes)
    assert "assume" not in parameters(app)
    assert "About 88 more miners in 75 units" in titles(app)


def test_an_absurd_value_in_the_table_is_said_and_not_used(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(frame: pd.DataFrame, **_: Any) -> pd.DataFrame:
        return frame.assign(high=frame["high"].where(frame["assumption"] != "Units to reach", 1e300))

    monkeypatch.setattr(st, "data_editor", typed)
    app = open_page("reach", programme="SBG-PE")
    assert not app.exception
    errors = [error.value.replace("\\", "") for error in app.error]
    assert errors == ["Units to reach: 1e+300 is too much: it can be 1,000,000,000 at most. It was not used."]
    assert "About 88 more miners in 75 units" in titles(app)


def test_without_assumptions_the_link_stays_short(open_page: Open) -> None:
    app = open_page("reach", programme="SBG-PE")
    assert "assume" not in parameters(app)
    assert "About 88 more miners in 75 units" in titles(app)


def test_what_a_link_garbled_is_said_and_left_out(open_page: Open) -> None:
    garbled = ["units_target:1:x:3", "luck:1:2:3", "units_target", "units_target:100:90:80"]
    app = open_page("reach", programme="SBG-PE", assume=garbled)
    assert not app.exception
    notes = [note.value.replace("\\", "") for note in (*app.info, *app.error)]
    for written in garbled:
        assert any(written in note for note in notes), (written, notes)
    assert "About 88 more miners in 75 units" in titles(app)


def test_another_programme_begins_with_what_it_measured(open_page: Open) -> None:
    app = open_page("reach", assume=["units_target:400:400:400"])
    first = app.selectbox(key="reached_programme").value
    other = next(code for code in ("SBG-PE", "FIN") if code != first)
    app.selectbox(key="reached_programme").set_value(other).run()
    assert "assume" not in parameters(app)
    assert not app.exception
