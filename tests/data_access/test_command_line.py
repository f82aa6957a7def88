"""``python -m data_access``: what it prints, and how it refuses."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text

from data_access.commands import main
from data_access.figures import figures
from data_access.migrations import head_revision
from data_access.store import writing_engine
from tests.data_access.importing.packages import row_counts, tiny, write


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """The one message of a command that refused."""
        assert (self.code, self.out) == (2, "")
        assert "Traceback" not in self.err
        return self.err.rstrip("\n")


class CommandLine:
    """Runs commands on a store, in this process."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.url, self._capsys = url, capsys

    def run(self, *arguments: str) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, *(["--store", self.url] if arguments[0] != "figures" else [])])
        printed = self._capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    def json(self, *arguments: str) -> Any:
        ran = self.run(*arguments, "--format", "json")
        assert (ran.code, ran.err) == (0, "")
        return json.loads(ran.out)


@pytest.fixture
def commands(store_url: str, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Commands on a fresh empty store."""
    return CommandLine(store_url, capsys)


@pytest.fixture
def filled(commands: CommandLine, tmp_path: Path) -> CommandLine:
    """Commands on a store with the tiny package and some premium."""
    tables = tiny() | {
        "enrolment": [{"unit_id": "U1", "programme_id": "HSE-2", "first_day": "2024-01-01"}],
        "premium_receipt": [
            {"id": f"R{number}", "organisation_id": "ORG", "received_on": "2024-03-01"} | amount
            for number, amount in enumerate(
                [
                    {"amount": "1234.5", "currency_id": "USD"},
                    {"amount": "0.07", "currency_id": "USD"},
                    {"amount": "7000", "currency_id": "CLP"},
                ]
            )
        ],
    }
    assert commands.run("import", str(write(tmp_path / "tiny", tables))).code == 0
    return commands


def test_create_makes_the_folder_the_file_and_the_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = CommandLine(f"sqlite:///{tmp_path / 'a' / 'b' / 'store.sqlite'}", capsys)
    ran = commands.run("create")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"Created the store at {commands.url}, with schema {head_revision()}.\n"
    engine = writing_engine(commands.url)
    assert set(row_counts(engine).values()) == {0}
    engine.dispose()


def test_create_on_a_database_without_tables(
    unmade_store_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = CommandLine(unmade_store_url, capsys)
    assert commands.run("create").out.startswith("Created the store at ")
    assert f"and its schema {head_revision()} is up to date.\n" in commands.run("create").out


def test_create_again_keeps_the_data_and_no_password_is_printed(filled: CommandLine) -> None:
    engine = writing_engine(filled.url)
    before = row_counts(engine)
    ran = filled.run("create")
    assert ran.code == 0
    assert row_counts(engine) == before
    engine.dispose()
    where = make_url(filled.url).set(password="secret").render_as_string(hide_password=False)
    assert "secret" not in CommandLine(where, filled._capsys).run("create").out


def test_import_prints_the_rows_of_each_table(commands: CommandLine, tmp_path: Path) -> None:
    ran = commands.run("import", str(write(tmp_path / "tiny", tiny())))
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[1].split() == ["table", "read", "new", "changed", "unchanged", "quarantined"]
    assert ["attendance", "2", "2", "0", "0", "0"] in [line.split() for line in lines]
    total = sum(len(rows) for rows in tiny().values())
    # Paper is no wider than a terminal.
    words = f": loaded {total} of {total} rows of “A tiny package”. Its data reach to 2024-06-30."
    assert " ".join(ran.out.split()).endswith(words)
    again = commands.run("import", str(tmp_path / "tiny")).out.splitlines()
    assert ["attendance", "2", "0", "0", "2", "0"] in [line.split() for line in again]
    assert " ".join(again).endswith("Nothing changed: the store has all of “A tiny package” already.")


def test_import_prints_what_is_left_to_translate_into_a_language_that_was_begun(
    commands: CommandLine, tmp_path: Path
) -> None:
    tables = tiny()
    assert "translation" not in commands.run("import", str(write(tmp_path / "none", tables))).out
    tables["ladder"][0] |= {"name_es": "Escalera"}
    ran = commands.run("import", str(write(tmp_path / "some", tables)))
    assert "Without a Spanish translation: " in ran.out and "ladder.name 1" in ran.out
    assert "French" not in ran.out
    again = commands.run("import", str(tmp_path / "some"), "--format", "json")
    assert json.loads(again.out)["untranslated"]["es"]["ladder.name"] == 1


def test_import_tells_all_problems_loads_nothing_and_exits_with_2(
    commands: CommandLine, tmp_path: Path
) -> None:
    tables = tiny()
    tables["cover"][0]["payer"] = "nobody"
    tables["attendance"][1]["miner_id"] = "M9"
    told = commands.run("import", str(write(tmp_path / "tiny", tables))).refusal.splitlines()
    assert told[0].startswith("cover, row 2, payer, 'nobody': This code is not known.")
    assert told[1].startswith("attendance, row 3, miner_id, 'M9': There is no miner with this key")
    assert told[2:] == ["Nothing was loaded."]
    engine = writing_engine(commands.url)
    assert set(row_counts(engine).values()) == {0}
    engine.dispose()


def test_figures_lists_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    listed = CommandLine("", capsys).json("figures")
    assert [figure["figure"] for figure in listed] == list(figures())
    for figure in listed:
        assert list(figure) == ["figure", "unit", "definition", "dimensions"]
        assert figure["dimensions"] == list(figures()[figure["figure"]].dimensions)


def test_figures_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    ran = CommandLine("", capsys).run("figures")
    assert ran.code == 0
    assert "premium_due" in ran.out


def test_a_figure_as_json(filled: CommandLine) -> None:
    answer = filled.json("figure", "active_miners", "--by", "sex", "--by", "unit", "--programme", "HSE-2")
    assert list(answer) == ["figure", "unit", "definition", "selection", "as_of", "evidence", "rows"]
    assert answer["figure"] == "active_miners"
    assert answer["unit"] == "people"
    assert answer["definition"] == figures()["active_miners"].definition
    assert answer["selection"] == {
        "programme": ["HSE-2"],
        "sponsor": [],
        "country": [],
        "region": [],
        "organisation": [],
        "from": "2023-07-01",
        "to": "2024-06-30",
    }
    assert (answer["as_of"], answer["evidence"]) == ("2024-06-30", "counted")
    assert answer["rows"] == [{"sex": "male", "unit": "U1", "value": 1, "of": None, "evidence": "counted"}]
    assert list(answer["rows"][0]) == ["sex", "unit", "value", "of", "evidence"]


def test_filters_can_be_repeated(filled: CommandLine) -> None:
    both = filled.json("figure", "active_miners", "--programme", "HSE-1", "--programme", "HSE-2")
    assert both["selection"]["programme"] == ["HSE-1", "HSE-2"]
    assert [row["value"] for row in both["rows"]] == [1]
    assert filled.json("figure", "active_miners", "--programme", "HSE-1")["rows"][0]["value"] == 0


def test_a_period_and_its_as_of_day(filled: CommandLine) -> None:
    answer = filled.json("figure", "production_units", "--from", "2023-01-01", "--to", "2025-12-31")
    assert (answer["selection"]["from"], answer["selection"]["to"]) == ("2023-01-01", "2025-12-31")
    assert answer["as_of"] == "2024-06-30"


def test_days_before_all_calendars_are_refused_in_words(filled: CommandLine) -> None:
    assert filled.run("figure", "production_units", "--to", "0001-01-01").refusal == (
        "--to 0001-01-01 is not a day. Write days as 2024-04-17, from 1900 to 2100."
    )


def test_a_table_without_rows_says_so(filled: CommandLine) -> None:
    assert "There is nothing in this selection and period." in filled.run("figure", "deliveries").out
    assert "There is nothing" not in filled.run("figure", "premium_received").out


def test_money_is_a_decimal_string_in_major_units(filled: CommandLine) -> None:
    rows = filled.json("figure", "premium_received")["rows"]
    assert [(row["currency"], row["value"]) for row in rows] == [("CLP", "7000"), ("USD", "1234.57")]


def test_a_share_is_between_0_and_1_with_its_denominator(filled: CommandLine) -> None:
    (row,) = filled.json("figure", "training_coverage", "--by", "topic", "--from", "2023-07-01")["rows"][:1]
    assert isinstance(row["of"], int)
    assert 0 <= row["value"] <= 1


def test_a_figure_as_csv(filled: CommandLine) -> None:
    ran = filled.run("figure", "premium_received", "--by", "organisation", "--format", "csv")
    assert (ran.code, ran.err) == (0, "")
    assert list(csv.reader(io.StringIO(ran.out))) == [
        ["currency", "organisation", "value", "of", "evidence"],
        ["CLP", "ORG", "7000", "", "counted"],
        ["USD", "ORG", "1234.57", "", "counted"],
    ]


def test_a_figure_as_a_table(filled: CommandLine) -> None:
    ran = filled.run("figure", "premium_received")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Premium received, 2023-07-01 to 2024-06-30, as of 2024-06-30\n")
    assert "1234.57" in ran.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["active_miner"], "There is no figure 'active_miner'. Nearest: active_miners"),
        (["active_miners", "--by", "regoin"], "active_miners has no dimension 'regoin'. Nearest: region"),
        (["active_miners", "--region", "PE-AR"], "There is no region 'PE-AR' in the store. Nearest: PE-ARE."),
        (
            ["active_miners", "--programme", "hse-1"],
            "There is no programme 'hse-1' in the store. Nearest: HSE-1",
        ),
        (["active_miners", "--from", "2024-02-30"], "--from 2024-02-30 is not a day."),
        (["active_miners", "--to", "yesterday"], "--to yesterday is not a day."),
        (
            ["active_miners", "--from", "2024-02-02", "--to", "2024-02-01"],
            "The period ends on 2024-02-01, before",
        ),
        (["active_miners", "--format", "xml"], "Usage: python -m data_access figure"),
        ([], "Usage: python -m data_access figure"),
    ],
)
def test_what_makes_no_sense_is_refused(filled: CommandLine, arguments: Sequence[str], told: str) -> None:
    assert filled.run("figure", *arguments).refusal.startswith(told)


def test_a_store_without_data_says_what_to_run(commands: CommandLine) -> None:
    told = commands.run("figure", "active_miners").refusal
    assert told.startswith("The store holds no data yet. Run `python -m data_access import PACKAGE`")


@pytest.mark.parametrize("command", [["figure", "active_miners"], ["import", "."]])
def test_a_store_without_tables_says_what_to_run(
    unmade_store_url: str, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    told = CommandLine(unmade_store_url, capsys).run(*command).refusal
    assert "`python -m data_access create`" in told
    if path := make_url(unmade_store_url).database:
        assert not Path(path).exists()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["figure", "active_miners"], "was written by a newer version of the program"),
        (["import", "."], "was written by a newer version of the program"),
        (["create"], "was written by a newer version of the program"),
    ],
)
def test_a_store_of_a_newer_program(
    unmade_store_url: str, capsys: pytest.CaptureFixture[str], command: list[str], told: str
) -> None:
    commands = CommandLine(unmade_store_url, capsys)
    commands.run("create")
    engine = writing_engine(unmade_store_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert told in commands.run(*command).refusal


@pytest.mark.parametrize("command", [["figure", "active_miners"], ["import", "."], ["create"]])
class TestStoresThatCannotBeUsed:
    """Each command gives one plain message."""

    def test_garbage(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
        path = tmp_path / "store.sqlite"
        path.write_bytes(b"no database" * 1000)
        told = CommandLine(f"sqlite:///{path}", capsys).run(*command).refusal
        assert "is not a database" in told
        assert path.read_bytes() == b"no database" * 1000

    def test_locked(
        self, sqlite_store_url: str, capsys: pytest.CaptureFixture[str], command: list[str]
    ) -> None:
        other = sqlite3.connect(str(make_url(sqlite_store_url).database))
        other.execute("PRAGMA locking_mode = EXCLUSIVE")  # else who writes leaves others to read
        other.execute("BEGIN EXCLUSIVE")
        told = CommandLine(f"{sqlite_store_url}?timeout=0.05", capsys).run(*command).refusal
        other.close()
        assert told == "The store is locked by another program that writes to it. Try again in a moment."

    def test_no_server(self, capsys: pytest.CaptureFixture[str], command: list[str], tmp_path: Path) -> None:
        told = CommandLine(f"postgresql://me:secret@/none?host={tmp_path}", capsys).run(*command).refusal
        assert "does not answer" in told
        assert "secret" not in told

    @pytest.mark.parametrize("url", ["garbage", "mysql://host/name", "sqlite://"])
    def test_no_url(self, capsys: pytest.CaptureFixture[str], command: list[str], url: str) -> None:
        assert len(CommandLine(url, capsys).run(*command).refusal.splitlines()) == 1


def test_an_import_into_a_store_that_another_program_writes_to(
    sqlite_store_url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It can be read, but not written to."""
    other = sqlite3.connect(str(make_url(sqlite_store_url).database))
    other.execute("BEGIN IMMEDIATE")
    folder = write(tmp_path / "tiny", tiny())
    told = CommandLine(f"{sqlite_store_url}?timeout=0.05", capsys).run("import", str(folder)).refusal
    other.close()
    assert told == "The store is locked by another program that writes to it. Try again in a moment."


def test_a_folder_that_cannot_be_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    told = CommandLine(f"sqlite:///{tmp_path / 'file' / 'store.sqlite'}", capsys).run("create").refusal
    assert told.startswith(f"The folder {tmp_path / 'file'} can't be made: ")


def test_the_module_reads_database_url(sqlite_store_url: str, tmp_path: Path) -> None:
    """From outside, as people run it."""
    folder = write(tmp_path / "tiny", tiny())

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "data_access", *arguments]
        return subprocess.run(
            command, env={"DATABASE_URL": sqlite_store_url}, capture_output=True, text=True, check=False
        )

    assert run("import", str(folder)).returncode == 0
    answer = json.loads(run("figure", "production_units", "--format", "json").stdout)
    assert answer["as_of"] == "2024-06-30"
    refused = run("figure", "nonsense")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("There is no figure 'nonsense'.")
