"""What a viewer may know of the summaries: their segments, and what is counted in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Row, func, select

from data_access.rights import Rights
from data_access.schema import (
    Funding,
    KindOfPerson,
    Measure,
    PackageImport,
    Programme,
    Segment,
    SegmentProgramme,
    SummaryState,
    Topic,
)
from data_access.selection import Selection
from data_access.summaries.measures import RULES
from data_access.summaries.register import EVERYWHERE

Codes = tuple[str | None, ...]
# The dimensions that a segment has, and it itself.
GROUPED = ("programme", "country", "region", "ladder", "sponsor", "organisation", "segment")
# Of these, what tells apart all that people can be counted in.
SPOT = ("programme", "country", "region")
# Those by which programmes are told apart.
OF_PROGRAMMES = frozenset({"programme", "ladder", "sponsor"})
MOST_BOOKS, MOST_PARTS_OF_MONTHS = 50, 100
Read = TypeVar("Read")


@dataclass(frozen=True)
class Part:
    """A segment."""

    id: int
    country: str | None
    region: str | None
    programmes: frozenset[str]


@dataclass(frozen=True)
class Groups:
    """The codes of groups, and each segment with the groups that it counts in, by their places."""

    codes: Sequence[Codes]
    pairs: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, counting: Iterable[tuple[int, Any]]) -> Groups:
        """The groups of segments, each of which comes with the codes of one that it counts in."""
        places: dict[Any, int] = {}
        pairs = [(segment, places.setdefault(codes, len(places))) for segment, codes in counting]
        return cls(list(places), pairs)


# All segments together are one, in which everything counts.
EVERYTHING = Groups([()], [(EVERYWHERE, 0)])


def unlimited(selection: Selection) -> bool:
    """Whether a selection means everything that there is, but for its period."""
    filters = (selection.programmes, selection.sponsors, selection.countries, selection.regions)
    return not any(filters) and not selection.rights.limited


def programmes_apart(selection: Selection, by: Iterable[str]) -> bool:
    """Whether a selection means some programmes only, or they are told apart by some dimension."""
    chosen = selection.programmes or selection.sponsors or selection.rights.programmes is not None
    return bool(chosen) or not OF_PROGRAMMES.isdisjoint(by)


@dataclass(frozen=True)
class Book:
    """The segments of a store, of whole regions and of organisations, measures and kinds of person (sex and
    relation), programmes with their ladders and funders, topics and those that are required."""

    parts: Sequence[Part]
    wholes: Sequence[Part]
    organisations: Mapping[str, int]
    measures: Mapping[str, Sequence[Row[Any]]]
    kinds: Mapping[int, Codes]
    ladders: Mapping[str, str]
    funders: Mapping[str, frozenset[str]]
    topics: Sequence[str]
    required: Sequence[str]
    # What was read of parts of months, for all selections: by what it is, and the first and last day.
    parts_of_months: dict[tuple[str, int, int], Any] = field(default_factory=dict)

    def groups(
        self, selection: Selection, by: Sequence[str], ladder: str | None = None, apart: bool = False
    ) -> Groups:
        """The groups in which segments of the selection count, through programmes of one ladder or of any.

        Their codes are those of the dimensions of GROUPED in ``by``, in their order there. Segments of whole
        regions are taken where that is the same, and programmes are not to be ``apart``.
        """
        dimensions = [name for name in by if name in GROUPED]
        apart = apart or ladder is not None or programmes_apart(selection, dimensions)
        return Groups.of(
            (part.id, codes)
            for part in (self.parts if apart else self.wholes)
            for codes in set(self.codes(part, selection, dimensions, ladder))
        )

    def seen(self, selection: Selection) -> Iterator[tuple[int, list[Codes]]]:
        """Each segment of the selection with the programmes in which it counts there: programme, country and
        region of each."""
        for part in self.parts:
            codes = set(self.codes(part, selection, SPOT))
            if in_programmes := sorted(code for code in codes if code[0] is not None):
                yield part.id, in_programmes

    def of_part_of_month(self, what: str, first: int, last: int, read: Callable[[], Read]) -> Read:
        """What was read of the days from one to another, or is read now, for all selections."""
        key = (what, first, last)
        if (found := self.parts_of_months.get(key)) is None:
            if len(self.parts_of_months) >= MOST_PARTS_OF_MONTHS:
                self.parts_of_months.clear()
            found = self.parts_of_months[key] = read()
        return cast(Read, found)

    def codes(
        self, part: Part, selection: Selection, dimensions: Sequence[str], ladder: str | None = None
    ) -> Iterator[Codes]:
        """The codes, by dimensions of GROUPED, of the groups in which a segment counts in a selection."""
        allowed = selection.rights.regions
        if (
            (selection.regions and part.region not in selection.regions)
            or (selection.countries and part.country not in selection.countries)
            or (allowed is not None and part.region not in allowed)
        ):
            return
        for programme in self._programmes(part, selection):
            own = None if programme is None else self.ladders[programme]
            if ladder is not None and own != ladder:
                continue
            known = {"programme": programme, "ladder": own, "country": part.country, "region": part.region}
            for sponsor in self._sponsors(programme, selection) if "sponsor" in dimensions else (None,):
                yield tuple((known | {"sponsor": sponsor})[name] for name in dimensions)

    def _programmes(self, part: Part, selection: Selection) -> Iterator[str | None]:
        allowed = selection.rights.programmes
        if not part.programmes:
            if not (selection.programmes or selection.sponsors or allowed is not None):
                yield None
            return
        for programme in part.programmes:
            if (
                (not selection.programmes or programme in selection.programmes)
                and (allowed is None or programme in allowed)
                and (
                    not selection.sponsors
                    or not self.funders.get(programme, frozenset()).isdisjoint(selection.sponsors)
                )
            ):
                yield programme

    def _sponsors(self, programme: str | None, selection: Selection) -> Iterator[str]:
        for sponsor in self.funders.get(programme or "", ()):
            if not selection.sponsors or sponsor in selection.sponsors:
                yield sponsor


_BOOKS: dict[tuple[str, tuple[int, str], Rights], Book] = {}


def opened(connection: Connection, rights: Rights) -> Book | None:
    """The book of a store for somebody with these rights, whose connection it is; None if the summaries
    are not in step with the records."""
    version = connection.execute(_VERSION).first()
    if version is None:
        return None
    key = (str(connection.engine.url), (version.id, version.content_hash), rights)
    if key not in _BOOKS:
        if len(_BOOKS) >= MOST_BOOKS:
            _BOOKS.clear()
        _BOOKS[key] = _read(connection)
    return _BOOKS[key]


# The summaries are of the newest data, and made by the rules that hold.
IN_STEP = (
    SummaryState.rules == RULES,
    SummaryState.import_id == select(func.max(PackageImport.id)).scalar_subquery(),
)
_VERSION = (
    select(PackageImport.id, PackageImport.content_hash)
    .join(SummaryState, SummaryState.import_id == PackageImport.id)
    .where(*IN_STEP)
)


def _read(connection: Connection) -> Book:
    programmes: dict[int, set[str]] = defaultdict(set)
    for segment, programme in connection.execute(select(*SegmentProgramme.__table__.columns)):
        programmes[segment].add(programme)
    measures: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(select(*Measure.__table__.columns)):
        measures[row.name].append(row)
    funders: dict[str, set[str]] = defaultdict(set)
    for programme, sponsor in connection.execute(
        select(Funding.programme_id, Funding.organisation_id).distinct()
    ):
        funders[programme].add(sponsor)
    topics = connection.execute(select(Topic.id, Topic.required)).all()
    segments = connection.execute(select(*Segment.__table__.columns)).all()
    places = [
        (row.whole, Part(row.id, row.country_id, row.region_id, frozenset(programmes[row.id])))
        for row in segments
        if row.organisation_id is None
    ]
    return Book(
        parts=[part for whole, part in places if not whole],
        wholes=[part for whole, part in places if whole],
        organisations={row.organisation_id: row.id for row in segments if row.organisation_id is not None},
        measures=measures,
        kinds={
            row.id: (row.sex, row.relation)
            for row in connection.execute(select(*KindOfPerson.__table__.columns))
        },
        ladders={
            row.id: row.ladder_id for row in connection.execute(select(Programme.id, Programme.ladder_id))
        },
        funders={programme: frozenset(known) for programme, known in funders.items()},
        topics=[row.id for row in topics],
        required=[row.id for row in topics if row.required],
    )
