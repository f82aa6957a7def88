"""An exhibit as a page asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from data_access.selection import Selection
from exhibits import attributed

# What makes an exhibit, and its arguments.
Asked = tuple[Any, ...]


def shared(selection: Selection, figure: str) -> Iterator[Asked]:
    """What a sponsor pays together with others is theirs in part."""
    if selection.sponsors:
        yield attributed.share_of_figure, selection, figure
