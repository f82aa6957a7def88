"""Which units, miners and organisations a change of the records is of, and which plans, values and points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, FromClause, Select, String, Table, insert, select

from data_access.mercury import MERCURY_USED
from data_access.schema import (
    Attendance,
    CraftAssessment,
    GoldLot,
    ImprovementPlan,
    Indicator,
    IndicatorValue,
    Membership,
    Miner,
    Organisation,
    PremiumReceipt,
    ProductionUnit,
    SharedPoint,
    SharedPointUnit,
)
from data_access.temporary import make, temporary_table


@dataclass(frozen=True)
class Changed:
    """The rows of each table that change, as they were and as they are to be; and the tables of which some
    are altered, and not only come or go."""

    rows: Mapping[str, Sequence[FromClause]]
    altered: frozenset[str] = frozenset()

    @property
    def rested_on(self) -> bool:
        """Whether so much rests on a changed row that it is not looked for."""
        return not (ASKED_OF_ALL.isdisjoint(self.rows) and self.altered.isdisjoint(REST_ON))


MINERS: Table = temporary_table("touched_miner", Column("key", String(64), primary_key=True))
UNITS: Table = temporary_table("touched_unit", Column("key", String(64), primary_key=True))
ORGANISATIONS: Table = temporary_table("touched_organisation", Column("key", String(64), primary_key=True))
PLANS: Table = temporary_table("touched_plan", Column("key", String(64), primary_key=True))
VALUES: Table = temporary_table("touched_value", Column("key", String(64), primary_key=True))
POINTS: Table = temporary_table("touched_point", Column("key", String(64), primary_key=True))
TOUCHED: Mapping[Table, type[Any]] = {
    MINERS: Miner,
    UNITS: ProductionUnit,
    ORGANISATIONS: Organisation,
    PLANS: ImprovementPlan,
    VALUES: IndicatorValue,
    POINTS: SharedPoint,
}

# What is counted of miners, of units, of organisations, and of either.
PEOPLE, TRAINING, COVER, SAFETY = "people", "training", "cover", "safety"
STAGES, SUPPORT, GOLD = "stages", "support", "gold"
FORMALISATION, PLANNED, INDICATED = "formalisation", "planned", "indicated"
EVERYTHING = frozenset(
    (PEOPLE, TRAINING, COVER, SAFETY, STAGES, SUPPORT, GOLD, FORMALISATION, PLANNED, INDICATED)
)
# What is counted otherwise when rows of a table change.
COUNTED_BY = {
    **dict.fromkeys(("miner", "membership"), EVERYTHING - {GOLD, FORMALISATION, PLANNED, INDICATED}),
    "enrolment": EVERYTHING - {GOLD, PLANNED, INDICATED},
    "production_unit": EVERYTHING - {GOLD},
    **dict.fromkeys(("attendance", "training_session"), frozenset([TRAINING])),
    **dict.fromkeys(("provision", "shared_point_unit"), frozenset([SAFETY])),
    **dict.fromkeys(("assistance_visit", "delivery", "incident"), frozenset([SUPPORT])),
    **dict.fromkeys(
        ("gold_lot", "gold_lot_unit", "premium_receipt", "premium_expenditure"), frozenset([GOLD])
    ),
    **dict.fromkeys(
        ("certification", "permit", "finance_access", "craft_assessment", "craft_finding"),
        frozenset([FORMALISATION]),
    ),
    "cover": frozenset([COVER]),
    "assessment": frozenset([STAGES]),
    **dict.fromkeys(("improvement_plan", "plan_action"), frozenset([PLANNED])),
    **dict.fromkeys(
        ("indicator_value", "indicator_baseline", "indicator", "survey", "currency"), frozenset([INDICATED])
    ),
}
# The columns that say of which unit, miner or organisation a row is.
OF_UNITS = {"production_unit": "id"} | dict.fromkeys(
    (
        *("enrolment", "assessment", "incident", "assistance_visit", "delivery"),
        *("provision", "shared_point_unit", "permit"),
    ),
    "unit_id",
)
OF_MINERS = {"miner": "id"} | dict.fromkeys(("membership", "attendance", "cover"), "miner_id")
OF_ORGANISATIONS = dict.fromkeys(
    (
        *("delivery", "gold_lot", "premium_receipt", "premium_expenditure"),
        *("certification", "permit", "finance_access", "craft_assessment"),
    ),
    "organisation_id",
)
OF_POINTS = dict.fromkeys(("provision", "shared_point_unit"), "point_id")
# Of the units of these the members, and what reaches them, are counted otherwise, too.
OF_MEMBERS = ("production_unit", "enrolment", "provision", "shared_point_unit")
# Whatever rests on rows of these is not looked for: all is counted again. What is new of them has nothing
# that rests on it, but for topics and rates: a topic may be required of everybody, and what is due for gold
# follows from the rates.
REST_ON = ("programme", "region", "stage", "organisation")
ASKED_OF_ALL = frozenset({"topic", "premium_rate"})


def touch(connection: Connection, changed: Changed) -> frozenset[str]:
    """Notes in the tables of TOUCHED whom changed rows tell of; gives what is to be counted of them."""
    for table in TOUCHED:
        make(connection, table)
    for name, rows in changed.rows.items():
        for each in rows:
            for table, keys in _told_of(name, each):
                _note(connection, table, keys)
    if any(name in changed.rows for name in OF_MEMBERS):
        members = select(Membership.miner_id).where(Membership.unit_id.in_(select(UNITS.c.key)))
        _note(connection, MINERS, members)
        serving = select(SharedPointUnit.point_id).where(SharedPointUnit.unit_id.in_(select(UNITS.c.key)))
        _note(connection, POINTS, serving)
    return frozenset(what for name in changed.rows for what in COUNTED_BY.get(name, ()))


def _told_of(name: str, rows: FromClause) -> Iterator[tuple[Table, Select[Any]]]:
    if name in OF_UNITS:
        yield UNITS, select(rows.c[OF_UNITS[name]])
    if name in OF_MINERS:
        yield MINERS, select(rows.c[OF_MINERS[name]])
    if name in OF_POINTS:
        yield POINTS, select(rows.c[OF_POINTS[name]])
    if name in OF_ORGANISATIONS:
        yield ORGANISATIONS, select(rows.c[OF_ORGANISATIONS[name]])
    yield from ((PLANS, plans) for plans in _plans_of(name, rows))
    yield from ((VALUES, values) for values in _values_of(name, rows))
    match name:
        case "training_session":
            yield MINERS, select(Attendance.miner_id).join(rows, rows.c.id == Attendance.session_id)
        case "provision":
            served = select(SharedPointUnit.unit_id).join(rows, rows.c.point_id == SharedPointUnit.point_id)
            yield UNITS, served
        case "gold_lot":
            # Who was paid for a lot was so under its standard, whoever sold it.
            paid = select(PremiumReceipt.organisation_id).join(rows, rows.c.id == PremiumReceipt.lot_id)
            yield ORGANISATIONS, paid
        case "craft_finding":
            assessed = select(CraftAssessment.organisation_id)
            yield ORGANISATIONS, assessed.join(rows, rows.c.craft_assessment_id == CraftAssessment.id)
        case "gold_lot_unit":
            yield ORGANISATIONS, select(GoldLot.organisation_id).join(rows, rows.c.lot_id == GoldLot.id)


def _plans_of(name: str, rows: FromClause) -> Iterator[Select[Any]]:
    match name:
        case "improvement_plan":
            yield select(rows.c.id)
        case "plan_action":
            yield select(rows.c.plan_id)
        case "production_unit":
            yield select(ImprovementPlan.id).join(rows, rows.c.id == ImprovementPlan.unit_id)


def _values_of(name: str, rows: FromClause) -> Iterator[Select[Any]]:
    value, values = IndicatorValue, select(IndicatorValue.id)
    match name:
        case "indicator_value":
            yield select(rows.c.id)
        case "indicator":
            yield values.join(rows, rows.c.id == value.indicator_id)
        case "survey":
            yield values.join(rows, rows.c.id == value.survey_id)
        case "production_unit":
            yield values.join(rows, rows.c.id == value.unit_id)
        case "indicator_baseline":
            for holder in ("unit_id", "organisation_id"):
                own = values.where(value.indicator_id == MERCURY_USED)
                yield own.join(rows, rows.c[holder] == getattr(value, holder))
        case "currency":
            # An indicator names the currency of its values as their unit, be there such a currency or not.
            measured_in = values.join(Indicator, Indicator.id == value.indicator_id)
            yield measured_in.join(rows, rows.c.id == Indicator.unit)


def _note(connection: Connection, table: Table, keys: Select[Any]) -> None:
    found = keys.subquery("found")
    (key,) = found.c
    new = select(key).distinct().where(key.is_not(None), key.not_in(select(table.c.key)))
    connection.execute(insert(table).from_select(["key"], new))
