"""A figure beside itself in the period before, or in the same period last year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, create_engine

from data_access import schema as s
from data_access.choosing import selection_of
from data_access.comparison import compared
from data_access.figures import figure, figures
from data_access.selection import Against, Selection, period_last_year
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import fill, world

DATA_DATE = date(2024, 9, 30)
YEAR = Selection(date(2024, 1, 1), date(2024, 12, 31), DATA_DATE, against=Against.last_year)


def receipt(key: str, day: date, cents: int, currency: str = "USD", organisation: str = "A1") -> s.Record:
    return s.PremiumReceipt(
        id=key, organisation_id=organisation, received_on=day, amount_minor=cents, currency_id=currency
    )


def rows(engine: Engine, name: str, selection: Selection, *by: str) -> list[dict[str, Any]]:
    """The rows of the comparison as plain values; missing is None."""
    with engine.connect() as connection:
        frame = compared(connection, UNRESTRICTED, name, selection, by)
    plain = frame.astype(object).where(frame.notna(), None).drop(columns="evidence")
    found: list[dict[str, Any]] = plain.to_dict("records")
    return found


@pytest.mark.parametrize(
    ("period", "last_year"),
    [
        ((date(2024, 1, 1), date(2024, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31))),
        ((date(2023, 10, 1), date(2024, 9, 30)), (date(2022, 10, 1), date(2023, 9, 30))),
        # the end of a month stays the end of one, in leap years and out of them
        ((date(2024, 2, 1), date(2024, 2, 29)), (date(2023, 2, 1), date(2023, 2, 28))),
        ((date(2025, 2, 1), date(2025, 2, 28)), (date(2024, 2, 1), date(2024, 2, 29))),
        ((date(2024, 2, 29), date(2024, 3, 14)), (date(2023, 2, 28), date(2023, 3, 14))),
        ((date(2024, 5, 7), date(2024, 5, 7)), (date(2023, 5, 7), date(2023, 5, 7))),
    ],
)
def test_the_same_period_last_year(period: tuple[date, date], last_year: tuple[date, date]) -> None:
    assert period_last_year(*period) == last_year


def test_of_a_period_not_yet_over_only_what_is_known_is_compared() -> None:
    assert YEAR.compared().last_day == date(2023, 9, 30)
    assert YEAR.narrowed(programmes=("P1",)).compared().programmes == ("P1",)


def test_a_period_after_all_data_is_compared_with_a_day() -> None:
    later = Selection(date(2030, 1, 1), date(2030, 12, 31), DATA_DATE, against=Against.last_year)
    assert (later.compared().first_day, later.compared().last_day) == (date(2029, 1, 1), date(2029, 1, 1))


def test_amounts_of_both_periods_stand_side_by_side_exactly(engine: Engine) -> None:
    """An amount beyond what a float holds exactly stays exact to the minor unit."""
    huge = 2**60 + 1
    fill(engine, world(), [
        receipt("now", date(2024, 9, 30), huge),
        receipt("then", date(2023, 1, 1), 1),
        receipt("after", date(2023, 10, 1), 500),
        receipt("other", date(2023, 5, 1), 70, "PEN"),
    ])  # fmt: skip
    dollars, soles = reversed(rows(engine, "premium_received", YEAR))
    assert soles == {
        "currency": "PEN",
        "value": 0,
        "of": None,
        "before": 70,
        "of_before": None,
        "change": -70,
    }
    assert (dollars["value"], dollars["before"], dollars["change"]) == (huge, 1, huge - 1)


def test_months_are_paired_in_their_order_and_named_as_the_selection_names_them(engine: Engine) -> None:
    fill(engine, world(), [
        receipt("january", date(2024, 1, 5), 10),
        receipt("a year before", date(2023, 1, 31), 4),
        receipt("march then", date(2023, 3, 1), 8),
    ])  # fmt: skip
    found = {
        row["month"]: (row["value"], row["before"]) for row in rows(engine, "premium_received", YEAR, "month")
    }
    assert found == {"2024-01": (10, 4), "2024-03": (0, 8)}
    quarter = Selection(date(2024, 1, 1), date(2024, 3, 31), DATA_DATE)
    assert rows(engine, "premium_received", quarter, "month")[0]["before"] == 0
    years = rows(engine, "premium_received", YEAR, "year")
    assert [(row["year"], row["value"], row["before"]) for row in years] == [("2024", 10, 12)]


def beside(engine: Engine, name: str, selection: Selection, by: str) -> dict[str, tuple[Any, Any]]:
    return {row[by]: (row["value"], row["before"]) for row in rows(engine, name, selection, by)}


def test_days_that_touch_one_month_are_paired_with_all_the_days_before_them(engine: Engine) -> None:
    """10 to 25 January against 25 December to 9 January: two months then, one now."""
    fill(engine, world(), [
        receipt("now", date(2024, 1, 10), 10),
        receipt("december", date(2023, 12, 25), 4),
        receipt("january", date(2024, 1, 9), 2),
        receipt("earlier", date(2023, 12, 24), 900),
    ])  # fmt: skip
    days = Selection(date(2024, 1, 10), date(2024, 1, 25), DATA_DATE)
    assert beside(engine, "premium_received", days, "month") == {"2024-01": (10, 6)}
    assert beside(engine, "premium_received", days, "year") == {"2024": (10, 6)}


def test_the_last_month_is_paired_with_the_last_and_those_before_with_the_first(engine: Engine) -> None:
    """45 days from 10 February on touch two months, the 45 before them three."""
    fill(engine, world(), [
        receipt("march", date(2024, 3, 25), 10),
        receipt("december", date(2023, 12, 27), 1),
        receipt("january", date(2024, 1, 31), 2),
        receipt("february", date(2024, 2, 1), 4),
    ])  # fmt: skip
    days = Selection(date(2024, 2, 10), date(2024, 3, 25), DATA_DATE)
    assert days.compared().first_day == date(2023, 12, 27)
    assert beside(engine, "premium_received", days, "month") == {"2024-02": (0, 3), "2024-03": (10, 4)}
    assert beside(engine, "premium_received", days, "year") == {"2024": (10, 7)}
    in_both = {(row["month"], row["year"]) for row in rows(engine, "premium_received", days, "month", "year")}
    assert in_both == {("2024-02", "2024"), ("2024-03", "2024")}


def test_states_of_months_read_as_one_are_those_of_their_last_day(engine: Engine) -> None:
    """Funding of the first programme grew on 31 March: 28 March to 8 April has one month after it."""
    fill(engine, world())
    days = Selection(date(2024, 4, 9), date(2024, 4, 20), DATA_DATE, programmes=("P1",))
    assert beside(engine, "funding", days, "month") == {"2024-04": (150_00, 150_00)}
    units = Selection(date(2023, 7, 9), date(2023, 7, 20), DATA_DATE)
    assert beside(engine, "production_units", units, "month") == {"2023-07": (2, 2)}


def test_a_month_with_none_to_be_paired_with_has_nothing_before_it(engine: Engine) -> None:
    """25 January to 3 February against 15 to 24 January: one month then, two now."""
    fill(engine, world(), [
        receipt("now", date(2024, 1, 25), 10),
        receipt("then", date(2024, 1, 24), 4),
    ])  # fmt: skip
    days = Selection(date(2024, 1, 25), date(2024, 2, 3), DATA_DATE)
    assert beside(engine, "premium_received", days, "month") == {"2024-01": (10, None), "2024-02": (0, 4)}


def test_a_month_yet_to_come_has_no_value(engine: Engine) -> None:
    fill(engine, world(), [
        receipt("known", date(2023, 9, 1), 4),
        receipt("in november", date(2023, 11, 1), 8),
    ])  # fmt: skip
    year = Selection(date(2024, 1, 1), date(2024, 12, 31), DATA_DATE)
    assert beside(engine, "premium_received", year, "month") == {"2024-09": (0, 4), "2024-11": (None, 8)}


def test_of_a_share_that_one_period_lacks_there_is_none(engine: Engine) -> None:
    fill(engine, world(), [s.GoldLot(
        id="lot", organisation_id="A1", buyer_id="B1", standard_id="FM", sold_on=date(2024, 2, 1),
        fine_milligrams=1000, destination_id="CH",
    )])  # fmt: skip
    (row,) = rows(engine, "gold_under_standard", YEAR, "organisation")
    assert (row["value"], row["before"], row["change"]) == (1, None, None)


@pytest.mark.parametrize("against", list(Against))
@pytest.mark.parametrize("name", sorted(figures()))
def test_both_columns_are_what_the_figure_says_of_each_period(
    name: str, against: Against, sample_sqlite_store_url: str
) -> None:
    engine = create_engine(sample_sqlite_store_url)
    with engine.connect() as connection:
        chosen = selection_of(connection, UNRESTRICTED, country=["PE"], against=against)
        both = compared(connection, UNRESTRICTED, name, chosen)
        now, then = (figure(connection, UNRESTRICTED, name, when) for when in (chosen, chosen.compared()))
    engine.dispose()
    codes = list(figures()[name].fixed)
    for column, alone in (("value", now), ("before", then)):
        told = alone.set_index(codes)["value"].to_dict() if codes else dict(enumerate(alone["value"]))
        beside = both.set_index(codes)[column].to_dict() if codes else dict(enumerate(both[column]))
        left_out = {code: value for code, value in beside.items() if code not in told}
        assert all(value == 0 or pd.isna(value) for value in left_out.values())
        assert {code: beside[code] for code in told if pd.notna(told[code])} == pytest.approx(
            {code: value for code, value in told.items() if pd.notna(value)}
        )
