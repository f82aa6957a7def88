"""Catalogues for trying: each message is its English, changed so that something shows where it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from data_access import language
from data_access.language import ENGLISH, LANGUAGES
from tools.catalogues import template

MARKS = {"es": "¡", "fr": "«"}
# How much longer a message may become in another language, and words as they are met there.
LONGER = 1.4
# Signs of units are the same in all languages.
SIGNS = ("g", "kg", "h")
FILLING = ("", "", "de", "les", "avec", "entre", "toutes", "pendant", "ensemble", "autrement", "production")

# Makes of a language's code and an English message what is said in its place.
Says = Callable[[str, str], str]


def marked(code: str, text: str) -> str:
    """The message with a mark before it: what lacks it was not looked up."""
    return MARKS[code] + text


def lengthened(_code: str, text: str) -> str:
    """The message with more words before its last sign, so that it is longer by two fifths."""
    if text in SIGNS:
        return text
    end = text[len(text.rstrip(".…:?! ")) :]
    said = text.removesuffix(end) if end else text
    missing = -(-len(text) * (LONGER - 1) // 1)
    while missing > 0:
        word = FILLING[int(min(max(missing - 1, 2), len(FILLING) - 1))]
        said, missing = f"{said} {word}", missing - len(word) - 1
    return said + end


def written_to(folder: Path, says: Says = marked) -> Path:
    """Writes such catalogues into a folder."""
    for code in LANGUAGES:
        if code == ENGLISH:
            continue
        catalogue = Catalog(locale=code, charset="utf-8")
        for message in template():
            if message.id:
                ids = [message.id] if isinstance(message.id, str) else [*message.id]
                changed = tuple(says(code, text) for text in ids)
                # Both languages have a third form, of millions, in the rules of some versions.
                forms = (*changed, *changed[-1:] * (catalogue.num_plurals - len(changed)))
                catalogue.add(message.id, forms if len(changed) > 1 else changed[0], context=message.context)
        with (folder / f"{code}.po").open("wb") as file:
            write_po(file, catalogue)
    return folder


@contextmanager
def translated(folder: Path, says: Says = marked) -> Iterator[None]:
    """Within it those catalogues are looked into, by this process and by those that it begins."""
    before = environ.get(language.OTHER_CATALOGUES)
    environ[language.OTHER_CATALOGUES] = str(written_to(folder, says))
    language._catalogue.cache_clear()
    try:
        yield
    finally:
        if before is None:
            del environ[language.OTHER_CATALOGUES]
        else:
            environ[language.OTHER_CATALOGUES] = before
        language._catalogue.cache_clear()
