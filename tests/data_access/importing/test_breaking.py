"""Valid packages are broken at random: each broken row is named, and nothing else changes.

What has to become of a package is computed a second time, slowly: see ``slow_import``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, Date, DateTime, Engine, Float, Integer, delete, select

from data_access.importing import PackageRefused, import_package
from data_access.importing.descriptor import record_tables
from data_access.schema import Base
from tests.data_access.importing.holding import contents, waiting
from tests.data_access.importing.packages import Tables, tiny, write
from tests.data_access.importing.slow_import import Held, columns_of, header_of, imported, key_of
from tests.data_access.importing.world import package_of
from tests.data_access.random_stores import BEGINNING, random_store

Cells = dict[str, str]
LEAVES = ("attendance", "cover", "delivery", "membership", "enrolment", "premium_rate")


def valid(seed: int) -> Tables:
    """A package without fault, in which much refers to much."""
    tables = package_of(random_store(seed, 6))
    for name in ("assistance_visit", "risk_assessment"):
        tables[name] = tables[name][:5]
    tables["standard"] = tiny()["standard"]
    tables["premium_rate"] = [
        {"id": f"PR{year}", "standard_id": "FM", "rate": f"{year}.5", "currency_id": "USD",
         "first_day": f"{year}-01-01", "last_day": f"{year}-12-31"}
        for year in range(2020, 2025)
    ]  # fmt: skip
    tables["programme"][1]["follows_id"] = tables["programme"][0]["id"]
    tables["programme"][2]["follows_id"] = tables["programme"][1]["id"]
    return tables


# How a row is broken: each takes all tables, the table and the row's place in it, and chance.
Break = Callable[[Tables, str, int, Random], None]


def columns(table: str, wanted: Callable[[Column[Any]], object]) -> list[Column[Any]]:
    return [column for column in columns_of(table) if wanted(column)]


def put(tables: Tables, table: str, row: int, chance: Random, found: list[Column[Any]], text: str) -> None:
    """Puts a text into one of some columns, if the table has any such."""
    if found:
        tables[table][row] = tables[table][row] | {header_of(chance.choice(found)): text}


def unreadable(tables: Tables, table: str, row: int, chance: Random) -> None:
    types = (Boolean, Date, DateTime, Float, Integer)
    found = columns(table, lambda column: isinstance(column.type, types))
    put(tables, table, row, chance, found, chance.choice(("never", "12 miners", "9999999999999999999999")))


def empty(tables: Tables, table: str, row: int, chance: Random) -> None:
    put(tables, table, row, chance, columns_of(table), "")


def unknown_code(tables: Tables, table: str, row: int, chance: Random) -> None:
    put(tables, table, row, chance, columns(table, lambda c: c.info.get("choices")), "no such code")


def to_nothing(tables: Tables, table: str, row: int, chance: Random) -> None:
    put(tables, table, row, chance, columns(table, lambda c: c.foreign_keys), "nowhere")


def to_another(tables: Tables, table: str, row: int, chance: Random) -> None:
    """A reference that another row has, which may be right or wrong; no stage leaves its ladder."""
    found = columns(table, lambda c: c.foreign_keys and c.name not in ("follows_id", "ladder_id"))
    if found:
        header = header_of(chance.choice(found))
        text = chance.choice(tables[table]).get(header, "")
        tables[table][row] = tables[table][row] | {header: text}


def doubled_key(tables: Tables, table: str, row: int, chance: Random) -> None:
    other = chance.choice(tables[table])
    key = record_tables()[table].primary_key.columns.keys()
    tables[table][row] = tables[table][row] | {name: other.get(name, "") for name in key}


def doubled_row(tables: Tables, table: str, row: int, chance: Random) -> None:
    tables[table].insert(chance.randint(0, len(tables[table])), dict(tables[table][row]))


def too_long(tables: Tables, table: str, row: int, chance: Random) -> None:
    put(tables, table, row, chance, columns(table, lambda c: getattr(c.type, "length", None)), "x" * 65)


def negative(tables: Tables, table: str, row: int, chance: Random) -> None:
    put(tables, table, row, chance, columns(table, lambda c: "minimum" in c.info), "-1")


def nul(tables: Tables, table: str, row: int, chance: Random) -> None:
    put(tables, table, row, chance, columns(table, lambda c: c.type.python_type is str), "a\0b")


def too_fine(tables: Tables, table: str, row: int, chance: Random) -> None:
    put(tables, table, row, chance, columns(table, lambda c: "field" in c.info), "0.0000001")


def another_day(tables: Tables, table: str, row: int, chance: Random) -> None:
    """Spans run backwards, overlap, or begin on one day; or nothing is wrong."""
    day = BEGINNING + timedelta(days=30 * chance.randrange(-4, 24))
    put(tables, table, row, chance, columns(table, lambda c: type(c.type) is Date), day.isoformat())


def removed(tables: Tables, table: str, row: int, _chance: Random) -> None:
    del tables[table][row]


def uneven(tables: Tables, table: str, row: int, _chance: Random) -> None:
    tables[table][row] = tables[table][row] | {"…": "more"}


CATALOGUE: list[Break] = [
    unreadable, empty, unknown_code, to_nothing, to_another, doubled_key, doubled_row, too_long, negative,
    nul, too_fine, another_day, removed, uneven,
]  # fmt: skip


def broken(tables: Tables, times: int, chance: Random) -> Tables:
    """The package, broken so many times."""
    spoilt = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for _ in range(times):
        table = chance.choice([name for name, rows in spoilt.items() if rows])
        if chance.random() < 0.3 and spoilt["membership"]:
            table = "membership"
        row = chance.randrange(len(spoilt[table]))
        chance.choice(CATALOGUE)(spoilt, table, row, chance)
    return spoilt


def sent(folder: Path, tables: Tables) -> Path:
    """Writes a package in which rows may have a cell too many."""
    even = {
        name: [{k: v for k, v in row.items() if k != "…"} for row in rows] for name, rows in tables.items()
    }
    write(folder, even, sample=False)
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        header, *lines = path.read_text("utf-8").split("\n")
        for number, row in enumerate(rows):
            lines[number] += f",{row['…']}" if "…" in row else ""
        path.write_text("\n".join([header, *lines]), "utf-8")
    return folder


def held(engine: Engine) -> Held:
    """What the store holds of the tables of packages."""
    found: Held = {}
    with engine.connect() as connection:
        for name, table in record_tables().items():
            of = [table.c[column.name] for column in columns_of(name)]
            for row in connection.execute(select(*of)).mappings():
                found.setdefault(name, {})[key_of(name, dict(row))] = dict(row)
    return found


def emptied(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(table))


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), times=st.integers(1, 14), before=st.booleans())
def test_broken_packages(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, seed: int, times: int, before: bool
) -> None:
    emptied(engine)
    chance, folder = Random(seed), tmp_path_factory.mktemp("broken")
    tables = valid(seed % 1000)
    if before:
        fewer = {
            name: [row for row in rows if name not in LEAVES or chance.random() < 0.6]
            for name, rows in tables.items()
        }
        import_package(engine, sent(folder / "before", fewer))
    spoilt = broken(tables, times, chance)
    package = sent(folder / "spoilt", spoilt)
    expected = imported(spoilt, held(engine))

    everything = contents(engine, without=set())
    if expected.own:
        with pytest.raises(PackageRefused) as refused:
            import_package(engine, package)
        assert {(p.table, p.row) for p in refused.value.problems} == expected.own
        assert all(problem.reason for problem in refused.value.problems)
        assert contents(engine, without=set()) == everything

    summary = import_package(engine, package, quarantine=True)
    assert {(row.table, row.line) for row in waiting(engine)} == expected.aside
    assert all(row.problems and all(problem.reason for problem in row.problems) for row in waiting(engine))
    assert held(engine) == expected.held
    for name, counted in summary.tables.items():
        assert counted.accepted + counted.unchanged + counted.quarantined == counted.read == len(spoilt[name])
        assert counted.quarantined == sum(table == name for table, _ in expected.aside)
    everything = contents(engine, without=set())
    assert import_package(engine, package, quarantine=True).import_id is None
    assert contents(engine, without=set()) == everything

    # A row that came under another key, and was right by itself, stays.
    correct = imported(tables, expected.held)
    assert not correct.aside
    import_package(engine, sent(folder / "corrected", tables))
    assert held(engine) == correct.held
    # Of a row whose key can't be read nobody knows whether it has come.
    for row in waiting(engine):
        assert {problem.column for problem in row.problems} & {
            None, *record_tables()[row.table].primary_key.columns.keys(),
        }  # fmt: skip


@pytest.mark.parametrize("way", CATALOGUE)
def test_the_catalogue_breaks_packages(way: Break) -> None:
    """Each way of breaking a package leads to a row that is broken, sooner or later."""
    chance, tables = Random(1), valid(1)
    for _ in range(100):
        spoilt = {name: [dict(row) for row in rows] for name, rows in tables.items()}
        table = chance.choice(list(spoilt))
        way(spoilt, table, chance.randrange(len(spoilt[table])), chance)
        if imported(spoilt, {}).own:
            return
    raise AssertionError("a package breaks")
