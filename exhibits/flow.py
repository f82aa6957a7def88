"""Where the nodes and bands of a flow lie: from left to right, and as a list where that is too wide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import wrap
from typing import Any

import pandas as pd

# Pixels, at the height that is asked for.
LINE, ROOM_AROUND_LABEL, GAP, WIDEST_GAP, THINNEST = 15, 6, 6, 40, 0.6
HEADING, SEAM = 26, 3
LONGEST_LINE = 22
# The share of the width at which the last column stands: its labels need the rest.
LAST_COLUMN = 0.845
HALVINGS = 40
SIDES = ("source", "target")
TOLD = (
    "lines",
    "at",
    "said",
    "said_at",
    "name",
    "row",
    "row_foot",
    "part",
    "role",
    "heading",
    "heading_foot",
)
PLACED = ("amount", "role", "x0", "x1", "top0", "foot0", "top1", "foot1", "ends")
COLUMNS = (*SIDES, *PLACED, *(f"{side}_{what}" for side in SIDES for what in TOLD))


@dataclass(frozen=True)
class Node:
    """A stop on the way: its column, counted from the left, its name, and its amount in words."""

    key: str
    column: int
    name: str
    said: str

    @property
    def lines(self) -> list[str]:
        """The name as it stands beside the bar."""
        return wrap(self.name, LONGEST_LINE)

    @property
    def label_height(self) -> int:
        """What the name and the amount below it take."""
        return (len(self.lines) + 1) * LINE + ROOM_AROUND_LABEL


@dataclass(frozen=True)
class Band:
    """An amount in minor units that goes from one node to another; its role gives it its colour."""

    source: str
    target: str
    amount: int
    role: str


def laid_out(
    nodes: Sequence[Node], bands: Sequence[Band], headings: Sequence[str], height: int
) -> pd.DataFrame:
    """A row for each band that holds anything, with its ends and the nodes at them in their places.

    ``headings`` name the columns of the flow. Columns: ``source`` and ``target`` (names), ``amount``,
    ``role``; ``x0`` and ``x1`` (shares of the width), ``top0 foot0 top1 foot1`` (pixels of ``height``),
    ``ends`` (nothing leaves its target). Once for each node, on the first of its bands, under
    ``source_`` or ``target_``: ``lines`` (its name) and ``said`` (its amount) with the heights ``at``
    and ``said_at`` at which they stand beside its bar; and as the list has it, ``name``, ``row`` and
    ``row_foot`` (the heights of its line), ``part`` (of the greatest amount) and ``role``. Above the
    first of a column stands its ``heading``, in the list down to ``heading_foot``.
    """
    flow = _Flow([node for node in nodes if _amount(node, bands)], [b for b in bands if b.amount > 0], height)
    if not flow.bands:
        return pd.DataFrame(columns=list(COLUMNS))
    told = flow.labels()
    for key, listed in flow.listed(headings).items():
        told[key] |= listed
    rows = []
    for row, ends in flow.placed():
        for side, node in ends.items():
            row |= {
                side: node.name,
                **{f"{side}_{what}": cell for what, cell in told.pop(node.key, {}).items()},
            }
        rows.append(row)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _amount(node: Node, bands: Sequence[Band]) -> int:
    """What goes through a node: the more of what enters and what leaves."""
    leaving = sum(band.amount for band in bands if band.source == node.key)
    return max(leaving, sum(band.amount for band in bands if band.target == node.key))


@dataclass(frozen=True)
class _Flow:
    nodes: list[Node]
    bands: list[Band]
    height: int

    @cached_property
    def columns(self) -> list[list[Node]]:
        """The nodes of each column that has any, from the left."""
        taken = sorted({node.column for node in self.nodes})
        return [[node for node in self.nodes if node.column == column] for column in taken]

    @cached_property
    def scale(self) -> float:
        """Pixels of a minor unit: as many as leave room for every label in every column."""
        room = self.height - HEADING
        least, most = 0.0, room / max(_amount(node, self.bands) for node in self.nodes)
        for _ in range(HALVINGS):
            middle = (least + most) / 2
            fits = all(self.taken(column, middle) <= room for column in self.columns)
            least, most = (middle, most) if fits else (least, middle)
        return least

    def thickness(self, amount: int, scale: float) -> float:
        """A band's pixels: what is there can be seen, however little it is."""
        return max(amount * scale, THINNEST)

    def bar(self, node: Node, scale: float) -> float:
        """A node's pixels."""
        sides = ([b for b in self.bands if getattr(b, side) == node.key] for side in SIDES)
        return max(sum(self.thickness(band.amount, scale) for band in side) for side in sides)

    def slot(self, node: Node, scale: float) -> float:
        """The pixels of a node with its label."""
        return max(self.bar(node, scale), node.label_height)

    def taken(self, column: list[Node], scale: float) -> float:
        """The pixels that a column takes at the least."""
        return sum(self.slot(node, scale) for node in column) + GAP * (len(column) - 1)

    @cached_property
    def centres(self) -> dict[str, float]:
        """The height of each node's middle; what a column leaves free lies between its nodes."""
        found = {}
        for column in self.columns:
            free = self.height - HEADING - self.taken(column, self.scale)
            gap = GAP + min(free / max(len(column) - 1, 1), WIDEST_GAP)
            top = float(HEADING)
            for node in column:
                slot = self.slot(node, self.scale)
                found[node.key] = top + slot / 2
                top += slot + gap
        return found

    def placed(self) -> Iterator[tuple[dict[str, Any], dict[str, Node]]]:
        """Each band with its ends, and the nodes at them: at its nodes it joins the band before it."""
        order = {node.key: place for place, node in enumerate(self.nodes)}
        tops = {node.key: self.centres[node.key] - self.bar(node, self.scale) / 2 for node in self.nodes}
        leaving, entering = dict(tops), dict(tops)
        going_on = {band.source for band in self.bands}
        step = LAST_COLUMN / max(len(self.columns) - 1, 1)
        x = {node.key: place * step for place, column in enumerate(self.columns) for node in column}
        for band in sorted(self.bands, key=lambda band: (order[band.source], order[band.target])):
            thickness = self.thickness(band.amount, self.scale)
            top0, top1 = leaving[band.source], entering[band.target]
            leaving[band.source], entering[band.target] = top0 + thickness, top1 + thickness
            row = {"amount": band.amount, "role": band.role, "x0": x[band.source], "x1": x[band.target]}
            row |= {"top0": top0, "foot0": top0 + thickness, "top1": top1, "foot1": top1 + thickness}
            row["ends"] = band.target not in going_on
            yield row, {side: self.nodes[order[getattr(band, side)]] for side in SIDES}

    def labels(self) -> dict[str, dict[str, Any]]:
        """Each node's name and amount beside its bar, together in its middle."""
        found = {}
        for node in self.nodes:
            first = self.centres[node.key] - (len(node.lines) + 1) * LINE / 2
            found[node.key] = {
                "lines": "\n".join(node.lines),
                "at": first,
                "said": node.said,
                "said_at": first + len(node.lines) * LINE,
            }
        return found

    def listed(self, headings: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The nodes as a list with a line for each, and one for each heading."""
        line = self.height / (len(self.nodes) + len(self.columns))
        most = max(_amount(node, self.bands) for node in self.nodes)
        roles = {band.target: band.role for band in reversed(self.bands)}
        roles |= {band.source: band.role for band in reversed(self.bands)}
        found: dict[str, dict[str, Any]] = {}
        for place, column in enumerate(self.columns):
            for number, node in enumerate(column):
                row = len(found) + place + 1
                part = _amount(node, self.bands) / most
                told = {"name": node.name, "row": row * line, "row_foot": (row + 1) * line - SEAM}
                found[node.key] = told | {"part": part, "role": roles[node.key]}
                if not number:
                    found[node.key] |= {"heading": headings[node.column], "heading_foot": row * line - SEAM}
        return found
