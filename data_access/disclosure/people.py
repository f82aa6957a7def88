"""What outsiders are answered about the people at work at the end of a quarter."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from data_access.disclosure.changes import History
from data_access.disclosure.families import HEADLINE, families_of
from data_access.disclosure.groups import Category, Group, Segment
from data_access.disclosure.question import LAST, Question
from data_access.disclosure.sources import ALL, SHARES, source_of
from data_access.disclosure.states import PARTS, States
from data_access.schema.people import RELATIONS, SEXES
from data_access.selection import CALENDAR, Selection, finest, quarter_of

CODES = {"sex": SEXES, "relation": RELATIONS}
KEPT = 64


def people_at_work(question: Question) -> pd.DataFrame:
    """A row for each group asked for, at the end of each quarter or year, or of the last quarter."""
    rows = list(_rows(question, states_of(question)))
    return pd.DataFrame(rows, columns=[*question.dimensions, "value", "of", "suppressed", *LAST])


def states_of(question: Question) -> States:
    """What is known of the people at work, for all with the rights of whoever asks."""
    return _states(*question.kept_under)


@lru_cache(maxsize=KEPT)
def _states(_version: object, _rights: object, least: int) -> States:
    return States(least)


def _rows(question: Question, states: States) -> Iterator[dict[str, Any]]:
    figure, selection, dimensions = question.figure.name, question.selection, question.dimensions
    segments = states.segments(source_of(question))
    told = dict(_told(question, states))
    attribute = next((name for name in (*CODES, *PARTS.values()) if name in dimensions), "")
    for quarter in _quarters(selection, dimensions):
        enrolled = segments.get(quarter, set())
        for group, codes in groups_asked(enrolled, selection, dimensions):
            for code, cells in told.items():
                row = {**codes, "quarter": quarter, "year": quarter[:4], attribute: code}
                yield {name: row[name] for name in dimensions} | cells.at(quarter, group)
        if not enrolled and not dimensions:
            yield {"value": None if figure in SHARES else 0, "of": None, "suppressed": False}


def _told(question: Question, states: States) -> Iterator[tuple[str, Cells]]:
    """Each code of the attribute asked for, or none, and what may be told of it."""
    name, source = question.figure.name, source_of(question)
    people = states.people(source)
    if name not in PARTS:
        attribute = next((asked for asked in CODES if asked in question.dimensions), None)
        told = states.people(source, attribute)
        for code in CODES[attribute] if attribute else (ALL,):
            yield code, Cells(name, code, told, people)
        return
    families = families_of(name, question.connection)
    facts = [fact for family in families for fact in family.facts]
    by_parts = PARTS[name] in question.dimensions
    for fact in sorted({*facts} - {HEADLINE}) if by_parts else (HEADLINE,):
        yield fact, Cells(name, (fact, True), states.fact(source, name, families, fact), people)


def _quarters(selection: Selection, dimensions: Sequence[str]) -> list[str]:
    """The quarters asked for, or the last ones of the years; without either, the last one of the period."""
    unit = finest(dimensions)
    if unit is None:
        return [quarter_of(selection.as_of.isoformat()[:7])]
    last = {CALENDAR[unit](month): quarter_of(month) for month, _ in selection.months()}
    return list(last.values())


def groups_asked(
    places: Iterable[Segment], selection: Selection, dimensions: Sequence[str]
) -> Iterator[tuple[Group, dict[str, str | None]]]:
    """The groups asked for that hold any of some segments, each with the codes of its row.

    Who is in no programme is in none of the rows by programme.
    """
    seen = set()
    programme, region = (
        chosen[0] if len(chosen) == 1 else None for chosen in (selection.programmes, selection.regions)
    )
    country = selection.countries[0] if len(selection.countries) == 1 else None
    for own, at_country, at_region in sorted({spot for segment in places for spot in segment.spots}):
        if not Group(programme, country, region).holds(Segment(((own, at_country, at_region),))):
            continue
        if "programme" in dimensions and not own:
            continue
        by_region = "region" in dimensions or region is not None
        place = (
            (None, at_region)
            if by_region
            else ((at_country, None) if "country" in dimensions else (country, None))
        )
        group = Group(own if "programme" in dimensions else programme, *place)
        if group not in seen:
            seen.add(group)
            yield group, {"programme": own, "country": at_country or None, "region": at_region or None}


@dataclass(frozen=True)
class Cells:
    """The cells of a category: what may be told of it and of what it is part of, quarter by quarter."""

    figure: str
    category: Category
    told: History
    people: History

    def at(self, quarter: str, group: Group) -> dict[str, Any]:
        """The cell of a quarter; where it is withheld, with what was told last and the day it was of."""
        found = self._told(quarter, group)
        if found is not None:
            return found | {"suppressed": False}
        withheld = {"value": None, "of": None, "suppressed": True}
        for earlier in sorted((one for one in self.told if one < quarter), reverse=True):
            last = self._told(earlier, group)
            if last is not None:
                day = _last_day(earlier)
                return withheld | {"last_value": last["value"], "last_of": last["of"], "last_on": day}
        return withheld

    def _told(self, quarter: str, group: Group) -> dict[str, Any] | None:
        """Value and whole of a quarter, where both may be told."""
        if quarter not in self.told:
            return None
        value = (self.told[quarter].shown(group) or {}).get(self.category)
        whole = (self.people[quarter].shown(group) or {}).get(ALL)
        if value is None or self.figure == "active_miners":
            return None if value is None else {"value": value, "of": None}
        if whole is None:
            return None
        return {"value": value / whole if self.figure in SHARES else value, "of": whole}


def _last_day(quarter: str) -> date:
    year, month = int(quarter[:4]), int(quarter[-1]) * 3
    return date(year, month, monthrange(year, month)[1])
