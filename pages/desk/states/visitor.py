"""The desk for those who may not publish: why not, the templates and the history."""

from __future__ import annotations

import streamlit as st

from pages.desk import desk_state, resume
from pages.desk.states import choose, common, published
from pages.desk.views import DeskView
from secon_ui import data
from secon_ui.server.access import Access
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import html


def show(page: Page[DeskView], access: Access) -> None:
    """What everybody may see and take."""
    t, dataset = page.t, page.view.dataset
    frame.heading(
        t("Data desk: what was changed, when and why"),
        t("Editors bring new figures in here. Templates and the history are open to all."),
    )
    _why(page, access)
    choose.which(page, may_publish=False)
    title = common.titled(page, dataset)
    heading = t("History of {dataset}", dataset=title)
    frame.place(html('<h2 class="desk-part">{}</h2>', heading))
    found = data.history(dataset)
    if not found:
        told = t("The file that came with the app is shown.")
        frame.place(html('<p class="quiet">{}</p>', told))
    else:
        if len(found) > 1:
            published.compare_button(page)
        published.revisions(page, found, may_publish=False)
    told = t("A file can be checked without the desk, on any machine with this app:")
    frame.place(html('<p class="desk-hint">{}</p>', told))
    st.code(f"python -m secon_data check {dataset} file.xlsx", language=None)
    common.how(page)


def _why(page: Page[DeskView], access: Access) -> None:
    """Why she may not publish, and what to do about it."""
    t = page.t
    if access.state == "closed":
        places = {name: str(value) for name, value in (access.places or {}).items()}
        frame.box("look", t("The desk is closed on this server."), t(access.why, **places))
    elif access.state == "reader":
        frame.box(
            "look",
            t("You are logged in as {who}, who is none of the editors.", who=access.who or ""),
            t("Ask whoever runs this server to add your address."),
        )
        common.logout(page)
    elif access.state == "ended":
        now = desk_state.desk()
        told = t("Log in again to go on.")
        # What a session still does after its logout is not its person's own doing.
        if now.work is not None and access.person and access.ran_out:
            resume.put(access.person, now)
            told = t("Log in again to go on: your file waits for you here for an hour.")
        frame.box("look", t("Your login is over."), told)
        _login(page, access)
    else:
        frame.box("look", t("Editors log in to bring figures in."))
        _login(page, access)


def _login(page: Page[DeskView], access: Access) -> None:
    with st.container(horizontal=True):
        for provider in access.providers:
            named = page.t("Log in with {provider}", provider=plain(provider.capitalize()))
            st.button(
                page.t("Log in") if provider == "default" else named,
                key=f"desk_login_{provider}",
                type="primary",
                icon=":material/login:",
                on_click=st.login,
                args=(None if provider == "default" else provider,),
            )
