"""Tables for people as a workbook: typed cells, their units written once, and no text taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data_access.importing.template.look import FONT, GOLD_BROWN, INK, LINE, QUIET, ready_to_print
from data_access.tables import FORMULA_SIGNS, UNSEEN

Kind = Literal["text", "number_text", "count", "share", "money", "day", "decimal"]
TYPE = FONT | {"font_color": INK, "valign": "top"}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "Cambria", "font_size": 18, "bold": True, "valign": "vcenter"},
    "lead": {"font_size": 13},
    "quiet": {"font_color": QUIET},
}
# A cell holds no more, and numbers of more digits are not the same after they have been in one.
LONGEST, MOST_DIGITS = 32_767, 15
LONGEST_NAME, RESERVED = 31, {"history"}
NOT_IN_NAMES = str.maketrans(dict.fromkeys([*"[]:*?/\\", *map(chr, range(32))], " "))
NARROWEST, WIDEST, PAGE = 9, 52, 100
# In points.
LINE_HEIGHT, TALLEST = 15, 400
UNDERLINED = {"bottom": 1, "bottom_color": LINE}
# Words keep away from the numbers to their left.
BESIDE = {"align": "left", "indent": 1}
NEVER = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The calendar of workbooks has a day before it that never was.
FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Heading:
    """A column: what it is called, and what its cells are."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own, below lines of words, each with its style; ``links`` are the sheets
    that the first cells of its rows lead to."""

    name: str
    columns: Sequence[Heading]
    rows: Sequence[Sequence[object]]
    above: Sequence[tuple[str, str]] = ()
    links: Sequence[str] = ()


@dataclass
class _Book:
    """A workbook with its formats, each made once."""

    book: xlsxwriter.Workbook
    colour: str
    made: dict[str, Format] = field(default_factory=dict)

    def style(self, **properties: Any) -> Format:
        key = repr(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(TYPE | properties)
        return self.made[key]


def as_workbook(sheets: Sequence[Sheet], title: str, author: str, made_on: date, colour: str) -> bytes:
    """The sheets in their order as one file; ``colour`` is that of the rules below headings."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **NEVER}) as book:
        made = datetime(made_on.year, made_on.month, made_on.day)
        book.set_properties({"title": title, "author": author, "created": made})
        of = _Book(book, colour)
        for sheet in sheets:
            _write(of, book.add_worksheet(sheet.name), sheet)
    return written.getvalue()


