"""The differences that a draft makes, before they are published. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from pages.desk import titles
from secon_data.changes import Changes
from secon_data.checking.integrity import COUNTRY
from secon_data.package import Package
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

SHOWN = 15
_NAMES = ("name", "title", "name_en", "title_en", "topic", "description")


def headline(found: Changes, t: Words) -> str:
    """«31 rows will change, 15 are new, none is removed»."""
    if found.none:
        return t("Nothing will change: the same rows are there already")
    counts = found.counts()
    return t(
        "{changed}, {added}, {removed}",
        changed=t.plural("{n} row will change", "{n} rows will change", counts["changed"])
        if counts["changed"]
        else t("No row will change"),
        added=t.plural("{n} is new", "{n} are new", counts["added"])
        if counts["added"]
        else t("none is new"),
        removed=t.plural("{n} is removed", "{n} are removed", counts["removed"])
        if counts["removed"]
        else t("none is removed"),
    )


def figures(found: Changes, untouched: int, t: Words) -> Markup:
    """The four figures."""
    counts = found.counts()
    cells = (
        (counts["changed"], t("changed"), "mine"),
        (counts["added"], t("added"), ""),
        (counts["removed"], t("removed"), "error"),
        (untouched, t("rows untouched"), ""),
    )
    drawn = joined(
        (
            html(
                '<div class="{}"><b>{}</b><span>{}</span></div>',
                kind if n else "none",
                t.number(n, 0),
                name,
            )
            for n, name, kind in cells
        )
    )
    return html('<div class="desk-figures">{}</div>', drawn)


class Named:
    """Says which row and which column a difference is in. ``own``: the column that names rows."""

    def __init__(
        self, package: Package, dataset: str, tables: Sequence[pd.DataFrame], t: Words
    ) -> None:
        self._t, self._dataset = t, dataset
        schema = package.schema(dataset)
        self._key = schema.key
        self._titles = titles.told_apart(schema, t)
        self._labels = {name: field.labels or {} for name, field in schema.fields.items()}
        self._names: dict[tuple[Any, ...], str] = {}
        self._codes: dict[str, Mapping[str, str]] = {}
        for name, other in (("indicators", "indicator_id"), ("areas", "area_id")):
            if other in self._key:
                table = package.table(name)
                self._codes[other] = dict(zip(table[other], table["name"], strict=True))
        # What names the rows that a cell points at: «Flemish Brabant», «Arr. Leuven (BE242)».
        self._meant: dict[str, Mapping[str, str]] = {}
        for name, there in schema.references.items():
            if there.dataset in ("regions", "areas"):
                listed = package.table(there.dataset)
                self._meant[name] = dict(
                    zip(listed[there.key].astype("str"), listed["name"].astype("str"), strict=True)
                )
        self.own = own = next((n for n in _NAMES if n in self._titles and n not in self._key), None)
        if own is not None and dataset != "observations":
            for table in tables:
                for row in table[[*self._key, own]].itertuples(index=False):
                    self._names[tuple(row)[:-1]] = str(row[-1])

    def row(self, row: Mapping[str, Any]) -> str:
        """A row by its name, else by its key."""
        key = tuple(row[name] for name in self._key)
        if key in self._names:
            return self._t.data(self._names[key])
        return " · ".join(self._code(name, row[name]) for name in self._key)

    def column(self, name: str) -> str:
        return self._titles.get(name, name)

    def value(self, name: str, value: Any) -> Any:
        """A code of a closed list, a region or an area in words; any other value as it is."""
        meant = self._meant.get(name, {}).get(value) if isinstance(value, str) else None
        if meant is not None and name == COUNTRY:
            return self._t.country(str(value))
        if meant is not None and name == "region_id":
            return self._t.data(meant)
        if meant is not None:
            return f"{self._t.areas(str(value), meant)} ({value})"
        label = self._labels.get(name, {}).get(value) if isinstance(value, str) else None
        return self._t.data(label) if label else value

    def _code(self, name: str, code: Any) -> str:
        said = self._codes.get(name, {}).get(str(code), str(code))
        return self._t.areas(str(code), said) if name == "area_id" else self._t.data(said)


def changed(found: Changes, named: Named, t: Words) -> Markup:
    """Old → new, the largest jump first."""
    cells = found.news.head(SHOWN)
    most = cells["relative"].abs().max()
    rows = []
    for cell in cells.to_dict("records"):
        jump, relative = cell["jump"], cell["relative"]
        number = not pd.isna(jump)
        old, new = (named.value(cell["column"], cell[when]) for when in ("old", "new"))
        change = t.signed(jump, _decimals(cell["old"], cell["new"])) if number else ""
        share = "" if pd.isna(relative) else f"{t.signed(100 * relative, 0)} %"
        bar = EMPTY
        if not pd.isna(relative) and most:
            width = max(1.5, 100 * abs(relative) / most)
            bar = html(
                '<i class="{}" style="width:{}%"></i>',
                "up" if relative >= 0 else "down",
                f"{width:.0f}",
            )
        rows.append(
            html(
                '<tr><th scope="row" dir="auto">{}</th><td>{}</td><td class="num"><s dir="auto">'
                '{}</s></td><td class="num"><b dir="auto">{}</b></td><td class="num">{}</td>'
                '<td class="num">{}</td><td class="bar">{}</td></tr>',
                _short(named.row(cell), 70),
                named.column(cell["column"]),
                _cell(old, t),
                _cell(new, t),
                change,
                share,
                bar,
            )
        )
    head = (t("Row"), t("Column"), t("Old"), t("New"), t("Change"), t("in %"), "")
    return _table(head, rows, numeric=(2, 3, 4, 5), kind="changed")


def rows_of(table: pd.DataFrame, named: Named, key: Sequence[str], t: Words) -> Markup:
    """Whole rows that come or go: their name and their first columns."""
    rest = [c for c in table.columns if c not in (*key, named.own) and table[c].notna().any()][:4]
    rows = []
    for row in table.head(SHOWN).to_dict("records"):
        cells = joined(
            html('<td dir="auto">{}</td>', _cell(named.value(name, row[name]), t)) for name in rest
        )
        label = _short(named.row(row), 70)
        rows.append(html('<tr><th scope="row" dir="auto">{}</th>{}</tr>', label, cells))
    return _table((t("Row"), *(named.column(name) for name in rest)), rows)


def export(found: Changes) -> pd.DataFrame:
    """All differences as one table: change, the key, column, old, new."""
    key = list(found.key)
    parts = [found.cells.assign(change="changed")[["change", *key, "column", "old", "new"]]]
    for name, table in (("added", found.added), ("removed", found.removed)):
        rest = [c for c in table.columns if c not in key]
        long = table.astype("object").melt(key, rest, var_name="column", value_name="cell")
        long = long.dropna(subset=["cell"]).assign(change=name, old=None, new=None)
        long["new" if name == "added" else "old"] = long["cell"]
        parts.append(long[["change", *key, "column", "old", "new"]])
    return pd.concat([part.astype("object") for part in parts], ignore_index=True)


def counts(before: pd.DataFrame, after: pd.DataFrame, names: Mapping[str, str], t: Words) -> Markup:
    """Rows per region, before and after."""
    rows = []
    old, new = (table["region_id"].value_counts() for table in (before, after))
    for region, name in names.items():
        a, b = int(old.get(region, 0)), int(new.get(region, 0))
        if a != b:
            rows.append(
                html(
                    '<tr><th scope="row">{}</th><td class="num"><s>{}</s></td><td class="num"><b>'
                    "{}</b></td></tr>",
                    name,
                    t.number(a, 0),
                    t.number(b, 0),
                )
            )
    if not rows:
        return EMPTY
    return _table((t("Rows of"), t("Old"), t("New")), rows, numeric=(1, 2))


def affected(found: Changes) -> list[str]:
    """Indicators of which a row changes, those of the largest jumps first."""
    tables = (found.cells, found.added, found.removed)
    codes = [table["indicator_id"].drop_duplicates().astype("str") for table in tables]
    return list(dict.fromkeys(pd.concat(codes)))


def years(found: Changes, indicator: str) -> list[int]:
    """The years of which a row of an indicator changes."""
    tables = (found.cells, found.added, found.removed)
    rows = pd.concat([table[["indicator_id", "year"]].astype("object") for table in tables])
    return sorted({int(year) for year in rows.loc[rows["indicator_id"] == indicator, "year"]})


def largest(found: Changes, named: Callable[[Mapping[str, Any]], str], t: Words) -> str:
    """«Largest change: Latgale · Unemployment rate · 2025, 8.9 → 12.3»; empty without numbers."""
    cells = found.news.head(1).dropna(subset=["relative"])  # the largest stand first
    if cells.empty:
        return ""
    cell = cells.iloc[0].to_dict()
    return t(
        "Largest change: {row}, {old} → {new}.",
        row=named(cell),
        old=_number(cell["old"], t),
        new=_number(cell["new"], t),
    )


def _table(
    head: Sequence[str], rows: Sequence[str], numeric: Sequence[int] = (), kind: str = ""
) -> Markup:
    cells = joined(
        (
            html('<th scope="col"{}>{}</th>', html(" class=num") if i in numeric else EMPTY, text)
            if text
            else html("<td></td>")
            for i, text in enumerate(head)
        )
    )
    return html(
        '<div class="scroll"><table class="desk-list {}"><thead><tr>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>",
        kind,
        cells,
        joined(rows),
    )


def _cell(value: Any, t: Words) -> str:
    if value is None or pd.isna(value):
        return "–"
    return _short(_number(value, t), 60)


def _number(value: Any, t: Words) -> str:
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if isinstance(value, float):
        return t.number(value, _decimals(value))
    return str(value)


def _decimals(*values: Any) -> int:
    """As many decimals as are written, up to four."""
    longest = 0
    for value in values:
        text = f"{float(value):.4f}".rstrip("0") if isinstance(value, int | float) else ""
        longest = max(longest, len(text.partition(".")[2]))
    return longest


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
