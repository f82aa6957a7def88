"""What is said when a store, or a file of one, can't be moved."""

from __future__ import annotations


class CannotMove(Exception):
    """A store that can't be written out, or a file that can't be taken in; the message says what to do."""
