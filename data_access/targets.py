"""What programmes mean to reach, how far they are, why they missed it, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, Select, case, func, select

from data_access.figures import figure, figures
from data_access.schema import Currency, Programme, Region, Target
from data_access.scope import programme_filters
from data_access.selection import Selection

COLUMNS = (
    *("programme", "figure", "region", "currency", "target", "due_on"),
    *("actual", "of", "gap", "unit", "cause", "next_action"),
)
NUMBERS = ["target", "actual", "of", "gap"]

# programme, figure, region or None for all, currency or None → value and what it is part of
Reached = dict[tuple[str, str, str | None, str | None], tuple[float | None, float | None]]


def targets(connection: Connection, selection: Selection, name: str | None = None) -> pd.DataFrame:
    """The target in force for each programme, figure, region and currency, beside what was reached.

    Of several targets of one scope the earliest that is not yet due on the as-of day counts, else
    the latest. A target is never prorated: its actual is for exactly its programme and region, and
    for the programme's whole run: from its first day to its last, or to the as-of day if that is
    earlier; states are those of that day. Programme and sponsor filters choose targets by
    programme; a country or region filter keeps those set for a region there; an organisation
    filter keeps none, since no target is set for one.

    ``name`` keeps the targets of one figure. Columns: ``programme``, ``figure``, ``region``
    (missing for all), ``currency``, ``target``, ``due_on``, ``actual``, ``of`` (the number that
    the actual is part of), ``gap`` (target less actual: negative once exceeded), ``unit``,
    ``cause``, ``next_action``. Money is in minor units. Where the figure has no single value for
    the scope, or isn't known here, ``actual`` and ``gap`` are missing.
    """
    rows = connection.execute(_targets_statement(selection, name)).all()
    reached = _reached(connection, selection, rows)
    found = [_beside_actual(row, reached) for row in rows]
    frame = pd.DataFrame(found, columns=list(COLUMNS)).astype(dict.fromkeys(NUMBERS, float))
    return frame.sort_values(
        ["programme", "figure", "region", "currency"], na_position="first", ignore_index=True
    )


def headline_target(connection: Connection, selection: Selection, name: str) -> pd.Series[Any] | None:
    """The row of ``targets`` for a figure's one number in the selection; None where there is none.

    A number has a target only where the selection is exactly what one was set for: one programme
    and at most one region, no country and no organisation.
    """
    if len(selection.programmes) != 1 or len(selection.regions) > 1:
        return None
    if selection.countries or selection.organisations:
        return None
    found = targets(connection, selection, name)
    if not selection.regions:
        found = found[found["region"].isna()]
    return None if found.empty else found.iloc[0]


def _targets_statement(selection: Selection, name: str | None) -> Select[Any]:
    not_yet_due = Target.due_on >= selection.as_of
    scope = (Target.programme_id, Target.figure, Target.region_id, Target.currency_id)
    place = func.row_number().over(
        partition_by=scope,
        order_by=(
            case((not_yet_due, 0), else_=1),
            case((not_yet_due, Target.due_on)),
            Target.due_on.desc(),
            Target.id,
        ),
    )
    ranked = (
        select(
            Target.programme_id.label("programme"),
            Programme.first_day,
            Programme.last_day,
            Target.figure,
            Target.region_id.label("region"),
            Target.currency_id.label("currency"),
            Currency.minor_digits,
            Target.value,
            Target.due_on,
            Target.cause,
            Target.next_action,
            place.label("place"),
        )
        .join(Programme, Programme.id == Target.programme_id)
        .outerjoin(Region, Region.id == Target.region_id)
        .outerjoin(Currency, Currency.id == Target.currency_id)
        .where(*programme_filters(selection, Target.programme_id))
    )
    if name is not None:
        ranked = ranked.where(Target.figure == name)
    if selection.regions:
        ranked = ranked.where(Target.region_id.in_(selection.regions))
    if selection.countries:
        ranked = ranked.where(Region.country_id.in_(selection.countries))
    if selection.organisations:
        ranked = ranked.where(Target.id.is_(None))
    candidates = ranked.subquery("ranked_target")
    return select(candidates).where(candidates.c.place == 1)


def _reached(connection: Connection, selection: Selection, rows: Iterable[Row[Any]]) -> Reached:
    """The figures of the targets' scopes: one reading for all programmes that ran the same days."""
    together: dict[tuple[str, Selection, bool], set[str]] = defaultdict(set)
    for row in rows:
        if _has_actual(row):
            together[row.figure, _run(row, selection), row.region is not None].add(row.programme)
    reached: Reached = {}
    for (name, run, by_region), programmes in together.items():
        by = ("programme", "region") if by_region else ("programme",)
        theirs = run.narrowed(programmes=tuple(sorted(programmes)))
        for group in figure(connection, name, theirs, by).to_dict("records"):
            scope = (group["programme"], name, group.get("region"), group.get("currency"))
            reached[scope] = (group["value"], group["of"])
    return reached


def _run(row: Row[Any], selection: Selection) -> Selection:
    """The days on which the row's programme has run so far; for one not begun, the as-of day alone."""
    last = min(selection.as_of, row.last_day or selection.as_of)
    return Selection(min(row.first_day, last), last, selection.data_date)


def _has_actual(row: Row[Any]) -> bool:
    """Whether the target's figure has just one value for the target's scope."""
    if row.figure not in figures():
        return False
    wanted = figures()[row.figure]
    by = {"programme", "region"} if row.region is not None else {"programme"}
    currency = {"currency"} if row.currency is not None else set()
    return by <= set(wanted.dimensions) and set(wanted.fixed) == currency


def _beside_actual(row: Row[Any], reached: Reached) -> dict[str, Any]:
    unit = figures()[row.figure].unit if row.figure in figures() else None
    target = row.value if row.minor_digits is None else float(round(row.value * 10**row.minor_digits))
    # A scope without a row holds zero of what is counted, but no share of anything.
    nothing = None if unit == "share" or not _has_actual(row) else 0
    actual, of = reached.get((row.programme, row.figure, row.region, row.currency), (nothing, None))
    gap = None if actual is None else target - actual
    return {**row._mapping, "target": target, "actual": actual, "of": of, "gap": gap, "unit": unit}
