"""Compare: one indicator for the nine regions – map, ranking, trend, scatter, table."""

from __future__ import annotations

import streamlit as st

from pages.compare.build import Choices, build
from pages.compare.views import SHOWN, CompareView, allowed
from secon_ui.drawing import charts, maps
from secon_ui.shell import export_menu, frame
from secon_ui.shell.page import Page


def pickers(page: Page[CompareView], choices: Choices) -> None:
    """What is compared: indicator, regions, against what, year."""
    t, view = page.t, page.view
    first, second, third, fourth = st.columns([3.2, 5, 2.5, 2.3])
    first.selectbox(
        t("Indicator"),
        list(choices.indicators),
        format_func=choices.indicators.__getitem__,
        **page.bound("indicator", view.indicator, reset=["year"]),
    )
    second.multiselect(
        t("Highlight up to three other regions"),
        list(choices.regions),
        format_func=choices.regions.__getitem__,
        max_selections=3,
        placeholder=t("Choose regions"),
        **page.bound("compared", list(view.compared)),
    )
    if view.shown == "scatter":
        third.selectbox(
            t("Against which second indicator?"),
            choices.others,
            format_func=choices.indicators.__getitem__,
            **page.bound("other", view.second),
        )
    else:
        third.selectbox(
            t("Measure against"),
            list(choices.against),
            format_func=choices.against.__getitem__,
            **page.bound("against", view.against),
        )
    fourth.selectbox(
        t("Year"),
        list(choices.years),
        format_func=choices.years.__getitem__,
        **page.bound(
            "year", choices.year, to=lambda year: None if year == choices.latest else year
        ),
    )


with frame.open_page("compare", CompareView, allowed) as page:
    shown = page.build(build)
    page.settle(year=shown.choices.year)
    with page.controls(shown.summary):
        pickers(page, shown.choices)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        page.views(SHOWN)
        export_menu.menu(page, shown.taken)
    if page.view.shown == "map":
        page.look.boundaries()  # so that a damaged one is told at once, and not only at first
    drawn = shown.drawn
    frame.heading(drawn.title, drawn.told)
    frame.place(drawn.above)
    if drawn.figure is not None:
        config = maps.CONFIG if page.view.shown == "map" else charts.CONFIG
        key = f"figure_{page.view.shown}"
        frame.draw(page, drawn.figure, key, shown.described, config=config)
    frame.place(shown.notice, shown.source)
