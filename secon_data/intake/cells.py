"""How people write numbers, dates and gaps, turned into one plain form. Pure.

The plain form: a number with a point and no thousands marks (``1234.5``), a date as ISO text of its
own precision (``2024``, ``2024-05``, ``2024-05-01``), ``true``/``false``, and the empty text for a
gap. What cannot be understood stays as it came; the check then names it.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from secon_data import csv_text

Decimal = Literal[",", "."]
GAPS = frozenset({"", ":", "-", "–", "—", "..", "…", "...", "n/a", "n.a.", "#n/a"})
_SPACES = " \u00a0\u202f\u2009\u2007"
_QUOTES = "'’`´"
# The plain form of a number, and of a whole one that 64 bits hold.
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
WHOLE = r"[+-]?[0-9]{1,18}"
# The words of the ten languages.
YES = frozenset(
    ("true", "yes", "y", "1", "ja", "jā", "sí", "si", "sim", "da", "tak", "ναι", "ναί", "да",
     "igen", "oui")
)  # fmt: skip
NO = frozenset(
    ("false", "no", "n", "0", "nein", "nee", "nē", "não", "nu", "nie", "όχι", "οχι", "не",
     "nem", "non")
)  # fmt: skip
# Marks that nobody sees: zero width, of direction, soft hyphens.
_UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"


def trimmed(cells: pd.Series) -> pd.Series:
    """Without white space at the ends, whatever kind it is of, and without marks that nobody
    sees."""
    return cells.astype("str").str.replace(_UNSEEN, "", regex=True).str.strip()


def unescaped(column: pd.Series) -> pd.Series:
    """Without the marks by which our own exports keep a spreadsheet from finding a formula."""
    marked = column.astype("str").str.contains("'", regex=False)
    return column.where(~marked, column[marked].map(csv_text.unescaped)) if marked.any() else column


def without_gaps(cells: pd.Series) -> pd.Series:
    """Missing marks become the empty text, R's «NA» among them; the rest is trimmed."""
    text = trimmed(cells)
    return text.mask(text.str.lower().isin(GAPS) | (text == "NA"), "")


def years(cells: pd.Series) -> pd.Series:
    """Dates become their year; what is none stays."""
    text = dates(cells)
    day = text.str.extract(r"^(\d{4})-\d{2}(?:-\d{2})?$")[0]
    return text.mask(day.notna(), day)


def decimal_mark(cells: pd.Series) -> Decimal | None:
    """Which mark the numbers among these cells use before their fraction; None when nothing
    tells. «1,234» alone tells nothing, «1,5», «1.234,5» and «1.234.567» do."""
    text = trimmed(cells)
    text = text[text.str.fullmatch(rf"[+\-−]?\d[\d.,{_SPACES}{_QUOTES}]*\d?\s*%?")]
    # A group of three digits may be thousands, but not behind a single nought.
    comma = text.str.contains(r"[.]\d{3},\d|^[+\-−]?\d+,(?:\d{1,2}|\d{4,})\s*%?$|^[+\-−]?0,\d")
    comma |= text.str.contains(r"\d[.]\d{3}[.]\d{3}") | text.str.contains(rf"[{_SPACES}]\d{{3}},\d")
    point = text.str.contains(r",\d{3}[.]\d|^[+\-−]?\d+[.](?:\d{1,2}|\d{4,})\s*%?$|^[+\-−]?0[.]\d")
    point |= text.str.contains(r"\d,\d{3},\d{3}") | text.str.contains(rf"[{_SPACES}]\d{{3}}[.]\d")
    commas, points = int(comma.sum()), int(point.sum())
    if commas == points:
        return None
    return "," if commas > points else "."


def numbers(cells: pd.Series, decimal: Decimal) -> pd.Series:
    """Numbers in the plain form. A per cent sign behind falls away; spaces, apostrophes and the
    other mark count as thousands marks where they stand before groups of three digits."""
    text = without_gaps(cells)
    plain = text.str.fullmatch(r"[+-]?\d+")
    if bool((plain | (text == "")).all()):
        return text
    other = "." if decimal == "," else ","
    bare = text.str.replace("−", "-", regex=False).str.replace(r"\s*%$", "", regex=True)
    grouped = rf"([+-]?\d{{1,3}})((?:[{_SPACES}{_QUOTES}\{other}]\d{{3}})+)(\{decimal}\d*)?"
    is_grouped = bare.str.fullmatch(grouped)
    marks = rf"[{_SPACES}{_QUOTES}\{other}]"
    bare = bare.mask(is_grouped, bare.str.replace(marks, "", regex=True))
    if decimal == ",":
        # A point left by now is no thousands mark: such a cell is not understood.
        bare = bare.where(~bare.str.contains(".", regex=False), text)
        candidate = bare.str.replace(",", ".", regex=False)
    else:
        candidate = bare
    return text.mask(candidate.str.fullmatch(NUMBER), candidate)


def dates(cells: pd.Series) -> pd.Series:
    """Dates in the plain form: ISO, dd.mm.yyyy, d/m/yyyy (the day first, as in all of the nine
    countries), mm.yyyy, a year alone, and what a spreadsheet's date cell holds."""
    text = without_gaps(cells)
    iso = text.str.extract(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]+Z?)?$")
    local = text.str.extract(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})\.?$")
    month = text.str.extract(r"^(\d{1,2})[./](\d{4})$")
    day = pd.to_datetime(
        iso[0] + "-" + iso[1] + "-" + iso[2], format="%Y-%m-%d", errors="coerce"
    ).fillna(
        pd.to_datetime(
            local[2] + "-" + local[1] + "-" + local[0], format="%Y-%m-%d", errors="coerce"
        )
    )
    result = text.mask(day.notna(), day.dt.strftime("%Y-%m-%d"))
    number = pd.to_numeric(month[0], errors="coerce")
    known = number.between(1, 12)
    return result.mask(known, month[1] + "-" + month[0].str.zfill(2))


def booleans(cells: pd.Series) -> pd.Series:
    """``true`` and ``false`` from the words of the ten languages."""
    text = without_gaps(cells)
    words = text.str.lower()
    return text.mask(words.isin(YES), "true").mask(words.isin(NO), "false")
