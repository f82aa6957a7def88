"""How support organisations and practice notes are shown."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from data_access.language import mark, say
from exhibits import words
from exhibits.directory import FINANCE, OFFERS, SUBJECTS, Note, Supporter, offering
from exhibits.untranslated import in_another
from pages.parts.prose import prose
from pages.parts.text import plain

NOBODY = mark("No support organisation is listed for the countries of this selection.")
NO_LENDER = mark("No organisation that offers finance is listed for the countries of this selection.")


def support(supporters: Sequence[Supporter], in_a_row: int) -> None:
    """Support organisations with their offers, side by side."""
    for first in range(0, len(supporters), in_a_row):
        row = supporters[first : first + in_a_row]
        for supporter, column in zip(row, st.columns(in_a_row), strict=False):
            with column.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"#### {plain(supporter.name)}")
                for offer in supporter.offers:
                    st.markdown(f"**{say(OFFERS[offer.kind])}** · {plain(offer.description)}.")
                    st.caption(plain(words.listed(offer.countries)))


def support_by_offer(supporters: tuple[Supporter, ...]) -> None:
    """All of them, or those that offer the kind of support that is asked for."""
    if not supporters:
        _nothing_listed(NOBODY)
        return
    offered = [kind for kind in OFFERS if any(kind in supporter.kinds for supporter in supporters)]
    kind = st.pills(
        say("What they offer"),
        offered,
        format_func=lambda kind: say(OFFERS[kind]),
        key="offer",
        persist_state="session",
    )
    support(supporters if kind is None else offering(supporters, kind), in_a_row=2)


def funding(notes: tuple[Note, ...], supporters: tuple[Supporter, ...]) -> None:
    """Which funding can be had, and from whom."""
    left, right = st.columns([3, 2])
    for note in notes:
        if note.subject == FINANCE:
            with left.container(border=True, key=f"funding_{note.note}", height="stretch"):
                st.markdown(f"### {plain(note.title)}")
                _body(note)
    with right:
        lenders = offering(supporters, FINANCE)
        st.caption(say("Organisations that offer finance in the countries of this selection"))
        support(lenders, in_a_row=1)
        if not lenders:
            _nothing_listed(NO_LENDER)


def notes_by_subject(notes: tuple[Note, ...]) -> None:
    """All other notes under their subjects, closed until they are asked for."""
    subjects = [subject for subject in SUBJECTS if subject != FINANCE]
    for subject, column in zip(subjects, st.columns(len(subjects)), strict=True):
        with column:
            st.markdown(f"### {say(SUBJECTS[subject])}")
            for note in notes:
                if note.subject == subject:
                    practice_note(note)


def practice_note(note: Note, title: str = "") -> None:
    """A note, closed until it is asked for; ``title`` is its own in Markdown."""
    with st.expander(in_another(title or plain(note.title), note.language), key=f"note_{note.note}"):
        _body(note)


def _body(note: Note) -> None:
    """What a note says, below the word that it has not been translated."""
    if note.untranslated:
        st.caption(plain(note.untranslated))
    st.markdown(prose(note.body))


def _nothing_listed(why: str) -> None:
    st.markdown(f":material/filter_alt_off: {plain(say(why))}")
