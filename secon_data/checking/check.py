"""A draft → its problems. Frictionless checks types and constraints; what only this project knows
(``plausibility``) comes on top.

The stages run in order; one runs when those before it found no error, so that each may rely on
what the earlier ones have shown.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from typing import Literal

import numpy as np
import pandas as pd

from secon_data.changes import Mode, key_texts
from secon_data.checking import footers, former_areas, growth, plausibility, story_links
from secon_data.checking.integrity import COUNTRY, countries
from secon_data.intake import identifiers, urls
from secon_data.intake.cells import ERROR, NUMBER, WHOLE, real_date
from secon_data.intake.draft import Draft, typed
from secon_data.intake.headers import folded
from secon_data.package import Package
from secon_data.problems import STAGES, Problem, Stage
from secon_data.schema import Field, Reader, Reference, Schema

# So many problems are told; a file with more is wrong in another way.
MOST = 1000
_ALIKE, _NEARER = 0.85, 0.03  # so alike are a code and its misspelling, and so much less the next
State = Literal["fine", "warnings", "errors", "not reached"]


@dataclass(frozen=True)
class Report:
    """``problems``: in the order of stages and rows, up to ``MOST``; ``stages``: what became of
    each; ``typed``: the draft in its columns' types (``draft.typed``) once all values are right;
    ``beyond``: what a file has besides."""

    problems: tuple[Problem, ...]
    stages: Mapping[Stage, State]
    typed: pd.DataFrame | None = field(default=None, compare=False, repr=False)
    beyond: Beyond = field(default_factory=lambda: Beyond(), compare=False)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity == "warning")

    @property
    def n_errors(self) -> int:
        """How many errors there are, told or not."""
        return len(self.errors) + self.beyond.errors

    @property
    def n_warnings(self) -> int:
        """How many warnings there are, told or not."""
        return len(self.warnings) + self.beyond.warnings

    @property
    def n_rows(self) -> int:
        """How many rows have a problem."""
        return len({p.row for p in self.problems if p.row is not None} | self.beyond.rows)

    def times(self, problem: Problem) -> int:
        """How many rows have the same wrong value in the same column."""
        same = (problem.code, problem.column, problem.value)
        told = sum((p.code, p.column, p.value) == same for p in self.problems)
        return told + self.beyond.words[same]

    @property
    def fine(self) -> bool:
        """No error: once the warnings are confirmed, the draft can be published."""
        return not self.errors


@dataclass
class Beyond:
    """Problems that are not told one by one, only counted: errors and warnings, the rows that have
    them, ``wrong`` those with an error; and by code, column and value, in how many rows."""

    errors: int = 0
    warnings: int = 0
    rows: set[int] = field(default_factory=set)
    wrong: set[int] = field(default_factory=set)
    words: Counter[tuple[str, str | None, str | None]] = field(default_factory=Counter)

    def add(self, problem: Problem, rows: Collection[int]) -> None:
        """Counts a problem in rows in which it is not told."""
        if problem.severity == "error":
            self.errors += len(rows)
            self.wrong.update(rows)
        else:
            self.warnings += len(rows)
        self.rows.update(rows)
        self.words[problem.code, problem.column, problem.value] += len(rows)


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
    order = {name: place for place, name in enumerate(schema.fields, start=1)}
    problems: list[Problem] = []
    stages: dict[Stage, State] = dict.fromkeys(STAGES, "not reached")
    rows: pd.DataFrame | None = None
    beyond = Beyond()
    for stage in STAGES:
        told(stage)
        if stage == "file":
            found = list(_file(draft))
        elif stage == "columns":
            found = list(_columns(draft, schema))
        elif stage == "values":
            found = list(_values(draft, schema, beyond))
            found = _with_swaps(found, plausibility.swapped(draft))
            found += urls.problems(draft.table, draft.fields, draft.same)
            found += _readings(draft, schema, package.table(dataset))
            found += _more(draft, schema, package.table(dataset))
            found = footers.instead(found, draft.table)
        elif stage == "keys":
            found = list(_keys(draft, schema, beyond))
        elif stage == "references":
            found = list(_references(draft, dataset, schema, package, mode, beyond))
        else:
            rows = typed(draft, schema)
            day = today or date.today()
            found = list(plausibility.check(draft, rows, dataset, package, mode=mode, today=day))
            found = _not_repeated(found, draft, schema, package.table(dataset))
            found += former_areas.ended(draft, rows, schema, package)
            found += growth.problems(rows, package.table(dataset), schema, mode)
            if dataset == "stories":
                found += story_links.problems(draft, rows, package)
        found.sort(key=lambda p: (p.row or 0, order.get(p.column or "", len(order) + 1)))
        problems += found
        if any(p.severity == "error" for p in found):
            stages[stage] = "errors"
            break
        stages[stage] = "warnings" if found else "fine"
    return Report(_told(problems, beyond), stages, rows, beyond)


def _told(problems: Sequence[Problem], beyond: Beyond) -> tuple[Problem, ...]:
    """So many problems as are told, the first of each wrong word among them; the others are
    counted."""
    if len(problems) <= MOST:
        return tuple(problems)
    firsts = {(p.code, p.column, p.value): i for i, p in reversed(list(enumerate(problems)))}
    first = set(sorted(firsts.values())[:MOST])
    others = islice((i for i in range(len(problems)) if i not in first), MOST - len(first))
    kept = first | set(others)
    for i, problem in enumerate(problems):
        if i not in kept:
            beyond.add(problem, () if problem.row is None else (problem.row,))
    return tuple(problems[i] for i in sorted(kept))


def _file(draft: Draft) -> Iterator[Problem]:
    """What reading found, formulas whose results are taken, cells that were not computed, and
    letters damaged on the way."""
    for problem in draft.found:
        if problem.row is None or problem.row in draft.table.index:
            yield problem
    for name, column in draft.fields.items():
        text = draft.table[name]
        for code, wrong in (
            ("encoding-damage", plausibility.damaged(text)),
            ("error-cell", _errors(text)),
        ):
            for row, value in text[wrong].items():
                yield Problem(code, "file", "error", int(row), name, column, value)
    for cell in draft.formulas:
        found = re.fullmatch(r"([A-Z]+)(\d+)", cell)
        row = None if found is None else draft.formula_rows.get(cell, int(found[2]))
        if found is None or row not in draft.table.index:
            continue
        named = next(
            (n for n, c in draft.fields.items() if draft.letters.get(c) == found[1]),
            "value" if cell in draft.formula_rows and "value" in draft.table else None,
        )
        if named is None:
            continue  # nothing of it is taken
        value = draft.table.at[row, named]
        # A program that cannot compute has written the file.
        code = "formula-cell" if value else "formula-without-result"
        yield Problem(
            code, "file", "warning", row, named, None, str(value),
            {"cell": cell},
        )  # fmt: skip


def _errors(text: pd.Series) -> pd.Series:
    """Which cells a spreadsheet could not compute."""
    begun = text.str.startswith(("#", "Err:"))
    return begun & text.str.fullmatch(ERROR) if begun.any() else begun


def _readings(draft: Draft, schema: Schema, published: pd.DataFrame) -> Iterator[Problem]:
    """What can be read in two ways, and footnotes that fell away: once a column. A row that says
    what is published leaves no doubt."""
    for doubt in draft.doubts:
        rows = draft.table.loc[[row for row in doubt.rows if row in draft.table.index]]
        rows = rows[~_repeated(rows, doubt.column, schema, published)]
        if len(rows):
            yield Problem(
                f"two-readings-{doubt.kind}", "values", "warning", int(rows.index[0]), doubt.column,
                draft.fields.get(doubt.column), doubt.text,
                {"taken": doubt.taken, "other": doubt.other, "cells": str(len(rows))},
            )  # fmt: skip
    for name, noted in draft.noted.items():
        left = [row for row in noted if row in draft.table.index]
        if left:
            yield Problem(
                "footnotes-dropped", "values", "warning", left[0], name, draft.fields.get(name),
                draft.table.at[left[0], name], {"cells": str(len(left))},
            )  # fmt: skip


def _more(draft: Draft, schema: Schema, published: pd.DataFrame) -> Iterator[Problem]:
    """Cells of which the first address of the web is taken, those left out that say what is
    published."""
    for name, others in draft.more.items():
        rows = draft.table.loc[[row for row in others if row in draft.table.index]]
        for row, taken in rows.loc[~_repeated(rows, name, schema, published), name].items():
            yield Problem(
                "several-addresses", "values", "warning", int(str(row)), name,
                draft.fields.get(name), taken, {"taken": taken, "others": others[int(str(row))]},
            )  # fmt: skip


def _not_repeated(
    found: list[Problem], draft: Draft, schema: Schema, published: pd.DataFrame
) -> list[Problem]:
    """Without the doubts about a place that is published as it is."""
    near = [p.row for p in found if p.code == "near-border"]
    rows = draft.table.loc[near]
    known = _repeated(rows, "latitude", schema, published)
    known &= _repeated(rows, "longitude", schema, published)
    return [p for p in found if p.code != "near-border" or not known.loc[p.row]]


def _repeated(rows: pd.DataFrame, name: str, schema: Schema, published: pd.DataFrame) -> pd.Series:
    """Which rows have in a column what is published of them."""
    key = schema.key
    if not len(rows) or not set(key) <= set(rows):
        return pd.Series(False, rows.index)
    own = key_texts(rows, key)
    there = published[published[key[0]].astype("str").isin(set(rows[key[0]]))]
    if there.empty:
        return pd.Series(False, rows.index)
    names = key_texts(there, key)
    known = dict(zip(names, there[name], strict=True))
    found = own.map(known)
    if schema.fields[name].numeric:
        number = pd.to_numeric(rows[name], errors="coerce")
        return (number == pd.to_numeric(found, errors="coerce")).fillna(False).astype("bool")
    return rows[name] == found


def _with_swaps(problems: list[Problem], swapped: Mapping[int, Problem]) -> list[Problem]:
    """Where latitude and longitude are swapped, that is told instead of what follows from it."""
    places = ("latitude", "longitude")
    rest = [p for p in problems if not (p.column in places and p.row in swapped)]
    return [*rest, *swapped.values()]


def _columns(draft: Draft, schema: Schema) -> Iterator[Problem]:
    made = list(schema.primary_key) if identifiers.own_name(schema, schema.fields) else []
    for name, column in schema.fields.items():
        if column.required and name not in draft.table:
            yield Problem(
                "id-missing" if [name] == made else "column-missing", "columns", column=name,
                details={"column": schema.titles[name], "name": name},
            )  # fmt: skip
    if len(draft.unmatched) == 1:
        (name,) = draft.unmatched
        said = {"said": draft.alike[name]} if name in draft.alike else {}
        code = "column-alike" if said else "column-unknown"
        yield Problem(code, "columns", "warning", source_column=name, details=said)
    elif draft.unmatched:
        # A register has dozens: they were shown a step before, and are looked at together.
        alike = draft.alike
        names = ", ".join(f"{n} («{alike[n]}»)" if n in alike else n for n in draft.unmatched)
        yield Problem("columns-unknown", "columns", "warning", details={"names": names})


def _values(draft: Draft, schema: Schema, beyond: Beyond) -> Iterator[Problem]:
    """Cells that are not of their column's type or break its constraints. Frictionless reads each
    different cell of a column once."""
    readers = schema.readers()
    for name, column in schema.fields.items():
        if name not in draft.table:
            continue
        source, wrong = draft.fields.get(name), _wrong(draft.table[name], column, readers[name])
        found: dict[str, list[Problem]] = {}
        for value, constraints in wrong:
            example = _example(column, value)
            for constraint in constraints:
                code, details = _value_code(constraint, column, value)
                details |= {"example": example} if example else {}
                problem = Problem(code, "values", "error", None, name, source, value, details)
                found.setdefault(value, []).append(problem)
        yield from _wherever(found, name, draft, beyond)


def _wrong(column: pd.Series, field: Field, read: Reader) -> Iterator[tuple[str, Iterable[str]]]:
    """The different cells that are wrong, each with the constraints that it breaks."""
    cells = column.drop_duplicates()
    # Python reads more as a number than ours can hold: «1_000», «NaN», twenty digits.
    plain = cells.str.fullmatch(WHOLE if field.whole else NUMBER) if field.numeric else cells != ""
    for value, understood in zip(cells, plain, strict=True):
        _, notes = read(value)
        if notes:
            yield value, notes
        elif value and not understood:
            yield value, ("type",)
        elif value and field.date and not real_date(value):
            yield value, ("pattern",)


def _wherever(
    found: Mapping[str, Sequence[Problem]], name: str, draft: Draft, beyond: Beyond
) -> Iterator[Problem]:
    """The problems of the different cells of a column, told for the first rows that have them and
    counted in the others; once where it is one value for all rows."""
    if name in draft.same:
        yield from chain.from_iterable(found.values())
        return
    cells = draft.table[name]
    wrong = cells[cells.isin(list(found))]
    shown = wrong
    if len(wrong) > MOST:
        again = wrong.duplicated().to_numpy()
        shown = wrong[~again | (np.arange(len(wrong)) < MOST)]
        rest = wrong[~wrong.index.isin(shown.index)]
        for value, rows in rest.groupby(rest).groups.items():
            for problem in found[value]:
                beyond.add(problem, rows.tolist())
    for row, value in shown.items():
        yield from (replace(problem, row=int(str(row))) for problem in found[value])


def _value_code(constraint: str, field: Field, value: str) -> tuple[str, dict[str, str]]:
    """The code of a wrong value and the places of its sentence."""
    if constraint == "required":
        return "value-missing", {}
    if constraint == "enum":
        return "not-in-list", {"allowed": ", ".join(field.allowed)}
    if constraint == "minimum":
        return "too-low", {"limit": str(field.minimum)}
    if constraint == "maximum":
        return "too-high", {"limit": str(field.maximum)}
    if constraint == "pattern" and field.date:
        return "not-a-date", {}
    code = "wrong-form"
    if constraint == "type" and field.numeric:
        code = _number_code(field, value)
    elif constraint == "type" and field.type == "boolean":
        code = "not-yes-or-no"
    return code, {"description": field.description}


def _number_code(field: Field, value: str) -> str:
    """Why a text is no number of the column."""
    if value.rstrip().endswith("%"):
        return "percent-in-amount"
    if re.fullmatch(r"\(.*\d.*\)", value):
        return "number-in-brackets"
    if field.whole and re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", value):
        return "not-a-whole-number"
    return "not-a-number"


def _example(field: Field, value: str) -> str:
    """One correct value where it is certain what was meant: the allowed word that is all but
    written, or the form that the schema gives. What number somebody meant is hers to say."""
    if field.allowed:
        near = difflib.get_close_matches(value.lower(), field.allowed, n=2, cutoff=0.75)
        return near[0] if near else ""
    return "" if field.numeric or field.date else field.example


def _keys(draft: Draft, schema: Schema, beyond: Beyond) -> Iterator[Problem]:
    """Rows whose key stands above already. (For 100,000 rows Frictionless takes seconds here.)"""
    names = [name for name in schema.key if name in draft.table]
    key = draft.table[names]
    again = key.duplicated()
    if not again.any():
        return
    first = key.reset_index(names="row").drop_duplicates(names).set_index(names)["row"]
    rest = key[again].iloc[MOST:]
    if len(rest):
        beyond.add(Problem("key-repeated", "keys", column=names[0]), rest.index.tolist())
    for row, cells in key[again].head(MOST).iterrows():
        there = first.loc[tuple(cells) if len(names) > 1 else cells.iloc[0]]
        yield Problem(
            "key-repeated", "keys", "error", int(str(row)), names[0], draft.fields.get(names[0]),
            str(cells.iloc[0]),
            {
                "key": " · ".join(cells),
                "other": str(int(there)),
                "columns": ", ".join(schema.titles[name] for name in names),
            },
        )  # fmt: skip


def _references(
    draft: Draft, dataset: str, schema: Schema, package: Package, mode: Mode, beyond: Beyond
) -> Iterator[Problem]:
    """Values that another dataset does not have; of the same dataset, neither the file nor what
    stays of the published rows."""
    for name, reference in schema.references.items():
        if name not in draft.table:
            continue
        own, target = not reference.dataset, reference.dataset or dataset
        table = package.table(target)
        if own and mode == "replace":
            table = table.iloc[:0]
        known = table[reference.key].dropna().astype("str")
        if name == COUNTRY:
            known = known[countries(known)]
        there = {*known, *(draft.table.get(reference.key, ()) if own else ())}
        values = (v for v in draft.table[name].unique() if v and v not in there)
        title = str(package.dataset(target).get("title", target))
        found = {}
        for i, value in enumerate(values):
            # The nearest of thousands takes long to find: beyond what is told it helps nobody.
            code, details = (
                _unknown(value, there, table, reference, title, package)
                if i < MOST
                else ("reference-unknown", {"dataset": title})
            )
            source = draft.fields.get(name)
            found[value] = [
                Problem(code, "references", "error", None, name, source, value, details)
            ]
        yield from _wherever(found, name, draft, beyond)


def _unknown(
    value: str,
    there: Collection[str],
    table: pd.DataFrame,
    reference: Reference,
    title: str,
    package: Package,
) -> tuple[str, dict[str, str]]:
    """The code of a value that ``table`` does not have, and the places of its sentence: what became
    of an area, the codes of rows that are called so, else the code that it all but is."""
    if reference.dataset == "areas":
        code, details = former_areas.unknown(value, there, package)
        if code:
            return code, details
    codes: list[str] = []
    if reference.dataset == "areas":
        codes = former_areas.called(value, table, package)
    elif "name" in table:
        same = table["name"].astype("str").map(folded) == folded(value)
        codes = table.loc[same, reference.key].astype("str").tolist()
    if len(codes) == 1:
        return "reference-unknown", {"dataset": title, "example": codes[0]}
    if codes:
        return "reference-ambiguous", {"codes": ", ".join(codes)}
    near = difflib.get_close_matches(value, sorted(there), n=2, cutoff=_ALIKE)
    like = [difflib.SequenceMatcher(None, value, code).ratio() for code in near]
    sure = len(near) == 1 or (len(near) == 2 and like[0] - like[1] > _NEARER)
    return "reference-unknown", {"dataset": title} | ({"example": near[0]} if sure else {})
