"""What the charts will show once the draft is published."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.compare import comparing
from pages.desk import desk_state, preview
from pages.desk.views import DeskView
from pages.desk.work import EXTRACTS, Examined
from secon_data import comparison, regions
from secon_data.candidates import candidates
from secon_data.package import Package
from secon_ui.drawing import charts
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.markup import html


def possible(dataset: str, found: Examined, package: Package) -> bool:
    """Whether there is something to see: a ranking of an indicator, or rows by region."""
    if found.changed is None or found.changed.none:
        return False
    return dataset == "observations" or "region_id" in package.table(dataset)


def show(page: Page[DeskView], dataset: str, found: Examined) -> None:
    """The ranking of an affected indicator, or the counts by region."""
    assert found.table is not None and found.changed is not None
    t = page.t
    if dataset != "observations":
        drawn = preview.counts(page.package.table(dataset), found.table, page.look.names, t)
        none = t("The number of rows stays the same in every region.")
        frame.place(drawn or html('<p class="quiet">{}</p>', none))
        return
    package = _drafted(page, dataset, found)
    known = regions.comparable(package)
    offered = [i for i in preview.affected(found.changed) if i in known]
    if not offered:
        told = t("No chart of the nine regions shows these rows.")
        frame.place(html('<p class="quiet">{}</p>', told))
        return
    indicators = package.table("indicators").set_index("indicator_id")
    chosen = st.selectbox(
        t("Indicator"),
        offered,
        format_func=lambda code: t.data(indicators.at[code, "name"]),
        key="desk_indicator",
    )
    # The newest year that the draft touches, where the regions can be compared in it.
    years = list(regions.years(package, chosen))
    touched = set(preview.years(found.changed, chosen)) & set(years)
    drawn_of = comparison.compare(package, chosen, max(touched, default=None))
    mine, names = page.view.region, page.look.names
    reference = comparing.main_median(drawn_of, t)
    style = charts.style(mine, (), page.look)
    summary = f"{t.data(drawn_of.indicator['name'])}, {drawn_of.year}"
    told = t("{indicator}, with the draft", indicator=summary)
    frame.place(html('<h2 class="desk-part">{}</h2>', told))
    before = comparison.compare(page.package, chosen, drawn_of.year).table
    before = before.set_index("region_id")["value"]
    moved = [
        t(
            "{region} {old} → {new}",
            region=names[row.region_id],
            old=t.value(before[row.region_id], drawn_of.indicator),
            new=t.value(row.value, drawn_of.indicator),
        )
        for row in drawn_of.table.itertuples()
        if before[row.region_id] != row.value
        and not (pd.isna(before[row.region_id]) and pd.isna(row.value))
    ]
    told_moves = t.list(moved) if moved else t("None of the nine regions' values changes here.")
    frame.place(html('<p class="desk-hint">{}</p>', told_moves))
    figure = charts.ranking(
        drawn_of.table, drawn_of.indicator, reference, comparing.middle_half(drawn_of),
        drawn_of.level, style, page.look,
    )  # fmt: skip
    frame.draw(page, figure, "desk_figure", told)


def _drafted(page: Page[DeskView], dataset: str, found: Examined) -> Package:
    """The package with the draft in it: made once for a draft, and what is worked out of it with
    it."""
    now = desk_state.desk()
    if now.drafted is None or now.drafted[0] is not found:
        assert found.table is not None
        tables = {dataset: found.table}
        if found.extracts is not None:
            tables[EXTRACTS] = found.extracts
        package = page.package.with_tables(tables)
        with st.spinner(page.t("Drawing with the draft …")):
            candidates(package)
        now.drafted = found, package
    return now.drafted[1]
