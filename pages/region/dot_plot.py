"""The spine: one row an indicator on one axis, the good end always on the right. HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from pages.region import sentences
from pages.region.scene import Scene, benchmark
from secon_data.rows import Row, known
from secon_data.standing import axis_position, knots
from secon_data.trend import TOLD
from secon_ui.taking.exhibit import Placed
from secon_ui.text import absence
from secon_ui.text.basis_marks import basis_html, basis_words, row_words
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.references import areas_words
from secon_ui.text.words import Words

NEAR = 0.06  # nearer than this two markers would cover each other
ON_SLIDE = 10


def for_slide(rows: list[Row]) -> list[Row]:
    """At most ten judged rows, by place from the best: of more, the five best and the five
    lowest. What is not judged comes in only where nothing is."""
    judged = [row for row in rows if not pd.isna(row["goodness"])]
    judged.sort(key=lambda row: -row["goodness"])
    if not judged:
        return known(rows)[:ON_SLIDE]
    half = ON_SLIDE // 2
    return judged if len(judged) <= ON_SLIDE else [*judged[:half], *judged[-half:]]


def spine(
    rows: list[Row],
    others: list[Row] | None,
    spreads: Mapping[tuple[str, int, int], list[float]],
    scene: Scene,
) -> Markup:
    """The chart with its legend. ``rows``, ``others``: my and the compared region's rows of
    ``standing`` in one order; ``spreads``: single values where they are too few for quarters."""
    t = scene.t
    theirs = {row["indicator_id"]: row for row in others or ()}
    told = []
    theme = None
    for row in rows:
        named = str(scene.indicators[row["indicator_id"]]["theme"])
        told.append(_row(row, theirs.get(row["indicator_id"]), spreads, scene, named != theme))
        theme = named
    words = heads(scene)
    head = zip(("theme", "name", "value", "bench", "diff"), (t("Theme"), *words[:4]), strict=True)
    cells = joined(
        (html('<div class="rg-{}" role="columnheader">{}</div>', k, text) for k, text in head)
    )
    cells += html(
        '<div class="rg-strip" role="columnheader"><div class="rg-words">{}</div></div>'
        '<div class="rg-place" role="columnheader">{}</div>'
        '<div class="rg-trend" role="columnheader">{}</div>',
        joined(html("<span>{}</span>", word) for word in bands(t)),
        *words[4:],
    )
    label = t("{region}: every indicator", region=scene.names[scene.mine])
    return html(
        '<div class="rg-spine">{}<div class="rg-grid" role="table" aria-label="{}">'
        '<div class="rg-row rg-head" role="row">{}</div>{}</div></div>',
        legend(rows, others, scene),
        label,
        cells,
        joined(told),
    )


def heads(scene: Scene) -> tuple[str, str, str, str, str, str]:
    """What stands over the columns: name, value, measured against, difference, place, trend."""
    t = scene.t
    return (
        t("Indicator, unit, year"),
        t("Value"),
        benchmark_head(scene),
        t("Difference"),
        t("Place, 1 = best"),
        t("Five years"),
    )


def bands(t: Words) -> tuple[str, str, str]:
    """What stands over the quarters of the axis."""
    return t("lowest ¼"), t("middle half"), t("best ¼")


def benchmark_head(scene: Scene) -> str:
    """What stands over the column of what is measured against."""
    t = scene.t
    return {
        "median": t("Median"),
        "eu": t("EU"),
        "country": scene.country,
        "nine": t("Median of nine"),
    }[scene.against]


def laid_over(rows: list[Row], others: list[Row]) -> list[Row]:
    """Those of another region's rows that are shown: on the axes that mine have."""
    drawn = {row["indicator_id"] for row in rows if not pd.isna(row["position"])}
    return [row for row in known(others) if row["indicator_id"] in drawn]


def bases(rows: list[Row], others: list[Row] | None) -> set[str]:
    """The bases of which there are marks: of my values, and of the other region's on the axes."""
    marked = [row for row in others or () if not pd.isna(row["position"])]
    return {row["basis"] for row in known([*rows, *marked])}


def legend(rows: list[Row], others: list[Row] | None, scene: Scene) -> Markup:
    """What the markers mean; only those that occur."""
    t = scene.t
    keys = [html('<span><i class="rg-mark own"></i><b>{}</b></span>', scene.names[scene.mine])]
    if others and scene.other is not None:
        name = scene.names[scene.other]
        keys.append(html('<span><i class="rg-mark other own"></i><b class="c">{}</b></span>', name))
    keys.append(
        html('<span><i class="rg-line"></i>{}</span>', t("median of areas of the same level"))
    )
    if scene.against != "median":
        keys.append(html('<span><i class="rg-tip"></i>{}</span>', benchmark_head(scene)))
    used = bases(rows, others)
    keys += [
        html("<span>{}{}</span>", basis_html(basis), basis_words(basis, t))
        for basis in ("own", "computed", "wider")
        if basis in used
    ]
    return html('<div class="rg-legend">{}</div>', joined(keys))


