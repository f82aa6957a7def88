"""Who hears what goes on while an import takes long."""

from __future__ import annotations

from typing import Protocol


class Hears(Protocol):
    """Who is told what goes on while it takes long."""

    def waiting(self, words: str) -> None:
        """For whom an import waits that can't begin."""

    def reading(self, table: str, size: int, read: int) -> None:
        """How much of a table's file has been read, of its size, in whatever unit; 0 at its beginning."""

    def doing(self, words: str) -> None:
        """What is done now."""


class Silence:
    """Nobody is told."""

    def waiting(self, words: str) -> None: ...
    def reading(self, table: str, size: int, read: int) -> None: ...
    def doing(self, words: str) -> None: ...


SILENCE = Silence()
