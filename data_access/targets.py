"""What programmes mean to reach, how far they are, why they missed it, and what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import CTE, Connection, Float, Row, Select, case, cast, false, func, null, select, true

from data_access.disclosure.rules import NotForOutsiders
from data_access.disclosure.withholding import NOT_TOLD, WITHHELD
from data_access.figures import figure, figure_statement, figures
from data_access.questions import Codes, Unreadable, codes_of
from data_access.schema import Currency, Programme, Region, Target
from data_access.scope import TIME, programme_filters, state_days, time_of, with_sponsor
from data_access.selection import Selection, first_of_quarter
from data_access.viewer import Viewer

# What one target is set for: of each scope one is in force on a day.
SCOPE = ("programme", "figure", "region", "currency", "codes")
COLUMNS = (
    *(*SCOPE, "target", "due_on"),
    *("read_on", "actual", "not_told", "of", "gap", "met", "unit", "evidence", "cause", "next_action"),
)
NUMBERS = ["target", "actual", "of", "gap"]
# Of these, a target is the most that there may be.
LESS_IS_BETTER = {
    *("incidents", "people_hurt", "injury_rate", "open_risks", "lapsing", "training_lapsing"),
    *("overdue_assessments", "overdue_actions", "median_days_in_stage"),
}

# A scope and the days of its actual: region None for all. Regions of one programme may be due on
# different days, so that the days tell two readings of one figure apart.
Scope = tuple[str, str, str | None, str | None, str | None, Selection]


@dataclass(frozen=True)
class Actual:
    """What was reached, and what it is part of; or that the viewer is not told."""

    value: float | None = None
    of: float | None = None
    not_told: str | None = None


Reached = dict[Scope, Actual]


def targets(
    connection: Connection, viewer: Viewer, selection: Selection, name: str | None = None
) -> pd.DataFrame:
    """The target in force for each programme, figure, region, currency and codes, beside what was reached.

    Of several targets of one scope the earliest that is not yet due on the as-of day counts, else
    the latest. A target is never prorated: its actual is for exactly its programme, region and codes,
    and for the programme's run: from its first day to the day it is read on, which is the earliest
    of the as-of day, the day it was due and the programme's last, but not before its first; states
    are those of that day. So what was short on its date stays short, whatever was reached since.
    Programme and sponsor filters choose targets by
    programme; a country or region filter keeps those set for a region there; an organisation
    filter keeps none, since no target is set for one.

    ``name`` keeps the targets of one figure. Columns: ``programme``, ``figure``, ``region``
    (missing for all), ``currency``, ``codes`` (of the figure's own dimensions, as a query string),
    ``target``, ``due_on``, ``read_on`` (the day of the actual), ``actual``, ``not_told`` (``withheld``
    or ``not told`` where an outsider does not learn the actual, else None), ``of`` (the number that
    the actual is part of), ``gap`` (target less actual: negative once exceeded), ``met`` (True or
    False, None without an actual; of what there should be little, a target is the most), ``unit``,
    ``evidence`` (the figure's grade), ``cause``, ``next_action``.
    Money is in minor units. Where the figure has no single value for the scope, or isn't known
    here, ``actual`` and ``gap`` are missing; so they are where a viewer is not told. Outsiders are told
    of runs from the beginning of their first quarter: before its first day a programme does nothing.
    """
    selection = viewer.within(selection)
    in_force = targets_in_force(selection)
    statement = select(in_force)
    if name is not None:
        statement = statement.where(in_force.c.figure == name)
    rows = connection.execute(statement).all()
    reached = _reached(connection, viewer, selection, rows)
    found = [_beside_actual(row, _run(row, viewer, selection), reached) for row in rows]
    frame = pd.DataFrame(found, columns=list(COLUMNS)).astype(dict.fromkeys(NUMBERS, float))
    return frame.sort_values(list(SCOPE), na_position="first", ignore_index=True)


def headline_target(
    connection: Connection, viewer: Viewer, selection: Selection, name: str
) -> pd.Series[Any] | None:
    """The row of ``targets`` for a figure's one number in the selection; None where there is none.

    A number has a target only where the selection is exactly what one was set for: one programme
    and at most one region, no country and no organisation; and the target is for no code.
    """
    selection = viewer.within(selection)
    if len(selection.programmes) != 1 or len(selection.regions) > 1:
        return None
    if selection.countries or selection.organisations:
        return None
    found = targets(connection, viewer, selection, name)
    found = found[found["codes"].isna()]
    if not selection.regions:
        found = found[found["region"].isna()]
    return None if found.empty else found.iloc[0]


@figure_statement("target", dimensions=(*SCOPE, "country", "sponsor", *TIME), fixed=SCOPE)
def target(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """The target in force on each state day, in the unit of its figure."""
    in_force = targets_in_force(selection, by)
    groups = [in_force.c[name] for name in by]
    return select(*groups, cast(in_force.c.target, Float).label("value"), null().label("of"))


def targets_in_force(selection: Selection, by: Sequence[str] = ()) -> CTE:
    """Of several targets of one scope, the earliest not yet due on each state day, else the latest.

    Columns: those of ``SCOPE``, ``country``, ``sponsor`` where asked for, those of ``TIME``;
    ``target`` as typed in, with ``minor_digits`` of its currency; ``due_on``, ``cause``,
    ``next_action``; the programme's ``first_day`` and ``last_day``.
    """
    days = state_days(selection, by)
    not_yet_due = Target.due_on >= days.c.day
    scope = (Target.programme_id, Target.figure, Target.region_id, Target.currency_id, Target.codes)
    place = func.row_number().over(
        partition_by=(days.c.day, *scope),
        order_by=(
            case((not_yet_due, 0), else_=1),
            case((not_yet_due, Target.due_on)),
            Target.due_on.desc(),
            Target.id,
        ),
    )
    ranked = (
        select(
            *time_of(days),
            Target.programme_id.label("programme"),
            Programme.first_day,
            Programme.last_day,
            Target.figure,
            Target.region_id.label("region"),
            Region.country_id.label("country"),
            Target.currency_id.label("currency"),
            Currency.minor_digits,
            Target.codes,
            Target.value.label("target"),
            Target.due_on,
            Target.cause,
            Target.next_action,
            place.label("place"),
        )
        .select_from(days)
        .join(Target, true())
        .join(Programme, Programme.id == Target.programme_id)
        .outerjoin(Region, Region.id == Target.region_id)
        .outerjoin(Currency, Currency.id == Target.currency_id)
        .where(*programme_filters(selection, Target.programme_id))
    )
    if selection.regions:
        ranked = ranked.where(Target.region_id.in_(selection.regions))
    if selection.countries:
        ranked = ranked.where(Region.country_id.in_(selection.countries))
    if selection.organisations:
        ranked = ranked.where(false())
    candidates = ranked.subquery("ranked_target")
    first = select(candidates).where(candidates.c.place == 1)
    return with_sponsor(first, candidates.c.programme, selection, by).cte("target_in_force")


def _reached(
    connection: Connection, viewer: Viewer, selection: Selection, rows: Iterable[Row[Any]]
) -> Reached:
    """The figures of the targets' scopes: one reading for all programmes with the same days, or for
    each that an outsider may ask for alone."""
    together: dict[tuple[str, Selection, bool, str | None, str], set[str]] = defaultdict(set)
    for row in rows:
        if _has_actual(row):
            alone = row.programme if viewer.outsider else ""
            asked = (row.figure, _run(row, viewer, selection), row.region is not None, row.codes, alone)
            together[asked].add(row.programme)
    reached: Reached = {}
    for (name, run, by_region, codes, _), programmes in together.items():
        by = ("programme", "region") if by_region else ("programme",)
        theirs = run.narrowed(programmes=tuple(sorted(programmes)))
        try:
            found = figure(connection, viewer, name, theirs, by, _codes(codes))
        except NotForOutsiders:
            refused = (row for row in rows if (row.figure, row.codes) == (name, codes))
            for row in refused:
                if row.programme in programmes and _run(row, viewer, selection) == run:
                    reached[_scope(row, run)] = Actual(not_told=NOT_TOLD)
            continue
        for group in found.to_dict("records"):
            scope = (group["programme"], name, group["region"] if by_region else None)
            actual = Actual(None, None, WITHHELD)
            if not group.get("suppressed"):
                actual = Actual(group["value"], group["of"])
            reached[*scope, group.get("currency"), codes, run] = actual
    return reached


def _scope(row: Row[Any], run: Selection) -> Scope:
    return (row.programme, row.figure, row.region, row.currency, row.codes, run)


def _run(row: Row[Any], viewer: Viewer, selection: Selection) -> Selection:
    """The programme's days up to the one its target is read on; before it began, the as-of day alone."""
    ended = min(row.due_on, row.last_day or row.due_on)
    last = min(selection.as_of, max(row.first_day, ended))
    first = min(row.first_day, last)
    return Selection(first_of_quarter(first) if viewer.outsider else first, last, selection.data_date)


def _has_actual(row: Row[Any]) -> bool:
    """Whether the target's figure has just one value for the target's scope."""
    codes = _codes(row.codes)
    if row.figure not in figures() or codes is None:
        return False
    wanted = figures()[row.figure]
    by = {"programme", *codes} | ({"region"} if row.region is not None else set())
    currency = {"currency"} if row.currency is not None else set()
    named = set(codes) - {"currency"}  # that has a column of its own
    return by <= set(wanted.dimensions) and set(wanted.fixed) - named == currency


def _codes(written: str | None) -> Codes | None:
    """A target's codes; none where none is written, None where they can't be read."""
    try:
        return codes_of(written or "")
    except Unreadable:
        return None


def _beside_actual(row: Row[Any], run: Selection, reached: Reached) -> dict[str, Any]:
    known = figures().get(row.figure)
    target = row.target if row.minor_digits is None else float(round(row.target * 10**row.minor_digits))
    # A scope without a row holds zero of what is counted, but no share of anything.
    nothing = None if known is None or known.is_ratio or not _has_actual(row) else 0
    there = reached.get(_scope(row, run), Actual(nothing))
    actual = None if there.value is None or pd.isna(there.value) else there.value
    gap = None if actual is None else target - actual
    met = None if gap is None else gap >= 0 if row.figure in LESS_IS_BETTER else gap <= 0
    words = {"unit": known.unit, "evidence": known.evidence} if known else {}
    return {
        **row._mapping,
        **{"target": target, "read_on": run.last_day, "actual": actual, "not_told": there.not_told},
        **{"of": there.of, "gap": gap, "met": met},
        **words,
    }
