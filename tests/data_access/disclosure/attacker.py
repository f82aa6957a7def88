"""An attacker who knows everything that is shown, and linear programming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linprog

from data_access.disclosure.blocks import Release
from data_access.disclosure.groups import Counts, Group, Segment, groups_of

SLACK = 1e-6


class Attacker:
    """Unknown numbers of people, one for each segment and category, and what sums of them are known."""

    def __init__(self, segments: Sequence[Segment], codes: Sequence[str]) -> None:
        self.place = {(s, c): i for i, (s, c) in enumerate((s, c) for s in segments for c in codes)}
        self.segments, self.codes = segments, codes
        self._rows: list[np.ndarray] = []
        self._values: list[float] = []

    def learns(self, release: Release, codes_of: Mapping[str, Sequence[str]]) -> int:
        """Every answer that a release gives; ``codes_of`` says of which categories each is the sum."""
        answers = 0
        for group in groups_of(self.segments):
            for code, number in (release.shown(group) or {}).items():
                self._rows.append(self.sum_over(group, codes_of[code]))
                self._values.append(number)
                answers += 1
        return answers

    def sum_over(self, group: Group, codes: Sequence[str]) -> np.ndarray:
        """The sum of the unknown numbers of a group in some categories."""
        row = np.zeros(len(self.place))
        for (segment, code), place in self.place.items():
            row[place] = group.holds(segment) and code in codes
        return row

    def bounds(self, row: np.ndarray) -> tuple[float, float]:
        """Between which numbers a sum has to lie."""
        known = {"A_eq": np.array(self._rows), "b_eq": np.array(self._values)} if self._rows else {}
        found = []
        for sign in (1, -1):
            solved = linprog(sign * row, **known, bounds=(0, None), method="highs")
            found.append(np.inf if solved.status == 3 else solved.fun)
        least, most = found[0], found[1]
        return float(least), float(most if np.isinf(most) else -most)


def narrowed(
    counts: Mapping[Segment, Counts], releases: Sequence[Release], least: int
) -> tuple[list[tuple[Group, str, float, float]], int]:
    """Small numbers of which the attacker learns more than that they are small, and how many were tried.

    ``releases`` are those of the whole (its one category is all of them together) and of the categories.
    """
    codes = list(next(iter(counts.values())))
    attacker = Attacker(list(counts), codes)
    for release in releases:
        shown = next(iter(release.blocks.values()), {})
        attacker.learns(release, {code: codes if code == "all" else code.split("+") for code in shown})
    found, tried = [], 0
    for group in groups_of(counts):
        for asked in (*([code] for code in codes), codes):
            true = sum(counts[segment][code] for segment in counts if group.holds(segment) for code in asked)
            if true >= least:
                continue
            tried += 1
            lowest, highest = attacker.bounds(attacker.sum_over(group, asked))
            if lowest > SLACK or highest < least - 1 - SLACK:
                found.append((group, "+".join(asked), lowest, highest))
    return found, tried
