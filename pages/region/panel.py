"""Beside the spine: strengths and weaknesses in sentences, practices that answer, regions alike.
HTML."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pages.practice.chosen import answers
from pages.region import sentences
from pages.region.scene import Scene
from secon_data.rows import Row
from secon_data.standing import strengths, weaknesses
from secon_ui.text.markup import Markup, html, joined


def panel(rows: list[Row], scene: Scene, practices: str, peers: str) -> Markup:
    """Strengths, weaknesses and what follows from them. ``practices``, ``peers``: HTML of their
    own, empty where there is none."""
    told = _outstanding(rows, scene)
    return html('<div class="rg-panel"><div>{}{}</div><div>{}</div></div>', told, practices, peers)


def _outstanding(rows: list[Row], scene: Scene) -> Markup:
    t = scene.t
    if all(row["direction"] == "neutral" for row in rows):
        said = t("No indicator here is judged: none is a strength or a weakness.")
        return html('<p class="quiet">{}</p>', said)
    good, bad = strengths(rows), weaknesses(rows)
    told = html("<h2>{}</h2>", t("Strengths")) + _list(good, "best", scene)
    if len(good) < 2 and (near := sentences.close_sentence(rows, scene)):
        told += html('<p class="quiet">{}</p>', near)
    elif not good:
        told += html('<p class="quiet">{}</p>', t("No indicator here is in the best quarter."))
    told += html("<h2>{}</h2>", t("Weaknesses")) + _list(bad, "lowest", scene)
    if not bad:
        told += html('<p class="quiet">{}</p>', t("No indicator here is in the lowest quarter."))
    return told


def practices(
    rows: list[Row], themes: pd.DataFrame, link: Callable[[str], str], scene: Scene
) -> Markup:
    """Links to the practices that answer my region's weaknesses, one an indicator; those that none
    answers are named. ``themes``: which theme of practices answers which indicators."""
    t, known = scene.t, answered(rows, themes)
    weak = [row["indicator_id"] for row in weaknesses(rows)]
    names = {one: t.data(scene.indicators[one]["short_name"]) for one in weak}
    links = [html('<a href="{}" target="_self">{}</a>', link(one), names[one]) for one in known]
    alone = [names[one] for one in weak if one not in known]
    told = []
    if links:
        told.append(t.html("Practices that answer: {links}", links=t.list_html(links)))
    if alone:
        told.append(
            t.html(
                "No practice in this collection is taken as an answer to: {indicators}.",
                indicators=t.list(alone),
            )
        )
    return joined(html('<p class="rg-answer">{}</p>', one) for one in told)


def answered(rows: list[Row], themes: pd.DataFrame) -> list[str]:
    """My region's weaknesses that practices answer."""
    known = answers(themes)
    return [row["indicator_id"] for row in weaknesses(rows) if row["indicator_id"] in known]


def _list(rows: list[Row], kind: str, scene: Scene) -> Markup:
    items = joined(
        html('<p class="rg-said {}">{}</p>', kind, sentences.standing_sentence(row, scene))
        for row in rows[: sentences.MOST]
    )
    more = len(rows) - sentences.MOST
    if more > 0:
        t = scene.t
        named = t.list(
            [
                t.data(scene.indicators[row["indicator_id"]]["short_name"])
                for row in rows[sentences.MOST :]
            ]
        )
        items += html(
            '<p class="rg-said {} quiet">{}</p>', kind, t("Also: {indicators}.", indicators=named)
        )
    return items
