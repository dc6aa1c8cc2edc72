"""What a reader takes away of a view: the table, the link and the citation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from secon_data.workbooks import csv
from secon_ui.shell.page import Page
from secon_ui.shell.view import encoded


def address(page: Page[Any]) -> str:
    """The whole address of the view shown."""
    return f"{(st.context.url or '').rstrip('/')}?{encoded(page.view)}"


def menu(
    page: Page[Any],
    table: pd.DataFrame | Callable[[], pd.DataFrame],
    file_name: str,
    cited: str,
    *,
    camera: bool = False,
) -> None:
    """The menu «Take away». ``table``: what is taken away, or what makes it; ``cited``: the
    citation without the address; ``camera``: the view has a figure with a camera on it."""
    t = page.t
    with st.popover(t("Take away"), icon=":material/download:"):
        st.download_button(
            t("Table (CSV)"),
            # Made when it is asked for: a long table takes longer than the page.
            lambda: csv(table() if callable(table) else table),
            file_name=file_name,
            mime="text/csv",
            on_click="ignore",
            icon=":material/table:",
        )
        st.caption(t("Link to this view"))
        st.code(address(page), language=None, wrap_lines=True)
        st.caption(t("Citation"))
        st.code(f"{cited} {address(page)}", language=None, wrap_lines=True)
        if camera and not page.phone:
            st.caption(t("Picture: the camera at the top right of the figure"))
