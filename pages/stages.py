"""Stages: where units stand on each ladder, how they got there, who is overdue."""

import streamlit as st

from data_access.language import say
from exhibits import stages, words
from pages.parts.empty import nothing_selected
from pages.parts.placing import place
from pages.parts.reading import answer, known_names
from pages.parts.show import HEAD_HEIGHT, opening
from pages.parts.text import plain

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    ladders = answer(stages.ladders, selection)

if not ladders:
    nothing_selected(say("How units climb"), say("No production unit is enrolled in this selection."))
    st.stop()

opening(
    say("How units climb"),
    plain(answer(stages.all_ladders_in_words, selection)),
    words.selection(selection, known_names()),
)

for ladder in ladders:
    st.header(plain(known_names()["ladder"][ladder]), anchor=ladder.lower())
    left, right = st.columns([3, 2])
    with left:
        place(stages.units_over_time, selection, ladder)
        place(stages.time_in_stage, selection, ladder)
    with right:
        place(stages.moves, selection, ladder)
        place(stages.overdue, selection, ladder)
