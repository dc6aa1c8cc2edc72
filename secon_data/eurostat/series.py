"""Eurostat's series ↔ our indicators: what ``indicators.eurostat_filter`` says, and the rows of a
table of Eurostat that fit it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from secon_data.intake.eurostat import EurostatTable
from secon_data.package import Package

FLAGS = "bdefpu"  # the letters that the dataset knows
MONTHS = "(sum of 12 months)"
_TABLE = re.compile(r"[a-z][a-z0-9_]*")
_BESIDES = re.compile(r"\([^)]*\)")
# What the filters of the curated data leave open and these tables have in several ways.
_USUAL = {
    "tour_occ_nin2m": {"unit": "NR", "nace_r2": "I551-I553"},
    "tour_occ_nin3": {"unit": "NR", "nace_r2": "I551-I553"},
    "lfst_r_lfu2ltu": {"unit": "PC_UNE"},
    "lfst_r_urgau": {"unit": "PC"},
}
# Dimensions that part the people: a part must not stand for all.
PARTS = {"sex": "T"} | dict.fromkeys(("age", "isced11", "citizen", "c_birth"), "TOTAL")


@dataclass(frozen=True)
class Source:
    """One way to an indicator: a table of Eurostat and the values that its dimensions must have.
    ``months``: a year is the sum of its twelve months."""

    indicator_id: str
    table: str
    filter: Mapping[str, str]
    months: bool = False

    @property
    def words(self) -> str:
        """As it is written in the data: «table;dim=VALUE»."""
        said = ";".join([self.table, *(f"{d}={v}" for d, v in self.filter.items())])
        return f"{said} {MONTHS}" if self.months else said


class MisfitError(Exception):
    """A table in which a series cannot be found. ``code``: eurostat-dimension (one of the filter
    is not there), eurostat-no-value, eurostat-several (a dimension is left open)."""

    def __init__(self, code: str, **details: str) -> None:
        self.code, self.details = code, details
        super().__init__(f"{code}: {details}")


def sources(indicators: pd.DataFrame) -> list[Source]:
    """The ways to each indicator, in the order in which they are written; of several to one table
    the one that says most. What needs a formula has none."""
    found: dict[tuple[str, str], Source] = {}
    for row in indicators.itertuples():
        for text in str(row.eurostat_filter).split("|"):
            parts = [part.strip() for part in _BESIDES.sub("", text).split(";")]
            tables = [part for part in parts if _TABLE.fullmatch(part)]
            values = dict(part.split("=", 1) for part in parts if "=" in part)
            if len(tables) != 1 or any(" " in value for value in values.values()):
                continue
            key = (str(row.indicator_id), tables[0])
            if key not in found or len(found[key].filter) < len(values):
                found[key] = Source(*key, values, MONTHS in text)
    return list(found.values())


def refreshable(package: Package) -> list[Source]:
    """The ways to the indicators whose figures Eurostat publishes as they are."""
    indicators = package.table("indicators")
    return sources(indicators[indicators["refreshable"].fillna(False).astype(bool)])


def select(found: EurostatTable, source: Source) -> pd.DataFrame:
    """The rows of a source's series: geo, time, value (text), flag, with the index they have.
    MisfitError when there is not exactly one series an area."""
    table = found.table
    for dimension in source.filter:
        if dimension not in found.dimensions:
            raise MisfitError("eurostat-dimension", dimension=dimension, table=source.table)
    if "geo" not in found.dimensions:
        raise MisfitError("eurostat-dimension", dimension="geo", table=source.table)
    wanted = dict(source.filter)
    if "freq" in found.dimensions:
        wanted.setdefault("freq", "M" if source.months else "A")
    for dimension, value in wanted.items():
        table = table[table[dimension] == value]
    if table.empty:
        raise MisfitError("eurostat-no-value", filter=source.words)
    usual = _USUAL.get(source.table, {})
    for dimension in found.dimensions:
        if dimension in wanted or dimension == "geo":
            continue
        values = set(table[dimension])
        total = usual.get(dimension, PARTS.get(dimension, "TOTAL"))
        if total in values:
            table = table[table[dimension] == total]
        elif len(values) > 1 or dimension in PARTS:
            raise MisfitError(
                "eurostat-several", dimension=dimension, values=", ".join(sorted(values)[:8])
            )
    return table[["geo", "time", "value", "flag"]]


def yearly(rows: pd.DataFrame, source: Source, unit: str) -> pd.DataFrame:
    """Rows of ``select`` with a value, a year each: geo, year, value (text), flag; of months the
    sum, where all twelve are there. ``unit``: of the indicator; millions are made of counts."""
    rows = rows[rows["value"] != ""].assign(year=rows["time"])
    if source.months:
        rows = _summed(rows)
    rows = rows[rows["year"].str.fullmatch(r"\d{4}")]
    if unit.startswith("million ") and _USUAL.get(source.table, {}).get("unit") == "NR":
        numbers = pd.to_numeric(rows["value"]) / 1e6
        rows = rows.assign(value=[repr(float(number)) for number in numbers])
    return rows[["geo", "year", "value", "flag"]]


def flags(letters: Iterable[str]) -> str:
    """Flags in the dataset's form: the letters it knows, each once, sorted."""
    return "".join(sorted({letter for text in letters for letter in text} & set(FLAGS)))


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    month = rows["time"].str.extract(r"^(\d{4})-?M?(\d\d)$")
    rows = rows.assign(year=month[0], number=pd.to_numeric(rows["value"])).dropna(subset=["year"])
    rows = rows.rename_axis("row").reset_index()
    sums = rows.groupby(["geo", "year"]).agg(
        row=("row", "first"), n=("time", "nunique"), total=("number", "sum"), flag=("flag", flags)
    )
    sums = sums[sums["n"] == 12].reset_index()
    values = [f"{total:.10g}" if total % 1 else str(int(total)) for total in sums["total"]]
    return sums.assign(value=values).set_index("row")
