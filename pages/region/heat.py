"""All nine regions × a theme: numbers shaded by their quarter among all regions. HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

import pandas as pd

from pages.region import sentences
from pages.region.scene import Scene
from secon_data.rows import Row, known
from secon_ui.text import absence, comparability
from secon_ui.text.basis_marks import basis_html, basis_words, not_own_html, row_words, several
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import earlier, level_words
from secon_ui.text.references import areas_words, own_median
from secon_ui.text.words import Words

NAMED = 3  # of more that share a place the first is named, and how many others there are
# The shades of the quarters: darker is better, on the map of Compare too.
SHADES = {"lowest": "f1", "second": "f2", "third": "f4", "best": "f5"}


def order(rows: list[Row], regions: list[str]) -> list[str]:
    """The regions from the best average place among all regions to the lowest; those without any
    place last, in their usual order."""
    judged: dict[str, list[float]] = {}
    for row in rows:
        if not pd.isna(row["goodness"]):
            judged.setdefault(row["region_id"], []).append(row["goodness"])
    return sorted(regions, key=lambda r: -fmean(judged[r]) if r in judged else 1)


def outstanding(ids: list[str], rows: list[Row], mine: str) -> list[str]:
    """The judged indicators, those on which mine stands out most to either side first; all where
    none is judged."""
    placed = [row for row in rows if not pd.isna(row["goodness"])]
    judged = {row["indicator_id"] for row in placed}
    own = {row["indicator_id"]: row["goodness"] for row in placed if row["region_id"] == mine}
    usable = [i for i in ids if i in judged] or ids
    return sorted(usable, key=lambda i: -abs(own[i] - 50) if i in own else 0)


@dataclass(frozen=True)
class Count:
    """How often a region is in the best quarter, how often in the lowest, of how many judged."""

    best: int
    lowest: int
    judged: int


def counts(rows: list[Row], regions: list[str]) -> dict[str, Count]:
    """The count of each region, in their order."""
    quarters: dict[str, list[str]] = {region: [] for region in regions}
    for row in rows:
        if isinstance(row["quarter"], str):
            quarters[row["region_id"]].append(row["quarter"])
    return {
        r: Count(part.count("best"), part.count("lowest"), len(part))
        for r, part in quarters.items()
    }


def finding(rows: list[Row], regions: list[str], scene: Scene) -> Markup:
    """The headline: who is most often in the best quarter, who in the lowest, and mine. All that
    share a place are told. ``regions``: in the order of the columns."""
    t = scene.t
    found = counts(rows, regions)
    if not any(count.judged for count in found.values()):
        return t.html("The nine regions side by side; nothing here is judged")
    leaders = _first({r: found[r].best for r in regions}, scene.mine)
    trailers = _first({r: found[r].lowest for r in reversed(regions)}, scene.mine)
    both = {"best": _leading(leaders, found, scene), "lowest": _trailing(trailers, found, scene)}
    mine = found[scene.mine]
    if scene.mine in (*leaders, *trailers):
        return t.html("{best}, {lowest}", **both)
    if not mine.judged:
        return t.html(
            "{best}, {lowest}; {region}: nothing judged", **both, region=scene.names[scene.mine]
        )
    return t.html(
        "{best}, {lowest}; {region}: {mine} best and {mine_low} lowest of {n}",
        **both,
        region=scene.names[scene.mine],
        mine=t.number(mine.best, 0),
        mine_low=t.number(mine.lowest, 0),
        n=t.number(mine.judged, 0),
    )


def _first(counted: Mapping[str, int], mine: str) -> list[str]:
    """Who has the highest count, mine first; nobody where all have none."""
    most = max(counted.values())
    first = [region for region, n in counted.items() if n == most and most]
    return sorted(first, key=lambda region: region != mine)


def _leading(regions: list[str], found: Mapping[str, Count], scene: Scene) -> str:
    """Who is most often in the best quarter. ``regions``: those that share the first place."""
    t = scene.t
    if not regions:
        return t("No region is in the best quarter on any indicator")
    told = {"n": found[regions[0]].best, "of": _of(regions, found), "who": _named(regions, scene)}
    if len(regions) == 1:
        return t("{who} is in the best quarter on {n} of {of} indicators", **told)
    return t("{who} are in the best quarter on {n} of {of} indicators each", **told)


def _trailing(regions: list[str], found: Mapping[str, Count], scene: Scene) -> str:
    """Who is most often in the lowest quarter, behind ``_leading``."""
    t = scene.t
    if not regions:
        return t("none in the lowest on any")
    told = {"n": found[regions[0]].lowest, "of": _of(regions, found), "who": _named(regions, scene)}
    if len(regions) == 1:
        return t("{who} in the lowest on {n} of {of}", **told)
    return t("{who} in the lowest on {n} of {of} each", **told)


def _named(regions: list[str], scene: Scene) -> str:
    """Those that share a place: all by name, of many the first and how many others."""
    t, names = scene.t, [scene.names[region] for region in regions]
    if len(names) <= NAMED:
        return t.list(names)
    return t("{region} and {n} others", region=names[0], n=len(names) - 1)


def _of(regions: list[str], found: Mapping[str, Count]) -> str:
    """Of how many judged indicators: «12», or «11–12» where those that share a place have other
    numbers."""
    judged = sorted({found[region].judged for region in regions})
    return "–".join(map(str, dict.fromkeys([judged[0], judged[-1]])))


def heat(
    rows: list[Row],
    ids: list[str],
    regions: list[str],
    scene: Scene,
) -> Markup:
    """The table. ``rows``: rows of ``standing`` of all regions; ``ids``, ``regions``: rows and
    columns in order."""
    t = scene.t
    cells = {(row["indicator_id"], row["region_id"]): row for row in rows}
    country = {row["region_id"]: row["country_code"] for row in rows}
    head = html('<th scope="col" class="rg-ind">{}</th>', t("Indicator, unit, year"))
    head += html('<th scope="col" class="rg-med">{}</th>', t("Median"))
    head += joined(
        html(
            '<th scope="col"{}><span>{}</span><small>{}</small></th>',
            _mine(r, scene),
            scene.names[r],
            t.country(country[r]),
        )
        for r in regions
    )
    body, theme = EMPTY, None
    for i in ids:
        named = scene.indicators[i]["theme"]
        kind = html(' class="gap"') if theme not in (None, named) else EMPTY
        body += html("<tr{}>{}</tr>", kind, _row(i, cells, regions, scene))
        theme = named
    shown = [row for row in rows if row["indicator_id"] in ids]
    found = counts(shown, regions)
    foot = EMPTY
    if any_judged(shown):
        foot = html(
            '<tr class="rg-count"><th scope="row" class="rg-ind">{}</th><td class="rg-med">'
            "</td>{}</tr>",
            counted(t),
            joined(
                html("<td{}>{} · {}</td>", _mine(r, scene), n.best, n.lowest)
                for r, n in found.items()
            ),
        )
    label = (
        t("All nine regions, each number shaded by its place among all regions")
        if any_judged(shown)
        else t("All nine regions, nothing of which is judged here")
    )
    return html(
        '<div class="rg-heat">'
        '{}<div class="scroll" tabindex="0" role="region" aria-label="{}"><table><thead>'
        "<tr>{}</tr></thead><tbody>{}{}</tbody></table></div></div>",
        _legend(shown, t),
        label,
        head,
        body,
        foot,
    )


def explained(rows: list[Row], scene: Scene, *, mine_first: bool) -> Markup:
    """How columns are ordered and what the signs mean."""
    t = scene.t
    told = []
    if any_judged(rows):  # else in their usual order
        told.append(
            t(
                "After {region}, regions stand from the best average place among all to the "
                "lowest, by what is shaded.",
                region=scene.names[scene.mine],
            )
            if mine_first
            else t(
                "Regions stand from the best average place among all regions to the lowest, by "
                "what is shaded."
            )
        )
    found = known(rows)
    wider: dict[str, set[str]] = {}
    for row in found:
        if row["basis"] == "wider":
            one = sentences.area(row, t)
            one = t("mean of {areas}", areas=one) if several(row) else one
            wider.setdefault(row["region_id"], set()).add(one)
    if wider:
        areas = [
            t("{region} ({areas})", region=scene.names[region], areas=t.list(sorted(part)))
            for region, part in sorted(wider.items())
        ]
        told.append(
            # Of some indicators alone: beside them stand figures of its own.
            t(
                "{sign}: the value is that of a wider area: {regions}.",
                sign="○",
                regions=t.list(areas),
            )
        )
    if any(row["year"] != row["year_asked"] for row in found):
        told.append(t("’24 after a number: the value is of that year instead."))
    told.append(comparability.rebased(found, lambda row: _of_region(row, scene), t))
    if any(row["spread_level"] == 3 and isinstance(row["quarter"], str) for row in found):
        told.append(
            t("Some values stand among NUTS 3 areas: their quarter is by the median of these.")
        )
    if any(not isinstance(row["quarter"], str) for row in found):
        told.append(t("Without shade: not judged, or fewer than 40 regions have a value."))
    return html('<p class="rg-explained">{}</p>', joined((one for one in told if one), " "))


def _of_region(row: Row, scene: Scene) -> str:
    """«Haskovo: GDP index»."""
    t, name = scene.t, scene.indicators[row["indicator_id"]]["short_name"]
    region = scene.names[row["region_id"]]
    return t("{region}: {value}", region=region, value=t.data(name))


def _row(
    i: str,
    cells: Mapping[tuple[str, str], Row],
    regions: list[str],
    scene: Scene,
) -> Markup:
    t = scene.t
    decimals = int(scene.indicators[i]["decimals"])
    asked = next(cells[i, r]["year_asked"] for r in regions)
    name, small = labelled(i, asked, scene)
    middle = middle_words(i, cells, regions, scene)
    told = html(
        '<th scope="row" class="rg-ind"><a href="{}" target="_self">{}</a><small>'
        '{}</small></th><td class="rg-med">{}</td>',
        scene.link(i),
        name,
        small,
        EMPTY if middle is None else html("{}<small>{}</small>", *middle),
    )
    for r in regions:
        row = cells[i, r]
        if pd.isna(row["value"]):
            why = absence.why(row, t)
            told += html('<td class="rg-nodata" title="{}"><span>{}</span></td>', why, t("no data"))
            continue
        shade = SHADES.get(row["quarter"], "")
        late = earlier(row)
        mark = not_own_html(row["basis"])
        basis = row_words(row, t)
        place = sentences.placed(row, scene)
        level, year = level_words(int(row["level"]), t), int(row["year"])
        hint = f"{scene.names[r]}: {sentences.area(row, t)}, {level}, {year}, {basis}, {place}"
        if not pd.isna(row["spread_n"]):
            median = t.number(row["spread_median"], decimals)
            hint += f"; {own_median(row, t)}: {median}"
        number = t.number(row["value"], decimals)
        small_year = html("<small>{}</small>", late) if late else EMPTY
        told += html('<td class="{}" title="{}">{}{}{}</td>', shade, hint, mark, number, small_year)
    return told


def labelled(i: str, asked: object, scene: Scene) -> tuple[str, str]:
    """A row's name, and in small its unit, its year and, where it is so, that lower is better."""
    t, indicator = scene.t, scene.indicators[i]
    small = [part for part in (sentences.unit(indicator, t), str(asked)) if part]
    if indicator["direction"] == "lower_is_better":
        small.append(t("lower is better"))
    return t.data(indicator["name"]), " · ".join(small)


