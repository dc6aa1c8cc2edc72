"""The timeline of programmes, their calls beneath, as a plotly figure. Pure.

Thick: a programme; thin: a call; pale: over. A bar fades where no date is stated: before a missing
start, and from the day on after a missing end.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd

from pages.funding.amounts import amount, day, until
from pages.funding.entries import Entries, first_day, last_day
from pages.funding.link import MINE
from secon_ui.drawing.charts.common import CLEAR, Figure, empty
from secon_ui.drawing.theme import Palette, Size
from secon_ui.text.words import Words

BACK = 4  # years shown before the day's own
FADE = timedelta(days=270)
SLIDE_HEIGHT = 208  # of all rows of a slide, in pixels


def drawn(rows: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows with at least one date that touch the time shown, with ``begin`` and ``finish``
    (days) and ``no_start``, ``no_end`` (no date is stated there)."""
    first = date(on.year - BACK, 1, 1)
    kept = []
    for row in rows.to_dict("records"):
        start, end = row["period_start"], row["period_end"]
        if not start and not end:
            continue
        finish = last_day(end) if end else max(on, first_day(start)) + FADE
        begin = first_day(start) if start else min(finish, on) - 2 * FADE
        if finish >= first:
            kept.append(
                {
                    **row,
                    "begin": max(begin, first),
                    "finish": finish,
                    "no_start": not start,
                    "no_end": not end,
                }
            )
    columns = [*rows.columns, "begin", "finish", "no_start", "no_end"]
    return pd.DataFrame(kept, columns=columns, dtype="object")


def figure(
    bars: pd.DataFrame, found: Entries, today: date, colours: Palette, t: Words, *, size: Size
) -> Figure:
    """``bars``: of ``drawn``, in the order to show."""
    phone, slide = size == "phone", size == "slide"
    if slide:
        bars = bars[bars["state"] != "closed"]
    step, more = {"wide": (21, 16), "phone": (48, 14), "slide": (23, 15)}[size]
    letters = {"wide": 54, "phone": 50, "slide": 46}[size]
    left = {"wide": 372, "phone": 6, "slide": 300}[size]
    first = date(found.on.year - BACK, 1, 1)
    last = max([date(found.on.year + 2, 1, 1), *bars["finish"]]) if len(bars) else found.on
    # Room for the words behind the longest bar.
    room = timedelta(days=0 if phone else int((last - first).days * (0.66 if slide else 0.36)))
    # On a slide there is little room between many years: every other one is named.
    years = range(first.year, last.year + 1, 2 if slide and last.year - first.year > 6 else 1)
    lines: list[tuple[str, Any]] = []
    heights: list[int] = []
    before = None
    for row in bars.itertuples():
        if not slide and row.section != before:
            lines.append(("section", row.section))
            heights.append(step + (0 if phone else 6))
            before = row.section
        height = step + more * (len(_lines(row, letters)) - 1)
        if slide and sum(heights) + height > SLIDE_HEIGHT:
            break
        lines.append(("bar", row))
        heights.append(height)
    total = sum(heights)
    top = 52
    result = empty(colours, total + top + 8)
    layout = result["layout"]
    layout["margin"] = {"l": left, "r": 6, "t": top, "b": 8}
    layout["xaxis"] = {
        "type": "date",
        "range": [first.isoformat(), (last + room).isoformat()],
        "side": "top",
        "tickvals": [f"{year}-01-01" for year in years],
        "ticktext": [str(year) for year in years],
        "tickfont": {"size": 14 if not phone else 12, "color": colours.quiet},
        "ticklabelmode": "period",
        "gridcolor": colours.rule,
        "griddash": "dot",
        "showline": False,
        "zeroline": False,
        "fixedrange": True,
    }
    layout["yaxis"] = {"range": [total, 0], "visible": False, "fixedrange": True}
    y = 0.0
    for (kind, item), height in zip(lines, heights, strict=True):
        middle = y + height / 2
        if kind == "section":
            _section(result, item, found, y, middle, colours, t)
        else:
            _bar(result, item, found, middle, left, letters, colours, t, size)
        y += height
    # On a phone the words would be cut at the right edge.
    late = phone and (found.on - first).days > 0.6 * ((last + room) - first).days
    _day_line(result, found.on, today, "right" if late else "center", colours, t)
    return result


def _lines(row: Any, letters: int) -> list[str]:
    """A name in as many lines as it needs: nothing of it is left out."""
    return textwrap.wrap(row.name_en, letters - (2 if row.nested else 0)) or [""]


def _section(
    result: Figure, code: str, found: Entries, y: float, middle: float, colours: Palette, t: Words
) -> None:
    layout = result["layout"]
    if y:
        layout["shapes"].append(
            {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y, "y1": y,
             "line": {"color": colours.rule, "width": 1}}
        )  # fmt: skip
    ink = colours.mine if code == MINE else colours.text
    name = f"<b>{html.escape(found.section(code, t))}</b>"
    layout["annotations"].append(_words(name, 0, middle + 2, layout["margin"]["l"], 15, ink))


