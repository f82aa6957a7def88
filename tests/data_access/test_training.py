"""People trained, hours, coverage and lapsing training against small cases computed by hand."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.selection import Selection
from tests.data_access.gold_world import fill, values_of, wholes_of
from tests.data_access.people_world import YEAR_2024, as_of, enrolled, member, miner, world

LAST = date(2024, 12, 31)


def topic(code: str, months: int | None = None, required: bool = True) -> s.Topic:
    return s.Topic(id=code, name=code, validity_months=months, required=required)


def session(
    key: str, topic: str, day: date, *miners: str, programme: str = "P1", minutes: int = 60
) -> list[s.Record]:
    held = s.TrainingSession(id=key, programme_id=programme, topic_id=topic, held_on=day, minutes=minutes)
    return [held, *(s.Attendance(session_id=key, miner_id=code) for code in miners)]


def crew(*codes: str, unit: str = "U1", sex: str = "male") -> list[s.Record]:
    """Miners at work in a unit since long ago."""
    return [row for code in codes for row in (miner(code, sex), member(code, unit))]


def test_people_trained_are_distinct_and_totals_are_not_sums_of_parts(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas"), topic("rescue")],
        crew("a", "b"),
        session("s1", "gas", date(2024, 1, 1), "a", "b"),
        session("s2", "gas", date(2024, 2, 1), "a"),
        session("s3", "rescue", LAST, "a"),
        session("s4", "gas", date(2023, 12, 31), "a", "b"),
        session("s5", "gas", date(2025, 1, 1), "a", "b"),
    )
    assert values_of(engine, "people_trained", YEAR_2024) == {(): 2}
    assert values_of(engine, "people_trained", YEAR_2024, "topic") == {"gas": 2, "rescue": 1}
    months = {"2024-01": 2, "2024-02": 1, "2024-12": 1}
    assert values_of(engine, "people_trained", YEAR_2024, "month") == months
    known_until_november = Selection(date(2024, 1, 1), LAST, date(2024, 12, 30))
    assert values_of(engine, "people_trained", known_until_november, "topic") == {"gas": 2}


def test_people_trained_are_those_of_the_selected_programmes_sessions(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas"), enrolled("U1", "Q")],
        crew("a", "b", "c"),
        session("s1", "gas", date(2024, 1, 1), "a", "b", programme="P1"),
        session("s2", "gas", date(2024, 2, 1), "b", "c", programme="P2"),
    )
    assert values_of(engine, "people_trained", YEAR_2024, "programme") == {"P1": 2, "P2": 2}
    assert values_of(engine, "people_trained", YEAR_2024, "ladder") == {"L": 3}
    assert values_of(engine, "people_trained", YEAR_2024, "sponsor") == {"S1": 2, "S2": 3}
    assert values_of(engine, "people_trained", YEAR_2024.narrowed(sponsors=("S1",))) == {(): 2}
    assert values_of(engine, "people_trained", YEAR_2024.narrowed(programmes=("Q",))) == {(): 0}


def test_unit_place_and_relation_are_those_of_the_session_s_day(engine: Engine) -> None:
    day = date(2024, 6, 1)
    fill(
        engine,
        world(),
        [topic("gas")],
        [miner(code) for code in ("moves", "leaves", "joins", "never")],
        [
            member("moves", "U1", left=date(2024, 8, 1), relation="selector"),
            member("moves", "U3", date(2024, 8, 1), relation="external"),
            member("leaves", "U2", left=day),
            member("joins", "U2", day),
        ],
        session("s1", "gas", day, "moves", "leaves", "joins", "never"),
    )
    regions = {"PE-ARE": 1, "PE-PUN": 1, None: 2}
    assert values_of(engine, "people_trained", YEAR_2024, "region") == regions
    assert values_of(engine, "people_trained", YEAR_2024) == {(): 4}
    relations = {"selector": 1, "internal": 1, None: 2}
    assert values_of(engine, "people_trained", YEAR_2024, "relation") == relations
    assert values_of(engine, "people_trained", YEAR_2024.narrowed(countries=("PE",))) == {(): 2}
    assert values_of(engine, "people_trained", YEAR_2024.narrowed(organisations=("A2",))) == {(): 0}


def test_training_hours_are_those_of_each_session_times_its_attendances(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas"), topic("rescue")],
        crew("a", "b"),
        crew("c", unit="U3", sex="female"),
        session("s1", "gas", date(2024, 1, 1), "a", "b", "c", minutes=90),
        session("s2", "rescue", date(2024, 1, 2), "a", minutes=20),
        session("s3", "rescue", date(2024, 1, 3)),
        session("s4", "rescue", date(2025, 1, 1), "a"),
    )
    assert values_of(engine, "training_hours", YEAR_2024) == {(): pytest.approx(4.5 + 1 / 3)}
    by_topic = {"gas": 4.5, "rescue": pytest.approx(1 / 3)}
    assert values_of(engine, "training_hours", YEAR_2024, "topic") == by_topic
    assert values_of(engine, "training_hours", YEAR_2024, "sex")["female"] == 1.5
    # Co-financed hours stand whole with each sponsor, and once in the whole.
    hours = values_of(engine, "training_hours", YEAR_2024.narrowed(sponsors=("S1", "S2")))
    assert hours == {(): pytest.approx(4.5 + 1 / 3)}
    assert values_of(engine, "training_hours", YEAR_2024.narrowed(programmes=("Q",))) == {(): 0.0}


@pytest.mark.parametrize(
    ("months", "held_on", "day", "share"),
    [
        (12, date(2024, 3, 15), date(2025, 3, 14), 1.0),
        (12, date(2024, 3, 15), date(2025, 3, 15), 0.0),
        # Clipped to the end of the month: the 31st of February is the 29th, and validity ends before.
        (1, date(2024, 1, 31), date(2024, 2, 28), 1.0),
        (1, date(2024, 1, 31), date(2024, 2, 29), 0.0),
        (1, date(2023, 1, 31), date(2023, 2, 27), 1.0),
        (1, date(2023, 1, 31), date(2023, 2, 28), 0.0),
        (12, date(2024, 2, 29), date(2025, 2, 27), 1.0),
        (12, date(2024, 2, 29), date(2025, 2, 28), 0.0),
        (None, date(2000, 1, 1), date(2024, 1, 1), 1.0),
        (12, date(2024, 3, 15), date(2024, 3, 15), 1.0),
        (12, date(2024, 3, 16), date(2024, 3, 15), 0.0),
    ],
)
def test_validity_ends_the_day_before_the_same_day_months_later(
    engine: Engine, months: int | None, held_on: date, day: date, share: float
) -> None:
    rows = [topic("gas", months), enrolled("U1", "P1", date(1990, 1, 1)), miner("a")]
    fill(engine, world(), rows, [member("a", "U1", date(1990, 1, 1))], session("s", "gas", held_on, "a"))
    assert values_of(engine, "training_coverage", as_of(day)) == {(): share}
    assert values_of(engine, "training_coverage", as_of(day), "topic") == {"gas": share}


def test_coverage_counts_distinct_people_whoever_trained_them(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas", 12), enrolled("U1", "P1")],
        crew("a", "b", "c", "d"),
        crew("elsewhere", unit="U3"),
        session("s1", "gas", date(2024, 2, 1), "a", "b", "elsewhere", programme="Q"),
        session("s2", "gas", date(2024, 8, 1), "a"),
        # Renewed: the first attendance has lapsed, the latest is valid.
        session("s3", "gas", date(2022, 8, 1), "c", "d"),
        session("s4", "gas", date(2024, 9, 1), "c"),
    )
    only_p1 = YEAR_2024.narrowed(programmes=("P1",))
    assert values_of(engine, "training_coverage", only_p1) == {(): 0.75}
    assert wholes_of(engine, "training_coverage", only_p1) == {(): 4}


def test_headline_coverage_asks_for_every_required_topic(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas", 12), topic("rescue"), topic("accounts", required=False), enrolled("U1", "P1")],
        crew("all", "gas only", "lapsed", "optional"),
        session("s1", "gas", date(2024, 2, 1), "all", "gas only"),
        session("s2", "gas", date(2023, 2, 1), "lapsed", "optional"),
        session("s3", "rescue", date(2020, 1, 1), "all", "lapsed"),
        session("s4", "accounts", date(2024, 1, 1), "optional", "gas only"),
    )
    assert values_of(engine, "training_coverage", YEAR_2024) == {(): 0.25}
    by_topic = {"gas": 0.5, "rescue": 0.5, "accounts": 0.5}
    assert values_of(engine, "training_coverage", YEAR_2024, "topic") == by_topic


def test_coverage_lists_every_topic_of_every_group_be_it_with_nobody(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas", 12), topic("rescue", required=False), enrolled("U1", "P1"), enrolled("U3", "P1")],
        crew("a", "b"),
        crew("c", unit="U3"),
        session("s1", "gas", date(2024, 2, 1), "a"),
    )
    coverage = values_of(engine, "training_coverage", YEAR_2024, "topic", "region")
    assert coverage == {
        ("gas", "PE-ARE"): 0.5,
        ("gas", "CO-CAU"): 0.0,
        ("rescue", "PE-ARE"): 0.0,
        ("rescue", "CO-CAU"): 0.0,
    }
    assert wholes_of(engine, "training_coverage", YEAR_2024, "topic", "region") == {
        key: 2 if key[1] == "PE-ARE" else 1 for key in coverage
    }


def test_coverage_is_missing_where_nothing_is_required_or_nobody_works(engine: Engine) -> None:
    rows = [topic("gas", required=False), enrolled("U1", "P1")]
    fill(engine, world(), rows, crew("a"), session("s1", "gas", date(2024, 2, 1), "a"))
    assert values_of(engine, "training_coverage", YEAR_2024) == {(): None}
    assert values_of(engine, "training_coverage", YEAR_2024, "region") == {"PE-ARE": None}
    assert wholes_of(engine, "training_coverage", YEAR_2024) == {(): 1}
    assert values_of(engine, "training_coverage", YEAR_2024, "topic") == {"gas": 1.0}
    nobody = YEAR_2024.narrowed(programmes=("Q",))
    assert values_of(engine, "training_coverage", nobody) == {(): None}
    assert wholes_of(engine, "training_coverage", nobody) == {(): 0}


def test_coverage_at_each_month_s_end_is_of_the_miners_at_work_then(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas", 2), enrolled("U1", "P1")],
        crew("a"),
        [miner("b"), member("b", "U1", date(2024, 2, 1), date(2024, 4, 30))],
        session("s1", "gas", date(2024, 1, 31), "a", "b"),
    )
    selection = as_of(date(2024, 4, 30))
    by_month = {"2024-01": 1.0, "2024-02": 1.0, "2024-03": 0.0, "2024-04": 0.0}
    assert values_of(engine, "training_coverage", selection, "month") == by_month
    of = {"2024-01": 1, "2024-02": 2, "2024-03": 2, "2024-04": 1}
    assert wholes_of(engine, "training_coverage", selection, "month") == of


def test_lapsing_is_cumulative_and_goes_by_the_last_valid_day(engine: Engine) -> None:
    """As of 1 March 2024; the session held on a day in April 2023 is valid to the day before it."""
    fill(
        engine,
        world(),
        [topic("gas", 12), enrolled("U1", "P1")],
        crew("today", "30", "31", "90", "91", "lapsed"),
        session("s0", "gas", date(2023, 3, 2), "today"),
        session("s1", "gas", date(2023, 4, 1), "30"),  # to 31 March
        session("s2", "gas", date(2023, 4, 2), "31"),
        session("s3", "gas", date(2023, 5, 31), "90"),  # to 30 May
        session("s4", "gas", date(2023, 6, 1), "91"),
        session("s5", "gas", date(2023, 3, 1), "lapsed"),
    )
    selection = as_of(date(2024, 3, 1))
    assert values_of(engine, "training_lapsing", selection) == {"30": 2, "60": 3, "90": 4}
    assert wholes_of(engine, "training_lapsing", selection) == dict.fromkeys(("30", "60", "90"), 5)


def test_lapsing_looks_at_required_topics_and_counts_a_person_once(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [topic("gas", 12), topic("rescue", 12), topic("signs"), topic("accounts", 12, required=False)],
        [enrolled("U1", "P1"), enrolled("U3", "P1")],
        crew("both", "renewed", "forever", "optional"),
        crew("untrained", unit="U3"),
        session("s1", "gas", date(2024, 1, 10), "both", "renewed"),
        session("s2", "rescue", date(2024, 1, 20), "both"),
        session("s3", "gas", date(2024, 6, 1), "renewed"),
        session("s4", "signs", date(2020, 1, 1), "forever"),
        session("s5", "accounts", date(2024, 1, 10), "optional"),
    )
    assert values_of(engine, "training_lapsing", YEAR_2024) == {"30": 1, "60": 1, "90": 1}
    assert wholes_of(engine, "training_lapsing", YEAR_2024)["30"] == 3
    in_30 = {
        key[1:]: value
        for key, value in values_of(engine, "training_lapsing", YEAR_2024, "topic", "region").items()
        if key[0] == "30"
    }
    assert in_30 == {
        ("gas", "PE-ARE"): 1,
        ("rescue", "PE-ARE"): 1,
        ("signs", "PE-ARE"): 0,
        ("gas", "CO-CAU"): 0,
        ("rescue", "CO-CAU"): 0,
        ("signs", "CO-CAU"): 0,
    }
    of = wholes_of(engine, "training_lapsing", YEAR_2024, "topic")
    assert {key[1]: value for key, value in of.items() if key[0] == "30"} == {
        "gas": 2,
        "rescue": 1,
        "signs": 1,
    }


def test_groups_of_nobody_have_no_row(engine: Engine) -> None:
    fill(engine, world(), [topic("gas", 12), enrolled("U1", "P1")])
    assert values_of(engine, "training_coverage", YEAR_2024, "topic") == {}
    assert values_of(engine, "training_lapsing", YEAR_2024) == {}
