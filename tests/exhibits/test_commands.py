"""``python -m exhibits``: pins what a meeting has left, and what snapshots take is listed and pruned."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from data_access.choosing import usual_period
from data_access.commands import main
from data_access.grants import Grant, grant
from data_access.meetings import Deck, make
from data_access.reader import Reader
from data_access.selection import Selection, data_date
from data_access.snapshots import OF_PAGES, OF_SLIDES, positions
from data_access.store import Store, open_store
from data_access.viewer import UNRESTRICTED, Role, Viewer, viewer_of
from exhibits import commands
from exhibits.export.deck import unheard
from exhibits.meeting import draft
from exhibits.starting import start
from tests.exhibits.export.reading import sheets_of

NARROW = "narrow@example.org"


@pytest.fixture
def url(own_url: str) -> str:
    """The URL of a sample store in which somebody sees one programme in one region."""
    store = open_store(own_url)
    with store.writing(UNRESTRICTED) as connection:
        grant(connection, UNRESTRICTED, Grant(NARROW, Role.presenter, ("HSE-2",), None, ("PE-ARE",)))
    store.close()
    return own_url


def started(store: Store) -> tuple[Viewer, Deck]:
    with store.reading(NARROW) as connection:
        viewer = viewer_of(connection, NARROW, date.today())
    until = Reader(store, viewer).fact(data_date)
    selection = Selection(*usual_period(viewer, until), until)
    drafted = draft(store, viewer, "public", selection, "With partners")
    with store.writing(viewer) as connection:
        kept = make(
            connection, viewer, Deck("", drafted.title, "public", drafted.selection, drafted.slides[:3])
        )
    return viewer, start(store, viewer, kept, unheard)


@pytest.mark.usefixtures("fewer_contents")
def test_what_a_meeting_has_left_is_pinned(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, made_room = open_store(url), list[int]()
    viewer, deck = started(store)
    assert deck.snapshot is not None
    # It makes room for others, which these tests need not.
    monkeypatch.setattr(os, "nice", made_room.append)
    assert exit_code("pin", deck.id, "--as", NARROW, "--store", url) == 0
    assert made_room == [commands.NICE]
    assert capsys.readouterr().out == f"All numbers of meeting {deck.id} are pinned.\n"
    assert Reader(store, viewer).ask(positions, deck.snapshot) == {OF_SLIDES, OF_PAGES}
    store.close()
    with pytest.raises(SystemExit):
        main(["snapshots", "list", "--format", "json", "--store", url])
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert (row["snapshot"], row["made_by"], row["meetings"]) == (deck.snapshot, NARROW, 1)
    # In each of three languages, and some hundred bytes for each.
    assert (row["parts"], row["exhibits"] % 3) == (6, 0)
    assert row["exhibits"] > 60
    assert row["bytes"] > 100 * row["exhibits"]
    with pytest.raises(SystemExit):
        main(["snapshots", "prune", "--days", "0", "--store", url])
    assert capsys.readouterr().out == "Removed 0 snapshots.\n"


def test_there_is_nothing_to_pin_of_a_meeting_that_is_not_there(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = refusal(capsys, "deck", "out.pptx", "--meeting", "NOSUCH23", "--as", NARROW, "--store", url)
    assert refused == "There is no meeting NOSUCH23 for you.\n"


def test_a_deck_is_written_by_its_ending(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("public.pptx", "public.pdf", "public.xlsx", "public.zip"):
        out = tmp_path / name
        what = "kit" if name.endswith(".zip") else "deck"
        code = exit_code(
            what, str(out), "--template", "public", "--as", NARROW, "--store", url, "--lang", "es"
        )
        assert code == 0
        content = out.read_bytes()
        assert capsys.readouterr().out.endswith(f" diapositivas, {len(content):,} bytes\n")
        assert content[:2] == (b"%P" if name.endswith(".pdf") else b"PK")


def test_a_deck_is_of_the_selection_asked_for(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "coordination.xlsx"
    asked = ("--country", "PE", "--from", "2025-07-01", "--to", "2025-12-31", "--against", "last_year")
    assert exit_code("deck", str(out), "--template", "coordination", *asked, "--store", url) == 0
    capsys.readouterr()
    said = "\n".join(
        str(cell) for rows in sheets_of(out.read_bytes()).values() for row in rows for cell in row
    )
    assert "Peru" in said
    assert "Jul 2025 – Dec 2025" in said
    assert "Jul 2024 – Dec 2024" in said
    assert "Jan 2025 – Jun 2025" not in said


@pytest.mark.parametrize(
    "other", [("--country", "PE"), ("--template", "public"), ("--with", "S1"), ("--against", "last_year")]
)
def test_a_meeting_is_of_its_own_selection(
    other: tuple[str, str], url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = refusal(capsys, "deck", "out.pptx", "--meeting", "NOSUCH23", *other, "--store", url)
    assert "a selection of its own" in refused


def test_a_sponsor_whom_nobody_knows_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    refused = refusal(capsys, "deck", "out.pptx", "--template", "sponsor", "--with", "NOSUCH", "--store", url)
    assert refused.startswith("There is no sponsor 'NOSUCH' in the store.")


def test_an_unknown_ending_is_refused(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = refusal(capsys, "deck", str(tmp_path / "out.odp"), "--template", "public", "--store", url)
    assert ".pptx, .pdf, .xlsx" in refused
    assert list(tmp_path.glob("out*")) == []


def exit_code(*arguments: str) -> int:
    """What a command ends with, run within this process."""
    try:
        commands.main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The message of a command that refused."""
    assert exit_code(*arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err
