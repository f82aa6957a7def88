"""A deck as slides that can be edited, with native charts and tables where there is a form for them."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from pptx.oxml.ns import qn

from data_access.figures import known_figure
from data_access.language import say, spoken
from exhibits.exhibit import Exhibit, Headline
from exhibits.export import imprint, pictures, slide_table, tables
from exhibits.export.cells import all_legible, legible
from exhibits.export.charting import Written
from exhibits.export.deck import Deck, Hears, Slide, unheard
from exhibits.export.fitting import fitted, pixels
from exhibits.export.markup import paragraph, run, solid, tag
from exhibits.export.master import presentation
from exhibits.export.native import least_height, native
from exhibits.export.places import (
    BIG,
    CHARTED,
    FACTS,
    FULL,
    HALF,
    MARGIN,
    NUMBERED,
    NUMBERED_TABLE,
    OPENING,
    PICTURED,
    SAID,
    SHOWN,
    TABLED,
    TEXT,
    TITLE,
    WORDS,
    Box,
)
from exhibits.export.slide_words import (
    APART,
    describe,
    emphasised,
    find,
    floor,
    foot,
    head,
    pages_of,
    place,
    remove,
    write,
    write_foot,
    write_head,
)
from exhibits.theme import LIGHT

NUMBERS = (96, 80, 66, 54, 44, 36)


def pptx(deck: Deck, hears: Hears | None = None) -> bytes:
    """The deck as PPTX: an opening slide, one for each exhibit, and those of definitions and sources."""
    heard, of = hears or unheard, len(deck.slides) + 1
    made = presentation(deck.brand)
    _open(made, deck)
    for done, each in enumerate(deck.slides):
        heard(done, of)
        _show(made, deck, each)
    heard(len(deck.slides), of)
    _close(made, deck)
    _say_whose(made, deck)
    written = BytesIO()
    made.save(written)
    heard(of, of)
    return written.getvalue()


def _open(made: Any, deck: Deck) -> None:
    slide = _add(made, OPENING)
    title = fitted(legible(deck.title), 10.6, 3, (44, 40, 36, 32, 28), serif=True)
    write(slide.shapes.title, [paragraph(run(title.text, sz=title.size * 100))])
    subtitle = fitted(legible(deck.subtitle), 10.6, 2, (24, 20, 18))
    write(find(slide, 1), [paragraph(run(subtitle.text, sz=subtitle.size * 100))])
    write(find(slide, FACTS), [paragraph(run(fact)) for fact in imprint.facts(deck)])
    if not deck.subtitle:
        remove(find(slide, 1))


def _show(made: Any, deck: Deck, of: Slide) -> None:
    """The slide of one exhibit."""
    exhibit, below = of.exhibit, foot(of, deck)
    if exhibit.empty:
        slide = _nothing(made, of)
    elif exhibit.headline is not None:
        slide = _number(made, of, exhibit.headline, floor(below))
    elif exhibit.chart is not None or exhibit.map is not None:
        slide = _chart(made, of, floor(below))
    else:
        slide = _table(made, of, floor(below))
    write_foot(slide, below)
    _note(slide, deck, of)


def _nothing(made: Any, of: Slide) -> Any:
    """Of an exhibit that is empty, what to widen."""
    slide, above = _add(made, WORDS), head(of)
    write_head(slide, above)
    body = find(slide, SAID)
    place(body, above.body._replace(height=4))
    quiet = [paragraph(run(line.text), lvl=1) for line in above.quiet]
    write(body, [emphasised(of.exhibit.missing or say("Nothing in this selection.")), *quiet])
    return slide


def _chart(made: Any, of: Slide, floor_: float) -> Any:
    """A chart that can be edited, or the picture of one."""
    above, drawn = head(of), native(of.exhibit)
    slide = _add(made, PICTURED if drawn is None else CHARTED)
    write_head(slide, above)
    _draw(slide, of.exhibit, Box(MARGIN, above.end, FULL, floor_ - above.end))
    return slide


def _draw(slide: Any, exhibit: Exhibit, box: Box) -> None:
    """The exhibit's chart in the placeholder for it; a picture of it where there is no native form."""
    placeholder, drawn = find(slide, SHOWN), native(exhibit)
    place(placeholder, box)
    if drawn is not None:
        shown = placeholder.insert_chart(None, Written(drawn, (box.width, box.height)))
    else:
        shown = _picture(slide, placeholder, exhibit, box)
    describe(shown, exhibit.title, exhibit.sentence)


