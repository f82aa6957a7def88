"""The legends of charts, in as many columns as their words leave room for, in whatever language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from exhibits.lettering import length

# A parameter of every chart: the width in pixels of what it stands in, which unlike the plot's does not
# change while axes and legends are laid out.
AVAILABLE = "available"
AVAILABLE_ON_A_PAGE = "containerSize()[0] > 0 ? containerSize()[0] + 0 * width : width"
# The channels that have legends, of those that our charts use.
CHANNELS = ("color", "shape")
# Beside each word, in sizes of its letters: its symbol, and the room after both.
SYMBOL, BETWEEN = 1.2, 1.1
# Beside the plot, in sizes of its letters: an axis of numbers, and what an axis of words has besides them.
NUMBERS, MARGIN = 4, 1


def fit_legends(spec: dict[str, Any], letters: float) -> None:
    """Has each legend of a specification, whose words are of this size in pixels, stand in one line where the
    chart is wide enough, else in columns, and its words below one another on the narrowest."""
    beside = max((_width(axis, letters) for axis in _channels(spec, ("y",))), default=0.0)
    for channel in _channels(spec, CHANNELS):
        if words := _legend_of(channel):
            columns = _columns(words, letters, beside)
            channel["legend"] = (channel.get("legend") or {}) | {"columns": {"expr": columns}}


def _columns(words: Sequence[str], letters: float, beside: float) -> str:
    """How many columns such words have, as Vega reckons it: 0 is as many as there are words."""
    widths = [length(word, letters) + (SYMBOL + BETWEEN) * letters for word in words]
    room, widest = f"({AVAILABLE} - {ceil(beside)})", ceil(max(widths))
    return f"{room} >= {ceil(sum(widths))} ? 0 : max(1, floor({room} / {widest}))"


def _width(channel: dict[str, Any], letters: float) -> float:
    """How wide the axis of a channel is, as near as can be told without its data."""
    axis = channel.get("axis", {})
    if axis is None:
        return 0
    rows = channel.get("sort")
    if not isinstance(rows, list):
        unknown: float = axis.get("labelLimit", NUMBERS * letters)
        return unknown + MARGIN * letters
    longest = max((length(row, letters) for row in rows), default=0)
    limit = axis.get("labelLimit", longest)
    return (min(longest, limit) if isinstance(limit, int | float) else longest) + MARGIN * letters


def _channels(part: Any, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The channels of these names, wherever in a specification they stand."""
    if isinstance(part, list):
        for each in part:
            yield from _channels(each, names)
    elif isinstance(part, dict):
        for name, each in part.items():
            if name in names and isinstance(each, dict):
                yield each
            elif name not in ("data", "config"):
                yield from _channels(each, names)


def _legend_of(channel: dict[str, Any]) -> list[str]:
    """The words of a channel's legend; none if it has none, or leaves it to the data which they are."""
    scale = channel.get("scale")
    domain = scale.get("domain") if isinstance(scale, dict) else None
    named = isinstance(domain, list) and all(isinstance(word, str) for word in domain)
    return domain if domain and named and channel.get("legend", {}) is not None else []
