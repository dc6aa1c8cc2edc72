"""Any file that somebody sends → a table of text, and what was understood of the file.

``packed``: what is around it; ``of_text``, ``of_workbook``: its rows; ``building``: the table below
its header; ``found``: what is told of it; ``across``: what stands across and becomes rows."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from secon_data.intake import across, cells, of_text, of_workbook, packed
from secon_data.intake.errors import IntakeError
from secon_data.intake.found import Asked, Intake
from secon_data.problems import Problem

__all__ = ["LARGEST", "Intake", "IntakeError", "read"]

LOG = logging.getLogger("secon")
LARGEST = 20 * 2**20  # bytes


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
    ours = {*known, *(chain.from_iterable(spread.words.values()) if spread else ())}
    asked = Asked(known, ours, encoding, delimiter, decimal, sheet, header, header_rows, hidden)
    try:
        found = _read(content, name, asked)
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


def _read(content: bytes, name: str, asked: Asked) -> Intake:
    if len(content) > LARGEST:
        raise IntakeError("too-large", most=str(LARGEST // 2**20))
    name, content = packed.unwrapped(name, content)
    if not content.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise IntakeError("empty")
    packed.refuse_others(content)
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return of_workbook.read(content, name, asked)
    return of_text.read(content, name, asked)


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
