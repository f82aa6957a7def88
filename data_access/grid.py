"""The hexagonal grid of maps (H3): which cell a place lies in, and how cells lie within larger ones.

The index of a cell says its resolution in four bits, and from the coarsest resolution to its own which
seventh of the cell around it is meant, in three bits each. So a larger cell is found by arithmetic, in
whatever database, and all within it stand side by side in an index.
"""

from __future__ import annotations

import math
from typing import Any

import h3.api.basic_int as h3
from sqlalchemy import BigInteger, ColumnElement, literal

# Cells some twenty metres wide: units that share one can be told apart by no map.
FINEST = 12
_PLACES, _RESOLUTION_BIT = 15, 52
# The sign is never used.
_BITS = 2**63 - 1


def cell_of(latitude: float, longitude: float, resolution: int = FINEST) -> int:
    """The cell in which a place lies."""
    return int(h3.latlng_to_cell(latitude, longitude, resolution))


def resolution_of(cell: int) -> int:
    """From 0, continents, to ``FINEST``."""
    return int(h3.get_resolution(cell))


def larger(cell: int, resolution: int) -> int:
    """The cell of a coarser resolution around a cell, or the cell itself."""
    return int(h3.cell_to_parent(cell, resolution))


def kilometres_across(resolution: int) -> float:
    """How far apart the middles of neighbouring cells are, on average."""
    return float(h3.average_hexagon_edge_length(resolution)) * math.sqrt(3)


def around(cell: ColumnElement[int] | Any, resolution: int) -> ColumnElement[int]:
    """The cell of a coarser resolution around the finest one that a column holds."""
    mask = _BITS & ~(0b1111 << _RESOLUTION_BIT)
    found: ColumnElement[int] = cell.bitwise_and(_number(mask)).bitwise_or(
        _number(resolution << _RESOLUTION_BIT | _filler(resolution))
    )
    return found


def within(cell: ColumnElement[int] | Any, larger: int) -> ColumnElement[bool]:
    """The finest cell that a column holds lies within a larger one, or is it."""
    resolution = resolution_of(larger)
    finest = larger & ~(0b1111 << _RESOLUTION_BIT) & ~_filler(resolution) | FINEST << _RESOLUTION_BIT
    first, last = finest | _filler(FINEST), finest | _filler(resolution)
    found: ColumnElement[bool] = cell.between(_number(first), _number(last))
    return found


def _filler(resolution: int) -> int:
    """The places finer than a resolution, which say nothing: all of their bits are set."""
    return (1 << 3 * (_PLACES - resolution)) - 1


def _number(value: int) -> ColumnElement[int]:
    return literal(value, BigInteger)
