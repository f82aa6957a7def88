"""Stories."""

import streamlit as st

st.title("Stories")
