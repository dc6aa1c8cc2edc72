"""A file on its way: what was read, what the person said of it, what the check found. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pandas as pd

from secon_data import changes, intake, proposal
from secon_data.checking.integrity import COUNTRY, countries
from secon_data.eurostat.matching import Matched
from secon_data.intake import Intake, columns, draft, identifiers
from secon_data.intake.encodings import Reading
from secon_data.intake.headers import folded
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.proposal import EXTRACTS, Examined
from secon_data.store import Upload
from secon_ui.text.words import Words, languages

__all__ = [
    "EXTRACTS", "Examined", "Work", "can_name", "code_words", "corrected", "examine", "matched",
    "needs_origin", "received", "sample", "shipped", "wrong_rows",
]  # fmt: skip

# What names a row of a dataset that others point at: people write it instead of the code.
_NAMES = {"regions": "name", "areas": "name", "indicators": "name"}


@dataclass(frozen=True, kw_only=True)
class Work(proposal.Said):
    """A file, and what the person said of it. ``overrides``: what she corrected of the reading;
    ``candidates``: the readings to choose from; ``download``: what a file of Eurostat brings;
    ``upload`` is None for a shipped file."""

    dataset: str
    intake: Intake
    upload: Upload | None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    candidates: tuple[Reading, ...] = ()
    download: Matched | None = None
    mode: changes.Mode = "update"


def received(dataset: str, upload: Upload, package: Package) -> Work:
    """A file as it was understood. IntakeError when it cannot be read."""
    found = intake.read(upload.content, upload.name, known=_known(package, dataset))
    return _brought(
        Work(dataset=dataset, intake=found, upload=upload, candidates=found.candidates), package
    )


def corrected(work: Work, package: Package, **overrides: Any) -> Work:
    """Read again as the person says: an argument of ``intake.read``, or ``table`` or ``taken`` of
    a download. IntakeError when that cannot be."""
    if work.upload is None:
        return work
    of_download = {name: overrides.pop(name) for name in ("table", "taken") if name in overrides}
    again = replace(work, left_out=frozenset(), **of_download)
    if overrides:
        said = {**work.overrides, **overrides}
        known = _known(package, work.dataset)
        found = intake.read(work.upload.content, work.upload.name, known=known, **said)
        again = replace(again, intake=found, overrides=said, download=None)
    return _brought(again, package)


def _brought(work: Work, package: Package) -> Work:
    """With what a download of Eurostat brings."""
    if not proposal.is_download(work.intake, work.dataset):
        return work
    return replace(work, download=proposal.downloaded(work.intake, package, work))


def shipped(dataset: str, package: Package) -> Work:
    """The file that this version of the app ships, as a draft."""
    content = package.shipped(dataset).to_csv(index=False).encode()
    found = intake.read(content, f"{dataset}.csv", known=_known(package, dataset))
    return Work(dataset=dataset, intake=found, upload=None)


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
    return (
        work.dataset == proposal.OBSERVATIONS
        and work.download is None
        and "extract_id" not in match.fields
        and "extract_id" not in work.same
    )


def can_name(work: Work, match: columns.Match, package: Package) -> bool:
    """Whether the ids that a file lacks can be made of its names."""
    schema = package.schema(work.dataset)
    return schema.key[0] in match.missing and bool(identifiers.own_name(schema, match.fields))


def sample(work: Work, package: Package, rows: int = 300) -> draft.Draft:
    """The first rows in the plain form."""
    some = replace(work.intake, table=work.intake.table.head(rows))
    return _proposed(replace(work, intake=some, origin=None), package).draft


def examine(
    work: Work,
    package: Package,
    revisions: Mapping[str, int],
    told: Callable[[str], None] = lambda stage: None,
) -> Examined:
    """Checks a file and works out what it changes (``proposal.examine``)."""
    made = _proposed(work, package)
    return proposal.examine(made, work.dataset, package, revisions, work.mode, told)


def _proposed(work: Work, package: Package) -> proposal.Proposal:
    titles, labels = _titles(package, work.dataset), code_words(package, work.dataset)
    return proposal.propose(work.intake, work.dataset, package, work, titles, labels)


def wrong_rows(problems: Sequence[Problem]) -> list[int] | None:
    """The rows to leave out so that no error is left; None when that does not help."""
    rows = {p.row for p in problems if p.severity == "error"}
    return None if None in rows or not rows else sorted(r for r in rows if r is not None)


def _known(package: Package, dataset: str) -> set[str]:
    return set(columns.names(package.schema(dataset), _titles(package, dataset)))


@cache
def _words() -> tuple[Words, ...]:
    return tuple(Words(code) for code in languages())


def _titles(package: Package, dataset: str) -> dict[str, list[str]]:
    """What each column is titled in all languages."""
    return {
        name: [words.data(column.title) for words in _words()]
        for name, column in package.schema(dataset).fields.items()
    }


def code_words(package: Package, dataset: str) -> dict[str, dict[str, str]]:
    """What else stands for the codes of each column, in all languages: labels of closed lists, and
    the names of regions, areas and indicators where a name is that of one only."""
    schema = package.schema(dataset)
    found: dict[str, dict[str, str]] = {}
    for name, column in schema.fields.items():
        for code, label in (column.labels or {}).items():
            for words in _words():
                found.setdefault(name, {})[words.data(label)] = code
    for own, reference in schema.references.items():
        if reference.dataset not in _NAMES:
            continue
        table = package.table(reference.dataset)
        if own == COUNTRY:
            # «Latvia» is also the name of its only NUTS 1 and NUTS 2 regions.
            table = table[countries(table[reference.key])]
        found[own] = _unambiguous(table, reference.key, _NAMES[reference.dataset])
        if own == COUNTRY:
            found[own]["GR"] = "EL"  # as others than Eurostat write it
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
