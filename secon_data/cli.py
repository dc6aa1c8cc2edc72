"""The shell's way to the same figures: ``python -m secon_data value|rank``.

Exit codes: 0 a value was printed; 1 there is none, or the data cannot be read (the reason is
printed); 2 the question was wrong: an unknown region or indicator, or wrong usage.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Sequence
from typing import Any

import pandas as pd

from secon_data import comparison, current, package, regions

REASONS = {
    "not-published": "no value is published for it, for its parts or for a wider area",
    "total-of-wider-area": "only a total of a wider area is published, which must not stand for it",
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
    "rank",
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
    "spread_rank",
    "spread_place",
    "percentile",
    "verdict",
    "verdict_from",
    "verdict_year",
]
_RANK = [
    "rank",
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except package.DataError as error:
        print(f"The data cannot be read: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m secon_data", description="Figures of the nine SECON regions."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    value = commands.add_parser("value", help="one region's value, and what it stands for")
    value.add_argument("region", metavar="REGION", help="for example riga")
    rank = commands.add_parser("rank", help="the nine regions, highest value first")
    for command, run in ((value, _value), (rank, _rank)):
        command.add_argument(
            "indicator", metavar="INDICATOR", help="for example unemployment_rate_15_74"
        )
        command.add_argument(
            "year", metavar="YEAR", nargs="?", type=int, help="the latest when left out"
        )
        command.add_argument("--json", action="store_true", help="print JSON")
        command.set_defaults(run=run)
    return parser


def _value(options: argparse.Namespace) -> int:
    data = current.package()
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
    data = current.package()
    if not _known(options.indicator, data, "indicators", "indicator_id"):
        return 2
    table = _compare(data, options).sort_values("rank", na_position="last", kind="stable")
    rows = [_record(row, _RANK) for _, row in table.iterrows()]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            rank, value = (("–" if row[k] is None else row[k]) for k in ("rank", "value"))
            print(f"{rank:>2}  {row['region_id']:<20} {value:>12}  {row['basis'] or row['reason']}")
    if table["value"].isna().all():
        print(f"No region has a value of {options.indicator} for that year.", file=sys.stderr)
        return 1
    return 0


def _compare(data: package.Package, options: argparse.Namespace) -> pd.DataFrame:
    found = comparison.compare(data, regions.candidates(data), options.indicator, options.year)
    return found.table


def _known(word: str, data: package.Package, dataset: str, column: str) -> bool:
    """Whether the word is in the dataset; if not, says so with the nearest spelling."""
    words = list(data.table(dataset)[column])
    if word in words:
        return True
    near = difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.4)
    hint = f" Did you mean «{near[0]}»?" if near else f" Known: {', '.join(words)}."
    print(f"«{word}» is not in {dataset}.{hint}", file=sys.stderr)
    return False


def _record(row: pd.Series, columns: Sequence[str]) -> dict[str, Any]:
    """A row as plain values; missing ones as None."""
    plain = {}
    for column in columns:
        value = row[column]
        plain[column] = None if pd.isna(value) else getattr(value, "item", lambda v=value: v)()
    return plain
