"""Where organisations stand, and which permits units hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from data_access.craft import MONTHS_CURRENT
from data_access.selection import months_earlier
from data_access.summaries.counted import Counted
from data_access.summaries.histories import Unit
from data_access.summaries.measures import CRAFT_ASSESSMENTS, PERMITS_OF_UNITS
from data_access.summaries.register import EVERYBODY, Place, Register
from data_access.summaries.spans import (
    FOREVER,
    Span,
    Spans,
    common,
    day_before,
    ordinal,
    united,
    without,
)

Held = TypeVar("Held")


class Request(NamedTuple):
    """An organisation's request for an account or a credit, and what came of it."""

    asked_on: date
    decided_on: date | None
    status: str
    reason: str | None


@dataclass(frozen=True)
class Stated:
    """What is so of an organisation, under some codes, on the days of some spans."""

    organisation: str
    place: Place
    name: str
    codes: Mapping[str, str | None]
    spans: Spans


class Formalisation:
    """Counts what is so of organisations, in the segment of each; and permits of units."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def count(self, stated: Stated, counted: Counted) -> None:
        segment = self._register.segment((), stated.place, stated.organisation)
        measure = self._register.measure(stated.name, **stated.codes)
        counted.state_of_organisation(measure, segment, stated.spans)

    def count_assessment(
        self, organisation: str, place: Place, day: int, programme: str | None, counted: Counted
    ) -> None:
        """A CRAFT assessment, through a programme or none."""
        segment = self._register.segment((), place, organisation)
        measure = self._register.measure(CRAFT_ASSESSMENTS, programme=programme)
        counted.amounts_of_organisations.one(measure, segment, EVERYBODY, day, 1)

    def count_permit(self, unit: Unit, permit: str, status: str, spans: Spans, counted: Counted) -> None:
        """How a unit's permit stands, while it is enrolled."""
        measure = self._register.measure(PERMITS_OF_UNITS, permit=permit, status=status)
        for segment, days in unit.segments:
            counted.state(measure, segment, EVERYBODY, common(days, spans))


def foremost(holding: Iterable[tuple[Held, Span]]) -> Iterator[tuple[Held, list[Span]]]:
    """The days on which each holds of several of which one holds at a time, the foremost first."""
    taken: list[Span] = []
    for held, span in holding:
        if span[0] <= span[1] and (own := without([span], taken)):
            yield held, own
            taken = united([*taken, span])


def outcomes(requests: Sequence[Request]) -> Iterator[tuple[tuple[str, str | None], list[Span]]]:
    """How it stands with an organisation's requests of one kind, which are in the order of their days: what
    came of them with its reason, and when that was so.

    One that is granted tells, whatever was refused before or since; else the latest does.
    """
    return foremost((*_granted(requests), *_latest(requests)))


def _granted(requests: Sequence[Request]) -> Iterator[tuple[tuple[str, str | None], Span]]:
    for request in reversed(requests):
        if request.status == "granted":
            yield (request.status, None), (_known(request), FOREVER)


def _latest(requests: Sequence[Request]) -> Iterator[tuple[tuple[str, str | None], Span]]:
    for request in reversed(requests):
        known = _known(request)
        reason = request.reason if request.status == "refused" else None
        yield ("pending", None), (request.asked_on.toordinal(), known - 1)
        yield (request.status, reason), (known, FOREVER)


def _known(request: Request) -> int:
    """The day from which it is known what came of a request."""
    return max(request.asked_on, request.decided_on or request.asked_on).toordinal()


def mitigation(found_on: date, mitigating_on: date | None, mitigated_on: date | None) -> dict[str, Span]:
    """Until it is mitigated a finding is open, and being mitigated; spans may be without days."""
    found, begun, ended = found_on.toordinal(), ordinal(mitigating_on), ordinal(mitigated_on)
    return {
        "open": (found, day_before(min(begun, ended))),
        "mitigating": (max(found, begun), day_before(ended) if begun < ended else begun - 1),
    }


def current(assessed_on: Iterable[date]) -> list[Span]:
    """The days on which there is a report that is current."""
    return united(
        (day.toordinal(), months_earlier(day, -MONTHS_CURRENT).toordinal() - 1) for day in assessed_on
    )
