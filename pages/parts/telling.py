"""How a story is shown: as a card, and in full with the live figures behind it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import streamlit as st

from data_access.language import say
from data_access.selection import Selection
from exhibits import stories
from exhibits.stories import Picture, Told
from pages.parts.parameters import keep_parameter
from pages.parts.placing import place
from pages.parts.prose import prose
from pages.parts.reading import answer
from pages.parts.show import link_to_figures, opening
from pages.parts.text import plain

CARDS_IN_A_ROW = 3
PNG = b"\x89PNG"


def shelf(told: Sequence[Told], excerpts: Sequence[str] = ()) -> None:
    """Stories side by side."""
    for first in range(0, len(told), CARDS_IN_A_ROW):
        row = range(first, min(first + CARDS_IN_A_ROW, len(told)))
        for number, column in zip(row, st.columns(CARDS_IN_A_ROW), strict=False):
            with column:
                card(told[number], excerpts[number] if excerpts else "")


def card(told: Told, excerpt: str = "") -> None:
    """A story in short: a picture, what it is about, how it begins (or ``excerpt``, in Markdown)."""
    with st.container(border=True, key=f"story_{told.story}", height="stretch"):
        for picture in answer(stories.pictures, told.story)[:1]:
            _image(picture)
        st.markdown(f"### {plain(told.title)}")
        st.caption(plain(_place_and_time(told)))
        _untranslated(told)
        st.markdown(excerpt or plain(told.excerpt))
        st.space("stretch")
        st.button(
            say("Read the story"),
            key=f"read_{told.story}",
            icon=":material/arrow_forward:",
            on_click=keep_parameter,
            args=("story", told.story),
        )


def in_full(told: Told, selection: Selection) -> None:
    """A story to read: its text beside its pictures, and under them the figures that it quotes."""
    st.button(
        say("All stories"),
        key="all_stories",
        icon=":material/arrow_back:",
        on_click=keep_parameter,
        args=("story",),
    )
    opening(told.title, plain(told.organisation), _place_and_time(told))
    text, beside = st.columns([7, 5], gap="large")
    with text:
        _untranslated(told)
        st.markdown(prose(told.body, told.quotes))
    with beside:
        for picture in answer(stories.pictures, told.story):
            _figure(picture)
    if told.quotes:
        place(stories.story_figures, selection, told.story)
    with st.container(horizontal=True):
        for quote in told.quotes:
            if quote.figure is not None and quote.link:
                label = say("{figure} among all figures", figure=quote.figure.title)
                link_to_figures(plain(label), quote.link)


def _untranslated(told: Told) -> None:
    if told.untranslated:
        st.caption(plain(told.untranslated))


def _figure(picture: Picture) -> None:
    _image(picture)
    st.caption(f"{plain(picture.caption)}. {plain(picture.credit)}.")


def _image(picture: Picture) -> None:
    """The picture within the page itself: at an address of its own anybody could fetch it."""
    kind = "png" if picture.image.startswith(PNG) else "jpeg"
    st.image(f"data:image/{kind};base64,{b64encode(picture.image).decode()}", alt=picture.caption)


def _place_and_time(told: Told) -> str:
    return " · ".join(part for part in (told.where, told.when) if part)
