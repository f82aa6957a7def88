"""A miner is in one unit at a time; on the day left the miner is gone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    Select,
    String,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    literal,
    null,
    select,
)

from data_access.importing.staging import Stage
from data_access.schema import Membership
from data_access.temporary import same_key, temporary_table

MEMBERSHIP: Table = Membership.__table__  # type: ignore[assignment]
# For a membership that has not ended.
FAR = date(9999, 12, 31)
SPANS = temporary_table(
    "span",
    Column("miner_id", String(64)),
    Column("joined_on", Date),
    Column("gone_on", Date),
    Column("number", Integer),
    Column("line", Integer),
    Column("inside", Boolean),
    Index("ix_span_miner_id", "miner_id"),
    Index("ix_span_number", "number"),
)


def check_memberships(stage: Stage, *, accepted_only: bool = False) -> None:
    """Refuses rows that begin within another membership of the miner, or that one of the store begins in.

    ``accepted_only``: a stored membership whose staged correction is refused stays as it is.
    """
    staged = stage.tables[MEMBERSHIP.name]
    spans = _spans(stage, accepted_only)
    other = spans.alias("other")
    overlaps = and_(
        other.c.miner_id == spans.c.miner_id,
        other.c.joined_on < spans.c.joined_on,
        spans.c.joined_on < other.c.gone_on,
    )
    place = case((other.c.line.is_(None), "the store"), else_=literal("row ") + cast(other.c.line, String))
    longest = (
        select(place)
        .where(overlaps)
        .order_by(other.c.gone_on.desc(), other.c.joined_on)
        .limit(1)
        .scalar_subquery()
    )
    inside = select(staged).join(spans, spans.c.number == staged.c.number).where(spans.c.inside.is_(True))
    _refuse(stage, inside, longest)
    around = exists().where(
        overlaps, spans.c.line.is_(None), spans.c.inside.is_(True), other.c.number == staged.c.number
    )
    _refuse(stage, select(staged).where(around, staged.c.refused.is_(False)), literal("the store"))


def _spans(stage: Stage, accepted_only: bool) -> Table:
    """A temporary table of all memberships of the miners whom the package touches.

    It has ``miner_id``, ``joined_on``, ``gone_on``, ``number`` and ``line`` (none for the store's), and
    ``inside``: whether the membership begins before another that began earlier has ended. No two begin on
    one day: they would have the same key, which is told already.
    """
    staged = stage.tables[MEMBERSHIP.name]
    twin, of_miner = staged.alias("twin"), staged.alias("of_miner")
    replaced = exists().where(
        same_key(MEMBERSHIP, twin), twin.c.refused.is_(False) if accepted_only else literal(True)
    )
    delivered = select(
        staged.c.miner_id, staged.c.joined_on, _gone_on(staged), staged.c.number, staged.c.line
    ).where(staged.c.refused.is_(False))
    stored = select(
        MEMBERSHIP.c.miner_id,
        MEMBERSHIP.c.joined_on,
        _gone_on(MEMBERSHIP),
        cast(null(), Integer).label("number"),
        cast(null(), Integer).label("line"),
    ).where(~replaced, MEMBERSHIP.c.miner_id.in_(select(of_miner.c.miner_id)))
    both = delivered.union_all(stored).subquery("both")
    so_far = func.max(both.c.gone_on).over(
        partition_by=both.c.miner_id, order_by=both.c.joined_on, rows=(None, -1)
    )
    inside = func.coalesce(both.c.joined_on < so_far, False)
    spans = stage.make(SPANS)
    stage.connection.execute(insert(spans).from_select(spans.columns.keys(), select(both, inside)))
    return spans


def _gone_on(table: Table) -> ColumnElement[date]:
    return func.coalesce(table.c.left_on, literal(FAR, Date)).label("gone_on")


def _refuse(stage: Stage, found: Select[tuple[object, ...]], where: ColumnElement[str]) -> None:
    reason = (
        literal("The miner is in two units at a time: see ")
        + where
        + literal(". Correct the day joined here or the day left there.")
    )
    stage.refuse(MEMBERSHIP, ("joined_on", "left_on"), found, reason)
