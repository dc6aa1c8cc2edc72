"""The bare pages: what the app's pages send, with nothing worked out.

The first run of a link is the app itself, whose Streamlit calls are recorded; each further run of
that link makes the same calls again with the values, figures and tables ready-made.
"""

import streamlit as st

from bench.recording import RECORDINGS, Recording
from secon_ui.shell import frame

link = tuple(sorted(st.query_params.items()))
if link in RECORDINGS:
    RECORDINGS[link].replay()
else:
    with Recording() as recording:
        frame.run()
    RECORDINGS[link] = recording
