"""Compare: one indicator for the nine regions – map, ranking, trend, scatter, table."""

import html

import pandas as pd
import streamlit as st

from pages.compare import comparing
from pages.compare.comparing import AGAINST, SHOWN, CompareView
from secon_data.comparison import Comparison
from secon_ui import data
from secon_ui.drawing import charts, maps, tables
from secon_ui.shell import export_menu, frame
from secon_ui.text import headlines, notes

allowed = {
    "indicator": lambda _: data.comparable(),
    "year": lambda chosen: data.years(chosen["indicator"]),
    "compared": lambda chosen: [r for r in data.region_ids() if r != chosen["region"]],
    "against": AGAINST,
    "shown": tuple(SHOWN),
    "other": lambda _: data.comparable(),
}

with frame.open_page("compare", CompareView, allowed) as page:
    t, view, colours, names = page.t, page.view, page.palette, page.region_names
    mine = view.region
    indicators = page.package.table("indicators").set_index("indicator_id", drop=False)
    regions = page.package.table("regions").set_index("region_id", drop=False)
    found = data.compare(view.indicator, int(view.year) if view.year else None)
    row = found.table.set_index("region_id", drop=False).loc[mine]
    references = comparing.references(found, mine, t.country(row["country_code"]), t)
    reference = references[view.against]
    other_id = view.other if view.other != view.indicator else comparing.fallback(view.indicator)
    style = charts.style(mine, view.compared, page.look)
    summary = f"{t.data(found.indicator['name'])}, {found.year}"
    measured = html.escape(f"{t.data(found.indicator['definition'])}, {found.year}")
    page.step_through("shown", SHOWN)

    def named(indicator: str) -> str:
        """An indicator with its theme, so that typing either finds it."""
        return f"{t.data(indicators.loc[indicator, 'name'])} · {theme_of(indicator)}"

    def theme_of(indicator: str) -> str:
        return t.data(indicators.loc[indicator, "theme"])

    def controls() -> None:
        place = (
            st.expander(t("{selection} · change", selection=summary), icon=":material/tune:")
            if page.phone
            else st.container(key="controls")
        )
        latest = data.latest_years()[view.indicator]
        years = data.years(view.indicator)
        with place:
            first, second, third, fourth = st.columns([3.2, 5, 2.5, 2.3])
            first.selectbox(
                t("Indicator"),
                data.comparable(),
                format_func=named,
                **page.bound("indicator", view.indicator, reset=["year"]),
            )
            second.multiselect(
                t("Highlight up to three other regions"),
                [region for region in names if region != mine],
                format_func=names.__getitem__,
                max_selections=3,
                placeholder=t("Choose regions"),
                **page.bound("compared", list(view.compared)),
            )
            if view.shown == "scatter":
                third.selectbox(
                    t("Against which second indicator?"),
                    [i for i in data.comparable() if i != view.indicator],
                    format_func=named,
                    **page.bound("other", other_id),
                )
            else:
                third.selectbox(
                    t("Measure against"),
                    AGAINST,
                    format_func=lambda code: (
                        references[code].name
                        if references[code].value is not None
                        else t("{reference}: not published", reference=references[code].name)
                    ),
                    **page.bound("against", view.against),
                )
            fourth.selectbox(
                t("Year"),
                list(years),
                format_func=lambda year: t("{year} · {n} of 9 regions", year=year, n=years[year]),
                **page.bound(
                    "year", str(found.year), to=lambda year: None if int(year) == latest else year
                ),
            )
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(SHOWN)
            export_menu.menu(
                page,
                page.made("export", export),
                f"{view.indicator}-{found.year}.csv",
                page.made("cited", citation),
                camera=view.shown != "table",
            )

    def both() -> list[Comparison]:
        return [found, other] if view.shown == "scatter" and known else [found]

    def export() -> pd.DataFrame:
        return pd.concat([tables.export(of.table, of.indicator, names) for of in both()])

    def citation() -> str:
        return " ".join(
            notes.citation(of.indicator, of.table, names, page.package, t) for of in both()
        )

    # Each view's headline with what is measured, the HTML above its figure, and the figure.
    def the_map() -> comparing.Shown:
        grouping = maps.classes(list(found.spread["value"]), int(found.indicator["decimals"]))
        labels = grouping.labels(t)
        drawn = set(boundaries.get("areas", {}).get(str(found.level), []))
        undrawn = int((~found.spread["area_id"].isin(drawn)).sum())
        unit = t.data(found.indicator["unit_short"])
        fills = maps.class_colours(len(labels), colours.ramp)
        figure = maps.comparison_map(
            found, comparing.spreads(page.package, found), grouping, regions, style, page.look,
        )  # fmt: skip
        title = headlines.whole(found.table, row, found.indicator, names, t)
        return title, measured, tables.legend(labels, fills, undrawn, unit, t), figure

    def ranking() -> comparing.Shown:
        figure = charts.ranking(
            found.table, found.indicator, reference, comparing.middle_half(found), style, page.look,
        )  # fmt: skip
        title = headlines.ranking(row, found.indicator, names[mine], reference, t)
        return title, measured, "", figure

    def trend() -> comparing.Shown:
        lines = comparing.lines(found, data.candidates())
        first_year = min(int(line["year"].iloc[0]) for line in lines.values())
        median = comparing.medians(page.package, found, first_year)
        span = f"{t.data(found.indicator['definition'])}, {first_year}–{found.year}"
        bases = dict(zip(found.table["region_id"], found.table["basis"], strict=True))
        figure = charts.trend(
            lines, bases, median, found.indicator, t("median of all"), style, page.look,
        )  # fmt: skip
        title = headlines.trend(lines, mine, row, found.indicator, names[mine], t)
        return title, html.escape(f"{span} · " + t("dotted: break in the series")), "", figure

    def scatter() -> comparing.Shown:
        cloud = comparing.cloud(found, other)
        rho = comparing.rank_correlation(cloud)
        sub = t(
            "{y} ({y_year}) against {x} ({x_year}); {n} regions in grey, rank correlation {rho}",
            y=t.data(found.indicator["name"]),
            y_year=found.year,
            x=t.data(other.indicator["name"]),
            x_year=other.year,
            n=len(cloud),
            rho=t.number(rho, 2),
        )
        figure = charts.scatter(points(), cloud, other.indicator, found.indicator, style, page.look)
        title = headlines.scatter(rho, other.indicator, found.indicator, t)
        return title, html.escape(sub), "", figure

    def table_view() -> comparing.Shown:
        title = headlines.ranking(row, found.indicator, names[mine], reference, t)
        caption = t("{indicator}: every value and what it stands for", indicator=summary)
        shown = (reference, mine, view.compared, caption, page.look)
        return title, measured, tables.values(found.table, found.indicator, *shown), None

    def nothing() -> comparing.Shown:
        return headlines.missing(row, found.indicator, names[mine], t), measured, "", None

    def points() -> pd.DataFrame:
        return comparing.scatter_points(data.candidates(), found, other)

    def notice() -> str:
        if view.shown == "scatter" and known:
            return notes.pairs(points(), found, other, names, t)
        area_notes = regions["area_note"].dropna().to_dict()
        return notes.notice(found.table, mine, found.indicator, names, area_notes, t)

    def source() -> str:
        sources = [of.indicator for of in both()]
        return notes.source(found.table, sources, page.package.table("extracts"), names, t)

    other = data.compare(other_id, None)
    known = bool(found.table["value"].notna().any())
    if not page.presenting:
        controls()
    # Asked for each time, so that a damaged boundary is told at once.
    boundaries = data.geometry() if view.shown == "map" else {}
    views = {
        "map": the_map, "ranking": ranking, "trend": trend, "scatter": scatter, "table": table_view,
    }  # fmt: skip
    title, sub, above, figure = page.made("view", views[view.shown] if known else nothing)
    frame.heading(title, sub)
    if above:
        st.html(above)
    if figure is not None:
        described = f"{summary}. " + t("The table view holds the same figures as text.")
        config = maps.CONFIG if view.shown == "map" else charts.CONFIG
        frame.draw(page, figure, f"figure_{view.shown}", described, config=config)
    if not page.presenting:
        st.html(page.made("notice", notice))
    st.html(page.made("source", source))
