"""Writes the sample package, or checks that the files on disk are what it would write."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sample_data.package import files

FOLDER = Path(__file__).parent


def main() -> int:
    """Writes (or with ``--check`` compares) all files; 1 if a check finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m sample_data", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the files are up to date")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the files are (default: here)")
    options = parser.parse_args()
    made = files()
    if options.check:
        different = _different(options.folder, made)
        for name in different:
            print(f"{name} is not what the script writes", file=sys.stderr)
        return 1 if different else 0
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (options.folder / name).write_bytes(text.encode())
    print(f"{len(made)} files written to {options.folder}")
    return 0


def _different(folder: Path, made: dict[str, str]) -> list[str]:
    """Names of files that are missing, differ, or that the script no longer writes."""
    on_disk = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    on_disk |= {path.name: path.read_bytes() for path in folder.glob("datapackage.json")}
    expected = {name: text.encode() for name, text in made.items()}
    return sorted(
        name for name in on_disk.keys() | expected.keys() if on_disk.get(name) != expected.get(name)
    )


if __name__ == "__main__":
    sys.exit(main())
