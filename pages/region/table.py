"""Every value of the page as a table: to read, and to take away."""

from __future__ import annotations

import html

import pandas as pd

from pages.region import dot_plot, sentences
from pages.region.choices import Scene, benchmark
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.observation_words import flag_words, level_words


def table(
    rows: pd.DataFrame, others: pd.DataFrame | None, scene: Scene, *, slide: bool = False
) -> str:
    """Value, what it stands for, how it stands: a row an indicator, the compared region's row
    beneath mine."""
    t = scene.t
    head = [
        (t("Indicator"), ""),
        (t("Value"), "num"),
        (dot_plot.benchmark_head(scene), "num"),
        (t("Difference"), "num"),
        (t("Place"), ""),
        (t("Percentile"), "num"),
        (t("Five years"), ""),
        (t("The value is of the"), ""),
        (t("Area"), ""),
        (t("Level"), ""),
        (t("Year"), "num"),
        (t("Flag"), ""),
    ]
    body = ""
    for n, row in rows.iterrows():
        body += _row(row, scene, "mine" if others is not None else "", slide)
        if others is not None:
            body += _row(others.loc[n], scene, "c1", slide)
    cells = "".join(f'<th scope="col" class="{kind}">{_e(text)}</th>' for text, kind in head)
    label = _e(t("{region}: every value and what it stands for", region=scene.names[scene.mine]))
    return (
        f'<div class="scroll rg-values{" rg-slide" if slide else ""}" tabindex="0" role="region" '
        f'aria-label="{label}"><table>'
        f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: pd.Series, scene: Scene, kind: str, slide: bool) -> str:
    t = scene.t
    indicator = scene.indicators.loc[row["indicator_id"]]
    decimals = int(indicator["decimals"])
    name = _e(sentences.labelled(row, scene, slide=slide)[0])
    unit = _e(t.data(indicator["unit_short"]) if slide else sentences.unit(indicator, t))
    who = f"<small>{_e(scene.names[row['region_id']])}</small>" if kind else ""
    unit = f" <small>{unit}</small>" if unit else ""
    start = f'<tr class="{kind}"><th scope="row">{name}{unit}{who}</th>'
    if pd.isna(row["value"]):
        why = _e(sentences.why_missing(row, t))
        return f'{start}<td class="num">–</td><td colspan="10" class="quiet">{why}</td></tr>'
    reference, difference = benchmark(row, scene)
    percentile = "–" if pd.isna(row["percentile"]) else t.number(row["percentile"], 0)
    star = "*" if row["direction"] == "neutral" else ""
    basis = _e(basis_words(row["basis"], t))
    if row["approximate"]:
        basis += f" ({_e(t('approximate'))})"
    codes = row["areas"].replace("+", " + ") if row["areas"].count("+") <= 3 else ""
    flag = (
        flag_words(row["flag"], t)
        if row["flag"]
        else ("–" if row["flags_known"] else t("not known"))
    )
    place = sentences.place(row, t, total=indicator["aggregation"] == "sum") + star
    return (
        f'{start}<td class="num big">{t.number(row["value"], decimals)}</td>'
        f'<td class="num">{t.number(reference, decimals)}</td>'
        f'<td class="num">{t.signed(difference, decimals) if pd.notna(difference) else "–"}</td>'
        f'<td class="nowrap">{_e(place)}</td><td class="num">{percentile}</td>'
        f"<td>{_e(sentences.trend(row, t)[1])}</td>"
        f'<td><span class="nowrap">{basis_html(row["basis"])} {basis}</span></td>'
        f"<td>{_e(sentences.area(row, t))} <small>{_e(codes)}</small></td>"
        f'<td class="nowrap">{_e(level_words(int(row["level"]), t))}</td>'
        f'<td class="num">{int(row["year"])}</td><td>{_e(flag)}</td></tr>'
    )


def export(rows: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """Rows of ``standing`` as a table to take away."""
    indicators = scene.indicators.loc[rows["indicator_id"]].reset_index(drop=True)
    rows = rows.reset_index(drop=True)
    codes = indicators["eurostat_code"].astype("str")
    kept = [
        "value", "year", "year_asked", "basis", "approximate", "areas", "area_names", "level",
        "flag", "flags_known", "reason", "eu", "country", "median_nine", "spread_min", "spread_q1",
        "spread_median", "spread_q3", "spread_max", "spread_n", "spread_rank", "spread_place",
        "percentile", "diff_eu", "diff_country", "diff_median_nine", "diff_spread", "quarter",
        "fifth", "verdict", "verdict_year", "verdict_from",
    ]  # fmt: skip
    first = pd.DataFrame(
        {
            "region_id": rows["region_id"],
            "region": rows["region_id"].map(scene.names),
            "indicator_id": rows["indicator_id"],
            "indicator": indicators["name"],
            "theme": indicators["theme"],
            "unit": indicators["unit"],
            "direction": rows["direction"],
        }
    )
    source = ("Eurostat, " + codes + "; calculations by SECON").rename("source")
    return pd.concat([first, rows[kept], source], axis=1)


def _e(text: str) -> str:
    return html.escape(text)
