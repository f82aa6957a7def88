"""What looks wrong in the rows of an import and is taken in all the same: somebody should look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, Table, and_, cast, func, or_, select

from data_access.dialects import year_of
from data_access.importing.problems import SHOWN_PER_TABLE
from data_access.importing.staging import CHANGED, NEW, Stage
from data_access.names import minor_digits
from data_access.regions import borders_of, kilometres_outside
from data_access.schema import (
    GoldLot,
    Membership,
    Miner,
    PremiumExpenditure,
    PremiumReceipt,
    TrainingSession,
)

KILOMETRES_OUTSIDE = 20
YOUNGEST = 15
# A lot this many times the average of an organisation's others, of which there are at least so many.
TIMES_USUAL, FEWEST_LOTS = 5, 4


def find_doubts(stage: Stage, reach: date) -> None:
    """Notes doubts about the rows that have just been written from the stage.

    ``reach`` is the day up to which the data reach.
    """
    for name in ("production_unit", "organisation", "shared_point"):
        if name in stage.tables:
            _far_outside_their_region(stage, name)
    if "miner" in stage.tables:
        _young_miners(stage, reach)
    if "membership" in stage.tables:
        _young_members(stage)
    if "attendance" in stage.tables:
        _early_attendances(stage)
    if "gold_lot" in stage.tables:
        _heavy_lots(stage)
    _overspent(stage)


def _taken(staged: Table) -> ColumnElement[bool]:
    return staged.c.becomes.in_((NEW, CHANGED))


def _doubt(stage: Stage, table: str, column: str, found: Select[Any], words: str) -> None:
    """``found`` selects line, value, and whatever ``words`` name by its place."""
    rows = stage.connection.execute(found.order_by(found.selected_columns[0]).limit(SHOWN_PER_TABLE)).all()
    for line, value, *others in rows:
        stage.problems.doubt(table, line, column, str(value), words.format(*others))
    if len(rows) == SHOWN_PER_TABLE:
        number = stage.connection.scalar(select(func.count()).select_from(found.subquery())) or 0
        if more := number - len(rows):
            stage.problems.doubt(table, None, column, None, f"and {more:,} more doubts like these.")


def _far_outside_their_region(stage: Stage, name: str) -> None:
    staged = stage.tables[name]
    located = select(staged.c.line, staged.c.region_id, staged.c.latitude, staged.c.longitude).where(
        _taken(staged),
        *(staged.c[column].is_not(None) for column in ("region_id", "latitude", "longitude")),
    )
    for line, region, latitude, longitude in stage.connection.execute(located.order_by(staged.c.line)):
        known = borders_of(region)
        if known and (away := kilometres_outside(known, latitude, longitude)) > KILOMETRES_OUTSIDE:
            stage.problems.doubt(
                name, line, "latitude + longitude", None,
                f"The place lies {away:,.0f} km outside {region}. Check the coordinates, and whether they "
                "are exchanged.",
            )  # fmt: skip


def _young_miners(stage: Stage, reach: date) -> None:
    staged = stage.tables["miner"]
    joined = (
        select(func.min(Membership.joined_on)).where(Membership.miner_id == staged.c.id).scalar_subquery()
    )
    year = func.coalesce(cast(year_of(joined), Integer), reach.year)
    found = select(staged.c.line, staged.c.birth_year, year - staged.c.birth_year, year).where(
        _taken(staged), year - staged.c.birth_year < YOUNGEST
    )
    _doubt(stage, "miner", "birth_year", found, "The miner was at most {0} years old in {1}. Check the year.")


def _young_members(stage: Stage) -> None:
    staged = stage.tables["membership"]
    age = cast(year_of(staged.c.joined_on), Integer) - Miner.birth_year
    found = (
        select(staged.c.line, staged.c.joined_on, age)
        .join(Miner, Miner.id == staged.c.miner_id)
        .where(_taken(staged), age < YOUNGEST)
    )
    if "miner" in stage.tables:  # whose doubts are told already
        miner = stage.tables["miner"]
        found = found.where(Miner.id.not_in(select(miner.c.id).where(_taken(miner))))
    words = "The miner was at most {0} years old on joining. Check the day, and the year of birth."
    _doubt(stage, "membership", "joined_on", found, words)


def _early_attendances(stage: Stage) -> None:
    staged = stage.tables["attendance"]
    joined = (
        select(Membership.miner_id, func.min(Membership.joined_on).label("joined_on"))
        .where(Membership.miner_id.in_(select(staged.c.miner_id).where(_taken(staged))))
        .group_by(Membership.miner_id)
        .subquery()
    )
    found = (
        select(staged.c.line, staged.c.miner_id, TrainingSession.held_on)
        .join(TrainingSession, TrainingSession.id == staged.c.session_id)
        .outerjoin(joined, joined.c.miner_id == staged.c.miner_id)
        .where(
            _taken(staged),
            or_(joined.c.joined_on.is_(None), TrainingSession.held_on < joined.c.joined_on),
        )
    )
    words = "The session was on {0}, before the miner joined any unit. Check both days."
    _doubt(stage, "attendance", "miner_id", found, words)


def _heavy_lots(stage: Stage) -> None:
    staged, others = stage.tables["gold_lot"], GoldLot.__table__.alias("others")
    usual = (
        select(staged.c.line, func.avg(others.c.fine_milligrams).label("usual"))
        .join(others, and_(others.c.organisation_id == staged.c.organisation_id, others.c.id != staged.c.id))
        .where(_taken(staged))
        .group_by(staged.c.line)
        .having(func.count() >= FEWEST_LOTS)
        .subquery()
    )
    found = (
        select(staged.c.line, staged.c.fine_milligrams, usual.c.usual)
        .join(usual, usual.c.line == staged.c.line)
        .where(staged.c.fine_milligrams > TIMES_USUAL * usual.c.usual)
    )
    rows = stage.connection.execute(found.order_by(staged.c.line).limit(SHOWN_PER_TABLE))
    for line, milligrams, average in rows:
        stage.problems.doubt(
            "gold_lot", line, "fine_grams", f"{Decimal(milligrams).scaleb(-3):f}",
            f"The organisation's other lots have {float(average) / 1000:,.1f} grams on average. "
            "Check the decimal sign and the unit.",
        )  # fmt: skip


def _overspent(stage: Stage) -> None:
    """By organisation and currency, of those whose payments the import brings."""
    for organisation, currency, spent, received in _balances(stage):
        if spent > received:
            digits = minor_digits(stage.connection)[currency]
            paid, had = (f"{Decimal(int(minor)).scaleb(-digits):,f}" for minor in (spent, received))
            stage.problems.doubt(
                "premium_expenditure", None, "amount", None,
                f"{organisation} has spent {paid} {currency} of its premium and received {had}. "
                "Check what is missing.",
            )  # fmt: skip


def _balances(stage: Stage) -> Iterator[tuple[str, str, int, int]]:
    """Organisation, currency, and what it has spent and received of premium, in minor units."""
    touched: set[tuple[str, str]] = set()
    for name in ("premium_expenditure", "premium_receipt"):
        if name in stage.tables:
            staged = stage.tables[name]
            pairs = select(staged.c.organisation_id, staged.c.currency_id).where(_taken(staged)).distinct()
            touched |= {(row[0], row[1]) for row in stage.connection.execute(pairs)}
    if not touched:
        return
    sums = []
    for table in (PremiumExpenditure, PremiumReceipt):
        total = cast(func.sum(table.amount_minor), BigInteger)
        by_organisation = select(table.organisation_id, table.currency_id, total).group_by(
            table.organisation_id, table.currency_id
        )
        sums.append({(row[0], row[1]): row[2] for row in stage.connection.execute(by_organisation)})
    for pair in sorted(touched):
        yield *pair, sums[0].get(pair, 0), sums[1].get(pair, 0)
