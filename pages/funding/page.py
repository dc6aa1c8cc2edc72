"""Funding: which money, for whom, until when – finder, timeline, budgets, kinds of money, table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from pages.funding.build import Shown, build
from pages.funding.views import DAYS, SHOWN, FundingView, allowed, settled
from secon_ui.shell import export_menu, facet_pills, frame
from secon_ui.shell.page import Page
from secon_ui.text.markup import Markup, html

Here = Page[FundingView]


def show(page: Here, shown: Shown) -> None:
    """The view's figure."""
    drawn = shown.drawn
    if isinstance(drawn.figure, Markup):
        frame.place(drawn.figure)
    else:
        frame.draw(page, drawn.figure, "fund_timeline", shown.described)
    frame.place(drawn.beneath)


def on_which_day(page: Here, shown: Shown) -> None:
    today = page.look.today
    st.date_input(
        page.t("Open on"),
        min_value=min(DAYS.first, shown.on),  # a clock may be slow
        max_value=DAYS.last,
        format="DD/MM/YYYY",
        help=page.t(
            "From {first} on: the list tells what could be found then, not what there was before.",
            first=page.t.date(DAYS.first.isoformat()),
        ),
        **page.bound(
            "on", shown.on, to=lambda day: None if day in (None, today) else day.isoformat()
        ),
    )


def filters(page: Here, shown: Shown) -> None:
    on_which_day(page, shown)
    frame.place(html('<p class="source">{}</p>', shown.about_facets))
    for facet, counts in shown.facets:
        facet_pills.show(page, facet, counts)


def show_list(page: Here, shown: Shown) -> None:
    """The facets beside the results, on a phone folded above."""
    if page.phone:
        with st.expander(page.t("Filter"), icon=":material/tune:"):
            filters(page, shown)
        main = st.container()
    else:
        side, main = st.columns([2.3, 9.6], gap="medium")
        with side:
            filters(page, shown)
    with main:
        show(page, shown)


def show_table(page: Here, shown: Shown) -> None:
    folded = st.expander(page.t("Filter"), icon=":material/tune:")
    with folded, st.container(key="fund-filters"):
        filters(page, shown)
    show(page, shown)


def show_timeline(page: Here, shown: Shown) -> None:
    first, second = st.columns([6, 2])
    first.container(key="fund-countries").multiselect(
        page.t("Countries"),
        list(shown.countries),
        format_func=shown.countries.__getitem__,
        placeholder=page.t("All countries"),
        **page.bound("country", list(page.view.country)),
    )
    with second:
        on_which_day(page, shown)
    show(page, shown)


def show_budgets(page: Here, shown: Shown) -> None:
    with st.columns([2, 6])[0]:
        on_which_day(page, shown)
    show(page, shown)


def show_kinds(page: Here, shown: Shown) -> None:
    st.selectbox(
        page.t("Kinds of money in which country?"),
        list(shown.others),
        format_func=shown.others.__getitem__,
        width=320,
        **page.bound("whom", shown.whom, to=lambda code: None if code == shown.own else code),
    )
    show(page, shown)


VIEWS: Mapping[str, Callable[[Here, Shown], None]] = {
    "list": show_list,
    "timeline": show_timeline,
    "budgets": show_budgets,
    "lacking": show_kinds,
    "table": show_table,
}

with frame.open_page("funding", FundingView, allowed) as page:
    page.view = settled(page.view, page.package)
    shown = page.build(build)
    page.settle(on=shown.on.isoformat())
    frame.heading(shown.drawn.title, shown.drawn.measured)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        page.views(SHOWN)
        export_menu.menu(page, shown.taken)
    VIEWS[page.view.shown](page, shown)
    frame.place(shown.source)
