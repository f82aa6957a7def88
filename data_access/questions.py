"""A question to a figure, written as a query string: filters, days, and codes of its dimensions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import parse_qsl

import pandas as pd
from sqlalchemy import Connection

from data_access.choosing import selection_of
from data_access.language import Later
from data_access.selection import Selection, UnknownCode, data_date, day_of
from data_access.viewer import Viewer

FILTERS = ("programme", "sponsor", "country", "region", "organisation")
DAYS = {"from": "first_day", "to": "last_day"}
COUNT = "count"

# Signs that part names and codes in a query string → how they are written within one. The first one is what
# the others are written with.
PARTING = {"%": "%25", "&": "%26", "=": "%3D", "+": "%2B"}

# Dimension → the one code asked for; None asks for the group that has no code.
Codes = dict[str, str | None]


class Unreadable(ValueError):
    """A query string that can't be followed; the message says why."""


@dataclass(frozen=True)
class Question:
    """A selection, the codes of a figure's dimensions, and perhaps a dimension whose codes to count."""

    selection: Selection
    only: Codes = field(default_factory=dict)
    count: str | None = None


def codes_of(written: str) -> Codes:
    """The codes in a query string such as ``ladder=SBG&stage=SBG-2``.

    An empty code (``region=``) asks for what has none. Raises Unreadable.
    """
    return _codes(_pairs(written), written)


def in_plain(written: str) -> str:
    """A query string whose names and codes are not encoded, but for the signs that part them.

    So the database can read it as we do. Raises Unreadable.
    """
    return "&".join(f"{_escaped(name)}={_escaped(code)}" for name, code in _pairs(written))


def question_of(connection: Connection, viewer: Viewer, written: str) -> Question:
    """The question that a query string asks: ``programme=HSE-1&to=2024-04-17&provision=ppe``.

    Filters and days have their names in the URL; a filter can be named again. ``count`` names the
    dimension whose codes with a value are to be counted. Whatever else is named is a dimension, and
    so is a filter without a code. Without days, they are those of the default period.
    Raises Unreadable, also for a period of which no data are known yet, and EmptyStore.
    """
    pairs = _pairs(written)
    filters = {name: [code for other, code in pairs if other == name and code] for name in FILTERS}
    codes = _codes([(name, code) for name, code in pairs if not filters.get(name)], written)
    count = codes.pop(COUNT, None)
    days = {field: _day(codes.pop(name), written) for name, field in DAYS.items() if name in codes}
    begins, known_until = days.get("first_day"), data_date(connection)
    if begins is not None and begins > known_until:
        raise Unreadable(
            Later(
                "“{query}” begins on {day}, after the data end on {data_date}.",
                query=written,
                day=begins,
                data_date=known_until,
            )
        )
    try:
        selection = selection_of(connection, viewer, **filters, **days)  # type: ignore[arg-type]
    except UnknownCode as error:
        raise Unreadable(*error.args) from error
    except ValueError as error:
        raise _without_period(written) from error
    return Question(selection, codes, count)


def codes_with_value(groups: pd.DataFrame, dimension: str) -> int:
    """How many codes of a dimension have a value other than zero, of a figure's rows by it."""
    filled = groups[groups["value"].notna() & (groups["value"] != 0)]
    return int(filled[dimension].nunique())


def _escaped(said: str) -> str:
    for sign, escape in PARTING.items():
        said = said.replace(sign, escape)
    return said


def _day(day: str | None, written: str) -> date:
    try:
        return day_of(day or "")
    except ValueError as error:
        raise _without_period(written) from error


def _without_period(written: str) -> Unreadable:
    return Unreadable(Later("“{query}” names no period that can be read.", query=written))


def _codes(pairs: list[tuple[str, str]], written: str) -> Codes:
    found: Codes = {}
    for name, code in pairs:
        if name in found:
            raise Unreadable(Later("“{query}” names {name} twice.", query=written, name=name))
        found[name] = code or None
    return found


def _pairs(written: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(written, keep_blank_values=True, strict_parsing=True)
    except ValueError:
        raise Unreadable(
            Later("“{query}” is no query string such as programme=HSE-1&to=2024-04-17.", query=written)
        ) from None
