"""Map: production units by stage; regions shaded by a chosen figure."""

import streamlit as st

from exhibits import unit_card, units
from pages.parts.empty import nothing_selected
from pages.parts.filters import narrow
from pages.parts.placing import place
from pages.parts.reading import exhibit
from pages.parts.show import HEAD_HEIGHT, card, opening, plain, show

selection = st.session_state["selection"]
names_shown = not st.session_state["viewer"].outsider
shading = st.session_state.get("shading") or ""
with st.skeleton(HEAD_HEIGHT):
    where = exhibit(units.units_map, selection, shading)


def follow_click() -> None:
    """A click on a region with units filters by it; a click on a unit opens its card, if it has a name."""
    for layer, (chosen, *_) in st.session_state["map_units_map"]["selection"]["objects"].items():
        if layer == "units":
            if names_shown:
                st.session_state["unit"] = chosen["unit"]
        elif (code := chosen["properties"]["iso_3166_2"]) in set(where.frame["region"]):
            narrow("region", [code])


if where.empty:
    nothing_selected("Where the units are", "No production unit is enrolled in this selection.")
    st.stop()

opening("Where the units are", plain(where.sentence.removeprefix("Map: ")), where.selection)
left, right = st.columns([7, 3])
with left:
    st.segmented_control(
        "Shade regions by",
        list(units.SHADINGS),
        format_func=units.SHADINGS.__getitem__,
        key="shading",
        persist_state="session",
    )
    show(where, on_select=follow_click)
with right:
    st.caption(f"Click a region to filter by it{', a unit to open its card' if names_shown else ''}.")
    if names_shown and (unit := st.session_state.get("unit")):
        card(exhibit(unit_card.unit_card, selection, unit))
        st.button(
            "Close the card", key="close_card", on_click=st.session_state.pop, args=("unit",), type="tertiary"
        )
    place(unit_card.units_by_region, selection)
