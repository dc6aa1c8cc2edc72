"""Workbooks for people: templates to fill, and a sent file with its problems marked."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from secon_data import csv_text, export
from secon_data.errors import DataError
from secon_data.intake import Intake
from secon_data.package import Package
from secon_data.problems import Problem, Told, sentence
from secon_data.schema import Schema

_HEAD = PatternFill("solid", fgColor="DCE5F5")
_ERROR = PatternFill("solid", fgColor="F6C6D2")
_WARNING = PatternFill("solid", fgColor="FFE7A6")
_BOLD, _WRAP = Font(bold=True), Alignment(wrap_text=True, vertical="top")
# So many rows of a template carry a list to choose from.
_ROWS = 2000
SHEET = 1_048_576  # rows, the most that a sheet holds
CELL = 32_766  # signs: the most that a cell holds, less the one that keeps it from being a formula
MOST_MARKED = 100_000  # rows; more take longer to write than anybody waits
_LISTS = "Lists"
# What XML cannot hold, and what a sheet's name cannot.
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\]")


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 with a mark, so that spreadsheets read it, and no cell is a formula."""
    out = table.copy()
    for place in range(len(out.columns)):
        out.isetitem(place, export.harmless(out.iloc[:, place]))
    out.columns = [_safe(name) for name in out.columns]
    return csv_text.written(out).encode("utf-8-sig")


def template(
    package: Package,
    dataset: str,
    rows: pd.DataFrame | None = None,
    translate: Callable[[str], str] = str,
) -> bytes:
    """An XLSX to fill: the columns with lists to choose from, and a sheet that explains them.

    ``rows``: the current ones to begin with, or None; ``translate`` turns titles and descriptions
    into the reader's language. DataError for more rows than a sheet holds, or longer cells.
    """
    schema = package.schema(dataset)
    if rows is not None and len(rows) >= SHEET:
        raise DataError(
            "{n} rows are more than the {most} that a sheet of a workbook holds.",
            file=dataset,
            mend="Take them as CSV.",
            n=len(rows),
            most=SHEET - 1,
        )
    if rows is not None and (long := _too_long(rows)):
        raise DataError(
            "{n} cells are longer than the {most} characters that a cell of a workbook holds.",
            file=dataset,
            mend="Take them as CSV.",
            n=long,
            most=CELL,
        )
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = dataset[:31]
    sheet.append(list(schema.fields))
    for row in () if rows is None else rows[list(schema.fields)].itertuples(index=False):
        sheet.append([_plain(cell) for cell in row])
    for place, field in enumerate(schema.fields.values(), start=1):
        _head(sheet.cell(1, place), translate(field.title))
        sheet.column_dimensions[get_column_letter(place)].width = 18
    sheet.freeze_panes = "A2"
    _lists(book, sheet, package, schema)
    _explained(book.create_sheet(translate("Help")[:31]), package, dataset, translate)
    return _bytes(book)


def marked(
    intake: Intake,
    problems: Sequence[Problem],
    fields: Mapping[str, str],
    translate: Callable[[str], str] = str,
    tell: Callable[[Problem], Told] = sentence,
) -> bytes:
    """The sent table as XLSX, cells with a problem coloured and commented, each cell where it
    stood, and a second sheet that lists all problems. Of a file of more than ``MOST_MARKED`` rows
    only those with a problem are there, and that is said. ``fields``: the dataset's column → the
    file's; ``translate`` turns the headings into the reader's language, ``tell`` words a
    problem."""
    book = Workbook()
    sheet: Worksheet = book.active
    sheet.title = _named(intake.sheet or "")
    columns = list(map(str, intake.table.columns))
    numbers = [column_index_from_string(letter) for letter in intake.letters]
    place = dict(zip(columns, numbers or range(1, len(columns) + 1), strict=True))
    for column, i in place.items():
        if intake.header:
            _head(sheet.cell(intake.header, i, _text(column)), "")
    told_of = {problem.row for problem in problems if problem.row is not None}
    table, few = intake.table, len(intake.table) > MOST_MARKED
    if few:
        table = table[table.index.isin(told_of)]
    table = table[table.index <= SHEET]
    cut: list[str] = []
    for row, cells in zip(table.index, table.to_numpy(), strict=True):
        for i, cell in zip(place.values(), cells, strict=True):
            if cell:
                sheet.cell(int(row), i, _text(cell))
            if len(cell) > CELL:
                cut.append(f"{get_column_letter(i)}{row}")
                sheet.cell(int(row), i).fill = _WARNING
    told: dict[tuple[int, int], list[str]] = {}
    for problem in problems:
        if problem.row is not None and problem.row > SHEET:
            continue  # the list has it
        words = tell(problem)
        column = problem.source_column or fields.get(problem.column or "", "")
        cell = (problem.row or intake.header or 1, place.get(column, 1))
        text = " ".join(part for part in (words.what, words.expected, words.write) if part)
        told.setdefault(cell, []).append(text)
        fill = _ERROR if problem.severity == "error" else _WARNING
        if sheet.cell(*cell).fill != _ERROR:
            sheet.cell(*cell).fill = fill
    for cell, texts in told.items():
        comment = Comment("\n".join(texts)[:1500], "SECON")
        comment.width, comment.height = 360, 120
        sheet.cell(*cell).comment = comment
    listed = book.create_sheet(translate("Problems")[:31])
    _listed(listed, problems, fields, place, translate, tell)
    notes = []
    if few:
        notes.append(
            translate("The file is long: only its rows with a problem are in the first sheet.")
        )
    if len(intake.table) and int(intake.table.index.max()) > SHEET:
        notes.append(
            translate("A sheet holds 1,048,576 rows: what is beyond is in this list alone.")
        )
    if cut:
        told_cells = ", ".join(cut[:20]) + (" …" if len(cut) > 20 else "")
        notes.append(
            translate("A cell holds 32,766 characters: these are cut here, not in your own file:")
            + f" {told_cells}"
        )
    for note in notes:
        listed.append([note])
    return _bytes(book)


