"""What the Overview shows: the map of Europe and my region's key figures. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_data.rows import Row, each, known
from secon_ui.drawing import geometry
from secon_ui.drawing.look import Look
from secon_ui.drawing.maps import GEO, static_address
from secon_ui.drawing.theme import FONT
from secon_ui.taking.exhibit import Filled
from secon_ui.text import absence
from secon_ui.text.basis_marks import basis_html, basis_words, row_words, several
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import flag_words
from secon_ui.text.references import place_words
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
# On a narrow map the names of the east go to the left, where they are not cut, each in a line of
# its own.
_NARROW = {
    "mazowieckie": "top center",
    "riga": "middle left",
    "harghita": "middle left",
    "haskovo": "top left",
    "peloponnese": "bottom left",
}


def layers(regions: Sequence[str], mine: str, look: Look) -> list[Filled]:
    """What the map fills: the countries, those of the partners, their regions, mine."""
    colours = look.colours
    countries = look.boundaries().get("countries", [])

    def filled(layer: str, codes: Sequence[str], fill: str) -> Filled:
        return Filled(layer, [(code, fill) for code in codes], colours.ground)

    return [
        filled("countries", [c for c in countries if c not in geometry.PARTNERS], colours.land),
        filled("countries", [c for c in countries if c in geometry.PARTNERS], colours.partner),
        filled("partner_regions", [r for r in regions if r != mine], colours.ramp[2]),
        filled("partner_regions", [mine], colours.mine),
    ]


def europe(regions: Sequence[Row], mine: str, look: Look) -> dict[str, Any]:
    """The nine regions on a map of Europe, as a plotly figure.

    ``regions``: region_id, country_code, longitude, latitude. The last trace holds the dots; their
    ``customdata`` is the region id.
    """
    colours, names, size, index = look.colours, look.names, look.size, look.boundaries()
    line = {"color": colours.ground, "width": 0.6}

    def areas(part: Filled) -> dict[str, Any]:
        return {
            "type": "choropleth",
            "geojson": static_address(part.layer, index),
            "featureidkey": "id",
            "locations": [code for code, _ in part.fills],
            "z": [1] * len(part.fills),
            "colorscale": [[0, part.fills[0][1]], [1, part.fills[0][1]]],
            "showscale": False,
            "marker": {"line": line},
            "hoverinfo": "skip",
        }

    ordered = sorted(regions, key=lambda row: row["region_id"] == mine)  # mine on top
    ids = [row["region_id"] for row in ordered]
    text = 12.5 if size == "phone" else 14
    dots = {
        "type": "scattergeo",
        "lon": [row["longitude"] for row in ordered],
        "lat": [row["latitude"] for row in ordered],
        "mode": "markers+text",
        "text": [
            html("{gap}<b>{}</b>{gap}" if r == mine else "{gap}{}{gap}", names[r], gap=GAP)
            for r in ids
        ],
        "textposition": [
            (_SIDE if size == "wide" else {**_SIDE, **_NARROW}).get(r, "middle right") for r in ids
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
            *(
                areas(part)
                for part in layers([row["region_id"] for row in regions], mine, look)
                if part.fills
            ),
            dots,
        ],
        "layout": {
            "geo": geo,
            "height": 490 if size == "wide" else 300,
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
    indicators: Mapping[str, Row],
    mine: str,
    enterprises: tuple[int, int],
    links: Mapping[str, str],
    look: Look,
) -> Markup:
    """My region's key figures as an HTML table, a row an indicator, the last row the listed
    organisations.

    ``table``: comparison.overview of the indicators; ``enterprises``: how many are listed in my
    region and in all; ``links``: the address that an indicator's name leads to.
    """
    t = look.t
    rows = []
    parts: dict[str, list[Row]] = {}
    for row in each(table):
        parts.setdefault(row["indicator_id"], []).append(row)
    for indicator_id, part in parts.items():
        (own,) = (row for row in part if row["region_id"] == mine)
        rows.append(_figure(own, part, indicators[indicator_id], mine, links[indicator_id], t))
    told = organisations(enterprises, t)
    rows.append(
        html(
            '<tr><th scope="row"><span class="name">{}</span><span class="when">{}</span></th>'
            '<td class="value"><b>{}</b></td><td class="rank" colspan="2">'
            '<span class="quiet">{}</span></td></tr>',
            told.name,
            told.when,
            told.value,
            told.rank,
        )
    )
    return html(
        '<table class="figures"><caption><h2 class="part">{}</h2></caption>'
        "<tbody>{}</tbody></table>",
        among(mine, look),
        joined(rows),
    )


def among(mine: str, look: Look) -> str:
    """What stands over the key figures."""
    return look.t("{region} among the nine", region=look.names[mine])


def hint(about: str, t: Words) -> Markup:
    """What a click on the map does, and what there is to know about my region."""
    words = t("Click a region to make it yours, or choose it above.")
    return html('<p class="legend-line">{}</p>', f"{words} {about}".strip())


def legend(t: Words) -> Markup:
    """What dots and marks mean, beneath the key figures."""
    signs = joined(
        html(" <span>{} {}</span>", basis_html(basis), basis_words(basis, t))
        for basis in ("own", "computed", "wider")
    )
    first = t("Each dot is one of the nine regions, yours is the large one.")
    return html('<p class="legend-line">{}{}</p>', first, signs)


def _figure(
    row: Row,
    part: list[Row],
    indicator: Row,
    mine: str,
    link: str,
    t: Words,
) -> Markup:
    told = told_of(row, indicator, t)
    name = html('<a href="{}" target="_self">{}</a>', link, told.name)
    if not told.basis:
        return html(
            '<tr><th scope="row"><span class="name">{}</span><span class="when">{}</span></th>'
            '<td class="value"><b>–</b></td><td class="dots">{}</td>'
            '<td class="rank"><span class="quiet">{}</span></td></tr>',
            name,
            told.when,
            _strip(part, mine),
            told.rank,
        )
    when = html("{} · {} {}", told.when, basis_html(told.basis), told.of)
    return html(
        '<tr><th scope="row"><span class="name">{}</span><span class="when">{}</span></th>'
        '<td class="value"><b>{}</b><span>{}</span></td><td class="dots">{}</td>'
        '<td class="rank">{}</td></tr>',
        name,
        when,
        told.value,
        told.unit,
        _strip(part, mine),
        told.rank,
    )


@dataclass(frozen=True)
class Told:
    """A key figure in words. ``basis``: empty where there is no value, and ``when`` says why;
    ``of``: what it stands for, with its flag."""

    name: str
    when: str
    value: str
    rank: str
    unit: str = ""
    basis: str = ""
    of: str = ""

    @property
    def ranked(self) -> bool:
        """Whether ``rank`` is a place."""
        return bool(self.basis)


def told_of(row: Row, indicator: Row, t: Words) -> Told:
    """My region's row of an indicator in words. ``row``: of comparison.overview."""
    name_of = str(indicator["name"])  # a unit that it holds is not said again
    name = t.data(name_of)
    if pd.isna(row["value"]):
        return Told(name, absence.why(row, t), "–", t("no value"))
    area = (
        t.areas(row["areas"], row["area_names"])
        if row["basis"] == "wider" and not several(row)
        else row_words(row, t)
    )
    return Told(
        name,
        str(int(row["year"])),
        t.number(row["value"], int(indicator["decimals"])),
        place_words(row, indicator, t),
        "" if str(indicator["unit_short"]) in name_of else t.data(indicator["unit_short"]),
        row["basis"],
        f"{area} · {flag_words(row['flag'], t)}" if row["flag"] else area,
    )


def organisations(enterprises: tuple[int, int], t: Words) -> Told:
    """The last row: how many organisations are listed. ``enterprises``: as ``key_figures``."""
    listed, total = enterprises
    return Told(
        t("Organisations listed"),
        t("our directory, not a register"),
        t.number(listed, 0),
        t("of {n} in the nine; definitions differ, so no rank", n=t.number(total, 0)),
    )


def _strip(part: list[Row], mine: str) -> Markup:
    """Nine dots on a line from the lowest to the highest value, mine large and on top."""
    found = known(part)
    values = [row["value"] for row in found]
    low, high = min(values, default=0.0), max(values, default=0.0)
    width = (high - low) or 1
    dots = []
    for row in sorted(found, key=lambda r: r["region_id"] == mine):
        kind = html(' class="mine {}"', row["basis"]) if row["region_id"] == mine else EMPTY
        left = f"{100 * (row['value'] - low) / width:.1f}"
        dots.append(html('<i{} style="left:{}%"></i>', kind, left))
    return html('<div class="strip" aria-hidden="true">{}</div>', joined(dots))
