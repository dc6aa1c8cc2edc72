"""What is said of a download of Eurostat that was given as a file of observations."""

from __future__ import annotations

import sys

from secon_data.eurostat import matching
from secon_data.intake import IntakeError
from secon_data.intake.eurostat import NAMES, EurostatTable
from secon_data.package import Package

_SHOWN = 10


def tell(found: EurostatTable, what: matching.Matched, package: Package) -> None:
    """Says on the error stream what is taken and what is not. IntakeError when that is all."""
    layout = f"{NAMES[found.layout]}, table {found.code}" if found.code else NAMES[found.layout]
    indicators = sorted(set(what.extracts["indicator_id"]))
    _say(f"A download of Eurostat ({layout}): {', '.join(indicators) or 'nothing of ours'}.")
    for row in what.left.head(_SHOWN).to_dict("records"):
        values = ", ".join(f"{d}={row[d]}" for d in found.dimensions if d in row)
        why = matching.WHY[str(row["why"])].format(which=row["which"])
        _say(f"  left out: {values}: {row['rows']} rows, {why}")
    if len(what.left) > _SHOWN:
        _say(f"  … and {len(what.left) - _SHOWN} more series")
    if what.unknown:
        _say(f"  areas that are not ours: {', '.join(what.unknown)}")
    if what.gaps:
        _say(f"  cells without a value: {what.gaps}")
    if what.draft.table.empty:
        raise IntakeError("eurostat-nothing", tables=", ".join(matching.ours(package)))


def _say(line: str) -> None:
    print(line, file=sys.stderr)
