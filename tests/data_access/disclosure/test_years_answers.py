"""What outsiders are answered about the people of a calendar year."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from sqlalchemy import Engine, delete, select, update

from data_access import schema as s
from data_access.attributed import attributed_to
from data_access.comparison import compared
from data_access.disclosure.rules import YEARS, NotForOutsiders
from data_access.figures import figure
from data_access.selection import Selection
from tests.data_access.disclosure.asking import PRESENTER, SPONSOR, WHOLE, insider, records, taken_in
from tests.data_access.gold_world import fill
from tests.data_access.random_stores import END, random_store

# The day after which no unit is enrolled, where a test takes them away.
UNTIL = date(2023, 12, 15)
PLACES = ((), ("programme",), ("region",), ("country",))


def year(number: int) -> Selection:
    return Selection(date(number, 1, 1), date(number, 12, 31), END)


@pytest.fixture
def store(engine: Engine) -> Engine:
    fill(engine, random_store(7, 200), [taken_in(7)])
    return engine


def test_what_is_told_of_a_year_is_what_insiders_read(store: Engine) -> None:
    told = withheld = 0
    with store.connect() as connection:
        for name, viewer, place in product(YEARS, (SPONSOR, PRESENTER), PLACES):
            for by in [place, *((*place, attribute) for attribute in YEARS[name])]:
                true = {
                    tuple(row[code] for code in (*by, "year")): row["value"]
                    for row in records(figure(connection, insider(viewer), name, WHOLE, (*by, "year")))
                }
                for row in records(figure(connection, viewer, name, WHOLE, (*by, "year"))):
                    if row["suppressed"]:
                        assert (row["value"], row["of"]) == (None, None)
                        withheld += 1
                    else:
                        assert row["value"] == true[tuple(row[code] for code in (*by, "year"))]
                        assert row["value"] >= viewer.least_people
                        told += 1
    assert told > 5
    assert withheld > 5


def test_a_year_is_answered_alike_alone_and_among_others(store: Engine) -> None:
    with store.connect() as connection:
        for name, place in product(YEARS, PLACES):
            rows = records(figure(connection, SPONSOR, name, WHOLE, ("year", *place)))
            for number in (2023, 2024):
                alone = records(figure(connection, SPONSOR, name, year(number), place))
                assert [{"year": str(number), **row} for row in alone] == [
                    row for row in rows if row["year"] == str(number)
                ]


def test_years_that_are_cut_are_left_out(store: Engine) -> None:
    longer = Selection(date(2023, 7, 1), date(2024, 12, 31), END)
    with store.connect() as connection:
        assert list(figure(connection, PRESENTER, "people_trained", longer, ["year"])["year"]) == ["2024"]


@pytest.mark.parametrize(
    ("selection", "by", "why"),
    [
        (WHOLE, (), "choose 2024, from 1 January to 31 December"),
        (Selection(date(2024, 1, 1), date(2024, 3, 31), END), (), "whole calendar years"),
        (Selection(date(2023, 7, 1), date(2024, 6, 30), END), (), "whole calendar years"),
        (Selection(date(2023, 1, 1), date(2023, 12, 31), date(2024, 9, 30)), ("quarter",), "by quarter"),
        (WHOLE, ("year", "topic"), "by topic"),
        (WHOLE, ("year", "unit"), "nothing by units"),
    ],
)
def test_other_periods_are_refused_in_words(
    store: Engine, selection: Selection, by: tuple[str, ...], why: str
) -> None:
    with store.connect() as connection, pytest.raises(NotForOutsiders, match=why):
        figure(connection, PRESENTER, "people_trained", selection, by)


def test_a_year_is_compared_with_the_one_before(store: Engine) -> None:
    with store.connect() as connection:
        both = records(compared(connection, PRESENTER, "people_trained", year(2024)))[0]
        now, then = (
            records(figure(connection, PRESENTER, "people_trained", year(number)))[0]
            for number in (2024, 2023)
        )
    assert (both["value"], both["before"]) == (now["value"], then["value"])
    assert (both["suppressed"], both["suppressed_before"]) == (now["suppressed"], then["suppressed"])


def test_a_programme_has_a_row_whether_or_not_anybody_counts(store: Engine) -> None:
    """Where units have left, people may still be insured: no row would be read as nobody."""
    with store.begin() as connection:
        connection.execute(delete(s.Enrolment).where(s.Enrolment.first_day > UNTIL))
        connection.execute(update(s.Enrolment).values(last_day=UNTIL))
    with store.connect() as connection:
        rows = records(figure(connection, PRESENTER, "people_insured", WHOLE, ("programme", "year")))
        assert {row["year"] for row in rows} >= {"2023", "2024"}
        programmes = {row["programme"] for row in rows}
        assert {(row["programme"], row["year"]) for row in rows} == {*product(programmes, ("2023", "2024"))}
        assert all(row["suppressed"] or row["value"] >= PRESENTER.least_people for row in rows)
        for name in YEARS:
            shares = attributed_to(connection, PRESENTER, name, year(2024))
            assert shares["suppressed"].any()
            assert shares.loc[~shares["suppressed"], "whole"].ge(PRESENTER.least_people).all()
            both = compared(connection, PRESENTER, name, year(2024), ["programme"])
            assert both.loc[~both["suppressed"], "value"].ge(PRESENTER.least_people).all()
            assert both.loc[~both["suppressed_before"], "before"].ge(PRESENTER.least_people).all()


def test_years_after_the_last_in_which_anybody_counts_are_answered(store: Engine) -> None:
    with store.begin() as connection:
        later = select(s.TrainingSession.id).where(s.TrainingSession.held_on > UNTIL)
        connection.execute(delete(s.Attendance).where(s.Attendance.session_id.in_(later)))
        connection.execute(delete(s.Enrolment).where(s.Enrolment.first_day > UNTIL))
        connection.execute(update(s.Enrolment).values(last_day=UNTIL))
    with store.connect() as connection:
        for by in (["year"], ["year", "sex"]):
            rows = figure(connection, PRESENTER, "people_trained", WHOLE, by)
            assert rows[rows["year"] == "2024"]["suppressed"].all()
            assert not rows[rows["year"] == "2023"]["suppressed"].all()
