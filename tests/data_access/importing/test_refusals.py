"""One mistake in a package: what is told of it, and that nothing is taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.commands import main
from data_access.importing import Problem, import_package
from data_access.importing.descriptor import record_tables
from data_access.importing.reading.files import DESCRIPTOR
from data_access.importing.rules import WORDS, row_rules
from tests.data_access.importing.packages import refusal, rewrite, tiny, without_column, write

Place = tuple[str, int | None, str | None, str | None]

# A cell with another value, and how the reason begins. Rows are those of the file: the first below
# the header is row 2.
CELLS: list[tuple[str, int, str, str, str]] = [
    ("miner", 3, "sex", "femal", "This code is not known. Perhaps female? Known are: female, male, other,"),
    ("cover", 2, "payer", "nobody", "This code is not known. Known are: programme, miner, organisation."),
    ("cover", 2, "last_day", "2023-02-30", "This is not a day. Write days as 2024-04-17."),
    ("cover", 2, "last_day", "31.13.2023", "This is not a day."),
    ("cover", 2, "last_day", "2023-12-1", "This is not a day."),
    ("cover", 2, "last_day", "٢٠٢٣-12-31", "This is not a day."),
    ("cover", 2, "last_day", "2023-12-31T10:00:00", "A day has no time of day."),
    ("assessment", 2, "recorded_at", "2023-02-02", "This is not a moment."),
    ("assessment", 2, "recorded_at", "0001-01-01T00:00:00+05:00", "This is not a moment."),
    ("topic", 2, "required", "perhaps", "This is neither true nor false."),
    ("miner", 4, "id", "", "This is empty,"),
    ("cover", 2, "cost", "", "This is empty,"),
    ("training_session", 2, "minutes", "90.5", "This is not a whole number."),
    ("training_session", 2, "minutes", "1_000", "This is not a whole number."),
    ("training_session", 2, "minutes", "٩٠", "This is not a whole number."),
    ("training_session", 2, "minutes", "0", "This is less than 1, the least it can be."),
    ("training_session", 2, "minutes", "3000000000", "This number is too large"),
    ("miner", 2, "birth_year", "1899", "This is less than 1900,"),
    ("miner", 2, "birth_year", "2101", "This is more than 2100,"),
    ("cover", 2, "cost", "12,50", "Here the decimals follow a comma, and in cover, row 3,"),
    ("cover", 2, "cost", "NaN", "This is not a number."),
    ("cover", 2, "cost", "-1", "This is less than 0,"),
    ("cover", 2, "cost", "12.505", "This has too many decimals. Write it with at most 2 after the point."),
    ("cover", 4, "cost", "15000.5", "This has too many decimals. Write it with at most 0 after the point."),
    ("cover", 2, "cost", "1e30", "This number is too large"),
    ("gold_lot", 2, "fine_grams", "1.2345", "This has too many decimals. Write it with at most 3"),
    ("gold_lot", 2, "fine_grams", "0", "This is less than 0.001,"),
    ("organisation", 2, "latitude", "91", "This is more than 90,"),
    ("organisation", 2, "longitude", "Infinity", "This is not a number."),
    ("miner", 4, "id", "M" * 65, "This is longer than 64 characters."),
    # Others refer to this row: that its key can't be read is told once.
    ("miner", 3, "id", "M" * 65, "This is longer than 64 characters."),
    ("region", 2, "country_id", "PX", "There is no country with this key, neither in the package nor in"),
    ("attendance", 3, "miner_id", "M9", "There is no miner with this key,"),
    ("cover", 2, "currency_id", "XXX", "There is no currency with this key,"),
    ("programme", 2, "follows_id", "HSE-0", "There is no programme with this key,"),
    ("assessment", 2, "stage_id", "SBG-9", "There is no stage with this key,"),
    ("cover", 2, "last_day", "2022-12-31", "This day is before first_day."),
    ("membership", 2, "left_on", "2023-01-01", "The miner is gone on the day left"),
]

# A cell with another value that shows in other cells; then where it shows, and how the reason begins.
SEEN_ELSEWHERE: list[tuple[tuple[str, int, str, str], Place, str]] = [
    # Postgres keeps no NUL, and nobody sees one.
    (
        ("story", 2, "title", "a\0b"),
        ("story", 2, "title", "a␀b"),
        "This holds a character that stands for nothing",
    ),
    (
        ("delivery", 2, "currency_id", ""),
        ("delivery", 2, "value", "99.90"),
        "This amount has no currency.",
    ),
    (
        ("delivery", 2, "value", ""),
        ("delivery", 2, "currency_id", "USD"),
        "There is no amount for this currency.",
    ),
    (
        ("delivery", 2, "organisation_id", "ORG"),
        ("delivery", 2, "unit_id + organisation_id", "U1 + ORG"),
        "Fill exactly one of unit_id, organisation_id.",
    ),
    (
        ("delivery", 2, "unit_id", ""),
        ("delivery", 2, "unit_id + organisation_id", " + "),
        "Fill exactly one of unit_id, organisation_id.",
    ),
    (
        ("assessment", 2, "stage_id", "SMP-1"),
        ("assessment", 2, "stage_id + ladder_id", "SMP-1 + SBG"),
        "There is no stage with this id and ladder_id together,",
    ),
    (
        ("programme", 3, "follows_id", "HSE-2"),
        ("programme", 2, "follows_id", "HSE-1"),
        "This leads back to itself (HSE-2 → HSE-1 → HSE-2). Break the circle.",
    ),
    (
        ("programme", 3, "follows_id", "HSE-1"),
        ("programme", 3, "follows_id", "HSE-1"),
        "This leads back to itself (HSE-1 → HSE-1).",
    ),
    (
        ("country", 3, "id", "PE"),
        ("country", 3, "id", "PE"),
        "Row 2 has the same key. Keep one of them.",
    ),
    (
        ("attendance", 3, "miner_id", "M1"),
        ("attendance", 3, "session_id + miner_id", "T1 + M1"),
        "Row 2 has the same key.",
    ),
    (
        ("stage", 3, "ladder_id", "SBG"),
        ("stage", 3, "ladder_id + position", "SBG + 1"),
        "Row 2 has the same key.",
    ),
    (
        ("membership", 3, "joined_on", "2023-01-01"),
        ("membership", 3, "miner_id + joined_on", "M1 + 2023-01-01"),
        "Row 2 has the same key.",
    ),
    (
        ("membership", 2, "left_on", "2023-06-02"),
        ("membership", 3, "joined_on + left_on", "2023-06-01 + "),
        "The miner is in two units at a time: see row 2.",
    ),
    (
        ("membership", 2, "left_on", ""),
        ("membership", 3, "joined_on + left_on", "2023-06-01 + "),
        "The miner is in two units at a time: see row 2.",
    ),
]


def place(problem: Problem) -> Place:
    return problem.table, problem.row, problem.column, problem.value


@pytest.mark.parametrize(
    ("spoilt", "seen", "reason"), [*((cell[:4], cell[:4], cell[4]) for cell in CELLS), *SEEN_ELSEWHERE]
)
def test_a_spoilt_cell_is_named_and_nothing_is_taken_in(
    engine: Engine, tmp_path: Path, spoilt: tuple[str, int, str, str], seen: Place, reason: str
) -> None:
    tables = tiny()
    tables["country"].append({"id": "CO", "name": "Colombia"})
    table, row, column, value = spoilt
    tables[table][row - 2][column] = value
    (problem,) = refusal(engine, write(tmp_path / "spoilt", tables))
    assert place(problem) == seen
    assert problem.reason.startswith(reason)


# A file with other bytes (all that stand there, or the first such), and what is told of it.
FILES: list[tuple[str, bytes | None, bytes, Place, str]] = [
    (
        "topic.csv", b"validity_months", b"validity_month",
        ("topic", 1, "validity_month", None), "The table has no column of this name. Perhaps validity_mon",
    ),
    ("topic.csv", b"illustrative", b"name", ("topic", 1, "name", None), "This column is there 2 times."),
    ("story.csv", b"First,", b"First,,", ("story", 2, None, None), "The header has 7 cells, this row 8."),
    ("miner.csv", b"M3,not_stated,,true", b"M3", ("miner", 4, None, None), "The header has 4 cells, this"),
    ("miner.csv", None, b"id;sex;birth_year\nM1;a,b", ("miner", 2, None, None), "The header has 3 cells"),
    ("story.csv", None, b"", ("story", None, None, None), "The file has no header."),
    ("organisation.csv", "ó".encode(), b"\xf3", ("organisation", 2, None, None), "The file is not UTF-8"),
    ("story.csv", b'""comillas"""', b'""comillas', ("story", 4, None, None), "From here the file is no CSV"),
    (DESCRIPTOR, None, b"{", (DESCRIPTOR, None, None, None), "The file is not JSON ("),
    (DESCRIPTOR, None, b"[" * 100_000, (DESCRIPTOR, None, None, None), "The file is not JSON ("),
    (DESCRIPTOR, None, b"\xff\xfe", (DESCRIPTOR, None, None, None), "The file is not JSON ("),
    (DESCRIPTOR, None, b"[]", (DESCRIPTOR, None, None, None), "The file is not a JSON object."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "seen", "reason"), FILES)
