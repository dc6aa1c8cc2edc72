"""Rows of cells → the table below its header, its titles, its decimal mark. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secon_data.intake import (
    cells,
    delimited,
    eurostat,
    headers,
    points,
    sheets,
    spreadsheet,
    workbook,
)
from secon_data.intake.errors import IntakeError
from secon_data.intake.eurostat import EurostatTable
from secon_data.intake.found import Asked, Intake
from secon_data.intake.rows import Rows
from secon_data.problems import Problem

_LOOKED_AT = 5000  # rows


def built(
    intake: Intake,
    rows: Sequence[list[str]],
    asked: Asked,
    sheet: workbook.Sheet | None = None,
) -> Intake:
    """Adds the table, its titles and its decimal mark. ``sheet``: of a workbook."""
    header, decimal, deep = asked.header, asked.decimal, asked.header_rows
    if header is None and (found := eurostat.from_rows(rows)) is not None:
        return of_eurostat(intake, found)
    # Where decimal commas are usual, the delimiter is no comma.
    usual: cells.Decimal = "," if intake.delimiter in (";", "\t") else "."
    if header is None and spreadsheet.is_one(rows):
        return of_eurostat(intake, spreadsheet.read([rows], decimal, usual))
    if not any(cell.strip() for row in rows for cell in row):
        raise IntakeError("empty")
    place = headers.find(rows, asked.known) if header is None else header - 1
    if not -1 <= place < len(rows):
        raise IntakeError("no-table")
    if deep is None:
        deep = headers.deep(rows, place)
    problems: list[Problem] = []
    if sheet is not None:
        problems += sheets.unmerged(sheet.rows, sheet.merged, place + deep)
    table, letters = headers.table(rows, place, deep)
    if isinstance(rows, Rows):
        problems += delimited.torn(rows, place, table, intake.delimiter)
    if sheet is not None:
        table, letters, told_hidden = sheets.without_hidden(
            table, letters, sheet.shown, asked.hidden
        )
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
    mark = decimal or told or usual
    table, letters = points.split(table, letters, asked.known, mark)
    if sheet is not None:
        numeric = sheets.by_column(sheet.texts, table, letters)
    return replace(
        intake,
        table=table,
        letters=letters,
        header=place + 1,
        header_rows=deep,
        titles=tuple(title for title in titles if title),
        decimal=mark,
        decimal_known=decimal is not None or told is not None,
        decimal_said=decimal is not None,
        texts=numeric,
        held={} if sheet is None else sheets.held(sheet.shown, table, letters),
        found=(*intake.found, *problems),
    )


def of_eurostat(intake: Intake, found: EurostatTable) -> Intake:
    """A file of Eurostat: its long table is the table."""
    return replace(intake, table=found.table, eurostat=found, decimal_known=True)
