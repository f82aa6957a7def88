"""Premium: from gold sold to what it bought."""

import streamlit as st

from data_access.language import say
from exhibits import premium, premium_lists
from pages.parts.empty import nothing_selected
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain

TITLE = say("What the premium bought")

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    currencies = answer(premium.currencies, selection)

if not currencies:
    nothing_selected(TITLE, say("No organisation of this selection holds premium."))
    st.stop()

chosen = st.session_state.get("currency")
currency = chosen if chosen in currencies else currencies[0]
with st.skeleton(HEAD_HEIGHT):
    flow = exhibit(premium.premium_flow, selection, currency)
opening(TITLE, plain(flow.sentence), flow.selection)
if len(currencies) > 1:
    # Amounts in two currencies are never added: one is shown at a time.
    st.segmented_control(say("Currency"), currencies, default=currency, key="currency", required=True)

left, right = st.columns(2)
with left:
    show(flow)
    place(premium.received_and_spent_by_year, selection, currency)
with right:
    place(premium.spending_by_category, selection, currency)
    place(premium.balance_by_month, selection, currency)
place(premium_lists.what_bought_what, selection, currency)
place(premium_lists.premium_by_organisation, selection, currency)
