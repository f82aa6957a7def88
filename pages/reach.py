"""Reach: what extending a programme to its target would take, and what that is reckoned from."""

import math

import pandas as pd
import streamlit as st

from data_access.language import mark, say
from exhibits import assumptions, programme, reach
from pages.parts.empty import nothing_selected
from pages.parts.parameters import keep_parameter, linked_parameter
from pages.parts.placing import place
from pages.parts.reading import answer, exhibit
from pages.parts.show import HEAD_HEIGHT, opening, show
from pages.parts.text import plain, quoted

PARTS = list(assumptions.PARTS)
COLUMNS = {"assumption": mark("Assumption"), "basis": mark("Rests on")}


def from_link(codes: set[str]) -> tuple[assumptions.Change, ...]:
    """The assumptions that a link has brought; what it garbled is said and left out."""
    found = []
    for written in linked_parameter("assume"):
        try:
            found.append(assumptions.change_of(written, codes))
        except ValueError as error:
            ignored = say("The link assumes {assumption}, which was ignored.", assumption=quoted(written))
            st.info(f"{ignored} {plain(str(error))}")
    return tuple(found)


def edited(assumed: list[assumptions.Assumption], key: str) -> tuple[assumptions.Change, ...]:
    """The assumptions in a table to be changed; those that were."""
    frame = pd.DataFrame(
        [
            {
                "assumption": assumption.name,
                **{part: getattr(assumption.span, part, math.nan) for part in PARTS},
                "basis": assumption.basis,
            }
            for assumption in assumed
        ]
    )
    config = {
        **{name: st.column_config.TextColumn(say(title), disabled=True) for name, title in COLUMNS.items()},
        **{
            part: st.column_config.NumberColumn(say(title), min_value=0.0, format="%.3g")
            for part, title in assumptions.PARTS.items()
        },
    }
    changed = st.data_editor(frame, key=key, hide_index=True, column_config=config)
    found = []
    for assumption, values in zip(assumed, changed[PARTS].itertuples(index=False), strict=True):
        before = [getattr(assumption.measured, part, math.nan) for part in PARTS]
        if any(math.isnan(value) for value in values) or list(values) == before:
            continue
        try:
            assumptions.span_of(assumption.code, values)
        except ValueError as error:
            st.error(
                plain(say("{assumption}: {why} It was not used.", assumption=assumption.name, why=str(error)))
            )
            continue
        found.append((assumption.code, *values))
    return tuple(found)


selection = st.session_state["selection"]
with st.skeleton(HEAD_HEIGHT):
    choices = answer(programme.choices, selection)
if not choices:
    nothing_selected(say("A bigger programme"), say("No programme worked with a unit of this selection."))
    st.stop()

head = st.container()
chosen = st.session_state.get("reached_programme")
if chosen not in choices:
    chosen = answer(reach.first_choice, selection, tuple(choices))
code = st.selectbox(
    say("Programme"),
    list(choices),
    index=list(choices).index(chosen),
    format_func=choices.__getitem__,
    key="reached_programme",
    persist_state="session",
)
as_measured = answer(assumptions.assumptions_of, selection, code, ())
if linked := from_link({assumption.code for assumption in as_measured}):
    st.session_state["linked_assumptions"] = (code, linked)
of_programme, linked = st.session_state.get("linked_assumptions", (code, ()))
start = answer(assumptions.assumptions_of, selection, code, linked if of_programme == code else ())

taken = st.container()
with st.expander(say("Change the assumptions"), icon=":material/tune:"):
    changes = edited(start, f"assumed_{code}_{selection.as_of}")
keep_parameter("assume", *map(assumptions.written, changes))
with head:
    shown = exhibit(reach.what_it_would_take, selection, code, changes)
    opening(say("A bigger programme"), plain(shown.sentence), shown.selection)
with taken:
    show(shown)
place(assumptions.assumptions, selection, code, changes)
