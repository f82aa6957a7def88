"""Programme."""

import streamlit as st

st.title("Programme")
