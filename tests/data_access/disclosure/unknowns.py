"""What an attacker doesn't know, and linear programming over all of what they do."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

Kind = TypeVar("Kind", bound=Hashable)
Code = TypeVar("Code", bound=Hashable)
Counted = Callable[[Kind], bool]
SLACK = 1e-6


class Unknowns(Generic[Kind]):
    """Numbers of people of each kind there may be, and sums of them that are known."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self.kinds = list(kinds)
        self._known: dict[tuple[float, ...], float] = {}
        self._at_most: list[np.ndarray] = []
        self._bounds: dict[bytes, tuple[float, float]] = {}

    def learn(self, counted: Counted[Kind], number: float) -> None:
        """So many are those that are counted; what is told twice is told alike."""
        row = self.sum_over(counted)
        self._bounds.clear()
        assert abs(self._known.setdefault(tuple(row), number) - number) < SLACK

    def tie(self, fewer: Counted[Kind], more: Counted[Kind]) -> None:
        """Those of the one sort are never more than those of the other."""
        self._bounds.clear()
        self._at_most.append(self.sum_over(fewer) - self.sum_over(more))

    def sum_over(self, counted: Counted[Kind]) -> np.ndarray:
        """The sum of some of the unknown numbers."""
        return np.array([counted(kind) for kind in self.kinds], dtype=float)

    def bounds(self, counted: Counted[Kind]) -> tuple[float, float]:
        """Between which numbers a sum has to lie."""
        row = self.sum_over(counted)
        if row.tobytes() not in self._bounds:
            self._bounds[row.tobytes()] = self._solved(row)
        return self._bounds[row.tobytes()]

    def _solved(self, row: np.ndarray) -> tuple[float, float]:
        known = self._constraints()
        found = []
        for sign in (1, -1):
            solved = linprog(sign * row, **known, bounds=(0, None), method="highs")
            assert solved.status in (0, 3), solved.message
            found.append(np.inf if solved.status == 3 else sign * solved.fun)
        return found[0], found[1]

    def _constraints(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self._known:
            found |= {"A_eq": csr_array(np.array([*self._known])), "b_eq": [*self._known.values()]}
        if self._at_most:
            found |= {"A_ub": csr_array(np.array(self._at_most)), "b_ub": [0] * len(self._at_most)}
        return found

    def narrows(self, counted: Counted[Kind], least: int) -> bool:
        """Whether of a number that is smaller than ``least`` more is known than that."""
        lowest, highest = self.bounds(counted)
        return lowest > SLACK or highest < least - 1 - SLACK


def subsets(codes: Sequence[Code]) -> Iterator[frozenset[Code]]:
    """Every choice of some codes, all or none of them."""
    for number in range(1 << len(codes)):
        yield frozenset(code for place, code in enumerate(codes) if number >> place & 1)
