"""Enterprises: who is there – map, directory, how well each region is covered, counts."""

import html
from functools import partial

import pandas as pd
import streamlit as st

from pages.enterprises import card, counts, density, headlines, link
from pages.enterprises import map as maps
from secon_data import comparison
from secon_ui import data
from secon_ui.shell import export_menu, facet_pills, facets, frame
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import Texts
from secon_ui.text import search

POPULATION = "population_1_january"
# Rows on a page of the directory; names on a phone's; names beside a region's map. A table that
# can be clicked travels whole.
ROWS, NAMES, BESIDE = 500, 25, 12
# How many pages there is room to name.
MOST = {ROWS: 7, NAMES: 3, BESIDE: 5}

allowed = {
    "shown": tuple(link.SHOWN),
    "regions": lambda _: data.region_ids(),
    "fields": tuple(link.FIELDS),
    "types": tuple(link.TYPES),
    "work": tuple(link.WORK),
    "search": Texts(80),
    "chosen": lambda _: set(data.package().table("enterprises")["enterprise_id"]),
}

with frame.open_page("enterprises", link.EnterprisesView, allowed) as page:
    t, view, colours, names = page.t, page.view, page.palette, page.region_names
    everyone = page.package.table("enterprises")
    regions = page.package.table("regions")
    sought = everyone
    if view.search:
        texts = data.made("texts", lambda: search.texts(everyone, link.SEARCHED))
        sought = search.found(everyone, link.SEARCHED, view.search, texts)
    lists = link.facets(names, t)
    table = page.made("table", lambda: facets.narrowed(sought, lists, view.selected))
    counted = page.made("counts", lambda: facets.counted(sought, lists, view.selected))
    close_up, mine = view.close_up, view.region
    chosen = link.chosen(everyone, view.chosen)
    page.step_through("shown", tuple(link.SHOWN))

    def narrowing() -> None:
        with st.container(key="enterprises-facets"):
            st.text_input(
                t("Search"),
                icon=":material/search:",
                placeholder=t("Name, town, what it does"),
                label_visibility="collapsed",
                max_chars=80,
                **page.bound("search", view.search or "", to=lambda text: text.strip() or None),
            )
            for facet in lists:
                facet_pills.show(page, facet, counted[facet.name])
            if view.narrowed or view.regions:
                label, icon = t("Take all choices back"), ":material/close:"
                button("anew", label, icon, search=None, **{facet.name: () for facet in lists})

    def button(key: str, label: str, icon: str, **fields: object) -> None:
        """A button that changes the view."""
        kind = "tertiary" if icon == ":material/close:" else "secondary"
        name = f"enterprises_{key}"
        st.button(label, key=name, icon=icon, type=kind, on_click=page.change, kwargs=fields)

    def details() -> None:
        """The chosen organisation: a card at the side, on a phone above all else."""
        if page.phone:
            st.dialog(t("Organisation"), on_dismiss=lambda: page.change(chosen=None))(
                lambda: st.html(card.card(chosen, names, t))
            )()
            return
        st.html(card.card(chosen, names, t))
        with st.container(horizontal=True):
            home = chosen["region_id"]
            if view.shown == "map" and home != close_up:
                label = t("Show {region}", region=names[home])
                button("there", label, ":material/zoom_in:", regions=(home,))
            button("close", t("Close"), ":material/close:", chosen=None)

    def clicked(record: dict[str, str]) -> None:
        if "id" in record:
            page.change(chosen=record["id"])
        else:
            page.change(regions=(record["region"],), chosen=None)

    def the_map() -> None:
        index, outlines = data.geometry(), data.outlines()
        if close_up:
            of_region = everyone[everyone["region_id"] == close_up]
            deck = page.made("map", lambda: maps.one_region(
                table, of_region, outlines[close_up], view.chosen, index, colours, t,
                size=page.size,
            ))  # fmt: skip
        else:
            deck = page.made("map", lambda: maps.all_regions(
                table, regions, mine, view.chosen, names, outlines, index, colours, t,
                size=page.size,
            ))  # fmt: skip
        described = t("Map of {n} organisations. The directory holds the same.", n=len(table))
        key, height = f"enterprises_map_{close_up or 'all'}", int(maps.WINDOW[page.size][1])
        frame.draw_map(page, deck, key, described, height, on_select=clicked)

    def show_map() -> None:
        if view.regions:
            label, icon = t("All nine regions"), ":material/arrow_back:"
            button("all", label, icon, regions=(), chosen=None)
        else:
            label, icon = t("Show {region}", region=names[mine]), ":material/zoom_in:"
            button("mine", label, icon, regions=(mine,), chosen=None)
        the_map()
        st.html(page.made("caption", lambda: headlines.map_caption(table, close_up, t)))

    def show_map_slide() -> None:
        left, right = st.columns([380, 329], gap="small")
        with left:
            the_map()
        listed = partial(density.listed, table, close_up, mine, view.regions or names, names, t)
        right.html(page.made("listed", listed))

    def around_the_map() -> None:
        """Beside the map while nobody is chosen; of one region, who its dots are."""
        if close_up is None:
            st.html(page.made("fields", fields))
        elif len(table):
            st.html(f'<h2 class="ent-head">{html.escape(t("Organisations"))}</h2>')
            list_of_names(BESIDE)
        st.html(page.made("brief", lambda: density.in_short(densities(), mine, view, names, t)))

    def fields() -> str:
        return density.by_field(table, mine, regions, names, colours, t)

    def densities() -> pd.DataFrame:
        people = comparison.compare(page.package, POPULATION).table
        return page.made("densities", lambda: density.density(counted["regions"], people))

    def one_page(size: int) -> pd.DataFrame:
        """The organisations on the page of the directory that was turned to."""
        pages = max(1, -(-len(table) // size))
        place = 1
        if pages > 1:
            key = f"enterprises_page_{pages}"
            place = st.pagination(pages, key=key, max_visible_pages=MOST[size])
        return table.iloc[(place - 1) * size : place * size]

    def the_table() -> None:
        part = one_page(ROWS)
        rows = card.directory(part, names, t, region=close_up is None)
        key = f"enterprises_table_{part['enterprise_id'].iloc[0] if len(part) else ''}_{len(table)}"

        def picked() -> None:
            places = st.session_state[key]["selection"]["rows"]
            page.change(chosen=part["enterprise_id"].iloc[places[0]] if places else None)

        st.dataframe(
            rows,
            key=key,
            hide_index=True,
            height=640,
            row_height=36,
            placeholder="–",
            column_config=card.columns(st.column_config, t),
            on_select=picked,
            selection_mode="single-row",
            alt=t("Directory of {n} organisations", n=len(table)),
        )
        st.html(f'<p class="source">{html.escape(t("Tick a row to see all that is known."))}</p>')

    def list_of_names(size: int) -> None:
        """The directory on a phone or beside a map: names to tap, some on a page."""
        rows = one_page(size).set_index("enterprise_id")
        with st.container(key="enterprises-names"):
            st.pills(
                t("Organisations"),
                list(rows.index),
                selection_mode="single",
                label_visibility="collapsed",
                width="stretch",
                format_func=lambda key: facet_pills.plain(
                    f"{rows.loc[key, 'name']} · {rows.loc[key, 'town']}"
                ),
                **page.bound("chosen", view.chosen if view.chosen in rows.index else None),
            )

    def show_directory() -> None:
        if page.presenting:
            st.html(page.made("fields", fields))
        elif page.phone:
            list_of_names(NAMES)
        else:
            the_table()

    def show_density() -> None:
        bars = partial(density.bars, mine=mine, shown=view.regions, names=names, t=t)
        st.html(page.made("bars", lambda: bars(densities(), brief=page.presenting)))

    def show_counts() -> None:
        draw = counts.brief if page.presenting else counts.cards
        st.html(page.made("cards", lambda: draw(page.package.table("counts"), country, t)))

    def views() -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            st.segmented_control(
                t("View"),
                list(link.SHOWN),
                format_func=lambda code: link.titled(code, t, brief=page.phone),
                label_visibility="collapsed",
                **page.bound("shown", view.shown),
            )
            created = str(page.package.descriptor.get("created", ""))[:10]
            cited = page.made("cited", lambda: headlines.citation(len(table), created, t))
            taken = partial(card.export, table, names)
            export_menu.menu(page, Taken(taken, "social-enterprises.csv", cited))

    if not page.presenting:
        views()
    country = data.region_countries()[mine]
    if view.shown == "counts":
        finding = partial(counts.headline, page.package.table("counts"), country, t)
        frame.heading(*page.made("counts-headline", finding))
    elif view.shown == "density":
        finding = partial(headlines.density_headline, densities(), mine, names, t)
        frame.heading(*page.made("density-headline", finding))
    else:
        headline = partial(headlines.headline, table, everyone, view, names, t)
        frame.heading(*page.made("headline", headline))
    draw = {"map": show_map, "directory": show_directory, "density": show_density}
    if view.shown == "counts":
        show_counts()
    elif page.presenting:
        show_map_slide() if view.shown == "map" else draw[view.shown]()
    elif page.phone:
        if view.shown == "map":
            show_map()
        with st.expander(t("Narrow the list"), icon=":material/tune:"):
            narrowing()
        if view.shown != "map":
            draw[view.shown]()
        if chosen is not None:
            details()
    else:
        side = view.shown == "map" or (view.shown == "directory" and chosen is not None)
        first, middle, *last = st.columns([2.3, 6.2, 3.4] if side else [2.3, 9.6], gap="medium")
        with first:
            narrowing()
        with middle, st.container(key="enterprises-stays"):
            draw[view.shown]()
        if last:
            with last[0]:
                details() if chosen is not None else around_the_map()
    if view.shown == "counts":
        st.html(headlines.counts_source(t))
    else:
        if not page.presenting:
            caution = partial(headlines.caution, table, view.regions or tuple(names), names, t)
            st.html(page.made("caution", caution))
        per_head = view.shown == "density" or (
            view.shown == "map" and not page.presenting and not page.phone
        )
        code = (
            comparison.compare(page.package, POPULATION).indicator["eurostat_code"]
            if per_head
            else None
        )
        st.html(page.made("source", lambda: headlines.source(table, code, t)))
