"""Numbers for segments, measures and kinds of person: found where they are known, else given anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select

from data_access.schema import KindOfPerson, Measure, Segment, SegmentProgramme
from data_access.summaries.arrays import Numbers
from data_access.summaries.measures import STATES

CODES = tuple(
    column.name for column in Measure.__table__.columns if column.name not in ("id", "name", "state")
)
# Everybody, and what is no person; all segments together.
EVERYBODY = EVERYWHERE = 0

Programmes = frozenset[str]
Place = tuple[str | None, str | None]
# Programmes, None for the whole region; country, region, organisation.
Key = tuple[Programmes | None, str | None, str | None, str | None]


class Register:
    """The numbers of a store, which leave no gaps. New ones are in its tables once they are saved."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        programmes: dict[int, set[str]] = defaultdict(set)
        for segment, programme in connection.execute(select(*SegmentProgramme.__table__.columns)):
            programmes[segment].add(programme)
        self._segments: dict[Key, int] = {
            (None if whole else frozenset(programmes[segment]), country, region, organisation): segment
            for segment, country, region, organisation, whole in connection.execute(
                select(*Segment.__table__.columns)
            )
        }
        self._measures: dict[tuple[str | None, ...], int] = {
            tuple(said): number
            for number, *said in connection.execute(
                select(*(Measure.__table__.c[name] for name in ("id", "name", *CODES)))
            )
        }
        self._kinds: dict[tuple[str | None, str | None], int] = {
            (sex, relation): number
            for number, sex, relation in connection.execute(select(*KindOfPerson.__table__.columns))
        }
        self._new: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)
        self.kind(None, None)

    def segment(self, programmes: Iterable[str], place: Place, organisation: str | None = None) -> int:
        """The number of the segment of some programmes at a place: country and region; or of an
        organisation there."""
        return self._segment((frozenset(programmes), *place, organisation))

    def regions(self) -> Numbers:
        """By the number of each segment that of its whole region, of which it is a part."""
        # In an order, so that the same data are given the same numbers by each process.
        places = dict.fromkeys(key[1:3] for key in self._segments)
        wholes = {place: self._segment((None, *place, None)) for place in places}
        found = np.zeros(len(self._segments) + 1, np.int64)
        for key, segment in self._segments.items():
            found[segment] = wholes[key[1:3]]
        return found

    def _segment(self, key: Key) -> int:
        if key not in self._segments:
            number = self._segments[key] = len(self._segments) + 1
            programmes, country, region, organisation = key
            self._new[Segment].append(
                {
                    "id": number,
                    "country_id": country,
                    "region_id": region,
                    "organisation_id": organisation,
                    "whole": programmes is None,
                }
            )
            self._new[SegmentProgramme] += [
                {"segment_id": number, "programme_id": programme} for programme in sorted(programmes or ())
            ]
        return self._segments[key]

    def measure(self, name: str, **codes: str | None) -> int:
        """The number of a measure."""
        key = (name, *(codes.get(code) for code in CODES))
        if key not in self._measures:
            number = self._measures[key] = len(self._measures) + 1
            self._new[Measure].append(
                {"id": number, "name": name, "state": name in STATES, **dict.fromkeys(CODES), **codes}
            )
        return self._measures[key]

    def kind(self, sex: str | None, relation: str | None) -> int:
        """The number of a kind of person."""
        key = (sex, relation)
        if key not in self._kinds:
            number = self._kinds[key] = len(self._kinds) + EVERYBODY
            self._new[KindOfPerson].append({"id": number, "sex": sex, "relation": relation})
        return self._kinds[key]

    def save(self) -> None:
        """Writes down what is new."""
        for table, rows in self._new.items():
            if rows:
                self._connection.execute(insert(table), rows)
        self._new.clear()
