"""Regions most like mine, why, and which of them do better where mine is weak. HTML."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from pages.region import sentences
from pages.region.scene import Scene, by_region
from secon_data import regions
from secon_data.judging import ALIKE
from secon_data.package import Package
from secon_data.rows import Row, each
from secon_data.spreads import origin_of
from secon_data.standing import standing, weaknesses, worse_than_median
from secon_ui.taking import observed
from secon_ui.text import differences
from secon_ui.text.basis_marks import basis_html, not_own_html, row_words, several
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import level_words, short_year
from secon_ui.text.words import Words


@dataclass(frozen=True)
class Peers:
    """``table``: rows of comparison.peers; ``gaps``: rows of standing.gaps for them; ``names``:
    their names by id; ``among``: among whom they were found, in words; ``lent``: the names of the
    areas by which the region itself is likened to them (comparison.likened), by indicator;
    ``needed``: whether they had to have values (standing.needed_of_peers);
    ``ratios``: the chosen indicators that are compared by ratios (comparison.by_ratio);
    ``valueless``: some are alike, but lack a value that they had to have; ``left_out``: the names
    of the areas that are none of them, because the region's own values are of these
    (comparison.left_out); ``nine``: they are partner regions; ``years``: of the region's values
    that are of another year than theirs (comparison.other_years), by indicator."""

    table: pd.DataFrame
    gaps: pd.DataFrame
    names: dict[str, str]
    among: str
    lent: Mapping[str, str] = field(default_factory=dict)
    needed: bool = True
    ratios: Sequence[str] = ()
    valueless: bool = False
    left_out: Sequence[str] = ()
    nine: bool = False
    years: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of ``table``."""
        return each(self.table)

    @cached_property
    def values(self) -> dict[str, dict[str, Row]]:
        """The rows of ``gaps`` by indicator and peer, in their order."""
        found: dict[str, dict[str, Row]] = {}
        for row in each(self.gaps):
            found.setdefault(row["indicator_id"], {})[row["id"]] = row
        return found

    def compared(self, indicator_id: str) -> bool:
        """Whether the peers' values are set beside mine; False where they are of another level."""
        part = self.values.get(indicator_id, {}).values()
        return not part or not all(math.isnan(one["ahead"]) for one in part)

    def measured(self, indicator_id: str) -> bool:
        """Whether any of them has a value that is set beside mine."""
        part = self.values.get(indicator_id, {}).values()
        return any(not math.isnan(one["ahead"]) for one in part)

    def value(self, indicator_id: str, peer: str) -> Row | None:
        """How a peer stands on an indicator; None where it has no value."""
        return self.values.get(indicator_id, {}).get(peer)


def weak_points(rows: list[Row]) -> list[Row]:
    """Where others are looked up: the weaknesses, or where there is none, what is worse than the
    median."""
    return weaknesses(rows) or worse_than_median(rows)


def finding(rows: list[Row], peers: Peers, scene: Scene) -> Markup:
    """The headline: on how many of its weak points a region like mine does better, and which one
    does so most often."""
    t, region = scene.t, scene.names[scene.mine]
    points, weak = weak_points(rows), bool(weaknesses(rows))
    if peers.valueless:
        return t.html(
            "{region}: no region that is similar enough on the selected indicators has a value in "
            "each of its weaknesses",
            region=region,
        )
    if not peers.rows:
        return t.html(
            "{region}: no region is similar enough on the selected indicators", region=region
        )
    if not points:
        if all(pd.isna(row["goodness"]) for row in rows):
            return sentences.unjudged(rows, scene)
        return t.html("{region} is worse than the median on nothing judged here", region=region)
    counts = Counter(
        peer
        for row in points
        for peer, found in peers.values.get(row["indicator_id"], {}).items()
        if found["ahead"] > 0
    )
    if not counts:
        measured = sum(peers.measured(row["indicator_id"]) for row in points)
        return _nobody(measured, len(points), region, t, weak=weak)
    most = max(counts.values())
    ahead = [peers.names[row["id"]] for row in peers.rows if counts[row["id"]] == most]
    places = {"region": region, "peer": t.list(ahead), "ahead": t.number(most, 0)}
    if len(ahead) > 1:
        return _several(weak, len(points), places, t)
    if weak:
        return t.plural_html(
            "{region} has {n} weakness; of the regions most like it, {peer} does better on {ahead}",
            "{region} has {n} weaknesses; of the regions most like it, {peer} does better on "
            "{ahead}",
            len(points),
            **places,
        )
    return t.plural_html(
        "{region} has no weakness here; on {n} indicator judged here it is worse than the "
        "median, and of the regions most like it {peer} does better on {ahead}",
        "{region} has no weakness here; on {n} indicators judged here it is worse than the "
        "median, and of the regions most like it {peer} does better on {ahead}",
        len(points),
        **places,
    )


