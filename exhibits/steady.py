"""Whether data stay the same while they are read: else some numbers would be of one day, some of another."""

from __future__ import annotations

from data_access.language import say
from data_access.reader import Reader
from data_access.selection import data_version
from data_access.store import Store
from data_access.viewer import Viewer


class DataChanged(RuntimeError):
    """The data, or what somebody sees of them, changed while they were read for a meeting or a file."""

    def __init__(self) -> None:
        super().__init__(say("The data, or what you may see of them, changed meanwhile: do it once more."))


def refuse_changed(store: Store, viewer: Viewer, version: str) -> None:
    """Raises DataChanged where the data are no longer of that version."""
    # Asked of the store itself: a reader that remembers would say what it said before.
    if Reader(store, viewer).fact(data_version) != version:
        raise DataChanged
