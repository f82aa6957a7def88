"""The type of pictures and kits: the fonts that come along, and how long words are in them.

What is drawn away from the dashboard may not depend on which fonts a machine happens to have.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

# Source Sans and Source Serif under a name of their own, as the licence there asks of what is changed.
FONTS = Path(__file__).parent / "export" / "fonts"
SANS, SERIF = "Dashboard Sans", "Dashboard Serif"
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
FILES = {
    (SANS, REGULAR): FONTS / "DashboardSans-Regular.ttf",
    (SANS, SEMIBOLD): FONTS / "DashboardSans-SemiBold.ttf",
    (SANS, BOLD): FONTS / "DashboardSans-Bold.ttf",
    (SERIF, SEMIBOLD): FONTS / "DashboardSerif-SemiBold.ttf",
}
# Lengths are measured at this size, in pixels.
MEASURED = 100


def length(words: str, size: float, weight: int = REGULAR) -> float:
    """How many pixels long words are in the sans of a size and weight."""
    return _font(weight).getlength(words) * size / MEASURED


def broken(words: str, room: float, size: float, most: int) -> list[str]:
    """The words on lines that are no longer than the room, in pixels; the last of ``most`` lines has all that
    is left."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (len(lines) == most or length(longer, size) <= room):
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    # The other way to lay letters out fails at what is longer than any page.
    return ImageFont.truetype(FILES[SANS, weight], MEASURED, layout_engine=ImageFont.Layout.BASIC)
