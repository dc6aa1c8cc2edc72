"""What must be said beneath a figure: whose values these are, of which year, from where. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from secon_data.comparison import Comparison
from secon_data.eurostat.tables import cited
from secon_data.package import Package
from secon_data.rows import Row, each, known
from secon_ui.text import comparability
from secon_ui.text.basis_marks import basis_html, several, whose
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import flag_words, level_words
from secon_ui.text.words import Words


def notice(
    table: pd.DataFrame,
    mine: str,
    indicator: Row,
    names: Mapping[str, str],
    area_notes: Mapping[str, str],
    t: Words,
) -> Markup:
    """Whatever is not «own area, in the year asked», in words; empty when there is nothing.

    ``table``: rows of comparison.compared; ``area_notes``: what there is to know about a region.
    """
    rows = each(table)
    found = known(rows)
    (me,) = (row for row in rows if row["region_id"] == mine)
    told: list[str] = []

    def listed(chosen: Sequence[Any]) -> str:
        return t.list([names[row["region_id"]] for row in chosen])

    if not pd.isna(me["value"]) and me["basis"] == "wider":
        value, area = t.value(me["value"], indicator), t.areas(me["areas"], me["area_names"])
        sentence = (
            t(
                "Our data hold no figure for {region} itself; {value} is the approximate mean of "
                "{areas}, each weighted by how many of its inhabitants live there.",
                region=names[mine],
                value=value,
                areas=area,
            )
            if several(me)
            else t(
                "Our data hold no figure for {region} itself; {value} is the figure for {area}.",
                region=names[mine],
                value=value,
                area=area,
            )
        )
        told.append(html("{} <strong>{}</strong>", basis_html("wider"), sentence))
    elif pd.isna(me["value"]):
        why = (
            t(
                "{region} has no value: our data hold only a total of a wider area, which must not "
                "stand for it.",
                region=names[mine],
            )
            if me["reason"] == "total-of-wider-area"
            else t(
                "{region} has no value: our data hold values of parts of it only, which give none "
                "of the whole.",
                region=names[mine],
            )
            if me["reason"] == "only-of-parts"
            else t(
                "{region} has no value: our data hold none for {year}.",
                region=names[mine],
                year=int(me["year_asked"]),
            )
        )
        told.append(html("<strong>{}</strong>", why))
    wider = [row for row in found if row["basis"] == "wider" and row["region_id"] != mine]
    if others := [row for row in wider if not several(row)]:
        if told and me["basis"] == "wider":
            told.append(
                t(
                    "For {regions} too, the figure shown is that of a larger area.",
                    regions=listed(others),
                )
            )
        else:
            sentence = t(
                "For {regions}, the figure shown is that of a larger area.", regions=listed(others)
            )
            told.append(html("{} {}", basis_html("wider"), sentence))
    if means := [row for row in wider if several(row)]:
        sentence = t(
            "For {regions}, the figure shown is an approximate mean of larger areas.",
            regions=listed(means),
        )
        told.append(html("{} {}", basis_html("wider"), sentence))
    if computed := [row for row in found if row["basis"] == "computed"]:
        sentence = t("Computed from parts: {regions}.", regions=listed(computed))
        told.append(html("{} {}", basis_html("computed"), sentence))
    told += _approximate(found, indicator, listed, t)
    if earlier := [row for row in found if row["year"] != row["year_asked"]]:
        told.append(
            t.plural(
                "The areas that stand for {n} of 9 regions have no {year} value; their latest "
                "earlier one is shown: {regions}.",
                "The areas that stand for {n} of 9 regions have no {year} value; their latest "
                "earlier ones are shown: {regions}.",
                len(earlier),
                year=int(me["year_asked"]),
                regions=t.list(
                    [f"{names[row['region_id']]} {int(row['year'])}" for row in earlier]
                ),
            )
        )
    told += comparability.told(found, lambda row: names[row["region_id"]], lambda _: indicator, t)
    if other := comparability.other_extract(found, lambda row: names[row["region_id"]], t):
        told.append(other)
    if gone := [row for row in rows if pd.isna(row["value"]) and row["region_id"] != mine]:
        told.append(t("No value: {regions}.", regions=listed(gone)))
    if mine in area_notes and not pd.isna(me["value"]) and me["basis"] != "wider":
        told.append(t.data(area_notes[mine]))
    return html('<div class="notice">{}</div>', joined(told, " ")) if told else EMPTY


def _approximate(
    found: list[Row], indicator: Row, listed: Callable[[Sequence[Row]], str], t: Words
) -> list[str]:
    """Whose values of parts are approximate, and why: weighted by something near, or by the right
    thing of another year. Every mean of wider areas is called so where it is told."""
    parts = [row for row in found if row["approximate"] and row["basis"] != "wider"]
    told = []
    exact = indicator["weight_exact"]
    if parts and not pd.isna(exact) and exact:
        told.append(
            t("Approximate, because weighted by an earlier year: {regions}.", regions=listed(parts))
        )
    elif parts:
        told.append(
            t(
                "Approximate, because weighted by inhabitants or area: {regions}.",
                regions=listed(parts),
            )
        )
    return told


def pairs(
    points: pd.DataFrame,
    paired: tuple[Comparison, Comparison],
    shown: tuple[Comparison, Comparison],
    names: Mapping[str, str],
    t: Words,
) -> Markup:
    """What the points of a scatter stand for: years, wider areas, who is missing, and whose figures
    the other views show otherwise. ``paired``: with the values of the points, of y and of x;
    ``shown``: with those of the other views."""
    told: list[str] = []
    found, other = paired
    if found.year != other.year:
        text = t(
            "Different years: {y} {y_year}, {x} {x_year}.",
            y=t.data(found.indicator["short_name"]),
            y_year=found.year,
            x=t.data(other.indicator["short_name"]),
            x_year=other.year,
        )
        told.append(html("<strong>{}</strong>", text))
    bases = dict(zip(points["region_id"], points["basis"], strict=True))
    wider = [name for region, name in names.items() if bases.get(region) == "wider"]
    if wider:
        text = t(
            "Both values of a point are those of a wider area: {regions}.", regions=t.list(wider)
        )
        told.append(html("{} {}", basis_html("wider"), text))
    computed = [name for region, name in names.items() if bases.get(region) == "computed"]
    if computed:
        text = t("Computed from parts: {regions}.", regions=t.list(computed))
        told.append(html("{} {}", basis_html("computed"), text))
    near = [names[row["region_id"]] for row in each(points) if row["approximate"]]
    if near:
        text = t("A value of a point is approximate: {regions}.", regions=t.list(near))
        told.append(text)
    for axis, of, elsewhere in zip(("y", "x"), paired, shown, strict=True):
        years = zip(points["region_id"], points[f"{axis}_year"], strict=True)
        earlier = [f"{names[region]} {year}" for region, year in years if year != of.year]
        if earlier:
            text = t(
                "{indicator}, of an earlier year, for the area has no value of {year}: {regions}.",
                indicator=t.data(of.indicator["name"]),
                year=of.year,
                regions=t.list(earlier),
            )
            told.append(html("{}", text))
        drawn = {row["region_id"]: row for row in each(of.table) if row["region_id"] in bases}
        if based := comparability.rebased(drawn.values(), lambda row: names[row["region_id"]], t):
            told.append(based)
        apart = [
            names[row["region_id"]]
            for row in known(each(elsewhere.table))
            if row["region_id"] in drawn and row["value"] != drawn[row["region_id"]]["value"]
        ]
        if apart:
            text = t(
                "Of another area or year than in the other views, {indicator}: {regions}.",
                indicator=t.data(of.indicator["short_name"]),
                regions=t.list(apart),
            )
            told.append(html("{}", text))
    gone = [name for region, name in names.items() if region not in bases]
    if gone:
        text = t("Without both values for one and the same area: {regions}.", regions=t.list(gone))
        told.append(text)
    return html('<div class="notice">{}</div>', joined(told, " ")) if told else EMPTY


def source(
    rows: list[Row],
    codes: Iterable[str],
    extracts: pd.DataFrame,
    names: Mapping[str, str],
    t: Words,
    *,
    flags: bool = True,
    alike: Iterable[str] = (),
    near: Iterable[str] = (),
) -> Markup:
    """The line of sources: Eurostat's codes with links, level, flags, when it was taken.

    ``rows``: of comparison.compared; ``codes``: of the indicators, for where an extract names no
    table; ``flags``: without them where each figure names its own;
    ``alike``: codes of that by which regions were likened and of which no value is shown; ``near``:
    the extracts («a+b») of their values. Where no value is shown at all the line is of these.
    """
    found = known(rows)
    tables = cited((row["extract_ids"] for row in found), extracts, codes)
    near = list(near)
    by = cited(near, extracts, alike) if near else list(alike)
    if not found and by:  # what is shown are the regions that are alike
        tables, by = by, []
    levels = sorted({int(row["level"]) for row in found})
    parts = [
        t.html("Source: Eurostat, online data code {codes}", codes=_linked(tables)),
        t.html("alike by {codes}", codes=likened) if (likened := _linked(by)) else "",
        ", ".join(level_words(level, t) for level in levels),
    ]
    flagged = (
        f"{names[row['region_id']]}: {flag_words(row['flag'], t)}"
        for row in found
        if flags and row["flag"]
    )
    parts += dict.fromkeys(flagged)  # a region of two indicators is named once
    if not all(row["flags_known"] for row in found):
        parts.append(t("flags not known for all values"))
    ids = [*(row["extract_ids"] for row in found), *near]
    used = {extract for one in ids for extract in one.split("+")}
    days = dict(zip(extracts["extract_id"], extracts["retrieved_on"], strict=True))
    taken = [days[extract] for extract in used if isinstance(days.get(extract), str)]
    if taken:
        first, last = min(taken), max(taken)
        parts.append(
            t("extract of {date}", date=t.date(last))
            if first == last
            else t("extracts of {first} to {last}", first=t.date(first), last=t.date(last))
        )
    parts.append(t("calculations by SECON"))
    return html('<p class="source">{}</p>', joined((part for part in parts if part), " · "))


def _linked(codes: Iterable[str]) -> Markup:
    """Eurostat's codes, each once, with links to their tables."""
    links = (
        html(
            '<a href="https://ec.europa.eu/eurostat/databrowser/view/{code}/default/table" '
            'target="_blank" rel="noopener">{code}</a>',
            code=code,
        )
        for code in dict.fromkeys(codes)
    )
    return joined(links, ", ")


