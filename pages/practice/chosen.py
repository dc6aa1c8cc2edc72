"""Which practices are shown, in which order, and which of them answer a lag. Pure."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from secon_data.package import Package, once

PAGE = 12  # cards a page: three a row
MINE, MOST = 6, 2  # of my region and of any other on the first page
SEARCHED: tuple[str, ...] = (
    "title",
    "title_local",
    "town",
    "summary_en",
    "summary_local",
    "evidence_of_success",
    "group_name",
)


@once
def practices(package: Package) -> pd.DataFrame:
    """All practices, with the group of their theme (``group_id``, ``group_name``; a theme that
    belongs to none has only its own name) and ``said``: how many characters their source has for
    summary, evidence and resources. Shared."""
    groups = package.table("themes").drop_duplicates("practice_theme").set_index("practice_theme")
    table = package.table("practices").copy()
    table["group_id"] = table["theme"].map(groups["group_id"])
    table["group_name"] = (
        table["theme"].map(groups["group_name"]).astype("str").fillna(table["theme"])
    )
    columns = ("summary_en", "evidence_of_success", "resources_needed")
    table["said"] = sum(table[name].fillna("").str.len() for name in columns)
    return table


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


def last_page(table: pd.DataFrame, size: int) -> int:
    """How many pages of so many rows there are; at least one."""
    return max(1, -(-len(table) // size))


def part(table: pd.DataFrame, number: int, size: int) -> pd.DataFrame:
    """The rows of one page; the first is 1."""
    return table.iloc[(number - 1) * size : number * size]


def answers(themes: pd.DataFrame, indicator_theme: str) -> list[str]:
    """Groups of practices that answer a lag in indicators of that theme; none is the honest
    answer for many. ``themes``: the dataset of that name."""
    return _groups(themes).get(indicator_theme, [])


@once
def _groups(themes: pd.DataFrame) -> dict[str, list[str]]:
    """Groups of practices by the theme of indicators that they answer."""
    found: dict[str, list[str]] = {}
    for theme, group in zip(themes["indicator_theme"], themes["group_id"], strict=True):
        groups = found.setdefault(theme, [])
        if group not in groups:
            groups.append(group)
    return found


def answered(themes: pd.DataFrame, group: str) -> list[str]:
    """Themes of indicators that practices of a group answer; the other way round."""
    fits = themes[themes["group_id"] == group]
    return list(dict.fromkeys(fits["indicator_theme"].dropna()))
