"""An exhibit's chart as a picture: drawn on paper, without a browser."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import vl_convert

from exhibits.exhibit import FRAME, Exhibit
from exhibits.theme import LIGHT, Theme


def svg(exhibit: Exhibit, width: int, height: int) -> str:
    """The picture as SVG."""
    return str(vl_convert.vegalite_to_svg(spec(exhibit, width, height, LIGHT)))


def png(exhibit: Exhibit, width: int, height: int, scale: float = 2.0) -> bytes:
    """The picture as PNG."""
    return bytes(vl_convert.vegalite_to_png(spec(exhibit, width, height, LIGHT), scale=scale))


def spec(exhibit: Exhibit, width: int, height: int, palette: Theme) -> dict[str, Any]:
    """The specification with its data, in so many pixels."""
    if exhibit.chart is None:
        drawn = alt.Chart(FRAME).mark_circle(color=palette.own).encode(x="longitude:Q", y="latitude:Q")
        made, columns = drawn.to_dict(validate=False), ["longitude", "latitude"]
    else:
        made, columns = dict(exhibit.chart.spec(palette)), list(exhibit.chart.columns)
    rows = json.loads(exhibit.frame[columns].to_json(orient="records"))
    fit = {"autosize": {"type": "fit", "contains": "padding"}, "width": width, "height": height}
    spec: dict[str, Any] = made | fit | {"data": {"name": "frame"}, "datasets": {"frame": rows}}
    return spec
