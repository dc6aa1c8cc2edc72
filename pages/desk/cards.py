"""The check's findings as cards, and its stages. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from pages.desk import sheet, titles, wording
from secon_data.checking.check import Report
from secon_data.intake import Intake
from secon_data.intake.draft import Draft
from secon_data.package import Package
from secon_data.problems import STAGES, Problem
from secon_ui.text.labels import plain
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words, mark

SHOWN = 20  # cards of errors, and of warnings
# Problems of a word that stands for none of the codes.
WORDS = frozenset(
    ("not-in-list", "not-yes-or-no", "reference-unknown", "reference-ambiguous",
     "area-unknown", "area-recoded", "area-merged", "area-divided")
)  # fmt: skip
# Those that may stand only for the codes named in them.
_SEVERAL = frozenset(("reference-ambiguous", "area-recoded", "area-merged", "area-divided"))
_TWO_READINGS = "two-readings-"
_EACH = 3  # so many warnings of one kind have a tick each
NAMES = {
    "file": mark("File and letters"),
    "columns": mark("Columns"),
    "values": mark("Values"),
    "keys": mark("Keys, doubled rows"),
    "references": mark("Regions, indicators, references"),
    "plausibility": mark("Plausibility"),
    "changes": mark("Differences"),
}


def headline(report: Report, t: Words) -> str:
    """«2 errors to correct, 2 warnings to look at»."""
    errors, warnings = report.n_errors, report.n_warnings
    if errors and warnings:
        return t(
            "{errors}, {warnings}",
            errors=t.plural("{n} error to correct", "{n} errors to correct", errors),
            warnings=t.plural("{n} warning to look at", "{n} warnings to look at", warnings),
        )
    if errors:
        return t.plural("{n} error to correct", "{n} errors to correct", errors)
    if warnings:
        return t.plural(
            "No error, {n} warning to look at", "No error, {n} warnings to look at", warnings
        )
    return t("Everything is fine")


def place(problem: Problem, fields: Mapping[str, str], intake: Intake, t: Words) -> str:
    """«Row 14, column D «Vērtība»», or the whole file; of a download, the row's codes."""
    column = problem.source_column or fields.get(problem.column or "", "")
    names = list(map(str, intake.table.columns))
    if problem.row is None and column not in names:
        return t("Whole file")
    if intake.eurostat is not None and problem.row in intake.table.index:
        cells = intake.table.loc[problem.row]
        codes = " · ".join(str(cells[name]) for name in (*intake.eurostat.dimensions, "time"))
        if not intake.eurostat.of_lines:
            return codes
        return t("Row {row}: {codes}", row=problem.row, codes=codes)
    if intake.across is not None and problem.row is not None:
        row, column = intake.where(problem.row, column)
        if not column:
            return t("Row {row}", row=row)
        return t("Row {row}, column «{column}»", row=row, column=column)
    if problem.row is None and not intake.letters:
        return t("Column «{column}»", column=column)
    if column not in names or not intake.letters:
        return t("Row {row}", row=problem.row)
    letter = intake.letters[names.index(column)]
    if problem.row is None:
        return t("Column {letter} «{column}»", letter=letter, column=column)
    return t("Row {row}, column {letter} «{column}»", row=problem.row, letter=letter, column=column)


def places(draft: Draft, package: Package, t: Words) -> tuple[str, str]:
    """In which regions the rows lie, and how many in none."""
    table = package.table("regions").set_index("region_id")["name"]
    listed = t.list(
        [
            f"{t.data(str(table.get(code, code)))} {t.number(n, 0)}"
            for code, n in draft.regions.items()
        ]
    )
    found = t("By their places the rows lie in: {regions}.", regions=listed) if listed else ""
    if draft.coded:
        rows = ", ".join(map(str, draft.coded[:5])) + (" …" if len(draft.coded) > 5 else "")
        alone = t.plural(
            "{n} row only by its postal code; see whether its town agrees: row {rows}.",
            "{n} rows only by their postal codes; see whether their towns agree: rows {rows}.",
            len(draft.coded),
            rows=rows,
        )
        found = f"{found} {alone}"
    outside = t.plural(
        "{n} row lies in none of our regions, or its place is not known: it is left out.",
        "{n} rows lie in none of our regions, or their place is not known: they are left out.",
        draft.outside,
    )
    return found, outside if draft.outside else ""


def words(report: Report) -> list[tuple[Problem, int]]:
    """The errors, those of one wrong value in one column together: the first of them, and in how
    many rows it stands."""
    found: dict[tuple[object, ...], Problem] = {}
    for problem in report.errors:
        same: tuple[object, ...] = (problem.code, problem.column, problem.value)
        alone = problem.stage not in ("values", "references") or not problem.value
        found.setdefault((*same, problem.row) if alone else same, problem)
    return [
        (problem, 1 if len(key) > 3 else report.times(problem)) for key, problem in found.items()
    ]


def choices(problem: Problem, offered: Mapping[str, str]) -> dict[str, str]:
    """What a wrong word may be chosen to mean, code → words; nothing for another problem."""
    if problem.code not in WORDS or not problem.value:
        return {}
    if problem.code in _SEVERAL:
        several = problem.details.get("codes", "").split(", ")
        return {code: offered.get(code, code) for code in several}
    return dict(offered)


