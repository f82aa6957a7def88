"""Overview: what the selection reached, in one sentence and four numbers."""

import streamlit as st

from data_access.language import say
from exhibits import attributed, headlines, overview, targets, units
from exhibits.contents.impact import BESIDE_OTHERS
from pages.parts.empty import nothing_selected
from pages.parts.headline import headline
from pages.parts.placing import place
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, opening

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    reached = exhibit(overview.what_was_reached, selection)

if reached.empty:
    nothing_selected(
        say("What the programmes reached"), say("No production unit is enrolled in this selection.")
    )
    st.stop()

opening(say("What the programmes reached"), reached.sentence, reached.selection)
cards = st.grid(4, min_column_width=150, gap="small")
for number in (
    headlines.production_units,
    headlines.training_coverage,
    headlines.insured,
    headlines.premium_spent,
):
    with cards.cell():
        headline(number, selection)
left, right = st.columns([3, 2])
with left:
    place(units.units_map, selection, "", BESIDE_OTHERS)
with right:
    place(overview.what_moved, selection)
left, right = st.columns(2)
with left:
    place(overview.insured_by_month, selection)
with right:
    place(targets.targets_of, selection)
if selection.sponsors:
    # What a sponsor pays together with others is theirs in part.
    place(attributed.share_of_figure, selection, "active_miners")
