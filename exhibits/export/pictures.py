"""Charts and maps as pictures, and as specifications that hold their data: for paper, and for a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from data_access.language import spoken
from exhibits.chart_locale import chart_locale
from exhibits.drawn.legend import height_of, laid_out, legend_below
from exhibits.exhibit import FRAME, Drawing, Exhibit, Map, Rows
from exhibits.export.written import Box, around, size_of, written
from exhibits.legends import AVAILABLE
from exhibits.lettering import FONTS, SANS
from exhibits.theme import LIGHT, Theme, chart_config

# Vega-Lite of the version that Altair writes for: v6.4.1 → 6.4.
VEGA_LITE = ".".join(re.findall(r"\d+", alt.SCHEMA_VERSION)[:2])
# A chart that has no rows can be as low as this.
LEAST_HEIGHT = 150
HEAD = re.compile(r'width="[^"]*" height="[^"]*" viewBox="[^"]*"')
# Words may leave a picture by so little without being cut.
PIXELS_BEYOND = 1.5


def spec(exhibit: Exhibit, width: int, height: int, palette: Theme = LIGHT) -> dict[str, Any]:
    """A chart or map of so many pixels as Vega-Lite that holds its data, under names in ``datasets``.

    Raises ValueError for an exhibit that has neither.
    """
    drawn = _chart(exhibit, width, height, palette)
    drawn["config"] = drawn["config"] | {"font": f'"{SANS}", sans-serif'}
    return drawn


def svg(exhibit: Exhibit, width: int, height: int) -> str:
    """A picture of so many pixels for light paper.

    Where its rows have no room in that height, or its words none in that width, all of it is drawn smaller.
    """
    _know_fonts()
    shrunk = max(1.0, least_height(exhibit) / height)
    drawn = spec(exhibit, round(width * shrunk), round(height * shrunk))
    picture: str = vl_convert.vegalite_to_svg(drawn, vl_version=VEGA_LITE, allowed_base_urls=[])
    left, top, right, bottom = _needed(picture)
    box = f"{left:.1f} {top:.1f} {right - left:.1f} {bottom - top:.1f}"
    return HEAD.sub(f'width="{width}" height="{height}" viewBox="{box}"', picture, count=1)


def png(exhibit: Exhibit, width: int, height: int, scale: float = 2.0) -> bytes:
    """The same picture, with ``scale`` times as many pixels each way."""
    return bytes(vl_convert.svg_to_png(svg(exhibit, width, height), scale=scale))


def least_height(exhibit: Exhibit) -> int:
    """How high a chart has to be for its rows to have room, each with its words."""
    if exhibit.chart is None:
        return LEAST_HEIGHT
    rows = any(_has_rows(part) for part in _parts(exhibit.chart.spec(LIGHT)))
    return exhibit.height if rows else min(exhibit.height, LEAST_HEIGHT)


def _needed(picture: str) -> Box:
    """The part of a picture to show: what it is drawn for, and its words beyond."""
    size = size_of(picture)
    beyond = PIXELS_BEYOND
    words = [
        Box(box.left + beyond, box.top + beyond, box.right - beyond, box.bottom - beyond)
        for _text, box in written(picture)
    ]
    return around([size, *words])


def _chart(exhibit: Exhibit, width: int, height: int, palette: Theme) -> dict[str, Any]:
    if exhibit.map is not None:
        return _map(exhibit, exhibit.map, width, height, palette)
    if exhibit.chart is None:
        raise ValueError(f"{exhibit.name} has neither a chart nor a map")
    return exhibit.chart.spec(palette) | {
        "data": FRAME.to_dict(),
        "datasets": {FRAME.name: _rows(exhibit.frame[list(exhibit.chart.columns)])},
        # A picture stands in nothing, and a kit's charts are scaled.
        "params": [{"name": AVAILABLE, "expr": "width"}],
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
    }


def _map(exhibit: Exhibit, drawn: Map, width: int, height: int, palette: Theme) -> dict[str, Any]:
    legend = laid_out(drawn.legend(palette), width)
    paper = drawn.on_paper(palette, exhibit.frame, width, height - height_of(legend))
    whole: Drawing = paper.drawing
    if legend:
        whole = alt.vconcat(whole, legend_below(palette, legend, width), spacing=0, bounds="flush")
    made: dict[str, Any] = whole.properties(padding=0).to_dict(validate=False)
    datasets = paper.datasets | made.get("datasets", {})
    config = chart_config(palette) | {"locale": chart_locale(spoken())}
    return made | {"datasets": datasets, "config": config}


def _rows(frame: pd.DataFrame) -> Rows:
    names = list(frame.columns)
    rows = zip(*(frame[name] for name in names), strict=True)
    return [dict(zip(names, map(_plain, row), strict=True)) for row in rows]


def _plain(cell: Any) -> Any:
    """A cell as JSON has it; a day begins when the reader's own day does."""
    if pd.isna(cell):
        return None
    if isinstance(cell, date):
        return cell.isoformat() if isinstance(cell, datetime) else f"{cell.isoformat()}T00:00:00"
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.item() if hasattr(cell, "item") else cell


def _parts(drawn: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield drawn
    for part in drawn.get("layer", ()):
        yield from _parts(part)


def _has_rows(part: dict[str, Any]) -> bool:
    encoding = part.get("encoding", {})
    along = encoding.get("y", {})
    # Without an axis, words of its own stand beside what is drawn.
    return along.get("type") in ("nominal", "ordinal") or along.get("axis", "") is None


@cache
def _know_fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
