"""The usual way with ``st.cache_data``: the tables are read once, joined and grouped at each rerun."""

from functools import partial

import pandas as pd
import streamlit as st

from data_access.store import store_url
from tools.bench.ways import tables
from tools.bench.ways.plain_page import page


@st.cache_data(show_spinner=False)
def table(url: str, name: str) -> pd.DataFrame:
    return tables.load(tables.engine(url), name)


page(partial(tables.frames, partial(table, store_url())))
