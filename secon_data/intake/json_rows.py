"""JSON that is a list of records, as registers and map services hand them out → rows of cells."""

from __future__ import annotations

import json
from typing import Any

from secon_data.intake.delimited import MOST_COLUMNS
from secon_data.intake.errors import IntakeError


def rows(text: str) -> list[list[str]] | None:
    """A header and a row for each record: of a list, or of the one list of records in an object
    («elements», «result» → «records»); records within records give columns of their own. None when
    there is none, and for JSON-stat. IntakeError when it has a thousand columns."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    records = _records(found)
    if not records:
        return None
    table = [_cells(record) for record in records]
    header = list(dict.fromkeys(name for cells in table for name in cells))
    if len(header) > MOST_COLUMNS:
        raise IntakeError("too-many-columns", row="1", most=str(MOST_COLUMNS))
    return [header, *([cells.get(name, "") for name in header] for cells in table)]


def _records(found: Any, depth: int = 0) -> list[dict[str, Any]]:
    if isinstance(found, list):
        return found if found and all(isinstance(one, dict) for one in found) else []
    if not isinstance(found, dict) or depth > 2 or "dimension" in found:
        return []
    lists = [
        one
        for name, value in found.items()
        if name != "error" and (one := _records(value, depth + 1))  # why there are none
    ]
    return lists[0] if len(lists) == 1 else []


def _cells(record: dict[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    inner: list[tuple[str, dict[str, Any]]] = []
    for name, value in record.items():
        if isinstance(value, dict):
            inner.append((name, value))
        else:
            cells[name] = _text(value)
    for name, values in inner:
        for key, value in values.items():
            cells[f"{name}.{key}" if key in cells else key] = _text(value)
    return cells


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
