"""A file on its way: what was read, what the person said of it, what the check found. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pandas as pd

from secon_data import changes, check, columns, draft, extracts, intake, references
from secon_data.encodings import Reading
from secon_data.intake import Intake
from secon_data.intake.headers import folded
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.store import Upload
from secon_ui.desk import preview
from secon_ui.words import Words, languages

EXTRACTS = "extracts"
# What names a row of a dataset that others point at: people write it instead of the code.
_NAMES = {"regions": "name", "areas": "name", "indicators": "name"}


@dataclass(frozen=True)
class Work:
    """``overrides``: what the person corrected of the reading; ``candidates``: the readings to
    choose from; ``by_hand``: the file's column → ours; ``left_out``: rows that are not taken;
    ``origin``: where figures come from that do not say it; ``upload`` is None for a shipped
    file."""

    dataset: str
    intake: Intake
    upload: Upload | None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    candidates: tuple[Reading, ...] = ()
    by_hand: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    origin: extracts.Origin | None = None
    mode: changes.Mode = "update"


@dataclass(frozen=True)
class Examined:
    """What the check found; where it found no error, also the next table, its differences to
    ``expected`` (the revision they were taken against), the extracts to publish before it (None
    when there are none), and what else would break."""

    draft: draft.Draft
    report: check.Report
    expected: int | None
    mode: changes.Mode
    table: pd.DataFrame | None = None
    differences: preview.Differences | None = None
    extracts: pd.DataFrame | None = None
    extracts_expected: int | None = None
    broken: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def untouched(self) -> int:
        """Rows that stay as they are."""
        if self.table is None or self.differences is None:
            return 0
        counts = self.differences.counts
        return len(self.table) - counts["added"] - counts["changed"]


def received(dataset: str, upload: Upload, package: Package) -> Work:
    """A file as it was understood. IntakeError when it cannot be read."""
    found = intake.read(upload.content, upload.name, known=_known(package, dataset))
    return Work(dataset, found, upload, candidates=found.candidates)


def corrected(work: Work, package: Package, **overrides: Any) -> Work:
    """Read again as the person says. IntakeError when that cannot be."""
    if work.upload is None:
        return work
    said = {**work.overrides, **overrides}
    known = _known(package, work.dataset)
    found = intake.read(work.upload.content, work.upload.name, known=known, **said)
    return replace(work, intake=found, overrides=said, left_out=frozenset())


def shipped(dataset: str, package: Package) -> Work:
    """The file that this version of the app ships, as a draft."""
    content = package.shipped(dataset).to_csv(index=False).encode()
    found = intake.read(content, f"{dataset}.csv", known=_known(package, dataset))
    return Work(dataset, found, None)


def matched(work: Work, package: Package) -> columns.Match:
    """Which column of the file is which of the dataset."""
    schema = package.schema(work.dataset)
    return columns.match(
        list(map(str, work.intake.table.columns)),
        schema,
        _titles(package, work.dataset),
        work.by_hand,
    )


def needs_origin(work: Work, match: columns.Match) -> bool:
    """Whether the person must say where the figures come from."""
    return work.dataset == "observations" and "extract_id" not in match.fields


def sample(work: Work, package: Package, match: columns.Match, rows: int = 300) -> draft.Draft:
    """The first rows in the plain form."""
    some = replace(work.intake, table=work.intake.table.head(rows))
    return _draft(replace(work, intake=some), package, match)


def examine(
    work: Work,
    package: Package,
    revisions: Mapping[str, int],
    told: Callable[[str], None] = lambda stage: None,
) -> Examined:
    """Checks a file and works out what it changes. ``revisions``: the current ones, asked for
    before the package: should somebody publish in between, that is noticed at the publication.
    ``told`` is called with each stage."""
    expected, before = revisions.get(work.dataset), revisions.get(EXTRACTS)
    match = matched(work, package)
    made = _draft(work, package, match)
    others: pd.DataFrame | None = None
    keys = {"area_id", "indicator_id", "year", "value"}
    if needs_origin(work, match) and work.origin is not None and keys <= set(made.table):
        made, others = _with_origin(made, work.origin, package)
        if others is not None:
            package = package.with_tables({EXTRACTS: others})
    report = check.check(made, work.dataset, package, mode=work.mode, told=told)
    if not report.fine:
        return Examined(made, report, expected, work.mode)
    told("changes")
    schema, current = package.schema(work.dataset), package.table(work.dataset)
    key = primary(package, work.dataset)
    table = changes.apply(current, draft.typed(made, schema), key, work.mode)
    found = preview.Differences(changes.between(current, table, key))
    return Examined(
        made, report, expected, work.mode, table, found, others, before,
        references.broken(package, work.dataset, table),
    )  # fmt: skip


def primary(package: Package, dataset: str) -> list[str]:
    """The columns of a dataset's key."""
    key = package.schema(dataset).get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def wrong_rows(problems: Sequence[Problem]) -> list[int] | None:
    """The rows to leave out so that no error is left; None when that does not help."""
    rows = {p.row for p in problems if p.severity == "error"}
    return None if None in rows or not rows else sorted(r for r in rows if r is not None)


