"""*Take along*: what is on the screen as a file, made when it is asked for, and given to whoever asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.language import mark, plural, say, spoken
from data_access.meetings import Deck as Meeting
from data_access.store import StoreUnavailable
from exhibits import words
from exhibits.branding import BrandRefused
from exhibits.contents import PAGES
from exhibits.exhibit import Exhibit, Origin
from exhibits.export.deck import Deck, Hears
from exhibits.making import UnknownExhibit
from exhibits.meeting import deck_of
from exhibits.steady import DataChanged
from exhibits.taking_along import deck_of_page
from exhibits.written import NotReadable
from pages.parts.downloading import asked, written_down
from pages.parts.downloads import for_this_viewer
from pages.parts.meeting_link import address_of
from pages.parts.reading import reader
from pages.parts.text import plain
from pages.parts.trouble import reason
from pages.parts.turns import TURNS

FOR_OTHERS = mark("The file could not be made. Whoever runs the dashboard finds the reason in its log.")
LONGEST_FILE_NAME = 60


class Kind(NamedTuple):
    """A kind of file: its ending, its name and what it is good for; ``wide`` is a PDF as on a screen."""

    ending: str
    title: str
    meant_for: str
    wide: bool = False


KINDS = {
    "pptx": Kind(".pptx", mark("PowerPoint"), mark("Slides to edit, with charts")),
    "pdf": Kind(".pdf", mark("PDF on A4"), mark("To print and to send")),
    "wide": Kind(".pdf", mark("PDF as on a screen"), mark("Pages of 16:9, to project"), wide=True),
    "xlsx": Kind(".xlsx", mark("Workbook"), mark("The numbers, a sheet for each exhibit")),
    "zip": Kind(".zip", mark("Kit for a stick"), mark("A page with live charts, without a network")),
}


@dataclass(frozen=True)
class Along:
    """What can be taken along. ``of`` tells it from all else: a file of something else is not of this.

    ``name`` and ``asked`` are what the audit calls it, ``asked`` as the URL has it.
    """

    of: tuple[Hashable, ...]
    title: str
    name: str
    asked: str
    make: Callable[[Hears, str], Deck]

    @property
    def seen_as(self) -> tuple[Hashable, ...]:
        """All that a file of it depends on: it, the language, the viewer, and the data."""
        return self.of, spoken(), st.session_state["viewer"], st.session_state["data_version"]


@dataclass(frozen=True)
class File:
    """A file that was made, and of what."""

    seen_as: tuple[Hashable, ...]
    kind: str
    name: str
    mime: str
    content: bytes = field(repr=False)
    slides: int
    about: str


@dataclass
class Shown:
    """What a page has shown so far in this run, and its place for *Take along*."""

    title: str
    place: DeltaGenerator
    origins: list[Origin] = field(default_factory=list)


def make_room(title: str) -> None:
    """Keeps a place at the head of a page that has exhibits, for a file of what it will show."""
    if st.session_state["page"] in PAGES:
        st.session_state["shown"] = Shown(title, st.container(width="content", key="along"))


def note(exhibit: Exhibit) -> None:
    """Notes that the page shows an exhibit."""
    shown: Shown | None = st.session_state.get("shown")
    if shown is not None and exhibit.origin is not None and exhibit.origin not in shown.origins:
        shown.origins.append(exhibit.origin)


def take_page_along() -> None:
    """Offers a file of what the page has shown, in the place kept for it; of a page without exhibits none."""
    shown: Shown | None = st.session_state.get("shown")
    if shown is None or not shown.origins:
        return
    read, page, selection = reader(), st.session_state["page"], st.session_state["selection"]
    origins = tuple(shown.origins)

    def make(hears: Hears, link: str) -> Deck:
        return deck_of_page(read.store, read.viewer, shown.title, selection, origins, hears, link)

    of = (page, shown.title, selection, origins)
    with shown.place:
        _offer(Along(of, shown.title, page or "overview", asked(), make), "tertiary")


def take_meeting_along(meeting: Meeting) -> None:
    """Offers a file of a meeting, whoever's it is."""
    read = reader()

    def make(hears: Hears, link: str) -> Deck:
        return deck_of(read.store, read.viewer, meeting, hears, link)

    of = (meeting.id, meeting.revision, meeting.snapshot)
    along = Along(of, meeting.title, meeting.title, address_of(meeting), make)
    _offer(along, "secondary", disabled=not meeting.slides)


