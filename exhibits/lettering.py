"""The type of pictures and kits: the fonts that come along, and how long words are in them.

What is drawn away from the dashboard may not depend on which fonts a machine happens to have.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PIL import ImageFont

# As Adobe published them; see the licence there.
FONTS = Path(__file__).parent / "fonts"
SANS, SERIF = "Source Sans Pro", "Source Serif Pro"
REGULAR, SEMIBOLD = 400, 600
FILES = {
    (SANS, REGULAR): FONTS / "SourceSansPro-Regular.otf",
    (SANS, SEMIBOLD): FONTS / "SourceSansPro-Semibold.otf",
    (SERIF, SEMIBOLD): FONTS / "SourceSerifPro-Semibold.otf",
}
# Lengths are measured at this size, in pixels.
MEASURED = 100


def length(words: str, size: float, weight: int = REGULAR) -> float:
    """How many pixels long words are in the sans of a size and weight."""
    return _font(weight).getlength(words) * size / MEASURED


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FILES[SANS, weight], MEASURED)
