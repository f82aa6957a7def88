"""How figures are answered from the summaries: what is asked, who answers, and what is given back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from pyroaring import BitMap
from sqlalchemy import Connection, Row

from data_access.selection import Selection
from data_access.summaries.book import Book, Codes, Groups, opened, programmes_apart
from data_access.summaries.cells import Found
from data_access.summaries.reading import Reading

MINUTES_IN_HOUR = 60
# Units and persons are not told apart in the summaries, and organisations by some figures only.
NOT_KEPT = frozenset({"unit", "miner"})
# A value and its whole, by the codes of the dimensions asked for.
Cells = Mapping[Codes, tuple[Any, Any]]


@dataclass(frozen=True)
class Asked:
    """A figure in a selection, by dimensions, of a store whose summaries are in step; perhaps in groups of
    segments that the selection does not make. Who answers may leave out what has other codes than ``only``.
    """

    connection: Connection
    book: Book
    selection: Selection
    by: tuple[str, ...]
    groups: Groups | None = None
    only: Mapping[str, Any] = field(default_factory=dict)

    def reading(self, without: Sequence[str] = ()) -> Reading:
        """Reads by the dimensions asked for but some."""
        by = tuple(name for name in self.by if name not in without)
        return Reading(self.connection, self.book, self.selection, by, groups=self.groups)

    def on_ladders(self, *names: str) -> Iterator[tuple[Reading, list[list[Row[Any]]]]]:
        """Readings through the programmes of a ladder, each with the measures of some names that are of it;
        one for all ladders, if nothing else would narrow it."""
        if not programmes_apart(self.selection, {*self.by} - {"ladder"}):
            reading = Reading(self.connection, self.book, self.selection, self.by, own=("ladder",))
            yield reading, [self.measures(name) for name in names]
            return
        for ladder in sorted(set(self.book.ladders.values())):
            reading = Reading(self.connection, self.book, self.selection, self.by, ladder)
            yield reading, [self.measures(name, ladder=ladder) for name in names]

    def measures(self, name: str, **codes: Any) -> list[Row[Any]]:
        """The measures of a name: with these codes, and with some where a code is given as ``...``."""
        return [
            row
            for row in self.book.measures.get(name, ())
            if all(
                (getattr(row, code) is not None) if wanted is ... else getattr(row, code) == wanted
                for code, wanted in codes.items()
            )
        ]

    def group_of(self, codes: Codes, name: str) -> Codes:
        """The codes of a cell without that of the dimension ``name``, which is asked for."""
        place = self.by.index(name)
        return codes[:place] + codes[place + 1 :]

    def each_with(self, name: str, codes: Iterable[str], cells: Found) -> Iterator[tuple[Codes, Codes]]:
        """The groups of cells read without the dimension ``name``, each with every code of it: the codes of
        the cell, and those of its group."""
        if name not in self.by:
            yield from ((group, group) for group in cells)
            return
        place = self.by.index(name)
        for group in cells:
            for code in codes:
                yield (*group[:place], code, *group[place:]), group


# Figures that are numbers of people over a period → who these are; None where the summaries do not have them.
Who = Callable[[Asked], Mapping[Codes, BitMap] | None]
PEOPLE: dict[str, Who] = {}
# None where the summaries do not have it.
Answer = Callable[[Asked], Cells | None]
ANSWERS: dict[str, Answer] = {}
_NOT_KEPT: dict[str, frozenset[str]] = {}


def answers(name: str, without: Sequence[str] = ("organisation",)) -> Callable[[Answer], Answer]:
    """Marks the function that answers a figure from the summaries, but by some dimensions."""

    def mark(answer: Answer) -> Answer:
        ANSWERS[name] = answer
        _NOT_KEPT[name] = NOT_KEPT.union(without)
        return answer

    return mark


def answers_with_people(name: str, without: Sequence[str] = ("organisation",)) -> Callable[[Who], Who]:
    """Marks the function that says of whom a figure is the number, but by some dimensions."""

    def mark(who: Who) -> Who:
        def answer(asked: Asked) -> Cells | None:
            people = who(asked)
            if people is None:
                return None
            return counted(asked, {codes: len(numbers) for codes, numbers in people.items()})

        PEOPLE[name] = who
        answers(name, without)(answer)
        return who

    return mark


def counted(asked: Asked, found: Mapping[Codes, Any], nothing: float = 0) -> Cells:
    """The cells of what was counted; without dimensions there is one, be it with nothing."""
    return whole_or(asked, {codes: (n, None) for codes, n in found.items()}, (nothing, None))


def whole_or(asked: Asked, cells: Cells, nothing: tuple[Any, Any]) -> Cells:
    """The cells; without dimensions there is one, be it of nothing."""
    return cells or ({} if asked.by else {(): nothing})


def hours(asked: Asked, minutes: Found) -> Cells:
    """The cells of minutes, in hours."""
    return counted(asked, {codes: n / MINUTES_IN_HOUR for codes, n in minutes.items()}, 0.0)


def answered(
    connection: Connection,
    name: str,
    selection: Selection,
    by: tuple[str, ...],
    only: Mapping[str, Any] | None = None,
) -> pd.DataFrame | None:
    """A figure's dimensions, ``value`` and ``of``, in no order; None where the summaries do not have it, or
    are not in step with the records. There may be rows with other codes than those of ``only``."""
    dimensions = {*by, "organisation"} if selection.organisations else {*by}
    if name not in ANSWERS or not _NOT_KEPT[name].isdisjoint(dimensions):
        return None
    book = opened(connection, selection.rights)
    cells = None if book is None else ANSWERS[name](Asked(connection, book, selection, by, only=only or {}))
    if cells is None:
        return None
    rows = [(*codes, value, of) for codes, (value, of) in cells.items()]
    return pd.DataFrame(rows, columns=[*by, "value", "of"])
