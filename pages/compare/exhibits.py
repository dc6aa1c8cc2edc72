"""What a picture, a slide or a report draws of a view of Compare. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from secon_data.comparison import Comparison
from secon_data.rows import Row, Rows, each, known
from secon_ui.drawing import maps
from secon_ui.drawing.charts import Style
from secon_ui.drawing.charts.common import decimals_needed, round_ticks
from secon_ui.drawing.charts.ranking import stands_for, why_missing
from secon_ui.drawing.charts.trend import breaks_of, lozenges, pieces
from secon_ui.drawing.look import Look
from secon_ui.drawing.tables import best_first
from secon_ui.taking.exhibit import (
    Bar,
    Bars,
    Cell,
    Dot,
    Filled,
    Grid,
    Head,
    Key,
    Level,
    Line,
    Lines,
    Map,
    Maps,
    Piece,
    Scatter,
    Spot,
    Ticks,
)
from secon_ui.text.basis_marks import SIGN, area_words
from secon_ui.text.observation_words import earlier, flag_words, level_words
from secon_ui.text.references import Reference, ranked_from
from secon_ui.text.words import Words

EUROPE = (-10.5, 35.0, 31.0, 58.5)  # the nine countries


def ranking(
    found: Comparison,
    line: Reference,
    quartiles: tuple[float, float] | None,
    style: Style,
    look: Look,
) -> Bars:
    """``line``: what the figure draws of what is measured against."""
    t, colours, decimals = look.t, look.colours, int(found.indicator["decimals"])
    bars = []
    for row in best_first(each(found.table)):
        region, none = row["region_id"], pd.isna(row["value"])
        bars.append(
            Bar(
                look.names[region],
                None if none else float(row["value"]),
                why_missing(row, t) if none else t.number(row["value"], decimals),
                style.mark(region, colours.faint),
                style.ink(region, colours.text),
                "" if none else stands_for(row, t),
                "own" if none else row["basis"],
                region in style.marks,
            )
        )
    level = (
        None if line.value is None else Level(line.name, line.value, t.number(line.value, decimals))
    )
    words = t("middle half of {level}", level=level_words(found.level, t))
    band = None if quartiles is None else (*quartiles, words)
    return Bars(bars, t.data(found.indicator["unit"]), level, band)


def trend(
    lines: Mapping[str, Rows],
    median: pd.DataFrame,
    found: Comparison,
    style: Style,
    look: Look,
) -> Lines:
    """``lines``: of each region, as ``comparing.lines``; ``median``: year, value."""
    t, colours, indicator = look.t, look.colours, found.indicator
    decimals = int(indicator["decimals"])
    bases = dict(zip(found.table["region_id"], found.table["basis"], strict=True))
    last = max(line[-1]["year"] for line in lines.values())
    drawn = []
    for region in sorted(lines, key=lambda r: (r == style.mine, r in style.marks)):
        line = lines[region]
        year, value = line[-1]["year"], line[-1]["value"]
        name = look.names[region]
        drawn.append(
            Line(
                name if year == last else f"{name} ({year})",
                [Piece(*piece) for piece in pieces(line)],
                (year, value),
                t.number(value, decimals),
                style.mark(region, colours.faint),
                style.ink(region, colours.quiet),
                bases[region],
                region in style.marks,
                lozenges=lozenges(line),
            )
        )
    if len(median):
        years, values = median["year"].tolist(), median["value"].tolist()
        name = t("median of {level}", level=level_words(found.level, t))
        drawn.append(
            Line(
                name if years[-1] == last else f"{name} ({years[-1]})",
                [Piece(years, values)],
                (years[-1], values[-1]),
                t.number(values[-1], decimals),
                colours.text,
                colours.text,
                dashed=True,
            )
        )
    every = [one["value"] for line in lines.values() for one in line]
    low, high = min(every), max(every)
    if 0 < low < 0.45 * high:
        low = 0.0
    first = min(line[0]["year"] for line in lines.values())
    step = max(1, -(-(last - first + 1) // 9))
    named = [year for year in range(first, last + 1) if (last - year) % step == 0]
    broken = [one.year for line in lines.values() for one in breaks_of(line)]
    common = sorted(year for year in set(broken) if broken.count(year) * 2 > len(lines))
    return Lines(
        drawn,
        ticks(low, high, t),
        named,
        t.data(indicator["unit"]),
        [(year, t("{year}: break in the series", year=year)) for year in common],
    )


def ticks(low: float, high: float, t: Words) -> Ticks:
    """Round numbers on an axis, as the language writes them."""
    found = round_ticks(low, high, 5)
    decimals = decimals_needed(found)
    return [(at, t.number(at, decimals)) for at in found]


def scatter(
    points: pd.DataFrame,
    cloud: pd.DataFrame,
    x: Comparison,
    y: Comparison,
    style: Style,
    look: Look,
) -> Scatter:
    """``points``: region_id, x, y, basis; ``cloud``: x, y of all areas."""
    t, colours = look.t, look.colours
    dots = [
        Dot(
            look.names[row["region_id"]],
            float(row["x"]),
            float(row["y"]),
            style.mark(row["region_id"], colours.quiet),
            style.ink(row["region_id"], colours.text),
            row["basis"],
            row["region_id"] in style.marks,
        )
        for row in each(points)
    ]

    def titled(found: Comparison) -> str:
        name, unit = (t.data(found.indicator[field]) for field in ("name", "unit_short"))
        return f"{name}, {unit}" if unit and unit not in name else name

    def axis(of: str) -> Ticks:
        every = pd.concat([points[of], cloud[of]])
        low, high = float(every.min()), float(every.max())
        return ticks(0.0 if 0 < low < 0.3 * high else low, high, t)

    middle = None
    if len(cloud):
        middle = (float(cloud["x"].median()), float(cloud["y"].median()), t("median"))
    small = list(zip(cloud["x"].tolist(), cloud["y"].tolist(), strict=True))
    return Scatter(dots, small, titled(x), titled(y), axis("x"), axis("y"), middle)


def comparison_map(
    found: Comparison,
    spreads: Mapping[int, pd.DataFrame],
    grouping: maps.Classes,
    places: pd.DataFrame,
    style: Style,
    look: Look,
) -> Maps:
    """The nine countries and each region by itself, as ``maps.comparison_map``."""
    index, colours = look.boundaries(), look.colours
    ordered = best_first(each(found.table))
    regions = [row["region_id"] for row in ordered]
    land = Filled(
        "countries", [(code, colours.no_value) for code in index["countries"]], colours.ground
    )
    values = maps.values_of(spreads)
    codes = index["areas"].get(str(found.level), [])
    fills = {code: values[found.level].get(code) for code in codes}
    at = {row["region_id"]: row for row in each(places)}
    spots = [
        Spot(
            at[row["region_id"]]["longitude"],
            at[row["region_id"]]["latitude"],
            style.mark(row["region_id"], colours.quiet),
            maps.number(row),
            20,
            inside=True,
        )
        for row in ordered
    ]
    main = Map(
        EUROPE,
        [land, Filled(f"nuts{found.level}", _coloured(fills, grouping, look), colours.ground, 0.4),
         *_outlined(regions, colours.text, 1.2, look)],
        spots,
        sea=colours.sea,
    )  # fmt: skip
    small = [_region_map(row, found, land, values, grouping, style, look) for row in ordered]
    return Maps(main, small)


def _coloured(
    values: Mapping[str, float | None], grouping: maps.Classes, look: Look
) -> list[tuple[str, str]]:
    return [
        (code, look.colours.no_value if value is None else grouping.fills[grouping.of(value)])
        for code, value in values.items()
    ]


def _outlined(regions: Sequence[str], colour: str, width: float, look: Look) -> list[Filled]:
    """Outlines of partner regions with a halo."""
    none = [(region, "") for region in regions]
    return [
        Filled("partner_regions", none, look.colours.ground, width + 2),
        Filled("partner_regions", none, colour, width),
    ]


def _region_map(
    row: Row,
    found: Comparison,
    land: Filled,
    values: Mapping[int, Mapping[str, float]],
    grouping: maps.Classes,
    style: Style,
    look: Look,
) -> Map:
    index, colours, t = look.boundaries(), look.colours, look.t
    region, none = row["region_id"], pd.isna(row["value"])
    fills = maps.near(row, index, values)
    decimals = int(found.indicator["decimals"])
    told = t("no value") if none else t.number(row["value"], decimals)
    if not none:
        sign = "" if row["basis"] == "own" else SIGN[row["basis"]]
        told = " ".join(filter(None, (sign, told, earlier(row))))
    mark = style.mark(region, colours.text)
    return Map(
        tuple(index["frames"][region]),
        [land, Filled("tiles", _coloured(fills, grouping, look), colours.ground),
         *_outlined([region], mark, 2.2, look)],
        title=f"{maps.number(row)}  {look.names[region]}",
        told=told,
        ink=style.ink(region, colours.text),
        sea=colours.sea,
    )  # fmt: skip


def map_keys(found: Comparison, grouping: maps.Classes, look: Look) -> list[Key]:
    """What the colours of the map mean."""
    t, colours = look.t, look.colours
    unit = t.data(found.indicator["unit_short"])
    labels = grouping.labels(t)
    if unit and grouping.breaks:
        labels[0] = f"{labels[0]} {unit}"
    classes = [Key(label, "fill", fill) for label, fill in zip(labels, grouping.fills, strict=True)]
    wider = [Key(t("colour and value of the wider area"), "wider")]
    has_wider = any(row["basis"] == "wider" for row in known(each(found.table)))
    return [*classes, Key(t("no value"), "fill", colours.no_value), *(wider if has_wider else [])]


def values(
    found: Comparison,
    reference: Reference,
    differences: Sequence[float],
    style: Style,
    look: Look,
) -> Grid:
    """Every value and what it stands for, as ``tables.values``."""
    t, colours, decimals = look.t, look.colours, int(found.indicator["decimals"])
    unit = t.data(found.indicator["unit_short"])
    heads = [
        Head(ranked_from(str(found.indicator["direction"]), t), "right"),
        Head(t("Region"), share=2.2),
        Head(t("Value, {unit}", unit=unit) if unit else t("Value"), "right"),
        Head(t("Difference"), "right"),
        Head(t("The value is of the"), share=2),
        Head(t("Area"), share=2.4),
        Head(t("Year"), "right"),
        Head(t("Flag"), share=1.3),
    ]
    apart_of = dict(zip(found.table["region_id"], differences, strict=True))
    rows, marked = [], []
    for at, row in enumerate(best_first(each(found.table))):
        region = row["region_id"]
        ink = style.ink(region, colours.text)
        if region == style.mine:
            marked.append(at)
        name = Cell(look.names[region], ink=ink, strong=region in style.marks)
        if pd.isna(row["value"]):
            rows.append([Cell("–"), name, Cell("–"), Cell("–"), Cell(why_missing(row, t)),
                         *[Cell("")] * 3])  # fmt: skip
            continue
        apart = apart_of[region]
        many = row["areas"].count("+") > 3
        n = row["areas"].count("+") + 1
        basis = area_words(row, t)
        flag = flag_words(row["flag"], t) if row["flag"] else "–"
        rows.append(
            [
                Cell(str(int(row["place"]))),
                name,
                Cell(t.number(row["value"], decimals), ink=ink, strong=True),
                Cell("–" if pd.isna(apart) else t.signed(apart, decimals)),
                Cell(basis, t("approximate") if row["approximate"] else "", row["basis"]),
                Cell(
                    t.plural("{n} area", "{n} areas", n)
                    if many
                    else t.areas(row["areas"], row["area_names"]),
                    level_words(int(row["level"]), t),
                ),
                Cell(str(int(row["year"]))),
                Cell(flag if row["flags_known"] else t("not known")),
            ]
        )
    if reference.value is not None:
        told = t.number(reference.value, decimals)
        rows.append([Cell(""), Cell(reference.name), Cell(told, strong=True), *[Cell("")] * 5])
    return Grid(heads, rows, marked)
