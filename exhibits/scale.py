"""A map's scale: a line of a round length that lies on the ground."""

from __future__ import annotations

import math
from typing import NamedTuple

from exhibits.views import Bounds

KILOMETRES_PER_DEGREE = 111.32


class Scale(NamedTuple):
    """A line of known length from west to east, its ends in degrees, and its length in words."""

    start: list[float]
    end: list[float]
    said: str


def scale_of(bounds: Bounds | None, least: float = 0.4) -> Scale | None:
    """A scale south-west of the units, right at every zoom since it lies on the ground.

    ``least`` is how many degrees the map shows at the least.
    """
    if bounds is None:
        return None
    south, west = bounds.south, bounds.west
    span = max(bounds.north - south, bounds.east - west, least)
    # Below the names that stand under the units.
    latitude = max(south - max(span * 0.15, least * 0.225), -80)
    return scale_from(west, latitude, span)


def scale_from(west: float, latitude: float, span: float) -> Scale:
    """A scale that begins there, some fifth of so many degrees long."""
    metres = _round_length(span * KILOMETRES_PER_DEGREE * 1000 / 5)
    length = metres / (KILOMETRES_PER_DEGREE * 1000 * math.cos(math.radians(latitude)))
    start = [round(west, 5), round(latitude, 5)]
    end = [round(start[0] + length, 5), start[1]]
    return Scale(start, end, f"{metres // 1000} km" if metres >= 1000 else f"{metres} m")


def _round_length(metres: float) -> int:
    magnitude = 10 ** math.floor(math.log10(max(metres, 1)))
    return int(max(step * magnitude for step in (1, 2, 5) if step * magnitude <= max(metres, 1)))
