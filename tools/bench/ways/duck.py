"""The way of native DuckDB: the base tables in a file of its own, and the queries one would write for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from data_access.selection import Selection
from tools.bench.frames import CURRENCY, LADDER, Frames
from tools.bench.world import world
from tools.bench.world.columns import Columns
from tools.bench.world.sizes import Size

# The tables that the page reads, with the columns that it reads of them.
TABLES = {
    "region": ("id", "country_id"),
    "programme": ("id", "ladder_id"),
    "organisation": ("id", "kind", "region_id"),
    "production_unit": ("id", "organisation_id", "region_id"),
    "enrolment": ("unit_id", "programme_id", "first_day", "last_day"),
    "assessment": ("id", "unit_id", "ladder_id", "stage_id", "assessed_on", "recorded_at"),
    "miner": ("id", "sex"),
    "membership": ("miner_id", "unit_id", "relation", "joined_on", "left_on"),
    "training_session": ("id", "programme_id", "topic_id", "held_on", "minutes"),
    "attendance": ("session_id", "miner_id"),
    "cover": ("miner_id", "product", "first_day", "last_day"),
    "premium_expenditure": ("organisation_id", "category", "spent_on", "amount_minor", "currency_id"),
}
ENROLLED = """
    enrolled AS (
        SELECT d.month, d.day, e.unit_id, p.ladder_id
        FROM state_day d
        JOIN enrolment e ON e.first_day <= d.day AND (e.last_day IS NULL OR e.last_day >= d.day)
        JOIN programme p ON p.id = e.programme_id
        JOIN production_unit u ON u.id = e.unit_id
        WHERE {programme} AND {unit_region}
    )
"""
MONTHS = """
    state_day AS (
        SELECT strftime(month, '%Y-%m') AS month, least(last_day(month), $last::DATE) AS day
        FROM range(date_trunc('month', $first::DATE), $last::DATE + 1, INTERVAL 1 MONTH) AS months(month)
    )
"""
STAGES = f"""
    WITH {MONTHS}, {ENROLLED},
    found AS (
        SELECT DISTINCT ON (unit_id, assessed_on) unit_id, assessed_on, stage_id
        FROM assessment WHERE ladder_id = $ladder
        ORDER BY unit_id, assessed_on, recorded_at DESC, id DESC
    ),
    unit_on_day AS (SELECT DISTINCT month, day, unit_id FROM enrolled WHERE ladder_id = $ladder),
    standing AS (
        SELECT u.month, coalesce(f.stage_id, 'not_assessed') AS stage
        FROM unit_on_day u ASOF LEFT JOIN found f ON f.unit_id = u.unit_id AND f.assessed_on <= u.day
    )
    SELECT month, stage, count(*) AS value, sum(count(*)) OVER (PARTITION BY month) AS of
    FROM standing GROUP BY month, stage
"""
TRAINED = """
    SELECT t.topic_id AS topic, count(DISTINCT a.miner_id) AS value
    FROM training_session t
    JOIN attendance a ON a.session_id = t.id
    {membership}
    WHERE t.held_on BETWEEN $first AND $last AND {session_programme} AND {unit_region}
    GROUP BY t.topic_id
"""
MEMBERSHIP = """
    JOIN membership m ON m.miner_id = a.miner_id AND m.joined_on <= t.held_on
        AND (m.left_on IS NULL OR m.left_on > t.held_on)
    JOIN production_unit u ON u.id = m.unit_id
"""
INSURED = f"""
    WITH {MONTHS}, {ENROLLED},
    active AS (
        SELECT DISTINCT e.month, e.day, m.miner_id
        FROM (SELECT DISTINCT month, day, unit_id FROM enrolled) e
        JOIN membership m ON m.unit_id = e.unit_id AND m.joined_on <= e.day
            AND (m.left_on IS NULL OR m.left_on > e.day)
    )
    SELECT a.month, count(DISTINCT c.miner_id) AS value, count(DISTINCT a.miner_id) AS of
    FROM active a
    LEFT JOIN cover c ON c.miner_id = a.miner_id AND c.first_day <= a.day AND c.last_day >= a.day
    GROUP BY a.month
"""
PREMIUM = """
    SELECT x.category, sum(x.amount_minor) AS value
    FROM premium_expenditure x JOIN organisation o ON o.id = x.organisation_id
    WHERE o.kind = 'mining_organisation' AND x.currency_id = $currency
        AND x.spent_on BETWEEN $first AND $last AND {organisation_region} AND {supported}
    GROUP BY x.category
"""
SUPPORTED = """
    o.id IN (
        SELECT u.organisation_id FROM enrolment e JOIN production_unit u ON u.id = e.unit_id
        WHERE e.first_day <= $last AND (e.last_day IS NULL OR e.last_day >= $first) AND {programme}
    )
"""


@contextmanager
def duck(folder: Path, name: str, size: Size) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file of the world of that size, made if it isn't there."""
    path = folder / f"{name}.duckdb"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished-duckdb")
        unfinished.unlink(missing_ok=True)
        with duckdb.connect(str(unfinished)) as made:
            _load(made, size)
        unfinished.rename(path)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def frames(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Frames:
    """The four frames, a query each."""
    return {
        name: _answer(connection, statement, selection)
        for name, statement in (
            ("stages", STAGES),
            ("trained", TRAINED),
            ("insured", INSURED),
            ("premium", PREMIUM),
        )
    }


def _answer(connection: duckdb.DuckDBPyConnection, statement: str, selection: Selection) -> pd.DataFrame:
    programme, regions = bool(selection.programmes), bool(selection.regions)
    written = statement.format(
        programme="e.programme_id IN $programmes" if programme else "true",
        session_programme="t.programme_id IN $programmes" if programme else "true",
        unit_region="u.region_id IN $regions" if regions else "true",
        organisation_region="o.region_id IN $regions" if regions else "true",
        membership=MEMBERSHIP if regions else "",
        supported=SUPPORTED.format(programme="e.programme_id IN $programmes") if programme else "true",
    )
    known: dict[str, Any] = {
        "first": selection.first_day,
        "last": selection.as_of,
        "ladder": LADDER,
        "currency": CURRENCY,
        "programmes": list(selection.programmes),
        "regions": list(selection.regions),
    }
    named = {name: value for name, value in known.items() if f"${name}" in written}
    return connection.execute(written, named).df()


def _load(connection: duckdb.DuckDBPyConnection, size: Size) -> None:
    for name, columns in TABLES.items():
        connection.execute(
            f"CREATE TABLE {name} ({', '.join(f'{column} {_type(column)}' for column in columns)})"
        )
    for name, rows in world(size):
        if name in TABLES:
            connection.register("rows", _arrow(rows, TABLES[name]))
            connection.execute(f"INSERT INTO {name} SELECT * FROM rows")
            connection.unregister("rows")
    connection.execute("ANALYZE")


def _type(column: str) -> str:
    if column.endswith(("_on", "_day")):
        return "DATE"
    return {"recorded_at": "TIMESTAMP", "amount_minor": "BIGINT", "minutes": "INTEGER"}.get(column, "VARCHAR")


def _arrow(rows: Columns, wanted: tuple[str, ...]) -> pa.Table:
    count = next(len(value) for value in rows.values() if isinstance(value, np.ndarray))
    return pa.table([_array(rows.get(name), count) for name in wanted], names=list(wanted))


def _array(values: Any, count: int) -> pa.Array:
    if not isinstance(values, np.ndarray):
        return pa.array([values] * count)
    # Arrow knows days and microseconds, and nothing between.
    return pa.array(values.astype("datetime64[us]") if values.dtype == "datetime64[m]" else values)