def test_a_spoilt_file_is_named_and_nothing_is_taken_in(
    engine: Engine, tmp_path: Path, name: str, old: bytes | None, new: bytes, seen: Place, reason: str
) -> None:
    path = write(tmp_path / "spoilt", tiny()) / name
    before = path.read_bytes()
    assert old is None or old in before
    path.write_bytes(new if old is None else before.replace(old, new, 1))
    problem = refusal(engine, path.parent)[0]
    assert place(problem) == seen
    assert problem.reason.startswith(reason)


@pytest.mark.parametrize(
    ("name", "hint"), [("storie", "Perhaps story?"), ("SRTORY", "Perhaps story?"), ("xyz", "Remove it.")]
)
def test_a_file_that_is_no_table(engine: Engine, tmp_path: Path, name: str, hint: str) -> None:
    folder = write(tmp_path / "spoilt", tiny())
    (folder / "story.csv").rename(folder / f"{name}.CSV")
    (problem,) = refusal(engine, folder)
    assert str(problem) == f"{name}: The store has no table of this name. {hint}"


@pytest.mark.parametrize(
    ("described", "column", "value"),
    [
        ({"data_date": None}, "data_date", None),
        ({"data_date": "2024-06-31"}, "data_date", "2024-06-31"),
        ({"data_date": "20240630"}, "data_date", "20240630"),
        ({"data_date": 20240630}, "data_date", "20240630"),
        ({"name": None}, "name", None),
        ({"name": "n" * 101}, "name", "n" * 101),
        ({"title": "zero \0"}, "title", "zero \0"),
        ({"version": "half a \ud800"}, "version", "half a \ud800"),
        ({"sample": "yes"}, "sample", "yes"),
        ({"resources": [{"name": "country", "path": "data/laender.csv"}]}, "path", "data/laender.csv"),
    ],
)
def test_a_descriptor_that_says_too_little_or_nonsense(
    engine: Engine, tmp_path: Path, described: dict[str, Any], column: str, value: str | None
) -> None:
    (problem,) = refusal(engine, write(tmp_path / "spoilt", tiny(), **described))
    assert place(problem) == (DESCRIPTOR, None, column, value)


