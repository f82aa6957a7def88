"""Which clusters of units a map shows, and at which zoom each of them breaks up into smaller ones.

A browser is sent little, and zooms without asking again: so it is sent clusters of several sizes, each to be
shown between two zooms. Whatever the zoom, every unit is in one of those shown, and in one only. From afar
all can be broken up a little; what somebody has gone near to is broken up as far as there is room for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pandas as pd

from data_access.clusters import placed_units, unit_clusters
from data_access.grid import FINEST, kilometres_across, larger, resolution_of
from data_access.reader import Reader
from data_access.selection import Selection
from exhibits.merging import Cluster, around, by_cell, cells_of, clusters_of_rows, merged, units_of_rows
from exhibits.views import NEAREST_TO_UNITS, Bounds, view_of

# What a map is sent at most of clusters and units, so that all of it stays below a hundred kilobytes.
MOST_MARKS = 340
# Cells are shown where they lie at least so many pixels apart.
PIXELS_APART = 20
KILOMETRES_PER_PIXEL = 40_075 / 512
# One size gives way to the next just before a map opens, so that it opens with as much as has room. Maps open
# with zooms of two decimals: it is clear on which side this is.
JUST_BELOW = 0.155
# The resolution at which all units are asked for first: some seventy kilometres.
COARSE = 3
# So many clusters one usually breaks up into.
USUAL_PARTS = 3
# Maps are so many pixels wide at the least, on phones, and at the most.
WIDTH, NARROWEST, WIDEST = 520, 300, 800


# From a resolution to a zoom.
Gates = Callable[[int], float]
# Gives the clusters of a resolution, all of them or at the least those within cells.
Ask = Callable[..., list[Cluster]]


def clusters_of(
    read: Reader, selection: Selection, whole: pd.DataFrame, near: Bounds | None, height: int
) -> tuple[Cluster, ...]:
    """The clusters of a selection, broken up within a view of ``near``.

    ``whole`` is what ``unit_clusters`` gives of the selection at the resolution ``COARSE``.
    """

    everything = clusters_of_rows(whole)

    def ask(resolution: int, cells: tuple[int, ...] = ()) -> list[Cluster]:
        if resolution <= COARSE:
            return by_cell(everything, resolution)
        return clusters_of_rows(read.ask(unit_clusters, selection, resolution, cells))

    if not everything:
        return ()
    view = view_of(around(everything), WIDTH, height)
    opening = resolution_at(view.zoom)
    levels = range(max(opening - 1, 0), (FINEST if near is None else opening) + 1)
    shown = _of_everything(ask, levels, gates(view.zoom))
    if near is None:
        return shown

    def units(cells: tuple[int, ...]) -> list[Cluster]:
        return units_of_rows(read.ask(placed_units, selection, cells))

    return _within_view(ask, units, shown, opening, near, height)


def resolution_at(zoom: float) -> int:
    """The finest resolution whose cells lie far enough apart at a zoom."""
    return max((r for r in range(FINEST + 1) if _apart_from(r) <= zoom), default=0)


def gates(opening: float) -> Gates:
    """The zooms from which on cells of each resolution are shown, on a map that opens with a zoom."""
    later = opening - JUST_BELOW - _apart_from(resolution_at(opening))
    return lambda resolution: round(_apart_from(resolution) + later, 3)


def _apart_from(resolution: int) -> float:
    return math.log2(PIXELS_APART * KILOMETRES_PER_PIXEL / kilometres_across(resolution))


def _of_everything(ask: Ask, levels: Sequence[int], zoom_of: Gates) -> tuple[Cluster, ...]:
    """All units at each level, as many levels as there is room for."""
    shown: list[Cluster] = []
    frontier = merged(ask(levels[0]), zoom_of(levels[0]))
    for resolution in levels[1:]:
        breaking = [each for each in frontier if each.units > 1]
        room = MOST_MARKS - len(shown) - len(frontier)
        # Nobody is asked for what will hardly have room, nor where each unit is shown by itself already.
        if not breaking or USUAL_PARTS * len(breaking) > room:
            break
        parts = _parts(ask(resolution), breaking, zoom_of(resolution))
        if len(parts) > room:
            break
        frontier = _break(shown, frontier, breaking, parts)
    return (*shown, *frontier)


def _within_view(
    ask: Ask,
    ask_units: Callable[[tuple[int, ...]], list[Cluster]],
    coarsely: Sequence[Cluster],
    level: int,
    near: Bounds,
    height: int,
) -> tuple[Cluster, ...]:
    """What lies in a view broken up step by step, down to units where there is room; the rest as it was.

    ``level`` is the finest resolution of what is shown ``coarsely``.
    """
    frontier = [each for each in coarsely if each.breaks is None]
    shown = [each for each in coarsely if each.breaks is not None]
    view = view_of(near, WIDTH, height, NEAREST_TO_UNITS)
    opening = view_of(near, NARROWEST, height, NEAREST_TO_UNITS).zoom
    wanted, zoom_of, seen = resolution_at(view.zoom), gates(view.zoom), view.bounds(WIDEST, height)
    for resolution in range(level + 1, max(wanted, level) + 3):
        area = [each for each in frontier if each.units > 1 and seen.meet(each.bounds)]
        room = MOST_MARKS - len(shown) - len(frontier)
        if not area or not room:
            break
        if resolution >= wanted and sum(each.units for each in area) <= room:
            zoom = min(zoom_of(resolution), opening)
            units = [each._replace(appears=zoom) for each in ask_units(cells_of(area))]
            frontier = _break(shown, frontier, area, units)
            break
        if resolution > min(wanted + 1, FINEST):
            break
        finer = ask(resolution, cells_of(area))
        area = _with_room(area, finer, near, room)
        if area:
            frontier = _break(shown, frontier, area, _parts(finer, area, zoom_of(resolution)))
    return (*shown, *frontier)


def _with_room(area: list[Cluster], finer: list[Cluster], near: Bounds, room: int) -> list[Cluster]:
    """Those clusters nearest to the middle of a view whose parts have room."""
    middle = (near.south + near.north) / 2, (near.west + near.east) / 2
    chosen = []
    parts = _inside(finer, area)
    for each in sorted(area, key=lambda each: math.dist(middle, (each.latitude, each.longitude))):
        room -= len(parts[each.cells])
        if room < 0:
            break
        chosen.append(each)
    return chosen


def _break(
    shown: list[Cluster], frontier: list[Cluster], breaking: list[Cluster], parts: list[Cluster]
) -> list[Cluster]:
    """Shows clusters of the frontier until their parts appear; gives the frontier with these instead."""
    zoom = parts[0].appears
    shown += (each._replace(breaks=zoom) for each in breaking)
    gone = {each.cells for each in breaking}
    return [*(each for each in frontier if each.cells not in gone), *parts]


def _parts(finer: list[Cluster], breaking: list[Cluster], zoom: float) -> list[Cluster]:
    """What clusters break up into at a zoom: those of the finer ones that lie within them."""
    inside = [part for parts in _inside(finer, breaking).values() for part in parts]
    return [each._replace(appears=zoom) for each in merged(inside, zoom)]


def _inside(finer: list[Cluster], larger_ones: list[Cluster]) -> dict[tuple[int, ...], list[Cluster]]:
    """The finer clusters that lie within each of the others, by the cells of that."""
    around = {cell: each.cells for each in larger_ones for cell in each.cells}
    resolutions = {resolution_of(cell) for cell in around}
    found: dict[tuple[int, ...], list[Cluster]] = {each.cells: [] for each in larger_ones}
    for each in finer:
        for resolution in resolutions:
            if cells := around.get(larger(each.cells[0], resolution)):
                found[cells].append(each)
    return found
