"""Overview: where the nine regions are, and how mine stands on the key figures."""

import html

import streamlit as st

from pages.compare.link import CompareView
from pages.overview import cards
from secon_ui import data
from secon_ui.drawing import maps
from secon_ui.shell import frame
from secon_ui.shell.menu import DOORS, spec
from secon_ui.shell.view import View, address, to_query
from secon_ui.text import notes

with frame.open_page("overview", View) as page:
    t = page.t
    regions = page.package.table("regions")
    names = page.region_names
    mine = page.view.region
    frame.heading(
        html.escape(t("Nine regions, one question: what helps social enterprises grow?")),
        html.escape(
            t(
                "SECON is an Interreg Europe project: nine regions in nine countries improve their "
                "policies for the social economy. Here are their figures, each with its source."
            )
        ),
    )

    def hint() -> str:
        words = html.escape(t("Click a region to make it yours, or choose it above."))
        note = regions.set_index("region_id")["area_note"][mine]
        if isinstance(note, str):
            words += f" {html.escape(t.data(note))}"
        return f'<p class="legend-line">{words}</p>'

    def key_figures() -> tuple[str, str]:
        """The table of key figures, and where they come from."""
        table = data.overview(cards.KEY_FIGURES)
        indicators = page.package.table("indicators").set_index("indicator_id", drop=False)
        listed = page.package.table("enterprises")["region_id"].value_counts()
        listing = (int(listed[mine]), int(listed.sum()))
        addresses = {
            i: address("compare", CompareView(mine, t.language, indicator=i, shown="ranking"))
            for i in cards.KEY_FIGURES
        }
        figures = cards.key_figures(table, indicators, mine, names[mine], listing, addresses, t)
        own = table[table["region_id"] == mine].assign(flag="")  # each figure names its own flag
        shown = [indicators.loc[i] for i in cards.KEY_FIGURES]
        source = notes.source(own, shown, page.package.table("extracts"), names, t)
        return figures + cards.legend(t), source

    left, right = (
        st.columns([5, 7], gap="small") if page.presenting else st.columns([6.4, 5.6], gap="large")
    )
    with left:

        def choose() -> None:
            chosen = st.session_state["europe"]["selection"]["points"]
            if chosen and isinstance(region := chosen[0].get("customdata"), str | list):
                page.change(region=region if isinstance(region, str) else region[0])

        index = data.geometry()
        figure = page.made(
            "europe",
            lambda: cards.europe(regions, mine, names, index, page.palette, size=page.size),
        )
        described = t("Map of Europe with the nine partner regions.")
        frame.draw(page, figure, "europe", described, config=maps.CONFIG, on_select=choose)
        if not page.presenting:
            st.html(page.made("hint", hint))
    figures, source = page.made("figures", key_figures)
    with right:
        st.html(figures)
    if page.presenting:
        st.html(source)
    doors = () if page.presenting else DOORS
    for column, door in zip(st.columns(len(DOORS)), doors, strict=False):
        with column, st.container(key=f"door-{door.name}"):
            target = spec(door.page)
            st.page_link(
                target.path,
                label=t(door.title),
                icon=door.icon,
                query_params=to_query(page.view) | dict(door.query),
            )
            st.html(f'<p class="door">{html.escape(t(door.text))}</p>')
    if not page.presenting:
        st.html(source)
