"""Budgets per inhabitant, compared only where they can be. Pure.

Compared are whole budgets that were stated in euro and reach every inhabitant of a partner region:
those of its country, and those of an area that holds the whole region. A budget is divided by the
inhabitants of *its own* area in the year in which it began, else in the nearest year with a figure.
A call never stands beside its programme's budget, of which it is a part. Amounts in other
currencies are not converted.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.funding.amounts import money, until
from pages.funding.entries import Entries, first_day, last_day, own_areas
from pages.funding.link import UNION
from secon_data.package import Package
from secon_ui.text.words import NBSP, Words, mark

POPULATION = "population_1_january"
COMPARED = ("open", "undated")
# Why a stated amount is not compared.
REASONS = {
    "call": mark("Part of a programme whose budget is counted"),
    "currency": mark("Stated in another currency only, not converted"),
    "union": mark("For the whole Union: the same for every region"),
    "area": mark("For an area that is not the whole of one of the nine regions"),
    "time": mark("Closed, or not yet open, on that day"),
}


def inhabitants(package: Package, area: str, year: int | None) -> tuple[float, int] | None:
    """Inhabitants of an area on 1 January, and of which year: that asked, else the nearest with a
    figure (the earlier of two); the latest where none is asked. None when there is no figure."""
    table = package.table("observations")
    known = table[(table["area_id"] == area) & (table["indicator_id"] == POPULATION)]
    values = known.dropna(subset=["value"]).set_index("year")["value"]
    if values.empty:
        return None
    found = (
        max(values.index) if year is None else min(values.index, key=lambda y: (abs(y - year), y))
    )
    return float(values[found]), int(found)


def members(package: Package, found: Entries) -> pd.DataFrame:
    """One row a budget and region that it reaches.

    Columns: those of the entries, and region_id, share (euro per inhabitant of the budget's area),
    yearly (the same per year of the period, None without both dates), people, people_year.
    """
    rows = []
    table = found.table
    counted = table[_reasons(table).eq("") & table["budget_eur"].notna()]
    for region in package.table("regions").itertuples():
        inside = own_areas(package, region.region_id)
        for entry in counted[counted["country_code"] == region.country_code].to_dict("records"):
            area = region.country_code if entry["level"] == "national" else entry["nuts_code"]
            # Regional money whose area is not coded reaches no one knows whom.
            if not area or not all(part.startswith(area) for part in inside):
                continue
            start, end = entry["period_start"], entry["period_end"]
            people = inhabitants(package, area, first_day(start).year if start else None)
            if people is None:
                continue
            share = entry["budget_eur"] / people[0]
            years = ((last_day(end) - first_day(start)).days + 1) / 365.25 if start and end else 0
            rows.append(
                {
                    **entry,
                    "region_id": region.region_id,
                    "share": share,
                    "yearly": share / years if years else None,
                    "people": people[0],
                    "people_year": people[1],
                }
            )
    columns = [*table.columns, "region_id", "share", "yearly", "people", "people_year"]
    table = pd.DataFrame(rows, columns=columns, dtype="object")
    return table.astype({"share": "float64", "yearly": "float64", "people": "float64"})


def left_out(found: Entries, counted: pd.DataFrame) -> pd.DataFrame:
    """Entries with a stated budget that is not compared, and ``why`` (a code of REASONS)."""
    table = found.table
    stated = table[table["budget_eur"].notna() | table["budget_local"].notna()]
    why = _reasons(stated)
    gone = why.eq("") & ~stated["funding_id"].isin(set(counted["funding_id"]))
    return stated.assign(why=why.mask(gone, "area"))[why.ne("") | gone]


def _reasons(table: pd.DataFrame) -> pd.Series:
    budgets = set(table.loc[table["budget_eur"].notna(), "funding_id"])
    why = pd.Series("", index=table.index)
    why = why.mask(~table["state"].isin(COMPARED), "time")
    why = why.mask(table["country_code"] == UNION, "union")
    why = why.mask(table["budget_eur"].isna(), "currency")
    return why.mask(table["programme"].isin(budgets), "call")


def sums(counted: pd.DataFrame, regions: Mapping[str, str]) -> pd.DataFrame:
    """Euro per inhabitant by region: ``open`` (with a stated end), ``undated``, and how many; the
    highest sum of open budgets first. None where no budget is known."""
    rows = []
    for region in regions:
        mine = counted[counted["region_id"] == region]
        part = {state: mine[mine["state"] == state]["share"] for state in COMPARED}
        rows.append(
            {
                "region_id": region,
                **{state: float(p.sum()) if len(p) else None for state, p in part.items()},
                **{f"n_{state}": len(p) for state, p in part.items()},
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values(["open", "undated"], ascending=False, na_position="last")


def listed(
    counted: pd.DataFrame, names: Mapping[str, str], mine: str, package: Package, t: Words,
    *, slide: bool = False,
) -> str:  # fmt: skip
    """Each region's sum and, but for a slide, the budgets that make it up, with bars."""
    total = sums(counted, names)
    total["mine"] = total["region_id"] != mine
    # On a slide the sums are ranked; on the page mine comes first, to be found at once.
    ordered = total if slide else total.sort_values("mine", kind="stable")
    shown = total["open"] if slide else counted["share"]
    most = max([0.0, *pd.to_numeric(shown).dropna()]) or 1.0
    areas = package.table("areas").set_index("area_id")["name"]
    blocks = []
    for row in ordered.itertuples():
        kind = " mine" if row.region_id == mine else ""
        told = _told(row, t)
        name = _e(names[row.region_id])
        if slide:
            bar, value = "", "–"
            if not pd.isna(row.open):
                bar = f'<i style="width:{100 * row.open / most:.1f}%"></i>'
                value = _share(row.open, t)
            blocks.append(
                f'<li class="fund-sum{kind}"><span>{name}</span>'
                f'<span class="fund-bar">{bar}</span><b>{value}</b></li>'
            )
            continue
        lines = "".join(
            _member(entry, most, areas, t)
            for entry in counted[counted["region_id"] == row.region_id]
            .sort_values(["state", "share"], ascending=[True, False])
            .itertuples()
        )
        blocks.append(
            f'<li class="fund-group{kind}"><h2>{name}</h2><p class="fund-told">{told}</p>'
            f"<ul>{lines}</ul></li>"
        )
    kind = "fund-sums" if slide else "fund-budgets"
    return f'<ul class="{kind}">{"".join(blocks)}</ul>'


def _told(row: Any, t: Words) -> str:
    undated = 0 if pd.isna(row.undated) else int(row.n_undated)
    if pd.isna(row.open):
        none = t("No open budget with a stated end is known in euro.")
        rest = t.plural(
            "{n} names no end date and is not in a sum.",
            "{n} name no end date and are not in a sum.",
            undated,
        )
        return _e(f"{none} {rest}" if undated else none)
    summed = t.plural(
        "{share} per inhabitant in {n} open budget",
        "{share} per inhabitant, the sum of {n} open budgets",
        int(row.n_open),
        share=_share(row.open, t),
    )
    rest = t.plural(
        "{n} more names no end date and is not in a sum.",
        "{n} more name no end date and are not in a sum.",
        undated,
    )
    return f"<b>{_e(summed)}</b>" + (f" · {_e(rest)}" if undated else "")


def _member(row: Any, most: float, areas: Mapping[str, str], t: Words) -> str:
    area = t.country(row.country_code) if row.level == "national" else areas[row.nuts_code]
    facts = [
        money(row.budget_eur, t),
        until(row, t),
        t(
            "{people} inhabitants of {area}, {year}",
            people=t.number(row.people, 0),
            area=area,
            year=row.people_year,
        ),
    ]
    if not pd.isna(row.yearly):
        facts.append(t("about {share} a year", share=_share(row.yearly, t)))
    if {"company", "public"} & set(row.who):
        facts.append(t("others than the social economy can apply too"))
    return (
        f'<li class="fund-member {row.state}"><span class="fund-called" lang="en">'
        f"{_e(row.name_en)}</span>"
        f'<span class="fund-bar"><i style="width:{100 * row.share / most:.1f}%"></i></span>'
        f"<b>{_share(row.share, t)}</b>"
        f'<span class="fund-small">{_e(" · ".join(facts))} · <a href="{_e(row.source_url)}" '
        f'target="_blank" rel="noopener" title="{_e(row.source_title)}">{_e(t("source"))}</a>'
        "</span></li>"
    )


def omitted(gone: pd.DataFrame, found: Entries, t: Words) -> str:
    """What is not compared and why, folded; ``gone``: of ``left_out``."""
    parts = []
    for code, why in REASONS.items():
        rows = gone[gone["why"] == code]
        if rows.empty:
            continue
        lines = "".join(
            f"<li>{_e(t.country(row.country_code))}: "
            f'<span lang="en">{_e(row.name_en)}</span>, '
            f"{_e(_budget(row, t))}</li>"
            for row in rows.itertuples()
        )
        parts.append(f"<p><b>{_e(t(why))}</b></p><ul>{lines}</ul>")
    title = t.plural(
        "{n} stated budget is not compared", "{n} stated budgets are not compared", len(gone)
    )
    return f'<details class="fund-omitted"><summary>{_e(title)}</summary>{"".join(parts)}</details>'


def _budget(row: Any, t: Words) -> str:
    euro, local = row.budget_eur, row.budget_local
    return money(euro, t) if not pd.isna(euro) else money(local, t, row.currency_local)


def _share(value: float, t: Words) -> str:
    """Euro per inhabitant, with cents."""
    return t.money(value, decimals=2).replace(" ", NBSP)


def _e(text: object) -> str:
    return html.escape(str(text))
