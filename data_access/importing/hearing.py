"""Who hears what goes on while an import takes long."""

from __future__ import annotations

from typing import Protocol


class Hears(Protocol):
    """Who is told how far an import has come."""

    def waiting(self, words: str) -> None:
        """For whom an import waits that can't begin."""

    def reads(self, sizes: int) -> None:
        """How much there is to read of all tables together, in a unit of the files' own."""

    def reading(self, table: str, read: int, rows: int) -> None:
        """How much of a table has been read, in that unit, and how many rows that is."""

    def doing(self, words: str, rows: int) -> None:
        """What is done next with what was read, and with how many rows."""

    def done(self, rows: int) -> None:
        """With so many more of them it is done."""


class Silence:
    """Nobody is told."""

    def waiting(self, words: str) -> None: ...
    def reads(self, sizes: int) -> None: ...
    def reading(self, table: str, read: int, rows: int) -> None: ...
    def doing(self, words: str, rows: int) -> None: ...
    def done(self, rows: int) -> None: ...


SILENCE = Silence()
