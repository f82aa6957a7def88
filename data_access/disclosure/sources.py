"""Where outsiders' numbers of people come from: the summaries, or the records of each unit and miner.

Both give the same: how many people count in each segment that the viewer may see, at the ends of all
quarters, and in all calendar years.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

import pandas as pd
from sqlalchemy import func, select

from data_access.disclosure.families import HEADLINE
from data_access.disclosure.groups import Segment, Spot
from data_access.disclosure.question import Question
from data_access.schema import Enrolment, ProductionUnit
from data_access.selection import Selection, last_quarter_end
from data_access.summaries.apart import Spots, in_segments, people_by_spots
from data_access.summaries.book import SPOT, opened
from data_access.visible import visible_programmes, visible_regions

# The code of all people.
ALL = "all"
# Of these a value is the share that have it, of the others their number.
SHARES = ("training_coverage",)
# So many segments are remembered by their spots: more than there are at the ends of all quarters.
KEPT = 16384


def source_of(question: Question) -> Source:
    """The summaries, if they are in step with the records."""
    known = opened(question.connection, question.viewer.rights) is not None
    return FromSummaries(question) if known else FromRecords(question)


class Source(ABC):
    """Reads whatever the viewer may see, and only when something is asked for."""

    def __init__(self, question: Question) -> None:
        self._question = question

    @abstractmethod
    def enrolled(self) -> Iterable[tuple[str, Segment]]:
        """Quarters, and the segments in which units are enrolled at their ends."""

    @abstractmethod
    def people(self, attribute: str | None) -> Iterable[tuple[str, Segment, str, int]]:
        """Quarters, segments, and how many are at work: in all, or with each code of an attribute."""

    @abstractmethod
    def facts(self, figure: str, part: str | None) -> Iterable[tuple[str, Segment, str, int, int]]:
        """Quarters, segments, codes of a part of a figure, of how many it is true, and of how many in all."""

    @abstractmethod
    def of_years(self, figure: str, attribute: str | None) -> Iterable[tuple[str, Segment, str, int]]:
        """Years, segments of those who count in just the same, and how many: in all, or with each code."""

    @cached_property
    def years(self) -> list[str]:
        """The calendar years from the first unit's enrolment to the last that has ended."""
        return [str(year) for year in range(self._years.first_day.year, self._years.last_day.year + 1)]

    @cached_property
    def _quarters(self) -> Selection:
        last = last_quarter_end(self._question.selection.data_date)
        return self._question.viewer.within(Selection(min(self._first_day, last), last, last))

    @cached_property
    def _years(self) -> Selection:
        first, last = self._first_day, self._question.selection.data_date
        ends = last.year if last == date(last.year, 12, 31) else last.year - 1
        begins = min(first.year, ends)
        return self._question.viewer.within(Selection(date(begins, 1, 1), date(ends, 12, 31), last))

    @cached_property
    def _first_day(self) -> date:
        return first_enrolment(self._question)


class FromSummaries(Source):
    """Segments are there as such, and people as sets."""

    def enrolled(self) -> Iterator[tuple[str, Segment]]:
        for segment, quarter, _, _ in self._at_quarters("production_units"):
            yield quarter, segment

    def people(self, attribute: str | None) -> Iterator[tuple[str, Segment, str, int]]:
        for segment, *code, quarter, number, _ in self._at_quarters("active_miners", attribute):
            yield quarter, segment, code[0] if code else ALL, number

    def facts(self, figure: str, part: str | None) -> Iterator[tuple[str, Segment, str, int, int]]:
        for segment, *code, quarter, value, people in self._at_quarters(figure, part):
            yield quarter, segment, code[0] if code else HEADLINE, _true(figure, value, people), people

    def of_years(self, figure: str, attribute: str | None) -> Iterator[tuple[str, Segment, str, int]]:
        by = ("year", *([attribute] if attribute else []))
        found = people_by_spots(self._question.connection, figure, self._years, by)
        for spots, year, *code, number in found:
            yield year, _segment(spots), code[0] if code else ALL, number

    def _at_quarters(self, figure: str, part: str | None = None) -> Iterator[tuple[Any, ...]]:
        by = (*([part] if part else []), "quarter")
        for spots, *cell in in_segments(self._question.connection, figure, self._quarters, by):
            yield _segment(spots), *cell


