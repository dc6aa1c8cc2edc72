"""Sources: what is in here, whence, how good, under which licence; everything to take away."""

import html
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from secon_data import workbooks
from secon_data.package import DataError
from secon_ui import data, frame, links, takeaway
from secon_ui.compare import CompareView
from secon_ui.sources import SHOWN, SourcesView, choices, coverage, datasets, indicators

allowed = {
    "shown": tuple(SHOWN),
    "dataset": lambda _: data.package().names,
    "theme": lambda _: choices.themes(data.package()),
}

with frame.open_page("sources", SourcesView, allowed) as page:
    t, view, package, names = page.t, page.view, page.package, page.region_names
    themes = choices.themes(package)
    comparable = data.comparable()
    table = package.table("indicators")
    every = table[table["indicator_id"].isin(comparable)]
    published = data.published()
    cited = choices.cited(package, t)

    def titled(name: str) -> str:
        return t.data(package.dataset(name).get("title", name))

    def to_dataset(name: str) -> str:
        return links.address("sources", replace(view, shown="datasets", dataset=name))

    def to_compare(indicator: str) -> str:
        if indicator not in comparable:
            return ""
        there = CompareView(region=view.region, language=view.language, indicator=indicator)
        return links.address("compare", there)

    def of_theme(rows: pd.DataFrame, chosen: str | None) -> pd.DataFrame:
        return rows[rows["theme"] == themes[chosen]] if chosen else rows

    def choose_theme() -> None:
        st.selectbox(
            t("Theme"),
            ["", *themes],
            format_func=lambda code: (
                choices.begun(t.data(themes[code])) if code else t("All themes")
            ),
            width=280,
            **page.bound("theme", view.theme or "", to=lambda code: code or None),
        )

    def switch(rows: pd.DataFrame, file_name: str) -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(SHOWN, reset=["dataset"])
            takeaway.menu(page, rows, file_name, cited)

    def download(name: str, **looks: str) -> None:
        st.download_button(
            data=partial(lambda chosen: workbooks.csv(package.table(chosen)), name),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"sources_csv_{name}",
            on_click="ignore",
            **looks,
        )

    def show_list() -> None:
        listed = choices.listed(package, published)
        told = datasets.headline(int(listed["rows"].sum()), len(listed), t)
        sub = t("What is known to be weak stands here beside the data, not in an annex.")
        frame.heading(html.escape(told), html.escape(sub))
        switch(listed, "secon-datasets.csv")
        size = t.number(len(data.archive()) / 1e6, 1)
        with st.container(horizontal=True, vertical_alignment="bottom", key="sources-tools"):
            st.selectbox(
                t("Columns of a dataset"),
                package.names,
                index=None,
                format_func=titled,
                placeholder=t("Choose a dataset"),
                width=280,
                **page.bound("dataset", None),
            )
            with (
                st.popover(t("One dataset (CSV)"), icon=":material/table:"),
                st.container(key="sources-files", gap=None),
            ):
                for name, rows in zip(listed["dataset"], listed["rows"], strict=True):
                    label = f"{titled(name)} · {datasets.count(int(rows), t)}"
                    download(name, label=label, type="tertiary")
            st.download_button(
                t("Everything (ZIP, {size} MB)", size=size),
                data.archive,
                file_name=f"{package.descriptor.get('name', 'data')}.zip",
                mime="application/zip",
                key="sources_zip",
                on_click="ignore",
                type="primary",
                icon=":material/download:",
                help=t("A data package: every table with the description of every column."),
            )
        try:
            index = data.geometry()
        except DataError:
            index = None
        states = {name: choices.state(package, name, published) for name in package.names}
        st.html(datasets.listed(package, states, index, t, link=to_dataset))
        st.html(datasets.rights(cited, t))

    def show_dataset(name: str) -> None:
        rows = choices.columns(package, name)
        told = t(
            "{dataset}: {rows}, {columns}",
            dataset=titled(name),
            rows=datasets.count(len(package.table(name)), t),
            columns=t.plural("{n} column", "{n} columns", len(rows)),
        )
        about = t.data(package.dataset(name).get("description", ""))
        frame.heading(html.escape(told), html.escape(about))
        switch(rows, f"{name}-columns.csv")
        with st.container(horizontal=True, vertical_alignment="bottom", key="sources-tools"):
            st.selectbox(
                t("Columns of a dataset"),
                package.names,
                format_func=titled,
                width=280,
                **page.bound("dataset", name),
            )
            st.button(
                t("All datasets"),
                key="sources_back",
                icon=":material/arrow_back:",
                on_click=page.change,
                kwargs={"dataset": None},
            )
            download(
                name,
                label=t("{dataset} (CSV)", dataset=titled(name)),
                type="primary",
                icon=":material/download:",
            )
        state = choices.state(package, name, published)
        st.html(datasets.about(package, name, state, t))
        caption = t("{dataset}: columns and what they mean", dataset=titled(name))
        st.html(datasets.columns(rows, package.schema(name), caption, t))

    def show_coverage() -> None:
        chosen = view.theme or (next(iter(themes)) if page.presenting else None)
        shown = of_theme(every, chosen)
        cells = data.newest()
        newest = int(cells["year"].max())
        cells = cells[cells["indicator_id"].isin(shown["indicator_id"])]
        theme = t.data(themes[chosen]) if chosen else None
        told = coverage.headline(cells, view.region, names[view.region], theme, t)
        frame.heading(html.escape(told), html.escape(coverage.summary(cells, newest, t)))
        if not page.presenting:
            switch(coverage.export(cells, list(shown["indicator_id"]), names), "coverage.csv")
            choose_theme()
        st.html(coverage.legend(cells, newest, t, short=page.presenting))
        codes = dict(package.table("regions")[["region_id", "country_code"]].to_numpy())
        caption = t("Latest year of each indicator in each region")
        drawn = coverage.matrix(
            cells, shown, newest, view.region, names, codes, caption, t,
            link=to_compare, slide=page.presenting,
        )  # fmt: skip
        st.html(drawn)
        if not page.presenting:
            st.html(coverage.left_out(of_theme(table.drop(every.index), chosen), t))
        st.html(coverage.source(package, t))

    def show_indicators() -> None:
        rows = of_theme(choices.indicators(package), view.theme)
        sub = t("What is counted, of whom, and whether an empty flag says that a value is final.")
        frame.heading(html.escape(indicators.headline(rows, t)), html.escape(sub))
        switch(rows.assign(levels=rows["levels"].map(str)), "indicators.csv")
        choose_theme()
        caption = t("Indicators with definition, unit, code and rule")
        st.html(indicators.listed(rows, package, caption, t, link=to_compare))
        st.html(coverage.source(package, t))

    if page.presenting:
        page.step_through("theme", tuple(themes))
        show_coverage()
    elif view.shown == "coverage":
        show_coverage()
    elif view.shown == "indicators":
        show_indicators()
    elif view.dataset:
        show_dataset(view.dataset)
    else:
        show_list()
