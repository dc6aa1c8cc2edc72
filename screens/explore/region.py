"""My region: how it stands on every indicator, beside the nine, and beside regions like it."""

import html
from dataclasses import replace

import streamlit as st

from secon_ui import data, frame, links, notes, takeaway
from secon_ui.compare import CompareView
from secon_ui.pages import PAGES
from secon_ui.practice.link import PracticeView
from secon_ui.region import choices, heat, panel, peers, sentences, spine, table
from secon_ui.region.choices import AGAINST, AMONG, SHOWN, RegionView, Scene


def themes() -> dict[str, str]:
    return data.made("themes", lambda: choices.themes(data.package(), data.comparable()))


allowed = {
    "shown": tuple(SHOWN),
    "theme": lambda _: themes(),
    "against": AGAINST,
    "other": lambda chosen: [r for r in data.region_ids() if r != chosen["region"]],
    "among": tuple(AMONG),
    "alike": choices.ALIKE,
}

with frame.open_page("region", RegionView, allowed) as page:
    t, view, names = page.t, page.view, page.region_names
    regions = page.package.table("regions").set_index("region_id")
    indicators = page.package.table("indicators").set_index("indicator_id", drop=False)
    everything = data.standing()
    ids = choices.indicators_of(view.theme, indicators, data.comparable())
    rows = page.made("rows", lambda: choices.rows_of(everything, view.region, ids))
    others = choices.rows_of(everything, view.other, ids) if view.other else None

    def ranking(indicator: str) -> str:
        asked = CompareView(view.region, t.language, indicator=indicator, shown="ranking")
        return links.address("compare", asked)

    country = t.country(regions["country_code"][view.region])
    scene = Scene(view.region, view.other, view.against, names, country, indicators, ranking, t)
    named = {code: choices.theme_name(code, themes(), t) for code in themes()}
    theme = named[view.theme]
    against = choices.against_names(scene.country, t)
    slide = page.presenting
    most = (2, 3) if page.size == "wide" else (1, 2)  # strengths and lags that a headline names
    page.step_through("shown", SHOWN)

    def controls() -> None:
        place = (
            st.expander(t("{selection} · change", selection=theme), icon=":material/tune:")
            if page.phone
            else st.container(key="controls")
        )
        with place:
            first, second, third = st.columns([3, 3, 6])
            first.selectbox(
                t("Indicators"),
                list(named),
                format_func=named.__getitem__,
                **page.bound("theme", view.theme),
            )
            if view.shown == "peers":
                second.selectbox(
                    t("Look for regions among"),
                    list(AMONG),
                    format_func=lambda code: t(AMONG[code]),
                    **page.bound("among", view.among),
                )
                third.multiselect(
                    t("Regions are alike in"),
                    choices.ALIKE,
                    format_func=lambda i: t.data(indicators.at[i, "short_name"]),
                    max_selections=choices.MOST_ALIKE,
                    placeholder=t("Choose indicators"),
                    **page.bound("alike", list(view.alike)),
                )
            else:
                second.selectbox(
                    t("Measure against"),
                    AGAINST,
                    format_func=against.__getitem__,
                    disabled=view.shown == "heat",
                    **page.bound("against", view.against),
                )
                third.selectbox(
                    t("Lay a second region over it"),
                    [region for region in names if region != view.region],
                    format_func=names.__getitem__,
                    placeholder=t("No second region"),
                    **page.bound("other", view.other, to=lambda region: region),
                )
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(SHOWN)
            takeaway.menu(page, exported, f"{view.region}-{view.shown}-{view.theme}.csv", cited())

    def exported():
        if view.shown == "heat":
            return table.export(everything[everything["indicator_id"].isin(ids)], scene)
        if view.shown == "peers":
            return peers.export(alike(), rows, scene)
        kept = everything["region_id"].isin([view.region, view.other])
        return table.export(everything[kept & everything["indicator_id"].isin(ids)], scene)

    def cited() -> str:
        created = t.date(str(page.package.descriptor.get("created", ""))[:10])
        return t(
            "{region}: {theme}. Source: Eurostat; calculations by SECON; data of {date}.",
            region=names[view.region], theme=theme, date=created,
        )  # fmt: skip

    def alike() -> peers.Peers:
        found, gaps = data.peers(view.region, view.alike, view.among)
        named = {
            row.id: names[row.id] if view.among == "nine" else t.areas(row.id, row.name)
            for row in found.itertuples(index=False)
        }
        return peers.Peers(found, gaps, named, t(AMONG[view.among]))

    def practices() -> str:
        if "practice" not in {spec.slug for spec in PAGES}:
            return ""

        def link(group: str) -> str:
            return links.address("practice", PracticeView(view.region, t.language, group=(group,)))

        return panel.practices(rows, page.package.table("themes"), link, scene)

    def heading() -> tuple[str, str]:
        counted = sentences.counted(rows, scene, slide=slide)
        return sentences.finding(rows, scene, most=most), counted

    def whole_spine() -> str:
        chart = spine.spine(rows, others, data.small_spreads(), scene)
        more = links.address("region", replace(view, shown="peers"))
        beside = panel.panel(rows, scene, practices(), peers.brief(rows, alike(), scene, more))
        chart += spine.explained(rows, scene)
        said = sentences.notice(rows, scene, regions["area_note"].dropna().to_dict())
        return f'<div class="rg-body"><div>{chart}{said}</div>{beside}</div>'

    def show_spine() -> str:
        frame.heading(*page.made("heading", heading))
        if slide:
            shown = spine.for_slide(rows)
            over = None if others is None else others.loc[shown.index]
            st.html(spine.spine(shown, over, data.small_spreads(), scene, slide=True))
            return ""
        st.html(page.made("spine", whole_spine))
        return ""

    def show_heat() -> str:
        part = everything[everything["indicator_id"].isin(ids)]
        columns = heat.order(part, list(names))
        finding = page.made("finding", lambda: heat.finding(part, columns, scene))
        frame.heading(finding, "" if slide else html.escape(theme))
        kept = heat.for_slide(ids, part, view.region) if slide else ids
        st.html(page.made("heat", lambda: heat.heat(part, kept, columns, scene, slide=slide)))
        if not slide:
            st.html(heat.explained(part, scene))
        return ""

    def show_peers() -> str:
        found = alike()
        by = t.list([t.data(indicators.at[i, "short_name"]) for i in view.alike])
        sub = (
            t("Alike by {indicators}; found among: {among}", indicators=by, among=found.among)
            if by
            else t("Choose above in what regions are to be alike.")
        )
        frame.heading(peers.finding(rows, found, scene), "" if slide else html.escape(sub))
        if not slide:
            st.html(peers.cards(found, scene))
        if len(found.table):
            st.html(peers.table(rows, found, scene, slide=slide))
        if slide:
            return ""
        st.html(practices() + peers.explained(rows, scene))
        return sentences.notice(peers.lagging(rows), scene, {})

    def show_table() -> str:
        frame.heading(
            sentences.finding(rows, scene, most=most), sentences.counted(rows, scene, slide=slide)
        )
        st.html(
            table.table(
                rows.head(8) if slide else rows, None if slide else others, scene, slide=slide
            )
        )
        return sentences.notice(rows, scene, regions["area_note"].dropna().to_dict())

    def source() -> str:
        used = rows if view.shown != "heat" else everything[everything["indicator_id"].isin(ids)]
        one_each = indicators.loc[ids].drop_duplicates("eurostat_code")
        listed = [row for _, row in one_each.iterrows()]
        own = used.assign(flag="")  # each row of the table names its own flag
        return notes.source(own, listed, page.package.table("extracts"), names, t)

    if not slide:
        controls()
    notice = {
        "spine": show_spine, "heat": show_heat, "peers": show_peers, "table": show_table
    }[view.shown]()  # fmt: skip
    if slide:
        part = everything[everything["indicator_id"].isin(ids)]
        kept = {
            "spine": lambda: spine.for_slide(rows),
            "heat": lambda: rows[rows["indicator_id"].isin(heat.for_slide(ids, part, view.region))],
            "peers": lambda: peers.lagging(rows).head(peers.ON_SLIDE),
            "table": lambda: rows.head(8),
        }[view.shown]()
        st.html(
            sentences.slide_source(
                kept, scene, len(peers.lagging(rows)) if view.shown == "peers" else len(rows)
            )
        )
    else:
        if notice:
            st.html(notice)
        st.html(page.made("source", source))
