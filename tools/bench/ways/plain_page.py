"""The page as it is usually written: filters in the sidebar, four charts that Altair makes at each rerun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import altair as alt
import streamlit as st

from data_access.selection import Selection
from tools.bench.frames import Frames
from tools.bench.selections import YEAR
from tools.bench.world.places import REGIONS
from tools.bench.world.sizes import DATA_DATE, FIRST_DAY, SIZES

PERIODS = {"Last twelve months": YEAR, "All years": (FIRST_DAY, DATA_DATE)}
PROGRAMMES = [f"PROG-{number:02}" for number in range(1, SIZES["L"].programmes + 1)]


def page(frames_of: Callable[[Selection], Frames]) -> None:
    """Draws the page; ``frames_of`` gives the four frames of a selection."""
    st.set_page_config(layout="wide")
    frames = frames_of(filters())
    st.title("Four charts")
    left, right = st.columns(2)
    with left:
        chart = alt.Chart(frames["stages"]).mark_bar().encode(x="month:O", y="value:Q", color="stage:N")
        show("Units by stage", chart)
        show("People trained", alt.Chart(frames["trained"]).mark_bar().encode(x="value:Q", y="topic:N"))
    with right:
        show("Insured", alt.Chart(frames["insured"]).mark_line(point=True).encode(x="month:O", y="value:Q"))
        show("Premium spent", alt.Chart(frames["premium"]).mark_bar().encode(x="value:Q", y="category:N"))


def filters() -> Selection:
    """The filters in the sidebar, which begin as the URL says."""
    asked = st.query_params
    with st.sidebar:
        programmes = st.multiselect("Programme", PROGRAMMES, default=asked.get_all("programme"))
        regions = st.multiselect("Region", REGIONS, default=asked.get_all("region"))
        first, last = PERIODS[st.selectbox("Period", list(PERIODS))]
    if "from" in asked:
        first, last = date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])
    return Selection(
        first, last, DATA_DATE, programmes=tuple(sorted(programmes)), regions=tuple(sorted(regions))
    )


def show(title: str, chart: alt.Chart) -> None:
    """A chart in a frame."""
    with st.container(border=True):
        st.subheader(title)
        st.altair_chart(chart)
