"""Sources: what is in here, whence, how good, under which licence; everything to take away."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from pages.sources.build import Shown, build
from pages.sources.views import SHOWN, SourcesView, allowed
from secon_data import workbooks
from secon_ui.shell import documents, export_menu, frame
from secon_ui.shell.page import Page


def download(page: Page[SourcesView], name: str, **looks: Any) -> None:
    """A button for one dataset."""
    package = page.package
    st.download_button(
        data=partial(lambda chosen: workbooks.csv(package.table(chosen)), name),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"sources_csv_{name}",
        on_click="ignore",
        **looks,
    )


def files(page: Page[SourcesView], shown: Shown) -> None:
    """The way to a dataset's columns, each dataset and all of them to take away."""
    t, package = page.t, page.package
    st.selectbox(
        t("Columns of a dataset"),
        package.names,
        index=None,
        format_func=shown.titles.__getitem__,
        placeholder=t("Choose a dataset"),
        width=280,
        **page.bound("dataset", None),
    )
    with (
        st.popover(t("One dataset (CSV)"), icon=":material/table:"),
        st.container(key="sources-files", gap=None),
    ):
        for name, label in shown.files.items():
            download(page, name, label=label, type="tertiary")
    st.download_button(
        t("Everything (ZIP, {size} MB)", size=shown.size),
        shown.archive,
        file_name=f"{package.descriptor.get('name', 'data')}.zip",
        mime="application/zip",
        key="sources_zip",
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        help=t("A data package: every table with the description of every column."),
    )


def one_file(page: Page[SourcesView], shown: Shown, name: str) -> None:
    """The way to another dataset's columns, back, and this dataset to take away."""
    st.selectbox(
        page.t("Columns of a dataset"),
        page.package.names,
        format_func=shown.titles.__getitem__,
        width=280,
        **page.bound("dataset", name),
    )
    st.button(
        page.t("All datasets"),
        key="sources_back",
        icon=":material/arrow_back:",
        on_click=page.change,
        kwargs={"dataset": None},
    )
    label = shown.files[name]
    download(page, name, label=label, type="primary", icon=":material/download:")


def accessibility(page: Page[SourcesView]) -> None:
    """Opens the statement over the page: what is done, what is not right, and whose it is."""
    t = page.t

    @st.dialog(t("Accessibility"), width="large")
    def dialog() -> None:
        st.markdown(documents.body("accessibility", t.language))

    icon = ":material/accessibility_new:"
    if st.button(t("Accessibility"), key="sources_accessibility", type="tertiary", icon=icon):
        dialog()


with frame.open_page("sources", SourcesView, allowed) as page:
    view = page.view
    shown = page.build(build)
    frame.heading(shown.title, shown.measured)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        page.views(SHOWN, reset=["dataset"])
        export_menu.menu(page, shown.taken)
    if shown.titles:
        with st.container(horizontal=True, vertical_alignment="bottom", key="sources-tools"):
            if view.dataset:
                one_file(page, shown, view.dataset)
            else:
                files(page, shown)
    if shown.themes:
        st.selectbox(
            page.t("Theme"),
            list(shown.themes),
            format_func=shown.themes.__getitem__,
            width=280,
            **page.bound("theme", view.theme or "", to=lambda code: code or None),
        )
    frame.place(*shown.parts)
    accessibility(page)