def test_a_resource_that_is_no_table(engine: Engine, tmp_path: Path) -> None:
    resources = [{"name": "attendances", "path": "attendances.csv"}]
    (problem,) = refusal(engine, write(tmp_path / "spoilt", tiny(), resources=resources))
    assert str(problem) == "attendances: The store has no table of this name. Perhaps attendance?"


def test_a_folder_that_is_not_there(engine: Engine, tmp_path: Path) -> None:
    (problem,) = refusal(engine, tmp_path / "package")
    assert place(problem) == (DESCRIPTOR, None, None, None)
    assert problem.reason.startswith(f"{tmp_path / 'package'} can't be read: No such file or directory.")


def test_a_folder_that_is_no_package(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "country.pdf").write_text("id,name\n")
    (problem,) = refusal(engine, tmp_path)
    assert problem.reason.startswith(f"{tmp_path} is no package. Name a folder or zip of CSV files,")


def test_a_folder_that_does_not_say_up_to_which_day(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "country.csv").write_text("id,name\nPE,Peru\n")
    (problem,) = refusal(engine, tmp_path)
    assert problem.column == "data_date"
    assert problem.reason.startswith("Up to which day do the data reach? Say it with --data-date,")


def test_a_package_without_tables(engine: Engine, tmp_path: Path) -> None:
    (problem,) = refusal(engine, write(tmp_path / "empty", {}))
    assert problem.reason.startswith("The package holds no tables.")


def test_a_missing_column_is_named_alone(engine: Engine, tmp_path: Path) -> None:
    """The rows below can be read but for that column, and references to them hold."""
    folder = write(tmp_path / "spoilt", tiny())
    without_column(folder, "organisation", "kind")
    (problem,) = refusal(engine, folder)
    assert str(problem) == "organisation, row 1, kind: This column is missing. Add it to the file."


def test_references_to_a_table_that_cannot_be_read_are_not_blamed(engine: Engine, tmp_path: Path) -> None:
    folder = write(tmp_path / "spoilt", tiny())
    (folder / "miner.csv").write_text("")
    (folder / "currency.csv").write_bytes(b"i\0d\0")
    assert {problem.table for problem in refusal(engine, folder)} == {"miner", "currency"}


