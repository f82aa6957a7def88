"""Protection."""

import streamlit as st

st.title("Protection")
