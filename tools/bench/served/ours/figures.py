"""Where the links of the exhibits lead: nothing of it is measured."""

import streamlit as st

st.title("All figures")
