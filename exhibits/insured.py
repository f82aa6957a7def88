"""Who among those at work is insured: by relation to the operator, and against what."""

from __future__ import annotations

import pandas as pd

from data_access.language import say
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import protection as drawn
from exhibits.exhibit import Chart, Column, Exhibit

ROW_HEIGHT = 46


def insured_by_relation(read: Reader, selection: Selection) -> Exhibit:
    """Share of internal miners, external miners and selectors who are insured."""
    frame = _shares(read, selection, "relation")
    title = say("Nobody is at work")
    if len(frame):
        most, least = (frame.iloc[place] for place in (0, -1))
        told = {"share": words.share(most["share"]), "relation": words.inside(most["row"])}
        title = say("{share} of {relation} are insured", **told)
    if len(frame) > 1:
        title = say(
            "{share} of {relation} are insured, {least_share} of {least_relation}",
            **told,
            least_share=words.share(least["share"]),
            least_relation=words.inside(least["row"]),
        )
    return _exhibit(
        read,
        selection,
        "relation",
        frame,
        title=title,
        subtitle=say(
            "Share of the active miners of each relation with cover on {day}", day=words.day(selection.as_of)
        ),
    )


def insured_by_product(read: Reader, selection: Selection) -> Exhibit:
    """Share of active miners with each product; whoever has two is in both."""
    frame = _shares(read, selection, "product")
    title = say("Nobody is at work")
    if len(frame):
        most, least = (frame.iloc[place] for place in (0, -1))
        title = say(
            "{share} have {product} cover, {least_share} {least_product} cover",
            share=words.share(most["share"]),
            product=words.inside(most["row"]),
            least_share=words.share(least["share"]),
            least_product=words.inside(least["row"]),
        )
    return _exhibit(
        read,
        selection,
        "product",
        frame,
        title=title,
        subtitle=say(
            "Share of active miners with each product on {day}; one may hold several, so these do not add up",
            day=words.day(selection.as_of),
        ),
    )


def _shares(read: Reader, selection: Selection, dimension: str) -> pd.DataFrame:
    """Insured miners of each group of a dimension, of all at work in it, the largest share first."""
    frame = read.figure("insured", selection, [dimension])
    frame = frame[frame["of"] > 0]
    frame = frame.assign(
        row=[words.capitalised(words.code(code)) for code in frame[dimension]],
        share=frame["value"] / frame["of"],
    )
    frame = frame.sort_values("share", ascending=False, ignore_index=True)
    counts = [
        say("{part} of {whole}", part=words.number(row.value), whole=words.number(row.of))
        for row in frame.itertuples()
    ]
    labels = [f"{words.share(share)} · {count}" for share, count in zip(frame["share"], counts, strict=True)]
    return frame.assign(label=labels, one=1.0)


def _exhibit(
    read: Reader, selection: Selection, dimension: str, frame: pd.DataFrame, title: str, subtitle: str
) -> Exhibit:
    return Exhibit(
        name=f"insured_by_{dimension}",
        frame=frame,
        **asked(read, selection),
        title=title,
        subtitle=subtitle,
        sentence=f"{title}.",
        figures=("insured",),
        columns={
            "row": Column(words.capitalised(words.dimension(dimension))),
            "value": Column(say("Insured"), "count"),
            "of": Column(say("Active miners"), "count"),
            "share": Column(say("Share"), "share"),
        },
        chart=Chart(drawn.shares, ("row", "share", "label", "one"), (tuple(frame["row"]),)),
        missing=say("No miner is at work in this selection: widen the region or the programme."),
        height=ROW_HEIGHT * max(2, len(frame)) + 10,
    )
