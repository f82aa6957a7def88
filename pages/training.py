"""Training: whose training is valid, who was trained, what lapses next."""

import streamlit as st

from data_access.language import say
from exhibits import attributed, targets, training
from pages.parts.empty import nothing_selected
from pages.parts.placing import place
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    coverage = exhibit(training.coverage_by_topic_and_region, selection)
    trained = exhibit(training.people_trained, selection)

if coverage.empty and trained.empty:
    nothing_selected(
        say("Who is trained"), say("Nobody is at work in this selection, and nobody was trained.")
    )
    st.stop()

opening(say("Who is trained"), plain(coverage.sentence), coverage.selection)
show(coverage)
left, right = st.columns(2)
with left:
    show(trained)
    place(training.hours_by_topic, selection)
with right:
    place(training.trained_by_month, selection)
    place(training.lapsing_by_topic, selection)
place(targets.targets_of, selection, ("people_trained", "training_coverage", "training_hours"))
if selection.sponsors:
    place(attributed.share_of_figure, selection, "people_trained")
