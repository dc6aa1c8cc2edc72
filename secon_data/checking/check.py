"""A draft → its problems. Frictionless checks types, constraints and references; what only
this project knows (``plausibility``) comes on top.

The stages run in order; one runs when those before it found no error, so that each may rely on
what the earlier ones have shown.
"""

from __future__ import annotations

import difflib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import frictionless
import pandas as pd

from secon_data.changes import Mode
from secon_data.checking import footers, plausibility
from secon_data.checking.integrity import COUNTRY, countries
from secon_data.intake import identifiers, urls
from secon_data.intake.draft import DATE, Draft
from secon_data.intake.headers import folded
from secon_data.package import Package, Schema
from secon_data.problems import STAGES, Problem, Stage

# So many problems are told; a file with more is wrong in another way.
MOST = 1000
State = Literal["fine", "warnings", "errors", "not reached"]
_CONSTRAINT = re.compile(r'constraint "(\w+)"')


@dataclass(frozen=True)
class Report:
    """``problems``: in the order of stages and rows; ``stages``: what became of each."""

    problems: tuple[Problem, ...]
    stages: Mapping[Stage, State]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")

    @property
    def fine(self) -> bool:
        """No error: once the warnings are confirmed, the draft can be published."""
        return not self.errors


def check(
    draft: Draft,
    dataset: str,
    package: Package,
    *,
    mode: Mode = "update",
    today: date | None = None,
    told: Callable[[Stage], None] = lambda stage: None,
) -> Report:
    """All problems of a draft. ``package``: the datasets as they stand; ``told`` is called with
    each stage as it begins."""
    schema = package.schema(dataset)
    order = {field["name"]: place for place, field in enumerate(schema["fields"], start=1)}
    problems: list[Problem] = []
    stages: dict[Stage, State] = dict.fromkeys(STAGES, "not reached")
    known: list[Problem] | None = None
    for stage in STAGES:
        if any(p.severity == "error" for p in problems):
            break
        told(stage)
        if stage == "file":
            found = list(_file(draft))
        elif stage == "columns":
            found = list(_columns(draft, schema))
        elif stage == "plausibility":
            found = list(
                plausibility.check(draft, dataset, package, mode=mode, today=today or date.today())
            )
        else:
            if known is None:
                known = list(_frictionless(draft, dataset, package))
            found = [problem for problem in known if problem.stage == stage]
            if stage == "values":
                found = _with_swaps(found, plausibility.swapped(draft))
                found += urls.problems(draft.table, draft.fields, draft.same)
                found = footers.instead(found, draft.table)
            if stage == "keys":
                found = list(_keys(draft, schema))
            if stage == "references":
                found += _own_references(draft, schema, package.table(dataset))
        found.sort(key=lambda p: (p.row or 0, order.get(p.column or "", len(order) + 1)))
        errors = any(p.severity == "error" for p in found)
        stages[stage] = "errors" if errors else "warnings" if found else "fine"
        problems += found
    return Report(tuple(problems[:MOST]), stages)


def _file(draft: Draft) -> Iterator[Problem]:
    """Formulas whose results are taken, and letters damaged on the way."""
    for name, column in draft.fields.items():
        text = draft.table[name]
        damaged = text[plausibility.damaged(text)]
        for row, value in damaged.items():
            yield Problem("encoding-damage", "file", "error", int(row), name, column, value)
    for cell in draft.formulas:
        found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
        if found is None or int(found[2]) not in draft.table.index:
            continue
        named = next(
            (n for n, c in draft.fields.items() if draft.letters.get(c) == found[1]),
            None,
        )
        value = draft.table.at[int(found[2]), named] if named else ""
        # A program that cannot compute has written the file, or the cell is not ours.
        code = "formula-cell" if value or not named else "formula-without-result"
        yield Problem(
            code, "file", "warning", int(found[2]), named, None, str(value),
            {"cell": cell},
        )  # fmt: skip


def _with_swaps(problems: list[Problem], swapped: Mapping[int, Problem]) -> list[Problem]:
    """Where latitude and longitude are swapped, that is told instead of what follows from it."""
    places = ("latitude", "longitude")
    rest = [p for p in problems if not (p.column in places and p.row in swapped)]
    return [*rest, *swapped.values()]


