"""What outsiders are answered: by one rule, fully or not at all, and nothing that tells of few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import schema as s
from data_access.comparison import compared
from data_access.disclosure.groups import Group
from data_access.disclosure.rules import AMOUNTS, FATAL, NEVER_BY, OPEN, STATES, YEARS, NotForOutsiders
from data_access.figures import figure, figures
from data_access.selection import Against, Selection, last_quarter_end
from data_access.viewer import UNRESTRICTED
from tests.data_access.disclosure.asking import (
    LEAST,
    PRESENTER,
    SPONSOR,
    WHOLE,
    Asked,
    all_groups,
    answers,
    insider,
    number_of,
    questions,
    records,
    segments,
    taken_in,
    upto,
)
from tests.data_access.gold_world import empty, fill
from tests.data_access.people_world import enrolled, world
from tests.data_access.random_stores import END, random_store

YEAR = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31))
QUARTERS_OF_YEAR = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
PLACES = ("programme", "country", "region")


def test_however_it_is_asked_the_answer_is_the_same_and_true(engine: Engine) -> None:
    """As a row among others, or alone by filters; and where it is told, it is what insiders read."""
    fill(engine, random_store(7, 150), [taken_in(7)])
    with engine.connect() as connection:
        places = segments(connection, SPONSOR)
        alone = {
            (quarter, asked): row for quarter, asked, row in answers(connection, SPONSOR, all_groups(places))
        }
        true = {
            (quarter, asked): row
            for quarter, asked, row in answers(connection, insider(SPONSOR), all_groups(places))
        }
        for (name, attribute), place in product(questions(), PLACES):
            by = (place, *([attribute] if attribute else []))
            for row in records(figure(connection, SPONSOR, name, WHOLE, ("quarter", *by))):
                group = Group(**{place: row[place]})
                found = alone[
                    row["quarter"], Asked(name, attribute, group, row[attribute] if attribute else None)
                ]
                assert {key: row[key] for key in found} == found
    told = [key for key, row in alone.items() if not row["suppressed"]]
    assert 20 < len(told) < len(alone)
    for key in told:
        assert (alone[key]["value"], alone[key]["of"]) == pytest.approx((true[key]["value"], true[key]["of"]))
    for key in alone.keys() - told:
        assert (alone[key]["value"], alone[key]["of"]) == (None, None)
    told_of: dict[Asked, list[float]] = {}
    for quarter, asked in sorted(told, key=lambda key: key[0]):
        told_of.setdefault(asked, []).append(number_of(asked, alone[quarter, asked])[0])
    changes = [abs(now - then) for numbers in told_of.values() for then, now in pairwise(numbers)]
    assert len(changes) > 10
    assert min(changes) >= LEAST


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_beside_what_is_withheld_stands_what_was_told_last(engine: Engine, seed: int) -> None:
    """It is what a question about that earlier quarter is answered with, and nothing newer."""
    empty(engine)
    fill(engine, random_store(seed), [taken_in(seed)])
    quarters = [last_quarter_end(date(year, month, 28)) for year in (2023, 2024) for month in (1, 4, 7, 10)]
    with engine.connect() as connection:
        for name, by in product(STATES, ((), ("programme",), ("region",))):
            told: dict[Any, tuple[date, float, float]] = {}
            for day in (*quarters[1:], date(2024, 12, 31)):
                frame = figure(connection, SPONSOR, name, upto(day), by)
                for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
                    group = tuple(row[dimension] for dimension in by)
                    last = (row["last_on"], row["last_value"], row["last_of"])
                    if row["suppressed"]:
                        assert last == told.get(group, (None, None, None))
                    else:
                        assert last == (None, None, None)
                        if row["value"]:  # else there was no unit, and nothing to tell
                            told[group] = (day, row["value"], row["of"])


def test_quarters_in_one_answer_are_told_like_each_alone(engine: Engine) -> None:
    fill(engine, random_store(7), [taken_in(7)])
    with engine.connect() as connection:
        for name in STATES:
            together = figure(connection, SPONSOR, name, YEAR, ["quarter", "year", "region"])
            alone = {
                f"2024-Q{number}": figure(connection, SPONSOR, name, upto(last), ["region"])
                for number, last in enumerate(QUARTERS_OF_YEAR, 1)
            }
            assert {*together["quarter"]} == {code for code, frame in alone.items() if len(frame)}
            for code, frame in alone.items():
                rows = together[together["quarter"] == code].drop(columns=["quarter", "year"])
                assert records(rows) == records(frame)
            assert {*together["year"]} == {"2024"}


def test_what_is_withheld_in_either_period_has_no_change(engine: Engine) -> None:
    fill(engine, random_store(7, 200), [taken_in(7)])
    year = replace(YEAR, against=Against.last_year)
    with engine.connect() as connection:
        both = compared(connection, SPONSOR, "active_miners", year, ["quarter", "region"])
        told = [figure(connection, SPONSOR, "active_miners", when, ["quarter", "region"])
                for when in (year, year.compared())]  # fmt: skip
    assert both["suppressed"].sum() == told[0]["suppressed"].sum() > 0
    assert both["suppressed_before"].sum() == told[1]["suppressed"].sum() > 0
    assert both["value"].isna().equals(both["suppressed"])
    assert both["before"].isna().equals(both["suppressed_before"])
    assert both["change"].isna().equals(both["suppressed"] | both["suppressed_before"])
    assert both["change"].notna().any()


def test_every_figure_is_open_a_state_an_amount_or_not_told() -> None:
    kinds: list[set[str]] = [OPEN, {*STATES}, {*YEARS}, {*AMOUNTS}, FATAL]
    assert all(not one & other for one, other in combinations(kinds, 2))
    assert set().union(*kinds) <= figures().keys()
    of_people = {name for name, found in figures().items() if found.unit in ("people", "grams", "kilograms")}
    assert not OPEN & of_people


@pytest.mark.parametrize(
    ("name", "selection", "by", "why"),
    [
        ("production_units", Selection(date(2024, 2, 1), END, END), (), "whole quarters"),
        ("production_units", Selection(date(2024, 1, 1), date(2024, 11, 30), END), (), "whole quarters"),
        ("production_units", Selection(date(2024, 1, 1), date(2025, 3, 31), END), (), "whole quarters"),
        ("production_units", YEAR.narrowed(programmes=("P1", "P2")), (), "all or one of the programmes"),
        ("production_units", YEAR.narrowed(countries=("PE", "CO")), (), "all or one of the countries"),
        ("production_units", YEAR.narrowed(regions=("PE-ARE", "CO-CAU")), (), "all or one of the regions"),
        ("production_units", YEAR.narrowed(sponsors=("S1",)), (), "no sponsor"),
        ("production_units", YEAR.narrowed(organisations=("A1",)), (), "no organisation"),
        ("production_units", YEAR, ("programme", "country", "ladder", "year"), "2 dimensions at most"),
        *(("production_units", YEAR, (dimension,), "nothing by") for dimension in NEVER_BY),
        ("active_miners", YEAR, ("sex", "relation"), "by relation or sex, one at a time"),
        ("insured", YEAR, ("sex",), "not told insured by sex"),
        ("insured", YEAR, ("product", "relation"), "not told insured by relation"),
        ("turnover", YEAR, ("direction",), "not told to sponsors"),
        # There are as many sets of protective equipment as people.
        ("provision_in_service", YEAR, (), "not told to sponsors"),
    ],
)
def test_a_question_that_outsiders_can_not_ask_is_refused_in_words(
    engine: Engine, name: str, selection: Selection, by: tuple[str, ...], why: str
) -> None:
    with engine.connect() as connection:
        for viewer in (SPONSOR, PRESENTER):
            with pytest.raises(NotForOutsiders, match=why):
                figure(connection, viewer, name, selection, by)
        figure(connection, UNRESTRICTED, name, selection, by)


DEATHS = (("U1", "fatal", date(2024, 2, 3)), ("U3", "fatal", date(2024, 11, 5)))
INJURIES = (("U2", "lost_time", date(2024, 5, 6)), ("U1", "near_miss", date(2024, 2, 9)))


def happened(*incidents: tuple[str, str, date]) -> list[s.Record]:
    """Three units in programmes, and what happened at them."""
    return [
        *world(),
        *(enrolled(unit, programme) for unit, programme in (("U1", "P1"), ("U2", "P1"), ("U3", "Q"))),
        *(
            s.Incident(id=f"I{number}", unit_id=unit, occurred_on=day, severity=severity, kind="accident",
                       cause="rockfall", people_hurt=0 if severity == "near_miss" else 1)
            for number, (unit, severity, day) in enumerate(incidents)
        ),
    ]  # fmt: skip


@pytest.mark.parametrize("by", [(), ("severity",), ("quarter",), ("region",), ("programme", "year")])
def test_fatal_incidents_are_told_like_to_everybody(engine: Engine, by: tuple[str, ...]) -> None:
    """Whether or not a severity is named, and nothing of the others."""
    fill(engine, happened(*DEATHS, *INJURIES))
    with engine.connect() as connection:
        for name, only in product(sorted(FATAL), ({}, {"severity": "fatal"})):
            told = records(figure(connection, PRESENTER, name, YEAR, by, only))
            read = records(figure(connection, UNRESTRICTED, name, YEAR, by, {"severity": "fatal"}))
            assert not any(row["suppressed"] for row in told)
            found = [{key: row[key] for key in read[0]} for row in told]
            assert [row for row in found if row["value"]] == [row for row in read if row["value"]]
            assert sum(row["value"] for row in found) == len(DEATHS)


@pytest.mark.parametrize("by", [(), ("quarter",), ("quarter", "year"), ("region",), ("cause", "year")])
def test_incidents_that_are_not_fatal_leave_no_trace(engine: Engine, by: tuple[str, ...]) -> None:
    answers = []
    for incidents in (DEATHS[:1], (*DEATHS[:1], *INJURIES)):
        empty(engine)
        fill(engine, happened(*incidents))
        with engine.connect() as connection:
            answers.append(records(figure(connection, SPONSOR, "incidents", YEAR, by)))
            with pytest.raises(NotForOutsiders, match="fatal ones"):
                figure(connection, SPONSOR, "incidents", YEAR, by, {"severity": "lost_time"})
    assert answers[0] == answers[1]


def test_without_fatal_incidents_there_are_none(engine: Engine) -> None:
    fill(engine, happened())
    with engine.connect() as connection:
        whole = figure(connection, PRESENTER, "incidents", YEAR)
        quarters = figure(connection, PRESENTER, "incidents", YEAR, ["quarter"])
    assert list(whole["value"]) == [0]
    assert dict(zip(quarters["quarter"], quarters["value"], strict=True)) == dict.fromkeys(
        ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"), 0
    )


def test_a_group_without_units_is_none_and_not_withheld(engine: Engine) -> None:
    with engine.connect() as connection:
        told = figure(connection, PRESENTER, "active_miners", YEAR)
        assert told[["value", "suppressed"]].to_dict("records") == [{"value": 0, "suppressed": False}]
        assert figure(connection, PRESENTER, "active_miners", YEAR, ["region"]).empty


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (date(2024, 12, 31), date(2024, 12, 31)),
        (date(2024, 12, 30), date(2024, 9, 30)),
        (date(2024, 1, 1), date(2023, 12, 31)),
        (date(2024, 6, 30), date(2024, 6, 30)),
        (date(2024, 5, 31), date(2024, 3, 31)),
    ],
)
def test_the_last_quarter_that_ended(day: date, ends: date) -> None:
    assert last_quarter_end(day) == ends
