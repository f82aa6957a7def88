"""A deck: exhibits in an order, with what their presenter says of them, under somebody's name and colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from exhibits.exhibit import Exhibit

# Told how many parts of a file are done, and of how many.
Hears = Callable[[int, int], None]


@dataclass(frozen=True)
class Brand:
    """An organisation's name, its logo (PNG or JPEG) and its colours as ``#RRGGBB``."""

    name: str
    logo: bytes | None
    primary: str
    accent: str


@dataclass(frozen=True)
class Slide:
    """An exhibit with the presenter's own sentence, if it is not to be the exhibit's, and their notes."""

    exhibit: Exhibit
    sentence: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Deck:
    """Slides with their title, days and brand.

    ``snapshot`` is the id under which the numbers are pinned, empty where they are live; ``link`` leads to
    the same view of the dashboard.
    """

    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    as_of: date
    data_date: date
    brand: Brand
    snapshot: str = ""
    link: str = ""
