"""The smallest XLS that holds a table: what is needed of Excel's old format, written by hand, as no
library of ours writes it."""

from __future__ import annotations

import struct

_SECTOR, _END, _FREE, _FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(
    *rows: list[str | float],
    format: str = "",
    errors: dict[tuple[int, int], int] | None = None,
    hidden: int | None = None,
    old: bool = False,
) -> bytes:
    """A workbook with one sheet «Data». ``old``: as Excel 95 writes it; ``format``: of its numbers; ``errors``: place of a cell →
    the number of its error; ``hidden``: a row that is; all from 0."""
    return _container(
        _stream(rows, format, errors or {}, hidden, old), "Book" if old else "Workbook"
    )


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _beginning(of: int, old: bool) -> bytes:
    if old:
        return _record(0x809, struct.pack("<HHHH", 0x500, of, 0, 0))
    return _record(0x809, struct.pack("<HHHHII", 0x600, of, 0, 0, 0, 0))


def _stream(
    rows: tuple[list[str | float], ...],
    format: str,
    errors: dict[tuple[int, int], int],
    hidden: int | None,
    old: bool,
) -> bytes:
    end = _record(0x0A, b"")

    styles = _record(0xE0, struct.pack("<HH16x", 0, 0))
    if format:
        written = (
            struct.pack("<HB", 164, len(format)) + format.encode("latin-1")
            if old
            else struct.pack("<HHB", 164, len(format), 1) + format.encode("utf-16-le")
        )
        styles = _record(0x41E, written) + styles + _record(0xE0, struct.pack("<HH16x", 0, 164))

    def globals_(place: int) -> bytes:
        sheet = struct.pack("<IBBB", place, 0, 0, 4) + (b"" if old else b"\0") + b"Data"
        return _beginning(5, old) + (styles if format else b"") + _record(0x85, sheet) + end

    cells = b""
    if hidden is not None:
        cells += _record(0x208, struct.pack("<HHHHHHI", hidden, 0, 1, 0, 0, 0, 0x20))
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            place = struct.pack("<HHH", i, j, 1 if format else 0)
            if (i, j) in errors:
                cells += _record(0x205, place + struct.pack("<BB", errors[i, j], 1))
            elif isinstance(cell, str):
                text = struct.pack("<H", len(cell)) + (b"" if old else b"\0")
                text += cell.encode("latin-1")
                cells += _record(0x204, place + text)
            else:
                cells += _record(0x203, place + struct.pack("<d", cell))
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    sheet = _beginning(0x10, old) + _record(0x200, size) + cells + end
    return globals_(len(globals_(0))) + sheet


def _container(stream: bytes, name: str) -> bytes:
    """The stream in the file system that every XLS is: header, allocation table, folder, stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    table = [_FAT, _END, *range(3, 2 + sectors), _END]
    assert len(table) <= _SECTOR // 4
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6,
        b"", 0, 1, 1, 0, 4096, _END, 0, _END, 0, 0,
    )  # fmt: skip
    header += struct.pack("<108I", *[_FREE] * 108)
    return (
        header
        + struct.pack(f"<{_SECTOR // 4}I", *table, *[_FREE] * (_SECTOR // 4 - len(table)))
        + _entry("Root Entry", 5, _END, 0, child=1)
        + _entry(name, 2, 2, len(stream))
        + 2 * _entry("", 0, 0, 0)
        + stream
    )


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
