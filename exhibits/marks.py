"""The clusters and units of a map in words: what stands beside the pointer above each."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

import pandas as pd

from data_access.language import say
from data_access.names import names
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.units import unit_places
from exhibits import words
from exhibits.clusters import clusters_of
from exhibits.drawn.clusters import Mark
from exhibits.merging import Cluster
from exhibits.theme import NOT_ASSESSED
from exhibits.views import Bounds


def view_name(selection: Selection, near: Bounds | None) -> str:
    """A name for a view that hardly any other one has, and that tells nothing of it."""
    return f"{crc32(repr((selection, near)).encode()):x}"


def marks_of(
    read: Reader, selection: Selection, whole: pd.DataFrame, near: Bounds | None, height: int
) -> tuple[Mark, ...]:
    """What a map of a selection shows, broken up ``near`` some place."""
    found = clusters_of(read, selection, whole, near, height)
    stages = {**read.ask(names)["stage"], NOT_ASSESSED: words.code(NOT_ASSESSED)}
    named = _named(read, selection, found)
    return tuple(
        Mark(
            unit=each.unit,
            units=each.units,
            bounds=each.bounds,
            latitude=each.latitude,
            longitude=each.longitude,
            group=each.groups[0][0],
            said=_said(each, stages, named),
            appears=each.appears,
            breaks=each.breaks,
        )
        for each in found
    )


def _named(read: Reader, selection: Selection, shown: Iterable[Cluster]) -> dict[str, tuple[str, str]]:
    """The name and the miners of each single unit, in words; none for outsiders."""
    units = sorted({each.unit for each in shown if each.unit})
    if read.viewer.outsider or not units:
        return {}
    found = read.ask(unit_places, selection, tuple(units))
    return {
        row.unit: (row.name, words.count(row.miners, "miner", "miners"))
        for row in found.itertuples(index=False)
    }


def _said(each: Cluster, stages: dict[str, str], named: dict[str, tuple[str, str]]) -> str:
    if each.unit is None:
        parts = (f"{stages[group]} {words.number(units)}" for group, units in each.groups)
        return "\n".join((words.count(each.units, "unit", "units"), *parts))
    stage = stages[each.groups[0][0]]
    if each.unit not in named:
        return f"{say('Unit near here')} · {stage}"
    name, miners = named[each.unit]
    return f"{name} · {stage} · {miners}"