def _picture(slide: Any, placeholder: Any, exhibit: Exhibit, box: Box) -> Any:
    size = pixels(least_height(exhibit), box.width, box.height)
    made = BytesIO(pictures.png(all_legible(exhibit), *size))
    if hasattr(placeholder, "insert_picture"):
        shown = placeholder.insert_picture(made)
        shown.crop_left = shown.crop_right = shown.crop_top = shown.crop_bottom = 0
    else:
        remove(placeholder)
        shown = slide.shapes.add_picture(made, 0, 0)
    place(shown, box)
    return shown


def _table(made: Any, of: Slide, floor_: float) -> Any:
    """A table, with a line that says what of it has no room."""
    slide, above, exhibit = _add(made, TABLED), head(of), of.exhibit
    table = tables.laid_out(exhibit, (FULL, floor_ - above.end))
    if tables.left_out(table, exhibit):
        # The line itself takes room.
        above = head(of, tables.left_out(table, exhibit))
        table = tables.laid_out(exhibit, (FULL, floor_ - above.end))
        above = head(of, tables.left_out(table, exhibit))
    write_head(slide, above)
    _tabulate(slide, exhibit, table, Box(MARGIN, above.end, FULL, floor_ - above.end))
    return slide


def _tabulate(slide: Any, exhibit: Exhibit, table: tables.Table, box: Box) -> None:
    placeholder = find(slide, SHOWN)
    shown = placeholder.insert_table(len(table.rows) + 1, len(table.headings))
    slide_table.fill(shown, table, box)
    describe(shown, exhibit.title, exhibit.sentence)


def _number(made: Any, of: Slide, headline: Headline, floor_: float) -> Any:
    """A number, what it is compared with, and beside them its way or what it is made of."""
    exhibit, above = of.exhibit, head(of)
    slide = _add(made, NUMBERED if exhibit.chart is not None else NUMBERED_TABLE)
    write_head(slide, above)
    value = fitted(legible(headline.value), HALF.left - MARGIN - 0.4, 1, NUMBERS, serif=True)
    top = above.end + 0.3
    number, change = find(slide, BIG), find(slide, FACTS)
    place(number, Box(MARGIN, top, HALF.left - MARGIN - 0.2, value.height))
    write(number, [paragraph(_coloured(value.text, LIGHT.own, sz=value.size * 100, font="+mj-lt"))])
    place(change, Box(MARGIN, top + value.height + 0.1, HALF.left - MARGIN - 0.4, 2.2))
    colour = {True: LIGHT.own, False: LIGHT.target, None: LIGHT.muted}[headline.good]
    compared = [_coloured(headline.change, colour, b=1), run(f" {headline.compared_with}")]
    said = [paragraph(*compared)] if headline.change else []
    write(change, [*said, *([paragraph(run(headline.note))] if headline.note else [])] or [paragraph()])
    box = Box(HALF.left, above.end, HALF.width, floor_ - above.end)
    if exhibit.chart is not None:
        _draw(slide, exhibit, box)
    else:
        _tabulate(slide, exhibit, tables.laid_out(exhibit, (box.width, box.height)), box)
    return slide


def _coloured(text: str, colour: str, font: str = "", **looks: object) -> Any:
    piece = run(text, **looks)
    piece.find(qn("a:rPr")).extend([solid(colour), *([tag("a:latin", {"typeface": font})] if font else [])])
    return piece


def _close(made: Any, deck: Deck) -> None:
    """What the figures mean and where they come from, on as many slides as it takes."""
    for title, said in imprint.ends(deck):
        for page in pages_of(said):
            slide = _add(made, WORDS)
            place(slide.shapes.title, TITLE._replace(height=TEXT.top - TITLE.top))
            write(slide.shapes.title, [paragraph(run(title))])
            told = [[run(f"{lead}  ", b=1), run(text)] if lead else [run(text)] for lead, text in page]
            write(find(slide, SAID), [paragraph(*runs, before=APART) for runs in told])
            write_foot(slide)


def _note(slide: Any, deck: Deck, of: Slide) -> None:
    """What to say, and what the slide itself has no room for."""
    meant = [f"{figure.title}: {figure.definition}" for figure in map(known_figure, of.exhibit.figures)]
    said = (of.notes, imprint.plain(of.exhibit.sentence), imprint.foot(of.exhibit, deck), *meant)
    frame = slide.notes_slide.notes_text_frame
    write(frame, [paragraph(run(text)) for text in map(legible, said) if text])


def _say_whose(made: Any, deck: Deck) -> None:
    """What the file says of itself."""
    about = made.core_properties
    about.title, about.subject = legible(deck.title)[:255], legible(deck.subtitle)[:255]
    about.author = about.last_modified_by = legible(deck.brand.name)[:255]
    about.language, about.comments = spoken(), legible(deck.link)[:255]
    about.created = about.modified = datetime(deck.as_of.year, deck.as_of.month, deck.as_of.day)


def _add(made: Any, layout: int) -> Any:
    return made.slides.add_slide(made.slide_layouts[layout])
