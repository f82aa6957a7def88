"""The people of a calendar year: who was trained and who was insured in it, in blocks of their own.

Numbers of distinct people over periods that overlap, or add up, would bound one another. So they
are told for whole calendar years and no other period. In a year, somebody may count with several
programmes and in several regions: those who count in just the same make a segment. Blocks of these
are made and told like those of the people at work, and a number that has hardly changed since the
year it was told last is withheld.

**How a year is tied to its quarters.** Who is insured at the end of a quarter was insured in that
year; who is at work trained was trained in it, or before. So a year's number of people would bound
from above what is withheld at the end of a quarter. It is told in blocks only that are large enough
to bound nothing: each holds as many people as were at work at most in the segments that it touches,
quarter by quarter, and ``QUARTERS × (least - 1)`` more. (As many as were insured would do, but then that
the year is told would tell of a number of theirs that is withheld.) For whatever few
are moved, in the mind of an attacker, to or from a group (``least - 1`` at the end of each quarter),
their year then has room for them in whichever block they come to be: everything that could be without
the year's numbers could be with them. And few of a year can be moved out of a group together with what
they were at the ends of its quarters, for the same reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from data_access.disclosure.blocks import Release, coarsened, release
from data_access.disclosure.calendar import calendar_years
from data_access.disclosure.changes import History, without_changes
from data_access.disclosure.floors import Floor
from data_access.disclosure.groups import Group, Segment
from data_access.disclosure.people import CODES, groups_asked, states_of
from data_access.disclosure.question import LAST, Question
from data_access.disclosure.rules import NotForOutsiders
from data_access.disclosure.sources import ALL, source_of
from data_access.disclosure.states import HARDLY_ANY
from data_access.language import Later
from data_access.selection import Selection
from data_access.summaries.book import SPOT

QUARTERS = 4
KEPT = 64


def people_of_years(question: Question) -> pd.DataFrame:
    """A row for each group asked for in which a unit was ever enrolled at the end of a quarter.

    Whether anybody counts in a year does not depend on that: people are trained and insured after their
    units have left. So there is a row whether anybody did or not.
    """
    years = _years(*question.kept_under)
    attribute = next((name for name in CODES if name in question.dimensions), None)
    told = years.told(question, attribute)
    groups = list(groups_asked(years.segments(question), question.selection, question.dimensions))
    asked = _group_of(question.selection)
    if not groups and {*SPOT} & {*question.dimensions} <= ({"programme"} if asked.programme else set()):
        groups = [(asked, {"programme": asked.programme})]
    rows = []
    for year in _years_asked(question.selection, question.dimensions):
        for group, codes in groups:
            for code in CODES[attribute] if attribute else (ALL,):
                row = {**codes, "year": year, attribute or ALL: code}
                rows.append(
                    {name: row[name] for name in question.dimensions} | _cell(told, year, group, code)
                )
    return pd.DataFrame(rows, columns=[*question.dimensions, "value", "of", "suppressed", *LAST])


def _years_asked(selection: Selection, dimensions: Any) -> list[str]:
    """The calendar years that lie wholly in a period; without them as rows, it has to be just one."""
    whole = calendar_years(selection)
    if "year" in dimensions or whole == [str(selection.first_day.year)] == [str(selection.last_day.year)]:
        return whole
    known = selection.data_date.year
    known -= selection.data_date < date(known, 12, 31)
    raise NotForOutsiders(
        Later(
            "People over a period are told to sponsors and presenters for whole calendar years: "
            "choose {year}, from 1 January to 31 December, or an earlier year; or break it down by year.",
            year=known,
        )
    )


def _group_of(selection: Selection) -> Group:
    codes = (selection.programmes, selection.countries, selection.regions)
    programme, country, region = (chosen[0] if len(chosen) == 1 else None for chosen in codes)
    return Group(programme, None if region else country, region)


def _cell(told: History, year: str, group: Group, code: str) -> dict[str, Any]:
    """The cell of a year; where it is withheld, with what was told of an earlier one last."""
    numbers = {
        each: found[code] for each, release in told.items() if code in (found := release.shown(group) or {})
    }
    if year in numbers:
        return {"value": numbers[year], "of": None, "suppressed": False}
    withheld = {"value": None, "of": None, "suppressed": True}
    earlier = max((each for each in numbers if each < year), default=None)
    if earlier is None:
        return withheld
    return withheld | {"last_value": numbers[earlier], "last_on": date(int(earlier), 12, 31)}


@lru_cache(maxsize=KEPT)
def _years(_version: object, _rights: object, least: int) -> Years:
    return Years(least)


class Years:
    """What may be told of the people of each calendar year, kept once it has been worked out."""

    def __init__(self, least: int) -> None:
        self._least = least
        self._known: dict[tuple[str, str | None], History] = {}
        self._most: dict[str, dict[Segment, int]] | None = None

    def told(self, question: Question, attribute: str | None = None) -> History:
        """What may be told of a figure, in all (code ``all``) or by an attribute, year by year."""
        name = question.figure.name
        if (name, attribute) not in self._known:
            people = self._people(question, attribute)
            found: dict[str, Release]
            if attribute is None:
                most = self._most_at_once(question)
                found = {
                    year: release(counts, self._least, floor=floor(most.get(year, {}), self._least))
                    for year, counts in people.items()
                }
            else:
                # The last year in which anybody could count: which categories are told depends on it.
                latest = next((people[year] for year in sorted(people, reverse=True) if people[year]), {})
                found = {
                    year: self._by_code(
                        coarsened(counts, HARDLY_ANY * self._least, latest), self.told(question)[year]
                    )
                    for year, counts in people.items()
                }
            self._known[name, attribute] = without_changes(found, self._least)
        return self._known[name, attribute]

    def segments(self, question: Question, year: str = "") -> set[Segment]:
        """Where units were enrolled at the end of any quarter, or of one of a year's."""
        quarters = states_of(question).segments(source_of(question))
        return {
            segment
            for quarter, segments in quarters.items()
            if quarter.startswith(year)
            for segment in segments
        }

    def _people(self, question: Question, attribute: str | None) -> dict[str, dict[Segment, dict[str, int]]]:
        """Year → segment → code → people who count in it, be it nobody where a unit was enrolled."""
        source = source_of(question)
        counted = list(source.of_years(question.figure.name, attribute))
        codes = sorted({code for _, _, code, _ in counted})
        found = {
            year: {segment: dict.fromkeys(codes, 0) for segment in self.segments(question, year)}
            for year in source.years
        }
        for year, segment, code, number in counted:
            found[year].setdefault(segment, dict.fromkeys(codes, 0))[code] += number
        return found if codes else {}

    def _by_code(self, counts: Mapping[Segment, Mapping[str, int]], whole: Release) -> Release:
        rows = {block: found[ALL] for block, found in whole.blocks.items()}
        return release(counts, self._least, rows) if rows else Release({})

    def _most_at_once(self, question: Question) -> dict[str, dict[Segment, int]]:
        """Year → segment → the most people at work at the end of one of its quarters."""
        if self._most is None:
            now: dict[tuple[str, Segment], int] = defaultdict(int)
            for quarter, segment, _, number in source_of(question).people(None):
                now[quarter, segment] += number
            most: dict[str, dict[Segment, int]] = defaultdict(dict)
            for (quarter, segment), number in now.items():
                most[quarter[:4]][segment] = max(number, most[quarter[:4]].get(segment, 0))
            self._most = most
        return self._most


def floor(most: Mapping[Segment, int], least: int) -> Floor:
    """How many people a block of a year has to hold, so that it bounds nothing of the year's quarters.

    ``most`` is the most people that its number is tied to in a segment at the end of a quarter.
    """
    return Floor(most, QUARTERS * (least - 1))
