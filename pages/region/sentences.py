"""My region in sentences: the finding, strengths and weaknesses, places and trends in words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pages.region.scene import Scene, against_names, benchmark
from secon_data.rows import Row, known
from secon_data.standing import close_to_best, strengths, weaknesses
from secon_data.trend import LEAST, SHARE
from secon_ui.text import breaks as break_words
from secon_ui.text import comparability, differences, old_figures
from secon_ui.text.basis_marks import basis_html, not_own_html, several
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import flag_words, level_words
from secon_ui.text.references import (
    areas_words,
    end_words,
    median_of_nine,
    of_year,
    spread_place_words,
    too_few,
)
from secon_ui.text.words import Words

MOST = 4  # strengths and weaknesses told in full
NEAREST = 3  # of those close to the best quarter


def finding(rows: list[Row], scene: Scene, *, most: tuple[int, int] = (2, 3)) -> Markup:
    """The headline as HTML: on what my region is strong, on what it is weakest. ``most``: how many
    strengths and weaknesses are named."""
    t, region = scene.t, scene.names[scene.mine]
    good = _named(strengths(rows)[: most[0]], scene, good=True)
    bad = _named(weaknesses(rows)[: most[1]], scene, good=False)
    if good and bad:
        return t.html(
            "{region} is strong on: {strengths}; it is weakest on: {weaknesses}",
            region=region,
            strengths=good,
            weaknesses=bad,
        )
    if bad:
        return t.html("{region} is weakest on: {weaknesses}", region=region, weaknesses=bad)
    if good:
        return t.html(
            "{region} is strong on: {strengths}; nothing here is in the lowest quarter",
            region=region,
            strengths=good,
        )
    if any(not pd.isna(row["goodness"]) for row in rows):
        return t.html(
            "{region} is in the middle half on each indicator that is judged here", region=region
        )
    return unjudged(rows, scene)


def unjudged(rows: list[Row], scene: Scene) -> Markup:
    """The headline where nothing of what is shown is judged."""
    t, region = scene.t, scene.names[scene.mine]
    if known(rows):
        return t.html("{region}: what is shown here describes it and is not judged", region=region)
    return t.html("{region}: our data hold no value for this choice", region=region)


def counted(rows: list[Row], scene: Scene) -> Markup:
    """On how many indicators my region is in the lowest and best quarter, as HTML."""
    t = scene.t
    judged = sum(not pd.isna(row["goodness"]) for row in rows)
    if not judged:
        return t.html("Places are among all regions of the same level in the nine countries")
    places = {
        "high": html("<strong>{}</strong>", t.number(len(strengths(rows)), 0)),
        "low": html("<strong>{}</strong>", t.number(len(weaknesses(rows)), 0)),
        "n": t.number(judged, 0),
    }
    return t.html(
        "In the best quarter on {high} of {n} indicators, in the lowest on {low}; measured against "
        "all regions of the same level in the nine countries",
        **places,
    )


def valued(row: Row, scene: Scene) -> str:
    """«Youth unemployment rate: 29.3 %», without a unit that the name already has."""
    indicator = scene.indicators[row["indicator_id"]]
    return scene.t(
        "{indicator}: {value}",
        indicator=scene.t.data(indicator["name"]),
        value=value(row["value"], indicator, scene.t),
    )


def value(number: float, indicator: Row, t: Words) -> str:
    """A value with its unit where the indicator's name does not hold it."""
    if unit(indicator, t):
        return t.value(number, indicator)
    return t.number(number, int(indicator["decimals"]))


def unit(indicator: Row, t: Words) -> str:
    """The short unit, empty where the indicator's name already says it."""
    return (
        ""
        if str(indicator["unit_short"]) in str(indicator["name"])
        else t.data(indicator["unit_short"])
    )


def labelled(row: Row, scene: Scene) -> tuple[str, str]:
    """A row's name, and in small its unit and year."""
    indicator = scene.indicators[row["indicator_id"]]
    parts = [unit(indicator, scene.t)]
    if not pd.isna(row["year"]):
        parts.append(str(int(row["year"])))
    return scene.t.data(indicator["name"]), ", ".join(part for part in parts if part)


