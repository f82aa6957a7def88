"""Mercury against each unit's own baseline, and the planetGOLD core indicators that are reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Float,
    Integer,
    Select,
    case,
    cast,
    extract,
    func,
    null,
    select,
)

from data_access.dialects import days_later
from data_access.figures import figure_statement
from data_access.indicators import indicator_values
from data_access.lots import MILLIGRAMS_IN_KILOGRAM, whole
from data_access.schema import Currency, IndicatorBaseline, IndicatorValue
from data_access.scope import ORGANISATION, TIME
from data_access.selection import Selection

MERCURY_USED = "mercury_used"
MEASURED = (*ORGANISATION, "unit", *TIME)
# What a survey asks is an estimate, and is added to nothing measured or reported.
MEASURED_OR_REPORTED = IndicatorValue.survey_id.is_(None)
TOTALS = MINERS_FORMALISED, RESPONSIBLE_GOLD = "miners_formalised", "responsible_gold"
MERCURY = (IndicatorValue.indicator_id == MERCURY_USED, MEASURED_OR_REPORTED)
MONEY = (IndicatorValue.indicator_id == "money_mobilised", MEASURED_OR_REPORTED)


@figure_statement("mercury_reduction", dimensions=MEASURED)
def mercury_reduction(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Share by which reported mercury lies below the baseline of as many months; ``of`` in kilograms."""
    reports = _reports_within(selection, by)
    groups, used, usual = [reports.c[name] for name in by], *_milligrams(reports)
    share = 1.0 - cast(used, Float) / func.nullif(cast(usual, Float), 0.0)
    return select(*groups, share.label("value"), _kilograms(usual).label("of")).group_by(*groups)


@figure_statement("mercury_avoided", dimensions=MEASURED)
def mercury_avoided(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Kilograms by which reported mercury lies below the baseline of as many months, ``of`` those of it."""
    reports = _reports_within(selection, by)
    groups, used, usual = [reports.c[name] for name in by], *_milligrams(reports)
    avoided = _kilograms(usual - used)
    return select(*groups, avoided.label("value"), _kilograms(usual).label("of")).group_by(*groups)


@figure_statement("miners_formalised", dimensions=MEASURED)
def miners_formalised(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Miners supported in formalisation, as programmes reported them."""
    return _reported_totals(selection, by, MINERS_FORMALISED)


@figure_statement("money_mobilised", dimensions=(*MEASURED, "currency"), fixed=("currency",))
def money_mobilised(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Loans and grants that mining organisations obtained, as reported; its unit is a currency."""
    money = mobilised(indicator_values(selection, by, *MONEY))
    groups = [money.c[name] for name in by]
    return select(*groups, whole(money.c.amount_minor).label("value"), null().label("of")).group_by(*groups)


@figure_statement("responsible_gold", dimensions=MEASURED)
def responsible_gold(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Kilograms of gold won without mercury, as programmes reported them."""
    return _reported_totals(selection, by, RESPONSIBLE_GOLD)


def mobilised(values: CTE) -> CTE:
    """Values that MONEY leaves, in minor units, rounded half up.

    Columns: those of ``values``, ``currency``, ``amount_minor``; no row of what is in no currency.
    """
    minor_units = case({digits: 10**digits for digits in range(5)}, value=Currency.minor_digits)
    half_up = (2 * values.c.value_milli * minor_units + 1000) // 2000
    return (
        select(*values.c, Currency.id.label("currency"), half_up.label("amount_minor"))
        .join(Currency, Currency.id == values.c.measured_in)
        .cte("mobilised_money")
    )


def _reported_totals(selection: Selection, by: Sequence[str], indicator: str) -> Select[Any]:
    values = indicator_values(selection, by, IndicatorValue.indicator_id == indicator, MEASURED_OR_REPORTED)
    groups = [values.c[name] for name in by]
    total = cast(func.coalesce(func.sum(values.c.value_milli), 0), Float) / 1000.0
    return select(*groups, total.label("value"), null().label("of")).group_by(*groups)


def reports_begun_before(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Of the reports that end in the period, those that began before it, and so do not count: the dimensions
    asked for, how many, and the milligrams of ``mercury_reports``."""
    earlier = IndicatorValue.first_day < selection.first_day
    reports = mercury_reports(indicator_values(selection, by, *MERCURY, earlier))
    groups = [reports.c[name] for name in by]
    return select(*groups, func.count(), *_milligrams(reports)).group_by(*groups)


def _reports_within(selection: Selection, by: Sequence[str]) -> CTE:
    """Reports all of whose days lie in the period."""
    within = IndicatorValue.first_day >= selection.first_day
    return mercury_reports(indicator_values(selection, by, *MERCURY, within))


def mercury_reports(reports: CTE) -> CTE:
    """Reports of the mercury used, each with what its unit's own baseline gives for as many months.

    A report counts if it spans a whole month or more; it belongs to the month, the quarter and the year of
    its last day. Columns: those of ``reports``, which are values that MERCURY leaves, ``used_milligrams``,
    ``usual_milligrams``.
    """
    usual, months = _monthly_baseline(), _whole_months(reports.c)
    # Whole milligrams: sums of fractions would depend on the order in which a database adds them.
    half_up = (2 * 1000 * usual.c.grams * months + usual.c.months) // (2 * usual.c.months)
    own = (usual.c.unit == reports.c.unit) | (
        usual.c.unit.is_(None) & reports.c.unit.is_(None) & (usual.c.organisation == reports.c.organisation)
    )
    return (
        select(
            *reports.c,
            (1000 * reports.c.value_milli).label("used_milligrams"),
            half_up.label("usual_milligrams"),
        )
        .join(usual, own)
        .where(months >= 1)
        .cte("mercury_report")
    )


def _monthly_baseline() -> CTE:
    """Mercury used before the work began and over how many months: a row for each unit or organisation."""
    months = _whole_months(IndicatorBaseline)
    return (
        select(
            IndicatorBaseline.unit_id.label("unit"),
            IndicatorBaseline.organisation_id.label("organisation"),
            cast(func.sum(IndicatorBaseline.value_milli), BigInteger).label("grams"),
            cast(func.sum(months), BigInteger).label("months"),
        )
        .where(IndicatorBaseline.indicator_id == MERCURY_USED, months >= 1)
        .group_by(IndicatorBaseline.unit_id, IndicatorBaseline.organisation_id)
        .cte("baseline")
    )


def _milligrams(reports: CTE) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The sums of what was used and of what the baselines give, exact."""
    return whole(reports.c.used_milligrams), whole(reports.c.usual_milligrams)


def _kilograms(milligrams: ColumnElement[int]) -> ColumnElement[Any]:
    return cast(milligrams, Float) / float(MILLIGRAMS_IN_KILOGRAM)


def _whole_months(span: Any) -> ColumnElement[int]:
    """Whole months from a row's first day to its last, both included."""

    def part(name: str, day: ColumnElement[Any]) -> ColumnElement[int]:
        return cast(extract(name, day), Integer)

    start, after = span.first_day, days_later(span.last_day, 1)
    months = (part("year", after) - part("year", start)) * 12 + part("month", after) - part("month", start)
    return months - cast(part("day", after) < part("day", start), Integer)
