"""A store on Postgres, and a replica that follows it by streaming: what is written here is replayed there."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from data_access.importing import import_package
from data_access.migrations import migrate
from data_access.row_security.applying import guard
from data_access.store import writing_engine
from tests.conftest import SAMPLE_PACKAGE
from tests.data_access.importing.own_postgres import OPTIONS, OwnPostgres, own_postgres

OWNER, APP = "followed_owner", "followed_app"
SECONDS_TO_FOLLOW = 60
SECONDS_BETWEEN_LOOKS = 0.05


class Followed:
    """A store that is served by an ordinary role, and its replica; both can be asked as a superuser."""

    def __init__(self, primary: OwnPostgres, folder: Path) -> None:
        # Its socket lies beside: the copy holds that of the store.
        self._primary, self._folder, self._socket = primary, folder, folder.parent
        self.store_url, self.read_url = primary.url, f"postgresql://postgres@/postgres?host={self._socket}"
        self.owner_url = _as(self.store_url, OWNER)
        self.app_url, self.app_read_url = _as(self.store_url, APP), _as(self.read_url, APP)
        _fill(self.store_url, self.owner_url)
        primary.run(
            *("pg_basebackup", "-U", "postgres", "-h", primary.url.rpartition("=")[2]),
            *("-R", "-X", "stream", "-c", "fast", "--no-sync"),
            folder=folder,
        )

    def start(self) -> None:
        """Starts the replica."""
        self._primary.run(
            *("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", OPTIONS.format(self._socket), "start"),
            folder=self._folder,
        )

    def stop(self) -> None:
        """Ends the replica as if its machine had gone."""
        self._primary.run("pg_ctl", "-w", "-m", "immediate", "stop", folder=self._folder)

    def pause(self) -> None:
        """Lets the replica fall behind."""
        self._at(self.read_url, "SELECT pg_wal_replay_pause()")

    def resume(self) -> None:
        self._at(self.read_url, "SELECT pg_wal_replay_resume()")

    def caught_up(self) -> None:
        """Waits until the replica has replayed all that was written so far."""
        reached = self._at(self.store_url, "SELECT pg_current_wal_lsn()::text")
        deadline = time.monotonic() + SECONDS_TO_FOLLOW
        while not self._at(self.read_url, f"SELECT pg_last_wal_replay_lsn() >= '{reached}'::pg_lsn"):
            assert time.monotonic() < deadline, "the replica does not follow"
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _at(self, url: str, statement: str) -> object:
        engine = writing_engine(url)
        try:
            with engine.begin() as connection:
                return connection.scalar(text(statement))
        finally:
            engine.dispose()


@contextmanager
def followed_sample() -> Iterator[Followed]:
    """The sample in a store that a replica follows; both are gone in the end."""
    with own_postgres() as primary:
        # The copy is made by the server's user, and into no folder that is there.
        parent = Path(tempfile.mkdtemp(prefix="dashboard-replica-"))
        parent.chmod(0o777)
        followed = Followed(primary, parent / "copy")
        followed.start()
        try:
            followed.caught_up()
            yield followed
        finally:
            followed.stop()
            shutil.rmtree(parent)


def changing(followed: Followed) -> Engine:
    """An engine of the store's owner."""
    return writing_engine(followed.owner_url)


def _fill(url: str, owner_url: str) -> None:
    server = writing_engine(url)
    with server.begin() as connection:
        for role in (OWNER, APP):
            connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER}"))
    server.dispose()
    owner = writing_engine(owner_url)
    migrate(owner)
    with owner.begin() as connection:
        guard(connection, APP)
    import_package(owner, SAMPLE_PACKAGE)
    owner.dispose()


def _as(url: str, role: str) -> str:
    return url.replace("//postgres@", f"//{role}@")
