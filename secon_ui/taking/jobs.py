"""What is made in the process beside the server: drawing holds up nobody there, and what draws is
loaded there alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from secon_ui.processes.runner import Runner
from secon_ui.taking.exhibit import Sheet

if TYPE_CHECKING:
    from secon_ui.taking.typeset import Format
    from secon_ui.taking.workbook import About

# Seconds; a picture takes less than one, a report a few; the first after a start more.
LONGEST = 90.0
PICTURES = Runner("secon_ui.taking.typeset", "secon_ui.taking.slides", longest=LONGEST, processes=1)


def picture(sheet: Sheet, shape: str, format: Format, told: Callable[[str], None]) -> bytes:
    """``typeset.picture``."""
    from secon_ui.taking import typeset

    told("draw")
    return typeset.picture(sheet, shape, format)


def slides(sheets: Sequence[Sheet], notes: Sequence[str], told: Callable[[str], None]) -> bytes:
    """``slides.deck``."""
    from secon_ui.taking.slides import deck

    told("draw")
    return deck(sheets, notes)


def workbook_of(table: pd.DataFrame, about: About, told: Callable[[str], None]) -> bytes:
    """``workbook.xlsx``."""
    from secon_ui.taking import workbook

    told("write")
    return workbook.xlsx(table, about)
