"""The spine: one row an indicator on one axis, the good end always on the right. HTML."""

from __future__ import annotations

import html
from collections.abc import Mapping

import pandas as pd

from pages.region import sentences
from pages.region.choices import Scene, benchmark
from secon_data.standing import axis_position, knots
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.observation_words import level_words

NEAR = 0.06  # nearer than this two markers would cover each other
ON_SLIDE = 10


def for_slide(rows: pd.DataFrame) -> pd.DataFrame:
    """At most ten judged rows, by place from the best: of more, the five best and the five
    lowest. What is not judged comes in only where nothing is."""
    judged = rows[rows["goodness"].notna()].sort_values("goodness", ascending=False, kind="stable")
    if judged.empty:
        return rows.dropna(subset=["value"]).head(ON_SLIDE)
    if len(judged) <= ON_SLIDE:
        return judged
    half = ON_SLIDE // 2
    return pd.concat([judged.head(half), judged.tail(half)])


def spine(
    rows: pd.DataFrame,
    others: pd.DataFrame | None,
    spreads: Mapping[tuple[str, int, int], list[float]],
    scene: Scene,
    *,
    slide: bool = False,
) -> str:
    """The chart with its legend. ``rows``, ``others``: my and the compared region's rows of
    ``standing`` in one order; ``spreads``: single values where they are too few for quarters."""
    t = scene.t
    theirs = {} if others is None else {row["indicator_id"]: row for _, row in others.iterrows()}
    told = []
    theme = None
    for _, row in rows.iterrows():
        named = str(scene.indicators.at[row["indicator_id"], "theme"])
        told.append(
            _row(row, theirs.get(row["indicator_id"]), spreads, scene, named != theme, slide)
        )
        theme = named
    head = (
        ("theme", ""),
        ("name", t("Indicator, unit") if slide else t("Indicator, unit, year")),
        ("value", t("Value")),
        ("bench", benchmark_head(scene)),
        ("diff", t("Difference")),
    )
    cells = "".join(f'<div class="rg-{k}" role="columnheader">{_e(text)}</div>' for k, text in head)
    bands = (t("lowest ¼"), t("middle half"), t("best ¼"))
    cells += '<div class="rg-strip" role="columnheader"><div class="rg-words">'
    cells += "".join(f"<span>{_e(word)}</span>" for word in bands) + "</div></div>"
    cells += f'<div class="rg-place" role="columnheader">{_e(t("Place"))}</div>'
    cells += f'<div class="rg-trend" role="columnheader">{_e(t("Five years"))}</div>'
    label = _e(t("{region}: every indicator", region=scene.names[scene.mine]))
    kind = "rg-spine rg-slide" if slide else "rg-spine"
    return (
        f'<div class="{kind}">{legend(rows, others, scene)}'
        f'<div class="rg-grid" role="table" aria-label="{label}">'
        f'<div class="rg-row rg-head" role="row">{cells}</div>{"".join(told)}</div></div>'
    )


def benchmark_head(scene: Scene) -> str:
    """What stands over the column of what is measured against."""
    t = scene.t
    return {
        "median": t("Median"),
        "eu": t("EU"),
        "country": scene.country,
        "nine": t("Median of nine"),
    }[scene.against]


def legend(rows: pd.DataFrame, others: pd.DataFrame | None, scene: Scene) -> str:
    """What the markers mean; only those that occur."""
    t = scene.t
    keys = [f'<span><i class="rg-mark own"></i><b>{_e(scene.names[scene.mine])}</b></span>']
    if others is not None and scene.other is not None:
        name = _e(scene.names[scene.other])
        keys.append(f'<span><i class="rg-mark other own"></i><b class="c">{name}</b></span>')
    keys.append(f'<span><i class="rg-line"></i>{_e(t("median of all regions"))}</span>')
    if scene.against != "median":
        keys.append(f'<span><i class="rg-tip"></i>{_e(benchmark_head(scene))}</span>')
    used = set(rows["basis"].dropna())
    if others is not None:
        used |= set(others["basis"].dropna())
    keys += [
        f"<span>{basis_html(basis)}{_e(basis_words(basis, t))}</span>"
        for basis in ("own", "computed", "wider")
        if basis in used
    ]
    return f'<div class="rg-legend">{"".join(keys)}</div>'


def explained(rows: pd.DataFrame, scene: Scene) -> str:
    """How to read the chart, in one or two honest sentences."""
    t = scene.t
    told = [
        t(
            "The bands are quarters of the regions, equally wide in every row, the best end on the "
            "right: distances in different rows cannot be compared."
        ),
        t("Bar beside a place: solid for the best quarter, dotted for the lowest."),
        t(
            "Five years: a straight line through five annual values, called only when its "
            "direction holds with any one of them left out."
        ),
    ]
    if (rows["direction"] == "neutral").any():
        told.append(t("* Not judged: the highest value stands on the right."))
    return f'<p class="rg-explained">{_e(" ".join(told))}</p>'


