"""Regions most like mine, why, and which of them do better where mine lags. HTML."""

from __future__ import annotations

import html
from dataclasses import dataclass

import pandas as pd

from pages.region import sentences
from pages.region.choices import Scene
from secon_ui.text import headlines
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.words import Words

ALIKE = 0.5  # standard deviations up to which two regions are called alike
ON_SLIDE = 4


@dataclass(frozen=True)
class Peers:
    """``table``: rows of comparison.peers; ``gaps``: rows of standing.gaps for them; ``names``:
    their names by id; ``among``: among whom they were found, in words."""

    table: pd.DataFrame
    gaps: pd.DataFrame
    names: dict[str, str]
    among: str


def lagging(rows: pd.DataFrame) -> pd.DataFrame:
    """Where mine lags: the lowest quarter, or where nothing is there, what is below the median."""
    found = sentences.lags(rows)
    if found.empty:
        found = rows[rows["goodness"] < 50].sort_values("goodness", kind="stable")
    return found


def finding(rows: pd.DataFrame, peers: Peers, scene: Scene) -> str:
    """The headline: on how many of its lags a region like mine does better, and which one does
    so most often."""
    t, region = scene.t, html.escape(scene.names[scene.mine])
    lags = lagging(rows)
    if peers.table.empty:
        return t("{region}: no region can be called like it by this choice", region=region)
    if lags.empty:
        return t("{region} lags behind the median on nothing here", region=region)
    ahead = peers.gaps[
        (peers.gaps["ahead"] > 0) & peers.gaps["indicator_id"].isin(lags["indicator_id"])
    ]
    if ahead.empty:
        return t("Where {region} lags, no region like it does better", region=region)
    counts = ahead["id"].value_counts()
    first = next(i for i in peers.table["id"] if counts.get(i, 0) == counts.max())
    return t.plural(
        "{region} lags on {n} indicator; of the regions most like it, {peer} does better on "
        "{ahead}",
        "{region} lags on {n} indicators; of the regions most like it, {peer} does better on "
        "{ahead}",
        len(lags),
        region=region,
        peer=html.escape(peers.names[first]),
        ahead=t.number(int(counts.max()), 0),
    )


def reasons(row: pd.Series, scene: Scene) -> tuple[str, str]:
    """In what a peer is alike and in what it is not: «alike in density, education», «higher GDP
    per head»; the second may be empty."""
    t = scene.t
    chosen = [c for c in row.index if c in scene.indicators.index]
    near = [c for c in chosen if abs(row[c]) <= ALIKE]
    alike = t("not close in anything chosen")
    if near:
        alike = t("alike in {indicators}", indicators=t.list([_short(c, scene) for c in near]))
    apart = [
        t("higher {indicator}", indicator=_short(c, scene))
        if row[c] > 0
        else t("lower {indicator}", indicator=_short(c, scene))
        for c in chosen
        if abs(row[c]) > ALIKE
    ]
    return alike, t.list(apart) if apart else ""


def closing(indicator_id: str, peers: Peers, scene: Scene) -> str:
    """«All 4 do better; Severoiztochen leads by 12.3 points.», as plain text."""
    t = scene.t
    part = peers.gaps[peers.gaps["indicator_id"] == indicator_id]
    better = part[part["ahead"] > 0]
    if part.empty:
        return t("None of them has a value.")
    if better.empty:
        return t("None of them does better.")
    best = better.sort_values("ahead", ascending=False, kind="stable").iloc[0]
    indicator = scene.indicators.loc[indicator_id]
    lead = html.unescape(
        headlines.apart_words(t.number(best["ahead"], int(indicator["decimals"])), indicator, t)
    )
    places = {"peer": peers.names[best["id"]], "lead": lead, "all": t.number(len(part), 0)}
    if len(better) == len(part) == 1:
        return t("{peer} does better by {lead}.", **places)
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


def cards(peers: Peers, scene: Scene) -> str:
    """The peers with the reasons why they are like mine."""
    t = scene.t
    items = ""
    for _, row in peers.table.iterrows():
        alike, apart = reasons(row, scene)
        items += (
            f'<div class="rg-card" role="listitem"><strong>{_e(peers.names[row["id"]])}</strong> '
            f'<span class="quiet">{_e(t.country(row["country_code"]))}</span>'
            f"<div>{_e(alike)}</div>"
            + (f'<div class="quiet">{_e(apart)}</div>' if apart else "")
            + "</div>"
        )
    return f'<div class="rg-cards" role="list">{items}</div>'


