"""What a picture, a slide or a report draws of a view of My region. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from pages.region import dot_plot, heat, peers, sentences, table
from pages.region.scene import Scene
from secon_data.rows import Row, known
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import text_on
from secon_ui.taking.exhibit import Cell, Grid, Head, Key, Placed, Profile
from secon_ui.taking.sheets import basis_keys
from secon_ui.text.observation_words import earlier

# Of the columns of every value: percentile, trend, area, level and flag.
ASIDE = {5, 6, 8, 9, 11}
FEW = 3  # weak points of which a slide has room for a sentence each


def profile(
    rows: list[Row],
    others: list[Row] | None,
    spreads: Mapping[tuple[str, int, int], list[float]],
    scene: Scene,
    look: Look,
) -> Profile:
    """The spine, as ``dot_plot.spine``; in brief the rows of its slide."""
    t = scene.t
    theirs = {row["indicator_id"]: row for row in others or ()}
    told: list[Placed | str] = []
    placed: dict[str, Placed] = {}
    theme = None
    for row in rows:
        named = dot_plot.theme_of(row, scene)
        if named != theme:
            told.append(named)
        theme, indicator = named, row["indicator_id"]
        placed[indicator] = dot_plot.placed(row, theirs.get(indicator), spreads, scene)
        told.append(placed[indicator])
    brief = [
        replace(placed[row["indicator_id"]], short=_short(row, scene))
        for row in dot_plot.for_slide(rows)
    ]
    return Profile(
        dot_plot.heads(scene),
        dot_plot.bands(t),
        told,
        look.colours.mine,
        "" if scene.other is None else look.colours.compared[0],
        brief,
        t(
            "{n} of {all} indicators: the best and the lowest; the others are not shown here.",
            n=len(brief),
            all=len(rows),
        ),
    )


def _short(row: Row, scene: Scene) -> str:
    """An indicator's short name, with its unit and the year of the value."""
    indicator, t = scene.indicators[row["indicator_id"]], scene.t
    name, unit = t.data(indicator["short_name"]), t.data(indicator["unit_short"])
    year = "" if pd.isna(row["year"]) else str(int(row["year"]))
    return ", ".join(filter(None, (name[:1].upper() + name[1:], unit, year)))


def profile_keys(rows: list[Row], others: list[Row] | None, scene: Scene, look: Look) -> list[Key]:
    """What the markers mean; only those that occur."""
    t, colours = scene.t, look.colours
    keys = [Key(scene.names[scene.mine], "own", colours.mine, strong=True)]
    if others and scene.other is not None:
        keys.append(Key(scene.names[scene.other], "own", colours.compared_text[0], strong=True))
    keys.append(Key(t("median of areas of the same level"), "tick", colours.text))
    if scene.against != "median":
        keys.append(Key(dot_plot.benchmark_head(scene), "tip", colours.text))
    return [*keys, *basis_keys(dot_plot.bases(rows, others), t)]


def all_nine(rows: list[Row], ids: list[str], regions: list[str], scene: Scene, look: Look) -> Grid:
    """The heat table, as ``heat.heat``."""
    t, colours = scene.t, look.colours
    cells = {(row["indicator_id"], row["region_id"]): row for row in rows}
    country = {row["region_id"]: row["country_code"] for row in rows}
    heads = [
        Head(t("Indicator, unit, year"), share=2.6),
        Head(t("Median"), "center", 1.35, aside=True),
        *(
            Head(scene.names[r], "center", 1, t.country(country[r]), _ink(r, scene, look))
            for r in regions
        ),
    ]
    told: list[Sequence[Cell]] = []
    for i in ids:
        asked, decimals = cells[i, regions[0]]["year_asked"], int(scene.indicators[i]["decimals"])
        middle = heat.middle_words(i, cells, regions, scene)
        line = [Cell(*heat.labelled(i, asked, scene)), Cell(*(middle or ("", "")))]
        for r in regions:
            row = cells[i, r]
            if pd.isna(row["value"]):
                line.append(Cell("", t("no data"), fill=colours.no_value))
                continue
            text = " ".join(filter(None, (t.number(row["value"], decimals), earlier(row))))
            fill = shade(row["quarter"], look)
            line.append(
                Cell(
                    text,
                    basis="" if row["basis"] == "own" else row["basis"],
                    fill=fill,
                    ink=text_on(fill) if fill else "",
                    strong=True,
                )
            )
        told.append(line)
    counts = heat.counts(rows, regions)
    counted = any(count.judged for count in counts.values())
    if counted:
        of_each = [(f"{n.best} · {n.lowest}", _ink(r, scene, look)) for r, n in counts.items()]
        told.append([Cell(heat.counted(t)), Cell(""), *(Cell(n, ink=ink) for n, ink in of_each)])
    # The row of counts stays, then what mine stands out in.
    last = [len(ids)] if counted else []
    return Grid(heads, told, kept=[*last, *map(ids.index, heat.outstanding(ids, rows, scene.mine))],
                filled=True)  # fmt: skip


