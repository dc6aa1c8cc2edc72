"""Whether money can still be had, and by whom: one rule for every programme and call.

The stated dates decide first. Where no end is stated, what its source says of applying, the entry's
own words, its fund and the age of what is known do: most entries without an end are calls that
nobody closed in the list. Dates are as precise as the source: a year or a month stands for all its
days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from secon_data.package import once
from secon_data.rows import Row, each

# From what can be counted on to what is gone. «undated»: begun, no end stated, and nothing speaks
# against it; «announced»: the words say that it is still to come, no date does.
STATES = ("open", "undated", "coming", "announced", "likely_over", "closed")
AVAILABLE = ("open", "undated")
# The last day on which projects of a fund could spend: Regulation (EU) 1303/2013, article 65(2);
# Regulation (EU) 2021/241, article 18(4)(i) for what a plan promises.
LAST_DAYS = {"esf": date(2023, 12, 31), "rrf": date(2026, 8, 31)}
# The day after the Union's rules for aid in the corona crisis ended.
CRISIS_OVER = date(2022, 7, 1)
CALL_YEARS = 2  # a call that began so many calendar years ago is over: calls last months
OLD_YEARS = 5  # nothing newer than so many calendar years: nobody says that it still runs
# What a source may say of applying that speaks against an entry: codes of ``source_status``.
GONE = ("closed", "no_year", "awarded")
# Whom money can be for that does not go to organisations of the social economy themselves.
DIRECT = ("social_economy", "cooperative", "work_integration", "association", "company")

_ANNOUNCED = re.compile(
    r"to be set up|\bcoming scheme|\bplanned (?:part|scheme|programme|call)\b|\bcalls? planned\b"
    r"|\bput to consultation\b|\bdraft (?:decision|law|guide|call)",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\bcall closed\b|\bclosed (?:on )?\d|\bapplications until \d", re.IGNORECASE)
_CRISIS = re.compile(r"\bcorona\b|\bcovid", re.IGNORECASE)
_PERIOD = re.compile(r"\b((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)\b")
_YEAR = re.compile(r"(?<![\w/.,])((?:19|20)\d\d)(?![\w/.,])")
_CALL = re.compile(r"\bcalls?\b", re.IGNORECASE)
_CLOSED_BODY = re.compile(r"\bnot open to other", re.IGNORECASE)


@dataclass(frozen=True)
class Reason:
    """Why an entry is doubtful. ``code``: ``closed``, ``no_year``, ``awarded`` (what its source
    says: column ``source_status``), ``says_closed`` (so do its own words), ``period`` (its words
    name a programme period that is over), ``fund`` (money of a fund whose time is over),
    ``name_year`` (its name is of a year that is over), ``crisis`` (made for the corona crisis),
    ``old_call`` (a call that began years ago), ``old_source`` (nothing newer is known),
    ``announced`` (it is said to be still to come). ``year``: which; ``fund``: a code of the column
    ``fund``."""

    code: str
    year: int | None = None
    fund: str | None = None


@dataclass(frozen=True)
class Said:
    """What an entry says of itself, whatever the day. ``audience``: for whom it is, seen from an
    organisation of the social economy: ``direct`` – it can apply itself, or nothing is said of who
    can –, ``passed_on`` – only lenders, support bodies or the public hand can –, ``named`` – it is
    for one named body; ``announced``: set where its words say that it is to come; ``doubts``: what
    speaks against it, each from a day on."""

    start: str | None
    end: str | None
    audience: str
    announced: Reason | None
    doubts: tuple[tuple[date, Reason], ...]


@dataclass(frozen=True)
class Availability:
    """What an entry is on a day: one of STATES, for ``vague`` see ``dated``, and each reason for a
    doubt; none where the stated dates decide."""

    state: str
    vague: bool
    reasons: tuple[Reason, ...] = ()


def first_day(stated: str) -> date:
    """The first day that a stated year, month or day can mean."""
    parts = [int(part) for part in stated.split("-")]
    return date(*[*parts, 1, 1][:3])


def last_day(stated: str) -> date:
    """The last day that a stated year, month or day can mean."""
    parts = [int(part) for part in stated.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def dated(start: str | None, end: str | None, on: date) -> tuple[str, bool]:
    """What stated dates alone say – ``open``, ``coming``, ``undated`` (begun, no end stated) or
    ``closed`` – and whether that is vague because the day falls into a start or end that is stated
    as a year or month."""
    if end and on > last_day(end):
        return "closed", False
    if start and on < first_day(start):
        return "coming", False
    vague = any(
        stated and len(stated) < 10 and first_day(stated) <= on <= last_day(stated)
        for stated in (start, end)
    )
    return ("open" if end else "undated"), vague


def available(said: Said, on: date) -> Availability:
    """What an entry is on a day."""
    state, vague = dated(said.start, said.end, on)
    if state in ("closed", "coming"):
        return Availability(state, vague)
    doubts = tuple(reason for since, reason in said.doubts if since <= on)
    # What was planned of old money did not come, or it has come.
    if said.announced and not any(reason.code == "fund" for reason in doubts):
        return Availability("announced", vague, (said.announced,))
    if state == "open" or not doubts:
        return Availability(state, vague)
    return Availability("likely_over", vague, doubts)


@once
def said(funding: pd.DataFrame) -> list[Said]:
    """What each entry says of itself. ``funding``: the dataset of that name."""
    rows = each(funding)
    newest: dict[str, int] = {}  # of the parts of a programme
    for row in rows:
        programme = _text(row, "programme")
        ended = _text(row, "period_end")
        last = max(_newest(row), last_day(ended).year if ended else 0)
        newest[programme] = max(newest.get(programme, 0), last)
    return [said_of(row, newest.get(_text(row, "funding_id"), 0)) for row in rows]


def said_of(row: Row, parts: int = 0) -> Said:
    """What one entry of the dataset ``funding`` says of itself. ``row``: its columns by name; a
    missing cell is None or nan. ``parts``: the newest year that is known of its parts: so long, it
    ran."""
    start, end = _text(row, "period_start") or None, _text(row, "period_end") or None
    doubts = tuple(_doubts(row, start, _read(row), parts))
    return Said(start, end, _audience(row), _announced(row, start, _read(row)), doubts)


def _read(row: Row) -> int | None:
    """The year of an entry's source."""
    source = row.get("source_year")
    return None if source is None or pd.isna(source) else int(source)


