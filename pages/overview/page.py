"""Overview: where the nine regions are, and how mine stands on the key figures."""

from __future__ import annotations

import streamlit as st

from pages.overview.build import build
from secon_ui.drawing import maps
from secon_ui.shell import export_menu, frame
from secon_ui.shell.menu import DOORS, spec
from secon_ui.shell.view import View, to_query
from secon_ui.text.markup import html

with frame.open_page("overview", View) as page:
    t = page.t
    page.look.boundaries()  # so that a damaged one is told at once, and not only at first
    shown = page.build(build)
    frame.heading(shown.title, shown.measured)

    def choose() -> None:
        chosen = st.session_state["europe"]["selection"]["points"]
        if chosen and isinstance(region := chosen[0].get("customdata"), str | list):
            page.change(region=region if isinstance(region, str) else region[0])

    left, right = st.columns([6.4, 5.6], gap="large")
    with left:
        frame.draw(
            page, shown.europe, "europe", shown.described, config=maps.CONFIG, on_select=choose
        )
        frame.place(shown.hint)
    with right:
        frame.place(shown.figures)
        export_menu.menu(page, shown.taken)
    for column, door in zip(st.columns(len(DOORS)), DOORS, strict=True):
        with column, st.container(key=f"door-{door.name}"):
            st.page_link(
                spec(door.page).path,
                label=t(door.title),
                icon=door.icon,
                query_params={**to_query(page.view), **dict(door.query)},
            )
            frame.place(html('<p class="door">{}</p>', t(door.text)))
    frame.place(shown.source)
