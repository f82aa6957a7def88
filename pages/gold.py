"""Gold."""

import streamlit as st

st.title("Gold")
