"""How an indicator's name enters a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from secon_ui.text.words import Words

# What is counted one by one has an article in English: «the share of children», «the median age»,
# but «unemployment», «GDP per head».
_COUNTED = frozenset(
    [
        "age",
        "change",
        "gap",
        "index",
        "level",
        "number",
        "population",
        "proportion",
        "rate",
        "ratio",
        "risk",
        "share",
    ]
)
_BEHIND = re.compile(r" (?:of|in|to|per|with|among|at|for|from|on|over|by) | \(|, | \d")


def subject(indicator: Mapping[str, Any], t: Words) -> str:
    """The short name as it stands within a sentence: «the number of physicians». Where a name is
    a heading or one of a list, it stands without article."""
    name = t.data(indicator["short_name"])
    if with_article(str(indicator["short_name"])):
        return t("the {indicator}", indicator=name)
    return name


def with_article(name: str) -> bool:
    """Whether an English name takes an article: its noun, before what belongs to it, is one of
    things that are counted, or it is a mean."""
    noun = _BEHIND.split(name, maxsplit=1)[0].split()
    return bool(noun) and (noun[-1] in _COUNTED or noun[0] == "mean")
