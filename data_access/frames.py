"""What a statement selects, as a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Executable

# Most frames are small: texts of theirs are sooner read and changed as Python's own than in Arrow's arrays.
pd.options.mode.string_storage = "python"


def frame_of(connection: Connection, statement: Executable) -> pd.DataFrame:
    """The rows of a statement in its order, under the names of its columns, be there rows or none."""
    result = connection.execute(statement)
    return pd.DataFrame(result.all(), columns=list(result.keys()))


def with_codes(frame: pd.DataFrame, codes: Mapping[str, Any]) -> pd.DataFrame:
    """The rows with some codes in columns of these names; None stands for a code that is missing."""
    for name, code in codes.items():
        frame = frame[frame[name].isna() if code is None else frame[name] == code]
    return frame
