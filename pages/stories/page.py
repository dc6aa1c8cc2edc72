"""Stories that are ready to be shown, and slides of one's own."""

from __future__ import annotations

import streamlit as st

from pages.stories.build import Story, build
from pages.stories.mine import mine, show_button
from pages.stories.views import SHOWN, StoriesView, allowed
from secon_ui.shell import export_menu, frame
from secon_ui.shell.page import Page
from secon_ui.text.markup import html


def story(page: Page[StoriesView], told: Story) -> None:
    """A story that is ready: its first slide, what it is of, how it is shown or made one's own."""
    t = page.t
    if not told.slides:
        frame.place(told.told)
        return
    with st.container(key=f"story-{told.name}", border=True):
        left, right = st.columns([2, 3], gap="medium")
        with left:
            frame.place(html('<a href="{}" target="_self">{}</a>', told.show, told.picture))
        with right:
            frame.place(told.told)
            with st.container(horizontal=True):
                show_button(page, told.show)
                st.button(
                    t("Change it as my own"),
                    key=f"story_{told.name}",
                    icon=":material/edit:",
                    on_click=page.change,
                    kwargs={"shown": "mine", "slides": told.slides},
                )


with frame.open_page("stories", StoriesView, allowed) as page:
    shown = page.build(build)
    frame.heading(shown.title, shown.measured)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        page.views(SHOWN)
        if page.view.shown == "stories":
            export_menu.menu(page, shown.taken)
    if page.view.shown == "mine":
        mine(page, shown)
    else:
        for told in shown.stories:
            story(page, told)
