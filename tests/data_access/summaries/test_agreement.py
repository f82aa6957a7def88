"""What the summaries say is what the records say: every figure, by any dimensions, over random stores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from data_access.figures import figure, figures, known_figure
from data_access.frames import frame_of
from data_access.premium import premium_trace
from data_access.rights import Rights
from data_access.selection import Selection
from data_access.stages import standing as standing_in_records
from data_access.summaries.answering import ANSWERS, answered
from data_access.summaries.answers.gold import accounts
from data_access.summaries.checking import check
from data_access.summaries.standing import standing as standing_kept
from data_access.viewer import UNRESTRICTED, Role, Viewer
from tests.data_access import random_gold
from tests.data_access.gold_world import empty, fill
from tests.data_access.random_gold import RandomStore
from tests.data_access.random_indicators import any_day, random_indicators
from tests.data_access.random_plans import random_plans
from tests.data_access.random_stores import (
    MINING,
    SOME_STORES,
    SPONSORS,
    random_safety,
    random_standing,
    random_store,
)
from tests.data_access.summaries.summarised import from_records, from_summaries, summarise

DATA_DATE = date(2024, 11, 20)
SELECTIONS = (
    Selection(date(2024, 1, 1), date(2024, 12, 31), DATA_DATE),
    Selection(date(2023, 4, 15), date(2024, 2, 10), DATA_DATE),
    Selection(date(2022, 1, 1), date(2024, 6, 30), DATA_DATE, programmes=("P1", "Q")),
    Selection(date(2023, 10, 1), date(2024, 9, 30), DATA_DATE, sponsors=("S1", "S2"), countries=("PE",)),
    Selection(date(2023, 1, 1), date(2024, 3, 31), DATA_DATE, regions=("PE-ARE", "CO-CAU")),
    Selection(date(2024, 3, 5), date(2024, 3, 25), DATA_DATE),
    Selection(date(2024, 12, 1), date(2024, 12, 31), DATA_DATE),
    Viewer("somebody", Role.coordinator, Rights(("P1", "P2"), ("PE-ARE", "PE-PUN"))).within(
        Selection(date(2023, 2, 3), date(2024, 8, 7), DATA_DATE)
    ),
)
OF_GOLD = {
    *("gold_sold", "gold_under_standard", "gold_traceable"),
    *("premium_due", "premium_received", "premium_spent", "premium_balance"),
}
OF_ORGANISATIONS = {
    *("certified_organisations", "craft_reports_current", "organisations_assessed"),
    *("open_risks", "risks_mitigated", "finance_access"),
}
OF_PLANS = {"plan_progress", "overdue_actions"}
OF_INDICATORS = {
    *("working_conditions", "survey_answers", "miners_formalised", "responsible_gold", "money_mobilised"),
    *("mercury_avoided", "mercury_reduction"),
}
GOLD_SELECTIONS = (
    *random_gold.SELECTIONS,
    Selection(date(2023, 3, 15), date(2024, 1, 10), random_gold.DATA_DATE),
    Selection(date(2024, 9, 1), date(2024, 12, 31), random_gold.DATA_DATE),
    Viewer("somebody", Role.coordinator, Rights(None, ("PE-ARE", "CO-ANT"))).within(
        Selection(date(2023, 1, 1), date(2024, 5, 7), random_gold.DATA_DATE)
    ),
    Viewer("somebody", Role.coordinator, Rights(("P1",), None)).within(
        Selection(date(2022, 2, 3), date(2024, 8, 7), random_gold.DATA_DATE)
    ),
)
# Selections of a figure that are tried, and its breakdowns in each, besides none.
SELECTIONS_TRIED, TRIED = 4, 3


@SOME_STORES
@given(seed=st.integers(0, 2**32))
def test_every_figure_is_as_from_the_records(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed), random_safety(seed), random_standing(seed))
    summarise(engine, DATA_DATE)
    figures()
    agree(engine, ANSWERS.keys() - OF_GOLD - OF_PLANS - OF_INDICATORS, SELECTIONS, Random(seed))


@SOME_STORES
@given(seed=st.integers(0, 2**32))
def test_plans_and_indicators_are_as_from_the_records(engine: Engine, seed: int) -> None:
    empty(engine)
    chance = Random(seed)
    plans = random_plans(chance, partial(any_day_or_read_on, chance), (*MINING, *SPONSORS))
    fill(engine, random_store(seed, miners=2), plans, random_indicators(seed))
    summarise(engine, DATA_DATE)
    figures()
    agree(engine, OF_PLANS | OF_INDICATORS, SELECTIONS, chance)


def any_day_or_read_on(chance: Random) -> date:
    """A day, every third one a day on which some state is read."""
    return chance.choice((any_day(chance), any_day(chance), chance.choice(SELECTIONS).as_of))


@SOME_STORES
@given(seed=st.integers(0, 2**32))
def test_gold_and_premium_are_as_from_the_records(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, RandomStore(seed).rows())
    summarise(engine, random_gold.DATA_DATE)
    figures()
    agree(engine, OF_GOLD, GOLD_SELECTIONS, Random(seed))


def agree(engine: Engine, names: Iterable[str], selections: Sequence[Selection], chance: Random) -> None:
    """Each figure, in each selection by some dimensions, is as from the records."""
    kept = set()
    with engine.connect() as connection:
        for name in sorted(names):
            wanted = known_figure(name)
            others = [each for each in wanted.dimensions if each not in wanted.fixed]
            for selection in chance.sample(selections, SELECTIONS_TRIED):
                breakdowns = [(), *(chance.sample(others, chance.randint(1, 3)) for _ in range(TRIED))]
                for by in ((*wanted.fixed, *own) for own in breakdowns):
                    found = from_summaries(connection, name, selection, by)
                    if found is not None:
                        kept.add(name)
                        assert found == from_records(connection, name, selection, by), (name, selection, by)
        assert kept == set(names), "each figure was compared"
        assert check(connection).holds


@pytest.mark.parametrize("dimension", ["unit", "organisation"])
def test_what_is_not_kept_apart_is_left_to_the_records(engine: Engine, dimension: str) -> None:
    fill(engine, random_store(1))
    summarise(engine, DATA_DATE)
    figures()
    with engine.connect() as connection:
        by_dimension = (ANSWERS.keys() - OF_GOLD - OF_ORGANISATIONS) & {
            name for name, figure in figures().items() if dimension in figure.dimensions
        }
        assert len(by_dimension) > 15
        for name in by_dimension:
            by = (*known_figure(name).fixed, dimension)
            assert from_summaries(connection, name, SELECTIONS[0], by) is None
            of_some = SELECTIONS[0].narrowed(organisations=("A1",))
            assert from_summaries(connection, name, of_some, known_figure(name).fixed) is None


def test_what_is_nothing_is_of_the_type_that_it_has_in_the_records(engine: Engine) -> None:
    """A whole number in the place of another would be shown as another, too."""
    fill(engine, random_store(1))
    summarise(engine, DATA_DATE)
    long_ago = Selection(date(2001, 1, 1), date(2001, 12, 31), DATA_DATE)
    figures()
    with engine.connect() as connection:
        for name in ANSWERS:
            wanted = known_figure(name)
            found = answered(connection, name, long_ago, wanted.fixed)
            assert found is not None
            expected = frame_of(connection, wanted.statement(long_ago, wanted.fixed))
            assert found.dtypes.to_dict() == expected[found.columns].dtypes.to_dict(), name


def test_summaries_of_older_data_are_not_read(engine: Engine) -> None:
    fill(engine, random_store(1))
    summarise(engine, DATA_DATE)
    with engine.connect() as connection:
        assert from_summaries(connection, "active_miners", SELECTIONS[0], ()) is not None
    summarise(engine, DATA_DATE)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE summary_state SET import_id = import_id - 1")
        assert from_summaries(connection, "active_miners", SELECTIONS[0], ()) is None
        assert not check(connection).holds


@SOME_STORES
@given(seed=st.integers(0, 2**32))
def test_accounts_are_as_from_the_records(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, RandomStore(seed).rows())
    with engine.connect() as connection:
        from_the_records = [premium_trace(connection, UNRESTRICTED, each) for each in GOLD_SELECTIONS]
    summarise(engine, random_gold.DATA_DATE)
    with engine.connect() as connection:
        for selection, expected in zip(GOLD_SELECTIONS, from_the_records, strict=True):
            assert accounts(connection, selection) is not None
            found = premium_trace(connection, UNRESTRICTED, selection)
            assert found.to_dict("records") == expected.to_dict("records")


@SOME_STORES
@given(seed=st.integers(0, 2**32))
def test_what_is_asked_of_a_unit_alone_is_as_among_all(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed), random_safety(seed))
    with engine.connect() as connection:
        for name, wanted in figures().items():
            if "unit" not in wanted.dimensions:
                continue
            for selection in SELECTIONS[:4]:
                among_all = figure(connection, UNRESTRICTED, name, selection, ["unit"])
                for unit in sorted(set(among_all["unit"].dropna()))[:2]:
                    alone = figure(connection, UNRESTRICTED, name, selection, only={"unit": unit})
                    expected = among_all[among_all["unit"] == unit]
                    columns = [*wanted.fixed, "value", "of"]
                    assert _rows(alone[columns]) == _rows(expected[columns]), (name, selection, unit)


def _rows(frame: pd.DataFrame) -> list[str]:
    return sorted(map(str, frame.astype(object).where(frame.notna(), None).to_numpy().tolist()))


@SOME_STORES
@given(seed=st.integers(0, 2**32))
def test_units_stand_where_they_do_by_the_records(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed))
    summarise(engine, DATA_DATE)
    stood = 0
    with engine.connect() as connection:
        for selection in SELECTIONS:
            kept = standing_kept(connection, selection)
            assert kept is not None
            rows = [
                connection.execute(select(*(units.c[each.name] for each in kept.c))).all()
                for units in (kept, standing_in_records(selection))
            ]
            assert sorted(map(repr, rows[0])) == sorted(map(repr, rows[1])), selection
            stood += len(rows[0])
    assert stood
