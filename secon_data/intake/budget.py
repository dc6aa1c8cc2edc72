"""How large a table may be. A small file can describe an enormous one: a single cell at the far
corner of a sheet, a thousand names above a million short rows."""

from __future__ import annotations

from secon_data.intake.errors import IntakeError

# Rows × columns, the empty cells between them too. A text takes some 70 bytes on its way to a
# column: the largest table stays well below the memory that one file may have.
MOST_CELLS = 8_000_000


def spend(rows: int, columns: int, before: int = 0) -> int:
    """The cells of a file with a part of so many rows and columns. ``before``: those of its other
    parts. IntakeError when they are too many."""
    cells = before + rows * max(columns, 1)
    if cells > MOST_CELLS:
        raise IntakeError(
            "too-many-cells", rows=f"{rows:,}", columns=f"{columns:,}", most=f"{MOST_CELLS:,}"
        )
    return cells
