"""Rows of Eurostat's tables → our observations, with the extracts that say where each comes from:
one way for a file that somebody sent and for what the refresh asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_data.eurostat.series import Source, flags
from secon_data.package import Package

_COLUMNS = ("area_id", "indicator_id", "year", "value", "flag", "extract_id")


@dataclass(frozen=True)
class Part:
    """What one table, or one formula, brings to an indicator. ``rows``: geo, year, value (text),
    flag, as ``series.yearly`` makes them; ``day``: of which they are, an ISO date; ``where``: their
    address; ``words``: table and filter as the data write them."""

    source: Source
    rows: pd.DataFrame
    day: str
    where: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class Figures:
    """``observations``: a draft's table of text, each row counted as in its part; ``extracts``:
    rows to publish before it; ``unknown``: areas that we do not have → how many rows."""

    observations: pd.DataFrame
    extracts: pd.DataFrame
    unknown: Mapping[str, int]


def bring(parts: Sequence[Part], package: Package) -> Figures:
    """The observations of all areas that we have, each naming its extract."""
    areas, known = set(package.table("areas")["area_id"]), package.table("extracts")
    observed: list[pd.DataFrame] = []
    extracts: dict[str, dict[str, Any]] = {}
    unknown = pd.Series(dtype="int64")
    for part in parts:
        ours = part.rows["geo"].isin(areas)
        unknown = unknown.add(part.rows.loc[~ours, "geo"].value_counts(), fill_value=0)
        if not ours.any():
            continue
        identifier = extract_id(known, part)
        if identifier in extracts:
            identifier = f"{identifier}-{part.source.table}"
        extracts[identifier] = _extract(identifier, part)
        observed.append(_observations(part.rows[ours], part.source.indicator_id, identifier))
    none = pd.DataFrame({name: pd.Series(dtype="str") for name in _COLUMNS})
    return Figures(
        pd.concat(observed) if observed else none,
        pd.DataFrame(list(extracts.values()), columns=known.columns).astype(known.dtypes.to_dict()),
        {str(area): int(count) for area, count in unknown.sort_index().items()},
    )


def extract_id(extracts: pd.DataFrame, part: Part) -> str:
    """A name for an extract: indicator and day, and the table where another of that day is
    there."""
    name = f"{part.source.indicator_id}-{part.day.replace('-', '')}"
    taken = extracts.set_index("extract_id")["eurostat_table"]
    return name if taken.get(name, part.words) == part.words else f"{name}-{part.source.table}"


def _extract(name: str, part: Part) -> dict[str, Any]:
    """The row of an extract from Eurostat itself."""
    return {
        "extract_id": name,
        "indicator_id": part.source.indicator_id,
        "eurostat_table": part.words,
        "retrieved_from": part.where,
        "retrieved_on": part.day,
        "flags_known": True,
        "method": "eurostat",
        "note": part.note or None,
    }


def _observations(rows: pd.DataFrame, indicator: str, identifier: str) -> pd.DataFrame:
    cells = (
        rows["geo"], indicator, rows["year"], rows["value"],
        rows["flag"].map(lambda text: flags([text])), identifier,
    )  # fmt: skip
    return pd.DataFrame(dict(zip(_COLUMNS, cells, strict=True)), index=rows.index, dtype="str")
