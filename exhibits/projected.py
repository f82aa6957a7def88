"""A chart or a map for a projector: the same drawing, larger, so that the back row can read it."""

from __future__ import annotations

from copy import copy
from typing import Any

import pydeck as pdk

from exhibits.legends import fit_legends

# A page's letters have thirteen pixels; the smallest on a slide have so many.
LEAST_LETTERS = 24
LARGER = 1.85
LETTERS = {"fontSize", "labelFontSize", "titleFontSize"}
LENGTHS = {
    *(
        "dx",
        "dy",
        "limit",
        "labelLimit",
        "labelPadding",
        "titlePadding",
        "columnPadding",
        "offset",
        "padding",
    ),
    *("xOffset", "yOffset", "x2Offset", "y2Offset", "height", "width", "thickness", "strokeWidth"),
    *("left", "right", "top", "bottom"),
}
AREAS = {"size", "symbolSize"}


def projected(spec: dict[str, Any]) -> dict[str, Any]:
    """A specification of Vega-Lite with larger letters, lines and marks; its data and scales stay."""
    larger = {name: part if name == "data" else _larger(name, part) for name, part in spec.items()}
    fit_legends(larger, LEAST_LETTERS)
    return larger


def projected_map(deck: pdk.Deck) -> pdk.Deck:
    """The map with larger letters, and units as large as they can be told apart from afar."""
    larger = copy(deck)
    larger.layers = [_larger_layer(layer) for layer in deck.layers]
    return larger


def _larger(name: str, part: Any) -> Any:
    if name in LETTERS:
        # A size that depends on the room is as large as the others: a slide has room.
        return max(round(part * LARGER), LEAST_LETTERS) if _is_number(part) else LEAST_LETTERS
    if isinstance(part, dict):
        return {inner: _larger(inner, each) for inner, each in part.items()}
    if isinstance(part, list):
        return [_larger("", each) for each in part]
    if name in LENGTHS and _is_number(part):
        return round(part * LARGER, 1)
    if name in AREAS and _is_number(part):
        return round(part * LARGER**2)
    return part


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool)


def _larger_layer(layer: pdk.Layer) -> pdk.Layer:
    larger = copy(layer)
    for name in ("get_size", "get_text_size"):
        size: Any = getattr(layer, name, None)
        if _is_number(size):
            setattr(larger, name, max(size * LARGER, LEAST_LETTERS))
    return larger