def card(
    problem: Problem, fields: Mapping[str, str], intake: Intake, t: Words, times: int = 1
) -> Markup:
    """One problem: place, what is wrong, what is expected, what to write, and the cells. ``times``:
    in how many rows it stands."""
    told = wording.told(problem, fields, intake, t)
    column = problem.source_column or fields.get(problem.column or "", "")
    lines = EMPTY
    if told.expected:
        lines += html("<dt>{}</dt><dd>{}</dd>", t("Expected"), told.expected)
    if told.write:
        # Where the cell does not tell what was meant, it is one of many.
        meant = problem.code not in ("value-missing", "not-a-number") or re.search(
            r"\d", problem.value or ""
        )
        label = t("Write") if meant else t("For example")
        lines += html("<dt>{}</dt><dd><code>{}</code></dd>", label, told.write)
    around = (
        sheet.around(
            intake, problem.row, column, problem.severity, lambda name: titles.column(name, t)
        )
        if problem.row is not None
        else EMPTY
    )
    return html(
        '<article class="desk-problem {}"><div><p>{}</p><h3 dir="auto">{}</h3><dl>{}</dl>'
        "</div>{}</article>",
        problem.severity,
        place(problem, fields, intake, t)
        if times == 1
        else _places(problem, fields, intake, t, times),
        told.what,
        lines,
        around,
    )


def _places(
    problem: Problem, fields: Mapping[str, str], intake: Intake, t: Words, times: int
) -> str:
    return t(
        "{first}, and {rows} more",
        first=place(problem, fields, intake, t),
        rows=t.plural("{n} row", "{n} rows", times - 1),
    )


def ticks(warnings: Sequence[Problem]) -> dict[str, list[Problem]]:
    """What must be ticked: each warning of a kind that has few, one tick for all of a kind that
    has many. The key names the kind, or the one warning."""
    counts = Counter(problem.code for problem in warnings)
    found: dict[str, list[Problem]] = {}
    for problem in warnings:
        key = problem.code
        if counts[key] <= _EACH:
            key = f"{key}/{problem.row}/{problem.column or problem.source_column}/{problem.value}"
        found.setdefault(key, []).append(problem)
    return found


def tick_label(problems: Sequence[Problem], t: Words) -> str:
    """What a tick confirms."""
    if len(problems) > 1:
        return t.plural(
            "I have looked at this {n} warning: it is right so",
            "I have looked at these {n} warnings: they are right so",
            len(problems),
        )
    (problem,) = problems
    if problem.code in ("column-unknown", "column-alike"):
        return t("I have looked: the column is not needed")
    if problem.code == "columns-unknown":
        return t("I have looked: the columns are not needed")
    # Of what can be read in two ways the tick takes one: that it names, never the cell.
    value = (
        problem.details.get("taken") if problem.code.startswith(_TWO_READINGS) else problem.value
    )
    if problem.row is not None and value:
        return t("I have looked: {value} is right", value=plain(value))
    return t("I have looked: it is right so")


def open_ticks(report: Report, ticked: set[str]) -> int:
    """How many ticks are still to be set."""
    return sum(key not in ticked for key in ticks(report.warnings))


def stages(report: Report, t: Words) -> Markup:
    """What was checked, each stage with fine or its counts."""
    errors = Counter(p.stage for p in report.errors)
    warnings = Counter(p.stage for p in report.warnings)
    if errors:
        errors[report.errors[-1].stage] += report.beyond.errors
    if warnings:
        warnings[report.warnings[-1].stage] += report.beyond.warnings
    rows = []
    for stage in STAGES:
        if errors[stage]:
            kind, told = "error", t.plural("{n} error", "{n} errors", errors[stage])
        elif warnings[stage]:
            kind, told = "look", t.plural("{n} warning", "{n} warnings", warnings[stage])
        elif report.stages[stage] == "not reached":
            kind, told = "ahead", t("after the errors")
        else:
            kind, told = "fine", t("fine")
        rows.append(_stage(t(NAMES[stage]), kind, told))
    return _stages(rows, t("What was checked"))


def progress(now: str, t: Words, *, waits: bool = False) -> Markup:
    """The stages while the check runs; ``waits``: another file comes first."""
    names = [*STAGES, "changes"]
    at = names.index(now) if now in names else -1
    rows = []
    for i, stage in enumerate(names):
        kind = "fine" if i < at else "now" if i == at else "ahead"
        told = t("done") if i < at else t("running …") if i == at else ""
        rows.append(_stage(t(NAMES[stage]), kind, told))
    return _stages(rows, t("Checking"), _queue(t) if waits else EMPTY, busy=True)


def reading(t: Words, *, waits: bool = False) -> Markup:
    """What is done and what runs while a file is read; ``waits``: another one comes first."""
    rows = [
        _stage(t("The file has arrived"), "fine", t("done")),
        _stage(t("Letters, rows and columns"), "ahead" if waits else "now",
               "" if waits else t("running …")),
    ]  # fmt: skip
    return _stages(rows, t("Reading"), _queue(t) if waits else EMPTY, busy=True)


def _queue(t: Words) -> Markup:
    told = t("Another file is being worked on; yours comes next.")
    return html('<p class="desk-hint">{}</p>', told)


def _stage(name: str, kind: str, told: str) -> Markup:
    tag = html('<em class="desk-tag {}">{}</em>', kind, told) if told else EMPTY
    return html("<li><span>{}</span>{}</li>", name, tag)


def _stages(
    rows: Sequence[str], title: str, beneath: Markup = EMPTY, *, busy: bool = False
) -> Markup:
    state = html(' role="status" aria-busy="true"') if busy else EMPTY
    return html(
        '<section class="desk-card"{}><h2>{}</h2><ul class="desk-stages">{}</ul>{}</section>',
        state,
        title,
        joined(rows),
        beneath,
    )
