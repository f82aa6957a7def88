"""The schema's own checks of a row, asked of the rows of a package before they are taken in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import CheckConstraint, Table, select, text

from data_access.importing.staging import Stage

# For each check: the column to look at, and what to tell. Spans and choices are told by their form.
WORDS = {
    "cooperative_kind": (
        "cooperative_form",
        "Only a mining organisation or a support organisation is a cooperative. Empty this, or correct kind.",
    ),
    "left_after_joined": (
        "left_on",
        "The miner is gone on the day left: it comes after joined_on. Correct one of them.",
    ),
    "waste_of_bins": ("waste", "Only waste_bins have a kind of waste. Empty this, or correct kind."),
    "value_has_currency": ("currency_id", "There is no amount for this currency. Fill both or neither."),
    "benefit_has_currency": ("currency_id", "There is no amount for this currency. Fill both or neither."),
    "amount_has_currency": ("currency_id", "There is no amount for this currency. Fill both or neither."),
    "survey_says_asked": ("asked", "The value comes from a survey. Write how many were asked."),
    "done_or_cancelled": ("cancelled_on", "An action is done or cancelled, not both. Empty one of the days."),
}


def row_rules(table: Table) -> dict[str, CheckConstraint]:
    """The checks that look at several columns of a row, by their short name."""
    checks = (item for item in table.constraints if isinstance(item, CheckConstraint))
    return {str(check.name).removeprefix(f"ck_{table.name}_"): check for check in checks}


def check_rules(stage: Stage, table: Table) -> None:
    """Refuses rows that break a check of their table: the checks are SQL, and stay the one truth."""
    staged = stage.tables[table.name]
    readable = select(staged).where(staged.c.refused.is_(False))
    for name, rule in row_rules(table).items():
        columns, reason = _told(table, name, rule)
        stage.refuse(table, columns, readable.where(text(f"NOT ({rule.sqltext})")), reason)


def _told(table: Table, name: str, rule: CheckConstraint) -> tuple[Sequence[str], str]:
    """Which columns to look at, and why."""
    if name in WORDS:
        column, reason = WORDS[name]
        return (column,), reason
    if name.startswith("one_of_"):
        columns = [c.name for c in table.columns if re.search(rf"\b{c.name} IS NULL", str(rule.sqltext))]
        return columns, f"Fill exactly one of {', '.join(columns)}."
    last, _, first = name.partition("_after_")
    if first:
        return (last,), f"This day is before {first}. Correct one of them."
    return (), f"The row breaks the rule that {rule.sqltext}."