def apart(rows: list[Row], others: list[Row], scene: Scene) -> list[str]:
    """That the region laid over mine stands among other areas, where it does anywhere, or nowhere.
    ``others``: of ``laid_over``."""
    if scene.other is not None and not others:
        name = scene.names[scene.other]
        return [scene.t("No value of {region} can be set on an axis here.", region=name)]
    mine = {row["indicator_id"]: _among(row) for row in rows}
    marked = [row for row in others if not pd.isna(row["position"])]
    if all(_among(row) == mine[row["indicator_id"]] for row in marked):
        return []
    return [
        scene.t(
            "Where {region} is measured at another level or in another year, its mark stands among "
            "those areas: compare quarters, not distances.",
            region=scene.names[others[0]["region_id"]],
        )
    ]


def _among(row: Row) -> tuple[Any, Any]:
    """Of which level and year the areas are among which a value is."""
    return row["spread_level"], row["year"]


def explained(rows: list[Row], others: list[Row], scene: Scene) -> Markup:
    """How to read the chart, in one or two honest sentences. ``others``: of the region laid over
    mine."""
    t = scene.t
    told = [
        t(
            "The bands are quarters of the regions, equally wide in every row, the best end on the "
            "right: distances in different rows cannot be compared."
        ),
        t("Bar beside a place: solid for the best quarter, dotted for the lowest."),
        *apart(rows, others, scene),
        sentences.five_years(t),
    ]
    told += unjudged([*rows, *others], scene)
    return html('<p class="rg-explained">{}</p>', joined(told, " "))


def unjudged(rows: list[Row], scene: Scene, *, on_axis: bool = True) -> list[str]:
    """Among what places are, what the asterisk behind one means, and of how many the median of the
    nine is, where there is any. ``on_axis``: values are drawn."""
    told = []
    levels = {row["spread_level"] for row in rows if not pd.isna(row["spread_place"])}
    if levels == {2}:
        told.append(scene.t("A place is among the NUTS 2 areas that have a value."))
    elif 2 in levels:
        told.append(
            scene.t(
                "A place is among the NUTS 2 areas that have a value, or among those of the level "
                "named with it."
            )
        )
    if any(row["direction"] == "neutral" for row in rows):
        told.append(
            scene.t("* Not judged: the highest value has place 1 and stands on the right.")
            if on_axis
            else scene.t("* Not judged: the highest value has place 1.")
        )
    if scene.against == "nine" and any(row["ranked"] < 9 for row in known(rows)):
        told.append(scene.t("Median of nine: of those of the nine regions that have a value."))
    return told


def placed(
    row: Row,
    other: Row | None,
    spreads: Mapping[tuple[str, int, int], list[float]],
    scene: Scene,
) -> Placed:
    """A row of the chart in numbers and words. ``row``, ``other``, ``spreads``: as ``spine``."""
    t = scene.t
    label, small = sentences.labelled(row, scene)
    if pd.isna(row["value"]):
        return Placed(label, small, "–", "own", "", "", "", none=absence.why(row, t))
    decimals = int(scene.indicators[row["indicator_id"]]["decimals"])
    reference, difference = benchmark(row, scene)
    arrow, word = sentences.trend(row, t)
    told = Placed(
        label,
        small,
        t.number(row["value"], decimals),
        row["basis"],
        t.number(reference, decimals),
        "–" if pd.isna(difference) else t.signed(difference, decimals),
        sentences.place_cell(row, scene) + ("*" if row["direction"] == "neutral" else ""),
        quarter=row["quarter"] if row["quarter"] in ("best", "lowest") else "",
        trend=f"{arrow} {word}",
        among=sentences.other_level(row, t),
    )
    if pd.isna(row["position"]):
        return told
    low, axis = row["direction"] == "lower_is_better", knots(row)

    def at(value: float) -> float:
        return axis_position(float(value), axis, low)

    if not row["telling"]:
        key = (str(row["indicator_id"]), int(row["year"]), int(row["spread_level"]))
        dots = [at(value) for value in spreads.get(key, ())]
        told = replace(told, median=at(row["spread_median"]), dots=dots)
    if scene.against != "median" and not pd.isna(reference):
        told = replace(told, tip=at(reference))
    if other is not None and not pd.isna(other["position"]):
        # Among its own areas, of its own year: the quarters are those of each one's spread.
        told = replace(told, other=float(other["position"]), other_basis=other["basis"])
    return replace(told, position=float(row["position"]))


