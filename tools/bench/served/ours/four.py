"""Four charts, placed as every page places its exhibits."""

import streamlit as st

from pages.parts.placing import place
from tools.bench.ways.ours import EXHIBITS

selection = st.session_state["selection"]
st.title("Four charts", anchor=False)
left, right = st.columns(2)
for column, names in ((left, ("stages", "trained")), (right, ("insured", "premium"))):
    with column:
        for name in names:
            build, further = EXHIBITS[name]
            place(build, selection, *further)
