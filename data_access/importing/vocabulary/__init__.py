"""The words of partners' tables in English, Spanish and French: names of sheets, headers, codes and notes.

They are data: ``tables.csv``, ``columns.csv``, ``codes.csv``, ``notes.csv`` and, for the sheet on which a
package speaks of itself, ``package.csv`` beside this file. Of several spellings in a cell the first is the
one that we write; all of them are understood.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from data_access.importing.descriptor import field_name, record_tables
from data_access.language import LANGUAGES
from data_access.schema import Base, Record

BETWEEN_SPELLINGS = " | "
HERE = Path(__file__).parent

Tag = tuple[str, frozenset[str]]


def plain(written: str) -> str:
    """How spellings are compared: letters without case or accents, and digits, with single spaces between."""
    # Casefolding may add marks of its own, so that these are taken away after it.
    letters = unicodedata.normalize("NFKD", written.casefold())
    kept = (letter for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())


def table_named(written: str) -> str | None:
    """The table that a sheet or a file (without its ending) is named after, in any of the languages."""
    return _table_names().get(plain(written))


def column_named(table: str, written: str) -> str | None:
    """The header, as a package writes it, that is meant by a header in any of the languages."""
    return _column_names(table).get(plain(written))


def column_tagged(table: str, tag: str) -> str | None:
    """The header, as a package writes it, of the column with this HXL tag; its attributes in any order."""
    return _column_tags(table).get(_tag(tag))


def package_word(written: str) -> str | None:
    """What a word on the sheet about a package means in any of the languages: a field, or the sheet."""
    return _package_words().get(plain(written))


def code_meant(choices: Collection[str], written: str) -> str | None:
    """The one code among ``choices`` that is written here, as the code itself or in any of the languages."""
    # Codes such as ">=" have neither letters nor digits to compare.
    if written.strip() in choices:
        return written.strip()
    word = plain(written)
    meant = [code for code in choices if word in _code_spellings(code)]
    return meant[0] if len(meant) == 1 else None


def truth_meant(written: str) -> bool | None:
    """Whether yes or no is written here; None if it is neither."""
    meant = code_meant(("true", "false"), written)
    return None if meant is None else meant == "true"


def table_label(table: str, language: str) -> str:
    """The name that we give to a table's sheet."""
    return _spellings(_tables()[table][language])[0]


def column_label(table: str, column: str, language: str) -> str:
    """The header that we write for people over a column; ``column`` is the header of a package."""
    return _spellings(_columns()[table, column][language])[0]


def code_label(code: str, language: str) -> str:
    """What we write for people in place of a code."""
    return _spellings(_codes()[code][language])[0]


def package_label(word: str, language: str) -> str:
    """What we write on the sheet about a package for one of its fields, for a heading, or as its name."""
    return _spellings(_package()[word][language])[0]


def table_note(table: str, language: str) -> str:
    """What a table's rows are, in a sentence or two."""
    return _note(table, "", language)


def column_note(table: str, column: str, language: str) -> str:
    """What a column holds; ``column`` is the header of a package."""
    return _note(table, column, language)


def example(table: str, column: str) -> str:
    """A cell as a package writes it, perhaps an empty one: one row of each table makes a package."""
    return _notes()[table, column]["example"]


def _note(table: str, column: str, language: str) -> str:
    return _schema_notes()[table, column] if language == "en" else _notes()[table, column][language]


def _spellings(cell: str) -> list[str]:
    return cell.split(BETWEEN_SPELLINGS)


def _tag(written: str) -> Tag:
    """An HXL tag without what makes no difference: spaces, case, and the order of its attributes."""
    name, *attributes = "".join(written.split()).casefold().split("+")
    return name, frozenset(attributes)


def _all_plain(row: dict[str, str], own_name: str) -> Iterable[str]:
    """All spellings in a row, and the name that is the same in all languages, as they are compared."""
    yield from map(plain, (own_name, *(word for language in LANGUAGES for word in _spellings(row[language]))))


def _rows(file: str) -> list[dict[str, str]]:
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


@cache
def _tables() -> dict[str, dict[str, str]]:
    return {row["table"]: row for row in _rows("tables.csv")}


@cache
def _columns() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["table"], row["column"]): row for row in _rows("columns.csv")}


@cache
def _codes() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in _rows("codes.csv")}


@cache
def _package() -> dict[str, dict[str, str]]:
    return {row["word"]: row for row in _rows("package.csv")}


@cache
def _package_words() -> dict[str, str]:
    return {spelling: word for word, row in _package().items() for spelling in _all_plain(row, word)}


@cache
def _notes() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["table"], row["column"]): row for row in _rows("notes.csv")}


@cache
def _table_names() -> dict[str, str]:
    return {word: table for table, row in _tables().items() for word in _all_plain(row, table)}


@cache
def _column_names(table: str) -> dict[str, str]:
    return {
        word: column
        for (of_table, column), row in _columns().items()
        if of_table == table
        for word in _all_plain(row, column)
    }


@cache
def _column_tags(table: str) -> dict[Tag, str]:
    return {
        _tag(tag): column
        for (of_table, column), row in _columns().items()
        if of_table == table
        for tag in _spellings(row["hxl"])
    }


@cache
def _code_spellings(code: str) -> frozenset[str]:
    row = _codes().get(code, dict.fromkeys(LANGUAGES, code))
    return frozenset(_all_plain(row, code)) - {""}


@cache
def _schema_notes() -> dict[tuple[str, str], str]:
    """The English notes, which the schema itself has: of tables under an empty column."""
    mappers: list[Any] = [mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Record)]
    notes = {(mapper.local_table.name, ""): " ".join(mapper.class_.__doc__.split()) for mapper in mappers}
    for name, table in record_tables().items():
        notes |= {(name, field_name(column)): str(column.doc) for column in table.columns}
    return notes
