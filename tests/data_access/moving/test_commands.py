"""`export`, `backup`, `restore` and `copy` on the command line: what they print, how they refuse."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from data_access.commands import main
from data_access.commands.moving import Bars
from tests.data_access.importing.packages import tiny, write

Run = Callable[..., tuple[int, str, str]]
ROWS = sum(len(rows) for rows in tiny().values())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command, and gives its exit code and what it printed."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def url(migrated_sqlite_file: Path, tmp_path: Path, run: Run) -> str:
    """A store that holds the tiny package."""
    url = f"sqlite:///{shutil.copyfile(migrated_sqlite_file, tmp_path / 'store.sqlite')}"
    assert run("import", str(write(tmp_path / "tiny", tiny())), "--store", url)[0] == 0
    return url


def test_from_store_to_store(run: Run, url: str, tmp_path: Path) -> None:
    """Each command prints the rows by table, and how many there are in all."""
    target, backup, other = (
        tmp_path / "package",
        tmp_path / "backup.zip",
        f"sqlite:///{tmp_path / 'b.sqlite'}",
    )
    code, out, err = run("export", str(target), "--store", url)
    assert (code, err) == (0, "")
    assert out.splitlines()[0].split() == ["country", "1"]
    assert out.splitlines()[-1] == f"Exported to {target}: {ROWS} rows."

    code, out, err = run("backup", str(backup), "--store", url)
    assert (code, err) == (0, "")
    assert "place_key" in out and "Backed up to" in out.splitlines()[-1]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600

    assert run("create", "--store", other)[0] == 0
    code, out, err = run("restore", str(backup), "--store", other)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith(f"Restored from {backup}: ")
    assert "Restart" not in out

    code, out, err = run("copy", "--from", url, "--to", other, "--replace")
    assert (code, err) == (0, "")
    assert [line.partition(":")[0] for line in out.splitlines()[-2:]] == [
        "Copied",
        "Restart the dashboard if it serves this store",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["export", "{there}", "--store", "{url}"], "write --force"),
        (["export", "{folder}/no/where", "--store", "{url}"], "can't be written"),
        (["backup", "{folder}/b.zip", "--store", "sqlite:///{folder}/none.sqlite"], "There is no store at"),
        (["restore", "{folder}/none.zip", "--store", "{url}"], "can't be read: No such file"),
        (["restore", "{folder}/store.sqlite", "--store", "{url}"], "is damaged, or no backup"),
        (["restore", "{backup}", "--store", "{url}"], "--replace"),
        (["restore", "{backup}", "--store", "sqlite:///{folder}/none.sqlite"], "There is no store at"),
        (["restore", "{backup}", "--store", "sqlite:///{folder}/bare.sqlite"], "data_access create"),
        (["copy", "--from", "{url}", "--to", "{url}"], "Both URLs are the same"),
        (["copy", "--from", "{url}", "--to", "sqlite:///{folder}/none.sqlite"], "There is no store at"),
    ],
)
def test_what_can_not_be_done_is_refused_in_words(
    run: Run, url: str, tmp_path: Path, arguments: list[str], told: str
) -> None:
    backup = tmp_path / "backup.zip"
    run("backup", str(backup), "--store", url)
    sqlite3.connect(tmp_path / "bare.sqlite").close()
    (tmp_path / "bare.sqlite").touch()
    places = {"url": url, "folder": tmp_path, "there": tmp_path / "tiny", "backup": backup}
    code, out, err = run(*(argument.format(**places) for argument in arguments))
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err and len(err.splitlines()) == 1


def test_people_who_had_been_erased_are_told_of(run: Run, url: str, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    run("backup", str(backup), "--store", url)
    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("INSERT INTO erased_miner VALUES ('t', '2024-01-01 00:00:00.000000')")
    connection.close()
    _, out, _ = run("restore", str(backup), "--store", url, "--replace")
    assert "1 people who had been erased from this store" in out


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("backup", "mode 0600"),
        ("backup", "secret key"),
        ("export", "exact places"),
        ("restore", "empty store"),
    ],
)
def test_the_help_says_what_to_mind(run: Run, command: str, told: str) -> None:
    code, out, _ = run(command, "--help")
    assert code == 0
    assert told in " ".join(out.split())


def test_bars_are_drawn_for_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True, force_terminal=True, width=100)) as progress:
        bars = Bars(progress)
        bars.begins("checking", 10)
        bars.passed(10)
        bars.begins("loading", 4)
        bars.passed(1)
    assert [(task.description, task.completed, task.total) for task in progress.tasks] == [
        ("checking", 10, 10),
        ("loading", 1, 4),
    ]
    printed = capsys.readouterr()
    assert printed.out == "" and "loading" in printed.err
