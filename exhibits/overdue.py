"""Overdue actions of improvement plans: how many there are, and each with whose it is."""

from __future__ import annotations

import pandas as pd

from data_access.language import plural, say
from data_access.plans import actions_overdue
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked, with_units
from exhibits.exhibit import Column, Exhibit
from exhibits.since import change_since


def overdue_actions(read: Reader, selection: Selection) -> Exhibit:
    """Each overdue action with whose it is, the longest overdue first."""
    frame = read.ask(actions_overdue, selection)
    known = with_units(read, frame["unit"])
    planned = int(read.figure("overdue_actions", selection)["of"].sum())
    frame = frame.assign(
        owner=[_owner(row.unit, row.organisation, known) for row in frame.itertuples()],
        field_name=[words.capitalised(words.code(field)) for field in frame["field"]],
    )
    on = words.day(selection.as_of)
    title = say("No action is overdue on {day}", day=on)
    sentence = f"{title}."
    if len(frame):
        title = _overdue(len(frame), int(frame["days"].iloc[0]))
        change = change_since(read, selection, "overdue_actions")
        sentence = _overdue_and_before(planned, len(frame), change, words.day(selection.compared().as_of))
    return Exhibit(
        name="overdue_actions",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=sentence,
        subtitle=say(
            "Due before {day} and neither done nor cancelled, in plans of every year; longest first", day=on
        ),
        figures=("overdue_actions",),
        columns={
            "description": Column(say("Action")),
            "days": Column(say("Days overdue"), "count"),
            "owner": Column(say("Unit or organisation")),
            "field_name": Column(say("Field")),
            "due_on": Column(say("Due"), "day"),
        },
        missing=say("Every action that was due is done or cancelled.")
        if planned
        else say("No plan was agreed by then: choose a later period, or widen the region."),
        height=420,
    )


def _overdue(actions: int, longest: int) -> str:
    """How many actions are overdue, and by how many days the longest is."""
    if actions == 1:
        return plural("1 action is overdue by {number} day", "1 action is overdue by {number} days", longest)
    return plural(
        "{actions} actions are overdue, the longest by {number} day",
        "{actions} actions are overdue, the longest by {number} days",
        longest,
        actions=words.number(actions),
    )


def _overdue_and_before(planned: int, overdue: int, change: int | None, day: str) -> str:
    """How many of the actions planned are overdue, against a day before if any was planned by then."""
    actions = words.count(planned, "action", "actions")
    if change is None:
        return plural(
            "Of {actions} planned so far, {number} is overdue.",
            "Of {actions} planned so far, {number} are overdue.",
            overdue,
            actions=actions,
        )
    if not change:
        return plural(
            "Of {actions} planned so far, {number} is overdue, as many as on {day}.",
            "Of {actions} planned so far, {number} are overdue, as many as on {day}.",
            overdue,
            actions=actions,
            day=day,
        )
    if change > 0:
        return plural(
            "Of {actions} planned so far, {number} is overdue, {more} more than on {day}.",
            "Of {actions} planned so far, {number} are overdue, {more} more than on {day}.",
            overdue,
            actions=actions,
            more=words.number(change),
            day=day,
        )
    return plural(
        "Of {actions} planned so far, {number} is overdue, {fewer} fewer than on {day}.",
        "Of {actions} planned so far, {number} are overdue, {fewer} fewer than on {day}.",
        overdue,
        actions=actions,
        fewer=words.number(-change),
        day=day,
    )


def _owner(unit: str | None, organisation: str, known: words.Names) -> str:
    """A plan's unit with its organisation, or the organisation itself."""
    body = known["organisation"][organisation]
    return body if unit is None or pd.isna(unit) else f"{known['unit'][unit]}, {body}"
