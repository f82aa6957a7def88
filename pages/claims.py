"""Claims: what was published beside what is recorded; what no longer holds stands first."""

import streamlit as st

from pages.parts.claim_rows import all_claims, claim_rows
from pages.parts.empty import nothing_selected
from pages.parts.reading import answer
from pages.parts.show import HEAD_HEIGHT, opening, plain, show

TITLE = "Published beside recorded"

selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    (how_many, differing, holding, not_told, reported), ranges = answer(all_claims, selection)

if how_many.empty:
    nothing_selected(TITLE, "No claim is recorded for this selection.")
    st.stop()

opening(
    TITLE, plain(how_many.sentence), f"{how_many.selection}; of the filters only the programme narrows them"
)
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
