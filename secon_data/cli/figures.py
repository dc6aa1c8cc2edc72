"""``value`` and ``rank``: one value with all that it stands for, and the nine in order."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

import pandas as pd

from secon_data import comparison, package, settings
from secon_data.cli.names import known

REASONS = {
    "not-in-data": "the data hold no value of it, of its parts or of a wider area that may do",
    "only-of-parts": "the data hold values of parts of it only, which give none of the whole",
    "total-of-wider-area": "the data hold only a total of a wider area, which may not stand for it",
}
_VALUE = [
    "region_id",
    "indicator_id",
    "year_asked",
    "year",
    "value",
    "basis",
    "approximate",
    "areas",
    "area_names",
    "level",
    "flag",
    "flags_known",
    "extract_ids",
    "weight_by",
    "weight_year",
    "reason",
    "place",
    "ranked",
    "eu",
    "country",
    "median_nine",
    "diff_eu",
    "diff_country",
    "diff_median_nine",
    "spread_level",
    "spread_n",
    "spread_min",
    "spread_q1",
    "spread_median",
    "spread_q3",
    "spread_max",
    "diff_spread",
    "spread_place",
    "side",
    "quarter",
    "percentile",
    "verdict",
    "verdict_from",
    "verdict_year",
]
_RANK = [
    "place",
    "region_id",
    "value",
    "basis",
    "approximate",
    "areas",
    "level",
    "year",
    "flag",
    "reason",
]


def register(commands: Any) -> None:
    """Adds ``value`` and ``rank`` to the parser's commands."""
    value = commands.add_parser("value", help="one region's value, and what it stands for")
    value.add_argument("region", metavar="REGION", help="for example riga")
    rank = commands.add_parser("rank", help="the nine regions by place, the best first")
    for command, run in ((value, _value), (rank, _rank)):
        command.add_argument(
            "indicator", metavar="INDICATOR", help="for example unemployment_rate_15_74"
        )
        command.add_argument(
            "year", metavar="YEAR", nargs="?", type=int, help="the latest when left out"
        )
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)


def _value(options: argparse.Namespace) -> int:
    data = settings.package()
    for word, dataset, column in (
        (options.region, "regions", "region_id"),
        (options.indicator, "indicators", "indicator_id"),
    ):
        if not _known(word, data, dataset, column):
            return 2
    table = _compare(data, options).set_index("region_id", drop=False)
    row = _record(table.loc[options.region], _VALUE)
    row["areas"] = row["areas"].split("+") if row["areas"] else []
    if options.json:
        print(json.dumps(row, ensure_ascii=False, indent=2))
    elif row["value"] is not None:
        print(
            f"{row['value']} ({row['year']}, {row['basis']}: {row['area_names']} "
            f"{'+'.join(row['areas'])})"
        )
    if row["value"] is None:
        print(
            f"{options.region} has no value of {options.indicator} for {row['year_asked']}: "
            f"{REASONS[row['reason']]}.",
            file=sys.stderr,
        )
        return 1
    return 0


def _rank(options: argparse.Namespace) -> int:
    data = settings.package()
    if not _known(options.indicator, data, "indicators", "indicator_id"):
        return 2
    table = _compare(data, options).sort_values("place", na_position="last", kind="stable")
    rows = [_record(row, _RANK) for _, row in table.iterrows()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            place, value = (("–" if row[k] is None else row[k]) for k in ("place", "value"))
            print(
                f"{place:>2}  {row['region_id']:<20} {value:>12}  {row['basis'] or row['reason']}"
            )
    if table["value"].isna().all():
        print(f"No region has a value of {options.indicator} for that year.", file=sys.stderr)
        return 1
    return 0


def _compare(data: package.Package, options: argparse.Namespace) -> pd.DataFrame:
    found = comparison.compare(data, options.indicator, options.year)
    return found.table


def _known(word: str, data: package.Package, dataset: str, column: str) -> bool:
    return known(word, list(data.table(dataset)[column]), dataset)


def _record(row: pd.Series, columns: Sequence[str]) -> dict[str, Any]:
    """A row as plain values; missing ones as None."""
    plain = {}
    for column in columns:
        value = row[column]
        plain[column] = None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
    return plain
