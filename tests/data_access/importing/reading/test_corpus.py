"""What is read of the awkward files of the corpus, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.importing.problems import PackageRefused, Problem, Problems
from data_access.importing.reading import opened
from data_access.importing.reading.tables import DeliveredTable
from tests.data_access.importing.corpus import CASES, CORPUS, Case
from tests.data_access.importing.corpus_case import Expected

DIGITS = {"USD": 2, "CLP": 0, "TND": 3}


def filled(table: DeliveredTable, problems: Problems) -> list[dict[str, str]]:
    """The rows that can be read, as a clean package writes them, without their empty cells."""
    read = list(table.rows(DIGITS, problems))
    texts = list(table.cells({row.line for row in read}))
    assert [line for line, _ in texts] == [row.line for row in read]
    sound = [cells for (_, cells), row in zip(texts, read, strict=True) if row.sound]
    return [{column: cell for column, cell in cells.items() if cell} for cells in sound]


def assert_told(problems: list[Problem], expected: list[Expected]) -> None:
    places = [(problem.table, problem.row, problem.column) for problem in problems]
    assert places == [place[:3] for place in expected], problems
    for problem, (*_, reason) in zip(problems, expected, strict=True):
        assert problem.reason.startswith(reason), problem


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_read_and_told(case: Case, tmp_path: Path) -> None:
    problems = Problems()
    rows = {}
    try:
        with opened(case.make(tmp_path), case.told, problems) as package:
            rows = {name: filled(table, problems) for name, table in package.tables.items()}
            keeps_persons = package.keeps_persons
    except PackageRefused as refused:
        assert case.rows is None
        assert_told(list(refused.problems), case.refusals)
        return
    if case.rows is None:
        assert problems.whole
        assert_told(problems.whole, case.refusals)
    else:
        assert problems.whole == []
        assert rows == case.rows
        assert keeps_persons == case.keeps_persons
        assert_told(problems.rows, case.refusals)
    assert_told(problems.doubts, case.doubts)


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) > 60


def test_every_file_of_the_corpus_is_of_a_case() -> None:
    """Of a case, or a mapping that one names."""
    names = {case.name for case in CASES} | {case.told.mapping.name for case in CASES if case.told.mapping}
    assert {path.name for path in CORPUS.iterdir() if not path.name.startswith(".")} <= names | {
        "unknown-name"
    }
