"""People in parts of months, from the records: the summaries have them in whole months alone.

All give sets of people by the codes of the dimensions ``by``, with nothing said of sexes: in their place
there is None.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from pyroaring import BitMap
from sqlalchemy import CTE, Connection, SQLColumnExpression, select

from data_access.events import with_miner
from data_access.schema import Cover, MinerNumber, Programme
from data_access.scope import programme_filters, with_sponsor
from data_access.selection import Selection
from data_access.summaries.book import Codes
from data_access.summaries.periods import Piece, times
from data_access.training import attendances
from data_access.turnover import comings_and_goings

People = dict[Codes, BitMap]


def trained(connection: Connection, selection: Selection, by: Sequence[str], piece: Piece) -> People:
    """Who was at a session."""
    return _people(connection, attendances(_within(selection, piece), by), by, piece)


def moved(connection: Connection, selection: Selection, by: Sequence[str], piece: Piece) -> People:
    """Who joined and left."""
    people = comings_and_goings(_within(selection, piece), by)
    return _people(connection, people, by, piece, direction=people.c.went)


def beginning(connection: Connection, selection: Selection, by: Sequence[str], piece: Piece) -> People:
    """Whose cover begins."""
    return _people(connection, _covers(selection, by, piece, Cover.first_day), by, piece)


def ending(connection: Connection, selection: Selection, by: Sequence[str], piece: Piece) -> People:
    """Whose cover ends."""
    return _people(connection, _covers(selection, by, piece, Cover.last_day), by, piece)


def _covers(selection: Selection, by: Sequence[str], piece: Piece, day: SQLColumnExpression[Any]) -> CTE:
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
    return with_sponsor(people, Cover.programme_id, selection, by).cte("cover_at_edge")


def _within(selection: Selection, piece: Piece) -> Selection:
    return replace(selection, first_day=date.fromordinal(piece.first), last_day=date.fromordinal(piece.last))


def _people(connection: Connection, people: CTE, by: Sequence[str], piece: Piece, **columns: Any) -> People:
    said = times(piece.label, by)
    names = [name for name in by if name not in said and name != "sex"]
    found: dict[Codes, list[int]] = defaultdict(list)
    statement = select(
        MinerNumber.number, *(columns[name] if name in columns else people.c[name] for name in names)
    )
    rows = statement.join(people, people.c.miner == MinerNumber.miner_id).distinct()
    for number, *codes in connection.execute(rows):
        known = said | dict(zip(names, codes, strict=True))
        found[tuple(known.get(name) for name in by)].append(number)
    return {codes: BitMap(numbers) for codes, numbers in found.items()}