def _nobody(measured: int, points: int, region: str, t: Words, *, weak: bool) -> Markup:
    """The headline where nobody is ahead. ``measured``: on how many of the points a region alike
    has a value beside mine: of the others it cannot be said that none does better."""
    if not measured:
        return (
            t.html(
                "The weaknesses of {region} cannot be compared with the regions most like it",
                region=region,
            )
            if weak
            else t.html(
                "Where {region} is worse than the median, it cannot be compared with the regions "
                "most like it",
                region=region,
            )
        )
    if measured < points:
        return (
            t.html(
                "None of the regions most like {region} does better on those of its weaknesses "
                "that can be compared",
                region=region,
            )
            if weak
            else t.html(
                "None of the regions most like {region} does better where it is worse than the "
                "median and can be compared",
                region=region,
            )
        )
    return (
        t.html(
            "None of the regions most like {region} does better on its weaknesses",
            region=region,
        )
        if weak
        else t.html(
            "None of the regions most like {region} does better where it is worse than the median",
            region=region,
        )
    )


def _several(weak: bool, points: int, places: Mapping[str, object], t: Words) -> Markup:
    """The headline where several regions are ahead equally often. ``weak``: the points are
    weaknesses; ``places``: of ``finding``."""
    if weak:
        return t.plural_html(
            "{region} has {n} weakness; of the regions most like it, {peer} do better on {ahead}",
            "{region} has {n} weaknesses; of the regions most like it, {peer} do better on {ahead} "
            "each",
            points,
            **places,
        )
    return t.plural_html(
        "{region} has no weakness here; on {n} indicator judged here it is worse than the "
        "median, and of the regions most like it {peer} do better on {ahead}",
        "{region} has no weakness here; on {n} indicators judged here it is worse than the "
        "median, and of the regions most like it {peer} do better on {ahead} each",
        points,
        **places,
    )


def reasons(row: Row, scene: Scene) -> tuple[str, str]:
    """In what a peer is alike and in what it is not: «alike in density, education», «higher GDP
    per head»; the second may be empty."""
    t = scene.t
    chosen = [c for c in row if c in scene.indicators]
    alike = t("alike in {indicators}", indicators=close_in(row, scene))
    apart = [
        t("higher {indicator}", indicator=_short(c, scene))
        if row[c] > 0
        else t("lower {indicator}", indicator=_short(c, scene))
        for c in chosen
        if abs(row[c]) > ALIKE
    ]
    return alike, t.list(apart) if apart else ""


def close_in(row: Row, scene: Scene) -> str:
    """In what a peer is alike: in half of what was chosen, or more."""
    near = [c for c in row if c in scene.indicators and abs(row[c]) <= ALIKE]
    return scene.t.list([_short(c, scene) for c in near])


def closing(row: Row, peers: Peers, scene: Scene) -> str:
    """«All 4 do better; Severoiztochen leads by 12.3 points.», as plain text; all that lead by as
    much are named. ``row``: my value."""
    t, indicator_id = scene.t, row["indicator_id"]
    part = list(peers.values.get(indicator_id, {}).values())
    if not part:
        return t("None of them has a value.")
    if not peers.compared(indicator_id):
        return t(
            "Not called better or worse beside areas of NUTS 2: {region}’s value is of {level}.",
            region=scene.names[scene.mine],
            level=level_words(int(row["spread_level"]), t),
        )
    better = [found for found in part if found["ahead"] > 0]
    if not better and len(peers.rows) == 1:
        return t("{peer} does not do better.", peer=peers.names[part[0]["id"]])
    if not better:
        return t("None of them does better.")
    most = max(found["ahead"] for found in better)
    first = [peers.names[found["id"]] for found in better if found["ahead"] == most]
    lead = differences.apart_words(most, scene.indicators[indicator_id], t)
    places = {"peer": t.list(first), "lead": lead, "all": t.number(len(part), 0)}
    if len(better) == len(part) == 1:
        return t("{peer} does better by {lead}.", **places)
    if len(first) == len(part) == 2:
        return t("Both do better, each by {lead}.", **places)
    if len(first) > 1:
        return (
            t("All {all} do better; {peer} lead by {lead}.", **places)
            if len(better) == len(part)
            else t("{n} of {all} do better; {peer} lead by {lead}.", n=len(better), **places)
        )
    if len(better) == len(part) == 2:
        return t("Both do better; {peer} leads by {lead}.", **places)
    if len(better) == len(part):
        return t("All {all} do better; {peer} leads by {lead}.", **places)
    return t.plural(
        "{n} of {all} does better: {peer}, by {lead}.",
        "{n} of {all} do better; {peer} leads by {lead}.",
        len(better),
        **places,
    )


