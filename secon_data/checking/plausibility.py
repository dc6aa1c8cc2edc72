"""What only this project knows of its figures: where regions lie, how an indicator usually moves.

All of these are questions to a person (warnings), save what cannot be true (errors).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from secon_data import jumps
from secon_data.changes import Mode
from secon_data.intake import encodings
from secon_data.intake.draft import Draft
from secon_data.intake.provenance import earlier
from secon_data.package import Package, once
from secon_data.problems import Problem
from secon_data.units import percentage

# A change is large when it is so many times what all but one in two hundred changes are.
_LARGE, _SHARE = 3.0, 0.995
# A value so many times another, or a part so small of it, is asked about in any unit.
_FACTOR = 3.0
# Values so far beyond all published ones, as a share of their range, are unusual.
_BEYOND = 0.25
_KEY = ["area_id", "indicator_id", "year"]
_PAST_YEARS = {"year", "source_year", "founded_year", "start_year"}
_OLD_PAGES = ("cp1252", "cp1257", "cp1250", "cp1251", "cp1253", "latin-1")


def check(
    draft: Draft, rows: pd.DataFrame, dataset: str, package: Package, *, mode: Mode, today: date
) -> Iterator[Problem]:
    """The questions to a draft whose values, keys and references are right. ``rows``: the same,
    typed."""
    yield from _years(draft, rows, today)
    yield from _outside(draft, rows, package)
    yield from _near_borders(draft, rows, package)
    if dataset == "observations":
        yield from _observations(draft, rows, package)
    elif "region_id" in draft.table and mode == "replace":
        before = package.table(dataset)["region_id"].dropna().astype("str")
        yield from _gone(set(before), set(draft.table["region_id"]), package)


def damaged(text: pd.Series) -> pd.Series:
    """Which texts were read in the wrong encoding somewhere on their way («Ä£» for «ģ»)."""
    words = {word for word in text.unique() if not word.isascii()}
    bad = {word for word in words if "\ufffd" in word or _was_utf8(word)}
    return text.isin(bad)


def swapped(draft: Draft) -> dict[int, Problem]:
    """Rows whose latitude and longitude are swapped, by row: the other way round they lie in
    their region, as they stand they do not."""
    places = _places(draft.table)
    if places.empty:
        return {}
    from secon_data import geography  # here: who checks no places does without it

    turned = places.rename(columns={"latitude": "longitude", "longitude": "latitude"})
    away, other_way = geography.distances(places), geography.distances(turned)
    wrong = places[~(away <= geography.NEAR_KM) & (other_way <= geography.NEAR_KM)]
    return {
        int(row.Index): Problem(
            "coordinates-swapped", "values", "error", int(row.Index), "latitude",
            draft.fields.get("latitude"), f"{row.latitude:.10g} · {row.longitude:.10g}",
            {"example": f"{row.longitude:.10g} · {row.latitude:.10g}"},
        )
        for row in wrong.itertuples()
    }  # fmt: skip


def _years(draft: Draft, rows: pd.DataFrame, today: date) -> Iterator[Problem]:
    for name in sorted(_PAST_YEARS & set(rows)):
        late = rows[name][(rows[name] > today.year).fillna(False)]
        # One value for all rows is told once.
        for row, year in late.head(1).items() if name in draft.same else late.items():
            yield Problem(
                "year-in-future", "plausibility", "error",
                None if name in draft.same else int(str(row)), name, draft.fields.get(name),
                str(int(year)), {"limit": str(today.year)},
            )  # fmt: skip


def _outside(draft: Draft, rows: pd.DataFrame, package: Package) -> Iterator[Problem]:
    """Places that lie outside their region, and where they lie instead."""
    places = _places(rows)
    if places.empty:
        return
    from secon_data import geography  # here: who checks no places does without it

    places["away"] = geography.distances(places)
    outside = places[places["away"] > geography.NEAR_KM]
    regions = package.table("regions").set_index("region_id")["name"]
    areas = package.table("areas").set_index("area_id")["name"]
    there = geography.located(outside)
    names = there["region_id"].map(regions).fillna(there["area_id"].map(areas))
    for row, name in zip(outside.itertuples(), names, strict=True):
        details = {"region": str(regions.get(row.region_id, row.region_id))}
        details |= {"distance": f"{row.away:.0f}"} | ({} if pd.isna(name) else {"there": name})
        yield Problem(
            "outside-region" if pd.isna(name) else "in-another-area", "plausibility", "warning",
            int(row.Index), "latitude", draft.fields.get("latitude"),
            f"{row.latitude:.10g} · {row.longitude:.10g}", details,
        )  # fmt: skip


def _near_borders(draft: Draft, rows: pd.DataFrame, package: Package) -> Iterator[Problem]:
    """Places by which a region was found that they may just miss."""
    if not draft.borders:
        return
    regions = package.table("regions").set_index("region_id")["name"]
    for row in _places(rows.loc[rows.index.isin(draft.borders)]).itertuples():
        yield Problem(
            "near-border", "plausibility", "warning", int(str(row.Index)), "latitude",
            draft.fields.get("latitude"), f"{row.latitude:.10g} · {row.longitude:.10g}",
            {"region": str(regions.get(row.region_id, row.region_id))},
        )  # fmt: skip


def _places(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a place: latitude, longitude (degrees), region_id."""
    names = ["latitude", "longitude", "region_id"]
    if not set(names) <= set(rows):
        return pd.DataFrame(columns=names)
    numbers = rows[names[:2]].apply(pd.to_numeric, errors="coerce")
    return numbers.assign(region_id=rows["region_id"]).dropna()


