"""Events as a calendar list, coming and past. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from pages.practice.common import MINE, chip, grouped, source
from secon_data.package import Package, once
from secon_data.rows import tuples
from secon_ui.text.local_texts import Told, told
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

SEARCHED: tuple[str, ...] = ("title", "title_local", "place", "summary_en", "summary_local")


def first_day(iso: str) -> date:
    """The first day that a year, a month or a day can mean."""
    year, month, day = ([int(part) for part in iso.split("-")] + [1, 1])[:3]
    return date(year, month, day)


def last_day(iso: str) -> date:
    """The last day that a year, a month or a day can mean."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], calendar.monthrange(*parts)[1])
    return date(*parts)


def dated(events: pd.DataFrame) -> pd.DataFrame:
    """The events that have a date, with ``first`` and ``last`` day it can mean."""
    table = events.dropna(subset=["date_start"]).copy()
    table["first"] = table["date_start"].map(first_day)
    table["last"] = table["date_end"].fillna(table["date_start"]).map(last_day)
    return table


@once
def of(package: Package) -> pd.DataFrame:
    """The package's events that have a date (``dated``), of objects, as the practices. Shared."""
    return dated(package.table("events")).astype(object)


class Split(NamedTuple):
    """Events by a day: ``coming`` or under way, next first; ``past``, latest first; and of these
    apart, latest first, what is known as ``planned`` only: nobody says that it took place."""

    coming: pd.DataFrame
    past: pd.DataFrame
    planned: pd.DataFrame


def split(events: pd.DataFrame, today: date) -> Split:
    """``events``: rows of ``dated``. A month or a year is past when its last day is."""
    # Plain lists: pandas takes longer to sort twenty rows than all takes that is said of them.
    columns = ("first", "last", "event_id", "known_as")
    first, last, ids, known_as = (events[name].tolist() for name in columns)
    by_id = sorted(range(len(events)), key=lambda row: str(ids[row]))
    coming = [row for row in by_id if last[row] >= today]
    gone = [row for row in by_id if last[row] < today]
    coming.sort(key=lambda row: (first[row], last[row]))
    gone.sort(key=lambda row: (first[row], last[row]), reverse=True)
    only = [isinstance(said, str) and said == "planned" for said in known_as]
    planned = [row for row in gone if only[row]]
    past = [row for row in gone if not only[row]]
    return Split(*(events.iloc[rows] for rows in (coming, past, planned)))


def latest(past: pd.DataFrame, t: Words) -> str:
    """When the last of the past events was: its own date, or where the sources do not say which
    of several ended last, what their ends share. ``past``: of ``split``, not empty."""
    rows = [(row, *_ends(row)) for row in tuples(past)]
    earliest = max(first for _, first, _ in rows)
    able = [(row, last) for row, _, last in rows if last >= earliest]
    if len(able) == 1:
        return when(able[0][0], t)
    until = max(last for _, last in able)
    for precision in (10, 7, 4):
        if earliest.isoformat()[:precision] == until.isoformat()[:precision]:
            return t.date(until.isoformat()[:precision])
    return t.span(earliest, until, days=False)


def _ends(row: Any) -> tuple[date, date]:
    """The first and the last day on which an event can have ended."""
    within = row.date_precision == "period" or pd.isna(row.date_end)
    return first_day(row.date_start if within else row.date_end), row.last


def both(split: Split, types: Mapping[str, str], mine: str, t: Words) -> Markup:
    """The coming, the past and the planned ones; the rest as for ``listed``."""
    coming, past, planned = split
    parts = [
        (t("Coming"), listed(coming, types, mine, t) or none_coming(t)),
        (t("Past"), listed(past, types, mine, t)),
        (planned_words(t), listed(planned, types, mine, t)),
    ]
    return joined(
        html('<h2 class="practice-kind">{}</h2>{}', *part)
        for number, part in enumerate(parts)
        if number < 2 or part[1]
    )


def planned_words(t: Words) -> str:
    """The heading of events that are known as planned only, when their date has passed."""
    return t("Known as planned only: the date has passed, nothing found says it took place")


def listed(rows: pd.DataFrame, types: Mapping[str, str], mine: str, t: Words) -> Markup:
    """A calendar list with the year above its events. ``types``: their labels; ``mine``: my
    country. ``rows``: of ``split``, in the order to show."""
    return joined(
        html(
            '<h3 class="practice-year">{}</h3><ol class="practice-events">{}</ol>',
            year,
            joined(_item(row, types, mine, t) for row in part),
        )
        for year, part in grouped(tuples(rows), lambda row: str(row.first.year)).items()
    )


def none_coming(t: Words) -> Markup:
    """Said where no coming event is known."""
    return html(
        '<p class="practice-empty"><strong>{}</strong> {}</p>',
        t("No coming event is in the data."),
        t("Staff add one to the dataset «events»; it appears here at once."),
    )


def when(row: Any, t: Words) -> str:
    """The date of an event in words, as precise as its source."""
    start, end = row.date_start, row.date_end
    if row.date_precision == "period":
        months = [t.date(str(iso)[:7]) for iso in (start, end)]
        return t("between {first} and {last}", first=months[0], last=months[1])
    if pd.isna(end) or start == end:
        return t.date(start)
    return t.span(row.first, row.last, days=row.date_precision == "day")


def where(row: Any, t: Words) -> str:
    """Place and country of an event; empty where it is online."""
    country = "" if pd.isna(row.country_code) else t.country(row.country_code)
    return ", ".join(part for part in (t.data(row.place), country) if part)


def title(row: Any, t: Words) -> Told:
    """What an event is called, for a reader."""
    return told(row.title, row.title_local, row.country_code, t)


def summary(row: Any, t: Words) -> Told:
    """What an event is, for a reader."""
    return told(row.summary_en, row.summary_local, row.country_code, t)


def _item(row: Any, types: Mapping[str, str], mine: str, t: Words) -> Markup:
    parts = (when(row, t), where(row, t), t.data(types[row.type]))
    meta = " · ".join(part for part in parts if part)
    name, about = title(row, t), summary(row, t)
    return html(
        '<li{}>{}<div><h4>{} {}</h4>{}<p class="practice-meta">{}</p></div>'
        '<div class="practice-about"><p>{}</p><p class="practice-source">{}</p></div></li>',
        MINE if row.country_code == mine else EMPTY,
        _day(row, t),
        name.html,
        chip("SECON", "secon") if row.scope == "secon" else "",
        html('<p class="practice-local">{}</p>', name.beside_html) if name.beside else EMPTY,
        meta,
        about.html,
        source(row.source_title, row.source_url, row.source_year, t),
    )


def _day(row: Any, t: Words) -> Markup:
    """The day above its month, the month and its year in the language's order, or the year alone;
    words beside it say the same."""
    iso = str(row.date_start)
    if row.date_precision == "year" or "-" not in iso:
        leaf = html("<b>{}</b>", iso[:4])
    elif row.date_precision == "day" and len(iso) > 7:
        before, name, after = t.month_parts(iso)
        leaf = html("<b>{}</b><span>{}</span>", before or after, name)
    else:
        before, name, after = t.month_parts(iso[:7])
        small = [html("<span>{}</span>", part) if part else EMPTY for part in (before, after)]
        leaf = html("{}<b>{}</b>{}", small[0], name, small[1])
    return html('<div class="practice-day" aria-hidden="true">{}</div>', leaf)
