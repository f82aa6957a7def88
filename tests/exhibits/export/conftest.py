"""The deck of everything, exported once into each file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exhibits.export.deck import Deck
from exhibits.export.paper import pdf
from exhibits.export.slides import pptx
from exhibits.export.workbook import xlsx
from tests.exhibits.export.decks import deck_of
from tests.exhibits.gallery import BUILDERS, Gallery

# Where nobody is at work, and where nothing is known yet.
EMPTY = ("ended", "after_all_data")
PARTLY_EMPTY = ("headlines.insured", "overview.insured_by_month", "targets.targets_of", "trace.gold_trace")


@pytest.fixture(scope="session")
def everything(gallery: Gallery) -> Deck:
    """Every exhibit of the gallery with everything selected, and some that are empty."""
    made = [exhibit for name in BUILDERS for exhibit in gallery.exhibits(name, "everything")]
    for name in PARTLY_EMPTY:
        made += [exhibit for selection in EMPTY for exhibit in gallery.exhibits(name, selection)]
    return deck_of(made)


@pytest.fixture(scope="session")
def varied(everything: Deck) -> Deck:
    """Of the deck of everything, each way of drawing and each table once."""
    ways = {
        (
            exhibit.chart.draw if exhibit.chart else exhibit.name,
            exhibit.headline is None,
            exhibit.empty,
        ): slide
        for slide in reversed(everything.slides)
        if (exhibit := slide.exhibit)
    }
    return replace(everything, slides=tuple(ways.values()))


@pytest.fixture(scope="session")
def slides(everything: Deck) -> bytes:
    return pptx(everything)


@pytest.fixture(scope="session")
def workbook(everything: Deck) -> bytes:
    return xlsx(everything)


@pytest.fixture(scope="session")
def paper(everything: Deck) -> bytes:
    return pdf(everything)


@pytest.fixture(scope="session")
def wide_paper(varied: Deck) -> bytes:
    return pdf(varied, "16:9")
