"""Which practices are shown, in which order, and which of them answer a weakness. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from secon_data.package import Package, once

PAGE = 12  # cards a page: three a row
MINE, MOST = 6, 2  # of my region and of any other on the first page
EVIDENCE = ("result", "recognition")  # of ``evidence_kind``; what else stands there is none
SEARCHED: tuple[str, ...] = (
    "title",
    "title_local",
    "town",
    "summary_en",
    "summary_local",
    "evidence_of_success",
    "evidence_local",
    "group_name",
)


@once
def practices(package: Package) -> pd.DataFrame:
    """All practices, with the group of their theme (``group_id``, ``group_name``; a theme that
    belongs to none has only its own name) and ``said``: how many characters their source has for
    summary, evidence and resources. Of objects, whose rows pandas chooses and tells several times
    as fast. Shared."""
    groups = package.table("themes").drop_duplicates("practice_theme").set_index("practice_theme")
    table = package.table("practices").copy()
    table["group_id"] = table["theme"].map(groups["group_id"])
    table["group_name"] = (
        table["theme"].map(groups["group_name"]).astype("str").fillna(table["theme"])
    )
    columns = ("summary_en", "evidence_of_success", "resources_needed")
    table["said"] = sum(table[name].fillna("").str.len() for name in columns)
    return table.astype(object)


def ordered(table: pd.DataFrame, mine: str) -> pd.DataFrame:
    """The practices in the order of reading: my region's first, then the others', and of each
    those first of which the source says most. So that the first page also shows what can be
    learnt elsewhere, half of it at most is mine, and two of any other region.

    ``table``: rows of ``practices``; ``mine``: my region.
    """
    cells = zip(table.index, table["region_id"], table["said"], table["practice_id"], strict=True)
    ranked = sorted(cells, key=lambda row: (row[1] != mine, -row[2], row[3]))
    first: list[int] = []
    rest: list[int] = []
    taken = Counter[str]()
    for at, region, *_ in ranked:
        fits = taken[region] < (MINE if region == mine else MOST) and len(first) < PAGE
        (first if fits else rest).append(at)
        taken[region] += 1
    return table.loc[[*first, *rest]]


def by_region(table: pd.DataFrame, regions: Sequence[str]) -> pd.DataFrame:
    """The practices region by region, of each those first of which the source says most: of a
    whole table nothing is on another page, so that nothing is mixed.

    ``table``: rows of ``practices``; ``regions``: in order, mine first.
    """
    place = {region: at for at, region in enumerate(regions)}
    cells = zip(table.index, table["region_id"], table["said"], table["practice_id"], strict=True)
    ranked = sorted(cells, key=lambda row: (place.get(row[1], len(place)), -row[2], row[3]))
    return table.loc[[at for at, *_ in ranked]]


def last_page(table: pd.DataFrame, size: int) -> int:
    """How many pages of so many rows there are; at least one."""
    return max(1, -(-len(table) // size))


def part(table: pd.DataFrame, number: int, size: int) -> pd.DataFrame:
    """The rows of one page; the first is 1."""
    return table.iloc[(number - 1) * size : number * size]


@once
def answers(themes: pd.DataFrame) -> dict[str, list[str]]:
    """Indicator → the themes of practices that answer it, the nearest first: those that name it
    earliest. An indicator that no theme answers is not among them, which is the honest answer for
    many. ``themes``: the dataset of that name. Shared."""
    found: dict[str, list[tuple[int, str]]] = {}
    for theme, named in zip(themes["practice_theme"], themes["indicators"], strict=True):
        for place, indicator in enumerate([] if pd.isna(named) else str(named).split("+")):
            found.setdefault(indicator, []).append((place, theme))
    return {
        indicator: [theme for _, theme in sorted(near, key=lambda one: one[0])]
        for indicator, near in found.items()
    }


@once
def answers_of_groups(themes: pd.DataFrame) -> dict[str, list[tuple[str, list[str]]]]:
    """Group → those of its themes that answer indicators, each with these; the other way round.
    Shared."""
    found: dict[str, list[tuple[str, list[str]]]] = {}
    columns = (themes[name].tolist() for name in ("group_id", "practice_theme", "indicators"))
    for group, theme, named in zip(*columns, strict=True):
        if not pd.isna(named):
            found.setdefault(group, []).append((theme, str(named).split("+")))
    return found


def answered(themes: pd.DataFrame, group: str) -> list[str]:
    """The indicators that practices of a group answer."""
    found = answers_of_groups(themes).get(group, [])
    return list(dict.fromkeys(one for _, named in found for one in named))


def answering(table: pd.DataFrame, near: Sequence[str]) -> pd.DataFrame:
    """The practices of the nearest theme first, and of each theme those with evidence before the
    rest. ``table``: practices of these themes in the order of reading; ``near``: of ``answers``."""
    place = {theme: n for n, theme in enumerate(near)}
    cells = zip(table["theme"], table["evidence_kind"], strict=True)
    keys = [(place[theme], evidence_place(kind)) for theme, kind in cells]
    return table.iloc[sorted(range(len(keys)), key=keys.__getitem__)]


def evidence_place(kind: object) -> int:
    """How much the evidence of a practice is worth: a result, then recognition, then none."""
    return EVIDENCE.index(kind) if kind in EVIDENCE else len(EVIDENCE)
