"""Data that are made up, the same every time: a file for the desk, a package ten times as large."""

from __future__ import annotations

import io
import itertools
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from secon_data.package import SHIPPED, Package

ROWS = 100_000
_SEED = 5
_OTHER = 0.1  # share of the rows whose value is another than the published one
_AREAS = 5  # times as many
_NEAR = 0.002  # degrees


def observations(rows: int = ROWS) -> bytes:
    """Published observations as a CSV, a tenth of them one per cent higher."""
    chance = np.random.default_rng(_SEED)
    table = Package(SHIPPED).table("observations")
    chosen = table.iloc[np.sort(chance.choice(len(table), rows, replace=False))].copy()
    other = chance.random(rows) < _OTHER
    chosen["value"] = chosen["value"].mask(other, (chosen["value"] * 1.01).round(2))
    content: bytes = chosen.to_csv(index=False).encode()
    return content


def many(rows: int, *, repeated: bool = False) -> bytes:
    """A zipped CSV of so many observations: of every area, indicator and year since 1990, nearly
    all of them new, each with its indicator's median; or ``repeated``, of 210 keys again and
    again."""
    package = Package(SHIPPED)
    known = package.table("observations").astype({"indicator_id": "str", "extract_id": "str"})
    of_each = known.groupby("indicator_id").agg({"value": "median", "extract_id": "last"})
    areas, years = package.table("areas")["area_id"].astype("str").tolist(), range(1990, 2025)
    if repeated:
        of_each, areas = of_each.head(1), areas[:6]
    every = [
        f"{area},{row.Index},{year},{row.value:.2f},,{row.extract_id}"
        for row in of_each.itertuples()
        for area in areas
        for year in years
    ]
    lines = itertools.islice(itertools.cycle(every), rows)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        head = "area_id,indicator_id,year,value,flag,extract_id"
        archive.writestr("file.csv", "\n".join([head, *lines]))
    return packed.getvalue()


def one(*, higher: bool) -> bytes:
    """One published value as it is, or a little higher: no question at the check."""
    table = Package(SHIPPED).table("observations")
    row = table[(table["area_id"] == "LV00") & (table["indicator_id"] == "unemployment_rate_15_74")]
    row = row.tail(1)
    content: bytes = row.assign(value=row["value"] + 0.1 * higher).to_csv(index=False).encode()
    return content


def tenfold(folder: Path) -> Path:
    """Writes the shipped package with ten times the observations and organisations; its folder.

    The observations have twice the indicators and five times the areas. The added areas are
    extra-regio, so that a view draws what it drew and has to find it among more. The added
    organisations lie within a few hundred metres of the shipped ones.
    """
    grown = folder / "data"
    shutil.copytree(SHIPPED, grown)
    chance = np.random.default_rng(_SEED)

    def shipped(name: str) -> pd.DataFrame:
        return pd.read_csv(SHIPPED / f"{name}.csv", dtype=str, keep_default_na=False)

    def write(name: str, *parts: pd.DataFrame) -> None:
        table = pa.Table.from_pandas(pd.concat(parts), preserve_index=False)
        csv.write_csv(table, grown / f"{name}.csv", csv.WriteOptions(quoting_style="needed"))

    def elsewhere(table: pd.DataFrame) -> list[pd.DataFrame]:
        return [table.assign(area_id=table["area_id"] + f"~{n}") for n in range(1, _AREAS)]

    def again(table: pd.DataFrame) -> pd.DataFrame:
        columns = [c for c in ("indicator_id", "name", "short_name") if c in table]
        return table.assign(**{column: table[column] + "_again" for column in columns})

    def moved(degrees: pd.Series) -> pd.Series:
        found = pd.to_numeric(degrees) + chance.uniform(-_NEAR, _NEAR, len(degrees))
        return found.round(5).astype(str).where(degrees != "", "")

    areas, rows = shipped("areas"), shipped("observations")
    write("areas", areas, *(t.assign(level="3", extra_regio="true") for t in elsewhere(areas)))
    write("indicators", shipped("indicators"), again(shipped("indicators")))
    wide = pd.concat([rows, *elsewhere(rows)])
    write("observations", wide, again(wide))
    organisations = shipped("enterprises")
    more = [
        organisations.assign(
            enterprise_id=organisations["enterprise_id"] + f"-{n}",
            name=organisations["name"] + f" {n}",
            latitude=moved(organisations["latitude"]),
            longitude=moved(organisations["longitude"]),
        )
        for n in range(1, 10)
    ]
    write("enterprises", organisations, *more)
    return grown
