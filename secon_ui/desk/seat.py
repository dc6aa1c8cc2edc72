"""Whoever comes to the desk: her right to send files, and what waits for her from before."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from secon_ui import access, uploads
from secon_ui.desk import desk_state, shelf


def take(asked: access.Access) -> None:
    """Opens or closes the upload route to this session, and puts back on the desk what was on it
    when the person's login ended."""
    context = get_script_run_ctx()
    assert context is not None
    if not asked.may_publish:
        uploads.revoke(context.session_id)
        return
    uploads.grant(context.session_id, access.granted())
    now = desk_state.desk()
    waiting = shelf.take(asked.person) if asked.person and now.work is None else None
    if waiting is not None:
        # The drop zone is a new one: the widget of the old session is gone.
        waiting.uploads = now.uploads + 1
        st.session_state[desk_state.KEY] = waiting
