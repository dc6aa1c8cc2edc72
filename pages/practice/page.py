"""Practice: what works, where can we learn – good practices, events, who to ask."""

from __future__ import annotations

import streamlit as st

from pages.practice.build import Shown, build
from pages.practice.scene import Drawn, Towns
from pages.practice.views import SEARCH, SHOWN, PracticeView, allowed
from secon_ui.drawing import maps
from secon_ui.shell import export_menu, facet_pills, frame
from secon_ui.shell.page import Page


def narrowing(page: Page[PracticeView], shown: Shown) -> None:
    """Search and facets, on a phone folded away."""
    t, view = page.t, page.view
    place = (
        st.expander(t("Search and choose"), icon=":material/tune:")
        if page.phone
        else st.container()
    )
    with place, st.container(key="practice-facets"):
        st.text_input(
            t("Search"),
            placeholder=t("Search words"),
            icon=":material/search:",
            label_visibility="collapsed",
            max_chars=SEARCH.most,
            **page.bound("asked", view.asked or "", to=lambda text: text.strip() or None),
        )
        for facet in shown.facets:
            facet_pills.show(page, facet, shown.counts[facet.name])
        picked = [facet.name for facet in shown.facets if getattr(view, facet.name)]
        if view.asked or view.weak or picked:
            free = dict.fromkeys(picked, ()) | {
                "asked": None, "weak": None, "page": "1", "card": None,
            }  # fmt: skip
            st.button(t("Show all"), icon=":material/close:", on_click=page.change, kwargs=free)


def show_towns(page: Page[PracticeView], towns: Towns) -> None:
    page.look.boundaries()  # so that a damaged one is told at once, and not only at first

    def open_card() -> None:
        points = st.session_state["practice_map"]["selection"]["points"]
        if points and (practice := points[0].get("customdata")):
            page.change(card=practice if isinstance(practice, str) else practice[0])

    wide, side = st.columns([6.4, 3.2])
    with wide:
        frame.draw(
            page, towns.figure, "practice_map", towns.described,
            config=maps.CONFIG, on_select=open_card,
        )  # fmt: skip
    with side:
        frame.place(towns.beside)


def show(page: Page[PracticeView], drawn: Drawn) -> None:
    frame.heading(drawn.title, drawn.measured)
    frame.place(*drawn.parts)
    if drawn.towns:
        show_towns(page, drawn.towns)
    number, last = drawn.pages
    if last > 1:
        st.pagination(last, **page.bound("page", number, to=str, reset=["card"]))
    frame.place(drawn.after)


with frame.open_page("practice", PracticeView, allowed) as page:
    shown = page.build(build)
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        page.views(SHOWN, reset=["page", "card"])
        export_menu.menu(page, shown.taken)
    left, right = st.columns([2.5, 9.7], gap="medium")
    with left:
        narrowing(page, shown)
    with right, st.container(key="practice"):
        show(page, shown.drawn)
    frame.place(shown.source)
