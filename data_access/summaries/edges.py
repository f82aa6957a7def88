"""People in parts of months, from the records: the summaries have them in whole months alone.

All give sets of people by the codes of the dimensions that are read by, with nothing said of sexes: in their
place there is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pyroaring import BitMap
from sqlalchemy import CTE, Connection, SQLColumnExpression, select

from data_access.events import with_miner
from data_access.schema import Cover, MinerNumber, Programme
from data_access.scope import programme_filters, with_sponsor
from data_access.selection import Selection
from data_access.summaries.book import GROUPED, SPOT, Codes, Part
from data_access.summaries.periods import Piece, times
from data_access.summaries.reading import Reading, Sets, add
from data_access.training import attendances
from data_access.turnover import comings_and_goings

Events = Callable[[Selection, Sequence[str]], CTE]


def trained(reading: Reading, piece: Piece) -> Sets:
    """Who was at a session, by relation if need be."""
    return _of_everybody(reading, piece, attendances, ("relation",))


def moved(reading: Reading, piece: Piece) -> Sets:
    """Who joined and left, by relation if need be."""
    return _of_everybody(reading, piece, comings_and_goings, ("relation", "direction"))


def beginning(reading: Reading, piece: Piece) -> Sets:
    """Whose cover begins."""
    return _of_covers(reading, piece, Cover.first_day)


def ending(reading: Reading, piece: Piece) -> Sets:
    """Whose cover ends."""
    return _of_covers(reading, piece, Cover.last_day)


def _of_everybody(reading: Reading, piece: Piece, events: Events, others: Sequence[str]) -> Sets:
    """People of the selection among all whom the viewer may see, who are read once for all selections."""
    names = (*SPOT, *others)

    def read() -> Mapping[Codes, BitMap]:
        everywhere = reading.selection.narrowed(programmes=(), sponsors=(), countries=(), regions=())
        first, last = date.fromordinal(piece.first), date.fromordinal(piece.last)
        people = events(replace(everywhere, first_day=first, last_day=last), names)
        return _numbers(reading.connection, people, names)

    everybody = reading.book.of_part_of_month(events.__name__, piece.first, piece.last, read)
    grouped = [name for name in reading.by if name in GROUPED]
    found: Sets = {}
    for (programme, country, region, *codes), people in everybody.items():
        part = Part(0, country, region, frozenset() if programme is None else frozenset({programme}))
        known = times(piece.label, reading.by) | dict(zip(others, codes, strict=True))
        for group in reading.book.codes(part, reading.selection, grouped, reading.ladder):
            known |= dict(zip(grouped, group, strict=True))
            add(found, {tuple(known.get(name) for name in reading.by): people})
    return found


def _of_covers(reading: Reading, piece: Piece, day: SQLColumnExpression[Any]) -> Sets:
    selection, by = reading.selection, reading.by
    covers: Any = (
        select(Cover.programme_id.label("programme"), Programme.ladder_id.label("ladder"))
        .select_from(Cover)
        .outerjoin(Programme, Programme.id == Cover.programme_id)
        .where(
            day.between(date.fromordinal(piece.first), date.fromordinal(piece.last)),
            *programme_filters(selection, Cover.programme_id),
        )
    )
    people = with_miner(covers, Cover.miner_id, Cover.first_day, selection)
    at_edge = with_sponsor(people, Cover.programme_id, selection, by).cte("cover_at_edge")
    said = times(piece.label, by)
    names = [name for name in by if name not in said and name != "sex"]
    return {
        tuple((said | dict(zip(names, codes, strict=True))).get(name) for name in by): numbers
        for codes, numbers in _numbers(reading.connection, at_edge, names).items()
    }


def _numbers(connection: Connection, people: CTE, names: Sequence[str]) -> dict[Codes, BitMap]:
    """The numbers of people by the codes of dimensions."""
    columns = (people.c.went if name == "direction" else people.c[name] for name in names)
    found: dict[Codes, list[int]] = defaultdict(list)
    rows = select(MinerNumber.number, *columns).join(people, people.c.miner == MinerNumber.miner_id)
    for number, *codes in connection.execute(rows.distinct()):
        found[tuple(codes)].append(number)
    return {codes: BitMap(numbers) for codes, numbers in found.items()}
