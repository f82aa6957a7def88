"""What a bigger programme would take, in words: what is said, rounded, changed by hand and refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from data_access.reach import measured
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.assumptions import Change, assumptions, assumptions_of, change_of, written
from exhibits.reach import first_choice, what_it_would_take

TARGET = "units_target"


def test_the_extension_is_said_with_its_low_and_high(read: Reader, chosen: Selection) -> None:
    """64 units today, 75 wanted, 6 to 9 miners in the middle half of the units."""
    shown = what_it_would_take(read, chosen, "SBG-PE")
    found = read.ask(measured, chosen, "SBG-PE")
    assert (found.units, found.target) == (64, 75)
    assert shown.sentence.startswith(
        "Extending from 64 to 75 units would reach about 88 more miners (66 to 99)"
    )
    assert "if what was measured until 30 Sep 2026 holds" in shown.sentence
    assert shown.title == "About 88 more miners in 75 units"
    assert shown.evidence == "estimated"
    added = shown.frame.set_index("row").loc["Miners added"]
    assert (added["low_said"], added["middle_said"], added["high_said"]) == ("66", "88", "99")
    assert (added["low"], added["high"]) == (pytest.approx(66 / 99), 1.0)


def test_an_assumption_changed_by_hand_is_used_and_named(read: Reader, chosen: Selection) -> None:
    changes = ((TARGET, 80.0, 94.0, 100.0), ("miners_per_unit", 10.0, 10.0, 10.0))
    shown = what_it_would_take(read, chosen, "SBG-PE", changes)
    assert "to 94 units would reach about 300 more miners (160 to 360)" in shown.sentence
    assert "2 assumptions changed by hand" in shown.subtitle
    listed = assumptions(read, chosen, "SBG-PE", changes).frame.set_index("row")["basis"]
    assert listed["Units to reach"] == "changed by hand; measured: the target in force; 64 units today"
    assert "changed" not in listed["Days to climb one stage"]


def test_below_the_least_data_a_part_is_refused_in_words(read: Reader, chosen: Selection) -> None:
    """After three months of the first phase there are units and miners, and no quarter of spending."""
    early = replace(chosen, first_day=date(2024, 1, 15), last_day=date(2024, 4, 17))
    shown = what_it_would_take(read, early, "HSE-1")
    assert "Extending from 25 to 75 units would reach about 600 more miners" in shown.sentence
    assert " a year" not in shown.sentence
    assert (
        "Too little was measured to say more of not covered again in 30 days, first-aid kits"
        in shown.sentence
    )
    listed = assumptions(read, early, "HSE-1").frame
    unmeasured = listed[listed["middle"] == "–"]
    assert len(unmeasured) == 4
    assert all("at least" in basis and "are needed" in basis for basis in unmeasured["basis"])


def test_a_programme_with_too_few_units_or_at_its_target_is_not_extended(
    read: Reader, chosen: Selection
) -> None:
    cauca = what_it_would_take(read, chosen, "CAU", ((TARGET, 50.0, 60.0, 70.0),))
    reached = what_it_would_take(read, chosen, "SBG-PE", ((TARGET, 30.0, 64.0, 80.0),))
    assert cauca.empty and reached.empty
    assert cauca.title == reached.title == "Nothing can be extrapolated here"
    assert "fewer than 10 units" in cauca.missing


def test_values_out_of_order_are_refused(read: Reader, chosen: Selection) -> None:
    with pytest.raises(ValueError, match="the middle not below the low"):
        assumptions_of(read, chosen, "SBG-PE", ((TARGET, 90.0, 80.0, 100.0),))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((TARGET, 80.0, 90.0, 1.5e9), "1.5e+09 is too much: it can be 1,000,000,000 at most"),
        (("miners_per_unit", 1.0, 2.0, float("inf")), "inf is too much: it can be 1,000,000,000 at most"),
        (("days_per_stage", 1e308, 1e308, 1e308), "it can be 1,000,000,000 at most"),
        (("cost:Training", 0.0, 0.0, 1e10), "it can be 1,000,000,000 at most"),
        (("drop_out", 0.0, 0.5, 1.01), "1.01 is too much: it can be 1 at most"),
    ],
)
def test_absurd_values_are_refused(read: Reader, chosen: Selection, change: Change, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        assumptions_of(read, chosen, "SBG-PE", (change,))
    with pytest.raises(ValueError, match=re.escape(said)):
        change_of(written(change), {change[0]})


def test_the_most_of_everything_can_still_be_said(read: Reader, chosen: Selection) -> None:
    """Multiplied it has more digits than decimals bear: of so much money only that it is more is said."""
    codes = [assumption.code for assumption in assumptions_of(read, chosen, "SBG-PE", ())]
    most = dict.fromkeys(codes, 1e9) | {"drop_out": 1.0}
    changes = tuple((code, value, value, value) for code, value in most.items())
    shown = what_it_would_take(read, chosen, "SBG-PE", changes)
    assert f"take about CHF{words.SPACE}1000T or more a year" in shown.sentence
    assert len(assumptions(read, chosen, "SBG-PE", changes).frame) == len(changes)


@pytest.mark.parametrize("values", [(80.0, 90.0, 1234567.0), (0.1, 1 / 3, 1e9), (0.0, 1e-7, 123456.789)])
def test_a_change_is_written_with_every_digit(values: tuple[float, float, float]) -> None:
    change = ("cost:Training: first aid", *values)
    assert change_of(written(change), {change[0]}) == change
    assert written((TARGET, 80.0, 90.0, 1234567.0)) == "units_target:80:90:1234567"


def test_a_filter_leaves_the_whole_programme_and_says_so(read: Reader, chosen: Selection) -> None:
    part = chosen.narrowed(countries=("PE",), regions=("PE-PUN",), sponsors=("OCIM",))
    for builder in (what_it_would_take, assumptions):
        whole, shown = builder(read, chosen, "SBG-PE"), builder(read, part, "SBG-PE")
        assert shown.frame.equals(whole.frame)
        assert shown.selection == whole.selection
        assert shown.selection.startswith("Whole programme · ")
        assert "whole programme" in shown.subtitle.lower()
    assert "Puno" not in shown.selection


def test_the_page_begins_with_a_programme_short_of_its_target(read: Reader, chosen: Selection) -> None:
    assert first_choice(read, chosen, ("HSE-2", "SBG-PE", "FIN")) == "SBG-PE"
    assert first_choice(read, chosen, ("HSE-2", "INS")) == "HSE-2"
