"""A file on its way: what was read, what the person said of it, what the check found. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from secon_data import changes, intake, layouts, placing, proposal, recognising
from secon_data.eurostat.matching import Matched
from secon_data.intake import Intake, columns, draft, identifiers
from secon_data.intake.across import Spread
from secon_data.intake.encodings import Reading
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.proposal import EXTRACTS, Examined
from secon_data.store import Upload
from secon_ui.text.words import Words, languages

__all__ = [
    "EXTRACTS", "Examined", "Work", "can_name", "code_words", "corrected", "examine", "fits",
    "matched", "needs_origin", "received", "sample", "shipped", "with_left_out",
    "wrong_rows",
]  # fmt: skip


# What is said of a file of which nothing was said.
FORGOTTEN: Mapping[str, Any] = {
    **{name: getattr(proposal.Said(), name) for name in layouts.SAID},
    "recalled": False,
}


@dataclass(frozen=True, kw_only=True)
class Work(proposal.Said):
    """A file, and what the person said of it. ``overrides``: what she corrected of the reading;
    ``candidates``: the readings to choose from; ``download``: what a file of Eurostat brings;
    ``upload`` is None for a shipped file; ``layout``: under which what is said is remembered,
    ``recalled``: what was said of the last file of this layout is said of this one; ``elsewhere``:
    nothing of it is of our places, as it was understood at first (``placing.elsewhere``)."""

    dataset: str
    intake: Intake
    upload: Upload | None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    candidates: tuple[Reading, ...] = ()
    download: Matched | None = None
    mode: changes.Mode = "update"
    layout: str = ""
    recalled: bool = False
    elsewhere: tuple[str, ...] | None = None


def received(dataset: str, upload: Upload, package: Package) -> Work:
    """A file as it was understood. IntakeError when it cannot be read."""
    known, spread = _known(package, dataset), _spread(package, dataset)
    found = intake.read(upload.content, upload.name, known=known, spread=spread)
    layout = layouts.key(dataset, list(map(str, found.table.columns)))
    return _brought(
        Work(
            dataset=dataset,
            intake=found,
            upload=upload,
            candidates=found.candidates,
            layout=layout,
        ),
        package,
    )


def recalled(work: Work, kept: layouts.Layout | None, package: Package) -> Work:
    """With what was said of the last file of this layout; as it is where nothing was."""
    if kept is None or work.download is not None:
        return work
    if kept.reading:
        work = corrected(work, package, **kept.reading)
    said = {name: getattr(kept.said, name) for name in layouts.SAID}
    return replace(work, recalled=True, **said)


def corrected(work: Work, package: Package, **overrides: Any) -> Work:
    """Read again as the person says: an argument of ``intake.read``, or ``table`` or ``taken`` of
    a download. IntakeError when that cannot be."""
    if work.upload is None:
        return work
    of_download = {name: overrides.pop(name) for name in ("table", "taken") if name in overrides}
    again = replace(work, left_out=frozenset(), **of_download)
    if overrides:
        said = {**work.overrides, **overrides}
        if "header" in overrides or "sheet" in overrides:
            # Another header has rows of its own.
            said = {name: value for name, value in said.items() if name != "header_rows"}
        known, spread = _known(package, work.dataset), _spread(package, work.dataset)
        found = intake.read(
            work.upload.content, work.upload.name, known=known, spread=spread, **said
        )
        again = replace(again, intake=found, overrides=said, download=None)
    return _brought(again, package)


def _brought(work: Work, package: Package) -> Work:
    """With what a download of Eurostat brings; of another file, whether it is of our places."""
    if not proposal.is_download(work.intake, work.dataset):
        return replace(work, elsewhere=_elsewhere(work, package))
    return replace(work, download=proposal.downloaded(work.intake, package, work))


def _elsewhere(work: Work, package: Package) -> tuple[str, ...] | None:
    """``placing.elsewhere`` of the file, by its columns of places alone, each place once."""
    schema, fields = package.schema(work.dataset), matched(work, package).fields
    names = [fields[name] for name in placing.telling(schema) if name in fields]
    if not names:
        return None
    table = work.intake.table[names].drop_duplicates()
    some = replace(work, intake=replace(work.intake, table=table), origin=None, placed=False)
    only = replace(some, same={}, named=False, left_out=frozenset(), only={})
    return placing.elsewhere(_proposed(only, package).draft.table, schema, package)


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
        columns.wordless(work.intake.table),
    )


def with_left_out(work: Work, package: Package) -> Work:
    """With what nobody has matched said to be left out: it was looked at."""
    unmatched = matched(work, package).unmatched
    used = placing.used(unmatched) if work.placed else set()
    left = dict.fromkeys((column for column in unmatched if column not in used), "")
    return replace(work, by_hand={**left, **work.by_hand})


def fits(work: Work, package: Package) -> str:
    """Another dataset for which a file has all columns that it must have, the one with most of
    them; empty when there is none."""
    names, best = list(map(str, work.intake.table.columns)), ("", 0)
    for dataset in package.names:
        found = columns.match(names, package.schema(dataset), _titles(package, dataset))
        lacks = set(found.missing) - {"extract_id"}  # the person says where figures are from
        if dataset != work.dataset and not lacks and len(found.fields) > best[1]:
            best = dataset, len(found.fields)
    return best[0]


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
    # Places are found in the process of the check: their shapes are not for a page to load.
    return _proposed(replace(work, intake=some, origin=None, placed=False), package).draft


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


def wrong_rows(problems: Sequence[Problem], beyond: Collection[int] = ()) -> list[int] | None:
    """The rows to leave out so that no error is left; None when that does not help. ``beyond``:
    rows with errors that are not told."""
    rows = {p.row for p in problems if p.severity == "error"} | set(beyond)
    return None if None in rows or not rows else sorted(r for r in rows if r is not None)


def _known(package: Package, dataset: str) -> set[str]:
    return set(columns.names(package.schema(dataset), _titles(package, dataset)))


@cache
def _words() -> tuple[Words, ...]:
    return tuple(Words(code) for code in languages())


def _titles(package: Package, dataset: str) -> dict[str, list[str]]:
    """What each column is titled in all languages."""
    return recognising.titles(package, dataset, _languages())


def code_words(package: Package, dataset: str) -> Mapping[str, Mapping[str, str]]:
    """What else stands for the codes of each column, in all languages."""
    return recognising.code_words(package, dataset, _languages())


def _languages() -> recognising.Languages:
    return [words.data for words in _words()]


def _spread(package: Package, dataset: str) -> Spread | None:
    return recognising.spread(package, dataset, _titles(package, dataset), _languages())
