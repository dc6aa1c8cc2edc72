"""Every view's first time with ten times the observations and organisations, beside today's."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median

from bench import made_up
from bench.client import Tab
from bench.links import Case, cases
from bench.servers import Server, serving
from bench.table import Line, Section, ms
from bench.views import asked

SLOWER = 2.0  # a first view with ten times the data to the same today
_NEW = 4  # states of each view


def measure(slugs: tuple[str, ...] = ()) -> list[Section]:
    """One section. Both servers are asked in turns, so that a busy machine slows both alike."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        grown = made_up.tenfold(Path(folder))
        with (
            serving() as today,
            serving(data=grown) as later,
        ):
            today.settle()
            later.settle()
            for case in cases(slugs):
                for chosen in case.new:
                    small, large = _first(case, chosen, today, later)
                    name = case.called(chosen)
                    lines.append(Line(name, ms(large), ms(small), large / small, SLOWER))
            note = (
                f"Processor time, medians. Ready after {later.ready:.1f} s instead of "
                f"{today.ready:.1f} s; {later.memory():.0f} MB instead of {today.memory():.0f} MB."
            )
    return [Section("first view with ten times the data ÷ today's", lines, [note])]


def _first(case: Case, chosen: str, today: Server, later: Server) -> tuple[float, float]:
    """Processor time of a first view on each, ms."""
    taken: list[list[float]] = [[], []]
    with Tab(today.host) as small, Tab(later.host) as large:
        for link in case.kept:  # what every state of this view needs is there
            small.run(case.page, link)
            large.run(case.page, link)
        for link in case.new[chosen][:_NEW]:
            for tab, server, seen in zip((small, large), (today, later), taken, strict=True):
                cost, run = asked(tab, server, case, link)
                if run.failed:
                    sys.exit(f"«{case.name}» shows an error: {link}")
                seen.append(cost.cpu)
    return median(taken[0]), median(taken[1])
