"""Map: production units by stage; regions shaded by a chosen figure."""

import streamlit as st

from exhibits import units
from pages.parts.empty import nothing_selected
from pages.parts.filters import narrow
from pages.parts.reading import exhibit
from pages.parts.show import opening, show

selection = st.session_state["selection"]


def follow_click() -> None:
    """A click on a region filters by it; a click on a unit opens its card."""
    clicked = st.session_state["map_units_map"]["selection"]["objects"]
    if regions := clicked.get("regions"):
        code = regions[0]["properties"]["iso_3166_2"]
        if code in {code for code, _, _ in units.region_shades(exhibit(units.units_map, selection))}:
            narrow("region", [code])
    elif chosen := clicked.get("units"):
        st.session_state["unit"] = chosen[0]["unit"]


shading = st.session_state.get("shading") or ""
where = exhibit(units.units_map, selection, shading)
if where.empty:
    nothing_selected("Where the units are", "No production unit is enrolled in this selection.")
    st.stop()

opening("Where the units are", where.sentence.removeprefix("Map: "), where.selection)
st.segmented_control(
    "Shade regions by",
    list(units.SHADINGS),
    format_func=units.SHADINGS.get,
    key="shading",
    persist_state="session",
)
show(where, on_select=follow_click)
