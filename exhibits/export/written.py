"""What stands written in a picture, and where: words that leave it would be cut off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from math import cos, radians, sin
from typing import NamedTuple
from xml.etree import ElementTree

from exhibits.lettering import BOLD, REGULAR, SEMIBOLD, length

SVG = "{http://www.w3.org/2000/svg}"
MOVE = re.compile(r"(translate|rotate)\(([^)]*)\)")
# How far letters reach above and below the line that they stand on, as parts of their size.
ABOVE, BELOW = 0.75, 0.22
ANCHORS = {"start": 0.0, "middle": -0.5, "end": -1.0}
WEIGHTS = {"bold": BOLD, "600": SEMIBOLD, "700": BOLD}


class Box(NamedTuple):
    """A part of a picture, in its pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, by: float = 0) -> bool:
        """Whether they have more than so many pixels in common each way."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > by and min(self.bottom, other.bottom) - max(self.top, other.top) > by


class Place(NamedTuple):
    """Where something is drawn: a point, and how it is turned."""

    x: float = 0
    y: float = 0
    turned: float = 0

    def moved(self, transform: str) -> Place:
        """The same after the moves that an element makes."""
        here = self
        for move, how in MOVE.findall(transform):
            parts = [float(part) for part in re.split(r"[ ,]+", how)]
            if move == "rotate":
                here = here._replace(turned=here.turned + parts[0])
            else:
                here = here._replace(**dict(zip("xy", here.at(*parts), strict=True)))
        return here

    def at(self, across: float, down: float = 0) -> tuple[float, float]:
        """Where a point is that lies so far from here."""
        angle = radians(self.turned)
        return (
            self.x + across * cos(angle) - down * sin(angle),
            self.y + across * sin(angle) + down * cos(angle),
        )


def size_of(picture: str) -> Box:
    """The part of an SVG that is shown."""
    left, top, width, height = map(float, ElementTree.fromstring(picture).attrib["viewBox"].split())
    return Box(left, top, left + width, top + height)


def written(picture: str) -> list[tuple[str, Box]]:
    """The words of an SVG that Vega drew, and their boxes."""
    return list(_within(ElementTree.fromstring(picture), Place()))


def around(boxes: Iterable[Box]) -> Box:
    """The box that holds all of them."""
    left, top, right, bottom = zip(*boxes, strict=True)
    return Box(min(left), min(top), max(right), max(bottom))


def _within(element: ElementTree.Element, place: Place) -> Iterator[tuple[str, Box]]:
    here = place.moved(element.get("transform", ""))
    if element.tag == f"{SVG}text" and element.get("opacity") != "0":
        yield from _lines(element, here)
    for part in element:
        yield from _within(part, here)


def _lines(element: ElementTree.Element, place: Place) -> Iterator[tuple[str, Box]]:
    size = float(element.get("font-size", "11px").removesuffix("px"))
    weight = WEIGHTS.get(element.get("font-weight", ""), REGULAR)
    down = 0.0
    for line in element.findall(f"{SVG}tspan") or [element]:
        down += float(line.get("dy", "0"))
        text = (line.text or "").strip()
        if text:
            long = length(text, size, weight)
            start = long * ANCHORS[element.get("text-anchor", "start")]
            corners = [
                place.at(across, down + height * size)
                for across in (start, start + long)
                for height in (-ABOVE, BELOW)
            ]
            yield text, around(Box(x, y, x, y) for x, y in corners)