@dataclass(frozen=True)
class _Published:
    """``rows``: the published values in the order of their series: area_id, indicator_id, year,
    value, extract_id, the area's level, the extract's method; ``usual``: ``jumps.usual`` of them;
    ``spikes``: the years that jump and return in them, of which nobody is asked again. Texts that
    come again are categories: as texts a million rows take hundreds of megabytes."""

    rows: pd.DataFrame
    usual: Mapping[str, float]
    spikes: frozenset[tuple[str, str, int]]


@once
def _published(package: Package) -> _Published:
    """Worked out once: it is the same for each file."""
    extracts = package.table("extracts")
    method = dict(zip(extracts["extract_id"], extracts["method"], strict=True))
    rows = package.table("observations").dropna(subset=["value"])
    rows = rows[[*_KEY, "value", "extract_id"]].astype(
        {"area_id": "category", "indicator_id": "category", "year": "float64"}
    )
    rows = rows.assign(
        level=_levels(rows["area_id"], package),
        method=rows["extract_id"].map(method).fillna("").astype("category"),
    )
    rows, usual = rows.sort_values(_KEY, ignore_index=True), jumps.usual(rows)
    return _Published(rows, usual, frozenset(jumps.found(rows, usual).spikes))


def _levels(areas: pd.Series, package: Package) -> pd.Series:
    known = package.table("areas").set_index("area_id")["level"].astype("float64")
    return areas.map(known).astype("float64")


def _observations(draft: Draft, rows: pd.DataFrame, package: Package) -> Iterator[Problem]:
    """Values that are no percentages, unusual, or far from what was published before."""
    if not {*_KEY, "value"} <= set(rows):
        return
    new = rows[[*_KEY, "value"]].astype({"year": "float64"})
    new = new.dropna().rename_axis("row").reset_index()
    published = _published(package)
    past = published.rows[published.rows["indicator_id"].isin(new["indicator_id"].unique())]
    for name in _KEY[:2]:
        new[name], past = _alike(new[name], past)
    new["level"] = _levels(new["area_id"], package)
    groups = past.groupby(["indicator_id", "level"], observed=True)["value"]
    range_of = groups.agg(["min", "max", "size"]).reset_index()
    new = new.merge(range_of, on=["indicator_id", "level"], how="left")
    units = package.table("indicators").set_index("indicator_id")["unit"].astype("str")
    percentages = {i for i, unit in units.items() if percentage(unit)}
    lowest = past.groupby("indicator_id", observed=True)["value"].agg(["min", "max"])
    shares = {
        i
        for i in lowest.index
        if i in percentages and lowest.at[i, "min"] >= 0 and lowest.at[i, "max"] <= 100
    }
    no_share = new["indicator_id"].isin(shares) & ~new["value"].between(0, 100)
    room = (new["max"] - new["min"]) * _BEYOND
    unusual = (new["value"] < new["min"] - room) | (new["value"] > new["max"] + room)
    unusual &= (new["size"] >= 20) & ~no_share
    for row in new[no_share].itertuples():
        yield _of_value(draft, row, "percentage-out-of-range", "error", {})
    for row in new[unusual].itertuples():
        limits = {"low": f"{row.min:.10g}", "high": f"{row.max:.10g}"}
        yield _of_value(draft, row, "unusual-value", "warning", limits)
    new = new[["row", *_KEY, "value"]]
    if draft.percent:
        signed = new["row"].isin(draft.percent) & ~new["indicator_id"].isin(percentages)
        for row in new[signed].itertuples():
            yield _of_value(
                draft, row, "percent-of-what", "error", {"unit": str(units[row.indicator_id])}
            )
    likely = new[~no_share & ~unusual]
    spikes = _spikes(likely, past, published)
    for row, before, after in spikes:
        places = {"previous": f"{before:.10g}", "next": f"{after:.10g}"}
        yield _of_value(draft, row, "returning-jump", "warning", places)
    told = {row.row for row, _, _ in spikes}
    yield from _jumps(draft, likely[~likely["row"].isin(told)], past)
    yield from _older(draft, new, past, package)
    yield from _gone_areas(new, past, package)


