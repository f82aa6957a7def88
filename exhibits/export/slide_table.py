"""A table on a slide, as one that can be edited there."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn
from pptx.util import Inches

from exhibits.export.fitting import POINTS
from exhibits.export.markup import paragraph, run, solid, tag
from exhibits.export.places import Box
from exhibits.export.tables import ABOVE, BESIDE, Table

# Neither fills nor frames of the program's own.
PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def fill(frame: Any, table: Table, box: Box) -> None:
    """Writes the table into a graphic frame that has as many rows and columns."""
    made = frame.table
    properties = made._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = PLAIN_STYLE
    properties.set("bandRow", "0")
    for column, wide in zip(made.columns, table.widths, strict=True):
        column.width = Inches(wide)
    for row, high in zip(made.rows, table.heights, strict=True):
        row.height = Inches(high)
    frame.left, frame.top, frame.width, frame.height = Box(
        box.left, box.top, sum(table.widths), sum(table.heights)
    ).emu()
    for at, texts in enumerate([table.headings, *table.rows]):
        for cell, text, number in zip(made.rows[at].cells, texts, table.numbers, strict=True):
            _write(cell._tc, text, table.size, number, heading=at == 0)


def _write(cell: Any, text: str, size: float, number: bool, heading: bool) -> None:
    said = (
        run(text, sz=int(size * 100), b=int(heading))
        if text
        else tag("a:endParaRPr", {"sz": int(size * 100)})
    )
    line = paragraph(said, algn="r" if number else "l")
    cell.replace(cell.find(qn("a:txBody")), tag("a:txBody", tag("a:bodyPr"), tag("a:lstStyle"), line))
    ems = {"marL": BESIDE, "marR": BESIDE, "marT": ABOVE, "marB": ABOVE}
    edges = {side: Inches(em * size / POINTS) for side, em in ems.items()}
    rule = tag("a:lnB", {"w": 19050 if heading else 6350}, solid("accent1" if heading else "bg2"))
    looks = tag(
        "a:tcPr",
        edges | {"anchor": "b" if heading else "t"},
        rule,
        tag("a:noFill"),
    )
    if (old := cell.find(qn("a:tcPr"))) is not None:
        cell.remove(old)
    cell.append(looks)
