"""Makes the store ready for ``make run``: creates it and fills it with the sample package, once.

Only the store that nobody chose is made and filled, and only while nothing is in it. A store that
DATABASE_URL names belongs to somebody: it is left alone, and what it lacks is said.
"""

from __future__ import annotations

import subprocess
import sys

from data_access.selection import EmptyStore, data_date
from data_access.store import DEFAULT_URL, StoreUnavailable, open_store, store_url


def main() -> int:
    """Gives the exit code: 0, or that of the command that failed."""
    lacking = what_is_lacking()
    if lacking is None:
        return 0
    if store_url() != DEFAULT_URL:
        print(f"{lacking}\nThe pages will say so, too, until the store is ready.", file=sys.stderr)
        return 0
    if failed := _data_access("create"):
        return failed
    if not isinstance(what_is_lacking(), EmptyStore):
        return 0
    print("Filling it with the sample data …", flush=True)
    return _data_access("import", "sample_data", quiet=True)


def what_is_lacking() -> StoreUnavailable | EmptyStore | None:
    """Why the store can't be shown; None if it can."""
    try:
        store = open_store(serving=True)
        with store.reading() as connection:
            data_date(connection)
    except (StoreUnavailable, EmptyStore) as error:
        return error
    store.close()
    return None


def _data_access(*command: str, quiet: bool = False) -> int:
    said = subprocess.DEVNULL if quiet else None
    return subprocess.run([sys.executable, "-m", "data_access", *command], stdout=said).returncode


if __name__ == "__main__":
    sys.exit(main())
