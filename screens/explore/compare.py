"""Compare: one indicator for the nine regions – map, ranking, trend, scatter, table."""

import html

import streamlit as st

from secon_ui import charts, compare, data, frame, headlines, links, maps, notes, tables
from secon_ui.compare import AGAINST, SHOWN, CompareView

allowed = {
    "indicator": lambda _: data.comparable(),
    "year": lambda chosen: data.years(chosen["indicator"]),
    "compared": lambda chosen: [r for r in data.region_ids() if r != chosen["region"]],
    "against": AGAINST,
    "shown": tuple(SHOWN),
    "other": lambda _: data.comparable(),
}

with frame.open_page("compare", CompareView, allowed) as page:
    t, view, colours = page.t, page.view, page.palette
    indicators = page.package.table("indicators").set_index("indicator_id", drop=False)
    regions = page.package.table("regions").set_index("region_id", drop=False)
    names = {region: t.data(name) for region, name in regions["name"].items()}
    mine = view.region
    found = data.compare(view.indicator, int(view.year) if view.year else None)
    row = found.table.set_index("region_id", drop=False).loc[mine]
    references = compare.references(found, mine, t.country(row["country_code"]), t)

    def chosen(field: str) -> None:
        value = st.session_state[f"compare_{field}"]
        if field == "compared":
            page.change(compared=tuple(value))
        elif value is not None:
            fields = {field: value}
            if field == "year" and int(value) == data.latest_years()[view.indicator]:
                fields = {"year": None}
            if field == "indicator":
                fields |= {"year": None}
            page.change(**fields)

    def offer(field: str, value: object) -> dict[str, object]:
        """The widget shows what the link says; a choice goes to the link and comes back from it."""
        st.session_state[f"compare_{field}"] = value
        return {"key": f"compare_{field}", "on_change": chosen, "args": (field,)}

    summary = f"{t.data(found.indicator['name'])}, {found.year}"
    controls = (
        st.expander(t("{selection} · change", selection=summary), icon=":material/tune:")
        if page.phone
        else st.container(key="controls")
    )
    with controls:
        first, second, third, fourth = st.columns([3.2, 5, 2.5, 2.3])
        first.selectbox(
            t("Indicator"),
            data.comparable(),
            format_func=lambda i: (
                f"{t.data(indicators.loc[i, 'name'])} · {t.data(indicators.loc[i, 'theme'])}"
            ),
            **offer("indicator", view.indicator),
        )
        second.multiselect(
            t("Highlight up to three other regions"),
            [region for region in names if region != mine],
            format_func=names.__getitem__,
            max_selections=3,
            placeholder=t("Choose regions"),
            **offer("compared", list(view.compared)),
        )
        third.selectbox(
            t("Measure against"),
            AGAINST,
            format_func=lambda code: (
                references[code].name
                if references[code].value is not None
                else t("{reference}: not published", reference=references[code].name)
            ),
            **offer("against", view.against),
        )
        years = data.years(view.indicator)
        fourth.selectbox(
            t("Year"),
            list(years),
            format_func=lambda year: t("{year} · {n} of 9 regions", year=year, n=years[year]),
            **offer("year", str(found.year)),
        )
    with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
        st.segmented_control(
            t("View"),
            list(SHOWN),
            format_func=lambda code: (
                t(SHOWN[code][0]) if page.phone else f"{SHOWN[code][1]} {t(SHOWN[code][0])}"
            ),
            label_visibility="collapsed",
            **offer("shown", view.shown),
        )
        with st.popover(t("Take away"), icon=":material/download:"):
            st.download_button(
                t("Table (CSV)"),
                tables.export(found.table, found.indicator, names),
                file_name=f"{view.indicator}-{found.year}.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/table:",
            )
            address = f"{st.context.url.rstrip('/')}?{links.encoded(view)}"
            st.caption(t("Link to this view"))
            st.code(address, language=None, wrap_lines=True)
            st.caption(t("Citation"))
            created = str(page.package.descriptor.get("created", ""))[:10]
            cited = notes.citation(
                found.indicator,
                found.year,
                t.list(list(names.values())),
                address,
                t.date(created),
                t,
            )
            st.code(cited, language=None, wrap_lines=True)

    reference = references[view.against]
    style = charts.style(mine, view.compared, names, colours)
    measured = f"{t.data(found.indicator['definition'])}, {found.year}"
    description = f"{summary}. " + t("The table view holds the same figures as text.")
    shown = [found.indicator]
    told = found.table
    nothing = found.table["value"].isna().all()

    if nothing:
        frame.heading(
            headlines.missing(row, found.indicator, names[mine], t), html.escape(measured)
        )
    elif view.shown == "map":
        frame.heading(
            headlines.whole(found.table, row, found.indicator, names, t), html.escape(measured)
        )
        grouping = maps.classes(list(found.spread["value"]), int(found.indicator["decimals"]))
        index = data.geometry()
        drawn = set(index.get("areas", {}).get(str(found.level), []))
        labels = grouping.labels(t)
        st.html(
            tables.legend(
                labels,
                maps.class_colours(len(labels), colours.ramp),
                int((~found.spread["area_id"].isin(drawn)).sum()),
                t.data(found.indicator["unit_short"]),
                t,
            )
        )
        figure = maps.comparison_map(
            found.table, compare.spreads(page.package, found), found.level, grouping, names,
            {r: (style.marks[r], style.inks[r]) for r in style.marks},
            regions, index, found.indicator, colours, t, phone=page.phone,
        )  # fmt: skip
        st.plotly_chart(figure, key="figure_map", theme=None, config=maps.CONFIG, alt=description)
    elif view.shown == "ranking":
        frame.heading(
            headlines.ranking(row, found.indicator, names[mine], reference, t),
            html.escape(measured),
        )
        quartiles = found.spread["value"].quantile([0.25, 0.75])
        figure = charts.ranking(
            found.table, found.indicator, reference,
            (float(quartiles[0.25]), float(quartiles[0.75])) if len(found.spread) >= 40 else None,
            style, colours, t, phone=page.phone,
        )  # fmt: skip
        st.plotly_chart(
            figure, key="figure_ranking", theme=None, config=charts.CONFIG, alt=description
        )
    elif view.shown == "trend":
        lines = compare.lines(found, data.candidates())
        first_year = min(int(line["year"].iloc[0]) for line in lines.values())
        median = compare.medians(page.package, found, first_year)
        frame.heading(
            headlines.trend(lines, mine, row, found.indicator, names[mine], t),
            html.escape(f"{t.data(found.indicator['definition'])}, {first_year}–{found.year}")
            + " · "
            + html.escape(t("dotted: break in the series")),
        )
        bases = dict(zip(found.table["region_id"], found.table["basis"], strict=True))
        figure = charts.trend(
            lines, bases, median, found.indicator, style, colours, t,
            t("median of all"), phone=page.phone,
        )  # fmt: skip
        st.plotly_chart(
            figure, key="figure_trend", theme=None, config=charts.CONFIG, alt=description
        )
    elif view.shown == "scatter":
        st.selectbox(
            t("Against which second indicator?"),
            [i for i in data.comparable() if i != view.indicator],
            format_func=lambda i: (
                f"{t.data(indicators.loc[i, 'name'])} · {t.data(indicators.loc[i, 'theme'])}"
            ),
            **offer(
                "other",
                view.other if view.other != view.indicator else compare.fallback(view.indicator),
            ),
            width=420,
        )
        other_id = view.other if view.other != view.indicator else compare.fallback(view.indicator)
        other = data.compare(other_id, None)
        points = compare.scatter_points(data.candidates(), found, other)
        cloud = compare.cloud(found, other)
        rho = compare.rank_correlation(cloud)
        frame.heading(
            headlines.scatter(rho, other.indicator, found.indicator, t),
            html.escape(
                t(
                    "{y} {y_year} against {x} {x_year}; {n} regions in grey, "
                    "rank correlation {rho}",
                    y=t.data(found.indicator["name"]),
                    y_year=found.year,
                    x=t.data(other.indicator["name"]),
                    x_year=other.year,
                    n=len(cloud),
                    rho=t.number(rho, 2),
                )
            ),
        )
        figure = charts.scatter(
            points, cloud, other.indicator, found.indicator, style, colours, t, phone=page.phone
        )
        st.plotly_chart(
            figure, key="figure_scatter", theme=None, config=charts.CONFIG, alt=description
        )
        shown.append(other.indicator)
    else:
        frame.heading(
            headlines.ranking(row, found.indicator, names[mine], reference, t),
            html.escape(measured),
        )
        caption = t("{indicator}: every value and what it stands for", indicator=summary)
        st.html(
            tables.values(
                found.table, found.indicator, reference, mine, view.compared, names, caption, t
            )
        )
    area_notes = regions["area_note"].dropna().to_dict()
    if view.shown == "scatter" and not nothing:
        st.html(notes.pairs(points, found, other, names, t))
    else:
        st.html(notes.notice(told, mine, found.indicator, names, area_notes, t))
    st.html(notes.source(told, shown, page.package.table("extracts"), names, t))
