"""The data desk from a shell: check, diff, publish, history, restore, export, template."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from secon_data import (
    export,
    intake,
    proposal,
    publishing,
    recognising,
    settings,
    upgrading,
    workbooks,
)
from secon_data.cli import download, saying, telling
from secon_data.cli.names import known
from secon_data.intake import Intake, columns
from secon_data.package import Package
from secon_data.problems import sentence
from secon_data.proposal import Examined
from secon_data.revision import Revision
from secon_data.store import ConflictError, Store, Upload


@dataclass(frozen=True)
class _Desk:
    """What a command works with."""

    package: Package
    store: Store
    dataset: str
    revisions: dict[str, int]


def register(commands: Any) -> None:
    """Adds the desk's commands to the parser's."""

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> Any:
        command = commands.add_parser(name, help=text)
        command.add_argument("dataset", metavar="DATASET", help="for example observations")
        command.set_defaults(run=run)
        return command

    for name, run, text in (
        ("check", _check, "what is wrong with a file"),
        ("diff", _diff, "what a file would change"),
        ("publish", _publish, "publish a file, once it has no error"),
    ):
        command = add(name, run, text)
        command.add_argument("file", metavar="FILE", type=Path)
        command.add_argument("--encoding", help="for example cp1257; found out when left out")
        command.add_argument("--delimiter", help="one of , ; | or a tab")
        command.add_argument("--decimal", choices=[",", "."], help="the mark before fractions")
        command.add_argument("--sheet", help="the sheet of a workbook")
        command.add_argument(
            "--header", type=int, help="the row of the column names, from 1; 0 for none"
        )
        saying.add(command)
        command.add_argument(
            "--mode", choices=["update", "replace"], default="update",
            help="replace also removes rows that the file lacks",
        )  # fmt: skip
        command.add_argument("--json", action="store_true", help="print JSON")
    check_command = commands.choices["check"]
    check_command.add_argument("--marked", type=Path, metavar="XLSX", help="write the file marked")
    publish = commands.choices["publish"]
    publish.add_argument("--accept-warnings", action="store_true", help="they were looked at")
    publish.add_argument("--accept-removals", action="store_true", help="rows may be removed")
    history = add("history", _history, "the revisions of a dataset")
    history.add_argument("--json", action="store_true", help="print JSON")
    restore = add("restore", _restore, "publish an older revision again")
    restore.add_argument("revision", metavar="REVISION", type=int)
    saying.add_values(restore)
    for command in (publish, restore):
        command.add_argument("--who", required=True, help="who publishes")
        command.add_argument("--why", required=True, help="one line for the history")
    exported = add("export", _export, "write a dataset as CSV, or «all» as a zip")
    exported.add_argument("file", metavar="FILE", type=Path)
    exported.add_argument("--revision", type=int, help="the current one when left out")
    template = add("template", _template, "write an XLSX to fill")
    template.add_argument("file", metavar="FILE", type=Path)
    template.add_argument("--filled", action="store_true", help="with the current rows")


def _check(options: argparse.Namespace) -> int:
    desk = _desk(options)
    if desk is None:
        return 2
    found, made = _examined(options, desk)
    report = made.report
    if options.marked:
        content = workbooks.marked(found, report.problems, made.draft.fields)
        options.marked.write_bytes(content)
    if options.json:
        print(
            json.dumps(
                {
                    "fine": report.fine,
                    "rows": len(made.draft.table),
                    "stages": dict(report.stages),
                    "problems": [
                        {**asdict(problem), **asdict(sentence(problem))}
                        for problem in report.problems
                    ],
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    else:
        telling.problems(report)
        print(f"{len(made.draft.table)} rows; errors: {report.n_errors}; "
              f"warnings: {report.n_warnings}")  # fmt: skip
    return 0 if report.fine else 1


def _diff(options: argparse.Namespace) -> int:
    desk = _desk(options)
    if desk is None:
        return 2
    _, made = _examined(options, desk)
    if made.changed is None:
        telling.problems(made.report)
        return 1
    if options.json:
        print(json.dumps(telling.as_json(made.changed), ensure_ascii=False))
    else:
        telling.changes(made.changed)
    return 0


def _publish(options: argparse.Namespace) -> int:
    desk = _desk(options)
    if desk is None:
        return 2
    _, made = _examined(options, desk)
    telling.problems(made.report)
    if reason := _withheld(options, made):
        print(f"Nothing was published: {reason}", file=sys.stderr)
        return 1
    if made.table is None or made.changed is None or made.changed.none:
        print("Nothing to publish: the file changes nothing.")
        return 0
    table, extracts = made.table, made.extracts
    upload = Upload(options.file.name, options.file.read_bytes())
    said = {"who": options.who, "why": options.why, "upload": upload}
    if extracts is not None:
        # What the observations point at is there before them.
        code = _published(
            lambda: publishing.publish(
                desk.store,
                desk.package,
                proposal.EXTRACTS,
                extracts,
                expected=made.extracts_expected,
                **said,
            ),
        )
        if code:
            return code
    return _published(
        lambda: publishing.publish(
            desk.store, desk.package, desk.dataset, table,
            expected=made.expected, changed=made.changed, **said,
        ),
    )  # fmt: skip


def _withheld(options: argparse.Namespace, made: Examined) -> str:
    """Why a file is not published; empty when it may be."""
    if made.changed is None:
        return "mend the errors first."
    if made.report.warnings and not options.accept_warnings:
        return "look at the warnings, then add --accept-warnings."
    if len(made.changed.removed) and not options.accept_removals:
        n = len(made.changed.removed)
        return f"{n} rows would be removed. If they shall be, add --accept-removals."
    if made.broken:
        rows = "; ".join(f"{name}: {', '.join(keys)}" for name, keys in made.broken.items())
        return f"other data need rows that would go ({rows})."
    return ""


def _history(options: argparse.Namespace) -> int:
    desk = _desk(options)
    if desk is None:
        return 2
    revisions = desk.store.history(desk.dataset)
    if options.json:
        print(json.dumps([asdict(r) for r in revisions], default=str, ensure_ascii=False, indent=2))
        return 0
    if not revisions:
        print("Nothing was published yet: the shipped file is what is read.")
    for r in revisions:
        again = f" (revision {r.restored} again)" if r.restored is not None else ""
        print(
            f"{r.number:>4}  {r.when:%Y-%m-%d %H:%M} UTC  {r.who or 'shipped':<24} "
            f"+{r.added} ~{r.changed} -{r.removed}  {r.why}{again}"
        )
    return 0


def _restore(options: argparse.Namespace) -> int:
    desk = _desk(options)
    if desk is None:
        return 2
    expected = desk.store.revision(desk.dataset)
    values, words = saying.values(options, desk.package.schema(desk.dataset))
    # One of an older version may lack what this one needs: then the options say it.
    table = upgrading.brought_up(
        desk.store, desk.package, desk.dataset, values, words, options.revision
    )
    return _published(
        lambda: publishing.publish(
            desk.store, desk.package, desk.dataset, table,
            what="restored", restored=options.revision, expected=expected,
            who=options.who, why=options.why,
        )
    )  # fmt: skip


def _export(options: argparse.Namespace) -> int:
    if options.dataset == "all":
        options.file.write_bytes(export.archive(settings.package()))
        return 0
    desk = _desk(options)
    if desk is None:
        return 2
    if options.revision is None:
        options.file.write_bytes(export.csv(desk.package, desk.dataset))
        return 0
    schema = desk.package.schema(desk.dataset)
    table = desk.store.read(desk.dataset, schema, options.revision, lenient=True)
    options.file.write_bytes(export.written(table, schema))
    return 0


def _template(options: argparse.Namespace) -> int:
    desk = _desk(options)
    if desk is None:
        return 2
    rows = desk.package.table(desk.dataset) if options.filled else None
    options.file.write_bytes(workbooks.template(desk.package, desk.dataset, rows))
    return 0


def _desk(options: argparse.Namespace) -> _Desk | None:
    """The dataset named, as it stands; None (and a word why) when it or the file is not there."""
    store = settings.store()
    # In this order: what is published in between is then noticed at the publication.
    revisions = store.revisions()
    package = settings.package(revisions, lenient=True)
    if not known(options.dataset, package.names, "the data package"):
        return None
    if options.run in (_check, _diff, _publish) and not options.file.is_file():
        print(f"There is no file {options.file}.", file=sys.stderr)
        return None
    return _Desk(package, store, options.dataset, revisions)


def _examined(options: argparse.Namespace, desk: _Desk) -> tuple[Intake, Examined]:
    """The file read, checked, and laid over what is published."""
    found = intake.read(
        options.file.read_bytes(), options.file.name,
        known=set(columns.names(desk.package.schema(desk.dataset))),
        encoding=options.encoding, delimiter=options.delimiter, decimal=options.decimal,
        sheet=options.sheet, header=options.header, header_rows=options.header_rows,
        spread=recognising.spread(desk.package, desk.dataset, None, (str,)),
        turn=options.years_as_columns, hidden=options.hidden,
    )  # fmt: skip
    words = recognising.code_words(desk.package, desk.dataset, (str,))
    said = saying.said(options, found, desk.package.schema(desk.dataset))
    made = proposal.propose(found, desk.dataset, desk.package, said, None, words)
    saying.tell(found, made.draft)
    if found.eurostat is not None and made.download is not None:
        download.tell(found.eurostat, made.download, desk.package)
    return found, proposal.examine(
        made, desk.dataset, desk.package, desk.revisions, options.mode,
        lambda stage: print(f"checking: {stage}", file=sys.stderr),
    )  # fmt: skip


def _published(publish: Callable[[], Revision]) -> int:
    try:
        revision = publish()
    except ConflictError as error:
        print(f"{error} Look at the new differences and publish again.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(str(error), file=sys.stderr)
        return 2
    print(
        f"Revision {revision.number} of {revision.dataset} is published: +{revision.added} "
        f"~{revision.changed} -{revision.removed}."
    )
    return 0
