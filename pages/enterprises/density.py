"""Organisations per 100,000 inhabitants, and what they do where, as HTML tables. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from pages.enterprises import headlines
from pages.enterprises.link import FIELDS, EnterprisesView, titled, word
from secon_data.spreads import printed
from secon_ui.drawing.theme import Palette, mix, text_on
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.words import Words

PER = 100_000
# Rows that fit beside a slide's map.
BESIDE = 11


def density(listed: Mapping[str, int], inhabitants: pd.DataFrame) -> pd.DataFrame:
    """How many organisations are listed per 100,000 inhabitants, highest first; regions whose
    inhabitants are not known come last, without a density.

    ``listed``: organisations by region; ``inhabitants``: a comparison's table of the population.
    Columns: region_id, listed, inhabitants, year, basis, area_names, density (one decimal,
    half-up).
    """
    table = inhabitants[["region_id", "value", "year", "basis", "areas", "area_names"]].rename(
        columns={"value": "inhabitants"}
    )
    table.insert(1, "listed", table["region_id"].map(lambda r: int(listed.get(r, 0))))
    table["density"] = printed(table["listed"] / table["inhabitants"] * PER, 1)
    return table.sort_values(
        ["density", "region_id"], ascending=[False, True], na_position="last", ignore_index=True
    )


def bars(
    table: pd.DataFrame, mine: str, shown: Sequence[str], names: Mapping[str, str], t: Words,
    *, brief: bool = False,
) -> str:  # fmt: skip
    """The densities as a table whose bars start at zero. ``shown``: regions picked on the page;
    ``brief``: only region, bar and density."""
    most = max(table["density"].max(), 0.1) if table["density"].notna().any() else 1
    rows = []
    for row in table.itertuples():
        kind = "mine" if row.region_id == mine else "picked" if row.region_id in shown else ""
        name = html.escape(names[row.region_id])
        if pd.isna(row.density):
            why = html.escape(t("no number of inhabitants is published for it"))
            bar, number = f'<span class="ent-none">{why}</span>', "–"
            people, year, basis = "–", "", ""
        else:
            bar = f'<i style="width:{100 * row.density / most:.1f}%"></i>'
            number = t.number(row.density, 1)
            people, year = t.number(row.inhabitants, 0), str(int(row.year))
            basis = f"{basis_html(row.basis)} {html.escape(basis_words(row.basis, t))}"
        details = (
            ""
            if brief
            else f'<td class="num">{t.number(row.listed, 0)}</td><td class="num">{people}</td>'
            f'<td class="num">{year}</td><td class="nowrap">{basis}</td>'
        )
        rows.append(
            f'<tr class="{kind}"><th scope="row">{name}</th>'
            f'<td class="ent-bar"><span>{bar}</span></td><td class="num big">{number}</td>'
            f"{details}</tr>"
        )
    heads = [(t("Region"), ""), ("", ""), (t("Per 100 000 inhabitants"), "num")]
    if not brief:
        heads += [
            (t("Listed"), "num"),
            (t("Inhabitants"), "num"),
            (t("Year"), "num"),
            (t("The inhabitants are of the"), ""),
        ]
    head = "".join(
        f'<th scope="col" class="{kind}">{html.escape(text)}</th>' if text else "<td></td>"
        for text, kind in heads
    )
    caption = html.escape(t("Organisations listed per 100 000 inhabitants"))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="ent-density{" brief" if brief else ""}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def in_short(
    table: pd.DataFrame, mine: str, view: EnterprisesView, names: Mapping[str, str], t: Words
) -> str:
    """The densities beside the map: headed, only region, bar and density."""
    head, covered = (html.escape(text) for text in (titled("density", t), headlines.covered(t)))
    drawn = bars(table, mine, view.regions, names, t, brief=True)
    return f'<h2 class="ent-head">{head}</h2>{drawn}<p class="source">{covered}</p>'


def by_field(
    table: pd.DataFrame, mine: str, regions: pd.DataFrame, names: Mapping[str, str],
    colours: Palette, t: Words,
) -> str:  # fmt: skip
    """What they do, where: fields × regions, mine first. ``regions``: region_id, country_code.

    The nine regions lie in nine countries, so that a country's code stands for its region.
    """
    counts = pd.crosstab(table["field_of_activity"].astype("str"), table["region_id"])
    ids = [mine, *(r for r in regions["region_id"] if r != mine)]
    country = dict(zip(regions["region_id"], regions["country_code"], strict=True))
    fields = list(counts.sum(axis=1).sort_values(ascending=False, kind="stable").index)
    most = int(counts.to_numpy().max()) if len(counts) else 1
    heads = "".join(
        f'<th scope="col"{" class=mine" if r == mine else ""} title="{html.escape(names[r])}">'
        f'<abbr title="{html.escape(names[r])}">{html.escape(country[r])}</abbr></th>'
        for r in ids
    )
    rows = []
    for field in fields:
        cells = []
        for region in ids:
            n = int(counts.loc[field].get(region, 0))
            if not n:
                cells.append('<td class="ent-zero">·</td>')
                continue
            fill = mix(colours.tint, colours.mine, 0.05 + 0.75 * n / most)
            ink = text_on(fill)
            cells.append(f'<td style="background:{fill};color:{ink}">{t.number(n, 0)}</td>')
        label = html.escape(word(FIELDS, field, t))
        rows.append(f'<tr><th scope="row">{label}</th>{"".join(cells)}</tr>')
    caption = html.escape(t("What they do, where"))
    return (
        f'<table class="ent-heat"><caption>{caption}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def listed(
    table: pd.DataFrame, region: str | None, mine: str, shown: Sequence[str],
    names: Mapping[str, str], t: Words,
) -> str:  # fmt: skip
    """What stands beside the map on a slide: counts by region, of one region by field."""
    column = "field_of_activity" if region else "region_id"
    counts = table[column].astype("str").value_counts()
    codes = list(counts.index) if region else [r for r in names if r in shown]
    codes.sort(key=lambda code: -int(counts.get(code, 0)))
    most = max(int(counts.max()) if len(counts) else 1, 1)
    rows = []
    shown_here = len(codes) if len(codes) <= BESIDE else BESIDE - 1
    for code in codes[:shown_here]:
        n = int(counts.get(code, 0))
        name = word(FIELDS, code, t) if region else names[code]
        kind = ' class="mine"' if code == mine or region == mine else ""
        rows.append(
            f'<tr{kind}><th scope="row">{html.escape(name)}</th><td class="ent-bar"><span>'
            f'<i style="width:{100 * n / most:.1f}%"></i></span></td>'
            f'<td class="num">{t.number(n, 0)}</td></tr>'
        )
    if more := len(codes) - shown_here:
        rest = html.escape(t.plural("and {n} more", "and {n} more", more))
        rows.append(f'<tr><td colspan="3" class="ent-rest">{rest}</td></tr>')
    caption = html.escape(t("What they do") if region else t("Organisations listed"))
    return (
        f'<table class="ent-density brief"><caption>{caption}</caption>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )
