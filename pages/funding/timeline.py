"""The timeline of programmes, their calls beneath, as a plotly figure. Pure.

Thick: a programme; thin: a call; outlined: not to be had on the day; pale: over, or most likely
over. A bar fades where no date is stated: before a missing start, and from the day on after a
missing end.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pages.funding import spans
from pages.funding.amounts import brief, day, until
from pages.funding.doubts import no_part_open, obtainable, whom
from pages.funding.entries import STATE_WORDS, Entries, Entry
from pages.funding.names import described, named
from pages.funding.views import MINE
from secon_ui.drawing.charts.common import CLEAR, Figure, empty
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import Size
from secon_ui.text.markup import Markup, html, joined
from secon_ui.text.words import Words

TOP = 52  # above the first row, in pixels
OVER = ("closed", "likely_over")
NARROWEST = 1120 - 378  # pixels of the bars and their words: no chart is drawn narrower (frame.css)
LETTER = 5.6  # of the words behind a bar, in pixels


@dataclass(frozen=True)
class _Form:
    """How a timeline is laid out: pixels of a row, of each further line of its name, and between
    countries; letters in a line; pixels left of the bars."""

    step: int
    more: int
    gap: int
    letters: int
    left: int


FORMS: Mapping[Size, _Form] = {
    "wide": _Form(21, 16, 6, 54, 372),
    "phone": _Form(48, 14, 0, 50, 6),
}


@dataclass(frozen=True)
class _Chart:
    """A timeline in the making."""

    result: Figure
    found: Entries
    look: Look
    form: _Form

    def draw(self, trace: Mapping[str, Any]) -> None:
        self.result["data"].append(trace)

    def note(self, text: Markup, **options: Any) -> None:
        """Words on the figure."""
        note = {"text": text, "yanchor": "middle", "showarrow": False, **options}
        self.result["layout"]["annotations"].append(note)

    def name(
        self, text: Markup, middle: float, shift: float, font: float, ink: str, **options: Any
    ) -> None:
        """Words at the left of the bars, so many pixels from them."""
        self.note(
            text, xref="paper", x=0, xanchor="left", xshift=4 - shift, y=middle, align="left",
            font={"size": font, "color": ink}, **options,
        )  # fmt: skip

    def line(self, ink: str, width: int, **options: Any) -> None:
        line = {"type": "line", "line": {"color": ink, "width": width}, **options}
        self.result["layout"]["shapes"].append(line)


def figure(bars: Sequence[Entry], found: Entries, look: Look) -> Figure:
    """``bars``: of ``spans.drawn``, in the order to show."""
    phone, form = look.phone, FORMS[look.size]
    first, last = spans.start(found.on), spans.end(bars, found.on)
    # Room for the words behind the longest bar.
    days = (last - first).days
    room = timedelta(days=0 if phone else _room(bars, found, days, look))
    rows = _rows(bars, form, look.t)
    total = sum(height for _, height in rows)
    chart = _Chart(empty(look.colours, total + TOP + 8), found, look, form)
    layout = chart.result["layout"]
    layout["margin"] = {"l": form.left, "r": 6, "t": TOP, "b": 8}
    layout["xaxis"] = _axis(first, last, room, look)
    layout["yaxis"] = {"range": [total, 0], "visible": False, "fixedrange": True}
    y = 0.0
    for row, height in rows:
        if isinstance(row, str):
            _section(chart, row, y, y + height / 2)
        else:
            _bar(chart, row, y + height / 2)
        y += height
    # On a phone the words would be cut at the right edge.
    late = phone and (found.on - first).days > 0.6 * ((last + room) - first).days
    _day_line(chart, "right" if late else "center")
    return chart.result


def _room(bars: Sequence[Entry], found: Entries, days: int, look: Look) -> int:
    """How many days the axis goes on behind the last bar, so that no word is cut at its end."""
    whole, first = float(days), spans.start(found.on)
    for row in bars:
        words = min(10 + LETTER * len(told(row, found, look)), NARROWEST / 2)
        whole = max(whole, (row.finish - first).days * NARROWEST / (NARROWEST - words))
    return math.ceil(whole) - days


def hollow(row: Entry, found: Entries) -> bool:
    """Whether a bar is outlined: what is not over and yet not to be had on the day – not open yet,
    announced only, or without an open part."""
    return row.state not in OVER and not obtainable(row, found)


def told(row: Entry, found: Entries, look: Look) -> Markup:
    """What stands behind a bar: until when, and how much; also why it is not solid, and that it is
    not for social enterprises, where no heading says so."""
    t = look.t
    big = brief(row, t)
    when = until(row, t, brief=True)
    if row.state in ("announced", "likely_over"):
        when = t(STATE_WORDS[row.state]).lower()
    elif row.state == "undated":
        when = t("no end date")
    if no_part_open(row, found):
        when = t("{until}, no open part", until=when)
    others = t("for others") if spans.for_others(row) else ""
    return joined([part for part in (when, "" if big == "–" else big, others) if part], " · ")


def _rows(bars: Sequence[Entry], form: _Form, t: Words) -> list[tuple[Any, int]]:
    """What stands beneath each other, with its height in pixels: a heading by its code, or a
    bar."""
    rows: list[tuple[Any, int]] = []
    before = None
    for row in bars:
        if row.section != before:
            rows.append((row.section, form.step + form.gap))
            before = row.section
        rows.append((row, form.step + form.more * (len(_lines(row, form, t)) - 1)))
    return rows


def _axis(first: date, last: date, room: timedelta, look: Look) -> dict[str, Any]:
    years = range(first.year, last.year + 1)
    return {
        "type": "date",
        "range": [first.isoformat(), (last + room).isoformat()],
        "side": "top",
        "tickvals": [f"{year}-01-01" for year in years],
        "ticktext": [str(year) for year in years],
        "tickfont": {"size": 12 if look.size == "phone" else 14, "color": look.colours.quiet},
        "ticklabelmode": "period",
        "gridcolor": look.colours.rule,
        "griddash": "dot",
        "showline": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _lines(row: Entry, form: _Form, t: Words) -> list[str]:
    """A name in as many lines as it needs: nothing of it is left out."""
    return textwrap.wrap(named(row, t).text, form.letters - (2 if row.nested else 0)) or [""]


def _section(chart: _Chart, code: str, y: float, middle: float) -> None:
    look = chart.look
    if y:
        chart.line(look.colours.rule, 1, xref="paper", x0=0, x1=1, y0=y, y1=y)
    ink = look.colours.mine if code == MINE else look.colours.text
    name = html("<b>{}</b>", chart.found.section(code, look.t))
    chart.name(name, middle + 2, chart.form.left, 15, ink)


def _bar(chart: _Chart, row: Entry, middle: float) -> None:
    """One bar with its name and what is told of it."""
    t, size, colours = chart.look.t, chart.look.size, chart.look.colours
    mine, over = row.section == MINE, row.state in OVER
    ink = colours.quiet if over else colours.text
    names = _lines(row, chart.form, t)
    y = middle + 7 * (len(names) + 1) if size == "phone" else middle
    _paint(chart, row, y, colours.mine if mine else colours.other)
    name = joined(names, html("<br>"))
    if row.nested:
        name = html("└ {}", joined(names, html("<br>\u2003")))
    said = told(row, chart.found, chart.look)
    indent = chart.form.left - (14 if row.nested else 0)
    if size == "phone":
        chart.name(html("{}<br>{}", name, said), middle - 11, indent, 12, ink, bgcolor=CLEAR)
    else:
        chart.name(name, middle, indent, 13 if row.nested else 14, ink)
        chart.note(
            said, x=row.finish.isoformat(), xanchor="left", xshift=4, y=middle,
            bgcolor=colours.ground, borderpad=1,
            font={"size": 13, "color": ink},
        )  # fmt: skip
    half_way = row.begin + (row.finish - row.begin) / 2
    about, whose = described(row, t).text[:110], whom(row, chart.found, t)
    chart.draw(
        {
            "type": "scatter", "mode": "markers", "x": [half_way.isoformat()], "y": [y],
            "marker": {"size": 14, "color": CLEAR}, "hoverinfo": "text",
            "hovertext": joined(
                [html("<b>{}</b>", named(row, t).text), said, *filter(None, [whose, about])],
                html("<br>"),
            ),
        }
    )  # fmt: skip


def _paint(chart: _Chart, row: Entry, y: float, fill: str) -> None:
    """The bar itself; where a date is missing, it fades towards that side, and has no outline
    there."""
    half, outlined = 3.0 if row.nested else 5.0, hollow(row, chart.found)
    strength = 0.12 if outlined else 0.4 if row.state in OVER else 1.0
    solid, clear = _alpha(fill, strength), _alpha(fill, 0)
    scale: Sequence[tuple[float, str]] = [(0, solid), (1, solid)]
    if row.no_start:
        scale = [(0, clear), (1, solid)]
    elif row.no_end:
        span = (row.finish - row.begin).days or 1
        share = min(max((chart.found.on - row.begin).days / span, 0), 1)
        scale = [(0, solid), (share, solid), (1, clear)]
    x0, x1 = row.begin.isoformat(), row.finish.isoformat()
    corners = [(x0, y - half), (x1, y - half), (x1, y + half), (x0, y + half), (x0, y - half)]
    if row.no_start:
        corners = corners[:4]
    elif row.no_end:
        corners = [corners[at] for at in (1, 0, 3, 2)]
    line = {"width": 1.5, "color": fill} if outlined else {"width": 0}
    chart.draw(
        {
            "type": "scatter", "mode": "lines", "x": [x for x, _ in corners],
            "y": [y for _, y in corners], "fill": "toself", "line": line, "hoverinfo": "skip",
            "fillgradient": {"type": "horizontal", "colorscale": [list(s) for s in scale]},
        }
    )  # fmt: skip


def _alpha(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"


def _day_line(chart: _Chart, anchor: str) -> None:
    look, on = chart.look, chart.found.on
    x = on.isoformat()
    chart.line(look.colours.compared[0], 2, x0=x, x1=x, yref="paper", y0=0, y1=1, layer="below")
    told = day(on, look.today, look.t, brief=look.size == "phone")
    chart.note(
        html("<b>{}</b>", told), x=x, yref="paper", y=1, yshift=24,
        yanchor="bottom", xanchor=anchor, font={"size": 14, "color": look.colours.text},
    )  # fmt: skip
