"""The contract names all that is read, and what it prints as SQL makes views that keep it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from data_access.contract import Family, contract, family_of
from data_access.doctor.shape import shape_findings
from data_access.schema import Base, Record
from data_access.store import writing_engine
from data_access.views.relations import relations
from data_access.views.skeleton import skeleton
from data_access.views.through import views_of, views_problem
from tests.conftest import PostgresDatabases
from tests.data_access.sister_system import run

Printed = Callable[..., str]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """What the command prints."""

    def ask(*arguments: str) -> str:
        run("contract", *arguments)
        return capsys.readouterr().out

    return ask


@pytest.fixture
def views(postgres_databases: PostgresDatabases) -> Iterator[Engine]:
    """A database with the views as they are printed."""
    url = postgres_databases.create()
    engine = writing_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(skeleton().replace("%", "%%"))
    yield engine
    engine.dispose()
    postgres_databases.drop(url)


def test_it_names_every_table_that_partners_deliver_and_the_list_of_imports() -> None:
    delivered = {record.__tablename__ for record in Record.__subclasses__()}
    assert contract().keys() == delivered | {"package_import"}


def test_it_names_every_column_but_that_of_the_import() -> None:
    for name, table in contract().items():
        columns = set(Base.metadata.tables[name].columns.keys()) - {"import_id"}
        assert {column.name for column in table.columns} == columns
        assert all(column.meaning for column in table.columns), name
        assert table.meaning


def test_it_knows_the_type_of_every_column_of_the_schema() -> None:
    found = {family_of(column) for table in Base.metadata.tables.values() for column in table.columns}
    assert found == set(Family)


def test_an_ordinary_store_keeps_it(engine: Engine) -> None:
    with engine.connect() as connection:
        assert list(shape_findings(relations(connection))) == []


def test_the_views_as_they_are_printed_keep_it(views: Engine) -> None:
    with views.connect() as connection:
        assert views_of(connection) == contract().keys()
        assert views_problem(connection) is None
        for name in contract():
            assert connection.scalar(text(f"SELECT count(*) FROM {name}")) == 0


def test_it_is_printed_for_programs(printed: Printed) -> None:
    tables = {table["name"]: table for table in json.loads(printed("--format", "json"))["tables"]}
    assert tables.keys() == contract().keys()
    columns: dict[str, Any] = {column["name"]: column for column in tables["gold_lot"]["columns"]}
    assert columns["fine_milligrams"] == {
        "name": "fine_milligrams",
        "family": "big whole number",
        "postgres": "bigint",
        "sqlite": "BIGINT",
        "required": True,
        "key": False,
        "references": [],
        "codes": [],
        "least": 1,
        "most": None,
        "longest": None,
        "unit": "fine_grams × 1,000",
        "meaning": "Fine grams of the lot",
    }
    assert columns["buyer_id"]["references"] == ["organisation.id"]
    assert not columns["standard_id"]["required"]
    assert columns["id"]["key"]
    members = tables["membership"]
    assert members["unique"] == [["miner_id", "joined_on"]]
    assert members["rules"] == ["left_on > joined_on"]
    (sex,) = (column for column in tables["miner"]["columns"] if column["name"] == "sex")
    assert sex["codes"] == ["female", "male", "other", "not_stated"]


def test_it_is_printed_for_people(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data_access.commands.doctoring.PAPER.width", 200)
    said = printed()
    (line,) = (line for line in said.splitlines() if "benefit_minor" in line)
    for part in ("big whole number", "bigint", "BIGINT", "optional; minor units (cents) of currency_id"):
        assert part in line
    assert "An accident, an occupational illness or a near miss." in said


def test_it_is_printed_for_who_writes_the_views(printed: Printed) -> None:
    said = printed("--format", "sql")
    assert said == skeleton()
    for line in (
        "-- No two rows have the same miner_id + joined_on.",
        "-- In each row: left_on > joined_on",
        "CREATE OR REPLACE VIEW membership AS SELECT",
        "    NULL::text AS miner_id,  -- The miner; required; one of miner.id; at most 64 characters",
        "    NULL::date AS left_on,  -- Day the miner left, if so; optional",
        "COMMENT ON VIEW country IS 'A country.';",
    ):
        assert line in said.splitlines()