def shade(quarter: object, look: Look) -> str:
    """The colour of a quarter, empty where there is none."""
    name = heat.SHADES.get(str(quarter), "")
    return look.colours.ramp[int(name[1:]) - 1] if name else ""


def heat_keys(rows: list[Row], look: Look) -> list[Key]:
    """What shades and marks mean."""
    t = look.t
    shades = [Key(words, "fill", shade(q, look)) for q, words in heat.quarter_words(t).items()]
    first, *rest = shades
    named = Key(f"{heat.place_among(t)}: {first.words}", "fill", first.colour)
    marks = [basis for basis in _bases(rows) if basis != "own"]
    if not heat.any_judged(rows):
        return basis_keys(marks, t)
    return [named, *rest, *basis_keys(marks, t)]


def alike(found: peers.Peers, scene: Scene) -> Grid:
    """The regions like mine and why, as ``peers.cards``."""
    t = scene.t
    rows = [
        [
            Cell(found.names[row["id"]], t.country(row["country_code"]), strong=True),
            # The headings say it: «alike in» stands on the cards alone.
            Cell(peers.close_in(row, scene)),
            Cell(peers.reasons(row, scene)[1] or "–"),
        ]
        for row in found.rows
    ]
    heads = [
        Head(t("Regions most like {region}", region=scene.names[scene.mine]), share=1.4),
        Head(t("Alike"), share=1.6),
        Head(t("Not alike"), share=2),
    ]
    return Grid(heads, rows)


def who_does_better(rows: list[Row], found: peers.Peers, scene: Scene, look: Look) -> Grid:
    """Where mine is weak and how those like it stand there, as ``peers.table``."""
    t, colours = scene.t, look.colours
    ids = [row["id"] for row in found.rows]
    heads = [
        Head(peers.title(rows, scene), share=2.6),
        Head(scene.names[scene.mine], "right", 1.7, ink=colours.mine),  # of what its place is
        *(Head(found.names[i], "right", 1.2) for i in ids),
    ]
    told = []
    for row in peers.weak_points(rows):
        indicator = row["indicator_id"]
        decimals = int(scene.indicators[indicator]["decimals"])
        name, small = sentences.labelled(row, scene)
        name = f"{name}, {small}" if small else name
        line = [
            Cell(name, peers.closing(row, found, scene)),
            Cell(
                t.number(row["value"], decimals),
                sentences.placed(row, scene),
                row["basis"],
                ink=colours.mine,
                strong=True,
            ),
        ]
        for peer in ids:
            one = found.value(indicator, peer)
            if one is None:
                line.append(Cell("", t("no data")))
                continue
            line.append(
                Cell(
                    t.number(one["value"], decimals),
                    peers.against_mine(one, row, decimals, t),
                    "" if one["basis"] == "own" else one["basis"],
                    fill=colours.fine_tint if one["ahead"] > 0 else "",
                    strong=True,
                )
            )
        told.append(line)
    # On a slide: the values alone, those that are better in their colour; of few, who leads, and
    # of all, that a row without a colour is not compared.
    few = len(told) <= FEW
    short = [
        [
            Cell(
                _short(row, scene),
                line[0].small if few or not found.compared(row["indicator_id"]) else "",
            ),
            *(replace(cell, small="") if cell.text else cell for cell in line[1:]),
        ]
        for row, line in zip(peers.weak_points(rows), told, strict=True)
    ]
    return Grid(heads, told, brief=_leaders_first(heads, short, found, rows))


