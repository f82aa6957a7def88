"""Ratios in words: in the unit of what they are part of, and never without a count that they need."""

from __future__ import annotations

import pytest

from data_access.figures import figures, known_figure
from exhibits.ratios import COUNTS, goes_with_its_count, whole, with_its_count

# Neither has anything that it is part of: all funding is in many currencies, a length is no part.
WITHOUT_A_WHOLE = {"attributed", "median_days_in_stage"}


@pytest.mark.parametrize(
    ("figure", "amount", "said"),
    [
        ("training_coverage", 300, "300 people"),
        ("training_coverage", 1, "1 person"),
        ("injury_rate", 0, "0 people"),
        ("plan_progress", 1, "1 action"),
        ("risks_mitigated", 1200, "1,200 findings"),
        ("working_conditions", 438, "438 asked"),
        ("gold_traceable", 341_039.2, "341,039 g"),
        ("mercury_reduction", 82.44, "82.4 kg"),
    ],
)
def test_what_a_ratio_is_part_of_has_its_unit(figure: str, amount: float, said: str) -> None:
    assert whole(amount, known_figure(figure)).replace("\u202f", " ").replace("\xa0", " ") == said


def test_every_ratio_says_what_it_is_part_of() -> None:
    ratios = {name for name, figure in figures().items() if figure.is_ratio}
    assert {name for name in ratios if not figures()[name].whole} == WITHOUT_A_WHOLE
    known = {figure.whole for figure in figures().values() if figure.whole}
    assert known == {*COUNTS, "grams", "kilograms"}


@pytest.mark.parametrize(
    ("figure", "of", "also", "said"),
    [
        ("injury_rate", 6, "", "it (6 people)"),
        ("injury_rate", 1, "lost time", "it (1 person; lost time)"),
        ("injury_rate", None, "", "it"),
        ("injury_rate", None, "lost time", "it (lost time)"),
        ("working_conditions", 438, "", "it (of 438 asked)"),
        ("survey_answers", 1438, "Round 2", "it (of 1,438 asked; Round 2)"),
        ("training_coverage", 300, "", "it"),
        ("active_miners", None, "women", "it (women)"),
    ],
)
def test_a_rate_and_a_surveys_share_never_go_without_their_count(
    figure: str, of: float | None, also: str, said: str
) -> None:
    assert with_its_count("it", known_figure(figure), of, also) == said


def test_all_rates_and_all_estimated_shares_go_with_their_count() -> None:
    counted = {name for name, figure in figures().items() if goes_with_its_count(figure)}
    assert counted == {"injury_rate", "working_conditions", "survey_answers"}
