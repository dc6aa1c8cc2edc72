"""Enterprises: who is there – map, directory, what is listed of each region, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.enterprises import directory, maps, views
from pages.enterprises.build import Chosen, Shown, build
from pages.enterprises.views import EnterprisesView, allowed
from secon_ui.drawing.deck_layers import Deck
from secon_ui.shell import export_menu, facet_pills, frame
from secon_ui.shell.page import Page

# Rows on a page of the directory; names on a phone's; names beside a region's map. A table that
# can be clicked travels whole.
ROWS, NAMES, BESIDE = 500, 25, 12
# How many pages there is room to name.
MOST = {ROWS: 7, NAMES: 3, BESIDE: 5}

Here = Page[EnterprisesView]


def switch(page: Here, shown: Shown) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        st.segmented_control(
            page.t("View"),
            list(views.SHOWN),
            format_func=lambda code: views.titled(code, page.t, brief=page.phone),
            label_visibility="collapsed",
            **page.bound("shown", page.view.shown),
        )
        export_menu.menu(page, shown.taken)


def button(page: Here, key: str, label: str, icon: str, **fields: object) -> None:
    """A button that changes the view."""
    st.button(
        label,
        key=f"enterprises_{key}",
        icon=icon,
        type="tertiary" if icon == ":material/close:" else "secondary",
        on_click=page.change,
        kwargs=fields,
    )


def narrowing(page: Here, shown: Shown) -> None:
    t, view = page.t, page.view
    with st.container(key="enterprises-facets"):
        st.text_input(
            t("Search"),
            icon=":material/search:",
            placeholder=t("Name, town, what it does"),
            label_visibility="collapsed",
            max_chars=views.LONGEST,
            **page.bound("search", view.search or "", to=lambda text: text.strip() or None),
        )
        for facet, counts in shown.lists:
            facet_pills.show(page, facet, counts)
        if view.narrowed or view.regions:
            none: dict[str, object] = {facet.name: () for facet, _ in shown.lists}
            button(page, "anew", t("Clear all filters"), ":material/close:", search=None, **none)


def details(page: Here, chosen: Chosen) -> None:
    """The chosen organisation: a card at the side, on a phone above all else."""
    t, view = page.t, page.view
    if page.phone:
        st.dialog(t("Organisation"), on_dismiss=lambda: page.change(chosen=None))(
            lambda: frame.place(chosen.card)
        )()
        return
    frame.place(chosen.card)
    with st.container(horizontal=True):
        if view.shown == "map" and chosen.region != view.close_up:
            label = t("Show {region}", region=page.look.names[chosen.region])
            button(page, "there", label, ":material/zoom_in:", regions=(chosen.region,))
        button(page, "close", t("Close"), ":material/close:", chosen=None)


def the_map(page: Here, shown: Shown) -> None:
    def clicked(record: Mapping[str, Any]) -> None:
        if "id" in record:
            page.change(chosen=record["id"])
        elif "around" in record:
            page.change(around=record["around"], chosen=None)
        else:
            page.change(regions=(record["region"],), chosen=None, around=None)

    page.look.boundaries()  # so that a damaged one is told at once, and not only at first
    deck, height = shown.drawn.figure, int(maps.WINDOW[page.look.size][1])
    assert isinstance(deck, Deck)
    key = f"enterprises_map_{page.view.close_up or 'all'}"
    frame.draw_map(page, deck, key, shown.described, height, page.view.listed, on_select=clicked)


def show_map(page: Here, shown: Shown) -> None:
    t, mine = page.t, page.view.region
    if page.view.regions:
        label, icon = t("All nine regions"), ":material/arrow_back:"
        button(page, "all", label, icon, regions=(), chosen=None, around=None)
    else:
        label, icon = t("Show {region}", region=page.look.names[mine]), ":material/zoom_in:"
        button(page, "mine", label, icon, regions=(mine,), chosen=None, around=None)
    the_map(page, shown)
    frame.place(shown.drawn.beneath)


def show_beside(page: Here, shown: Shown) -> None:
    """Beside a map: who was chosen; else of one region who its dots are, and numbers."""
    if shown.chosen:
        details(page, shown.chosen)
        return
    frame.place(shown.drawn.beside.above)
    if page.view.shown == "map" and page.view.close_up and len(shown.organisations):
        list_of_names(page, shown, BESIDE)
    frame.place(shown.drawn.beside.below)


def turned_to(page: Here, shown: Shown, size: int) -> tuple[int, Callable[[], pd.DataFrame]]:
    """Which page of the directory is turned to, and what makes its rows."""
    pages, place = -(-len(shown.organisations) // size), 1
    if pages > 1:
        place = st.pagination(pages, key=f"enterprises_page_{pages}", max_visible_pages=MOST[size])
    return place, partial(directory.one_page, page.package, shown.organisations, place, size)


def the_table(page: Here, shown: Shown) -> None:
    place, part = turned_to(page, shown, ROWS)
    ids = page.made(f"ids {place}", lambda: list(part()["enterprise_id"]))
    key = f"enterprises_table_{ids[0] if ids else ''}_{len(shown.organisations)}"

    def picked() -> None:
        places = st.session_state[key]["selection"]["rows"]
        page.change(chosen=ids[places[0]] if places else None)

    st.dataframe(
        page.made(f"table {place}", lambda: directory.in_words(part(), page.view, page.look)),
        key=key,
        hide_index=True,
        height=640,
        row_height=36,
        placeholder="–",
        column_config=page.made("columns", partial(directory.columns, st.column_config, page.t)),
        on_select=picked,
        selection_mode="single-row",
        alt=shown.described,
    )
    frame.place(shown.drawn.beneath)


def list_of_names(page: Here, shown: Shown, size: int) -> None:
    """The directory on a phone or beside a map: names to tap, some on a page."""
    place, part = turned_to(page, shown, size)
    names = page.made(f"names {place} of {size}", lambda: directory.named(part(), page.t))
    with st.container(key="enterprises-names"):
        st.pills(
            page.t("Organisations"),
            list(names),
            selection_mode="single",
            label_visibility="collapsed",
            width="stretch",
            format_func=names.__getitem__,
            **page.bound("chosen", page.view.chosen if page.view.chosen in names else None),
        )
    if shown.opened:
        label = page.t("All in {region}", region=page.look.names[page.view.regions[0]])
        button(page, "whole", label, ":material/close:", around=None)


def show_figure(page: Here, shown: Shown) -> None:
    figure = shown.drawn.figure
    if page.view.shown == "map":
        show_map(page, shown)
    elif page.view.shown == "directory" and page.phone:
        list_of_names(page, shown, NAMES)
    elif page.view.shown == "directory":
        the_table(page, shown)
    elif not isinstance(figure, Deck):
        frame.place(figure)


def on_a_phone(page: Here, shown: Shown) -> None:
    if page.view.shown == "map":
        show_figure(page, shown)
        if shown.opened:
            list_of_names(page, shown, BESIDE)
    with st.expander(page.t("Narrow the list"), icon=":material/tune:"):
        narrowing(page, shown)
    if page.view.shown != "map":
        show_figure(page, shown)
    if shown.chosen:
        details(page, shown.chosen)


def on_a_screen(page: Here, shown: Shown) -> None:
    view = page.view
    side = view.shown == "map" or (view.shown == "directory" and shown.chosen)
    first, middle, *last = st.columns([2.3, 6.2, 3.4] if side else [2.3, 9.6], gap="medium")
    with first:
        narrowing(page, shown)
    with middle, st.container(key="enterprises-stays"):
        show_figure(page, shown)
    for column in last:
        with column:
            show_beside(page, shown)


with frame.open_page("enterprises", EnterprisesView, allowed) as page:
    shown = page.build(build)
    switch(page, shown)
    frame.heading(shown.drawn.title, shown.drawn.measured)
    if page.view.shown == "counts":
        show_figure(page, shown)
    elif page.phone:
        on_a_phone(page, shown)
    else:
        on_a_screen(page, shown)
    frame.place(shown.caution, shown.source)
