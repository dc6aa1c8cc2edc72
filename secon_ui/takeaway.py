"""What a reader takes away of a view: the table, the link and the citation."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from secon_ui import links
from secon_ui.page import Page


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 with a mark, so that spreadsheets read it, and no cell is a formula."""
    out = table.copy()
    for column in out.columns[[str(kind) in ("str", "object", "category") for kind in out.dtypes]]:
        out[column] = out[column].map(harmless)
    return out.to_csv(index=False).encode("utf-8-sig")


def harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula, with an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell


def address(page: Page[Any]) -> str:
    """The whole address of the view shown."""
    return f"{(st.context.url or '').rstrip('/')}?{links.encoded(page.view)}"


def menu(page: Page[Any], table: pd.DataFrame, file_name: str, cited: str) -> None:
    """The menu «Take away». ``cited``: the citation without the address."""
    t = page.t
    with st.popover(t("Take away"), icon=":material/download:"):
        st.download_button(
            t("Table (CSV)"),
            # Made when it is asked for: a long table takes longer than the page.
            lambda: csv(table),
            file_name=file_name,
            mime="text/csv",
            on_click="ignore",
            icon=":material/table:",
        )
        st.caption(t("Link to this view"))
        st.code(address(page), language=None, wrap_lines=True)
        st.caption(t("Citation"))
        st.code(f"{cited} {address(page)}", language=None, wrap_lines=True)
        if not page.phone:
            st.caption(t("Picture: the camera at the top right of the figure"))
