"""What the Overview shows: the map of Europe and my region's key figures. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import pandas as pd

from secon_ui.drawing.maps import GEO, static_address
from secon_ui.drawing.theme import FONT, Palette, Size
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.observation_words import flag_words
from secon_ui.text.words import Words

KEY_FIGURES = (
    "population_1_january",
    "gdp_pc_pps_eu100",
    "employment_rate_20_64",
    "unemployment_rate_15_74",
    "neet_15_29",
    "tertiary_education_25_64",
)
GAP = "\u00a0\u00a0"  # between a dot and its name
# Where a name stands beside its dot, so that no two meet.
_SIDE = {
    "flemish-brabant": "top center",
    "extremadura": "bottom right",
    "rhein-neckar": "middle right",
    "peloponnese": "middle right",
}
# On a narrow map their names go to the left: at the right they would be cut.
_EAST = ("harghita", "haskovo", "peloponnese")


def europe(
    regions: pd.DataFrame,
    mine: str,
    names: Mapping[str, str],
    index: Mapping[str, Any],
    colours: Palette,
    *,
    size: Size = "wide",
) -> dict[str, Any]:
    """The nine regions on a map of Europe, as a plotly figure.

    ``regions``: region_id, country_code, longitude, latitude. The last trace holds the dots; their
    ``customdata`` is the region id.
    """
    line = {"color": colours.ground, "width": 0.6}
    land = static_address("countries", index)
    partners = {
        "Belgium",
        "Bulgaria",
        "Germany",
        "Greece",
        "Latvia",
        "Poland",
        "Portugal",
        "Romania",
        "Spain",
    }
    countries = index.get("countries", [])

    def areas(
        places: list[str], fill: str, address: str, border: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "type": "choropleth",
            "geojson": address,
            "featureidkey": "id",
            "locations": places,
            "z": [1] * len(places),
            "colorscale": [[0, fill], [1, fill]],
            "showscale": False,
            "marker": {"line": dict(border)},
            "hoverinfo": "skip",
        }

    shapes = static_address("partner_regions", index)
    others = [r for r in regions["region_id"] if r != mine]
    ids = [*others, mine]
    table = regions.set_index("region_id").loc[ids]
    text = 12.5 if size == "phone" else 14
    dots = {
        "type": "scattergeo",
        "lon": [float(v) for v in table["longitude"]],
        "lat": [float(v) for v in table["latitude"]],
        "mode": "markers+text",
        "text": [
            f"{GAP}<b>{names[r]}</b>{GAP}" if r == mine else f"{GAP}{names[r]}{GAP}" for r in ids
        ],
        "textposition": [
            "middle left" if size != "wide" and r in _EAST else _SIDE.get(r, "middle right")
            for r in ids
        ],
        "textfont": {
            "size": [text + 3 if r == mine else text for r in ids],
            "color": [colours.mine if r == mine else colours.text for r in ids],
        },
        "marker": {
            "size": [13 if r == mine else 9 for r in ids],
            "color": [colours.mine if r == mine else colours.ramp[2] for r in ids],
            "line": {"color": colours.ground, "width": 1.5},
            "opacity": 1,
        },
        "customdata": ids,
        "hovertemplate": "%{text}<extra></extra>",
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }
    geo = {
        **GEO,
        "bgcolor": colours.sea,
        "projection": {"type": "azimuthal equal area", "rotation": {"lon": 10, "lat": 52}},
        "lonaxis": {"range": [-10.5, 31]},
        "lataxis": {"range": [35, 59]},
    }
    return {
        "data": [
            areas([c for c in countries if c not in partners], colours.land, land, line),
            areas([c for c in countries if c in partners], colours.partner, land, line),
            areas(others, colours.ramp[2], shapes, line),
            areas([mine], colours.mine, shapes, line),
            dots,
        ],
        "layout": {
            "geo": geo,
            "height": {"phone": 300, "wide": 490, "slide": 270}[size],
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "font": {"family": FONT},
            "showlegend": False,
            "dragmode": False,
            "clickmode": "event+select",
            "paper_bgcolor": colours.ground,
        },
    }


def key_figures(
    table: pd.DataFrame,
    indicators: pd.DataFrame,
    mine: str,
    name: str,
    enterprises: tuple[int, int],
    links: Mapping[str, str],
    t: Words,
) -> str:
    """My region's key figures as an HTML table, a row an indicator, the last row the listed
    organisations.

    ``table``: comparison.overview of the indicators; ``enterprises``: how many are listed in my
    region and in all; ``links``: the address that an indicator's name leads to.
    """
    rows = []
    for indicator_id, part in table.groupby("indicator_id", sort=False):
        indicator = indicators.loc[indicator_id]
        row = part.set_index("region_id").loc[mine]
        rows.append(_figure(row, part, indicator, mine, links[str(indicator_id)], t))
    listed, total = enterprises
    rows.append(
        f'<tr><th scope="row"><span class="name">{_e(t("Organisations listed"))}</span>'
        f'<span class="when">{_e(t("our directory, not a register"))}</span></th>'
        f'<td class="value"><b>{t.number(listed, 0)}</b></td><td class="rank" colspan="2">'
        f'<span class="quiet">'
        f"{_e(t('of {n} in the nine; definitions differ, so no rank', n=t.number(total, 0)))}"
        "</span></td></tr>"
    )
    caption = _e(t("{region} among the nine", region=name))
    return (
        f'<table class="figures"><caption><h2 class="part">{caption}</h2></caption>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def legend(t: Words) -> str:
    """What dots and marks mean, beneath the key figures."""
    signs = "".join(
        f" <span>{basis_html(basis)} {_e(basis_words(basis, t))}</span>"
        for basis in ("own", "computed", "wider")
    )
    first = _e(t("Each dot is one of the nine regions, yours is the large one."))
    return f'<p class="legend-line">{first}{signs}</p>'


def _figure(
    row: pd.Series,
    part: pd.DataFrame,
    indicator: pd.Series,
    mine: str,
    link: str,
    t: Words,
) -> str:
    name = f'<a href="{_e(link)}" target="_self">{_e(t.data(indicator["name"]))}</a>'
    if pd.isna(row["value"]):
        why = (
            t("published only as a total of a wider area")
            if row["reason"] == "total-of-wider-area"
            else t("not published")
        )
        return (
            f'<tr><th scope="row"><span class="name">{name}</span>'
            f'<span class="when">{_e(why)}</span></th><td class="value"><b>–</b></td>'
            f'<td class="dots">{_strip(part, mine)}</td>'
            f'<td class="rank"><span class="quiet">{_e(t("no value"))}</span></td></tr>'
        )
    area = (
        t.areas(row["areas"], row["area_names"])
        if row["basis"] == "wider"
        else basis_words(row["basis"], t)
    )
    if row["basis"] == "wider" and "+" in row["areas"]:
        area = t("several wider areas")
    when = f"{int(row['year'])} · {basis_html(row['basis'])} {_e(str(area))}"
    if row["flag"]:
        when += f" · {_e(flag_words(row['flag'], t))}"
    unit = _e(t.data(indicator["unit_short"]))
    number = t.number(row["value"], int(indicator["decimals"]))
    rank = t.rank(int(row["rank"]), int(row["ranked"]), total=indicator["aggregation"] == "sum")
    return (
        f'<tr><th scope="row"><span class="name">{name}</span><span class="when">{when}</span></th>'
        f'<td class="value"><b>{number}</b><span>{unit}</span></td>'
        f'<td class="dots">{_strip(part, mine)}</td><td class="rank">{_e(rank)}</td></tr>'
    )


def _strip(part: pd.DataFrame, mine: str) -> str:
    """Nine dots on a line from the lowest to the highest value, mine large and on top."""
    known = part.dropna(subset=["value"])
    low, high = known["value"].min(), known["value"].max()
    width = (high - low) or 1
    dots = []
    for row in sorted(known.itertuples(), key=lambda r: r.region_id == mine):
        kind = f' class="mine {row.basis}"' if row.region_id == mine else ""
        dots.append(f'<i{kind} style="left:{100 * (row.value - low) / width:.1f}%"></i>')
    return f'<div class="strip" aria-hidden="true">{"".join(dots)}</div>'


def _e(text: str) -> str:
    return html.escape(text)
