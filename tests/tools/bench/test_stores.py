"""The made-up world: always the same, as large as it says, and such as an import would take it in."""

from __future__ import annotations

from contextlib import closing
from hashlib import sha256
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from data_access import schema as s
from data_access.importing import check_package
from data_access.moving.packages import export
from data_access.moving.stores import snapshot
from data_access.moving.watching import Nobody
from data_access.selection import data_date, data_version, only_sample
from data_access.store import open_store, writing_engine
from tests.tools.bench.conftest import SMALL
from tools.bench.stores import BenchStore, bench_store
from tools.bench.world import world
from tools.bench.world.sizes import DATA_DATE


def digest_of_world() -> str:
    """A number for all rows of the small world."""
    told = sha256()
    for table, columns in world(SMALL):
        told.update(table.encode())
        for name, value in columns.items():
            told.update(f"{name}{value.tolist() if isinstance(value, np.ndarray) else value}".encode())
    return told.hexdigest()


def test_the_world_is_the_same_each_time() -> None:
    assert digest_of_world() == digest_of_world()


def test_a_store_is_made_once(sqlite_bench_store: BenchStore, folder: Path) -> None:
    path = Path(sqlite_bench_store.url.removeprefix("sqlite:///"))
    made = path.stat().st_mtime_ns
    with bench_store(SMALL, "sqlite", folder) as again:
        assert again == sqlite_bench_store
    assert path.stat().st_mtime_ns == made


def test_a_store_has_as_many_rows_as_its_size_says(store: BenchStore) -> None:
    counted = {
        s.ProductionUnit: SMALL.units,
        s.Miner: SMALL.miners,
        s.Attendance: SMALL.attendances,
        s.Programme: SMALL.programmes,
        s.Region: SMALL.regions,
    }
    with closing(open_store(store.owner_url)) as opened, opened.reading() as connection:
        for table, count in counted.items():
            assert connection.scalar(select(func.count()).select_from(table)) == count, table
        premium = [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (s.PremiumReceipt, s.PremiumExpenditure)
        ]
        assert sum(premium) == SMALL.premium
    with closing(open_store(store.url)) as opened, opened.reading() as connection:
        assert data_date(connection) == DATA_DATE
        assert data_version(connection)
        assert not only_sample(connection)


def test_people_move_between_units_and_come_back() -> None:
    memberships = next(columns for table, columns in world(SMALL) if table == "membership")
    _, times = np.unique(memberships["miner_id"], return_counts=True)
    assert 0.05 < np.mean(times > 1) < 0.2


def test_an_import_would_take_it_all_in(
    sqlite_bench_store: BenchStore, migrated_sqlite_file: Path, tmp_path: Path
) -> None:
    package = tmp_path / "package"
    with snapshot(sqlite_bench_store.url) as connection:
        export(connection, package, Nobody(), force=False)
    empty = tmp_path / "empty.sqlite"
    empty.write_bytes(migrated_sqlite_file.read_bytes())
    taking = writing_engine(f"sqlite:///{empty}")
    summary = check_package(taking, package)
    taking.dispose()
    assert summary.problems == ()
    assert summary.tables["attendance"].new == SMALL.attendances
