"""Second state, for a download of Eurostat: what it brings, and what of it is left out."""

from __future__ import annotations

import datetime

import streamlit as st

from pages.desk import desk_state, downloads, understood
from pages.desk.states import common
from pages.desk.views import DeskView
from secon_data.eurostat import matching, series
from secon_data.intake.eurostat import NAMES
from secon_ui import clock
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.markup import html, joined


def show(page: Page[DeskView]) -> None:
    """Everything that is taken and left out, said in words."""
    t, work = page.t, common.work()
    found, table = work.download, work.intake.eurostat
    assert found is not None and table is not None
    indicators = page.package.table("indicators")
    names = dict(zip(indicators["indicator_id"], indicators["name"], strict=True))
    taken = downloads.taken(found, names, t)
    common.head(
        page,
        "understood",
        t("Is this what {file} says?", file=work.intake.name),
        t("This is a download of Eurostat."),
        t("It is taken as it is; no column needs to be matched."),
    )
    if (ended := desk_state.desk().stopped) is not None:
        common.stopped(ended, t)
    left, right = st.columns([1, 1.75], gap="large")
    with left:
        _recognised(page)
    with right:
        _heading(t("What is taken"))
        if taken:
            frame.place(taken)
        else:
            ways = series.refreshable(page.package)
            code = matching.named_table(table, ways, work.intake.name, work.table)
            frame.box(
                "error",
                t("No series in the file fits an indicator and an area of ours."),
                downloads.what_would_fit(ways, code, names, t),
            )
        left_out = downloads.left_out(found, table, names, t)
        notes = downloads.notes(found, t)
        if left_out or notes:
            _heading(t("What is left out"))
            frame.place(left_out + joined(html('<p class="desk-hint">{}</p>', n) for n in notes))
        _heading(t("First rows, one line a value"))
        frame.place(downloads.first_rows(work.intake.table))
    with st.container(horizontal=True, key="desk-on"):
        st.button(
            t("Yes, check the values"),
            key="desk_check",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=desk_state.go,
            args=("check",),
            disabled=not taken,
        )
        st.button(t("Another file"), key="desk_another", on_click=desk_state.clear)


def _recognised(page: Page[DeskView]) -> None:
    t, work = page.t, common.work()
    table = work.intake.eurostat
    assert table is not None
    _heading(t("Recognised"))
    ways = series.refreshable(page.package)
    code = matching.named_table(table, ways, work.intake.name, work.table)
    facts = [(t("Layout"), t(NAMES[table.layout]))]
    if table.code:
        facts.append((t("Eurostat table"), table.code))
    if table.updated:
        facts.append((t("Last update at Eurostat"), t.date(table.updated)))
    frame.place(
        html(
            '<dl class="desk-facts">{}</dl>',
            joined(html("<dt>{}</dt><dd>{}</dd>", a, b) for a, b in facts),
        )
    )
    if not table.code:
        st.session_state["desk_table"] = code or None
        tables = downloads.tables(ways)
        st.selectbox(
            t("Eurostat table (the file does not say it)"),
            tables if code in ("", *tables) else [code, *tables],
            index=None,
            placeholder=t("Choose"),
            key="desk_table",
            on_change=lambda: desk_state.reread(table=st.session_state["desk_table"] or ""),
        )
    if not table.updated:
        today = clock.today()
        said = datetime.date.fromisoformat(work.taken) if work.taken else today
        st.session_state["desk_downloaded"] = said
        st.date_input(
            t("Downloaded on (the file does not say of which day it is)"),
            max_value=today,
            key="desk_downloaded",
            format="DD.MM.YYYY",
            on_change=_downloaded,
        )
    length = len(work.upload.content) if work.upload else 0
    frame.place(html('<p class="desk-hint">{}</p>', understood.volume(work.intake, length, t)))


def _downloaded() -> None:
    day = st.session_state["desk_downloaded"]
    if isinstance(day, datetime.date):
        desk_state.reread(taken=day.isoformat())


def _heading(text: str) -> None:
    frame.place(html('<h2 class="desk-part">{}</h2>', text))
