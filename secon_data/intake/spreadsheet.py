"""Eurostat's spreadsheet: the XLSX of the Data Browser, and what people save of it as CSV.

Above the table stand the dataset, the day and a line for each dimension with one value; the years
go across, each with a column of flags behind it; below stand the meanings of the signs. It speaks
in words, so codes are found by Eurostat's words (``eurostat_words``); a word that is not known
stays. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from secon_data.intake import cells, eurostat_words
from secon_data.intake.errors import IntakeError
from secon_data.intake.eurostat import EurostatTable, dimension_ids, long_table, table_code

_BEGINS = re.compile(r"(?P<english>data extracted on )?.*\[ESTAT\]", re.IGNORECASE)
_SHEET = re.compile(r"(?:Sheet|Blatt|Feuille) \d+")  # of the workbook, in its three languages
_CODE = re.compile(r"\[([\w$.]+)\]\s*$")
_UPDATED = re.compile(r"(\d\d)/(\d\d)/(\d{4})\b.*")
_HEADING = re.compile(r"(?P<words>.+?) \((?P<kind>labels|codes)\)", re.IGNORECASE)
_FLAG = re.compile(r"[a-z]*")
_GAP = ":"


def is_one(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows of cells begin as a sheet of this download does."""
    return _BEGINS.fullmatch(_first(rows)) is not None


def is_sheet(name: str) -> bool:
    """Whether a sheet of the workbook is a part of the table, by its name."""
    return _SHEET.fullmatch(name) is not None


def read(
    sheets: Sequence[Sequence[Sequence[str]]], decimal: cells.Decimal | None, usual: cells.Decimal
) -> EurostatTable:
    """The table in one or more such sheets: the Data Browser gives each combination of the other
    dimensions a sheet of its own. ``decimal``: the mark before fractions as a person says it,
    ``usual`` where nothing tells. IntakeError when a sheet goes on otherwise than it begins."""
    if not all((found := _BEGINS.fullmatch(_first(rows))) and found["english"] for rows in sheets):
        raise IntakeError("eurostat-language")
    parts = [_part(rows) for rows in sheets]
    codes = {part.code for part in parts}
    if len(codes) > 1:
        raise IntakeError("eurostat-several-tables", tables=", ".join(sorted(codes)[:5]))
    names = list(parts[0].table.columns)[:-3]
    if any(list(part.table.columns)[:-3] != names for part in parts):
        raise IntakeError("eurostat-header", header=", ".join(names)[:200])
    table = pd.concat([part.table for part in parts], ignore_index=True)
    mark = decimal or cells.decimal_mark(table["value"]) or usual
    table["value"] = cells.numbers(table["value"], mark)
    table.index = pd.RangeIndex(2, len(table) + 2, name="row")
    return EurostatTable("spreadsheet", tuple(names), table, parts[0].code, parts[0].updated)


@dataclass(frozen=True)
class _Part:
    """A sheet: its long table (values as they are written), the dataset's code and its day."""

    table: pd.DataFrame
    code: str
    updated: str


@dataclass(frozen=True)
class _Heading:
    """A column of a dimension, and whether it holds codes rather than labels."""

    place: int
    coded: bool


def _part(rows: Sequence[Sequence[str]]) -> _Part:
    lines = [[cell.strip() for cell in row] for row in rows]
    above = _row_of_periods(lines)
    code = updated = ""
    fixed: dict[str, str] = {}
    for line in lines[:above]:
        words, said = _said(line)
        if words.lower() == "dataset":
            found = _CODE.search(said)
            code = table_code(found[1]) if found else ""
        elif words.lower() == "last updated":
            day = _UPDATED.fullmatch(said)
            updated = f"{day[3]}-{day[2]}-{day[1]}" if day else ""
        elif words and said:
            name = eurostat_words.dimension(words)
            fixed[name] = eurostat_words.value(name, said)
    headings = _headings(lines, above)
    names = dimension_ids([*fixed, *headings])
    periods, flagged = _periods(lines[above], lines[above + 1])
    keys: list[list[str]] = []
    rest: list[tuple[str, str, str]] = []
    taken = list(_lines_of_values(lines, above + 2))
    for number, (line, codes) in enumerate(zip(taken, _codes(taken, headings), strict=True)):
        for place, period in periods.items():
            value = line[place] if place < len(line) else ""
            flag = line[place + 1] if flagged and place + 1 < len(line) else ""
            if _FLAG.fullmatch(flag) is None:
                raise IntakeError("eurostat-row", row=str(above + 3 + number))
            if value == _GAP:
                value = ""
            if value or flag:
                keys.append([*fixed.values(), *codes])
                rest.append((period, value, flag))
    return _Part(long_table(names, keys, rest), code, updated)


