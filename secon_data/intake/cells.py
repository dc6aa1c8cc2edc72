"""How people write numbers, dates and gaps, turned into one plain form. Pure.

The plain form: a number with a point and no thousands marks (``1234.5``), a date as ISO text of its
own precision (``2024``, ``2024-05``, ``2024-05-01``), ``true``/``false``, and the empty text for a
gap. What cannot be understood stays as it came; the check then names it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import Literal

import pandas as pd

from secon_data import csv_text

Decimal = Literal[",", "."]
GAPS = frozenset({"", ":", "-", "–", "—", "..", "…", "...", "n/a", "n.a."})
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
# Marks that nobody sees: zero width, of direction, soft hyphens, control characters.
_UNSEEN = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
# What a spreadsheet writes where it could not compute, in the languages of the regions.
ERROR = r"#[¡¿]?[A-ZÀ-ÖØ-ÞŐŰΑ-ΩА-Я]+(?:/0)?[!?]|#N/[AD]|#(?:NV|HIÁNYZIK|SPILL|CALC)!?|Err:\d{3}"
# How people write a minus, and what they put behind a number that says nothing of its size.
_MINUS = "−–—‒﹣－"
_FOOTNOTE = "*†‡⁰¹²³⁴⁵⁶⁷⁸⁹"
_DECORATED = re.compile(
    rf"(?P<before>[€$£]|[A-Z]{{3}}(?![A-Za-z]))?[{_SPACES}]*"
    rf"(?P<number>[+\-{_MINUS}]?[{_SPACES}]?[\d{_SPACES}{_QUOTES}.,]*\d[.,]?)"
    rf"(?P<dash>[-–—]{{1,2}})?[{_SPACES}]*(?P<after>€|\$|£|%|[A-Za-zżłл]{{2,5}}\.?)?"
    rf"[{_SPACES}]*(?P<note>[{_FOOTNOTE}]*)",
    re.ASCII,
)
CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "eiro": "EUR", "$": "USD",
    "usd": "USD", "£": "GBP", "gbp": "GBP", "zł": "PLN", "pln": "PLN", "лв": "BGN", "lv": "BGN",
    "bgn": "BGN", "lei": "RON", "leu": "RON", "ron": "RON", "huf": "HUF", "ft": "HUF",
}  # fmt: skip
# Eurostat's flags in words, as its own pages and offices write them.
FLAG_LETTERS = "bdefpu"
FLAG_WORDS = {
    "break": "b", "break in time series": "b", "break in series": "b", "zeitreihenbruch": "b",
    "rupture de série": "b", "ruptura de serie": "b", "quebra de série": "b",
    "definition differs": "d", "definition differs (see metadata)": "d",
    "abweichende definition": "d", "définition différente": "d",
    "estimated": "e", "estimate": "e", "geschätzt": "e", "estimé": "e", "estimée": "e",
    "estimado": "e", "estimada": "e", "geschat": "e", "estimat": "e",
    "forecast": "f", "prognose": "f", "prévision": "f",
    "provisional": "p", "preliminary": "p", "vorläufig": "p", "provisoire": "p",
    "provisório": "p", "provisória": "p", "voorlopig": "p", "provizoriu": "p",
    "low reliability": "u", "unreliable": "u", "geringe zuverlässigkeit": "u", "peu fiable": "u",
}  # fmt: skip

_NAMED_YEAR = re.compile(r"(?:yr?|x)(?:19|20)\d\d", re.IGNORECASE)


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
    """Dates become their year, «Y2010» (as R makes names of years) 2010; what is none stays."""
    if all(len(cell) == 4 and cell.isascii() and cell.isdigit() for cell in cells.unique()):
        return cells  # as nearly always: the forms of dates cost half a second for 100,000 rows
    text = dates(cells)
    if named := {cell: cell[-4:] for cell in text.unique() if _NAMED_YEAR.fullmatch(cell)}:
        text = text.replace(named)
    day = text.str.extract(r"^(\d{4})-\d{2}(?:-\d{2})?$")[0]
    return text.mask(day.notna(), day)


def flags(cells: pd.Series) -> pd.Series:
    """Eurostat's letters, each once and sorted, from letters or words; what is neither stays."""
    text = without_gaps(cells)
    known = {cell: _flag(cell) for cell in text.unique()}
    return text.map(known).astype("str")