def _newest(row: Row) -> int:
    """The newest year that is known of an entry: of its source, its begin, the note on its status;
    0 where none is."""
    start = _text(row, "period_start")
    began = first_day(start).year if start else 0
    return max(_read(row) or 0, began, *_told_of(row))


def _audience(row: Row) -> str:
    if _CLOSED_BODY.search(_text(row, "summary_en")):
        return "named"
    groups = _codes(row, "beneficiary_group")
    return "direct" if not groups or set(groups) & set(DIRECT) else "passed_on"


def _announced(row: Row, start: str | None, read: int | None) -> Reason | None:
    """That an entry is to come, if its words say so; not where it began before its source was
    written."""
    told = _text(row, "source_status")
    planned = told == "planned" or (not told and bool(_ANNOUNCED.search(_words(row, "provider"))))
    if not planned:
        return None
    begun = start is not None and read is not None and first_day(start).year < read
    return None if begun else Reason("announced", read)


def _told_of(row: Row) -> list[int]:
    """The years of which the note on its status tells."""
    note = _PERIOD.sub(" ", _text(row, "status_note"))
    return [int(year) for year in _YEAR.findall(note)]


def _doubts(
    row: Row, start: str | None, read: int | None, parts: int
) -> Iterator[tuple[date, Reason]]:
    """What speaks against an entry without an end, and from when on."""
    words, began = _words(row), None if start is None else first_day(start).year
    known = max([year for year in (began, read) if year is not None], default=None)
    told = _text(row, "source_status")
    if told in GONE:
        yield date.min, Reason(told)
    elif _CLOSED.search(words):
        yield date.min, Reason("says_closed")
    if ends := [int(last) for first, last in _PERIOD.findall(words) if int(first) < int(last)]:
        yield date(max(ends) + 1, 1, 1), Reason("period", max(ends))
    funds = _codes(row, "fund")
    for fund, last in LAST_DAYS.items():
        # A newer fund beside it goes on; so does what a source of a later year still tells of.
        if fund in funds and "esf_plus" not in funds and (read or 0) <= last.year:
            yield last + timedelta(days=1), Reason("fund", last.year, fund)
    # Calls are named by their year, in English or by their number: «ESF-2022-SOC-FIN».
    named = _PERIOD.sub(" ", f"{_text(row, 'name_en')} {_text(row, 'name_local')}")
    if years := [int(year) for year in _YEAR.findall(named)]:
        yield date(max(years) + 1, 1, 1), Reason("name_year", max(years))
    if _CRISIS.search(words):
        yield CRISIS_OVER, Reason("crisis")
    # What lends or guarantees inside a programme is an instrument of it, no call.
    part = bool(_text(row, "programme")) and row["type"] == "grant"
    is_call = part or bool(_CALL.search(_text(row, "name_en")))
    if is_call and known is not None:
        yield date(known + CALL_YEARS, 1, 1), Reason("old_call", known)
    # What a tax law grants it grants until the law is changed.
    if read is not None and row["type"] != "tax":
        newest = max(_newest(row), parts)
        yield date(newest + OLD_YEARS, 1, 1), Reason("old_source", newest)


def _words(row: Row, *more: str) -> str:
    """What an entry says of itself."""
    return " · ".join(_text(row, name) for name in ("name_en", "summary_en", *more))


def _codes(row: Row, name: str) -> list[str]:
    joined = _text(row, name)
    return joined.split("+") if joined else []


def _text(row: Row, name: str) -> str:
    cell = row.get(name)
    return "" if cell is None or pd.isna(cell) else str(cell)
