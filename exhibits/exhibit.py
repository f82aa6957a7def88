"""The exhibit: one figure that can be shown on a page, a slide, a sheet of paper, or in a test."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Literal
from zlib import crc32

import altair as alt
import pandas as pd
import pyarrow as pa
import pydeck as pdk
from altair.utils.schemapi import disable_debug_mode

from data_access.figures import figures
from data_access.language import spoken
from exhibits.chart_locale import chart_locale
from exhibits.legends import AVAILABLE, AVAILABLE_ON_A_PAGE, fit_legends
from exhibits.theme import LETTERS, Theme, chart_config

# What charts are built on: the data come from outside, under this name.
FRAME = alt.NamedData("frame")
# Invisible, and nothing that breaks a line.
WORD_JOINER = "\u2060"
Drawing = alt.Chart | alt.LayerChart | alt.FacetChart | alt.HConcatChart | alt.VConcatChart
Rows = list[dict[str, Any]]

Format = Literal["text", "number_text", "count", "share", "money", "day", "decimal"]


@dataclass(frozen=True)
class Column:
    """A column of an exhibit's table: its heading, with the unit, and how its values are written."""

    title: str
    format: Format = "text"


@dataclass(frozen=True)
class Chart:
    """How a frame is drawn: a function of the theme, its arguments, the columns it needs.

    The drawing takes its data from outside, so that one specification, made once, serves every frame.
    """

    draw: Callable[..., Drawing]
    columns: tuple[str, ...]
    arguments: tuple[Any, ...] = ()

    def spec(self, palette: Theme) -> dict[str, Any]:
        """The Vega-Lite specification, without data."""
        return _spec(self.draw, palette, self.arguments, spoken())


@dataclass(frozen=True)
class LegendGroup:
    """A part of a legend: its title, and colours with their words. ``form``: points or shades."""

    title: str
    entries: tuple[tuple[str, str], ...]
    form: Literal["points", "shades"] = "points"


@dataclass(frozen=True)
class Paper:
    """A drawing, and the rows that it draws, by the names under which it does."""

    drawing: Drawing
    datasets: dict[str, Rows]


@dataclass(frozen=True)
class Map:
    """How a frame is mapped: a function of theme, frame, width and height in pixels; another one that draws
    the same on paper; the legend in words. The width is the least to count on, on paper it is the whole."""

    draw: Callable[..., pdk.Deck]
    paper: Callable[..., Paper]
    legend: Callable[[Theme], tuple[LegendGroup, ...]]
    arguments: tuple[Any, ...] = ()
    drawn: dict[tuple[str, str, int, int], pdk.Deck] = field(default_factory=dict, compare=False, repr=False)

    def deck(self, palette: Theme, frame: pd.DataFrame, width: int, height: int) -> pdk.Deck:
        """The map of the exhibit's frame, drawn once for each theme, language and size."""
        key = (palette.name, spoken(), width, height)
        if key not in self.drawn:
            self.drawn[key] = _without_orders(self.draw(palette, frame, width, height, *self.arguments))
        return self.drawn[key]

    def on_paper(self, palette: Theme, frame: pd.DataFrame, width: int, height: int) -> Paper:
        """The map of the exhibit's frame on paper, without the legend."""
        return self.paper(palette, frame, width, height, *self.arguments)


