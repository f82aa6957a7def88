"""The hidden sheet with the codes that cells offer: a list in a cell's own rule may have 255 characters."""

from __future__ import annotations

from collections.abc import Iterable

import xlsxwriter
from xlsxwriter.utility import quote_sheetname, xl_range_abs

from data_access.importing.template.columns import TemplateColumn
from data_access.importing.template.sentences import sentence
from data_access.importing.vocabulary import code_label, table_label

# So many rows of another sheet are looked at for its keys.
LAST_ROW = 5_000


class Offers:
    """The lists of codes of some columns, each once, and where they stand."""

    def __init__(self, columns: Iterable[TemplateColumn], language: str) -> None:
        self._language = language
        self._sheet = sentence("lists", language)
        self._lists = list(dict.fromkeys(column.choices for column in columns if column.choices))

    def source(self, column: TemplateColumn) -> str:
        """The range from which a cell of the column offers its codes."""
        place = self._lists.index(column.choices)
        cells = xl_range_abs(0, place, len(column.choices) - 1, place)
        return f"={quote_sheetname(self._sheet)}!{cells}"

    def labels(self, column: TemplateColumn) -> list[str]:
        return [code_label(code, self._language) for code in column.choices]

    def write(self, book: xlsxwriter.Workbook) -> None:
        """Writes the lists on the last sheet, and hides it."""
        sheet = book.add_worksheet(self._sheet)
        for place, choices in enumerate(self._lists):
            for row, code in enumerate(choices):
                sheet.write_string(row, place, code_label(code, self._language))
        sheet.hide()


def keys_offered(key: TemplateColumn, language: str) -> str:
    """The keys that are on another sheet so far, as a range that grows with them."""
    sheet = quote_sheetname(table_label(key.table.name, language))
    first = f"{sheet}!{xl_range_abs(1, key.place, 1, key.place)}"
    filled = f"{sheet}!{xl_range_abs(1, key.place, LAST_ROW - 1, key.place)}"
    # A fixed range would offer its empty cells, too, and a spreadsheet opens the list at the first of them.
    return f"=OFFSET({first},0,0,MAX(1,COUNTA({filled})),1)"
