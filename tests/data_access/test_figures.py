"""What all figures have in common: words, months, filters, and a history of their definitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from data_access.definition import Earlier
from data_access.figures import DEFINITIONS, SUBJECTS, figure, figures
from data_access.schema.knowledge import EVIDENCE
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED

NARROWED = Selection(
    date(2024, 1, 15), date(2024, 12, 31), date(2024, 11, 3), ("P",), ("S",), ("PE",), ("PE-ARE",), ("A",)
)
# A target is due on a day of its own; a budget is agreed for a programme's whole run.
WITHOUT_MONTHS = {"target", "budget"}


@pytest.mark.parametrize("name", sorted(figures()))
def test_a_figure_is_described(name: str) -> None:
    known = figures()[name]
    assert known.title[0].isupper() and known.definition.endswith(".") and len(known.definition) > 40
    assert known.evidence in EVIDENCE
    assert set(known.fixed) <= set(known.dimensions)
    assert ("currency" in known.fixed) == (known.unit == "money") or name == "target"


def test_no_two_figures_have_the_same_title() -> None:
    assert len({known.title for known in figures().values()}) == len(figures())


def test_every_subject_has_words_and_every_file_of_words_a_subject() -> None:
    assert sorted(SUBJECTS) == sorted(path.stem for path in DEFINITIONS.glob("*.toml"))


def test_every_figure_can_be_had_month_by_month() -> None:
    assert {name for name, known in figures().items() if "month" not in known.dimensions} <= WITHOUT_MONTHS


@pytest.mark.parametrize("name", sorted(figures()))
def test_a_figure_answers_every_filter_and_every_dimension(engine: Engine, name: str) -> None:
    """An empty store has nothing to say, and says it in the columns asked for."""
    known = figures()[name]
    with engine.connect() as connection:
        for dimension in known.dimensions:
            found = figure(connection, UNRESTRICTED, name, NARROWED, (dimension,))
            assert list(found) == [*dict.fromkeys((*known.fixed, dimension)), "value", "of", "evidence"]
            assert not found["value"].fillna(0).any()


def test_what_was_printed_is_read_with_the_definition_of_its_day() -> None:
    changed = replace(
        figures()["insured"],
        defined="As it is now.",
        earlier=(Earlier(date(2024, 12, 31), "As it began."), Earlier(date(2025, 6, 30), "As it went on.")),
    )
    days = (date(2020, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    assert [changed.definition_on(day) for day in days] == [
        "As it began.", "As it began.", "As it went on.", "As it went on.", "As it is now.",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sorted(figures()))
def test_earlier_definitions_stand_in_order_and_differ(name: str) -> None:
    known = figures()[name]
    days = [old.until for old in known.earlier]
    assert days == sorted(set(days))
    wordings = [*(old.definition for old in known.earlier), known.definition]
    assert all(one != other for one, other in pairwise(wordings))
