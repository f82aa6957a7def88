"""Map: production units by stage; regions shaded by a chosen figure."""

import streamlit as st

from data_access.language import say
from exhibits import unit_card, units, words
from exhibits.contents.impact import WHOLE_PAGE
from exhibits.drawn.clusters import CLUSTERS, UNITS
from exhibits.shading import SHADINGS, shading_title
from exhibits.views import bounds_around
from pages.parts.empty import nothing_selected
from pages.parts.filters import narrow
from pages.parts.parameters import keep_parameter, linked_parameter
from pages.parts.placing import place
from pages.parts.reading import exhibit, known_names
from pages.parts.show import HEAD_HEIGHT, card, opening, show
from pages.parts.text import plain

selection = st.session_state["selection"]
names_shown = not st.session_state["viewer"].outsider
if asked := linked_parameter("unit"):
    st.session_state["unit"] = asked[-1]
shading = st.session_state.get("shading") or ""
# Not in the URL: it tells a place, and addresses are written down on the way.
gone_near = st.session_state.get("gone_near", {})
near = gone_near.get(selection)
with st.skeleton(HEAD_HEIGHT):
    where = exhibit(units.units_map, selection, shading, WHOLE_PAGE, near)


def follow_click() -> None:
    """A click on a cluster goes near it, one on a region with units filters by it, and one on a unit opens
    its card, if it has a name."""
    for layer, (chosen, *_) in st.session_state["map_units_map"]["selection"]["objects"].items():
        if layer.startswith(CLUSTERS):
            if bounds := bounds_around(chosen):
                st.session_state["gone_near"] = {selection: bounds}
        elif layer.startswith(UNITS):
            if names_shown:
                st.session_state["unit"] = chosen["unit"]
        elif (code := chosen["properties"]["iso_3166_2"]) in set(where.frame["region"]):
            narrow("region", [code])


if where.empty:
    nothing_selected(say("Where the units are"), say("No production unit is enrolled in this selection."))
    st.stop()

clustered = units.clustered(where)
opening(say("Where the units are"), plain(units.in_sum(where.frame, known_names())), where.selection)
left, right = st.columns([7, 3])
with left:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            say("Shade regions by"),
            list(SHADINGS),
            format_func=shading_title,
            key="shading",
            persist_state="session",
        )
        if near:
            icon = ":material/zoom_out_map:"
            st.button(say("Whole map"), icon=icon, key="whole_map", on_click=gone_near.clear)
    show(where, on_select=follow_click)
with right:
    clicks = [say("a region to filter by it")]
    clicks += [say("a number to go near its units")] if clustered else []
    clicks += [say("a unit to open its card")] if names_shown else []
    how = [say("Click {what}.", what=words.listed(clicks))]
    how += [say("Numbers break up into smaller ones as you zoom in.")] if clustered else []
    st.caption(" ".join(how))
    unit = st.session_state.get("unit") if names_shown else None
    keep_parameter("unit", *([unit] if unit else []))
    if unit:
        card(exhibit(unit_card.unit_card, selection, unit))
        st.button(
            say("Close the card"),
            key="close_card",
            on_click=st.session_state.pop,
            args=("unit",),
            type="tertiary",
        )
    place(unit_card.units_by_region, selection)
