"""What an XLS says of a sheet beyond its cells' values, as ``sheet_parts`` says it of an XLSX."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from openpyxl.styles.numbers import BUILTIN_FORMATS

from secon_data.intake import compound, sheet_parts
from secon_data.intake.sheet_parts import Shown

_BEGIN, _END, _SHEET, _FORMAT, _STYLE = 0x809, 0x0A, 0x85, 0x41E, 0xE0
_NUMBER, _SHORT, _SHORTS, _FORMULA, _ERROR = 0x203, 0x27E, 0xBD, 0x06, 0x205
_ROW, _COLUMNS = 0x208, 0x7D
_ERRORS = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
}  # fmt: skip
_MOST = 256  # columns of a sheet


def read(content: bytes, name: str) -> Shown:
    """Of a sheet; nothing of what is damaged."""
    try:
        streams = compound.streams(content)
        if "Workbook" in streams:
            return _read(streams["Workbook"], name)
        # Excel 5 and 95 write texts in the letters of their machine.
        return _read(streams.get("Book", b""), name, old=True)
    except (ValueError, struct.error, IndexError):
        return Shown()


def _read(stream: bytes, name: str, *, old: bool = False) -> Shown:
    own: dict[int, str] = {}
    styles: list[int] = []
    start = None
    for kind, body in _records(stream, 0):
        if kind == _FORMAT:
            code = _old_text(body, 2) if old else _text(body, 2, 2)
            own[struct.unpack_from("<H", body)[0]] = code
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and (
            # Letters beyond ASCII may be read otherwise than the reader does.
            _alike(_old_text(body, 6), name) if old else _text(body, 6, 1) == name
        ):
            start = struct.unpack_from("<I", body)[0]
    if start is None:
        return Shown()
    codes = [own.get(number, BUILTIN_FORMATS.get(number, "General")) for number in styles]
    telling = {place: code for place, code in enumerate(codes) if sheet_parts.tells(code)}
    texts: dict[tuple[int, int], str] = {}
    held: dict[tuple[int, int], str] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, body in _records(stream, start):
        if kind == _ROW and body[12] & 0x20:
            rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMNS and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            columns.update(range(first + 1, min(last, _MOST - 1) + 2))
        for row, column, style, value in _cells(kind, body):
            cell = row + 1, column + 1
            if isinstance(value, str):
                texts[cell] = value
            elif style in telling:
                plain = repr(value)
                if (text := sheet_parts.shown(plain, telling[style])) is not None:
                    texts[cell] = text
                    if sheet_parts.scaled(telling[style]):
                        held[cell] = sheet_parts.plain(plain)
    return Shown(texts, held, frozenset(rows), frozenset(columns))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the stream, up to its end."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _END:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _cells(kind: int, body: bytes) -> Iterator[tuple[int, int, int, float | str]]:
    """Row, column (from 0), style and value of the cells of a record that hold a number, or the
    sign of what could not be computed."""
    if kind in (_NUMBER, _SHORT, _FORMULA, _ERROR):
        row, column, style = struct.unpack_from("<HHH", body)
        if kind == _NUMBER:
            yield row, column, style, struct.unpack_from("<d", body, 6)[0]
        elif kind == _SHORT:
            yield row, column, style, _short(struct.unpack_from("<I", body, 6)[0])
        elif kind == _ERROR and body[7]:
            yield row, column, style, _ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA and body[12:14] != b"\xff\xff":
            yield row, column, style, struct.unpack_from("<d", body, 6)[0]
        elif kind == _FORMULA and body[6] == 2:
            yield row, column, style, _ERRORS.get(body[8], "#N/A")
    elif kind == _SHORTS:
        row, first = struct.unpack_from("<HH", body)
        for place in range((len(body) - 6) // 6):
            style, number = struct.unpack_from("<HI", body, 4 + 6 * place)
            yield row, first + place, style, _short(number)


def _short(number: int) -> float:
    """A number in four bytes: the upper half of a float, or thirty bits; either in hundredths."""
    if number & 2:
        value = float(struct.unpack("<i", struct.pack("<I", number))[0] >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (number & 0xFFFFFFFC) << 32))[0]
    return value / 100 if number & 1 else value


def _old_text(body: bytes, at: int) -> str:
    return body[at + 1 : at + 1 + body[at]].decode("latin-1")


def _alike(name: str, other: str) -> bool:
    """Whether two names are the same in their letters of ASCII, and as long."""
    return len(name) == len(other) and all(
        a == b or not (a.isascii() or b.isascii()) for a, b in zip(name, other, strict=True)
    )


def _text(body: bytes, at: int, size: int) -> str:
    """A text behind its length, which takes ``size`` bytes."""
    length = int.from_bytes(body[at : at + size], "little")
    wide, start = body[at + size] & 1, at + size + 1
    if wide:
        return body[start : start + 2 * length].decode("utf-16-le")
    return body[start : start + length].decode("latin-1")
