"""Plans."""

import streamlit as st

st.title("Plans")
