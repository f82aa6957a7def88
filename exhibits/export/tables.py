"""A table as far as it has room: the size of its type, and which of its columns and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data_access.language import plural, say
from exhibits import words
from exhibits.exhibit import Exhibit
from exhibits.export import cells
from exhibits.export.fitting import LINE, POINTS, fitted, width

# At the last of these sizes a table is cut that has no room.
SIZES = (24, 20, 18, 16)
# In parts of the type's size: between the text of a cell and its edges, and the narrowest column of words.
BESIDE, ABOVE, NARROWEST = 0.44, 0.2, 10
# Of a cell, and of a table of few words.
MOST_LINES, MOST_STRETCHED = 3, 1.4


@dataclass(frozen=True)
class Table:
    """What of a table has room: headings and rows of text, widths in inches, heights of its rows."""

    size: float
    headings: list[str]
    rows: list[list[str]]
    widths: list[float]
    heights: list[float]
    numbers: list[bool]
    cut: bool


def laid_out(
    exhibit: Exhibit,
    room: tuple[float, float],
    sizes: Sequence[float] = SIZES,
    most: int | None = None,
    stretched: float = MOST_STRETCHED,
) -> Table:
    """The table at the largest of the sizes at which all of it has room; else as much as has, at the last.

    Room is in inches; there are no more than ``most`` rows. A table of few words is ``stretched``.
    """
    written = cells.rows(exhibit)[:most]
    for size in sizes:
        if _is_whole(table := _at(exhibit, written, size, room, stretched), exhibit):
            return table
    return table


def left_out(table: Table, exhibit: Exhibit) -> str:
    """What of an exhibit's table the slide does not show, and where all of it is; empty, if it shows all."""
    rows, columns = len(exhibit.frame), len(exhibit.columns)
    if _is_whole(table, exhibit):
        return ""
    if len(table.rows) < rows and len(table.headings) < columns:
        return say(
            "{shown} of {rows} rows and {some} of {columns} columns; all of them are in the workbook.",
            shown=words.number(len(table.rows)),
            rows=words.number(rows),
            some=words.number(len(table.headings)),
            columns=words.number(columns),
        )
    if len(table.rows) < rows:
        return plural(
            "{shown} of {number} row; all are in the workbook.",
            "{shown} of {number} rows; all are in the workbook.",
            rows,
            shown=words.number(len(table.rows)),
        )
    if len(table.headings) < columns:
        return say(
            "{some} of {columns} columns; all of them are in the workbook.",
            some=words.number(len(table.headings)),
            columns=words.number(columns),
        )
    return say("Long texts are cut here; they are whole in the workbook.")


def _at(
    exhibit: Exhibit, written: list[list[str]], size: float, room: tuple[float, float], stretched: float
) -> Table:
    # What nothing stands in takes no room.
    filled = [at for at in range(len(exhibit.columns)) if any(row[at] for row in written)]
    columns = [column for at, column in enumerate(exhibit.columns.values()) if at in filled]
    written = [[row[at] for at in filled] for row in written]
    numbers = [column.format in cells.NUMBERS or column.format == "day" for column in columns]
    beside, narrowest = BESIDE * size / POINTS, NARROWEST * size / POINTS
    natural = [
        max(width(text, size) * 1.04 for text in (column.title, *(row[at] for row in written))) + 2 * beside
        for at, column in enumerate(columns)
    ]
    least = [wide if number else min(wide, narrowest) for wide, number in zip(natural, numbers, strict=True)]
    kept = len(columns)
    while kept > 1 and sum(least[:kept]) > room[0]:
        kept -= 1
    widths = _shared(natural[:kept], least[:kept], room[0], stretched)

    def lines(texts: list[str]) -> tuple[list[str], float]:
        rooms = [wide - 2 * beside for wide in widths]
        fit = [fitted(text, room, MOST_LINES, (size,)) for text, room in zip(texts, rooms, strict=True)]
        most = max((each.lines for each in fit), default=1)
        return [each.text for each in fit], (max(most, 1) * LINE + 2 * ABOVE) * size / POINTS

    headings, high = lines([column.title for column in columns[:kept]])
    rows, heights, cut = [], [high], False
    for row in written:
        texts, high = lines(row[:kept])
        if sum(heights) + high > room[1]:
            break
        cut |= texts != row[:kept]
        rows.append(texts)
        heights.append(high)
    return Table(size, headings, rows, widths, heights, numbers[:kept], cut)


def _shared(natural: list[float], least: list[float], room: float, stretched: float) -> list[float]:
    """Widths of columns: what they would take, or a fair part of the room where there is less."""
    if sum(natural) <= room:
        # Numbers far from their names would be lost between them.
        return [wide * min(room / sum(natural), stretched) for wide in natural]
    spare, wanting = room - sum(least), [full - low for full, low in zip(natural, least, strict=True)]
    return [low + spare * want / sum(wanting) for low, want in zip(least, wanting, strict=True)]


def _is_whole(table: Table, exhibit: Exhibit) -> bool:
    shown = len(table.rows), len(table.headings)
    return shown == (len(exhibit.frame), len(exhibit.columns)) and not table.cut
