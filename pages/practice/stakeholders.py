"""Stakeholders by type and country, and the ten partners. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.practice.common import MINE, about_region, english, grouped, link, source, text
from secon_data.package import Package, once
from secon_data.rows import tuples
from secon_ui.text.local_texts import Told, told
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

SEARCHED: tuple[str, ...] = ("organisation", "organisation_local", "role_in_social_economy")


@dataclass(frozen=True)
class Tally:
    """How many of a type (its label) are listed in each country, and in all."""

    label: str
    counts: Sequence[int]
    total: int


def tallies(
    rows: pd.DataFrame, types: Mapping[str, str], countries: Sequence[str], t: Words
) -> list[Tally]:
    """The types of the organisations listed, the commonest first. ``types``: type → label."""
    counts = Counter(zip(rows["type"].tolist(), rows["country_code"].tolist(), strict=True))
    found = []
    for kind in sorted(set(rows["type"])):
        by_country = [counts[kind, country] for country in countries]
        found.append(Tally(t.data(types[kind]), by_country, sum(by_country)))
    return sorted(found, key=lambda tally: -tally.total)


def matrix(
    rows: pd.DataFrame,
    types: Mapping[str, str],
    countries: Sequence[str],
    mine: str,
    caption: str,
    t: Words,
) -> Markup:
    """How many of each type are listed in each country, the commonest type first.

    ``types``: type → label; ``mine``: my country.
    """
    found = tallies(rows, types, countries, t)
    most = max([1, *(n for tally in found for n in tally.counts)])
    head = joined(
        html('<th scope="col" class="{}">{}</th>', "mine" if c == mine else "", t.country(c))
        for c in countries
    )
    body = joined(
        html(
            '<tr><th scope="row">{}</th>{}<td class="num"><b>{}</b></td></tr>',
            tally.label,
            joined(
                _count(n, most, c == mine, t) for n, c in zip(tally.counts, countries, strict=True)
            ),
            t.number(tally.total, 0),
        )
        for tally in found
    )
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="practice-matrix"><caption>{caption}</caption><thead><tr><td></td>{head}'
        '<th scope="col">{all}</th></tr></thead><tbody>{body}</tbody></table></div>',
        caption=caption,
        head=head,
        all=t("All"),
        body=body,
    )


@once
def of(package: Package) -> pd.DataFrame:
    """The package's stakeholders, of objects, as the practices. Shared."""
    return package.table("stakeholders").astype(object)


def ordered(rows: pd.DataFrame, mine: str) -> pd.DataFrame:
    """The commonest type first, in each my country's organisations before the others."""
    columns = ("type", "country_code", "organisation")
    often = Counter(rows["type"].tolist())
    cells = zip(rows.index, *(rows[column] for column in columns), strict=True)
    order = sorted(cells, key=lambda c: (-often[c[1]], c[1], c[2] != mine, c[2], c[3]))
    return rows.loc[[at for at, *_ in order]]


def listed(
    rows: pd.DataFrame, types: Mapping[str, str], names: Mapping[str, str], mine: str, t: Words
) -> Markup:
    """Organisations under their type. ``rows``: of ``ordered``; ``names``: region → its name."""
    return joined(
        html(
            '<h2 class="practice-kind">{}</h2><ul class="practice-people">{}</ul>',
            t.data(types[kind]),
            joined(_item(row, names, mine, t) for row in part),
        )
        for kind, part in grouped(tuples(rows), lambda row: str(row.type)).items()
    )


def partners(rows: pd.DataFrame, types: Mapping[str, str], mine: str, t: Words) -> Markup:
    """The project's partners, with the policy instrument that each wants to improve.

    ``rows``: of the dataset partners; ``types``: role → label; ``mine``: my region.
    """
    items = joined(_partner(row, types, mine, t) for row in tuples(rows))
    return html(
        '<h2 class="practice-kind">{}</h2><ul class="practice-people">{}</ul>',
        t("The ten partners of SECON"),
        items,
    )


def _partner(row: Any, types: Mapping[str, str], mine: str, t: Words) -> Markup:
    name = told(row.name, row.name_local, row.country_code, t)
    return html(
        '<li{}><h3>{}</h3>{}<p class="practice-meta">{} · {}</p>{}{}'
        '<p class="practice-source">{}</p></li>',
        MINE if row.region_id == mine else EMPTY,
        link(row.website, name.html),
        html('<p class="practice-local">{}</p>', name.beside_html) if name.beside else EMPTY,
        t.data(types[row.role]),
        t.country(row.country_code),
        _instrument(row, t),
        EMPTY if pd.isna(row.regional_study) else html("<p>{}</p>", t.data(row.regional_study)),
        source(row.source_title, row.source_url, row.source_year, t),
    )


def _instrument(row: Any, t: Words) -> Markup:
    """A partner's policy instrument, and whence it is known where it does not say so itself."""
    if pd.isna(row.policy_instrument):
        return EMPTY
    told = html(
        "<p>{}</p>",
        t.html("Instrument: {instrument}", instrument=english(row.policy_instrument)),
    )
    if not str(row.policy_instrument_basis).startswith("stated"):
        told += html('<p class="practice-meta">({})</p>', english(row.policy_instrument_basis))
    return told


def title(row: Any, t: Words) -> Told:
    """What an organisation is called, for a reader."""
    return told(row.organisation, row.organisation_local, row.country_code, t)


def where(row: Any, names: Mapping[str, str], t: Words) -> str:
    """«Riga, Latvia»; «Latvia», of which it may serve a part: the data name none but the nine."""
    country = t.country(row.country_code)
    region = "" if pd.isna(row.region_id) else names.get(row.region_id, row.region_id)
    return f"{region}, {country}" if region else country


def _item(row: Any, names: Mapping[str, str], mine: str, t: Words) -> Markup:
    name = title(row, t)
    return html(
        '<li{}><h3>{}</h3><p class="practice-meta">{}{}</p>{}<p lang="en">{}</p>'
        '<p class="practice-source">{}</p></li>',
        MINE if row.country_code == mine else EMPTY,
        link(row.website, name.html),
        where(row, names, t),
        html(' · <i class="practice-local">{}</i>', name.beside_html) if name.beside else EMPTY,
        about_region(row.region_note, t),
        text(row.role_in_social_economy),
        source(row.source_title, row.source_url, row.source_year, t),
    )


def _count(n: int, most: int, mine: bool, t: Words) -> Markup:
    kind = "mine" if mine else ""
    if not n:
        return html('<td class="num {} none">–</td>', kind)
    share = f"{100 * n / most:.0f}"
    return html('<td class="num {}" style="--share:{}%">{}</td>', kind, share, t.number(n, 0))
