"""The cases at which figures go wrong, each with what every figure it touches has to say: a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access import schema as s
from data_access.selection import Selection
from tests.data_access.gold_world import fill, values_of, wholes_of
from tests.data_access.people_world import assessed, enrolled, member, miner, world

UNTIL = date(2030, 1, 1)
YEAR = Selection(date(2024, 1, 1), date(2024, 12, 31), UNTIL)
SHARE_OF_ONE = {(): 1.0}


def day(month: int, of_month: int, year: int = 2024) -> Selection:
    """The period of one day."""
    only = date(year, month, of_month)
    return Selection(only, only, UNTIL)


def cover(key: str, first: date, last: date, product: str = "accident", cost: int = 0) -> s.Cover:
    return s.Cover(
        id=key, miner_id="m", product=product, first_day=first, last_day=last, cost_minor=cost,
        currency_id="USD", payer="miner",
    )  # fmt: skip


def training(key: str, held: date, *miners: str, programme: str = "P1") -> list[s.Record]:
    return [
        s.TrainingSession(id=key, programme_id=programme, topic_id="gas", held_on=held, minutes=90),
        *(s.Attendance(session_id=key, miner_id=code) for code in miners),
    ]


def topic(months: int | None) -> s.Topic:
    return s.Topic(id="gas", name="Gas", validity_months=months, required=True)


def lot(key: str, sold: date, milligrams: int, standard: str = "FM") -> s.GoldLot:
    return s.GoldLot(
        id=key, organisation_id="A1", buyer_id="S2", standard_id=standard, sold_on=sold,
        fine_milligrams=milligrams, destination_id="PE",
    )  # fmt: skip


def gold_world() -> list[s.Record]:
    return [
        s.Currency(id="PEN", name="Sol", minor_digits=2),
        *(s.Standard(id=code, name=code, owner="Owner") for code in ("FM", "FT")),
        *(
            s.PremiumRate(id=standard, standard_id=standard, rate_minor=rate, currency_id=currency,
                          first_day=date(2020, 1, 1))
            for standard, rate, currency in (("FM", 4000_00, "USD"), ("FT", 7000_00, "PEN"))
        ),
    ]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What happened, and for each figure: in which selection, by what, which values (and wholes)."""

    name: str
    rows: Callable[[], list[s.Record]]
    values: tuple[tuple[str, Selection, tuple[str, ...], dict[Any, Any]], ...]
    wholes: tuple[tuple[str, Selection, tuple[str, ...], dict[Any, Any]], ...] = ()