def citation(
    indicator: Row,
    table: pd.DataFrame,
    names: Mapping[str, str],
    package: Package,
    t: Words,
    years: str = "",
    sourced: Iterable[Row] | None = None,
) -> str:
    """How to cite the figure shown, as plain text; the address comes behind it. A region whose
    value is older than the year asked for has its year behind its name; so has what is not of its
    own area what it is of, and an approximate value that it is one. ``years``: where series are
    shown, and not the one year asked for; ``sourced``: then the rows of all extracts used."""
    rows = known(each(table))
    ids = [row["extract_ids"] for row in (rows if sourced is None else known(list(sourced)))]
    codes = cited(ids, package.table("extracts"), [str(indicator["eurostat_code"])])
    named = [_cited(row, names, t, dated=not years) for row in rows]
    return t(
        "{indicator}, {year}: {regions}. Source: Eurostat ({codes}), {addresses}; calculations by "
        "SECON; data of {date}.",
        indicator=t.data(indicator["name"]),
        year=years or int(table["year_asked"].iloc[0]),
        regions=t.list(named or list(names.values())),
        codes=", ".join(codes),
        addresses=", ".join(f"https://doi.org/10.2908/{code.upper()}" for code in codes),
        date=t.date(str(package.descriptor.get("created", ""))[:10]),
    )


def _cited(row: Row, names: Mapping[str, str], t: Words, *, dated: bool) -> str:
    """A region of a citation. ``dated``: with the year of an earlier value."""
    about = [str(int(row["year"]))] if dated and row["year"] != row["year_asked"] else []
    about += whose(row, t)
    name = str(names[row["region_id"]])
    return f"{name} ({', '.join(about)})" if about else name
