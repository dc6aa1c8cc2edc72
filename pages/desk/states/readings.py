"""What of a file can be read in two ways: each column once, with a choice."""

from __future__ import annotations

import streamlit as st

from pages.desk import desk_state, understood
from pages.desk.states import common
from pages.desk.views import DeskView
from secon_data.intake.draft import Doubt, Draft
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.markup import html


def show(page: Page[DeskView], sample: Draft) -> None:
    """A choice for each column in doubt, and for what a sheet hides."""
    t, work = page.t, common.work()
    hidden = [p for p in work.intake.found if p.code.startswith("hidden-")]
    doubts = {doubt.column: doubt for doubt in sample.doubts}
    asked = [*doubts, *(name for name in work.readings if name not in doubts)]
    if not hidden and "hidden" not in work.overrides and not asked:
        return
    frame.place(html('<h2 class="desk-part">{}</h2>', t("What can be read in two ways")))
    if hidden or "hidden" in work.overrides:
        _hidden(page)
    for name in asked:
        _column(page, name, doubts.get(name))


def _hidden(page: Page[DeskView]) -> None:
    t, work = page.t, common.work()
    told = {True: t("Take them"), False: t("Leave them out")}
    st.session_state["desk_hidden"] = work.overrides.get("hidden")
    st.selectbox(
        t("Rows and columns that the sheet hides"),
        [False, True],
        index=None,
        format_func=lambda taken: told[taken],
        placeholder=t("Choose"),
        key="desk_hidden",
        on_change=lambda: desk_state.reread(hidden=st.session_state["desk_hidden"]),
    )


def _column(page: Page[DeskView], name: str, doubt: Doubt | None) -> None:
    t, work = page.t, common.work()
    title = understood.titled(page.package.schema(work.dataset), t)(name)
    said = work.readings.get(name)
    offered = understood.readings(doubt, said, t)
    key = f"desk_reading_of_{name}"
    st.session_state[key] = said
    label = t("«{cell}» in «{column}» is", cell=doubt.text, column=title) if doubt else title
    st.selectbox(
        label,
        list(offered),
        index=None,
        format_func=lambda code: offered[code],
        placeholder=t("Choose"),
        key=key,
        on_change=lambda: _note(name, key),
    )


def _note(name: str, key: str) -> None:
    said = {**common.work().readings, name: st.session_state[key]}
    desk_state.change(readings={n: code for n, code in said.items() if code})
