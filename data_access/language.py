"""The language that is spoken: what our own words are in it.

Messages are written in English where they are said, and looked up in ``catalogues/``. A message is a whole
sentence with places for its values, never pieces put together: other languages order them differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from os import environ
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

LANGUAGES = ("en", "es", "fr")
ENGLISH = LANGUAGES[0]
TRANSLATED_INTO = LANGUAGES[1:]
# What each language calls itself.
OWN_NAMES = {"en": "English", "es": "Español", "fr": "Français"}
CATALOGUES = Path(__file__).parent / "catalogues"
# Where somebody tries catalogues of their own: a folder with `es.po` and `fr.po`.
OTHER_CATALOGUES = "DASHBOARD_CATALOGUES"

_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken() -> str:
    """The code of the language that is spoken."""
    return _SPOKEN.get()


def speak(language: str) -> None:
    """Speaks a language from here on, in this thread; English for one that is not known."""
    _SPOKEN.set(language if language in LANGUAGES else ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speaks a language for a while; English for one that is not known."""
    before = _SPOKEN.set(language if language in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(message: str, /, **values: object) -> str:
    """A message in the language spoken, with ``values`` in its places: ``{share} of them women``."""
    said = _catalogue(spoken()).gettext(message) if message else ""
    return said.format_map(values) if values else said


def say_in(context: str, message: str, /, **values: object) -> str:
    """The same for a message that means different things in different contexts: ``open`` of findings."""
    said = _catalogue(spoken()).pgettext(context, message)
    return said.format_map(values) if values else said


def plural(one: str, many: str, number: float, /, **values: object) -> str:
    """A message about a number of things, which stands in its ``{number}`` as the language writes it."""
    said = _catalogue(spoken()).ngettext(one, many, _that_counts(number))
    written = format_decimal(number, format="#,##0", locale=spoken())
    return said.format_map({"number": written} | values)


def alphabetical(name: str) -> str:
    """By what names are put in order: their letters without case and accents."""
    return "".join(letter for letter in normalize("NFKD", name.casefold()) if not combining(letter))


class Later:
    """A message that is said when it is read, in the language spoken then: in an error, which a page and the
    log may tell, and among answers that are kept for whoever asks.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        self._message, self._values = message, values

    def __str__(self) -> str:
        return say(self._message, **self._values)

    def __repr__(self) -> str:
        return f"Later({self._message!r}, **{self._values!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Later) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))


def mark(message: str) -> str:
    """The same message: marked here for the catalogues, and said elsewhere."""
    return message


def mark_in(context: str, message: str) -> tuple[str, str]:
    """A context and a message: marked here for the catalogues, and said elsewhere by ``say_in``."""
    return context, message


def _that_counts(number: float) -> int:
    # Languages have forms for whole numbers alone; what is between one and two is more than one.
    return int(number) if float(number).is_integer() else 2


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    folder = Path(environ.get(OTHER_CATALOGUES) or CATALOGUES)
    with (folder / f"{language}.po").open("rb") as file:
        read: Any = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return GNUTranslations(compiled)
