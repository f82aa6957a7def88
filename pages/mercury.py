"""Mercury."""

import streamlit as st

st.title("Mercury")