def standing_sentence(row: Row, scene: Scene) -> Markup:
    """«**Youth unemployment rate: 29.3 %**, 3rd from the bottom of 95 NUTS 2 areas; 17.0 points
    above their median», as HTML. A wider area is named, for place and value are its."""
    t = scene.t
    indicator = scene.indicators[row["indicator_id"]]
    address, told = scene.link(row["indicator_id"]), valued(row, scene)
    subject = html('<strong><a href="{}" target="_self">{}</a></strong>', address, told)
    if row["basis"] == "wider":
        subject += html(' <span class="nowrap">{} {}</span>', basis_html("wider"), area(row, t))
    else:
        subject += not_own_html(row["basis"])
    places = {
        "subject": subject,
        "place": of_year(spread_place_words(row, indicator, t), row, t),
    }
    reference, difference = benchmark(row, scene)
    if scene.against == "median" or pd.isna(reference):
        # What is not published is not measured against: the median always is there.
        return _beside_median(float(row["diff_spread"]), indicator, places, t)
    if scene.against == "nine":
        name = median_of_nine(row, t)
    else:
        name = of_year(against_names(scene.country, t)[scene.against], row, t)
    places |= {
        "apart": differences.apart_words(abs(difference), indicator, t),
        "reference": name,
    }
    if difference > 0:
        return t.html("{subject}, {place}; {apart} above the {reference}", **places)
    if difference < 0:
        return t.html("{subject}, {place}; {apart} below the {reference}", **places)
    return t.html("{subject}, {place}; the same as the {reference}", **places)


def _beside_median(
    difference: float, indicator: Row, places: Mapping[str, object], t: Words
) -> Markup:
    """How far it is from the median of the areas that its place names."""
    apart = differences.apart_words(abs(difference), indicator, t)
    places = {**places, "apart": apart}
    if difference > 0:
        return t.html("{subject}, {place}; {apart} above their median", **places)
    if difference < 0:
        return t.html("{subject}, {place}; {apart} below their median", **places)
    return t.html("{subject}, {place}; the same as their median", **places)


def close_sentence(rows: list[Row], scene: Scene) -> str:
    """«Close to the best quarter: physicians (32nd best of 80 NUTS 2 areas)»; empty when nothing
    is."""
    t = scene.t
    named = [
        t(
            "{subject} ({place})",
            subject=t.data(scene.indicators[row["indicator_id"]]["short_name"]),
            place=placed(row, scene),
        )
        for row in close_to_best(rows)[:NEAREST]
    ]
    return t("Close to the best quarter: {indicators}.", indicators=t.list(named)) if named else ""


def placed(row: Row, scene: Scene) -> str:
    """«12th from the bottom of 122 NUTS 2 areas», «58th highest of …» where nothing is judged."""
    if pd.isna(row["spread_place"]):
        return "–"
    return spread_place_words(row, scene.indicators[row["indicator_id"]], scene.t)


def place_cell(row: Row, scene: Scene) -> str:
    """«111th of 122» in a column whose head says which end has place 1; of what is ``other_level``,
    and said beneath the column where that is empty."""
    if pd.isna(row["spread_place"]):
        return "–"
    t, n = scene.t, scene.t.number(int(row["spread_n"]), 0)
    return t("{place} of {n}", place=t.ordinal(int(row["spread_place"])), n=n)


def other_level(row: Row, t: Words) -> str:
    """The level of the areas among which a value has its place, where that is not NUTS 2 as
    usual."""
    if pd.isna(row["spread_level"]) or row["spread_level"] == 2:
        return ""
    level = int(row["spread_level"])
    return t("countries") if level == 0 else level_words(level, t)


def trend(row: Row, t: Words) -> tuple[str, str]:
    """Arrow and words of the verdict on the last five years."""
    verdict = row["verdict"]
    if verdict in ("rising", "falling"):
        good = (verdict == "rising") == (row["direction"] == "higher_is_better")
        if row["direction"] == "neutral":
            word = t("rising") if verdict == "rising" else t("falling")
        elif verdict == "rising":
            word = t("rising, better") if good else t("rising, worse")
        else:
            word = t("falling, better") if good else t("falling, worse")
        return ("↗" if verdict == "rising" else "↘"), word
    if verdict == "steady":
        return "→", t("hardly any change")
    if verdict == "unclear":
        return "→", t("no clear direction")
    if verdict == "break" and row["verdict_derived"]:
        return "–", t("derived break in {year}", year=int(row["verdict_year"]))
    if verdict == "break":
        return "–", t("break in {year}", year=int(row["verdict_year"]))
    if verdict == "extract":
        return "–", t("another extract before {year}", year=int(row["verdict_year"]))
    if verdict == "gap":
        return "–", t("no value in {year}", year=int(row["verdict_year"]))
    return "–", t("too few years")


