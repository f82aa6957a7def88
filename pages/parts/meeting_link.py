"""What a link to a meeting opens: the meeting, with its numbers or with those of an earlier start."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from data_access.language import say
from data_access.meetings import Deck, meeting
from data_access.snapshots import pinned
from pages.parts.parameters import keep_parameter, page_parameter
from pages.parts.reading import asked_anew
from pages.parts.text import quoted


def linked_meeting() -> Deck | None:
    """The meeting that the URL names, if it is for the viewer.

    With numbers of an earlier start it can be shown and taken along, and not be changed. The URL names the
    numbers from then on: whoever gets it sees the same.
    """
    asked, numbers = _last("meeting"), _last("snapshot")
    deck = asked_anew(meeting, asked) if asked else None
    if deck is None:
        keep_parameter("snapshot")
    elif numbers in ("", deck.snapshot):
        name_numbers(deck)
    elif asked_anew(pinned, numbers) is not None:
        return replace(deck, snapshot=numbers, own=False)
    return deck


def name_numbers(deck: Deck) -> None:
    """Writes into the URL which numbers a meeting has."""
    keep_parameter("snapshot", *([deck.snapshot] if deck.snapshot else []))


def address_of(deck: Deck, **more: str) -> str:
    """The parameters of a link that opens a meeting with these numbers."""
    numbers = {"snapshot": deck.snapshot} if deck.snapshot else {}
    return urlencode({"meeting": deck.id, **numbers, **more})


def tell_of_numbers(deck: Deck) -> None:
    """Says where the URL asks for numbers that are not for the viewer, or not those that it has now."""
    asked, now = _last("snapshot"), asked_anew(meeting, deck.id)
    if asked != (deck.snapshot or ""):
        said = say("There are no numbers {quoted} for you: these are those of now.", quoted=quoted(asked))
    elif now is not None and now.snapshot != deck.snapshot:
        said = say("The meeting was started anew since: these are its numbers of an earlier start.")
    else:
        return
    st.info(said, icon=":material/history:")
    label = say("The numbers it has now")
    st.button(label, key="numbers_now", on_click=keep_parameter, args=("snapshot",))


def close_meeting() -> None:
    """Goes back to all meetings (a callback)."""
    keep_parameter("meeting")
    keep_parameter("snapshot")


def _last(name: str) -> str:
    return "".join(page_parameter(name)[-1:])
