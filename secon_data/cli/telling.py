"""What the desk's commands print of a file: its problems, each with the option that says how it is
meant, and what it changes."""

from __future__ import annotations

import json

import pandas as pd

from secon_data.changes import Changes
from secon_data.checking.check import Report
from secon_data.problems import Problem, sentence

_MOST = 50  # rows of one kind
_TICK = "Look at it, then add --accept-warnings."
_ANY = "--word {field}:{value}=CODE"
# The page has a choice or a tick for these; a shell has an option.
OPTIONS = {
    "id-missing": "An id for each row, or --ids name makes them of the names.",
    "column-missing": "A column of that name; --map COLUMN={name}, or --same {name}=VALUE.",
    "column-unknown": "Nothing, if you do not need it; else --map {column}=FIELD.",
    "columns-unknown": "Nothing, if you do not need them; else --map COLUMN=FIELD.",
    "two-readings-number": "--read {field}=, or --read {field}=. says what is before fractions.",
    "two-readings-date": "--read {field}=day or --read {field}=month says what comes first.",
    "two-readings-scaled": "--read {field}=shown or --read {field}=held.",
    "several-encodings": "--encoding {encoding}, or another one, says it.",
    "hidden-rows": "--no-hidden leaves them out, --hidden says that they belong to the data.",
    "hidden-columns": "--no-hidden leaves them out, --hidden says that they belong to the data.",
    "row-of-sums": "Delete the row in your file, or take others alone: --filter COLUMN=VALUE.",
    "row-beneath": "Delete the row in your file, or fill what is missing in it.",
    "key-repeated": "Each combination once; --filter COLUMN=VALUE takes the rows of one value.",
    "reference-ambiguous": f"The code of the one that is meant: {_ANY}.",
    "table-breaks-off": f"Download the file anew. {_TICK}",
    "area-ended": _TICK,
}


def problems(report: Report) -> None:
    """One line a problem: where it is, what is wrong, what is expected or which option says it."""
    for problem in report.problems:
        told = sentence(problem)
        column = problem.source_column or problem.column
        where = [f"row {problem.row}"] if problem.row is not None else []
        where += [f"column {column}"] if column else []
        place = f"{', '.join(where)}: " if where else ""
        line = f"{problem.severity}: {place}{told.what} {expected(problem)} {told.write}"
        print(line.rstrip())


def expected(problem: Problem) -> str:
    """What is expected, in the words of the shell."""
    if problem.code not in OPTIONS:
        return sentence(problem).expected
    column = problem.source_column or problem.column or "COLUMN"
    places = {"name": problem.column or "FIELD", **problem.details}
    places |= {"column": column, "field": problem.column or "FIELD", "value": problem.value or ""}
    return OPTIONS[problem.code].format(**places)


def counts(told: Changes) -> str:
    """«added 1, changed 2 (3 cells), removed 0»."""
    counts = told.counts()
    return (
        f"added {counts['added']}, changed {counts['changed']} ({counts['cells']} cells), "
        f"removed {counts['removed']}"
    )


def changes(told: Changes) -> None:
    """The counts, and the rows and cells counted: of each kind so many, and how many more."""
    print(counts(told))
    for kind, table in (("added", told.added), ("removed", told.removed), ("cells", told.cells)):
        if not len(table):
            continue
        print(f"\n{kind}:")
        print(_lines(table))
        if len(table) > _MOST:
            print(f"… and {len(table) - _MOST} more: --json gives all of them.")


def as_json(told: Changes) -> dict[str, object]:
    """The same for programs: the counts, rows added and removed, and ``changes``, a cell each."""
    return {**told.counts(), "changes": _records(told.cells),
            "rows_added": _records(told.added), "rows_removed": _records(told.removed)}  # fmt: skip


def _records(table: pd.DataFrame) -> object:
    return json.loads(table.to_json(orient="records", force_ascii=False))


def _lines(table: pd.DataFrame) -> str:
    shown = table.head(_MOST).dropna(axis="columns", how="all")
    return str(shown.to_string(index=False, na_rep="", max_colwidth=40))
