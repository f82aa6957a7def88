"""The sheet on which whoever fills in a template says whose data they are, and up to which day they reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import xlsxwriter

from data_access.importing.template.columns import MARK
from data_access.importing.template.look import GOLD_BROWN, Look, ready_to_print
from data_access.importing.template.sentences import sentence
from data_access.importing.template.validating import day_rule
from data_access.importing.vocabulary import package_label

FIELDS = ("name", "title", "data_date")
OPTIONAL = "title"


def add_about_sheet(book: xlsxwriter.Workbook, about: Mapping[str, str], look: Look, language: str) -> None:
    """Adds the sheet; ``about`` fills its fields, as a descriptor writes them."""
    sheet = book.add_worksheet(package_label("package", language))
    sheet.set_tab_color(GOLD_BROWN)
    ready_to_print(sheet)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 84)
    headings = [package_label("field", language), package_label("value", language)]
    for place, heading in enumerate([*headings, sentence("explained", language)]):
        sheet.write_string(0, place, heading, look.style("optional"))
    for line, field in enumerate(FIELDS, start=1):
        label, said = package_label(field, language), sentence(f"about_{field}", language)
        sheet.set_row(line, 22)
        mark = "" if field == OPTIONAL else MARK
        sheet.write_string(line, 0, label + mark, look.style("lead"))
        sheet.write_string(line, 2, said, look.style("quiet"))
        written = about.get(field, "")
        style = look.style("day to fill" if field == "data_date" else "to fill")
        if not written:
            sheet.write_blank(line, 1, None, style)
        elif field == "data_date":
            sheet.write_datetime(line, 1, date.fromisoformat(written), style)
        else:
            sheet.write_string(line, 1, written, style)
        if field == "data_date":
            sheet.data_validation(line, 1, line, 1, day_rule(label, said, language))
