"""Names and other short words of the package in the languages in which they can stand."""

from __future__ import annotations

from data_access.translations import translated_fields
from sample_data.organisations import words
from sample_data.tables import Tables


def add_translations(tables: Tables) -> None:
    """Adds to all rows what is in ``words/translations.toml``. Raises KeyError for words that are not."""
    known = words("translations")
    for field in translated_fields():
        for row in tables.rows[field.table.name]:
            if said := row.get(field.words.name):
                row |= {other.name: known[said][other.info["language"]] for other in field.others}
