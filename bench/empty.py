"""The floor: a page that shows one word."""

import streamlit as st

st.text("empty")
