"""What is made in the process beside the server: drawing holds up nobody's page there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from secon_ui.processes.runner import Runner
from secon_ui.taking import slides as presentation
from secon_ui.taking import typeset, workbook
from secon_ui.taking.exhibit import Sheet

LONGEST = (
    90.0  # seconds; a picture takes less than one, a report a few; the first after a start more
)
PICTURES = Runner("secon_ui.taking.jobs", longest=LONGEST, processes=1)


def picture(sheet: Sheet, shape: str, format: typeset.Format, told: Callable[[str], None]) -> bytes:
    """``typeset.picture``."""
    told("draw")
    return typeset.picture(sheet, shape, format)


def slides(sheets: Sequence[Sheet], notes: Sequence[str], told: Callable[[str], None]) -> bytes:
    """``slides.deck``."""
    told("draw")
    return presentation.deck(sheets, notes)


def workbook_of(table: pd.DataFrame, about: workbook.About, told: Callable[[str], None]) -> bytes:
    """``workbook.xlsx``."""
    told("write")
    return workbook.xlsx(table, about)
