"""A webinar: many sessions that change what they look at, beside the same crowd on the Dash page;
and a burst, in which all open the same fresh link at once.

Everybody is a thread of this process. What the client itself takes of the processor is told, so
that it can be seen not to be what is measured. The crowd is bounded in number and time and speaks
to this machine alone.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from statistics import median, quantiles

from bench import dash_page
from bench.client import Tab
from bench.links import Link, combinations
from bench.servers import Server, serving
from bench.table import Line, Section, ms

PEOPLE = 50
EVERY = 5.0  # seconds from one change of a person to the next
SECONDS = 25.0  # in which changes are begun
BURST, WITHIN = 60, 5.0  # sessions that open one link; seconds
BURSTS = 2
_FIRST = {"region": "riga", "lang": "en"}

# Shows a reader a link; ms until all of it is there. Raises where it is not.
Change = Callable[[Link], float]
Reader = Callable[[str], AbstractContextManager[Change]]


@dataclass(frozen=True)
class Crowd:
    """What a crowd saw: ms of every change, and what went wrong where one failed. ``cpu``:
    processor time of the server for a change, in ms; ``busy``: share of the time in which the
    readers themselves kept a processor busy."""

    times: Sequence[float]
    failures: Sequence[Exception]
    cpu: float
    busy: float

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=20)[-1]


def measure() -> list[Section]:
    """The crowd on the app and on the Dash page, one after the other; then the bursts."""
    with serving() as app:
        app.settle()
        ours = _crowd(app, _on_app)
        bursts = [_burst(app, link) for link in combinations()[-BURSTS:]]
    with dash_page.serving() as page:
        page.settle()
        dash = _crowd(page, _on_dash)
    return [_told(ours, dash), _told_bursts(bursts)]


@contextmanager
def _on_app(host: str) -> Iterator[Change]:
    """A reader of the app, in a tab of her own."""
    with Tab(host) as tab:

        def change(link: Link) -> float:
            run = tab.run("compare", link)
            if run.failed or not run.figures:
                raise ConnectionError(f"Compare does not show {link}")
            return run.milliseconds

        change(_FIRST)
        yield change


@contextmanager
def _on_dash(host: str) -> Iterator[Change]:
    """A reader of the Dash page."""
    with dash_page.Client(host) as client:
        client.change(_FIRST)
        yield client.change


def _crowd(server: Server, reader: Reader) -> Crowd:
    """Everybody is there; then each changes to what nobody has looked at, every few seconds or,
    where the answer takes longer, as soon as it is there."""
    links = iter(link for link in combinations() if link != _FIRST)
    turn = threading.Lock()

    def person(change: Change, number: int) -> list[float | Exception]:
        seen: list[float | Exception] = []
        for moment in _moments(number):
            time.sleep(moment)
            with turn:
                link = next(links)
            seen.append(_tried(change, link))
        return seen

    with ExitStack() as everybody, ThreadPoolExecutor(PEOPLE) as threads:
        changes = [everybody.enter_context(reader(server.host)) for _ in range(PEOPLE)]
        with _Counted(server) as counted:
            asked = [threads.submit(person, change, n) for n, change in enumerate(changes)]
            seen = [time for one in asked for time in one.result()]
    return counted.crowd(seen)


def _burst(server: Server, link: Link) -> Crowd:
    """Many sessions open the same link, which nobody has opened before, within seconds."""

    def person(number: int) -> float | Exception:
        time.sleep(number * WITHIN / BURST)

        def opened(link: Link) -> float:
            with Tab(server.host) as tab:
                run = tab.run("compare", link)
            if run.failed or not run.figures:
                raise ConnectionError(f"Compare does not show {link}")
            return run.milliseconds

        return _tried(opened, link)

    with ThreadPoolExecutor(BURST) as threads, _Counted(server) as counted:
        seen = list(threads.map(person, range(BURST)))
    return counted.crowd(seen)


def _moments(number: int) -> Iterator[float]:
    """Seconds that a person waits before each of her changes; those of all are spread evenly."""
    start = time.perf_counter()
    for turn in range(int(SECONDS / EVERY)):
        gone = time.perf_counter() - start
        if gone > SECONDS:
            return
        yield max(0.0, (turn + number / PEOPLE) * EVERY - gone)


def _tried(change: Change, link: Link) -> float | Exception:
    """The time of a change, or why it failed."""
    try:
        return change(link)
    except Exception as error:
        return error


class _Counted:
    """A context in which the processor time of a server and of this process is counted."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def __enter__(self) -> _Counted:
        self._start = (self._server.cpu(), 1000 * time.process_time(), 1000 * time.perf_counter())
        return self

    def __exit__(self, *_: object) -> None:
        end = (self._server.cpu(), 1000 * time.process_time(), 1000 * time.perf_counter())
        self._server_cpu, self._client, self._gone = (
            b - a for a, b in zip(self._start, end, strict=True)
        )

    def crowd(self, seen: Sequence[float | Exception]) -> Crowd:
        """What was seen, with what was counted."""
        return Crowd(
            [one for one in seen if isinstance(one, float)],
            [one for one in seen if isinstance(one, Exception)],
            self._server_cpu / len(seen),
            self._client / self._gone,
        )


def _told(ours: Crowd, dash: Crowd) -> Section:
    failed = len(ours.failures)
    lines = [
        Line("p95 of a change, beside Dash", ms(ours.p95), ms(dash.p95), ours.p95 / dash.p95, 1),
        Line("p50 of a change", ms(ours.p50), ms(dash.p50), ours.p50 / dash.p50, None),
        Line("processor time a change", ms(ours.cpu), ms(dash.cpu), ours.cpu / dash.cpu, None),
        Line("changes that failed", str(failed), str(len(dash.failures)), failed, 0, ""),
    ]
    note = (
        f"{PEOPLE} sessions, each another indicator and region every {EVERY:.0f} s for "
        f"{SECONDS:.0f} s: {len(ours.times)} changes here, {len(dash.times)} on Dash. The client "
        f"kept {ours.busy:.0%} and {dash.busy:.0%} of one processor busy."
    )
    return Section("crowd on Compare's map", lines, [note, *_why(ours)])


def _told_bursts(bursts: Sequence[Crowd]) -> Section:
    failed = sum(len(one.failures) for one in bursts)
    slowest = max(one.p95 if len(one.times) > 1 else 0 for one in bursts)
    lines = [
        Line("sessions that failed", str(failed), "", failed, 0, ""),
        Line("p95 until the page is there", ms(slowest), "", slowest / 1000, None, "s"),
    ]
    notes = [f"{BURSTS} times {BURST} sessions open one fresh link within {WITHIN:.0f} s."]
    notes += chain.from_iterable(map(_why, bursts))
    return Section("burst on one fresh link", lines, notes)


def _why(crowd: Crowd) -> list[str]:
    """The first thing that went wrong."""
    return [f"Failed: {error!r}" for error in crowd.failures[:1]]
