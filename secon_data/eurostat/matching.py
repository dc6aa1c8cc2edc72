"""A file of Eurostat → our observations: which of its series is which indicator, and what is left
of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from secon_data.eurostat.figures import Part, bring
from secon_data.eurostat.series import PARTS, MisfitError, Source, refreshable, select, yearly
from secon_data.intake.draft import Draft
from secon_data.intake.eurostat import EurostatTable
from secon_data.package import Package
from secon_data.problems import mark

# Why a series is left out.
WHY = {
    "no-indicator": mark("no indicator of ours"),
    "several-indicators": mark("fits several indicators ({which})"),
    "several-series": mark("the indicator's filter leaves {which} open"),
    "no-year": mark("no year"),
}
# What download pages put behind a table's code in a file's name.
_END = (
    r"(?=(?:_linear|_page\w*|__?custom\w*|_spreadsheet|_tabular|_\d+|_[a-z]{2}|\$\w*)?"
    r"(?![a-z0-9_]))"
)
# How the codes of Eurostat's tables begin: what follows «estat_», or one of its themes.
_TABLE_NAME = re.compile(
    r"(?<![a-z0-9])(?:estat_(?P<any>[a-z]\w*?)|(?P<theme>(?:(?:agr|apro|bd|cens|crim|demo|earn|"
    r"edat|educ|ef|ei|env|gov|hbs|hlth|htec|hsw|icw|ilc|inn|isoc|jvs|lan|lc|lfs[aioqt]|lfst|lmp|"
    r"migr|naida|nama|namq|nasa|nrg|pat|prc|proj|rail|rd|reg|road|sbs|sdg|spr|sts|tran|trng|tour|"
    r"une|urb|yth)_|t(?:gs|ps|ec|in)\d{5})\w*?))" + _END
)
_FIELDS = {"area_id": "geo", "year": "time", "value": "value", "flag": "flag"}


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


def match(
    found: EurostatTable,
    package: Package,
    name: str = "",
    today: date | None = None,
    table: str = "",
) -> Matched:
    """The observations in a file of Eurostat. ``name``: of the file; it tells the table where
    neither the file nor ``table`` does. Without any, a series is taken that fits one indicator
    only. ``today``: the day of a file that does not say its own.

    Only areas that the file holds: where it lacks a country, its sender may have left it out, and
    no other area stands in for it, as in a refresh.
    """
    found = _with_areas(found, package.table("areas"))
    units = package.table("indicators").set_index("indicator_id")["unit"].astype("str")
    ways = refreshable(package)
    code = named_table(found, ways, name, table)
    day = found.updated or (today or date.today()).isoformat()
    taken, why = _taken(found, [way for way in ways if _may_be(found, way, code)])
    parts, gaps = [], 0
    for source, rows in taken:
        rows = rows[why.loc[rows.index, "why"] == ""]
        gaps += int((rows["value"] == "").sum())
        if not source.months:
            lost = rows.index[(rows["value"] != "") & ~rows["time"].str.fullmatch(r"\d{4}")]
            why.loc[lost] = "no-year", ""
        where = f"https://doi.org/10.2908/{source.table.upper()}" + (f" ({name})" if name else "")
        fit = yearly(rows, source, units[source.indicator_id])
        parts.append(Part(source, fit, day, where, source.words))
    brought = bring(parts, package)
    draft = Draft(brought.observations, _FIELDS, undated=not found.updated)
    return Matched(draft, brought.extracts, _left(found, why), brought.unknown, gaps)


def named_table(
    found: EurostatTable, ways: Iterable[Source], name: str = "", table: str = ""
) -> str:
    """The table that a file is of: as it says, as a person says, or as its name says. One that is
    none of ours is named too: nothing in it is an indicator of ours."""
    return found.code or table or _named({source.table for source in ways}, name)


def ours(package: Package) -> list[str]:
    """The tables of Eurostat of which there is an indicator."""
    return sorted({source.table for source in refreshable(package)})


def _named(tables: set[str], name: str) -> str:
    """The table that a file's name holds, ours or another, else the empty text."""
    lower = name.lower()
    held = [t for t in tables if re.search(rf"(?<![a-z0-9]){t}{_END}", lower)]
    if held:
        return max(held, key=len)
    other = _TABLE_NAME.search(lower)
    return (other["any"] or other["theme"] or "") if other else ""


def _with_areas(found: EurostatTable, areas: pd.DataFrame) -> EurostatTable:
    """A spreadsheet's table, names of regions turned into their codes: a name that several areas
    have («Rīga») tells none of them and stays."""
    if found.layout != "spreadsheet" or "geo" not in found.dimensions:
        return found
    names = areas.drop_duplicates("name", keep=False).set_index("name")["area_id"]
    names = names[~names.index.isin(areas["area_id"])]
    geo = found.table["geo"]
    return replace(found, table=found.table.assign(geo=geo.map(names).fillna(geo).astype("str")))


def _may_be(found: EurostatTable, source: Source, code: str) -> bool:
    """Whether a file may hold a source: it is of its table, or says not of which it is and the
    source's filter speaks of all its dimensions."""
    if code:
        return source.table == code
    spoken = {"freq", "geo", *PARTS, *source.filter}
    return bool(source.filter) and set(found.dimensions) <= spoken


def _taken(
    found: EurostatTable, ways: Iterable[Source]
) -> tuple[list[tuple[Source, pd.DataFrame]], pd.DataFrame]:
    """The rows of one source of each indicator, and why each row of the file is none of them:
    why, which; empty where it is one. A row that fits several is none."""
    taken: dict[str, tuple[Source, pd.DataFrame]] = {}
    left_open: set[str] = set()
    for source in ways:
        try:
            taken.setdefault(source.indicator_id, (source, select(found, source)))
        except MisfitError as error:
            if error.code == "eurostat-several":
                left_open.add(error.details["dimension"])
    why = pd.DataFrame({"why": "no-indicator", "which": ""}, index=found.table.index)
    if left_open:
        why[:] = "several-series", ", ".join(sorted(left_open))
    claims = pd.concat(
        [pd.Series(name, rows.index) for name, (_, rows) in taken.items()]
        or [pd.Series(dtype="object")]
    )
    claimed = claims.groupby(level=0).agg(lambda names: ", ".join(sorted(names)))
    why.loc[claimed.index] = ""
    several = claimed[claimed.str.contains(", ", regex=False)]
    why.loc[several.index, "why"], why.loc[several.index, "which"] = "several-indicators", several
    return list(taken.values()), why


def _left(found: EurostatTable, why: pd.DataFrame) -> pd.DataFrame:
    names = [name for name in found.dimensions if name != "geo"]
    rows = pd.concat([found.table[names], why], axis=1)
    rows = rows[rows["why"] != ""]
    counts = rows.groupby([*names, "why", "which"], sort=False).size()
    return counts.reset_index(name="rows") if len(rows) else rows.assign(rows=0)
