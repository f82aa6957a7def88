"""How things stand, as numbers to go by: pinned with each meeting, so that the next can tell what changed."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd

from data_access.disclosure.rules import NotForOutsiders
from data_access.figures import known_figure
from data_access.language import say
from data_access.names import minor_digits, names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import withheld, words
from exhibits.asking import asked
from exhibits.claims import about_claims
from exhibits.claims_in_words import claims_in_words
from exhibits.exhibit import Column, Exhibit
from exhibits.told_words import or_withheld

# How things stand on a day, and what happened in a period, in the order in which they are told.
STATES = (
    *("production_units", "active_miners", "training_coverage", "insured"),
    *("plan_progress", "overdue_actions", "premium_balance"),
)
EVENTS = (
    *("people_trained", "stage_moves", "assistance_visits", "incidents"),
    *("gold_sold", "mercury_avoided"),
)
MONEY = ("premium_received", "premium_spent", "expenditure")
# Of what happened in incidents, the deaths alone are told to everybody.
ONLY = {"incidents": {"severity": "fatal"}}
KEY = ["figure", "codes"]


def figures_standing(read: Reader, selection: Selection) -> Exhibit:
    """The figures that a meeting goes back to, each of the days of which it is told."""
    known, digits = read.ask(names), read.fact(minor_digits)
    found = [figure_rows(read, name, selection) for name in (*STATES, *EVENTS, *MONEY)]
    frame = pd.concat([rows for rows in found if rows is not None], ignore_index=True)
    rows = frame.to_dict("records")
    frame = frame.assign(
        row=[called(row["figure"], row["codes"], known) for row in rows],
        when=[_when(row) for row in rows],
        label=[
            or_withheld({**row, **json.loads(row["codes"])}, known_figure(row["figure"]), digits)
            for row in rows
        ],
    )
    return Exhibit(
        name="figures_standing",
        title=say("How things stand"),
        subtitle=say("The figures that the next meeting goes back to"),
        sentence=say("The figures that the next meeting goes back to, as they are told today."),
        figures=tuple(dict.fromkeys(frame["figure"])),
        frame=frame,
        columns={
            "row": Column(say("What")),
            "when": Column(say("When")),
            "label": Column(say("Number"), "number_text"),
        },
        suppressed=withheld_in(read, frame),
        **asked(read, selection),
    )


def figure_rows(
    read: Reader, name: str, selection: Selection, when: Selection | None = None
) -> pd.DataFrame | None:
    """The rows of a figure as they are told: ``figure``, ``codes`` (JSON), ``first_day``, ``last_day``,
    ``value``, ``of`` and ``suppressed``; of the days ``when`` it is asked of, or of those of which it is told
    of the selection. None where the viewer is not told."""
    when = withheld.when_told(read, selection, name) if when is None else when
    try:
        frame = read.figure(name, when, (), ONLY.get(name))
    except NotForOutsiders:
        return None
    codes = [*dict.fromkeys((*known_figure(name).fixed, *ONLY.get(name, ())))]
    return pd.DataFrame(
        {
            "figure": name,
            "codes": [json.dumps(row, sort_keys=True) for row in frame[codes].to_dict("records")],
            "first_day": when.first_day.isoformat(),
            "last_day": when.as_of.isoformat(),
            "value": frame["value"].astype(float),
            "of": frame["of"].astype(float),
            "suppressed": frame.get("suppressed", pd.Series(False, index=frame.index)).astype(bool),
        }
    )


def claims_standing(read: Reader, selection: Selection) -> Exhibit:
    """Which claims hold."""
    states = {True: say("holds"), False: say("does not hold")}
    told = claims_in_words(read, selection)
    frame = told[["id", "claim", "published_said", "recorded_said", "holds"]]
    frame = frame.assign(state=[states.get(holds, say("not compared")) for holds in frame["holds"]])
    return Exhibit(
        name="claims_standing",
        title=say("Which claims hold"),
        subtitle=say("The claims that the next meeting goes back to"),
        sentence=say("The claims that the next meeting goes back to, as they hold today."),
        frame=frame,
        columns={
            "claim": Column(say("Claim")),
            "published_said": Column(say("Published"), "number_text"),
            "recorded_said": Column(say("Recorded"), "number_text"),
            "state": Column(say("State")),
        },
        evidence="counted",
        **about_claims(read, selection, told),
    )


def called(figure: str, codes: str, known: words.Names) -> str:
    """What a row of a figure is called, with its codes: ``Stage moves, up, Small Mines Ladder``."""
    named = [
        words.name_of(known, dimension, code)
        if dimension in known
        else words.inside(words.name_of(known, dimension, code))
        for dimension, code in json.loads(codes).items()
        if dimension != "currency"
    ]
    return ", ".join([known_figure(figure).title, *named])


def withheld_in(read: Reader, frame: pd.DataFrame) -> str:
    """Why numbers among the rows of several figures are withheld; empty where none is."""
    held_back = frame[frame["suppressed"]]
    return withheld.note(read, held_back["figure"].iloc[0], held_back) if len(held_back) else ""


def _when(row: dict[str, object]) -> str:
    first, last = (date.fromisoformat(str(row[day])) for day in ("first_day", "last_day"))
    return words.day(last) if row["figure"] in STATES else words.period(first, last)
