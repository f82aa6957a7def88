"""What countries and currencies are called in the language spoken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from babel import Locale

from data_access.language import ENGLISH, spoken

Kind = Literal["territories", "currencies"]


class SpokenNames(Mapping[str, str]):
    """The store's names of countries or currencies, by their ISO codes, each said in the language spoken.

    It is said as it is looked up: what was read from the store is kept for viewers of all languages.
    """

    def __init__(self, stored: Mapping[str, str], kind: Kind) -> None:
        self._stored, self._kind = stored, kind

    def __getitem__(self, code: str) -> str:
        return _said(self._kind, code, self._stored[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self)!r})"


def _said(kind: Kind, code: str, stored: str) -> str:
    """The name in the language spoken, where the store has the English one; else as the store has it."""
    if spoken() == ENGLISH or _plain(stored) != _plain(_name(kind, code, ENGLISH)):
        return stored
    said = _name(kind, code, spoken()) or stored
    # Names stand in the store as they stand at the head of a line.
    return said[:1].upper() + said[1:]


def _name(kind: Kind, code: str, language: str) -> str:
    return str(getattr(Locale(language), kind).get(code, ""))


def _plain(name: str) -> str:
    """The name as it is compared: apostrophes are written in two ways, and ``US dollar`` in another case."""
    return name.replace("’", "'").casefold()
