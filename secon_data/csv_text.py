"""A data file as it is written: a CSV in UTF-8, its header in the first line, every cell text."""

from __future__ import annotations

import re
from csv import QUOTE_ALL, QUOTE_MINIMAL
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import is_numeric_dtype
from pyarrow import csv

from secon_data.errors import DataError

# Where a spreadsheet would begin a formula: at a cell's start, and behind whatever a file may be
# split at, whichever it was written with; quotes around what is split off fall away there.
_FORMULA = r"[\"']*[=+\-@]"
_RISKY = re.compile(rf"^(?=[\"']*[=+\-@\t\r])|(?<=[;,|\t\r\n])(?={_FORMULA})")
_ESCAPED = re.compile(rf"^'(?=[\"']*[=+\-@\t\r])|(?<=[;,|\t\r\n])'(?={_FORMULA})")

_AT_ONCE = 2000  # rows

# An address stays one that can be opened: where a file is split at commas, the quotes around a cell
# that holds one are heeded; an apostrophe is needed only before what another split would bare.
_ADDRESS = re.compile(r"https?://[^\s\"']+(?:'[^\s\"']+)*")
_RISKY_THERE = re.compile(rf"(?<=[;|])(?={_FORMULA})")
_ESCAPED_THERE = re.compile(rf"(?<=[;|])'(?={_FORMULA})")


def escaped(text: str) -> str:
    """A cell's text in which no spreadsheet finds a formula: an apostrophe before each."""
    return (_RISKY_THERE if _ADDRESS.fullmatch(text) else _RISKY).sub("'", text)


def unescaped(text: str) -> str:
    """The text that ``escaped`` was given."""
    return (_ESCAPED_THERE if _ADDRESS.fullmatch(text) else _ESCAPED).sub("", text)


def written(table: pd.DataFrame) -> str:
    """A table as it is written: commas, one line a row, quotes where they are needed. A lone
    carriage return would end a line, and pandas does not quote it."""
    columns = (table.iloc[:, place] for place in range(len(table.columns)))
    texts = (column.unique() for column in columns if not is_numeric_dtype(column.dtype))
    returns = any("\r" in cell for column in texts for cell in column if isinstance(cell, str))
    quoting = QUOTE_ALL if returns else QUOTE_MINIMAL
    # In pieces: while one is written, no other thread of the process gets on.
    return str(table.to_csv(index=False, lineterminator="\n", quoting=quoting, chunksize=_AT_ONCE))


def read(file: Path, columns: list[str], name: str) -> pd.DataFrame:
    """All cells of a file as text, an empty one as empty text. ``columns``: those it should have;
    ``name``: what the file is called in a DataError, which says why it cannot be read.

    Arrow reads in a fifth of the time. What it does not take, or finds other columns in, pandas
    reads, which is more patient and says what is wrong.
    """
    found = _arrow(file, columns)
    if found is not None:
        return found
    try:
        return pd.read_csv(
            file,
            dtype="str",
            keep_default_na=False,
            skip_blank_lines=False,
            encoding="utf-8",
            on_bad_lines="error",
        )
    except FileNotFoundError:
        raise DataError("the file is missing.", file=name, mend="Put it back.") from None
    except UnicodeDecodeError as error:
        raise DataError(
            "byte {n} is not UTF-8.",
            file=name,
            mend="Save the file as UTF-8.",
            n=error.start,
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError) as error:
        why = str(error).strip()
        raise DataError(
            "the file cannot be read ({why}).",
            file=name,
            mend="Save it as CSV: commas between cells, quotes around a cell that holds one.",
            why=why,
        ) from None


def _arrow(file: Path, columns: list[str]) -> pd.DataFrame | None:
    try:
        content = file.read_bytes()
        if content.count(b'"') % 2:  # Arrow takes all that follows an open quote for one cell
            return None
        table = csv.read_csv(
            pa.BufferReader(content),
            csv.ReadOptions(block_size=len(content) + 1),
            csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.large_string()), strings_can_be_null=False
            ),
        )
        if sorted(table.column_names) != sorted(columns):
            return None
    except (OSError, ValueError):  # of Arrow's too; a header that is not UTF-8 among them
        return None
    kind = pd.StringDtype(na_value=np.nan)
    read: pd.DataFrame = table.to_pandas(types_mapper={pa.large_string(): kind}.get)
    return read
