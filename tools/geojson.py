"""Files of GeoJSON for maps, as the tools of the borders write them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]
Feature = dict[str, Any]


def feature(kind: str, coordinates: Sequence[Any], properties: dict[str, Any] | None = None) -> Feature:
    """A feature whose geometry is of a kind, such as MultiPolygon."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties or {}, "geometry": geometry}


def text_of(*features: Feature) -> str:
    """What stands in a file of features: one line, as short as can be."""
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")) + "\n"


def write(files: Iterable[tuple[Path, str]]) -> None:
    """Writes files with what has to stand in them."""
    for file, content in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
