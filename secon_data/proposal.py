"""A sent file as a proposal: the draft that is made of it, what else must be published before it,
what is wrong with it, and what it changes. One way for the page and the shell. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from secon_data import changes, placing, postal_codes
from secon_data.checking import check, integrity
from secon_data.eurostat import matching
from secon_data.intake import Intake, cells, columns, draft, identifiers, provenance
from secon_data.package import Package

EXTRACTS = "extracts"
OBSERVATIONS = "observations"


@dataclass(frozen=True)
class Said:
    """What a person says of a file beyond what it says itself.

    ``by_hand``: the file's column → ours; ``same``: our column → one value for all rows;
    ``named``: whether ids are made of names; ``left_out``: rows that are not taken; ``origin``:
    where figures come from; ``table``, ``taken``: Eurostat's table and the day of the download,
    for downloads that name neither; ``words``: our column → a cell's text → the code that it
    stands for; ``gaps``: columns of ``same`` whose value is taken only where nothing is published;
    ``placed``: whether region, area and country are found by coordinates, towns, addresses or
    postal codes, rows outside the partner regions left out (``placing``); ``only``: the file's
    column → the values whose rows are taken; ``readings``: our column → how what can be read in
    two ways is read (``draft.draft``).
    """

    by_hand: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    named: bool = False
    left_out: frozenset[int] = frozenset()
    origin: provenance.Origin | None = None
    table: str = ""
    taken: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gaps: frozenset[str] = frozenset()
    placed: bool = False
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """``package``: with the extracts that the draft points at; ``extracts``: that whole table,
    None where it needs no new ones; ``download``: what a file of Eurostat brought."""

    draft: draft.Draft
    package: Package
    extracts: pd.DataFrame | None = None
    download: matching.Matched | None = None


@dataclass(frozen=True)
class Examined:
    """What the check found; where it found no error, also the next table, what it changes against
    ``expected`` (the revision), the extracts to publish before it (None when there are none), and
    what else would break."""

    draft: draft.Draft
    report: check.Report
    expected: int | None
    mode: changes.Mode
    table: pd.DataFrame | None = None
    changed: changes.Changes | None = None
    extracts: pd.DataFrame | None = None
    extracts_expected: int | None = None
    broken: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def untouched(self) -> int:
        """Rows that stay as they are."""
        if self.table is None or self.changed is None:
            return 0
        return len(self.table) - len(self.changed.added) - self.changed.changed


def is_download(found: Intake, dataset: str) -> bool:
    """Whether a file is one of Eurostat's that is taken as it is."""
    return found.eurostat is not None and dataset == OBSERVATIONS


def downloaded(
    found: Intake, package: Package, said: Said | None = None, today: date | None = None
) -> matching.Matched:
    """What a file of Eurostat brings to the observations."""
    assert found.eurostat is not None
    said = said or Said()
    day = date.fromisoformat(said.taken) if said.taken else today
    return matching.match(found.eurostat, package, found.name, day, said.table)


def propose(
    found: Intake,
    dataset: str,
    package: Package,
    said: Said | None = None,
    titles: Mapping[str, Sequence[str]] | None = None,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    today: date | None = None,
) -> Proposal:
    """The draft of a file. ``titles``, ``labels``: what columns and codes are called in other
    languages."""
    said = said or Said()
    if is_download(found, dataset):
        return _of_download(downloaded(found, package, said, today), package, said)
    if said.left_out:
        found = replace(found, table=found.table[~found.table.index.isin(said.left_out)])
    found = replace(found, table=taken_rows(found.table, said.only))
    schema = package.schema(dataset)
    names = list(map(str, found.table.columns))
    match = columns.match(names, schema, titles, said.by_hand, columns.wordless(found.table))
    unmatched = tuple(c for c in match.unmatched if said.by_hand.get(c) != "")
    address = placing.address(match.unmatched) if said.placed else None
    code = postal_codes.column(match.unmatched) if said.placed else None
    unmatched = tuple(c for c in unmatched if c not in (address, code))
    made = draft.draft(
        found, match.fields, schema, labels, unmatched, said.same, said.words, said.readings
    )
    if said.placed and placing.can_place(schema, made.table, match.unmatched):
        addresses = None if address is None else found.table[address]
        codes = None if code is None else found.table[code]
        found_places = placing.placed(made.table, schema, package, addresses, codes)
        made = replace(
            made,
            table=found_places.table,
            regions=found_places.regions,
            outside=found_places.outside,
            borders=tuple(found_places.borders),
            coded=tuple(found_places.coded),
        )
    if said.named:
        made = replace(made, table=identifiers.added(made.table, package.table(dataset), schema))
    if gaps := said.gaps & set(made.same):
        table = _kept(made.table, package.table(dataset), schema.key, sorted(gaps))
        made = replace(made, table=table)
    if dataset == OBSERVATIONS:
        made = replace(made, alike=_alike(found.table, unmatched))
    if dataset != OBSERVATIONS or said.origin is None or "extract_id" in made.table:
        return Proposal(made, package)
    if not {"area_id", "indicator_id", "year", "value"} <= set(made.table):
        # The source is said; what else is missing is for the check to tell.
        return Proposal(replace(made, table=made.table.assign(extract_id="")), package)
    made, table = _with_origin(made, said.origin, package)
    if table is None:
        return Proposal(made, package)
    return Proposal(made, package.with_tables({EXTRACTS: table}), table)


