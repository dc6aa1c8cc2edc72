"""Every view of every page: what it costs when nobody has asked for it yet, and when it is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench import dash_page
from bench.client import Run, Tab
from bench.links import Case, Link, cases, combinations
from bench.servers import HERE, Server, serving
from bench.table import Line, Section, ms

KEPT = 1.25  # a kept view to its bare page
FIRST = 2.5  # a view nobody has asked for, to a kept one
COMPARE = 0.5  # the same on Compare, to the Dash page
UNCHANGED = 15  # kB of a rerun that changes nothing
ROUNDS = 48  # a median of fewer scatters by a tenth on the small pages
_WARM = 3  # reruns before those that count: caches fill, and the bare page is recorded


@dataclass(frozen=True)
class Cost:
    """Of one run, in ms: processor time of the server, and until all of it was there."""

    cpu: float
    wall: float

    def told(self) -> str:
        """As a cell of the table: both, the second in brackets."""
        return f"{self.cpu:.0f} ({self.wall:.0f}) ms"

    @classmethod
    def of(cls, many: Sequence[Cost]) -> Cost:
        return cls(median(one.cpu for one in many), median(one.wall for one in many))


@dataclass(frozen=True)
class Turns:
    """What was measured in turns, and beside what. ``ratio``: the median of the turns' own, so that
    what else the machine does meanwhile weighs on both sides."""

    measured: Sequence[Cost]
    beside: Sequence[Cost]

    @property
    def ratio(self) -> float:
        pairs = zip(self.measured, self.beside, strict=True)
        return median(one.cpu / other.cpu for one, other in pairs)


@dataclass(frozen=True)
class Seen:
    """What a view costs. ``first``: nobody asked for it before, by what was chosen, in turns with
    the same on the Dash page where it has it, else with a kept state; ``changed``: another kept
    state of it; ``same``: nothing is another; both in turns with the bare page."""

    case: Case
    first: Mapping[str, Turns]
    changed: Turns
    same: Turns
    runs: tuple[Run, ...]  # of all kinds; the last one changed nothing

    @property
    def kept(self) -> float:
        """The dearer of both kinds of rerun, to the same on the bare page."""
        return max(self.changed.ratio, self.same.ratio)


def measure(slugs: tuple[str, ...] = (), rounds: int = ROUNDS) -> list[Section]:
    """Sections for first views, for kept ones, and for what travels."""
    with (
        serving() as app,
        serving(HERE / "bare.py") as bare,
        dash_page.serving() as dash,
        dash_page.Client(dash.host) as dash_client,
    ):
        app.settle()

        def on_dash(link: Link) -> Cost:
            before = dash.cpu()
            wall = dash_client.change(link)
            return Cost(dash.cpu() - before, wall)

        for link in combinations()[:_WARM]:
            on_dash(link)
        seen = [
            _seen(case, app, bare, on_dash if case.slug == "compare" else None, rounds)
            for case in cases(slugs)
        ]
    return [_first(seen), _kept(seen), _travels(seen)]


def asked(tab: Tab, server: Server, case: Case, link: Link) -> tuple[Cost, Run]:
    """One run of a view in a tab, and what it cost."""
    before = server.cpu()
    run = tab.run(case.page, link)
    return Cost(server.cpu() - before, run.milliseconds), run


def _seen(
    case: Case, app: Server, bare: Server, on_dash: Callable[[Link], Cost] | None, rounds: int
) -> Seen:
    """Reruns on both servers in turns, so that a busy machine slows both alike; then new views,
    in turns with the Dash page where it is asked, else with kept ones."""
    links = [{**link, "bench": case.slug} for link in case.kept]
    costs: dict[str, list[Cost]] = {name: [] for name in ("changed", "same", "bare", "bare same")}
    runs: list[Run] = []
    with Tab(app.host) as ours, Tab(bare.host) as plain:
        runs.append(_alike(case, links[0], ours, plain))
        for turn in range(rounds + _WARM):
            link = links[(turn + 1) % 2]
            found = [
                asked(ours, app, case, link), asked(ours, app, case, link),
                asked(plain, bare, case, link), asked(plain, bare, case, link),
            ]  # fmt: skip
            if turn >= _WARM:
                for name, (cost, _) in zip(costs, found, strict=True):
                    costs[name].append(cost)
        runs += [found[0][1], found[1][1]]
        first = {}
        for chosen, new in case.new.items():
            seen, beside = [], []
            for turn, other in enumerate(new):
                cost, run = asked(ours, app, case, other)
                seen.append(cost)
                kept = links[turn % 2]
                beside.append(on_dash(other) if on_dash else asked(ours, app, case, kept)[0])
                runs.insert(0, run)
            first[chosen] = Turns(seen, beside)
    changed = Turns(costs["changed"], costs["bare"])
    same = Turns(costs["same"], costs["bare same"])
    return Seen(case, first, changed, same, tuple(runs))


def _alike(case: Case, link: Mapping[str, str], ours: Tab, plain: Tab) -> Run:
    """Lets the bare page record a view, and makes sure that it sends what the app sends."""
    first = ours.run(case.page, link)
    plain.run(case.page, link)
    replayed = plain.run(case.page, link)
    if replayed.failed != first.failed or abs(replayed.sent / first.sent - 1) > 0.02:
        sys.exit(f"Bare, «{case.name}» differs: {replayed.kinds} for {first.kinds}")
    return first


def _first(seen: Iterable[Seen]) -> Section:
    section = Section("first view ÷ kept one")
    for one in seen:
        target = COMPARE if one.case.slug == "compare" else FIRST
        for chosen, turns in one.first.items():
            measured, beside = Cost.of(turns.measured).told(), Cost.of(turns.beside).told()
            section.lines.append(
                Line(one.case.called(chosen), measured, beside, turns.ratio, target)
            )
    section.notes += [
        "Processor time, medians; in brackets until all of it was there. Beside Compare the same",
        "indicator and region on the Dash page, beside the others a kept view. The result is the",
        "median of its turns' own.",
    ]
    return section


def _kept(seen: Iterable[Seen]) -> Section:
    lines = [
        Line(
            one.case.name,
            ms(Cost.of(one.changed.measured).cpu),
            ms(Cost.of(one.changed.beside).cpu),
            one.kept,
            KEPT,
        )
        for one in seen
    ]
    notes = [
        "Processor time, medians; another region. The result is the dearer of that and of a rerun",
        "that changes nothing, each the median of its turns' own.",
    ]
    return Section("kept view ÷ bare page", lines, notes)


def _travels(seen: Sequence[Seen]) -> Section:
    largest = max(seen, key=lambda one: one.runs[-1].size)
    size = largest.runs[-1].size / 1000
    counts = {
        "views that send a figure again though nothing changed": sum(
            one.runs[-1].figures > 0 for one in seen
        ),
        "views with geometry over the websocket": sum(
            any(run.geometry for run in one.runs) for one in seen
        ),
        "views that show an error": sum(any(run.failed for run in one.runs) for one in seen),
    }
    lines = [
        Line(
            f"rerun that changes nothing: {largest.case.name}", f"{size:.1f} kB", "", size,
            UNCHANGED, "kB",
        ),
        *(Line(what, str(count), "", count, 0, "") for what, count in counts.items()),
    ]  # fmt: skip
    return Section("what travels", lines)
