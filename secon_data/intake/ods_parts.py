"""What an ODS says of a sheet beyond its cells' values, as ``sheet_parts`` says it of an XLSX."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _Form:
    """How a number is shown: the words around it, divided by what, with so many digits."""

    before: str = ""
    after: str = ""
    factor: Decimal = Decimal(1)
    digits: int = 1

    @property
    def tells(self) -> bool:
        """Whether it shows something else than the value."""
        return bool(self.before or self.after) or self.factor != 1 or self.digits > 1


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
    forms: dict[str, _Form] = {}
    styles: dict[str, _Form] = {}
    usual: list[str] = []  # by column, the style of cells that name none
    row = column = 0
    inside = False
    for event, node in ElementTree.iterparse(file, ("start", "end")):
        tag = node.tag
        if event == "start":
            if tag == f"{_TABLE}table":
                inside = node.get(f"{_TABLE}name") == name
            continue
        if tag == f"{_NUMBER}number-style":
            # A form for numbers from nought on is another style's; below it, a minus is written.
            other = node.find(f"{_STYLE}map")
            known = None if other is None else forms.get(other.get(f"{_STYLE}apply-style-name", ""))
            forms[node.get(f"{_STYLE}name", "")] = known or _form(node)
        elif tag == f"{_STYLE}style" and (data := node.get(f"{_STYLE}data-style-name")) in forms:
            if forms[data].tells:
                styles[node.get(f"{_STYLE}name", "")] = forms[data]
        elif inside and tag == f"{_TABLE}table-column":
            times = _times(node, "columns")
            if node.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                columns.update(range(column + 1, min(column + times, _MOST) + 1))
            column += times
            style = node.get(f"{_TABLE}default-cell-style-name", "")
            usual += [style] * min(times, _MOST - len(usual))
        elif inside and tag == f"{_TABLE}table-row":
            times = _times(node, "rows")
            if node.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                rows.update(range(row + 1, row + 1 + min(times, _MOST)))
            for place, text, value in _told(node, styles, usual):
                for again in range(min(times, _MOST)):
                    texts[row + 1 + again, place] = text
                    if value:
                        held[row + 1 + again, place] = value
            row += times
            node.clear()
        elif tag == f"{_TABLE}table" and inside:
            break
    return Shown(texts, held, frozenset(rows), frozenset(columns))


def _form(style: ElementTree.Element) -> _Form:
    """Of a style of numbers."""
    words: list[str] = ["", ""]
    factor, digits, place = Decimal(1), 1, 0
    for part in style:
        if part.tag == f"{_NUMBER}number":
            place = 1
            factor = Decimal(part.get(f"{_NUMBER}display-factor", "1"))
            if part.get(f"{_NUMBER}decimal-places", "0") == "0":
                digits = int(part.get(f"{_NUMBER}min-integer-digits", "1"))
        elif part.tag == f"{_NUMBER}text":
            words[place] += part.text or ""
    before, after = words
    if before.strip() in ("-", "−"):
        before = ""
    return _Form(before.strip(), after.strip(), factor, digits)


def _told(
    row: ElementTree.Element, styles: dict[str, _Form], usual: list[str]
) -> Iterator[tuple[int, str, str]]:
    """Column (from 1), what a cell shows, and the value that it holds where it shows thousands, of
    the cells that show something else than their value."""
    column = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _times(cell, "columns")
        own = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name")
        if own is None:
            own = usual[column] if column < len(usual) else ""
        text, value = _shown(cell, styles.get(own))
        for again in range(min(times, _MOST) if text else 0):
            yield column + 1 + again, text, value
        column += times


def _shown(cell: ElementTree.Element, form: _Form | None) -> tuple[str, str]:
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
    if form is None or kind != "float":
        return "", ""
    text = sheet_parts.plain(str(number / form.factor))
    if number >= 0 and number == number.to_integral_value():
        text = text.zfill(form.digits)
    space = " " if form.after[:1].isalpha() else ""
    told = f"{form.before}{text}{space}{form.after}"
    if told == sheet_parts.plain(value):
        return "", ""
    return told, sheet_parts.plain(value) if form.factor != 1 else ""


def _times(node: ElementTree.Element, what: str) -> int:
    """How often a row, column or cell stands there again."""
    return int(node.get(f"{_TABLE}number-{what}-repeated", "1"))
