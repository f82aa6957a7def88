"""Claims: what was published beside what is recorded, and what is only reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from data_access.claims import TOLERANCE
from data_access.evidence import COUNTED
from data_access.figures import figures
from data_access.language import mark, plural, say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.claims_in_words import claims_in_words
from exhibits.exhibit import Column, Exhibit

CONTESTED = "contested"
ONLY = {
    "reported": mark("Only reported"),
    "estimated": mark("Only estimated"),
    "contested": mark("Only contested"),
}
NONE_OF_THESE = mark("No claim of this kind names a programme of the selection: lift the programme filter.")


def what_holds(read: Reader, selection: Selection) -> Exhibit:
    """How many claims there are of each kind, and how many of the counted ones hold."""
    told = claims_in_words(read, selection)
    counted = told[told["evidence"] == COUNTED]
    compared = counted[counted["not_told"].isna()]
    held, not_told = int(compared["holds"].eq(True).sum()), len(counted) - len(compared)
    others = told.loc[told["evidence"] != COUNTED, "evidence"].value_counts(sort=False)
    rows = [(say("Hold"), held), (say("No longer hold"), len(compared) - held)]
    rows += [(say("Recorded number not told"), not_told)] if not_told else []
    rows += [(say(ONLY[str(grade)]), int(number)) for grade, number in others.items()]
    return Exhibit(
        name="what_holds",
        title=say("Claims that hold"),
        subtitle=say("Claims by what the rows of this store say of them"),
        sentence=f"{'; '.join(_how_many_hold(held, len(compared), not_told, others))}.",
        frame=pd.DataFrame(rows if len(told) else [], columns=["row", "value"]),
        columns={"row": Column(say("Claims")), "value": Column(say("Number"), "count")},
        missing=say(NONE_OF_THESE),
        evidence=COUNTED,
        **about_claims(read, selection, told),
    )


def claims_that_differ(read: Reader, selection: Selection) -> Exhibit:
    """Counted claims that no longer hold, or can't be computed, with the reason."""
    frame = _counted(read, selection, held=False)
    if frame.empty:
        title = say("No claim differs from a number that is told")
        if claims_not_told(read, selection).empty:
            title = say("Every counted claim holds")
        return _listed(read, selection, frame, "claims_that_differ", title)
    title = plural(
        "{number} counted claim no longer holds", "{number} counted claims no longer hold", len(frame)
    )
    first = frame.iloc[0]
    worst = say(
        "{claims_that_differ}. “{claim}”: published {published}, recorded {recorded}.",
        claims_that_differ=title,
        claim=first["claim"],
        published=first["published_said"],
        recorded=first["recorded_said"],
    )
    return _listed(read, selection, frame, "claims_that_differ", title, worst)


def claims_that_hold(read: Reader, selection: Selection) -> Exhibit:
    """Counted claims that the rows of this store bear out."""
    frame = _counted(read, selection, held=True)
    title = say("No counted claim holds")
    if len(frame):
        title = plural("{number} counted claim holds", "{number} counted claims hold", len(frame))
    return _listed(read, selection, frame, "claims_that_hold", title)


def claims_not_told(read: Reader, selection: Selection) -> Exhibit:
    """Counted claims of which a viewer does not learn the recorded number, with the reason."""
    told = claims_in_words(read, selection)
    frame = told[(told["evidence"] == COUNTED) & told["not_told"].notna()].reset_index(drop=True)
    title = say("What is recorded is told of every claim")
    if len(frame):
        title = plural(
            "What is recorded of {number} counted claim is not told",
            "What is recorded of {number} counted claims is not told",
            len(frame),
        )
    return _listed(read, selection, frame, "claims_not_told", title)


