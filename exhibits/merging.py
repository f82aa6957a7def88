"""Clusters of units: made of rows, of one another by cell, and of those whose circles would overlap."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from data_access.grid import larger
from exhibits.drawn.clusters import radius
from exhibits.theme import NOT_ASSESSED
from exhibits.views import Bounds, pixel


class Cluster(NamedTuple):
    """Units that a map shows as one: how many in each group, the largest first, and where they lie.

    ``unit`` says which one it is, if it is one. Shown from the zoom at which it ``appears`` to that at which
    it ``breaks`` up, if any.
    """

    cells: tuple[int, ...]
    units: int
    groups: tuple[tuple[str, int], ...]
    latitude: float
    longitude: float
    bounds: Bounds
    unit: str | None
    appears: float | None = None
    breaks: float | None = None


def cells_of(clusters: Iterable[Cluster]) -> tuple[int, ...]:
    """The cells that some clusters are made of."""
    return tuple(sorted(cell for each in clusters for cell in each.cells))


def merged(clusters: list[Cluster], zoom: float) -> list[Cluster]:
    """Clusters whose circles would overlap at a zoom, put together: the largest take in what is too near."""
    left = sorted(clusters, key=lambda each: (-each.units, each.cells))
    at = {each.cells: pixel(each.latitude, each.longitude, zoom) for each in left}
    found = []
    while left:
        first, *others = left
        x, y = at[first.cells]
        apart, together = list[Cluster](), [first]
        for each in others:
            beside, below = at[each.cells]
            near = math.hypot(beside - x, below - y) < radius(first.units) + radius(each.units)
            (together if near else apart).append(each)
        found.append(put_together(together) if len(together) > 1 else first)
        left = apart
    return found


def put_together(clusters: list[Cluster]) -> Cluster:
    """Some clusters as one, in the middle of all their units; without the zooms of any."""
    groups: Counter[str] = Counter()
    for each in clusters:
        groups.update(dict(each.groups))
    units = groups.total()
    return Cluster(
        cells=cells_of(clusters),
        units=units,
        groups=tuple(sorted(groups.items(), key=lambda group: (-group[1], group[0]))),
        latitude=sum(each.latitude * each.units for each in clusters) / units,
        longitude=sum(each.longitude * each.units for each in clusters) / units,
        bounds=around(clusters),
        unit=clusters[0].unit if units == 1 else None,
    )


def around(clusters: Iterable[Cluster]) -> Bounds:
    """How far all of some clusters' units lie."""
    south, north, west, east = zip(*(each.bounds for each in clusters), strict=True)
    return Bounds(min(south), max(north), min(west), max(east))


def clusters_of_rows(found: pd.DataFrame) -> list[Cluster]:
    """Rows of ``unit_clusters`` put together by their cells."""
    each = [
        # A number of numpy's is none to a database.
        _cluster(int(row.cell), row, row.units, Bounds(row.south, row.north, row.west, row.east))
        for row in found[found["cell"].notna()].itertuples(index=False)
    ]
    return by_cell(each, None)


def by_cell(clusters: list[Cluster], resolution: int | None) -> list[Cluster]:
    """Clusters of one cell each, put together by the cells of a coarser resolution, or by their own."""
    together: dict[int, list[Cluster]] = defaultdict(list)
    for each in clusters:
        (cell,) = each.cells
        together[cell if resolution is None else larger(cell, resolution)].append(each)
    return [put_together(each)._replace(cells=(cell,)) for cell, each in sorted(together.items())]


def units_of_rows(found: pd.DataFrame) -> list[Cluster]:
    """Each unit by itself."""
    return [
        _cluster(0, row, 1, Bounds(row.latitude, row.latitude, row.longitude, row.longitude))
        for row in found.itertuples(index=False)
    ]


def _cluster(cell: int, row: Any, units: int, bounds: Bounds) -> Cluster:
    group = NOT_ASSESSED if pd.isna(row.group) else row.group
    return Cluster((cell,), units, ((group, units),), row.latitude, row.longitude, bounds, row.unit)
