"""A meeting as its maker prepares it: its slides in order, what is said to each, what can be added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from zlib import crc32

import streamlit as st

from data_access.language import say
from data_access.meetings import Deck, MeetingRefused, Slide, remove, save
from data_access.store import StoreUnavailable
from exhibits.contents import PAGES
from exhibits.meeting import Shown
from exhibits.templates import SINCE
from pages.parts.meeting_exhibits import offered_on, pages_pinned
from pages.parts.meeting_link import close_meeting
from pages.parts.reading import reader
from pages.parts.slides import not_shown
from pages.parts.text import plain


def rows(deck: Deck, shown: Sequence[Shown]) -> None:
    """The slides, each with its sentence and notes; what is typed is kept as soon as the box is left."""
    st.session_state["deck"] = deck
    if refused := st.session_state.pop("meeting_refused", None):
        st.error(plain(refused), icon=":material/block:")
    if not shown:
        st.markdown(say("There is no slide yet: add exhibits below, or from the foot of any exhibit."))
    for at, (key, each) in enumerate(zip(_keys(deck.slides), shown, strict=True)):
        with st.container(border=True, key=f"slide_row_{key}", gap="small"):
            _head(at, key, each, len(shown))
            if deck.own:
                _words(at, key, each.slide)
            elif each.slide.sentence:
                st.markdown(plain(each.slide.sentence))


def _head(at: int, key: str, each: Shown, of: int) -> None:
    exhibit = each.exhibit
    with st.container(horizontal=True, vertical_alignment="center", key=f"slide_head_{key}"):
        title = exhibit.title if exhibit is not None else not_shown()
        st.markdown(f"**{at + 1}** · {plain(title)}", width="stretch")
        if st.session_state["deck"].own:
            _move(":material/arrow_upward:", say("Earlier"), f"up_{key}", at, at - 1, disabled=at == 0)
            _move(":material/arrow_downward:", say("Later"), f"down_{key}", at, at + 1, disabled=at == of - 1)
            st.button(
                "",
                icon=":material/delete:",
                help=say("Take it out"),
                type="tertiary",
                key=f"out_{key}",
                on_click=_take_out,
                args=(at,),
            )
    if exhibit is not None:
        st.caption(plain(exhibit.subtitle))


def _move(icon: str, label: str, key: str, at: int, to: int, disabled: bool) -> None:
    st.button(
        "",
        icon=icon,
        help=label,
        type="tertiary",
        key=key,
        on_click=_swap,
        args=(at, to),
        disabled=disabled,
    )


def _words(at: int, key: str, slide: Slide) -> None:
    left, right = st.columns(2)
    left.text_area(
        say("Sentence on the slide"),
        slide.sentence,
        key=f"sentence_{key}",
        placeholder=say("The exhibit's own sentence"),
        height=80,
        on_change=_write,
        args=(at, "sentence", f"sentence_{key}"),
    )
    right.text_area(
        say("Notes for you alone"),
        slide.notes,
        key=f"notes_{key}",
        height=80,
        on_change=_write,
        args=(at, "notes", f"notes_{key}"),
    )


def add(deck: Deck) -> None:
    """A choice of all exhibits that the meeting can show, page by page."""
    with st.container(border=True, key="add_slides"):
        st.markdown(f"### {say('Add slides')}")
        if not pages_pinned(deck):
            st.markdown(say("What the pages show is being pinned: in a moment it can be added here."))
            return
        titles = {path: page.title for path, page in st.session_state["pages"].items() if path in PAGES}
        titles |= {SINCE: say("Since the last meeting")}
        page = st.selectbox(say("Page"), list(titles), format_func=titles.__getitem__, key="add_from")
        listed = offered_on(deck, page)
        if not listed:
            st.markdown(say("Nothing of this page can be shown to whom the meeting is for."))
            return
        chosen = st.multiselect(
            say("Exhibits"),
            range(len(listed)),
            format_func=lambda at: listed[at].title,
            key=f"add_{page}",
            placeholder=say("Choose exhibits"),
        )
        st.button(
            say("Add"),
            on_click=_add,
            args=([listed[at].slide for at in chosen],),
            disabled=not chosen,
            key="add",
        )


def rename() -> None:
    """Keeps the title that was typed (a callback)."""
    change(lambda deck: replace(deck, title=st.session_state["meeting_title"].strip()))


def delete_it() -> None:
    """Removes the meeting (a callback)."""
    read, deck = reader(), st.session_state["deck"]
    try:
        with read.store.writing(read.viewer) as connection:
            remove(connection, read.viewer, deck.id)
    except (MeetingRefused, StoreUnavailable) as refused:
        st.session_state["meeting_refused"] = str(refused)
        return
    close_meeting()


def change(changed: Callable[[Deck], Deck]) -> None:
    """Keeps the meeting as it is changed; what is refused is said on the next run (in callbacks)."""
    read = reader()
    try:
        with read.store.writing(read.viewer) as connection:
            st.session_state["deck"] = save(connection, read.viewer, changed(st.session_state["deck"]))
    except (MeetingRefused, StoreUnavailable) as refused:
        st.session_state["meeting_refused"] = str(refused)


def _add(slides: Sequence[Slide]) -> None:
    change(lambda deck: replace(deck, slides=(*deck.slides, *slides)))


def _take_out(at: int) -> None:
    change(lambda deck: replace(deck, slides=(*deck.slides[:at], *deck.slides[at + 1 :])))


def _swap(at: int, to: int) -> None:
    def swapped(deck: Deck) -> Deck:
        slides = list(deck.slides)
        slides[at], slides[to] = slides[to], slides[at]
        return replace(deck, slides=tuple(slides))

    change(swapped)


def _write(at: int, field: str, key: str) -> None:
    written = st.session_state[key]

    def with_words(deck: Deck) -> Deck:
        slides = list(deck.slides)
        slides[at] = replace(slides[at], **{field: written})
        return replace(deck, slides=tuple(slides))

    change(with_words)


def _keys(slides: Sequence[Slide]) -> list[str]:
    """A name for each slide that goes with it wherever it is moved."""
    met: Counter[str] = Counter()
    found = []
    for slide in slides:
        name = f"{crc32(f'{slide.exhibit} {slide.arguments}'.encode()):x}"
        met[name] += 1
        found.append(f"{name}_{met[name]}")
    return found
