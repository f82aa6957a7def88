"""Nothing that was not counted is ever mixed with what was."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy.dialects import sqlite

from data_access.evidence import COUNTED, MixedEvidence, one_grade
from data_access.figures import figures
from data_access.schema.knowledge import EVIDENCE
from data_access.selection import Selection

# Every filter is set, so that no table is left out.
WHOLE = Selection(
    *(date(2024, 1, 1), date(2024, 12, 31), date(2025, 6, 30)),
    *(("P1",), ("S1",), ("PE",), ("PE-ARE",), ("A1",)),
)


def sql_of(name: str) -> str:
    """A figure's statement, by all its dimensions."""
    figure = figures()[name]
    return str(figure.statement(WHOLE, figure.dimensions).compile(dialect=sqlite.dialect()))


def read_by(name: str) -> set[str]:
    """The tables that a figure's statement reads, however deep."""
    return set(re.findall(r"\b(\w+)\.\w+", sql_of(name)))


def test_the_grades() -> None:
    assert EVIDENCE == ("counted", "reported", "estimated", "contested")
    assert COUNTED == "counted"


@pytest.mark.parametrize("grade", EVIDENCE)
def test_values_of_one_grade_go_together(grade: str) -> None:
    assert one_grade(grade, grade, grade) == grade


@pytest.mark.parametrize("other", EVIDENCE[1:])
def test_the_uncounted_never_goes_with_the_counted(other: str) -> None:
    with pytest.raises(MixedEvidence, match=f"What is counted and what is {other} can't be added up"):
        one_grade(COUNTED, other, COUNTED)


def test_nor_do_two_uncounted_grades_go_together() -> None:
    with pytest.raises(MixedEvidence, match="What is reported and what is contested"):
        one_grade("reported", "contested")


@pytest.mark.parametrize("name", figures())
def test_every_figure_has_a_grade(name: str) -> None:
    assert figures()[name].evidence in EVIDENCE


def test_the_tables_that_a_figure_reads_are_found() -> None:
    assert {"gold_lot", "organisation"} <= read_by("gold_sold")


@pytest.mark.parametrize("name", figures())
def test_no_figure_reads_what_others_have_published(name: str) -> None:
    assert "claim" not in read_by(name)


@pytest.mark.parametrize("name", [name for name, figure in figures().items() if figure.evidence == COUNTED])
def test_no_counted_figure_holds_what_a_survey_asked(name: str) -> None:
    assert "survey" not in read_by(name) or "indicator_value.survey_id IS NULL" in sql_of(name)
