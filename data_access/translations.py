"""Words that a store can hold in several languages, and which of them it does not hold in all."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from sqlalchemy import Column, ColumnElement, Connection, Table, cast, func, literal, null, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from data_access.language import ENGLISH, TRANSLATED_INTO
from data_access.schema import Base
from data_access.schema.base import Words

# Language → the fields (``topic.name``) without a translation into it, and in how many rows.
Untranslated = dict[str, dict[str, int]]


@dataclass(frozen=True)
class TranslatedField:
    """A column of words with those that hold the same in other languages, in the order of
    ``TRANSLATED_INTO``."""

    words: Column[Any]
    others: tuple[Column[Any], ...]

    @property
    def table(self) -> Table:
        """The table that it is a field of."""
        return self.words.table

    @property
    def name(self) -> str:
        """The table's name and its own: ``topic.name``."""
        return str(self.words)


@cache
def translated_fields() -> tuple[TranslatedField, ...]:
    """All such fields, table by table."""
    return tuple(
        TranslatedField(column, others)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if (others := _others(column))
    )


def in_all_languages(words: InstrumentedAttribute[Any]) -> list[ColumnElement[Any]]:
    """A column and its translations, which are empty where there can be none."""
    column = words.class_.__table__.c[words.key]
    return [column, *(_others(column) or [cast(null(), Words) for _ in TRANSLATED_INTO])]


def untranslated(
    connection: Connection, tables: Collection[str] | None = None, *, begun: bool = False
) -> Untranslated:
    """The words of a store, or of some of its tables, that have no translation.

    With ``begun`` only into languages into which something is translated: nobody means to, into the others.
    """
    counted = [
        select(
            literal(language),
            literal(field.name),
            func.count(),
            func.count().filter(func.coalesce(other, "") == ""),
        ).where(field.words.is_not(None))
        for field in translated_fields()
        if tables is None or field.table.name in tables
        for language, other in zip(TRANSLATED_INTO, field.others, strict=True)
    ]
    found: Untranslated = {language: {} for language in TRANSLATED_INTO}
    languages_begun = set()
    for language, field, rows, missing in connection.execute(union_all(*counted)) if counted else ():
        if missing:
            found[language][field] = missing
        if missing < rows:
            languages_begun.add(language)
    return {
        language: fields for language, fields in found.items() if not begun or language in languages_begun
    }


def in_words(found: Untranslated) -> Iterator[str]:
    """A line for each language: in how many rows which fields have no translation into it."""
    for language, fields in found.items():
        listed = ", ".join(f"{field} {rows:,}" for field, rows in fields.items())
        yield f"Without a {Locale(ENGLISH).languages[language]} translation: {listed or 'nothing'}"


def _others(column: Column[Any]) -> tuple[Column[Any], ...]:
    by_language = {
        other.info["language"]: other
        for other in column.table.columns
        if other.info.get("translates") == column.name
    }
    return tuple(by_language[language] for language in TRANSLATED_INTO if language in by_language)
