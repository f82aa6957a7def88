"""What is shown when a selection holds nothing: which filter to widen, and a button that does it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data_access.language import say
from data_access.reader import Reader
from data_access.selection import Selection
from data_access.units import last_enrolled_day
from exhibits import words
from pages.parts.filter_words import FILTER_WORDS
from pages.parts.filters import SELECTED, choose_period, reset
from pages.parts.reading import answer, known_names
from pages.parts.show import opening


def nothing_selected(title: str, why: str) -> None:
    """An empty page that says which filter to widen, with a button that does it."""
    selection: Selection = st.session_state["selection"]
    opening(title, why, words.selection(selection, known_names()))
    with st.container(border=True, key="nothing_selected"):
        st.markdown(f"### {say('Widen the selection')}")
        with st.container(horizontal=True):
            for kind, units in answer(units_without, selection).items():
                found = words.count(units, "unit", "units")
                st.button(
                    say(FILTER_WORDS[kind].any, units=found),
                    key=f"widen_{kind}",
                    on_click=reset,
                    args=(kind,),
                )
            last = answer(last_day_with_units, selection)
            if last is not None and not selection.first_day <= last <= selection.last_day:
                st.button(
                    say("The twelve months to {day}", day=words.day(last)),
                    key="widen_period",
                    on_click=choose_period,
                    args=(selection.in_year_to(last),),
                )
            st.button(say("Reset all filters"), key="widen_all", on_click=reset, type="primary")


def units_without(read: Reader, selection: Selection) -> dict[str, int]:
    """How many units the selection would hold without each of its filters; only those that help."""
    found = {}
    for kind, field in SELECTED.items():
        if getattr(selection, field):
            wider = selection.narrowed(**{field: ()})
            found[kind] = int(read.figure("production_units", wider)["value"].iloc[0])
    return {kind: units for kind, units in found.items() if units}


def last_day_with_units(read: Reader, selection: Selection) -> date | None:
    """The last day on which the selection, in another period, holds any unit."""
    return read.ask(last_enrolled_day, selection)
