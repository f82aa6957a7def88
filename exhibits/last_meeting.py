"""The last meeting with somebody, and what happened since: units that moved, cover that lapsed, claims that
no longer hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pandas as pd

from data_access.language import mark, plural, say
from data_access.movements import cover_that_lapsed, units_that_moved
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.snapshots import OF_SLIDES
from exhibits import words
from exhibits.asking import asked
from exhibits.claims import about_claims
from exhibits.claims_in_words import claims_in_words
from exhibits.exhibit import Column, Exhibit
from exhibits.making import name_of
from exhibits.pinning import PinnedExhibits, known_snapshot, pinned_exhibits
from exhibits.standing import claims_standing
from exhibits.written import as_text, from_text

NOT_THERE = mark("The numbers of the last meeting are not there any more, or not for you.")


@dataclass(frozen=True)
class LastMeeting:
    """What was told at the last meeting, and the selections of it and of now."""

    then: Selection
    now: Selection
    told: PinnedExhibits

    @property
    def day(self) -> str:
        """Up to when it told."""
        return words.day(self.then.as_of)

    @property
    def since(self) -> Selection | None:
        """The days since; None if there are none."""
        first = self.then.as_of + timedelta(days=1)
        return replace(self.now, first_day=first) if first <= self.now.as_of else None

    def frame(self, build: Any) -> pd.DataFrame:
        """The rows of what was pinned to go back to; without rows where it was not."""
        found = self.told.exhibit(name_of(build), as_text((self.then,)))
        return pd.DataFrame() if found is None else found.frame


def last_meeting(read: Reader, selection: Selection, snapshot: str) -> LastMeeting | None:
    """The meeting of a snapshot, and now the days of ``selection``; None where it was not told to the viewer
    as they are told now."""
    known = known_snapshot(read, snapshot)
    told = pinned_exhibits(read, snapshot, frozenset({OF_SLIDES}))
    if known is None or known.role != read.viewer.role or told.rights_of(OF_SLIDES) != read.viewer.rights:
        return None
    then: Selection = from_text(known.selection)
    return LastMeeting(then, _moved_to(then, selection), told)


def _moved_to(selection: Selection, days: Selection) -> Selection:
    """A selection with the days of another one."""
    return replace(selection, first_day=days.first_day, last_day=days.last_day, data_date=days.data_date)


def _listed_since(
    read: Reader,
    selection: Selection,
    snapshot: str,
    query: Callable[..., pd.DataFrame],
) -> tuple[pd.DataFrame, str, Selection]:
    """What a query lists of the days since a meeting, with each ``place``; the day up to which it told; and
    the selection of these days. Without rows where there was no such meeting, or no day since."""
    last = last_meeting(read, selection, snapshot)
    since = None if last is None else last.since
    places = read.ask(names)["region"]
    frame = read.ask(query, since or selection)
    frame = frame.iloc[:0] if since is None else frame
    frame = frame.assign(place=[places.get(code, code) for code in frame["region"]])
    return frame, "" if last is None else last.day, since or selection


def moved_since(read: Reader, selection: Selection, snapshot: str) -> Exhibit:
    """The units that moved up or down a stage since the last meeting, the latest first."""
    frame, day, asked_of = _listed_since(read, selection, snapshot, units_that_moved)
    stages = read.ask(names)["stage"]
    frame = frame.assign(
        from_stage=[stages.get(code, code) for code in frame["stage"]],
        to_stage=[stages.get(code, code) for code in frame["next_stage"]],
    )
    up = int((frame["direction"] == "up").sum())
    title = plural(
        "{number} move of a unit since {day}: {up} up, {down} down",
        "{number} moves of units since {day}: {up} up, {down} down",
        len(frame),
        day=day,
        up=words.number(up),
        down=words.number(len(frame) - up),
    )
    if frame.empty:
        title = say("No unit has moved since the last meeting")
    return Exhibit(
        name="units_moved_since_last_meeting",
        title=title,
        subtitle=say("Moves between two assessments of a unit, the latest first"),
        sentence=f"{title}.",
        figures=("stage_moves",),
        frame=frame,
        columns={
            "name": Column(say("Unit")),
            "place": Column(say("Region")),
            "from_stage": Column(say("Stage left")),
            "to_stage": Column(say("Stage reached")),
            "moved_on": Column(say("Assessed"), "day"),
        },
        missing=say("No unit has moved since the last meeting."),
        height=420,
        **asked(read, asked_of),
    )


def lapsed_since(read: Reader, selection: Selection, snapshot: str) -> Exhibit:
    """Where people were insured at the last meeting and are no more, the units with most of them first."""
    frame, day, asked_of = _listed_since(read, selection, snapshot, cover_that_lapsed)
    title = plural(
        "Cover of {number} person at work has lapsed since {day}",
        "Cover of {number} people at work has lapsed since {day}",
        int(frame["value"].sum()),
        day=day,
    )
    if frame.empty:
        title = say("No cover has lapsed since the last meeting")
    return Exhibit(
        name="cover_lapsed_since_last_meeting",
        title=title,
        subtitle=say("People at work who were insured then and are no more, by unit, most first"),
        sentence=f"{title}.",
        figures=("insured",),
        frame=frame,
        columns={
            "name": Column(say("Unit")),
            "place": Column(say("Region")),
            "value": Column(say("Cover lapsed"), "count"),
            "of": Column(say("People at work"), "count"),
        },
        missing=say("Nobody at work has lost cover since the last meeting."),
        height=420,
        **asked(read, asked_of),
    )


def claims_since(read: Reader, selection: Selection, snapshot: str) -> Exhibit:
    """The claims that held at the last meeting and no longer hold."""
    last = last_meeting(read, selection, snapshot)
    now = claims_in_words(read, selection if last is None else last.now)
    then = pd.DataFrame() if last is None else last.frame(claims_standing)
    held = set(then.loc[then["holds"].eq(True), "id"]) if len(then) else set()
    frame = now[now["id"].isin(held) & now["holds"].eq(False)].reset_index(drop=True)
    title = plural(
        "{number} claim that held at the last meeting no longer holds",
        "{number} claims that held at the last meeting no longer hold",
        len(frame),
    )
    if frame.empty:
        title = say("Every claim that held at the last meeting still holds")
    return Exhibit(
        name="claims_since_last_meeting",
        title=title,
        subtitle=say("Claims that the records bore out then, and do not now"),
        sentence=f"{title}.",
        frame=frame,
        columns={
            "claim": Column(say("Claim")),
            "published_said": Column(say("Published"), "number_text"),
            "recorded_said": Column(say("Recorded"), "number_text"),
            "reason": Column(say("Reason")),
        },
        missing=say("Every claim that held at the last meeting still holds.")
        if last is not None
        else say(NOT_THERE),
        evidence="counted",
        **about_claims(read, selection, frame),
    )
