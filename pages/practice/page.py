"""Practice: what works, where can we learn – good practices, events, who to ask."""

import html
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from pages.practice import cards, chosen, events, headlines, link, lists, notes, small_maps
from pages.practice import stakeholders as people
from pages.practice.link import PracticeView
from secon_ui import clock, data
from secon_ui.drawing import maps
from secon_ui.shell import export_menu, facet_pills, facets, frame
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import Allowed, address

SLIDE = {"events": 4, "table": 5}  # rows of a list on a slide
LISTED = {"wide": 30, "phone": 10}  # organisations on a page


def themes() -> pd.DataFrame:
    return data.package().table("themes")


def codes(dataset: str, column: str) -> list[str]:
    known = partial(facets.known, data.package().table(dataset), column)
    return data.made(f"codes {dataset} {column}", known)


allowed: Allowed = {
    "shown": tuple(link.SHOWN),
    "group": lambda _: set(themes()["group_id"]),
    "country": lambda _: [*codes("events", "country_code"), *codes("regions", "country_code")],
    "kind": lambda _: codes("events", "type"),
    "scope": lambda _: codes("events", "scope"),
    "actor": lambda _: codes("stakeholders", "type"),
    "asked": link.SEARCH,
    "card": lambda _: codes("practices", "practice_id"),
    "page": link.PAGES,
}

