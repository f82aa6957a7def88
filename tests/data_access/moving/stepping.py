"""A process that moves a store step by step: it says where it is, and waits to be let go on."""

from __future__ import annotations

import sys
from pathlib import Path

from data_access.moving.backups import restore_backup, write_backup
from data_access.moving.packages import export
from data_access.moving.stores import snapshot


class Stepping:
    """Prints each step and each pass, and goes on when a line comes in."""

    def waiting(self, words: str) -> None:
        raise AssertionError(words)

    def begins(self, step: str, rows: int) -> None:
        self._stop(f"{step} begins")

    def passed(self, rows: int) -> None:
        self._stop("rows passed")

    def _stop(self, said: str) -> None:
        print(said, flush=True)
        sys.stdin.readline()


def main(what: str, url: str, path: Path) -> None:
    if what == "restore":
        restore_backup(url, path, Stepping(), replace=True)
    else:
        with snapshot(url) as connection:
            if what == "backup":
                write_backup(connection, path, Stepping())
            else:
                export(connection, path, Stepping(), force=True)
    print("done", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
