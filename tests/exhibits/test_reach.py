"""What a bigger programme would take, in words: what is said, rounded, changed by hand and refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data_access.reach import measured
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits.assumptions import assumptions, assumptions_of
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
    reached = what_it_would_take(read, chosen, "SBG-PE", ((TARGET, 30.0, 40.0, 64.0),))
    assert cauca.empty and reached.empty
    assert cauca.title == reached.title == "Nothing can be extrapolated here"
    assert "fewer than 10 units" in cauca.missing


def test_values_out_of_order_are_refused(read: Reader, chosen: Selection) -> None:
    with pytest.raises(ValueError, match="the middle not below the low"):
        assumptions_of(read, chosen, "SBG-PE", ((TARGET, 90.0, 80.0, 100.0),))


def test_the_page_begins_with_a_programme_short_of_its_target(read: Reader, chosen: Selection) -> None:
    assert first_choice(read, chosen, ("HSE-2", "SBG-PE", "FIN")) == "SBG-PE"
    assert first_choice(read, chosen, ("HSE-2", "INS")) == "HSE-2"
