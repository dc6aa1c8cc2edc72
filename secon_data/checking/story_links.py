"""Stories: whether their links name what there is, and whether each has one title. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pandas as pd

from secon_data.intake.draft import Draft
from secon_data.package import Package
from secon_data.problems import Problem

# Keys of the app's links, and the dataset and column of what each names.
_NAMED = {
    "ind": ("indicators", "indicator_id"),
    "x": ("indicators", "indicator_id"),
    "for": ("indicators", "indicator_id"),
    "region": ("regions", "region_id"),
    "in": ("regions", "region_id"),
    "with": ("regions", "region_id"),
    "org": ("enterprises", "enterprise_id"),
    "card": ("practices", "practice_id"),
}
_JOINT = "~"  # joins several codes in a link


def problems(draft: Draft, rows: pd.DataFrame, package: Package) -> Iterator[Problem]:
    """Warnings to a draft of stories. ``rows``: the same, typed."""
    if "link" in rows:
        for row, link in rows["link"].dropna().items():
            yield from _unknown(draft, int(str(row)), str(link), package)
    if {"story_id", "title"} <= {*rows.columns}:
        for _, story in rows.dropna(subset=["title"]).groupby("story_id", sort=False):
            first = str(story["title"].iloc[0])
            for row, title in story["title"][story["title"] != first].items():
                yield Problem(
                    "story-titles", "plausibility", "warning", int(str(row)), "title",
                    draft.fields.get("title"), str(title), {"example": first},
                )  # fmt: skip


def _unknown(draft: Draft, row: int, link: str, package: Package) -> Iterator[Problem]:
    for key, text in parse_qsl(link.partition("?")[2]):
        dataset, column = _NAMED.get(key, ("", ""))
        if dataset not in package.names:
            continue
        known = sorted(package.table(dataset)[column].dropna().astype("str").unique())
        for code in text.split(_JOINT):
            if code not in known:
                near = difflib.get_close_matches(code, known, n=1, cutoff=0.5)
                yield Problem(
                    "story-link", "plausibility", "warning", row, "link",
                    draft.fields.get("link"), code,
                    {"names": str(package.dataset(dataset)["title"]), "example": "".join(near)},
                )  # fmt: skip
