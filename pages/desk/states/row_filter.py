"""Only some rows of a file: those that have one of the values chosen in a column."""

from __future__ import annotations

import streamlit as st

from pages.desk import desk_state, titles
from pages.desk.states import common
from pages.desk.views import DeskView
from secon_data.intake import cells
from secon_data.proposal import taken_rows
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.markup import html

_MOST = 500  # values to choose from


def show(page: Page[DeskView]) -> None:
    """The choice of a column and its values, and how many rows are taken."""
    t, work = page.t, common.work()
    table = work.intake.table
    column_key = f"desk_only_{desk_state.desk().uploads}"  # another file has other columns
    values_key = f"{column_key}_values"
    with st.expander(t("Only some rows"), expanded=bool(work.only)):
        now = next(iter(work.only), None)
        columns = list(map(str, table.columns))
        if column_key not in st.session_state and now is not None:
            st.session_state[column_key] = now
        column = st.selectbox(
            t("Only rows where"),
            columns,
            index=None,
            format_func=lambda name: titles.column(name, t),
            placeholder=t("Choose"),
            key=column_key,
            on_change=lambda: desk_state.change(only={}),
        )
        if column is None:
            return
        counts = cells.trimmed(table[column]).value_counts()
        st.session_state[values_key] = sorted(work.only.get(column, ()))
        values = list(dict.fromkeys([*counts.index[:_MOST], *work.only.get(column, ())]))
        st.multiselect(
            t("Its value is one of"),
            values,
            format_func=lambda value: f"{value or t('missing')} ({counts.get(value, 0)})",
            placeholder=t("Choose"),
            key=values_key,
            on_change=lambda: _note(column, values_key),
        )
    if work.only:
        told = t(
            "{n} of {all} rows are taken.",
            n=t.number(len(taken_rows(table, work.only)), 0),
            all=t.number(len(table), 0),
        )
        frame.place(html('<p class="desk-hint">{}</p>', told))


def _note(column: str, values_key: str) -> None:
    values = frozenset(st.session_state[values_key])
    desk_state.change(only={column: values} if values else {})
