"""Events as a calendar list, coming and past. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from pages.practice import headlines
from pages.practice.common import chip, escaped, source
from secon_ui.text.words import Words

SEARCHED: tuple[str, ...] = ("title", "place", "summary_en")


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


def split(events: pd.DataFrame, today: date) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What is still to come or under way, next first, and what is past, latest first.

    ``events``: rows of ``dated``. A month or a year is past when its last day is.
    """
    coming = events["last"] >= today
    key = ["first", "last", "event_id"]
    return (
        events[coming].sort_values(key),
        events[~coming].sort_values(key, ascending=[False, False, True]),
    )


@dataclass(frozen=True)
class Found:
    """What the events view says; all but ``rows`` is HTML. ``own``: how many are SECON's;
    ``calendar``: the coming and the past ones; ``rows``: these in one order."""

    headline: str
    own: str
    calendar: str
    rows: pd.DataFrame


def found(rows: pd.DataFrame, types: Mapping[str, str], mine: str, today: date, t: Words) -> Found:
    """Everything of the events view. ``rows``: of ``dated``; the rest as for ``listed``."""
    coming, past = split(rows, today)
    latest = when(next(past.itertuples()), t) if len(past) else ""
    own = int((rows["scope"] == "secon").sum())
    sub = t.plural("{n} of them is SECON's own.", "{n} of them are SECON's own.", own)
    both = (
        f'<h2 class="practice-kind">{escaped(t("Coming"))}</h2>'
        + (listed(coming, types, mine, t) or none_coming(t))
        + f'<h2 class="practice-kind">{escaped(t("Past"))}</h2>'
        + listed(past, types, mine, t)
    )
    told = headlines.events(coming, past, latest, t)
    return Found(told, escaped(sub), both, pd.concat([coming, past]))


def listed(rows: pd.DataFrame, types: Mapping[str, str], mine: str, t: Words) -> str:
    """A calendar list with the year above its events. ``types``: their labels; ``mine``: my
    country. ``rows``: of ``split``, in the order to show."""
    parts = []
    for year, part in rows.groupby(rows["first"].map(lambda day: day.year), sort=False):
        items = "".join(_item(row, types, mine, t) for row in part.itertuples())
        parts.append(f'<h3 class="practice-year">{year}</h3><ol class="practice-events">{items}')
        parts.append("</ol>")
    return "".join(parts)


def none_coming(t: Words) -> str:
    """Said where no coming event is known."""
    told = escaped(t("No coming event is in the data."))
    how = escaped(t("Staff add one to the dataset «events»; it appears here at once."))
    return f'<p class="practice-empty"><strong>{told}</strong> {how}</p>'


def when(row: Any, t: Words) -> str:
    """The date of an event in words, as precise as its source."""
    start, end = row.date_start, row.date_end
    if row.date_precision == "period":
        months = [t.date(str(iso)[:7]) for iso in (start, end)]
        return t("between {first} and {last}", first=months[0], last=months[1])
    if pd.isna(end) or start == end:
        return t.date(start)
    return t.span(row.first, row.last, days=row.date_precision == "day")


def _item(row: Any, types: Mapping[str, str], mine: str, t: Words) -> str:
    place = [] if pd.isna(row.place) else [str(row.place)]
    country = [] if pd.isna(row.country_code) else [t.country(row.country_code)]
    where = ", ".join([*place, *country])
    meta = " · ".join(
        escaped(text) for text in (when(row, t), where, t.data(types[row.type])) if text
    )
    own = chip("SECON", "secon") if row.scope == "secon" else ""
    kind = ' class="mine"' if row.country_code == mine else ""
    return (
        f'<li{kind}>{_day(row, t)}<div><h4><span lang="en">{escaped(row.title)}</span> {own}</h4>'
        f'<p class="practice-meta">{meta}</p></div>'
        f'<div class="practice-about"><p lang="en">{escaped(row.summary_en)}</p>'
        f'<p class="practice-source">'
        f"{source(row.source_title, row.source_url, row.source_year, t)}</p></div></li>"
    )


def _day(row: Any, t: Words) -> str:
    """Day above month, month above year, or the year alone; words beside it say the same."""
    parts = str(row.date_start).split("-")
    if row.date_precision == "year" or len(parts) == 1:
        large, small = parts[0], ""
    elif row.date_precision in ("month", "period") or len(parts) == 2:
        large, small = t.month(int(parts[1])), parts[0]
    else:
        large, small = str(int(parts[2])), t.month(int(parts[1]))
    return (
        f'<div class="practice-day" aria-hidden="true"><b>{escaped(large)}</b>'
        f"<span>{escaped(small)}</span></div>"
    )
