"""Numbers in the headlines of stories that their views do not show: a story is true for whoever
tells it, or its headline is not. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from secon_ui.show import slides
from secon_ui.show.steps import Step
from secon_ui.text.words import Words

_ORIGINAL = "en"  # the language in which a story is kept
_MOST = 40  # headlines that are looked at


def told(table: pd.DataFrame, regions: Mapping[str, str], t: Words) -> list[str]:
    """A sentence for each slide with such a number. ``table``: of the dataset stories;
    ``regions``: names by id."""
    own = table[table["headline"].notna() & table["headline"].str.contains(r"\d", na=False)]
    return [said for row in own.head(_MOST).to_dict("records") if (said := _said(row, regions, t))]


def _said(row: Mapping[str, object], regions: Mapping[str, str], t: Words) -> str:
    step = Step(str(row["link"]), str(row["headline"]))
    missing = {
        region: slides.gone(step, {"region": region, "lang": _ORIGINAL}) for region in regions
    }
    numbers = dict.fromkeys(number for found in missing.values() for number in found)
    if not numbers:
        return ""
    where = [name for region, name in regions.items() if missing[region]]
    return t(
        "Slide {step} of «{story}»: {numbers} – not in what it shows for {regions}.",
        step=str(row["step"]),
        story=str(row["story_id"]),
        numbers=t.list(list(numbers)),
        regions=t.list(where) if len(where) < len(regions) else t("any region"),
    )
