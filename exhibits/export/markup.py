"""Elements of the files that office programs read, put together from their parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement

from data_access.language import spoken
from exhibits.export.cells import legible

# By which office programs check spelling, and readers pronounce.
TAGS = {"en": "en-GB", "es": "es-ES", "fr": "fr-FR"}


def tag(name: str, *parts: Any) -> Any:
    """An element of a name such as ``a:ln``: of its parts, mappings are attributes, texts its text, elements
    and lists of them its children; what is None is left out."""
    made = OxmlElement(name)
    for part in parts:
        if isinstance(part, Mapping):
            for key, value in part.items():
                made.set(qn(key) if ":" in key else key, legible(str(value)))
        elif isinstance(part, str):
            made.text = legible(part)
        elif hasattr(part, "tag"):
            made.append(part)
        elif part is not None:
            made.extend(child for child in part if child is not None)
    return made


def valued(name: str, value: object) -> Any:
    """An element that holds one value, as most in charts do."""
    return tag(name, {"val": value})


def solid(colour: str) -> Any:
    """A fill of a hex colour, or of one that the theme names."""
    if colour.startswith("#"):
        return tag("a:solidFill", valued("a:srgbClr", colour[1:]))
    return tag("a:solidFill", valued("a:schemeClr", colour))


def no_line() -> Any:
    return tag("a:ln", tag("a:noFill"))


def run(text: str, **looks: object) -> Any:
    """A piece of text in the language spoken."""
    return tag("a:r", tag("a:rPr", {"lang": TAGS[spoken()]} | looks), tag("a:t", text))


def paragraph(*runs: Any, before: int = 0, **looks: object) -> Any:
    """A paragraph of pieces of text, so many points below what stands above it."""
    space = tag("a:spcBef", valued("a:spcPts", before * 100)) if before else None
    return tag("a:p", tag("a:pPr", looks, space) if looks or before else None, runs)
