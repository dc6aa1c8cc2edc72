"""The indicators as HTML: definition, unit, direction, code, how a value is computed. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pages.sources.tables import begun
from secon_data.names import Called
from secon_data.package import Package
from secon_data.rows import Row, each
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import level_words
from secon_ui.text.words import Words

DOI = "https://doi.org/10.2908/"


def headline(table: pd.DataFrame, t: Words) -> str:
    """How many there are, and how many say which end is better."""
    n = len(table)
    neutral = int((table["direction"] == "neutral").sum())
    return t.plural(
        "{n} indicator: {judged} says which end is better, {neutral} is neutral and never judged",
        "{n} indicators: {judged} say which end is better, {neutral} are neutral and never judged",
        n,
        judged=n - neutral,
        neutral=neutral,
    )


def rule(row: Row, names: Mapping[str, str], t: Words) -> str:
    """How a value is computed from parts, in a sentence."""
    if row["aggregation"] == "sum":
        return t("Sum of the parts.")
    if row["aggregation"] == "none":
        return t("Never computed from parts.")
    if row["aggregation"] != "mean":
        return str(row["aggregation"])
    land = row["weight_by"] == "area_km2"
    weight = t("area with inland waters") if land else t.data(names[row["weight_by"]])
    if not pd.isna(row["weight_exact"]) and row["weight_exact"]:
        return t("Mean of the parts, weighted by: {weight}.", weight=weight)
    return t("Mean of the parts, weighted by: {weight}; approximate.", weight=weight)


def flags(share: float, t: Words) -> str:
    """Whether an empty flag says that a value is final. ``share`` of values with known flags."""
    if pd.isna(share):
        return "–"
    if share == 1:
        return t("known")
    if share == 0:
        return t("not known")
    return t("known for {share} % of the values", share=t.number(100 * share, 0))


def levels(found: Sequence[int], t: Words) -> str:
    """At which levels there are values: «EU, country, NUTS 1–3». −1 is the EU, 0 a country."""
    named = [t("EU")] if -1 in found else []
    named += [level_words(0, t)] if 0 in found else []
    nuts = [level for level in found if level > 0]
    if len(nuts) > 1 and nuts == list(range(nuts[0], nuts[-1] + 1)):
        named.append(f"NUTS {nuts[0]}–{nuts[-1]}")
    else:
        named += [level_words(level, t) for level in nuts]
    return ", ".join(named)


def _years(row: Row) -> str:
    first, last = int(row["first_year"]), int(row["last_year"])
    return str(last) if first == last else f"{first}–{last}"


def list_heads(t: Words) -> tuple[str, str, str, str, str, str]:
    """What stands over the columns of the list."""
    return (
        t("Indicator"),
        t("Unit and direction"),
        t("Eurostat code"),
        t("From parts"),
        t("Years and levels"),
        t("Flags"),
    )


@dataclass(frozen=True)
class Told:
    """An indicator in words. ``derived``: by which formula, empty where Eurostat has it."""

    name: str
    definition: str
    unit: str
    direction: str
    code: str
    derived: str
    rule: str
    years: str
    levels: str
    flags: str


def named(package: Package) -> Called:
    """The indicators' names by id."""
    every = package.table("indicators")
    return Called(zip(every["indicator_id"], every["name"], strict=True))


def words(row: Row, package: Package, names: Mapping[str, str], t: Words) -> Told:
    """An indicator in words. ``row``: of tables.indicators; ``names``: of all, by id."""
    directions = package.schema("indicators").fields["direction"].codes
    derived = row["derived_by"]
    return Told(
        t.data(row["name"]),
        t.data(row["definition"]),
        t.data(row["unit"]),
        t.data(directions[row["direction"]]),
        str(row["eurostat_code"]),
        t("derived: {formula}", formula=derived) if isinstance(derived, str) else "",
        rule(row, names, t),
        _years(row),
        levels(row["levels"], t),
        flags(row["flagged"], t),
    )


def listed(
    table: pd.DataFrame, package: Package, caption: str, t: Words, *, link: Callable[[str], str]
) -> Markup:
    """One row an indicator, by theme. ``table``: rows of tables.indicators; ``link``: where an
    indicator is compared, empty for one that no region has."""
    names, body = named(package), []
    themes: dict[str, list[Row]] = {}
    for row in each(table):
        themes.setdefault(row["theme"], []).append(row)
    for theme, group in themes.items():
        rows = [
            html(
                '<tr class="theme"><th scope="rowgroup" colspan="6">{}</th></tr>',
                begun(t.data(theme)),
            )
        ]
        for row in group:
            one, address = words(row, package, names, t), link(row["indicator_id"])
            name: str = one.name
            if address:
                name = html('<a href="{}" target="_self">{}</a>', address, name)
            rows.append(
                html(
                    '<tr><th scope="row">{}<span>{}</span></th><td>{}<span>{}</span></td><td>'
                    '<a href="{}{}" target="_blank" rel="noopener">{}</a>{}</td><td>{}</td><td>'
                    "{}<span>{}</span></td><td>{}</td></tr>",
                    name,
                    one.definition,
                    one.unit,
                    one.direction,
                    DOI,
                    one.code.upper(),
                    one.code,
                    html("<span>{}</span>", one.derived) if one.derived else EMPTY,
                    one.rule,
                    one.years,
                    one.levels,
                    one.flags,
                )
            )
        body.append(html("<tbody>{}</tbody>", joined(rows)))
    heads = joined(html('<th scope="col">{}</th>', text) for text in list_heads(t))
    return html(
        '<table class="sources-list indicators"><caption>{}</caption><thead><tr>{}</tr>'
        "</thead>{}</table>",
        caption,
        heads,
        joined(body),
    )
