"""Stakeholders by type and country, and the ten partners. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pages.practice.common import escaped, link, local, source
from secon_ui.text.words import Words

SEARCHED: tuple[str, ...] = ("organisation", "organisation_local", "role_in_social_economy")


def matrix(
    rows: pd.DataFrame,
    types: Mapping[str, str],
    countries: Sequence[str],
    mine: str,
    caption: str,
    t: Words,
) -> str:
    """How many of each type are listed in each country, the commonest type first.

    ``types``: type → label; ``mine``: my country.
    """
    counts = pd.crosstab(rows["type"].astype("str"), rows["country_code"])
    counts = counts.reindex(columns=list(countries), fill_value=0)
    order = counts.sum(axis=1).sort_values(ascending=False, kind="stable").index
    most = max(int(counts.to_numpy().max()), 1) if len(counts) else 1
    head = "".join(
        f'<th scope="col" class="{"mine" if c == mine else ""}">{escaped(t.country(c))}</th>'
        for c in countries
    )
    body = "".join(
        f'<tr><th scope="row">{escaped(t.data(types[kind]))}</th>'
        + "".join(_count(int(counts.loc[kind, c]), most, c == mine, t) for c in countries)
        + f'<td class="num"><b>{t.number(int(counts.loc[kind].sum()), 0)}</b></td></tr>'
        for kind in order
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(caption)}">'
        f'<table class="practice-matrix"><caption>{escaped(caption)}</caption><thead><tr><td></td>'
        f'{head}<th scope="col">{escaped(t("All"))}</th></tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def ordered(rows: pd.DataFrame, mine: str) -> pd.DataFrame:
    """The commonest type first, in each my country's organisations before the others."""
    kinds = rows["type"].astype("str")
    table = rows.assign(
        often=-kinds.map(kinds.value_counts()), kind=kinds, away=rows["country_code"] != mine
    ).sort_values(["often", "kind", "away", "country_code", "organisation"])
    return table.drop(columns=["often", "kind", "away"])


def listed(
    rows: pd.DataFrame, types: Mapping[str, str], names: Mapping[str, str], mine: str, t: Words
) -> str:
    """Organisations under their type. ``rows``: of ``ordered``; ``names``: region → its name."""
    parts = []
    for kind, part in rows.groupby(rows["type"].astype("str"), sort=False):
        items = "".join(_item(row, names, mine, t) for row in part.itertuples())
        parts.append(f'<h2 class="practice-kind">{escaped(t.data(types[str(kind)]))}</h2>')
        parts.append(f'<ul class="practice-people">{items}</ul>')
    return "".join(parts)


def partners(rows: pd.DataFrame, types: Mapping[str, str], mine: str, t: Words) -> str:
    """The project's partners, with the policy instrument that each wants to improve.

    ``rows``: of the dataset partners; ``types``: role → label; ``mine``: my region.
    """
    items = []
    for row in rows.itertuples():
        name = f'<span lang="en">{escaped(row.name)}</span>'
        also = local(row.name_local, row.country_code, row.name)
        instrument = ""
        if not pd.isna(row.policy_instrument):
            text = f'<span lang="en">{escaped(row.policy_instrument)}</span>'
            instrument = f"<p>{t('Instrument: {instrument}', instrument=text)}</p>"
            if not str(row.policy_instrument_basis).startswith("stated"):
                basis = f'<span lang="en">{escaped(row.policy_instrument_basis)}</span>'
                instrument += f'<p class="practice-meta">({basis})</p>'
        kind = ' class="mine"' if row.region_id == mine else ""
        role = f"{t.data(types[row.role])} · {t.country(row.country_code)}"
        told = source(row.source_title, row.source_url, row.source_year, t)
        items.append(
            f"<li{kind}><h3>{link(row.website, name)}</h3>"
            + (f'<p class="practice-local">{also}</p>' if also else "")
            + f'<p class="practice-meta">{escaped(role)}</p>{instrument}'
            f'<p class="practice-source">{told}</p></li>'
        )
    return f'<ul class="practice-people">{"".join(items)}</ul>'


def _item(row: Any, names: Mapping[str, str], mine: str, t: Words) -> str:
    name = f'<span lang="en">{escaped(row.organisation)}</span>'
    also = local(row.organisation_local, row.country_code, row.organisation)
    country = t.country(row.country_code)
    region = "" if pd.isna(row.region_id) else names[row.region_id]
    where = f"{region}, {country}" if region else t("{country}, nationwide", country=country)
    kind = ' class="mine"' if row.country_code == mine else ""
    return (
        f"<li{kind}><h3>{link(row.website, name)}</h3>"
        f'<p class="practice-meta">{escaped(where)}'
        + (f' · <i class="practice-local">{also}</i>' if also else "")
        + f'</p><p lang="en">{escaped(row.role_in_social_economy)}</p>'
        f'<p class="practice-source">'
        f"{source(row.source_title, row.source_url, row.source_year, t)}</p></li>"
    )


def _count(n: int, most: int, mine: bool, t: Words) -> str:
    kind = "mine" if mine else ""
    if not n:
        return f'<td class="num {kind} none">–</td>'
    return f'<td class="num {kind}" style="--share:{100 * n / most:.0f}%">{t.number(n, 0)}</td>'
