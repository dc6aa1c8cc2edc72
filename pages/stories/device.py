"""The slides that the device keeps, and files on it: asked and told by a frame in the page.

``static/device`` is what runs in it; nothing of a file is sent but to the page.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from streamlit.components.v1 import declare_component

from pages.stories.held import File, Held, chosen, heard
from secon_ui.server.static_files import FONT
from secon_ui.shell.menu import ROOT

_HELD, _NAME = "_slides", "_slides_session"
_frame: Callable[..., Any] = declare_component("secon_device", path=ROOT / "static" / "device")


def held() -> Held:
    """What this session knows of the device."""
    known: Held = st.session_state.setdefault(_HELD, Held())
    return known


def keep(slides: str) -> None:
    """Lets the device keep this list."""
    st.session_state[_HELD] = held().keeping(slides)


def _session() -> str:
    """A name of this session: another's turns are no turns of ours."""
    name: str = st.session_state.setdefault(_NAME, secrets.token_hex(8))
    return name


def ask(here: str, label: str) -> tuple[str | None, File | None]:
    """Draws the frame: a button, called ``label``, that opens a file. The list that the page is to
    show instead of the one ``here``, and a file that was opened now; None where neither."""
    known = held()
    turn = f"{_session()}.{known.turn}"
    told: Mapping[str, Any] | None = _frame(
        write=known.write,
        turn=turn,
        open=label,
        font=f"../../{FONT}",
        key="slides_device",
        default=None,
    )
    known, instead = heard(known, told, here, turn)
    known, file = chosen(known, told)
    st.session_state[_HELD] = known
    return instead, file
