"""The app: ``make run``, or ``streamlit run dashboard.py``, or ``uvicorn dashboard:app``."""

import os
import sys

import streamlit as st
from starlette.middleware import Middleware

from pages.report import job
from secon_ui import clock
from secon_ui.server import long_links, warming
from secon_ui.server.data_routes import DataRoutes
from secon_ui.server.document import Document, whole
from secon_ui.server.follow_routes import FollowRoutes
from secon_ui.server.guard import Guard
from secon_ui.server.headers import Headers, frames
from secon_ui.server.previews import Previews
from secon_ui.server.ready import Ready
from secon_ui.server.show_routes import ShowPages, ShowRoutes
from secon_ui.server.static_files import FRONTEND, Files, StaticFirst
from secon_ui.shell.links import COMPLETE
from secon_ui.shell.menu import ENTRY, ROOT

# Streamlit looks for its settings and its secrets here, from wherever the app was started.
os.chdir(ROOT)

try:  # a setting that is wrong is told before anybody is answered
    clock.today()
    framing, prepares = frames(), warming.prepared()
except ValueError as error:
    sys.exit(f"The app cannot start: {error}.")

long_links.let_in()
OURS, STREAMLIT = Files(ROOT / "static"), Files(FRONTEND, hashed=True)

app = st.App(
    ENTRY,
    lifespan=warming.lifespan(OURS, STREAMLIT, after=job.warm, prepares=prepares),
    middleware=[
        Middleware(Headers, [whole(FRONTEND.parent), COMPLETE], framing),
        Middleware(Ready),
        Middleware(Previews),
        Middleware(Guard),
        Middleware(FollowRoutes, ShowPages().follow),
        Middleware(ShowRoutes),
        Middleware(StaticFirst, {"app/static": OURS, "static": STREAMLIT}),
        Middleware(DataRoutes),
        Middleware(Document, FRONTEND.parent),
    ],
)
