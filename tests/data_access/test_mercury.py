"""Mercury against baselines, and the core indicators as reported, against small cases computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.schema import Currency, Indicator, IndicatorBaseline, IndicatorValue, Survey
from data_access.selection import Selection
from tests.data_access.gold_world import YEAR_2024, fill, values_of, wholes_of, world


def used(key: str, first: date, last: date, grams: int, **given: Any) -> IndicatorValue:
    given = {"unit_id": "U1", "programme_id": "P1", "indicator_id": "mercury_used"} | given
    if "organisation_id" in given:
        del given["unit_id"]
    return IndicatorValue(id=key, first_day=first, last_day=last, value_milli=grams, **given)


def baseline(key: str, first: date, last: date, grams: int, **owner: str) -> IndicatorBaseline:
    owner = owner or {"unit_id": "U1"}
    return IndicatorBaseline(
        id=key, indicator_id="mercury_used", first_day=first, last_day=last, value_milli=grams, **owner
    )


def mercury(*others: IndicatorValue | IndicatorBaseline) -> list[Any]:
    return [Indicator(id="mercury_used", name="Mercury used", unit="kg"), *others]


def reduction(engine: Engine, selection: Selection, *by: str) -> dict[Any, tuple[Any, Any]]:
    """Share (to nine places) and kilograms it is of."""
    shares, kilograms = (read(engine, "mercury_reduction", selection, *by) for read in (values_of, wholes_of))
    return {
        codes: (None if share is None else round(share, 9), kilograms[codes])
        for codes, share in shares.items()
    }


def test_mercury_is_compared_with_a_baseline_of_as_many_months(engine: Engine) -> None:
    """12 kg a year before; 0.5 kg in January and 0.4 kg in February and March together: 0.9 of 3 kg."""
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 500),
            used("V2", date(2024, 2, 1), date(2024, 3, 31), 400),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (0.7, 3.0)}
    assert reduction(engine, YEAR_2024, "unit", "programme") == {("U1", "P1"): (0.7, 3.0)}


def test_only_reports_that_lie_in_the_period_count(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2023, 1, 1), date(2023, 12, 31), 12_000),
            used("V0", date(2023, 12, 1), date(2024, 1, 31), 9_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 100),
            used("V2", date(2024, 12, 1), date(2024, 12, 31), 300),
            used("V3", date(2024, 12, 15), date(2025, 1, 14), 9_000),
            used("V4", date(2024, 5, 1), date(2024, 5, 30), 9_000),  # not a whole month
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (0.8, 2.0)}
    until_november = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 11, 30))
    assert reduction(engine, until_november) == {(): (0.9, 1.0)}


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2024, 1, 15), date(2024, 2, 14), 1),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2024, 2, 1), date(2024, 2, 29), 1),
        (date(2024, 1, 1), date(2024, 12, 31), 12),
        (date(2024, 1, 2), date(2024, 12, 31), 11),
        (date(2024, 3, 31), date(2024, 5, 29), 1),
    ],
)
def test_whole_months_of_a_report(engine: Engine, first: date, last: date, months: int) -> None:
    fill(
        engine,
        world(),
        mercury(baseline("B1", date(2022, 7, 1), date(2022, 7, 31), 1_000), used("V1", first, last, 0)),
    )
    assert reduction(engine, YEAR_2024) == {(): (1.0, float(months))}


def test_what_would_have_been_used_is_rounded_to_the_milligram_for_each_report(engine: Engine) -> None:
    reports = [used(f"V{month}", date(2024, month, 1), date(2024, month, 28), 0) for month in (1, 3, 4)]
    longer = [used("V2", date(2024, 5, 1), date(2024, 6, 30), 0)]
    fill(
        engine, world(), mercury(baseline("B1", date(2022, 1, 1), date(2022, 3, 31), 100), *reports, *longer)
    )
    kilograms = wholes_of(engine, "mercury_reduction", YEAR_2024)
    assert kilograms == {(): 0.066667}, "two months of three: 66.6667 g, and nothing of shorter reports"


def test_an_increase_is_negative(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 1, 31), 1_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 1_250),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (-0.25, 1.0)}


def test_mercury_of_those_without_a_baseline_is_left_out(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000, organisation_id="A3"),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 5_000),
            used("V2", date(2024, 1, 1), date(2024, 1, 31), 250, organisation_id="A3", programme_id="P2"),
            # The unit's own mercury is not its organisation's.
            used("V3", date(2024, 1, 1), date(2024, 1, 31), 9_000, unit_id="U3"),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (0.75, 1.0)}
    assert reduction(engine, YEAR_2024, "organisation", "region", "unit") == {
        ("A3", "CO-ANT", None): (0.75, 1.0)
    }
    assert reduction(engine, YEAR_2024.narrowed(programmes=("P1",))) == {(): (None, 0.0)}
    assert reduction(engine, YEAR_2024.narrowed(sponsors=("S2",)), "sponsor") == {"S2": (0.75, 1.0)}
    assert reduction(engine, YEAR_2024.narrowed(countries=("PE",))) == {(): (None, 0.0)}


def test_a_baseline_of_zero_has_no_share(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 0),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 100),
        ),
    )
    assert reduction(engine, YEAR_2024) == {(): (None, 0.0)}


def test_mercury_by_year_and_region_of_the_unit(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000, unit_id="U3"),
            used("V1", date(2023, 12, 1), date(2024, 1, 31), 1_000, unit_id="U3"),
            used("V2", date(2023, 1, 1), date(2023, 1, 31), 800, unit_id="U3"),
        ),
    )
    two_years = Selection(date(2023, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
    assert reduction(engine, two_years, "year", "region") == {
        ("2023", "CO-CAU"): (0.2, 1.0),
        ("2024", "CO-CAU"): (0.5, 2.0),
    }


def test_the_month_of_a_report_is_that_of_its_last_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 250),
            used("V2", date(2024, 2, 1), date(2024, 3, 31), 3_000),
        ),
    )
    assert reduction(engine, YEAR_2024, "month") == {"2024-01": (0.75, 1.0), "2024-03": (-0.5, 2.0)}
    assert values_of(engine, "mercury_avoided", YEAR_2024, "month") == {"2024-01": 0.75, "2024-03": -1.0}
    assert wholes_of(engine, "mercury_avoided", YEAR_2024, "month") == {"2024-01": 1.0, "2024-03": 2.0}


def test_what_one_unit_uses_more_lessens_what_others_avoid(engine: Engine) -> None:
    """U1: 1 kg less 0.4 kg; U2: 2 kg less 2.5 kg. Together 0.1 kg of 3 kg, not the mean of shares."""
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000),
            baseline("B2", date(2022, 1, 1), date(2022, 12, 31), 24_000, unit_id="U2"),
            used("V1", date(2024, 2, 1), date(2024, 2, 29), 400),
            used("V2", date(2024, 2, 1), date(2024, 2, 29), 2_500, unit_id="U2"),
        ),
    )
    assert values_of(engine, "mercury_avoided", YEAR_2024, "unit") == {"U1": 0.6, "U2": -0.5}
    assert values_of(engine, "mercury_avoided", YEAR_2024) == {(): 0.1}
    assert reduction(engine, YEAR_2024) == {(): (round(0.1 / 3, 9), 3.0)}


def test_nothing_reported_avoids_nothing_and_has_no_share(engine: Engine) -> None:
    fill(engine, world(), mercury(baseline("B1", date(2022, 1, 1), date(2022, 12, 31), 12_000)))
    assert values_of(engine, "mercury_avoided", YEAR_2024) == {(): 0}
    assert reduction(engine, YEAR_2024) == {(): (None, 0)}
    assert values_of(engine, "mercury_avoided", YEAR_2024, "month") == {}


def test_a_period_of_one_day_holds_no_whole_month(engine: Engine) -> None:
    day = Selection(date(2024, 1, 31), date(2024, 1, 31), date(2025, 1, 1))
    fill(
        engine,
        world(),
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 1, 31), 1_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 100),
        ),
    )
    assert values_of(engine, "mercury_avoided", day) == {(): 0}


def reported(key: str, indicator: str, value: float, last: date, **given: Any) -> IndicatorValue:
    """A total for the year up to ``last``, of a region unless told otherwise."""
    where = {"region_id": "PE-ARE"} if not {"unit_id", "organisation_id", "region_id"} & set(given) else {}
    return IndicatorValue(
        id=key,
        indicator_id=indicator,
        first_day=date(last.year, 1, 1),
        last_day=last,
        value_milli=round(value * 1000),
        **{"programme_id": "P1", **where, **given},
    )


def core(*values: IndicatorValue) -> list[Any]:
    units = {"miners_formalised": "people", "money_mobilised": "USD", "responsible_gold": "kg"}
    return [*(Indicator(id=code, name=code, unit=unit) for code, unit in units.items()), *values]


@pytest.mark.parametrize("name", ["miners_formalised", "responsible_gold"])
def test_reported_totals_belong_to_the_period_in_which_they_end(engine: Engine, name: str) -> None:
    fill(
        engine,
        world(),
        core(
            reported("V0", name, 100, date(2023, 12, 31)),
            reported("V1", name, 40, date(2024, 12, 31)),
            reported("V2", name, 2.5, date(2024, 2, 29), region_id="CO-ANT", programme_id="P2"),
            reported("V3", name, 7, date(2024, 6, 30), unit_id="U3", programme_id=None),
            reported("V4", name, 100, date(2025, 1, 1)),
        ),
    )
    assert values_of(engine, name, YEAR_2024) == {(): 49.5}
    assert wholes_of(engine, name, YEAR_2024) == {(): None}
    assert values_of(engine, name, YEAR_2024, "month") == {"2024-02": 2.5, "2024-06": 7, "2024-12": 40}
    assert values_of(engine, name, YEAR_2024, "region") == {"PE-ARE": 40, "CO-ANT": 2.5, "CO-CAU": 7}
    assert values_of(engine, name, YEAR_2024, "organisation") == {None: 42.5, "A3": 7}
    assert values_of(engine, name, YEAR_2024, "programme") == {"P1": 40, "P2": 2.5, None: 7}
    assert values_of(engine, name, YEAR_2024, "sponsor") == {"S1": 40, "S2": 42.5}
    until_november = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 11, 30))
    assert values_of(engine, name, until_november) == {(): 9.5}


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({}, 7),
        ({"countries": ("CO",)}, 6),
        ({"regions": ("CO-ANT",)}, 4),
        ({"regions": ("CO-CAU",)}, 2),
        ({"organisations": ("A3",)}, 2),
        ({"organisations": ("A4",)}, 4),
        ({"programmes": ("P2",)}, 6),
        ({"sponsors": ("S1",)}, 1),
    ],
)
def test_a_total_has_the_place_it_was_reported_for(
    engine: Engine, filters: dict[str, Any], total: int
) -> None:
    fill(
        engine,
        world(),
        core(
            reported("V1", "responsible_gold", 1, date(2024, 12, 31)),
            reported("V2", "responsible_gold", 2, date(2024, 12, 31), unit_id="U3", programme_id="P2"),
            reported(
                "V3", "responsible_gold", 4, date(2024, 12, 31), organisation_id="A4", programme_id="P2"
            ),
            reported("V4", "responsible_gold", 9, date(2024, 12, 31), organisation_id="B1"),  # a buyer's
        ),
    )
    assert values_of(engine, "responsible_gold", YEAR_2024.narrowed(**filters)) == {(): total}


@pytest.mark.parametrize(
    ("unit", "digits", "amounts", "minor"),
    [
        ("USD", 2, (1000.255, 0.005), 100_027),  # each amount is rounded half up to the cent
        ("COP", 0, (1000.5, 1000.499), 2001),
        ("TND", 3, (1.234, 0.001), 1235),
    ],
)
def test_money_is_in_minor_units_of_the_currency_in_which_it_is_measured(
    engine: Engine, unit: str, digits: int, amounts: tuple[float, ...], minor: int
) -> None:
    known = {"USD", "PEN"}
    fill(
        engine,
        world(),
        [Currency(id=unit, name=unit, minor_digits=digits)] if unit not in known else [],
        [Indicator(id="money_mobilised", name="Money", unit=unit)],
        [
            reported(f"V{place}", "money_mobilised", amount, date(2024, 12, 31))
            for place, amount in enumerate(amounts)
        ],
    )
    assert values_of(engine, "money_mobilised", YEAR_2024) == {unit: minor}
    assert values_of(engine, "money_mobilised", YEAR_2024, "year") == {(unit, "2024"): minor}


def test_money_measured_in_what_is_no_currency_is_left_out(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [Indicator(id="money_mobilised", name="Money", unit="loans")],
        [reported("V1", "money_mobilised", 5, date(2024, 12, 31))],
    )
    assert values_of(engine, "money_mobilised", YEAR_2024) == {}


def test_reported_gold_is_not_added_to_the_gold_sold(engine: Engine) -> None:
    fill(engine, world(), core(reported("V1", "responsible_gold", 5, date(2024, 12, 31))))
    assert values_of(engine, "gold_sold", YEAR_2024) == {(): 0}


def test_what_a_survey_asked_is_added_to_nothing_measured_or_reported(engine: Engine) -> None:
    march, last = date(2024, 3, 1), date(2024, 3, 31)
    asked = {"survey_id": "Y", "asked": 10}
    fill(
        engine,
        world(),
        [Survey(id="Y", name="Survey", first_day=march, last_day=last)],
        mercury(
            baseline("B1", date(2022, 1, 1), date(2022, 1, 31), 1_000),
            used("V1", date(2024, 1, 1), date(2024, 1, 31), 250),
            used("V2", march, last, 900, **asked),
        ),
        core(
            *(
                reported(f"{name}-{number}", name, 5, last, **more)
                for name in ("miners_formalised", "money_mobilised", "responsible_gold")
                for number, more in enumerate(({}, asked))
            )
        ),
    )
    assert values_of(engine, "mercury_avoided", YEAR_2024) == {(): 0.75}
    assert values_of(engine, "miners_formalised", YEAR_2024) == {(): 5}
    assert values_of(engine, "responsible_gold", YEAR_2024) == {(): 5}
    assert values_of(engine, "money_mobilised", YEAR_2024) == {"USD": 500}
