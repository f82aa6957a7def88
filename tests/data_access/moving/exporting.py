"""Stores to export, the texts that they may hold, and how a package is taken in again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session

from data_access import schema as s
from data_access.importing import import_package
from data_access.moving.packages import export
from data_access.moving.stores import snapshot
from data_access.moving.watching import Nobody
from data_access.schema import Base
from tests.data_access.moving.whole_stores import Held, records
from tests.data_access.random_gold import RandomStore

TAKEN_IN = {
    "name": "p", "title": "=P, \u05d0\u05d1", "version": "1.0", "data_date": date(2024, 6, 30),
    "sample": False, "row_count": 1, "content_hash": "0" * 64, "imported_at": datetime(2024, 7, 1),
}  # fmt: skip
# What packages can hold: any text but NUL and halves of characters.
SIGNS = st.one_of(
    st.sampled_from(
        "\",\r\n\t ;=+-@'\\\u202e\u2066\u2068\u2069\u2028\x85\ufeff\x01\x1f\x7f_x000D\u05d0é𝒳<>&"
    ),
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
)
TEXTS = st.text(SIGNS, min_size=1, max_size=30)
# The spaces around a code are no part of it.
CODES = (
    st.text(st.sampled_from("\"' ,;=+-@_x0041é𝒳<>&AB|/#%"), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)
STORIES = st.lists(st.tuples(CODES, TEXTS, TEXTS), min_size=1, max_size=8, unique_by=lambda story: story[0])
SOME_TEXTS = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])

Emptied = Callable[[], Engine]


def exported(url: str, target: Path) -> Path:
    with snapshot(url) as connection:
        export(connection, target, Nobody(), force=True)
    return target


def taken_in_again(emptied: Emptied, package: Path) -> Held:
    engine = emptied()
    import_package(engine, package)
    found = records(engine)
    engine.dispose()
    return found


def fill(engine: Engine, rows: Iterable[s.Record]) -> None:
    """The rows alone, in a store whose data have been taken in."""
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))
    made = list(rows)
    with Session(engine) as session:
        for table in Base.metadata.sorted_tables:
            session.add_all(row for row in made if row.__tablename__ == table.name)
            session.flush()
        session.add(s.PackageImport(**TAKEN_IN))
        session.commit()


def gold(seed: int) -> list[s.Record]:
    """Random gold; a package's payments say what they were for."""
    rows = RandomStore(seed).rows()
    for row in rows:
        if isinstance(row, s.PremiumExpenditure):
            row.description = "=what, \u202eit was for"
    return rows
