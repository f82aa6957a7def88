"""An empty page: the floor."""

import streamlit as st

st.title("Nothing")
