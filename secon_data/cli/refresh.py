"""``refresh``: the figures that Eurostat publishes today."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from secon_data import settings
from secon_data.cli.names import known
from secon_data.eurostat import refresh
from secon_data.eurostat.api import Api
from secon_data.eurostat.refresh import Refresh, Refreshed
from secon_data.problems import sentence
from secon_data.store import ConflictError

_SHOWN = 5  # problems and changes of each indicator


def register(commands: Any) -> None:
    """Adds ``refresh`` to the parser's commands."""
    refresh = commands.add_parser(
        "refresh",
        help="fetch the figures from Eurostat and compare; publish only when asked",
        description="Exit codes: 0 fine; 1 something could not be had or is wrong, or no network; "
        "2 wrong usage.",
    )
    refresh.add_argument(
        "--indicator", action="append", metavar="ID", help="only this one; may be repeated"
    )
    refresh.add_argument("--publish", action="store_true", help="publish what is fine")
    refresh.add_argument("--who", default="", help="who publishes")
    refresh.add_argument("--why", default="", help="one line for the history")
    refresh.add_argument("--accept-warnings", action="store_true", help="they were looked at")
    refresh.add_argument("--accept-removals", action="store_true", help="rows may be removed")
    refresh.add_argument("--address", default="", help="of a mirror of Eurostat's API")
    refresh.add_argument("--json", action="store_true", help="print JSON")
    refresh.set_defaults(run=_refresh)


def _refresh(options: argparse.Namespace) -> int:
    if options.publish and not (options.who.strip() and options.why.strip()):
        print("To publish, --who and --why are needed.", file=sys.stderr)
        return 2
    store = settings.store()
    revisions = store.revisions()
    package = settings.package()
    names = list(package.table("indicators")["indicator_id"])
    for word in options.indicator or ():
        if not known(word, names, "indicators"):
            return 2
    api = Api(options.address, told=lambda line: print(f"  {line}", file=sys.stderr, flush=True))
    try:
        found = refresh.refresh(package, api, revisions, options.indicator, _progress)
    except refresh.UnreachableError:
        print(f"There is no way to {api.address}; nothing was changed.", file=sys.stderr)
        return 1
    fine = all(result.fine for result in found.results)
    withheld = _withheld(options, found) if options.publish else ""
    made = []
    if options.publish and not withheld:
        try:
            made = refresh.publish(found, package, store, options.who, options.why)
        except ConflictError as error:
            print(f"{error} Run it again.", file=sys.stderr)
            return 1
    revised = {revision.dataset: revision.number for revision in made}
    if options.json:
        print(json.dumps(_record(found, revised), ensure_ascii=False, indent=2))
    else:
        for result in found.results:
            _print(result)
        if found.left:
            print(f"A refresh cannot bring: {', '.join(found.left)}.")
        for dataset, number in revised.items():
            print(f"Published: {dataset}, revision {number}.")
    if withheld:
        print(withheld, file=sys.stderr)
    elif options.publish and not made:
        print("Nothing to publish.", file=sys.stderr)
    return 0 if fine and not withheld else 1


def _withheld(options: argparse.Namespace, found: Refresh) -> str:
    """Why nothing is published; empty when it may be."""
    if not options.accept_warnings and any(r.report.warnings for r in found.results if r.report):
        return "Nothing was published: look at the warnings, then add --accept-warnings."
    gone = sum(len(r.differences.removed) for r in found.results if r.differences)
    if gone and not options.accept_removals:
        return (
            f"Nothing was published: {gone} rows would be removed, because Eurostat has withdrawn "
            "them. If they shall be, add --accept-removals."
        )
    return ""


def _progress(indicator: str, number: int, all_: int) -> None:
    print(f"[{number}/{all_}] {indicator}", file=sys.stderr, flush=True)


def _problems(result: Refreshed) -> list[dict[str, Any]]:
    """The problems of an indicator in words."""
    found = [result.problem] if result.problem else []
    found += result.report.problems if result.report else ()
    rows = []
    for problem in found:
        told = sentence(problem)
        rows.append(
            {
                "code": problem.code,
                "severity": problem.severity,
                "row": problem.row,
                "what": told.what,
                "expected": told.expected,
            }
        )
    return rows


def _record(found: Refresh, revised: dict[str, int]) -> dict[str, Any]:
    """A refresh as plain values."""
    results = []
    for result in found.results:
        extracts = []
        if result.extracts is not None:
            extracts = json.loads(result.extracts.to_json(orient="records"))
        results.append(
            {
                "indicator": result.indicator_id,
                "fine": result.fine,
                "derived": result.derived,
                "fetched": result.fetched,
                "unknown_areas": list(result.unknown),
                "changes": result.differences.counts() if result.differences else None,
                "values_changed": _values_changed(result),
                "extracts": extracts,
                "problems": _problems(result),
            }
        )
    return {"results": results, "not_refreshable": list(found.left), "published": revised}


def _values_changed(result: Refreshed) -> int:
    """Cells that differ in value or flag: that all rows have a new source says little."""
    if result.differences is None:
        return 0
    return int(result.differences.cells["column"].isin(["value", "flag"]).sum())


def _print(result: Refreshed) -> None:
    problems = _problems(result)
    if result.differences is None:
        print(f"{result.indicator_id}: nothing taken")
    else:
        told = result.differences.counts()
        print(
            f"{result.indicator_id}: {result.fetched} rows; {told['added']} added, "
            f"{_values_changed(result)} values or flags changed, {told['removed']} removed"
            + (f"; {len(result.unknown)} areas not ours" if result.unknown else "")
        )
        cells = result.differences.cells
        for row in cells[cells["column"] == "value"].head(_SHOWN).itertuples():
            print(f"    {row.area_id} {row.year}: {row.old:g} → {row.new:g}")
    for problem in problems[:_SHOWN]:
        place = f"row {problem['row']}: " if problem["row"] else ""
        print(f"    {problem['severity']}: {place}{problem['what']} {problem['expected']}".rstrip())
    if len(problems) > _SHOWN:
        print(f"    … and {len(problems) - _SHOWN} more")
