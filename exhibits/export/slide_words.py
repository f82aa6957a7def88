"""The words on a slide, as large as they have room: title, sentence and subtitle above, the foot below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml.ns import qn

from exhibits.export import imprint
from exhibits.export.cells import legible
from exhibits.export.deck import Deck, Slide
from exhibits.export.fitting import LINE, POINTS, Fitted, fitted, lines
from exhibits.export.markup import paragraph, run, tag
from exhibits.export.master import page_number
from exhibits.export.places import (
    FOOT,
    FOOT_SIZE,
    FOOTER,
    FULL,
    HEIGHT,
    MARGIN,
    NUMBER,
    PAGE,
    SAID,
    SENTENCE_SIZE,
    SUBTITLE_SIZE,
    TEXT,
    TITLE,
    TITLE_SIZE,
    Box,
)

# Between what stands below each other, between paragraphs, and below the foot, in inches.
BETWEEN, PARAGRAPHS, BELOW = 0.16, 0.05, 0.22
TITLES, SENTENCES = (TITLE_SIZE, 26, 24, 22, 20), (SENTENCE_SIZE, 20, 18)
MOST_IN_FOOT, MOST_IN_SENTENCE = 4, 5
# Between paragraphs that explain, in points.
APART = 8


@dataclass(frozen=True)
class Head:
    """What stands at the head of a slide: its title, a sentence, and quieter lines."""

    title: Fitted
    sentence: Fitted | None
    quiet: tuple[Fitted, ...]

    @property
    def below(self) -> tuple[Fitted, ...]:
        return (*([self.sentence] if self.sentence else []), *self.quiet)

    @property
    def body(self) -> Box:
        """Where the sentence and the quieter lines stand."""
        top = TITLE.top + self.title.height + BETWEEN / 2
        return Box(MARGIN, top, FULL, sum(line.height + PARAGRAPHS for line in self.below))

    @property
    def end(self) -> float:
        """Where it ends, and what it is about may begin."""
        return self.body.top + self.body.height + (BETWEEN if self.below else 0)


def head(of: Slide, *more: str) -> Head:
    """The head of an exhibit's slide, with more quiet lines."""
    title, said = legible(of.exhibit.title), imprint.own_sentence(of)
    quiet = [legible(text) for text in (of.exhibit.subtitle, *more) if text]
    on_one_line = fitted(title, TITLE.width, 1, TITLES[:2], serif=True)
    return Head(
        on_one_line if on_one_line.text == title else fitted(title, TITLE.width, 2, TITLES, serif=True),
        _sentence(said) if said else None,
        tuple(fitted(text, FULL, 3, (SUBTITLE_SIZE,)) for text in quiet),
    )


def _sentence(said: str) -> Fitted:
    """On three lines, or on as many as a long one takes, as far as it leaves room for the rest."""
    on_three = fitted(said, FULL, 3, SENTENCES)
    return on_three if on_three.text == said else fitted(said, FULL, MOST_IN_SENTENCE, SENTENCES[-1:])


def write_head(slide: Any, written: Head) -> None:
    """Puts a head into its placeholders."""
    title = slide.shapes.title
    place(title, TITLE._replace(height=written.title.height + 0.04))
    write(title, [_sized(written.title, TITLE_SIZE)])
    sentence = [_sized(written.sentence, SENTENCE_SIZE)] if written.sentence else []
    quiet = [paragraph(run(line.text), lvl=1) for line in written.quiet]
    if sentence or quiet:
        body = find(slide, SAID)
        place(body, written.body)
        write(body, [*sentence, *quiet])
    else:
        remove(find(slide, SAID))


def foot(of: Slide, deck: Deck) -> Fitted:
    """The foot of an exhibit's slide."""
    return fitted(imprint.foot(of.exhibit, deck), FOOT.width, MOST_IN_FOOT, (FOOT_SIZE,))


def pages_of(said: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Paragraphs, each with the word that it explains, parted into slides as they have room."""
    pages: list[list[tuple[str, str]]] = []
    left = 0.0
    for lead, text in said:
        high = (lines(f"{lead}  {text}", FULL, SUBTITLE_SIZE) * SUBTITLE_SIZE * LINE + APART) / POINTS
        if high > left:
            pages.append([])
            left = TEXT.height
        pages[-1].append((lead, text))
        left -= high
    return pages


def floor(below: Fitted | None) -> float:
    """Where the foot begins, and what stands above it has to end."""
    return HEIGHT - BELOW - (below.height if below else NUMBER.height) - BETWEEN


def write_foot(slide: Any, below: Fitted | None = None) -> None:
    """Writes the foot and the slide's number into placeholders of their own."""
    if below is not None:
        box = FOOT._replace(top=HEIGHT - BELOW - below.height, height=below.height)
        _add(slide, "ftr", FOOTER, "Foot", box, [paragraph(run(below.text))])
    box = NUMBER._replace(top=HEIGHT - BELOW - NUMBER.height)
    _add(slide, "sldNum", PAGE, "Slide number", box, [paragraph(page_number(), algn="r")])


def emphasised(text: str, **looks: object) -> Any:
    """A paragraph of a sentence of ours, in which a part may be emphasised."""
    return paragraph(*(run(part, **looks, b=int(bold)) for part, bold in imprint.emphasised(text)))


def write(shape: Any, paragraphs: Sequence[Any]) -> None:
    """Paragraphs in place of what a shape holds."""
    body = next(shape._element.iter(qn("p:txBody")))
    for old in body.findall(qn("a:p")):
        body.remove(old)
    body.extend(paragraphs)


def place(shape: Any, box: Box) -> None:
    """Puts a shape where it has room."""
    shape.left, shape.top, shape.width, shape.height = box.emu()


def find(slide: Any, number: int) -> Any:
    """The slide's placeholder of a number."""
    return next(each for each in slide.placeholders if each.placeholder_format.idx == number)


def remove(shape: Any) -> None:
    """Takes away a placeholder that nothing stands in."""
    shape._element.getparent().remove(shape._element)


def describe(shape: Any, name: str, text: str) -> None:
    """Says to whoever can't see a shape what it shows."""
    drawn = next(shape._element.iter(qn("p:cNvPr")))
    drawn.set("name", legible(name))
    drawn.set("descr", imprint.plain(text))


def _sized(line: Fitted, usual: int) -> Any:
    return emphasised(line.text, **({} if line.size == usual else {"sz": line.size * 100}))


def _add(slide: Any, kind: str, number: int, name: str, box: Box, paragraphs: Sequence[Any]) -> None:
    tree = slide.shapes._spTree
    ids = [int(drawn.get("id")) for drawn in tree.iter(qn("p:cNvPr"))]
    left, top, width, height = box.emu()
    placed = tag("a:xfrm", tag("a:off", {"x": left, "y": top}), tag("a:ext", {"cx": width, "cy": height}))
    tree.append(
        tag(
            "p:sp",
            tag(
                "p:nvSpPr",
                tag("p:cNvPr", {"id": max(ids) + 1, "name": name}),
                tag("p:cNvSpPr", tag("a:spLocks", {"noGrp": 1})),
                tag("p:nvPr", tag("p:ph", {"type": kind, "idx": number, "sz": "quarter"})),
            ),
            tag("p:spPr", placed),
            tag("p:txBody", tag("a:bodyPr"), tag("a:lstStyle"), paragraphs),
        )
    )
