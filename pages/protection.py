"""Protection: what protects people, and who pays."""

import streamlit as st

from data_access.language import mark, say
from exhibits import (
    attributed,
    cover_financing,
    headlines,
    incidents,
    injuries,
    insured,
    protection,
    safety,
    targets,
)
from pages.parts.empty import nothing_selected
from pages.parts.headline import headline
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit
from pages.parts.show import HEAD_HEIGHT, card, opening
from pages.parts.text import emphasised

TITLE = mark("What protects people, and who pays")

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    protected = exhibit(protection.who_is_protected, selection)
    currencies = answer(cover_financing.currencies, selection)

if protected.empty:
    nothing_selected(say(TITLE), say("Nobody is at work in this selection, and nobody was insured."))
    st.stop()

opening(say(TITLE), emphasised(protected.sentence), protected.selection)
cards = st.grid(4, min_column_width=150, gap="small")
for number in (
    headlines.insured,
    headlines.people_insured,
    headlines.cover_lapsing,
    headlines.miners_who_left,
):
    with cards.cell():
        headline(number, selection)

left, right = st.columns(2)
with left:
    card(exhibit(protection.planned_and_reached, selection))
with right:
    place(targets.targets_of, selection, protection.COVER_TARGETS)
left, right = st.columns([3, 2])
with left:
    place(protection.cover_and_turnover, selection)
with right:
    place(protection.lapsing_by_region, selection)
left, right = st.columns(2)
with left:
    place(insured.insured_by_relation, selection)
with right:
    place(insured.insured_by_product, selection)

if currencies:
    chosen = st.session_state.get("cover_currency")
    currency = chosen if chosen in currencies else currencies[0]
    if len(currencies) > 1:
        # Amounts in two currencies are never added: one is shown at a time.
        st.segmented_control(
            say("Currency of the cover"),
            currencies,
            default=currency,
            key="cover_currency",
            required=True,
            persist_state="session",
        )
    left, right = st.columns(2)
    with left:
        place(cover_financing.cost_by_payer, selection, currency)
    with right:
        place(cover_financing.self_financing, selection, currency)

left, right = st.columns(2)
with left:
    place(safety.safety_reach, selection)
with right:
    place(safety.units_without_provision, selection)
left, right = st.columns(2)
with left:
    place(incidents.incidents_by_severity, selection)
with right:
    place(injuries.injury_rate, selection)
if selection.sponsors:
    place(attributed.share_of_figure, selection, "people_insured")
