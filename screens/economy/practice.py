"""Practice: what works, where can we learn – good practices, events, who to ask."""

import html
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from secon_ui import clock, data, facet_pills, facets, frame, links, maps, search, takeaway
from secon_ui.practice import atlas, cards, chosen, events, headlines, link, lists, notes
from secon_ui.practice import stakeholders as people
from secon_ui.practice.link import PracticeView
from secon_ui.view import Allowed

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
    regions = package.table("regions").set_index("region_id")
    mine, my_country = view.region, str(regions["country_code"][view.region])
    both = {region: (names[region], regions["name_local"][region]) for region in names}
    by_country = {str(regions["country_code"][region]): names[region] for region in names}
    group_names = themes().drop_duplicates("group_id").set_index("group_id")["group_name"].to_dict()
    dataset = view.shown if view.shown in ("events", "stakeholders") else "practices"
    if dataset == "events":
        everything, sought = events.dated(package.table("events")), events.SEARCHED
        offered = lists.of_events(package, t)
    elif dataset == "stakeholders":
        everything, sought = package.table("stakeholders"), people.SEARCHED
        offered = lists.of_stakeholders(package, t)
    else:
        everything = data.made("practices", lambda: chosen.practices(package))
        sought = chosen.SEARCHED
        offered = lists.of_practices(group_names, by_country, t)
    asked = page.made("asked", lambda: search.found(everything, sought, view.asked))
    picked = {facet.name: getattr(view, facet.name) for facet in offered}

    def fitting() -> pd.DataFrame:
        found = facets.narrowed(asked, offered, picked)
        if dataset == "practices":
            return chosen.ordered(found, mine)
        return people.ordered(found, my_country) if dataset == "stakeholders" else found

    rows = page.made("rows", fitting)

    def controls() -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(link.SHOWN, reset=["page", "card"])
            cited = notes.citation(dataset, package, t)
            takeaway.menu(
                page,
                lambda: lists.taken(rows),
                f"secon-{dataset}.csv",
                cited,
                camera=view.shown == "map",
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
            counts = page.made("counts", lambda: facets.counted(asked, offered, picked))
            for facet in offered:
                facet_pills.show(page, facet, counts[facet.name])
            if view.asked or any(picked.values()):
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
        asked_for = [group_names[code] for code in view.group]
        frame.heading(
            headlines.practices(rows, asked_for, mine, names, t),
            page.made("commonest", lambda: headlines.commonest(rows, t)),
        )

    def explain() -> None:
        """Which indicators the chosen themes answer: who comes from a lag reads it first."""
        if view.group and not page.presenting:
            st.html(notes.answering(themes(), view.group, group_names, t))

    def show_cards() -> None:
        ids = list(rows["practice_id"])
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
        shown = chosen.part(rows, number, chosen.PAGE)
        st.html(page.made("cards", lambda: cards.grid(shown, both, mine, view.card, t)))
        pages(number, last)

    def show_map() -> None:
        counts = rows["region_id"].value_counts().to_dict()
        index = data.geometry()
        outlines = {r: bounds for r, bounds in data.outlines().items() if r in counts}
        tiles = atlas.tiles(rows, outlines, page.size)
        measured = notes.town_words(page.presenting and len(tiles) > 4, t)
        frame.heading(headlines.towns(rows, t), html.escape(measured))
        explain()
        titles = dict(zip(rows["practice_id"], rows["title"], strict=True))
        figure = atlas.figure(
            tiles, counts, titles, names, mine, view.card, index, page.palette, t, size=page.size
        )

        def open_card() -> None:
            points = st.session_state["practice_map"]["selection"]["points"]
            if points and (practice := points[0].get("customdata")):
                page.change(card=practice if isinstance(practice, str) else practice[0])

        place, side = (st.container(), None) if page.presenting else st.columns([6.4, 3.2])
        with place:
            told = t("Maps of the regions with the towns of their practices; the table lists all.")
            frame.draw(page, figure, "practice_map", told, config=maps.CONFIG, on_select=open_card)
        if side is None:
            return
        with side:
            if view.card in titles:
                region = rows.set_index("practice_id")["region_id"][view.card]
                ids = atlas.together(tiles.get(region), str(view.card))
                st.html(cards.grid(rows[rows["practice_id"].isin(ids)], both, mine, view.card, t))
            else:
                addresses = {
                    practice: links.address("practice", replace(view, card=practice))
                    for practice in titles
                }
                st.html(notes.without_town(rows, names, addresses, t))

    def show_nothing() -> None:
        practice_heading()
        st.html(notes.nothing(t))

    def show_events() -> None:
        types = lists.labels(package, "events", "type")
        coming, past = events.split(rows, clock.today())
        latest = events.when(next(past.itertuples()), t) if len(past) else ""
        own = int((rows["scope"] == "secon").sum())
        sub = t.plural("{n} of them is SECON's own.", "{n} of them are SECON's own.", own)
        frame.heading(headlines.events(coming, past, latest, t), html.escape(sub))
        if page.presenting:
            shown = slide_part(pd.concat([coming, past]))
            told = events.listed(shown, types, my_country, t)
            st.html(f'<div class="slide-events">{told}</div>')
            return
        st.html(
            f'<h2 class="practice-kind">{html.escape(t("Coming"))}</h2>'
            + (events.listed(coming, types, my_country, t) or events.none_coming(t))
            + f'<h2 class="practice-kind">{html.escape(t("Past"))}</h2>'
            + events.listed(past, types, my_country, t)
        )

    def show_stakeholders() -> None:
        types = lists.labels(package, "stakeholders", "type")
        frame.heading(
            headlines.stakeholders(rows, my_country, t), html.escape(notes.curated_words(t))
        )
        if page.presenting or rows["country_code"].nunique() > 1:
            caption = t("Organisations listed, by type and country")
            told = people.matrix(rows, types, list(by_country), my_country, caption, t)
            st.html(f'<div class="slide-matrix">{told}</div>' if page.presenting else told)
        if page.presenting:
            return
        size = LISTED["phone" if page.phone else "wide"]
        last = chosen.last_page(rows, size)
        number = min(int(view.page), last)
        st.html(people.listed(chosen.part(rows, number, size), types, names, my_country, t))
        pages(number, last)
        roles = lists.labels(package, "partners", "role")
        st.html(
            f'<h2 class="practice-kind">{html.escape(t("The ten partners of SECON"))}</h2>'
            + people.partners(package.table("partners"), roles, mine, t)
        )

    def show_table() -> None:
        practice_heading()
        shown = slide_part(rows) if page.presenting else rows
        told = cards.table(shown, both, mine, t("All practices shown, one a row"), t)
        st.html(f'<div class="slide-table">{told}</div>' if page.presenting else told)

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
        st.html(notes.source(rows, dataset, t))
