"""An import of a month's sessions while viewers read: how long it takes, and whether they notice."""

from __future__ import annotations

import csv
import multiprocessing
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median

from sqlalchemy import NullPool, create_engine, make_url

from data_access.importing import Told, import_package
from data_access.store import writing_engine
from tools.bench.results import Found, Goal, Results, Sheet, ratio, times, written
from tools.bench.selections import pool, query_string
from tools.bench.setting import OURS, Setting, served
from tools.bench.viewers import Load, load, warm
from tools.bench.world.reference import TOPICS
from tools.bench.world.sizes import DATA_DATE, SEED

ATTENDANCES, ATTENDED = 2_500, 20
IMPORTS = 6
READERS, THINK_SECONDS = 5, 0.25
# How long viewers read before each import, and after its beginning at the most.
SECONDS_BEFORE, SECONDS_AFTER = 3, 5
IMPORTED = Goal("import of 2,500 attendances with readers", 1, "s", sizes=("L",))
READING = Goal("readers' median during an import", 1.2, "×", sizes=("L",))


def measure(setting: Setting) -> Results:
    """Several imports into a copy of the store, each while viewers read what they have read before."""
    queries = [query_string(selection) for selection in pool(setting.size)]
    packages = [_package(setting, number) for number in range(IMPORTS)]
    rounds = []
    with (
        _copy(setting) as copied,
        served(copied, (OURS,)) as servers,
        multiprocessing.get_context("spawn").Pool(1) as apart,
        ThreadPoolExecutor(1) as aside,
    ):
        server = servers[OURS].server
        for package in packages:
            # The import before has changed the data, so that nothing of what was read is kept.
            warm(server, queries)
            lasting = SECONDS_BEFORE + SECONDS_AFTER
            reading = aside.submit(load, server, READERS, lasting, queries, THINK_SECONDS)
            time.sleep(SECONDS_BEFORE)
            span = apart.apply(_imported, (copied.store.owner_url, package))
            rounds.append(Round(reading.result(), *span))
    return _results(rounds)


@dataclass(frozen=True)
class Round:
    """What viewers read around an import, and when that began and ended."""

    load: Load
    begun: float
    ended: float

    def before(self) -> list[float]:
        """The seconds of reruns that were over when the import began."""
        return [taken for at, taken in self.load.reruns if at + taken < self.begun]

    def during(self) -> list[float]:
        """The seconds of those that fell into it."""
        return [taken for at, taken in self.load.reruns if at < self.ended and at + taken > self.begun]


def _results(rounds: list[Round]) -> Results:
    before = [taken for each in rounds for taken in each.before()]
    during = [taken for each in rounds for taken in each.during()]
    took = median(each.ended - each.begun for each in rounds)
    usual, slow = median(before) if before else None, median(during) if during else None
    rows = [
        [f"import of {ATTENDANCES:,} attendances", times(took)],
        [f"a rerun of the readers before it ({len(before)} of them)", times(usual)],
        [f"a rerun of the readers during it ({len(during)} of them)", times(slow)],
        ["during against before", written(ratio(slow, usual), "×")],
    ]
    results = Results([Sheet(f"An import while {READERS} viewers read", ["what", "median"], rows)])
    failed = {each.load.failed for each in rounds if each.load.failed}
    results.notes += [f"Readers: {reason}" for reason in failed]
    results.found += [Found(IMPORTED, took), Found(READING, None if failed else ratio(slow, usual))]
    return results


def _imported(url: str, package: Path) -> tuple[float, float]:
    engine = writing_engine(url)
    begun = time.perf_counter()
    import_package(engine, package, Told(name=package.name, data_date=DATA_DATE + timedelta(days=30)))
    ended = time.perf_counter()
    engine.dispose()
    return begun, ended


def _package(setting: Setting, number: int) -> Path:
    """A folder with the sessions of a month after the data date, and who came: people known already."""
    chance = Random(SEED + number)
    folder = setting.folder / f"month_{number}"
    folder.mkdir()
    sessions = [f"N{number}-{session:04}" for session in range(ATTENDANCES // ATTENDED)]
    _write(
        folder / "training_session.csv",
        ("id", "programme_id", "topic_id", "held_on", "minutes"),
        [(session, "PROG-01", chance.choice(TOPICS)[0], _day(chance), "90") for session in sessions],
    )
    _write(
        folder / "attendance.csv",
        ("session_id", "miner_id"),
        [
            (session, f"M{miner + 1:07}")
            for session in sessions
            for miner in chance.sample(range(setting.size.miners), ATTENDED)
        ],
    )
    return folder


def _day(chance: Random) -> str:
    return (DATA_DATE + timedelta(days=chance.randint(1, 30))).isoformat()


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


@contextmanager
def _copy(setting: Setting) -> Iterator[Setting]:
    """The setting with a copy of its store, which goes in the end."""
    store = setting.store
    if setting.database == "sqlite":
        path = Path(shutil.copyfile(str(make_url(store.url).database), setting.folder / "copy.sqlite"))
        url = f"sqlite:///{path}"
        yield replace(setting, store=replace(store, owner_url=url, url=url))
        path.unlink()
        return
    name = f"{make_url(store.owner_url).database}_copy"
    urls = [
        make_url(url).set(database=name).render_as_string(hide_password=False)
        for url in (store.owner_url, store.url)
    ]
    server = create_engine(
        make_url(store.owner_url).set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool
    )
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {make_url(store.owner_url).database}")
        yield replace(setting, store=replace(store, owner_url=urls[0], url=urls[1]))
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()
