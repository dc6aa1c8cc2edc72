"""Measures every page and the data desk and prints tables; exit code 1 when a target is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from statistics import median

from bench import checking, desk, table
from bench.client import Run, Tab
from bench.servers import ROOT, serving
from secon_ui.shell.menu import PAGES, PageSpec

HERE = Path(__file__).resolve().parent
REGIONS = ("riga", "haskovo")  # a rerun goes from one to the other
RATIO = 1.5  # a page's rerun to its bare page's
UNCHANGED = 15_000  # bytes of a rerun that changes nothing
CHECK = 1.5  # the check of a large file to a plain validation of it
BESIDE = 3  # another page's p95 during such a check to its idle p95
SHOWN, VISIBLE = 1, 2  # seconds to the first progress; to new figures in another session


@dataclass(frozen=True)
class Result:
    """One page: medians in milliseconds, sizes in bytes."""

    slug: str
    changed: float
    same: float
    bare_changed: float
    bare_same: float
    first: Run
    other: Run
    again: Run

    @property
    def ratio(self) -> float:
        """The dearer of both kinds of rerun, to the same on the bare page."""
        return max(self.changed / self.bare_changed, self.same / self.bare_same)

    @property
    def missed(self) -> list[str]:
        """Which targets it misses, in words."""
        runs = (self.first, self.other, self.again)
        checks = {
            "the page shows an error": any(run.failed for run in runs),
            f"a rerun costs {self.ratio:.2f} × the bare page": self.ratio > RATIO,
            f"an unchanged rerun sends {self.again.size / 1000:.1f} kB": self.again.size
            >= UNCHANGED,
            "an unchanged rerun sends a figure again": self.again.figures > 0,
            "geometry travels over the websocket": any(run.geometry for run in runs),
        }
        return [words for words, wrong in checks.items() if wrong]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="measured reruns of each kind")
    parser.add_argument("--desk", action="store_true", help="only the data desk's work on files")
    parser.add_argument("pages", nargs="*", help="slugs of the pages to measure; all without")
    asked = parser.parse_args()
    missed = False
    if not asked.desk:
        missed = _pages(
            [p for p in PAGES if not asked.pages or p.slug in asked.pages], asked.rounds
        )
    if asked.desk or not asked.pages:
        missed = _desk() or missed
    if missed:
        sys.exit(1)


def _pages(pages: list[PageSpec], rounds: int) -> bool:
    """Measures pages and prints their table; whether one misses a target."""
    with tempfile.TemporaryDirectory() as elsewhere:
        script = Path(copyfile(HERE / "empty.py", Path(elsewhere) / "empty.py"))
        with (
            serving(ROOT / "dashboard.py") as app,
            serving(HERE / "bare.py") as bare,
            serving(HERE / "empty.py") as empty,
            serving(script, plain=True) as default,
        ):
            floor, default_floor = (_empty(host, rounds) for host in (empty, default))
            results = [_measure(page, app, bare, rounds) for page in pages]
    _print(results, floor, default_floor)
    return any(result.missed for result in results)


def _desk() -> bool:
    """Measures the desk and prints its table; whether it misses a target."""
    found = desk.measure()
    ours, plain = checking.measure()
    lines = [
        table.Line(
            "100,000 rows read, checked, compared: × read_csv + Frictionless",
            f"{ours:.2f} s", f"{plain:.2f} s", ours / plain, CHECK,
        ),
        table.Line(
            f"another page's rerun during the check, p95 of {found.reruns}: × idle",
            f"{found.during:.1f} ms", f"{found.idle:.1f} ms", found.ratio, BESIDE,
        ),
        table.Line(
            "from the upload to the first progress on screen",
            f"{found.shown:.2f} s", "", found.shown, SHOWN, "s",
        ),
        table.Line(
            "from «publish» to the figures in another open session",
            f"{found.visible:.2f} s", "", found.visible, VISIBLE, "s",
        ),
    ]  # fmt: skip
    table.show(lines)
    return any(line.missed for line in lines)


def _empty(host: str, rounds: int) -> float:
    with Tab(host) as tab:
        return median([tab.run().milliseconds for _ in range(rounds + 3)][3:])


def _measure(page: PageSpec, app: str, bare: str, rounds: int) -> Result:
    """Reruns on both servers in turns, so that a busy machine slows both alike."""
    links = [{"region": r, "lang": "en", "bench": page.slug} for r in REGIONS]
    name = "" if page is PAGES[0] else page.slug
    times: dict[str, list[float]] = {"changed": [], "same": [], "bare changed": [], "bare same": []}
    with Tab(app) as ours, Tab(bare) as plain:
        first = ours.run(name, links[0])
        plain.run(name, links[0])
        replayed = plain.run(name, links[0])
        if replayed.failed != first.failed or abs(replayed.sent / first.sent - 1) > 0.02:
            sys.exit(f"Bare, «{page.slug}» differs: {replayed.kinds} for {first.kinds}")
        for turn in range(rounds + 3):
            link = links[(turn + 1) % 2]
            other, again = ours.run(name, link), ours.run(name, link)
            plain_other, plain_again = plain.run(name, link), plain.run(name, link)
            if turn < 3:  # caches fill, and the bare page is recorded
                continue
            times["changed"].append(other.milliseconds)
            times["same"].append(again.milliseconds)
            times["bare changed"].append(plain_other.milliseconds)
            times["bare same"].append(plain_again.milliseconds)
    changed, same, plain_changed, plain_same = (median(values) for values in times.values())
    return Result(page.slug, changed, same, plain_changed, plain_same, first, other, again)


def _print(results: list[Result], floor: float, default_floor: float) -> None:
    print(f"An empty page: {floor:.1f} ms; with Streamlit's own settings {default_floor:.1f} ms.\n")
    print(f"{'':12} {'another region':^31} {'nothing changed':^31} {'kB':^23}")
    each = f"{'ms':>7} {'bare':>7} {'× bare':>7} {'× empty':>7}"
    print(f"{'page':12} {each} {each} {'first':>7} {'rerun':>7} {'same':>7}")
    for r in results:
        changed = f"{r.changed:7.1f} {r.bare_changed:7.1f} {r.changed / r.bare_changed:7.2f}"
        same = f"{r.same:7.1f} {r.bare_same:7.1f} {r.same / r.bare_same:7.2f}"
        sizes = " ".join(f"{run.size / 1000:7.1f}" for run in (r.first, r.other, r.again))
        print(
            f"{r.slug:12} {changed} {r.changed / floor:7.1f} {same} {r.same / floor:7.1f} {sizes}"
        )
    print()
    for r in results:
        for words in r.missed:
            print(f"{r.slug}: {words}")
    if not any(r.missed for r in results):
        print(
            f"Every rerun within {RATIO} × its bare page; unchanged ones send no figure and less "
            f"than {UNCHANGED // 1000} kB; no geometry over the websocket."
        )


if __name__ == "__main__":
    main()
