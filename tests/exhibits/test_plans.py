"""Plans and CRAFT findings: what titles and sentences say, at zero, at one, upwards and downwards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import pytest

from data_access.plans import actions_overdue
from data_access.reader import Reader
from data_access.selection import Against, Selection, months_earlier
from exhibits import craft, plans, words
from exhibits.exhibit import Exhibit
from exhibits.overdue import overdue_actions
from tests.exhibits.gallery import BUILDERS, SELECTIONS, Gallery
from tests.exhibits.scripted import YEAR, Scripted

NAMES = {
    "organisation": {"A1": "Asociación Uno", "A2": "Asociación Dos"},
    "unit": {"U1": "Group 1"},
    "region": {},
    **{kind: {} for kind in ("programme", "sponsor", "country")},
}
EXHIBITS = [name for name in BUILDERS if name.startswith(("plans.", "overdue.", "craft."))]
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class Told(Scripted):
    """Answers a figure by its name and dimensions, with ``before`` for the period compared with."""

    def figure(
        self, name: str, selection: Selection, by: Iterable[str] = (), only: dict[str, Any] | None = None
    ) -> pd.DataFrame:
        when = () if selection == YEAR else ("before",)
        return self.figures[" ".join((name, *by, *(only or {}).values(), *when))].copy()


def told(rows: dict[str, Rows], **answers: Any) -> Told:
    """A reader of rows: codes, value and whole by figure and dimensions."""
    figures = {}
    for asked, found in rows.items():
        dimensions = [word for word in asked.split()[1:] if word not in ("before", "mitigating")]
        figures[asked] = pd.DataFrame(found, columns=[*dimensions, "value", "of"])
    return Told(figures=figures, answers={"names": NAMES} | answers)


def progress(whole: tuple[float | None, int], fields: Rows, before: tuple[float | None, int]) -> Exhibit:
    return plans.progress_by_field(
        told(
            {
                "plan_progress": [whole],
                "plan_progress field": fields,
                "plan_progress year": [("2025", *whole)],
                "plan_progress before": [before],
                "plan_progress year before": [("2023", *before), ("2024", *before)],
            }
        ),
        YEAR,
    )


@pytest.mark.parametrize(
    ("whole", "fields", "title"),
    [
        ((0.5, 8), [("social", 0.5, 4), ("trading", 0.5, 4)], "50 % of 8 planned actions are done"),
        (
            (0.5, 8),
            [("social", 0.75, 4), ("trading", 0.25, 4)],
            "50 % of 8 planned actions are done, only 25 % of the trading ones",
        ),
        (
            (0.5, 8),
            [("social", 1.0, 4), ("trading", 0.0, 4)],
            "50 % of 8 planned actions are done, none of the trading ones",
        ),
        ((1.0, 8), [("social", 1.0, 8)], "All of 8 planned actions are done"),
        ((0.0, 8), [("social", 0.0, 8)], "None of 8 planned actions are done"),
        ((1.0, 1), [("social", 1.0, 1)], "The one planned action is done"),
        ((0.0, 1), [("social", 0.0, 1)], "The one planned action is not done"),
        ((None, 0), [], "No action is planned"),
    ],
)
def test_progress_by_field(whole: tuple[float | None, int], fields: Rows, title: str) -> None:
    assert progress(whole, fields, (None, 0)).title == title


def test_progress_is_set_against_the_period_before_with_its_date() -> None:
    shown = progress((0.75, 4), [("social", 0.75, 4)], (0.5, 10))
    assert shown.sentence == (
        "3 of 4 actions planned for 2025 are done (75 %); "
        "on 31 Dec 2024 it was 50 % of those for 2023 and 2024."
    )
    shown = progress((0.75, 4), [("social", 0.75, 4)], (None, 0))
    assert shown.sentence == "3 of 4 actions planned for 2025 are done (75 %)."


@pytest.mark.parametrize(
    ("years", "title"),
    [
        ([("2025", 0.25, 8)], "25 % of the actions planned for 2025 are done"),
        (
            [("2023", 1.0, 5), ("2024", 0.5, 2), ("2025", 0.25, 8)],
            "25 % of the actions planned for 2025 are done, 50 % of those for 2024",
        ),
        ([], "No action is planned"),
    ],
)
def test_progress_by_year_names_the_latest_two(years: Rows, title: str) -> None:
    shown = plans.progress_by_year(told({"plan_progress year": years}), YEAR)
    assert (shown.title, shown.sentence) == (title, f"{title}.")
    assert list(shown.frame["row"]) == sorted((year for year, *_ in years), reverse=True)


@pytest.mark.parametrize(
    ("months", "title"),
    [
        ([("2025-01", 0.5, 4), ("2025-02", 0.6, 5)], "Since Jan 2025, 1 action was done and 1 more planned"),
        ([("2025-01", 0.5, 4), ("2025-02", 1.0, 4)], "Since Jan 2025, 2 actions were done"),
        ([("2025-01", 0.5, 4), ("2025-02", 1.0, 2)], "Since Jan 2025, no action was done"),
        ([("2025-02", 0.5, 4)], "50 % of 4 planned actions are done"),
        ([], "No action was planned in any month"),
    ],
)
def test_progress_by_month(months: Rows, title: str) -> None:
    rows = {"plan_progress month": months, "plan_progress year": []}
    assert plans.progress_by_month(told(rows), YEAR).title == title


def overdue(days: list[int], before: tuple[int, int], planned: int = 9) -> Exhibit:
    rows = [
        ("a", "Check", "social", "U1" if place else None, "A1", "PE-ARE" if place else None, age)
        for place, age in enumerate(days)
    ]
    columns = ["action", "description", "field", "unit", "organisation", "region", "days"]
    frame = pd.DataFrame(rows, columns=columns).assign(due_on=date(2025, 1, 1))
    figures = {"overdue_actions": [(len(days), planned)], "overdue_actions before": [before]}
    return overdue_actions(told(figures, actions_overdue=frame), YEAR)


@pytest.mark.parametrize(
    ("days", "before", "title", "sentence"),
    [
        ([90, 5], (5, 9), "2 actions are overdue, the longest by 90 days",
         "Of 9 actions planned so far, 2 are overdue, 3 fewer than on 31 Dec 2024."),
        ([90, 5], (2, 9), "2 actions are overdue, the longest by 90 days",
         "Of 9 actions planned so far, 2 are overdue, as many as on 31 Dec 2024."),
        ([1], (0, 9), "1 action is overdue by 1 day",
         "Of 9 actions planned so far, 1 is overdue, 1 more than on 31 Dec 2024."),
        ([2], (0, 0), "1 action is overdue by 2 days", "Of 9 actions planned so far, 1 is overdue."),
        ([], (0, 0), "No action is overdue on 31 Dec 2025", "No action is overdue on 31 Dec 2025."),
    ],
)  # fmt: skip
def test_overdue_actions(days: list[int], before: tuple[int, int], title: str, sentence: str) -> None:
    shown = overdue(days, before)
    assert (shown.title, shown.sentence) == (title, sentence)


def test_an_overdue_action_is_a_units_or_an_organisations_own() -> None:
    assert list(overdue([3, 2], (0, 0)).frame["owner"]) == ["Asociación Uno", "Group 1, Asociación Uno"]


def test_nothing_overdue_is_not_the_same_as_nothing_planned() -> None:
    assert overdue([], (0, 0)).missing == "Every action that was due is done or cancelled."
    assert overdue([], (0, 0), planned=0).missing.startswith("No plan was agreed by then")


def findings(cells: Rows, mitigating: int = 0, before: tuple[int, int] = (0, 0)) -> Exhibit:
    total = (sum(value for *_, value, _ in cells), sum(of for *_, of in cells))
    rows = {
        "open_risks": [total],
        "open_risks module level": cells,
        "open_risks mitigating": [(mitigating, total[1])],
        "open_risks before": [before],
    }
    return craft.findings_by_module_and_level(told(rows), YEAR)


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ([("module_3", "high", 2, 5), ("module_5", "low", 1, 1)],
         "3 CRAFT findings are open, 2 of them high risks"),
        ([("module_3", "high", 1, 5), ("module_5", "low", 1, 1)],
         "2 CRAFT findings are open, 1 of them a high risk"),
        ([("module_3", "high", 0, 5), ("module_5", "low", 1, 1)],
         "1 CRAFT finding is open, none of them a high risk"),
        ([("module_3", "high", 0, 5)], "No CRAFT finding is open"),
        ([], "No risk was recorded"),
    ],
)  # fmt: skip
def test_open_findings(cells: Rows, title: str) -> None:
    assert findings(cells).title == title


def test_a_cell_without_findings_differs_from_one_without_open_ones() -> None:
    frame = findings([("module_3", "high", 0, 5), ("module_5", "low", 1, 1)]).frame
    labels = {(row.module, row.level): row.label for row in frame.itertuples()}
    assert len(frame) == 15
    assert labels["module_3", "high"] == "0"
    assert labels["module_5", "low"] == "1"
    assert labels["module_1", "low"] == "–"


def test_open_findings_are_set_against_the_period_before() -> None:
    cells: Rows = [("module_3", "high", 4, 5), ("module_5", "low", 1, 1)]
    assert findings(cells, 1, (3, 4)).sentence == (
        "Of 6 CRAFT findings recorded so far, 5 are open, 2 more than on 31 Dec 2024; 1 is being mitigated."
    )
    assert findings(cells, 3).sentence == (
        "Of 6 CRAFT findings recorded so far, 5 are open; 3 are being mitigated."
    )


@pytest.mark.parametrize(
    ("months", "title"),
    [
        ([("2025-01", 0.5, 4), ("2025-02", 0.25, 8)],
         "25 % of CRAFT findings are mitigated, against 50 % in Jan 2025"),
        ([("2025-02", 0.0, 8)], "0 % of CRAFT findings are mitigated"),
        ([], "No risk was recorded in any month"),
    ],
)  # fmt: skip
def test_findings_mitigated(months: Rows, title: str) -> None:
    shown = craft.mitigated_by_month(told({"risks_mitigated month": months}), YEAR)
    assert (shown.title, shown.sentence) == (title, f"{title}.")


def reports(months: list[int], current: tuple[int, int]) -> Exhibit:
    days = [months_earlier(YEAR.as_of, age) for age in months]
    frame = pd.DataFrame(
        {"organisation": "A1", "region": None, "report": "full", "assessed_on": days, "months": months},
        columns=["organisation", "region", "report", "assessed_on", "months"],
    ).assign(days=[(YEAR.as_of - day).days for day in days])
    return craft.reports_by_age(told({"craft_reports_current": [current]}, last_craft_reports=frame), YEAR)


@pytest.mark.parametrize(
    ("months", "current", "title", "sentence"),
    [
        ([30, 12, 11], (1, 5), "1 of 5 organisations have a CRAFT report less than twelve months old",
         "1 of 5 organisations have a CRAFT report less than twelve months old; "
         "2 have only an older one, 2 none."),
        ([12], (0, 1), "0 of 1 organisation has a CRAFT report less than twelve months old",
         "0 of 1 organisation has a CRAFT report less than twelve months old; "
         "1 has only an older one, 0 none."),
        ([], (0, 3), "No CRAFT report is known", "No organisation has a CRAFT report."),
    ],
)  # fmt: skip
def test_age_of_reports(months: list[int], current: tuple[int, int], title: str, sentence: str) -> None:
    shown = reports(months, current)
    assert (shown.title, shown.sentence) == (title, sentence)


def test_reports_of_one_quarter_are_stacked_on_their_side_of_the_line() -> None:
    shown = reports([40, 12, 11, 9], (2, 4))
    points = list(zip(shown.frame["years"], shown.frame["place"], strict=True))
    assert points == [(3.375, 1), (1.125, 1), (0.875, 1), (0.875, 2)]
    assert shown.chart is not None
    assert shown.chart.arguments[1:] == (4, 2)


def test_the_second_phase_of_the_hse_plan_as_it_was_published(read: Reader) -> None:
    """Nearly 90 % of the project completed: 157 of 176 actions on 20 January 2026."""
    published = Selection(
        date(2025, 2, 1), date(2026, 1, 20), SELECTIONS["everything"](read).data_date, programmes=("HSE-2",)
    )
    shown = plans.progress_by_field(read, published)
    assert shown.title.startswith("89 % of 176 planned actions are done")
    assert shown.sentence == "157 of 176 actions planned for 2025 are done (89 %)."
    assert (shown.frame["done"].sum(), shown.frame["planned"].sum()) == (157, 176)
    late = overdue_actions(read, published)
    assert len(late.frame) == read.figure("overdue_actions", published)["value"].iloc[0]
    assert late.frame["owner"].str.startswith("Group ").all()


@pytest.mark.parametrize("against", list(Against))
def test_the_date_compared_with_is_said(read: Reader, chosen: Selection, against: Against) -> None:
    chosen = Selection(date(2026, 4, 1), date(2026, 9, 30), chosen.data_date, against=against)
    day = words.day(chosen.compared().as_of)
    assert day == {"before": "31 Mar 2026", "last_year": "30 Sep 2025"}[against]
    for shown in (
        plans.progress_by_field(read, chosen),
        overdue_actions(read, chosen),
        craft.findings_by_module_and_level(read, chosen),
    ):
        assert f"on {day}" in shown.sentence


def test_cells_of_findings_add_up_to_all_that_are_open(read: Reader, chosen: Selection) -> None:
    shown = craft.findings_by_module_and_level(read, chosen)
    (total,) = read.figure("open_risks", chosen).to_dict("records")
    assert (shown.frame["value"].sum(), shown.frame["of"].sum()) == (total["value"], total["of"])
    assert f"{words.number(total['value'])} CRAFT findings are open" in shown.title


def test_what_is_listed_as_overdue_is_what_is_counted(read: Reader, chosen: Selection) -> None:
    shown = overdue_actions(read, chosen)
    assert len(shown.frame) == len(read.ask(actions_overdue, chosen))
    assert shown.frame["days"].is_monotonic_decreasing
    assert read.figure("overdue_actions", chosen)["value"].iloc[0] == len(shown.frame)


@pytest.mark.parametrize("builder", EXHIBITS)
def test_no_exhibit_calls_a_report_a_certificate(builder: str, gallery: Gallery) -> None:
    """A CRAFT report is a due-diligence report for buyers, and nothing is awarded by it."""
    for selection in SELECTIONS:
        for shown in gallery.exhibits(builder, selection):
            said = (shown.title, shown.subtitle, shown.sentence, shown.missing, str(shown.table()))
            assert "certif" not in " ".join(said).casefold()
