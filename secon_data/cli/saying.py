"""What a person says of a file in the shell: the options, and what comes of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from typing import Any

from secon_data.intake import Intake
from secon_data.intake.draft import Draft
from secon_data.intake.provenance import Origin
from secon_data.proposal import Said
from secon_data.schema import Schema


def add(command: Any) -> None:
    """Adds the options to a command that takes a file."""
    several: dict[str, Any] = {"action": "append", "default": [], "type": _pair}
    command.add_argument(
        "--map", metavar="COLUMN=FIELD", help="a column of the file is ours; «COLUMN=» is left out",
        **several,
    )  # fmt: skip
    command.add_argument(
        "--same", metavar="FIELD=VALUE", help="one value for all rows of a column", **several
    )
    command.add_argument(
        "--fill", metavar="FIELD=VALUE", help="the same, only where nothing is published yet",
        **several,
    )  # fmt: skip
    command.add_argument(
        "--word", metavar="FIELD:WORD=CODE", help="what a word in a column stands for", **several
    )
    command.add_argument(
        "--filter", metavar="COLUMN=VALUE", help="only rows with this value, or one of several",
        **several,
    )  # fmt: skip
    command.add_argument("--ids", choices=["name"], help="make the ids that are missing of names")
    command.add_argument(
        "--place", action="store_true",
        help="find region, area and country by coordinates, town, address or postal code; leave "
        "out other rows",
    )  # fmt: skip
    command.add_argument("--source", help="where figures come from: address or title")
    command.add_argument("--taken", type=_day, help="the day they were taken; today when left out")
    command.add_argument(
        "--new-series", action="store_true", help="the figures do not continue the series there is"
    )
    command.add_argument(
        "--years-as-columns", action=argparse.BooleanOptionalAction, default=True,
        help="make rows of years, areas or indicators that stand across (done where recognised)",
    )  # fmt: skip
    command.add_argument(
        "--read", metavar="FIELD=HOW", help="what can be read in two ways: , or . (the mark before "
        "fractions), day or month (which comes first), shown or held (of scaled cells)", **several,
    )  # fmt: skip
    command.add_argument(
        "--hidden", action=argparse.BooleanOptionalAction, default=None,
        help="take, or leave out, rows and columns that a sheet hides",
    )  # fmt: skip
    command.add_argument("--header-rows", type=int, choices=[1, 2, 3], help="of the column names")


def add_values(command: Any) -> None:
    """Adds only what is said of published rows."""
    several: dict[str, Any] = {"action": "append", "default": [], "type": _pair}
    command.add_argument(
        "--same", metavar="FIELD=VALUE", help="one value for all rows without one", **several
    )
    command.add_argument("--word", metavar="FIELD:WORD=CODE", help="what a word is now", **several)


def values(
    options: argparse.Namespace, schema: Schema
) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Those options: values by column, words by column. SystemExit (2) with a sentence where there
    is no such column."""
    words: dict[str, dict[str, str]] = {}
    for name, code in options.word:
        field, _, word = name.partition(":")
        words.setdefault(field, {})[word] = code
    same = dict(options.same)
    for field in (*same, *words):
        _known(field, list(schema.fields), "The dataset has no column")
    return same, words


def said(options: argparse.Namespace, found: Intake, schema: Schema) -> Said:
    """The options as what a person says on the page. SystemExit (2) with a sentence where a column
    or a field does not exist."""
    columns = list(map(str, found.table.columns))
    for name, _ in (*options.map, *options.filter):
        _known(name, columns, "The file has no column")
    fields = [field for _, field in options.map if field]
    fields += [name for name, _ in (*options.same, *options.fill, *options.read)]
    words: dict[str, dict[str, str]] = {}
    for name, code in options.word:
        field, _, word = name.partition(":")
        fields.append(field)
        words.setdefault(field, {})[word] = code
    for field in fields:
        _known(field, list(schema.fields), "The dataset has no column")
    only: dict[str, set[str]] = {}
    for column, value in options.filter:
        only.setdefault(column, set()).add(value)
    day = (options.taken or date.today()).isoformat()
    return Said(
        by_hand=dict(options.map),
        same=dict([*options.same, *options.fill]),
        named=options.ids is not None,
        origin=Origin(options.source, day, not options.new_series) if options.source else None,
        taken=options.taken.isoformat() if options.taken else "",
        words=words,
        gaps=frozenset(name for name, _ in options.fill),
        placed=options.place,
        only={column: frozenset(values) for column, values in only.items()},
        readings=dict(options.read),
    )


def tell(found: Intake, made: Draft) -> None:
    """How the file was read, and what was made of it where that is more than its rows."""
    read = [f"letters {found.encoding}"] if found.encoding else []
    if found.eurostat is None:
        read.append(f"decimal mark «{found.decimal}»")
    if read:
        print(f"reading: {', '.join(read)}", file=sys.stderr)
    for other in found.candidates[1:3]:
        words = " · ".join(other.sample.split()[:3])
        print(f"  or --encoding {other.encoding}: {words}", file=sys.stderr)
    if found.across is not None:
        print(
            f"These columns became rows: {', '.join(found.across.columns)}; "
            f"empty cells that make none: {found.across.empty}.",
            file=sys.stderr,
        )
    if len(found.sheets) > 1:
        print(f"1 of {len(found.sheets)} sheets is read: {found.sheet}.", file=sys.stderr)
    if made.regions or made.outside:
        listed = ", ".join(f"{name} {n}" for name, n in made.regions.items())
        print(f"By place: {listed or 'none'}; left out: {made.outside}.", file=sys.stderr)
    if made.coded:
        rows = ", ".join(map(str, made.coded[:5])) + (" …" if len(made.coded) > 5 else "")
        print(f"By the postal code alone: {len(made.coded)} (rows {rows}).", file=sys.stderr)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"«{text}» is not of the form NAME=VALUE")
    return name.strip(), value.strip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» is no day as in 2026-11-28") from None


def _known(name: str, names: Iterable[str], told: str) -> None:
    if name not in names:
        print(f"{told} «{name}». There are: {', '.join(names)}.", file=sys.stderr)
        raise SystemExit(2)