def five_years(t: Words) -> str:
    """When a trend is called, in words."""
    return t(
        "Five years: a straight line through five annual values, called only when it goes the way "
        "from the first to the last with any one of them left out, and the last is at least "
        "{least} points or years from the first ({share} % of it in other units and % of GDP). It "
        "is hardly any change where all five lie nearer to one another than that, or the line goes "
        "that way and the last lies nearer; else there is no clear direction.",
        least=t.number(LEAST, 1),
        share=t.number(100 * SHARE, 0),
    )


def area(row: Row, t: Words) -> str:
    """The name of the area that a value is of; several wider ones are counted."""
    n = row["areas"].count("+") + 1
    if n > 1:
        return t.plural("{n} area", "{n} areas", n)
    return t.areas(row["areas"], row["area_names"])


def whose_areas(row: Row, t: Words) -> str:
    """The name of the wider area that a value is of, or of which areas it is the mean."""
    names = t.areas(row["areas"], row["area_names"])
    return t("mean of {areas}", areas=names) if several(row) else names


def notice(
    rows: list[Row], scene: Scene, area_notes: Mapping[str, str], *, alone: bool = True
) -> Markup:
    """Whose values these are where they are not my region's own, and against whom they are
    placed; empty when there is nothing to say. ``alone``: no region is laid over mine."""
    t, found = scene.t, known(rows)
    told = [
        *_whose(found, scene.mine, scene),
        comparability.other_reference(
            [row for row in found if not pd.isna(benchmark(row, scene)[0])],
            scene.against,
            against_names(scene.country, t)[scene.against],
            lambda row: t.data(scene.indicators[row["indicator_id"]]["short_name"]),
            t,
        ),
        _area_note(found, scene.mine, area_notes, t),
    ]
    return _noticed(told, found, "" if alone else scene.names[scene.mine])


def of_laid(rows: list[Row], scene: Scene, area_notes: Mapping[str, str]) -> Markup:
    """The same of a region laid over mine; empty where none is. ``rows``: its own."""
    found = known(rows)
    if not found:
        return EMPTY
    region = str(found[0]["region_id"])
    told = [*_whose(found, region, scene), _area_note(found, region, area_notes, scene.t)]
    return _noticed(told, found, scene.names[region])


def _noticed(told: list[str], rows: list[Row], region: str) -> Markup:
    """Sentences as a notice, which begins with the region that they are of: the one on values of a
    wider area, the first where there are any, names it itself."""
    told = [one for one in told if one]
    if not told:
        return EMPTY
    if region and all(row["basis"] != "wider" for row in rows):
        told = [html("<strong>{}:</strong>", region), *told]
    return html('<div class="notice">{}</div>', joined(told, " "))


def _area_note(rows: list[Row], region: str, notes: Mapping[str, str], t: Words) -> str:
    """What is to know of a region's own area, where any value is not of a wider one."""
    own = any(row["basis"] != "wider" for row in rows)
    return t.data(notes[region]) if own and region in notes else ""


def _whose(found: list[Row], whose: str, scene: Scene) -> list[str]:
    """Whose the values of one region are where they are not its own, against whom they are placed,
    and what was done to them so that they can be compared."""
    t, region = scene.t, scene.names[whose]
    told: list[str] = []
    if wider := [row for row in found if row["basis"] == "wider"]:
        where = t.list(list(dict.fromkeys(whose_areas(row, t) for row in wider)))
        text = t.plural(
            "{n} of {all} values is not {region}'s own but that of a wider area: {areas}.",
            "{n} of {all} values are not {region}'s own but those of a wider area: {areas}.",
            len(wider),
            all=len(found),
            region=region,
            areas=where,
        )
        told.append(html("{} <strong>{}</strong>", basis_html("wider"), text))
    if computed := [row for row in found if row["basis"] == "computed"]:
        text = t.plural(
            "{n} value is computed from parts.",
            "{n} values are computed from parts.",
            len(computed),
        )
        told.append(html("{} {}", basis_html("computed"), text))
    if near := sum(1 for row in found if row["approximate"]):
        told.append(
            t.plural(
                "{n} value is approximate: what its areas are weighted by does not fit exactly.",
                "{n} values are approximate: what their areas are weighted by does not fit "
                "exactly.",
                near,
            )
        )
    whole: dict[int, list[str]] = {}
    for row in found:
        if row["spread_level"] == 0 and not pd.isna(row["spread_n"]):
            name = t.data(scene.indicators[row["indicator_id"]]["name"])
            whole.setdefault(int(row["spread_n"]), []).append(name)
    for n, named in sorted(whole.items()):
        text = t(
            "In our data for the whole country only, and placed among {n} countries without "
            "quarters: {indicators}.",
            indicators=t.list(named),
            n=t.number(n, 0),
        )
        told.append(text)
    if small := [row for row in found if row["spread_level"] == 3]:
        text = t.plural(
            "{n} value has its place among the smaller NUTS 3 regions.",
            "{n} values have their place among the smaller NUTS 3 regions.",
            len(small),
        )
        told.append(text)
    few = [row for row in found if not row["telling"] and not pd.isna(row["spread_n"])]
    for row in few:
        if row["spread_level"] != 0:
            text = t(
                "{indicator}: our data hold only {areas}, so there are no quarters.",
                indicator=t.data(scene.indicators[row["indicator_id"]]["name"]),
                areas=areas_words(int(row["spread_n"]), int(row["spread_level"]), t),
            )
            told.append(text)
    alone: dict[int, list[str]] = {}
    for row in found:
        if pd.isna(row["spread_n"]):
            name = t.data(scene.indicators[row["indicator_id"]]["short_name"])
            alone.setdefault(int(row["spread_level"]), []).append(name)
    told += [too_few(named, level, t) for level, named in alone.items()]
    return told + comparability.told(
        found,
        lambda row: t.data(scene.indicators[row["indicator_id"]]["short_name"]),
        lambda row: scene.indicators[row["indicator_id"]],
        t,
    )