def as_grid(rows: Sequence[Sequence[str | float | None]]) -> bytes:
    """Rows of texts and numbers and nothing else: what a chart in another file is drawn of."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **NEVER}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, _storable(cell))
                elif cell is not None:
                    sheet.write_number(row, column, cell)
    return written.getvalue()


def sheet_names(titles: Iterable[str]) -> list[str]:
    """A name for each title that a sheet can have, no two alike."""
    found: dict[str, str] = {}
    for title in titles:
        plain = " ".join(title.translate(NOT_IN_NAMES).split()).strip("'") or "–"
        number, name = 1, _cut(plain, LONGEST_NAME)
        while name.casefold() in found or name.casefold() in RESERVED:
            number += 1
            name = f"{_cut(plain, LONGEST_NAME - len(str(number)) - 1)} {number}"
        found[name.casefold()] = name
    return list(found.values())


def _write(of: _Book, sheet: Worksheet, given: Sheet) -> None:
    sheet.hide_gridlines(2)
    widths = [_width(heading, [row[at] for row in given.rows]) for at, heading in enumerate(given.columns)]
    for row, (text, style) in enumerate(given.above):
        _write_line(of, sheet, row, text, style, widths)
    head = len(given.above) + 1 if given.above else 0
    for column, (heading, width) in enumerate(zip(given.columns, widths, strict=True)):
        apart = BESIDE if heading.kind == "text" else {"align": "right"}
        shown = of.style(bold=True, text_wrap=True, bottom=2, bottom_color=of.colour, **apart)
        sheet.write_string(head, column, _storable(heading.title), shown)
        sheet.set_column(column, column, width)
    for row, cells in enumerate(given.rows, head + 1):
        for column, (heading, cell) in enumerate(zip(given.columns, cells, strict=True)):
            _write_cell(of, sheet, row, column, cell, heading.kind)
        lines = max(_lines(cell, width) for cell, width in zip(cells, widths, strict=True))
        if lines > 1:
            sheet.set_row(row, min(lines * LINE_HEIGHT, TALLEST))
    for row, (name, cells) in enumerate(zip(given.links, given.rows, strict=False), head + 1):
        link = of.style(font_color=GOLD_BROWN, underline=1, text_wrap=True, **BESIDE, **UNDERLINED)
        there = name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{there}'!A1", link, string=_storable(str(cells[0])))
    if given.rows:
        sheet.autofilter(head, 0, head + len(given.rows), len(given.columns) - 1)
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    ready_to_print(sheet)


def _write_line(
    of: _Book, sheet: Worksheet, row: int, text: str, style: str, widths: Sequence[float]
) -> None:
    """A line above the table; a long one is broken, over as many columns as are as wide as a page."""
    shown, size = of.style(text_wrap=True, **STYLES[style]), STYLES[style].get("font_size", 11)
    room, last = 0.0, -1
    while room < PAGE:
        last += 1
        room += widths[last] if last < len(widths) else NARROWEST
    sheet.merge_range(row, 0, row, last, "", shown)
    sheet.write_string(row, 0, _storable(text), shown)
    lines = -(-len(text) * size // int(room * 11))
    sheet.set_row(row, lines * size * 1.4 + 2)


def _write_cell(of: _Book, sheet: Worksheet, row: int, column: int, cell: Any, kind: Kind) -> None:
    if cell is None or (not isinstance(cell, str) and pd.isna(cell)):
        sheet.write_blank(row, column, None, of.style(**UNDERLINED))
    elif isinstance(cell, date) and cell >= FIRST_DAY:
        day = of.style(num_format="d mmm yyyy", align="right", **UNDERLINED)
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, bool | str | date) or _is_long(cell):
        text = _storable(str(cell))
        kept = {"quote_prefix": True} if text.lstrip(UNSEEN).startswith(FORMULA_SIGNS) else {}
        apart = BESIDE if kind == "text" else {"align": "right"}
        sheet.write_string(row, column, text, of.style(text_wrap=True, **apart, **UNDERLINED, **kept))
    else:
        sheet.write_number(row, column, float(cell), of.style(num_format=_format(cell, kind), **UNDERLINED))


def _is_long(number: Any) -> bool:
    """Whether an exact number would be another one after it has been in a cell."""
    return isinstance(number, Decimal) and len(number.normalize().as_tuple().digits) > MOST_DIGITS


def _format(number: Any, kind: Kind) -> str:
    """How a number is shown; its value keeps all its digits."""
    if kind == "share":
        return "0.0%"
    if isinstance(number, Decimal):
        digits = max(0, -int(number.as_tuple().exponent))
        return f"#,##0.{'0' * digits}" if digits else "#,##0"
    return "#,##0" if float(number).is_integer() else "#,##0.0" if abs(number) >= 1 else "0.000"


def _width(heading: Heading, cells: Iterable[object]) -> float:
    said = [heading.title, *(str(cell) for cell in cells if cell is not None)]
    # Room for the button of the filter.
    return min(max(NARROWEST, *(len(text) + 3 for text in said)), WIDEST)


def _lines(cell: object, width: float) -> int:
    """On how many lines a cell stands in a column of this width."""
    if not isinstance(cell, str):
        return 1
    return sum(max(1, -(-len(line) // int(width * 1.1))) for line in cell.split("\n"))


def _storable(text: str) -> str:
    """The text as a cell can hold it."""
    # The writer would take it for its own mark-up.
    return _cut(f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text, LONGEST)


def _cut(text: str, longest: int) -> str:
    """The text, or its beginning, so long as sheets count: in units of UTF-16."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * longest:
        return text
    return units[: 2 * longest - 2].decode("utf-16-le", "ignore") + "…"