def _offer(along: Along, type_: Literal["secondary", "tertiary"], disabled: bool = False) -> None:
    offer = st.popover(
        say("Take along"),
        icon=":material/file_save:",
        type=type_,
        key="take_along",
        on_change="rerun",
        disabled=disabled,
    )
    made: File | None = st.session_state.get("file_made")
    if made is not None and made.seen_as != along.seen_as:
        made = st.session_state["file_made"] = None
    if not offer.open:
        return
    with offer:
        kind = st.radio(
            say("As which file"),
            list(KINDS),
            format_func=lambda name: say(KINDS[name].title),
            captions=[say(each.meant_for) for each in KINDS.values()],
            key="along_as",
            persist_state="session",
        )
        if st.button(say("Make the file"), key="make_file", width="stretch"):
            made = st.session_state["file_made"] = _made(along, kind)
        if made is not None and made.kind == kind:
            _give(along, made)


def _made(along: Along, kind: str) -> File | None:
    """The file; None if it can't be made, which is said."""
    bar = st.empty()

    def hears(said: str, from_: float, to: float) -> Hears:
        return lambda done, of: _tell(bar, from_ + (to - from_) * done / max(of, 1), said)

    try:
        # It takes seconds, in which others may look at their pages.
        with TURNS.meanwhile_others():
            # What writes files takes its time to be loaded: it is, for the first one.
            from exhibits.export.files import FORMATS, file_of

            written_as = KINDS[kind]
            deck = along.make(hears(say("Making the exhibits …"), 0, 0.5), _address(along))
            name = f"{_as_file_name(along.title)}_{deck.snapshot or deck.as_of}{written_as.ending}"
            writing = hears(say("Writing the file …"), 0.5, 1)
            content = file_of(name, deck, writing, wide=written_as.wide)
    except DataChanged as refused:
        st.error(plain(str(refused)), icon=":material/block:")
        return None
    except (BrandRefused, NotReadable, StoreUnavailable, UnknownExhibit) as refused:
        st.error(plain(reason(refused, FOR_OTHERS)), icon=":material/block:")
        return None
    finally:
        bar.empty()
    mime, length = FORMATS[written_as.ending], len(deck.slides)
    return File(along.seen_as, kind, name, mime, content, length, deck.subtitle)


def _tell(bar: DeltaGenerator, part: float, said: str) -> None:
    bar.progress(part, said)


def _give(along: Along, made: File) -> None:
    """A button that gives the file, and puts on record that it did."""
    detail = " · ".join((along.title, made.about, made.name))
    st.download_button(
        say("Download"),
        data=for_this_viewer(
            written_down(along.name, lambda: (made.content, made.slides), along.asked, detail)
        ),
        file_name=made.name,
        mime=made.mime,
        icon=":material/download:",
        on_click="ignore",
        key="take_file",
        type="primary",
        width="stretch",
    )
    slides = plural("{number} slide", "{number} slides", made.slides)
    st.caption(plain(f"{made.name} · {slides} · {_size(made.content)}"))


def _size(content: bytes) -> str:
    return say("{size} kB", size=words.number(max(len(content) / 1000, 1)))


def _address(along: Along) -> str:
    """Where the same is shown live, as the browser of whoever takes it along knows it."""
    url: Any = st.context.url
    return f"{url}?{along.asked}" if url else ""


def _as_file_name(title: str) -> str:
    return re.sub(r"\W+", "_", title.lower())[:LONGEST_FILE_NAME].strip("_") or "deck"