with frame.open_page("practice", PracticeView, allowed) as page:
    t, view, package, names = page.t, page.view, page.package, page.region_names
    mine, my_country = view.region, data.region_countries()[view.region]
    dataset = view.shown if view.shown in ("events", "stakeholders") else "practices"

    by_country = {country: names[region] for region, country in data.region_countries().items()}

    def local_names() -> dict[str, tuple[str, str]]:
        local = package.table("regions").set_index("region_id")["name_local"]
        return {region: (names[region], local[region]) for region in names}

    both = page.made("both", local_names)
    group_names = page.made("groups", lambda: lists.groups(package))
    listed = page.made(
        "listed", lambda: lists.listed(dataset, view, package, my_country, by_country, t)
    )
    rows = listed.rows

    def controls() -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(link.SHOWN, reset=["page", "card"])
            export_menu.menu(
                page,
                Taken(
                    lambda: lists.taken(rows),
                    f"secon-{dataset}.csv",
                    page.made("cited", lambda: notes.citation(dataset, package, t)),
                    camera=view.shown == "map",
                ),
            )

    def narrowing() -> None:
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
                max_chars=link.SEARCH.most,
                **page.bound("asked", view.asked or "", to=lambda text: text.strip() or None),
            )
            for facet in listed.facets:
                facet_pills.show(page, facet, listed.counts[facet.name])
            picked = [facet.name for facet in listed.facets if getattr(view, facet.name)]
            if view.asked or picked:
                free = dict.fromkeys(picked, ()) | {"asked": None, "page": "1", "card": None}
                st.button(t("Show all"), icon=":material/close:", on_click=page.change, kwargs=free)

    def slide_part(table: pd.DataFrame) -> pd.DataFrame:
        """The rows of this slide; the arrow keys go to the next."""
        size = SLIDE[view.shown]
        last = chosen.last_page(table, size)
        page.step_through("page", link.PAGES[:last])
        return chosen.part(table, min(int(view.page), last), size)

    def pages(number: int, last: int) -> None:
        if last > 1:
            st.pagination(last, **page.bound("page", number, to=str, reset=["card"]))

    def practice_heading() -> None:
        def found() -> tuple[str, str]:
            asked_for = [group_names[code] for code in view.group]
            told = headlines.practices(rows, asked_for, mine, names, t)
            return told, headlines.commonest(rows, t)

        frame.heading(*page.made("heading", found))

    def explain() -> None:
        """Which indicators the chosen themes answer: who comes from a lag reads it first."""
        if view.group and not page.presenting:
            st.html(notes.answering(themes(), view.group, group_names, t))

    def show_cards() -> None:
        ids = page.made("ids", lambda: list(rows["practice_id"]))
        if page.presenting and ids:
            one = next(rows.iloc[ids.index(view.card) if view.card in ids else 0 :].itertuples())
            page.step_through("card", ids)
            frame.heading(
                f'<span lang="en">{html.escape(one.title)}</span>', notes.whereabouts(one, both, t)
            )
            st.html(cards.slide(one, t) + f'<p class="source">{cards.sources(one, t)}</p>')
            return
        practice_heading()
        explain()
        last = chosen.last_page(rows, chosen.PAGE)
        number = min(int(view.page), last)
        if view.card in ids:
            number = ids.index(view.card) // chosen.PAGE + 1

        def grid() -> str:
            return cards.grid(chosen.part(rows, number, chosen.PAGE), both, mine, view.card, t)

        st.html(page.made("cards", grid))
        pages(number, last)

    def the_map(boundaries: dict[str, Any]) -> tuple[dict[str, Any], str, str]:
        """The figure, its headline, and what stands beside it."""
        in_region = rows["region_id"].value_counts().to_dict()
        outlines = {r: bounds for r, bounds in data.outlines().items() if r in in_region}
        tiles = small_maps.tiles(rows, outlines, page.size)
        titles = dict(zip(rows["practice_id"], rows["title"], strict=True))
        figure = small_maps.figure(
            tiles, in_region, titles, names, mine, view.card, boundaries, page.palette, t,
            size=page.size,
        )  # fmt: skip
        measured = notes.town_words(page.presenting and len(tiles) > 4, t)
        if view.card in titles:
            region = rows.set_index("practice_id")["region_id"][view.card]
            ids = small_maps.together(tiles.get(region), str(view.card))
            beside = cards.grid(rows[rows["practice_id"].isin(ids)], both, mine, view.card, t)
        else:
            to_card = {
                practice: address("practice", replace(view, card=practice)) for practice in titles
            }
            beside = notes.without_town(rows, names, to_card, t)
        return figure, measured, beside

    def show_map() -> None:
        boundaries = data.geometry()  # each time, so that a damaged one is told at once
        figure, measured, beside = page.made("map", lambda: the_map(boundaries))
        finding = page.made("towns", lambda: headlines.towns(rows, t))
        frame.heading(finding, html.escape(measured))
        explain()

        def open_card() -> None:
            points = st.session_state["practice_map"]["selection"]["points"]
            if points and (practice := points[0].get("customdata")):
                page.change(card=practice if isinstance(practice, str) else practice[0])

        place, side = (st.container(), None) if page.presenting else st.columns([6.4, 3.2])
        with place:
            told = t("Maps of the regions with the towns of their practices; the table lists all.")
            frame.draw(page, figure, "practice_map", told, config=maps.CONFIG, on_select=open_card)
        if side is not None:
            side.html(beside)

    def show_nothing() -> None:
        practice_heading()
        st.html(notes.nothing(t))

    def show_events() -> None:
        types = lists.labels(package, "events", "type")
        found = page.made("events", lambda: events.found(rows, types, my_country, clock.today(), t))
        frame.heading(found.headline, found.own)
        if not page.presenting:
            st.html(found.calendar)
            return
        told = events.listed(slide_part(found.rows), types, my_country, t)
        st.html(f'<div class="slide-events">{told}</div>')

    def the_matrix() -> str:
        caption = t("Organisations listed, by type and country")
        types = lists.labels(package, "stakeholders", "type")
        return people.matrix(rows, types, list(by_country), my_country, caption, t)

    def the_partners() -> str:
        roles = lists.labels(package, "partners", "role")
        told = people.partners(package.table("partners"), roles, mine, t)
        title = html.escape(t("The ten partners of SECON"))
        return f'<h2 class="practice-kind">{title}</h2>{told}'

    def show_stakeholders() -> None:
        finding = page.made("heading", lambda: headlines.stakeholders(rows, my_country, t))
        frame.heading(finding, html.escape(notes.curated_words(t)))
        if page.presenting:
            st.html(f'<div class="slide-matrix">{page.made("matrix", the_matrix)}</div>')
            return
        if rows["country_code"].nunique() > 1:
            st.html(page.made("matrix", the_matrix))
        size = LISTED["phone" if page.phone else "wide"]
        last = chosen.last_page(rows, size)
        number = min(int(view.page), last)

        def part() -> str:
            types = lists.labels(package, "stakeholders", "type")
            return people.listed(chosen.part(rows, number, size), types, names, my_country, t)

        st.html(page.made("organisations", part))
        pages(number, last)
        st.html(page.made("partners", the_partners))

    def show_table() -> None:
        practice_heading()
        caption = t("All practices shown, one a row")
        if page.presenting:
            told = cards.table(slide_part(rows), both, mine, caption, t)
            st.html(f'<div class="slide-table">{told}</div>')
        else:
            st.html(page.made("table", lambda: cards.table(rows, both, mine, caption, t)))

    show = {
        "cards": show_cards,
        "map": show_map,
        "events": show_events,
        "stakeholders": show_stakeholders,
        "table": show_table,
    }[view.shown]
    if rows.empty and dataset == "practices":
        show = show_nothing
    if page.presenting:
        show()
    else:
        controls()
        left, right = st.columns([2.5, 9.7], gap="medium")
        with left:
            narrowing()
        with right, st.container(key="practice"):
            show()
    if not (page.presenting and view.shown == "cards"):
        st.html(page.made("source", lambda: notes.source(rows, dataset, t)))
