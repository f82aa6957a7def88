"""The rules by which a spreadsheet itself looks at a cell, and what it says of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from data_access.importing.template.columns import TemplateColumn
from data_access.importing.template.explaining import what_to_write
from data_access.importing.template.offering import Offers, keys_offered
from data_access.importing.template.sentences import sentence
from data_access.importing.vocabulary import table_label

LONGEST_TITLE = 32
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
# Where the store sets no limit of its own: what it can hold.
_LARGEST = {"whole": 2**31 - 1, "number": 10**15}


def rule_of(
    column: TemplateColumn, offers: Offers, tables: Collection[str], language: str
) -> dict[str, Any] | None:
    """The rule for the cells of a column, as xlsxwriter takes it; None where there is nothing to look at."""
    if column.choices:
        return _refusing(
            sentence("from_list", language), language, validate="list", source=offers.source(column)
        )
    key = column.refers_to()
    if key:
        return _from_sheet(key, language) if key.table.name in tables else None
    if column.kind == "words":
        return None
    message = what_to_write(column, language)
    if column.kind == "code":
        return _refusing(message, language, validate="length", criteria="<=", value=column.length)
    title = column.label(language)
    shown = {"input_message": message}
    # A title that is too long is left out: cut off, it could say something else.
    if len(title) <= LONGEST_TITLE:
        shown["input_title"] = title
    return _refusing(message, language, **shown, **_between(column))


def day_rule(title: str, message: str, language: str) -> dict[str, Any]:
    """The rule for a single cell with a day."""
    shown = {"input_title": title, "input_message": message}
    return _refusing(message, language, **shown, **_days())


def _refusing(message: str, language: str, **rule: Any) -> dict[str, Any]:
    return {"error_title": sentence("wrong", language), "error_message": message, **rule}


def _from_sheet(key: TemplateColumn, language: str) -> dict[str, Any]:
    """A key may have been delivered before: that it isn't on the sheet is a warning."""
    sheet = table_label(key.table.name, language)
    return {
        "validate": "list",
        "source": keys_offered(key, language),
        "error_type": "warning",
        "error_title": sentence("unknown", language),
        "error_message": sentence("unknown_code", language, sheet=sheet),
    }


def _between(column: TemplateColumn) -> dict[str, Any]:
    if column.kind in ("day", "moment"):
        return _days()
    least, most = column.limits
    largest = _LARGEST[column.kind]
    return {
        "validate": "whole" if column.kind == "whole" else "decimal",
        "criteria": "between",
        "minimum": -largest if least is None else least,
        "maximum": largest if most is None else most,
    }


def _days() -> dict[str, Any]:
    return {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
