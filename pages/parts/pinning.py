"""What goes on when a meeting has started: a process of its own pins all pages, part by part."""

from __future__ import annotations

import atexit
import subprocess
import sys
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from data_access.language import say
from data_access.meetings import Deck
from data_access.snapshots import Pinned, positions
from exhibits import words
from pages.parts.reading import asked_anew
from pages.parts.speaking import speak_as_asked

PROGRAM = Path(__file__).parents[2]
# Seconds between two looks at how far it has come.
LOOK_EVERY = 3
_GOING_ON: dict[str, Thread] = {}
# Two at once would take the machine from those who look at pages.
_ONE_AFTER_ANOTHER = Lock()


def pin_pages_of(deck: Deck) -> None:
    """Begins to pin what is not pinned yet, unless that goes on already (a callback, too)."""
    assert deck.snapshot is not None
    if not _goes_on(deck.snapshot):
        pins = Thread(target=_pin, args=(deck.id, st.session_state["viewer"].name), daemon=True)
        _GOING_ON[deck.snapshot] = pins
        pins.start()


def _pin(meeting: str, viewer: str) -> None:
    with _ONE_AFTER_ANOTHER:
        command = [sys.executable, "-m", "exhibits", "pin", meeting, "--as", viewer]
        with subprocess.Popen(command, cwd=PROGRAM, stdin=subprocess.DEVNULL) as process:
            # It ends with the dashboard; what is left can be gone on with.
            atexit.register(process.terminate)
            process.wait()
        atexit.unregister(process.terminate)


def _goes_on(snapshot: str) -> bool:
    return snapshot in _GOING_ON and _GOING_ON[snapshot].is_alive()


def how_far(deck: Deck, known: Pinned) -> None:
    """Says how much of a meeting's numbers is pinned, as long as that is not all of it."""
    if not known.whole(asked_anew(positions, known.id)):
        _follow(deck, known)


@st.fragment(run_every=LOOK_EVERY)
def _follow(deck: Deck, known: Pinned) -> None:
    speak_as_asked()
    positions_there = asked_anew(positions, known.id)
    if known.whole(positions_there):
        st.caption(say("All pages are pinned, for each programme and region of the selection."))
        return
    there, of = len(positions_there), known.parts or 1
    far = say("{part} of {parts} parts are pinned", part=words.number(there), parts=words.number(of))
    if _goes_on(known.id):
        more = say(
            "The slides are pinned. What the pages show of the selection, and of each programme and region "
            "in it, follows: {far}.",
            far=far,
        )
        st.progress(there / of, more)
        return
    if known.data_version != st.session_state["data_version"]:
        st.info(
            say(
                "The data changed before all pages were pinned: {far}. The slides are pinned, and stay. "
                "Start the meeting anew to pin all pages as they are now.",
                far=far,
            ),
            icon=":material/update:",
        )
        return
    st.info(say("The pages are not all pinned: {far}.", far=far), icon=":material/pause_circle:")
    st.button(say("Go on pinning"), key="pin_on", on_click=pin_pages_of, args=(deck,))
