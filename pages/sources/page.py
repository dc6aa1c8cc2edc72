"""Sources: what is in here, whence, how good, under which licence; everything to take away."""

import html
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from pages.compare.link import CompareView
from pages.sources import SHOWN, SourcesView, choices, coverage, datasets, indicators
from secon_data import workbooks
from secon_data.errors import DataError
from secon_ui import data
from secon_ui.shell import export_menu, frame
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import address

allowed = {
    "shown": tuple(SHOWN),
    "dataset": lambda _: data.package().names,
    "theme": lambda _: choices.themes(data.package()),
}

with frame.open_page("sources", SourcesView, allowed) as page:
    t, view, package, names = page.t, page.view, page.package, page.region_names
    themes = page.made("themes", lambda: choices.themes(package))
    comparable = data.comparable()
    table = package.table("indicators")
    every = page.made("every", lambda: table[table["indicator_id"].isin(comparable)])
    published = data.published()
    # A slide shows one theme.
    theme = view.theme or (next(iter(themes)) if page.presenting else None)
    cited = page.made("cited", lambda: choices.cited(package, t))

    def titles() -> dict[str, str]:
        return {name: t.data(package.dataset(name).get("title", name)) for name in package.names}

    titled = page.made("titles", titles).__getitem__

    def to_dataset(name: str) -> str:
        return address("sources", replace(view, shown="datasets", dataset=name))

    def to_compare(indicator: str) -> str:
        if indicator not in comparable:
            return ""
        there = CompareView(region=view.region, language=view.language, indicator=indicator)
        return address("compare", there)

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

    def switch(rows: Callable[[], pd.DataFrame], file_name: str) -> None:
        with st.container(horizontal=True, horizontal_alignment="distribute", key="views"):
            page.views(SHOWN, reset=["dataset"])
            export_menu.menu(page, Taken(rows, file_name, cited))

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
        sizes = {name: len(package.table(name)) for name in package.names}

        def labels() -> dict[str, str]:
            return {n: f"{titled(n)} · {datasets.count(rows, t)}" for n, rows in sizes.items()}

        def every_dataset() -> str:
            states = {name: choices.state(package, name, published) for name in package.names}
            return datasets.listed(package, states, index, t, link=to_dataset)

        told = datasets.headline(sum(sizes.values()), len(sizes), t)
        sub = t("What is known to be weak stands here beside the data, not in an annex.")
        frame.heading(html.escape(told), html.escape(sub))
        switch(lambda: choices.listed(package, published), "secon-datasets.csv")
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
                for name, label in page.made("labels", labels).items():
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
        # Asked for each time, so that a damaged boundary is told at once.
        try:
            index = data.geometry()
        except DataError:
            index = None
        st.html(page.made("listed" if index else "listed without boundaries", every_dataset))
        st.html(datasets.rights(cited, t))

    def show_dataset(name: str) -> None:
        rows = page.made("columns", lambda: choices.columns(package, name))
        told = t(
            "{dataset}: {rows}, {columns}",
            dataset=titled(name),
            rows=datasets.count(len(package.table(name)), t),
            columns=t.plural("{n} column", "{n} columns", len(rows)),
        )
        about = t.data(package.dataset(name).get("description", ""))
        frame.heading(html.escape(told), html.escape(about))
        switch(lambda: rows, f"{name}-columns.csv")
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
        st.html(
            page.made("listed", lambda: datasets.columns(rows, package.schema(name), caption, t))
        )

    def the_coverage() -> tuple[list[str], list[str]]:
        """Its finding with what is measured, and its parts."""
        cells, newest = covered(), int(data.newest()["year"].max())
        codes, shown = data.region_countries(), of_theme(every, theme)
        named = t.data(themes[theme]) if theme else None
        told = [
            coverage.headline(cells, view.region, names[view.region], named, t),
            coverage.summary(cells, newest, t),
        ]
        caption = t("Latest year of each indicator in each region")
        drawn = coverage.matrix(
            cells, shown, newest, view.region, names, codes, caption, t,
            link=to_compare, slide=page.presenting,
        )  # fmt: skip
        parts = [coverage.legend(cells, newest, t, short=page.presenting), drawn]
        if not page.presenting:
            parts.append(coverage.left_out(of_theme(table.drop(every.index), theme), t))
        return told, [*parts, coverage.source(package, t)]

    def covered() -> pd.DataFrame:
        cells = data.newest()
        return cells[cells["indicator_id"].isin(of_theme(every, theme)["indicator_id"])]

    def taken() -> pd.DataFrame:
        return coverage.export(covered(), list(of_theme(every, theme)["indicator_id"]), names)

    def show_coverage() -> None:
        told, parts = page.made("coverage", the_coverage)
        frame.heading(*map(html.escape, told))
        if not page.presenting:
            switch(taken, "coverage.csv")
            choose_theme()
        for part in parts:
            st.html(part)

    def the_indicators() -> tuple[pd.DataFrame, str, str]:
        rows = of_theme(choices.indicators(package), theme)
        caption = t("Indicators with definition, unit, code and rule")
        listed = indicators.listed(rows, package, caption, t, link=to_compare)
        return rows, indicators.headline(rows, t), listed

    def show_indicators() -> None:
        rows, told, listed = page.made("indicators", the_indicators)
        sub = t("What is counted, of whom, and whether an empty flag says that a value is final.")
        frame.heading(html.escape(told), html.escape(sub))
        switch(lambda: rows.assign(levels=rows["levels"].map(str)), "indicators.csv")
        choose_theme()
        st.html(listed)
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
