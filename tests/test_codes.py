"""A code that nothing lists – a theme, a country, an indicator that is no longer there – leaves every
page standing, with its row shown as it is, and Sources says so."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shown
from shown import LINK, App, opening
from stores import made

from secon_data.checking import integrity
from secon_data.package import SHIPPED, Package
from secon_data.schema import Schema
from secon_ui.shell.menu import PAGES, PageSpec

DATASETS = Package(SHIPPED).names
NOWHERE = "no<b>where"
# Columns of codes that no list closes and no dataset owns.
OPEN = {"theme", "country_code", "group_id"}


def coded(schema: Schema) -> list[str]:
    """The columns that hold codes."""
    return [
        name
        for name, field in schema.fields.items()
        if name in schema.references or field.allowed or name in OPEN
    ]


def spoilt(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """A table in which many rows have a code that nothing lists, each in one of its columns; of a
    column of the key only one row, for the others would repeat it. Those of my region or its
    country come first: they are what pages show."""
    columns = coded(schema)
    table = table.copy()
    mine = pd.Series(False, table.index)
    for name, code in (("region_id", "riga"), ("country_code", "LV")):
        mine |= (table[name] == code).fillna(False) if name in table else False
    rows = [*np.flatnonzero(mine), *np.flatnonzero(~mine)]
    for place, name in enumerate(columns):
        if isinstance(table[name].dtype, pd.CategoricalDtype):
            table[name] = table[name].cat.add_categories([NOWHERE])
        step = len(table) if name in schema.key else len(columns) + 1
        table.iloc[rows[place::step], table.columns.get_loc(name)] = NOWHERE
    return table


def views(page: PageSpec) -> Iterator[dict[str, str]]:
    """The views of a page."""
    opened = opening(page)
    for item in fields(opened.kind):
        if item.name in ("shown", "view"):
            yield from ({item.metadata["key"]: str(code)} for code in opened.codes(item.name))
            return
    yield {}


@pytest.fixture(scope="module")
def read(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[tuple[PageSpec, dict[str, str]]]]:
    """The pages and views that read each dataset; of a copy, of which nothing is kept yet."""
    found: dict[str, list[tuple[PageSpec, dict[str, str]]]] = {name: [] for name in DATASETS}
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("codes")
        patch.setenv("SECON_DATA", str(shown.copy(folder / "data")))
        patch.setenv("SECON_STORE", made(folder / "store").address)
        app = App()
        for page in PAGES:
            names: set[str] = set()
            for view in views(page):
                with shown.asked_for() as asked:
                    app.open(page, **LINK, **view)
                # What a page works out for its first view it may keep for the others.
                names |= asked
                for name in names:
                    found[name].append((page, view))
    return found


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A copy of the data package and a store, which the app reads instead."""
    folder, store = shown.copy(tmp_path / "data"), tmp_path / "store"
    monkeypatch.setenv("SECON_DATA", str(folder))
    monkeypatch.setenv("SECON_STORE", str(store))
    return Package(folder, made(store))


@pytest.mark.parametrize("dataset", DATASETS)
def test_codes_that_nothing_lists_leave_every_page_standing(dataset, package, read):
    schema, before = package.schema(dataset), package.table(dataset)
    assert package.store is not None
    package.store.publish(package, dataset, spoilt(before, schema), expected=None, who="x", why="y")
    app = App()
    for page, view in read[dataset]:
        app.open(page, **LINK, **view)
        told = (page.slug, view, app.failed, app.errors)
        assert app.failed == "" and app.errors == [] and app.headed, told
        assert NOWHERE not in app.html, told
    app.open(next(page for page in PAGES if page.slug == "sources"), **LINK, dataset=dataset)
    strange = list(integrity.unlisted(Package(package.folder, package.store), dataset))
    assert {found.column for found in strange} == {
        name for name in coded(schema) if name in schema.references or schema.fields[name].allowed
    }
    assert not strange or html.escape(NOWHERE) in app.html


def test_rows_of_unlisted_codes_are_counted_by_column(package):
    table = package.table("practices").copy()
    table.loc[[0, 3], "theme"] = "unheard-of"
    table.loc[3, "region_id"] = "atlantis"
    found = list(integrity.unlisted(package.with_tables({"practices": table}), "practices"))
    assert found == [
        integrity.Unlisted("region_id", ("atlantis",), 1),
        integrity.Unlisted("theme", ("unheard-of",), 2),
    ]
    assert [list(integrity.unlisted(package, name)) for name in package.names] == [[]] * len(
        package.names
    )
