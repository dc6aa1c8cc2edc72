"""All nine regions × a theme: numbers shaded by their fifth among all regions. HTML."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from pages.region import sentences
from pages.region.choices import Scene
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.observation_words import level_words
from secon_ui.text.words import Words

ON_SLIDE = 6


def order(table: pd.DataFrame, regions: list[str]) -> list[str]:
    """The regions from the best average place among all regions to the lowest; those without any
    place last, in their usual order."""
    mean = table.groupby("region_id")["goodness"].mean()
    return sorted(regions, key=lambda r: -mean.get(r, -1) if pd.notna(mean.get(r)) else 1)


def for_slide(ids: list[str], table: pd.DataFrame, mine: str) -> list[str]:
    """At most six judged indicators, in their order: of more, those on which mine stands out
    most to either side."""
    own = table[table["region_id"] == mine].set_index("indicator_id")["goodness"]
    judged = table.dropna(subset=["goodness"])["indicator_id"].unique()
    usable = [i for i in ids if i in judged] or ids
    if len(usable) <= ON_SLIDE:
        return usable
    far = sorted(usable, key=lambda i: -abs(own.get(i, 50) - 50) if pd.notna(own.get(i)) else 0)
    return [i for i in usable if i in far[:ON_SLIDE]]


def counts(table: pd.DataFrame) -> pd.DataFrame:
    """By region: how often in the best fifth, how often in the lowest, of how many judged."""
    grouped = table.groupby("region_id")["fifth"]
    return pd.DataFrame(
        {
            "best": grouped.agg(lambda part: int((part == 5).sum())),
            "lowest": grouped.agg(lambda part: int((part == 1).sum())),
            "judged": grouped.count(),
        }
    )


def finding(table: pd.DataFrame, regions: list[str], scene: Scene) -> str:
    """The headline: who is most often in the best fifth, who in the lowest, and mine. ``regions``:
    in the order of the columns."""
    t = scene.t
    found = counts(table).reindex(regions)
    if not found["judged"].sum():
        return _e(t("The nine regions side by side; nothing here is judged"))
    leader = max(regions, key=lambda r: found.at[r, "best"])
    trailer = max(reversed(regions), key=lambda r: found.at[r, "lowest"])
    places = {
        "leader": _e(scene.names[leader]),
        "most": t.number(int(found.at[leader, "best"]), 0),
        "n": t.number(int(found.at[leader, "judged"]), 0),
        "trailer": _e(scene.names[trailer]),
        "low": t.number(int(found.at[trailer, "lowest"]), 0),
        "lows": t.number(int(found.at[trailer, "judged"]), 0),
        "region": _e(scene.names[scene.mine]),
        "mine": t.number(int(found.at[scene.mine, "best"]), 0),
        "mine_low": t.number(int(found.at[scene.mine, "lowest"]), 0),
    }
    if scene.mine in (leader, trailer):
        return t(
            "{leader} is in the best fifth on {most} of {n} indicators, {trailer} in the lowest on "
            "{low} of {lows}",
            **places,
        )
    return t(
        "{leader} is in the best fifth on {most} of {n} indicators, {trailer} in the lowest on "
        "{low}; {region}: {mine} best, {mine_low} lowest",
        **places,
    )


def heat(
    table: pd.DataFrame,
    ids: list[str],
    regions: list[str],
    scene: Scene,
    *,
    slide: bool = False,
) -> str:
    """The table. ``table``: rows of ``standing`` of all regions; ``ids``, ``regions``: rows and
    columns in order."""
    t = scene.t
    cells = table.set_index(["indicator_id", "region_id"]).to_dict("index")
    country = table.drop_duplicates("region_id").set_index("region_id")["country_code"]
    first = t("Indicator") if slide else t("Indicator, unit, year")
    head = f'<th scope="col" class="rg-ind">{_e(first)}</th>'
    head += f'<th scope="col" class="rg-med">{_e(t("Median"))}</th>'
    head += "".join(
        f'<th scope="col"{_mine(r, scene)}><span>{_e(scene.names[r])}</span>'
        f"<small>{_e(t.country(country[r]))}</small></th>"
        for r in regions
    )
    body, theme = "", None
    for i in ids:
        named = scene.indicators.at[i, "theme"]
        kind = ' class="gap"' if theme not in (None, named) else ""
        body += f"<tr{kind}>{_row(i, cells, regions, scene, slide)}</tr>"
        theme = named
    shown = table[table["indicator_id"].isin(ids)]
    found = counts(shown).reindex(regions)
    foot = ""
    if found["judged"].sum() and not slide:
        foot = (
            f'<tr class="rg-count"><th scope="row" class="rg-ind">'
            f"{_e(t('In the best fifth · in the lowest'))}</th>"
            '<td class="rg-med"></td>'
            + "".join(
                f"<td{_mine(r, scene)}>{int(n.best)} · {int(n.lowest)}</td>"
                for r, n in zip(regions, found.itertuples(), strict=True)
            )
            + "</tr>"
        )
    label = _e(t("All nine regions, each number shaded by its place among all regions"))
    return (
        f'<div class="rg-heat{" rg-slide" if slide else ""}" style="--rows:{len(ids)}">'
        f"{_legend(shown, t)}"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}{foot}</tbody></table></div></div>"
    )


def explained(table: pd.DataFrame, scene: Scene) -> str:
    """How columns are ordered and what the signs mean."""
    t = scene.t
    told = [t("Regions stand from the best average place among all regions to the lowest.")]
    known = table.dropna(subset=["value"])
    wider = known[known["basis"] == "wider"]
    if len(wider):
        areas = [
            t("{region} ({areas})", region=scene.names[str(region)], areas=t.list(sorted(
                {sentences.area(row, t) for _, row in part.iterrows()})))
            for region, part in wider.groupby("region_id")
        ]  # fmt: skip
        told.append(t("Wider areas stand for {regions}.", regions=t.list(areas)))
    if (known["year"] != known["year_asked"]).any():
        told.append(t("’24 after a number: the value is of that year instead."))
    if (known["spread_level"] == 3).any():
        told.append(t("NUTS 3 values have their fifth among NUTS 3 regions."))
    if known["fifth"].isna().any():
        told.append(t("Without shade: not judged, or fewer than 40 regions have a value."))
    return f'<p class="rg-explained">{_e(" ".join(told))}</p>'


def _row(
    i: str,
    cells: dict[tuple[str, str], dict[str, Any]],
    regions: list[str],
    scene: Scene,
    slide: bool,
) -> str:
    t = scene.t
    indicator = scene.indicators.loc[i]
    decimals = int(indicator["decimals"])
    asked = next(cells[i, r]["year_asked"] for r in regions)
    small = [p for p in (sentences.unit(indicator, t), str(asked)) if p]
    if indicator["direction"] == "lower_is_better":
        small.append(t("lower is better"))
    name = sentences.labelled({"indicator_id": i, "year": None}, scene, slide=slide)[0]
    median = _main_median(i, cells, regions)
    told = (
        f'<th scope="row" class="rg-ind"><a href="{_e(scene.link(i))}" target="_self">'
        f"{_e(name)}</a><small>{_e(' · '.join(small))}</small></th>"
        f'<td class="rg-med">{t.number(median, decimals)}</td>'
    )
    for r in regions:
        row = cells[i, r]
        if pd.isna(row["value"]):
            why = _e(sentences.why_missing(row, t))
            none = "–" if slide else _e(t("no data"))
            told += f'<td class="rg-nodata" title="{why}"><span>{none}</span></td>'
            continue
        fifth = f"f{int(row['fifth'])}" if pd.notna(row["fifth"]) else ""
        year = int(row["year"])
        late = f"<small>’{year % 100:02d}</small>" if year != int(str(asked)) else ""
        mark = basis_html(row["basis"]) if row["basis"] != "own" else ""
        basis = basis_words(row["basis"], t)
        place = sentences.place(row, t, total=indicator["aggregation"] == "sum")
        level = level_words(int(row["level"]), t)
        hint = f"{scene.names[r]}: {sentences.area(row, t)}, {level}, {year}, {basis}, {place}"
        number = t.number(row["value"], decimals)
        told += f'<td class="{fifth}" title="{_e(hint)}">{mark}{number}{late}</td>'
    return told


def _main_median(i: str, cells: dict[tuple[str, str], dict[str, Any]], regions: list[str]) -> float:
    """The median of the NUTS 2 regions in the year of the row, where one of the nine has it;
    else nothing: medians of other years or levels would be another number."""
    for r in regions:
        row = cells[i, r]
        if row["spread_level"] == 2 and row["year"] == row["year_asked"]:
            return float(str(row["spread_median"]))
    return float("nan")


def _legend(table: pd.DataFrame, t: Words) -> str:
    words = (t("lowest fifth"), t("second"), t("middle"), t("fourth"), t("best fifth"))
    chips = "".join(
        f'<span class="f{n}">{_e(word)}</span>' for n, word in enumerate(words, start=1)
    )
    used = set(table["basis"].dropna())
    signs = "".join(
        f'<span class="rg-key">{basis_html(b)}{_e(basis_words(b, t))}</span>'
        for b in ("computed", "wider")
        if b in used
    )
    place = _e(t("place among all regions of the same level"))
    return f'<div class="rg-chips"><b>{chips}</b><span class="rg-key">{place}</span>{signs}</div>'


def _mine(region: str, scene: Scene) -> str:
    kind = "mine" if region == scene.mine else "c" if region == scene.other else ""
    return f' class="{kind}"' if kind else ""


def _e(text: str) -> str:
    return html.escape(text)
