"""Pages are drawn one after another, in the order in which they were asked for.

Python runs one thread at a time. Where many pages are drawn at once, the threads hand it to one another at
every element and at every look at a file, and each page takes half as long again: so a page has its turn.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

# Whoever draws and is held up by something else holds up others no longer than this.
PATIENCE_SECONDS = 1.0


class Turns:
    """One turn, handed from thread to thread; after ``patience`` seconds a thread goes on without."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()
        self._mine = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Within it this thread has its turn, or has waited for it long enough."""
        self._mine.turn = self._take()
        try:
            yield
        finally:
            self._give()

    @contextmanager
    def meanwhile_others(self) -> Iterator[None]:
        """Within it a thread that waits, or asks the store, lets others have its turn; then it waits for
        the next."""
        had_turn = self._give()
        try:
            yield
        finally:
            if had_turn:
                self._mine.turn = self._take()

    def _take(self) -> bool:
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            handed = threading.Event()
            self._waiting.append(handed)
        if handed.wait(self._patience):
            return True
        with self._lock:
            if handed.is_set():
                return True
            self._waiting.remove(handed)
            return False

    def _give(self) -> bool:
        """Gives the turn to whoever has waited longest; False if this thread didn't have it."""
        had_turn, self._mine.turn = getattr(self._mine, "turn", False), False
        if had_turn:
            with self._lock:
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._taken = False
        return had_turn


# Of all pages that this process draws.
TURNS = Turns()
