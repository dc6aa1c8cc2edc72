"""Any file that somebody sends → a table of text, and what was understood of the file."""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal

import pandas as pd

from secon_data.intake import (
    across,
    cells,
    delimited,
    encodings,
    eurostat,
    geojson,
    headers,
    html_table,
    json_rows,
    jsonstat,
    sheets,
    spreadsheet,
    workbook,
)
from secon_data.intake.errors import IntakeError
from secon_data.intake.eurostat import EurostatTable
from secon_data.problems import Problem

__all__ = ["LARGEST", "Intake", "IntakeError", "read"]

LOG = logging.getLogger("secon")
LARGEST = 20 * 2**20  # bytes
_MOST_UNPACKED = 100 * 2**20  # bytes of text; in memory it takes up to four times as much
_LOOKED_AT = 5000  # rows
_LOOKED_FOR = 2**16  # bytes in which words of ours tell the letters
_BETWEEN = re.compile(r'[;,\t\r\n"|]')
Kind = Literal["text", "xlsx", "xls", "ods", "json", "html"]
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


@dataclass(frozen=True)
class Intake:
    """A file as it was understood.

    ``table``: all cells as text, its columns as the file names them, its index the row as a
    spreadsheet counts; ``letters``: of its columns as a spreadsheet shows them (none where it shows
    others: of Eurostat's layouts); ``header``: the row of the names; ``titles``: what stood above;
    ``encoding``, ``delimiter``: of text files; ``candidates``: the readings to choose from where
    the encoding is not clear; ``decimal``: the mark before fractions; ``sheet``, ``sheets``: of
    workbooks; ``formulas``: cells that hold one; ``eurostat``: where the file has one of
    Eurostat's layouts, what it says of itself (``table`` is then its long table);
    ``header_rows``: how many rows the names have; ``across``: columns that became rows (``table``
    then has rows of its own, counted on from below the header), ``formula_rows``: then the row of
    each formula's cell; ``texts``: of workbooks, column → the rows whose cell is text and might be
    a number, None where all cells are text; ``decimal_said``: a person said the decimal mark;
    ``held``: column → row → the value of a cell that shows it in thousands or millions; ``found``:
    what is wrong, or must be looked at, in the file itself.
    """

    name: str
    kind: Kind
    table: pd.DataFrame
    letters: tuple[str, ...] = ()
    header: int = 1
    titles: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    candidates: tuple[encodings.Reading, ...] = ()
    decimal: cells.Decimal = "."
    decimal_known: bool = False
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    formulas: tuple[str, ...] = field(default=())
    eurostat: EurostatTable | None = None
    header_rows: int = 1
    across: across.Across | None = None
    formula_rows: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, frozenset[int]] | None = None
    decimal_said: bool = False
    held: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    found: tuple[Problem, ...] = ()

    def where(self, row: int, column: str = "") -> tuple[int, str]:
        """A row of ``table`` as the file counts it, and the file's column of a cell there."""
        if self.across is None:
            return row, column
        there, own = self.across.where(row)
        return there, own if column == across.VALUE else column


def read(
    content: bytes,
    name: str,
    *,
    known: Collection[str] = (),
    encoding: str | None = None,
    delimiter: str | None = None,
    decimal: cells.Decimal | None = None,
    sheet: str | None = None,
    header: int | None = None,
    header_rows: int | None = None,
    spread: across.Spread | None = None,
    turn: bool = True,
    hidden: bool | None = None,
) -> Intake:
    """Reads CSV, TSV, XLSX, XLS, ODS, JSON-stat, GeoJSON, lists of records in JSON, the table of a
    web page, and one of them in a zip or gzip.

    ``known``: folded names of the columns that may be expected (``headers.folded``). The other
    arguments override what would be understood; ``header`` counts rows from 1, 0 for a table
    without names; ``header_rows``: how many rows these have; ``spread``: what may stand across in
    columns, which become rows if ``turn``; ``hidden``: whether rows and columns that a sheet hides
    are taken, None while nobody has said. IntakeError, and nothing else, whatever the bytes.
    """
    said = (encoding, delimiter, decimal, sheet, header, header_rows, hidden)
    ours = {*known, *(chain.from_iterable(spread.words.values()) if spread else ())}
    try:
        found = _read(content, name, known, ours, *said)
        return _turned(found, spread) if spread is not None and turn else found
    except IntakeError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise  # whoever runs this wants it to end
    except MemoryError:
        raise IntakeError("too-much-memory") from None
    except BaseException as error:
        # The readers panic on some damaged files, which is no Exception.
        LOG.exception("A file cannot be read")
        raise IntakeError("cannot-be-read", why=type(error).__name__) from error


