"""Enterprises: who is there – map, directory, how well each region is covered, counts."""

import html

import streamlit as st

from secon_ui import counts, data, facet_pills, facets, frame, search, takeaway
from secon_ui.enterprises import card, density, link, said
from secon_ui.enterprises import map as maps
from secon_ui.view import Texts

POPULATION = "population_1_january"
PER_PAGE = 25  # names on a page of a phone's directory

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
        sought = search.found(everyone, link.SEARCHED, view.search, data.enterprise_texts())
    lists = link.facets(names, t)
    table = facets.narrowed(sought, lists, view.selected)
    counted = facets.counted(sought, lists, view.selected)
    close_up, mine = view.close_up, view.region
    screen = view.regions or tuple(names)
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
                st.button(
                    t("Take all choices back"),
                    key="enterprises_anew",
                    icon=":material/close:",
                    type="tertiary",
                    on_click=page.change,
                    kwargs={"search": None, **{facet.name: () for facet in lists}},
                )

    def details() -> None:
        """The chosen organisation: a card at the side, on a phone above all else."""
        if chosen is None:
            return
        if page.phone:
            close = {"on_dismiss": lambda: page.change(chosen=None)}
            st.dialog(facet_pills.plain(t("Organisation")), **close)(
                lambda: st.html(card.card(chosen, names, t))
            )()
            return
        st.html(card.card(chosen, names, t))
        with st.container(horizontal=True):
            if view.shown == "map" and chosen["region_id"] != close_up:
                st.button(
                    t("Show {region}", region=names[chosen["region_id"]]),
                    key="enterprises_there",
                    icon=":material/zoom_in:",
                    on_click=page.change,
                    kwargs={"regions": (chosen["region_id"],)},
                )
            st.button(
                t("Close"),
                key="enterprises_close",
                icon=":material/close:",
                type="tertiary",
                on_click=page.change,
                kwargs={"chosen": None},
            )

    def clicked(record: dict[str, str]) -> None:
        if "id" in record:
            page.change(chosen=record["id"])
        else:
            page.change(regions=(record["region"],), chosen=None)

    def the_map() -> None:
        index, outlines = data.geometry(), data.outlines()
        described = t("Map of {n} organisations. The directory holds the same.", n=len(table))
        height = int(maps.WINDOW[page.size][1])
        if close_up and close_up in outlines:
            of_region = everyone[everyone["region_id"] == close_up]
            deck = maps.one_region(
                table, of_region, outlines[close_up], view.chosen, index, colours, t,
                size=page.size,
            )  # fmt: skip
        else:
            deck = maps.all_regions(
                table,
                regions,
                mine,
                view.chosen,
                names,
                outlines,
                index,
                colours,
                t,
                size=page.size,
            )
        key = f"enterprises_map_{close_up or 'all'}"
        frame.draw_map(page, deck, key, described, height, on_select=clicked)

    def show_map() -> None:
        if page.presenting:
            left, right = st.columns([400, 309])
            with left:
                the_map()
            with right:
                st.html(density.listed(table, close_up, mine, screen, names, t))
            return
        if page.phone:
            zoom()
            the_map()
            st.html(said.map_caption(table, close_up, t))
            with st.expander(t("Narrow the list"), icon=":material/tune:"):
                narrowing()
            details()
            return
        first, middle, side = st.columns([2.3, 6.2, 3.4], gap="medium")
        with first:
            narrowing()
        with middle, st.container(key="enterprises-stays"):
            zoom()
            the_map()
            st.html(said.map_caption(table, close_up, t))
        with side:
            if chosen is not None:
                details()
            elif close_up is None:
                st.html(density.by_field(table, mine, regions, names, colours, t))
            else:
                st.html(f'<h2 class="ent-head">{html.escape(link.titled("density", t))}</h2>')
                people = data.compare(POPULATION, None).table
                listed = density.density(counted["regions"], people)
                st.html(density.bars(listed, mine, view.regions, names, t, brief=True))
                st.html(f'<p class="source">{html.escape(said.covered(t))}</p>')

    def zoom() -> None:
        """Between all nine regions and one."""
        if view.regions:
            st.button(
                t("All nine regions"),
                key="enterprises_all",
                icon=":material/arrow_back:",
                on_click=page.change,
                kwargs={"regions": (), "chosen": None},
            )
        else:
            st.button(
                t("Show {region}", region=names[mine]),
                key="enterprises_mine",
                icon=":material/zoom_in:",
                on_click=page.change,
                kwargs={"regions": (mine,), "chosen": None},
            )

    def show_directory() -> None:
        if page.presenting:
            st.html(density.by_field(table, mine, regions, names, colours, t))
            return
        if page.phone:
            with st.expander(t("Narrow the list"), icon=":material/tune:"):
                narrowing()
            list_of_names()
            details()
            return
        first, rest = st.columns([2.3, 9.6], gap="medium")
        with first:
            narrowing()
        with rest:
            if chosen is None:
                the_table()
            else:
                middle, side = st.columns([6.2, 3.4], gap="medium")
                with middle:
                    the_table()
                with side:
                    details()

    def the_table() -> None:
        rows = card.directory(table, names, t, region=close_up is None)
        key = f"enterprises_table_{len(table)}"

        def picked() -> None:
            places = st.session_state[key]["selection"]["rows"]
            page.change(chosen=table["enterprise_id"].iloc[places[0]] if places else None)

        text, web = st.column_config.TextColumn, st.column_config.LinkColumn
        st.dataframe(
            rows,
            key=key,
            hide_index=True,
            height=640,
            row_height=36,
            placeholder="–",
            # All rows of a long list would travel with each choice.
            lazy=len(rows) > 1000,
            column_config={
                "name": text(t("Name"), width=220),
                "town": text(t("Town"), width=115),
                "region": text(t("Region"), width=110),
                "field": text(t("Field"), width=145),
                "form": text(t("Legal form"), width=110),
                "work": text(t("Work integration"), width=112),
                "what": text(t("What it does"), width=260),
                "website": web(t("Website"), display_text=t("open"), width=70),
                "source": web(t("Source"), display_text=t("open"), width=64),
                "year": st.column_config.NumberColumn(t("Source year"), format="%d", width=95),
            },
            on_select=picked,
            selection_mode="single-row",
            alt=t("Directory of {n} organisations", n=len(rows)),
        )
        st.html(f'<p class="source">{html.escape(t("Tick a row to see all that is known."))}</p>')

    def list_of_names() -> None:
        """The directory on a phone: names to tap, some on a page."""
        pages = max(1, -(-len(table) // PER_PAGE))
        place = 1
        if pages > 1:
            place = st.pagination(pages, key=f"enterprises_page_{pages}", max_visible_pages=3)
        rows = table.iloc[(place - 1) * PER_PAGE : place * PER_PAGE].set_index("enterprise_id")
        with st.container(key="enterprises-names"):
            st.pills(
                t("Organisations"),
                list(rows.index),
                selection_mode="single",
                label_visibility="collapsed",
                format_func=lambda key: facet_pills.plain(
                    f"{rows.loc[key, 'name']} · {rows.loc[key, 'town']}"
                ),
                **page.bound("chosen", view.chosen if view.chosen in rows.index else None),
            )

    def show_density() -> None:
        people = data.compare(POPULATION, None).table
        listed = density.density(counted["regions"], people)
        bars = density.bars(listed, mine, view.regions, names, t, brief=page.presenting)
        if page.presenting:
            st.html(bars)
            return
        place = st.expander(t("Narrow the list"), icon=":material/tune:") if page.phone else None
        first, rest = (place, st.container()) if place else st.columns([2.3, 9.6], gap="medium")
        with first:
            narrowing()
        with rest:
            st.html(bars)

    def show_counts() -> None:
        of_countries = page.package.table("counts")
        country = regions.set_index("region_id").loc[mine, "country_code"]
        draw = counts.brief if page.presenting else counts.cards
        st.html(draw(of_countries, country, t))

    if not page.presenting:
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            st.segmented_control(
                t("View"),
                list(link.SHOWN),
                format_func=lambda code: (
                    t(link.SHORT.get(code, link.SHOWN[code][0]))
                    if page.phone
                    else f"{link.SHOWN[code][1]} {t(link.SHOWN[code][0])}"
                ),
                label_visibility="collapsed",
                **page.bound("shown", view.shown),
            )
            created = str(page.package.descriptor.get("created", ""))[:10]
            taken = card.export(table, names)
            cited = said.citation(len(table), created, t)
            takeaway.menu(page, taken, "social-enterprises.csv", cited)
    if view.shown == "counts":
        country = regions.set_index("region_id").loc[mine, "country_code"]
        frame.heading(*counts.headline(page.package.table("counts"), country, t))
    elif view.shown == "density":
        people = data.compare(POPULATION, None).table
        frame.heading(
            *said.density_headline(density.density(counted["regions"], people), mine, names, t)
        )
    else:
        frame.heading(*said.headline(table, everyone, view, names, t))
    {
        "map": show_map,
        "directory": show_directory,
        "density": show_density,
        "counts": show_counts,
    }[view.shown]()
    if view.shown != "counts":
        if not page.presenting:
            st.html(said.caution(table, screen, names, t))
        code = page.package.table("indicators").set_index("indicator_id")["eurostat_code"]
        population = code[POPULATION] if view.shown == "density" else None
        st.html(said.source(table, population, t))
