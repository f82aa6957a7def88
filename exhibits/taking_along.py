"""What a page shows, as a deck to take along."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from data_access.disclosure.rules import NotForOutsiders
from data_access.names import names
from data_access.reader import Remembering
from data_access.selection import Selection, data_version
from data_access.store import Store
from data_access.viewer import NotShared, Viewer
from exhibits import words
from exhibits.branding import brand
from exhibits.exhibit import Origin
from exhibits.export.deck import Deck, Hears, Slide, unheard
from exhibits.incidents import fatal_incidents_told
from exhibits.making import builder, made, name_of
from exhibits.steady import refuse_changed


def deck_of_page(
    store: Store,
    viewer: Viewer,
    title: str,
    selection: Selection,
    shown: Sequence[Origin],
    hears: Hears = unheard,
    link: str = "",
) -> Deck:
    """A page as what is written into a file: what it has ``shown`` of a selection, from the data of now.

    What the viewer is not told and what is empty is left out. Raises BrandRefused, DataChanged,
    StoreUnavailable, UnknownExhibit.
    """
    whose, read, slides = brand(), Remembering(store, viewer), []
    version = read.fact(data_version)
    # What stands above every page, where somebody died, stands first in its file.
    asked = (Origin(name_of(fatal_incidents_told), (selection,)), *shown)
    for done, origin in enumerate(asked):
        hears(done, len(asked))
        with suppress(NotForOutsiders, NotShared):
            exhibit = made(read, builder(origin.builder), *origin.arguments)
            if not exhibit.empty:
                slides.append(Slide(exhibit))
    hears(len(asked), len(asked))
    refuse_changed(store, viewer, version)
    return Deck(
        title=title,
        subtitle=words.selection(selection, read.ask(names)),
        slides=tuple(slides),
        as_of=selection.as_of,
        data_date=selection.data_date,
        brand=whose,
        link=link,
    )