def test_references_to_and_from_a_row_of_shifted_cells_are_not_blamed(engine: Engine, tmp_path: Path) -> None:
    folder = write(tmp_path / "spoilt", tiny())
    rewrite(folder / "region.csv", "PE-ARE,PE", "an,extra,PE-ARE,PE")
    (problem,) = refusal(engine, folder)
    assert place(problem) == ("region", 2, None, None)


def test_references_to_a_row_with_a_mistake_are_not_blamed(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    tables["organisation"][0]["latitude"] = "south"
    tables["currency"][0]["minor_digits"] = "two"
    problems = refusal(engine, write(tmp_path / "spoilt", tables))
    assert [(problem.table, problem.column) for problem in problems] == [
        ("currency", "minor_digits"),
        ("organisation", "latitude"),
    ]


def test_all_problems_are_told_at_once_by_table_and_row(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    tables["cover"][3]["last_day"] = "2022-01-01"
    tables["cover"][1]["miner_id"] = "M9"
    tables["cover"][0]["payer"] = "nobody"
    tables["miner"][0]["sex"] = ""
    told = [(p.table, p.row, p.column) for p in refusal(engine, write(tmp_path / "spoilt", tables))]
    assert told == [
        ("miner", 2, "sex"),
        ("cover", 2, "payer"),
        ("cover", 3, "miner_id"),
        ("cover", 5, "last_day"),
    ]


def test_very_many_problems_are_counted(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    tables["miner"] += [{"id": f"X{number}", "sex": "?"} for number in range(1_234)]
    *told, rest = refusal(engine, write(tmp_path / "spoilt", tables))
    assert len(told) == 100
    assert str(rest) == "miner: and 1,134 more problems like these."


def test_a_row_begins_on_its_first_line(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    tables["story"] += [{"id": "S2", "language": "xx", "title": "Two\nlines", "body": "one"}]
    (problem,) = refusal(engine, write(tmp_path / "spoilt", tables))
    assert problem.row == 5  # the story of row 2 has two lines


def test_a_problem_is_one_line_however_long_its_value(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    tables["cover"][0]["payer"] = "no\nbody" * 50
    told = str(refusal(engine, write(tmp_path / "spoilt", tables))[0])
    assert told.startswith(r"cover, row 2, payer, 'no\nbodyno\nbody")
    assert "…'" in told
    assert len(told.splitlines()) == 1


def test_what_another_row_of_the_store_has_and_keeps(engine: Engine, tmp_path: Path) -> None:
    """A row with the source's own key is the same row, and no trouble."""
    import_package(engine, write(tmp_path / "first", tiny()))
    membership = tiny()["membership"][2] | {"id": "NEW", "left_on": "2023-01-02"}
    again = {
        "miner": tiny()["miner"][:2],
        "membership": [membership],
        "stage": [tiny()["stage"][0] | {"id": "NEW"}],
    }
    problems = refusal(engine, write(tmp_path / "again", again))
    assert sorted(map(place, problems)) == [
        ("membership", 2, "miner_id + joined_on", "M2 + 2023-01-01"),
        ("stage", 2, "ladder_id + position", "SBG + 1"),
    ]
    assert {problem.reason for problem in problems} == {
        "A row with this key is already in the store. Leave it out."
    }


@pytest.mark.parametrize(
    ("joined", "left", "refused"),
    [
        ("2023-05-31", "2023-06-15", True),  # into the membership that is open
        ("2023-02-01", "2023-03-01", True),  # within the one that has ended
        ("2022-01-01", "2023-01-02", True),  # over the first day of it
        ("2022-01-01", "2023-01-01", False),  # up to the day it begins
    ],
)
def test_one_unit_at_a_time_counts_the_store(
    engine: Engine, tmp_path: Path, joined: str, left: str, refused: bool
) -> None:
    import_package(engine, write(tmp_path / "first", tiny()))
    row = tiny()["membership"][0] | {"id": "NEW", "joined_on": joined, "left_on": left}
    second = write(tmp_path / "second", {"membership": [row]})
    if not refused:
        assert import_package(engine, second).row_count == 1
        return
    problem = refusal(engine, second)[0]
    assert (problem.row, problem.value) == (2, f"{joined} + {left}")
    assert problem.reason.startswith("The miner is in two units at a time: see the store.")


def test_a_long_membership_overlaps_all_within_it(engine: Engine, tmp_path: Path) -> None:
    tables = tiny()
    for number, (joined, left) in enumerate(
        [("2023-01-01", "2023-12-31"), ("2023-02-01", "2023-03-01"), ("2023-04-01", "2023-05-01")]
    ):
        row = {"id": f"X{number}", "miner_id": "M3", "joined_on": joined, "left_on": left}
        tables["membership"].append(tables["membership"][0] | row)
    problems = refusal(engine, write(tmp_path / "spoilt", tables))
    assert [(problem.row, problem.reason[:47]) for problem in problems] == [
        (6, "The miner is in two units at a time: see row 5."),
        (7, "The miner is in two units at a time: see row 5."),
    ]


# A row for each rule that the tiny package can't break, and the column told of.
RULES = [
    (
        "organisation", "cooperative_kind", "cooperative_form",
        {"id": "CO", "name": "C", "kind": "company", "country_id": "PE", "cooperative_form": "member_body"},
    ),
    (
        "provision", "waste_of_bins", "waste",
        {"id": "P", "kind": "ppe", "waste": "oil", "unit_id": "U1", "quantity": "1",
         "first_day": "2023-01-01"},
    ),
    (
        "plan_action", "done_or_cancelled", "cancelled_on",
        {"id": "PA", "plan_id": "IP", "field": "social", "description": "Train", "due_on": "2023-05-01",
         "done_on": "2023-04-01", "cancelled_on": "2023-04-02"},
    ),
    (
        "indicator_value", "survey_says_asked", "asked",
        {"id": "IV", "indicator_id": "I", "survey_id": "SU", "unit_id": "U1", "first_day": "2023-01-01",
         "last_day": "2023-01-31", "value": "-0.5"},
    ),
    (
        "incident", "benefit_has_currency", "currency_id",
        {"id": "IN", "unit_id": "U1", "occurred_on": "2023-01-01", "kind": "accident",
         "severity": "first_aid", "cause": "fall", "people_hurt": "1", "currency_id": "USD"},
    ),
    (
        "finance_access", "amount_has_currency", "currency_id",
        {"id": "FA", "organisation_id": "ORG", "kind": "credit", "asked_on": "2023-01-01",
         "status": "pending", "currency_id": "USD"},
    ),
    (
        "craft_finding", "mitigated_on_after_mitigating_on", "mitigated_on",
        {"id": "CF", "craft_assessment_id": "CA", "module": "module_1", "requirement": "R",
         "level": "low", "mitigating_on": "2023-02-01", "mitigated_on": "2023-01-01"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "rule", "column", "row"), RULES)
def test_rules_of_a_row(
    engine: Engine, tmp_path: Path, table: str, rule: str, column: str, row: dict[str, str]
) -> None:
    tables = tiny() | {
        "improvement_plan": [{"id": "IP", "unit_id": "U1", "year": "2023", "agreed_on": "2023-01-01"}],
        "indicator": [{"id": "I", "name": "Mercury", "unit": "kg"}],
        "survey": [{"id": "SU", "name": "S", "first_day": "2023-01-01", "last_day": "2023-01-01"}],
        "craft_assessment": [
            {"id": "CA", "organisation_id": "ORG", "assessed_on": "2023-01-01", "report": "full"}
        ],
    }
    tables[table] = [*tables.get(table, []), row]
    assert rule in row_rules(record_tables()[table])
    (problem,) = refusal(engine, write(tmp_path / "spoilt", tables))
    assert (problem.table, problem.column) == (table, column)


def test_every_rule_of_the_schema_has_words() -> None:
    for table in record_tables().values():
        for rule in row_rules(table):
            # A birth year out of range is told of its cell.
            told_by_form = rule.startswith("one_of_") or "_after_" in rule or rule == "birth_year_range"
            assert rule in WORDS or told_by_form


def test_a_problem_in_one_line() -> None:
    assert str(Problem("cover", 5, "payer", "me", "Not known.")) == "cover, row 5, payer, 'me': Not known."
    assert str(Problem("cover", None, None, None, "Not known.")) == "cover: Not known."
    assert str(Problem("cover", 1, "payer", None, "Missing.")) == "cover, row 1, payer: Missing."


def test_the_dashboards_role_takes_nothing_in(
    guarded_postgres_store_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It reads, and writes its own tables; whoever brings data in is the tables' owner."""
    package = str(write(tmp_path / "tiny", tiny()))
    with pytest.raises(SystemExit) as ended:
        main(["import", package, "--store", guarded_postgres_store_url])
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "may not do this in the store" in told
    assert "Use the URL of the role that owns the tables." in told
