"""Presenting: the keys and small buttons of a slide. What a slide looks like is in slide.css."""

from __future__ import annotations

from typing import Any

import streamlit as st

from secon_ui.shell.page import Page
from secon_ui.text.markup import html


def controls(page: Page[Any]) -> None:
    """← and → go through the page's steps, Esc ends the slide; small buttons for the mouse."""
    t = page.t
    with st.container(key="slide", horizontal=True):
        if page.steps:
            name, codes, now = page.steps
            # Nothing chosen: the first is shown. A view that is no step has none before it.
            here = 0 if now is None else codes.index(now) if now in codes else -1
            st.html(html('<span class="count">{} / {}</span>', here + 1 or "–", len(codes)))
            for word, icon, key, other in (
                (t("Back"), ":material/chevron_left:", "Left", here - 1),
                (t("Next"), ":material/chevron_right:", "Right", here + 1),
            ):
                known = 0 <= other < len(codes)
                st.button(
                    word,
                    key=f"slide_{key}",
                    icon=icon,
                    shortcut=key,
                    disabled=not known,
                    on_click=page.change,
                    kwargs={name: codes[other]} if known else {},
                )
        st.button(
            t("End"),
            key="slide_end",
            icon=":material/close:",
            shortcut="Escape",
            on_click=page.change,
            kwargs={"presenting": None},
        )
