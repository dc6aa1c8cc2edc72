"""Beside the spine: strengths and lags in sentences, practices that answer, regions alike. HTML."""

from __future__ import annotations

import html
from collections.abc import Callable

import pandas as pd

from pages.practice.chosen import answers
from pages.region import sentences
from pages.region.choices import Scene


def panel(rows: pd.DataFrame, scene: Scene, practices: str, peers: str) -> str:
    """Strengths, lags and what follows from them. ``practices``, ``peers``: HTML of their own,
    empty where there is none."""
    t = scene.t
    good, bad = sentences.strengths(rows), sentences.lags(rows)
    told = f"<h2>{_e(t('Strengths'))}</h2>" + _list(good, "best", scene)
    if len(good) < 2 and (near := sentences.close_sentence(rows, scene)):
        told += f'<p class="quiet">{near}</p>'
    elif good.empty:
        told += f'<p class="quiet">{_e(t("No indicator here is in the best quarter."))}</p>'
    told += f"<h2>{_e(t('Lags'))}</h2>" + _list(bad, "lowest", scene)
    if bad.empty:
        told += f'<p class="quiet">{_e(t("No indicator here is in the lowest quarter."))}</p>'
    return f'<div class="rg-panel"><div>{told}{practices}</div><div>{peers}</div></div>'


def practices(
    rows: pd.DataFrame, themes: pd.DataFrame, link: Callable[[str], str], scene: Scene
) -> str:
    """Links to the practices on the themes of my region's lags. ``themes``: which group of
    practices answers which theme of indicators; themes that none answers have no link."""
    t = scene.t
    lagging = [scene.indicators.at[i, "theme"] for i in sentences.lags(rows)["indicator_id"]]
    names = dict(zip(themes["group_id"], themes["group_name"], strict=True))
    links = [
        f'<a href="{_e(link(group))}" target="_self">{_e(t.data(names[group]))}</a>'
        for theme in dict.fromkeys(lagging)
        for group in answers(themes, theme)
    ]
    if not links:
        return ""
    told = t("Practices that answer: {links}", links=t.list(links))
    return f'<p class="rg-answer">{told}</p>'


def _list(rows: pd.DataFrame, kind: str, scene: Scene) -> str:
    items = "".join(
        f'<p class="rg-said {kind}">{sentences.standing_sentence(row, scene)}</p>'
        for _, row in rows.head(sentences.MOST).iterrows()
    )
    more = len(rows) - sentences.MOST
    if more > 0:
        t = scene.t
        named = t.list(
            [
                t.data(scene.indicators.at[i, "short_name"])
                for i in rows["indicator_id"].iloc[sentences.MOST :]
            ]
        )
        items += (
            f'<p class="rg-said {kind} quiet">{_e(t("Also: {indicators}.", indicators=named))}</p>'
        )
    return items


def _e(text: str) -> str:
    return html.escape(text)
