"""The audit's page: who did what, when, looked for by person, action and day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data_access.audit import Action, record
from data_access.store import open_store
from tests.pages.administration import ADMINISTRATOR, TODAY, audited, look_as, said
from tests.pages.conftest import opened

HOSTILE = "=1+1 <script>alert(1)</script> ![x](http://evil.example/a.png) \u202e"


@pytest.fixture
def page(store_file: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    look_as(ADMINISTRATOR, monkeypatch)
    store = open_store(f"sqlite:///{store_file}")
    with store.writing(ADMINISTRATOR) as connection:
        record(connection, "ana@x.org", Action.download, exhibit="lots", selection="country=PE", row_count=3)
        record(connection, "ana@x.org", Action.sign_out)
        record(connection, "ben@x.org", Action.download, exhibit="lots", row_count=0, detail=HOSTILE)
    store.close()
    return opened("audit")


def listed(app: AppTest) -> list[list[str]]:
    """Who did what, as the page lists it."""
    return list(app.dataframe[0].value[["Who", "What"]].values.tolist()) if app.dataframe else []


def test_the_page_lists_what_was_done_the_latest_first(page: AppTest) -> None:
    assert not page.exception
    assert listed(page)[:3] == [
        ["ben@x.org", "Downloaded"],
        ["ana@x.org", "Signed out"],
        ["ana@x.org", "Downloaded"],
    ]
    assert listed(page)[3:] == [["import of the sample", "Granted"]] * 4
    assert "**7 entries** by 3 people: 2 downloads, 4 grants given and 1 sign-out." in said(page)
    shown = page.dataframe[0].value.iloc[2]
    assert (shown["Exhibit"], shown["Rows"], shown["Selection, as in the URL"]) == ("lots", 3, "country=PE")


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ({"by": ["ana@x.org"]}, 2),
        ({"actions": ["download"]}, 2),
        ({"actions": ["download", "sign_out"], "by": ["ana@x.org"]}, 2),
        ({"actions": ["revoke"]}, 0),
        ({"from": TODAY + timedelta(2)}, 0),
        ({"to": TODAY + timedelta(2)}, 7),
        ({"from": TODAY - timedelta(1), "to": TODAY + timedelta(1)}, 7),
    ],
)
def test_the_entries_are_looked_for(page: AppTest, looked_for: dict[str, Any], found: int) -> None:
    for name, value in looked_for.items():
        widget = page.multiselect if name in ("by", "actions") else page.date_input
        widget(key=f"audited_{name}").set_value(value)
    page.run()
    assert not page.exception
    assert len(listed(page)) == found
    assert ("**Nothing** of this kind" in said(page)) == (found == 0)


def test_what_is_written_down_meanwhile_shows_at_the_next_click(store_file: Path, page: AppTest) -> None:
    store = open_store(f"sqlite:///{store_file}")
    with store.writing(ADMINISTRATOR) as connection:
        record(connection, "cem@x.org", Action.sign_in)
    store.close()
    assert listed(page.run())[0] == ["cem@x.org", "Signed in"]


def test_more_than_can_be_listed_is_said_to_be_in_the_file(
    page: AppTest, store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{store_file}")
    with store.writing(ADMINISTRATOR) as connection:
        for _ in range(1000):
            record(connection, "ana@x.org", Action.sign_in)
    store.close()
    page.run()
    assert len(listed(page)) == 1000
    assert "The latest **1,000** entries, by 1 person; the file has all of them." in said(page)


def test_looking_leaves_no_entry(store_file: Path, page: AppTest) -> None:
    page.run()
    assert len(audited(store_file)) == 3
