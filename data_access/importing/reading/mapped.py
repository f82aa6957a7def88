"""Rows of a table out of a form's export or a partner's own sheet, as a mapping says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from data_access.importing.reading.mapping_rules import ColumnRule
from data_access.importing.reading.sheets import Broken, Cell, Line, Merged, Sheet, is_empty, shown
from data_access.importing.reading.spellings import ASKED
from data_access.importing.reading.tables import body, uneven
from data_access.importing.vocabulary import plain, truth_meant


@dataclass(frozen=True)
class Choices:
    """A question with several answers: a column for each (its position and answer), or one with all."""

    exploded: list[tuple[int, str]]
    position: int | None


@dataclass
class Parents:
    """The rows of a form to which those of a repeated group belong: what they pass on, by their index."""

    sheet: Sheet
    ends: int
    index: int
    positions: list[int]
    _rows: dict[str, dict[int, Cell]] | None = None

    def row(self, index: str) -> dict[int, Cell] | None:
        """Of the form with this index, the cells at ``positions``; None if there is none."""
        if self._rows is None:
            self._rows = {}
            for _, cells in body(self.sheet, self.ends):
                passed = {place: cells[place] for place in self.positions if place < len(cells)}
                self._rows[shown(cells[self.index]).strip() if self.index < len(cells) else ""] = passed
        return self._rows.get(index)


@dataclass(frozen=True)
class MappedSheet:
    """A sheet as a mapping makes it: the columns of ``rules`` in their order, below a header that is read."""

    source: Sheet
    ends: int
    width: int
    rules: list[ColumnRule]
    # For each rule, where its cells stand in the source or in the parent; None for constants and choices.
    positions: list[int | None]
    choices: Choices | None = None
    parents: Parents | None = None
    parent_index: int = 0
    merged: list[Merged] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def file(self) -> str:
        return self.source.file

    @property
    def size(self) -> int:
        return self.source.size

    def rows(self, told: Callable[[int], None] = lambda _: None) -> Iterator[Line]:
        """Rows with the line or row number of the source, which several may share."""
        for line, cells in body(self.source, self.ends, told):
            if len(cells) != self.width:
                reason = uneven(self.width, len(cells))
                yield line, self._broken(reason, ",".join(map(shown, cells)))
                continue
            parent: dict[int, Cell] | None = {}
            if self.parents:
                index = shown(cells[self.parent_index]).strip()
                parent = self.parents.row(index)
                if parent is None:
                    yield (
                        line,
                        self._broken(
                            f"The sheet {self.parents.sheet.name} has no row with this index.", index
                        ),
                    )
                    continue
            row = [
                self._cell(rule, place, cells, parent or {})
                for rule, place in zip(self.rules, self.positions, strict=True)
            ]
            if self.choices is None:
                yield line, row
                continue
            place = next(number for number, rule in enumerate(self.rules) if rule.choices)
            for answer in _ticked(self.choices, cells, self.rules[place]):
                yield line, [*row[:place], answer, *row[place + 1 :]]

    def _cell(self, rule: ColumnRule, place: int | None, cells: list[Cell], parent: dict[int, Cell]) -> Cell:
        if place is None:
            return "" if rule.always is None else rule.always
        return parent.get(place, "") if rule.in_parent else cells[place]

    def _broken(self, reason: str, text: str) -> list[Cell]:
        """A row that can't be read, which is told of once."""
        return [Broken(text, reason), *[Broken("", ASKED)] * (len(self.rules) - 1)]


def _ticked(choices: Choices, cells: list[Cell], rule: ColumnRule) -> Iterator[Cell]:
    """The answers that are ticked, but for those to which the mapping gives an empty code."""
    answers: list[Cell] = []
    for position, answer in choices.exploded:
        cell = cells[position]
        ticked = False if is_empty(cell) else truth_meant(shown(cell).strip())
        if ticked is None:
            answers.append(Broken(shown(cell), f"Whether {answer} is ticked can't be read. Write 1 or 0."))
        elif ticked:
            answers.append(answer)
    if choices.position is not None:
        answers.extend(shown(cells[choices.position]).split())
    for given in answers:
        if not (rule.codes and isinstance(given, str) and rule.codes.get(plain(given)) == ""):
            yield given