def _alike(table: pd.DataFrame, names: Sequence[str]) -> dict[str, str]:
    """The columns with one value in all rows: it says of whom figures are, which an indicator says
    too."""
    values = {name: cells.trimmed(table[name]).unique() for name in names}
    return {name: str(v[0]) for name, v in values.items() if len(v) == 1 and 0 < len(v[0]) <= 60}


def taken_rows(table: pd.DataFrame, only: Mapping[str, frozenset[str]]) -> pd.DataFrame:
    """The rows that have one of the values asked for in each column named."""
    for column, values in only.items():
        if column in table:
            table = table[cells.trimmed(table[column]).isin(values)]
    return table


def examine(
    proposal: Proposal,
    dataset: str,
    package: Package,
    revisions: Mapping[str, int],
    mode: changes.Mode = "update",
    told: Callable[[str], None] = lambda stage: None,
) -> Examined:
    """Checks a proposal and works out what it changes. ``revisions``: the current ones, asked for
    before ``package``: should somebody publish in between, that is noticed at the publication.
    ``told`` is called with each stage."""
    made, expected = proposal.draft, revisions.get(dataset)
    report = check.check(made, dataset, proposal.package, mode=mode, told=told)
    if not report.fine or report.typed is None:
        return Examined(made, report, expected, mode)
    told("changes")
    schema, current = package.schema(dataset), package.table(dataset)
    table = changes.apply(current, report.typed, schema.key, mode)
    # The next table holds what the draft says: it is sent back to the page without its own.
    report = replace(report, typed=None)
    return Examined(
        made, report, expected, mode, table, changes.between(current, table, schema.key),
        proposal.extracts, revisions.get(EXTRACTS), integrity.broken(package, dataset, table),
    )  # fmt: skip


def _kept(
    draft: pd.DataFrame, published: pd.DataFrame, key: Sequence[str], names: Sequence[str]
) -> pd.DataFrame:
    """The draft, in the columns named what is published in place of one value for all rows."""
    if not set(key) <= set(draft):
        return draft
    there, own = (
        pd.MultiIndex.from_frame(rows[list(key)].astype("str")) for rows in (published, draft)
    )
    at = there.get_indexer(own)  # a published key is there once
    for name in names:
        text = published[name].astype("string").fillna("").astype("str")
        if published[name].dtype == "boolean":
            text = text.str.lower()
        known = pd.Series([text.iat[row] if row >= 0 else "" for row in at], draft.index)
        draft = draft.assign(**{name: draft[name].mask(known != "", known)})
    return draft


def _of_download(found: matching.Matched, package: Package, said: Said) -> Proposal:
    known, made = package.table(EXTRACTS), found.draft
    if said.left_out:
        made = replace(made, table=made.table[~made.table.index.isin(said.left_out)])
    every = changes.apply(known, found.extracts, ["extract_id"])
    table = provenance.newest_kept(made.table, package.table(OBSERVATIONS), every)
    every = every[every["extract_id"].isin({*known["extract_id"], *table["extract_id"]})]
    every = every.reset_index(drop=True)
    made = replace(made, table=table)
    if changes.between(known, every, ["extract_id"]).none:
        return Proposal(made, package, None, found)
    return Proposal(made, package.with_tables({EXTRACTS: every}), every, found)


def _with_origin(
    made: draft.Draft, origin: provenance.Origin, package: Package
) -> tuple[draft.Draft, pd.DataFrame | None]:
    """The draft with its extracts, and the table of extracts when it has new ones."""
    observations, known = package.table(OBSERVATIONS), package.table(EXTRACTS)
    indicators = package.table("indicators")["indicator_id"]
    named = [i for i in made.table["indicator_id"].unique() if i in set(indicators)]
    every, chosen = provenance.added(known, named, origin, observations)
    table = provenance.attributed(made.table, observations, chosen)
    # An indicator that is not known gets its own error; its extract is not one as well.
    table["extract_id"] = table["extract_id"].mask(
        table["extract_id"] == "", str(known["extract_id"].iloc[0]) if len(known) else ""
    )
    used = set(table["extract_id"]) | set(known["extract_id"])
    every = every[every["extract_id"].isin(used)].reset_index(drop=True)
    return replace(made, table=table), every if len(every) > len(known) else None
