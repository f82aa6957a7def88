"""Reach: assumptions from a link, those that can't be used, and what the link then says."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, parameters, titles


def said(app: AppTest) -> str:
    return "\n".join(str(text.value) for text in app.markdown).replace("\\", "")


def test_a_link_brings_assumptions_and_keeps_them(open_page: Open) -> None:
    app = open_page("reach", programme="SBG-PE", assume=["units_target:80:90:100"])
    assert "About 210 more miners in 90 units" in titles(app)
    assert parameters(app)["assume"] == ["units_target:80:90:100"]
    assert "Extending from 64 to 90 units" in said(app.run())


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
