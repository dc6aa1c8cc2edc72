"""``secon-data store``: made, verified, brought up to a newer version of the app; who did what."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from secon_data import audit, publishing, settings, upgrading
from secon_data.cli import saying
from secon_data.cli.names import known
from secon_data.store import ConflictError
from secon_data.store.verify import verify


def register(commands: Any) -> None:
    """Adds ``store`` and its own commands to the parser's."""
    store = commands.add_parser("store", help="make, verify and mend the store of revisions")
    parts = store.add_subparsers(required=True, metavar="WHAT")

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> Any:
        part = parts.add_parser(name, help=text)
        part.set_defaults(run=run)
        return part

    add("init", _init, "make the store, or mark one of an earlier version; safe to repeat")
    checked = add("verify", _verify, "read everything and say what is not whole")
    checked.add_argument("--json", action="store_true", help="print JSON")
    accept = add("accept", _accept, "take what is missing at the end of a dataset's log as lost")
    accept.add_argument("dataset", metavar="DATASET")
    up = add("upgrade", _upgrade, "bring what was published up to this version of the app")
    up.add_argument("dataset", metavar="DATASET")
    saying.add_values(up)
    up.add_argument("--who", default="", help="who publishes")
    up.add_argument("--why", default="", help="one line for the history")
    listed = add("log", _log, "who published, restored, logged in or out, when")
    listed.add_argument("--most", type=int, default=50, help="so many events")
    listed.add_argument("--json", action="store_true", help="print JSON")


def _init(options: argparse.Namespace) -> int:
    store = settings.store()
    found = store.make()
    print(f"The store {found} is at {store.address}.")
    if not store.known:
        print(f"Note its id, so that no other passes for it: SECON_STORE_ID={found}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    found = verify(settings.store())
    if options.json:
        print(json.dumps({"whole": found.whole, **asdict(found)}, ensure_ascii=False, indent=2))
        return 0 if found.whole else 1
    print(f"Store {found.store}")
    for dataset, (good, every) in found.revisions.items():
        print(f"{dataset}: {good} of {every} revisions are whole")
    print(f"files that were sent: {found.uploads} are whole")
    print(f"versions of the data that links name: {found.pins} are whole")
    for finding in found.findings:
        print(f"{'LOST' if finding.bad else 'note'}: {finding.place}: {finding.wrong}")
    print("All that was published is whole." if found.whole else "Something is lost; see above.")
    return 0 if found.whole else 1


def _accept(options: argparse.Namespace) -> int:
    store = settings.store()
    if not known(options.dataset, sorted(store.revisions()), "the store"):
        return 2
    number = store.accept(options.dataset)
    if number is None:
        print("No revision is left: the file that came with the app is read again.")
    else:
        print(f"Revision {number} of {options.dataset} is the current one.")
    return 0


def _upgrade(options: argparse.Namespace) -> int:
    store = settings.store()
    expected = store.revision(options.dataset)
    package = settings.package(lenient=True)
    if not known(options.dataset, package.names, "the data package"):
        return 2
    schema = package.schema(options.dataset)
    found = upgrading.gap(store, schema, options.dataset)
    if found is None or found.none:
        print("Nothing to do: what is published is what this version expects.")
        return 0
    for name, n in found.columns.items():
        print(f"column {name}: {n} rows need a value (--same {name}=VALUE)")
    for name, words in found.words.items():
        for word in words:
            print(f"column {name}: «{word}» is no word any more (--word {name}:{word}=CODE); "
                  f"there are: {', '.join(schema.fields[name].allowed)}")  # fmt: skip
    for name in found.emptied:
        print(f"column {name}: is of another type now; its values stay in older revisions alone")
    if not (options.who.strip() and options.why.strip()):
        print("To publish, --who and --why are needed.", file=sys.stderr)
        return 1
    values, words_said = saying.values(options, schema)
    table = upgrading.brought_up(store, package, options.dataset, values, words_said)
    try:
        made = publishing.publish(
            store, package, options.dataset, table,
            what="brought up", expected=expected, who=options.who, why=options.why,
        )  # fmt: skip
    except ConflictError as error:
        print(f"{error} Run it again.", file=sys.stderr)
        return 1
    print(f"Revision {made.number} of {made.dataset} is published.")
    return 0


def _log(options: argparse.Namespace) -> int:
    for event in audit.events(settings.store(), options.most):
        if options.json:
            print(json.dumps(asdict(event), default=str, ensure_ascii=False))
            continue
        what = f"{event.dataset} {'' if event.revision is None else event.revision}".strip()
        told = "  ".join(part for part in (event.what, event.who, what, event.note) if part)
        print(f"{event.when:%Y-%m-%d %H:%M:%S} UTC  {told}")
    return 0
