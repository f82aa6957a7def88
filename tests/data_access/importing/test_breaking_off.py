"""An import that breaks off while it writes: what is told, and that nothing stays of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.importing import PackageRefused, import_package
from tests.data_access.importing.holding import contents
from tests.data_access.importing.packages import tiny, write


@pytest.fixture
def own_index(engine: Engine, request: pytest.FixtureRequest) -> Iterator[str]:
    """A unique index that the schema does not know, as an administrator may have made one."""
    table, column = request.param
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE UNIQUE INDEX made_by_hand ON {table} ({column})")
    yield table
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX made_by_hand")


@pytest.mark.parametrize(
    "own_index", [("membership", "unit_id"), ("cover", "miner_id"), ("story", "id")], indirect=True
)
@pytest.mark.parametrize("before", [False, True])
def test_what_only_the_database_refuses_is_told_in_words_and_nothing_stays(
    engine: Engine, tmp_path: Path, own_index: str, before: bool
) -> None:
    """The import breaks off after it has written to other tables; with its bad rows set aside, too."""
    tables = tiny()
    if before:
        import_package(engine, write(tmp_path / "before", {**tables, own_index: []}))
        tables["miner"][0]["birth_year"] = "1985"
    tables["attendance"].append({"session_id": "T1", "miner_id": "M9"})
    everything = contents(engine, without=set())
    with pytest.raises(PackageRefused) as refused:
        import_package(engine, write(tmp_path / "spoilt", tables), quarantine=True)
    (problem,) = refused.value.problems
    assert problem.reason.startswith("The database refused a row (")
    assert problem.table == "spoilt"
    assert contents(engine, without=set()) == everything
