"""My region: how it stands on every indicator, beside the nine, and beside regions like it."""

from __future__ import annotations

import streamlit as st

from pages.region.build import Choices, build
from pages.region.views import AMONG, MOST_ALIKE, SHOWN, RegionView, allowed
from pages.report import button
from secon_ui.shell import export_menu, frame
from secon_ui.shell.page import Page


def pickers(page: Page[RegionView], choices: Choices) -> None:
    """Which indicators, against what, beside whom; or what regions are to be alike in."""
    t, view = page.t, page.view
    first, second, third = st.columns([3, 3, 6])
    first.selectbox(
        t("Indicators"),
        list(choices.themes),
        format_func=choices.themes.__getitem__,
        **page.bound("theme", view.theme),
    )
    if view.shown == "peers":
        second.selectbox(
            t("Look for regions among"),
            list(AMONG),
            format_func=lambda code: t(AMONG[code]),
            **page.bound("among", view.among),
        )
        third.multiselect(
            t("Regions are alike in"),
            list(choices.alike),
            format_func=choices.alike.__getitem__,
            max_selections=MOST_ALIKE,
            placeholder=t("Choose indicators"),
            **page.bound("alike", list(view.alike)),
        )
        return
    if view.shown == "heat":
        second, third = third, second  # nothing is measured there: no picker, and no gap
    else:
        second.selectbox(
            t("Measure against"),
            list(choices.against),
            format_func=choices.against.__getitem__,
            **page.bound("against", view.against),
        )
    third.selectbox(
        t("Lay a second region over it"),
        list(choices.others),
        format_func=choices.others.__getitem__,
        placeholder=t("No second region"),
        **page.bound("other", view.other, to=lambda region: region),
    )


with frame.open_page("region", RegionView, allowed) as page:
    shown = page.build(build)
    with page.controls(shown.choices.theme):
        pickers(page, shown.choices)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        page.views(SHOWN)
        with st.container(horizontal=True, width="content"):
            button.button(page)
            export_menu.menu(page, shown.taken)
    frame.heading(shown.drawn.title, shown.drawn.measured)
    frame.place(*shown.drawn.parts)
