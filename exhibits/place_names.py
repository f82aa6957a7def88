"""Where the names of places stand on a map, so that each can be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from exhibits.views import pixel

CHARACTER_WIDTH = 7.2
# Its left, upper, right and lower side, in pixels.
Box = tuple[float, float, float, float]


class PlaceName(NamedTuple):
    """Words to stand beside the units of a place, and how many these are."""

    text: str
    longitude: float
    latitude: float
    units: int


class Circle(NamedTuple):
    """A circle of so many pixels around a place."""

    latitude: float
    longitude: float
    radius: float


def placed_names(
    names: list[PlaceName],
    zoom: float,
    circles: Iterable[Circle] = (),
    within: Box | None = None,
    without: Iterable[Box] = (),
) -> list[tuple[PlaceName, float, float]]:
    """The names that have room, each with how many pixels it stands to the right of its place and below it.

    No two overlap, nor a circle, nor what is left ``without`` names. Those of places that lie ``within`` some
    pixels don't leave them. Those with more units are placed first.
    """
    taken = list(without)
    beyond = 0.0
    for circle in circles:
        beyond = max(beyond, circle.radius)
        x, y = pixel(circle.latitude, circle.longitude, zoom)
        taken.append((x - circle.radius, y - circle.radius, x + circle.radius, y + circle.radius))
    placed = []
    for name in sorted(names, key=lambda name: -name.units):
        half = (len(name.text) * CHARACTER_WIDTH + 8) / 2
        side, near = half + 14 + beyond, 20 + beyond
        aside = half - 8
        corners = ((aside, near), (-aside, near), (aside, -near), (-aside, -near))
        sides = ((0, near), (0, -near), (side, 0), (-side, 0))
        east, south = pixel(name.latitude, name.longitude, zoom)
        room = within if within is not None and _inside((east, south, east, south), within) else None
        for right, down in (*sides, *corners, (0, near + 20), (0, -near - 20)):
            x, y = east + right, south + down
            box = (x - half, y - 10, x + half, y + 10)
            if _inside(box, room) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                placed.append((name, right, down))
                break
    return placed


def _inside(box: Box, within: Box | None) -> bool:
    return within is None or (
        within[0] <= box[0] and within[1] <= box[1] and box[2] <= within[2] and box[3] <= within[3]
    )


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
