"""The layouts in which Eurostat hands out its data → one long table, whatever the layout: TSV of
the current API and of the bulk download before October 2023, SDMX-CSV 1.0 and 2.0 with or without
labels, JSON-stat 2.0 (``jsonstat``), the Data Browser's spreadsheet (``spreadsheet``). Pure.

A layout is told by its header, never by the file's name; columns are found by their id, periods
by their heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from secon_data.intake.errors import IntakeError
from secon_data.problems import mark

Layout = Literal["tsv", "tsv-old", "sdmx-csv-1", "sdmx-csv-2", "json-stat", "spreadsheet"]
NAMES: dict[Layout, str] = {
    "tsv": "TSV",
    "tsv-old": mark("TSV (bulk download)"),
    "sdmx-csv-1": "SDMX-CSV 1.0",
    "sdmx-csv-2": "SDMX-CSV 2.0",
    "json-stat": "JSON-stat 2.0",
    "spreadsheet": "Data Browser (XLSX, CSV)",
}
FOUND = ("time", "value", "flag")  # the columns beside the dimensions

# «freq,unit,geo\TIME_PERIOD», which a spreadsheet may have cut at its commas.
_TSV = re.compile(
    r'\ufeff?"?[A-Za-z]\w*(?:"?[,;\t]"?[A-Za-z]\w*)*\\(?:TIME_PERIOD|time)[ \t]*"?[ \t]*'
    r"(?P<mark>[\t,;|])",
    re.IGNORECASE,
)
# A word from its beginning: else each letter of a very long one would be tried.
_CORNER = re.compile(r"(?<!\w)(?P<dimension>\w+)\\(?P<time>TIME_PERIOD|time)", re.IGNORECASE)
_SDMX = re.compile(
    r'\ufeff?"?(?:DATAFLOW|STRUCTURE)(?:\[[^\]]*\])?(?::[^,;\t"]*)?"?(?P<mark>[,;\t])',
    re.IGNORECASE,
)
# «5400 p», «7.4 bu», «: c», «18.1b», and a mark of confidentiality behind the flag.
CELL = re.compile(
    r"\s*(?P<value>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)?\s*:?\s*(?P<flag>[a-z]*)\s*(?:@[A-Za-z]+)?\s*"
)
_AHEAD = ("DATAFLOW", "LAST UPDATE", "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION")
# What follows the table in the name of a person's own selection: «…$DV_123», «…__CUSTOM_123».
_FLOW = re.compile(r"(?:[\w.]+:)?(?P<code>\w+?)(?:__custom_\w+)?(?:\$\w+)?(?:\([^)]*\))?\s*", re.I)
_NAME = re.compile(r"(?:[\w.]+:)?(?P<code>\w+)")
_AGENCY = re.compile(r"\s*([\w.]+):(?=\w)")
_UPDATED = re.compile(r"(\d\d)/(\d\d)/(\d\d) \d\d:\d\d:\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class EurostatTable:
    """``table``: the dimensions (lower-case ids), then time, value and flag, all text; the empty
    value is a gap that carries a flag, gaps without one have no row. Its index is the row as a
    spreadsheet counts; where a line of the file has many periods (TSV) or there are no lines
    (JSON), that of this table below a header. ``code``: of the table, lower-case, ``updated``: ISO
    date of its last update, ``publisher``: of a JSON-stat; all empty where the file does not say.
    A spreadsheet speaks in words: what has no known code stays a word."""

    layout: Layout
    dimensions: tuple[str, ...]
    table: pd.DataFrame
    code: str = ""
    updated: str = ""
    publisher: str = ""

    @property
    def of_lines(self) -> bool:
        """Whether a row of the table is a line of the file."""
        return self.layout.startswith("sdmx")


def delimiter(text: str) -> str | None:
    """The delimiter of a text in one of Eurostat's layouts with rows; None when it is in none."""
    found = _TSV.match(text) or _SDMX.match(text)
    return found["mark"] if found else None


def from_rows(rows: Sequence[Sequence[str]]) -> EurostatTable | None:
    """The table in rows of cells; None when they are in none of the layouts. IntakeError when
    they begin like one and go on otherwise."""
    if not rows:
        return None
    header = [cell.strip().lstrip("\ufeff") for cell in rows[0]]
    corner = next((i for i, cell in enumerate(header) if _CORNER.search(cell)), None)
    if corner is not None:
        return _from_tsv(rows, header, corner)
    # With labels, SDMX-CSV 1.0 writes «geo:Geopolitical entity» and «EL:Greece».
    ids = [re.split(r"[\[:]", cell, maxsplit=1)[0].strip() for cell in header]
    first = ids[0].upper() if ids else ""
    if first in ("DATAFLOW", "STRUCTURE") and {"TIME_PERIOD", "OBS_VALUE"} <= set(ids):
        place = ids.index("STRUCTURE_ID") if "STRUCTURE_ID" in ids else 0
        flow = next((row[place] for row in rows[1:] if len(row) > place and row[place].strip()), "")
        agency = _AGENCY.match(flow)
        if agency and not is_eurostat(agency[1]):
            return None  # a table like any other
        return _from_sdmx(rows, header, ids, first)
    return None


def is_eurostat(publisher: str) -> bool:
    """Whether a publisher that a file names is Eurostat («ESTAT»); also where it names none. Other
    offices hand their tables out in the same layouts."""
    name = publisher.strip().lower()
    return not name or name.split(".")[0] == "estat" or "eurostat" in name


