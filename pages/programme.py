"""Programme: one of them, who pays for it, what it does, what it reached, and what is claimed of it."""

import streamlit as st

from data_access.language import say
from exhibits import attributed, budget, phases, programme, programme_units, stages, targets, units
from exhibits.contents.programmes import MAP_HEIGHT
from pages.parts.empty import nothing_selected
from pages.parts.filters import choose_period
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit
from pages.parts.show import HEAD_HEIGHT, card, opening
from pages.parts.text import plain

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    choices = answer(programme.choices, selection)

if not choices:
    nothing_selected(say("One programme"), say("No programme worked with a unit of this selection."))
    st.stop()

chosen = st.session_state.get("chosen_programme")
code = chosen if chosen in choices else next(iter(choices))
with st.skeleton(HEAD_HEIGHT):
    facts = exhibit(programme.programme_card, selection, code)
opening(choices[code], plain(facts.sentence), facts.selection)
with st.container(horizontal=True, vertical_alignment="bottom"):
    if len(choices) > 1:
        st.selectbox(
            say("Programme"),
            list(choices),
            index=list(choices).index(code),
            format_func=choices.__getitem__,
            key="chosen_programme",
            persist_state="session",
        )
    run = answer(programme.whole_run, selection, code)
    if (run.first_day, run.last_day) != (selection.first_day, selection.last_day):
        st.button(say("Show its whole run"), key="whole_run", on_click=choose_period, args=(run,))

own = selection.narrowed(programmes=(code,))
left, right = st.columns(2)
with left:
    card(facts)
    place(attributed.shares_of_funding, selection, code)
with right:
    place(phases.phases_over_time, selection, code)
    place(programme.funding_agreed, selection, code)
place(budget.spent_of_budget, selection, code)
place(attributed.shares_of_results, selection, code)
left, right = st.columns(2)
with left:
    place(targets.targets_of, own)
with right:
    place(programme.claims_of_programme, selection, code)
left, right = st.columns(2)
with left:
    place(stages.units_over_time, own, answer(programme.ladder_of, code))
with right:
    place(units.units_map, own, "", MAP_HEIGHT)
place(programme_units.units_of_programme, selection, code)