def _row(
    row: Row,
    other: Row | None,
    spreads: Mapping[tuple[str, int, int], list[float]],
    scene: Scene,
    first: bool,
) -> Markup:
    t = scene.t
    told = placed(row, other, spreads, scene)
    theme = theme_of(row, scene)
    start = html('<div class="rg-row{}" role="row">', " first" if first else "")
    role = "rowheader" if first else "cell"  # a header says something
    start += html('<div class="rg-theme" role="{}">{}</div>', role, theme if first else "")
    address = scene.link(row["indicator_id"])
    name = html('<a href="{}" target="_self">{}</a>', address, told.name)
    if told.none:
        return html(
            '{}<div class="rg-name" role="cell">{}</div><div class="rg-value" role="cell"><b>'
            '–</b></div><div class="rg-none" role="cell">{}</div></div>',
            start,
            name,
            told.none,
        )
    level = html(" <br><small>{}</small>", told.among) if told.among else EMPTY
    arrow, word = sentences.trend(row, t)
    kind = "" if row["verdict"] in TOLD else " quiet"
    basis = row_words(row, t)
    if row["basis"] == "wider":
        basis += f": {sentences.area(row, t)}"
    return html(
        '{}<div class="rg-name" role="cell">{} <small>{}</small></div>'
        '<div class="rg-value" role="cell" title="{}">{}<b>{}</b></div>'
        '<div class="rg-bench" role="cell">{}</div><div class="rg-diff" role="cell">'
        '{}</div><div class="rg-strip" role="cell">{}</div>'
        '<div class="rg-place {}" role="cell"><span>{}{}</span></div>'
        '<div class="rg-trend{}" role="cell"><i aria-hidden="true">{}</i>{}</div></div>',
        start,
        name,
        told.small,
        basis,
        basis_html(row["basis"]),
        told.value,
        told.against,
        told.difference,
        _strip(told, bool(row["telling"]), described(row, other, scene))
        if told.position is not None
        else EMPTY,
        told.quarter,
        told.place,
        level,
        kind,
        arrow,
        word,
    )


def theme_of(row: Row, scene: Scene) -> str:
    """The theme of a row's indicator, as it begins a line."""
    theme = scene.t.data(scene.indicators[row["indicator_id"]]["theme"])
    return theme[:1].upper() + theme[1:]


def _strip(told: Placed, telling: bool, words: str) -> Markup:
    """The bands with their markers; dots of all regions where they are too few for bands."""
    position = told.position or 0.0
    if telling:
        drawn = html('<i class="rg-inner"></i><i class="rg-median"></i>')
    else:
        drawn = html('<i class="rg-median" style="left:{}%"></i>', _share(told.median or 0.0))
        drawn += joined(
            html('<i class="rg-dot" style="left:{}%"></i>', _share(dot)) for dot in told.dots
        )
    if told.tip is not None:
        drawn += html('<i class="rg-tip" style="left:{}%"></i>', _share(told.tip))
    near = told.other is not None and abs(told.other - position) < NEAR
    if told.other is not None:
        drawn += html(
            '<i class="rg-mark other {}{}" style="left:{}%"></i>',
            told.other_basis,
            " down" if near else "",
            _share(told.other),
        )
    drawn += html(
        '<i class="rg-mark {}{}" style="left:{}%"></i>',
        told.basis,
        " up" if near else "",
        _share(position),
    )
    kind = "rg-bands" if telling else "rg-bands few"
    return html(
        '<div class="{}" role="img" aria-label="{}" title="{}">{}</div>', kind, words, words, drawn
    )


def _share(position: float) -> str:
    return f"{100 * position:.1f}"


def described(row: Row, other: Row | None, scene: Scene) -> str:
    """A row of the chart in words: ends, median, and whose value lies where."""
    t = scene.t
    indicator = scene.indicators[row["indicator_id"]]
    decimals = int(indicator["decimals"])
    ends = [row["spread_min"], row["spread_max"]]
    if row["direction"] == "lower_is_better":
        ends.reverse()
    told = [
        t(
            "{areas}, {year}: left end {left}, median {median}, right end {right}.",
            areas=areas_words(int(row["spread_n"]), int(row["spread_level"]), t),
            year=int(row["year"]),
            left=t.number(ends[0], decimals),
            median=t.number(row["spread_median"], decimals),
            right=t.number(ends[1], decimals),
        )
    ]
    for part in (row, other):
        if part is None or pd.isna(part["value"]):
            continue
        words = {
            "region": scene.names[part["region_id"]],
            "value": t.value(part["value"], indicator),
            "year": int(part["year"]),
        }
        if _among(part) == _among(row) or pd.isna(part["spread_n"]):
            told.append(t("{region}: {value}, {year}.", **words))
        else:
            areas = areas_words(int(part["spread_n"]), int(part["spread_level"]), t)
            told.append(t("{region}: {value}, {year}, among {areas}.", areas=areas, **words))
    return " ".join(told)