def _alike(texts: pd.Series, past: pd.DataFrame) -> tuple[pd.Series, pd.DataFrame]:
    """A column as categories, and the published rows with the same ones: rows of both can be
    brought together by numbers."""
    codes, different = pd.factorize(texts)
    own = past[texts.name]
    known = own.cat.categories
    own = own.cat.add_categories([text for text in different if text not in known])
    found = own.cat.categories.get_indexer(different)[codes]
    column = pd.Series(pd.Categorical.from_codes(found, dtype=own.dtype), texts.index)
    return column, past.assign(**{str(texts.name): own})


def _spikes(
    new: pd.DataFrame, past: pd.DataFrame, published: _Published
) -> list[tuple[Any, float, float]]:
    """Values of the file that jump away and return in the year after, with the values of the years
    before and after: the file's, else the published ones."""
    own = new[_KEY[:2]].drop_duplicates()
    touched = past[[*_KEY, "value", "method"]].merge(own, on=_KEY[:2])
    # What the file brings is taken to go on the series that there is.
    last = touched.drop_duplicates(_KEY[:2], keep="last")
    series = new[[*_KEY, "value"]].merge(last[[*_KEY[:2], "method"]], on=_KEY[:2], how="left")
    both = pd.concat([touched, series]).drop_duplicates(_KEY, keep="last")
    found = [k for k in jumps.found(both, published.usual).spikes if k not in published.spikes]
    if not found:
        return []
    # Only the series that jump: those of a million rows would take more memory than a file may.
    where = pd.DataFrame(found, columns=_KEY).astype({"year": "float64"})
    of_those = both.merge(where[_KEY[:2]].drop_duplicates(), on=_KEY[:2])
    values = of_those.set_index(_KEY)["value"].to_dict()
    told = []
    for row in new.merge(where, on=_KEY).sort_values("row").itertuples():
        before, after = (values[row.area_id, row.indicator_id, row.year + by] for by in (-1, 1))
        told.append((row, before, after))
    return told


def _jumps(draft: Draft, new: pd.DataFrame, past: pd.DataFrame) -> Iterator[Problem]:
    """Values far from the same year's published one, else from that of the year before."""
    group = past.groupby(_KEY[:2], observed=True)
    steps = group["value"].diff().abs()[group["year"].diff() == 1]
    usual = steps.groupby(past["indicator_id"], observed=True).quantile(_SHARE)
    series = [past[name] for name in _KEY[:2]]
    largest = steps.groupby(series, observed=True).max().rename("largest").reset_index()
    key = [*_KEY[:2], "when"]
    known = past[[*_KEY, "value"]].rename(columns={"value": "previous", "year": "when"})
    same = new.assign(when=new["year"]).merge(known, on=key)
    rest = new[~new["row"].isin(same["row"])]
    before = rest.assign(when=rest["year"] - 1).merge(known, on=key)
    both = pd.concat([same, before]).merge(largest, on=key[:2], how="left").sort_values("row")
    limit = both["indicator_id"].map(usual).astype("float64")
    moved = (both["value"] - both["previous"]).abs()
    # The Union's gross domestic product moves each year by more than a county has: what a series
    # does by itself from one year to the next is no jump in it.
    far = (moved > _LARGE * limit) | _times(both["value"], both["previous"])
    far &= moved > both["largest"].fillna(0.0)
    for row in both[far].itertuples():
        places = {"previous": f"{row.previous:.10g}", "year": str(int(row.when))}
        yield _of_value(draft, row, "large-jump", "warning", places)


