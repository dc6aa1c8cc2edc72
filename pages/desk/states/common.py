"""What several states have: their head, who sits here, and a check that runs beside the page."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.desk import cards, desk_state, steps
from pages.desk.views import DeskView
from pages.desk.work import Examined, Work
from secon_data import settings
from secon_data.errors import DataError
from secon_data.intake import IntakeError
from secon_data.problems import Problem, sentence
from secon_ui import data
from secon_ui.processes.runner import StoppedError
from secon_ui.processes.serving import FailedError
from secon_ui.server import access
from secon_ui.server.access import Access
from secon_ui.shell import documents, frame
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import html, joined
from secon_ui.text.words import Words

LOG = logging.getLogger("secon")


def titled(page: Page[DeskView], dataset: str) -> str:
    """A dataset's title in the reader's language."""
    return page.t.data(page.package.dataset(dataset).get("title", dataset))


def head(page: Page[DeskView], step: str, title: str, strong: str = "", rest: str = "") -> None:
    """The result as title, one sentence beneath, and the stepper."""
    told = html('<strong class="desk-strong">{}</strong> {}', strong, rest)
    frame.heading(title, told)
    frame.place(steps.stepper(step, page.t))
    now = desk_state.desk()
    if now.trouble is not None:
        frame.show_data_error(page.t, now.trouble)


def refused(error: IntakeError, t: Words) -> None:
    """Says why a file cannot be read, and what to do."""
    told = sentence(Problem(error.code, "file", details=error.details), t)
    frame.box("error", told.what, told.expected)


def stopped(error: StoppedError | FailedError, t: Words) -> None:
    """Says that the work on the file ended before it was done: what, where, and how to go on."""
    if isinstance(error, FailedError):
        where = f"{error.what} {error.where}".strip()
        frame.box(
            "error",
            t("The app failed at this file; nothing was published."),
            t(
                "Save the table anew as CSV in UTF-8 or as XLSX, with no more than the columns of "
                "the template, and send that. If it fails again, give the file and this note to "
                "whoever runs the server: {where}",
                where=where,
            ),
        )
        return
    what = {
        "time": t("The work on this file took too long and was stopped."),
        "memory": t("The file takes more memory to work on than one file may have."),
        "": t("The work on this file was stopped before it was done."),
    }[error.why]
    frame.box(
        "error",
        what,
        t(
            "Nothing was published and your file is still here: try again; if it stops again, "
            "leave out columns that are not needed, or send the file in parts."
        ),
    )


def step(page: Page[DeskView], show: Callable[[Page[DeskView]], None]) -> None:
    """Shows a step; whatever a file makes of it, the page stays and the file can be put away."""
    try:
        show(page)
    except DataError:
        raise  # the frame tells what is wrong with the data
    except Exception as error:
        LOG.exception("A step of the desk cannot be shown")
        stopped(FailedError.of(error), page.t)
        st.button(
            page.t("Put this file away"),
            key="desk_put_away",
            icon=":material/close:",
            on_click=desk_state.clear,
        )


def work() -> Work:
    """The file on the desk; asked for only in the states that have one."""
    found = desk_state.desk().work
    assert found is not None
    return found


def grid(n: int) -> list[Any]:
    """So many places, three a line."""
    places: list[Any] = []
    for _ in range(0, n, 3):
        places += st.columns(3)
    return places[:n]


def publisher(page: Page[DeskView], key: str) -> None:
    """Asks for a name for the history where no login tells it."""
    now = desk_state.desk()
    known = access.access().who
    if known is not None:
        now.who = known
        st.caption(page.t("As {who}", who=plain(known)))
        return
    st.session_state.setdefault(key, now.who)
    st.text_input(page.t("Your name or address, for the history"), key=key, max_chars=80)
    take_publisher(key)


def take_publisher(key: str) -> None:
    """Notes the name; a click reads it before the page does."""
    if access.access().who is None:
        desk_state.desk().who = str(st.session_state.get(key, "")).strip()


def damage(page: Page[DeskView]) -> None:
    """Tells editors which published data cannot be read, and how that is mended."""
    t = page.t
    for dataset, found in page.package.damaged.items():
        title = titled(page, dataset)
        told = (
            t(
                "Revision {shown} is shown. Restore it in the history, or let whoever runs the "
                "server put the damaged files back.",
                shown=found.shown,
            )
            if found.shown is not None
            else t(
                "The file that came with the app is shown. Whoever runs the server must put the "
                "damaged files back."
            )
        )
        strong = t("{dataset}: revision {number} is damaged.", dataset=title, number=found.current)
        frame.box("error", strong, told)


def events(page: Page[DeskView]) -> None:
    """Who did what lately, for editors: the newest events of the store."""
    t = page.t
    with st.expander(t("Who did what"), icon=":material/list_alt:"):
        if not st.checkbox(t("Show the newest events"), key="desk_events"):
            return
        named = {name: titled(page, name) for name in page.package.names}
        kinds = {
            "published": t("published"),
            "restored": t("restored"),
            "overtaken": t("refused: somebody else had published"),
            "refused": t("refused"),
            "logged in": t("logged in"),
            "logged out": t("logged out"),
            "brought up": t("brought up to a new version"),
        }
        lines = joined(
            html(
                '<div class="desk-revision events"><span>{}</span><span dir="auto">{}</span>'
                '<span>{}</span><span>{}</span><span class="why" dir="auto">{}</span></div>',
                t.moment(event.when),
                event.who or "–",
                kinds.get(event.what, event.what),
                f"{named.get(event.dataset, event.dataset)} "
                f"{'' if event.revision is None else event.revision}".strip(),
                # What was wrong, who was refused has read in her language; the log has it.
                event.note if event.what != "refused" else "",
            )
            for event in data.events()
        )
        frame.place(lines or html('<p class="quiet">{}</p>', t("None.")))


def seated(page: Page[DeskView], found: Access) -> None:
    """Who sits here and until when; without a login, why that is enough."""
    t = page.t
    with st.container(horizontal=True, vertical_alignment="center", key="desk-seated"):
        told = t("No login is configured: the desk works on this machine only.")
        if found.until is not None:
            when = t.moment(found.until)
            told = t("Logged in as {who}, until {when}.", who=found.who, when=when)
        frame.place(html('<p class="desk-hint" dir="auto">{}</p>', told))
        if found.until is not None:
            logout(page)
        how(page)


def how(page: Page[DeskView]) -> None:
    """Opens the manual over the page, so that nothing on the desk moves."""
    t = page.t

    @st.dialog(t("How the desk works"), width="large")
    def dialog() -> None:
        st.markdown(documents.body("manual", t.language))

    if st.button(t("How the desk works"), key="desk_how", type="tertiary", icon=":material/help:"):
        dialog()


def logout(page: Page[DeskView]) -> None:
    """Ends the login, here and in every copy of its cookie."""
    st.button(
        page.t("Log out"),
        key="desk_logout",
        type="tertiary",
        icon=":material/logout:",
        on_click=st.logout,
    )


def read(page: Page[DeskView]) -> bool:
    """Whether the file is read, or none is to be; while it is being read, says so."""
    if desk_state.settle_reading():
        return True
    t, now = page.t, desk_state.desk()
    name = now.sent.name if now.sent else f"{page.view.dataset}.csv"
    step = "choose" if now.work is None else "understood"
    head(page, step, t("Reading {file} …", file=name), t("Large files take a few seconds."))
    _progress(t)
    return False


def checked(page: Page[DeskView], step: str) -> Examined | None:
    """What the check found; while it runs, how far it is, and None."""
    now = desk_state.desk()
    if now.examined is None and now.job is None:
        # In this order: what is published in between is then noticed at the publication.
        data.look_again()
        desk_state.check(settings.store().revisions())
    if desk_state.settle():
        return now.examined
    if now.stopped or now.failed:
        st.rerun()
    t = page.t
    head(
        page,
        step,
        t("Checking {rows} …", rows=t.plural("{n} row", "{n} rows", len(work().intake.table))),
        t("Large files take a few seconds."),
    )
    _progress(t)
    return None


def _progress(t: Words) -> None:
    with st.container(key="desk-progress", width=520):
        _wait(t)


@st.fragment(run_every=0.4)
def _wait(t: Words) -> None:
    now = desk_state.desk()
    job = now.reading or now.job
    if job is None or job.done:
        st.rerun()
    elif now.reading is not None:
        frame.place(cards.reading(t, waits=job.waits))
    else:
        frame.place(cards.progress(job.stage, t, waits=job.waits))
