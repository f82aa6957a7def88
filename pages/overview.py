"""Overview: what the selection reached, in one sentence and four numbers."""

import streamlit as st

from exhibits import headlines, overview, targets, units
from pages.parts.empty import nothing_selected
from pages.parts.reading import exhibit
from pages.parts.show import headline, opening, show

selection = st.session_state["selection"]
reached = exhibit(overview.what_was_reached, selection)

if reached.empty:
    nothing_selected("What the programmes reached", "No production unit is enrolled in this selection.")
    st.stop()

opening("What the programmes reached", reached.sentence, reached.selection)
with st.grid(4, min_column_width=150, gap="small"):
    for number in (
        headlines.production_units,
        headlines.training_coverage,
        headlines.insured,
        headlines.premium_spent,
    ):
        headline(exhibit(number, selection))
left, right = st.columns([3, 2])
with left:
    show(exhibit(units.units_map, selection, "", 430))
with right:
    show(exhibit(overview.what_moved, selection))
left, right = st.columns(2)
with left:
    show(exhibit(overview.insured_by_month, selection))
with right:
    show(exhibit(targets.targets_of, selection))
