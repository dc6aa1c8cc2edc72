"""XLSX, XLS and ODS → rows of cells as text."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib

import python_calamine as calamine

from secon_data.intake.delimited import MOST_COLUMNS
from secon_data.intake.errors import IntakeError

MOST_ROWS = 300_000
_MOST_UNPACKED = 300 * 2**20  # bytes
# What the reader raises on damaged files.
_DAMAGED = (
    calamine.CalamineError,
    OSError,
    ValueError,
    zipfile.BadZipFile,
)
_FORMULA = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*><f')


def sheets(content: bytes) -> list[str]:
    """The names of the sheets that can be seen. IntakeError when it is no workbook that can be
    read."""
    visible = calamine.SheetVisibleEnum.Visible
    return [s.name for s in _opened(content).sheets_metadata if s.visible == visible]


def rows(content: bytes, sheet: str) -> list[list[str]]:
    """The cells of a sheet as text, from its first row on: numbers with a point, dates in ISO."""
    try:
        table = _opened(content).get_sheet_by_name(sheet)
    except _DAMAGED:
        raise IntakeError("damaged-workbook") from None
    if table.width > MOST_COLUMNS:
        raise IntakeError("too-many-columns", row="1", most=str(MOST_COLUMNS))
    found: list[list[str]] = []
    empty = 0
    # The reader leaves out the columns before the first that holds something.
    before = [""] * (table.start[1] if table.start else 0)
    for row in table.iter_rows():
        cells = [*before, *(_text(cell) for cell in row)]
        if not any(cells):
            empty += 1
            continue
        # Empty rows count only between others: a sheet may go on empty to its last row.
        found.extend([] for _ in range(empty))
        empty = 0
        found.append(cells)
        if len(found) > MOST_ROWS:
            raise IntakeError("too-many-rows", most=str(MOST_ROWS))
    return found


def formulas(content: bytes, sheet: str) -> list[str]:
    """The addresses of up to a hundred cells that hold a formula (of XLSX only)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            place = list(calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names)
            path = f"xl/worksheets/sheet{place.index(sheet) + 1}.xml"
            if path not in archive.namelist():
                return []
            found = _FORMULA.findall(archive.read(path))
    except (*_DAMAGED, zlib.error):
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
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError:
        raise IntakeError("password") from None
    except _DAMAGED:
        raise IntakeError("damaged-workbook") from None


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
