"""Files to take along: of what is shown, wherever something is, and no longer than it is the same."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from streamlit.testing.v1 import AppTest

from data_access.language import speaking
from data_access.meetings import Deck, make
from data_access.store import open_store
from data_access.viewer import Role, Viewer
from exhibits import branding
from exhibits.meeting import draft
from pages.parts import taking_along
from pages.parts.downloading import written_down
from pages.parts.taking_along import KINDS, File
from tests.pages.administration import audited, look_as
from tests.pages.conftest import Open, go_to, opened, titles

BOSS = Viewer("boss@x.org", Role.administrator)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the browser would be given by the button of a file, by the name of the file's kind."""
    found: dict[str, Callable[[], bytes]] = {}

    def watched(exhibit: str, file: Callable[[], tuple[bytes, int]], asked: str, detail: str) -> object:
        found[exhibit] = written_down(exhibit, file, asked, detail)
        return found[exhibit]

    monkeypatch.setattr(taking_along, "written_down", watched)
    return found


def offers(app: AppTest) -> bool:
    return "take_along" in app.session_state


def open_offer(app: AppTest, kind: str = "xlsx") -> AppTest:
    """Opens *Take along* and chooses a kind of file; neither makes one."""
    app.session_state["take_along"] = True
    app.run()
    if app.radio(key="along_as").value != kind:
        app.radio(key="along_as").set_value(kind)
        app.run()
    assert not app.exception
    return app


def made(app: AppTest, kind: str = "xlsx") -> File:
    """A file of what the page shows."""
    open_offer(app, kind).button(key="make_file").click().run()
    assert not app.exception and not app.error
    assert can_be_had(app)
    file: File = app.session_state["file_made"]
    return file


def can_be_had(app: AppTest) -> bool:
    return any(button.key == "take_file" for button in app.get("download_button"))


def unescaped(text: str) -> str:
    return text.replace("\\", "")


