"""The typeface of what is taken away: Source Sans Pro, which a package brings along. It has the
letters of all ten languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import font_source_sans_pro

FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
FAMILY = "Source Sans Pro"


def has(text: str) -> bool:
    """Whether the typeface has every letter of a text."""
    return text.isascii() or all(ord(letter) in letters() for letter in text)


@cache
def letters() -> frozenset[int]:
    """The letters of the typeface, as numbers of Unicode."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(FOLDER / "SourceSansPro-Regular.ttf")).get_charmap())


@cache
def register() -> None:
    """Lets matplotlib know the typeface, and write the same bytes for the same figure."""
    import matplotlib
    from matplotlib import font_manager

    for style in ("Regular", "Semibold", "Bold", "It"):
        font_manager.fontManager.addfont(FOLDER / f"SourceSansPro-{style}.ttf")
    matplotlib.rcParams.update(
        {
            # What the typeface lacks (○, ◇) comes from one that matplotlib brings along.
            "font.family": [FAMILY, "DejaVu Sans"],
            "svg.fonttype": "path",
            "svg.hashsalt": "secon",
            "text.parse_math": False,
        }
    )
