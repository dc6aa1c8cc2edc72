"""The regions' budgets per inhabitant with bars, and what is not compared. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.funding.amounts import money, until
from pages.funding.budgets import REASONS, sums
from secon_data import regions
from secon_data.package import Package
from secon_ui.drawing.look import Look
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import NBSP, Words


@dataclass(frozen=True)
class _Scale:
    """In what the bars are drawn: the share of the longest, the areas' names, the words."""

    most: float
    areas: Mapping[str, str]
    t: Words

    def bar(self, share: float) -> Markup:
        return html('<i style="width:{}%"></i>', f"{100 * share / self.most:.1f}")


def listed(counted: pd.DataFrame, mine: str, package: Package, look: Look) -> Markup:
    """Each region's sum and the budgets that make it up, with bars; mine comes first, to be found
    at once. ``counted``: of ``budgets.members``."""
    scale = _Scale(_longest(counted["share"]), regions.area_names(package), look.t)
    entries: dict[str, list[Any]] = {region: [] for region in look.names}
    for entry in counted.itertuples():
        entries[entry.region_id].append(entry)
    groups = []
    total = list(sums(counted, look.names).itertuples())
    for row in sorted(total, key=lambda row: row.region_id != mine):
        own = sorted(entries[row.region_id], key=lambda entry: (entry.state, -entry.share))
        groups.append(
            html(
                '<li class="fund-group{}"><h2>{}</h2><p class="fund-told">{}</p><ul>{}</ul></li>',
                " mine" if row.region_id == mine else "",
                look.names[row.region_id],
                _told(row, look.t),
                joined(_member(entry, scale) for entry in own),
            )
        )
    return html('<ul class="fund-budgets">{}</ul>', joined(groups))


def ranked(counted: pd.DataFrame, mine: str, look: Look) -> Markup:
    """The regions' sums with bars, highest first, for a slide."""
    total = sums(counted, look.names)
    scale = _Scale(_longest(total["open"]), {}, look.t)
    rows = []
    for row in total.itertuples():
        known = not pd.isna(row.open)
        rows.append(
            html(
                '<li class="fund-sum{}"><span>{}</span>'
                '<span class="fund-bar">{}</span><b>{}</b></li>',
                " mine" if row.region_id == mine else "",
                look.names[row.region_id],
                scale.bar(row.open) if known else EMPTY,
                _share(row.open, look.t) if known else "–",
            )
        )
    return html('<ul class="fund-sums">{}</ul>', joined(rows))


def _longest(shares: pd.Series) -> float:
    return max([0.0, *pd.to_numeric(shares).dropna()]) or 1.0


def _told(row: Any, t: Words) -> Markup:
    """What a region's budgets make together."""
    undated = 0 if pd.isna(row.undated) else int(row.n_undated)
    if pd.isna(row.open):
        none = t("No open budget with a stated end is known in euro.")
        rest = t.plural(
            "{n} has no stated end date and is in no sum.",
            "{n} have no stated end date and are in no sum.",
            undated,
        )
        return html("{} {}", none, rest) if undated else html("{}", none)
    summed = t.plural(
        "{share} per inhabitant in {n} open budget",
        "{share} per inhabitant, the sum of {n} open budgets",
        int(row.n_open),
        share=_share(row.open, t),
    )
    rest = t.plural(
        "{n} more has no stated end date and is in no sum.",
        "{n} more have no stated end date and are in no sum.",
        undated,
    )
    return html("<b>{}</b> · {}", summed, rest) if undated else html("<b>{}</b>", summed)


def _member(row: Any, scale: _Scale) -> Markup:
    """One budget: its bar, and how its share was worked out."""
    t = scale.t
    return html(
        '<li class="fund-member {}"><span class="fund-called" lang="en">{}</span>'
        '<span class="fund-bar">{}</span><b>{}</b>'
        '<span class="fund-small">{} · <a href="{}" target="_blank" rel="noopener" title="{}">'
        "{}</a></span></li>",
        row.state,
        row.name_en,
        scale.bar(row.share),
        _share(row.share, t),
        " · ".join(_facts(row, scale)),
        row.source_url,
        row.source_title,
        t("source"),
    )


def _facts(row: Any, scale: _Scale) -> list[str]:
    t, code = scale.t, row.nuts_code
    national = row.level == "national"
    facts = [
        money(row.budget_eur, t),
        until(row, t),
        t(
            "{people} inhabitants of {area}, {year}",
            people=t.number(row.people, 0),
            area=t.country(row.country_code) if national else scale.areas.get(code, code),
            year=row.people_year,
        ),
    ]
    if not pd.isna(row.yearly):
        facts.append(t("about {share} a year", share=_share(row.yearly, t)))
    if {"company", "public"} & set(row.who):
        facts.append(t("others than the social economy can apply too"))
    return facts


def omitted(gone: pd.DataFrame, t: Words) -> Markup:
    """What is not compared and why, folded; ``gone``: of ``budgets.left_out``."""
    lines: dict[str, list[Markup]] = {}
    for row in gone.itertuples():
        line = html(
            '<li>{}: <span lang="en">{}</span>, {}</li>',
            t.country(row.country_code),
            row.name_en,
            _budget(row, t),
        )
        lines.setdefault(row.why, []).append(line)
    parts = [
        html("<p><b>{}</b></p><ul>{}</ul>", t(why), joined(lines[code]))
        for code, why in REASONS.items()
        if code in lines
    ]
    title = t.plural(
        "{n} stated budget is not compared", "{n} stated budgets are not compared", len(gone)
    )
    return html(
        '<details class="fund-omitted"><summary>{}</summary>{}</details>', title, joined(parts)
    )


def _budget(row: Any, t: Words) -> str:
    euro, local = row.budget_eur, row.budget_local
    return money(euro, t) if not pd.isna(euro) else money(local, t, row.currency_local)


def _share(value: float, t: Words) -> str:
    """Euro per inhabitant, with cents."""
    return t.money(value, decimals=2).replace(" ", NBSP)
