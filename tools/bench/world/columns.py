"""Rows as columns of numpy: how they are drawn at random, and how keys and days are written in them.

Codes and texts are arrays of objects, days are ``datetime64[D]`` (NaT where there is none), numbers are
numbers; a value that is no array stands in every row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.bench.world.sizes import DATA_DATE, FIRST_DAY, SEED

Array = NDArray[Any]
Columns = Mapping[str, Any]
# A table's name and rows of it; a table may come in several parts.
Part = tuple[str, Columns]

ONE_DAY = np.timedelta64(1, "D")
NO_DAY = np.datetime64("NaT", "D")
FIRST, LAST = np.datetime64(FIRST_DAY, "D"), np.datetime64(DATA_DATE, "D")
HISTORY = int((LAST - FIRST) / ONE_DAY)


def chance(subject: str) -> np.random.Generator:
    """A source of random numbers of its own for each subject: one that draws more shifts no other."""
    return np.random.default_rng([SEED, *subject.encode()])


def keys(letters: str, count: int, first: int = 0) -> Array:
    """Keys such as ``M0000001``: in the order of their numbers, also as text."""
    return texts(f"{letters}{number:07}" for number in range(first + 1, first + count + 1))


def texts(values: Any) -> Array:
    """An array of objects, whatever they are."""
    listed = list(values)
    made = np.empty(len(listed), dtype=object)
    made[:] = listed
    return made


def drawn(
    rng: np.random.Generator, codes: Sequence[Any] | Array, count: int, shares: Sequence[float] = ()
) -> Array:
    """Codes at random, each with its share; without shares all alike."""
    weights = np.array(shares) / sum(shares) if shares else None
    return texts(codes)[rng.choice(len(codes), count, p=weights)]


def where(told: Array, values: Any) -> Array:
    """The values where they are told, and nothing elsewhere."""
    cells = np.full(len(told), None, dtype=object)
    cells[told] = values[told] if isinstance(values, np.ndarray) else values
    return cells


def day(written: str | date) -> np.datetime64:
    """One day."""
    return np.datetime64(written, "D")


def later(days: Any, by: Any) -> Array:
    """Days, each later by a number of days."""
    return np.asarray(days + np.asarray(by).astype("timedelta64[D]"))


def between(rng: np.random.Generator, first: Any, last: Any) -> Array:
    """A day at random from each first to each last, both included."""
    span = ((last - first) / ONE_DAY).astype(int)
    return later(first, rng.integers(0, np.maximum(span, 0) + 1))


def known(days: Array) -> Array:
    """Days up to the data date; those after it have not come."""
    return np.where(days <= LAST, days, NO_DAY)


def repeated(rng: np.random.Generator, count: int, mean: float) -> Array:
    """Numbers below ``count`` in order, each several times or never, ``mean`` times on average."""
    return np.repeat(np.arange(count), rng.poisson(mean, count))
