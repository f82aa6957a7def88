"""A deck: exhibits in their order, with the words of whoever presents them and the look of their house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from exhibits.exhibit import Exhibit

# Is told how much is done, of how much there is to do.
Hears = Callable[[int, int], None]


@dataclass(frozen=True)
class Brand:
    """Whose deck it is: a name, a logo (PNG or JPEG) and two hex colours."""

    name: str
    logo: bytes | None
    primary: str
    accent: str


@dataclass(frozen=True)
class Slide:
    """An exhibit, with the presenter's own sentence in place of the exhibit's, and what to say."""

    exhibit: Exhibit
    sentence: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Deck:
    """What is shown to somebody at one sitting. ``snapshot`` is the id under which its numbers are pinned;
    empty, they are live."""

    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    as_of: date
    data_date: date
    brand: Brand
    snapshot: str = ""
    link: str = ""


def unheard(done: int, of: int) -> None:
    """Where nobody listens."""
