"""What several states have: their head, who sits here, and a check that runs beside the page."""

from __future__ import annotations

import html

import streamlit as st

from secon_data import current
from secon_data.intake import IntakeError
from secon_data.problems import Problem, sentence
from secon_ui import access, data, frame
from secon_ui.access import Access
from secon_ui.desk import cards, desk_state, steps
from secon_ui.desk.link import DeskView
from secon_ui.desk.work import Examined, Work, examine
from secon_ui.page import Page
from secon_ui.words import Words


def titled(page: Page[DeskView], dataset: str) -> str:
    """A dataset's title in the reader's language."""
    return page.t.data(page.package.dataset(dataset).get("title", dataset))


def head(page: Page[DeskView], step: str, title: str, strong: str = "", rest: str = "") -> None:
    """The result as title, one sentence beneath, and the stepper."""
    told = f'<strong class="desk-strong">{html.escape(strong)}</strong> {html.escape(rest)}'
    frame.heading(html.escape(title), told)
    st.html(steps.stepper(step, page.t))
    now = desk_state.desk()
    if now.trouble is not None:
        frame.show_data_error(page.t, now.trouble)


def refused(error: IntakeError, t: Words) -> None:
    """Says why a file cannot be read, and what to do."""
    told = sentence(Problem(error.code, "file", details=error.details), t)
    frame.box("error", told.what, told.expected)


def work() -> Work:
    """The file on the desk; asked for only in the states that have one."""
    found = desk_state.desk().work
    assert found is not None
    return found


def publisher(page: Page[DeskView], key: str) -> None:
    """Asks for a name for the history where no login tells it."""
    now = desk_state.desk()
    known = access.access().who
    if known is not None:
        now.who = known
        st.caption(page.t("As {who}", who=known))
        return
    now.who = st.text_input(
        page.t("Your name or address, for the history"), now.who, key=key, max_chars=80
    ).strip()


def seated(page: Page[DeskView], found: Access) -> None:
    """Who sits here and until when; without a login, why that is enough."""
    t = page.t
    with st.container(horizontal=True, vertical_alignment="center", key="desk-seated"):
        if found.until is None:
            st.caption(t("No login is configured: the desk works on this machine only."))
            return
        told = t("Logged in as {who}, until {when}.", who=found.who, when=t.moment(found.until))
        st.html(f'<p class="desk-hint" dir="auto">{html.escape(told)}</p>')
        logout(page)


def logout(page: Page[DeskView]) -> None:
    """Ends the login, here and in every copy of its cookie."""
    st.button(
        page.t("Log out"),
        key="desk_logout",
        type="tertiary",
        icon=":material/logout:",
        on_click=st.logout,
    )


def checked(page: Page[DeskView], step: str) -> Examined | None:
    """What the check found; while it runs, how far it is, and None."""
    now = desk_state.desk()
    if now.examined is None and now.job is None:
        # In this order: what is published in between is then noticed at the publication.
        data.revisions.clear()
        revisions = current.store().revisions()
        package, file = data.package(), work()
        desk_state.start(lambda told: examine(file, package, revisions, told))
    if desk_state.settle():
        return now.examined
    t = page.t
    head(
        page,
        step,
        t("Checking {rows} …", rows=t.plural("{n} row", "{n} rows", len(work().intake.table))),
        t("Large files take a few seconds."),
    )
    with st.container(key="desk-progress", width=520):
        _wait(t)
    return None


@st.fragment(run_every=0.4)
def _wait(t: Words) -> None:
    job = desk_state.desk().job
    if job is None or job.done:
        st.rerun()
    else:
        st.html(cards.progress(job.stage, t))
