"""Our way: the exhibits of the page, made with nothing kept from before."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from data_access.connections import on_one_connection
from data_access.names import names
from data_access.reader import Reader, Remembering
from data_access.selection import Selection
from data_access.store import Store
from data_access.viewer import UNRESTRICTED
from exhibits import overview, premium, stages, words
from exhibits.asking import asked
from exhibits.exhibit import Chart, Column, Exhibit
from exhibits.forms import BAR_HEIGHT, bars
from tools.bench.frames import CURRENCY, LADDER, Frames
from tools.bench.selections import Question


def people_by_topic(read: Reader, selection: Selection) -> Exhibit:
    """People trained in the period, by topic: whoever was trained in two counts in both."""
    frame = read.figure("people_trained", selection, ["topic"])
    frame = frame.sort_values("value", ascending=False, ignore_index=True)
    frame = frame.assign(
        row=frame["topic"].map(read.ask(names)["topic"]),
        label=[words.number(value) for value in frame["value"]],
    )
    title = f"Most people were trained in {frame['row'].iloc[0]}" if len(frame) else "Nobody was trained"
    return Exhibit(
        name="people_by_topic",
        frame=frame,
        **asked(read, selection),
        title=title,
        sentence=f"{title}.",
        subtitle="Distinct people with at least one attendance in the period, by topic",
        figures=("people_trained",),
        columns={"row": Column("Topic"), "value": Column("People", "count")},
        chart=Chart(bars, ("row", "value", "label"), (tuple(frame["row"]),)),
        missing="No session was held in this period: choose a longer one, or another programme.",
        height=BAR_HEIGHT * max(2, len(frame)) + 30,
    )


# Frame → what makes its exhibit, and its further arguments.
EXHIBITS: dict[str, tuple[Callable[..., Exhibit], tuple[str, ...]]] = {
    "stages": (stages.units_over_time, (LADDER,)),
    "trained": (people_by_topic, ()),
    "insured": (overview.insured_by_month, ()),
    "premium": (premium.spending_by_category, (CURRENCY,)),
}


def frames(store: Store, selection: Selection) -> Frames:
    """The four frames, each through its exhibit, by a reader that has answered nothing yet."""
    read = Remembering(store, UNRESTRICTED)
    with on_one_connection(store.engine):
        return {name: build(read, selection, *more).frame for name, (build, more) in EXHIBITS.items()}


def trained(store: Store, question: Question) -> int:
    """How many people were trained in any of the topics."""
    only = {"topic": question.topics[0]} if question.topics else None
    read = Reader(store, UNRESTRICTED)
    answer: pd.DataFrame = read.figure("people_trained", question.selection, only=only)
    return int(answer["value"].sum())
