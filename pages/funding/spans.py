"""Which entries the timeline shows, and from when to when. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pages.funding.entries import Entry
from pages.funding.views import OTHERS
from secon_data.availability import first_day, last_day
from secon_ui.text.markup import Markup, html
from secon_ui.text.words import Words

BACK = 4  # years shown before the day's own
FADE = timedelta(days=270)


def start(on: date) -> date:
    """The first day that is shown."""
    return date(on.year - BACK, 1, 1)


def end(bars: Sequence[Entry], on: date) -> date:
    """The last day that is shown. ``bars``: of ``drawn``."""
    return max([date(on.year + 2, 1, 1), *(row.finish for row in bars)]) if bars else on


def drawn(rows: Iterable[Entry], on: date) -> list[Entry]:
    """The rows with at least one date that touch the time shown, given anew with ``begin`` and
    ``finish`` (days) and ``no_start``, ``no_end`` (no date is stated there). A part stands alone
    where its programme is not drawn: above it is another."""
    bars: list[Entry] = []
    programmes = set()
    for row in rows:
        opened, ended = row.period_start, row.period_end
        if not opened and not ended:
            continue
        finish = last_day(ended) if ended else max(on, first_day(opened)) + FADE
        begin = first_day(opened) if opened else min(finish, on) - 2 * FADE
        if finish >= start(on):
            programmes.add(row.funding_id)
            told = vars(row) | {"nested": row.nested and row.programme in programmes}
            bars.append(
                Entry(
                    **told, begin=max(begin, start(on)), finish=finish,
                    no_start=not opened, no_end=not ended,
                )
            )  # fmt: skip
    return bars


def for_others(row: Entry) -> bool:
    """Whether a bar itself must say that it is not for social enterprises: no heading does."""
    return bool(row.audience != "direct" and row.section != OTHERS)


def note(rows: Sequence[Entry], bars: Sequence[Entry], on: date, t: Words) -> Markup:
    """What the bars mean and what is not drawn."""
    undated = sum(row.period_start is None and row.period_end is None for row in rows)
    earlier = len(rows) - len(bars) - undated
    told = [
        t(
            "Thick: a programme, or what stands alone; thin: a call or another part beneath its "
            "programme; outlined: not to be had on this day (not open yet, announced only, or "
            "without an open part); pale: over or likely over. A bar fades where no date is stated."
        ),
        t("A bar that touches the left edge may have begun earlier."),
        t(
            "An amount with «up to» or «per award» is what one applicant can get; any other is the "
            "whole budget."
        ),
    ]
    if any(for_others(row) for row in bars):
        told.append(t("«For others»: not for social enterprises themselves."))
    if undated:
        told.append(
            t.plural(
                "{n} has no date in its source and is not drawn here.",
                "{n} have no date in their source and are not drawn here.",
                undated,
            )
        )
    if earlier:
        told.append(
            t.plural(
                "{n} that ended before {year} is left out.",
                "{n} that ended before {year} are left out.",
                earlier,
                year=on.year - BACK,
            )
        )
    return html('<p class="source">{}</p>', " ".join(told))
