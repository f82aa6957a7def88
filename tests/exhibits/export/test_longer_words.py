"""Files have room for the words of a language that needs two fifths more of them than English."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import pytest
from pptx import Presentation

from data_access.language import speaking
from data_access.reader import Reader
from exhibits.export.deck import Deck
from exhibits.export.imprint import foot as imprint
from exhibits.export.imprint import own_sentence
from exhibits.export.places import FOOT, HEIGHT
from exhibits.export.slide_words import foot, head
from exhibits.export.slides import pptx
from tests.exhibits.export.decks import deck_of
from tests.exhibits.export.reading import inside
from tests.exhibits.gallery import BUILDERS, Gallery
from tests.translating import lengthened, translated

# The least that a slide's body, a chart or a table, is high, in inches.
LEAST_BODY = 2.5
# Of the files that are written out: a number, a map, charts, a table, and those that differ.
WRITTEN = {
    *("headlines.insured", "units.units_map", "training.coverage_by_topic_and_region"),
    *("trace.gold_trace", "overdue.overdue_actions", "targets.targets_of", "claims.claims_that_differ"),
}


@pytest.fixture(scope="module")
def longer(read: Reader, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deck]:
    """The first that each builder makes, in a language of longer words, which is spoken meanwhile."""
    with translated(tmp_path_factory.mktemp("longer"), lengthened), speaking("fr"):
        gallery = Gallery(read)
        yield deck_of(gallery.exhibits(name, "everything")[0] for name in BUILDERS)


def test_nothing_of_title_sentence_and_foot_is_left_out(longer: Deck) -> None:
    assert len(longer.slides) > 60
    for slide in longer.slides:
        above, below = head(slide), foot(slide, longer)
        assert above.title.text == slide.exhibit.title
        assert (above.sentence.text if above.sentence else "") == own_sentence(slide)
        assert [line.text for line in above.quiet] == [slide.exhibit.subtitle]
        assert below.text == imprint(slide.exhibit, longer)
        assert HEIGHT - above.end - below.height - (HEIGHT - FOOT.top - FOOT.height) > LEAST_BODY


def test_everything_stands_on_its_slide_and_nothing_on_something_else(longer: Deck) -> None:
    few = [slide.exhibit for name, slide in zip(BUILDERS, longer.slides, strict=True) if name in WRITTEN]
    made = Presentation(BytesIO(pptx(deck_of(few))))
    assert len(few) == len(WRITTEN)
    size = made.slide_width, made.slide_height
    for number, slide in enumerate(made.slides, 1):
        shapes = [shape for shape in slide.shapes if shape.width]
        assert all(inside(shape, size) for shape in shapes), number
        in_one_column = sorted(
            (shape.top, shape.top + shape.height) for shape in shapes if shape.left < made.slide_width // 4
        )
        for (_, bottom), (top, _) in pairwise(in_one_column):
            assert top >= bottom - 12700, number
