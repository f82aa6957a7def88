"""A fatal incident in the selection stands above every page, soberly; nothing beside it is praised."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from exhibits.incidents import FatalNotice
from pages.parts import notice
from tests.pages.conftest import Open, go_to, opened
from tests.pages.test_hostile_names import HOSTILE, MARKUP, left_after_escapes
from tools.serving import PAGES as ALL_PAGES

# Grants and the audit are of no programme, place or period.
WITHOUT_SELECTION = ("access", "audit")

YEAR = {"from_": "2025-01-01", "to": "2025-12-31"}
HEADING = "**A fatal incident on 19 Feb 2025**"


def notices(app: AppTest) -> list[str]:
    return [text.value for text in app.main.markdown if text.value.startswith("**A fatal incident")]


@pytest.mark.parametrize("name", [name for name in ALL_PAGES if name not in WITHOUT_SELECTION])
def test_it_stands_above_every_page(name: str, open_page: Open) -> None:
    app = open_page(name, **YEAR)
    first = app.main.markdown[0].value
    assert first.startswith(HEADING)
    assert "Step by step in Peruvian small mines · Piura · cause\\: rockfall · 1 person died" in first
    assert "had the gallery timbered anew" in first
    assert len(notices(app)) == 1


def test_several_stand_one_under_the_other(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [FatalNotice(f"A fatal incident on {day} Feb 2025", "Piura", "They mourn.") for day in (19, 12)]
    monkeypatch.setattr(notice, "fatal_notices", lambda _read, _selection: tuple(told))
    paragraphs = open_page("training", **YEAR).main.markdown[0].value.split("\n\n")
    assert paragraphs == [
        "**A fatal incident on 19 Feb 2025** · Piura",
        "They mourn.",
        "**A fatal incident on 12 Feb 2025** · Piura",
        "They mourn.",
    ]


@pytest.mark.parametrize(
    ("parameters", "stands"),
    [
        ({}, False),
        ({"from_": "2025-02-19", "to": "2025-02-19"}, True),
        ({"from_": "2025-02-20", "to": "2025-12-31"}, False),
        ({**YEAR, "programme": "SBG-PE"}, True),
        ({**YEAR, "programme": "HSE-2"}, False),
        ({**YEAR, "region": "PE-PIU"}, True),
        ({**YEAR, "country": "CO"}, False),
    ],
)
def test_it_stands_for_the_selections_that_hold_it(
    parameters: dict[str, str], stands: bool, open_page: Open
) -> None:
    assert bool(notices(open_page("training", **parameters))) == stands


def test_it_goes_with_the_selection_and_comes_back(open_page: Open) -> None:
    app = open_page("overview", **YEAR)
    assert notices(go_to(app, "training"))
    app.multiselect(key="country").set_value(["CO"]).run()
    assert not notices(app)
    app.multiselect(key="country").set_value([]).run()
    assert notices(app)


def test_no_change_is_green_while_it_stands(open_page: Open) -> None:
    def colours(app: AppTest) -> set[str]:
        return {metric.proto.MetricColor.Name(metric.proto.color) for metric in app.metric}

    assert "GREEN" in colours(open_page("overview")) | colours(open_page("protection"))
    for page in ("overview", "protection"):
        assert colours(open_page(page, **YEAR)) <= {"GRAY"}


def test_a_statement_is_text_and_a_missing_one_is_told(store_file: Path) -> None:
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("UPDATE incident SET statement = ? WHERE severity = 'fatal'", (HOSTILE,))
    (notice,) = notices(opened("training", **YEAR))
    assert "evil" in notice and not MARKUP.search(left_after_escapes(notice))
    with closing(sqlite3.connect(store_file)) as store, store:
        store.execute("UPDATE incident SET statement = NULL, people_hurt = 2 WHERE severity = 'fatal'")
        store.execute("UPDATE package_import SET content_hash = 'another'")
    (notice,) = notices(opened("training", **YEAR))
    assert "2 people hurt, at least one of them fatally" in notice
    assert notice.endswith("No statement of the organisation is recorded.")
