"""The file system inside an XLS: whether its tables of sectors can be followed to an end.

The reader follows them wherever they lead and makes room for whatever they name: where a chain
leads back into itself, or names four gigabytes, the process is ended. So they are looked at
before. Pure.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_HEADER = 512
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_SIZES = {9: 512, 12: 4096}  # bytes of a sector, by the power of two that the header names
_SMALL, _SMALL_BELOW = 64, 4096  # bytes of a small sector; streams below that size are in such
_ENTRY = 128  # bytes of a folder's entry


def streams(content: bytes) -> dict[str, bytes]:
    """The streams in it by their names. ValueError where some chain of sectors does not end, or
    leads out of the file."""
    try:
        return _streams(content)
    except (struct.error, KeyError):
        raise ValueError("header") from None


@dataclass(frozen=True)
class _Sectors:
    content: bytes
    size: int

    @property
    def number(self) -> int:
        return -(-max(len(self.content) - self.size, 0) // self.size)

    def numbers(self, place: int) -> list[int]:
        """What a sector holds as numbers."""
        start = (place + 1) * self.size
        part = self.content[start : start + self.size].ljust(self.size, b"\xff")
        return list(struct.unpack(f"<{self.size // 4}I", part))

    def text(self, places: list[int]) -> bytes:
        starts = [(place + 1) * self.size for place in places]
        return b"".join(self.content[start : start + self.size] for start in starts)


def _streams(content: bytes) -> dict[str, bytes]:
    sectors = _Sectors(content, _SIZES[struct.unpack_from("<H", content, 30)[0]])
    at = {name: struct.unpack_from("<I", content, place)[0] for name, place in _PLACES.items()}
    if max(at["folders"], at["tables"], at["small tables"], at["more tables"]) > sectors.number:
        raise ValueError("sizes")
    places = list(struct.unpack_from("<109I", content, 76))
    following, seen = at["first of more"], set[int]()
    while following not in (_END, _FREE):
        if following in seen or following >= sectors.number:
            raise ValueError("tables")
        seen.add(following)
        *more, following = sectors.numbers(following)
        places += more
    places = [place for place in places if place != _FREE]
    if len(places) != len(set(places)) or any(place >= sectors.number for place in places):
        raise ValueError("tables")
    table = [number for place in places for number in sectors.numbers(place)]
    folders = sectors.text(_chain(table, at["first folder"], sectors.number))
    small = _chain(table, at["first small table"], sectors.number)
    small_table = [number for place in small for number in sectors.numbers(place)]
    entries = [folders[i : i + _ENTRY] for i in range(0, len(folders) - _ENTRY + 1, _ENTRY)]
    small_sectors, found = b"", {}
    for number, entry in enumerate(entries):
        name = entry[:64].decode("utf-16-le", "replace").partition("\0")[0]
        start = struct.unpack_from("<I", entry, 116)[0]
        size = struct.unpack_from("<I" if sectors.size == _HEADER else "<Q", entry, 120)[0]
        if size > len(content):
            raise ValueError("size")
        if number == 0:
            small_sectors = sectors.text(_chain(table, start, sectors.number))[:size]
        elif name and size >= _SMALL_BELOW:
            found[name] = sectors.text(_chain(table, start, sectors.number))[:size]
        elif name and size:
            chain = _chain(small_table, start, len(small_sectors) // _SMALL)
            found[name] = b"".join(small_sectors[n * _SMALL : (n + 1) * _SMALL] for n in chain)
    return found


_PLACES = {
    "folders": 40, "tables": 44, "first folder": 48, "first small table": 60, "small tables": 64,
    "first of more": 68, "more tables": 72,
}  # fmt: skip


def _chain(table: list[int], start: int, limit: int) -> list[int]:
    """The sectors from a first one on. ValueError where the chain does not end, or names one that
    there is not, of ``limit`` or more."""
    found: list[int] = []
    known: set[int] = set()
    while start != _END:
        if start >= min(limit, len(table)) or start in known:
            raise ValueError("chain")
        found.append(start)
        known.add(start)
        start = table[start]
    return found


def extent(stream: bytes) -> tuple[int, int]:
    """Rows and columns up to the last cell that an XLS names anywhere, or says that it has.
    ValueError where it ends before it begins, or names more texts than it can hold."""
    rows = columns = at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _DIMENSIONS and len(body) in (10, 14):
            # Numbers of rows had two bytes before Excel 97.
            form = "<HHHH" if len(body) == 10 else "<IIHH"
            first, last, left, right = struct.unpack_from(form, body)
            if last < first or right < left:
                raise ValueError("dimensions")
            rows, columns = max(rows, last - first), max(columns, right - left)
        elif kind == _TEXTS and int.from_bytes(body[4:8], "little") > len(stream):
            raise ValueError("texts")
    return rows, columns


_DIMENSIONS, _TEXTS = 0x200, 0xFC
# NUMBER, LABEL, BOOLERR, FORMULA, RK, LABELSST, MULRK, BLANK, RSTRING
_CELLS = frozenset({0x203, 0x204, 0x205, 0x06, 0x27E, 0xFD, 0xBD, 0x201, 0xD6})
