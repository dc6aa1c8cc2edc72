"""Tables as static HTML: the accessible alternative to every figure. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.observation_words import flag_words, level_words
from secon_ui.text.references import Reference
from secon_ui.text.words import Words


def values(
    table: pd.DataFrame,
    indicator: pd.Series,
    reference: Reference,
    mine: str,
    compared: Sequence[str],
    names: Mapping[str, str],
    caption: str,
    t: Words,
) -> str:
    """Every value and what it stands for, highest first; the last row is the reference.

    ``table``: rows of comparison.compared.
    """
    decimals = int(indicator["decimals"])
    unit = t.data(indicator["unit_short"])
    ordered = table.sort_values(["rank", "region_id"], na_position="last")
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
    for row in ordered.itertuples():
        kind = classes.get(row.region_id, "")
        name = f'{_e(names[row.region_id])}<span class="code">{row.country_code}</span>'
        start = f'<tr class="{kind}">' if kind else "<tr>"
        if pd.isna(row.value):
            why = (
                t("published only as a total of a wider area")
                if row.reason == "total-of-wider-area"
                else t("not published")
            )
            rows.append(
                f'{start}<td class="num">–</td><th scope="row">{name}</th>'
                f'<td class="num">–</td><td class="num">–</td><td colspan="5" class="quiet">'
                f"{_e(why)}</td></tr>"
            )
            continue
        known = reference.value is not None
        apart = t.signed(row.value - reference.value, decimals) if known else "–"
        codes = row.areas.replace("+", " + ")
        if row.areas.count("+") > 3:
            codes = t.plural("{n} area", "{n} areas", row.areas.count("+") + 1)
            area = ""
        else:
            area = _e(t.areas(row.areas, row.area_names))
        basis = _e(basis_words(row.basis, t))
        if row.approximate:
            basis += f' <span class="quiet">({_e(t("approximate"))})</span>'
        flag = flag_words(row.flag, t) if row.flag else ("–" if row.flags_known else t("not known"))
        rows.append(
            f'{start}<td class="num">{int(row.rank)}</td><th scope="row">{name}</th>'
            f'<td class="num big">{t.number(row.value, decimals)}</td>'
            f'<td class="num">{apart}</td>'
            f'<td><span class="nowrap">{basis_html(row.basis)} {basis}</span></td>'
            f'<td>{area}<span class="code">{_e(codes)}</span></td>'
            f'<td class="nowrap">{_e(level_words(int(row.level), t))}</td>'
            f'<td class="num">{int(row.year)}</td><td>{_e(flag)}</td></tr>'
        )
    if reference.value is not None:
        rows.append(
            f'<tr class="reference"><td></td><th scope="row">{_e(reference.name)}</th>'
            f'<td class="num">{t.number(reference.value, decimals)}</td>'
            f'<td colspan="6"></td></tr>'
        )
    cells = "".join(
        f'<th scope="col"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{_e(text)}</th>'
        for text, kind in head
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_e(caption)}">'
        f'<table class="values"><caption>{_e(caption)}</caption>'
        f"<thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def legend(labels: Sequence[str], fills: Sequence[str], undrawn: int, unit: str, t: Words) -> str:
    """What the colours and signs of the map mean. ``undrawn``: areas without a boundary."""
    blocks = "".join(
        f'<span><i style="background:{fill}"></i>{_e(label)}</span>'
        for fill, label in zip(fills, labels, strict=True)
    )
    keys = [
        (
            "",
            t("{unit}, a fifth of the regions in each class", unit=unit)
            if unit
            else t("a fifth of the regions in each class"),
        ),
        ('<i style="background:var(--no-value);border:1px solid var(--other)"></i>', t("no value")),
        ('<i style="border:2px solid var(--text)"></i>', t("partner region")),
        ("", t("1–9: lowest to highest")),
        (basis_html("wider"), t("colour and value of the wider area")),
    ]
    if undrawn:
        keys.append(
            (
                "",
                t.plural("{n} area not drawn", "{n} areas not drawn", undrawn),
            )
        )
    rest = "".join(f'<span class="key">{mark}{_e(text)}</span>' for mark, text in keys)
    return f'<div class="legend"><span class="classes">{blocks}</span>{rest}</div>'


def export(table: pd.DataFrame, indicator: pd.Series, names: Mapping[str, str]) -> pd.DataFrame:
    """The comparison as a table to take away, one row a region, highest first."""
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
            "eu": ordered["eu"],
            "country": ordered["country"],
            "median_nine": ordered["median_nine"],
            "spread_median": ordered["spread_median"],
            "spread_n": ordered["spread_n"],
            "source": "Eurostat, " + str(indicator["eurostat_code"]) + "; calculations by SECON",
        }
    )


def _e(text: str) -> str:
    return html.escape(text)
