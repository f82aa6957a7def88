"""What changed since the day that a selection is compared with."""

from __future__ import annotations

from data_access.reader import Reader
from data_access.selection import Selection


def change_since(read: Reader, selection: Selection, name: str) -> int | None:
    """By how much a counted figure grew since then; None where there was nothing to count on that day."""
    then = selection.compared()
    now, before = (read.figure(name, when).iloc[0] for when in (selection, then))
    if not before["of"] or then.as_of == selection.as_of:
        return None
    return int(now["value"] - before["value"])
