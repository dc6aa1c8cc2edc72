"""What an ODS says of a sheet beyond its cells' values, as ``sheet_parts`` says it of an XLSX."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import IO
from xml.etree import ElementTree

from secon_data.intake import sheet_parts
from secon_data.intake.sheet_parts import Shown

_NAME = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _STYLE, _NUMBER, _TEXT = (
    f"{{{_NAME}{part}:1.0}}" for part in ("table", "office", "style", "datastyle", "text")
)
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, EOFError, NotImplementedError,
    ElementTree.ParseError,
)  # fmt: skip
_MOST = 16_384  # columns of a sheet, and rows that are the same


def read(content: bytes, name: str) -> Shown:
    """Of a sheet; nothing of what is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as file:
            return _sheet(file, name)
    except _DAMAGED:
        return Shown()


def _sheet(file: IO[bytes], name: str) -> Shown:
    texts: dict[tuple[int, int], str] = {}
    held: dict[tuple[int, int], str] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    factors: dict[str, Decimal] = {}
    styles: dict[str, Decimal] = {}
    row = column = 0
    inside = False
    for event, node in ElementTree.iterparse(file, ("start", "end")):
        tag = node.tag
        if event == "start":
            if tag == f"{_TABLE}table":
                inside = node.get(f"{_TABLE}name") == name
            continue
        if tag == f"{_NUMBER}number-style":
            for number in node.iter(f"{_NUMBER}number"):
                if factor := number.get(f"{_NUMBER}display-factor"):
                    factors[node.get(f"{_STYLE}name", "")] = Decimal(factor)
        elif tag == f"{_STYLE}style" and (data := node.get(f"{_STYLE}data-style-name")) in factors:
            styles[node.get(f"{_STYLE}name", "")] = factors[data]
        elif inside and tag == f"{_TABLE}table-column":
            times = _times(node, "columns")
            if node.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                columns.update(range(column + 1, min(column + times, _MOST) + 1))
            column += times
        elif inside and tag == f"{_TABLE}table-row":
            times = _times(node, "rows")
            if node.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                rows.update(range(row + 1, row + 1 + min(times, _MOST)))
            for place, text, value in _told(node, styles):
                for again in range(min(times, _MOST)):
                    texts[row + 1 + again, place] = text
                    if value:
                        held[row + 1 + again, place] = value
            row += times
            node.clear()
        elif tag == f"{_TABLE}table" and inside:
            break
    return Shown(texts, held, frozenset(rows), frozenset(columns))


def _told(row: ElementTree.Element, styles: dict[str, Decimal]) -> Iterator[tuple[int, str, str]]:
    """Column (from 1), what a cell shows, and the value that it holds where it shows thousands, of
    the cells that show something else than their value."""
    column = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _times(cell, "columns")
        text, value = _shown(cell, styles)
        for again in range(min(times, _MOST) if text else 0):
            yield column + 1 + again, text, value
        column += times


def _shown(cell: ElementTree.Element, styles: dict[str, Decimal]) -> tuple[str, str]:
    if cell.get(f"{_CALC}value-type") == "error":
        return "".join(text for part in cell.iter(f"{_TEXT}p") for text in part.itertext()), ""
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value", "")
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "", ""
    if kind == "percentage":
        return sheet_parts.plain(str(number * 100)) + "%", ""
    if kind == "currency" and (unit := cell.get(f"{_OFFICE}currency")):
        return f"{sheet_parts.plain(value)} {unit}", ""
    if factor := styles.get(cell.get(f"{_TABLE}style-name", "")):
        return sheet_parts.plain(str(number / factor)), sheet_parts.plain(value)
    return "", ""


def _times(node: ElementTree.Element, what: str) -> int:
    """How often a row, column or cell stands there again."""
    return int(node.get(f"{_TABLE}number-{what}-repeated", "1"))
