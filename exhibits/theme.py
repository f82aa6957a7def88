"""The colours, in light and in dark, and what all charts have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

ThemeName = Literal["light", "dark"]
FONT = '"Source Sans", sans-serif'
# The size of the words on axes and in legends, in pixels.
LETTERS = 13
NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class Theme:
    """A palette of hex colours.

    ``on_accent`` stands on the colour of what can be clicked. ``stages`` and ``shades`` run from the
    foot of a ladder, or the low end of a scale, upwards; ``categories`` hold with colour-blindness,
    seven at most.
    """

    name: ThemeName
    paper: str
    ink: str
    muted: str
    on_accent: str
    line: str
    own: str
    own_soft: str
    target: str
    stages: tuple[str, ...]
    not_assessed: str
    shades: tuple[str, ...]
    categories: tuple[str, ...]
    sea: str
    land: str
    border: str


LIGHT = Theme(
    name="light",
    paper="#FBF9F5",
    ink="#22262E",
    muted="#5F5E5A",
    on_accent="#FFFFFF",
    line="#E0D8C8",
    own="#0B6E69",
    own_soft="#A9CBC4",
    target="#B4451F",
    stages=("#D6C496", "#A0B28C", "#509687", "#0B5A56"),
    not_assessed="#FFFFFF",
    shades=("#F1E9D6", "#D9DCC3", "#B3CDBB", "#7FB5A8", "#50998F", "#0B6E69"),
    categories=("#0B6E69", "#BC861A", "#5B5F97", "#B4451F", "#759979", "#8C6D46", "#978CA5"),
    sea="#EEF0EC",
    land="#F1EADC",
    border="#CFC5B0",
)

DARK = Theme(
    name="dark",
    paper="#15181D",
    ink="#EDE8DD",
    muted="#ACA89F",
    on_accent="#15181D",
    line="#333941",
    own="#4FB3A5",
    own_soft="#2C5F5A",
    target="#F0906B",
    stages=("#6B6146", "#7F9470", "#57AC9B", "#A5E5D8"),
    not_assessed="#15181D",
    shades=("#2A2D2C", "#2C413E", "#2F5A55", "#34726A", "#43988D", "#6CC9BB"),
    categories=("#4FB3A5", "#E0A93B", "#9DA2DC", "#F0906B", "#9CC79F", "#8C6D46", "#C6BBD6"),
    sea="#12151A",
    land="#222831",
    border="#444C55",
)


def theme(name: str | None) -> Theme:
    """The palette of that name; light, where none is known."""
    return DARK if name == "dark" else LIGHT


def stage_colours(palette: Theme, stages: int) -> list[str]:
    """Colours of a ladder's stages from its foot: the ramp's ends stay, the middle thins out, or is
    filled with mixtures."""
    ramp = palette.stages
    if stages > len(ramp):
        places = (stage * (len(ramp) - 1) / (stages - 1) for stage in range(stages))
        return [_mixed(ramp[math.floor(place)], ramp[math.ceil(place)], place % 1) for place in places]
    chosen = {0: (), 1: (3,), 2: (0, 3), 3: (0, 2, 3), 4: (0, 1, 2, 3)}[stages]
    return [ramp[place] for place in chosen]


def _mixed(one: str, other: str, part: float) -> str:
    """A colour between two, so far on the way to the ``other``."""
    ends = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return f"#{bytes(round(a + (b - a) * part) for a, b in ends).hex().upper()}"


def chart_config(palette: Theme) -> dict[str, Any]:
    """Vega-Lite configuration of every chart: quiet axes, our type, no frame around the plot."""
    text = {"labelColor": palette.muted, "titleColor": palette.muted}
    return {
        "background": "transparent",
        # A chart is told in one sentence and by its table, not mark by mark.
        "mark": {"aria": False},
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **text,
            "labelFontSize": LETTERS,
            "titleFontSize": LETTERS,
            "titleFontWeight": "normal",
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "gridColor": palette.line,
            "tickCount": 5,
        },
        "axisX": {"grid": False},
        "legend": {
            **text,
            "labelFontSize": LETTERS,
            "labelColor": palette.ink,
            "orient": "top",
            "direction": "horizontal",
            "title": None,
            "symbolType": "square",
            "symbolSize": 110,
            "symbolStrokeWidth": 1,
            "columnPadding": 14,
            # However long a word is, it does not widen the chart.
            "labelLimit": {"expr": "max(width, 160)"},
            "offset": 6,
        },
        "header": {"labelColor": palette.ink, "labelFontSize": 13, "title": None},
        "text": {"color": palette.ink, "fontSize": 13},
        "bar": {"color": palette.own},
        "line": {"color": palette.own, "strokeWidth": 2.5},
        "area": {"color": palette.own},
        "rule": {"color": palette.target},
        "range": {"category": list(palette.categories)},
    }
