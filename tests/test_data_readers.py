"""The data at an address, read from the running app by programs that are not ours."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import duckdb
import frictionless
import geopandas
import pandas as pd
import pytest
from stores import made
from test_serve import serving

from secon_data.api import values
from secon_data.package import SHIPPED, Package


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Package:
    return Package(SHIPPED, made(tmp_path_factory.mktemp("compared") / "store"))


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with serving("uvicorn", tmp_path_factory.mktemp("server")) as found:
        yield f"http://{found.host}/data/"


@pytest.fixture(scope="module")
def duck() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    (extension,) = (files("duckdb_extension_httpfs") / "extensions").rglob("*.duckdb_extension")
    connection.execute(f"LOAD '{extension}'")
    return connection


def test_frictionless_validates_the_package(address, package):
    found = frictionless.Package(f"{address}datapackage.json")
    assert sorted(found.resource_names) == sorted(package.names)
    # Of the observations, which take it half a minute, the first rows.
    report = found.validate(limit_rows=3000)
    assert report.valid, report.flatten(["name", "type", "message"])
    rows = {task.name: task.stats["rows"] for task in report.tasks}
    assert rows == {name: min(3000, len(package.table(name))) for name in package.names}


def test_pandas_reads_every_dataset(address, package):
    for name in package.names:
        expected = package.table(name)
        key = expected.columns[0]
        from_csv = pd.read_csv(f"{address}{name}.csv", dtype=str, keep_default_na=False)
        from_parquet = pd.read_parquet(f"{address}{name}.parquet")
        for read in (from_csv, from_parquet):
            assert read.columns.tolist() == expected.columns.tolist()
            assert read[key].astype(str).tolist() == expected[key].astype(str).tolist()


def test_pandas_reads_values_as_the_package_gives_them(address, package):
    read = pd.read_csv(f"{address}values.csv?indicator=neet_15_29&year=2015-2024&region=riga")
    expected = values("neet_15_29", range(2015, 2025), "riga", package=package)
    assert read["value"].tolist() == expected["value"].tolist() and len(read) == 10


def test_duckdb_reads_parquet_and_csv_over_http(duck, address, package):
    table = package.table("observations")
    query = f"from '{address}observations.parquet'"
    assert duck.sql(f"select count(*) {query}").fetchone() == (len(table),)
    # The line of the documentation: the mean of a year.
    neet = table[table["indicator_id"] == "neet_15_29"].groupby("year")["value"].mean()
    told = dict(
        duck.sql(
            f"select year, avg(value) {query} where indicator_id = 'neet_15_29' group by year"
        ).fetchall()
    )
    assert told == pytest.approx(neet.to_dict())
    funding = len(package.table("funding"))
    for read in ("read_csv", "read_parquet"):
        ending = read.removeprefix("read_")
        (n,) = duck.sql(f"select count(*) from {read}('{address}funding.{ending}')").fetchone()
        assert n == funding


def test_geopandas_reads_the_outlines(address, package):
    read = geopandas.read_file(f"{address}areas.geojson?level=2")
    assert read.crs.to_epsg() == 4326 and read.geometry.is_valid.all() and len(read) > 100
    assert set(read["area_id"]) <= set(package.table("areas")["area_id"])
