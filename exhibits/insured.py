"""Who among those at work is insured: by relation to the operator, and against what."""

from __future__ import annotations

import pandas as pd

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from exhibits.asking import asked
from exhibits.drawn import protection as drawn
from exhibits.exhibit import Chart, Column, Exhibit

ROW_HEIGHT = 46
NOBODY = "Nobody is at work"


def insured_by_relation(read: Reader, selection: Selection) -> Exhibit:
    """Share of internal miners, external miners and selectors who are insured."""
    frame = _shares(read, selection, "relation")
    said = [f"{words.share(row.share)} of {words.inside(row.row)}" for row in frame.itertuples()]
    title = f"{said[0]} are insured" if said else NOBODY
    return _exhibit(
        read,
        selection,
        "relation",
        frame,
        title=f"{title}, {said[-1]}" if len(said) > 1 else title,
        subtitle=f"Share of the active miners of each relation with cover on {words.day(selection.as_of)}",
    )


def insured_by_product(read: Reader, selection: Selection) -> Exhibit:
    """Share of active miners with each product; whoever has two is in both."""
    frame = _shares(read, selection, "product")
    title = NOBODY
    if len(frame):
        most, least = (frame.iloc[place] for place in (0, -1))
        title = (
            f"{words.share(most['share'])} have {words.inside(most['row'])} cover, "
            f"{words.share(least['share'])} {words.inside(least['row'])} cover"
        )
    return _exhibit(
        read,
        selection,
        "product",
        frame,
        title=title,
        subtitle=f"Share of active miners with each product on {words.day(selection.as_of)}; "
        "one may hold several, so these do not add up",
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
    said = [
        f"{words.share(row.share)} · {words.number(row.value)} of {words.number(row.of)}"
        for row in frame.itertuples()
    ]
    return frame.assign(label=said, one=1.0)


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
            "row": Column(words.capitalised(dimension)),
            "value": Column("Insured", "count"),
            "of": Column("Active miners", "count"),
            "share": Column("Share", "share"),
        },
        chart=Chart(drawn.shares, ("row", "share", "label", "one"), (tuple(frame["row"]),)),
        missing="No miner is at work in this selection: widen the region or the programme.",
        height=ROW_HEIGHT * max(2, len(frame)) + 10,
    )