def _first(rows: Sequence[Sequence[str]]) -> str:
    """The first cell that holds something."""
    cells = (cell.strip("\ufeff \t") for row in rows for cell in row)
    return next(filter(None, cells), "")


def _row_of_periods(lines: Sequence[Sequence[str]]) -> int:
    """The index of the row «TIME», where the years stand across. IntakeError when there is none:
    then something else stands across."""
    for place, line in enumerate(lines[:-1]):
        if line and line[0].upper() == "TIME":
            return place
    first = next((line[0] for line in lines if line and _HEADING.fullmatch(line[0])), "")
    raise IntakeError("eurostat-header", header=first)


def _said(line: Sequence[str]) -> tuple[str, str]:
    """What a line above the table says: «Sex», «Total»."""
    filled = [cell for cell in line if cell]
    return (filled[0].rstrip(" :"), filled[1]) if len(filled) > 1 else ("", "")


def _headings(lines: Sequence[list[str]], above: int) -> dict[str, _Heading]:
    """The dimensions that go down. Codes go before labels where both are there."""
    found: dict[str, _Heading] = {}
    for place, cell in enumerate(lines[above + 1]):
        if heading := _HEADING.fullmatch(cell):
            name = eurostat_words.dimension(heading["words"])
            coded = heading["kind"].lower() == "codes"
            if name not in found or coded:
                found[name] = _Heading(place, coded)
    if "geo" not in found:
        raise IntakeError("eurostat-header", header=", ".join(filter(None, lines[above + 1]))[:200])
    return found


def _periods(line: Sequence[str], below: Sequence[str]) -> tuple[dict[int, str], bool]:
    """Column → period, and whether each has a column of flags behind it. ``below``: the row of the
    dimensions that go down, beyond which the periods stand."""
    first = max(i for i, cell in enumerate(below) if _HEADING.fullmatch(cell)) + 1
    periods = {i: cell for i, cell in enumerate(line) if i >= first and cell}
    return periods, bool(periods) and all(i + 1 not in periods for i in periods)


def _lines_of_values(lines: Sequence[list[str]], start: int) -> Iterator[list[str]]:
    """The rows of the table: up to the blank row below it. IntakeError when another table follows,
    whose rows would be of other values."""
    end = next((i for i, line in enumerate(lines) if i >= start and not any(line)), len(lines))
    for place, line in enumerate(lines[start:], start=start):
        if line and line[0].upper() == "TIME":
            raise IntakeError("eurostat-row", row=str(place + 1))
    yield from lines[start:end]


def _codes(lines: Sequence[Sequence[str]], headings: Mapping[str, _Heading]) -> list[list[str]]:
    """The codes of each row. A name that stands for several areas (Latvia is also a NUTS 1 and a
    NUTS 2 region) tells none of them: it stays a name."""
    words = [
        [line[h.place] if h.place < len(line) else "" for h in headings.values()] for line in lines
    ]
    often = Counter(map(tuple, words))
    return [
        [
            cell
            if heading.coded or (name == "geo" and often[tuple(row)] > 1)
            else eurostat_words.value(name, cell)
            for cell, (name, heading) in zip(row, headings.items(), strict=True)
        ]
        for row in words
    ]
