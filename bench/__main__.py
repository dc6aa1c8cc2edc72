"""Measures the app and prints tables; exit code 1 when a target is missed (docs/bench.md)."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping

from bench import addresses, browser, crowd, desk, exports, followers, fresh, growth, table, views
from secon_ui.shell.menu import PAGES

Pages = tuple[str, ...]
PARTS: Mapping[str, Callable[[Pages], list[table.Section]]] = {
    "views": views.measure,
    "crowd": lambda _: crowd.measure(),
    "fresh": lambda _: fresh.measure(),
    "growth": growth.measure,
    "browser": browser.measure,
    "desk": lambda _: desk.measure(),
    "exports": lambda _: exports.measure(),
    "addresses": lambda _: addresses.measure(),
    "followers": lambda _: followers.measure(),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all of them without"
    )
    parser.add_argument(
        "--pages", nargs="+", default=[], metavar="slug", choices=[page.slug for page in PAGES],
        help="only these pages, in the parts that go through pages",
    )  # fmt: skip
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part «{', '.join(sorted(unknown))}»: {', '.join(PARTS)}")
    start = time.perf_counter()
    sections = []
    for name in asked.parts or PARTS:
        found = PARTS[name](tuple(asked.pages))
        for section in found:
            table.show(section)
        sections += found
    missed = table.conclude(sections)
    print(f"Took {time.perf_counter() - start:.0f} s.")
    sys.exit(missed)


if __name__ == "__main__":
    main()