def table(rows: pd.DataFrame, peers: Peers, scene: Scene, *, slide: bool = False) -> str:
    """Where mine lags: my value, each peer's with the difference, and who leads by how much."""
    t = scene.t
    ids = list(peers.table["id"])
    values = peers.gaps.set_index(["indicator_id", "id"])
    head = f'<th scope="col">{_e(t("Where {region} lags", region=scene.names[scene.mine]))}</th>'
    head += f'<th scope="col" class="mine">{_e(scene.names[scene.mine])}</th>'
    head += "".join(f'<th scope="col">{_e(peers.names[i])}</th>' for i in ids)
    body = ""
    for _, row in lagging(rows).head(ON_SLIDE if slide else None).iterrows():
        indicator_id = row["indicator_id"]
        indicator = scene.indicators.loc[indicator_id]
        decimals = int(indicator["decimals"])
        name, small = sentences.labelled(row, scene, slide=slide)
        cells = (
            f'<th scope="row"><a href="{_e(scene.link(indicator_id))}" target="_self">'
            f"{_e(name)}</a> <small>{_e(small)}</small>"
            f"<p>{_e(closing(indicator_id, peers, scene))}</p></th>"
            f'<td class="mine" title="{_e(_of(row, t))}">{basis_html(row["basis"])}'
            f"<b>{t.number(row['value'], decimals)}</b>"
            f"<small>{_e(sentences.place(row, t, total=False))}</small></td>"
        )
        for peer in ids:
            if (indicator_id, peer) not in values.index:
                cells += f'<td class="none">{_e(t("no data"))}</td>'
                continue
            found = values.loc[(indicator_id, peer)]
            sign = t.signed(found["gap"], decimals)
            year = (
                ""
                if int(found["year"]) == int(row["year"])
                else f" ’{int(found['year']) % 100:02d}"
            )
            mark = basis_html(found["basis"]) if found["basis"] != "own" else ""
            word = (
                t("better")
                if found["ahead"] > 0
                else t("worse")
                if found["ahead"] < 0
                else t("same")
            )
            kind = ' class="ahead"' if found["ahead"] > 0 else ""
            cells += (
                f"<td{kind}>{mark}<b>{t.number(found['value'], decimals)}</b>"
                f"<small>{_e(sign)} {_e(word)}{year}</small></td>"
            )
        body += f"<tr>{cells}</tr>"
    label = _e(t("Where {region} lags and who does better", region=scene.names[scene.mine]))
    kind = "rg-peers rg-slide" if slide else "rg-peers"
    return (
        f'<div class="scroll {kind}" tabindex="0" role="region" aria-label="{label}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def brief(rows: pd.DataFrame, peers: Peers, scene: Scene, address: str) -> str:
    """The peers in the side panel, with their values where mine lags most. ``address``: the link
    to the whole answer."""
    t = scene.t
    if peers.table.empty:
        return ""
    lags = lagging(rows)
    title = _e(t("Regions most like {region}", region=scene.names[scene.mine]))
    first = None if lags.empty else str(lags.iloc[0]["indicator_id"])
    told = f"<h2>{title}</h2>"
    if first is not None:
        indicator = scene.indicators.loc[first]
        unit = sentences.unit(indicator, t)
        name = t.data(indicator["name"]) + (f", {unit}" if unit else "")
        told += (
            f'<p class="rg-peer rg-peer-head"><span>{_e(peers.among)}</span>'
            f"<span>{_e(name)}</span></p>"
        )
    values = peers.gaps.set_index(["indicator_id", "id"])
    for _, row in peers.table.iterrows():
        alike, _ = reasons(row, scene)
        number, sign = "", ""
        if first is not None and (first, row["id"]) in values.index:
            found = values.loc[(first, row["id"])]
            decimals = int(scene.indicators.at[first, "decimals"])
            number, sign = t.number(found["value"], decimals), t.signed(found["gap"], decimals)
        told += (
            f'<p class="rg-peer"><span><b>{_e(peers.names[row["id"]])}</b> '
            f"<small>{row['country_code']}</small><br><small>{_e(alike)}</small></span>"
            f"<span><b>{number}</b><br><small>{sign}</small></span></p>"
        )
    if first is not None:
        told += f"<p>{_e(closing(first, peers, scene))}</p>"
    more = _e(t("Who does better on each lag"))
    return f'{told}<p><a href="{_e(address)}" target="_self">{more}</a></p>'


def explained(rows: pd.DataFrame, scene: Scene) -> str:
    """How peers were found and what their values stand for."""
    t = scene.t
    told = [
        t(
            "Alike: at most half a standard deviation of all NUTS 2 regions apart. The four with "
            "the smallest distance over all chosen indicators are shown."
        )
    ]
    lags = lagging(rows)
    if (lags["spread_level"] == 3).any():
        told.append(
            t("Where {region} has its own NUTS 3 value, it stands beside larger NUTS 2 regions.",
              region=scene.names[scene.mine])
        )  # fmt: skip
    if (lags["basis"] == "wider").any():
        told.append(
            t("{sign}: the value is that of the wider area in which {region} lies.",
              sign="○", region=scene.names[scene.mine])
        )  # fmt: skip
    return f'<p class="rg-explained">{_e(" ".join(told))}</p>'


def export(peers: Peers, rows: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """Who does better, as a table to take away: a row for each lag and peer."""
    lags = lagging(rows).set_index("indicator_id")
    part = peers.gaps[peers.gaps["indicator_id"].isin(lags.index)]
    return pd.DataFrame(
        {
            "indicator_id": part["indicator_id"],
            "indicator": part["indicator_id"].map(scene.indicators["name"]),
            "unit": part["indicator_id"].map(scene.indicators["unit"]),
            "region": scene.names[scene.mine],
            "value": part["indicator_id"].map(lags["value"]),
            "year": part["indicator_id"].map(lags["year"]),
            "basis": part["indicator_id"].map(lags["basis"]),
            "areas": part["indicator_id"].map(lags["areas"]),
            "peer_id": part["id"],
            "peer": part["id"].map(peers.names),
            "peer_value": part["value"],
            "peer_year": part["year"],
            "peer_basis": part["basis"],
            "difference": part["gap"],
            "better_by": part["ahead"],
        }
    )


def _of(row: pd.Series, t: Words) -> str:
    words = basis_words(row["basis"], t)
    return f"{words}: {sentences.area(row, t)}" if row["basis"] == "wider" else words


def _short(indicator_id: str, scene: Scene) -> str:
    return scene.t.data(scene.indicators.at[indicator_id, "short_name"])


def _e(text: str) -> str:
    return html.escape(text)
