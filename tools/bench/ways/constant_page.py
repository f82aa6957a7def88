"""The layout of our page, element by element, with data and specifications that stay the same."""

from __future__ import annotations

from functools import cache

import pandas as pd
import streamlit as st

from data_access.schema.gold import CATEGORIES
from exhibits.drawn import overview, stages
from exhibits.exhibit import Chart
from exhibits.forms import BAR_HEIGHT, bars
from exhibits.theme import theme
from tools.bench.ways.plain_page import PROGRAMMES
from tools.bench.world.places import REGIONS
from tools.bench.world.reference import TOPICS

MONTHS = tuple(
    f"{year}-{month:02}"
    for year, month in [*((2025, m) for m in range(9, 13)), *((2026, m) for m in range(1, 10))]
)
STAGES = ("Step 1", "Step 2", "Step 3", "Not yet assessed")
FILTERS = {
    "Programme": PROGRAMMES,
    "Sponsor": [f"FUNDER-{number}" for number in range(1, 7)],
    "Country": ["PE", "CO", "BO", "EC", "HN"],
    "Region": list(REGIONS),
    "Organisation": [f"O{number:07}" for number in range(1, 201)],
}


def page() -> None:
    """Draws the page."""
    st.set_page_config(layout="wide", initial_sidebar_state=264)
    st.navigation([st.Page(_four, title="Four charts", default=True)], position="top").run()


def _four() -> None:
    with st.sidebar:
        for label, codes in FILTERS.items():
            st.multiselect(label, codes, placeholder=f"All of them: {label}")
        st.selectbox("Period", ["Last twelve months", "2026", "2025", "2024", "All years", "Other days"])
        st.selectbox("Compared with", ["The period before", "The same period last year"])
        st.caption("Data to 17 Sep 2026.")
    st.title("Four charts", anchor=False)
    left, right = st.columns(2)
    for column, names in ((left, ("stages", "trained")), (right, ("insured", "premium"))):
        with column:
            for name in names:
                _show(name)


def _show(name: str) -> None:
    frame, chart, height = _made()[name]
    with st.container(border=True, key=f"exhibit_{name}", height="stretch"):
        st.markdown(f"### The title of {name}")
        st.caption("What it shows, and for which period")
        st.vega_lite_chart(
            frame,
            chart.spec(theme(st.context.theme.type)),
            height=height,
            theme=None,
            key=f"chart_{name}",
            alt="It shows something.",
        )
        st.space("stretch")
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"foot_{name}"):
            st.caption("Counted · data to 17 Sep 2026")
            st.popover("Definition", type="tertiary", key=f"definition_{name}", on_change="rerun")
            st.button("Table", type="tertiary", key=f"twin_{name}")
            st.button("Download", type="tertiary", key=f"download_{name}")
            st.button("In depth", type="tertiary", key=f"depth_{name}")


@cache
def _made() -> dict[str, tuple[pd.DataFrame, Chart, int]]:
    """Each exhibit's frame, how it is drawn, and its height in pixels."""
    standing = [(month, stage, place * 40 + 10) for month in MONTHS for place, stage in enumerate(STAGES)]
    insured = [(month, 300 + place, 500, str(300 + place)) for place, month in enumerate(MONTHS)]
    return {
        "stages": (
            pd.DataFrame(standing, columns=["month", "group", "value"]),
            Chart(stages.units_over_time, (), (STAGES,)),
            340,
        ),
        "trained": _bars([name for _, name, _, _ in TOPICS]),
        "insured": (
            pd.DataFrame(insured, columns=["month", "value", "of", "label"]),
            Chart(overview.insured_by_month, (), (MONTHS, None, None)),
            300,
        ),
        "premium": _bars(CATEGORIES),
    }


def _bars(rows: tuple[str, ...] | list[str]) -> tuple[pd.DataFrame, Chart, int]:
    values = range(len(rows), 0, -1)
    frame = pd.DataFrame({"row": list(rows), "value": values, "label": [str(value) for value in values]})
    return frame, Chart(bars, (), (tuple(rows),)), BAR_HEIGHT * len(rows) + 30
