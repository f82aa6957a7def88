"""Gold: from the unit to the buyer, and the whole way of its premium."""

import streamlit as st

from data_access.language import say
from exhibits import gold, gold_headlines, lots, trace
from pages.parts.empty import nothing_selected
from pages.parts.headline import headline
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit
from pages.parts.show import EXHIBIT_HEIGHT, HEAD_HEIGHT, opening, show, table
from pages.parts.text import plain

TITLE = say("From gold to what it paid for")

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    sold = exhibit(gold.gold_by_standard, selection)
    currencies = answer(trace.currencies, selection)

if sold.empty and not currencies:
    nothing_selected(TITLE, say("No organisation of this selection sold gold, or holds premium."))
    st.stop()

chosen = st.session_state.get("gold_currency")
currency = chosen if chosen in currencies else next(iter(currencies), None)
said = sold.sentence
if currency:
    with st.skeleton(HEAD_HEIGHT):
        traced = exhibit(trace.gold_trace, selection, currency)
    said = f"{said} {traced.sentence}"
opening(TITLE, plain(said), sold.selection)
if len(currencies) > 1:
    # Amounts in two currencies are never added: one is shown at a time.
    st.segmented_control(say("Currency"), currencies, default=currency, key="gold_currency", required=True)

cards = st.grid(4, min_column_width=150, gap="small")
for number in (gold_headlines.gold_sold, gold_headlines.gold_under_standard, gold_headlines.gold_traceable):
    with cards.cell():
        headline(number, selection)
if currency:
    with cards.cell():
        headline(gold_headlines.due_open, selection, currency)
    show(traced)
left, right = st.columns(2)
with left:
    show(sold)
with right:
    place(gold.shares_of_gold, selection)
left, right = st.columns(2)
with left:
    place(gold.gold_by_destination, selection)
with right:
    place(gold.gold_by_buyer, selection)
if currency:
    for build in (lots.lots_and_premium, trace.trace_in_figures):
        with st.skeleton(EXHIBIT_HEIGHT):
            show(exhibit(build, selection, currency), body=table)
