"""What a programme has measured of itself so far: the ground that a bigger one is reckoned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, Select, String, and_, case, exists, func, select
from sqlalchemy.orm import aliased

from data_access.choosing import known
from data_access.dialects import days_between, days_later, month_of
from data_access.figures import figure
from data_access.language import mark
from data_access.names import minor_digits
from data_access.projection import COST, DROP_OUT, MINERS, STAGE, Span, spread
from data_access.schema import Cover, Programme
from data_access.selection import Selection
from data_access.stages import moves
from data_access.targets import targets
from data_access.viewer import Viewer
from data_access.visible import visible_programmes

# Below these nothing is extrapolated.
LEAST_UNITS, LEAST_QUARTERS, LEAST_STAYS, LEAST_COVERS = 10, 4, 5, 20
RENEWAL_DAYS = 30
MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Measure:
    """One thing measured: its spread, from how many observations, of how many that are needed.

    ``span`` is None where there are too few. ``of`` says what was observed, in English; ``action`` and
    ``currency`` belong to costs.
    """

    code: str
    span: Span | None
    found: int
    needed: int
    of: str
    action: str = ""
    currency: str | None = None


@dataclass(frozen=True)
class Measured:
    """What a programme has measured from ``first_day`` to ``last_day``.

    ``target`` is the number of units in force as its target, None where there is none.
    """

    first_day: date
    last_day: date
    units: int
    target: int | None
    measures: tuple[Measure, ...]


def measured(connection: Connection, viewer: Viewer, selection: Selection, programme: str) -> Measured:
    """All that a programme has measured from its first day to the as-of day.

    It is always the whole programme: of the selection only the as-of day counts. Expenditure, target
    and cover are known for no part of it, and may not be set against the people of a part.
    """
    run = whole_run(connection, viewer, selection, programme)
    units = int(figure(connection, viewer, "production_units", run)["value"].iloc[0])
    aims = targets(connection, viewer, run, "production_units")
    aims = aims[aims["region"].isna()]
    return Measured(
        run.first_day,
        run.last_day,
        units,
        None if aims.empty else int(aims["target"].iloc[0]),
        (
            _miners_per_unit(connection, viewer, run),
            _days_per_stage(connection, viewer, run),
            _drop_out(connection, viewer, run),
            *_costs(connection, viewer, run),
        ),
    )


def whole_run(connection: Connection, viewer: Viewer, selection: Selection, programme: str) -> Selection:
    """The whole programme, from its first day to its last or to the as-of day if that is earlier.

    Raises UnknownCode for a programme that the viewer can't name.
    """
    (programme,) = known(connection, viewer, "programme", [programme])
    began, ended = connection.execute(
        select(Programme.first_day, Programme.last_day).where(Programme.id == programme)
    ).one()
    last = min(selection.as_of, ended or selection.as_of)
    run = replace(selection, first_day=min(began, last), last_day=last)
    return run.narrowed(programmes=(programme,), sponsors=(), countries=(), regions=(), organisations=())


def _measure(code: str, values: Sequence[float], found: int, needed: int, of: str, **more: Any) -> Measure:
    overall = more.pop("overall", None)
    return Measure(code, spread(values, overall) if found >= needed else None, found, needed, of, **more)


def _miners_per_unit(connection: Connection, viewer: Viewer, run: Selection) -> Measure:
    crews = figure(connection, viewer, "active_miners", run, ["unit"])["value"].tolist()
    return _measure(MINERS, crews, len(crews), LEAST_UNITS, mark("units with miners at work"))


def _days_per_stage(connection: Connection, viewer: Viewer, run: Selection) -> Measure:
    """Of the programme's own units or, where they moved too seldom, of all units on its ladder."""
    own = _lengths_of_stays(connection, run)
    if len(own) >= LEAST_STAYS:
        return _measure(STAGE, own, len(own), LEAST_STAYS, mark("stays that a move up completed"))
    ladder = select(Programme.ladder_id).where(Programme.id.in_(run.programmes)).scalar_subquery()
    on_ladder = connection.scalars(
        select(Programme.id).where(Programme.ladder_id == ladder, *visible_programmes(viewer.rights))
    )
    wider = run.narrowed(programmes=tuple(sorted(on_ladder)))
    lengths = _lengths_of_stays(connection, viewer.within(wider))
    of = mark("stays that a move up completed, in all programmes on the ladder")
    return _measure(STAGE, lengths, len(lengths), LEAST_STAYS, of)


