"""What a link to a meeting opens: the meeting, with its numbers or with those of an earlier start."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from data_access.language import say
from data_access.meetings import Deck, meeting
from data_access.snapshots import pinned
from pages.parts.parameters import keep_parameter, last_parameter
from pages.parts.reading import asked_anew
from pages.parts.text import quoted


def linked_meeting() -> tuple[Deck | None, str]:
    """The meeting that the URL names, if it is for the viewer; and what there is to say of its numbers, where
    they are not those that it has now, or those of the URL are not for the viewer.

    With numbers of an earlier start it can be shown and taken along, and not be changed. The URL names the
    numbers from then on: whoever gets it sees the same.
    """
    asked, numbers = last_parameter("meeting"), last_parameter("snapshot")
    deck = asked_anew(meeting, asked) if asked else None
    if deck is None:
        keep_parameter("snapshot")
        return None, ""
    if numbers in ("", deck.snapshot):
        name_numbers(deck)
        return deck, ""
    if asked_anew(pinned, numbers) is None:
        return deck, say(
            "There are no numbers {quoted} for you: these are those of now.", quoted=quoted(numbers)
        )
    earlier = replace(deck, snapshot=numbers, own=False)
    return earlier, say("The meeting was started anew since: these are its numbers of an earlier start.")


def name_numbers(deck: Deck) -> None:
    """Writes into the URL which numbers a meeting has."""
    keep_parameter("snapshot", *([deck.snapshot] if deck.snapshot else []))


def address_of(deck: Deck, **more: str) -> str:
    """The parameters of a link that opens a meeting with these numbers."""
    numbers = {"snapshot": deck.snapshot} if deck.snapshot else {}
    return urlencode({"meeting": deck.id, **numbers, **more})


def tell_of_numbers(said: str) -> None:
    """Says what there is to say of a meeting's numbers, and leads to those that it has now."""
    st.info(said, icon=":material/history:")
    label = say("The numbers it has now")
    st.button(label, key="numbers_now", on_click=keep_parameter, args=("snapshot",))


def close_meeting() -> None:
    """Goes back to all meetings (a callback)."""
    keep_parameter("meeting")
    keep_parameter("snapshot")
