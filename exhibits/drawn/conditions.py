"""Drawn: shares before and after, shares of all, and how many stand at each status."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from data_access.language import say
from exhibits.exhibit import FRAME, Drawing
from exhibits.theme import Theme

# A name stands above its bar, so that a narrow screen has room for both; in pixels from the row's middle.
NAME_ABOVE, BAR_BELOW = -10, 9


def _rows(rows: Sequence[str]) -> alt.Y:
    return alt.Y("row:N", sort=list(rows), axis=None, scale=alt.Scale(type="band", paddingInner=0.1))


def _names(palette: Theme, rows: Sequence[str]) -> alt.Chart:
    """Each row's name, once."""
    named: alt.Chart = (
        alt.Chart(FRAME)
        .transform_filter(alt.datum.first == True)  # noqa: E712
        .mark_text(align="left", dy=NAME_ABOVE, limit=alt.ExprRef("width"), color=palette.ink)
        .encode(y=_rows(rows), x=alt.value(0), text="row:N")
    )
    return named


def before_and_after(palette: Theme, rows: tuple[str, ...], rounds: tuple[str, ...]) -> Drawing:
    """A share in each of two ``rounds``, the earlier first, with a line from one to the other."""
    shares = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title=None, format="%", grid=True),
    )
    base = alt.Chart(FRAME).encode(y=_rows(rows), x=shares)
    line = base.mark_line(color=palette.own_soft, strokeWidth=4, yOffset=BAR_BELOW).encode(detail="row:N")
    colours, shapes = [palette.muted, palette.own], ["diamond", "circle"]
    legend = alt.Legend(symbolStrokeWidth=0)
    points = base.mark_point(filled=True, size=130, opacity=1, yOffset=BAR_BELOW).encode(
        color=alt.Color(
            "round:N", scale=alt.Scale(domain=list(rounds), range=colours[-len(rounds) :]), legend=legend
        ),
        shape=alt.Shape(
            "round:N", scale=alt.Scale(domain=list(rounds), range=shapes[-len(rounds) :]), legend=legend
        ),
        tooltip=[
            alt.Tooltip("row:N", title=" "),
            alt.Tooltip("round:N", title=say("Asked")),
            alt.Tooltip("label:N", title=say("Share")),
            alt.Tooltip("of:Q", title=say("People asked"), format=",d"),
        ],
    )
    lower = base.transform_filter(alt.datum.side == "lower").mark_text(
        align="right", dx=-10, dy=BAR_BELOW, color=palette.ink
    )
    higher = base.transform_filter(alt.datum.side == "higher").mark_text(
        align="left", dx=10, dy=BAR_BELOW, color=palette.ink
    )
    said = (lower.encode(text="label:N"), higher.encode(text="label:N"))
    return alt.layer(line, points, *said, _names(palette, rows))


def shares(palette: Theme, rows: tuple[str, ...]) -> Drawing:
    """Shares as bars on a track that ends at all, each with its name above and its ``label`` after it."""
    scale = alt.Scale(domain=[0, 1.25])
    base = alt.Chart(FRAME).encode(y=_rows(rows))
    track = base.mark_bar(color=palette.line, opacity=0.6, height=10, yOffset=BAR_BELOW).encode(
        x=alt.X("all:Q", scale=scale, axis=None)
    )
    bars = base.mark_bar(color=palette.own, height=10, yOffset=BAR_BELOW).encode(
        x=alt.X("value:Q", scale=scale, axis=None),
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")],
    )
    numbers = base.mark_text(align="left", dx=8, dy=BAR_BELOW, color=palette.ink).encode(
        x=alt.X("all:Q", scale=scale, axis=None), text="label:N"
    )
    return alt.layer(track, bars, numbers, _names(palette, rows))


def named_bars(palette: Theme, rows: tuple[str, ...], colour: str) -> Drawing:
    """Bars from zero with long names above them, each with its ``label`` at its end."""
    scale = alt.Scale(zero=True, nice=False, range=[0, alt.ExprRef("width - 70")])
    base = alt.Chart(FRAME).encode(y=_rows(rows), x=alt.X("value:Q", scale=scale, axis=None))
    bars = base.mark_bar(color=getattr(palette, colour), height=10, yOffset=BAR_BELOW).encode(
        tooltip=[alt.Tooltip("row:N", title=" "), alt.Tooltip("label:N", title=" ")]
    )
    numbers = base.mark_text(align="left", dx=6, dy=BAR_BELOW, color=palette.ink).encode(text="label:N")
    return alt.layer(bars, numbers, _names(palette, rows))


def statuses(palette: Theme, rows: tuple[str, ...], groups: tuple[tuple[str, str], ...]) -> Drawing:
    """How the holders of each row part into ``groups``, the name and the palette's colour of each.

    A segment is drawn from ``start`` to ``end``, shares of its row; ``label`` stands in it.
    """
    names, fills = [name for name, _ in groups], [getattr(palette, colour) for _, colour in groups]
    dark = [palette.on_accent if colour in ("own", "target") else palette.ink for _, colour in groups]
    base = alt.Chart(FRAME).encode(
        y=_rows(rows), x=alt.X("start:Q", scale=alt.Scale(domain=[0, 1]), axis=None), x2="end:Q"
    )
    drawn = base.transform_filter(alt.datum.value > 0)
    segments = drawn.mark_bar(height=18, yOffset=BAR_BELOW, stroke=palette.muted, strokeWidth=0.75).encode(
        color=alt.Color(
            "group:N",
            scale=alt.Scale(domain=names, range=fills),
            legend=alt.Legend(symbolStrokeColor=palette.muted),
        ),
        tooltip=[
            alt.Tooltip("row:N", title=" "),
            alt.Tooltip("group:N", title=say("Status")),
            alt.Tooltip("value:Q", title=say("Number"), format=",d"),
            alt.Tooltip("of:Q", title=say("Of"), format=",d"),
        ],
    )
    layers: list[alt.Chart] = [segments]
    # Each colour of type by itself: a scale of its own would bring a legend of its own.
    for ink in dict.fromkeys(dark):
        own = [name for name, colour in zip(names, dark, strict=True) if colour == ink]
        numbers = (
            alt.Chart(FRAME)
            .transform_filter(alt.FieldOneOfPredicate("group", own))
            .transform_calculate(middle="(datum.start + datum.end) / 2")
            .mark_text(dy=BAR_BELOW, fontSize=12, color=ink)
            .encode(
                y=_rows(rows),
                x=alt.X("middle:Q", scale=alt.Scale(domain=[0, 1]), axis=None),
                text="label:N",
            )
        )
        layers.append(numbers)
    return alt.layer(*layers, _names(palette, rows))
