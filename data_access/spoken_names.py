"""What codes are called in the language spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Literal

from babel import Locale

from data_access.language import ENGLISH, spoken

Kind = Literal["territories", "currencies"]
# What a code is called in the language spoken, from the code and its name in the store; None if that isn't
# known.
Saying = Callable[[str, str], str | None]


class SpokenNames(Mapping[str, str]):
    """The store's names by their codes, each said in the language spoken, or else as the store has it.

    It is said as it is looked up: what was read from the store is kept for viewers of all languages.
    """

    def __init__(self, stored: Mapping[str, str], said: Saying) -> None:
        self._stored, self._said = stored, said

    def __getitem__(self, code: str) -> str:
        stored = self._stored[code]
        return self._said(code, stored) or stored

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self)!r})"


def known_to_all(stored: Mapping[str, str], kind: Kind) -> SpokenNames:
    """Names of countries or currencies by their ISO codes: what these are called, every language knows."""
    return SpokenNames(stored, partial(_called, kind))


def translated(stored: Mapping[str, str], translations: Mapping[str, Mapping[str, str]]) -> SpokenNames:
    """Names that the store itself has in other languages: ``translations`` by language, then by code."""
    return SpokenNames(stored, lambda code, _: translations.get(spoken(), {}).get(code))


def said(row: Mapping[str, Any], field: str) -> Any:
    """A field of a row with its translations in the language spoken, or else as the store has it."""
    return row.get(f"{field}_{spoken()}") or row[field]


def _called(kind: Kind, code: str, stored: str) -> str | None:
    """The name in the language spoken, where the store has the English one."""
    if spoken() == ENGLISH or _plain(stored) != _plain(_name(kind, code, ENGLISH)):
        return None
    called = _name(kind, code, spoken())
    # Names stand in the store as they stand at the head of a line.
    return called[:1].upper() + called[1:]


def _name(kind: Kind, code: str, language: str) -> str:
    return str(getattr(Locale(language), kind).get(code, ""))


def _plain(name: str) -> str:
    """The name as it is compared: apostrophes are written in two ways, and ``US dollar`` in another case."""
    return name.replace("’", "'").casefold()
