"""A problem in the reader's language: numbers and dates as that language writes them, titles and
names translated; what stands in a cell stays as it was found. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pages.desk import titles
from secon_data.intake import Intake
from secon_data.problems import Problem, Told, sentence
from secon_ui.text.words import Words

_FRACTION = re.compile(r"[+-]?\d+\.\d+")
_NUMBERS = ("low", "high", "previous", "next", "limit", "rows", "distance")
_DAYS = ("own", "published")
_TEXTS = ("dataset", "description", "column", "region", "there", "indicator")
# Their value is made of two cells, or is none of the file's.
_PAIRS = frozenset(("coordinates-swapped", "outside-region", "in-another-area", "near-border"))
_NAMES = frozenset(("region-gone", "region-gone-of", "older-figures", "older-years"))


def told(problem: Problem, fields: Mapping[str, str], intake: Intake, t: Words) -> Told:
    """The problem's sentences. ``fields``: the dataset's column → the file's."""
    details = {name: _detail(name, text, t) for name, text in problem.details.items()}
    if intake.across is not None and problem.code == "key-repeated":
        details["other"] = str(intake.where(int(details["other"]))[0])
    value = problem.value
    if problem.code in _NAMES:
        value = t.data(value)
    elif problem.code in _PAIRS:
        value = as_written(value or "", intake)
    else:
        value = _cell(problem, fields, intake) or value
    if "example" in details:
        # One that the file's own reading takes as it is meant.
        details["example"] = as_written(details["example"], intake)
    column = problem.source_column and titles.column(problem.source_column, t)
    shown = replace(problem, value=value, details=details, source_column=column)
    return sentence(shown, t)


def as_written(text: str, intake: Intake) -> str:
    """Numbers in the plain form with the decimal mark of the file."""
    if intake.decimal == ".":
        return text
    parts = text.split(" · ")
    if not all(_FRACTION.fullmatch(part) or part.isdigit() for part in parts):
        return text
    return " · ".join(part.replace(".", intake.decimal) for part in parts)


def _cell(problem: Problem, fields: Mapping[str, str], intake: Intake) -> str:
    column = problem.source_column or fields.get(problem.column or "", "")
    if problem.row not in intake.table.index or column not in intake.table.columns:
        return ""
    return str(intake.table.at[problem.row, column]).strip()


def _detail(name: str, text: str, t: Words) -> str:
    if name in _NUMBERS:
        return _number(text, t)
    if name in _DAYS:
        return text if len(text) == 4 else t.date(text, brief=True)
    if name in _TEXTS:
        return t.data(text)
    if name == "names":
        return ", ".join(titles.column(part, t) for part in text.split(", "))
    if name == "columns":
        return t.list([t.data(title) for title in text.split(", ")])
    return text


def _number(text: str, t: Words) -> str:
    """«12.5» as the language writes it; a year stays four digits."""
    try:
        number = float(text)
    except ValueError:
        return text
    if text.isdigit() and len(text) <= 4:
        return text
    return t.number(number, len(text.partition(".")[2]))
