"""Policy: which framework each country has, what others have, what helps and what holds back."""

from __future__ import annotations

import streamlit as st

from pages.policy.build import Factors, Matrix, Pair, Shown, build
from pages.policy.framework import TOPICS
from pages.policy.views import SHOWN, PolicyView, allowed
from secon_ui.shell import export_menu, frame
from secon_ui.shell.page import Page


def controls(page: Page[PolicyView], shown: Shown) -> None:
    """The switch between the views, the countries, and what can be taken away."""
    t = page.t
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        page.views(SHOWN)
        st.multiselect(
            t("Compare with"),
            list(shown.others),
            format_func=shown.others.__getitem__,
            placeholder=t("Choose regions")
            if page.view.shown == "two"  # one country stands beside mine there
            else t("With all the others"),
            label_visibility="collapsed",
            width="stretch" if page.phone else 330,
            **page.bound("chosen", list(page.view.chosen)),
        )
        export_menu.menu(page, shown.taken)


def show_matrix(page: Page[PolicyView], matrix: Matrix) -> None:
    frame.place(matrix.css)
    if page.phone:  # the card follows its topic, where the finger is
        wide, side = st.container(), None
    else:
        with st.container(key="policy-body"):
            wide, side = st.columns([6.9, 3.1], gap="medium")
    with wide:
        with st.container(key="policy-matrix"):
            frame.place(matrix.heads)
            for topic in matrix.rows:
                show_row(page, matrix, topic)
        frame.place(matrix.legend)
    if side:
        with side:
            frame.place(matrix.card)


def show_row(page: Page[PolicyView], matrix: Matrix, topic: str) -> None:
    """The cells of a topic are one row of buttons: Tab goes from row to row."""
    country, opened = matrix.opened
    key = f"policy-row-{topic}"
    st.session_state[key] = country if topic == opened else None

    def chosen() -> None:
        # A choice taken back changes the topic alone.
        page.change(cell=f"{st.session_state[key] or country}-{topic}")

    st.pills(
        page.t(TOPICS[topic]),
        list(matrix.rows[topic]),
        format_func=matrix.rows[topic].__getitem__,
        key=key,
        on_change=chosen,
        width="stretch",
    )
    if page.phone and topic == opened:
        frame.place(matrix.card)


def choose_pair(page: Page[PolicyView], pair: Pair) -> None:
    t, differ = page.t, page.view.differ is not None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for field, country, word in (
            ("left", pair.left, t("One country")),
            ("right", pair.right, t("Beside it")),
        ):
            st.selectbox(
                word,
                list(pair.countries),
                format_func=pair.countries.__getitem__,
                width=240,
                **page.bound(field, country),
            )
        bound = page.bound("differ", differ, to=lambda on: "differ" if on else None)
        st.toggle(t("Only where they differ"), **bound)


def show_factors(page: Page[PolicyView], factors: Factors) -> None:
    key = "policy_factors"

    def clicked() -> None:
        points = st.session_state[key].selection.points
        if points:
            page.change(bar=points[0]["customdata"])

    with st.container(key="policy-body"):
        wide, side = st.columns([6.2, 3.8], gap="medium")
    with wide:
        frame.draw(page, factors.figure, key, factors.described, on_select=clicked)
    with side:
        st.selectbox(
            page.t("Statements behind the bar"),
            list(factors.bars),
            format_func=factors.bars.__getitem__,
            **page.bound("bar", factors.opened),
        )
        frame.place(factors.statements)


with frame.open_page("policy", PolicyView, allowed) as page:
    shown = page.build(build)
    drawn = shown.drawn
    page.settle(**shown.named)
    controls(page, shown)
    frame.heading(drawn.title, drawn.measured)
    if drawn.matrix:
        show_matrix(page, drawn.matrix)
    if drawn.pair:
        choose_pair(page, drawn.pair)
    if drawn.factors:
        show_factors(page, drawn.factors)
    frame.place(*drawn.body)
    frame.place(shown.source)