def _lengths_of_stays(connection: Connection, run: Selection) -> list[float]:
    return [float(row.days) for row in connection.execute(_completed_stays(run)) for _ in range(row.stays)]


def _completed_stays(run: Selection) -> Select[Any]:
    """How many stays that ended in a move up lasted how many days."""
    move = moves(run, (), stage="stage")
    days = days_between(move.c.began_on, move.c.moved_on).label("days")
    columns: list[ColumnElement[Any]] = [days, func.count(move.c.stay.distinct()).label("stays")]
    return select(*columns).where(move.c.direction == "up").group_by(days)


def _drop_out(connection: Connection, viewer: Viewer, run: Selection) -> Measure:
    """Quarter by quarter of the run; if covers are enough and quarters too few, the quarters are told."""
    rows = connection.execute(_ended_covers(run)).all()
    frame = pd.DataFrame(rows, columns=["month", "ended", "dropped"]).set_index("month")
    quarters = [frame.reindex(months).sum() for months in _quarters(run)]
    shares = [float(one["dropped"] / one["ended"]) for one in quarters if one["ended"]]
    ended, dropped = int(frame["ended"].sum()), int(frame["dropped"].sum())
    overall = dropped / ended if ended else 0.0
    if ended >= LEAST_COVERS and len(shares) < LEAST_QUARTERS:
        of = mark("whole quarters of the run in which covers ended")
        return _measure(DROP_OUT, shares, len(shares), LEAST_QUARTERS, of)
    return _measure(DROP_OUT, shares, ended, LEAST_COVERS, mark("covers that ended"), overall=overall)


def _ended_covers(run: Selection) -> Select[Any]:
    """By month, people whose cover by the programme ended on a day, and those not covered again in 30.

    Covers of one person that end on one day are one. The last thirty days are left out: who is to be
    covered again may yet be.
    """
    later = aliased(Cover)
    again = exists().where(
        and_(
            later.miner_id == Cover.miner_id,
            later.last_day > Cover.last_day,
            later.first_day <= days_later(Cover.last_day, RENEWAL_DAYS),
        )
    )
    ending = (
        select(Cover.miner_id, Cover.last_day, case((again, 0), else_=1).label("dropped"))
        .where(
            Cover.programme_id.in_(run.programmes),
            Cover.last_day >= run.first_day,
            days_later(Cover.last_day, RENEWAL_DAYS) <= run.as_of,
        )
        .distinct()
        .cte("ending")
    )
    month = month_of(ending.c.last_day).cast(String).label("month")
    counts = [func.count().label("ended"), func.sum(ending.c.dropped).label("dropped")]
    columns: list[ColumnElement[Any]] = [month, *counts]
    return select(*columns).group_by(month)


def _costs(connection: Connection, viewer: Viewer, run: Selection) -> list[Measure]:
    """What each action cost for a person and year, quarter by quarter of the run."""
    quarters, digits = _quarters(run), minor_digits(connection)
    people = (
        figure(connection, viewer, "active_miners", run, ["month"]).set_index("month")["value"].astype(float)
    )
    years = [people.reindex(months).fillna(0).mean() / 4 for months in quarters]
    spent = figure(connection, viewer, "expenditure", run, ["action", "month"])
    found = []
    for (action, currency), amounts in spent.groupby(["action", "currency"]):
        by_month = amounts.set_index("month")["value"].astype(float) / 10 ** digits[str(currency)]
        sums = [by_month.reindex(months).fillna(0).sum() for months in quarters]
        costs = [amount / person for amount, person in zip(sums, years, strict=True) if person]
        overall = sum(sums) / sum(years) if sum(years) else 0.0
        found.append(
            _measure(
                f"{COST}:{action}",
                costs,
                len(costs),
                LEAST_QUARTERS,
                mark("whole quarters of the run with people at work"),
                overall=overall,
                action=str(action),
                currency=str(currency),
            )
        )
    return found


def _quarters(run: Selection) -> list[list[str]]:
    """The whole months of the run in threes, counted back from the last of them."""
    months = [
        month
        for month, day in run.months()
        if date.fromisoformat(f"{month}-01") >= run.first_day and _ends_month(day)
    ]
    months = months[len(months) % MONTHS_IN_QUARTER :]
    return [months[first : first + MONTHS_IN_QUARTER] for first in range(0, len(months), MONTHS_IN_QUARTER)]


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1
