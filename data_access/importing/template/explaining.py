"""What a template says of a column: in the note on its header, and where a cell is filled or refused."""

from __future__ import annotations

import re
from collections.abc import Collection

from data_access.importing.reading.persons import is_pseudonym
from data_access.importing.template.columns import TemplateColumn, columns_of
from data_access.importing.template.sentences import sentence
from data_access.importing.vocabulary import code_label, column_note, example, table_label

# So much of an example fits into a note: pictures are long.
SHOWN = 60
A_DAY, A_MOMENT = "2024-04-17", "2024-04-17 10:30"


def note(column: TemplateColumn, tables: Collection[str], language: str) -> str:
    """All that is to be known of a column, line by line; ``tables`` are those of the workbook."""
    lines = [
        f"{_meaning(column, language)}.",
        sentence("required" if column.is_required else "optional", language),
        reference(column, tables, language) or what_to_write(column, language),
    ]
    if is_pseudonym(column.column):
        lines.append(sentence("pseudonym", language))
    if alternatives := column.alternatives():
        labels = ", ".join(one.label(language) for one in alternatives)
        lines.append(sentence("one_of", language, columns=labels))
    if shown := _example(column, language):
        lines.append(sentence("example", language, example=shown))
    return "\n".join(lines)


def reference(column: TemplateColumn, tables: Collection[str], language: str) -> str | None:
    """From where a code is taken; None if it is the column's own."""
    key = column.refers_to()
    if key is None:
        return None
    name = "reference" if key.table.name in tables else "reference_absent"
    sheet = table_label(key.table.name, language)
    return sentence(name, language, sheet=sheet, column=key.label(language))


def what_to_write(column: TemplateColumn, language: str) -> str:
    """What a cell of the column may hold."""
    if column.kind == "truth":
        yes, no = (code_label(code, language) for code in column.choices)
        return sentence("truth", language, yes=yes.capitalize(), no=no)
    if column.kind == "choice":
        labels = ", ".join(code_label(code, language) for code in column.choices)
        return sentence("choice", language, choices=labels)
    if column.kind in ("whole", "number"):
        return _number(column, language)
    names = {"day": "day", "moment": "moment", "code": "code", "words": "words"}
    return sentence(names[column.kind], language, day=A_DAY, moment=A_MOMENT, length=column.length)


def _number(column: TemplateColumn, language: str) -> str:
    parts = [sentence("whole" if column.kind == "whole" else "decimal", language)]
    least, most = column.limits
    if least is not None and most is not None:
        parts.append(sentence("between", language, least=f"{least:f}", most=f"{most:f}"))
    elif least is not None:
        parts.append(sentence("least", language, least=f"{least:f}"))
    if column.digits:
        parts.append(sentence("digits", language, digits=column.digits))
    if column.currency:
        siblings = columns_of(column.table.name)
        label = next(one.label(language) for one in siblings if one.name == column.currency)
        parts.append(sentence("currency", language, column=label))
    return " ".join(parts)


def _meaning(column: TemplateColumn, language: str) -> str:
    """The column's note; the notes on yes and no begin as a package writes them."""
    meaning = column_note(column.table.name, column.name, language)
    if column.kind == "truth":
        meaning = re.sub(r"^true\b", code_label("true", language), meaning)
    return meaning[:1].upper() + meaning[1:]


def _example(column: TemplateColumn, language: str) -> str:
    written = example(column.table.name, column.name)
    if column.choices and written:
        return code_label(written, language)
    return written if len(written) <= SHOWN else f"{written[: SHOWN - 1]}…"
