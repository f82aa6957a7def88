"""Finds the header of a file or sheet: below titles, over merged cells, with a row of HXL tags."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from data_access.importing.problems import Problems
from data_access.importing.reading.sheets import Line, Sheet, SheetBroken, shown
from data_access.importing.reading.text import HEAD

_TAG = re.compile(r"#[A-Za-z][\w+ -]*", re.ASCII)


@dataclass(frozen=True)
class Header:
    """The labels over a table and their HXL tags, by position; either may be empty.

    ``line`` is that of the labels (of the tags, if there are only these); rows begin after ``ends``.
    """

    line: int
    ends: int
    labels: list[str]
    tags: list[str]


def header_of(
    sheet: Sheet, table: str, recognised: Callable[[str], bool], problems: Problems
) -> Header | None:
    """The header of a sheet, or None if it has none; ``recognised`` says whether a label names a column."""
    rows = _head(sheet)
    if not rows:
        problems.refuse_whole(
            table, None, None, None, "The file has no header. Write one, or leave the file out."
        )
        return None
    texts = [[shown(cell).strip() for cell in cells] for _, cells in rows]
    _spread_downwards(sheet, rows, texts)
    scores = [sum(map(recognised, labels)) for labels in texts]
    tagged = next((place for place, labels in enumerate(texts) if _is_tags(labels)), None)
    if tagged is None or (max(scores) > 0 and scores.index(max(scores)) > tagged):
        place = ends = scores.index(max(scores))
        tags = [""] * len(texts[place])
    else:
        # Tags stand below their labels, whether or not we know these, or instead of them.
        best = max(scores[:tagged], default=0)
        place = scores.index(best) if best else max(tagged - 1, 0)
        tags, ends = texts[tagged], tagged
    labels = [""] * len(texts[place]) if place == tagged else texts[place]
    # A title above tags alone is none of theirs.
    if tagged is not None and ends == tagged and not any(scores) and _filled(labels) < _filled(tags):
        labels, place = [""] * len(tags), tagged
    labels = _from_above(texts, place, labels, recognised)
    _refuse_second(rows, texts, place, labels, recognised, table, problems)
    tags = [*tags, *[""] * len(labels)][: len(labels)]
    return Header(rows[place][0], rows[ends][0], labels, tags)


def _head(sheet: Sheet) -> list[Line]:
    rows: list[Line] = []
    with suppress(SheetBroken):  # it is told of when the rows are read
        rows.extend(islice(sheet.rows(), HEAD))
    return rows


def _spread_downwards(sheet: Sheet, rows: list[Line], texts: list[list[str]]) -> None:
    """Writes the text of cells merged over several rows into each of these."""
    places = {line - 1: place for place, (line, _) in enumerate(rows)}
    for (first, left), (last, _) in sheet.merged:
        if first in places and last > first and left < len(texts[places[first]]):
            for row in range(first + 1, last + 1):
                if row in places:
                    texts[places[row]][left] = texts[places[first]][left]


def _is_tags(labels: list[str]) -> bool:
    written = [label for label in labels if label]
    return bool(written) and all(_TAG.fullmatch(label) for label in written)


def _filled(labels: list[str]) -> int:
    return sum(map(bool, labels))


def _from_above(
    texts: list[list[str]], place: int, labels: list[str], recognised: Callable[[str], bool]
) -> list[str]:
    """A label with nothing below it may stand in the row above, as over a group of two columns."""
    if not place or not any(labels):
        return labels
    above = texts[place - 1]
    return [
        above[position] if not label and position < len(above) and recognised(above[position]) else label
        for position, label in enumerate(labels)
    ]


def _refuse_second(
    rows: list[Line],
    texts: list[list[str]],
    place: int,
    labels: list[str],
    recognised: Callable[[str], bool],
    table: str,
    problems: Problems,
) -> None:
    """Rows above the header are titles, and name no columns that the header has not."""
    for (line, _), above in zip(rows[:place], texts[:place], strict=True):
        for position, label in enumerate(above):
            if recognised(label) and (position >= len(labels) or labels[position] != label):
                reason = f"This looks like a header, and so does row {rows[place][0]}. Keep one."
                problems.refuse_whole(table, line, label, None, reason)
                return
