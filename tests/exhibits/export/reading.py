"""Files read back: what stands on slides, in sheets and on pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from pptx import Presentation
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from python_calamine import CalamineWorkbook

LETTERS = str.maketrans({"ﬁ": "fi", "ﬂ": "fl"})


@dataclass
class Plotted:
    """A native chart: its kind, categories, and the values, labels and formats of each series."""

    kind: str
    categories: list[str]
    series: dict[str, dict[str, float]]
    labels: dict[str, dict[str, str]]
    formats: set[str]


@dataclass
class Shown:
    """A slide, read back."""

    title: str
    texts: list[str]
    foot: str
    notes: str
    charts: list[Plotted] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    descriptions: list[str] = field(default_factory=list)
    pictures: int = 0
    numbered: bool = False


def slides_of(file: bytes) -> list[Shown]:
    """The slides in their order."""
    return [_slide(slide) for slide in Presentation(BytesIO(file)).slides]


def _slide(slide: Any) -> Shown:
    places = {shape.placeholder_format.type: shape for shape in slide.placeholders}
    by_kind = {shape.element.xpath(".//p:ph/@type")[0]: shape for shape in places.values()}
    foot = by_kind.get("ftr")
    shown = Shown(
        title=slide.shapes.title.text_frame.text,
        texts=[shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame],
        foot=foot.text_frame.text if foot is not None else "",
        notes=slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "",
        numbered=bool(slide.element.xpath(".//p:ph[@type='sldNum']/../../..//a:fld[@type='slidenum']")),
    )
    for shape in slide.shapes:
        described = shape.element.xpath(".//p:cNvPr/@descr")
        if shape.has_chart:
            shown.charts.append(plotted(shape.chart))
        elif shape.has_table:
            shown.tables.append([[cell.text for cell in row.cells] for row in shape.table.rows])
        elif hasattr(shape, "image"):
            shown.pictures += 1
        else:
            continue
        shown.descriptions += described
    return shown


def plotted(chart: Any) -> Plotted:
    """A chart as its markup has it."""
    space = chart._chartSpace
    kind = [each.tag.split("}")[1] for each in space.xpath(".//c:plotArea/*[c:ser]")]
    found = Plotted("+".join(kind), [], {}, {}, set())
    for series in space.xpath(".//c:ser"):
        name = "".join(series.xpath("./c:tx//c:v/text()"))
        names = _points(series, "c:cat")
        found.categories = [names.get(at, "") for at in range(_count(series, "c:cat"))]
        values = {names.get(at, ""): float(value) for at, value in _points(series, "c:val").items()}
        found.series[name] = values
        said = {int(label.xpath("./c:idx/@val")[0]): label for label in series.xpath("./c:dLbls/c:dLbl")}
        found.labels[name] = {
            names.get(at, ""): "".join(label.xpath(".//a:t/text()")) for at, label in said.items()
        }
        found.formats |= {
            format for label in said.values() for format in label.xpath("./c:numFmt/@formatCode")
        }
    return found


def _points(series: Any, where: str) -> dict[int, str]:
    points = series.xpath(f"./{where}//c:pt")
    return {int(point.get("idx")): "".join(point.xpath("./c:v/text()")) for point in points}


def _count(series: Any, where: str) -> int:
    return int(series.xpath(f"./{where}//c:ptCount/@val")[0])


def inside(shape: Any, slide: tuple[Any, Any]) -> bool:
    """Whether a shape stands on its slide with all of it."""
    return bool(
        shape.left >= 0
        and shape.top >= 0
        and shape.left + shape.width <= slide[0]
        and shape.top + shape.height <= slide[1]
    )


def sheets_of(file: bytes) -> dict[str, list[list[Any]]]:
    """The sheets by their names, in their order: rows of cells."""
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def formulas_in(file: bytes) -> list[str]:
    """Every formula of a workbook."""
    with ZipFile(BytesIO(file)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/" in name]
    return [found for sheet in sheets for found in re.findall(r"<f[ >].*?</f>", sheet)]


def without_spaces(text: str) -> str:
    """A text that a line or a page may have broken."""
    return re.sub(r"[\s\u00a0\u202f\u200b]", "", text.translate(LETTERS))


def text_of(file: bytes, running: str = "") -> str:
    """All that can be copied from a PDF, without spaces, and without the line below each page."""
    ends = re.compile(f"({re.escape(without_spaces(running))})?\\d+$")
    pages = [without_spaces(page.extract_text()) for page in PdfReader(BytesIO(file)).pages]
    return "".join(ends.sub("", page) for page in pages)


def tags_of(file: bytes) -> Iterator[tuple[str, str]]:
    """Each tag of a PDF, with the words for what can't be seen."""
    root: Any = PdfReader(BytesIO(file)).trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        children = element.get("/K", [])
        listed = children if isinstance(children, list) else [children]
        waiting += [child for child in listed if isinstance(child.get_object(), DictionaryObject)]
        if "/S" in element:
            yield str(element["/S"]), str(element.get("/Alt", ""))
