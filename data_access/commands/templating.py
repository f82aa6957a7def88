"""``template``: an empty workbook for partners to fill in."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from data_access.commands.refusal import Refused
from data_access.commands.selecting import Codes
from data_access.importing.descriptor import record_tables
from data_access.importing.template import write_template
from data_access.importing.vocabulary import table_label, table_named
from data_access.language import LANGUAGES


class Language(StrEnum):
    """In which language partners fill it in."""

    en = "en"
    es = "es"
    fr = "fr"


def template(
    file: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write, not there yet.")],
    lang: Annotated[Language, typer.Option(help="Language of its sheets, headers and codes.")] = Language.en,
    table: Annotated[
        Codes, typer.Option("--table", metavar="TABLE", help="With this table. Can be repeated; else all.")
    ] = None,
) -> None:
    """Write an empty workbook for partners to fill in: `import` takes it in as it is."""
    if file.suffix.lower() != ".xlsx":
        raise Refused(f"{file} is no workbook's name. Write a name that ends in .xlsx.")
    tables = {_table(name) for name in table or ()}
    try:
        written = write_template(file, lang.value, tables)
    except FileExistsError as error:
        raise Refused(f"{file} is there already, and is kept as it is. Name another file.") from error
    except OSError as error:
        raise Refused(f"{file} can't be written: {error.strerror}. Name another file.") from error
    sheets = "a sheet" if len(written) == 1 else f"{len(written)} sheets"
    print(f"Wrote {file} with {sheets} to fill in. Send it to a partner, and import what comes back.")


def _table(name: str) -> str:
    """The table that is meant, by its own name or by that of its sheet."""
    meant = name if name in record_tables() else table_named(name)
    if meant:
        return meant
    labels = {table_label(known, language): known for known in record_tables() for language in LANGUAGES}
    names = {written.casefold(): known for written, known in labels.items()} | {n: n for n in record_tables()}
    nearest = get_close_matches(name.casefold(), names, 1)
    hint = f"Perhaps {names[nearest[0]]}?" if nearest else f"There are: {', '.join(record_tables())}."
    raise Refused(f"The store has no table {name}. {hint}")
