"""A table on a slide: as many columns and rows as can be read from the back of the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Inches

from data_access.language import plural, say
from exhibits import words
from exhibits.exhibit import Exhibit
from exhibits.export import cells
from exhibits.export.fitting import LINE, POINTS, fitted, width
from exhibits.export.markup import paragraph, run, solid, tag
from exhibits.export.places import Box

# At the last of these sizes a table is cut that has no room.
SIZES = (24, 20, 18, 16)
# Between the text of a cell and its edges, in inches.
BESIDE, ABOVE = 0.11, 0.05
# A column of words is no narrower, and a cell has no more lines.
NARROWEST, MOST_LINES, MOST_STRETCHED = 2.5, 3, 1.4
# Neither fills nor frames of the program's own.
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class Table:
    """What of a table has room: headings and rows of text, widths in inches, heights of its rows."""

    size: int
    headings: list[str]
    rows: list[list[str]]
    widths: list[float]
    heights: list[float]
    numbers: list[bool]
    cut: bool


def laid_out(exhibit: Exhibit, room: tuple[float, float]) -> Table:
    """The table at the largest size at which all of it has room; else as much as has, at the smallest."""
    written = cells.rows(exhibit)
    for size in SIZES:
        if _is_whole(table := _at(exhibit, written, size, room), exhibit):
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


def fill(frame: Any, table: Table, box: Box) -> None:
    """Writes the table into a graphic frame that has as many rows and columns."""
    made = frame.table
    properties = made._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    properties.set("bandRow", "0")
    for column, wide in zip(made.columns, table.widths, strict=True):
        column.width = Inches(wide)
    for row, high in zip(made.rows, table.heights, strict=True):
        row.height = Inches(high)
    frame.left, frame.top, frame.width, frame.height = Box(
        box.left, box.top, sum(table.widths), sum(table.heights)
    ).emu()
    for at, texts in enumerate([table.headings, *table.rows]):
        for cell, text, number in zip(made.rows[at].cells, texts, table.numbers, strict=True):
            _write(cell._tc, text, table.size, number, heading=at == 0)


def _write(cell: Any, text: str, size: int, number: bool, heading: bool) -> None:
    said = run(text, sz=size * 100, b=int(heading)) if text else tag("a:endParaRPr", {"sz": size * 100})
    line = paragraph(said, algn="r" if number else "l")
    cell.replace(cell.find(qn("a:txBody")), tag("a:txBody", tag("a:bodyPr"), tag("a:lstStyle"), line))
    edges = {"marL": BESIDE, "marR": BESIDE, "marT": ABOVE, "marB": ABOVE}
    rule = tag("a:lnB", {"w": 19050 if heading else 6350}, solid("accent1" if heading else "bg2"))
    looks = tag(
        "a:tcPr",
        {side: Inches(inches) for side, inches in edges.items()} | {"anchor": "b" if heading else "t"},
        rule,
        tag("a:noFill"),
    )
    if (old := cell.find(qn("a:tcPr"))) is not None:
        cell.remove(old)
    cell.append(looks)


def _at(exhibit: Exhibit, written: list[list[str]], size: int, room: tuple[float, float]) -> Table:
    # What nothing stands in takes no room.
    filled = [at for at in range(len(exhibit.columns)) if any(row[at] for row in written)]
    columns = [column for at, column in enumerate(exhibit.columns.values()) if at in filled]
    written = [[row[at] for at in filled] for row in written]
    numbers = [column.format in cells.NUMBERS or column.format == "day" for column in columns]
    natural = [
        max(width(text, size) * 1.04 for text in (column.title, *(row[at] for row in written))) + 2 * BESIDE
        for at, column in enumerate(columns)
    ]
    least = [wide if number else min(wide, NARROWEST) for wide, number in zip(natural, numbers, strict=True)]
    kept = len(columns)
    while kept > 1 and sum(least[:kept]) > room[0]:
        kept -= 1
    widths = _shared(natural[:kept], least[:kept], room[0])

    def lines(texts: list[str]) -> tuple[list[str], float]:
        rooms = [wide - 2 * BESIDE for wide in widths]
        fit = [fitted(text, room, MOST_LINES, (size,)) for text, room in zip(texts, rooms, strict=True)]
        most = max((each.lines for each in fit), default=1)
        return [each.text for each in fit], max(most, 1) * size * LINE / POINTS + 2 * ABOVE

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


def _shared(natural: list[float], least: list[float], room: float) -> list[float]:
    """Widths of columns: what they would take, or a fair part of the room where there is less."""
    if sum(natural) <= room:
        # Numbers far from their names would be lost between them.
        return [wide * min(room / sum(natural), MOST_STRETCHED) for wide in natural]
    spare, wanting = room - sum(least), [full - low for full, low in zip(natural, least, strict=True)]
    return [low + spare * want / sum(wanting) for low, want in zip(least, wanting, strict=True)]


def _is_whole(table: Table, exhibit: Exhibit) -> bool:
    shown = len(table.rows), len(table.headings)
    return shown == (len(exhibit.frame), len(exhibit.columns)) and not table.cut