def middle_words(
    i: str, cells: Mapping[tuple[str, str], Row], regions: list[str], scene: Scene
) -> tuple[str, str] | None:
    """The median of a row, and of which areas it is; None where it names none."""
    main = _main(i, cells, regions)
    if main is None:
        return None
    t, decimals = scene.t, int(scene.indicators[i]["decimals"])
    areas = areas_words(int(main["spread_n"]), int(main["spread_level"]), t)
    return t.number(main["spread_median"], decimals), areas


def _main(i: str, cells: Mapping[tuple[str, str], Row], regions: list[str]) -> Row | None:
    """Of a row of the table, a value with the median that it names: of NUTS 2 areas in the year of
    the row, else of NUTS 3. None where no region has it: of another year it would be another."""
    of_year = [row for r in regions if (row := cells[i, r])["year"] == row["year_asked"]]
    found = {row["spread_level"]: row for row in of_year if not pd.isna(row["spread_n"])}
    return found.get(2) or found.get(3)


def any_judged(rows: list[Row]) -> bool:
    """Whether any value has a quarter, and so a shade."""
    return any(isinstance(row["quarter"], str) for row in rows)


def _legend(rows: list[Row], t: Words) -> Markup:
    words = quarter_words(t)
    chips = joined(
        html('<span class="{}">{}</span>', shade, words[quarter])
        for quarter, shade in SHADES.items()
    )
    used = {row["basis"] for row in known(rows)}
    signs = joined(
        html('<span class="rg-key">{}{}</span>', basis_html(b), basis_words(b, t))
        for b in ("computed", "wider")
        if b in used
    )
    if not any_judged(rows):
        return html('<div class="rg-chips">{}</div>', signs)
    place = place_among(t)
    return html(
        '<div class="rg-chips"><b>{}</b><span class="rg-key">{}</span>{}</div>', chips, place, signs
    )


def quarter_words(t: Words) -> dict[str, str]:
    """What each shade means, by quarter."""
    return {
        "lowest": t("lowest quarter"),
        "second": t("worse than the median"),
        "third": t("the median or better"),
        "best": t("best quarter"),
    }


def place_among(t: Words) -> str:
    """Of what the quarters are."""
    return t("place among all regions of the same level")


def counted(t: Words) -> str:
    """What stands before the last row, which counts quarters."""
    return t("In the best quarter · in the lowest")


def _mine(region: str, scene: Scene) -> Markup:
    kind = "mine" if region == scene.mine else "c" if region == scene.other else ""
    return html(' class="{}"', kind) if kind else EMPTY