def _words(text: str, x: float, y: float, shift: float, font: float, ink: str) -> dict[str, Any]:
    return {
        "text": text, "xref": "paper", "x": x, "xanchor": "left", "xshift": -shift + 4, "y": y,
        "yanchor": "middle", "showarrow": False, "align": "left",
        "font": {"size": font, "color": ink},
    }  # fmt: skip


def _bar(
    result: Figure, row: Any, found: Entries, middle: float, left: float, letters: int,
    colours: Palette, t: Words, size: Size,
) -> None:  # fmt: skip
    layout = result["layout"]
    mine, over = row.section == MINE, row.state == "closed"
    fill = colours.mine if mine else colours.other
    ink = colours.quiet if over else colours.mine if mine and size == "slide" else colours.text
    half = 3.0 if row.nested else 5.0
    names = _lines(row, letters)
    y = middle + 7 * (len(names) + 1) if size == "phone" else middle
    _paint(result, row, found.on, y, half, fill, 0.4 if over else 1.0)
    name = "<br>".join(html.escape(line) for line in names)
    if row.nested:
        name = f"└ {name}".replace("<br>", "<br>\u2003")
    big, _ = amount(row, t)
    when = t("no end date") if row.state == "undated" else until(row, t, brief=True)
    told = html.escape(when if big == "–" or size == "slide" else f"{when} · {big}")
    font = 14.2 if size == "slide" else 13 if row.nested or size == "phone" else 14
    indent = left - (14 if row.nested else 0)
    if size == "phone":
        layout["annotations"].append(
            _words(f"{name}<br>{told}", 0, middle - 11, indent, 12, ink) | {"bgcolor": CLEAR}
        )
    else:
        layout["annotations"].append(_words(name, 0, middle, indent, font, ink))
        layout["annotations"].append(
            {
                "text": told, "x": row.finish.isoformat(), "xanchor": "left", "xshift": 4,
                "y": middle, "yanchor": "middle", "showarrow": False, "bgcolor": colours.ground,
                "borderpad": 1, "font": {"size": 14.2 if size == "slide" else 13, "color": ink},
            }
        )  # fmt: skip
    half_way = row.begin + (row.finish - row.begin) / 2
    result["data"].append(
        {
            "type": "scatter", "mode": "markers", "x": [half_way.isoformat()], "y": [y],
            "marker": {"size": 14, "color": CLEAR}, "hoverinfo": "text",
            "hovertext": f"<b>{html.escape(row.name_en)}</b><br>{told}<br>"
            f"{html.escape(row.summary_en or '')[:110]}",
        }
    )  # fmt: skip


def _paint(
    result: Figure, row: Any, on: date, y: float, half: float, fill: str, strength: float
) -> None:
    """One bar; where a date is missing, it fades towards that side."""
    span = (row.finish - row.begin).days or 1
    solid, clear = _alpha(fill, strength), _alpha(fill, 0)
    scale: Sequence[tuple[float, str]] = [(0, solid), (1, solid)]
    if row.no_start:
        scale = [(0, clear), (1, solid)]
    elif row.no_end:
        share = min(max((on - row.begin).days / span, 0), 1)
        scale = [(0, solid), (share, solid), (1, clear)]
    x0, x1 = row.begin.isoformat(), row.finish.isoformat()
    result["data"].append(
        {
            "type": "scatter", "mode": "lines", "x": [x0, x1, x1, x0, x0],
            "y": [y - half, y - half, y + half, y + half, y - half], "fill": "toself",
            "line": {"width": 0}, "hoverinfo": "skip",
            "fillgradient": {"type": "horizontal", "colorscale": [list(s) for s in scale]},
        }
    )  # fmt: skip


def _alpha(colour: str, strength: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"


def _day_line(
    result: Figure, on: date, today: date, anchor: str, colours: Palette, t: Words
) -> None:
    layout = result["layout"]
    layout["shapes"].append(
        {"type": "line", "x0": on.isoformat(), "x1": on.isoformat(), "yref": "paper", "y0": 0,
         "y1": 1, "line": {"color": colours.compared[0], "width": 2}, "layer": "below"}
    )  # fmt: skip
    layout["annotations"].append(
        {"text": f"<b>{html.escape(day(on, today, t))}</b>", "x": on.isoformat(), "yref": "paper",
         "y": 1, "yshift": 24, "yanchor": "bottom", "xanchor": anchor, "showarrow": False,
         "font": {"size": 14, "color": colours.text}}
    )  # fmt: skip


def note(rows: pd.DataFrame, bars: pd.DataFrame, on: date, t: Words) -> str:
    """What the bars mean and what is not drawn."""
    undated = int((rows["period_start"].isna() & rows["period_end"].isna()).sum())
    earlier = len(rows) - len(bars) - undated
    told = [
        t(
            "Thick: programme; thin: call inside it; pale: over. A bar fades where no date is "
            "stated."
        ),
        t("A bar that touches the left edge may have begun earlier."),
    ]
    if undated:
        told.append(
            t.plural(
                "{n} has no date in its source and is in the finder only.",
                "{n} have no date in their source and are in the finder only.",
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
    return f'<p class="source">{html.escape(" ".join(told))}</p>'
