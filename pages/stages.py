"""Stages: where units stand on each ladder, how they got there, who is overdue."""

import streamlit as st

from exhibits import stages
from pages.parts.empty import nothing_selected
from pages.parts.reading import answer, exhibit, known_names
from pages.parts.show import opening, plain, show

selection = st.session_state["selection"]
ladders = answer(stages.ladders, selection)

if not ladders:
    nothing_selected("How units climb", "No production unit is enrolled in this selection.")
    st.stop()

opening(
    "How units climb",
    answer(stages.all_ladders_in_words, selection),
    answer(stages.selection_in_words, selection),
)

for ladder in ladders:
    st.header(plain(known_names()["ladder"][ladder]), anchor=ladder.lower())
    left, right = st.columns([3, 2])
    with left:
        show(exhibit(stages.units_over_time, selection, ladder))
        show(exhibit(stages.time_in_stage, selection, ladder))
    with right:
        show(exhibit(stages.moves, selection, ladder))
        show(exhibit(stages.overdue, selection, ladder))
