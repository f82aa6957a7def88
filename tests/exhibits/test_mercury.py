"""What exhibits of mercury and of the core indicators say: less, more, level, and nothing reported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import mercury, planetgold, words
from tests.exhibits.scripted import NAMES, YEAR, Scripted

NAMED = NAMES | {
    "unit": {"U1": "Upper", "U2": "Lower", "U3": "Upper"},
    "organisation": {"A": "Ana", "B": "Bo"},
}
COLUMNS = ["month", "unit", "organisation", "value", "of"]


class Reports(Scripted):
    """Kilograms avoided of a baseline, grouped as the figure groups them."""

    def figure(
        self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        rows, groups = self.figures["reports"], list(by)
        found = rows.groupby(groups, dropna=False, as_index=False)[["value", "of"]].sum() if groups else (
            rows[["value", "of"]].sum().to_frame().T
        )  # fmt: skip
        return found.assign(value=found["value"] / found["of"]) if name == "mercury_reduction" else found


def reports(*rows: tuple[str, str | None, str, float, float]) -> Reports:
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return Reports(figures={"reports": frame}, answers={"names": NAMED})


LESS_AND_MORE = (
    ("2025-01", "U1", "A", 0.75, 1.0),
    ("2025-03", "U1", "A", 0.5, 1.0),
    ("2025-01", "U2", "B", -0.5, 2.0),
)


def test_who_uses_more_stands_first_and_is_said() -> None:
    shown = mercury.used_by_unit(reports(*LESS_AND_MORE), YEAR)
    assert shown.title == "1 of 2 used more than before"
    assert shown.sentence.endswith("Most above its baseline: Lower · Bo, 2.5 kg · baseline 2.0.")
    assert list(shown.frame["way"]) == ["More than before", "Less than before"]
    assert list(shown.frame["used"]) == [2.5, 0.75]


def test_nobody_used_more() -> None:
    shown = mercury.used_by_unit(reports(LESS_AND_MORE[0]), YEAR)
    assert shown.sentence == "None of 1 used more than before."


def test_two_units_of_one_name_are_two_rows_and_an_organisations_own_mercury_is_its_own() -> None:
    rows = (("2025-01", unit, "A", 0.5, 1.0) for unit in ("U1", "U3", None))
    shown = mercury.used_by_unit(reports(*rows), YEAR)
    assert sorted(shown.frame["row"]) == ["Ana", "Upper · Ana · U1", "Upper · Ana · U3"]


def test_months_without_a_report_are_gaps_and_are_named() -> None:
    shown = mercury.used_by_month(reports(*LESS_AND_MORE), YEAR)
    assert list(shown.frame["month"]) == ["2025-01", "2025-03"]
    assert list(shown.frame["units"]) == [2, 1]
    assert shown.title == "50 % of the baseline was used in Mar 2025, 92 % in Jan 2025"
    assert "Nothing was reported for Feb 2025, Apr 2025," in shown.sentence
    assert shown.chart is not None
    assert len(shown.chart.arguments[0]) == 12


def test_organisations_that_use_less_and_more() -> None:
    shown = mercury.change_by_organisation(reports(*LESS_AND_MORE), YEAR)
    assert shown.sentence == "1 of 2 organisations used less, 1 more: Bo 25 % more and Ana 62 % less."
    assert list(shown.frame["change"]) == [0.25, -0.625]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (LESS_AND_MORE, "In 2025, 3.2 kg of mercury were used where as many months before took 4.0 kg: "
                        "19 % less. 1 of 2 that reported used more than before."),
        (LESS_AND_MORE[2:], "In 2025, 2.5 kg of mercury were used where as many months before took 2.0 kg: "
                            "25 % more. 1 of 1 that reported used more than before."),
        ((), "No mercury was reported for 2025; what else was reported stands below."),
    ],
)  # fmt: skip
def test_the_pages_sentence(
    rows: tuple[tuple[str, str | None, str, float, float], ...], sentence: str
) -> None:
    assert mercury.in_words(reports(*rows), YEAR) == sentence


class Totals(Scripted):
    """Reported totals of each year that lies in the selection."""

    def figure(
        self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        years = {year: value for year, value in self.answers["totals"].items()
                 if selection.first_day <= date(int(year), 12, 31) <= selection.as_of}  # fmt: skip
        frame = pd.DataFrame({"year": list(years), "value": list(years.values())})
        return frame.assign(currency="USD") if name == "money_mobilised" else frame


@pytest.mark.parametrize(
    ("totals", "value", "change", "note"),
    [
        ({"2024": 300.0, "2025": 375.0}, "375", "+75", "total for 2025, unaudited"),
        ({"2024": 300.0, "2025": 250.0}, "250", "−50", "total for 2025, unaudited"),
        ({"2025": 250.0}, "250", "", "total for 2025, unaudited"),
        ({"2024": 300.0}, "–", "", "nothing reported in the period"),
        ({}, "–", "", "nothing reported in the period"),
    ],
)
def test_a_reported_total_is_compared_only_with_a_reported_one(
    totals: dict[str, float], value: str, change: str, note: str
) -> None:
    shown = planetgold.miners_formalised(Totals(answers={"totals": totals}), YEAR)
    assert shown.headline is not None
    assert (shown.headline.value, shown.headline.change, shown.headline.note) == (value, change, note)
    assert shown.headline.compared_with == "against 2024"
    assert bool(shown.headline.difference) == bool(change)
    assert (shown.evidence, len(shown.frame)) == ("reported", len(totals))


def test_totals_of_all_years_stand_in_a_table_each_in_its_unit() -> None:
    shown = planetgold.reported_by_year(
        Totals(answers={"totals": {"2024": 12_345.0, "2025": 54_321.0}}), YEAR
    )
    assert shown.table().to_dict("split")["data"] == [
        ["2025", "54,321", "USD 543", "54,321 kg"],
        ["2024", "12,345", "USD 123", "12,345 kg"],
    ]
    assert shown.evidence == "reported"


def test_minas_y_cuevas_uses_94_percent_less_in_2025(read: Reader, chosen: Selection) -> None:
    year = Selection(
        date(2025, 1, 1), date(2025, 12, 31), chosen.data_date, organisations=("MINAS-Y-CUEVAS",)
    )
    assert read.figure("mercury_reduction", year)["value"].iloc[0] == pytest.approx(0.9402, abs=5e-5)
    head = planetgold.mercury_reduction(read, year).headline
    assert head is not None
    assert head.value == "94 %"
    assert mercury.change_by_organisation(read, year).sentence.endswith("Minas y Cuevas 94 % less.")


def test_mercury_is_the_same_by_month_by_unit_and_in_all(read: Reader, chosen: Selection) -> None:
    whole = read.figure("mercury_avoided", chosen).iloc[0]
    for shown in (mercury.used_by_month(read, chosen), mercury.used_by_unit(read, chosen)):
        assert shown.frame["value"].sum() == pytest.approx(whole["value"])
        assert shown.frame["usual"].sum() == pytest.approx(whole["of"])
    head = planetgold.mercury_reduction(read, chosen)
    assert words.number(whole["value"], 1) in head.sentence
    assert head.evidence == "counted"
