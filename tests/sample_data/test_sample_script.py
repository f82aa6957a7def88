"""The script writes what lies on disk, the same each time, and its check notices a difference."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sample_data.tables import Tables
from tests.sample_data.package_rows import FOLDER


def run(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sample_data", *arguments],
        cwd=FOLDER.parent,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_files_on_disk_are_what_the_script_writes(seed: str) -> None:
    result = run("--check", seed=seed)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_check_names_files_that_differ(tmp_path: Path) -> None:
    for path in [*FOLDER.glob("*.csv"), FOLDER / "datapackage.json"]:
        shutil.copy(path, tmp_path)
    with (tmp_path / "country.csv").open("a") as file:
        file.write("XX,Nowhere,true\n")
    (tmp_path / "stage.csv").unlink()
    (tmp_path / "left_over.csv").touch()
    result = run("--check", "--folder", str(tmp_path))
    assert result.returncode == 1
    assert [line.split()[0] for line in result.stderr.splitlines()] == [
        "country.csv",
        "left_over.csv",
        "stage.csv",
    ]


def test_a_field_that_a_table_does_not_have_is_refused() -> None:
    with pytest.raises(KeyError, match="country has no field capital"):
        Tables().add("country", id="PE", name="Peru", capital="Lima")
