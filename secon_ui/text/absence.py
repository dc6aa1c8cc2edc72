"""Why a region has no value. Pure."""

from __future__ import annotations

from secon_data.rows import Row
from secon_ui.text.words import Words, mark

_NONE = mark("not in our data")
_WHY = {
    "total-of-wider-area": mark("in our data only as a total of a wider area"),
    "only-of-parts": mark("in our data only for parts of the region"),
}


def why(row: Row, t: Words) -> str:
    """The reason in brief. ``row``: of comparison.compared, without a value."""
    return t(_WHY.get(row["reason"], _NONE))