def _times(value: pd.Series, previous: pd.Series) -> pd.Series:
    """Which values are three times the previous one or more, a third of it or less, or of the other
    sign. Beside the steps of the Union those of a county are nothing."""
    larger = np.maximum(value.abs(), previous.abs())
    smaller = np.minimum(value.abs(), previous.abs())
    turned = (value * previous < 0) & (smaller > 0)
    return ((larger >= _FACTOR * smaller) | turned) & (larger > 0)


def _older(
    draft: Draft, new: pd.DataFrame, past: pd.DataFrame, package: Package
) -> Iterator[Problem]:
    """Indicators whose published figures are of a later day than those that would overwrite
    them; for a download that does not say its day, of later years."""
    if draft.newest or "extract_id" not in draft.table:
        return
    both = new.merge(past[[*_KEY, "value", "extract_id"]], on=_KEY, suffixes=("", "_past"))
    both = both[both["value"] != both["value_past"]]
    both = both.assign(own=both["row"].map(draft.table["extract_id"]))
    table = package.table("extracts")
    days = table.set_index("extract_id")["retrieved_on"].fillna("").astype("str").to_dict()
    names = package.table("indicators").set_index("indicator_id")["name"]
    last = past.groupby("indicator_id", observed=True)["year"].max()
    for indicator, rows in both.groupby("indicator_id", sort=False, observed=True):
        pairs = [
            (days.get(own, ""), days.get(there, ""))
            for own, there in zip(rows["own"], rows["extract_id"], strict=True)
        ]
        older = [(own, there) for own, there in pairs if earlier(own, there)]
        own_last = new.loc[new["indicator_id"] == indicator, "year"].max()
        name = str(names.get(indicator, indicator))
        if older:
            details = {"own": max(own for own, _ in older), "rows": str(len(older))}
            details |= {"published": max(there for _, there in older)}
            yield Problem("older-figures", "plausibility", "warning", value=name, details=details)
        elif draft.undated and own_last < last[indicator]:
            details = {"own": f"{own_last:.0f}", "published": f"{last[indicator]:.0f}"}
            details |= {"rows": str(len(rows))}
            yield Problem("older-years", "plausibility", "warning", value=name, details=details)


def _gone_areas(new: pd.DataFrame, past: pd.DataFrame, package: Package) -> Iterator[Problem]:
    """Regions that had figures in the latest year of an indicator and get none in the newer year
    that the file brings for most others."""
    members = package.table("region_areas")
    own = members.loc[members["role"].astype("str") != "wider", ["area_id", "region_id"]]
    titles = package.table("indicators").set_index("indicator_id")["name"]

    def latest(table: pd.DataFrame) -> pd.DataFrame:
        """The latest year of each indicator, and the regions that have a figure of it."""
        year = table.groupby("indicator_id", observed=True)["year"].max()
        rows = table[table["area_id"].isin(own["area_id"])]
        rows = rows[rows["year"] == rows["indicator_id"].map(year).astype("float64")]
        rows = rows[["indicator_id", "area_id"]].astype("str").merge(own, on="area_id")
        regions = rows.groupby("indicator_id")["region_id"].agg(set)
        return year.set_axis(year.index.astype("str")).to_frame().assign(regions=regions)

    both = latest(new).join(latest(past).add_suffix("_past"))
    for row in both[both["year"] > both["year_past"]].dropna().itertuples():
        had, has = row.regions_past, row.regions
        if len(had & has) * 2 > len(had):
            of = {"indicator": str(titles.get(row.Index, row.Index)), "year": f"{row.year:.0f}"}
            yield from _gone(had, has, package, of)


def _gone(
    before: set[str], now: set[str], package: Package, of: dict[str, str] | None = None
) -> Iterator[Problem]:
    names = package.table("regions").set_index("region_id")["name"]
    for region in sorted(before - now):
        name = str(names.get(region, region))
        code = "region-gone-of" if of else "region-gone"
        yield Problem(code, "plausibility", "warning", None, "region_id", None, name, of or {})


def _of_value(draft: Draft, row: Any, code: str, severity: str, details: dict[str, str]) -> Problem:
    number, value = int(row.row), float(row.value)
    return Problem(
        code, "plausibility", "error" if severity == "error" else "warning", number, "value",
        draft.fields.get("value"), f"{value:.10g}", details,
    )  # fmt: skip


def _was_utf8(text: str) -> bool:
    """Whether the text is UTF-8 that was read in an old code page. What is all in the letters of
    one language is a word of it."""
    if encodings.of_one_language(text):
        return False
    for page in _OLD_PAGES:
        try:
            mended = text.encode(page).decode("utf-8")
        except UnicodeError:
            continue
        return mended != text
    return False
