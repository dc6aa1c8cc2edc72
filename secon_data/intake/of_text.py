"""A text → its table: CSV and TSV, JSON, the table of a web page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from secon_data.intake import (
    delimited,
    encodings,
    eurostat,
    geojson,
    headers,
    html_table,
    json_rows,
    jsonstat,
)
from secon_data.intake.building import built, of_eurostat
from secon_data.intake.errors import IntakeError
from secon_data.intake.found import Asked, Intake
from secon_data.problems import Problem

_LOOKED_FOR = 2**16  # bytes in which words of ours tell the letters
_BETWEEN = re.compile(r'[;,\t\r\n"|]')


def read(content: bytes, name: str, asked: Asked) -> Intake:
    """CSV, TSV, JSON or the table of a web page, in whatever letters. IntakeError when it is none
    of them."""
    encoding = asked.encoding
    candidates: tuple[encodings.Reading, ...] = ()
    doubts: tuple[Problem, ...] = ()
    if encoding is None:
        found = encodings.readings(content)
        candidates = () if encodings.clear(found) else tuple(found)
        sure = _recognised(content, candidates, asked.ours)
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
        return built(plain, page.rows, asked)
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<?xml", "<svg")):
        raise IntakeError("not-a-table", what="web-page")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        features = geojson.rows(text)
        if features is not None:
            plain = Intake(name, "json", pd.DataFrame())
            return _records(plain, features, asked)
    if start in ("[", "{") and (records := json_rows.rows(text)) is not None:
        plain = Intake(name, "json", pd.DataFrame())
        return _records(plain, records, asked)
    if start == "{":
        told, plain = jsonstat.read(text), Intake(name, "json", pd.DataFrame())
        if eurostat.is_eurostat(told.publisher):
            return of_eurostat(plain, told)
        records = [list(told.table.columns), *told.table.to_numpy().tolist()]
        return _records(plain, records, asked)
    # The codes of a line stand in one cell, with commas: counting marks would go wrong.
    mark = asked.delimiter or eurostat.delimiter(text) or delimited.delimiter(text)
    rows = delimited.rows(text, mark)
    return built(
        Intake(
            name=name,
            kind="text",
            table=pd.DataFrame(),
            encoding=encoding,
            delimiter=mark,
            candidates=candidates,
            found=doubts,
        ),
        rows, asked,
    )  # fmt: skip


def _records(intake: Intake, rows: list[list[str]], asked: Asked) -> Intake:
    """Records have one row of names and a point before fractions, and no sheet: no letters."""
    named = replace(asked, decimal=asked.decimal or ".", header=1, header_rows=1)
    return replace(built(intake, rows, named), letters=())


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
