"""Mercury: what is used against each unit's own baseline, and the other core indicators."""

import streamlit as st

from data_access.language import say
from exhibits import mercury, planetgold, targets
from pages.parts.empty import nothing_selected
from pages.parts.headline import headline
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain

TITLE = say("How much mercury is used")

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    by_month = exhibit(mercury.used_by_month, selection)
    reported = exhibit(planetgold.reported_by_year, selection)
    aims = exhibit(
        targets.targets_of, selection, ("mercury_reduction", "mercury_avoided", *planetgold.REPORTED)
    )

if by_month.empty and reported.empty:
    nothing_selected(TITLE, say("No mercury was reported in this selection and period."))
    st.stop()

opening(TITLE, plain(answer(mercury.in_words, selection)), by_month.selection)
cards = st.grid(4, min_column_width=150, gap="small")
for number in (
    planetgold.mercury_reduction,
    planetgold.miners_formalised,
    planetgold.money_mobilised,
    planetgold.responsible_gold,
):
    with cards.cell():
        headline(number, selection)
left, right = st.columns(2)
with left:
    show(by_month)
    place(mercury.change_by_organisation, selection)
with right:
    place(mercury.used_by_unit, selection)
left, right = st.columns(2)
with left:
    show(reported)
with right:
    if not aims.empty:
        show(aims)
