"""Eurostat's series ↔ our indicators: what ``indicators.eurostat_filter`` says, and the rows of a
table of Eurostat that fit it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from secon_data.intake.draft import Draft
from secon_data.intake.eurostat import EurostatTable
from secon_data.package import Package
from secon_data.problems import mark

FLAGS = "bdefpu"  # the letters that the dataset knows
MONTHS = "(sum of 12 months)"
# Why a series is left out.
WHY = {
    "no-indicator": mark("no indicator of ours"),
    "several-indicators": mark("fits several indicators ({which})"),
    "several-series": mark("the indicator's filter leaves {which} open"),
    "no-year": mark("no year"),
}
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
_PARTS = {"sex": "T"} | dict.fromkeys(("age", "isced11", "citizen", "c_birth"), "TOTAL")


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


@dataclass(frozen=True)
class Matched:
    """What a file of Eurostat brings.

    ``draft``: of observations; ``extracts``: rows to publish before it; ``left``: the series that
    fit no indicator: the dimensions but geo, rows, why (no-indicator, several-indicators,
    several-series, no-year) and which (the indicators or the dimension); ``unknown``: areas that
    we do not have → rows; ``gaps``: cells without a value.
    """

    draft: Draft
    extracts: pd.DataFrame
    left: pd.DataFrame
    unknown: Mapping[str, int] = field(default_factory=dict)
    gaps: int = 0


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


def named_table(
    found: EurostatTable, ways: Iterable[Source], name: str = "", table: str = ""
) -> str:
    """The table that a file is of: as it says, as a person says, or as its name says."""
    return found.code or table or _named({source.table for source in ways}, name)


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
        total = usual.get(dimension, _PARTS.get(dimension, "TOTAL"))
        if total in values:
            table = table[table[dimension] == total]
        elif len(values) > 1 or dimension in _PARTS:
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


def extract_id(extracts: pd.DataFrame, source: Source, words: str, day: str) -> str:
    """A name for an extract: indicator and day, and the table where another of that day is
    there."""
    name = f"{source.indicator_id}-{day.replace('-', '')}"
    taken = extracts.set_index("extract_id")["eurostat_table"]
    return name if taken.get(name, words) == words else f"{name}-{source.table}"


def extract(name: str, source: Source, words: str, where: str, day: str, note: str = "") -> dict:
    """The row of an extract from Eurostat itself."""
    return {
        "extract_id": name,
        "indicator_id": source.indicator_id,
        "eurostat_table": words,
        "retrieved_from": where,
        "retrieved_on": day,
        "flags_known": True,
        "method": "eurostat",
        "note": note or None,
    }


def match(
    found: EurostatTable,
    package: Package,
    name: str = "",
    today: date | None = None,
    table: str = "",
) -> Matched:
    """The observations in a file of Eurostat. ``name``: of the file; it tells the table where
    neither the file nor ``table`` does. Without any, a series is taken that fits one indicator
    only. ``today``: the day of a file that does not say its own."""
    indicators = package.table("indicators")
    units = indicators.set_index("indicator_id")["unit"]
    areas = set(package.table("areas")["area_id"])
    extracts = package.table("extracts")
    ways = refreshable(package)
    code = named_table(found, ways, name, table)
    day = found.updated or (today or date.today()).isoformat()
    taken: dict[str, tuple[Source, pd.DataFrame]] = {}
    open_dimensions: set[str] = set()
    for source in ways:
        if (code and source.table != code) or (not code and not _explained(found, source)):
            continue
        try:
            rows = select(found, source)
        except MisfitError as error:
            if error.code == "eurostat-several":
                open_dimensions.add(error.details["dimension"])
            continue
        taken.setdefault(source.indicator_id, (source, rows))
    claims = pd.Series(
        [i for i, (_, rows) in taken.items() for _ in rows.index],
        index=[row for _, rows in taken.values() for row in rows.index],
        dtype="object",
    )
    by_row = claims.groupby(level=0).agg(lambda names: ", ".join(sorted(set(names))))
    several = set(by_row.index[by_row.str.contains(", ", regex=False)])
    why = pd.DataFrame({"why": "no-indicator", "which": ""}, index=found.table.index)
    if open_dimensions:
        why[:] = "several-series", ", ".join(sorted(open_dimensions))
    why.loc[by_row.index, "why"] = ""
    for row in several:
        why.loc[row] = "several-indicators", by_row[row]
    parts, new, unknown, gaps = [], [], pd.Series(dtype="int64"), 0
    for source, rows in taken.values():
        rows = rows[~rows.index.isin(several)]
        gaps += int((rows["value"] == "").sum())
        fit = yearly(rows, source, str(units[source.indicator_id]))
        lost = rows.index[(rows["value"] != "") & ~rows["time"].str.fullmatch(r"\d{4}")]
        if not source.months:
            why.loc[lost] = "no-year", ""
        there = fit["geo"].isin(areas)
        unknown = unknown.add(fit.loc[~there, "geo"].value_counts(), fill_value=0)
        fit = fit[there]
        if fit.empty:
            continue
        words = source.words
        identifier = extract_id(extracts, source, words, day)
        where = f"https://doi.org/10.2908/{source.table.upper()}" + (f" ({name})" if name else "")
        new.append(extract(identifier, source, words, where, day))
        parts.append(observations(fit, source.indicator_id, identifier))
    return Matched(
        Draft(
            pd.concat(parts) if parts else observations(_NOTHING, "", ""),
            {"area_id": "geo", "year": "time", "value": "value", "flag": "flag"},
            undated=not found.updated,
        ),
        conformed_extracts(new, extracts),
        _left(found, why),
        {str(area): int(count) for area, count in unknown.sort_index().items()},
        gaps,
    )


_NOTHING = pd.DataFrame({name: pd.Series(dtype="str") for name in ("geo", "year", "value", "flag")})


def observations(rows: pd.DataFrame, indicator: str, identifier: str) -> pd.DataFrame:
    """Rows of ``yearly`` as a draft's text table of the dataset observations."""
    return pd.DataFrame(
        {
            "area_id": rows["geo"],
            "indicator_id": indicator,
            "year": rows["year"],
            "value": rows["value"],
            "flag": rows["flag"].map(lambda text: flags([text])),
            "extract_id": identifier,
        },
        index=rows.index,
        dtype="str",
    )


def conformed_extracts(rows: list[dict], extracts: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``extract`` with the columns and types of the dataset."""
    return pd.DataFrame(rows, columns=extracts.columns).astype(extracts.dtypes.to_dict())


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


def _named(tables: set[str], name: str) -> str:
    """The table that a file's name holds, else the empty text."""
    lower = name.lower()
    held = [t for t in tables if re.search(rf"(?<![a-z0-9]){t}(?![a-z0-9])", lower)]
    return max(held, key=len, default="")


def _explained(found: EurostatTable, source: Source) -> bool:
    """Whether a filter speaks of all dimensions of a table that says not which it is."""
    spoken = {"freq", "geo", *_PARTS, *source.filter}
    return bool(source.filter) and set(found.dimensions) <= spoken


def _left(found: EurostatTable, why: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in found.dimensions if name != "geo"]
    rows = pd.concat([found.table[names], why], axis=1)
    rows = rows[rows["why"] != ""]
    counts = rows.groupby([*names, "why", "which"], sort=False).size()
    return counts.reset_index(name="rows") if len(rows) else rows.assign(rows=0)
