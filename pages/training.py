"""Training: whose training is valid, who was trained, what lapses next."""

import streamlit as st

from exhibits import targets, training
from pages.parts.empty import nothing_selected
from pages.parts.reading import exhibit
from pages.parts.show import opening, show

selection = st.session_state["selection"]
coverage = exhibit(training.coverage_by_topic_and_region, selection)
trained = exhibit(training.people_trained, selection)

if coverage.empty and trained.empty:
    nothing_selected("Who is trained", "Nobody is at work in this selection, and nobody was trained.")
    st.stop()

opening("Who is trained", coverage.sentence, coverage.selection)
show(coverage)
left, right = st.columns(2)
with left:
    show(trained)
    show(exhibit(training.hours_by_topic, selection))
with right:
    show(exhibit(training.trained_by_month, selection))
    show(exhibit(training.lapsing_by_topic, selection))
show(exhibit(targets.targets_of, selection, ("people_trained", "training_coverage", "training_hours")))
