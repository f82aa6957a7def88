"""Working conditions: what miners answer, who holds which permit, how banks answer."""

import streamlit as st

from data_access.language import say
from exhibits import conditions, finance, formalisation
from pages.parts.empty import nothing_selected
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit, known_names
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain

selection = st.session_state["selection"]
survey_names = known_names()["survey"]
with st.skeleton(HEAD_HEIGHT):
    rounds = answer(conditions.compared_rounds, selection)
    others = answer(conditions.other_surveys, selection)
    permits = exhibit(formalisation.permits_of_organisations, selection)
    of_units = exhibit(formalisation.permits_of_units, selection)

if not rounds and not others and permits.empty and of_units.empty:
    nothing_selected(
        say("How miners work"), say("Nobody was asked here, and no organisation is in this selection.")
    )
    st.stop()


def chosen(label: str, surveys: list[str], key: str) -> str:
    """The survey that the viewer looks at, of those there are: two rounds are never shown as one."""
    kept = st.session_state.get(key)
    if len(surveys) == 1:
        return surveys[0]
    picked: str = st.segmented_control(
        label,
        surveys,
        default=kept if kept in surveys else surveys[0],
        format_func=lambda survey: plain(survey_names[survey]),
        key=key,
        required=True,
        persist_state="session",
    )
    return picked


sentence = (
    exhibit(conditions.work_before_and_after, selection, rounds[0]).sentence if rounds else permits.sentence
)
opening(say("How miners work"), plain(sentence), permits.selection)
if rounds:
    asked = chosen(say("Rounds"), rounds, "survey_rounds")
    left, right = st.columns(2)
    with left:
        place(conditions.work_before_and_after, selection, asked)
    with right:
        place(conditions.awareness_before_and_after, selection, asked)
left, right = st.columns(2)
with left:
    show(permits)
with right:
    show(of_units)
left, right = st.columns(2)
with left:
    place(finance.access_to_finance, selection)
    place(formalisation.cooperatives_by_form, selection)
with right:
    place(finance.why_refused, selection)
if others:
    st.header(say("Other surveys"), anchor="other-surveys")
    place(conditions.answers_of_survey, selection, chosen(say("Survey"), others, "other_survey"))
