"""Where a desk waits while its person logs in again, and how she takes it up: logging in leaves
the session, and the file with it. In this process's memory only."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.desk import desk_state
from pages.desk.desk_state import Desk
from secon_ui.server import access, uploads

KEPT = 3600.0  # seconds
_MOST = 20  # desks; the oldest goes first
_desks: OrderedDict[str, tuple[float, Desk]] = OrderedDict()
_lock = threading.Lock()


def arrive(asked: access.Access) -> None:
    """Opens or closes the upload route to this session, and puts back on the desk what was on it
    when the person's login ended."""
    context = get_script_run_ctx()
    assert context is not None
    if not asked.may_publish:
        uploads.revoke(context.session_id)
        return
    access.note_login()
    uploads.grant(context.session_id, access.granted(), asked.person)
    now = desk_state.desk()
    waiting = take(asked.person) if asked.person and now.work is None else None
    if waiting is not None:
        # The drop zone is a new one: the widget of the old session is gone.
        waiting.uploads = now.uploads + 1
        st.session_state[desk_state.KEY] = waiting


def put(person: str, desk: Desk) -> None:
    """Puts a desk by, in place of the person's last; an empty one is none."""
    if desk.work is None:
        return
    with _lock:
        _desks.pop(person, None)
        _desks[person] = (time.monotonic(), replace(desk, job=None, dialog=None))
        while len(_desks) > _MOST:
            _desks.popitem(last=False)


def take(person: str) -> Desk | None:
    """The person's desk, which waits no longer; None when none does."""
    with _lock:
        put_at, desk = _desks.pop(person, (0.0, None))
    return desk if desk is not None and time.monotonic() - put_at <= KEPT else None
