"""A native chart as an office program reads it: its markup, and the sheet behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from pptx.opc.oxml import serialize_part_xml

from data_access.sheets import as_grid
from exhibits import words
from exhibits.export.cells import legible
from exhibits.export.chart_looks import HAIRLINE, bar_edge, grid, lettering, line, tick, told, without_marks
from exhibits.export.fitting import LINE, POINTS, lines, width
from exhibits.export.markup import no_line, paragraph, run, solid, tag, valued
from exhibits.export.series import COUNTED, SHARES, Native, Number, Series
from exhibits.theme import LIGHT

# As wide as the names of rows and the labels may be, of the whole chart.
MOST_NAMES, MOST_LABELS = 0.42, 0.35
# How thick a tick is, of the longest bar; and in the legend.
TICK, TICK_IN_LEGEND = 0.009, 0.25
LEGEND_HEIGHT = 0.42
# So few rows or columns would be as broad as they are long.
FEW = 3
GAPS = {"beside": 40, "stacked": 35, "whole": 45, "before": 45}
GROUPINGS = {"beside": "clustered", "stacked": "stacked", "whole": "percentStacked", "before": "clustered"}
SMALLEST, LARGEST, ALONG_TIME = 11, 18, 15
# Of the least value, how far an axis goes below zero.
ROOM_BELOW = 1.35
# The program turns names if it has to.
BY_ITSELF = -60_000_000
ROWS_AND_VALUES = 1, 2


@dataclass(frozen=True)
class Written:
    """A chart in a room of so many inches, as python-pptx takes one in."""

    native: Native
    room: tuple[float, float]

    @property
    def in_rows(self) -> bool:
        return self.native.form == "bars"

    @property
    def size(self) -> int:
        """The size of its type: as large as the rows have room for, on as many lines as their names take."""
        names = self.native.categories
        if not self.in_rows:
            return ALONG_TIME
        high = (self.room[1] - LEGEND_HEIGHT) * POINTS / max(len(names), 1)
        for size in range(LARGEST, SMALLEST, -1):
            longest = max((lines(name, self.room[0] * MOST_NAMES, size) for name in names), default=1)
            if longest * size * LINE <= high:
                return size
        return SMALLEST

    @property
    def xlsx_blob(self) -> bytes:
        """The sheet that opens for whoever edits the chart."""
        head = ["", *(legible(each.name) for each in self.native.series)]
        names = map(legible, self.native.categories)
        return as_grid([head, *zip(names, *(each.values for each in self.native.series), strict=True)])

    def xml_bytes(self, chart_type: object) -> bytes:
        """The chart; of what type it is stands in it."""
        legend = tag(
            "c:legend", valued("c:legendPos", "t"), valued("c:overlay", 0), lettering(min(self.size, 16))
        )
        chart = tag(
            "c:chart",
            valued("c:autoTitleDeleted", 1),
            tag("c:plotArea", self._layout(), self._plot(), self._rows(), self._values()),
            legend if len(self.native.series) > 1 else None,
            valued("c:plotVisOnly", 1),
            valued("c:dispBlanksAs", "gap"),
        )
        space = tag("c:chartSpace", valued("c:date1904", 0), valued("c:roundedCorners", 0), chart)
        space.append(lettering(self.size))
        return serialize_part_xml(space)

    def _layout(self) -> Any:
        """Where bars lie: beside their names, and with room for their labels."""
        if not self.in_rows:
            return tag("c:layout")
        wide, high = self.room
        names = [width(name, self.size) for name in self.native.categories]
        outside = [each.labels for each in self.native.series if not each.inside]
        labels = [width(label, self.size) for each in outside for label in each]
        left = min(max(names, default=0) / wide + 0.012, MOST_NAMES)
        right = min(max(labels, default=0) / wide + 0.012, MOST_LABELS)
        top = LEGEND_HEIGHT / high if len(self.native.series) > 1 else 0.01
        at = {"x": left, "y": top, "w": 1 - left - right, "h": 0.99 - top}
        modes = [valued(f"c:{axis}Mode", "edge") for axis in "xy"]
        places = [valued(f"c:{side}", round(share, 4)) for side, share in at.items()]
        return tag("c:layout", tag("c:manualLayout", valued("c:layoutTarget", "inner"), modes, places))

    def _plot(self) -> Any:
        native = self.native
        series = [self._series(place, each) for place, each in enumerate(native.series)]
        axes = [valued("c:axId", number) for number in ROWS_AND_VALUES]
        many_coloured = valued("c:varyColors", 0)
        if native.form == "lines":
            grouping = valued("c:grouping", "standard")
            return tag("c:lineChart", grouping, many_coloured, series, valued("c:marker", 1), axes)
        return tag(
            "c:barChart",
            valued("c:barDir", "bar" if self.in_rows else "col"),
            valued("c:grouping", GROUPINGS[native.placing]),
            many_coloured,
            series,
            valued("c:gapWidth", GAPS[native.placing] * (2 if len(native.categories) <= FEW else 1)),
            valued("c:overlap", 0 if native.placing == "beside" else 100),
            axes,
        )

    def _series(self, place: int, each: Series) -> Any:
        column, last = chr(ord("B") + place), len(self.native.categories) + 1
        lines = self.native.form == "lines"
        name = tag("c:strCache", _points([each.name]))
        names = tag("c:strCache", _points(self.native.categories))
        values = tag("c:numCache", tag("c:formatCode", "General"), _points(_repeated(each.values)))
        return tag(
            "c:ser",
            valued("c:idx", place),
            valued("c:order", place),
            tag("c:tx", tag("c:strRef", tag("c:f", f"Sheet1!${column}$1"), name)),
            line(each) if lines else self._bar(each),
            self._labels(each),
            tag("c:cat", tag("c:strRef", tag("c:f", f"Sheet1!$A$2:$A${last}"), names)),
            tag("c:val", tag("c:numRef", tag("c:f", f"Sheet1!${column}$2:${column}${last}"), values)),
            valued("c:smooth", 0) if lines else None,
        )

    def _bar(self, each: Series) -> list[Any]:
        """How the bars of a series look, and those of them that look otherwise."""
        own, others = solid(each.colour), [solid(colour) for colour in each.colours]
        if each.mark == "tick":
            longest = max(abs(value) for bar in self.native.series for value in bar.values if value)
            parts = [TICK * longest / abs(value) if value else 0 for value in each.values]
            own = tick(each.colour, TICK_IN_LEGEND, self.in_rows)
            others = [tick(each.colour, part, self.in_rows) for part in parts]
        return [
            tag("c:spPr", own, bar_edge(each)),
            valued("c:invertIfNegative", 0),
            *(
                tag(
                    "c:dPt",
                    valued("c:idx", at),
                    valued("c:invertIfNegative", 0),
                    valued("c:bubble3D", 0),
                    tag("c:spPr", fill, bar_edge(each)),
                )
                for at, fill in enumerate(others)
            ),
        ]

    def _labels(self, each: Series) -> Any:
        """The labels of a series: numbers where its numbers are written so, else the words themselves."""
        said = [(at, text) for at, text in enumerate(each.labels) if text and each.values[at] is not None]
        if not said:
            return None
        written = _format([(each.values[at], text) for at, text in said])
        where = "inBase" if each.inside else "outEnd"
        if self.native.form == "lines":
            where = "t"
        elif self.native.placing in ("stacked", "whole"):
            where = "ctr"
        labels = [self._label(each, at, "" if written else text, written, where) for at, text in said]
        return tag("c:dLbls", labels, told(False))

    def _label(self, each: Series, at: int, text: str, written: str, where: str) -> Any:
        colour = each.inside[at] if each.inside else each.colour if where == "t" else LIGHT.ink
        upright = tag("a:bodyPr", {"wrap": "none"})
        return tag(
            "c:dLbl",
            valued("c:idx", at),
            tag("c:tx", tag("c:rich", upright, tag("a:lstStyle"), paragraph(run(text)))) if text else None,
            tag("c:numFmt", {"formatCode": written, "sourceLinked": 0}) if written else None,
            tag("c:spPr", tag("a:noFill"), no_line()),
            lettering(self.size, colour, bold=where == "t"),
            valued("c:dLblPos", where),
            told(True),
        )

    def _rows(self) -> Any:
        """The axis of the rows, or of time; where not all its names have room, some are left out."""
        names = max((width(f"{name}  ", self.size) for name in self.native.categories), default=0)
        room = self.room[0] - 0.8
        skipped = 1 if self.in_rows else max(1, ceil(len(self.native.categories) * names / room))
        return tag(
            "c:catAx",
            valued("c:axId", 1),
            tag("c:scaling", valued("c:orientation", "maxMin" if self.in_rows else "minMax")),
            valued("c:delete", 0),
            valued("c:axPos", "l" if self.in_rows else "b"),
            tag("c:numFmt", {"formatCode": "General", "sourceLinked": 0}),
            without_marks(),
            valued("c:tickLblPos", "low"),
            tag("c:spPr", tag("a:ln", {"w": HAIRLINE}, solid(LIGHT.border))),
            lettering(
                self.size, LIGHT.ink if self.in_rows else LIGHT.muted, turned=BY_ITSELF if self.in_rows else 0
            ),
            valued("c:crossAx", 2),
            valued("c:crosses", "autoZero"),
            valued("c:auto", 0),
            valued("c:lblAlgn", "ctr"),
            valued("c:lblOffset", 60),
            valued("c:tickLblSkip", skipped),
            valued("c:noMultiLvlLbl", 1),
        )

    def _values(self) -> Any:
        """The axis of the values. It begins at nothing, where an office program would begin anywhere."""
        native = self.native
        known = [value for each in native.series for value in each.values if value is not None]
        least, most = min(known), native.most
        # To the left of zero labels need room of their own, or they would lie on the names.
        begins = 0 if least >= 0 else least * ROOM_BELOW if self.in_rows else None
        return tag(
            "c:valAx",
            valued("c:axId", 2),
            tag(
                "c:scaling",
                valued("c:orientation", "minMax"),
                None if most is None else valued("c:max", most),
                None if begins is None else valued("c:min", begins),
            ),
            valued("c:delete", 0 if native.axis else 1),
            valued("c:axPos", "t" if self.in_rows else "l"),
            grid() if native.axis else None,
            tag("c:numFmt", {"formatCode": native.axis or "General", "sourceLinked": 0}),
            without_marks(),
            valued("c:tickLblPos", "nextTo"),
            tag("c:spPr", no_line()),
            lettering(self.size, LIGHT.muted),
            valued("c:crossAx", 1),
            valued("c:crosses", "autoZero"),
            valued("c:crossBetween", "between"),
            valued("c:majorUnit", 0.25) if native.axis == SHARES and most == 1 else None,
        )


def _repeated(values: Iterable[Number | None]) -> list[str]:
    return ["" if value is None else repr(value) for value in values]


def _points(cells: Sequence[str]) -> list[Any]:
    points = [tag("c:pt", {"idx": at}, tag("c:v", cell)) for at, cell in enumerate(cells) if cell]
    return [valued("c:ptCount", len(cells)), *points]


def _format(labels: Sequence[tuple[Number | None, str]]) -> str:
    """The format in which an office program writes these numbers as their labels do, if there is one."""
    for written, write in ((COUNTED, words.number), (SHARES, words.share)):
        if all(value is not None and write(value) == text for value, text in labels):
            return written
    return ""
