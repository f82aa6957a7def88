"""Map: production units by stage; regions shaded by a chosen figure."""

import streamlit as st

from exhibits import unit_card, units, words
from exhibits.drawn.clusters import CLUSTERS, UNITS
from exhibits.shading import SHADINGS
from exhibits.views import bounds_around
from pages.parts.empty import nothing_selected
from pages.parts.filters import narrow
from pages.parts.parameters import keep_parameter, linked_parameter
from pages.parts.placing import place
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, card, opening, plain, show

MAP_HEIGHT = 560

selection = st.session_state["selection"]
names_shown = not st.session_state["viewer"].outsider
if asked := linked_parameter("unit"):
    st.session_state["unit"] = asked[-1]
shading = st.session_state.get("shading") or ""
# Not in the URL: it tells a place, and addresses are written down on the way.
gone_near = st.session_state.get("gone_near", {})
near = gone_near.get(selection)
with st.skeleton(HEAD_HEIGHT):
    where = exhibit(units.units_map, selection, shading, MAP_HEIGHT, near)


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
    nothing_selected("Where the units are", "No production unit is enrolled in this selection.")
    st.stop()

clicks = ["a region to filter by it"]
clicks += ["a number to go near its units"] if units.clustered(where) else []
clicks += ["a unit to open its card"] if names_shown else []
opening("Where the units are", plain(where.sentence.removeprefix("Map: ")), where.selection)
left, right = st.columns([7, 3])
with left:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Shade regions by",
            list(SHADINGS),
            format_func=SHADINGS.__getitem__,
            key="shading",
            persist_state="session",
        )
        if near:
            icon = ":material/zoom_out_map:"
            st.button("Whole map", icon=icon, key="whole_map", on_click=gone_near.clear)
    show(where, on_select=follow_click)
with right:
    st.caption(
        f"Click {words.listed(clicks)}."
        + (" Numbers break up into smaller ones as you zoom in." if units.clustered(where) else "")
    )
    unit = st.session_state.get("unit") if names_shown else None
    keep_parameter("unit", *([unit] if unit else []))
    if unit:
        card(exhibit(unit_card.unit_card, selection, unit))
        st.button(
            "Close the card", key="close_card", on_click=st.session_state.pop, args=("unit",), type="tertiary"
        )
    place(unit_card.units_by_region, selection)
