"""The usual way: the tables are read with pandas at each rerun."""

from functools import partial

import streamlit as st

from data_access.store import store_url
from tools.bench.ways import tables
from tools.bench.ways.plain_page import page

source = st.cache_resource(tables.engine)(store_url())
page(partial(tables.frames, partial(tables.load, source)))
