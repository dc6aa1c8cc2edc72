"""Required columns that a file lacks: one value for all its rows, or ids made of its names."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.desk import desk_state, titles, understood
from pages.desk.states import common
from pages.desk.views import DeskView
from pages.desk.work import can_name
from secon_data import placing
from secon_data.intake import identifiers
from secon_data.intake.columns import Match
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.markup import html


def show(page: Page[DeskView], lacks: Sequence[str], match: Match) -> None:
    """A field for each column in ``lacks``."""
    t, work, package = page.t, common.work(), page.package
    schema = package.schema(work.dataset)
    key = schema.key
    named = titles.told_apart(schema, t)
    told = t("Missing, but the same for all rows? Say it here:")
    frame.place(html('<p class="desk-hint">{}</p>', told))
    with st.container(key="desk-lacking"):
        # A single id differs from row to row.
        placed = placing.found_by_place(schema) if work.placed else set()
        fields = [name for name in lacks if [name] != key and name not in placed]
        for name, place in zip(fields, common.grid(len(fields)), strict=True):
            with place:
                _same(page, name)
        if placing.REGION in lacks and placing.can_place(schema, match.fields, match.unmatched):
            st.session_state["desk_placed"] = work.placed
            st.checkbox(
                t(
                    "Find region, area and country by the coordinates, else by the town, the "
                    "address or the postal code; rows outside our regions are left out"
                ),
                key="desk_placed",
                on_change=lambda: desk_state.change(placed=bool(st.session_state["desk_placed"])),
            )
        if can_name(work, match, package):
            st.session_state["desk_named"] = work.named
            st.checkbox(
                t("Make the ids of the names: rows of the same name and region stay the same"),
                key="desk_named",
                on_change=lambda: desk_state.change(named=bool(st.session_state["desk_named"])),
            )
        elif key[0] in lacks and (own := identifiers.own_name(schema, named)) is not None:
            told = t(
                "Ids can be made of the names: match your column with the names to «{column}».",
                column=named[own],
            )
            frame.place(html('<p class="desk-hint">{}</p>', told))


def _same(page: Page[DeskView], name: str) -> None:
    t, work = page.t, common.work()
    titled = understood.titled(page.package.schema(work.dataset), t)(name)
    said = understood.offered(page.package, work.dataset, name, t)
    widget = f"desk_same_{name}"
    st.session_state[widget] = work.same.get(name) or (None if said else "")

    def note() -> None:
        value = str(st.session_state[widget] or "").strip()
        rest = {other: v for other, v in common.work().same.items() if other != name}
        desk_state.change(same={**rest, name: value} if value else rest)

    def keep() -> None:
        gaps = common.work().gaps - {name}
        desk_state.change(gaps=gaps | {name} if st.session_state[f"{widget}_gaps"] else gaps)

    if said:
        st.selectbox(
            titled,
            list(said),
            index=None,
            format_func=lambda code: said.get(code, code),
            placeholder=t("Choose"),
            key=widget,
            on_change=note,
        )
    else:
        st.text_input(titled, key=widget, max_chars=300, on_change=note)
    if work.same.get(name):
        st.session_state[f"{widget}_gaps"] = name in work.gaps
        st.checkbox(t("Only where nothing is published yet"), key=f"{widget}_gaps", on_change=keep)
