"""A legend in words below a map: laid out in lines that have room, groups kept whole."""

from __future__ import annotations

from itertools import combinations

import pytest

from exhibits.drawn.legend import LINE_HEIGHT, Part, height_of, laid_out
from exhibits.exhibit import LegendGroup

LADDER = LegendGroup("Sustainable Mines Program", (("#D6C496", "Wake up"), ("#0B5A56", "Lead")))
OTHER = LegendGroup("Swiss Better Gold Continuous Improvement Escalator", (("#D6C496", "Step 1"),))
SHADES = LegendGroup("Training coverage", (("#F1E9D6", "3 % (Western)"),), "shades")


def text(parts: list[Part]) -> list[str]:
    """The words of a legend, line by line."""
    lines = sorted({part.line for part in parts})
    return [" ".join(part.text for part in parts if part.line == line) for line in lines]


def test_a_group_that_has_no_room_begins_a_line() -> None:
    assert text(laid_out((LADDER, OTHER, SHADES), 480)) == [
        "Sustainable Mines Program Wake up Lead",
        "Swiss Better Gold Continuous Improvement Escalator Step 1",
        "Training coverage 3 % (Western)",
    ]


def test_on_wide_paper_groups_stand_beside_each_other() -> None:
    assert len(text(laid_out((LADDER, OTHER, SHADES), 1200))) == 1


@pytest.mark.parametrize("width", [90, 160, 340, 760])
def test_nothing_overlaps_or_is_cut(width: int) -> None:
    parts = laid_out((LADDER, OTHER, SHADES), width)
    assert all(part.x + part.length <= width + 0.01 for part in parts)
    for one, other in combinations(parts, 2):
        apart = one.line != other.line or one.x + one.length < other.x or other.x + other.length < one.x
        assert apart, (one, other)


def test_all_words_are_there_whatever_the_width() -> None:
    wide, narrow = (" ".join(text(laid_out((LADDER, OTHER), width))) for width in (900, 120))
    assert wide == narrow


def test_a_long_word_has_its_swatch_once() -> None:
    group = LegendGroup("", (("#0B5A56", "a stage whose name goes on and on for much longer than a line"),))
    parts = laid_out((group,), 150)
    assert len(parts) > 2 and [bool(part.colour) for part in parts] == [True, *[False] * (len(parts) - 1)]


def test_it_is_as_high_as_its_lines() -> None:
    parts = laid_out((LADDER, OTHER, SHADES), 480)
    assert height_of(parts) - height_of(laid_out((LADDER,), 480)) == 2 * LINE_HEIGHT
    assert height_of([]) == 0
