"""The app: ``make run``, or ``streamlit run dashboard.py``, or ``uvicorn dashboard:app``."""

import os

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from secon_ui.server.guard import Guard
from secon_ui.shell.menu import ENTRY, ROOT

# Streamlit looks for its settings and its secrets here, from wherever the app was started.
os.chdir(ROOT)

app = st.App(
    ENTRY,
    routes=[Mount("/app/static", StaticFiles(directory=ROOT / "static"))],
    middleware=[Middleware(Guard)],
)