def called(row: Row, scene: Scene) -> str:
    """The short name of a value's indicator; of a region laid over mine with its name."""
    name = scene.t.data(scene.indicators[row["indicator_id"]]["short_name"])
    if row["region_id"] == scene.mine:
        return name
    return scene.t("{value} ({region})", value=name, region=scene.names[row["region_id"]])


def old(rows: list[Row], created: int, scene: Scene) -> Markup:
    """Which figures are old although nothing newer is at hand; empty when none is."""
    told = old_figures.told(known(rows), created, lambda row: called(row, scene), scene.t)
    return html('<div class="notice">{}</div>', told) if told else EMPTY


def flagged(rows: list[Row], scene: Scene) -> Markup:
    """Which values carry a flag of Eurostat, which a view without a column of flags does not show;
    empty when none does. ``rows``: of several regions where they are named, ``called`` where a row
    is of none of the nine."""
    t = scene.t
    found: dict[str, dict[str, list[str]]] = {}
    for row in known(rows):
        if flag := row.get("flag"):
            who = row.get("called") or scene.names[row["region_id"]]
            name = t.data(scene.indicators[row["indicator_id"]]["short_name"])
            found.setdefault(flag, {}).setdefault(who, []).append(name)
    if not found:
        return EMPTY
    mine = [scene.names[scene.mine]]
    alone = all(list(by) == mine for by in found.values())
    told = [
        t(
            "{flag}: {which}",
            flag=flag_words(flag, t),
            which=t.list(by[mine[0]])
            if alone
            else ", ".join(f"{who} ({t.list(names)})" for who, names in by.items()),
        )
        for flag, by in sorted(found.items())
    ]
    text = t("Flagged by Eurostat – {which}.", which="; ".join(told))
    return html('<p class="source">{}</p>', text)


def derived_breaks(rows: list[Row], scene: Scene) -> Markup:
    """Which trends are not told because of a break that no flag says, and why; empty when there
    is none."""
    t = scene.t

    def named(indicator: str) -> str:
        return t.data(scene.indicators[indicator]["short_name"])

    told: dict[str, list[str]] = {}
    for row in known(rows):
        if row["verdict_derived"]:
            key = (row["region_id"], row["indicator_id"], row["area_set"])
            one = scene.breaks[key][int(row["verdict_year"])]
            why = break_words.told(one, named, t)
            told.setdefault(why, []).append(called(row, scene))
    if not told:
        return EMPTY
    each = [f"{t.list(names)} – {why}" for why, names in told.items()]
    start = t(
        "No trend is told across a break. Breaks that we derive, because no flag of these figures "
        "says them:"
    )
    return html('<p class="rg-explained">{} {}.</p>', start, "; ".join(each))


def _named(rows: list[Row], scene: Scene, *, good: bool) -> Markup:
    names = []
    for row in rows:
        name = end_words(scene.indicators[row["indicator_id"]], scene.t, good=good)
        names.append(html("{}{}", name, not_own_html(row["basis"])))
    return scene.t.list_html(names) if names else EMPTY