def uncounted(read: Reader, selection: Selection) -> Exhibit:
    """Values that are reported or estimated by others, as published."""
    told = claims_in_words(read, selection)
    frame = told[~told["evidence"].isin((COUNTED, CONTESTED))].reset_index(drop=True)
    grades = frame["evidence"].value_counts(sort=False)
    title = say("No value is only reported")
    if len(frame):
        title = plural(
            "{values} stands here as published",
            "{values} stand here as published",
            len(frame),
            values=_values(grades),
        )
    return Exhibit(
        name="reported_claims",
        title=title,
        subtitle=say(
            "Unaudited, per the organisation named; nothing of it is counted here, nor added to what is"
        ),
        sentence=f"{title}.",
        frame=frame,
        columns={
            "claim": Column(say("What was said")),
            "published_said": Column(say("Published"), "number_text"),
            "graded": Column(say("Evidence")),
            "said_on": Column(say("When")),
            "source": Column(say("Source")),
        },
        missing=say(NONE_OF_THESE),
        evidence=", ".join(map(str, grades.index)) or "reported",
        **about_claims(read, selection, frame),
    )


def about_claims(read: Reader, selection: Selection, told: pd.DataFrame) -> dict[str, Any]:
    """What an exhibit of claims says of itself: their figures, and which of them are shown."""
    shown = say("All claims, each over its own places and days")
    if selection.programmes:
        known = read.ask(names)["programme"]
        shown = say(
            "Claims that name {programmes}, each over its own places and days",
            programmes=words.listed([known[code] for code in selection.programmes]),
        )
    return {
        "figures": tuple(name for name in dict.fromkeys(told["figure"]) if name in figures()),
        "selection": shown,
        "data_date": selection.data_date,
    }


def _how_many_hold(held: int, compared: int, not_told: int, others: pd.Series[Any]) -> Iterator[str]:
    """How many counted claims hold and are not told, and what stands beside them, grade by grade."""
    if compared or not not_told:
        yield plural(
            "{held} of {number} counted claim holds",
            "{held} of {number} counted claims hold",
            compared,
            held=words.number(held),
        )
        if not_told:
            yield say("what is recorded of {number} more is not told here", number=words.number(not_told))
    else:
        yield plural(
            "What is recorded of {number} counted claim is not told here",
            "What is recorded of {number} counted claims is not told here",
            not_told,
        )
    if len(others):
        yield plural(
            "{values} stands beside them as published, never added to what is counted",
            "{values} stand beside them as published, never added to what is counted",
            others.sum(),
            values=_values(others),
        )


def _values(grades: pd.Series[Any]) -> str:
    """How many values there are of each grade: ``8 reported values and 1 estimated value``."""
    said = []
    for grade, number in grades.items():
        match grade:
            case "reported":
                said.append(words.count(number, "reported value", "reported values"))
            case "estimated":
                said.append(words.count(number, "estimated value", "estimated values"))
            case _:
                said.append(words.count(number, "contested value", "contested values"))
    return words.listed(said)


def _counted(read: Reader, selection: Selection, held: bool) -> pd.DataFrame:
    told = claims_in_words(read, selection)
    return told[(told["evidence"] == COUNTED) & told["holds"].eq(held)].reset_index(drop=True)


def _listed(
    read: Reader, selection: Selection, frame: pd.DataFrame, name: str, title: str, sentence: str = ""
) -> Exhibit:
    return Exhibit(
        name=name,
        title=title,
        subtitle=say(
            "Each over its own places and days. Equal is equal after rounding to the digits published, "
            "about is within {share} of the value",
            share=words.share(TOLERANCE),
        ),
        sentence=sentence or f"{title}.",
        frame=frame,
        columns={
            "claim": Column(say("Claim")),
            "published_said": Column(say("Published"), "number_text"),
            "recorded_said": Column(say("Recorded"), "number_text"),
            "difference_said": Column(say("Difference"), "number_text"),
            "reason": Column(say("Reason")),
            "publisher": Column(say("Published by")),
            "said_on": Column(say("When")),
            "covers": Column(say("Selection")),
            "source": Column(say("Source")),
        },
        missing=say(NONE_OF_THESE),
        evidence=COUNTED,
        **about_claims(read, selection, frame),
    )
