"""Incidents, people hurt and their rate against small cases computed by hand."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.incidents import FatalIncident, fatal_incidents
from data_access.schema.protection import SEVERITIES
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import fill, values_of, wholes_of
from tests.data_access.people_world import LONG_AGO, YEAR_2024, as_of, enrolled, member, miner, world

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
NONE = dict.fromkeys(SEVERITIES, 0)
YEAR_2023 = Selection(date(2023, 1, 1), date(2023, 12, 31), date(2030, 1, 1))


def incident(
    key: str,
    day: date,
    severity: str = "lost_time",
    unit: str = "U1",
    hurt: int = 1,
    cause: str = "rockfall",
    statement: str | None = None,
) -> s.Incident:
    kind = "near_miss" if severity == "near_miss" else "accident"
    return s.Incident(
        id=key,
        unit_id=unit,
        occurred_on=day,
        kind=kind,
        severity=severity,
        cause=cause,
        people_hurt=hurt,
        statement=statement,
    )


def crew(unit: str, count: int, joined: date = LONG_AGO, left: date | None = None) -> list[s.Record]:
    codes = [f"{unit}-{number}" for number in range(count)]
    return [row for code in codes for row in (miner(code), member(code, unit, joined, left))]


def test_incidents_of_the_period_at_units_enrolled_that_day(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1", date(2023, 6, 1), date(2024, 6, 30)), enrolled("U3", "Q")],
        [
            incident("before", date(2023, 12, 31), "fatal"),
            incident("first day", FIRST, "near_miss", hurt=0),
            incident("leap day", date(2024, 2, 29), "first_aid", hurt=2),
            incident("last enrolled day", date(2024, 6, 30), hurt=3),
            incident("closed", date(2024, 7, 1), "fatal"),
            incident("not enrolled", date(2024, 3, 1), "fatal", "U2"),
            incident("last day", LAST, "permanent_disability", "U3"),
            incident("after", date(2025, 1, 1), "fatal", "U3"),
        ],
    )
    counted = NONE | {"near_miss": 1, "first_aid": 1, "lost_time": 1, "permanent_disability": 1}
    assert values_of(engine, "incidents", YEAR_2024) == counted
    hurt = NONE | {"first_aid": 2, "lost_time": 3, "permanent_disability": 1}
    assert values_of(engine, "people_hurt", YEAR_2024) == hurt
    leap_day = Selection(date(2024, 2, 29), date(2024, 2, 29), date(2030, 1, 1))
    assert values_of(engine, "incidents", leap_day) == NONE | {"first_aid": 1}
    not_known = Selection(FIRST, LAST, date(2024, 6, 29))
    assert values_of(engine, "incidents", not_known) == NONE | {"near_miss": 1, "first_aid": 1}


def test_every_severity_stands_in_every_group_and_where_nothing_happened(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U3", "Q")],
        [
            incident("a", FIRST, "fatal", cause="gas"),
            incident("b", date(2024, 5, 1), "near_miss", "U3", hurt=0, cause="fall"),
        ],
    )
    by_region = values_of(engine, "incidents", YEAR_2024, "region")
    assert by_region == {
        (severity, region): int((severity, region) in (("fatal", "PE-ARE"), ("near_miss", "CO-CAU")))
        for severity in SEVERITIES
        for region in ("PE-ARE", "CO-CAU")
    }
    by_cause = values_of(engine, "incidents", YEAR_2024, "cause", "kind")
    assert by_cause["fatal", "gas", "accident"] == by_cause["near_miss", "fall", "near_miss"] == 1
    by_month = values_of(engine, "people_hurt", YEAR_2024, "month")
    assert (by_month["fatal", "2024-01"], by_month["near_miss", "2024-05"]) == (1, 0)
    assert values_of(engine, "incidents", YEAR_2023) == NONE
    assert values_of(engine, "incidents", YEAR_2023, "region") == {}


def test_an_incident_at_a_unit_in_two_programmes_counts_in_each_and_once_in_the_whole(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U1", "P2"), enrolled("U1", "Q", last=date(2024, 3, 1))],
        # Enrolled in one programme twice over: still one.
        [enrolled("U1", "P1", date(2024, 1, 1))],
        [incident("a", date(2024, 4, 1), hurt=2)],
    )
    assert values_of(engine, "incidents", YEAR_2024)["lost_time"] == 1
    assert values_of(engine, "people_hurt", YEAR_2024)["lost_time"] == 2
    by_programme = values_of(engine, "people_hurt", YEAR_2024, "programme")
    assert {code: n for (severity, code), n in by_programme.items() if severity == "lost_time"} == {
        "P1": 2,
        "P2": 2,
    }
    by_ladder = values_of(engine, "people_hurt", YEAR_2024, "ladder")
    assert by_ladder["lost_time", "L"] == 2
    by_sponsor = values_of(engine, "incidents", YEAR_2024, "sponsor")
    assert (by_sponsor["lost_time", "S1"], by_sponsor["lost_time", "S2"]) == (1, 1)
    assert values_of(engine, "incidents", YEAR_2024.narrowed(programmes=("Q",))) == NONE
    assert values_of(engine, "incidents", YEAR_2024.narrowed(sponsors=("S1",)))["lost_time"] == 1
    assert values_of(engine, "incidents", YEAR_2024.narrowed(countries=("CO",))) == NONE


def test_the_rate_is_of_people_hurt_with_lost_time_or_worse(engine: Engine) -> None:
    """Three hundred miners for a year of 365 days: one injury is 333 in 100,000."""
    fill(
        engine,
        world(),
        [enrolled("U1", "P1")],
        crew("U1", 300),
        [
            incident("a", date(2023, 5, 1)),
            incident("b", date(2023, 6, 1), "first_aid", hurt=2),
            incident("c", date(2023, 6, 2), "near_miss", hurt=0),
            incident("d", date(2023, 7, 1), "permanent_disability", hurt=2),
            incident("e", date(2023, 8, 1), "fatal"),
        ],
    )
    assert values_of(engine, "injury_rate", YEAR_2023) == {(): pytest.approx(4 / 300 * 100_000)}
    assert wholes_of(engine, "injury_rate", YEAR_2023) == {(): 4}
    one = pytest.approx(100_000 / 300)
    assert values_of(engine, "injury_rate", YEAR_2023, "severity") == {
        "lost_time": one,
        "permanent_disability": pytest.approx(200_000 / 300),
        "fatal": one,
    }
    hurt = {"lost_time": 1, "permanent_disability": 2, "fatal": 1}
    assert wholes_of(engine, "injury_rate", YEAR_2023, "severity") == hurt
    assert values_of(engine, "person_years", YEAR_2023) == {(): pytest.approx(300)}


@pytest.mark.parametrize(
    ("joined", "left", "first", "last", "days"),
    [
        (LONG_AGO, None, FIRST, LAST, 366),  # a leap year
        (LONG_AGO, None, date(2024, 2, 29), date(2024, 2, 29), 1),
        (date(2024, 2, 29), date(2024, 3, 1), FIRST, LAST, 1),
        (LONG_AGO, FIRST, FIRST, LAST, 0),  # gone on the day left
        (LONG_AGO, date(2024, 1, 2), FIRST, LAST, 1),
        (LAST, None, FIRST, LAST, 1),
        (date(2025, 1, 1), None, FIRST, LAST, 0),
        (date(2024, 6, 1), date(2024, 6, 11), date(2024, 6, 5), LAST, 6),
    ],
)
def test_days_of_membership_in_the_period(
    joined: date, left: date | None, first: date, last: date, days: int, engine: Engine
) -> None:
    fill(engine, world(), [enrolled("U1", "P1"), miner("a"), member("a", "U1", joined, left)])
    selection = Selection(first, last, date(2030, 1, 1))
    assert values_of(engine, "person_years", selection) == {(): pytest.approx(days / 365)}
    assert values_of(engine, "injury_rate", selection) == {(): 0 if days else None}


def test_days_are_those_of_enrolments_and_up_to_the_data_date(engine: Engine) -> None:
    fill(
        engine,
        world(),
        # P1 and P2 overlap, the one in P2 within it; a second one in P1 begins inside and ends later.
        [enrolled("U1", "P1", date(2024, 1, 11), date(2024, 1, 30))],
        [enrolled("U1", "P2", date(2024, 1, 15), date(2024, 1, 20))],
        [enrolled("U1", "P1", date(2024, 1, 26), date(2024, 2, 4))],
        [enrolled("U1", "Q", date(2024, 3, 1))],
        [miner("a"), member("a", "U1", left=date(2024, 3, 6)), member("a", "U1", date(2024, 3, 11))],
    )
    selection = Selection(FIRST, LAST, date(2024, 3, 12))

    def days(*by: str, of: Selection = selection) -> dict[object, int]:
        return {
            codes: round(years * 365) for codes, years in values_of(engine, "person_years", of, *by).items()
        }

    assert days() == {(): 25 + 5 + 2}
    assert days("programme") == {"P1": 25, "P2": 6, "Q": 7}
    assert days("ladder") == {"L": 25, "M": 7}
    assert days("sponsor") == {"S1": 25 + 7, "S2": 25}
    assert days("month") == {"2024-01": 21, "2024-02": 4, "2024-03": 7}
    assert days(of=selection.narrowed(programmes=("P2", "Q"))) == {(): 13}
    assert days(of=selection.narrowed(regions=("PE-PUN",))) == {(): 0}


def test_people_hurt_where_nobody_is_recorded_at_work_have_no_rate_but_are_told(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U2", "P1")],
        crew("U2", 1),
        [incident("a", FIRST, "fatal", hurt=2)],
    )
    values = values_of(engine, "injury_rate", YEAR_2024, "unit")
    assert values == {"U1": None, "U2": 0}
    assert wholes_of(engine, "injury_rate", YEAR_2024, "unit") == {"U1": 2, "U2": 0}
    by_severity = wholes_of(engine, "injury_rate", YEAR_2024, "unit", "severity")
    assert by_severity == {
        (unit, severity): 2 * (unit == "U1" and severity == "fatal")
        for unit in ("U1", "U2")
        for severity in ("lost_time", "permanent_disability", "fatal")
    }


def test_fatal_incidents_are_told_with_their_statement_and_without_the_unit(engine: Engine) -> None:
    fill(
        engine,
        world(),
        [enrolled("U1", "P1"), enrolled("U1", "P2"), enrolled("U3", "Q")],
        [
            incident("a", date(2024, 2, 29), "fatal", statement="Work was stopped."),
            incident("b", LAST, "fatal", "U3", hurt=2, cause="gas"),
            incident("c", LAST, "permanent_disability", "U3"),
            incident("d", LAST, "fatal", "U2"),
            incident("e", date(2025, 1, 1), "fatal"),
        ],
    )
    rockfall = FatalIncident(date(2024, 2, 29), ("P1", "P2"), "PE-ARE", "rockfall", 1, "Work was stopped.")
    gas = FatalIncident(LAST, ("Q",), "CO-CAU", "gas", 2, None)

    def told(selection: Selection) -> tuple[FatalIncident, ...]:
        with engine.connect() as connection:
            return fatal_incidents(connection, UNRESTRICTED, selection)

    assert told(YEAR_2024) == (gas, rockfall)
    assert told(YEAR_2024.narrowed(programmes=("Q",))) == (gas,)
    assert told(YEAR_2024.narrowed(sponsors=("S2",))) == (rockfall,)
    (of_p2,) = told(YEAR_2024.narrowed(programmes=("P2",)))
    assert of_p2.programmes == ("P2",)
    assert told(as_of(date(2024, 2, 28))) == ()
    assert told(Selection(FIRST, LAST, date(2024, 12, 30))) == (rockfall,)
