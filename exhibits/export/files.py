"""A deck as a file: which kinds there are, and what writes each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Literal

from exhibits.export import kit, paper, slides, workbook
from exhibits.export.deck import Deck, Hears, unheard

# Ending → what browsers call such a file.
FORMATS = {
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


class UnknownFormat(ValueError):
    """An ending that no file of ours has."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} ends in none of {', '.join(FORMATS)}, which say what to write.")


def ending_of(name: str) -> str:
    """The ending of a name, which says what to write; raises UnknownFormat."""
    ending = PurePath(name).suffix
    if ending not in FORMATS:
        raise UnknownFormat(name)
    return ending


def file_of(name: str, deck: Deck, hears: Hears = unheard, *, wide: bool = False) -> bytes:
    """The file that a name asks for by its ending; ``wide`` is a PDF as on a screen. Raises UnknownFormat."""
    page: Literal["a4", "16:9"] = "16:9" if wide else "a4"
    writers: dict[str, Callable[[], bytes]] = {
        ".pptx": lambda: slides.pptx(deck, hears),
        ".pdf": lambda: paper.pdf(deck, page, hears),
        ".xlsx": lambda: workbook.xlsx(deck, hears),
        ".zip": lambda: kit.kit(deck, hears),
    }
    return writers[ending_of(name)]()
