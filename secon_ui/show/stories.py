"""The stories that the data keep: which there are, and the steps of one. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from secon_data import names
from secon_data.package import Package
from secon_data.rows import tuples
from secon_ui.show.steps import Step, of
from secon_ui.text.words import Words

DATASET = "stories"
# A number as any language writes it: what groups its digits and what parts its decimals.
_NUMBER = re.compile(r"\d+(?:[\s\u00a0\u202f.,]\d+)*")
_GROUPS = re.compile(r"[\s\u00a0\u202f]")


def titles(package: Package, t: Words) -> dict[str, str]:
    """Story → its title, in the order of the data."""
    if DATASET not in package.names:
        return {}
    table = package.table(DATASET).drop_duplicates("story_id")
    return {str(row.story_id): t.data(row.title) for row in tuples(table)}


def steps(package: Package, story: str, t: Words) -> tuple[str, tuple[Step, ...]]:
    """The title of a story and its steps, in their order, in the language. names.UnknownError:
    there is no such story; StepError: one of its rows is no step."""
    there = titles(package, t)
    (found,) = names.chosen(story, list(there), "the stories")
    table = package.table(DATASET)
    rows = table[table["story_id"] == found].sort_values("step")
    own = [field.name for field in fields(Step) if field.name != "link"]
    told = [
        {"link": str(row["link"]), **{name: t.data(row[name]) for name in own}}
        for row in rows.to_dict("records")
    ]
    return there[found], tuple(of(row) for row in told)


def outdated(headline: str, shown: str) -> tuple[str, ...]:
    """The numbers of a headline of one's own that stand nowhere in what its view shows, as they are
    written. ``shown``: all words and numbers of the view, in the same language."""
    there = {plain for _, plain in _numbers(shown)}
    return tuple(text for text, plain in _numbers(headline) if plain not in there)


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    for found in _NUMBER.finditer(text):
        yield found.group(), _GROUPS.sub("", found.group()).replace(",", ".")
