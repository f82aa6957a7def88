"""What is shown when a selection holds nothing: which filter to widen, and a button that does it."""

from __future__ import annotations

import streamlit as st

from data_access.reader import Reader
from data_access.selection import Selection
from exhibits import words
from pages.parts.filters import FILTERS, LABELS, reset
from pages.parts.reading import answer, known_names
from pages.parts.show import opening

SELECTED = {kind: f"{kind}s" if kind != "country" else "countries" for kind in FILTERS}


def nothing_selected(title: str, why: str) -> None:
    """An empty page that says which filter to widen."""
    selection: Selection = st.session_state["selection"]
    opening(title, why, words.selection(selection, known_names()))
    with st.container(border=True, key="nothing_selected"):
        st.markdown("### Widen the selection")
        with st.container(horizontal=True):
            for kind, units in answer(units_without, selection).items():
                found = words.count(units, "unit", "units")
                st.button(
                    f"Any {LABELS[kind][0].lower()} ({found})"
                    if kind in LABELS
                    else f"The latest twelve months ({found})",
                    key=f"widen_{kind}",
                    on_click=reset,
                    args=(kind,),
                )
            st.button("Reset all filters", key="widen_all", on_click=reset, type="primary")


def units_without(read: Reader, selection: Selection) -> dict[str, int]:
    """How many units the selection would hold without each of its filters; only those that help."""
    wider = {
        kind: selection.narrowed(**{field: ()})
        for kind, field in SELECTED.items()
        if getattr(selection, field)
    }
    latest = selection.in_latest_period()
    if latest != selection:
        wider["period"] = latest
    found = {kind: int(read.figure("production_units", w)["value"].iloc[0]) for kind, w in wider.items()}
    return {kind: units for kind, units in found.items() if units}