@dataclass(frozen=True)
class Headline:
    """A number on its own, as text, against the period before.

    ``difference`` is that to the period before: its sign gives the direction, and whether it is
    ``good`` the colour (None: neither). Where it is ``withheld``, a word stands in its place.
    """

    value: str
    change: str = ""
    difference: float = 0
    good: bool | None = None
    compared_with: str = ""
    note: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class Origin:
    """What an exhibit was made from: the name of its builder, and the arguments."""

    builder: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Exhibit:
    """One figure, finished: nothing about it has to be computed again to show it.

    ``frame`` holds what is drawn and listed, ``columns`` which of it a table shows. ``sentence``
    says what it shows to somebody who can't see it; ``missing`` what to widen if it is empty.
    ``evidence`` is the grade of its figures, where nothing else is given. Where the frame puts together very
    many rows, ``whole`` reads all of them for a file, with the columns ``whole_columns``.
    """

    name: str
    title: str
    subtitle: str
    sentence: str
    figures: tuple[str, ...]
    selection: str
    data_date: date
    frame: pd.DataFrame
    columns: dict[str, Column]
    chart: Chart | None = None
    map: Map | None = None
    headline: Headline | None = None
    evidence: str = ""
    suppressed: str = ""
    missing: str = ""
    height: int = 320
    whole: Callable[[], pd.DataFrame] | None = None
    whole_columns: dict[str, Column] = field(default_factory=dict)
    origin: Origin | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if not self.evidence:
            grades = dict.fromkeys(figures()[name].evidence for name in self.figures)
            object.__setattr__(self, "evidence", ", ".join(grades) or "counted")

    @cached_property
    def drawn(self) -> pa.Table:
        """The columns that the chart draws, as they travel to the browser."""
        assert self.chart is not None
        return pa.Table.from_pandas(self.frame[list(self.chart.columns)], preserve_index=False)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return len(self.frame) == 0

    def table(self) -> pd.DataFrame:
        """What a table or a sheet lists: the columns meant for people, by their headings."""
        return self._headed(self.frame, self.columns)

    def file(self) -> pd.DataFrame:
        """What a file lists: the table, or all that it was put together from."""
        return self.table() if self.whole is None else self._headed(self.whole(), self.whole_columns)

    @staticmethod
    def _headed(frame: pd.DataFrame, columns: dict[str, Column]) -> pd.DataFrame:
        return frame[list(columns)].rename(columns={name: column.title for name, column in columns.items()})


def leave_charts_unchecked() -> None:
    """From here on Altair does not check each part of a chart as it is made; the tests have seen it do so."""
    disable_debug_mode()


def handle(code: str) -> str:
    """A code as part of the name of an exhibit or an element: ``CL-15`` → ``cl_15``.

    What other codes would be called as well has a number after it, so that no two are called alike.
    """
    name = re.sub(r"[^a-z0-9]+", "_", code.lower())
    return name if re.fullmatch(r"[A-Z0-9-]*|[a-z0-9_]*", code) else f"{name}_{crc32(code.encode()):x}"


def _without_orders(deck: pdk.Deck) -> pdk.Deck:
    """The map whose texts are read as texts: in the browser, one that begins with @@ would be run."""
    for layer in deck.layers:
        for drawn in (layer, getattr(layer, "content", None)):
            if drawn is not None and isinstance(drawn.data, list):
                drawn.data = [
                    {name: f"{WORD_JOINER}{cell}" if _is_order(cell) else cell for name, cell in row.items()}
                    for row in drawn.data
                ]
    return deck


def _is_order(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith("@@")


@lru_cache(maxsize=512)
def _spec(
    draw: Callable[..., Any], palette: Theme, arguments: tuple[Any, ...], language: str
) -> dict[str, Any]:
    # Whether it keeps to the schema of Vega-Lite the tests look at, for every chart: it takes as long as to
    # make it.
    spec: dict[str, Any] = draw(palette, *arguments).to_dict(validate=False)
    if spec.pop("data", None) != FRAME.to_dict():
        raise ValueError(f"{draw.__name__} has to draw exhibits.exhibit.FRAME alone")
    # Without a padding of its own, Streamlit leaves twenty pixels empty below a chart.
    spec.setdefault("padding", {"left": 2, "top": 2, "right": 2, "bottom": 2})
    spec["config"] = chart_config(palette) | {"locale": chart_locale(language)}
    _keep_lines_apart(spec)
    spec["params"] = [{"name": AVAILABLE, "expr": AVAILABLE_ON_A_PAGE}]
    fit_legends(spec, LETTERS)
    return spec


def _keep_lines_apart(part: Any) -> None:
    """Gives each line of a tooltip a title of its own: of several that are blank Vega shows one."""
    if isinstance(part, list):
        for each in part:
            _keep_lines_apart(each)
    elif isinstance(part, dict):
        lines = part.get("tooltip")
        for place, line in enumerate(lines if isinstance(lines, list) else ()):
            if isinstance(line.get("title"), str) and not line["title"].strip():
                line["title"] = " " * (place + 1)
        for each in part.values():
            _keep_lines_apart(each)
