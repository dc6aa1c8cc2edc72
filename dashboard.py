"""The app: ``make run``, or ``streamlit run dashboard.py`` with an address of your own."""

import streamlit as st
from starlette.middleware import Middleware

from secon_ui.guard import Guard

app = st.App("entry.py", middleware=[Middleware(Guard)])
