"""The refresh: what Eurostat publishes today, compared with what we publish, checked, and published
when asked.

**What an answer replaces.** An area's series is taken from one table at one time, so that no line
joins values of two vintages: where the answer holds an area, all its rows that came from the same
table go, also those of years that Eurostat has withdrawn. Rows of areas that the answer lacks stay
(Eurostat publishes today's NUTS codes only, and earlier vintages still stand for a region), and so
do years that only another table brings: they keep their own extract and its method, which keeps
them apart from the new series. Where several tables hold an area, the one that its newest
published value came from is taken. An indicator one of whose tables cannot be had stays whole as
it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from secon_data import changes, publishing
from secon_data.changes import Changes
from secon_data.checking import check
from secon_data.checking.check import Report
from secon_data.eurostat import formulas, series
from secon_data.eurostat.api import AnswerError, Api, UnreachableError
from secon_data.eurostat.figures import Part, bring
from secon_data.eurostat.series import MisfitError, Source
from secon_data.eurostat.tables import named
from secon_data.intake.draft import Draft
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.regions import whole_countries
from secon_data.revision import Revision
from secon_data.store import Store

__all__ = ["Api", "Refresh", "Refreshed", "UnreachableError", "publish", "refresh"]

KEY = ["area_id", "indicator_id", "year"]


@dataclass(frozen=True)
class Refreshed:
    """One indicator. ``fetched``: rows of our areas; ``unknown``: areas that we do not have;
    ``problem``: why there is none (then the rest is empty); ``report``: of the check;
    ``differences``: to what is published; ``extracts``: where the rows come from."""

    indicator_id: str
    fetched: int = 0
    unknown: tuple[str, ...] = ()
    problem: Problem | None = None
    report: Report | None = None
    differences: Changes | None = None
    extracts: pd.DataFrame | None = None
    derived: bool = False

    @property
    def fine(self) -> bool:
        """Whether it can be published, once its warnings are accepted."""
        return self.problem is None and self.report is not None and self.report.fine


@dataclass(frozen=True)
class Refresh:
    """``results`` in the order asked; ``left``: indicators that a refresh cannot bring;
    ``observations``, ``extracts``: both datasets as they would be, of the fine results only;
    ``expected``: the revisions that they were compared with."""

    results: tuple[Refreshed, ...]
    left: tuple[str, ...]
    observations: pd.DataFrame
    extracts: pd.DataFrame
    expected: dict[str, int | None]


def refresh(
    package: Package,
    api: Api,
    revisions: dict[str, int],
    only: Sequence[str] | None = None,
    told: Callable[[str, int, int], None] = lambda indicator, number, all_: None,
    today: date | None = None,
) -> Refresh:
    """Asks for all indicators, or those named in ``only``, and publishes nothing.

    ``revisions``: the current ones of the store, asked for before the package; ``told`` is called
    with each indicator, its number and their number. UnreachableError without network.
    """
    indicators = package.table("indicators")
    wanted = indicators if only is None else indicators[indicators["indicator_id"].isin(only)]
    can = wanted["refreshable"].fillna(False).astype(bool)
    ways = series.refreshable(package)
    observations, extracts = package.table("observations"), package.table("extracts")
    results = []
    for number, (_, indicator) in enumerate(wanted[can].iterrows(), start=1):
        told(str(indicator["indicator_id"]), number, int(can.sum()))
        one, draft, new = _one(indicator, ways, package, api, today or date.today())
        if draft is not None and new is not None:
            extended = changes.apply(extracts, new, ["extract_id"])
            report = check.check(
                draft, "observations", package.with_tables({"extracts": extended}), today=today
            )
            one = replace(one, report=report)
            if report.fine and report.typed is not None:
                following = _replaced(observations, report.typed, extended)
                one = replace(one, differences=_differences(observations, following, indicator))
                observations, extracts = following, extended
        results.append(one)
    return Refresh(
        tuple(results),
        tuple(wanted.loc[~can, "indicator_id"]),
        observations,
        extracts,
        {name: revisions.get(name) for name in ("extracts", "observations")},
    )


def publish(found: Refresh, package: Package, store: Store, who: str, why: str) -> list[Revision]:
    """Publishes what is fine: the extracts first, so that no observation points at nothing.
    Nothing, where nothing changes. ConflictError when somebody published meanwhile."""
    made = []
    for dataset, table in (("extracts", found.extracts), ("observations", found.observations)):
        changed = changes.between(package.table(dataset), table, package.schema(dataset).key)
        if changed.none:
            continue
        expected = found.expected[dataset]
        made.append(
            publishing.publish(
                store, package, dataset, table,
                expected=expected, who=who, why=why, changed=changed,
            )
        )  # fmt: skip
    return made


def _one(
    indicator: pd.Series, ways: Sequence[Source], package: Package, api: Api, today: date
) -> tuple[Refreshed, Draft | None, pd.DataFrame | None]:
    """One indicator: its result so far, its draft and its extracts."""
    name = str(indicator["indicator_id"])
    areas = package.table("areas")
    formula = formulas.formula(indicator, ways)
    since = int(package.table("observations")["year"].min())
    try:
        if formula is not None:
            brought = [_computed(name, formula, areas, api, since, today)]
        else:
            own = [source for source in ways if source.indicator_id == name]
            brought = [_fetched(s, str(indicator["unit"]), api, since, today) for s in own]
        if not brought:
            raise MisfitError("eurostat-no-value", filter=str(indicator["eurostat_filter"]))
    except (AnswerError, MisfitError) as error:
        return (
            Refreshed(name, problem=Problem(error.code, "file", details=error.details)),
            None,
            None,
        )
    found = bring([*_shared_out(brought, package, name), *_stand_ins(brought, package)], package)
    if found.observations.empty:
        return Refreshed(name, problem=Problem("eurostat-no-area", "file")), None, None
    rows = pd.RangeIndex(2, len(found.observations) + 2, name="row")
    fields = {column: column for column in ("area_id", "year", "value", "flag")}
    draft = Draft(found.observations.set_axis(rows), fields, newest=True)
    result = Refreshed(
        name, len(rows), tuple(found.unknown), extracts=found.extracts, derived=formula is not None
    )
    return result, draft, found.extracts


def _fetched(source: Source, unit: str, api: Api, since: int, today: date) -> Part:
    """The rows of one table. AnswerError or MisfitError when it does not bring them."""
    url = api.url(source.table, source.filter, since)
    found = api.ask(url)
    rows = series.yearly(series.select(found, source), source, unit)
    return Part(source, rows, found.updated or today.isoformat(), url, source.words)


def _computed(
    name: str,
    formula: formulas.Formula,
    areas: pd.DataFrame,
    api: Api,
    since: int,
    today: date,
) -> Part:
    """The rows of a formula, dated by the older of its tables."""
    parts = [_fetched(operand, "", api, since, today) for operand in formula.operands]
    sizes = areas.dropna(subset=["area_km2"]).set_index("area_id")["area_km2"]
    rows = formulas.computed(formula, [part.rows for part in parts], sizes.to_dict())
    if rows.empty:
        raise MisfitError("eurostat-no-value", filter=formula.words)
    values = ";".join(f"{d}={v}" for d, v in formula.operands[0].filter.items())
    words = formula.words if formula.gap or not values else f"{formula.words};{values}"
    source = Source(name, formula.operands[0].table, formula.operands[0].filter)
    where = " and ".join(dict.fromkeys(part.where for part in parts))
    note = "Computed from the tables by the formula."
    return Part(source, rows, min(part.day for part in parts), where, words, note)


def _shared_out(brought: Sequence[Part], package: Package, name: str) -> list[Part]:
    """Each area's rows from one table only: the one of its newest published value, else the
    first that has it."""
    if len(brought) == 1:
        return list(brought)
    published = package.table("observations")
    tables = named(package.table("extracts"))
    own = published[published["indicator_id"] == name].sort_values("year", kind="stable")
    newest = own.drop_duplicates("area_id", keep="last").set_index("area_id")["extract_id"]
    chosen: dict[str, int] = {}
    for number, part in enumerate(brought):
        for geo in part.rows["geo"].unique():
            if part.source.table in tables.get(newest.get(geo, ""), ()):
                chosen[geo] = number
    for number, part in enumerate(brought):
        for geo in part.rows["geo"].unique():
            chosen.setdefault(geo, number)
    return [
        replace(part, rows=part.rows[part.rows["geo"].map(chosen) == number])
        for number, part in enumerate(brought)
    ]


def _stand_ins(brought: Sequence[Part], package: Package) -> list[Part]:
    """A country that is one NUTS 2 region has that region's rows where the tables have none of
    its own: the curated data do the same, and say so."""
    names = package.table("areas").set_index("area_id")["name"]
    held = {geo for part in brought for geo in part.rows["geo"]}
    found = []
    for country, region in whole_countries(package).items():
        part = next((p for p in brought if region in set(p.rows["geo"])), None)
        if part is None or country in held:
            continue
        words = f"{part.words} (row {region}: {names[country]} is one NUTS 2 region)"
        source = Source(part.source.indicator_id, f"{part.source.table}-{region}", {})
        rows = part.rows[part.rows["geo"] == region].assign(geo=country)
        found.append(replace(part, source=source, words=words, rows=rows))
    return found


def _replaced(old: pd.DataFrame, new: pd.DataFrame, extracts: pd.DataFrame) -> pd.DataFrame:
    """The observations after a refresh of one indicator; see the module."""
    tables = {one: frozenset(codes) for one, codes in named(extracts).items()}
    name = new["indicator_id"].iloc[0]
    now = new.drop_duplicates("area_id").set_index("area_id")["extract_id"].map(tables)
    own = old[(old["indicator_id"] == name) & old["area_id"].isin(now.index)]
    same = [
        bool(now[area] & tables.get(extract, frozenset()))
        for area, extract in zip(own["area_id"], own["extract_id"], strict=True)
    ]
    there = set(zip(new["area_id"], new["year"], strict=True))
    stays = [key in there for key in zip(own["area_id"], own["year"], strict=True)]
    gone = own.index[[s and not k for s, k in zip(same, stays, strict=True)]]
    return changes.apply(old.drop(index=gone).reset_index(drop=True), new, KEY)


def _differences(old: pd.DataFrame, new: pd.DataFrame, indicator: pd.Series) -> Changes:
    name = indicator["indicator_id"]
    return changes.between(old[old["indicator_id"] == name], new[new["indicator_id"] == name], KEY)
