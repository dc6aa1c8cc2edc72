"""The ranking: dots on a stem from zero. Pure."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import pandas as pd

from secon_data.rows import Row, each, known
from secon_ui.drawing.charts.common import CLEAR, Figure, Style, bold, empty, hidden_axis, note
from secon_ui.drawing.look import Look
from secon_ui.drawing.tables import best_first
from secon_ui.text import absence
from secon_ui.text.basis_marks import SIGN, SYMBOL, row_words
from secon_ui.text.markup import html, joined
from secon_ui.text.observation_words import level_words
from secon_ui.text.references import Reference
from secon_ui.text.words import Words

_LETTERS = 40  # of a line on a phone


def ranking(
    table: pd.DataFrame,
    indicator: Row,
    reference: Reference,
    quartiles: tuple[float, float] | None,
    level: int,
    style: Style,
    look: Look,
) -> Figure:
    """Dots on a stem from zero, by place, with the reference and the middle half of ``level``.

    ``table``: rows of comparison.compared; those without a value follow with the reason.
    """
    t, colours, size = look.t, look.colours, look.size
    decimals = int(indicator["decimals"])
    found = known(best_first(each(table)))
    without = [row for row in each(table) if pd.isna(row["value"])]
    rows = len(table)
    phone = size == "phone"
    row_height = 58 if phone else 43
    low = min([0.0, *(row["value"] for row in found)])
    high = max([0.0, *(row["value"] for row in found), reference.value or 0.0])
    room = (high - low) or 1.0
    left = low - (0.0 if low == 0 else room * 0.07)
    figure = empty(colours, rows * row_height + 66)
    layout = figure["layout"]
    # What a value stands for has its line beside the axis, as long as the language makes it.
    longest = max((len(stands_for(row, t)) for row in found), default=0)
    layout["margin"] = {
        "l": 4 if phone else max(190, 20 + 5.4 * longest),
        "r": 6,
        "t": 34,
        "b": 28,
    }
    layout["xaxis"] = hidden_axis(
        # As far as the number behind the last dot reaches.
        [left, high + room * (0.2 if phone else 0.08)]
    )
    layout["yaxis"] = hidden_axis([rows - 0.4, -0.7])
    if quartiles and size == "wide":
        layout["shapes"].append(
            {
                "type": "rect",
                "x0": quartiles[0],
                "x1": quartiles[1],
                "y0": -0.6,
                "y1": rows - 0.45,
                "fillcolor": colours.band_outer,
                "line": {"width": 0},
                "layer": "below",
            }
        )
        layout["annotations"].append(
            note(
                t("middle half of {level}", level=level_words(level, t)),
                quartiles[0],
                rows - 0.45,
                12.5,
                colours.quiet,
            )
            | {"xanchor": "left", "yanchor": "top"}
        )
    if reference.value is not None:
        layout["shapes"].append(
            {
                "type": "line",
                "x0": reference.value,
                "x1": reference.value,
                "y0": -0.6,
                "y1": rows - 0.45,
                "line": {"color": colours.text, "width": 1.6, "dash": "dot"},
            }
        )
        number = t.number(reference.value, decimals)
        layout["annotations"].append(
            note(
                html("{} <b>{}</b>", reference.name, number),
                reference.value,
                -0.6,
                14,
                colours.text,
            )
            | {
                "xanchor": "left" if reference.value < low + room * 0.6 else "right",
                "yanchor": "bottom",
            }
        )
    for place, row in enumerate(found):
        mine = row["region_id"] == style.mine
        marked = row["region_id"] in style.marks
        colour = style.mark(row["region_id"], colours.faint)
        layout["shapes"].append(
            {
                "type": "line",
                "x0": 0,
                "x1": row["value"],
                "y0": place,
                "y1": place,
                "line": {"color": colour, "width": 3 if marked else 2},
                "layer": "below",
            }
        )
        _row_label(layout, row["region_id"], stands_for(row, t), place, left, style, look)
        ink = style.ink(row["region_id"], colours.text)
        number = t.number(row["value"], decimals)
        layout["annotations"].append(
            note(
                bold(number, marked),
                row["value"],
                place,
                18 if mine else 15.5,
                ink,
            )
            | {
                "xanchor": "left" if row["value"] >= 0 else "right",
                "xshift": 15 if row["value"] >= 0 else -15,
                "bgcolor": colours.ground if phone else CLEAR,
            }
        )
    for place, row in enumerate(without, start=len(found)):
        _row_label(layout, row["region_id"], "", place, left, style, look)
        # A phone has no room for it in one line, and the line of the median crosses it there.
        why = wrap(why_missing(row, t), _LETTERS) if phone else [why_missing(row, t)]
        layout["annotations"].append(
            note(joined(why, html("<br>")), max(0.0, left), place, 14, colours.quiet)
            | {"xanchor": "left", "xshift": 6, "align": "left"}
            | ({"yanchor": "top", "yshift": 10, "bgcolor": colours.ground} if phone else {})
        )
    figure["data"].append(_marks(found, decimals, style, look))
    return figure


def _marks(rows: list[Row], decimals: int, style: Style, look: Look) -> dict[str, Any]:
    t, colours = look.t, look.colours
    hollow = [row["basis"] == "wider" for row in rows]
    tint = [style.mark(row["region_id"], colours.other) for row in rows]
    return {
        "type": "scatter",
        "x": [float(row["value"]) for row in rows],
        "y": list(range(len(rows))),
        "mode": "markers",
        "marker": {
            "symbol": [SYMBOL[row["basis"]] for row in rows],
            "size": [20 if row["region_id"] == style.mine else 15 for row in rows],
            "color": [colours.ground if h else c for h, c in zip(hollow, tint, strict=True)],
            "line": {
                "color": [c if h else colours.ground for h, c in zip(hollow, tint, strict=True)],
                "width": [3.6 if h else 0.8 for h in hollow],
            },
            "opacity": 1,
        },
        "customdata": [row["region_id"] for row in rows],
        "text": [
            html(
                "{}: {} ({})<br>{}: {}",
                look.names[row["region_id"]],
                t.number(row["value"], decimals),
                int(row["year"]),
                row_words(row, t),
                t.areas(row["areas"], row["area_names"]),
            )
            for row in rows
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _row_label(
    layout: dict[str, Any],
    region: str,
    below: str,
    place: int,
    left: float,
    style: Style,
    look: Look,
) -> None:
    name = style.label(region)
    quiet = look.colours.quiet
    small = html('<span style="font-size:12.5px;color:{}">{}</span>', quiet, below)
    ink = style.ink(region, look.colours.text)
    if look.size == "phone":
        label = note(html("{}  {}", name, small), left, place - 0.36, 15, ink)
        over = {"xanchor": "left", "align": "left", "bgcolor": look.colours.ground, "borderpad": 1}
        layout["annotations"].append(label | over)
        return
    text = html("{}<br>{}", name, small) if below else name
    label = note(text, 0, place, 15.5, ink)
    layout["annotations"].append(
        label | {"xref": "paper", "xanchor": "right", "align": "right", "xshift": -12}
    )


def stands_for(row: Row, t: Words) -> str:
    """One short line on what a value stands for."""
    if row["basis"] == "own":
        words = t("own area")
    elif row["basis"] == "computed":
        words = SIGN["computed"] + " " + t("computed from its parts")
    elif "+" in row["areas"]:
        words = (
            SIGN["wider"]
            + " "
            + t.plural("{n} wider area", "{n} wider areas", row["areas"].count("+") + 1)
        )
    else:
        words = (
            SIGN["wider"]
            + " "
            + t("{area}, wider area", area=t.areas(row["areas"], row["area_names"]))
        )
    return words if row["year"] == row["year_asked"] else f"{words}, {int(row['year'])}"


def why_missing(row: Row, t: Words) -> str:
    """Why a region has no value."""
    return t("no value: {why}", why=absence.why(row, t))
