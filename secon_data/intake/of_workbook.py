"""A workbook (XLSX, XLS, ODS) → its table."""

from __future__ import annotations

import pandas as pd

from secon_data.intake import headers, spreadsheet, workbook
from secon_data.intake.building import built, of_eurostat
from secon_data.intake.errors import IntakeError
from secon_data.intake.found import Asked, Intake, Kind


def read(content: bytes, name: str, asked: Asked) -> Intake:
    """The sheet named, else the one whose columns are known, else the one with most rows.
    IntakeError when it cannot be read."""
    book = workbook.Book(content)
    names, sheet = book.sheets, asked.sheet
    if not names:
        raise IntakeError("empty")
    kind: Kind = "xls"
    if content.startswith(b"PK"):
        kind = "ods" if b"opendocument.spreadsheet" in content[:200] else "xlsx"
    parts = [name for name in names if spreadsheet.is_sheet(name)]
    if sheet is None and asked.header is None and parts:
        tables = [book.rows(name) for name in parts]
        if all(map(spreadsheet.is_one, tables)):
            plain = Intake(name, kind, pd.DataFrame())
            return of_eurostat(plain, spreadsheet.read(tables, asked.decimal, "."))
        if {"Summary", "Structure"} <= set(names):
            raise IntakeError("eurostat-spreadsheet")
    if sheet is None:
        every = {name: book.sheet(name) for name in names}
        sheet = max(
            names, key=lambda n: (headers.hits(every[n].rows, asked.known), len(every[n].rows))
        )
        read_sheet = every[sheet]
    elif sheet not in names:
        raise IntakeError("unknown-sheet", sheet=sheet, sheets=", ".join(names))
    else:
        read_sheet = book.sheet(sheet)
    return built(
        Intake(
            name=name,
            kind=kind,
            table=pd.DataFrame(),
            sheet=sheet,
            sheets=tuple(names),
            formulas=tuple(workbook.formulas(content, sheet)),
        ),
        read_sheet.rows, asked, read_sheet,
    )  # fmt: skip
