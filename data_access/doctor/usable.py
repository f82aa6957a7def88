"""Which values of a column can't be used, as conditions of either database.

SQLite keeps in a column whatever is written into it. Postgres knows days that no calendar of ours has, and
numbers that are none.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, String, cast, func, not_, or_

from data_access.contract import Family

DIGIT = "[0-9]"
DAY = "-".join(DIGIT * count for count in (4, 2, 2))
MOMENT = f"{DAY} {':'.join([DIGIT * 2] * 3)}"
SECONDS_END = 19
FIRST, LAST = datetime.min, datetime.max


def speak(connection: Connection) -> None:
    """Teaches an SQLite connection what the conditions ask, and not to stumble over a text that is none."""
    if connection.dialect.name == "sqlite":
        raw: Any = connection.connection.driver_connection
        raw.text_factory = lambda content: content.decode("utf-8", "replace")
        raw.create_function("is_text", 1, _is_text, deterministic=True)


def unusable(at: ColumnElement[Any], family: Family, dialect: str) -> ColumnElement[bool] | None:
    """The condition that a value, which isn't empty, can't be used; None where any value can."""
    return _on_sqlite(at, family) if dialect == "sqlite" else _on_postgres(at, family)


def _on_sqlite(at: ColumnElement[Any], family: Family) -> ColumnElement[bool] | None:
    kind: ColumnElement[str] = func.typeof(at, type_=String)
    match family:
        case Family.text:
            return or_(kind != "text", func.is_text(cast(at, LargeBinary)) == 0)
        case Family.whole | Family.big:
            return kind != "integer"
        case Family.real:
            return or_(kind.not_in(("integer", "real")), _no_number(at))
        case Family.truth:
            return or_(kind != "integer", at.not_in((0, 1)))
        case Family.day:
            return or_(kind != "text", not_(_is_like(at, DAY)), _not_in_calendar(at, func.date))
        case Family.moment:
            whole, rest = func.substr(at, 1, SECONDS_END), func.substr(at, SECONDS_END + 1)
            parts = or_(rest == "", _is_like(rest, ".[0-9]*") & not_(_is_like(rest, ".*[^0-9]*")))
            return or_(
                *(kind != "text", not_(_is_like(whole, MOMENT)), not_(parts)),
                _not_in_calendar(whole, func.datetime),
            )
        case _:
            return None


def _on_postgres(at: ColumnElement[Any], family: Family) -> ColumnElement[bool] | None:
    match family:
        case Family.real:
            return _no_number(at)
        case Family.day:
            return not_(at.between(date.min, date.max))
        case Family.moment:
            return not_(at.between(FIRST, LAST))
        case _:
            return None


def _no_number(at: ColumnElement[Any]) -> ColumnElement[bool]:
    """Postgres orders NaN after all numbers; SQLite has none."""
    return not_(at.between(-sys.float_info.max, sys.float_info.max))


def _is_like(at: Any, pattern: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = func.glob(pattern, at) == 1
    return found


def _not_in_calendar(at: Any, read: Any) -> ColumnElement[bool]:
    """The 30th of February is counted as the 1st of March; the year 0 is none of ours."""
    counted = read(at, "+0 days")
    return or_(counted.is_(None), counted != at, func.substr(at, 1, 4) == "0000")


def _is_text(content: bytes | None) -> int:
    if not isinstance(content, bytes):
        return 1
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return 0
    return 1
