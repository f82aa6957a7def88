"""Claims: what was published beside what is recorded; what no longer holds stands first."""

import streamlit as st

from data_access.language import say
from pages.parts.claim_rows import all_claims, claim_rows
from pages.parts.empty import nothing_selected
from pages.parts.reading import answer
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain

selection, title = st.session_state["selection"], say("Published beside recorded")
with st.skeleton(HEAD_HEIGHT):
    (how_many, differing, holding, not_told, reported), ranges = answer(all_claims, selection)

if how_many.empty:
    nothing_selected(title, say("No claim is recorded for this selection."))
    st.stop()

narrowed = say("of the filters only the programme narrows them")
opening(title, plain(how_many.sentence), f"{how_many.selection}; {narrowed}")
for listed in (differing, holding):
    if not listed.empty:
        show(listed, body=claim_rows)
for first in range(0, len(ranges), 2):
    for column, disputed in zip(st.columns(2), ranges[first : first + 2], strict=False):
        with column:
            show(disputed)
for listed in (not_told, reported):
    if not listed.empty:
        show(listed, body=claim_rows)
