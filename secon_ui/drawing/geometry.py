"""The index of the boundaries, checked against the files that a browser will fetch. Pure."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from secon_data.errors import DataError
from secon_ui.text.words import mark

FOLDER = Path(__file__).resolve().parents[2] / "static" / "geometry"
PLACE = "static/geometry"
OWNERS = "© EuroGeographics, © UN-FAO, © Turkstat"
# The partners' countries, as the background names them.
PARTNERS = frozenset(
    [
        "Belgium",
        "Bulgaria",
        "Germany",
        "Greece",
        "Latvia",
        "Poland",
        "Portugal",
        "Romania",
        "Spain",
    ]
)
MEND = mark("Put it back, or run «make geometry».")


def index(folder: Path) -> dict[str, Any]:
    """The contents of ``index.json``: layers with their digests, codes, frames, bounds (west,
    south, east and north of each partner region).

    DataError names the file that is missing or not the one that was built: a browser would draw
    an empty map without a word.
    """
    file = folder / "index.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        layers = {name: layer["sha256"] for name, layer in found["layers"].items()}
        found["bounds"] = {region: tuple(edges) for region, edges in found["bounds"].items()}
    except FileNotFoundError:
        raise DataError("the file is missing.", file=f"{PLACE}/index.json", mend=MEND) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise DataError(
            "this is not the index of the boundaries.", file=f"{PLACE}/index.json", mend=MEND
        ) from None
    for name, digest in layers.items():
        try:
            content = (folder / name).read_bytes()
        except OSError:
            raise DataError("the file is missing.", file=f"{PLACE}/{name}", mend=MEND) from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise DataError("the boundaries are damaged.", file=f"{PLACE}/{name}", mend=MEND)
    return dict(found)
