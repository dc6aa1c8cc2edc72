"""What a download of Eurostat brings, and what of it is left out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from secon_data.eurostat.matching import WHY, Matched
from secon_data.eurostat.series import Source
from secon_data.intake.eurostat import EurostatTable
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

_SHOWN = 10


def taken(found: Matched, names: Mapping[str, str], t: Words) -> Markup:
    """Each indicator with its series, rows, areas and years; empty when there is none.
    ``names``: of the indicators."""
    table = found.draft.table
    words = found.extracts.set_index("extract_id")["eurostat_table"].to_dict()
    rows = []
    for indicator, part in table.groupby("indicator_id", sort=False):
        filters = ", ".join(str(words.get(e, "")) for e in part["extract_id"].unique())
        first, last = part["year"].min(), part["year"].max()
        rows.append(
            html(
                '<tr><th scope="row">{}<small class="desk-codes" lang="en">{}</small></th>'
                '<td class="num">{}</td><td class="num">{}</td><td>{}</td></tr>',
                t.data(names.get(str(indicator), indicator)),
                filters,
                t.number(len(part), 0),
                t.number(part["area_id"].nunique(), 0),
                first if first == last else f"{first}–{last}",
            )
        )
    head = ((t("Indicator"), ""), (t("Rows"), "num"), (t("Areas"), "num"), (t("Years"), ""))
    return _table(head, rows) if rows else EMPTY


def left_out(found: Matched, table: EurostatTable, names: Mapping[str, str], t: Words) -> Markup:
    """The series that fit no indicator, and why; empty when there is none."""
    rows = []
    for row in found.left.head(_SHOWN).to_dict("records"):
        codes = " · ".join(str(row[d]) for d in table.dimensions if d in row)
        which = [t.data(names.get(name, name)) for name in str(row["which"]).split(", ")]
        why = t(WHY[str(row["why"])], which=t.list(which))
        rows.append(
            html(
                '<tr><th scope="row"><span class="desk-codes">{}</span></th><td class="num">'
                "{}</td><td>{}</td></tr>",
                codes,
                t.number(int(row["rows"]), 0),
                why,
            )
        )
    head = ((t("Series"), ""), (t("Rows"), "num"), (t("Why"), ""))
    return _table(head, rows) if rows else EMPTY


def notes(found: Matched, t: Words) -> list[str]:
    """What else is not taken: more series, areas that are not ours, cells without a value."""
    told = []
    more = len(found.left) - _SHOWN
    if more > 0:
        told.append(t.plural("{n} more series is left out.", "{n} more series are left out.", more))
    if found.unknown:
        areas = list(found.unknown)
        some = ", ".join(areas[:12]) + (" …" if len(areas) > 12 else "")
        told.append(
            t.plural(
                "{n} area is not among ours and is left out: {areas}.",
                "{n} areas are not among ours and are left out: {areas}.",
                len(areas),
                areas=some,
            )
        )
    if found.gaps:
        told.append(
            t.plural(
                "{n} cell has no value and stays a gap.",
                "{n} cells have no value and stay gaps.",
                found.gaps,
            )
        )
    return told


def what_would_fit(ways: Sequence[Source], code: str, names: Mapping[str, str], t: Words) -> str:
    """Where nothing of a file is taken: what of its table is, or which tables are ours. ``code``:
    of the table, empty where nobody has said it."""
    ours = t("Our tables: {tables}.", tables=", ".join(tables(ways)))
    own = [way for way in ways if way.table == code]
    if own:
        series = [
            f"{t.data(names.get(way.indicator_id, way.indicator_id))} "
            f"({', '.join(f'{name}={value}' for name, value in way.filter.items())})"
            for way in own
        ]
        return t(
            "Of the table {table} these are taken: {series}. Download them with it, for areas of "
            "the nine countries.",
            table=code, series="; ".join(dict.fromkeys(series)),
        )  # fmt: skip
    if code:
        return t("The table {table} is none of ours.", table=code) + " " + ours
    told = t(
        "Choose the table that it is of, or download the table and the values that an "
        "indicator is made of: «Sources» names them."
    )
    return f"{told} {ours}"


def tables(package_indicators: Sequence[Source]) -> list[str]:
    """The tables of Eurostat that indicators come from."""
    return sorted({source.table for source in package_indicators})


def first_rows(table: pd.DataFrame) -> Markup:
    """The first rows of the long table: codes, period, value, flag."""
    rows = [
        html("<tr>{}</tr>", joined(html("<td>{}</td>", cell) for cell in cells))
        for cells in table.head(6).itertuples(index=False)
    ]
    head = [(str(name), "") for name in table.columns]
    return _table(head, rows)


def _table(head: Sequence[tuple[str, str]], rows: Sequence[str]) -> Markup:
    cells = joined((html('<th scope="col" class="{}">{}</th>', kind, text) for text, kind in head))
    return html(
        '<div class="scroll"><table class="desk-list"><thead><tr>{}</tr></thead><tbody>'
        "{}</tbody></table></div>",
        cells,
        joined(rows),
    )
