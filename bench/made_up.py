"""The file that the desk is measured with: made up, the same every time."""

from __future__ import annotations

import numpy as np

from secon_data.package import SHIPPED, Package

ROWS = 100_000
_SEED = 5
_OTHER = 0.1  # share of the rows whose value is another than the published one


def observations(rows: int = ROWS) -> bytes:
    """Published observations as a CSV, a tenth of them one per cent higher."""
    chance = np.random.default_rng(_SEED)
    table = Package(SHIPPED).table("observations")
    chosen = table.iloc[np.sort(chance.choice(len(table), rows, replace=False))].copy()
    other = chance.random(rows) < _OTHER
    chosen["value"] = chosen["value"].mask(other, (chosen["value"] * 1.01).round(2))
    content: bytes = chosen.to_csv(index=False).encode()
    return content


def one(*, higher: bool) -> bytes:
    """One published value as it is, or a little higher: no question at the check."""
    table = Package(SHIPPED).table("observations")
    row = table[(table["area_id"] == "LV00") & (table["indicator_id"] == "unemployment_rate_15_74")]
    row = row.tail(1)
    content: bytes = row.assign(value=row["value"] + 0.1 * higher).to_csv(index=False).encode()
    return content
