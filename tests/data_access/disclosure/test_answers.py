"""What outsiders are answered: by one rule, fully or not at all, and nothing that tells of few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sqlalchemy import Connection, Engine

from data_access import schema as s
from data_access.comparison import compared
from data_access.disclosure.blocks import Group, Segment, groups_of
from data_access.disclosure.rules import AMOUNTS, FATAL, NEVER_BY, OPEN, STATES, NotForOutsiders
from data_access.figures import figure, figures
from data_access.rights import Rights
from data_access.schema.people import RELATIONS, SEXES
from data_access.selection import Against, Selection, last_quarter_end
from data_access.viewer import UNRESTRICTED, Role, Viewer
from tests.data_access.gold_world import empty, fill
from tests.data_access.random_stores import END, random_store

LEAST = 3
SPONSOR = Viewer("sponsor@x.org", Role.sponsor, Rights(("P1", "P2", "Q")), LEAST)
PRESENTER = Viewer("presenter@x.org", Role.presenter, least_people=LEAST)
YEAR = Selection(date(2024, 1, 1), date(2024, 12, 31), date(2024, 12, 31))
QUARTERS_OF_YEAR = [date(2024, 3, 31), date(2024, 6, 30), date(2024, 9, 30), date(2024, 12, 31)]
QUARTERS = [date(2023, 9, 30), date(2024, 3, 31)]
SLACK = 1e-6
# One person at work: in a segment, with a sex, a relation, insured or not, trained or not.
Atom = tuple[Segment, str, str, bool, bool]


def taken_in(seed: int) -> s.PackageImport:
    """What tells the data of one seed from those of another: answers are kept for as long as they stay."""
    return s.PackageImport(
        name="random", title="Random", version="1", data_date=END, sample=False, row_count=1,
        content_hash=str(seed), imported_at=datetime(2025, 1, 1),
    )  # fmt: skip


def upto(day: date, **filters: tuple[str, ...]) -> Selection:
    """The quarter that a day ends."""
    return Selection(date(day.year, day.month - 2, 1), day, END).narrowed(**filters)


def segments(connection: Connection, viewer: Viewer, day: date) -> list[Segment]:
    """Where units are enrolled: everybody may know that."""
    by = ("programme", "country", "region", "unit")
    found = figure(connection, _insider(viewer), "production_units", upto(day), by)
    return sorted(
        {
            Segment(tuple(sorted(rows["programme"])), *rows.iloc[0][["country", "region"]])
            for _, rows in found.groupby("unit")
        }
    )


def _insider(viewer: Viewer) -> Viewer:
    return Viewer(viewer.name, Role.coordinator, viewer.rights)


def answers(
    connection: Connection, viewer: Viewer, day: date
) -> Iterator[tuple[str, Group, str | None, Any]]:
    """Everything that can be asked of a day: figure, group, code and row, each way of asking it."""
    groups = groups_of(segments(connection, viewer, day))
    filters = [
        {
            name: (code,)
            for name, code in zip(
                ("programmes", "countries", "regions"),
                (group.programme, group.country, group.region),
                strict=True,
            )
            if code
        }
        for group in groups
    ]
    for name, attributes in STATES.items():
        places = ("programme", "country", "region")
        for by in ((), *((one,) for one in (*places, *attributes)), *product(places, attributes), places[:2]):
            for chosen in filters:
                frame = figure(connection, viewer, name, upto(day, **chosen), by)
                for row in frame.to_dict("records"):
                    codes = {plural: codes[0] for plural, codes in chosen.items()}
                    region = row.get("region") or codes.get("regions")
                    country = None if region else row.get("country") or codes.get("countries")
                    group = Group(row.get("programme") or codes.get("programmes"), country, region)
                    yield name, group, next((row[a] for a in attributes if a in by), None), row


def known(connection: Connection, viewer: Viewer, day: date) -> dict[tuple[str, Group, str | None], float]:
    """Every number of people that is told; the same question always has the same answer."""
    told: dict[tuple[str, Group, str | None], float] = {}
    for name, group, code, row in answers(connection, viewer, day):
        if row["suppressed"]:
            assert pd.isna(row["value"])
            assert pd.isna(row["of"])
            assert (name, group, code) not in told
            continue
        number = row["value"] * row["of"] if name == "training_coverage" else row["value"]
        assert told.setdefault((name, group, code), number) == pytest.approx(number)
        if name != "active_miners":
            assert told.setdefault(("active_miners", group, None), row["of"]) == row["of"]
    return told


def has(atom: Atom, name: str, group: Group, code: str | None) -> bool:
    """Whether a person counts in an answer."""
    segment, sex, relation, insured, trained = atom
    own = {"active_miners": code in (None, sex, relation), "insured": insured, "training_coverage": trained}
    return group.holds(segment) and own[name]


def small_numbers(
    connection: Connection, viewer: Viewer, day: date
) -> Iterator[tuple[str, Group, str | None]]:
    """What is really smaller than may be told: of each figure and attribute, in each group."""
    for group in groups_of(segments(connection, viewer, day)):
        chosen = {
            "programmes": (group.programme,) if group.programme else (),
            "countries": (group.country,) if group.country else (),
            "regions": (group.region,) if group.region else (),
        }
        for name, attributes in STATES.items():
            for attribute in (None, *attributes):
                by = (attribute,) if attribute else ()
                frame = figure(connection, _insider(viewer), name, upto(day, **chosen), by)
                values = dict(zip(frame[attribute], frame["value"], strict=True)) if attribute else {}
                for code in {"sex": SEXES, "relation": RELATIONS}.get(attribute or "", (None,)):
                    value = values.get(code, 0) if attribute else frame["value"].iloc[0]
                    of = frame["of"].iloc[0] if name == "training_coverage" else 1
                    if (0 if pd.isna(value) else value * of) < LEAST:
                        yield name, group, code


@pytest.mark.parametrize("viewer", [SPONSOR, PRESENTER], ids=["sponsor", "presenter"])
@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_no_small_number_is_narrowed_by_all_answers_together(
    engine: Engine, viewer: Viewer, seed: int
) -> None:
    """Whoever asks everything, and reckons with it, can't tell a small number from any other small one."""
    empty(engine)
    fill(engine, random_store(seed), [taken_in(seed)])
    with engine.connect() as connection:
        for day in QUARTERS:
            atoms: list[Atom] = list(
                product(segments(connection, viewer, day), SEXES, RELATIONS, (True, False), (True, False))
            )
            if not atoms:
                continue
            told = known(connection, viewer, day)
            rows = np.array([[has(atom, *asked) for atom in atoms] for asked in told], dtype=float)
            equalities = {"A_eq": rows, "b_eq": list(told.values())} if told else {}
            for asked in small_numbers(connection, viewer, day):
                wanted = np.array([has(atom, *asked) for atom in atoms], dtype=float)
                for sign, limit in ((1, 0), (-1, LEAST - 1)):
                    solved = linprog(sign * wanted, **equalities, bounds=(0, 60), method="highs")
                    assert solved.status == 0
                    assert solved.fun <= sign * limit + SLACK, (day, asked, sign)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_what_is_told_is_what_insiders_read(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed), [taken_in(seed)])
    with engine.connect() as connection:
        for (name, group, code), number in known(connection, SPONSOR, QUARTERS[-1]).items():
            chosen = {"programmes": (group.programme,)} if group.programme else {}
            chosen |= {"countries": (group.country,)} if group.country else {}
            chosen |= {"regions": (group.region,)} if group.region else {}
            attribute = "sex" if code in SEXES else "relation"
            only = {attribute: code} if code else None
            frame = figure(connection, _insider(SPONSOR), name, upto(QUARTERS[-1], **chosen), only=only)
            of = frame["of"].iloc[0] if name == "training_coverage" else 1
            assert frame["value"].iloc[0] * of == pytest.approx(number)


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


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values; missing is None."""
    found: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return found


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
        both = compared(connection, SPONSOR, "insured", year, ["quarter", "region"])
        told = [figure(connection, SPONSOR, "insured", when, ["quarter", "region"])
                for when in (year, year.compared())]  # fmt: skip
    assert both["suppressed"].sum() == told[0]["suppressed"].sum() > 0
    assert both["suppressed_before"].sum() == told[1]["suppressed"].sum() > 0
    assert both["value"].isna().equals(both["suppressed"])
    assert both["before"].isna().equals(both["suppressed_before"])
    assert both["change"].isna().equals(both["suppressed"] | both["suppressed_before"])
    assert both["change"].notna().any()


def test_every_figure_is_open_a_state_an_amount_or_not_told() -> None:
    kinds: list[set[str]] = [OPEN, {*STATES}, {*AMOUNTS}, FATAL]
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
        ("production_units", YEAR, ("programme", "country", "year"), "2 dimensions at most"),
        *(("production_units", YEAR, (dimension,), "nothing by") for dimension in NEVER_BY),
        ("insured", YEAR, ("sex",), "not told insured by sex"),
        ("people_trained", YEAR, (), "not told to sponsors"),
        ("incidents", YEAR, (), "fatal ones"),
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


def test_fatal_incidents_are_told_like_to_everybody(engine: Engine) -> None:
    fill(engine, random_store(7), [taken_in(7)])
    with engine.connect() as connection:
        for name in FATAL:
            told = figure(connection, PRESENTER, name, YEAR, only={"severity": "fatal"})
            read = figure(connection, UNRESTRICTED, name, YEAR, only={"severity": "fatal"})
            assert list(told["value"]) == list(read["value"])
            assert not told["suppressed"].any()


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
