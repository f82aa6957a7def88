"""*Add to meeting*: at the foot of every exhibit."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from data_access.language import say
from data_access.meetings import Deck, MeetingRefused, meeting, meetings, save
from data_access.store import StoreUnavailable
from exhibits.exhibit import Exhibit, Origin
from exhibits.meeting import slide_of
from pages.parts.meeting_exhibits import finder
from pages.parts.reading import asked_anew, reader
from pages.parts.text import plain


def add_to_meeting(exhibit: Exhibit) -> None:
    """Offers the viewer's meetings to put an exhibit into; those of a page without an origin have none."""
    if exhibit.origin is None:
        return
    offer = st.popover(say("Add to meeting"), type="tertiary", key=f"meet_{exhibit.name}", on_change="rerun")
    if not offer.open:
        return
    with offer:
        own = asked_anew(meetings)
        if not own:
            st.markdown(say("You have no meeting yet."))
        for deck in own:
            st.button(
                plain(deck.title),
                key=f"meet_{exhibit.name}_{deck.id}",
                on_click=_add,
                args=(deck.id, exhibit.origin),
            )
        st.page_link(st.session_state["pages"]["meeting"], label=say("All meetings"))


def _add(id: str, origin: Origin) -> None:
    slide, deck = slide_of(origin), asked_anew(meeting, id)
    if deck is None:
        return
    if finder(deck).exhibit(slide.exhibit, slide.arguments) is None:
        st.toast(_why_not(deck), icon=":material/block:")
        return
    read = reader()
    try:
        with read.store.writing(read.viewer) as connection:
            save(connection, read.viewer, replace(deck, slides=(*deck.slides, slide)))
    except (MeetingRefused, StoreUnavailable) as refused:
        st.toast(plain(str(refused)), icon=":material/block:")
        return
    st.toast(plain(say("Added to {meeting}.", meeting=deck.title)), icon=":material/check:")


def _why_not(deck: Deck) -> str:
    if deck.snapshot is not None:
        return say("Its numbers are pinned, and this exhibit is not among them: start the meeting anew.")
    return say("This exhibit is not told to those whom this meeting is for.")
