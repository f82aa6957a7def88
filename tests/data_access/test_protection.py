"""Cover, deliveries, visits and risk assessments against small cases computed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from data_access import schema as s
from data_access.selection import Selection
from tests.data_access.gold_world import fill, values_of, wholes_of
from tests.data_access.people_world import YEAR_2024, as_of, enrolled, member, miner, world

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)


def crew(*codes: str, unit: str = "U1") -> list[s.Record]:
    """Miners at work in a unit since long ago."""
    return [row for code in codes for row in (miner(code), member(code, unit))]


def cover(miner: str, first: date, last: date, product: str = "accident", **given: Any) -> s.Cover:
    given = {"programme_id": "P1", "payer": "programme", "cost_minor": 1, "currency_id": "USD"} | given
    key = f"{miner}-{product}-{first}-{last}"
    return s.Cover(id=key, miner_id=miner, product=product, first_day=first, last_day=last, **given)


def delivery(key: str, kind: str, day: date, quantity: int, **given: Any) -> s.Delivery:
    given = {"programme_id": "P1"} | given
    return s.Delivery(id=key, kind=kind, delivered_on=day, quantity=quantity, **given)


def visit(
    key: str, unit: str, day: date, topic: str = "ventilation", programme: str = "P1"
) -> s.AssistanceVisit:
    return s.AssistanceVisit(
        id=key, programme_id=programme, unit_id=unit, visited_on=day, topic=topic, minutes=60
    )


def risks(key: str, unit: str, day: date, miners: int, programme: str = "P1") -> s.RiskAssessment:
    return s.RiskAssessment(
        id=key, programme_id=programme, unit_id=unit, assessed_on=day, miners_covered=miners
    )


def test_insured_are_active_miners_with_any_cover_in_force_whoever_gave_it(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        crew("first day", "last day", "ended", "later", "none"),
        crew("elsewhere", unit="U3"),
        [
            cover("first day", LAST, date(2025, 6, 1), programme_id="Q"),
            cover("last day", FIRST, LAST, "funeral", programme_id=None),
            cover("last day", FIRST, LAST, "accident"),
            cover("ended", FIRST, date(2024, 12, 30)),
            cover("later", date(2025, 1, 1), date(2025, 6, 1)),
            cover("elsewhere", FIRST, LAST),
        ],
    )
    only_p1 = YEAR_2024.narrowed(programmes=("P1",))
    assert values_of(engine, "insured", only_p1) == {(): 2}
    assert wholes_of(engine, "insured", only_p1) == {(): 5}
    products = {"accident": 2, "occupational_illness": 0, "funeral": 1}
    assert values_of(engine, "insured", only_p1, "product") == products
    assert wholes_of(engine, "insured", only_p1, "product") == dict.fromkeys(products, 5)


def test_insured_by_month_lists_months_without_any_cover(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U1", "P2")],
        crew("a"),
        [miner("b"), member("b", "U1", date(2024, 2, 1))],
        [cover("a", date(2024, 2, 29), date(2024, 3, 30)), cover("b", date(2024, 1, 1), date(2024, 2, 29))],
    )
    selection = as_of(date(2024, 4, 10))
    by_month = {"2024-01": 0, "2024-02": 2, "2024-03": 0, "2024-04": 0}
    assert values_of(engine, "insured", selection, "month") == by_month
    of = {"2024-01": 1, "2024-02": 2, "2024-03": 2, "2024-04": 2}
    assert wholes_of(engine, "insured", selection, "month") == of


def test_people_insured_count_every_cover_that_overlaps_the_period(engine: Engine) -> None:
    """A day is enough; neither enrolment nor being active still is asked for."""
    fill(
        engine,
        world(),
        [miner(code) for code in ("starts", "ends", "before", "after", "left")],
        [member("left", "U1", left=date(2024, 1, 5))],
        [
            cover("starts", LAST, date(2025, 3, 1)),
            cover("ends", date(2023, 3, 1), FIRST),
            cover("before", date(2023, 3, 1), date(2023, 12, 31)),
            cover("after", date(2025, 1, 1), date(2025, 3, 1)),
            cover("left", date(2024, 1, 2), date(2024, 12, 1)),
            cover("left", date(2024, 1, 2), date(2024, 12, 1), "funeral", payer="miner"),
        ],
    )
    assert values_of(engine, "people_insured", YEAR_2024) == {(): 3}
    assert values_of(engine, "people_insured", YEAR_2024, "product") == {"accident": 3, "funeral": 1}
    assert values_of(engine, "people_insured", YEAR_2024, "payer") == {"programme": 3, "miner": 1}
    known_until_november = Selection(FIRST, LAST, date(2024, 11, 30))
    assert values_of(engine, "people_insured", known_until_november) == {(): 2}


def test_people_insured_are_those_of_the_selected_programmes_cover(engine: Engine) -> None:
    fill(
        engine,
        world(),
        crew("a", "b", "c"),
        [
            cover("a", FIRST, LAST),
            cover("b", FIRST, LAST, programme_id="P2"),
            cover("b", FIRST, LAST, "funeral"),
            cover("c", FIRST, LAST, programme_id=None, payer="miner"),
        ],
    )
    assert values_of(engine, "people_insured", YEAR_2024) == {(): 3}
    assert values_of(engine, "people_insured", YEAR_2024, "programme") == {"P1": 2, "P2": 1, None: 1}
    assert values_of(engine, "people_insured", YEAR_2024, "sponsor") == {"S1": 2, "S2": 2}
    assert values_of(engine, "people_insured", YEAR_2024.narrowed(programmes=("P2",))) == {(): 1}
    assert values_of(engine, "people_insured", YEAR_2024.narrowed(sponsors=("S1",))) == {(): 2}


def test_people_insured_by_calendar_codes_overlap_each_within_the_period(engine: Engine) -> None:
    fill(engine, world(), crew("a"), [cover("a", date(2023, 11, 5), date(2024, 2, 9))])
    inside = Selection(date(2023, 12, 1), date(2024, 2, 29), date(2030, 1, 1))
    by_month = {"2023-12": 1, "2024-01": 1, "2024-02": 1}
    assert values_of(engine, "people_insured", inside, "month") == by_month
    assert values_of(engine, "people_insured", inside, "year") == {"2023": 1, "2024": 1}
    # The period begins and ends within a month, just after and just before the cover's days of it.
    beside = Selection(date(2024, 2, 10), date(2024, 3, 15), date(2030, 1, 1))
    assert values_of(engine, "people_insured", beside, "month") == {}
    not_known = Selection(date(2024, 2, 5), date(2024, 3, 15), date(2024, 2, 1))
    assert values_of(engine, "people_insured", not_known) == {(): 0}


def test_people_insured_stand_where_they_worked_when_the_cover_began(engine: Engine) -> None:
    fill(
        engine,
        world(),
        crew("never"),
        [miner("moves"), miner("outside")],
        [
            member("moves", "U1", left=date(2024, 3, 1), relation="external"),
            member("moves", "U3", date(2024, 3, 1)),
            cover("moves", date(2024, 2, 1), LAST),
            cover("outside", date(2024, 2, 1), LAST),
        ],
    )
    selection = Selection(date(2024, 6, 1), LAST, date(2030, 1, 1))
    assert values_of(engine, "people_insured", selection, "region") == {"PE-ARE": 1, None: 1}
    assert values_of(engine, "people_insured", selection, "relation") == {"external": 1, None: 1}
    assert values_of(engine, "people_insured", selection.narrowed(countries=("CO",))) == {(): 0}
    assert values_of(engine, "people_insured", selection.narrowed(regions=("PE-ARE",))) == {(): 1}


def test_lapsing_is_cumulative_and_goes_by_the_last_day_of_unbroken_cover(engine: Engine) -> None:
    def ahead(days: int) -> date:
        return LAST + timedelta(days=days)

    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        crew("today", "30", "31", "adjoins", "gap", "overlaps", "inner", "begins", "lapsed", "future"),
        [
            cover("today", FIRST, LAST),
            cover("30", FIRST, ahead(30)),
            cover("31", FIRST, ahead(31)),
            cover("adjoins", FIRST, ahead(10)),
            cover("adjoins", ahead(11), ahead(80), "funeral"),
            cover("gap", FIRST, ahead(10)),
            cover("gap", ahead(12), ahead(200)),
            cover("overlaps", FIRST, ahead(50)),
            cover("overlaps", ahead(20), ahead(300)),
            # A short cover within a long one ends nothing, nor does one after it begin anew.
            cover("inner", FIRST, ahead(75)),
            cover("inner", date(2024, 2, 1), date(2024, 2, 2), "funeral"),
            cover("inner", date(2024, 6, 1), ahead(5)),
            cover("begins", LAST, ahead(60)),
            cover("lapsed", FIRST, ahead(-1)),
            cover("future", ahead(1), ahead(20)),
        ],
    )
    expected = {
        "30": {"today", "30", "gap"},
        "60": {"today", "30", "31", "gap", "begins"},
        "90": {"today", "30", "31", "gap", "begins", "adjoins", "inner"},
    }
    found = values_of(engine, "lapsing", YEAR_2024)
    assert found == {days: len(miners) for days, miners in expected.items()}
    assert wholes_of(engine, "lapsing", YEAR_2024) == dict.fromkeys(expected, 8)


def test_lapsing_by_month_looks_ahead_from_the_end_of_each(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        crew("ends", "renewed"),
        [
            # 30 days after the end of February, 59 days after that of January, in a leap year.
            cover("ends", FIRST, date(2024, 3, 30)),
            cover("renewed", FIRST, date(2024, 3, 30)),
            cover("renewed", date(2024, 3, 31), LAST, "funeral"),
        ],
    )
    spring = Selection(FIRST, date(2024, 3, 31), date(2030, 1, 1))
    found = values_of(engine, "lapsing", spring, "month")
    assert {codes for codes, miners in found.items() if miners == 1} == {
        ("90", "2024-01"), ("60", "2024-01"), ("90", "2024-02"), ("60", "2024-02"), ("30", "2024-02"),
    }  # fmt: skip
    assert set(found.values()) == {0, 1}
    insured = {month: of for (_, month), of in wholes_of(engine, "lapsing", spring, "month").items()}
    assert insured == {"2024-01": 2, "2024-02": 2, "2024-03": 1}
    two_years = Selection(date(2023, 1, 1), date(2024, 3, 29), date(2030, 1, 1))
    assert values_of(engine, "lapsing", two_years, "year")["30", "2024"] == 1


def test_lapsing_lists_groups_where_nobody_is_insured(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U3", "P1")],
        crew("a"),
        crew("b", unit="U3"),
        [cover("a", FIRST, date(2025, 2, 1))],
    )
    found = values_of(engine, "lapsing", YEAR_2024, "region")
    assert found == {
        (days, region): int(region == "PE-ARE" and days != "30")
        for days in ("30", "60", "90")
        for region in ("PE-ARE", "CO-CAU")
    }
    assert wholes_of(engine, "lapsing", YEAR_2024, "region")["60", "CO-CAU"] == 0


def test_deliveries_to_units_and_to_whole_organisations(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            delivery("d0", "first_aid_kit", date(2023, 12, 31), 100, unit_id="U1"),
            delivery("d1", "first_aid_kit", FIRST, 2, unit_id="U1"),
            delivery("d2", "first_aid_kit", LAST, 3, unit_id="U2", programme_id="P2"),
            delivery("d3", "food_basket", date(2024, 5, 5), 42, organisation_id="A2"),
            delivery("d4", "food_basket", date(2025, 1, 1), 100, organisation_id="A2"),
        ],
    )
    both = {"first_aid_kit": 5, "food_basket": 42}
    assert values_of(engine, "deliveries", YEAR_2024) == both
    assert values_of(engine, "deliveries", YEAR_2024.narrowed(sponsors=("S1", "S2"))) == both
    assert values_of(engine, "deliveries", YEAR_2024, "region", "unit") == {
        ("first_aid_kit", "PE-ARE", "U1"): 2,
        ("first_aid_kit", "PE-PUN", "U2"): 3,
        ("food_basket", "CO-CAU", None): 42,
    }
    by_country = {("first_aid_kit", "PE"): 5, ("food_basket", "CO"): 42}
    assert values_of(engine, "deliveries", YEAR_2024, "country") == by_country
    by_organisation = {("first_aid_kit", "A1"): 5, ("food_basket", "A2"): 42}
    assert values_of(engine, "deliveries", YEAR_2024, "organisation") == by_organisation
    by_sponsor = {("first_aid_kit", "S1"): 2, ("first_aid_kit", "S2"): 5,
                  ("food_basket", "S1"): 42, ("food_basket", "S2"): 42}  # fmt: skip
    assert values_of(engine, "deliveries", YEAR_2024, "sponsor") == by_sponsor
    in_cauca = {"food_basket": 42}
    assert values_of(engine, "deliveries", YEAR_2024.narrowed(countries=("CO",))) == in_cauca
    assert values_of(engine, "deliveries", YEAR_2024.narrowed(regions=("CO-CAU",))) == in_cauca
    assert values_of(engine, "deliveries", YEAR_2024.narrowed(organisations=("A2",))) == in_cauca
    assert values_of(engine, "deliveries", YEAR_2024.narrowed(programmes=("P2",))) == {"first_aid_kit": 3}


def test_assistance_visits_by_topic(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            visit("v0", "U1", date(2023, 12, 31)),
            visit("v1", "U1", FIRST),
            visit("v2", "U1", FIRST, "explosives"),
            visit("v3", "U3", LAST, programme="Q"),
            visit("v4", "U3", date(2025, 1, 1)),
        ],
    )
    assert values_of(engine, "assistance_visits", YEAR_2024) == {(): 3}
    assert values_of(engine, "assistance_visits", YEAR_2024, "topic") == {"ventilation": 2, "explosives": 1}
    by_ladder = {("L", "2024-01"): 2, ("M", "2024-12"): 1}
    assert values_of(engine, "assistance_visits", YEAR_2024, "ladder", "month") == by_ladder
    assert values_of(engine, "assistance_visits", YEAR_2024, "sponsor") == {"S1": 3, "S2": 2}
    assert values_of(engine, "assistance_visits", YEAR_2024.narrowed(regions=("CO-CAU",))) == {(): 1}
    assert values_of(engine, "assistance_visits", YEAR_2024.narrowed(programmes=("P2",))) == {(): 0}


def test_risk_assessments_count_a_unit_once_with_its_latest_miners(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [
            risks("r0", "U1", date(2023, 12, 31), 1000),
            risks("r1", "U1", FIRST, 7),
            risks("r2", "U1", date(2024, 6, 1), 9, "P2"),
            # Two on one day: the last by key, in the order of bytes.
            risks("a", "U2", LAST, 4),
            risks("B", "U2", LAST, 500),
            risks("r3", "U3", date(2025, 1, 1), 1000),
        ],
    )
    assert values_of(engine, "risk_assessed", YEAR_2024) == {(): 2}
    assert values_of(engine, "miners_risk_assessed", YEAR_2024) == {(): 13}
    assert values_of(engine, "miners_risk_assessed", YEAR_2024, "unit") == {"U1": 9, "U2": 4}
    assert values_of(engine, "risk_assessed", YEAR_2024, "programme") == {"P1": 2, "P2": 1}
    assert values_of(engine, "miners_risk_assessed", YEAR_2024, "programme") == {"P1": 11, "P2": 9}
    by_month = {"2024-01": 7, "2024-06": 9, "2024-12": 4}
    assert values_of(engine, "miners_risk_assessed", YEAR_2024, "month") == by_month
    assert values_of(engine, "miners_risk_assessed", YEAR_2024.narrowed(programmes=("P1",))) == {(): 11}
    assert values_of(engine, "miners_risk_assessed", YEAR_2024.narrowed(countries=("CO",))) == {(): 0}
    assert values_of(engine, "miners_risk_assessed", YEAR_2024, "sponsor") == {"S1": 11, "S2": 13}
