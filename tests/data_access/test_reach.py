"""What a programme measured of itself, by hand and once more the slow way; and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random
from statistics import mean, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, update

from data_access import schema as s
from data_access.projection import COST, DROP_OUT, MINERS, STAGE, UNITS, Outcome, Span, project, spread
from data_access.reach import Measure, Measured, measured
from data_access.selection import Selection
from data_access.viewer import UNRESTRICTED
from tests.data_access.gold_world import empty, fill
from tests.data_access.people_world import assessed, enrolled, member, miner, world
from tests.data_access.random_stores import BEGINNING, SOME_STORES, random_store
from tests.data_access.slow_store import Rows

UNTIL = date(2025, 1, 31)
SELECTED = Selection(date(2024, 6, 1), UNTIL, date(2030, 1, 1))
BEGAN = date(2024, 1, 15)
TWELVE = [f"V{number}" for number in range(12)]


def read(engine: Engine, selection: Selection = SELECTED, programme: str = "P1") -> Measured:
    with engine.connect() as connection:
        return measured(connection, UNRESTRICTED, selection, programme)


def of(found: Measured, code: str) -> Measure:
    return next(measure for measure in found.measures if measure.code == code)


def twelve_units(crew: int = 1) -> list[s.Record]:
    """Units with a crew each, the first with one more, enrolled from the first day on."""
    rows: list[s.Record] = []
    for unit in TWELVE:
        rows += [
            s.ProductionUnit(id=unit, name=unit, organisation_id="A1", region_id="PE-ARE"),
            enrolled(unit, "P1", BEGAN),
        ]
        for number in range(crew + (unit == "V0")):
            rows += [miner(f"{unit}-{number}"), member(f"{unit}-{number}", unit, date(2023, 1, 1))]
    return rows


def cover(miner: str, first: date, last: date, product: str = "accident") -> s.Cover:
    return s.Cover(
        id=f"{miner}{first}{product}", miner_id=miner, programme_id="P1", product=product, first_day=first,
        last_day=last, cost_minor=1, currency_id="USD", payer="miner",
    )  # fmt: skip


@pytest.fixture
def begun(engine: Engine) -> Engine:
    """A store of twelve units whose programme began on 15 January 2024, and means to reach 75."""
    aim = s.Target(id="t", programme_id="P1", figure="production_units", value=75, due_on=date(2026, 1, 1))
    fill(engine, world(), twelve_units(), [aim])
    with engine.begin() as connection:
        connection.execute(update(s.Programme).where(s.Programme.id == "P1").values(first_day=BEGAN))
    return engine


def test_units_today_their_target_and_the_run(begun: Engine) -> None:
    found = read(begun)
    assert (found.units, found.target) == (12, 75)
    assert (found.first_day, found.last_day) == (BEGAN, UNTIL)
    assert of(found, MINERS) == Measure(MINERS, Span(1, 1, 1), 12, 10, "units with miners at work")
    assert read(begun, programme="Q").target is None


def test_too_little_is_refused_and_says_how_much_there_is(begun: Engine) -> None:
    found = read(begun)
    assert of(found, STAGE).span is None and (of(found, STAGE).found, of(found, STAGE).needed) == (0, 5)
    assert of(found, DROP_OUT).span is None and (of(found, DROP_OUT).found, of(found, DROP_OUT).needed) == (
        0,
        20,
    )
    assert of(read(begun, programme="P2"), MINERS).span is None


def test_cost_is_of_whole_quarters_for_a_person_and_year(begun: Engine) -> None:
    """Twelve whole months to 31 January make four quarters; 13 people; the first spends nothing."""
    fill(
        begun, [s.BudgetLine(id="b", programme_id="P1", action="Training", amount_minor=1, currency_id="USD")]
    )
    spent = {date(2024, 1, 20): 999, date(2024, 5, 1): 130, date(2024, 10, 31): 260, date(2025, 1, 31): 390}
    fill(begun, [
        s.Expenditure(id=str(day), budget_line_id="b", spent_on=day, amount_minor=dollars * 100,
                      currency_id="USD")
        for day, dollars in spent.items()
    ])  # fmt: skip
    cost = of(read(begun), f"{COST}:Training")
    assert cost.span is not None and (cost.found, cost.action, cost.currency) == (4, "Training", "USD")
    # Of the quarters 0, 40, 80 and 120 for a person and year; all of them together 60.
    assert (cost.span.low, cost.span.middle, cost.span.high) == pytest.approx((30, 60, 90))
    a_day_earlier = Selection(BEGAN, UNTIL - timedelta(days=1), SELECTED.data_date)
    assert of(read(begun, a_day_earlier), f"{COST}:Training").span is None


def test_stays_of_the_own_units_or_else_of_all_on_the_ladder(begun: Engine) -> None:
    stays = [10, 20, 30, 40, 100]
    fill(begun, [
        row
        for unit, days in zip(TWELVE, stays, strict=False)
        for row in (
            assessed(f"{unit}a", unit, "one", date(2024, 3, 1)),
            assessed(f"{unit}b", unit, "two", date(2024, 3, 1) + timedelta(days=days)),
            # A move down completes no climb.
            assessed(f"{unit}c", unit, "one", date(2024, 12, 1)),
        )
    ])  # fmt: skip
    own = of(read(begun), STAGE)
    assert (own.span, own.found) == (Span(20, 30, 40), 5) and "all programmes" not in own.of
    other = of(read(begun, programme="P2"), STAGE)
    assert (other.span, other.found) == (Span(20, 30, 40), 5) and "all programmes on the ladder" in other.of
    assert of(read(begun, programme="Q"), STAGE).span is None


# One in each whole quarter of the run, the earlier ones with thirty days to be covered again.
QUARTER_ENDS = (date(2024, 6, 30), date(2024, 3, 31), date(2024, 9, 30), date(2024, 12, 31))


def test_cover_not_had_again_within_thirty_days_is_dropped(begun: Engine) -> None:
    """Of five covers that end in each quarter; two of those that end in June are had again."""
    ended = QUARTER_ENDS[0]
    fill(begun, [miner(f"m{number}") for number in range(21)], [
        *(cover(f"m{number}", BEGAN, QUARTER_ENDS[number // 5]) for number in range(20)),
        cover("m0", BEGAN, ended, "funeral"),  # ends with the other: one ending
        cover("m1", date(2024, 7, 30), UNTIL),  # thirty days later: renewed
        cover("m2", date(2024, 7, 31), UNTIL),  # a day too late
        cover("m3", date(2024, 6, 1), UNTIL, "funeral"),  # covered on without a break
        cover("m20", BEGAN, date(2025, 1, 2)),  # may yet be had again
    ])  # fmt: skip
    drop_out = of(read(begun), DROP_OUT)
    assert (drop_out.found, drop_out.of) == (20, "covers that ended")
    assert drop_out.span is not None
    assert (drop_out.span.low, drop_out.span.middle, drop_out.span.high) == pytest.approx((0.9, 0.9, 1))


@pytest.mark.parametrize(
    ("covers", "quarters", "said"),
    [
        (20, 4, (20, 20, "covers that ended")),
        (19, 4, (19, 20, "covers that ended")),
        (20, 3, (3, 4, "whole quarters of the run in which covers ended")),
        (60, 1, (1, 4, "whole quarters of the run in which covers ended")),
    ],
)
def test_drop_out_takes_covers_and_quarters_enough(
    begun: Engine, covers: int, quarters: int, said: tuple[int, int, str]
) -> None:
    ends = [QUARTER_ENDS[number % quarters] for number in range(covers)]
    fill(begun, [miner(f"m{number}") for number in range(covers)])
    fill(begun, [cover(f"m{number}", BEGAN, end) for number, end in enumerate(ends)])
    drop_out = of(read(begun), DROP_OUT)
    assert (drop_out.found, drop_out.needed, drop_out.of) == said
    assert (drop_out.span is None) == (drop_out.found < drop_out.needed)


@pytest.mark.parametrize(
    "filters",
    [
        {"regions": ("CO-CAU",)},
        {"countries": ("CO",)},
        {"organisations": ("A2",)},
        {"sponsors": ("S2",), "programmes": ("P2",)},
    ],
    ids=str,
)
def test_no_filter_makes_a_programme_a_part_of_itself(
    begun: Engine, filters: dict[str, tuple[str, ...]]
) -> None:
    """Else the expenditure and the target of all would be set against the people of some."""
    fill(
        begun, [s.BudgetLine(id="b", programme_id="P1", action="Training", amount_minor=1, currency_id="USD")]
    )
    fill(begun, [
        s.Expenditure(id="e", budget_line_id="b", spent_on=UNTIL, amount_minor=39_000, currency_id="USD")
    ])  # fmt: skip
    whole = read(begun)
    assert (whole.units, whole.target, of(whole, f"{COST}:Training").found) == (12, 75, 4)
    assert read(begun, SELECTED.narrowed(**filters)) == whole


@given(seed=st.integers(0, 10_000))
@SOME_STORES
def test_measures_agree_with_a_second_computation(engine: Engine, seed: int) -> None:
    empty(engine)
    fill(engine, random_store(seed))
    rows, until = Rows(random_store(seed)), date(2024, 11, 30) - timedelta(days=Random(seed).randrange(200))
    found = read(engine, Selection(until, until, date(2024, 12, 31)), "P1")
    assert found.first_day == BEGINNING
    units = {
        row.unit_id
        for row in rows.all(s.Enrolment)
        if row.programme_id == "P1"
        and row.first_day <= until
        and (row.last_day is None or row.last_day >= until)
    }
    assert found.units == len(units)
    at_work = [rows.membership(row.id, until) for row in rows.all(s.Miner)]
    crews = [sum(member is not None and member.unit_id == unit for member in at_work) for unit in units]
    assert of(found, MINERS).found == len([crew for crew in crews if crew])
    endings = {
        (row.miner_id, row.last_day)
        for row in rows.all(s.Cover)
        if row.programme_id == "P1" and BEGINNING <= row.last_day <= until - timedelta(days=30)
    }
    assert of(found, DROP_OUT).found == len(endings)


@given(values=st.lists(st.floats(0, 1e6), min_size=2, max_size=40))
def test_a_spread_has_the_quartiles_of_the_values(values: list[float]) -> None:
    found = spread(values)
    expected = quantiles(values, n=4, method="inclusive")
    assert (found.low, found.middle, found.high) == pytest.approx(expected)
    around = spread(values, mean(values))
    assert around.low <= around.middle <= around.high and around.middle == pytest.approx(mean(values))


@pytest.mark.parametrize(
    "values", [(2, 1, 3), (1, 3, 2), (-1, 0, 1), (0, 1, float("inf")), (0, float("nan"), 1)]
)
def test_a_span_out_of_order_is_refused_with_its_numbers(values: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="the middle not below the low"):
        Span(*values)


def test_the_projection_is_low_with_low_and_high_with_high() -> None:
    assumed = {
        UNITS: Span(50, 50, 50),
        MINERS: Span(8, 12, 14),
        STAGE: Span(146, 365, 730),
        DROP_OUT: Span(0.1, 0.25, 0.5),
        "cost:Training": Span(10, 20, 30),
        "cost:Cover": Span(1, 2, 3),
        "cost:Tools": Span(5, 5, 5),
    }
    currencies = {"cost:Training": "USD", "cost:Cover": "USD", "cost:Tools": "PEN", "cost:Gone": "USD"}
    assert project(assumed, currencies) == [
        Outcome("added_units", "units", Span(50, 50, 50)),
        Outcome("added_people", "people", Span(400, 600, 700)),
        Outcome("days_per_stage", "days", Span(146, 365, 730)),
        Outcome("people_dropping_out", "people", Span(40, 150, 350)),
        Outcome("money_a_year", "money", Span(4400, 13_200, 23_100), "USD"),
        Outcome("money_per_stage", "money", Span(4400 * 0.4, 13_200, 46_200), "USD"),
        Outcome("money_a_year", "money", Span(2000, 3000, 3500), "PEN"),
        Outcome("money_per_stage", "money", Span(800, 3000, 7000), "PEN"),
    ]


def test_what_rests_on_a_missing_assumption_is_left_out() -> None:
    codes = [
        [outcome.code for outcome in project(assumed, {"cost:T": "USD"})]
        for assumed in (
            {},
            {MINERS: Span(1, 1, 1)},
            {UNITS: Span(1, 1, 1), "cost:T": Span(1, 1, 1)},
            {UNITS: Span(1, 1, 1), MINERS: Span(1, 1, 1), "cost:T": Span(1, 1, 1)},
        )
    ]
    assert codes == [[], [], ["added_units"], ["added_units", "added_people", "money_a_year"]]
    assert all(len(one) <= len(other) for one, other in pairwise(codes))
