"""What stands around a table: a zip or gzip archive. And files that are no tables."""

from __future__ import annotations

import zlib

from secon_data.intake import workbook
from secon_data.intake.errors import IntakeError

_MOST_UNPACKED = 100 * 2**20  # bytes of text; in memory it takes up to four times as much
# Tables in an archive: those of a first kind, else of the next; a text may be a readme.
_PACKED = (
    (".csv", ".tsv", ".tab", ".json", ".geojson", ".xlsx", ".xls", ".ods"),
    (".txt",),
)
_WORD = "WordDocument".encode("utf-16-le")
# What files begin with that only look like a table by their name.
_NOT_TABLES = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"{\\rtf": "text-document",
}
# A sheet as Excel 2, 3 and 4 write it, which no reader of today knows.
_ANCIENT = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def refuse_others(content: bytes) -> None:
    """IntakeError for a file that is no table, by what it begins with."""
    for start, code in _NOT_TABLES.items():
        if content.startswith(start):
            raise IntakeError("not-a-table", what=code)
    if content.startswith(_ANCIENT):
        raise IntakeError("ancient-workbook")
    if content.startswith(b"\xd0\xcf\x11\xe0") and _WORD in content:
        raise IntakeError("word-document")


def unwrapped(name: str, content: bytes) -> tuple[str, bytes]:
    """The one table in a zip or gzip archive; anything else as it is."""
    if content.startswith(b"\x1f\x8b"):
        try:
            reader = zlib.decompressobj(16 + zlib.MAX_WBITS)
            plain = reader.decompress(content, _MOST_UNPACKED)
        except zlib.error:
            raise IntakeError("damaged-archive") from None
        if reader.unconsumed_tail:
            raise IntakeError("unpacks-too-large")
        if not reader.eof:
            raise IntakeError("damaged-archive")
        return name.removesuffix(".gz"), plain
    if not content.startswith(b"PK"):
        return name, content
    archive = workbook.unpacked(content)
    names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    if any(n.startswith("word/") for n in names) or b"opendocument.text" in content[:200]:
        raise IntakeError("word-document")
    if "[Content_Types].xml" in names or "mimetype" in names:
        return name, content
    # What a packing program adds of its own is nobody's file.
    own = [n for n in names if not n.startswith("__MACOSX/") and n.rsplit("/", 1)[-1][:1] != "."]
    texts = next(
        filter(None, ([n for n in own if n.lower().endswith(ends)] for ends in _PACKED)), []
    )
    if len(texts) != 1:
        raise IntakeError("archive-without-one-table", files=", ".join(own[:5]))
    if archive.getinfo(texts[0]).file_size > _MOST_UNPACKED:
        raise IntakeError("unpacks-too-large")
    try:
        return texts[0], archive.read(texts[0])
    except (OSError, ValueError, NotImplementedError, zlib.error, EOFError):
        raise IntakeError("damaged-archive") from None
