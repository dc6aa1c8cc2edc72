"""Translation, and numbers and dates as each language writes them.

English sentences are the keys; ``locales/<language>/LC_MESSAGES/messages.po`` holds the others and
is read as it is. A language is there when its catalogue is. What a catalogue lacks appears in
English; one whose header says ``X-Begun: yes`` may lack a lot, and says so beneath every page.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path

import pandas as pd
from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, parse_pattern
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup, escape

from secon_data.rows import Row

LOCALES = Path(__file__).resolve().parents[2] / "locales"
NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"
_BEGUN = re.compile(rb'^"X-Begun: yes\\n"$', re.MULTILINE)
DATA = "data"  # the catalogues' context for texts that come from the data
# Unicode writes the year of a Latvian month «2023. g.», that of a day «2025. gada»: dates that
# stand beside each other have one form.
_YEARS = {"lv": re.compile(r"(?<=\d\.\s)g\.(?=\s|$)")}


def mark(text: str) -> str:
    """Marks a constant for extraction; it is translated where it is shown."""
    return text


@cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that there are, English first."""
    found = sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/messages.po"))
    return ("en", *(code for code in found if code != "en"))


@cache
def begun(language: str) -> bool:
    """Whether the catalogue of a language is begun and not complete, as its header says."""
    path = _path(language)
    return path.exists() and marked_begun(path.read_bytes())


def marked_begun(catalogue: bytes) -> bool:
    """Whether the header of a catalogue says that it is only begun."""
    return bool(_BEGUN.search(catalogue.partition(b"\n\n")[0]))


def preferred(browser: str | None) -> str:
    """The language for a browser's locale ("lv-LV"); English when there is none for it, or one
    that is only begun: who wants that picks it."""
    code = (browser or "").replace("_", "-").split("-")[0].lower()
    return code if code in languages() and not begun(code) else "en"


@cache
def _chooser(expression: str) -> Callable[[int], int]:
    """Which plural form a number takes."""
    return c2py(expression)


@cache
def _integer_like(language: str, text: str) -> int:
    """An integer that takes the plural form of a number with decimals, as it is written with them
    («2.0» is not «2»): catalogues have rules for integers only."""
    number, form = Decimal(text), _locale(language).plural_form
    if "." not in text:
        return int(number)
    return next((n for n in range(200) if form(n) == form(number)), int(number))


def _path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


