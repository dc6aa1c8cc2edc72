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
from secon_ui.text.markup import EMPTY, Markup, html, joined


def panel(rows: list[Row], scene: Scene, practices: str, peers: str) -> Markup:
    """Strengths, weaknesses and what follows from them. ``practices``, ``peers``: HTML of their
    own, empty where there is none."""
    t = scene.t
    good, bad = strengths(rows), weaknesses(rows)
    told = html("<h2>{}</h2>", t("Strengths")) + _list(good, "best", scene)
    if len(good) < 2 and (near := sentences.close_sentence(rows, scene)):
        told += html('<p class="quiet">{}</p>', near)
    elif not good:
        told += html('<p class="quiet">{}</p>', t("No indicator here is in the best quarter."))
    told += html("<h2>{}</h2>", t("Weaknesses")) + _list(bad, "lowest", scene)
    if not bad:
        told += html('<p class="quiet">{}</p>', t("No indicator here is in the lowest quarter."))
    return html('<div class="rg-panel"><div>{}{}</div><div>{}</div></div>', told, practices, peers)


def practices(
    rows: list[Row], themes: pd.DataFrame, link: Callable[[str], str], scene: Scene
) -> Markup:
    """Links to the practices on the themes of my region's weaknesses. ``themes``: which group of
    practices answers which theme of indicators; themes that none answers have no link."""
    t = scene.t
    weak = [scene.indicators[row["indicator_id"]]["theme"] for row in weaknesses(rows)]
    names = dict(zip(themes["group_id"], themes["group_name"], strict=True))
    links = [
        html('<a href="{}" target="_self">{}</a>', link(group), t.data(names[group]))
        for theme in dict.fromkeys(weak)
        for group in answers(themes, theme)
    ]
    if not links:
        return EMPTY
    told = t.html("Practices that answer: {links}", links=t.list_html(links))
    return html('<p class="rg-answer">{}</p>', told)


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