def problem_table(
    problems: Sequence[Problem], tell: Callable[[Problem], Told] = sentence
) -> pd.DataFrame:
    """The problems as a table to take away: severity, row, column, value, problem, expected,
    example."""
    rows = []
    for problem in problems:
        words = tell(problem)
        rows.append(
            {
                "severity": problem.severity,
                "row": problem.row,
                "column": problem.source_column or problem.column,
                "value": problem.value,
                "problem": words.what,
                "expected": words.expected,
                "example": words.write,
            }
        )
    names = ["severity", "row", "column", "value", "problem", "expected", "example"]
    return pd.DataFrame(rows, columns=names).astype({"row": "Int64"})


def _lists(book: Workbook, sheet: Worksheet, package: Package, schema: Schema) -> None:
    """Lists to choose from: closed lists of words, yes and no, and keys of other datasets."""
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    column = 0
    for place, field in enumerate(schema.fields.values(), start=1):
        words: Sequence[str] = ["true", "false"] if field.type == "boolean" else field.allowed
        reference = schema.references.get(field.name)
        if not words and reference is not None and reference.dataset:
            known = package.table(reference.dataset)[reference.key]
            words = known.dropna().astype("str").tolist()
        if not words:
            continue
        column += 1
        for row, word in enumerate(words, start=1):
            lists.cell(row, column, _text(word))
        letter = get_column_letter(column)
        rule = DataValidation(
            type="list",
            formula1=f"{_LISTS}!${letter}$1:${letter}${len(words)}",
            allow_blank=not field.required,
            showErrorMessage=True,
        )
        sheet.add_data_validation(rule)
        letter = get_column_letter(place)
        rule.add(f"{letter}2:{letter}{_ROWS}")


def _explained(
    sheet: Worksheet, package: Package, dataset: str, translate: Callable[[str], str]
) -> None:
    """What each column means."""
    described = package.dataset(dataset)
    sheet.append([translate(str(described.get("title", dataset)))])
    sheet.append([translate(str(described.get("description", "")))])
    sheet.append([])
    sheet.append([translate(t) for t in ("Column", "Title", "Meaning", "Needed", "Allowed")])
    for field in package.schema(dataset).fields.values():
        limits = [field.minimum, field.maximum]
        allowed = ", ".join(field.allowed)
        if not allowed and limits != [None, None]:
            allowed = " – ".join("…" if limit is None else str(limit) for limit in limits)
        sheet.append(
            [
                field.name,
                translate(field.title),
                translate(field.description),
                "✓" if field.required else "",
                allowed or field.example,
            ]
        )
    for cell in (sheet.cell(1, 1), *sheet[4]):
        cell.font = _BOLD
    for letter, width in zip("ABCDE", (24, 24, 60, 9, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.alignment = _WRAP


def _listed(
    sheet: Worksheet,
    problems: Sequence[Problem],
    fields: Mapping[str, str],
    place: Mapping[str, int],
    translate: Callable[[str], str],
    tell: Callable[[Problem], Told],
) -> None:
    sheet.append([translate(t) for t in ("Cell", "Value", "Problem", "Expected", "Example")])
    for cell in sheet[1]:
        cell.font, cell.fill = _BOLD, _HEAD
    for problem in problems:
        words = tell(problem)
        column = problem.source_column or fields.get(problem.column or "", "")
        address = (
            f"{get_column_letter(place[column])}{problem.row or ''}" if column in place else ""
        )
        row = (address, problem.value or "", words.what, words.expected, words.write)
        sheet.append([_text(cell) for cell in row])
    for letter, width in zip("ABCDE", (9, 24, 60, 60, 24), strict=True):
        sheet.column_dimensions[letter].width = width


def _head(cell: Cell, title: str) -> None:
    cell.font, cell.fill = _BOLD, _HEAD
    if title:
        cell.comment = Comment(title, "SECON")


def _too_long(rows: pd.DataFrame) -> int:
    """How many cells hold more signs than a workbook's can."""
    texts = rows.select_dtypes(include=["object", "string", "str", "category"])
    return sum(int((texts[name].astype("str").str.len() > CELL).sum()) for name in texts)


def _plain(cell: object) -> object:
    return None if pd.isna(cell) else _text(getattr(cell, "item", lambda: cell)())


def _text(cell: object) -> object:
    """A cell that a spreadsheet neither computes nor chokes on."""
    if not isinstance(cell, str):
        return cell
    return csv_text.escaped(_NO_XML.sub("", cell)[:CELL])


def _safe(name: object) -> object:
    return csv_text.escaped(name) if isinstance(name, str) else name


def _named(sheet: str) -> str:
    """A name as near to a sheet's own as a workbook takes."""
    name = _NO_NAME.sub("-", _NO_XML.sub("", sheet))[:31].strip("' ") or "Data"
    # A name that Excel keeps for itself.
    return f"{name}-" if name.lower() == "history" else name


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
