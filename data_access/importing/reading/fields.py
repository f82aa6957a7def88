"""Which columns of a table the header of a file means, by their names in three languages or by HXL tags."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Column, Table

from data_access.importing.descriptor import delivered_columns, field_name
from data_access.importing.problems import Problems
from data_access.importing.reading.headers import Header
from data_access.importing.reading.persons import why_personal
from data_access.importing.vocabulary import column_named, column_tagged

# A text that is too long for a cell of a workbook goes on in further columns.
_CONTINUED = re.compile(r"(.+)\+([2-9]|[1-9]\d)")

Refuse = Callable[[str | None, str], None]


@dataclass(frozen=True)
class Field:
    """A column of the file: where its cells stand, and the column of the store that they fill.

    ``label`` is the column's name in a package, ``place`` its place among ``delivered_columns``. A text
    goes on at the positions ``more``. A mapping may give a factor, ``times``, and ``codes`` by what is
    written in their stead.
    """

    position: int
    label: str
    place: int
    column: Column[Any]
    more: tuple[int, ...] = ()
    times: Decimal | None = None
    codes: Mapping[str, str] | None = None


def names_column(table: Table) -> Callable[[str], bool]:
    """What says whether a label names a column of the table."""
    return lambda label: bool(label) and _named(table.name, label) is not None


def fields_of(table: Table, header: Header, problems: Problems) -> list[Field]:
    """The columns of the table that a header names; notes what else it has, and what it lacks."""

    def refuse(label: str | None, reason: str) -> None:
        problems.refuse_whole(table.name, header.line, label, None, reason)

    positions: dict[str, list[int]] = defaultdict(list)
    more: dict[str, dict[int, int]] = defaultdict(dict)
    for position, (label, tag) in enumerate(zip(header.labels, header.tags, strict=True)):
        meant = _meant(table, label, tag, refuse)
        continued = _CONTINUED.fullmatch(label)
        if meant and continued and label not in _columns(table):
            more[meant][int(continued[2])] = position
        elif meant:
            positions[meant].append(position)
    for meant, found in positions.items():
        if len(found) > 1:
            _refuse_twice(meant, [header.labels[position] for position in found], refuse)
    columns = _columns(table)
    for meant, parts in more.items():
        if meant not in positions or sorted(parts) != list(range(2, len(parts) + 2)):
            refuse(meant, "Parts of this text are missing. Keep all columns of it, from the first.")
    refuse_missing(table, positions, header.line, problems)
    return [
        Field(
            positions[label][0],
            label,
            place,
            column,
            tuple(more[label][part] for part in sorted(more[label])),
        )
        for place, (label, column) in enumerate(columns.items())
        if label in positions
    ]


def refuse_missing(table: Table, given: Collection[str], line: int, problems: Problems) -> None:
    """Refuses a table without all the columns that it has to have."""
    for label, column in _columns(table).items():
        # That nobody says whether rows are made up is settled when they are taken in.
        if label not in given and not column.nullable and column.name != "illustrative":
            problems.refuse_whole(
                table.name, line, label, None, "This column is missing. Add it to the file."
            )


def _columns(table: Table) -> dict[str, Column[Any]]:
    return {field_name(column): column for column in delivered_columns(table)}


def _named(table: str, label: str) -> str | None:
    continued = _CONTINUED.fullmatch(label)
    return column_named(table, label) or (column_named(table, continued[1]) if continued else None)


def _meant(table: Table, label: str, tag: str, refuse: Refuse) -> str | None:
    by_label = _named(table.name, label) if label else None
    by_tag = column_tagged(table.name, tag) if tag else None
    if by_label and by_tag and by_label != by_tag:
        refuse(label, f"This header means {by_label}, and its tag {tag} means {by_tag}. Correct one of them.")
    if by_label or by_tag or not (label or tag):
        return by_label or by_tag
    if reason := why_personal(label, tag, "name" in _columns(table)):
        refuse(label or tag, reason)
        return None
    nearest = get_close_matches(label.lower(), _columns(table), 1)
    hint = f"Perhaps {nearest[0]}?" if nearest else "Remove it."
    refuse(label or tag, f"The table has no column of this name. {hint}")
    return None


def _refuse_twice(meant: str, labels: list[str], refuse: Refuse) -> None:
    written = list(dict.fromkeys(label for label in labels if label))
    if len(written) < 2:
        refuse(meant, f"This column is there {len(labels)} times. Keep one.")
    else:
        refuse(meant, f"Several columns mean this one: {', '.join(written)}. Keep one.")