def _draft(work: Work, package: Package, match: columns.Match) -> draft.Draft:
    found = work.intake
    if work.left_out:
        found = replace(found, table=found.table[~found.table.index.isin(work.left_out)])
    unmatched = tuple(c for c in match.unmatched if work.by_hand.get(c) != "")
    schema = package.schema(work.dataset)
    return draft.draft(found, match.fields, schema, _labels(package, work.dataset), unmatched)


def _with_origin(
    made: draft.Draft, origin: extracts.Origin, package: Package
) -> tuple[draft.Draft, pd.DataFrame | None]:
    """The draft with its extracts, and the table of extracts when it has new ones."""
    observations, known = package.table("observations"), package.table(EXTRACTS)
    indicators = package.table("indicators")["indicator_id"]
    named = [i for i in made.table["indicator_id"].unique() if i in set(indicators)]
    every, chosen = extracts.added(known, named, origin, observations)
    table = extracts.attributed(made.table, observations, chosen)
    # An indicator that is not known gets its own error; its extract is not one as well.
    table["extract_id"] = table["extract_id"].mask(
        table["extract_id"] == "", str(known["extract_id"].iloc[0]) if len(known) else ""
    )
    used = set(table["extract_id"]) | set(known["extract_id"])
    every = every[every["extract_id"].isin(used)].reset_index(drop=True)
    return replace(made, table=table), every if len(every) > len(known) else None


def _known(package: Package, dataset: str) -> set[str]:
    return set(columns.names(package.schema(dataset), _titles(package, dataset)))


@cache
def _words() -> tuple[Words, ...]:
    return tuple(Words(code) for code in languages())


def _titles(package: Package, dataset: str) -> dict[str, list[str]]:
    """What each column is titled in all languages."""
    return {
        column["name"]: [words.data(column.get("title", "")) for words in _words()]
        for column in package.schema(dataset)["fields"]
    }


def _labels(package: Package, dataset: str) -> dict[str, dict[str, str]]:
    """What else stands for the codes of each column, in all languages: labels of closed lists, and
    the names of regions, areas and indicators where a name is that of one only."""
    schema = package.schema(dataset)
    found: dict[str, dict[str, str]] = {}
    for column in schema["fields"]:
        for code, label in column.get("labels", {}).items():
            for words in _words():
                found.setdefault(column["name"], {})[words.data(label)] = code
    for key in schema.get("foreignKeys", []):
        own = key["fields"] if isinstance(key["fields"], str) else key["fields"][0]
        target = key["reference"]["resource"]
        if target not in _NAMES:
            continue
        other = key["reference"]["fields"]
        other = other if isinstance(other, str) else other[0]
        found[own] = _unambiguous(package.table(target), other, _NAMES[target])
    return found


def _unambiguous(table: pd.DataFrame, code: str, name: str) -> dict[str, str]:
    meant: dict[str, set[str]] = {}
    spelt: dict[str, str] = {}
    for one, text in zip(table[code], table[name], strict=True):
        for words in _words():
            label = words.data(text)
            if label:
                meant.setdefault(folded(label), set()).add(str(one))
                spelt[folded(label)] = label
    return {spelt[key]: next(iter(codes)) for key, codes in meant.items() if len(codes) == 1}
