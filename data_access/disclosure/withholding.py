"""What is said of a number that an outsider is not told, in its place and beside it."""

from __future__ import annotations

import pandas as pd

from data_access.disclosure.rules import AMOUNTS
from data_access.language import Later, mark
from data_access.viewer import Viewer

# Two codes, which are words as well: whoever shows them to people says them.
# The question is one that sponsors and presenters can ask, and this number would tell of too few.
WITHHELD = mark("withheld")
# The question is none that they can ask.
NOT_TOLD = mark("not told")


def any_withheld(frame: pd.DataFrame) -> bool:
    """Whether a number is withheld in the rows of a figure."""
    return "suppressed" in frame and bool(frame["suppressed"].fillna(False).any())


def why_withheld(viewer: Viewer, figure: str) -> Later:
    """Why numbers of a figure are withheld from a viewer, as it goes on after ``withheld:``."""
    if figure in AMOUNTS:
        return Later("too few organisations, or one that outweighs the others")
    return Later(
        "fewer than {number} people, or a number that would tell of so few", number=viewer.least_people
    )