def _from_tsv(rows: Sequence[Sequence[str]], header: list[str], corner: int) -> EurostatTable:
    names = [name.strip() for cell in header[: corner + 1] for name in cell.split(",")]
    told = _CORNER.search(header[corner])
    names[-1] = told["dimension"] if told else ""
    names = dimension_ids(names)
    periods = header[corner + 1 :]
    layout: Layout = "tsv-old" if told and told["time"].lower() == "time" else "tsv"
    keys: list[list[str]] = []
    rest: list[tuple[str, str, str]] = []
    cells: dict[str, tuple[str, str]] = {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        key = [part.strip() for cell in row[: corner + 1] for part in cell.split(",")]
        if len(key) != len(names):
            raise IntakeError("eurostat-row", row=str(number))
        for period, cell in zip(periods, row[corner + 1 :], strict=False):
            if cell not in cells:
                cells[cell] = _cell(cell)
            value, flag = cells[cell]
            if period and (value or flag):
                keys.append(key)
                rest.append((period, value, flag))
    return EurostatTable(layout, tuple(names), long_table(names, keys, rest))


def _from_sdmx(
    rows: Sequence[Sequence[str]], header: list[str], ids: list[str], first: str
) -> EurostatTable:
    place = {name.upper(): i for i, name in reversed(list(enumerate(ids)))}
    time, value = place["TIME_PERIOD"], place["OBS_VALUE"]
    flag = place.get("OBS_FLAG", place.get("OBS_STATUS"))
    flow = place["DATAFLOW"] if first == "DATAFLOW" else place.get("STRUCTURE_ID")
    ahead = [place[name] for name in _AHEAD if name in place]
    # With labels in SDMX-CSV 2.0, each id is followed by its label.
    step = 2 if "STRUCTURE_NAME" in place else 1
    columns = list(range(max(ahead) + 1, time, step))
    names = dimension_ids([ids[i] for i in columns])
    labelled = {i for i in (*columns, time, value) if ":" in header[i]}
    least = max([time, value, *columns]) + 1
    keys: list[list[str]] = []
    rest: list[tuple[str, str, str]] = []
    index: list[int] = []
    flows: set[str] = set()
    updated = ""
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < least:
            raise IntakeError("eurostat-row", row=str(number))

        def code(i: int, row: Sequence[str] = row) -> str:
            return (row[i].split(":", 1)[0] if i in labelled else row[i]).strip()

        if flow is not None:
            flows.add(row[flow])
        if not updated and "LAST UPDATE" in place:
            updated = _day(row[place["LAST UPDATE"]])
        number_found, none = _cell(code(value))
        letters = row[flag].split(":", 1)[0].strip() if flag is not None and flag < len(row) else ""
        letters = letters or none
        if number_found or letters:
            keys.append([code(i) for i in columns])
            rest.append((code(time), number_found, letters))
            index.append(number)
    codes = {table_code(name) for name in flows}
    if len(codes) > 1:
        raise IntakeError("eurostat-several-tables", tables=", ".join(sorted(codes)[:5]))
    layout: Layout = "sdmx-csv-1" if first == "DATAFLOW" else "sdmx-csv-2"
    return EurostatTable(
        layout,
        tuple(names),
        long_table(names, keys, rest, index),
        next(iter(codes), ""),
        updated,
    )


def long_table(
    names: Sequence[str],
    keys: list[list[str]],
    rest: list[tuple[str, str, str]],
    index: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Codes, and time, value and flag of each cell → the long table. IntakeError when empty."""
    if not keys:
        raise IntakeError("no-rows")
    columns = {
        **dict(zip(names, zip(*keys, strict=True), strict=True)),
        **dict(zip(FOUND, zip(*rest, strict=True), strict=True)),
    }
    rows = pd.Index(index or range(2, len(keys) + 2), dtype="int64", name="row")
    return pd.DataFrame({n: list(c) for n, c in columns.items()}, index=rows, dtype="str")


def dimension_ids(names: Sequence[str]) -> list[str]:
    """The ids in lower case. IntakeError when they are no ids, or one comes twice."""
    lower = [name.lower() for name in names]
    fit = all(re.fullmatch(r"[a-z]\w*", name) and name not in FOUND for name in lower)
    if not lower or not fit or len(set(lower)) < len(lower):
        raise IntakeError("eurostat-header", header=", ".join(names)[:200])
    return lower


def _cell(cell: str) -> tuple[str, str]:
    """Value and flag of a cell. What is neither stays as it is: the check then names it."""
    found = CELL.fullmatch(cell)
    return (found["value"] or "", found["flag"]) if found else (cell.strip(), "")


def table_code(flow: str) -> str:
    """«ESTAT:NAMA_10R_2GDP$DEFAULTVIEW(1.0)» → «nama_10r_2gdp»."""
    found = _FLOW.fullmatch(flow.strip()) or _NAME.match(flow.strip())
    return found["code"].lower() if found else ""


def _day(stamp: str) -> str:
    """«25/06/26 23:00:00» → «2026-06-25», an ISO stamp → its day, else empty."""
    if found := _UPDATED.fullmatch(stamp.strip()):
        return f"20{found[3]}-{found[2]}-{found[1]}"
    iso = DAY.match(stamp.strip())
    return iso[0] if iso else ""
