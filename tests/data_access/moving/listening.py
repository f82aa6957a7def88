"""Watchers that keep, or stop at, what they hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable


class Listening:
    """Keeps how many rows each step was to have, and how many went by; asks ``at`` at each sound."""

    def __init__(self, at: Callable[[], None] = lambda: None) -> None:
        self.announced: dict[str, int] = {}
        self.passed_by: dict[str, int] = defaultdict(int)
        self.waited_for = ""
        self._step, self._at = "", at

    def waiting(self, words: str) -> None:
        self.waited_for = words

    def begins(self, step: str, rows: int) -> None:
        self._step, self.announced[step] = step, rows
        self._at()

    def passed(self, rows: int) -> None:
        self.passed_by[self._step] += rows
        self._at()