def _columns(draft: Draft, schema: Schema) -> Iterator[Problem]:
    every = [field["name"] for field in schema["fields"]]
    made = _names(schema.get("primaryKey", [])) if identifiers.own_name(schema, every) else []
    for field in schema["fields"]:
        name = field["name"]
        if field.get("constraints", {}).get("required") and name not in draft.table:
            yield Problem(
                "id-missing" if [name] == made else "column-missing", "columns", column=name,
                details={"column": str(field.get("title", name)), "name": name},
            )  # fmt: skip
    if len(draft.unmatched) == 1:
        yield Problem("column-unknown", "columns", "warning", source_column=draft.unmatched[0])
    elif draft.unmatched:
        # A register has dozens: they were shown a step before, and are looked at together.
        names = ", ".join(draft.unmatched)
        yield Problem("columns-unknown", "columns", "warning", details={"names": names})


def _frictionless(draft: Draft, dataset: str, package: Package) -> Iterator[Problem]:
    """What Frictionless finds, as our own problems.

    Types, constraints and references concern single cells: each different cell of a column is
    checked once, which takes a tenth of the time, and told for every row that has it.
    """
    schema = package.schema(dataset)
    keys = {
        _names(key["fields"])[0]: key
        for key in schema.get("foreignKeys", [])
        if key["reference"]["resource"]
    }
    with tempfile.TemporaryDirectory() as folder:
        for field in schema["fields"]:
            if field["name"] in draft.table:
                key = keys.get(field["name"])
                for error, value in _validated(Path(folder), draft, field, key, package):
                    problem = _problem(error, value, draft, field, key, package, dataset)
                    if field["name"] in draft.same:  # one value for all rows is told once
                        yield problem
                        continue
                    rows = draft.table.index[draft.table[field["name"]] == value]
                    yield from (replace(problem, row=int(row)) for row in rows)


def _validated(
    folder: Path,
    draft: Draft,
    field: Mapping[str, Any],
    key: Mapping[str, Any] | None,
    package: Package,
) -> list[tuple[Any, str]]:
    """Runs Frictionless over the different cells of one column: its errors, each with the cell."""
    cells = draft.table[field["name"]].drop_duplicates()
    # A column of numbers beside them: else an empty cell would be a blank row.
    cells.to_frame().assign(row=range(len(cells))).to_csv(folder / "cells.csv", index=False)
    schema: dict[str, Any] = {"fields": [dict(field), {"name": "row", "type": "integer"}]}
    resources = [{"name": "cells", "path": "cells.csv", "schema": schema}]
    if key is not None:
        name, other = key["reference"]["resource"], _names(key["reference"]["fields"])[0]
        known = package.table(name)[[other]]
        if field["name"] == COUNTRY:
            known = known[countries(known[other])]
        known.to_csv(folder / f"{name}.csv", index=False)
        described = {"fields": [{"name": other, "type": "string"}]}
        resources.append({"name": name, "path": f"{name}.csv", "schema": described})
        schema["foreignKeys"] = [key]
    made = frictionless.Package.from_descriptor(
        {"name": "draft", "resources": resources}, basepath=str(folder)
    )
    report: Any = made.get_resource("cells").validate(limit_errors=MOST)
    return [(error, cells.iloc[error.row_number - 2]) for error in report.tasks[0].errors]


def _problem(
    error: Any,
    value: str,
    draft: Draft,
    field: Mapping[str, Any],
    key: Mapping[str, Any] | None,
    package: Package,
    dataset: str,
) -> Problem:
    """An error of Frictionless in our words, its row still open."""
    name = field["name"]
    source = draft.fields.get(name)
    if error.type == "foreign-key" and key is not None:
        return _unknown(name, source, value, key, package)
    code, details = _value_code(error, field, value)
    if example := _example(field, value, package, dataset):
        details["example"] = example
    return Problem(code, "values", "error", None, name, source, value, details)


