"""How the parts of a native chart look: bars, ticks, lines, type."""

from __future__ import annotations

from typing import Any

from data_access.language import spoken
from exhibits.export.markup import TAGS, no_line, solid, tag, valued
from exhibits.export.series import Series
from exhibits.theme import LIGHT

HAIRLINE, DASHES, LINE_WIDTH = 9525, 19050, 31750
# A tick is never thinner, of its bar.
THINNEST = 0.005


def bar_edge(each: Series) -> Any:
    """The outline of bars, if they have one."""
    return tag("a:ln", {"w": HAIRLINE}, solid(each.outline)) if each.outline else no_line()


def line(each: Series) -> list[Any]:
    """A line with a point at each value, or a dashed one without."""
    dashed, ink = each.mark == "dashed", each.colour
    dash = valued("a:prstDash", "dash" if dashed else "solid")
    wide = {"w": DASHES if dashed else LINE_WIDTH, "cap": "rnd"}
    points = [
        valued("c:symbol", "circle"),
        valued("c:size", 7),
        tag("c:spPr", solid(ink), tag("a:ln", solid(ink))),
    ]
    return [
        tag("c:spPr", tag("a:ln", wide, solid(ink), dash, tag("a:round"))),
        tag("c:marker", valued("c:symbol", "none") if dashed else points),
    ]


def tick(colour: str, part: float, in_rows: bool) -> Any:
    """A bar of which the end alone is seen, so large a part of it."""
    edge = min(max(part, THINNEST), 1)
    stops = [(0.0, False), (1 - edge, False), (1 - edge, True), (1.0, True)]
    if not in_rows:
        stops = [(1 - at, seen) for at, seen in reversed(stops)]
    listed = [
        tag(
            "a:gs",
            {"pos": round(100_000 * at)},
            tag("a:srgbClr", {"val": colour[1:]}, None if seen else valued("a:alpha", 0)),
        )
        for at, seen in stops
    ]
    way = tag("a:lin", {"ang": 0 if in_rows else 5_400_000, "scaled": 0})
    return tag("a:gradFill", {"rotWithShape": 1}, tag("a:gsLst", listed), way)


def grid(colour: str = LIGHT.line) -> Any:
    """Lines across, as pale as they can be."""
    return tag("c:majorGridlines", tag("c:spPr", tag("a:ln", {"w": HAIRLINE}, solid(colour))))


def lettering(size: int, colour: str = LIGHT.ink, bold: bool = False, turned: int = 0) -> Any:
    """The type of a part; it stands upright, and on one line."""
    written = tag("a:defRPr", {"sz": size * 100, "b": int(bold)}, solid(colour))
    said = tag("a:p", tag("a:pPr", written), tag("a:endParaRPr", {"lang": TAGS[spoken()]}))
    upright = tag("a:bodyPr", {"rot": turned, "vert": "horz", "wrap": "none"})
    return tag("c:txPr", upright, tag("a:lstStyle"), said)


def told(value: bool) -> list[Any]:
    """Of all that could stand at a point, its value or nothing."""
    names = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    return [valued(f"c:show{name}", int(value and name == "Val")) for name in names]


def without_marks() -> list[Any]:
    """An axis without marks along it."""
    return [valued("c:majorTickMark", "none"), valued("c:minorTickMark", "none")]