CASES = (
    Case(
        "a miner leaves and rejoins",
        lambda: [
            enrolled("U1", "P1"),
            miner("m"),
            member("m", "U1", date(2024, 1, 1), date(2024, 4, 1)),
            member("m", "U1", date(2024, 9, 1)),
            cover("through", date(2024, 3, 1), date(2024, 10, 31)),
            topic(12),
            *training("while away", date(2024, 5, 10), "m"),
        ],
        (
            ("active_miners", day(3, 31), (), {(): 1}),
            ("active_miners", day(4, 1), (), {(): 0}),  # gone on the day left
            ("active_miners", day(9, 1), (), {(): 1}),
            ("insured", day(6, 30), (), {(): 0}),
            ("insured", day(10, 31), (), {(): 1}),
            ("insured", YEAR, ("month",), {"2024-01": 0, "2024-02": 0, "2024-03": 1, "2024-09": 1,
                                           "2024-10": 1, "2024-11": 0, "2024-12": 0}),
            ("people_insured", day(6, 30), (), {(): 1}),  # covered, whether at work or not
            ("people_trained", YEAR, (), {(): 1}),
            ("people_trained", YEAR, ("region",), {None: 1}),  # of no place that day
            ("training_coverage", day(12, 31), (), SHARE_OF_ONE),
            ("turnover", YEAR, (), {"joined": 1, "left": 1}),
            ("turnover", YEAR, ("month",), {("joined", "2024-01"): 1, ("left", "2024-04"): 1,
                                            ("joined", "2024-09"): 1}),
        ),
    ),
    Case(
        "two covers overlap",
        lambda: [
            enrolled("U1", "P1"),
            miner("m"),
            member("m", "U1"),
            cover("first", date(2024, 1, 1), date(2024, 6, 30), cost=182_00),
            cover("second", date(2024, 6, 1), date(2024, 7, 30), "funeral", cost=60_00),
        ],
        (
            ("insured", day(6, 15), (), {(): 1}),
            ("insured", day(6, 15), ("product",), {"accident": 1, "occupational_illness": 0, "funeral": 1}),
            ("people_insured", YEAR, (), {(): 1}),
            ("people_insured", YEAR, ("product",), {"accident": 1, "funeral": 1}),
            # Unbroken to 30 July: from 30 June that is 30 days ahead.
            ("lapsing", day(6, 30), (), {"30": 1, "60": 1, "90": 1}),
            ("lapsing", day(6, 29), (), {"30": 0, "60": 1, "90": 1}),
            # June has both: 30 of 182 days of one, 30 of 60 days of the other.
            ("cover_financing", Selection(date(2024, 6, 1), date(2024, 6, 30), UNTIL), (), {"USD": 60_00}),
            ("cover_financing", YEAR, ("product",), {("USD", "accident"): 182_00, ("USD", "funeral"): 60_00}),
        ),
    ),
    Case(
        "an attendance is on its last valid day",
        lambda: [
            enrolled("U1", "P1"),
            miner("m"),
            member("m", "U1"),
            topic(6),
            *training("in August", date(2023, 8, 31), "m"),  # six months later, clipped: 29 February
        ],
        (
            ("training_coverage", day(2, 28), (), {(): 1.0}),
            ("training_coverage", day(2, 29), (), {(): 0.0}),
            ("training_lapsing", day(1, 29), (), {"30": 1, "60": 1, "90": 1}),
            ("training_lapsing", day(1, 28), (), {"30": 0, "60": 1, "90": 1}),
        ),
    ),
    Case(
        "a unit is enrolled in two programmes",
        lambda: [
            enrolled("U1", "P1"),
            enrolled("U1", "P2"),
            miner("m"),
            member("m", "U1"),
            assessed("before", "U1", "one", date(2023, 5, 1)),
            assessed("after", "U1", "two", date(2024, 5, 1)),
            s.Incident(id="i", unit_id="U1", occurred_on=date(2024, 3, 3), kind="accident",
                       severity="lost_time", cause="fall", people_hurt=1),
        ],
        (
            ("production_units", YEAR, (), {(): 1}),
            ("production_units", YEAR, ("programme",), {"P1": 1, "P2": 1}),
            ("active_miners", YEAR, (), {(): 1}),
            ("active_miners", YEAR, ("programme",), {"P1": 1, "P2": 1}),
            ("units_by_stage", YEAR, (), {("L", "two"): 1}),
            ("stage_moves", YEAR, (), {("L", "up"): 1}),
            ("stage_moves", YEAR, ("programme",), {("L", "up", "P1"): 1, ("L", "up", "P2"): 1}),
            ("median_days_in_stage", YEAR, (), {("L", "one"): 366}),
            ("people_hurt", YEAR, (), {"lost_time": 1}),
        ),
    ),
    Case(
        "a unit is closed in mid-period",
        lambda: [
            enrolled("U1", "P1", last=date(2024, 6, 30)),
            miner("m"),
            member("m", "U1"),
            assessed("before", "U1", "one", date(2023, 5, 1)),
            assessed("last day", "U1", "two", date(2024, 6, 30)),
            assessed("too late", "U1", "one", date(2024, 7, 1)),
        ],
        (
            ("production_units", day(6, 30), (), {(): 1}),
            ("production_units", day(7, 1), (), {(): 0}),
            ("production_units", YEAR, (), {(): 0}),
            ("production_units", YEAR, ("month",), {f"2024-{month:02}": 1 for month in range(1, 7)}),
            ("active_miners", YEAR, ("month",), {f"2024-{month:02}": 1 for month in range(1, 7)}),
            ("stage_moves", YEAR, (), {("L", "up"): 1}),
        ),
    ),
    Case(
        "a lot is paid in another currency",
        lambda: [
            *gold_world(),
            lot("fairmined", date(2024, 2, 29), 1_000_125),  # 4,000.50 exactly
            lot("fairtrade", date(2024, 2, 29), 1),  # 0.007 of a sol: 0.7 of a cent, rounded up
            lot("fairtrade too", date(2024, 2, 29), 71, "FT"),  # 0.497 of a sol
            s.PremiumReceipt(id="r", organisation_id="A1", lot_id="fairmined", received_on=date(2024, 3, 1),
                             amount_minor=15_000_00, currency_id="PEN"),
        ],
        (
            ("premium_due", YEAR, (), {"USD": 4000_50, "PEN": 50}),
            ("premium_received", YEAR, (), {"PEN": 15_000_00}),
            ("premium_balance", YEAR, (), {"PEN": 15_000_00}),
            ("gold_sold", YEAR, (), {(): 1000.197}),
        ),
    ),
    Case(
        "the ladder is changed",
        lambda: [
            enrolled("U1", "P1", last=date(2024, 3, 31)),
            enrolled("U1", "Q", first=date(2024, 4, 1)),
            assessed("on L", "U1", "two", date(2024, 1, 10)),
            assessed("on M", "U1", "low", date(2024, 5, 10), "M"),
            assessed("on L again", "U1", "three", date(2024, 6, 1)),
        ],
        (
            ("units_by_stage", day(3, 31), (), {("L", "two"): 1}),
            ("units_by_stage", day(4, 30), (), {("M", "not_assessed"): 1}),  # L says nothing of M
            ("units_by_stage", day(5, 31), (), {("M", "low"): 1}),
            ("stage_moves", YEAR, (), {}),  # a first assessment, and one of a ladder left
            ("overdue_assessments", YEAR, (), {"M": 0}),
        ),
    ),
    Case(
        "it is a leap day",
        lambda: [
            enrolled("U1", "P1", date(2024, 2, 29), date(2024, 2, 29)),
            miner("m"),
            member("m", "U1", date(2024, 2, 29), date(2024, 3, 1)),
            topic(12),
            *training("on it", date(2024, 2, 29), "m"),
            cover("of a day", date(2024, 2, 29), date(2024, 2, 29), cost=99),
        ],
        (
            ("production_units", day(2, 29), (), {(): 1}),
            ("active_miners", day(2, 29), ("month",), {"2024-02": 1}),
            ("people_trained", Selection(date(2024, 2, 1), date(2024, 2, 29), UNTIL), (), {(): 1}),
            ("training_hours", day(2, 29), (), {(): 1.5}),
            ("insured", day(2, 29), (), {(): 1}),
            ("cover_financing", day(2, 29), (), {"USD": 99}),
            ("production_units", day(2, 28), (), {(): 0}),
            ("production_units", day(3, 1), (), {(): 0}),
        ),
        (("injury_rate", day(2, 29), (), {(): 0}),),
    ),
    Case(
        "the period has one day",
        lambda: [
            enrolled("U1", "P1"),
            miner("m"),
            member("m", "U1", date(2024, 5, 7)),
            topic(None),
            *training("that day", date(2024, 5, 7), "m"),
            *training("the day before", date(2024, 5, 6), "m"),
            *training("the day after", date(2024, 5, 8), "m"),
            s.Delivery(id="d", programme_id="P1", kind="ppe", unit_id="U1", delivered_on=date(2024, 5, 7),
                       quantity=3),
        ],
        (
            ("training_hours", day(5, 7), (), {(): 1.5}),
            ("people_trained", day(5, 7), ("month",), {"2024-05": 1}),
            ("people_trained", day(5, 6), ("relation",), {None: 1}),  # not yet joined
            ("turnover", day(5, 7), (), {"joined": 1}),
            ("deliveries", day(5, 7), (), {"ppe": 3}),
            ("deliveries", day(5, 8), (), {}),
        ),
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_every_figure_says_of(case: Case, engine: Engine) -> None:
    fill(engine, world(), case.rows())
    for look, table in ((values_of, case.values), (wholes_of, case.wholes)):
        for name, selection, by, expected in table:
            told = (name, selection.first_day, selection.last_day, by)
            found = look(engine, name, selection, *by)
            assert _without_zeros(found, expected) == expected, told


def _without_zeros(found: dict[Any, Any], expected: dict[Any, Any]) -> dict[Any, Any]:
    """What was found, without the groups that hold nothing and that the table leaves out."""
    return {codes: value for codes, value in found.items() if value or codes in expected}
