"""The same page with constant data: what Streamlit itself takes to place it."""

from tools.bench.ways.constant_page import page

page()