def _read(
    content: bytes,
    name: str,
    known: Collection[str],
    ours: Collection[str],
    encoding: str | None,
    delimiter: str | None,
    decimal: cells.Decimal | None,
    sheet: str | None,
    header: int | None,
    deep: int | None,
    hidden: bool | None,
) -> Intake:
    if len(content) > LARGEST:
        raise IntakeError("too-large", most=str(LARGEST // 2**20))
    name, content = _unwrapped(name, content)
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise IntakeError("empty")
    for start, code in _NOT_TABLES.items():
        if content.startswith(start):
            raise IntakeError("not-a-table", what=code)
    if content.startswith(_ANCIENT):
        raise IntakeError("ancient-workbook")
    if content.startswith(b"\xd0\xcf\x11\xe0") and _WORD in content:
        raise IntakeError("word-document")
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _from_workbook(content, name, known, decimal, sheet, header, deep, hidden)
    return _from_text(content, name, known, ours, encoding, delimiter, decimal, header, deep)


def _turned(found: Intake, spread: across.Spread) -> Intake:
    """With a row for each cell of what stands across."""
    turned = None
    if found.eurostat is None:
        turned = across.turned(found.table, found.header, spread)
    if turned is None:
        return found
    if turned[0].empty:
        raise IntakeError("no-rows")
    table, across_it = turned
    names = dict(zip(found.letters, map(str, found.table.columns), strict=False))
    formula_rows = {}
    for cell in found.formulas:
        letter = cell.rstrip("0123456789")
        row = across_it.below(names.get(letter, ""), int(cell[len(letter) :]))
        if row is not None:
            formula_rows[cell] = row
    return replace(
        found, table=table, letters=(), across=across_it, formula_rows=formula_rows,
        texts=None if found.texts is None else across_it.places(found.texts),
        held=across_it.cells(found.held), found=tuple(_below(found.found, across_it)),
    )  # fmt: skip


def _below(problems: Sequence[Problem], turned: across.Across) -> Iterator[Problem]:
    """Problems of the file's rows, each at the first row that was made of its own."""
    for problem in problems:
        row = problem.row
        below = None if row is None else turned.below(problem.source_column or "", row)
        if row is None or below is not None:
            yield replace(problem, row=below)


def _from_workbook(
    content: bytes,
    name: str,
    known: Collection[str],
    decimal: cells.Decimal | None,
    sheet: str | None,
    header: int | None,
    deep: int | None,
    hidden: bool | None,
) -> Intake:
    book = workbook.Book(content)
    names = book.sheets
    if not names:
        raise IntakeError("empty")
    kind: Kind = "xls"
    if content.startswith(b"PK"):
        kind = "ods" if b"opendocument.spreadsheet" in content[:200] else "xlsx"
    parts = [name for name in names if spreadsheet.is_sheet(name)]
    if sheet is None and header is None and parts:
        tables = [book.rows(name) for name in parts]
        if all(map(spreadsheet.is_one, tables)):
            plain = Intake(name, kind, pd.DataFrame())
            return _from_eurostat(plain, spreadsheet.read(tables, decimal, "."))
        if {"Summary", "Structure"} <= set(names):
            raise IntakeError("eurostat-spreadsheet")
    if sheet is None:
        every = {name: book.sheet(name) for name in names}
        # The sheet whose columns are known, else the one with most rows.
        sheet = max(names, key=lambda n: (headers.hits(every[n].rows, known), len(every[n].rows)))
        read_sheet = every[sheet]
    elif sheet not in names:
        raise IntakeError("unknown-sheet", sheet=sheet, sheets=", ".join(names))
    else:
        read_sheet = book.sheet(sheet)
    return _built(
        Intake(
            name=name,
            kind=kind,
            table=pd.DataFrame(),
            sheet=sheet,
            sheets=tuple(names),
            formulas=tuple(workbook.formulas(content, sheet)),
        ),
        read_sheet.rows, known, decimal, header, deep, read_sheet, hidden,
    )  # fmt: skip


def _from_text(
    content: bytes,
    name: str,
    known: Collection[str],
    ours: Collection[str],
    encoding: str | None,
    delimiter: str | None,
    decimal: cells.Decimal | None,
    header: int | None,
    deep: int | None,
) -> Intake:
    candidates: tuple[encodings.Reading, ...] = ()
    doubts: tuple[Problem, ...] = ()
    if encoding is None:
        found = encodings.readings(content)
        candidates = () if encodings.clear(found) else tuple(found)
        sure = _recognised(content, candidates, ours)
        candidates = tuple(sorted(candidates, key=lambda reading: reading != sure))
        encoding = candidates[0].encoding if candidates else found[0].encoding
        doubts = () if sure else tuple(_doubted(candidates))
    try:
        text = encodings.decode(content, encoding)
    except LookupError:
        raise IntakeError("unknown-encoding", encoding=encoding) from None
    if html_table.is_one(text):
        page = html_table.read(text)
        if page is None:
            raise IntakeError("web-page")
        broken = [Problem("table-breaks-off", "file", "warning")] * page.breaks_off
        plain = Intake(
            name, "html", pd.DataFrame(), encoding=encoding, candidates=candidates,
            found=(*doubts, *broken),
        )  # fmt: skip
        return _built(plain, page.rows, known, decimal, header, deep)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<?xml", "<svg")):
        raise IntakeError("not-a-table", what="web-page")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        features = geojson.rows(text)
        if features is not None:
            plain = Intake(name, "json", pd.DataFrame())
            # It has rows but no sheet, so no letters.
            return replace(_built(plain, features, known, decimal or ".", 1, 1), letters=())
    if start in ("[", "{") and (records := json_rows.rows(text)) is not None:
        plain = Intake(name, "json", pd.DataFrame())
        return replace(_built(plain, records, known, decimal or ".", 1, 1), letters=())
    if start == "{":
        told, plain = jsonstat.read(text), Intake(name, "json", pd.DataFrame())
        if eurostat.is_eurostat(told.publisher):
            return _from_eurostat(plain, told)
        records = [list(told.table.columns), *told.table.to_numpy().tolist()]
        return replace(_built(plain, records, known, decimal or ".", 1, 1), letters=())
    # The codes of a line stand in one cell, with commas: counting marks would go wrong.
    mark = delimiter or eurostat.delimiter(text) or delimited.delimiter(text)
    rows = delimited.rows(text, mark)
    return _built(
        Intake(
            name=name,
            kind="text",
            table=pd.DataFrame(),
            encoding=encoding,
            delimiter=mark,
            candidates=candidates,
            found=doubts,
        ),
        rows, known, decimal, header, deep,
    )  # fmt: skip


def _recognised(
    content: bytes, candidates: Sequence[encodings.Reading], ours: Collection[str]
) -> encodings.Reading | None:
    """The one reading in which most words with letters beyond ASCII are ours («Vērtība»)."""
    told = []
    for reading in candidates:
        text = encodings.decode(content[:_LOOKED_FOR], reading.encoding)
        cells = {cell for cell in _BETWEEN.split(text) if not cell.isascii()}
        told.append((sum(headers.folded(cell) in ours for cell in cells), reading))
    told.sort(key=lambda pair: -pair[0])
    if not told or not told[0][0] or told[0][0] == told[1][0]:
        return None
    return told[0][1]


def _doubted(candidates: Sequence[encodings.Reading]) -> Iterator[Problem]:
    """A reading that is not the only likely one."""
    if candidates:
        words = candidates[0].sample.split()[:3]
        details = {"encoding": candidates[0].encoding}
        yield Problem(
            "several-encodings", "file", "warning", value=" · ".join(words), details=details
        )


def _built(
    intake: Intake,
    rows: list[list[str]],
    known: Collection[str],
    decimal: cells.Decimal | None,
    header: int | None,
    deep: int | None,
    sheet: workbook.Sheet | None = None,
    hidden: bool | None = None,
) -> Intake:
    """Adds the table, its titles and its decimal mark. ``sheet``: of a workbook."""
    if header is None and (found := eurostat.from_rows(rows)) is not None:
        return _from_eurostat(intake, found)
    # Where decimal commas are usual, the delimiter is no comma.
    usual: cells.Decimal = "," if intake.delimiter in (";", "\t") else "."
    if header is None and spreadsheet.is_one(rows):
        return _from_eurostat(intake, spreadsheet.read([rows], decimal, usual))
    if not any(cell.strip() for row in rows for cell in row):
        raise IntakeError("empty")
    place = headers.find(rows, known) if header is None else header - 1
    if not -1 <= place < len(rows):
        raise IntakeError("no-table")
    if deep is None:
        deep = headers.deep(rows, place)
    problems: list[Problem] = []
    if sheet is not None:
        problems += sheets.unmerged(rows, sheet.merged, place + deep)
    table, letters = headers.table(rows, place, deep)
    if intake.delimiter:
        problems += delimited.torn(rows, place, table, intake.delimiter)
    if sheet is not None:
        table, letters, told_hidden = sheets.without_hidden(table, letters, sheet.shown, hidden)
        problems += told_hidden
    if table.empty:
        raise IntakeError("no-rows")
    titles = [
        " ".join(cell.strip() for cell in row if cell.strip()) for row in rows[: max(place, 0)]
    ]
    # A file is written by one hand: a part of it tells.
    start = table.iloc[:_LOOKED_AT]
    columns = [start[column] for column in start.columns]
    numeric = None if sheet is None else sheets.by_column(sheet.texts, table, letters)
    if numeric is not None:
        # Only a text has a mark; a number cell is a number.
        usual = "."
        columns = [
            column[column.index.isin(list(own))]
            for name, column in start.items()
            if (own := numeric.get(str(name)))
        ]
    told = cells.file_decimal_mark(columns)
    return replace(
        intake,
        table=table,
        letters=letters,
        header=place + 1,
        header_rows=deep,
        titles=tuple(title for title in titles if title),
        decimal=decimal or told or usual,
        decimal_known=decimal is not None or told is not None,
        decimal_said=decimal is not None,
        texts=numeric,
        held={} if sheet is None else sheets.held(sheet.shown, table, letters),
        found=(*intake.found, *problems),
    )


def _from_eurostat(intake: Intake, found: EurostatTable) -> Intake:
    return replace(intake, table=found.table, eurostat=found, decimal_known=True)


def _unwrapped(name: str, content: bytes) -> tuple[str, bytes]:
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
