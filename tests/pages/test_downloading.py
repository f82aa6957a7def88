"""What leaves as a file is on record, on each database; what can't be put on record does not leave."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, select, text
from streamlit.testing.v1 import AppTest

from data_access.audit import audit
from data_access.reader import Reader
from data_access.schema import AuditEntry
from data_access.store import Store, StoreUnavailable, open_store
from data_access.viewer import UNRESTRICTED, Role, Viewer
from exhibits.audit import table
from pages.parts import downloading
from pages.parts.downloading import on_record
from tests.pages.administration import look_as
from tests.pages.conftest import PAGES, opened

ANA = Viewer("ana@x.org", Role.sponsor)
FRAME = pd.DataFrame({"Region": ["Arequipa", "=1+1"], "People": [12, -5]})


@pytest.fixture
def store(store_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that pages read for Ana, on each database in turn."""
    store = open_store(store_url)
    monkeypatch.setattr(downloading, "reader", lambda: Reader(store, ANA))
    yield store
    store.close()


def entries(store: Store) -> list[dict[str, object]]:
    with store.reading(UNRESTRICTED) as connection:
        found: list[dict[str, object]] = audit(connection, UNRESTRICTED).to_dict("records")
    return found


def test_a_file_leaves_one_entry_when_it_is_made_and_not_before(store: Store) -> None:
    make = on_record("units", lambda: FRAME, "country=PE&from=2025-01-01", "Peru · 2025")
    assert entries(store) == []
    made = make()
    assert made.decode("utf-8-sig").splitlines() == ["Region,People", "Arequipa,12", "'=1+1,-5"]
    (entry,) = entries(store)
    assert entry.pop("at")
    assert entry == {
        "viewer": "ana@x.org",
        "action": "download",
        "exhibit": "units",
        "selection": "country=PE&from=2025-01-01",
        "row_count": 2,
        "detail": "Peru · 2025",
    }
    make()
    assert len(entries(store)) == 2


def test_without_an_entry_there_is_no_file(store: Store, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO elsewhere"))
    try:
        with pytest.raises(StoreUnavailable):
            on_record("units", lambda: FRAME, "")()
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO audit_entry"))
    on_record("units", lambda: FRAME, "")()


def test_a_table_that_can_not_be_made_leaves_no_entry(store: Store) -> None:
    def fail() -> pd.DataFrame:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        on_record("units", fail, "")()
    assert entries(store) == []


def test_hostile_names_go_on_record_and_into_the_file_of_the_audit_unharmed(store: Store) -> None:
    hostile = "=1+1 <script>alert(1)</script>\n![x](http://evil.example/a.png) \u202e" + "x" * 10_000
    on_record("units", lambda: FRAME, hostile, hostile)()
    with store.reading(UNRESTRICTED) as connection:
        made = on_record("audit", lambda: table(audit(connection, UNRESTRICTED)), "")()
    heading, row = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))
    told = dict(zip(heading, row, strict=True))
    assert told["Of what"] == told["Selection, as in the URL"] == f"'{hostile}"
    assert (told["Who"], told["What"], told["Rows"]) == ("ana@x.org", "Downloaded", "2")


@contextmanager
def made_files(patch: pytest.MonkeyPatch) -> Iterator[dict[str, Callable[[], bytes]]]:
    """What makes the file of each download button that a page draws."""
    found: dict[str, Callable[[], bytes]] = {}
    ours = downloading.on_record

    def watched(exhibit: str, *arguments: object) -> Callable[[], bytes]:
        found[exhibit] = ours(exhibit, *arguments)  # type: ignore[arg-type]
        return found[exhibit]

    with patch.context() as patched:
        patched.setattr(downloading, "on_record", watched)
        yield found


def on_the_buttons(app: AppTest) -> set[str]:
    return {str(button.key).removeprefix("download_") for button in app.get("download_button")}


@pytest.mark.parametrize("name", [*PAGES, "conditions", "programme", "reach", "claims", "figures"])
def test_every_download_of_every_page_goes_on_record_with_its_rows(
    name: str, store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(Viewer("boss@x.org", Role.administrator), monkeypatch)
    with made_files(monkeypatch) as files:
        app = opened(name)
        assert not app.exception
        assert on_the_buttons(app) == set(files) and files
        made = {exhibit: make() for exhibit, make in files.items()}
    store = open_store(f"sqlite:///{store_file}")
    with store.reading() as connection:
        found = connection.execute(select(AuditEntry).where(AuditEntry.action == "download")).all()
        kept = audit(connection, UNRESTRICTED, by=["boss@x.org"])
    store.close()
    assert len(found) == len(kept) == len(made)
    for entry in kept.itertuples():
        rows = list(csv.reader(io.StringIO(made[entry.exhibit].decode("utf-8-sig"), newline="")))
        assert entry.row_count == len(rows) - 1
        assert entry.selection.startswith("from=2025-10-01&to=2026-09-30")


def test_the_entry_names_the_figure_and_the_dimension_that_the_page_shows(
    store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made_files(monkeypatch) as files:
        opened("figures", figure="insured", by="region", from_="2026-01-01", to="2026-03-31")
        files["figure_now"]()
    store = open_store(f"sqlite:///{store_file}")
    with store.reading() as connection:
        entry = audit(connection, UNRESTRICTED, actions=["download"]).iloc[0]
    store.close()
    assert entry["selection"] == "from=2026-01-01&to=2026-03-31&figure=insured&by=region"
    assert entry["viewer"] == "administrator@example.org"
    assert "Jan 2026 – Mar 2026" in entry["detail"]