def sheets(file: File) -> list[str]:
    """All that stands in a workbook, cell by cell."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(file.content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return [str(cell) for row in rows for cell in row if cell != ""]


def meeting_of(store_file: Path, viewer: Viewer = BOSS) -> Deck:
    """A meeting of two slides, which nobody has started."""
    store = open_store(f"sqlite:///{store_file}")
    app = opened("training")
    drafted = draft(store, viewer, "public", app.session_state["selection"], "With = partners / 2026")
    with store.writing(viewer) as connection:
        kept = make(
            connection, viewer, Deck("", drafted.title, "public", drafted.selection, drafted.slides[:2])
        )
    store.close()
    return kept


def test_every_page_with_exhibits_offers_a_file_and_makes_none_by_itself(full: AppTest) -> None:
    assert offers(full)
    assert not can_be_had(full) and "make_file" not in full.session_state


@pytest.mark.parametrize("page", ["conditions", "programme", "claims"])
def test_so_do_those_of_rows_and_cards(page: str, open_page: Open) -> None:
    assert offers(open_page(page))


@pytest.mark.parametrize("page", ["access", "audit", "meeting", "stories"])
def test_where_no_exhibit_is_shown_no_file_is_offered(page: str, open_page: Open) -> None:
    assert not offers(open_page(page))


def test_an_empty_selection_offers_no_file(open_page: Open) -> None:
    assert not offers(open_page("training", programme="EMG"))


def test_a_story_offers_a_file_of_its_figures(open_page: Open) -> None:
    app = open_page("stories")
    app.button(key=next(str(b.key) for b in app.button if str(b.key).startswith("read_"))).click().run()
    assert offers(app)


@pytest.mark.parametrize(
    ("viewer", "page", "link", "nothing_in"),
    [
        ("administrator", "training", {"country": "PE"}, set()),
        ("administrator", "figures", {"figure": "insured", "by": "region"}, set()),
        ("sponsor", "overview", {}, {"Premium spent in 2025", "Premium spent, year by year"}),
    ],
)
def test_the_file_holds_what_the_page_shows_and_nothing_else(
    viewer: str, page: str, link: dict[str, str], nothing_in: set[str], open_page: Open
) -> None:
    app = open_page(page, as_=f"{viewer}@example.org", **link)
    file = made(app)
    cells = sheets(file)
    assert unescaped(app.title[0].value) in cells
    shown = {unescaped(title) for title in titles(app) if not title.startswith("What it means")}
    shown |= {number.label for number in app.metric}
    assert shown - set(cells) == nothing_in
    assert file.slides == len(shown - nothing_in)


def test_each_kind_is_what_its_name_says(open_page: Open) -> None:
    app = open_page("premium", region="PE-PUN")
    heads = {"pptx": b"PK", "pdf": b"%PDF", "wide": b"%PDF", "xlsx": b"PK", "zip": b"PK"}
    for kind, head in heads.items():
        file = made(app, kind)
        assert file.content.startswith(head) and file.name.endswith(KINDS[kind].ending)
    assert set(heads) == set(KINDS)


def test_a_file_of_something_else_is_neither_offered_nor_kept(store_file: Path) -> None:
    def gone(app: AppTest) -> bool:
        return not can_be_had(app) and app.session_state["file_made"] is None

    app = opened("training")
    first = made(app)
    open_offer(app, "xlsx")
    assert app.session_state["file_made"] is first
    app.multiselect(key="country").set_value(["PE"]).run()
    assert gone(open_offer(app))
    made(app)
    app.query_params["as"] = "coordinator@example.org"
    assert gone(open_offer(app))
    made(app)
    app.button_group(key="language_chosen").set_value("es")
    app.run()
    with speaking("es"):
        assert gone(open_offer(app))
        made(app)
        assert gone(go_to(app, "premium"))
        made(app)
        with closing(sqlite3.connect(store_file)) as store, store:
            store.execute("UPDATE package_import SET content_hash = 'another'")
        assert gone(open_offer(app))


def test_another_kind_is_made_before_it_is_offered(open_page: Open) -> None:
    app = open_page("training")
    file = made(app, "xlsx")
    assert not can_be_had(open_offer(app, "pdf"))
    assert can_be_had(open_offer(app, "xlsx"))
    assert app.session_state["file_made"] is file


def test_what_leaves_is_on_record_when_it_is_fetched_and_not_before(
    store_file: Path, given: dict[str, Callable[[], bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(BOSS, monkeypatch)
    app = opened("training", country="PE")
    file = made(app)
    assert audited(store_file) == []
    assert given["training"]() == file.content
    (entry,) = audited(store_file)
    assert (entry["viewer"], entry["action"], entry["exhibit"]) == ("boss@x.org", "download", "training")
    assert entry["row_count"] == file.slides > 3
    assert entry["selection"] == "country=PE&from=2025-10-01&to=2026-09-30"
    assert entry["detail"] == f"Who is trained · {file.about} · {file.name}"
    assert file.about == "All programmes · Peru · Oct 2025 – Sep 2026"


def test_a_meeting_is_taken_along_until_it_is_changed(
    store_file: Path, given: dict[str, Callable[[], bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(BOSS, monkeypatch)
    meeting = meeting_of(store_file)
    app = opened("meeting", meeting=meeting.id)
    file = made(app)
    assert file.name == "with_partners_2026_2026-09-30.xlsx"
    assert meeting.title in sheets(file)
    given[meeting.title]()
    (entry,) = audited(store_file)
    assert (entry["exhibit"], entry["row_count"]) == (meeting.title, 2)
    assert entry["selection"] == f"meeting={meeting.id}"
    app.text_input(key="meeting_title").set_value("With others").run()
    open_offer(app)
    assert not can_be_had(app) and app.session_state["file_made"] is None
    assert "With others" in sheets(made(app))
    app.button_group(key="language_chosen").set_value("fr")
    app.run()
    with speaking("fr"):
        assert not can_be_had(open_offer(app))


def test_a_file_that_can_not_be_made_is_said_in_a_sentence(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRAND_PRIMARY", "gold")
    branding.brand.cache_clear()
    app = open_offer(open_page("training"))
    app.button(key="make_file").click().run()
    assert not app.exception and not can_be_had(app)
    (said,) = app.error
    assert "BRAND" in said.value and "gold" in said.value
    monkeypatch.delenv("BRAND_PRIMARY")
    made(app)
    assert not app.error
