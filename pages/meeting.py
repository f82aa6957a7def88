"""Meeting: slides from all pages, their numbers pinned when it starts, shown full screen and taken along."""

import streamlit as st

from data_access.language import say
from data_access.meetings import MeetingRefused
from data_access.snapshots import pinned
from data_access.store import StoreUnavailable
from exhibits import words
from exhibits.meeting import pinned_in_words, shown
from exhibits.starting import start
from exhibits.steady import DataChanged
from exhibits.templates import TEMPLATES
from exhibits.written import from_text
from pages.parts.meeting_editor import add, delete_it, rename, rows
from pages.parts.meeting_exhibits import finder
from pages.parts.meeting_link import address_of, close_meeting, linked_meeting, name_numbers, tell_of_numbers
from pages.parts.meeting_making import new_meeting, own_meetings
from pages.parts.notes import notes
from pages.parts.parameters import last_parameter
from pages.parts.pinning import how_far, pin_pages_of
from pages.parts.reading import asked_anew, known_names, reader
from pages.parts.show import opening
from pages.parts.slides import begin, slides
from pages.parts.taking_along import take_meeting_along
from pages.parts.text import plain, quoted

view = last_parameter("view")
deck, said_of_numbers = linked_meeting()


def pin_now() -> None:
    """Pins the numbers, and says how far it has come."""
    bar, read = st.progress(0.0), reader()

    def hears(done: int, of: int) -> None:
        bar.progress(done / of, say("Pinning the numbers …"))

    try:
        begun = start(read.store, read.viewer, st.session_state["deck"], hears)
        name_numbers(begun)
        pin_pages_of(begun)
    except (DataChanged, MeetingRefused, StoreUnavailable) as refused:
        st.session_state["meeting_refused"] = str(refused)
    st.rerun()


if deck is None:
    opening(
        say("Meetings"),
        say("Slides chosen from all pages, with numbers that do not change while you talk."),
        words.selection(st.session_state["selection"], known_names()),
    )
    if asked := last_parameter("meeting"):
        st.info(
            say("There is no meeting {quoted} for you.", quoted=quoted(asked)), icon=":material/link_off:"
        )
    own_meetings()
    new_meeting()
    st.stop()

known = asked_anew(pinned, deck.snapshot) if deck.snapshot else None
numbers, made = pinned_in_words(known), shown(deck, finder(deck))
about = words.selection(from_text(deck.selection), known_names())
if view == "slides":
    slides(deck, made, about, numbers)
    st.stop()
if view == "notes":
    notes(deck, made)
    st.stop()

live = say("The numbers are those of now: they are pinned when the meeting starts.")
opening(
    deck.title,
    plain(f"{say(TEMPLATES[deck.template])} · {numbers or live}"),
    about,
)
with st.container(horizontal=True, vertical_alignment="center"):
    if deck.own:
        label = say("Start it anew") if deck.snapshot else say("Start the meeting")
        started = st.button(label, type="secondary" if deck.snapshot else "primary", key="start_meeting")
    st.button(
        say("Show the slides"),
        icon=":material/slideshow:",
        key="show_slides",
        on_click=begin,
        args=(deck,),
        disabled=not made,
        type="primary" if deck.snapshot else "secondary",
    )
    take_meeting_along(deck)
    st.link_button(
        say("Clock and notes"), f"?{address_of(deck, view='notes')}", icon=":material/open_in_new:"
    )
    st.button(say("All meetings"), key="all_meetings", on_click=close_meeting, type="tertiary")
if said_of_numbers:
    tell_of_numbers(said_of_numbers)
if deck.own and known is not None:
    how_far(deck, known)
rows(deck, made)
if deck.own:
    if started:
        pin_now()
    add(deck)
    with st.container(border=True, horizontal=True, vertical_alignment="bottom", key="about_meeting"):
        st.text_input(say("Title"), deck.title, key="meeting_title", on_change=rename)
        st.button(say("Delete the meeting"), key="delete_meeting", on_click=delete_it, type="tertiary")
