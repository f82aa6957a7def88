"""Who hears how far a move has come."""

from __future__ import annotations

from typing import Protocol


class Watcher(Protocol):
    """Hears of each step of a move, and of its rows as they go by."""

    def waiting(self, words: str) -> None:
        """For whom a move waits that can't begin."""

    def begins(self, step: str, rows: int) -> None:
        """A step begins, in which so many rows go by."""

    def passed(self, rows: int) -> None:
        """So many more rows have gone by."""


class Nobody:
    """A watcher that looks away."""

    def waiting(self, words: str) -> None:
        pass

    def begins(self, step: str, rows: int) -> None:
        pass

    def passed(self, rows: int) -> None:
        pass
