"""What an outsider asks, and where an answer comes from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data_access.definition import Figure
from data_access.selection import Selection
from data_access.viewer import Viewer

# A figure's name, a selection and dimensions → its values, without any control.
Undisclosed = Callable[[str, Selection, Sequence[str]], pd.DataFrame]
# What was told of a withheld value last.
LAST = ("last_value", "last_of", "last_on")


@dataclass(frozen=True)
class Question:
    """A figure in a selection, by some dimensions, of which ``only`` some codes are wanted.

    ``read`` gives values without any control; ``version`` is that of the store and its data.
    """

    connection: Connection
    viewer: Viewer
    figure: Figure
    selection: Selection
    dimensions: Sequence[str]
    only: Mapping[str, Any]
    read: Undisclosed
    version: Hashable

    @property
    def kept_under(self) -> tuple[Hashable, ...]:
        """What answers may be kept under: they are the same for all with these rights."""
        return (self.version, self.viewer.rights, self.viewer.least_people)
