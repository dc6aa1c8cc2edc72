"""A table to take away as XLSX: what it is and how to cite it stand above it; definitions,
sources and licence on sheets of their own. Numbers are numbers, and no text is a formula. Pure."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from secon_data.workbooks import SHEET
from secon_ui.drawing.theme import LIGHT

LONGEST = 32_767  # characters that a cell holds
_WIDEST = 60  # characters of a column


@dataclass(frozen=True)
class About:
    """What stands around the table, in the reader's language. ``above``: its headline, what is
    measured and what must be said, a line each; ``titles``: of the columns; ``definitions``: a
    table in words, or None; ``sources``: lines; ``sheets``: the names of the three sheets;
    ``cut``: what is said in a cell whose text is too long; ``address``: the link."""

    above: Sequence[str]
    titles: Mapping[str, str]
    definitions: pd.DataFrame | None
    sources: Sequence[str]
    sheets: tuple[str, str, str]
    cut: str
    address: str = ""


def xlsx(table: pd.DataFrame, about: About) -> bytes:
    """The workbook; the same table gives the same bytes. ValueError for more rows than a sheet
    holds."""
    first = len(about.above) + 2
    if len(table) + first + 2 > SHEET:
        raise ValueError(f"{len(table)} rows are more than a sheet holds")
    out = io.BytesIO()
    # Text is text: no formula, no link, no number is made of it.
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False},
    )  # fmt: skip
    book.set_properties({"created": datetime(2026, 1, 1), "title": about.above[0][:255]})
    _table(book, table, about, first)
    quiet, wrapped = book.add_format({"font_color": LIGHT.quiet}), book.add_format(_WRAP)
    if about.definitions is not None and len(about.definitions):
        page = book.add_worksheet(about.sheets[1])
        _rows(page, 0, list(about.definitions.columns), about.definitions, book, about.cut)
        page.set_column(0, len(about.definitions.columns) - 1, 34, wrapped)
    page = book.add_worksheet(about.sheets[2])
    page.set_column(0, 0, 110, wrapped)
    for at, line in enumerate(about.sources):
        page.write_string(at, 0, _held(line, about.cut), wrapped)
    if about.address:
        page.write_string(len(about.sources) + 1, 0, about.address, quiet)
    book.close()
    return out.getvalue()


_WRAP: dict[str, Any] = {"text_wrap": True, "valign": "top"}


def _table(book: xlsxwriter.Workbook, table: pd.DataFrame, about: About, first: int) -> None:
    page = book.add_worksheet(about.sheets[0])
    large = book.add_format({"bold": True, "font_size": 14, "font_color": LIGHT.mine})
    quiet = book.add_format({"font_color": LIGHT.quiet})
    head = book.add_format({"bold": True, "bg_color": LIGHT.facet, **_WRAP})
    for at, line in enumerate(about.above):
        page.write_string(at, 0, _held(line, about.cut), quiet if at else large)
    names = [str(name) for name in table.columns]
    for column, name in enumerate(names):
        page.write_string(first, column, about.titles.get(name, name), head)
        page.write_string(first + 1, column, name, quiet)
        shown = table.iloc[:200, column].astype("str").str.len()
        longest = max([len(about.titles.get(name, name)) // 2, len(name), *shown.tolist()])
        page.set_column(column, column, min(_WIDEST, longest + 2))
    _cells(page, first + 2, table, about.cut)
    page.freeze_panes(first + 2, 0)
    if len(table):
        page.autofilter(first + 1, 0, first + 1 + len(table), max(len(names) - 1, 0))


def _rows(
    page: Worksheet,
    first: int,
    heads: Sequence[object],
    table: pd.DataFrame,
    book: xlsxwriter.Workbook,
    cut: str,
) -> None:
    head: Format = book.add_format({"bold": True, "bg_color": LIGHT.facet, **_WRAP})
    for column, name in enumerate(heads):
        page.write_string(first, column, str(name), head)
    _cells(page, first + 1, table, cut)


def _cells(page: Worksheet, first: int, table: pd.DataFrame, cut: str) -> None:
    for column in range(len(table.columns)):
        for at, value in enumerate(table.iloc[:, column].tolist(), start=first):
            if isinstance(value, list):
                value = ", ".join(map(str, value))
            if value is None or (not isinstance(value, str) and pd.isna(value)):
                continue
            if isinstance(value, bool):
                page.write_boolean(at, column, value)
            elif isinstance(value, int | float):
                page.write_number(at, column, value)
            else:
                page.write_string(at, column, _held(str(value), cut))


def _held(text: str, cut: str) -> str:
    """As much of a text as a cell holds; what is left out is told."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - len(cut) - 2]}… {cut}"
