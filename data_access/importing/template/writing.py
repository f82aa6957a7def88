"""Writes a template: a guide, a sheet about the data, one for each table, examples, and what cells offer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import xlsxwriter

from data_access.importing.descriptor import record_tables
from data_access.importing.template.about import add_about_sheet
from data_access.importing.template.columns import columns_of
from data_access.importing.template.examples import add_examples
from data_access.importing.template.filling import Row
from data_access.importing.template.guide import add_guide
from data_access.importing.template.look import FONT, Look
from data_access.importing.template.offering import Offers
from data_access.importing.template.sentences import sentence
from data_access.importing.template.tables import add_table_sheet

# The window in which a workbook opens, in pixels.
WINDOW = (1600, 1000)


def write_template(
    file: Path,
    language: str,
    tables: Collection[str] = (),
    about: Mapping[str, str] | None = None,
    rows: Mapping[str, Sequence[Row]] | None = None,
) -> list[str]:
    """Writes a workbook with the sheets of some tables, or of all, and gives their names in their order.

    It is empty but for what ``about`` says of the data, and the ``rows`` of tables, as a package writes
    both. Raises OSError, also if the file is there already.
    """
    chosen = [name for name in record_tables() if name in tables or not tables]
    offers = Offers((column for table in chosen for column in columns_of(table)), language)
    with (
        file.open("xb") as written,
        xlsxwriter.Workbook(written, {"default_format_properties": FONT}) as book,
    ):
        book.set_size(*WINDOW)
        book.set_properties({"title": sentence("title", language)})
        look = Look(book)
        add_guide(book, chosen, look, language)
        add_about_sheet(book, about or {}, look, language)
        for table in chosen:
            add_table_sheet(book, table, chosen, (rows or {}).get(table, ()), offers, look, language)
        add_examples(book, chosen, look, language)
        offers.write(book)
    return chosen
