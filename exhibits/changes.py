"""What changed since the last meeting, figure by figure: progress, and beside it what was only corrected.

What was told then is pinned. Asked again today of the very same days, a figure gives what is known of them
now: the difference is a correction. Only what goes beyond that has happened since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from data_access.definition import Figure
from data_access.disclosure.rules import finest_told
from data_access.figures import known_figure
from data_access.language import say
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits.asking import asked
from exhibits.exhibit import Column, Exhibit
from exhibits.last_meeting import NOT_THERE, LastMeeting, last_meeting
from exhibits.standing import (
    EVENTS,
    KEY,
    MONEY,
    STATES,
    called,
    figure_rows,
    figures_standing,
    withheld_in,
)
from exhibits.told_words import changed, or_withheld
from exhibits.withheld import WITHHELD

# Told in a title: as many as can be read aloud in one breath.
MOST_IN_A_TITLE = 2
NONE = "–"


def states_since(read: Reader, selection: Selection, snapshot: str) -> Exhibit:
    """How things stand now, beside how they stood at the last meeting."""
    subtitle = say("How things stood at the last meeting and stand now, corrections told apart")
    headings = {"since_said": say("Change"), "now_said": say("Now")}
    return _changes(read, selection, snapshot, STATES, "states_since_last_meeting", subtitle, headings)


def events_since(read: Reader, selection: Selection, snapshot: str) -> Exhibit:
    """What happened since the last meeting, beside what was told there."""
    subtitle = say("What was told at the last meeting and what happened since, corrections told apart")
    headings = {"since_said": say("Since then")}
    return _changes(read, selection, snapshot, EVENTS, "events_since_last_meeting", subtitle, headings)


def money_since(read: Reader, selection: Selection, snapshot: str) -> Exhibit:
    """Money received and spent since the last meeting, beside what was told there."""
    subtitle = say("Money told of at the last meeting, and received and spent since, corrections told apart")
    headings = {"since_said": say("Since then")}
    return _changes(read, selection, snapshot, MONEY, "money_since_last_meeting", subtitle, headings)


def _changes(
    read: Reader,
    selection: Selection,
    snapshot: str,
    figures: Sequence[str],
    name: str,
    subtitle: str,
    headings: dict[str, str],
) -> Exhibit:
    """Figures as the last meeting was told them, what was corrected of that, and what ``headings`` name."""
    last = last_meeting(read, selection, snapshot)
    rows = [] if last is None else _rows(read, last, figures)
    headings = {"then_said": say("Last meeting"), "corrected_said": say("Corrected"), **headings}
    frame = pd.DataFrame(rows, columns=["figure", "suppressed", "row", "corrected", "since", *headings])
    title, sentence = say("Since the last meeting"), say(NOT_THERE)
    if last is not None:
        title, sentence = _told(frame, last.day)
    return Exhibit(
        name=name,
        title=title,
        subtitle=subtitle,
        sentence=sentence,
        figures=tuple(dict.fromkeys(frame["figure"])),
        frame=frame,
        columns={
            "row": Column(say("What")),
            **{column: Column(heading, "number_text") for column, heading in headings.items()},
        },
        suppressed=withheld_in(read, frame.assign(suppressed=frame["suppressed"].astype(bool))),
        missing=say(NOT_THERE),
        **asked(read, selection if last is None else last.now),
    )


def _rows(read: Reader, last: LastMeeting, figures: Sequence[str]) -> list[dict[str, Any]]:
    told, known = last.frame(figures_standing), read.ask(names)
    rows = []
    for name in figures:
        then = told[told["figure"] == name] if len(told) else told
        if then.empty:
            continue
        days = _days_of(then.iloc[0], last.then)
        again = figure_rows(read, name, last.then, days)
        after = _after(read, last, name, days)
        if again is None:
            continue
        keys = pd.concat([then[KEY], again[KEY], *([] if after is None else [after[KEY]])]).drop_duplicates()
        for codes in keys["codes"]:
            number = _number(name, codes, then), _number(name, codes, again), _number(name, codes, after)
            rows.append(_row(read, name, codes, *number) | {"row": called(name, codes, known)})
    return rows


def _days_of(row: Any, then: Selection) -> Selection:
    """The days of which a figure was told."""
    first, last = (date.fromisoformat(row[day]) for day in ("first_day", "last_day"))
    return replace(then, first_day=first, last_day=last)


def _after(read: Reader, last: LastMeeting, name: str, then: Selection) -> pd.DataFrame | None:
    """What a figure tells now: how things stand, or what happened since ``then``; None where no time has
    passed of which it is told."""
    if name in STATES:
        return figure_rows(read, name, last.now)
    if finest_told(read.viewer, name) == "year":
        year = last.now.last_whole_year()
        return figure_rows(read, name, last.now, year) if year.last_day > then.last_day else None
    return None if last.since is None else figure_rows(read, name, last.now, last.since)


def _number(name: str, codes: str, frame: pd.DataFrame | None) -> dict[str, Any] | None:
    """The number of those codes; zero where nothing of a counted figure was recorded."""
    if frame is None:
        return None
    found = frame[frame["codes"] == codes]
    row = {"value": None if known_figure(name).is_ratio else 0.0, "of": None, "suppressed": False}
    if len(found):
        row = found.iloc[0][["value", "of", "suppressed", "first_day", "last_day"]].to_dict()
    return {**row, **json.loads(codes)}


def _row(
    read: Reader,
    name: str,
    codes: str,
    then: dict[str, Any] | None,
    again: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> dict[str, Any]:
    figure, digits = known_figure(name), read.fact(minor_digits)
    currency = json.loads(codes).get("currency")

    def difference(first: dict[str, Any] | None, second: dict[str, Any] | None) -> tuple[float, str]:
        if first is None or second is None or pd.isna(first["value"]) or pd.isna(second["value"]):
            held_back = any(each is not None and each["suppressed"] for each in (first, second))
            return 0.0, say(WITHHELD) if held_back else NONE
        change = float(second["value"]) - float(first["value"])
        return change, changed(change, figure, currency, digits) if change else say("none")

    corrected, corrected_said = difference(then, again)
    said = {
        "figure": name,
        "suppressed": any(each is not None and bool(each["suppressed"]) for each in (then, again, after)),
        "then_said": _said(read, then, figure, digits),
        "corrected": corrected,
        "corrected_said": corrected_said,
    }
    if name in STATES:
        since, since_said = difference(again, after)
        return said | {
            "since": since,
            "since_said": since_said,
            "now_said": _said(read, after, figure, digits),
        }
    happened = 0.0 if after is None or pd.isna(after["value"]) else float(after["value"])
    return said | {"since": happened, "since_said": _said(read, after, figure, digits)}


def _said(read: Reader, number: dict[str, Any] | None, figure: Figure, digits: Mapping[str, int]) -> str:
    """A number; of what is told by years, with its year."""
    if number is None:
        return NONE
    said = or_withheld(number, figure, digits)
    if finest_told(read.viewer, figure.name) != "year" or figure.name in STATES or "last_day" not in number:
        return said
    return say("{number} in {year}", number=said, year=number["last_day"][:4])


def _told(frame: pd.DataFrame, day: str) -> tuple[str, str]:
    """The title, with what changed first, and the sentence: all changes, then what was only corrected."""
    new = frame[frame["since"] != 0]
    changes = [
        say("{what}: {number}", what=row.row, number=row.since_said) for row in new.itertuples(index=False)
    ]
    title = say("Nothing has changed since {day}", day=day)
    if changes:
        title = say("Since {day}: {changes}", day=day, changes="; ".join(changes[:MOST_IN_A_TITLE]))
    sentence = f"{title}."
    if len(changes) > MOST_IN_A_TITLE:
        sentence = say("Since {day}: {changes}.", day=day, changes="; ".join(changes))
    corrected = frame[frame["corrected"] != 0]
    if len(corrected):
        corrections = [
            say("{what}: {number}", what=row.row, number=row.corrected_said)
            for row in corrected.itertuples(index=False)
        ]
        sentence += " " + say(
            "Corrected in the records of the time before, and no progress: {corrections}.",
            corrections="; ".join(corrections),
        )
    return title, sentence
