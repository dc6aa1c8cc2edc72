"""Every value of the page as a table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pages.region import dot_plot, sentences
from pages.region.scene import Scene, benchmark, whose
from secon_data.rows import Row
from secon_ui.text import absence
from secon_ui.text.basis_marks import basis_html, row_words
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import flag_words, level_words


def table(rows: list[Row], others: list[Row] | None, scene: Scene) -> Markup:
    """Value, what it stands for, how it stands: a row an indicator, the compared region's row
    beneath mine."""
    head = zip(heads(scene), _KINDS, strict=True)
    body = EMPTY
    theirs = {row["indicator_id"]: row for row in others or ()}
    for row in rows:
        other = theirs.get(row["indicator_id"])
        body += _row(row, scene, "mine" if other is not None else "")
        if other is not None:
            body += _row(other, scene, "c1")
    cells = joined((html('<th scope="col" class="{}">{}</th>', kind, text) for text, kind in head))
    label = scene.t("{region}: every value and what it stands for", region=scene.names[scene.mine])
    return html(
        '<div class="scroll rg-values" tabindex="0" role="region" aria-label="{}">'
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        label,
        cells,
        body,
    )


_KINDS = ("", "num", "num", "num", "", "num", "", "", "", "", "num", "")


def heads(scene: Scene) -> tuple[str, ...]:
    """What stands over the columns."""
    t = scene.t
    return (
        t("Indicator"),
        t("Value"),
        dot_plot.benchmark_head(scene),
        t("Difference"),
        t("Place, 1 = best"),
        t("Percentile"),
        t("Five years"),
        t("The value is of the"),
        t("Area"),
        t("Level"),
        t("Year"),
        t("Flag"),
    )


def explained(scene: Scene) -> Markup:
    """What a percentile is, which is no place: the place counts from the better end; and when a
    trend is called."""
    told = scene.t(
        "Percentile: how many % of the areas have a lower value, areas with an equal one counted "
        "half. It is high where the value is high, whichever end is better; the place counts from "
        "the better end."
    )
    return html('<p class="rg-explained">{} {}</p>', told, sentences.five_years(scene.t))


@dataclass(frozen=True)
class Told:
    """A row in words. ``why``: why there is no value, and then all behind ``unit`` is empty;
    ``among``: the level of the areas of which the place is, empty where it is the usual one;
    ``codes``: of the area, empty where they are many."""

    name: str
    unit: str
    why: str = ""
    value: str = ""
    against: str = ""
    difference: str = ""
    place: str = ""
    among: str = ""
    percentile: str = ""
    trend: str = ""
    basis: str = ""
    area: str = ""
    codes: str = ""
    level: str = ""
    year: str = ""
    flag: str = ""


def told(row: Row, scene: Scene) -> Told:
    """A row in words."""
    t = scene.t
    indicator = scene.indicators[row["indicator_id"]]
    decimals = int(indicator["decimals"])
    name, unit = t.data(indicator["name"]), sentences.unit(indicator, t)
    if pd.isna(row["value"]):
        return Told(name, unit, absence.why(row, t))
    reference, difference = benchmark(row, scene)
    against, country = t.number(reference, decimals), whose(row, scene)
    return Told(
        name,
        unit,
        value=t.number(row["value"], decimals),
        against=t("{value} ({country})", value=against, country=country) if country else against,
        difference=t.signed(difference, decimals) if pd.notna(difference) else "–",
        place=sentences.place_cell(row, scene) + ("*" if row["direction"] == "neutral" else ""),
        among=sentences.other_level(row, t),
        percentile="–" if pd.isna(row["percentile"]) else t.number(row["percentile"], 0),
        trend=sentences.trend(row, t)[1],
        basis=row_words(row, t),
        area=sentences.area(row, t),
        codes=row["areas"].replace("+", " + ") if row["areas"].count("+") <= 3 else "",
        level=level_words(int(row["level"]), t),
        year=str(int(row["year"])),
        flag=flag_words(row["flag"], t)
        if row["flag"]
        else ("–" if row["flags_known"] else t("not known")),
    )


def _row(row: Row, scene: Scene, kind: str) -> Markup:
    one = told(row, scene)
    who = html("<small>{}</small>", scene.names[row["region_id"]]) if kind else EMPTY
    unit = html(" <small>{}</small>", one.unit) if one.unit else EMPTY
    start = html('<tr class="{}"><th scope="row">{}{}{}</th>', kind, one.name, unit, who)
    if one.why:
        return html(
            '{}<td class="num">–</td><td colspan="10" class="quiet">{}</td></tr>', start, one.why
        )
    return html(
        '{}<td class="num big">{}</td><td class="num">{}</td><td class="num">{}</td>'
        '<td class="nowrap">{}{}</td><td class="num">{}</td><td>{}</td><td>'
        '<span class="nowrap">{} {}</span></td><td>{} <small>{}</small></td>'
        '<td class="nowrap">{}</td><td class="num">{}</td><td>{}</td></tr>',
        start,
        one.value,
        one.against,
        one.difference,
        one.place,
        html("<br><small>{}</small>", one.among) if one.among else EMPTY,
        one.percentile,
        one.trend,
        basis_html(row["basis"]),
        one.basis,
        one.area,
        one.codes,
        one.level,
        one.year,
        one.flag,
    )
