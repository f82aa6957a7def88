"""Drawn: a legend in words below a map, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import altair as alt

from exhibits.exhibit import LegendGroup
from exhibits.lettering import REGULAR, SEMIBOLD, length
from exhibits.theme import Theme

TEXT_SIZE, LINE_HEIGHT = 13, 21
# Left of a line, above the first one, after a swatch, after a word of a group, and after the group.
INSET, ABOVE, AFTER_SWATCH, AFTER_WORD, AFTER_GROUP = 1, 10, 6, 14, 28
SWATCH = {"points": 12, "shades": 22}
# Vega's shapes are an area of so many square pixels, a circle's or of our own path.
SHAPES = {"points": ("circle", 144), "shades": ("M-.9 -.45H.9V.45H-.9Z", 576)}


class Part(NamedTuple):
    """A piece of a legend: where it begins, its words, and its swatch's colour and form, if it has one."""

    x: float
    line: int
    text: str
    weight: int
    colour: str = ""
    form: str = ""

    @property
    def swatch(self) -> float:
        """How wide its swatch is, with the room after it."""
        return SWATCH[self.form] + AFTER_SWATCH if self.colour else 0

    @property
    def length(self) -> float:
        """How long it is altogether, in pixels."""
        return self.swatch + length(self.text, TEXT_SIZE, self.weight)


def laid_out(groups: Sequence[LegendGroup], width: int) -> list[Part]:
    """The parts of a legend, one after the other, in lines no longer than so many pixels.

    A group begins a new line rather than to be broken, if that keeps it whole.
    """
    laid: list[Part] = []
    x, line = float(INSET), 0
    for group in groups:
        parts = [part for whole in _entries(group) for part in _broken(whole, width)]
        whole = sum(part.length + AFTER_WORD for part in parts) - AFTER_WORD
        keep = x > INSET and x + whole > width >= whole + INSET
        for part in parts:
            if keep or (x > INSET and x + part.length > width):
                x, line, keep = INSET, line + 1, False
            laid.append(part._replace(x=x, line=line))
            x += part.length + AFTER_WORD
        x += AFTER_GROUP - AFTER_WORD
    return laid


def height_of(parts: Sequence[Part]) -> int:
    """How high a legend is, in pixels."""
    return ABOVE + (parts[-1].line + 1) * LINE_HEIGHT if parts else 0


def legend_below(palette: Theme, parts: Sequence[Part], width: int) -> alt.LayerChart | alt.FacetChart:
    """A legend whose parts are laid out."""
    layers = [*_swatches(palette, parts), *_words(palette, parts)]
    return alt.layer(*layers).properties(width=width, height=height_of(parts))


def _entries(group: LegendGroup) -> Iterator[Part]:
    if group.title:
        yield Part(0, 0, group.title, SEMIBOLD)
    for colour, word in group.entries:
        yield Part(0, 0, word, REGULAR, colour, group.form)


def _broken(part: Part, width: int) -> Iterator[Part]:
    """A part, or where it is longer than a line, pieces of it that are not."""
    kept = ""
    for word in part.text.split(" "):
        longer = f"{kept} {word}" if kept else word
        if kept and part._replace(text=longer).length > width:
            yield part._replace(text=kept)
            part, longer = part._replace(colour="", form=""), word
        kept = longer
    yield part._replace(text=kept)


def _swatches(palette: Theme, parts: Sequence[Part]) -> Iterator[alt.Chart]:
    for form, (shape, size) in SHAPES.items():
        rows = [
            _row(part, part.x + SWATCH[form] / 2) | {"colour": part.colour}
            for part in parts
            if part.form == form
        ]
        if rows:
            look: dict[str, Any] = {
                "filled": True,
                "opacity": 1,
                "stroke": palette.muted,
                "strokeWidth": 0.75,
            }
            drawn = _drawn(rows).mark_point(shape=shape, size=size, tooltip=None, **look)
            yield drawn.encode(fill=alt.Fill("colour:N", scale=None))


def _words(palette: Theme, parts: Sequence[Part]) -> Iterator[alt.Chart]:
    for weight in sorted({part.weight for part in parts}):
        rows = [
            _row(part, part.x + part.swatch) | {"text": part.text} for part in parts if part.weight == weight
        ]
        look: dict[str, Any] = {
            "fontSize": TEXT_SIZE,
            "fontWeight": weight,
            "color": palette.ink,
            "tooltip": None,
        }
        yield _drawn(rows).mark_text(align="left", limit=0, **look).encode(text="text:N")


def _row(part: Part, x: float) -> dict[str, Any]:
    return {"x": round(x, 1), "y": ABOVE + (part.line + 0.5) * LINE_HEIGHT}


def _drawn(rows: list[dict[str, Any]]) -> alt.Chart:
    at: dict[str, Any] = {"x": alt.X("x:Q", scale=None, axis=None), "y": alt.Y("y:Q", scale=None, axis=None)}
    return alt.Chart(alt.InlineData(values=rows)).encode(**at)