def _row(
    row: pd.Series,
    other: pd.Series | None,
    spreads: Mapping[tuple[str, int, int], list[float]],
    scene: Scene,
    first: bool,
    slide: bool,
) -> str:
    t = scene.t
    indicator = scene.indicators.loc[row["indicator_id"]]
    theme = t.data(indicator["theme"])
    theme = _e(theme[:1].upper() + theme[1:])
    start = f'<div class="rg-row{" first" if first and not slide else ""}" role="row">'
    start += f'<div class="rg-theme" role="rowheader">{theme if first else ""}</div>'
    address = _e(scene.link(row["indicator_id"]))
    label, small = sentences.labelled(row, scene, slide=slide)
    name = f'<a href="{address}" target="_self">{_e(label)}</a>'
    if pd.isna(row["value"]):
        why = _e(sentences.why_missing(row, t))
        return (
            f'{start}<div class="rg-name" role="cell">{name}</div>'
            f'<div class="rg-value" role="cell"><b>–</b></div>'
            f'<div class="rg-none" role="cell">{why}</div></div>'
        )
    decimals = int(indicator["decimals"])
    reference, difference = benchmark(row, scene)
    bench = t.number(reference, decimals)
    sign = t.signed(difference, decimals) if not pd.isna(difference) else "–"
    star = "*" if row["direction"] == "neutral" else ""
    placed = sentences.place(row, t, total=indicator["aggregation"] == "sum") + star
    level = "" if row["spread_level"] == 2 or pd.isna(row["spread_level"]) else (
        f' <br><small>{_e(level_words(int(row["spread_level"]), t))}</small>'
    )  # fmt: skip
    quarter = row["quarter"] if isinstance(row["quarter"], str) else ""
    arrow, word = sentences.trend(row, t)
    kind = "" if row["verdict"] in ("rising", "falling", "unclear") else " quiet"
    basis = basis_words(row["basis"], t)
    if row["basis"] == "wider":
        basis += f": {sentences.area(row, t)}"
    return (
        f'{start}<div class="rg-name" role="cell">{name} <small>{_e(small)}</small></div>'
        f'<div class="rg-value" role="cell" title="{_e(basis)}">{basis_html(row["basis"])}'
        f"<b>{t.number(row['value'], decimals)}</b></div>"
        f'<div class="rg-bench" role="cell">{bench}</div>'
        f'<div class="rg-diff" role="cell">{sign}</div>'
        f'<div class="rg-strip" role="cell">{_strip(row, other, reference, spreads, scene)}</div>'
        f'<div class="rg-place {quarter}" role="cell"><span>{_e(placed)}{level}</span></div>'
        f'<div class="rg-trend{kind}" role="cell"><i aria-hidden="true">{arrow}</i>{_e(word)}</div>'
        "</div>"
    )


def _strip(
    row: pd.Series,
    other: pd.Series | None,
    reference: float,
    spreads: Mapping[tuple[str, int, int], list[float]],
    scene: Scene,
) -> str:
    """The bands with their markers; dots of all regions where they are too few for bands."""
    if pd.isna(row["position"]):
        return ""
    low = row["direction"] == "lower_is_better"
    axis = knots(row)

    def at(value: float) -> float:
        return axis_position(float(value), axis, low)

    if row["telling"]:
        drawn = '<i class="rg-inner"></i><i class="rg-median"></i>'
    else:
        key = (str(row["indicator_id"]), int(row["year"]), int(row["spread_level"]))
        drawn = f'<i class="rg-median" style="left:{100 * at(row["spread_median"]):.1f}%"></i>'
        drawn += "".join(
            f'<i class="rg-dot" style="left:{100 * at(value):.1f}%"></i>'
            for value in spreads.get(key, ())
        )
    if scene.against != "median" and not pd.isna(reference):
        drawn += f'<i class="rg-tip" style="left:{100 * at(reference):.1f}%"></i>'
    mine, near = float(row["position"]), False
    if other is not None and not pd.isna(other["value"]):
        theirs = at(other["value"])
        near = abs(theirs - mine) < NEAR
        drawn += (
            f'<i class="rg-mark other {other["basis"]}{" down" if near else ""}" '
            f'style="left:{100 * theirs:.1f}%"></i>'
        )
    drawn += (
        f'<i class="rg-mark {row["basis"]}{" up" if near else ""}" '
        f'style="left:{100 * mine:.1f}%"></i>'
    )
    told = _e(described(row, other, scene))
    kind = "rg-bands" if row["telling"] else "rg-bands few"
    return f'<div class="{kind}" role="img" aria-label="{told}" title="{told}">{drawn}</div>'


def described(row: pd.Series, other: pd.Series | None, scene: Scene) -> str:
    """A row of the chart in words: ends, median, and whose value lies where."""
    t = scene.t
    indicator = scene.indicators.loc[row["indicator_id"]]
    decimals = int(indicator["decimals"])
    ends = [row["spread_min"], row["spread_max"]]
    if row["direction"] == "lower_is_better":
        ends.reverse()
    told = [
        t(
            "{n} regions ({level}, {year}): left end {left}, median {median}, right end {right}.",
            n=t.number(int(row["spread_n"]), 0),
            level=level_words(int(row["spread_level"]), t),
            year=int(row["year"]),
            left=t.number(ends[0], decimals),
            median=t.number(row["spread_median"], decimals),
            right=t.number(ends[1], decimals),
        )
    ]
    for part in (row, other):
        if part is not None and not pd.isna(part["value"]):
            told.append(
                t(
                    "{region}: {value}, {year}.",
                    region=scene.names[part["region_id"]],
                    value=t.value(part["value"], indicator),
                    year=int(part["year"]),
                )
            )
    return " ".join(told)


def _e(text: str) -> str:
    return html.escape(text)