@cache
def _catalogue(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


@lru_cache(maxsize=20_000)
def _said(language: str, text: str, context: str | None) -> str:
    message = _catalogue(language).get(text, context)
    return str(message.string) if message and message.string and not message.fuzzy else text


def _rounded(value: float, decimals: int) -> Decimal:
    """A number rounded half-up as it is written; zero has no sign."""
    step = Decimal(1).scaleb(-decimals)
    exact = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return exact if exact else abs(exact)


@cache
def _locale(language: str) -> Locale:
    # British English: «1 May 2024», «a, b and c».
    return Locale.parse("en_GB" if language == "en" else language)


@cache
def _country(language: str, code: str) -> str:
    iso = {"EL": "GR", "UK": "GB"}.get(code, code)
    return str(_locale(language).territories.get(iso, code))


@lru_cache(maxsize=10_000)
def _number(language: str, value: float, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = str(format_decimal(_rounded(value, decimals), format=pattern, locale=_locale(language)))
    if language == "en":
        # English commas would be read as decimal ones by most of those who read here.
        text = text.replace(",", NARROW)
    return text.replace("-", MINUS).replace(NBSP, NARROW)


@lru_cache(maxsize=2_000)
def _money(language: str, value: float, currency: str, decimals: int) -> str:
    locale = _locale(language)
    cents = "." + "0" * decimals if decimals else ""
    pattern = locale.currency_formats["standard"].pattern.replace(".00", cents)
    exact = _rounded(value, decimals)
    text = str(format_currency(exact, currency, pattern, locale, currency_digits=False))
    if language == "en":
        text = text.replace(",", NARROW)
    text = re.sub(r"(?<=\d)\xa0(?=\d)", NARROW, text)
    # A currency written in letters does not touch its number: «PLN 100».
    return re.sub(r"(?<=[A-Z])(?=\d)", NBSP, text).replace("-", MINUS)


@lru_cache(maxsize=2_000)
def _date(language: str, iso: str, brief: bool) -> str:
    parts, locale = iso.split("-"), _locale(language)
    if len(parts) == 1:
        return iso
    if len(parts) == 2:
        first = pd.Timestamp(f"{iso}-01").date()
        month = format_skeleton("yMMM" if brief else "yMMMM", first, locale=locale)
        return _one_form(language, month)
    return str(format_date(pd.Timestamp(iso).date(), "medium" if brief else "long", locale))


def _one_form(language: str, dates: str) -> str:
    """Dates as Unicode writes them, in the one form that they have here."""
    short = _YEARS.get(language)
    return short.sub("gada", dates) if short else dates


@lru_cache(maxsize=500)
def _span(language: str, first: datetime.date, last: datetime.date, skeleton: str) -> str:
    locale = _locale(language)
    pieces = locale.interval_formats.get(skeleton, {})
    # By the largest of year, month and day in which the two differ; months in full, as elsewhere.
    for field, of in (("y", "year"), ("M", "month"), ("d", "day")):
        if field in pieces and getattr(first, of) != getattr(last, of):
            full = (re.sub(r"(?<!M)M{3}(?!M)", "MMMM", piece) for piece in pieces[field])
            told = (
                parse_pattern(piece).apply(day, locale)
                for piece, day in zip(full, (first, last), strict=True)
            )
            # Between words a dash has plain spaces, as everywhere.
            return _one_form(language, re.sub(r"\s+–\s+", " – ", "".join(told)))
    precision = 10 if "d" in skeleton else 7
    ends = [_date(language, day.isoformat()[:precision], False) for day in (first, last)]
    return " – ".join(dict.fromkeys(ends))


@cache
def _own_name(language: str) -> str:
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]


class Words:
    """Everything the screens say, in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.begun = begun(language)
        self._locale = _locale(language)
        self._catalogue = _catalogue(language)

    def __call__(self, text: str, **places: object) -> str:
        """A sentence in the language, its named places filled."""
        return self._filled(self._found(text), places)

    def plural(self, one: str, many: str, n: int, **places: object) -> str:
        """A sentence whose form depends on a number, which is its place ``{n}``."""
        return self._filled(self._form(one, many, n), {"n": self.number(n, 0), **places})

    def amount(self, one: str, many: str, value: float, decimals: int) -> str:
        """``plural`` of a number with decimals, by the language's own rules: «2,1 punkts», but
        «2.1 points»."""
        like = _integer_like(self.language, str(abs(_rounded(value, decimals))))
        return self._filled(self._form(one, many, like), {"n": self.number(value, decimals)})

    def html(self, text: str, **places: object) -> Markup:
        """A sentence as HTML: what fills its places is escaped unless it is HTML already."""
        return escape(self._found(text)).format(**places)

    def plural_html(self, one: str, many: str, n: int, **places: object) -> Markup:
        """``plural`` as HTML."""
        return escape(self._form(one, many, n)).format(n=self.number(n, 0), **places)

    def data(self, text: object) -> str:
        """A text of ours that comes from the data: a name, a definition, a label."""
        if not isinstance(text, str) or not text:
            return ""
        return self._found(text, DATA)

    def own_name(self, language: str) -> str:
        """A language's name in itself: «Latviešu»."""
        return _own_name(language)

    def number(self, value: float, decimals: int) -> str:
        """A number with a fixed count of decimals, rounded half-up; a real minus sign."""
        if value is None or (isinstance(value, float) and math.isnan(value)) or value is pd.NA:
            return "–"
        return _number(self.language, value, decimals)

    def signed(self, value: float, decimals: int) -> str:
        """A difference with its sign, + or −; what is printed as zero has none."""
        text = self.number(value, decimals)
        above = not text.startswith((MINUS, "–")) and _rounded(value, decimals) > 0
        return f"+{text}" if above else text

    def value(self, value: float, indicator: Row) -> str:
        """A value with the short unit of its indicator, not to be broken across lines."""
        decimals = int(indicator["decimals"])
        if (counted := self.counted(value, decimals, indicator["unit_short"])) is not None:
            return counted.replace(" ", NBSP)
        unit = self.data(indicator["unit_short"])
        number = self.number(value, decimals)
        # An index names its base: «93 (EU = 100)».
        shown = f"({unit})" if "=" in unit else unit
        return f"{number}{NBSP}{shown.replace(' ', NBSP)}" if unit else number

    def counted(self, value: float, decimals: int, unit: object) -> str | None:
        """A number of years or points; None of another unit, which has no plural, and of no
        number."""
        if pd.isna(value):
            return None
        if unit == "years":
            return self.amount("{n} year", "{n} years", value, decimals)
        if unit == "points":
            return self.amount("{n} point", "{n} points", value, decimals)
        return None

    def money(self, value: float, currency: str = "EUR", decimals: int = 0) -> str:
        """An amount in whole currency units, or with cents; its sign where the language puts it."""
        return _money(self.language, value, currency, decimals)

    def date(self, iso: str | None, *, brief: bool = False) -> str:
        """A year, a month or a day, as precise as it is given. ``brief``: with the month's short
        name, where room is scarce."""
        return _date(self.language, iso, brief) if isinstance(iso, str) else ""

    def month_parts(self, iso: str) -> tuple[str, str, str]:
        """What stands before a month's short name, the name, and what stands behind it, in the
        language's own order: «Sept», «2023» of a month, «5», «Sept» of a day."""
        first = pd.Timestamp(iso).date()
        skeleton = "yMMM" if iso.count("-") == 1 else "MMMd"
        whole = _one_form(self.language, str(format_skeleton(skeleton, first, locale=self._locale)))
        for form in ("MMM", "LLL"):  # some languages name a month otherwise beside its year
            before, name, after = whole.partition(str(format_date(first, form, self._locale)))
            if name:
                return before.strip(), name, after.strip()
        return "", whole, ""

    def moment(self, when: datetime.datetime) -> str:
        """A day and its time of day, where the server stands: «23 Nov 2026, 14:32»."""
        local = when.astimezone()
        day = format_date(local.date(), "medium", self._locale)
        return f"{day}, {format_time(local.time(), 'short', locale=self._locale)}"

    def span(self, first: datetime.date, last: datetime.date, *, days: bool) -> str:
        """From one day to another, or from month to month: «22–25 October 2024»."""
        return _span(self.language, first, last, "yMMMd" if days else "yMMMM")

    def country(self, code: str) -> str:
        """A country's name by its code as Eurostat writes it (EL, UK)."""
        return _country(self.language, code)

    def areas(self, codes: str, names: str) -> str:
        """The name or names of areas («PL91+PL92»); an area that is a whole country (LV00) is
        called as the country is."""
        whole = _country("en", codes[:2])
        return self.country(codes[:2]) if names == whole else names

    def list(self, names: Sequence[str]) -> str:
        """«a, b and c»."""
        return str(format_list(list(names), locale=self._locale))

    def list_html(self, names: Sequence[Markup]) -> Markup:
        """``list`` of pieces of HTML."""
        places = [f"{{{n}}}" for n in range(len(names))]
        return escape(self.list(places)).format(*names)

    def ordinal(self, number: int) -> str:
        """«3rd»."""
        if self.language == "en":
            teen = 10 <= number % 100 <= 20
            return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
        return self("{number}.", number=number)

    def standing(self, place: int, last: int, *, judged: bool = False, total: bool = False) -> str:
        """A place in words, told from the nearer end: «3rd best», «4th from the bottom»; behind it
        stands of what. ``place``: 1 is the best where something is ``judged``, else the highest, or
        of a ``total`` the largest; ``last``: the same from the other end."""
        if place <= last:
            return self._from_above(place, judged=judged, total=total)
        if judged:
            if last == 1:
                return self("last")
            return self("{place} from the bottom", place=self.ordinal(last))
        if last == 1:
            return self("smallest") if total else self("lowest")
        if total:
            return self("{place} smallest", place=self.ordinal(last))
        return self("{place} lowest", place=self.ordinal(last))

    def _from_above(self, place: int, *, judged: bool, total: bool) -> str:
        if judged:
            if place == 1:
                return self("best")
            return self("{place} best", place=self.ordinal(place))
        if place == 1:
            return self("largest") if total else self("highest")
        if total:
            return self("{place} largest", place=self.ordinal(place))
        return self("{place} highest", place=self.ordinal(place))

    def _form(self, one: str, many: str, n: int) -> str:
        message = self._catalogue.get(one)
        forms = message.string if message and isinstance(message.string, tuple) else ()
        if forms and all(forms):
            return str(forms[_chooser(self._catalogue.plural_expr)(int(n))])
        return one if n == 1 else many

    def _found(self, text: str, context: str | None = None) -> str:
        return _said(self.language, text, context)

    @staticmethod
    def _filled(text: str, places: dict[str, object]) -> str:
        return text.format(**places) if places else text
