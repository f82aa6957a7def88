"""What a statement selects, as a frame."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, Executable


def frame_of(connection: Connection, statement: Executable) -> pd.DataFrame:
    """The rows of a statement in its order, under the names of its columns, be there rows or none."""
    result = connection.execute(statement)
    return pd.DataFrame(result.all(), columns=list(result.keys()))
