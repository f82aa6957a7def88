"""Where things stand on slides, in inches, and how large their type is, in points."""

from __future__ import annotations

from typing import NamedTuple

from pptx.util import Inches, Length

WIDTH, HEIGHT = 13.333, 7.5
MARGIN, LOGO_WIDTH, LOGO_HEIGHT = 0.6, 2.0, 0.5
FULL = WIDTH - 2 * MARGIN
STRIP = 0.13
TITLE_SIZE, SENTENCE_SIZE, SUBTITLE_SIZE, FOOT_SIZE = 28, 22, 18, 12
NUMBER_SIZE = 96


class Box(NamedTuple):
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    def emu(self) -> tuple[Length, Length, Length, Length]:
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


class Place(NamedTuple):
    """A placeholder: what it is for, its number, where it stands, the size of its type, its anchor."""

    kind: str
    number: int
    name: str
    box: Box
    size: int = 0
    anchor: str = "t"


TITLE = Box(MARGIN, 0.36, FULL - LOGO_WIDTH - 0.2, 0.95)
FOOT = Box(MARGIN, 6.62, FULL - 0.9, 0.66)
NUMBER = Box(WIDTH - MARGIN - 0.8, 6.98, 0.8, 0.3)
BODY = Box(MARGIN, 1.4, FULL, 0.85)
CHART = Box(MARGIN, 2.35, FULL, 4.2)
# Of a placeholder on the layouts, by which slides find it.
SAID, SHOWN, BIG, FACTS, FOOTER, PAGE = 13, 14, 15, 16, 11, 12
HEAD = (
    Place("title", 0, "Title", TITLE),
    Place("body", SAID, "Sentence", BODY),
    Place("ftr", FOOTER, "Foot", FOOT, FOOT_SIZE, "b"),
    Place("sldNum", PAGE, "Slide number", NUMBER, FOOT_SIZE, "b"),
)
HALF = Box(5.6, 2.35, WIDTH - MARGIN - 5.6, 4.2)
TEXT = Box(MARGIN, 1.2, FULL, 5.6)
BESIDE = (
    Place("body", BIG, "Number", Box(MARGIN, 2.35, 4.8, 1.6), NUMBER_SIZE, "b"),
    Place("body", FACTS, "Change", Box(MARGIN, 4.0, 4.8, 2.4), 20),
)
LAYOUTS: dict[str, tuple[Place, ...]] = {
    "opening": (
        Place("ctrTitle", 0, "Title", Box(1.0, 2.0, 10.6, 1.7), 44, "b"),
        Place("subTitle", 1, "Subtitle", Box(1.0, 3.85, 10.6, 1.0), 24),
        Place("body", FACTS, "Facts", Box(1.0, 5.35, 10.6, 1.6), 18),
    ),
    "chart": (*HEAD, Place("chart", SHOWN, "Chart", CHART)),
    "picture": (*HEAD, Place("pic", SHOWN, "Picture", CHART)),
    "table": (*HEAD, Place("tbl", SHOWN, "Table", CHART)),
    "number": (*HEAD, *BESIDE, Place("chart", SHOWN, "Chart", HALF)),
    "number and table": (*HEAD, *BESIDE, Place("tbl", SHOWN, "Table", HALF)),
    "words": (*HEAD[:1], Place("body", SAID, "Text", TEXT, 18), *HEAD[2:]),
}
OPENING, CHARTED, PICTURED, TABLED, NUMBERED, NUMBERED_TABLE, WORDS = range(len(LAYOUTS))
