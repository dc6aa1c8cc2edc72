"""First state: which data, templates, the drop zone, what happened lately."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.desk import desk_state, steps
from pages.desk.desk_state import RUNNER
from pages.desk.states import common
from pages.desk.views import DeskView
from secon_data.intake import LARGEST
from secon_data.problems import Problem, sentence
from secon_data.store import Upload
from secon_ui import data
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import css_string, html

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEGABYTES = LARGEST // 2**20


def show(page: Page[DeskView]) -> None:
    """The desk with nothing on it."""
    t = page.t
    common.head(
        page,
        "choose",
        t("Data desk: bring new figures in, see what changes, undo if needed"),
        t("Nothing is published until you confirm."),
        t("Every earlier state is kept and can be restored."),
    )
    left, right = st.columns([2, 1], gap="large")
    with left:
        which(page)
        _drop(page)
    with right:
        frame.place(steps.promises(t))
        frame.place(steps.lately(page.package.published, lambda name: common.titled(page, name), t))
        st.button(
            t("History of {dataset}", dataset=common.titled(page, page.view.dataset)),
            key="desk_history",
            icon=":material/history:",
            on_click=desk_state.go,
            args=("published",),
        )


def which(page: Page[DeskView], *, may_publish: bool = True) -> None:
    """The choice of the dataset, and its templates."""
    t, package, dataset = page.t, page.package, page.view.dataset
    heading = t("1. Which data?") if may_publish else t("Which data?")
    frame.place(html('<h2 class="desk-part">{}</h2>', heading))
    titles = {name: common.titled(page, name) for name in package.names}
    with st.container(horizontal=True, vertical_alignment="bottom", key="desk-which"):
        st.selectbox(
            t("Dataset"),
            list(titles),
            format_func=titles.__getitem__,
            label_visibility="collapsed",
            width=280,
            **page.bound("dataset", dataset),
        )
        looks: dict[str, Any] = {"mime": _XLSX, "on_click": "ignore", "icon": ":material/download:"}
        st.download_button(
            t("Empty template"),
            lambda: desk_state.template(dataset, None, t.language),
            file_name=f"{dataset}-template.xlsx",
            key="desk_template",
            **looks,
        )
        own = dataset == "observations"
        region = page.view.region if own else ""
        st.download_button(
            t("Template with today's rows of my region")
            if own
            else t("Template with today's rows"),
            lambda: desk_state.template(dataset, region, t.language),
            file_name=f"{dataset}-today.xlsx",
            key="desk_today",
            **looks,
        )
    told = t(
        "Both are XLSX. The template knows the allowed values and explains every column. You "
        "need not use it: a file from Excel will do."
    )
    frame.place(html('<p class="desk-hint">{}</p>', told))
    if may_publish and data.newer_shipped(dataset):
        frame.box(
            "look",
            t("This version of the app ships newer rows of this dataset."),
            t("They are not shown, because the dataset was published here. Take them as a draft:"),
        )
        st.button(
            t("See what the newer rows would change"),
            key="desk_shipped",
            on_click=desk_state.read_shipped,
            args=(dataset,),
        )


def _drop(page: Page[DeskView]) -> None:
    t, now = page.t, desk_state.desk()
    RUNNER.warm()
    frame.place(html('<h2 class="desk-part">{}</h2>', t("2. Your file")))
    if now.failed is not None:
        common.refused(now.failed, t)
    if now.stopped:
        common.stopped(now.stopped, t)
        if now.sent is not None:
            st.button(
                t("Read {file} again", file=plain(now.sent.name)),
                key="desk_again",
                on_click=desk_state.read,
                args=(page.view.dataset, now.sent),
            )
    told = sentence(Problem("too-large", "file", details={"most": str(_MEGABYTES)}), t)
    too_large = f"{told.what} {told.expected}"
    with st.container(key="desk-drop"):
        frame.place(
            # The uploader has only English words: ours take their place (desk.css).
            html(
                "<style>:root {{ --desk-choose: {}; --desk-large: {} }}</style>"
                '<p class="desk-drop-words" aria-hidden="true"><b>{}</b><span>{}</span></p>',
                css_string(t("Choose a file")),
                css_string(too_large),
                t("Drop your file here"),
                t("or press the button"),
            )
        )
        file = st.file_uploader(
            t("Your file, up to {n} MB", n=_MEGABYTES),
            key=f"desk_file_{now.uploads}",
            label_visibility="collapsed",
        )
    kinds = t(
        "CSV, TSV, XLSX, XLS, ODS, GeoJSON, JSON, a download of Eurostat as it is, or one in a "
        "ZIP; up to {n} MB. Any order of columns, comma or point as the decimal mark, the "
        "letters of any of our languages.",
        n=_MEGABYTES,
    )
    frame.place(html('<p class="desk-hint">{}</p>', kinds))
    if file is not None:
        desk_state.read(page.view.dataset, Upload(file.name, file.getvalue()))
        st.rerun()
