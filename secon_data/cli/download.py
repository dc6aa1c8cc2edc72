"""A download of Eurostat that was given as a file of observations."""

from __future__ import annotations

import sys

from secon_data import changes, series
from secon_data.draft import Draft
from secon_data.intake import IntakeError
from secon_data.intake.eurostat import NAMES, EurostatTable
from secon_data.package import Package

_WHY = {
    "no-indicator": "no indicator of ours",
    "several-indicators": "fits several indicators ({which}); the file does not say its table",
    "several-series": "the indicator's filter leaves {which} open",
    "no-year": "no year",
}
_SHOWN = 10


def matched(found: EurostatTable, package: Package, name: str) -> tuple[Draft, Package]:
    """The observations in it, and the package with the extracts that they need. What is not taken
    is said on the error stream. IntakeError when that is all."""
    what = series.match(found, package, name)
    layout = f"{NAMES[found.layout]}, table {found.code}" if found.code else NAMES[found.layout]
    indicators = sorted(set(what.extracts["indicator_id"]))
    _say(f"A download of Eurostat ({layout}): {', '.join(indicators) or 'nothing of ours'}.")
    for row in what.left.head(_SHOWN).to_dict("records"):
        values = ", ".join(f"{d}={row[d]}" for d in found.dimensions if d in row)
        why = _WHY[str(row["why"])].format(which=row["which"])
        _say(f"  left out: {values}: {row['rows']} rows, {why}")
    if len(what.left) > _SHOWN:
        _say(f"  … and {len(what.left) - _SHOWN} more series")
    if what.unknown:
        _say(f"  areas that are not ours: {', '.join(what.unknown)}")
    if what.gaps:
        _say(f"  cells without a value: {what.gaps}")
    if what.draft.table.empty:
        raise IntakeError("eurostat-nothing")
    extracts = changes.apply(package.table("extracts"), what.extracts, ["extract_id"])
    return what.draft, package.with_tables({"extracts": extracts})


def _say(line: str) -> None:
    print(line, file=sys.stderr)
