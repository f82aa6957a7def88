"""What was measured, as tables and as goals that are met or missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.table import Table

NO_ANSWER = "no answer"


@dataclass(frozen=True)
class Goal:
    """What a number is to be: at most ``limit``, or at least. It counts on stores of the ``sizes``."""

    name: str
    limit: float
    unit: str = ""
    at_least: bool = False
    sizes: tuple[str, ...] = ("S", "M", "L")


@dataclass(frozen=True)
class Found:
    """A goal and the value found; None where a way gave no answer."""

    goal: Goal
    value: float | None

    def line(self, size: str) -> str:
        """The goal's line for a store of that size."""
        said = written(self.value, self.goal.unit)
        if size not in self.goal.sizes:
            return (
                f"skipped {self.goal.name}: asked of {' and '.join(self.goal.sizes)}, this is {size} ({said})"
            )
        limit = written(self.goal.limit, self.goal.unit)
        least = "at least " if self.goal.at_least else ""
        return f"goal {self.goal.name}: {said} (limit {least}{limit}): {'met' if self.met else 'missed'}"

    @property
    def met(self) -> bool:
        """Whether the value is within the limit; what gave no answer is not."""
        if self.value is None:
            return False
        return self.value >= self.goal.limit if self.goal.at_least else self.value <= self.goal.limit


@dataclass(frozen=True)
class Sheet:
    """A table of numbers that are written already."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]

    def printed(self) -> Table:
        """The table for a terminal."""
        table = Table(title=self.title)
        for place, heading in enumerate(self.headings):
            table.add_column(heading, justify="right" if place else "left")
        for row in self.rows:
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        """The table for a page of the documentation."""
        lines = [self.headings, ["---", *["--:"] * (len(self.headings) - 1)], *self.rows]
        return "\n".join([f"**{self.title}**", "", *(f"| {' | '.join(line)} |" for line in lines)])


@dataclass
class Results:
    """What a part of the benchmark found."""

    sheets: list[Sheet] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, part: Results) -> None:
        """Puts what another part found behind it."""
        self.sheets += part.sheets
        self.found += part.found
        self.notes += part.notes


def ratio(value: float | None, against: float | None) -> float | None:
    """How many times one is the other; None where one of them has no answer."""
    return value / against if value is not None and against else None


def written(value: float | None, unit: str = "") -> str:
    """A number with three digits that tell something, and its unit."""
    if value is None:
        return NO_ANSWER
    digits = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{digits} {unit}".strip()


def times(seconds: float | None) -> str:
    """Seconds as milliseconds, or as they are where they are many."""
    if seconds is None:
        return NO_ANSWER
    return f"{seconds:.1f} s" if seconds >= 10 else written(seconds * 1000, "ms")


def beside(values: Mapping[str, float | None], first: str) -> list[list[str]]:
    """Rows of a name, its time, and how many times that of the ``first`` it is."""
    return [[name, times(value), written(ratio(value, values[first]), "×")] for name, value in values.items()]