def cards(peers: Peers, scene: Scene) -> Markup:
    """The peers with the reasons why they are like mine."""
    t = scene.t
    items = EMPTY
    for row in peers.rows:
        alike, apart = reasons(row, scene)
        items += html(
            '<div class="rg-card" role="listitem"><strong>{}</strong> <span class="quiet">'
            "{}</span><div>{}</div>{}</div>",
            peers.names[row["id"]],
            t.country(row["country_code"]),
            alike,
            html('<div class="quiet">{}</div>', apart) if apart else EMPTY,
        )
    return html('<div class="rg-cards" role="list">{}</div>', items)


def table(rows: list[Row], peers: Peers, scene: Scene) -> Markup:
    """Where mine is weak: my value, each peer's with the difference, and who leads by how much."""
    t = scene.t
    ids = [row["id"] for row in peers.rows]
    head = html('<th scope="col">{}</th>', title(rows, scene))
    head += html('<th scope="col" class="mine">{}</th>', scene.names[scene.mine])
    head += joined(html('<th scope="col">{}</th>', peers.names[i]) for i in ids)
    body = EMPTY
    for row in weak_points(rows):
        indicator_id = row["indicator_id"]
        indicator = scene.indicators[indicator_id]
        decimals = int(indicator["decimals"])
        name, small = sentences.labelled(row, scene)
        cells = html(
            '<th scope="row"><a href="{}" target="_self">{}</a> <small>{}</small><p>{}</p>'
            '</th><td class="mine" title="{}">{}<b>{}</b><small>{}</small></td>',
            scene.link(indicator_id),
            name,
            small,
            closing(row, peers, scene),
            _of(row, t),
            basis_html(row["basis"]),
            t.number(row["value"], decimals),
            sentences.placed(row, scene),
        )
        for peer in ids:
            found = peers.value(indicator_id, peer)
            if found is None:
                cells += html('<td class="none">{}</td>', t("no data"))
                continue
            kind = html(' class="ahead"') if found["ahead"] > 0 else EMPTY
            cells += html(
                "<td{}>{}<b>{}</b><small>{}</small></td>",
                kind,
                not_own_html(found["basis"]),
                t.number(found["value"], decimals),
                against_mine(found, row, decimals, t),
            )
        body += html("<tr>{}</tr>", cells)
    label = t("{title}: who does better", title=title(rows, scene))
    return html(
        '<div class="scroll rg-peers" tabindex="0" role="region" aria-label="{}"><table><thead>'
        "<tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        label,
        head,
        body,
    )


def against_mine(found: Row, row: Row, decimals: int, t: Words) -> str:
    """«−12.3 better ’24»: how a peer's value stands to mine. ``found``: a row of standing.gaps;
    ``row``: my value."""
    year = int(found["year"])
    when = "" if year == int(row["year"]) else f" {short_year(year)}"
    if math.isnan(found["ahead"]):
        return f"{level_words(2, t)} {when}"
    word = t("better") if found["ahead"] > 0 else t("worse") if found["ahead"] < 0 else t("same")
    return f"{t.signed(found['gap'], decimals)} {word}{when}"


