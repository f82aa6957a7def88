"""Contested values: the range of what is published of one thing, and who says what, and when."""

from __future__ import annotations

from typing import Any

import pandas as pd

from data_access.language import say
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.claims import CONTESTED, NONE_OF_THESE, about_claims
from exhibits.claims_in_words import claims_in_words
from exhibits.drawn import claims as drawn
from exhibits.exhibit import Chart, Column, Exhibit, handle

SOURCE_HEIGHT = 46
DRAWN = ("row", "low", "high", "kind", "label")
# Comparison → the kind of a line that has but one end.
BOUNDS = {">=": "at least", "<=": "at most"}
# An axis begins at zero unless all values lie in so narrow a part of it.
NARROW = 0.5


def subjects(read: Reader, selection: Selection) -> list[str]:
    """What published values disagree about, in the order of the claims."""
    told = claims_in_words(read, selection)
    return list(dict.fromkeys(told.loc[told["evidence"] == CONTESTED, "about"]))


def contested_range(read: Reader, selection: Selection, about: str) -> Exhibit:
    """From the least to the most that is published of one thing, source by source."""
    told = claims_in_words(read, selection)
    told = told[(told["evidence"] == CONTESTED) & (told["about"] == about)]
    frame = pd.DataFrame(_lines(told), columns=["publisher", "said_on", "claim", "source", *DRAWN])
    frame = frame.sort_values(["low", "high"], ignore_index=True)
    axis = _axis(frame)
    # Labels stand where there is room for them.
    right = frame["low"] + frame["high"] <= sum(axis)
    frame = frame.assign(place=range(len(frame)), side=["right" if there else "left" for there in right])
    said = [
        say("{publisher} says {value} ({day})", publisher=row.publisher, value=row.label, day=row.said_on)
        for row in frame.itertuples()
    ]
    title = _title(told, frame)
    return Exhibit(
        name=f"contested_{handle(told['id'].iloc[0])}" if len(told) else "contested",
        title=title,
        subtitle=say("Contested, and not counted here: what each source gives, from its least to its most"),
        sentence=f"{title}. {'; '.join(said)}." if said else f"{title}.",
        frame=frame,
        columns={
            "publisher": Column(say("Who")),
            "said_on": Column(say("When")),
            "label": Column(say("Value"), "number_text"),
            "claim": Column(say("What was said")),
            "source": Column(say("Source")),
        },
        chart=Chart(drawn.contested_range, (*DRAWN, "place", "side"), axis),
        missing=say(NONE_OF_THESE),
        evidence=CONTESTED,
        height=SOURCE_HEIGHT * max(1, len(frame)) + 40,
        **about_claims(read, selection, told),
    )


def _lines(told: pd.DataFrame) -> list[dict[str, Any]]:
    """A line for each value; the least and the most that a source gives are one."""
    found = []
    for _, given in told.groupby(["publisher", "said_on", "source"], sort=False):
        ends = given.sort_values("comparison", ascending=False)
        if list(ends["comparison"]) == list(BOUNDS):
            found.append(_line(ends.iloc[0], ends.iloc[1]))
        else:
            found += [_line(row, row) for _, row in given.iterrows()]
    return found


def _line(least: pd.Series[Any], most: pd.Series[Any]) -> dict[str, Any]:
    one = least is most
    return {
        "publisher": least["publisher"],
        "said_on": least["said_on"],
        "claim": least["claim"] if one else f"{least['claim']}; {most['claim']}",
        "source": least["source"],
        "row": f"{least['publisher']}, {least['said_on']}",
        "low": least["amount"],
        "high": most["amount"],
        "kind": BOUNDS.get(least["comparison"], "value") if one else "interval",
        "label": least["published_said"]
        if one
        else say("{least} to {most}", least=least["amount_said"], most=most["amount_said"]),
    }


def _title(told: pd.DataFrame, frame: pd.DataFrame) -> str:
    """What the published values run from and to; for one value, that it is the only one."""
    if frame.empty:
        return say("No contested value in this selection")
    first = told.iloc[0]
    head = words.capitalised(first["subject"] if pd.notna(first["subject"]) else first["claim"])
    if len(frame) == 1:
        return say(
            "{subject}: {value}, in the one source there is", subject=head, value=frame["label"].iloc[0]
        )
    return say(
        "{subject}: published as anything from {least} to {most}",
        subject=head,
        least=told.loc[told["amount"].idxmin(), "amount_said"],
        most=told.loc[told["amount"].idxmax(), "amount_said"],
    )


def _axis(frame: pd.DataFrame) -> tuple[float, float]:
    """From where to where the values are drawn, with some room at both ends."""
    if frame.empty:
        return 0.0, 1.0
    least, most = float(frame["low"].min()), float(frame["high"].max())
    room = (most - least) * 0.08 or most * 0.08
    return (least - room if least > NARROW * most and least < most else 0.0), most + room
