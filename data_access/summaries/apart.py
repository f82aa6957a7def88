"""What the summaries hold of single segments, and of people by all places and programmes they count in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from pyroaring import BitMap
from sqlalchemy import Connection

from data_access.selection import Selection
from data_access.summaries.answering import ANSWERS, PEOPLE, Asked
from data_access.summaries.arrays import Numbers, numbers
from data_access.summaries.book import SPOT, Codes, Groups, opened

# Programme, country and region: of a segment one for each programme.
Spots = tuple[Codes, ...]


def in_segments(
    connection: Connection, name: str, selection: Selection, by: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """A figure in each segment of the selection that is in any programme: its spots, the codes of ``by``,
    value and whole. The summaries are in step, and have the figure by these dimensions."""
    book = opened(connection, selection.rights)
    assert book is not None
    # The code of a segment is all its spots.
    groups = Groups.of((segment, (tuple(spots),)) for segment, spots in book.seen(selection))
    asked = Asked(connection, book, selection, ("segment", *by), groups)
    for (spots, *codes), (value, of) in (ANSWERS[name](asked) or {}).items():
        yield spots, *codes, value, of


def people_by_spots(
    connection: Connection, name: str, selection: Selection, by: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    """How many people count in just which spots, by dimensions: their spots, the codes of ``by``, number.

    The summaries are in step, and have the people by these dimensions.
    """
    book = opened(connection, selection.rights)
    assert book is not None
    found: dict[Codes, dict[Codes, BitMap]] = {}
    for codes, people in (PEOPLE[name](Asked(connection, book, selection, (*SPOT, *by))) or {}).items():
        found.setdefault(codes[3:], {})[codes[:3]] = people
    for codes, sets in found.items():
        for spots, number in _parted(sets):
            yield spots, *codes, number


def _parted(sets: Mapping[Codes, BitMap]) -> Iterator[tuple[Spots, int]]:
    """How many are in just which of some sets."""
    spots = sorted(sets, key=lambda spot: tuple(code or "" for code in spot))
    members = [numbers(sets[spot].to_array()) for spot in spots]
    number = np.concatenate(members)
    place = np.repeat(np.arange(len(spots)), [len(some) for some in members])
    order = np.lexsort((place, number))
    number, place = number[order], place[order]
    begins = np.flatnonzero(np.diff(number, prepend=-1))
    how_many = np.diff([*begins, len(number)])
    for most in np.unique(how_many):
        those: Numbers = begins[how_many == most, None] + np.arange(most)
        combined, people = np.unique(place[those], axis=0, return_counts=True)
        for own, n in zip(combined.tolist(), people.tolist(), strict=True):
            yield tuple(spots[each] for each in own), n