def flagged(cells: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Values with a letter of Eurostat behind them («12.5 b», «: c») as value and letters, which
    are empty where a cell has none."""
    text = trimmed(cells)
    if not text.str.contains("[a-z]", regex=True).any():
        return text, pd.Series("", cells.index, dtype="str")
    found = text.str.extract(r"^(?P<value>.*[\d:])\s*\(?(?P<flag>[a-z]{1,4})\)?$")
    letters = found["flag"].fillna("")
    ours = {flag: not set(flag) - {*FLAG_LETTERS, "c", "n", "s", "z"} for flag in letters.unique()}
    split = (letters != "") & letters.map(ours)
    if not split.any():
        return text, pd.Series("", cells.index, dtype="str")
    known = letters.map({f: "".join(sorted(set(f) & set(FLAG_LETTERS))) for f in letters.unique()})
    return text.mask(split, found["value"]), known.where(split, "").astype("str")


def _flag(text: str) -> str:
    word = text.strip("() .").casefold()
    if word in FLAG_WORDS:
        return FLAG_WORDS[word]
    letters = re.sub(r"[\s,;/+()]", "", text).lower()
    if letters and not set(letters) - set(FLAG_LETTERS):
        return "".join(sorted(set(letters)))
    parts = [FLAG_WORDS.get(part.strip().casefold(), "") for part in re.split("[,;/+]", text)]
    return "".join(sorted(set(parts))) if all(parts) else text


def decimal_mark(cells: pd.Series) -> Decimal | None:
    """Which mark the numbers among these cells use before their fraction; None when nothing
    tells. «1,234» alone tells nothing, «1,5», «1.234,5» and «1.234.567» do; a column of dates
    («01.2024») has no say."""
    commas, points = _told(cells)
    if commas == points:
        return None
    return "," if commas > points else "."


def file_decimal_mark(columns: Collection[pd.Series]) -> Decimal | None:
    """``decimal_mark`` of a whole table: a file is written by one hand."""
    told = [_told(column) for column in columns]
    commas, points = sum(c for c, _ in told), sum(p for _, p in told)
    if commas == points:
        return None
    return "," if commas > points else "."


def _told(cells: pd.Series) -> tuple[int, int]:
    """How many cells say comma, and how many say point."""
    # Only what has a mark tells, and what stands in many cells is looked at once.
    every = cells.astype("str")
    often = every[every.str.contains("[,./]")].value_counts()
    if not len(often):
        return 0, 0
    n, text = often.to_numpy(), trimmed(pd.Series(often.index))
    months = text.str.fullmatch(r"(?:\d{1,2}[./-])?(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d\.?")
    if months.any() and 2 * int(n[months].sum()) >= int((trimmed(every) != "").sum()):
        return 0, 0
    number = text.str.fullmatch(
        rf"[+\-{_MINUS}]?[{_SPACES}]?\d[\d.,{_SPACES}{_QUOTES}]*\d?\s*[%€{_FOOTNOTE}]*"
    )
    n, text = n[number], text[number].str.replace(rf"\s*[%€{_FOOTNOTE}]+$", "", regex=True)
    sign = rf"^[+\-{_MINUS}]?[{_SPACES}]?"
    # A group of three digits may be thousands, but not behind a single nought.
    comma = text.str.contains(rf"[.]\d{{3}},\d|{sign}\d+,(?:\d{{1,2}}|\d{{4,}})$|{sign}0,\d")
    comma |= text.str.contains(r"\d[.]\d{3}[.]\d{3}") | text.str.contains(rf"[{_SPACES}]\d{{3}},\d")
    point = text.str.contains(rf",\d{{3}}[.]\d|{sign}\d+[.](?:\d{{1,2}}|\d{{4,}})$|{sign}0[.]\d")
    point |= text.str.contains(r"\d,\d{3},\d{3}") | text.str.contains(rf"[{_SPACES}]\d{{3}}[.]\d")
    return int(n[comma].sum()), int(n[point].sum())


def numbers(
    cells: pd.Series,
    decimal: Decimal,
    *,
    whole: bool = False,
    percent: bool = True,
    currency: Collection[str] = (),
) -> pd.Series:
    """Numbers in the plain form. Spaces, apostrophes and the other mark count as thousands marks
    where they stand before groups of three digits; footnote marks behind fall away, as do a per
    cent sign where ``percent`` and the signs of the currencies (``currency``: their codes).
    ``whole``: a single mark before three digits cannot be that of a fraction."""
    text = without_gaps(cells)
    plain = text.str.fullmatch(r"[+-]?[0-9]+")
    if decimal == "." and not whole:
        plain |= text.str.fullmatch(NUMBER)
    rest = text[~(plain | (text == ""))]
    if not len(rest):
        return text
    known = frozenset(currency)
    found = {cell: _number(cell, decimal, whole, percent, known) for cell in rest.unique()}
    text = text.copy()
    text.loc[rest.index] = rest.map(found).astype("str")
    return text


def _number(
    text: str, decimal: Decimal, whole: bool, percent: bool, currency: frozenset[str]
) -> str:
    """The plain form of one number; the text itself where it is none for certain."""
    spaced = re.sub(f"[{_SPACES}]", " ", text)
    found = _DECORATED.fullmatch(spaced)
    if found is None:
        bare = spaced
    else:
        units = [u for u in (found["before"], found["after"]) if u]
        if len(units) > 1 or not all(_spoken(unit, percent, currency) for unit in units):
            return text
        bare = found["number"]
        if found["dash"]:
            # «12.000,-» is what shops write for whole amounts.
            if bare[-1] not in ".,":
                return text
            bare = bare[:-1]
        elif bare[-1] in ".," and units:
            return text
    sign = ""
    if bare[:1] in {"+", "-", *_MINUS}:
        sign, bare = ("+" if bare[0] == "+" else "-"), bare[1:].lstrip(_SPACES)
    bare = bare.strip(_SPACES)
    other = "." if decimal == "," else ","
    least = 1 if whole else 2
    if re.fullmatch(rf"[0-9]{{1,3}}(?:\{decimal}[0-9]{{3}}){{{least},}}", bare):
        # A number has one mark before its fraction, and a whole one none: these are thousands.
        return sign + bare.replace(decimal, "")
    marks = rf"[{_SPACES}{_QUOTES}\{other}]"
    one_mark = rf"[0-9]{{1,3}}(?P<m>{marks})[0-9]{{3}}(?:(?P=m)[0-9]{{3}})*(?:\{decimal}[0-9]*)?"
    if re.fullmatch(one_mark, bare):
        bare = re.sub(marks, "", bare)
    if decimal == ",":
        if "." in bare:
            return text  # no thousands mark by now: such a cell is not understood
        bare = bare.replace(",", ".")
    return sign + bare if re.fullmatch(NUMBER, bare) else text


def _spoken(unit: str, percent: bool, currency: frozenset[str]) -> bool:
    """Whether a unit beside a number is the column's own."""
    if unit == "%":
        return percent
    return CURRENCIES.get(unit.rstrip(".").casefold(), "") in currency


def noted(cells: pd.Series) -> pd.Series:
    """Which cells have a footnote's mark behind their number."""
    return trimmed(cells).str.fullmatch(rf".*\d\s*[%€]?\s*[{_FOOTNOTE}]+")


def two_readings(cells: pd.Series, decimal: Decimal, whole: bool, said: bool) -> pd.Series:
    """Which cells may be thousands or a fraction («1.234», «250,000»), where nothing beside them
    tells. ``said``: the file's other columns say which mark stands before fractions."""
    text = trimmed(cells)
    one = text.str.fullmatch(rf"[+\-{_MINUS}]?[1-9]\d{{0,2}}[.,]\d{{3}}(?:\s*[%€])?")
    if not one.any():
        return one
    mark = text.where(one, "").str.extract(r"([.,])")[0].fillna("")
    thousands = one & (mark != decimal)
    if whole:
        # Only what is whole either way can be both.
        return one & (mark == decimal) & text.str.contains(r"[.,]000(?:\s*[%€])?$", regex=True)
    # As a fraction: does the column write others that cannot be thousands?
    others = text.str.contains(rf"\d\{decimal}(?:\d{{1,2}}|\d{{4,}})$", regex=True)
    fraction = one & (mark == decimal)
    if others.any():
        fraction &= text.str.contains(r"0(?:\s*[%€])?$", regex=True)
        thousands &= False
    return (fraction | thousands) if not said else fraction


def other_reading(text: str) -> tuple[str, str]:
    """«250.000» as a fraction and as thousands, in the plain form."""
    bare = re.sub(r"[^\d.,]", "", text)
    return bare.replace(",", ".").rstrip("0").rstrip("."), re.sub("[.,]", "", bare)


def dates(cells: pd.Series, month_first: bool = False) -> pd.Series:
    """Dates in the plain form: ISO, dd.mm.yyyy, d/m/yyyy (the day first, as in all of the nine
    countries, unless ``month_first``), mm.yyyy, a year alone, and what a spreadsheet's date cell
    holds."""
    text = without_gaps(cells)
    iso = text.str.extract(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ][\d:.]+Z?)?$")
    local = text.str.extract(r"^(\d{1,2})([./-])(\d{1,2})[./-](\d{4})\.?$")
    month = text.str.extract(r"^(\d{1,2})[./](\d{4})$")
    turned = (local[1] != ".") & month_first
    days, months = local[0].mask(turned, local[2]), local[2].mask(turned, local[0])
    day = pd.to_datetime(
        iso[0] + "-" + iso[1] + "-" + iso[2], format="%Y-%m-%d", errors="coerce"
    ).fillna(
        pd.to_datetime(local[3] + "-" + months + "-" + days, format="%Y-%m-%d", errors="coerce")
    )
    result = text.mask(day.notna(), day.dt.strftime("%Y-%m-%d"))
    number = pd.to_numeric(month[0], errors="coerce")
    known = number.between(1, 12)
    return result.mask(known, month[1] + "-" + month[0].str.zfill(2))


def either_day(cells: pd.Series) -> pd.Series:
    """Which dates may have the month or the day first («03/04/2025»), where no other date of the
    column has a day that cannot be a month."""
    found = trimmed(cells).str.extract(r"^(\d{1,2})[/-](\d{1,2})[/-]\d{4}$")
    first = pd.to_numeric(found[0], errors="coerce")
    second = pd.to_numeric(found[1], errors="coerce")
    doubtful = first.between(1, 12) & second.between(1, 12) & (first != second)
    return doubtful & ~bool((first > 12).any())


def real_date(text: str) -> bool:
    """Whether a date in the plain form is one of the calendar."""
    year, month, day = (*text.split("-"), "1", "1")[:3]
    try:
        return bool(date(int(year), int(month), int(day)))
    except ValueError:
        return False


def booleans(cells: pd.Series) -> pd.Series:
    """``true`` and ``false`` from the words of the ten languages."""
    text = without_gaps(cells)
    words = text.str.lower()
    return text.mask(words.isin(YES), "true").mask(words.isin(NO), "false")
