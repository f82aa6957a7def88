"""The presenter's second window: what is on the screen, what to say, what comes next, and the time."""

from __future__ import annotations

from html import escape

import streamlit as st

from data_access.audit import now
from data_access.language import say
from data_access.meetings import Deck, meeting
from exhibits.meeting import Shown
from pages.parts.reading import asked_anew
from pages.parts.speaking import speak_as_asked


def notes(deck: Deck, shown: list[Shown]) -> None:
    """Follows the slides that are shown in another window."""
    with st.container(key="speaker"):
        _follow(deck.id, shown)


@st.fragment(run_every=1)
def _follow(id: str, shown: list[Shown]) -> None:
    speak_as_asked()
    deck = asked_anew(meeting, id)
    if deck is None:
        return
    at = min(deck.shown, len(shown))
    here, after = _titled(deck, shown, at), _titled(deck, shown, at + 1)
    said = shown[at - 1].slide.notes if at else ""
    coming = say("Next: {title}", title=after) if after else say("This is the last slide.")
    st.html(
        '<div class="speaker">'
        f"<p><time>{_since(deck)}</time> <span>{at} / {len(shown)}</span></p>"
        f"<h1>{escape(here)}</h1>"
        f"<div>{escape(said or say('No notes for this slide.'))}</div>"
        f"<small>{escape(coming)}</small>"
        "</div>"
    )


def _titled(deck: Deck, shown: list[Shown], at: int) -> str:
    if at == 0:
        return deck.title
    if at > len(shown):
        return ""
    exhibit = shown[at - 1].exhibit
    return exhibit.title if exhibit is not None else say("Not shown")


def _since(deck: Deck) -> str:
    """How long the slides have been shown, as a clock tells it."""
    if deck.shown_since is None:
        return "–"
    seconds = int((now() - deck.shown_since).total_seconds())
    minutes, seconds = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
