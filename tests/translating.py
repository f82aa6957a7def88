"""Catalogues in which each message is its English with a mark before it: what lacks it was not looked up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from data_access import language
from data_access.language import ENGLISH, LANGUAGES
from tools.catalogues import template

MARKS = {"es": "¡", "fr": "«"}


def written_to(folder: Path) -> Path:
    """Writes such catalogues into a folder."""
    for code in LANGUAGES:
        if code == ENGLISH:
            continue
        catalogue = Catalog(locale=code, charset="utf-8")
        for message in template():
            if message.id:
                ids = [message.id] if isinstance(message.id, str) else [*message.id]
                marked = tuple(MARKS[code] + text for text in ids)
                # Both languages have a third form, of millions, in the rules of some versions.
                forms = (*marked, *marked[-1:] * (catalogue.num_plurals - len(marked)))
                catalogue.add(message.id, forms if len(marked) > 1 else marked[0], context=message.context)
        with (folder / f"{code}.po").open("wb") as file:
            write_po(file, catalogue)
    return folder


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Within it those catalogues are looked into, by this process and by those that it begins."""
    before = environ.get(language.OTHER_CATALOGUES)
    environ[language.OTHER_CATALOGUES] = str(written_to(folder))
    language._catalogue.cache_clear()
    try:
        yield
    finally:
        if before is None:
            del environ[language.OTHER_CATALOGUES]
        else:
            environ[language.OTHER_CATALOGUES] = before
        language._catalogue.cache_clear()
