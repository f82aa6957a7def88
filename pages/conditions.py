"""Conditions."""

import streamlit as st

st.title("Conditions")
