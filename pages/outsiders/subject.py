"""A subject as sponsors and presenters are told it: cards, then exhibits beside one another."""

import streamlit as st

from data_access.figures import known_figure
from data_access.language import say
from exhibits import told, told_aloud, words
from exhibits.subjects import SUBJECTS, asked_for, only_in
from pages.parts.empty import nothing_selected
from pages.parts.headline import headline
from pages.parts.placing import answered, side_by_side
from pages.parts.reading import answer, known_names
from pages.parts.show import HEAD_HEIGHT, opening
from pages.parts.text import plain

selection = st.session_state["selection"]
subject = SUBJECTS[st.session_state["page"]]


def currency_of(figures: list[str]) -> str | None:
    """The currency of the amounts on the page: two are never added, so one is shown at a time."""
    found = (answered(told.currencies, selection, name) or () for name in figures)
    offered = sorted({code for codes in found for code in codes})
    if len(offered) < 2:
        return next(iter(offered), None)
    return st.segmented_control(
        say("Currency"),
        offered,
        default=offered[-1],
        key="told_currency",
        required=True,
        persist_state="session",
    )


if not answer(told.anything_enrolled, selection):
    nothing_selected(subject.title, say("No production unit is enrolled in this selection."))
    st.stop()

head = st.container()
currency = currency_of([name for name in subject.figures if known_figure(name).unit == "money"])
in_currency = tuple((name, only_in(currency, name)) for name in subject.cards)
with head, st.skeleton(HEAD_HEIGHT):
    sentence = answer(told_aloud.told_in_a_sentence, selection, in_currency)
    opening(subject.title, plain(sentence), words.selection(selection, known_names()))
cards = [each for each in in_currency if answered(told.told_now, selection, *each) is not None]
grid = st.grid(4, min_column_width=150, gap="small")
for each in cards:
    with grid.cell():
        headline(told.told_now, selection, *each)
for row in subject.rows:
    side_by_side(*(asked_for(each, selection, currency) for each in row))
