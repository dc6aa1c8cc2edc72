"""Tables as static HTML: the accessible alternative to every figure. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from secon_data.comparison import Comparison
from secon_data.rows import Row, each
from secon_ui.drawing.look import Look
from secon_ui.text import absence
from secon_ui.text.basis_marks import area_words, basis_html
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import flag_words, level_words
from secon_ui.text.references import Reference, areas_words, ranked_from
from secon_ui.text.words import Words


def best_first(rows: list[Row]) -> list[Row]:
    """Rows of comparison.compared by place; those without a value last."""

    def order(row: Row) -> tuple[bool, int, str]:
        none = pd.isna(row["place"])
        return none, 0 if none else int(row["place"]), row["region_id"]

    return sorted(rows, key=order)


def values(
    table: pd.DataFrame,
    indicator: Row,
    reference: Reference,
    differences: Sequence[float],
    mine: str,
    compared: Sequence[str],
    caption: str,
    look: Look,
) -> Markup:
    """Every value and what it stands for, by place; the last row is the figure's reference.

    ``table``: rows of comparison.compared; ``differences``: of each, in the same order, from what
    it is measured against.
    """
    t, names = look.t, look.names
    decimals = int(indicator["decimals"])
    unit = t.data(indicator["unit_short"])
    head = [
        (ranked_from(str(indicator["direction"]), t), "num"),
        (t("Region"), ""),
        (t("Value, {unit}", unit=unit) if unit else t("Value"), "num"),
        (t("Difference"), "num"),
        (t("The value is of the"), ""),
        (t("Area"), ""),
        (t("Level"), ""),
        (t("Year"), "num"),
        (t("Flag"), ""),
    ]
    classes = {mine: "mine"} | {r: f"c{n}" for n, r in enumerate(compared, start=1)}
    rows = []
    apart_of = dict(zip(table["region_id"], differences, strict=True))
    for row in best_first(each(table)):
        name = html('{}<span class="code">{}</span>', names[row["region_id"]], row["country_code"])
        start = html("<tr{}>", _classed(classes.get(row["region_id"], "")))
        if pd.isna(row["value"]):
            why = absence.why(row, t)
            rows.append(
                html(
                    '{}<td class="num">–</td><th scope="row">{}</th><td class="num">–</td>'
                    '<td class="num">–</td><td colspan="5" class="quiet">{}</td></tr>',
                    start,
                    name,
                    why,
                )
            )
            continue
        apart = apart_of[row["region_id"]]
        difference = "–" if pd.isna(apart) else t.signed(apart, decimals)
        codes = row["areas"].replace("+", " + ")
        if row["areas"].count("+") > 3:
            codes = t.plural("{n} area", "{n} areas", row["areas"].count("+") + 1)
            area = ""
        else:
            area = t.areas(row["areas"], row["area_names"])
        basis = html("{}", area_words(row, t))
        if row["approximate"]:
            basis += html(' <span class="quiet">({})</span>', t("approximate"))
        flag = (
            flag_words(row["flag"], t)
            if row["flag"]
            else ("–" if row["flags_known"] else t("not known"))
        )
        rows.append(
            html(
                '{}<td class="num">{}</td><th scope="row">{}</th><td class="num big">{}</td>'
                '<td class="num">{}</td><td><span class="nowrap">{} {}</span></td>'
                '<td>{}<span class="code">{}</span></td><td class="nowrap">{}</td>'
                '<td class="num">{}</td><td>{}</td></tr>',
                start,
                int(row["place"]),
                name,
                t.number(row["value"], decimals),
                difference,
                basis_html(row["basis"]),
                basis,
                area,
                codes,
                level_words(int(row["level"]), t),
                int(row["year"]),
                flag,
            )
        )
    if reference.value is not None:
        rows.append(
            html(
                '<tr class="reference"><td></td><th scope="row">{}</th><td class="num">{}</td>'
                '<td colspan="6"></td></tr>',
                reference.name,
                t.number(reference.value, decimals),
            )
        )
    cells = joined(html('<th scope="col"{}>{}</th>', _classed(kind), text) for text, kind in head)
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="values"><caption>{caption}</caption>'
        "<thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption=caption, cells=cells, rows=joined(rows),
    )  # fmt: skip


def map_legend(
    found: Comparison, labels: Sequence[str], fills: Sequence[str], undrawn: int, look: Look
) -> Markup:
    """What the colours and signs of the map mean. ``labels``, ``fills``: of its classes, lowest
    values first; ``undrawn``: areas without a boundary."""
    t, direction = look.t, str(found.indicator["direction"])
    unit = t.data(found.indicator["unit_short"])
    blocks = joined(
        html('<span><i style="background:{}"></i>{}</span>', fill, label)
        for fill, label in zip(fills, labels, strict=True)
    )
    shades = shade_words(direction, t, dark=look.colours.dark) if len(fills) > 1 else ""
    keys: list[tuple[Markup, str]] = [
        *((EMPTY, told) for told in (_classes_words(found, unit, len(fills), t), shades) if told),
        (
            html('<i style="background:var(--no-value);border:1px solid var(--other)"></i>'),
            t("no value"),
        ),
        (html('<i style="border:2px solid var(--text)"></i>'), t("partner region")),
        (EMPTY, ranked_from(direction, t)),
        (basis_html("wider"), t("colour and value of the wider area")),
    ]
    if undrawn:
        keys.append((EMPTY, t.plural("{n} area not drawn", "{n} areas not drawn", undrawn)))
    rest = joined(html('<span class="key">{}{}</span>', mark, text) for mark, text in keys)
    return html('<div class="legend"><span class="classes">{}</span>{}</div>', blocks, rest)


def _classes_words(found: Comparison, unit: str, classes: int, t: Words) -> str:
    """What the ``classes``, so many, divide; of no areas there are none, and the unit stands
    alone. Fewer than four, of few areas or of equal values, are no quarters."""
    if not len(found.spread):
        return unit
    areas = areas_words(len(found.spread), found.level, t)
    if classes < 4:
        return t("{unit}, {areas}", unit=unit, areas=areas) if unit else areas
    if unit:
        return t("{unit}, about a quarter of {areas} in each class", unit=unit, areas=areas)
    return t("about a quarter of {areas} in each class", areas=areas)


def shade_words(direction: str, t: Words, *, dark: bool) -> str:
    """Which end a strong colour shows; on a dark ground that is the light one."""
    if dark:
        return {
            "higher_is_better": t("lighter: higher – better"),
            "lower_is_better": t("lighter: lower – better"),
        }.get(direction) or t("lighter: higher, not judged")
    return {
        "higher_is_better": t("darker: higher – better"),
        "lower_is_better": t("darker: lower – better"),
    }.get(direction) or t("darker: higher, not judged")


def _classed(kind: str) -> Markup:
    return html(' class="{}"', kind) if kind else EMPTY
