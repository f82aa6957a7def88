"""What programmes mean to spend on their actions, and what they spent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, null, or_, select

from data_access.cover import spans_of_period
from data_access.figures import figure_statement
from data_access.programmes import chosen_programmes
from data_access.schema import BudgetLine, Expenditure, Programme
from data_access.scope import TIME, in_period, time_columns, time_of, with_sponsor
from data_access.selection import Selection

LINE = ("programme", "ladder", "sponsor", "action", "lever", "currency")


@figure_statement("budget", dimensions=(*LINE, *TIME), fixed=("currency",))
def budget(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """Budgets of the selected programmes that run in the period, each whole, never prorated.

    By month, quarter or year, a budget stands whole in each in which its programme runs.
    """
    spans = spans_of_period(selection, by)
    runs = (Programme.first_day <= spans.c.last_day) & or_(
        Programme.last_day.is_(None), Programme.last_day >= spans.c.first_day
    )
    lines = (
        select(
            *_line_columns(),
            BudgetLine.currency_id.label("currency"),
            *time_of(spans),
            BudgetLine.amount_minor,
        )
        .join(Programme, Programme.id == BudgetLine.programme_id)
        .join(spans, runs)
        .where(*chosen_programmes(selection, Programme.id))
    )
    return _sums(with_sponsor(lines, Programme.id, selection, by), by)


@figure_statement("expenditure", dimensions=(*LINE, *TIME), fixed=("currency",))
def expenditure(selection: Selection, by: Sequence[str]) -> Select[Any]:
    """What the selected programmes spent in the period."""
    payments = (
        select(
            *_line_columns(),
            Expenditure.currency_id.label("currency"),
            *time_columns(Expenditure.spent_on),
            Expenditure.amount_minor,
        )
        .join(BudgetLine, BudgetLine.id == Expenditure.budget_line_id)
        .join(Programme, Programme.id == BudgetLine.programme_id)
        .where(*in_period(selection, Expenditure.spent_on), *chosen_programmes(selection, Programme.id))
    )
    return _sums(with_sponsor(payments, Programme.id, selection, by), by)


def _line_columns() -> list[ColumnElement[Any]]:
    return [
        BudgetLine.programme_id.label("programme"),
        Programme.ladder_id.label("ladder"),
        BudgetLine.action.label("action"),
        BudgetLine.lever.label("lever"),
    ]


def _sums(amounts: Select[Any], by: Sequence[str]) -> Select[Any]:
    booked = amounts.cte("booked")
    groups = [booked.c[name] for name in by]
    total = cast(func.coalesce(func.sum(booked.c.amount_minor), 0), BigInteger)
    return select(*groups, total.label("value"), null().label("of")).group_by(*groups)
