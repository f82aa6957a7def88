"""Reach."""

import streamlit as st

st.title("Reach")
