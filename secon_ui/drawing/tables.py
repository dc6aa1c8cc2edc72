"""Tables as static HTML: the accessible alternative to every figure. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from secon_data.rows import Row, each
from secon_ui.drawing.look import Look
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import flag_words, level_words
from secon_ui.text.references import Reference
from secon_ui.text.words import Words


def highest_first(rows: list[Row]) -> list[Row]:
    """Rows of comparison.compared by rank; those without a value last."""

    def order(row: Row) -> tuple[bool, int, str]:
        none = pd.isna(row["rank"])
        return none, 0 if none else int(row["rank"]), row["region_id"]

    return sorted(rows, key=order)


def values(
    table: pd.DataFrame,
    indicator: Row,
    reference: Reference,
    mine: str,
    compared: Sequence[str],
    caption: str,
    look: Look,
) -> Markup:
    """Every value and what it stands for, highest first; the last row is the reference.

    ``table``: rows of comparison.compared.
    """
    t, names = look.t, look.names
    decimals = int(indicator["decimals"])
    unit = t.data(indicator["unit_short"])
    head = [
        (t("Rank, 1 = highest"), "num"),
        (t("Region"), ""),
        (t("Value, {unit}", unit=unit) if unit else t("Value"), "num"),
        (t("Difference"), "num"),
        (t("The value is of the"), ""),
        (t("Area"), ""),
        (t("Level"), ""),
        (t("Year"), "num"),
        (t("Flag"), ""),
    ]
    classes = {mine: "mine"} | {r: f"c{n}" for n, r in enumerate(compared, start=1)}
    rows = []
    for row in highest_first(each(table)):
        name = html('{}<span class="code">{}</span>', names[row["region_id"]], row["country_code"])
        start = html("<tr{}>", _classed(classes.get(row["region_id"], "")))
        if pd.isna(row["value"]):
            why = (
                t("published only as a total of a wider area")
                if row["reason"] == "total-of-wider-area"
                else t("not published")
            )
            rows.append(
                html(
                    '{}<td class="num">–</td><th scope="row">{}</th><td class="num">–</td>'
                    '<td class="num">–</td><td colspan="5" class="quiet">{}</td></tr>',
                    start,
                    name,
                    why,
                )
            )
            continue
        known = reference.value is not None
        apart = t.signed(row["value"] - reference.value, decimals) if known else "–"
        codes = row["areas"].replace("+", " + ")
        if row["areas"].count("+") > 3:
            codes = t.plural("{n} area", "{n} areas", row["areas"].count("+") + 1)
            area = ""
        else:
            area = t.areas(row["areas"], row["area_names"])
        basis = html("{}", basis_words(row["basis"], t))
        if row["approximate"]:
            basis += html(' <span class="quiet">({})</span>', t("approximate"))
        flag = (
            flag_words(row["flag"], t)
            if row["flag"]
            else ("–" if row["flags_known"] else t("not known"))
        )
        rows.append(
            html(
                '{}<td class="num">{}</td><th scope="row">{}</th><td class="num big">{}</td>'
                '<td class="num">{}</td><td><span class="nowrap">{} {}</span></td>'
                '<td>{}<span class="code">{}</span></td><td class="nowrap">{}</td>'
                '<td class="num">{}</td><td>{}</td></tr>',
                start,
                int(row["rank"]),
                name,
                t.number(row["value"], decimals),
                apart,
                basis_html(row["basis"]),
                basis,
                area,
                codes,
                level_words(int(row["level"]), t),
                int(row["year"]),
                flag,
            )
        )
    if reference.value is not None:
        rows.append(
            html(
                '<tr class="reference"><td></td><th scope="row">{}</th><td class="num">{}</td>'
                '<td colspan="6"></td></tr>',
                reference.name,
                t.number(reference.value, decimals),
            )
        )
    cells = joined(html('<th scope="col"{}>{}</th>', _classed(kind), text) for text, kind in head)
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="values"><caption>{caption}</caption>'
        "<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption=caption, cells=cells, rows=joined(rows),
    )  # fmt: skip


def legend(
    labels: Sequence[str], fills: Sequence[str], undrawn: int, unit: str, t: Words
) -> Markup:
    """What the colours and signs of the map mean. ``undrawn``: areas without a boundary."""
    blocks = joined(
        html('<span><i style="background:{}"></i>{}</span>', fill, label)
        for fill, label in zip(fills, labels, strict=True)
    )
    keys: list[tuple[Markup, str]] = [
        (
            EMPTY,
            t("{unit}, a fifth of the regions in each class", unit=unit)
            if unit
            else t("a fifth of the regions in each class"),
        ),
        (
            html('<i style="background:var(--no-value);border:1px solid var(--other)"></i>'),
            t("no value"),
        ),
        (html('<i style="border:2px solid var(--text)"></i>'), t("partner region")),
        (EMPTY, t("1–9: lowest to highest")),
        (basis_html("wider"), t("colour and value of the wider area")),
    ]
    if undrawn:
        keys.append((EMPTY, t.plural("{n} area not drawn", "{n} areas not drawn", undrawn)))
    rest = joined(html('<span class="key">{}{}</span>', mark, text) for mark, text in keys)
    return html('<div class="legend"><span class="classes">{}</span>{}</div>', blocks, rest)


def export(
    table: pd.DataFrame, indicator: Row, names: Mapping[str, str], broken: Sequence[str]
) -> pd.DataFrame:
    """The comparison as a table to take away, one row a region, highest first. ``broken``: the
    derived breaks of each row's series, in words."""
    table = table.assign(derived_breaks=list(broken))
    ordered = table.sort_values(["rank", "region_id"], na_position="last")
    return pd.DataFrame(
        {
            "region_id": ordered["region_id"],
            "region": ordered["region_id"].map(names),
            "indicator_id": indicator["indicator_id"],
            "indicator": indicator["name"],
            "unit": indicator["unit"],
            "rank": ordered["rank"],
            "value": ordered["value"],
            "year": ordered["year"],
            "year_asked": ordered["year_asked"],
            "basis": ordered["basis"],
            "approximate": ordered["approximate"],
            "areas": ordered["areas"],
            "area_names": ordered["area_names"],
            "level": ordered["level"],
            "flag": ordered["flag"],
            "flags_known": ordered["flags_known"],
            "reason": ordered["reason"],
            "derived_breaks": ordered["derived_breaks"],
            "eu": ordered["eu"],
            "country": ordered["country"],
            "median_nine": ordered["median_nine"],
            "spread_median": ordered["spread_median"],
            "spread_n": ordered["spread_n"],
            "source": "Eurostat, " + str(indicator["eurostat_code"]) + "; calculations by SECON",
        }
    )


def _classed(kind: str) -> Markup:
    return html(' class="{}"', kind) if kind else EMPTY
