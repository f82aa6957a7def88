"""Native charts: of the frame's own values, in its colours, and never of a number that is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from exhibits import words
from exhibits.drawn import (
    budget,
    claims,
    conditions,
    craft,
    figures,
    incidents,
    phases,
    premium,
    protection,
    reach,
    stages,
    told,
    trace,
    training,
)
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.export.native import READINGS, native
from exhibits.export.series import Native, Series
from exhibits.forms import bullets
from exhibits.theme import LIGHT, stage_colours
from tests.exhibits.export.decks import bars_of, exhibit_of
from tests.exhibits.gallery import BUILDERS, SELECTIONS, Gallery

# What no office program draws: a heat table, a range, points in time, bars that float, two panels, a flow.
PICTURES = {
    budget.spent_of_budget,
    claims.contested_range,
    craft.findings_by_module_and_level,
    craft.reports_by_age,
    incidents.incidents_by_severity,
    phases.phases_over_time,
    premium.premium_flow,
    protection.cover_and_turnover,
    reach.low_middle_high,
    trace.premium_trace,
    training.coverage_by_topic_and_region,
}
MONTHS = ("2026-01", "2026-02", "2026-03")


def charted(gallery: Gallery) -> Iterator[tuple[Exhibit, Native]]:
    for selection in SELECTIONS:
        for name in BUILDERS:
            for exhibit in gallery.exhibits(name, selection):
                if (drawn := native(exhibit)) is not None:
                    yield exhibit, drawn


def rows_of(exhibit: Exhibit) -> list[tuple[set[str], set[float]]]:
    """The words and the numbers of each row of a frame, months by their names as well."""
    found = []
    for row in exhibit.frame.itertuples(index=False):
        texts = {cell for cell in row if isinstance(cell, str)}
        texts |= {
            words.month(cell) for cell in texts if len(cell) == 7 and cell[4:5] == "-" and cell[:4].isdigit()
        }
        numbers = {
            float(cell) for cell in row if isinstance(cell, (int, float, Decimal)) and not pd.isna(cell)
        }
        found.append((texts, numbers))
    return found


def test_it_is_known_of_every_chart_whether_it_is_native(gallery: Gallery) -> None:
    drawn = {
        exhibit.chart.draw
        for selection in SELECTIONS
        for name in BUILDERS
        for exhibit in gallery.exhibits(name, selection)
        if exhibit.chart is not None
    }
    assert drawn <= set(READINGS) | PICTURES
    assert not set(READINGS) & PICTURES


def test_almost_every_chart_of_a_native_form_is_drawn_so(gallery: Gallery) -> None:
    exhibits = [exhibit for name in BUILDERS for exhibit in gallery.exhibits(name, "everything")]
    could = [each for each in exhibits if each.chart and each.chart.draw in READINGS and not each.empty]
    not_so = [each.name for each in could if native(each) is None]
    # Sponsors of two currencies have two bars of one name.
    assert not_so == ["share_of_figure"]
    assert len(could) > 80


def test_each_value_is_one_of_the_frame(gallery: Gallery) -> None:
    count = 0
    for exhibit, drawn in charted(gallery):
        rows = rows_of(exhibit)
        groups = {text for texts, _ in rows for text in texts}
        for series in drawn.series:
            if series.name.startswith("target "):
                continue
            for category, value in zip(drawn.categories, series.values, strict=True):
                if value is None:
                    continue
                count += 1
                of_it = [numbers for texts, numbers in rows if {category, *({series.name} & groups)} <= texts]
                assert any(value in numbers for numbers in of_it), (
                    exhibit.name,
                    category,
                    series.name,
                    value,
                )
    assert count > 5000


def test_each_row_that_is_charted_has_a_category(gallery: Gallery) -> None:
    for exhibit, drawn in charted(gallery):
        assert exhibit.chart is not None
        asked = exhibit.chart.arguments[0] if exhibit.chart.arguments else ()
        if isinstance(asked, tuple) and drawn.form == "bars" and isinstance(asked[0], str):
            here = {cell for texts, _ in rows_of(exhibit) for cell in texts}
            assert [row for row in asked if row in here and row not in drawn.categories] == [
                row for row in asked if row in here and row in {each.name for each in drawn.series}
            ]


def test_months_without_data_are_gaps() -> None:
    frame = pd.DataFrame(
        {"month": [MONTHS[0], MONTHS[2]], "value": [0.4, 0.5], "of": [9, 9], "label": ["a", "b"]}
    )
    chart = Chart(craft.mitigated_by_month, ("month", "value", "of", "label"), (MONTHS,))
    drawn = native(exhibit_of(frame, {"value": Column("Mitigated", "share")}, chart=chart))
    assert drawn is not None
    assert drawn.series == (Series("Mitigated", (0.4, None, 0.5), LIGHT.own, ("", "", "b")),)
    assert drawn.categories == ("Jan 2026", "Feb 2026", "Mar 2026")
    assert (drawn.axis, drawn.most) == (f'0"{words.SPACE}"%', 1)


@pytest.mark.parametrize(
    "withheld",
    [{"told": [True, False]}, {"suppressed": [False, True]}, {"suppressed_before": [False, True]}],
)
def test_what_withholds_a_number_is_shown_as_a_picture(withheld: dict[str, Any]) -> None:
    exhibit = bars_of(("A", "B"), (5, 0))
    assert native(exhibit) is not None
    assert native(replace(exhibit, frame=exhibit.frame.assign(**withheld))) is None


def test_numbers_that_sponsors_are_not_told_are_shown_as_pictures() -> None:
    frame = pd.DataFrame(
        {"month": MONTHS[:2], "drawn": [7.0, 0.0], "label": ["7", "withheld"], "told": [True, False]}
    )
    chart = Chart(told.told_over_time, ("month", "drawn", "label", "told"), (MONTHS[:2], "month", False))
    shown = exhibit_of(frame, {"label": Column("People", "number_text")}, chart=chart)
    assert native(shown) is None
    assert native(replace(shown, frame=frame.assign(told=True))) is not None


def test_a_missing_number_is_no_bar_of_nothing() -> None:
    assert native(bars_of(("A", "B"), (5, None))) is None


def test_two_rows_of_one_name_are_shown_as_a_picture() -> None:
    assert native(bars_of(("A", "A"), (5, 6))) is None


def test_stages_have_their_colours_from_the_foot_up_and_what_is_not_assessed_stands_on_top() -> None:
    names = ("Step 1", "Step 2", "Step 3", "Not yet assessed")
    frame = pd.DataFrame(
        [(month, name, place) for month in MONTHS for place, name in enumerate(names)],
        columns=["month", "group", "value"],
    )
    chart = Chart(stages.units_over_time, ("month", "group", "value"), (names,))
    drawn = native(exhibit_of(frame, {"value": Column("Units", "count")}, chart=chart))
    assert drawn is not None
    low, middle, high = stage_colours(LIGHT, 3)
    assert [(each.name, each.colour) for each in drawn.series] == [
        ("Step 3", high),
        ("Step 2", middle),
        ("Step 1", low),
        ("Not yet assessed", LIGHT.not_assessed),
    ]
    assert drawn.series[-1].outline == LIGHT.muted
    assert drawn.placing == "stacked"


def test_a_label_stands_at_the_end_of_what_reaches_further() -> None:
    frame = pd.DataFrame(
        {"row": ["A", "B"], "drawn": [5.0, 9.0], "drawn_before": [7.0, 2.0], "label": ["5", "9"]}
    )
    chart = Chart(figures.bars_beside_before, tuple(frame.columns), (("A", "B"),))
    drawn = native(exhibit_of(frame, {}, chart=chart))
    assert drawn is not None
    now, before = drawn.series
    assert (now.labels, before.labels) == (("", "9"), ("5", ""))
    assert before.mark == "tick"


def test_a_target_that_is_reached_many_times_over_does_not_squeeze_the_others() -> None:
    frame = pd.DataFrame(
        {
            "row": ["A", "B"],
            "reached": [0.5, 30.0],
            "met": ["short", "met"],
            "label": ["5 of 10", "300 of 10"],
        }
    ).assign(one=1.0, edge=1.0)
    drawn = native(exhibit_of(frame, {}, chart=Chart(bullets, tuple(frame.columns), (("A", "B"),))))
    assert drawn is not None
    track, reached = drawn.series
    assert drawn.most == 1.6
    assert reached.values == (0.5, 30.0)
    assert (track.labels, reached.labels) == (("5 of 10", ""), ("", "300 of 10"))
    assert reached.colours == (LIGHT.own_soft, LIGHT.own)


def test_amounts_are_those_that_the_table_lists() -> None:
    exhibit = bars_of(("A", "B"), (12345, 678))
    frame = exhibit.frame.assign(amount=[Decimal("123.45"), Decimal("6.78")])
    listed = {"row": Column("Category"), "amount": Column("Spent (USD)", "money")}
    drawn = native(replace(exhibit, frame=frame, columns=listed))
    assert drawn is not None
    assert drawn.series[0].values == (123.45, 6.78)
    assert drawn.series[0].name == "Spent (USD)"


def test_what_has_no_chart_or_nothing_in_it_has_no_native_one() -> None:
    exhibit = bars_of(("A",), (1,))
    assert native(replace(exhibit, chart=None)) is None
    assert native(replace(exhibit, frame=exhibit.frame.iloc[:0])) is None


def test_answers_asked_once_have_the_colour_of_the_last_round() -> None:
    frame = pd.DataFrame(
        {
            "row": ["A"],
            "round": ["2024"],
            "value": [0.2],
            "of": [9],
            "label": ["20 %"],
            "side": ["lower"],
            "first": [True],
        }
    )
    chart = Chart(conditions.before_and_after, tuple(frame.columns), (("A",), ("2024",)))
    drawn = native(exhibit_of(frame, {}, chart=chart))
    assert drawn is not None
    assert [(each.name, each.colour) for each in drawn.series] == [("2024", LIGHT.own)]
