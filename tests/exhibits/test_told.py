"""Figures as outsiders are told them: a word where a number is withheld, and what was told of it last."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.rights import EVERYTHING
from data_access.selection import Selection
from data_access.viewer import Role, Viewer
from exhibits import told, told_aloud, withheld
from tests.exhibits.scripted import NAMES, Scripted

PRESENTER = Viewer("p@x.org", Role.presenter, EVERYTHING)
QUARTERS = Selection(date(2025, 10, 1), date(2026, 9, 30), date(2026, 9, 30))
LAST = {"last_value": None, "last_of": None, "last_on": None}


def row(value: float | None, of: float | None = None, **codes: Any) -> dict[str, Any]:
    """A row as ``figure`` gives it to an outsider; without a value it is withheld."""
    return {**codes, "value": value, "of": of, "suppressed": value is None, **LAST, "evidence": "counted"}


def read(name: str, *rows: dict[str, Any], viewer: Viewer = PRESENTER, **answers: Any) -> Scripted:
    names = NAMES | {
        "region": {"PE-ARE": "Arequipa", "PE-AYA": "Ayacucho", "PE-PUN": "Puno", "PE-MDD": "Madre de Dios"}
    }
    return Scripted(viewer=viewer, figures={name: pd.DataFrame(rows)}, answers={"names": names, **answers})


def test_what_is_withheld_has_a_word_in_its_place_and_stands_last() -> None:
    hidden = row(None, region="PE-PUN") | {"last_value": 52, "last_on": date(2026, 3, 31)}
    asked = read("active_miners", hidden, row(86, region="PE-AYA"), row(224, region="PE-ARE"))
    shown = told.told_by(asked, QUARTERS, "active_miners", "region")
    assert shown.table().to_dict("records") == [
        {"Region": "Arequipa", "Active miners": "224", "Of, or told last": ""},
        {"Region": "Ayacucho", "Active miners": "86", "Of, or told last": ""},
        {"Region": "Puno", "Active miners": "withheld", "Of, or told last": "told last on 31 Mar 2026: 52"},
    ]
    assert shown.title == "Active miners: Arequipa first, with 224"
    assert shown.frame["drawn"].tolist() == [224, 86, 0]
    assert shown.suppressed == "withheld: fewer than 5 people, or a number that would tell of so few"


def test_a_number_below_the_rule_is_named_by_the_rule_in_force() -> None:
    strict = Viewer("p@x.org", Role.presenter, EVERYTHING, least_people=10)
    asked = read("active_miners", row(None, region="PE-PUN"), viewer=strict)
    assert "fewer than 10 people" in told.told_by(asked, QUARTERS, "active_miners", "region").suppressed


def test_where_everything_is_told_nothing_is_said_of_withholding() -> None:
    asked = read("active_miners", row(86, region="PE-AYA"))
    shown = told.told_by(asked, QUARTERS, "active_miners", "region")
    assert shown.suppressed == ""
    assert shown.title == "Active miners by region"


def test_quarters_lie_in_their_last_months_and_gaps_are_words() -> None:
    asked = read(
        "insured",
        row(825, 2100, quarter="2026-Q1"),
        row(None, quarter="2026-Q2"),
        row(794, 2078, quarter="2026-Q3"),
    )
    shown = told.told_over_time(asked, QUARTERS, "insured")
    assert shown.title == "Insured miners went from 825 to 794"
    assert shown.frame["month"].tolist() == ["2025-12", "2026-03", "2026-06", "2026-09"]
    assert shown.table()["Quarter"].tolist() == ["Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026"]
    assert shown.table()["Insured miners"].tolist() == ["no record", "825", "withheld", "794"]
    assert shown.table()["Of, or told last"].tolist() == ["", "of 2,100", "", "of 2,078"]
    assert "at the end of each quarter" in shown.subtitle


def test_what_happened_is_told_of_the_last_year_that_ended() -> None:
    assert withheld.when_told(read("people_trained"), QUARTERS, "people_trained") == Selection(
        date(2025, 1, 1), date(2025, 12, 31), date(2026, 9, 30)
    )
    assert withheld.when_told(read("insured"), QUARTERS, "insured") == QUARTERS
    until_december = Selection(date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))
    assert withheld.when_told(read("gold_sold"), until_december, "gold_sold") == until_december


def test_years_go_back_from_the_last_that_ended() -> None:
    months = withheld.months_told(read("people_trained"), QUARTERS, "people_trained")
    assert months == ("2021-12", "2022-12", "2023-12", "2024-12", "2025-12")


def test_a_card_says_what_is_withheld_and_compares_nothing_with_it() -> None:
    hidden = row(None, before=2100, change=None) | {"last_value": 2100, "last_on": date(2026, 3, 31)}
    asked = read("active_miners", row(2100, quarter="2026-Q1"), compared=pd.DataFrame([hidden]))
    shown = told.told_now(asked, QUARTERS, "active_miners")
    assert shown.headline is not None
    assert (shown.headline.value, shown.headline.withheld) == ("Withheld", True)
    assert shown.headline.change == ""
    assert shown.headline.note == "told last on 31 Mar 2026: 2,100"
    assert shown.sentence == "Active miners: withheld."


def test_a_card_of_money_is_in_major_units() -> None:
    now = row(1_250_000_00, currency="USD", before=1_000_000_00, change=250_000_00)
    asked = read(
        "premium_spent", row(1_250_000_00, currency="USD", year="2025"), compared=pd.DataFrame([now])
    )
    shown = told.told_now(asked, QUARTERS, "premium_spent", (("currency", "USD"),))
    assert shown.headline is not None
    assert (shown.title, shown.headline.value) == ("Premium spent in 2025", "USD 1.25M")
    assert shown.headline.change == "+USD 250K"
    assert shown.headline.compared_with == "since 2024"


def test_a_page_opens_with_what_is_told_and_leaves_out_what_is_not() -> None:
    asked = Scripted(
        viewer=PRESENTER,
        figures={
            "active_miners": pd.DataFrame([row(2078)]),
            "insured": pd.DataFrame([row(None)]),
            "people_trained": pd.DataFrame([row(1203)]),
        },
    )
    figures: tuple[tuple[str, told.Only], ...] = (
        ("active_miners", ()),
        ("insured", ()),
        ("people_trained", ()),
    )
    assert told_aloud.told_in_a_sentence(asked, QUARTERS, figures) == (
        "On 30 Sep 2026, 2,078 miners are at work. In 2025, 1,203 people were trained."
    )
    assert "no number can be told" in told_aloud.told_in_a_sentence(asked, QUARTERS, (("insured", ()),))
    nothing = read("insured", row(0, 0))
    assert "nothing was recorded" in told_aloud.told_in_a_sentence(nothing, QUARTERS, (("insured", ()),))


def test_whoever_is_no_outsider_is_told_month_by_month() -> None:
    insider = Viewer("c@x.org", Role.coordinator, EVERYTHING)
    asked = read("insured", {"month": "2026-09", "value": 794, "of": 2078}, viewer=insider)
    shown = told.told_over_time(asked, QUARTERS, "insured")
    assert shown.table()["Month"].tolist()[-2:] == ["Aug 2026", "Sep 2026"]
    assert shown.frame["label"].tolist()[-2:] == ["no record", "794"]
    assert len(withheld.months_told(asked, QUARTERS, "insured")) == 12


@pytest.mark.parametrize("drawing", ["over_time", "by"])
def test_a_chart_gets_no_number_of_what_is_withheld(drawing: str) -> None:
    regions = {"2026-Q1": "PE-PUN", "2026-Q2": "PE-AYA", "2026-Q3": "PE-MDD"}
    hidden = [row(None, quarter=quarter, region=region) for quarter, region in regions.items()]
    asked = read("active_miners", row(90, quarter="2025-Q4", region="PE-ARE"), *hidden)
    if drawing == "by":
        shown = told.told_by(asked, QUARTERS, "active_miners", "region")
    else:
        shown = told.told_over_time(asked, QUARTERS, "active_miners")
    assert shown.chart is not None
    sent = shown.frame[list(shown.chart.columns)].to_dict("records")
    assert [(each["drawn"], each["label"], each["told"]) for each in sent] == [
        (90, "90", True),
        *[(0, "withheld", False)] * 3,
    ]
    if drawing == "by":
        assert [each["bar"] for each in sent] == ["Arequipa", *["3 others"] * 3]


def test_where_every_number_is_zero_a_table_says_so_and_nothing_is_drawn() -> None:
    asked = read("active_miners", row(0, quarter="2026-Q2", region="PE-PUN"))
    for shown in (
        told.told_by(asked, QUARTERS, "active_miners", "region"),
        told.told_over_time(asked, QUARTERS, "active_miners"),
    ):
        assert shown.chart is None and not shown.empty
        assert "0" in shown.table()["Active miners"].tolist()
    assert shown.title == "Active miners: none in any quarter"


@pytest.mark.parametrize(
    ("told_of_quarters", "has_a_way"), [((90, 91), True), ((90, None, 91), False), ((90,), False)]
)
def test_a_card_shows_the_way_only_between_numbers_that_are_told(
    told_of_quarters: tuple[float | None, ...], has_a_way: bool
) -> None:
    rows = [row(value, quarter=f"2026-Q{place}") for place, value in enumerate(told_of_quarters, 1)]
    now = pd.DataFrame([row(91, before=None, change=None)])
    shown = told.told_now(read("active_miners", *rows, compared=now), QUARTERS, "active_miners")
    assert (shown.chart is not None) is has_a_way


def test_where_everything_is_withheld_the_exhibit_says_so_and_draws_nothing() -> None:
    asked = read("active_miners", row(None, quarter="2026-Q2", region="PE-PUN"))
    for shown in (
        told.told_by(asked, QUARTERS, "active_miners", "region"),
        told.told_over_time(asked, QUARTERS, "active_miners"),
    ):
        assert shown.empty
        assert shown.missing.startswith("Every number here is withheld: fewer than 5 people")
