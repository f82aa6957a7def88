"""Claims as they are told: those that differ first, ranges with who says what, the uncounted apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.claims import COLUMNS
from data_access.questions import Question
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import claims, contested
from exhibits.claims_in_words import claims_in_words
from exhibits.exhibit import Exhibit
from tests.exhibits.gallery import Gallery
from tests.exhibits.scripted import NAMES, YEAR, Scripted

PEN_AND_USD = {"PEN": 2, "USD": 2, "CLP": 0}


def claim(key: str, published: float, recorded: float | None = None, **given: Any) -> dict[str, Any]:
    """A claim as it is read, counted and compared unless something else is given."""
    row = {
        "id": key, "claim": f"Words of {key}", "publisher": "Somebody", "published_on": None, "subject": None,
        "figure": "active_miners", "comparison": "=", "published": published, "recorded": recorded,
        "not_told": None,
        "difference": None if recorded is None else recorded - published, "unit": "people",
        "currency": None, "evidence": "counted", "holds": published == recorded, "reason": "",
        "selection": "programme=P", "question": Question(YEAR.narrowed(programmes=("P",))),
        "source": "A page",
    }  # fmt: skip
    assert set(row) == set(COLUMNS)
    return row | given


def contested_claim(key: str, published: float, comparison: str = "=", **given: Any) -> dict[str, Any]:
    uncounted = {"evidence": "contested", "holds": None, "question": None, "subject": "miners at work"}
    return claim(key, published, comparison=comparison, **(uncounted | given))


def told(*rows: dict[str, Any]) -> Scripted:
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    named = NAMES | {"programme": {"P": "Water", "Q": "Light"}}
    return Scripted(answers={"claims": frame, "names": named, "minor_digits": PEN_AND_USD})


def test_how_many_hold() -> None:
    reported = claim("C4", 5, evidence="reported", holds=None)
    shown = claims.what_holds(told(claim("C1", 25, 25), claim("C2", 25, 24), claim("C3", 1), reported), YEAR)
    assert shown.sentence == (
        "1 of 3 counted claims hold; 1 reported value stands beside them as published, never added to "
        "what is counted."
    )
    assert shown.frame.to_dict("split")["data"] == [["Hold", 1], ["No longer hold", 2], ["Only reported", 1]]
    assert claims.what_holds(told(claim("C1", 25, 25)), YEAR).sentence == "1 of 1 counted claim holds."


def test_what_no_longer_holds_is_told_apart_with_its_reason() -> None:
    read = told(
        claim("C1", 25, 24, reason="Another value."),
        claim("C2", 7, 7),
        claim("C3", 9, None, reason="No code."),
    )
    differing, holding = claims.claims_that_differ(read, YEAR), claims.claims_that_hold(read, YEAR)
    assert differing.title == "2 counted claims no longer hold"
    assert differing.sentence.endswith("“Words of C1”: published 25, recorded 24.")
    said = ["claim", "published_said", "recorded_said", "difference_said", "reason", "covers"]
    assert differing.frame[said].to_numpy().tolist() == [
        ["Words of C1", "25", "24", "−1", "Another value.", "Water · 2025"],
        ["Words of C3", "9", "–", "–", "No code.", "Water · 2025"],
    ]
    assert (holding.title, list(holding.frame["difference_said"])) == ("1 counted claim holds", ["none"])
    assert claims.claims_that_differ(told(claim("C2", 7, 7)), YEAR).title == "Every counted claim holds"


@pytest.mark.parametrize(
    ("given", "published", "recorded", "difference"),
    [
        ({"unit": "share", "published": 0.9, "recorded": 0.86, "difference": -0.04}, "90 %", "86 %",
         "−4 points"),
        ({"comparison": ">=", "published": 5.0, "recorded": 7.0, "difference": 2.0}, "at least 5", "7", "+2"),
        ({"comparison": "<=", "published": 5.0, "recorded": 5.0, "difference": 0.0}, "at most 5", "5",
         "none"),
        ({"comparison": "about", "published": 1e6, "recorded": 1e6, "difference": 0.0}, "about 1,000,000",
         "1,000,000", "none"),
        ({"unit": "money", "currency": "USD", "published": 1_530_000_00.0, "recorded": 1_529_999_00.0,
          "difference": -1_00.0}, "USD 1,530,000", "USD 1,529,999", "−USD 1"),
        ({"unit": "money", "currency": "CLP", "published": 1500.0, "recorded": 1500.0, "difference": 0.0},
         "CLP 1,500", "CLP 1,500", "none"),
        ({"unit": "grams", "published": 361_500.0, "recorded": None}, "361,500 g", "–", "–"),
    ],
)  # fmt: skip
def test_numbers_are_said_in_their_unit(
    given: dict[str, Any], published: str, recorded: str, difference: str
) -> None:
    row = claims_in_words(told(claim("C1", 0) | given), YEAR).iloc[0]
    said = [row[name].replace("\xa0", " ") for name in ("published_said", "recorded_said", "difference_said")]
    assert said == [published, recorded, difference]


def test_the_selection_of_a_claim_is_said_with_its_codes() -> None:
    asks = Question(YEAR, {"provision": "rescue_chamber", "figure": "production_units"}, "sponsor")
    row = claims_in_words(told(claim("C1", 1, 1, question=asks)), YEAR).iloc[0]
    assert row["covers"] == "All programmes · 2025 · rescue chamber · production units · how many, by sponsor"


def test_with_a_programme_only_the_claims_that_name_it_are_shown() -> None:
    of_both = Question(YEAR.narrowed(programmes=("P", "Q")))
    read = told(
        claim("C1", 1, 1), claim("C2", 1, 1, question=of_both), claim("C3", 1, 1, question=Question(YEAR)),
        contested_claim("C4", 5),
    )  # fmt: skip
    light = YEAR.narrowed(programmes=("Q",))
    shown = claims.claims_that_hold(read, light)
    assert list(shown.frame["id"]) == ["C2"]
    assert shown.selection == "Claims that name Light, each over its own places and days"
    assert contested.subjects(read, light) == []
    assert claims.uncounted(read, light).empty
    elsewhere = YEAR.narrowed(countries=("CO",))
    assert list(claims.claims_that_hold(read, elsewhere).frame["id"]) == ["C1", "C2", "C3"]


def test_a_range_has_a_line_for_each_source() -> None:
    read = told(
        contested_claim("C1", 300_000, ">=", publisher="Ministry", published_on=date(2026, 1, 20)),
        contested_claim("C2", 500_000, "<=", publisher="Ministry", published_on=date(2026, 1, 20)),
        contested_claim("C3", 100_000, "about", publisher="Survey"),
        contested_claim("C4", 90_000, ">=", publisher="Union"),
        contested_claim("C5", 7, subject="organisations"),
    )
    assert contested.subjects(read, YEAR) == ["miners at work", "organisations"]
    shown = contested.contested_range(read, YEAR, "miners at work")
    assert shown.title == "Miners at work: published as anything from 90,000 to 500,000"
    assert shown.frame[["row", "low", "high", "kind", "label"]].to_numpy().tolist() == [
        ["Union, no day given", 90_000, 90_000, "at least", "at least 90,000"],
        ["Survey, no day given", 100_000, 100_000, "value", "about 100,000"],
        ["Ministry, 20 Jan 2026", 300_000, 500_000, "interval", "300,000 to 500,000"],
    ]
    assert list(shown.frame["side"]) == ["right", "right", "left"]
    assert "Ministry says 300,000 to 500,000 (20 Jan 2026)" in shown.sentence
    assert shown.evidence == "contested" and shown.name == "contested_c1"


def test_the_bounds_of_two_sources_make_no_interval() -> None:
    read = told(
        contested_claim("C1", 3, ">=", source="One page"),
        contested_claim("C2", 5, "<=", source="Another page"),
    )
    shown = contested.contested_range(read, YEAR, "miners at work")
    assert list(shown.frame["kind"]) == ["at least", "at most"]


def test_values_in_two_currencies_make_two_ranges_in_major_units() -> None:
    money = {"unit": "money", "subject": "premium", "figure": "premium_received"}
    read = told(
        contested_claim("C1", 100_00, currency="USD", **money),
        contested_claim("C2", 200_00, currency="USD", **money),
        contested_claim("C3", 300_00, currency="PEN", **money),
    )
    assert contested.subjects(read, YEAR) == ["premium, in USD", "premium, in PEN"]
    dollars = contested.contested_range(read, YEAR, "premium, in USD")
    assert list(dollars.frame["low"]) == [100, 200]
    assert dollars.title.replace("\xa0", " ") == "Premium: published as anything from USD 100 to USD 200"
    soles = contested.contested_range(read, YEAR, "premium, in PEN")
    assert soles.title.replace("\xa0", " ") == "Premium: PEN 300, in the one source there is"


def test_an_axis_begins_at_zero_unless_all_values_are_close() -> None:
    def ends(*values: float) -> Any:
        read = told(*(contested_claim(f"C{n}", value) for n, value in enumerate(values)))
        chart = contested.contested_range(read, YEAR, "miners at work").chart
        assert chart is not None
        return chart.arguments

    assert ends(5, 11) == pytest.approx((0, 11.48))
    assert ends(90, 100) == pytest.approx((89.2, 100.8))
    assert ends(100) == pytest.approx((0, 108))


def test_reported_and_estimated_values_are_listed_as_published() -> None:
    read = told(
        claim("C1", 150, evidence="reported", holds=None, question=None, comparison=">="),
        claim("C2", 0.4, evidence="estimated", holds=None, question=None, unit="share"),
        claim("C3", 7, 7),
    )
    shown = claims.uncounted(read, YEAR)
    assert shown.title == "1 reported value and 1 estimated value stand here as published"
    assert shown.evidence == "reported, estimated"
    assert list(shown.frame["graded"]) == [
        "reported, unaudited, per Somebody",
        "estimated, unaudited, per Somebody",
    ]


@pytest.fixture(scope="module")
def of_sample(gallery: Gallery) -> dict[str, Exhibit]:
    names = ("claims.what_holds", "claims.claims_that_differ", "claims.claims_that_hold", "claims.uncounted")
    made = [shown for name in names for shown in gallery.exhibits(name, "everything")]
    made += gallery.exhibits("contested.contested_range", "everything")
    return {shown.name: shown for shown in made}


def test_the_claims_of_the_sample(of_sample: dict[str, Exhibit]) -> None:
    assert of_sample["what_holds"].sentence.startswith(
        "14 of 14 counted claims hold; 10 contested values and 8 "
    )
    assert of_sample["claims_that_differ"].empty
    assert len(of_sample["claims_that_hold"].frame) == 14
    assert of_sample["reported_claims"].title == "8 reported values stand here as published"
    assert {
        shown.title.replace("\xa0", " ") for name, shown in of_sample.items() if "contested_" in name
    } == {
        "Artisanal miners in Peru: published as anything from 100,000 to 500,000",
        "Dependants of artisanal mining in Peru: about 1,000,000, in the one source there is",
        "Organisations certified under Fairmined: published as anything from 5 to 11",
        "Fairmined premium of 2014 to 2018: published as anything from USD 3,648,729 to USD 3,954,545",
    }


def test_every_claim_is_shown_just_once(
    of_sample: dict[str, Exhibit], read: Reader, chosen: Selection
) -> None:
    """The least and the most of one source stand on one line."""
    lists = ("claims_that_differ", "claims_that_hold", "reported_claims")
    ranges = [shown for name, shown in of_sample.items() if name.startswith("contested_")]
    values = sum(len(row.split("; ")) for shown in ranges for row in shown.frame["claim"])
    assert sum(len(of_sample[name].frame) for name in lists) + values == 32
    assert len(claims_in_words(read, chosen)) == 32


def test_what_an_outsider_is_not_told_stands_apart_with_its_reason() -> None:
    unknown = {"holds": None, "reason": "Whole quarters."}
    read = told(
        claim("C1", 25, 25),
        claim("C2", 30, None, not_told="not told", **unknown),
        claim("C3", 40, None, not_told="withheld", **unknown),
    )
    counts = claims.what_holds(read, YEAR)
    assert counts.sentence == "1 of 1 counted claim holds; what is recorded of 2 more is not told here."
    assert counts.frame.to_dict("split")["data"] == [
        ["Hold", 1], ["No longer hold", 0], ["Recorded number not told", 2],
    ]  # fmt: skip
    assert claims.claims_that_differ(read, YEAR).title == "No claim differs from a number that is told"
    shown = claims.claims_not_told(read, YEAR)
    assert shown.title == "What is recorded of 2 counted claims is not told"
    said = ["published_said", "recorded_said", "difference_said", "reason"]
    assert shown.frame[said].to_numpy().tolist() == [
        ["30", "not told", "–", "Whole quarters."], ["40", "withheld", "–", "Whole quarters."],
    ]  # fmt: skip
    alone = claims.what_holds(told(claim("C2", 30, None, not_told="not told", **unknown)), YEAR)
    assert alone.sentence == "What is recorded of 1 counted claim is not told here."