def _value_code(error: Any, field: Mapping[str, Any], value: str) -> tuple[str, dict[str, str]]:
    """The code of a wrong value and the places of its sentence."""
    constraints = field.get("constraints", {})
    kind = field.get("type", "string")
    if error.type == "type-error":
        codes = {"integer": "not-a-whole-number", "year": "not-a-whole-number"}
        codes |= {"number": "not-a-number", "boolean": "not-yes-or-no"}
        code = codes.get(kind, "wrong-form")
        if code == "not-a-whole-number" and not re.fullmatch(r"[+-]?\d+([.,]\d+)?", value):
            code = "not-a-number"
        return code, {"description": str(field.get("description", ""))}
    found = _CONSTRAINT.search(str(error.note))
    name = found[1] if found else ""
    if name == "required":
        return "value-missing", {}
    if name == "enum":
        return "not-in-list", {"allowed": ", ".join(map(str, constraints["enum"]))}
    if name == "minimum":
        return "too-low", {"limit": str(constraints["minimum"])}
    if name == "maximum":
        return "too-high", {"limit": str(constraints["maximum"])}
    if constraints.get("pattern") == DATE:
        return "not-a-date", {}
    return "wrong-form", {"description": str(field.get("description", ""))}


def _example(field: Mapping[str, Any], value: str, package: Package, dataset: str) -> str:
    """One correct value: the nearest allowed word, the schema's example, or a published value."""
    if allowed := field.get("constraints", {}).get("enum"):
        near = difflib.get_close_matches(value.lower(), map(str, allowed), n=1, cutoff=0.3)
        return near[0] if near else str(allowed[0])
    if example := field.get("example"):
        return str(example)
    if field.get("type") in ("number", "integer") and (
        found := re.search(r"[-+]?\d+(?:[.,]\d+)?", value)
    ):
        # What the person most likely meant.
        text = found[0].replace(",", ".")
        return text.split(".")[0] if field["type"] == "integer" else text
    column = package.table(dataset)[field["name"]].dropna()
    return str(column.iloc[0]) if len(column) else ""


def _keys(draft: Draft, schema: Schema) -> Iterator[Problem]:
    """Rows whose key stands above already. (For 100,000 rows Frictionless takes seconds here.)"""
    names = _names(schema.get("primaryKey", []))
    titles = {field["name"]: str(field.get("title", field["name"])) for field in schema["fields"]}
    key = draft.table[names]
    again = key.duplicated()
    if not again.any():
        return
    first = key.reset_index(names="row").drop_duplicates(names).set_index(names)["row"]
    for row, cells in key[again].iterrows():
        there = first.loc[tuple(cells) if len(names) > 1 else cells.iloc[0]]
        yield Problem(
            "key-repeated", "keys", "error", int(row), names[0], draft.fields.get(names[0]),
            str(cells.iloc[0]),
            {
                "key": " · ".join(cells),
                "other": str(int(there)),
                "columns": ", ".join(titles[name] for name in names),
            },
        )  # fmt: skip


def _own_references(draft: Draft, schema: Schema, published: pd.DataFrame) -> list[Problem]:
    """References to rows of the same dataset: published ones or those of the file itself."""
    problems = []
    for key in schema.get("foreignKeys", []):
        name, other = _names(key["fields"])[0], _names(key["reference"]["fields"])[0]
        if key["reference"]["resource"] or name not in draft.table:
            continue
        known = set(published[other].dropna().astype("str")) | set(draft.table.get(other, ()))
        wrong = draft.table[name][(draft.table[name] != "") & ~draft.table[name].isin(known)]
        for row, value in wrong.items():
            near = difflib.get_close_matches(value, sorted(known), n=1, cutoff=0.4)
            details = {"dataset": other} | ({"example": near[0]} if near else {})
            problems.append(
                Problem(
                    "reference-unknown", "references", "error", int(row), name,
                    draft.fields.get(name), value, details,
                )
            )  # fmt: skip
    return problems


def _unknown(
    name: str, source: str | None, value: str, key: Mapping[str, Any], package: Package
) -> Problem:
    """A value that another dataset does not have, with the nearest that it has."""
    target = str(key["reference"]["resource"])
    table, other = package.table(target), _names(key["reference"]["fields"])[0]
    if "name" in table:
        same = table.loc[table["name"].astype("str").map(folded) == folded(value), other]
        if len(same) > 1:
            codes = same.astype("str").tolist()
            details = {"codes": ", ".join(codes), "example": codes[-1]}
            return Problem(
                "reference-ambiguous", "references", "error", None, name, source, value, details
            )
    words = table[other].dropna().astype("str")
    if name == COUNTRY:
        words = words[countries(words)]
    near = difflib.get_close_matches(value, words.tolist(), n=1, cutoff=0.5)
    title = str(package.dataset(target).get("title", target))
    details = {"dataset": title} | ({"example": near[0]} if near else {})
    return Problem("reference-unknown", "references", "error", None, name, source, value, details)


def _names(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)
