"""JSON-stat 2.0, the layout of Eurostat's statistics API → the long table of ``eurostat``. Pure."""

from __future__ import annotations

import json
import math
from typing import Any

from secon_data.intake.errors import IntakeError
from secon_data.intake.eurostat import (
    CELL,
    DAY,
    EurostatTable,
    dimension_ids,
    long_table,
    table_code,
)


def read(text: str) -> EurostatTable:
    """The table in a JSON-stat 2.0 response. IntakeError for any other JSON, or none."""
    try:
        # Numbers stay the text that they are: no digit is lost.
        found = json.loads(text, parse_float=str, parse_int=str, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise IntakeError("json-damaged") from None
    if not isinstance(found, dict) or "value" not in found:
        if (said := _said(found)) or (isinstance(found, dict) and "dimension" in found):
            raise IntakeError("json-without-values", said=said)
        raise IntakeError("json-without-table")
    try:
        return _table(found)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise IntakeError("json-damaged") from None


def _table(found: dict[str, Any]) -> EurostatTable:
    ids = [str(name) for name in found["id"]]
    sizes = [int(size) for size in found["size"]]
    names = ["time" if n.lower() in ("time", "time_period") else n for n in ids]
    dimensions = dimension_ids([n for n in names if n != "time"])
    if len(sizes) != len(ids) or names.count("time") != 1 or min(sizes) < 0:
        raise ValueError
    codes = [
        _positions(found["dimension"][name]["category"], size)
        for name, size in zip(ids, sizes, strict=True)
    ]
    values, flags = _cells(found["value"]), _cells(found.get("status") or {})
    total = math.prod(sizes)
    keys: list[list[str]] = []
    rest: list[tuple[str, str, str]] = []
    when = names.index("time")
    for flat in sorted(values.keys() | flags.keys()):
        if not 0 <= flat < total:
            raise ValueError
        value, flag = values.get(flat, ""), flags.get(flat, "").strip()
        if value and not CELL.fullmatch(value):
            raise ValueError
        if not value and not flag:
            continue
        key = []
        for size, category in zip(reversed(sizes), reversed(codes), strict=True):
            flat, position = divmod(flat, size)
            key.append(category[position])
        key.reverse()
        time = key.pop(when)
        keys.append(key)
        rest.append((time, value, flag))
    extension = found.get("extension")
    code = extension.get("id", "") if isinstance(extension, dict) else ""
    said = DAY.match(str(found.get("updated", "")))
    return EurostatTable(
        "json-stat",
        tuple(dimensions),
        long_table(dimensions, keys, rest),
        table_code(str(code)),
        said[0] if said else "",
        str(found.get("source") or ""),
    )


def _positions(category: dict[str, Any], size: int) -> list[str]:
    """The codes of a dimension in order."""
    index = category.get("index")
    if index is None:
        index = list(category["label"])
    if isinstance(index, dict):
        places = {int(place): str(code) for code, place in index.items()}
        if sorted(places) != list(range(len(index))):
            raise ValueError
        index = [places[i] for i in range(len(places))]
    if len(index) != size:
        raise ValueError
    return [str(code) for code in index]


def _cells(cells: Any) -> dict[int, str]:
    """Cells by flat index, of a list as of an object."""
    pairs = enumerate(cells) if isinstance(cells, list) else cells.items()
    found = {}
    for place, cell in pairs:
        if cell is None:
            continue
        if not isinstance(cell, str):
            raise TypeError
        found[int(place)] = cell
    return found


def _said(found: Any) -> str:
    """What an answer without values says of itself."""
    for name in ("error", "warning"):
        said = found.get(name) if isinstance(found, dict) else None
        said = said[0] if isinstance(said, list) and said else said
        if isinstance(said, dict):
            return str(said.get("label", ""))[:300]
    return ""


def _no_number(name: str) -> str:
    raise ValueError(name)
