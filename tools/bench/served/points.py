"""The usual map: all points of the selection, whole rows, in one layer of pydeck."""

import pandas as pd
import pydeck as pdk
import streamlit as st

from data_access.store import store_url
from tools.bench.ways import tables
from tools.bench.world.reference import COUNTRIES

QUERY = """
    SELECT production_unit.id, name, organisation_id, region_id, latitude, longitude
    FROM production_unit WHERE latitude IS NOT NULL
"""


@st.cache_data(show_spinner=False)
def units(url: str) -> pd.DataFrame:
    return pd.read_sql(QUERY, tables.engine(url))


st.set_page_config(layout="wide")
with st.sidebar:
    chosen = st.multiselect("Country", list(COUNTRIES), format_func=COUNTRIES.__getitem__)
shown = units(store_url())
if chosen:
    shown = shown[shown["region_id"].str[:2].isin(chosen)]
st.title("Where the units are")
st.pydeck_chart(
    pdk.Deck(
        [
            pdk.Layer(
                "ScatterplotLayer",
                shown,
                get_position="[longitude, latitude]",
                get_fill_color=[138, 90, 0, 160],
                get_radius=3000,
                radius_min_pixels=2,
                pickable=True,
            )
        ],
        initial_view_state=pdk.ViewState(latitude=-5, longitude=-74, zoom=3.5),
        map_provider=None,
        tooltip={"text": "{name}"},
    ),
    height=560,
    key="map",
)
