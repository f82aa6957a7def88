"""Gold sold, premium due, received, spent and left, of the organisations that a selection is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Row

from data_access.gold import MILLIGRAMS_IN_GRAM
from data_access.scope import TIME
from data_access.selection import YEARS, Selection
from data_access.summaries.answering import Asked, Cells, answers, counted, whole_or
from data_access.summaries.answers.organisations import Bodies
from data_access.summaries.book import Codes, opened, programmes_apart
from data_access.summaries.cells import Found
from data_access.summaries.measures import DUE, DUES, MILLIGRAMS, PAYMENTS, RECEIPTS, RECEIVED, SPENT
from data_access.summaries.periods import states, times
from data_access.summaries.reading import Reading


class Account(NamedTuple):
    """An organisation's premium of a currency in a period, in minor units."""

    organisation: str
    currency: str
    opening: int
    due: int
    received: int
    spent: int
    closing: int


@answers("gold_sold", without=())
def gold_sold(asked: Asked) -> Cells:
    sold = _grams(_reading(asked).amounts(sold=asked.measures(MILLIGRAMS))["sold"])
    return counted(asked, sold, 0.0)


@answers("gold_under_standard", without=())
def gold_under_standard(asked: Asked) -> Cells:
    return _share(asked, asked.measures(MILLIGRAMS, standard=...))


@answers("gold_traceable", without=())
def gold_traceable(asked: Asked) -> Cells:
    return _share(asked, asked.measures(MILLIGRAMS, traceable="yes"))


@answers("premium_due", without=())
def premium_due(asked: Asked) -> Cells:
    return _amounts(asked, DUES, DUE)


@answers("premium_received", without=())
def premium_received(asked: Asked) -> Cells:
    return _amounts(asked, RECEIPTS, RECEIVED)


@answers("premium_spent", without=())
def premium_spent(asked: Asked) -> Cells:
    return _amounts(asked, PAYMENTS, SPENT)


@answers("premium_balance", without=())
def premium_balance(asked: Asked) -> Cells:
    """What was left before the period, and then at each state day what has changed until then."""
    reading = _reading(asked)
    codes = [name for name in asked.by if name not in TIME]
    earlier = replace(reading, selection=_before(asked.selection), by=codes)
    left, changes = _flows(asked, earlier), _flows(asked, reading)
    begun = dict.fromkeys([*left, *(_without_time(asked.by, cell) for cell in changes)])
    cells: dict[Codes, tuple[int, None]] = {}
    for group in begun:
        balance = left.get(group, 0)
        for state in states(asked.selection, asked.by):
            known = dict(zip(codes, group, strict=True)) | times(state.label, asked.by)
            cell = tuple(known[name] for name in asked.by)
            balance += changes.get(cell, 0)
            cells[cell] = (balance, None)
    return cells


def accounts(connection: Connection, selection: Selection) -> list[Account] | None:
    """The accounts of the organisations that a selection is about, in order; None if the summaries are not in
    step with the records."""
    book = opened(connection, selection.rights)
    if book is None:
        return None
    asked = Asked(connection, book, selection, ("organisation", "currency"))
    reading = _reading(asked)
    named = {name: asked.measures(name) for name in (DUES, DUE, RECEIPTS, RECEIVED, PAYMENTS, SPENT)}
    before = replace(reading, selection=_before(selection)).amounts(**named)
    within = reading.amounts(**named)
    booked = {
        cell for found in (before, within) for name in (DUES, RECEIPTS, PAYMENTS) for cell in found[name]
    }
    known = []
    for organisation, currency in sorted(booked, key=lambda cell: (cell[0] or "", cell[1] or "")):
        cell = (organisation, currency)
        due, received, spent = (within[name].get(cell, 0) for name in (DUE, RECEIVED, SPENT))
        opening = before[RECEIVED].get(cell, 0) - before[SPENT].get(cell, 0)
        closing = opening + received - spent
        known.append(Account(str(organisation), str(currency), opening, due, received, spent, closing))
    return known


def _reading(asked: Asked) -> Reading:
    """Reads by regions where that will do, which are far fewer than organisations."""
    single = asked.selection.organisations or "organisation" in asked.by
    if single or programmes_apart(asked.selection, asked.by):
        return replace(asked.reading(), groups=Bodies.of(asked).groups)
    return asked.reading()


def _amounts(asked: Asked, how_often: str, amount: str) -> Cells:
    """An amount wherever there was any, be it of nothing."""
    found = _reading(asked).amounts(often=asked.measures(how_often), amount=asked.measures(amount))
    return {cell: (found["amount"].get(cell, 0), None) for cell in found["often"]}


def _share(asked: Asked, of_part: Sequence[Row[tuple[object, ...]]]) -> Cells:
    """The share of the gold that is of some measures; of none sold there is no share."""
    found = _reading(asked).amounts(sold=asked.measures(MILLIGRAMS), part=of_part)
    grams = _grams(found["sold"])
    cells = {
        cell: (found["part"].get(cell, 0) / milligrams, grams[cell])
        for cell, milligrams in found["sold"].items()
    }
    return whole_or(asked, cells, (None, 0.0))


def _grams(milligrams: Found) -> Mapping[Codes, float]:
    return {cell: n / MILLIGRAMS_IN_GRAM for cell, n in milligrams.items()}


def _flows(asked: Asked, reading: Reading) -> Found:
    """What was received less what was spent, wherever there was either."""
    found = reading.amounts(
        begun=[*asked.measures(RECEIPTS), *asked.measures(PAYMENTS)],
        received=asked.measures(RECEIVED),
        spent=asked.measures(SPENT),
    )
    return {cell: found["received"].get(cell, 0) - found["spent"].get(cell, 0) for cell in found["begun"]}


def _before(selection: Selection) -> Selection:
    """All that was before a period, or before the data date if that is earlier."""
    last = min(selection.first_day - timedelta(days=1), selection.data_date)
    return replace(selection, first_day=date(YEARS[0], 1, 1), last_day=last)


def _without_time(by: Sequence[str], cell: Codes) -> Codes:
    return tuple(code for name, code in zip(by, cell, strict=True) if name not in TIME)
