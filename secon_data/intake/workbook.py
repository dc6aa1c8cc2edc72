"""XLSX, XLS and ODS → rows of cells as text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import ModuleType

import python_calamine as calamine

from secon_data.intake import budget, compound, ods_parts, sheet_parts, xls_parts
from secon_data.intake.delimited import MOST_COLUMNS
from secon_data.intake.errors import IntakeError

MOST_ROWS = 300_000
NONE = sheet_parts.Shown()
_MOST_UNPACKED = 300 * 2**20  # bytes
# What the reader raises on damaged files.
_DAMAGED = (
    calamine.CalamineError,
    OSError,
    ValueError,
    zipfile.BadZipFile,
)
# A cell that holds something: one that only has a style is closed at once.
_FILLED = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>(?!</(?:\w+:)?c>)'
)
_LONGEST_TAG = 2000  # bytes
# A text that might be meant as a number, and has a mark.
_NUMERIC = re.compile(r"[^A-Za-z]{0,4}\d[\d\s.,'’]*[.,][\d\s.,'’]*\d[^A-Za-z]{0,3}[A-Za-zł]{0,3}")
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*><f')


@dataclass(frozen=True)
class Sheet:
    """``rows``: cells as text; ``texts``: column (from 0) → rows (from 1) whose cell is a text that
    might be a number; ``merged``: ranges of merged cells, each its first and its last cell as (row,
    column) from 0."""

    rows: list[list[str]]
    texts: Mapping[int, Collection[int]] = field(default_factory=dict)
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    shown: sheet_parts.Shown = NONE


class Book:
    """A workbook, opened once: its sheets' cells count together (``budget``)."""

    def __init__(self, content: bytes) -> None:
        """IntakeError when it is no workbook that can be read."""
        self.content = content
        self._book = _opened(content)
        self._cells = 0
        visible = calamine.SheetVisibleEnum.Visible
        found = self._book.sheets_metadata
        self.sheets = [sheet.name for sheet in found if sheet.visible == visible]

    def rows(self, sheet: str) -> list[list[str]]:
        """The cells of a sheet as text, from its first row on: numbers with a point, dates in
        ISO, cells that could not be computed by their sign."""
        return self.sheet(sheet).rows

    def _parts(self) -> ModuleType:
        """Who knows what this kind of workbook says beyond values."""
        if not self.content.startswith(b"PK"):
            return xls_parts
        return ods_parts if b"opendocument.spreadsheet" in self.content[:200] else sheet_parts

    def sheet(self, sheet: str) -> Sheet:
        """The cells of a sheet, as they are shown, and what else it says of them."""
        if self.content.startswith(b"PK"):
            # Before the reader makes room for all of it.
            budget.spend(*_extent(self.content, self._book.sheet_names.index(sheet)))
        try:
            table = self._book.get_sheet_by_name(sheet)
        except _DAMAGED:
            raise IntakeError("damaged-workbook") from None
        if table.width > MOST_COLUMNS:
            raise IntakeError("too-many-columns", row="1", most=str(MOST_COLUMNS))
        found: list[list[str]] = []
        texts: dict[int, set[int]] = {}
        empty = 0
        # The reader leaves out the columns before the first that holds something.
        before = [""] * (table.start[1] if table.start else 0)
        if len(before) > MOST_COLUMNS:
            raise IntakeError("too-many-columns", row="1", most=str(MOST_COLUMNS))
        for row in table.iter_rows():
            cells = [*before, *(_text(cell) for cell in row)]
            if not any(cells):
                empty += 1
                continue
            # Empty rows count only between others: a sheet may go on empty to its last row.
            found.extend([] for _ in range(empty))
            empty = 0
            found.append(cells)
            for column, cell in enumerate(row, start=len(before)):
                if isinstance(cell, str) and cell and _NUMERIC.fullmatch(cell.strip()):
                    texts.setdefault(column, set()).add(len(found))
            if len(found) > MOST_ROWS:
                raise IntakeError("too-many-rows", most=str(MOST_ROWS))
        width = len(before) + table.width
        self._cells = budget.spend(len(found), width, self._cells)
        shown = self._parts().read(self.content, sheet)
        for (row_number, column), text in shown.texts.items():
            while len(found) < row_number:
                found.append([])  # the reader leaves out rows of errors alone
            cells = found[row_number - 1]
            cells += [""] * (column - len(cells))
            cells[column - 1] = text
        return Sheet(found, texts, tuple(table.merged_cell_ranges or ()), shown)


def _extent(content: bytes, place: int) -> tuple[int, int]:
    """Rows and columns up to the last filled cell that an XLSX names in a sheet; nothing for what
    is no XLSX."""
    rows = columns = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
            own = f"xl/worksheets/sheet{place + 1}.xml"
            for part in [own] if own in parts else parts:
                with archive.open(part) as sheet:
                    rest = b""
                    while chunk := sheet.read(2**20):
                        # A tag may be cut in two, or from what it is closed with.
                        text, cut, tail = (rest + chunk).rpartition(b"<")
                        before, begun, last = text.rpartition(b"<")
                        if last.endswith(b">") and not last.startswith(b"/"):
                            text, cut = before, begun + last + cut
                        rest = (cut + tail)[-_LONGEST_TAG:]
                        found = _FILLED.findall(text)
                        columns = max([columns, *map(_column, {letters for letters, _ in found})])
                        rows = max([rows, *map(int, {row for _, row in found})])
    except (*_DAMAGED, zlib.error, EOFError, NotImplementedError):
        return 0, 0  # the reader says what is damaged
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def formulas(content: bytes, sheet: str) -> list[str]:
    """The addresses of up to a hundred cells that hold a formula (of XLSX only)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _FORMULA.findall(archive.read(sheet_parts.part(archive, sheet)))
    except (*_DAMAGED, zlib.error, KeyError):
        return []
    return [address.decode() for address in found[:100]]


def unpacked(content: bytes) -> zipfile.ZipFile:
    """A zip archive, once it is known to unpack to a sensible size."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise IntakeError("damaged-archive") from None
    if sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise IntakeError("unpacks-too-large")
    if any(entry.flag_bits & 1 for entry in entries):
        raise IntakeError("password")
    return archive


def _opened(content: bytes) -> calamine.CalamineWorkbook:
    if content.startswith(b"PK"):
        names = unpacked(content).namelist()
        if any(name.endswith("vbaProject.bin") for name in names):
            raise IntakeError("macros")
    elif b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in content:
        raise IntakeError("password")
    else:
        _check_xls(content)
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise IntakeError("password") from None
    except _DAMAGED:
        raise IntakeError("damaged-workbook") from None


def _check_xls(content: bytes) -> None:
    """IntakeError for what the reader would make room for without end."""
    try:
        parts = compound.streams(content)
        extents = [compound.extent(parts[n]) for n in ("Workbook", "Book") if n in parts]
    except ValueError:
        raise IntakeError("damaged-workbook") from None
    for rows, columns in extents:
        budget.spend(rows, columns)


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
