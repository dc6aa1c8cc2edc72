"""Writers of Eurostat's layouts, after their description, for tests of the readers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

# codes of the dimensions in order, period, value, flag; the empty value is a gap with a flag
Row = tuple[tuple[str, ...], str, str, str]


def tsv(dimensions: Sequence[str], rows: Sequence[Row], *, old: bool = False) -> bytes:
    periods = sorted({time for _, time, _, _ in rows}, reverse=old)
    cells = {(key, time): f"{value or ':'} {flag}" for key, time, value, flag in rows}
    lines = ["\t".join([f"{','.join(dimensions)}\\{'time' if old else 'TIME_PERIOD'}",
                        *(f"{period} " for period in periods)])]  # fmt: skip
    for key in dict.fromkeys(key for key, *_ in rows):
        lines.append("\t".join([",".join(key), *(cells.get((key, p), ": ") for p in periods)]))
    return ("\n".join(lines) + "\n").encode()


def sdmx_csv(
    dimensions: Sequence[str],
    rows: Sequence[Row],
    *,
    version: int = 1,
    labels: bool = False,
    code: str = "MADE_UP",
    updated: str = "25/06/26 23:00:00",
) -> bytes:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    flow = f"ESTAT:{code}(1.0)"
    ends = ["TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS"]
    if version == 1 and not labels:
        write(["DATAFLOW", "LAST UPDATE", *dimensions, *ends])
    elif version == 1:
        write(["DATAFLOW:Data, all", "LAST UPDATE", *(f"{d}:Label of {d}" for d in dimensions),
               *(f"{name}:Words" for name in ends)])  # fmt: skip
    elif not labels:
        write(["STRUCTURE", "STRUCTURE_ID", *dimensions, *ends])
    else:
        pairs = [x for d in dimensions for x in (d, f"Label, of {d}")]
        ends = [x for name in ends for x in (name, f"{name} in words")]
        write(["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", *pairs, *ends])
    for key, time, value, flag in rows:
        if version == 1 and not labels:
            write([flow, updated, *key, time, value, flag, ""])
        elif version == 1:
            write([f"{flow}: Made up", updated, *(f"{c}:Label, of {c}" for c in key),
                   time, value, f"{flag}:words" if flag else "", ""])  # fmt: skip
        elif not labels:
            write(["dataflow", flow, *key, time, value, flag, ""])
        else:
            pairs = [x for c in key for x in (c, f"Label, of {c}")]
            write(["dataflow", flow, "Made up", *pairs, time, "", value, "", flag, "words", "", ""])
    return out.getvalue().encode()


def json_stat(
    dimensions: Sequence[str],
    rows: Sequence[Row],
    *,
    code: str = "MADE_UP",
    updated: str = "2026-06-25T23:00:00+0200",
    dense: bool = False,
) -> bytes:
    """``dense``: values as a list with nulls, which JSON-stat also allows."""
    names = [*dimensions, "time"]
    keys = [(*key, time) for key, time, _, _ in rows]
    codes = [list(dict.fromkeys(key[i] for key in keys)) for i in range(len(names))]
    values, flags, total = {}, {}, 1
    for key, (_, _, value, flag) in zip(keys, rows, strict=True):
        flat = 0
        for i, part in enumerate(key):
            flat = flat * len(codes[i]) + codes[i].index(part)
        if value:
            values[str(flat)] = json.loads(value)
        if flag:
            flags[str(flat)] = flag
    for category in codes:
        total *= len(category)
    found = {
        "version": "2.0",
        "class": "dataset",
        "updated": updated,
        "id": names,
        "size": [len(category) for category in codes],
        "dimension": {
            name: {"category": {"index": {c: i for i, c in enumerate(category)},
                                "label": {c: c for c in category}}}
            for name, category in zip(names, codes, strict=True)
        },
        "value": [values.get(str(i)) for i in range(total)] if dense else values,
        "status": flags,
        "extension": {"id": code, "status": {"label": {"p": "provisional"}}},
    }  # fmt: skip
    return json.dumps(found).encode()
