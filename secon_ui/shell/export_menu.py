"""What a reader takes away of a view: the table, the link and the citation."""

from __future__ import annotations

from typing import Any

import streamlit as st

from secon_data.workbooks import csv
from secon_ui.shell.page import Page
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import encoded


def address(page: Page[Any]) -> str:
    """The whole address of the view shown."""
    return f"{(st.context.url or '').rstrip('/')}?{encoded(page.view)}"


def menu(page: Page[Any], taken: Taken) -> None:
    """The menu «Take away»."""
    t = page.t
    with st.popover(t("Take away"), icon=":material/download:"):
        st.download_button(
            t("Table (CSV)"),
            lambda: csv(taken.table()),
            file_name=taken.file_name,
            mime="text/csv",
            on_click="ignore",
            icon=":material/table:",
        )
        st.caption(t("Link to this view"))
        st.code(address(page), language=None, wrap_lines=True)
        st.caption(t("Citation"))
        st.code(f"{taken.cited} {address(page)}", language=None, wrap_lines=True)
        if taken.camera and not page.phone:
            st.caption(t("Picture: the camera at the top right of the figure"))
