"""What must be said beside practices, events and stakeholders: places, mapping, sources. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from pages.practice.cards import title
from pages.practice.chosen import answered, answers_of_groups
from pages.practice.common import about_region, grouped
from secon_data.package import Package
from secon_data.rows import tuples
from secon_ui.shell.facets import told_of
from secon_ui.text import local_texts
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

MOST = 3  # indicators that are named of those which a group answers


def town_words(t: Words) -> str:
    """What a dot on the map is."""
    return t(
        "A dot is a town, or several that lie close together, not an address; its number says how "
        "many practices share it."
    )


def curated_words(t: Words) -> str:
    """What the list of stakeholders is not."""
    return t("Found in the sources of the project; a list to begin with, not a register.")


def without_town(
    rows: pd.DataFrame, names: Mapping[str, str], addresses: Mapping[str, str], t: Words
) -> Markup:
    """The practices that have no dot, by region. ``addresses``: practice → its link."""
    gone = rows[rows["latitude"].isna()]
    told = [html('<p class="practice-hint">{}</p>', t("Click a dot to read what is done there."))]
    if len(gone):
        count = t.plural(
            "{n} practice without a place on the map",
            "{n} practices without a place on the map",
            len(gone),
        )
        told.append(html('<h2 class="practice-kind">{}</h2>', count))
    by_region = grouped(tuples(gone), lambda row: str(row.region_id))
    for region in (name for name in dict.fromkeys([*names, *by_region]) if name in by_region):
        items = joined(
            html(
                '<li><a href="{}" target="_self">{}</a>{}</li>',
                addresses[row.practice_id],
                title(row, t).html,
                about_region(row.region_note, t),
            )
            for row in by_region[region]
        )
        told.append(html('<h3 class="practice-year">{}</h3>', names.get(region, region)))
        told.append(html('<ul class="practice-titles">{}</ul>', items))
    return joined(told)


def answering_weakness(weakness: str, near: Sequence[str], t: Words) -> Markup:
    """Which themes are taken to answer a weakness, and that this is our judgement; where none does,
    so it is said. ``weakness``: its words; ``near``: the themes, the nearest first."""
    if not near:
        told = t(
            "No practice in this collection is taken as an answer to «{weakness}».",
            weakness=weakness,
        )
    elif len(near) == 1:
        told = t(
            "Practices on {theme} are taken as an answer to «{weakness}», those with evidence "
            "first; that is SECON's reading, not a measured effect.",
            theme=t.data(near[0]),
            weakness=weakness,
        )
    else:
        told = t(
            "Practices on {themes} are taken as an answer to «{weakness}», the themes in this "
            "order and of each those with evidence first; that is SECON's reading, not a measured "
            "effect.",
            themes=t.list([t.data(theme) for theme in near]),
            weakness=weakness,
        )
    return html('<div class="notice">{}</div>', told)


def answering(
    themes: pd.DataFrame,
    groups: Sequence[str],
    names: Mapping[str, str],
    weakness: Callable[[str], str],
    t: Words,
) -> Markup:
    """Which weaknesses the chosen groups are taken to answer, by which of their themes, and that
    this is our judgement.

    ``themes``: the dataset of that name; ``names``: group → its name; ``weakness``: the words of an
    indicator's bad end.
    """
    told = []
    for group in (code for code in groups if code in names):
        found = answered(themes, group)
        if found:
            by = answers_of_groups(themes)[group]
            told.append(
                t(
                    "Practices on {themes} are taken as an answer to, for example, {weaknesses}; "
                    "that is SECON's reading, not a measured effect.",
                    themes=t.list([t.data(theme) for theme, _ in by]),
                    weaknesses=t.list([f"«{weakness(one)}»" for one in found[:MOST]]),
                )
            )
        else:
            name = t.data(names[group])
            told.append(t("No indicator here measures what «{group}» is about.", group=name))
    return html('<div class="notice">{}</div>', " ".join(told)) if told else EMPTY


def nothing(t: Words) -> Markup:
    """Said where no row fits the choice."""
    return html(
        '<p class="practice-empty"><strong>{}</strong> {}</p>',
        t("Nothing fits all of these choices."),
        t("Remove one of them, or show all."),
    )


def source(rows: pd.DataFrame, dataset: str, t: Words) -> Markup:
    """Whence the rows are, how old their sources are, and how they were read."""
    origin = {
        "practices": t("Source: named with each practice"),
        "events": t("Source: named with each event"),
        "stakeholders": t("Source: named with each organisation"),
    }[dataset]
    parts = [origin, t("collected by SECON")]
    dates = rows["source_year"].dropna()
    if len(dates):
        low, high = int(dates.min()), int(dates.max())
        parts.append(
            t("sources of {year}", year=low)
            if low == high
            else t("sources of {first} to {last}", first=low, last=high)
        )
        undated = len(rows) - len(dates)
        if undated:
            parts.append(t.plural("{n} without a year", "{n} without a year", undated))
    if said := local_texts.note(_texts(rows, dataset), t):
        parts.append(said)
    if dataset == "practices":
        parts.append(t("evidence is what the source reports, not checked by us"))
        parts.append(t("SECON: known from the project's meetings and visits"))
        parts.append(t("coordinates are the town's"))
    return html('<p class="source">{}</p>', " · ".join(parts))


def _texts(rows: pd.DataFrame, dataset: str) -> Iterator[tuple[Any, Any]]:
    """The country of each text that the rows have, and the text in its language."""
    of = {
        "practices": (
            ("summary_en", "summary_local"),
            ("evidence_of_success", "evidence_local"),
            ("resources_needed", "resources_local"),
        ),
        "events": (("summary_en", "summary_local"),),
        "stakeholders": (("role_in_social_economy", None),),
    }[dataset]
    for english, local in of:
        stated = rows[rows[english].notna()]
        own = stated[local] if local else [None] * len(stated)
        yield from zip(stated["country_code"], own, strict=True)


def citation(dataset: str, chosen: Sequence[str], package: Package, t: Words) -> str:
    """How to cite what is shown; the address comes behind it. ``chosen``: what narrows it, in
    words."""
    what = {
        # Those that are narrowed need not be of nine regions.
        "practices": t("Good practices of the social economy")
        if chosen
        else t("Good practices of nine regions"),
        "events": t("Events of the social economy"),
        "stakeholders": t("Stakeholders of the social economy"),
    }[dataset]
    return t(
        "{what}, collected by SECON; data of {date}.",
        what=told_of(what, chosen),
        date=t.date(str(package.descriptor.get("created", ""))[:10]),
    )
