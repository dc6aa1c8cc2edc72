"""Where the figures of a file come from, when the file itself does not say it: every observation
names its extract (source, date, method). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

_KEY = ["area_id", "indicator_id", "year"]
# What stands for the table of Eurostat where the figures are no Eurostat figures.
_NO_TABLE = "not a Eurostat table"


@dataclass(frozen=True)
class Origin:
    """``source``: an address or a title; ``on``: when it was taken, an ISO date; ``continues``:
    whether definition and method are those of the figures there are, so that both make one
    series; ``flags_known``: whether an empty flag means that a value is final."""

    source: str
    on: str
    continues: bool = True
    flags_known: bool = False


def added(
    extracts: pd.DataFrame, indicators: list[str], origin: Origin, observations: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, str]]:
    """The extracts with those that a file needs, and which one each indicator gets.

    An extract of the same source, day and method is taken again. ``observations`` as they stand:
    an indicator's newest one says the method that a new extract continues.
    """
    methods = extracts.set_index("extract_id")["method"]
    known = observations[observations["indicator_id"].isin(indicators)].sort_values(
        "year", kind="stable"
    )
    newest = known.drop_duplicates("indicator_id", keep="last").set_index("indicator_id")
    rows, chosen = [], {}
    for indicator in dict.fromkeys(indicators):
        own = extracts[extracts["indicator_id"] == indicator]
        method = _own_method(origin)
        if origin.continues and indicator in newest.index:
            method = str(methods.get(newest.at[indicator, "extract_id"], method))
        same = own[
            (own["retrieved_from"] == origin.source)
            & (own["retrieved_on"] == origin.on)
            & (own["method"] == method)
        ]
        if len(same):
            chosen[indicator] = str(same["extract_id"].iloc[0])
            continue
        chosen[indicator] = _free(indicator, set(extracts["extract_id"]))
        rows.append(
            {
                "extract_id": chosen[indicator],
                "indicator_id": indicator,
                "eurostat_table": _NO_TABLE,
                "retrieved_from": origin.source,
                "retrieved_on": origin.on,
                "flags_known": origin.flags_known,
                "method": method,
            }
        )
    if not rows:
        return extracts, chosen
    new = pd.DataFrame(rows).reindex(columns=extracts.columns).astype(extracts.dtypes.to_dict())
    return pd.concat([extracts, new], ignore_index=True), chosen


def attributed(
    draft: pd.DataFrame, observations: pd.DataFrame, chosen: dict[str, str]
) -> pd.DataFrame:
    """A draft's text table of observations with its column extract_id: a row that repeats a
    published value keeps the extract it has, any other gets that of its indicator."""
    new = draft["indicator_id"].map(chosen).fillna("")
    there = repeated(draft, observations)
    return draft.assign(extract_id=new.mask(there != "", there))


def newest_kept(
    draft: pd.DataFrame, observations: pd.DataFrame, extracts: pd.DataFrame
) -> pd.DataFrame:
    """A draft that names its extracts, where rows that repeat a published value keep the extract
    they have, and with it its day: that a figure is still the same is no news of it. Only where the
    file knows flags that the older extract did not know, it is taken."""
    there = repeated(draft, observations)
    known = extracts.set_index("extract_id")["flags_known"].fillna(False).astype("bool").to_dict()
    pairs = zip(draft["extract_id"], there, strict=True)
    keep = [old != "" and known.get(old, False) >= known.get(own, False) for own, old in pairs]
    return draft.assign(extract_id=draft["extract_id"].mask(pd.Series(keep, draft.index), there))


def earlier(day: str, other: str) -> bool:
    """Whether a day is before another for certain; either may be a year or a month only."""
    known = min(len(day), len(other))
    return day[:known] < other[:known]


def repeated(draft: pd.DataFrame, observations: pd.DataFrame) -> pd.Series:
    """The extract of the published row that a draft's row repeats in value and flag; the empty
    text for rows that are new or differ."""
    wanted = draft["indicator_id"].unique()
    old = observations[observations["indicator_id"].isin(wanted)]
    before = pd.DataFrame(
        {
            **{name: old[name].astype("str") for name in _KEY},
            "_value": old["value"],
            "_flag": old["flag"].fillna("").astype("str"),
            "_extract": old["extract_id"],
        }
    ).drop_duplicates(_KEY)
    rows = draft[_KEY].astype("str").merge(before, on=_KEY, how="left")
    rows.index = draft.index
    same = pd.to_numeric(draft["value"], errors="coerce") == rows["_value"]
    if "flag" in draft:
        same &= draft["flag"].astype("str") == rows["_flag"].fillna("")
    return rows["_extract"].where(same, "").fillna("").astype("str")


def _own_method(origin: Origin) -> str:
    """A method of its own for a source that continues nothing."""
    words = re.sub(r"[\W_]+", "-", origin.source.casefold()).strip("-")
    return f"{words[:40].rstrip('-')}-{origin.on[:4]}"


def _free(indicator: str, taken: set[str]) -> str:
    number = 1
    while f"{indicator}-{number}" in taken:
        number += 1
    return f"{indicator}-{number}"