def brief(rows: list[Row], peers: Peers, scene: Scene, address: str) -> Markup:
    """The peers in the side panel, with their values where mine is weakest. ``address``: the link
    to the whole answer."""
    t = scene.t
    if not peers.rows:
        return EMPTY
    points = weak_points(rows)
    title = t("Regions most like {region}", region=scene.names[scene.mine])
    measured = {indicator for indicator in peers.values if peers.compared(indicator)}
    weakest = next((row for row in points if row["indicator_id"] in measured), None)
    first = None if weakest is None else str(weakest["indicator_id"])
    told = html("<h2>{}</h2>", title)
    if first is not None:
        indicator = scene.indicators[first]
        unit = sentences.unit(indicator, t)
        name = t.data(indicator["name"]) + (f", {unit}" if unit else "")
        told += html(
            '<p class="rg-peer rg-peer-head"><span>{}</span><span>{}</span></p>', peers.among, name
        )
    for row in peers.rows:
        alike, _ = reasons(row, scene)
        number, sign = "", ""
        found = None if first is None else peers.value(first, row["id"])
        if first is not None and found is not None:
            decimals = int(scene.indicators[first]["decimals"])
            number, sign = t.number(found["value"], decimals), t.signed(found["gap"], decimals)
        told += html(
            '<p class="rg-peer"><span><b>{}</b> <small>{}</small><br><small>{}</small></span>'
            "<span><b>{}</b><br><small>{}</small></span></p>",
            peers.names[row["id"]],
            row["country_code"],
            alike,
            number,
            sign,
        )
    if peers.lent:
        told += html("<p><small>{}</small></p>", lent(peers, scene))
    if weakest is not None:
        told += html("<p>{}</p>", closing(weakest, peers, scene))
    more = html('<p><a href="{}" target="_self">{}</a></p>', address, t("Who does better"))
    return told + more


def explained(rows: list[Row], peers: Peers, scene: Scene) -> Markup:
    """How peers were found and what their values stand for."""
    t = scene.t
    told = [
        t(
            "Alike in an indicator: at most half a standard deviation of all NUTS 2 regions apart. "
            "Shown are the up to four nearest of those that have a value in every chosen indicator "
            "in which {region} has one, are alike in at least half of these, over all of them no "
            "further than one standard deviation away, and have a value in each weakness of "
            "{region}, of all indicators, that is measured at NUTS 2 and that at least a third of "
            "all have.",
            region=scene.names[scene.mine],
        )
        if peers.needed
        else t(
            "Alike in an indicator: at most half a standard deviation of all NUTS 2 regions apart. "
            "Shown are the up to four nearest of those that have a value in every chosen indicator "
            "in which {region} has one, are alike in at least half of these and, over all of them, "
            "no further than one standard deviation away.",
            region=scene.names[scene.mine],
        )
    ]
    if peers.ratios:
        told.append(
            t(
                "Compared by ratios (logarithms), because a few very high values would else make "
                "all others alike: {indicators}.",
                indicators=t.list([_short(i, scene) for i in peers.ratios]),
            )
        )
    if peers.lent:
        told.append(lent(peers, scene))
    if peers.nine:
        told.append(t("Each of the nine is likened by the value in its profile."))
    elif peers.years:
        told.append(
            t(
                "Likened by the values of the profile, which are of another year for {region} than "
                "for the others: {indicators}.",
                region=scene.names[scene.mine],
                indicators=t.list([f"{_short(i, scene)} ({y})" for i, y in peers.years.items()]),
            )
        )
    if peers.left_out:
        told.append(
            t(
                "Left out, because values by which {region} is likened are theirs or made of "
                "theirs: {areas}.",
                region=scene.names[scene.mine],
                areas=t.list(peers.left_out),
            )
        )
    points = weak_points(rows)
    if any(several(row) for row in points):
        told.append(
            t("{sign}: the value is the mean of the wider areas in which {region} lies.",
              sign="○", region=scene.names[scene.mine])
        )  # fmt: skip
    elif any(row["basis"] == "wider" for row in points):
        told.append(
            t("{sign}: the value is that of the wider area in which {region} lies.",
              sign="○", region=scene.names[scene.mine])
        )  # fmt: skip
    if peers.nine and any(row["basis"] == "wider" for row in [*points, *each(peers.gaps)]):
        told.append(
            t("The nine are set beside each other by the values that stand for them, also where "
              "these are of wider areas (○).")
        )  # fmt: skip
    return html('<p class="rg-explained">{}</p>', joined(told, " "))


def lent(peers: Peers, scene: Scene) -> str:
    """Which area stands for my region where others are likened to it."""
    t = scene.t
    return t(
        "In {indicators}, {area} stands for {region} here: it is of the level of these regions.",
        indicators=t.list([_short(i, scene) for i in peers.lent]),
        area=t.list(list(dict.fromkeys(peers.lent.values()))),
        region=scene.names[scene.mine],
    )


MINE = (
    "indicator_id", "indicator", "theme", "unit", "direction", "region_id", "region", "value",
    "year", "year_asked", "basis", "approximate", "areas", "area_names", "level", "flag",
    "flags_known", "spread_place", "spread_n", "spread_level",
)  # fmt: skip
WHENCE = ("source", "extract", "extracted_on", "peer_source", "peer_extract", "revision")


