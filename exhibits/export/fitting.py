"""How much room text takes, before an office program has laid it out: near enough to choose its size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

# Widths of the signs from the space on, in hundredths of the type's size, of Calibri and of Cambria.
FIRST = 32
# fmt: off
SANS = (
    23, 33, 40, 50, 51, 71, 68, 22, 30, 30, 50, 50, 25, 31, 25, 39, 51, 51, 51, 51, 51, 51, 51, 51, 51,
    51, 27, 27, 50, 50, 50, 46, 89, 58, 54, 53, 62, 49, 46, 63, 62, 25, 32, 52, 42, 85, 65, 66, 52, 67,
    54, 46, 49, 64, 57, 89, 52, 49, 47, 31, 39, 31, 50, 50, 29, 48, 53, 42, 53, 50, 31, 47, 53, 23, 24,
    45, 23, 80, 53, 53, 53, 53, 35, 39, 33, 53, 45, 71, 43, 45, 40, 31, 46, 31, 50,
)
SERIF = (
    22, 29, 39, 62, 51, 89, 69, 24, 38, 38, 43, 55, 20, 33, 21, 49, 52, 36, 47, 46, 49, 48, 47, 47, 48,
    48, 26, 26, 55, 55, 55, 42, 88, 60, 58, 52, 62, 54, 51, 54, 70, 34, 30, 63, 50, 89, 69, 60, 53, 60,
    61, 45, 56, 69, 60, 89, 57, 56, 51, 35, 49, 35, 55, 37, 15, 47, 52, 42, 52, 44, 31, 46, 55, 28, 26,
    52, 27, 81, 56, 48, 52, 50, 40, 39, 32, 55, 47, 72, 48, 48, 43, 39, 32, 39, 71,
)
# fmt: on
OTHERS = {"\u00a0": 23, "\u202f": 15, "·": 25, "–": 50, "−": 52, "’": 25, "“": 42, "”": 42}
# What is neither of these nor one of them with an accent is taken to be as wide as signs are; and all of
# them to be a little wider than they are.
WIDEST, MARGIN = 100, 1.03
LINE = 1.2
# Pixels of a picture to an inch of a slide: so few that its words can be read from the back of the room.
PIXELS = 60
POINTS = 72


class Fitted(NamedTuple):
    """A text, cut if it has to be, at a size in points, on so many lines."""

    text: str
    size: float
    lines: int

    @property
    def height(self) -> float:
        """How high it stands, in inches."""
        return self.lines * self.size * LINE / POINTS


def width(text: str, size: float, serif: bool = False) -> float:
    """The width of a text on one line, in inches."""
    return sum(_width(sign, serif) for sign in text) * size * MARGIN / 100 / POINTS


@cache
def _width(sign: str, serif: bool) -> int:
    plain, known = normalize("NFD", sign)[0], SERIF if serif else SANS
    return known[ord(plain) - FIRST] if FIRST <= ord(plain) < FIRST + len(known) else OTHERS.get(sign, WIDEST)


def lines(text: str, room: float, size: float, serif: bool = False) -> int:
    """On how many lines a text stands that is ``room`` inches wide; no word is broken that fits on one."""
    count, space = 0, width(" ", size, serif)
    for paragraph in text.split("\n"):
        count, taken = count + 1, 0.0
        for word in paragraph.split(" "):
            wide = width(word, size, serif)
            if taken and taken + wide > room:
                count, taken = count + 1, 0.0
            # A word that is longer than a line goes on in the next.
            while taken + wide > room:
                count, wide = count + 1, taken + wide - room
                taken = 0.0
            taken += wide + space
    return count


def fitted(text: str, room: float, most: int, sizes: Sequence[float], serif: bool = False) -> Fitted:
    """The text at the largest of the sizes in which it has ``most`` lines or fewer; cut, if it has not."""
    for size in sizes:
        if (taken := lines(text, room, size, serif)) <= most:
            return Fitted(text, size, taken)
    size = sizes[-1]
    least, longest = 0, len(text)
    while least < longest:
        middle = (least + longest + 1) // 2
        if lines(f"{text[:middle]}…", room, size, serif) <= most:
            least = middle
        else:
            longest = middle - 1
    return Fitted(f"{text[:least].rstrip()}…", size, most)


def pixels(least: int, wide: float, high: float) -> tuple[int, int]:
    """Width and height in pixels of a picture in a room of so many inches, at ``least`` so high."""
    tall = max(round(high * PIXELS), least)
    return round(tall * wide / high), tall
