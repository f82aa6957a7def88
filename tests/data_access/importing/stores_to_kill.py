"""Stores with a past, of which each death gets a copy of its own; and how two of them are compared."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from data_access.importing import StoreLocked, import_package
from data_access.importing.locking import only_writer
from data_access.schema import Base
from data_access.store import open_store, writing_engine
from data_access.viewer import UNRESTRICTED
from tests.conftest import PostgresDatabases, migrated
from tests.data_access.importing.dying import Order
from tests.data_access.importing.packages import Tables, tiny, write

ROWS = 1_200
SECONDS_TO_NOTICE = 20
BEFORE, AFTER = "as before", "as after"
# What differs between two stores to which the same was done.
OF_THE_MOMENT = frozenset({"imported_at", "erased_at", "content_hash"})
NUMBERS_OF_IMPORTS = frozenset({"import_id", "written_by", "settled_by", "undone_by"})
BY_LOT = re.compile("erased-[0-9a-f]{16}")
State = dict[str, list[tuple[tuple[str, str], ...]]]


class Stores(Protocol):
    """A database's way of making stores and copying them."""

    @property
    def database(self) -> str: ...
    def empty(self) -> str: ...
    def copied(self, url: str) -> str: ...
    def gone(self, url: str) -> None: ...


class SqliteStores:
    """Files of a folder."""

    database = "sqlite"

    def __init__(self, folder: Path, migrated: Path) -> None:
        self._folder, self.migrated, self._number = folder, migrated, 0

    def empty(self) -> str:
        return self.copied(f"sqlite:///{self.migrated}")

    def copied(self, url: str) -> str:
        self._number += 1
        copy = self._folder / f"{self._number}.sqlite"
        return f"sqlite:///{shutil.copyfile(file_of(url), copy)}"

    def gone(self, url: str) -> None:
        for file in self._folder.glob(f"{file_of(url).name}*"):
            file.unlink()


class PostgresStores:
    """Databases of a server, made after others."""

    database = "postgres"

    def __init__(self, databases: PostgresDatabases) -> None:
        self._databases = databases

    def empty(self) -> str:
        url = self._databases.create()
        migrated(url)
        return url

    def copied(self, url: str) -> str:
        return self._databases.create(template=url)

    def gone(self, url: str) -> None:
        self._databases.drop(url)


@dataclass(frozen=True)
class Past:
    """A store after each of three imports, and the packages; each store is only to be copied."""

    stores: Stores
    packages: tuple[Path, Path, Path]
    urls: tuple[str, str, str]

    def second(self, url: str, folder: Path) -> Order:
        """To take the second package into a copy; what is said goes into a file of a folder."""
        return Order(("import", str(self.packages[1]), "--quarantine"), url, folder / "said")

    @contextmanager
    def copy(self, imports: int) -> Iterator[str]:
        """A store after so many of the imports."""
        url = self.stores.copied(self.urls[imports - 1])
        yield url
        self.stores.gone(url)


@contextmanager
def past(stores: Stores, folder: Path) -> Iterator[Past]:
    """Three imports: some thousand rows; some of them changed, and rows that have to wait; what these
    waited for."""
    packages = (
        write(folder / "first", many()),
        write(folder / "second", changed(), version="2"),
        write(folder / "third", what_was_missing(), version="3"),
    )
    urls: list[str] = []
    for package in packages:
        url = stores.copied(urls[-1]) if urls else stores.empty()
        engine = writing_engine(url)
        import_package(engine, package, quarantine=True)
        engine.dispose()
        urls.append(url)
    yield Past(stores, packages, (urls[0], urls[1], urls[2]))
    for url in reversed(urls):
        stores.gone(url)


def many() -> Tables:
    """The tiny package with many miners more, each with a membership and a training."""
    tables = tiny()
    for name, rows in _miners(range(ROWS), "male").items():
        tables[name] += rows
    return tables


def changed() -> Tables:
    """A third of the miners are changed, others are new, and some have trained who are not known yet."""
    tables = _miners(range(ROWS * 2 // 3, ROWS * 7 // 6), "female")
    tables["attendance"] += [{"session_id": "T1", "miner_id": f"LATE{n}"} for n in range(20)]
    return tables


def _miners(numbers: Iterable[int], sex: str) -> Tables:
    membership = {"unit_id": "U1", "relation": "internal", "joined_on": "2023-01-01"}
    return {
        "miner": [{"id": f"N{n}", "sex": sex, "birth_year": "1980"} for n in numbers],
        "membership": [{"id": f"NS{n}", "miner_id": f"N{n}"} | membership for n in numbers],
        "attendance": [{"session_id": "T1", "miner_id": f"N{n}"} for n in numbers],
    }


def what_was_missing() -> Tables:
    return {"miner": [{"id": f"LATE{n}", "sex": "female"} for n in range(20)]}


def state(url: str) -> State:
    """All rows of all tables, as anybody finds them who opens the store."""
    with closing(open_store(url)) as store, store.reading(UNRESTRICTED) as connection:
        return {
            name: sorted(
                tuple((column, repr(value)) for column, value in row._mapping.items())
                for row in connection.execute(text(f"SELECT * FROM {name}"))
            )
            for name in Base.metadata.tables
        }


def lasting(found: State) -> State:
    """A state without what is of the moment: when it was, what was drawn by lot, and numbers that Postgres
    leaves out after a transaction that was undone."""
    imports = {dict(row)["id"]: str(place) for place, row in enumerate(found["package_import"])}
    return {
        table: sorted(tuple(_lasting(table, column, value, imports) for column, value in row) for row in rows)
        for table, rows in found.items()
    }


def _lasting(table: str, column: str, value: str, imports: Mapping[str, str]) -> tuple[str, str]:
    if column in NUMBERS_OF_IMPORTS or (table, column) == ("package_import", "id"):
        return column, imports.get(value, value)
    if column in OF_THE_MOMENT or (column == "id" and value.isdecimal()):
        return column, ""
    return column, BY_LOT.sub("erased", value)


def differing(one: State, other: State) -> list[str]:
    """The tables in which two states are not the same."""
    return [table for table in one if one[table] != other[table]]


def what_is_left(url: str, before: State, after: State) -> str:
    """Which of the two the store is, which others may write to."""
    lock_is_free(url)
    found = state(url)
    if found == before:
        return BEFORE
    assert not differing(lasting(found), after), (differing(found, before), differing(lasting(found), after))
    return AFTER


def lock_is_free(url: str) -> None:
    """Nobody keeps others from importing, as soon as the database has noticed who is gone."""
    engine = writing_engine(url)
    with engine.connect() as connection:
        deadline = time.monotonic() + SECONDS_TO_NOTICE
        while engine.dialect.name == "postgresql" and connection.scalar(text(OTHERS)):
            connection.rollback()
            assert time.monotonic() < deadline, "the database still has the session of who was killed"
            time.sleep(0.01)
        connection.rollback()
        with only_writer(connection, "look", 0):
            pass
    engine.dispose()


def holder_is_named(url: str) -> None:
    """Returns once others are told that somebody imports."""
    engine = writing_engine(url)
    deadline = time.monotonic() + SECONDS_TO_NOTICE
    while True:
        with engine.connect() as connection:
            try:
                with only_writer(connection, "look", 0):
                    pass
            except StoreLocked as locked:
                if "import of" in str(locked):
                    return
        assert time.monotonic() < deadline, "nobody imports"
        time.sleep(0.01)


OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def spread(total: int, number: int) -> list[int]:
    """So many of the numbers from 1 to a total, both among them."""
    return sorted({1 + place * (total - 1) // (number - 1) for place in range(number)}) if total else []
