"""The history of a unit, as summaries are counted from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from data_access.summaries.register import Place
from data_access.summaries.spans import Span, Spans


@dataclass(frozen=True)
class Enrolled:
    """A unit in just the same programmes from a day to a day."""

    first: int
    last: int
    programmes: frozenset[str]
    segment: int


@dataclass(frozen=True)
class Stay:
    """A unit at a stage of a ladder, until an assessment found it at another."""

    ladder: str
    stage: str
    position: int
    first: int
    last: int


@dataclass(frozen=True)
class Unit:
    """A unit: its place and its programmes over time, its enrolments one by one (programme, first and
    last day), its stays and its assessments by ladder, and when each kind of provision was within reach."""

    place: Place
    enrolled: Sequence[Enrolled]
    enrolments: Sequence[tuple[str, int, int]] = ()
    stays: Mapping[str, Sequence[Stay]] = field(default_factory=dict)
    assessed: Mapping[str, Sequence[int]] = field(default_factory=dict)
    reach: Mapping[str, Spans] = field(default_factory=dict)

    @cached_property
    def segments(self) -> list[tuple[int, Spans]]:
        """The unit's segments, each with its days."""
        days: dict[int, list[Span]] = {}
        for span in self.enrolled:
            days.setdefault(span.segment, []).append((span.first, span.last))
        return list(days.items())

    def on(self, day: int) -> Enrolled | None:
        """The programmes that the unit was in on a day; None if in none."""
        return next((span for span in self.enrolled if span.first <= day <= span.last), None)