def export(peers: Peers, rows: list[Row], scene: Scene, package: Package) -> pd.DataFrame:
    """Who does better, as a table to take away: a row for each weak point and each peer, as on the
    page; peer_value is missing where it has none. What begins with ``peer_`` is the peer's."""
    points = [row["indicator_id"] for row in weak_points(rows)]
    ids = [str(peer) for peer in peers.table["id"]]
    every = standing(package).set_index(["indicator_id", "region_id"], drop=False)
    own = every.loc[[(indicator, scene.mine) for indicator in points]]
    mine = observed.table(own, scene.names, package)
    pairs = pd.MultiIndex.from_product([points, ids], names=["indicator_id", "id"])
    gaps = peers.gaps.set_index(["indicator_id", "id"]).reindex(pairs).reset_index()
    countries = dict(zip(ids, peers.table["country_code"], strict=True))
    theirs = pd.DataFrame(
        {
            "indicator_id": gaps["indicator_id"].astype("str"),
            "peer_id": gaps["id"],
            "peer": gaps["id"].map(peers.names),
            "peer_country": gaps["id"].map(countries),
            "peer_value": gaps["value"],
            "peer_year": gaps["year"],
            "peer_basis": gaps["basis"],
            **_whose(gaps, every, package),
            "difference": gaps["gap"],
            "better_by": gaps["ahead"],
        }
    )
    whence = observed.origin(theirs["indicator_id"], theirs["peer_extract"], package)
    theirs["peer_source"] = whence["source"].where(theirs["peer_extract"].notna())
    both = mine.merge(theirs, on="indicator_id")
    return both[[*MINE, *(c for c in theirs if c not in (*MINE, *WHENCE)), *WHENCE]]


def beside(rows: list[Row], peers: Peers, package: Package) -> list[Row]:
    """The peers' values that ``table`` shows, for the line of sources: indicator_id, called, value,
    level, flag, flags_known, extract_ids."""
    nine, unknown = by_region(standing(package)), regions.without_flags(package)
    told: list[Row] = []
    for row in weak_points(rows):
        indicator = str(row["indicator_id"])
        for peer, one in peers.values.get(indicator, {}).items():
            if (own := nine.get((peer, indicator))) is not None:
                told.append(own)
            elif origin := origin_of(package, peer, indicator, int(one["year"]), 2):
                extract, flag = origin
                named = {"indicator_id": indicator, "called": peers.names[peer], "flag": flag}
                found = {"value": one["value"], "level": 2, "flags_known": extract not in unknown}
                told.append({**named, **found, "extract_ids": extract})
    return told


def _whose(gaps: pd.DataFrame, every: pd.DataFrame, package: Package) -> dict[str, list[object]]:
    """Of what area a peer's value is, with its flag and extract. ``gaps``: indicator_id, id,
    value, year; ``every``: the rows of ``standing`` by indicator and region."""
    names = ("areas", "level", "flag", "extract")
    found: list[tuple[object, ...]] = []
    known = package.table("observations").set_index(["area_id", "indicator_id", "year"])
    for row in each(gaps):
        key = (row["indicator_id"], row["id"])
        if pd.isna(row["value"]):
            found.append((None,) * len(names))
        elif key in every.index:  # one of the nine
            one = every.loc[key]
            found.append((one["areas"], int(one["level"]), one["flag"], one["extract_ids"]))
        else:
            one = known.loc[(row["id"], row["indicator_id"], int(row["year"]))]
            flag = "" if pd.isna(one["flag"]) else one["flag"]
            found.append((row["id"], 2, flag, one["extract_id"]))
    told = list(zip(*found, strict=True)) or [()] * len(names)
    return {f"peer_{name}": list(part) for name, part in zip(names, told, strict=True)}


def title(rows: list[Row], scene: Scene) -> str:
    """What the weak points are called."""
    region = scene.names[scene.mine]
    if weaknesses(rows):
        return scene.t("Weaknesses of {region}", region=region)
    return scene.t("Where {region} is worse than the median", region=region)


def _of(row: Row, t: Words) -> str:
    words = row_words(row, t)
    return f"{words}: {sentences.area(row, t)}" if row["basis"] == "wider" else words


def _short(indicator_id: str, scene: Scene) -> str:
    return scene.t.data(scene.indicators[indicator_id]["short_name"])