class FromRecords(Source):
    """Each unit is in a segment, which its people are in; in a year, each person is looked at."""

    def enrolled(self) -> Iterator[tuple[str, Segment]]:
        for quarter, units in self._segments.items():
            for segment in units.values():
                yield quarter, segment

    def people(self, attribute: str | None) -> Iterator[tuple[str, Segment, str, int]]:
        rows = self._at_quarters("active_miners", ("unit", attribute) if attribute else ("unit",))
        codes = rows[attribute].tolist() if attribute else [ALL] * len(rows)
        for (quarter, unit, number), code in zip(_cells(rows, "unit", "value"), codes, strict=True):
            yield quarter, self._segments[quarter][unit], code, int(number)

    def facts(self, figure: str, part: str | None) -> Iterator[tuple[str, Segment, str, int, int]]:
        rows = self._at_quarters(figure, ("unit", part) if part else ("unit",))
        codes = rows[part].tolist() if part else [HEADLINE] * len(rows)
        cells = _cells(rows, "unit", "value", "of")
        for (quarter, unit, value, people), code in zip(cells, codes, strict=True):
            yield quarter, self._segments[quarter][unit], code, _true(figure, value, people), int(people)

    def of_years(self, figure: str, attribute: str | None) -> Iterator[tuple[str, Segment, str, int]]:
        read = self._question.read(figure, self._years, ("miner", "sex", *SPOT, "year")).fillna("")
        spots: dict[tuple[str, str, str], set[Spot]] = defaultdict(set)
        for row in read.to_dict("records"):
            code = row[attribute] if attribute else ALL
            spots[row["year"], row["miner"], code].add((row["programme"], row["country"], row["region"]))
        for (year, _, code), own in spots.items():
            yield year, Segment(tuple(sorted(own))), code, 1

    @cached_property
    def _segments(self) -> dict[str, dict[str, Segment]]:
        """Each quarter → unit enrolled at its end → its segment."""
        found: dict[str, dict[str, Segment]] = defaultdict(dict)
        programmes: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        rows = self._at_quarters("production_units", (*SPOT, "unit"))
        for quarter, unit, country, region, programme in _cells(
            rows, "unit", "country", "region", "programme"
        ):
            programmes[quarter, unit, country, region].append(programme)
        for (quarter, unit, country, region), codes in programmes.items():
            found[quarter][unit] = Segment.at(codes, country, region)
        return found

    def _at_quarters(self, figure: str, by: Sequence[str]) -> pd.DataFrame:
        return self._question.read(figure, self._quarters, (*by, "quarter"))


def first_enrolment(question: Question) -> date:
    """The day on which the first unit that the viewer may see came into a programme of theirs; the data
    date, if there is none."""
    rights = question.viewer.rights
    begun = (
        select(func.min(Enrolment.first_day))
        .join(ProductionUnit, ProductionUnit.id == Enrolment.unit_id)
        .where(
            *visible_programmes(rights, Enrolment.programme_id),
            *visible_regions(rights, ProductionUnit.region_id),
        )
    )
    first: date | None = question.connection.scalar(begun)
    return first or question.selection.data_date


@lru_cache(KEPT)
def _segment(spots: Spots) -> Segment:
    """Where something counts; what has no code is empty."""
    return Segment(
        tuple(sorted((programme or "", country or "", region or "") for programme, country, region in spots))
    )


def _true(figure: str, value: Any, people: Any) -> int:
    """Of how many people a fact is true."""
    share = 0 if value is None or pd.isna(value) else value
    return round(share * people) if figure in SHARES else int(share)


def _cells(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a frame: the quarter, and some columns."""
    return zip(*(frame[column].tolist() for column in ("quarter", *columns)), strict=True)
