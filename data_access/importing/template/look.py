"""How a template looks: few colours, one font, the same for the same on all sheets."""

from __future__ import annotations

from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data_access.importing.template.columns import TemplateColumn

TEAL, TEAL_PALE, SAND, PAPER = "#0B5A56", "#E3EEEC", "#D6C496", "#FBF9F5"
INK, QUIET, LINE, GOLD_BROWN = "#22262E", "#5F6570", "#E0D8C8", "#8A5A00"
FONT = {"font_name": "Calibri", "font_size": 11}
NOTE = {"font_name": "Calibri", "font_size": 10, "color": PAPER, "width": 340}
A4 = 9
NARROWEST, WIDEST = 12, 44
_HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": LINE}
_WRAPPED = {"text_wrap": True, "valign": "top", "font_color": INK}
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "font_color": TEAL, "valign": "vcenter"},
    "lead": {"bold": True, "font_color": TEAL, "valign": "top"},
    "text": _WRAPPED,
    "quiet": {"font_color": QUIET, "text_wrap": True, "valign": "top"},
    "remark": {"font_color": QUIET},
    "listed": {**_WRAPPED, "bottom": 1, "bottom_color": LINE},
    "listed number": {"font_color": QUIET, "valign": "top", "bottom": 1, "bottom_color": LINE},
    "listed link": {"font_color": GOLD_BROWN, "underline": 1, "valign": "top", "bottom": 1,
                    "bottom_color": LINE},
    "link": {"font_color": GOLD_BROWN, "underline": 1, "bold": True},
    "required": {**_HEADER, "bg_color": TEAL, "font_color": "#FFFFFF"},
    "optional": {**_HEADER, "bg_color": TEAL_PALE, "font_color": INK},
    "to fill": {"num_format": "@", "border": 1, "border_color": LINE, "bg_color": PAPER, "valign": "top"},
    "day to fill": {"num_format": "yyyy-mm-dd", "align": "left", "border": 1, "border_color": LINE,
                    "bg_color": PAPER, "valign": "top"},
}  # fmt: skip
# As text, codes keep their leading zeros, and none becomes a day.
NUMBER_FORMATS = {
    "code": "@",
    "choice": "@",
    "truth": "@",
    "words": "@",
    "whole": "0",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
_WIDTHS = {"code": 18, "truth": 12, "words": 34, "whole": 12, "day": 13, "moment": 18, "number": 15}


class Look:
    """The formats of one workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}

    def style(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._book.add_format(FONT | STYLES[name])
        return self._made[name]

    def cells(self, column: TemplateColumn) -> Format:
        """How the cells of a column are written."""
        written = number_format(column)
        if written not in self._made:
            self._made[written] = self._book.add_format({**FONT, "num_format": written, "font_color": INK})
        return self._made[written]


def number_format(column: TemplateColumn) -> str:
    """How a spreadsheet shows a column. Decimals that nobody typed are not shown of a measured number."""
    if column.kind != "number":
        return NUMBER_FORMATS[column.kind]
    if column.currency:
        return "#,##0.00"
    return "0." + "0" * column.digits if column.digits else "General"


def width(column: TemplateColumn, written: list[str]) -> int:
    """How wide a column is, with room for the longest of what its list offers and of its header's words."""
    header, *offered = written
    longest = max([0, *map(len, offered)]) + 4
    words = max(map(len, header.split())) + 3
    return min(max(_WIDTHS.get(column.kind, longest), words, NARROWEST), WIDEST)


def ready_to_print(sheet: Worksheet, landscape: bool = True) -> None:
    """One page wide, on A4, with the sheet's name and the page's number below."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&9&A&R&9&P / &N")
