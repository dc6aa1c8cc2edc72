"""What the organisations do, and where: counts as HTML tables. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from pages.enterprises.views import FIELDS, word
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import mix, text_on
from secon_ui.text.markup import Markup, html, joined


@dataclass(frozen=True)
class Tally:
    """Fields × regions: how many there are of each, the commonest field first, mine first.
    ``most``: the largest of these numbers, at least 1."""

    regions: list[str]
    rows: list[tuple[str, list[int]]]
    most: int


def tally(table: pd.DataFrame, mine: str, regions: Iterable[str]) -> Tally:
    """How many organisations of each field each region has, by their codes."""
    of_row = (table[name].tolist() for name in ("field_of_activity", "region_id"))
    counts = Counter(zip(*of_row, strict=True))
    totals: Counter[str] = Counter()
    for (field, _), n in counts.items():
        totals[field] += n
    ids = [mine, *(region for region in regions if region != mine)]
    ordered = sorted(totals, key=lambda field: (-totals[field], field))
    rows = [(field, [counts[field, region] for region in ids]) for field in ordered]
    return Tally(ids, rows, max(counts.values(), default=1))


def fill(n: int, most: int, look: Look) -> str:
    """The colour of a number."""
    return mix(look.colours.tint, look.colours.mine, 0.05 + 0.75 * n / most)


def by_region(table: pd.DataFrame, mine: str, countries: Mapping[str, str], look: Look) -> Markup:
    """What they do, where: fields × regions, mine first. ``countries``: region → its country.

    The nine regions lie in nine countries, so that a country's code stands for its region.
    """
    found = tally(table, mine, countries)
    numbers = {n for _, row in found.rows for n in row}
    cells = {n: _cell(n, found.most, look) for n in numbers}
    heads = joined(
        html(
            '<th scope="col"{} title="{}"><abbr title="{}">{}</abbr></th>',
            " class=mine" if region == mine else "",
            look.names[region],
            look.names[region],
            countries[region],
        )
        for region in found.regions
    )
    rows = joined(
        html(
            '<tr><th scope="row">{}</th>{}</tr>',
            word(FIELDS, field, look.t),
            joined(cells[n] for n in row),
        )
        for field, row in found.rows
    )
    return html(
        '<table class="ent-heat"><caption>{}</caption>'
        "<thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table>",
        look.t("What they do, where"),
        heads,
        rows,
    )


def _cell(n: int, most: int, look: Look) -> Markup:
    if not n:
        return html('<td class="ent-zero">·</td>')
    ground = fill(n, most, look)
    ink, told = text_on(ground), look.t.number(n, 0)
    return html('<td style="background:{};color:{}">{}</td>', ground, ink, told)
