"""A store that can't be read gives one plain message, and the page comes back with the store."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.trouble import FOR_OTHERS
from tests.pages.conftest import charts, opened


def missing(store: Path) -> None:
    store.unlink()


def garbage(store: Path) -> None:
    store.write_bytes(b"This was once a database." * 400)


def outdated(store: Path) -> None:
    _set_version(store, "0000")


def of_a_newer_program(store: Path) -> None:
    _set_version(store, "9999_not_yet_written")


def without_tables(store: Path) -> None:
    store.write_bytes(b"")  # to SQLite an empty file is an empty database


def without_a_package(store: Path) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DELETE FROM package_import")


def _set_version(store: Path, version: str) -> None:
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


TROUBLES = pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (missing, "There is no store at"),
        (garbage, "is not a database"),
        (outdated, "The store's schema is at version 0000"),
        (of_a_newer_program, "which this program does not know"),
        (without_tables, "The store is empty"),
        (without_a_package, "The store holds no data yet"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
Spoil = Callable[[Path], None]


def one_message(app: AppTest) -> str:
    """The message, where there is nothing else: no exception, no figure, no filter."""
    assert not app.exception
    assert [title.value for title in app.title] == ["The figures can't be read just now"]
    assert charts(app) == 0 and not app.multiselect and not app.metric
    (error,) = app.error
    return str(error.value).replace("\\", "").replace("\u2060", "")


@TROUBLES
def test_whoever_comes_is_told_and_sees_the_page_once_the_store_is_there(
    spoil: Spoil, told: str, store_file: Path
) -> None:
    whole = shutil.copyfile(store_file, store_file.with_suffix(".whole"))
    spoil(store_file)
    app = opened("map")
    assert told in one_message(app)
    shutil.copyfile(whole, store_file)
    app.run()
    assert not app.exception and not app.error
    assert [title.value for title in app.title] == ["Where the units are"]
    assert charts(app) == 1


@pytest.mark.parametrize(("spoil", "told"), [(missing, "can't be opened"), (garbage, "is not a database")])
def test_whoever_is_there_already_is_told_and_keeps_the_filters(
    spoil: Spoil, told: str, store_file: Path
) -> None:
    whole = shutil.copyfile(store_file, store_file.with_suffix(".whole"))
    app = opened("map", country="PE")
    spoil(store_file)
    app.run()
    assert told in one_message(app)
    shutil.copyfile(whole, store_file)
    app.run()
    assert not app.error
    assert app.multiselect(key="country").value == ["PE"]
    assert charts(app) == 1


def test_the_button_tries_again(store_file: Path) -> None:
    whole = shutil.copyfile(store_file, store_file.with_suffix(".whole"))
    store_file.unlink()
    app = opened("map")
    app.button(key="try_again").click().run()
    assert "There is no store at" in one_message(app)
    shutil.copyfile(whole, store_file)
    app.button(key="try_again").click().run()
    assert not app.error and charts(app) == 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://somewhere/store", "mysql isn't known here"),
        ("not a url", "is no database URL"),
        ("sqlite://", "names no file"),
        ("postgresql://nobody:secret@127.0.0.1:9/none", "does not answer"),
    ],
)
def test_a_url_that_leads_nowhere_is_told_without_its_password(
    url: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    message = one_message(opened("map"))
    assert told in message
    assert "secret" not in message


def test_what_is_wrong_is_told_on_the_machine_that_serves_it_alone(
    store_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_file.unlink()
    assert str(store_file) in one_message(opened("map"))
    monkeypatch.setattr("pages.parts.viewer.here", lambda: False)
    message = one_message(opened("map"))
    assert message == FOR_OTHERS and str(store_file) not in message


def test_what_a_url_says_is_no_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///![x](http://evil.example/y)")
    (error,) = opened("map").error
    assert "evil.example" in error.value and "](" not in error.value and "![" not in error.value
