"""Funding: which money, for whom, until when – finder, timeline, budgets, what is new, table."""

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages import funding
from pages.funding import DAYS, SHOWN, SLIDES, FundingView
from secon_ui import clock, data
from secon_ui.shell import export_menu, facet_pills, frame
from secon_ui.shell.facets import NOT_STATED, counted, narrowed
from secon_ui.shell.taken import Taken


def labelled(column: str) -> list[str]:
    """The codes of a column, and the one for an empty cell."""
    return [*data.package().schema("funding").fields[column].codes, NOT_STATED]


allowed = {
    "shown": tuple(SHOWN),
    "on": DAYS,
    "country": lambda _: ("mine", *data.package().table("funding")["country_code"].unique()),
    "state": ("open", "coming", "undated", "closed"),
    "area": ("mine", "whole", "other", NOT_STATED),
    "who": lambda _: ("new", *labelled("beneficiary_group")),
    "kind": lambda _: labelled("type"),
    "level": lambda _: labelled("level"),
    "fund": lambda _: labelled("fund"),
    "whom": lambda _: list(data.package().table("regions")["country_code"]),
}

with frame.open_page("funding", FundingView, allowed) as page:
    t, names = page.t, page.region_names
    page.view = funding.settled(page.view, data.region_countries()[page.view.region])
    view, today = page.view, clock.today()
    day = view.day(today)
    found = data.made(
        ("funding", view.region, day), lambda: funding.entries(page.package, view.region, day)
    )
    order = page.made("order", lambda: funding.order_of_countries(page.package, found.own))
    facets = funding.facets(found, names[view.region], order, t)
    chosen = {facet.name: getattr(view, facet.name) for facet in facets}
    rows = page.made(
        "rows",
        lambda: funding.in_order(
            narrowed(found.table, facets, chosen), order, new="new" in view.who
        ),
    )
    page.step_through("shown", SLIDES)

    def on_which_day() -> None:
        st.date_input(
            t("Open on"),
            min_value=DAYS.first,
            max_value=DAYS.last,
            format="DD/MM/YYYY",
            **page.bound(
                "on", found.on, to=lambda day: None if day in (None, today) else day.isoformat()
            ),
        )

    def filters() -> None:
        counts = page.made("counts", lambda: counted(found.table, facets, chosen))
        on_which_day()
        for facet in facets:
            facet_pills.show(page, facet, counts[facet.name])

    def switch() -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(SHOWN)
            cited = t(
                "SECON regions, funding: programmes and calls as of {date}, each with its source.",
                date=t.date(found.on.isoformat()),
            )
            export_menu.menu(
                page,
                Taken(
                    lambda: funding.export.shown(rows, found),
                    "funding.csv",
                    cited,
                    camera=view.shown == "timeline",
                ),
            )

    def beside() -> DeltaGenerator:
        """The facets beside the results – on a phone folded above – and the results' place."""
        if page.phone:
            with st.expander(t("Filter"), icon=":material/tune:"):
                filters()
            return st.container()
        side, main = st.columns([2.3, 9.6], gap="medium")
        with side:
            filters()
        return main

    def finding() -> tuple[str, str]:
        region = names[view.region]
        return funding.headlines.results(
            rows, found, region, view.country, today, t, areas=view.area
        )

    def show_list() -> None:
        frame.heading(*page.made("finding", finding))
        if page.presenting:
            st.html(page.made("slide", lambda: funding.slides.listed(rows, found, t)))
            return
        switch()
        with beside():
            if len(rows):
                listed = partial(funding.results.listed, rows, found, view.who, t)
                st.html(page.made("list", listed))

    def show_table() -> None:
        frame.heading(*page.made("finding", finding))
        switch()
        with st.expander(t("Filter"), icon=":material/tune:"), st.container(key="fund-filters"):
            filters()
        caption = t("Programmes and calls")
        st.html(page.made("table", lambda: funding.results.table(rows, found, caption, t)))

    def show_timeline() -> None:
        others = [facet for facet in facets if facet.name != "state"]
        every = page.made(
            "every", lambda: funding.in_order(narrowed(found.table, others, chosen), order)
        )
        frame.heading(*funding.headlines.timeline(every, found, names[view.region], t))
        if not page.presenting:
            switch()
            first, second = st.columns([6, 2])
            first.container(key="fund-countries").multiselect(
                t("Countries"),
                list(order),
                format_func=lambda code: found.country(code, t),
                placeholder=t("All countries"),
                **page.bound("country", list(view.country)),
            )
            with second:
                on_which_day()
        bars = page.made("bars", lambda: funding.timeline.drawn(every, found.on))
        drawn = partial(funding.timeline.figure, bars, found, today, page.palette, t)
        figure = page.made("timeline", lambda: drawn(size=page.size))
        described = t("Timeline of programmes and calls. The table view holds the same as text.")
        frame.draw(page, figure, "fund_timeline", described)
        if not page.presenting:
            st.html(page.made("note", lambda: funding.timeline.note(every, bars, found.on, t)))

    def show_budgets() -> None:
        budgets = data.made(
            ("budgets", view.region, day), lambda: funding.budgets.members(page.package, found)
        )
        total = page.made("sums", lambda: funding.budgets.sums(budgets, names))
        frame.heading(*funding.headlines.budgets(total, view.region, names[view.region], t))
        if not page.presenting:
            switch()
            with st.columns([2, 6])[0]:
                on_which_day()
        listed = partial(funding.budgets.listed, budgets, names, view.region, page.package, t)
        st.html(page.made("budgets", lambda: listed(slide=page.presenting)))
        if not page.presenting:
            st.html(page.made("omitted", lambda: omitted(budgets)))

    def omitted(budgets: pd.DataFrame) -> str:
        return funding.budgets.omitted(funding.budgets.left_out(found, budgets), found, t)

    def show_lacking() -> None:
        whom = view.whom or found.own
        codes = [found.own if code == "mine" else code for code in order]
        missing = page.made("missing", lambda: funding.gaps.missing(found.table, codes, whom))
        frame.heading(*funding.headlines.lacking(missing, whom, found, t))
        if not page.presenting:
            switch()
            st.selectbox(
                t("New to which country?"),
                [code for code in codes if code != "EU"],
                format_func=t.country,
                width=320,
                **page.bound("whom", whom, to=lambda code: None if code == found.own else code),
            )
        matrix = partial(funding.gaps.matrix, found, whom, codes, t)
        st.html(page.made("matrix", lambda: matrix(size=page.size)))

    {
        "list": show_list,
        "timeline": show_timeline,
        "budgets": show_budgets,
        "lacking": show_lacking,
        "table": show_table,
    }[SLIDES[0] if page.presenting and view.shown not in SLIDES else view.shown]()
    st.html(page.made("source", lambda: funding.headlines.source(found, view.shown, t)))