def _leaders_first(
    heads: Sequence[Head], told: Sequence[Sequence[Cell]], found: peers.Peers, rows: list[Row]
) -> Grid:
    """The columns of a slide: those that do better on more of it stand nearer to mine, and stay
    where not all have room."""
    points = [row["indicator_id"] for row in peers.weak_points(rows)]

    def ahead(peer: str) -> int:
        values = (found.value(point, peer) for point in points)
        return sum(one is not None and one["ahead"] > 0 for one in values)

    order = sorted(range(len(found.rows)), key=lambda at: -ahead(found.rows[at]["id"]))
    columns = [0, 1, *(2 + at for at in order)]
    return Grid(
        [
            replace(heads[0], share=5),
            replace(heads[1], share=1.2),
            *(heads[at] for at in columns[2:]),
        ],
        [[row[at] for at in columns] for row in told],
    )


def every_value(rows: list[Row], others: list[Row] | None, scene: Scene, look: Look) -> Grid:
    """Every value and what it stands for, as ``table.table``."""
    heads = table.heads(scene)
    aligned = zip(heads, (2.2, 0, 0, 0, 0, 0, 1.2, 1.2, 1.4, 0, 0, 0.8), strict=True)
    numbers = {1, 2, 3, 5, 10}
    titled = [
        Head(text, "right" if at in numbers else "left", share, aside=at in ASIDE)
        for at, (text, share) in enumerate(aligned)
    ]
    theirs = {row["indicator_id"]: row for row in others or ()}
    order = [row["indicator_id"] for row in _outer_first(dot_plot.for_slide(rows))]
    told: list[Sequence[Cell]] = []
    kept: dict[str, list[int]] = {}
    for row in rows:
        indicator = row["indicator_id"]
        kept[indicator] = [len(told)]
        other = theirs.get(indicator)
        told.append(_valued(row, scene, look.colours.mine, named=other is not None))
        if other is not None:
            kept[indicator].append(len(told))
            told.append(_valued(other, scene, look.colours.compared_text[0], named=True))
    rest = [indicator for indicator in kept if indicator not in order]
    return Grid(titled, told, kept=[at for i in [*order, *rest] for at in kept[i]])


def _valued(row: Row, scene: Scene, ink: str, *, named: bool) -> list[Cell]:
    one = table.told(row, scene)
    who = scene.names[row["region_id"]] if named else ""
    name = Cell(f"{one.name}, {one.unit}" if one.unit else one.name, who)
    if one.why:
        return [name, Cell("–"), *[Cell("")] * 5, Cell("", one.why), *[Cell("")] * 4]
    return [
        name,
        Cell(one.value, ink=ink, strong=True),
        *map(Cell, (one.against, one.difference)),
        Cell(one.place, one.among),
        *map(Cell, (one.percentile, one.trend)),
        Cell(one.basis, basis=row["basis"]),
        Cell(one.area, one.codes),
        *map(Cell, (one.level, one.year, one.flag)),
    ]


def _outer_first(rows: list[Row]) -> list[Row]:
    """The best, the lowest, the second best, the second lowest …"""
    both = [pair for at in range(len(rows)) for pair in (rows[at], rows[-1 - at])]
    return list({id(row): row for row in both}.values())


def _ink(region: str, scene: Scene, look: Look) -> str:
    """The colour of a region's name."""
    if region == scene.mine:
        return look.colours.mine
    return look.colours.compared_text[0] if region == scene.other else ""


def _bases(rows: list[Row]) -> list[str]:
    return [row["basis"] for row in known(rows)]
