"""The data at an address: how long each answer takes, how large it is, what who has it already is
sent, and how little whoever fetches all of it holds up everybody else."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

from bench.client import Tab
from bench.servers import Server, serving
from bench.table import Line, Section, ms
from secon_data.package import SHIPPED, Package

ASKED = (
    "datapackage.json",
    "values.csv",
    "values.csv?indicator=neet_15_29&year=2015-2024",
    "funding.csv",
    "observations.csv",
    "observations.parquet",
    "observations.json",
)
FORMS = ("csv", "parquet", "json")
BESIDE = 1.5  # another page's p95 while everything is fetched, to its idle p95
ROUNDS = 20
_LINK = {"region": "riga", "lang": "en"}
_GZIP = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Told:
    """An answer. ``size``: bytes of its body as they travelled."""

    status: int
    seconds: float
    size: int
    tag: str


class Reader:
    """A program that fetches data. ``number``: its own address of this machine, for each client
    may ask for so much."""

    def __init__(self, host: str, number: int) -> None:
        place, _, port = host.partition(":")
        source = (f"127.0.0.{number}", 0)
        self._line = http.client.HTTPConnection(place, int(port), 120, source_address=source)

    def ask(self, file: str, headers: Mapping[str, str]) -> Told:
        start = time.perf_counter()
        self._line.request("GET", f"/data/{file}", headers=dict(headers))
        answer = self._line.getresponse()
        size = len(answer.read())
        spent = time.perf_counter() - start
        return Told(answer.status, spent, size, answer.headers.get("ETag", ""))

    def close(self) -> None:
        self._line.close()


def measure() -> list[Section]:
    """Two sections: each address, and what others feel."""
    with serving() as app:
        found = _answers(app)
    with serving() as app:  # which has made none of them yet
        return [found, _others(app)]


def _answers(app: Server) -> Section:
    lines = []
    for number, file in enumerate(ASKED, start=2):
        reader = Reader(app.host, number)
        first = _whole(reader.ask(file, _GZIP))
        kept = [_whole(reader.ask(file, _GZIP)) for _ in range(ROUNDS)]
        has = _GZIP | {"If-None-Match": first.tag}
        same = [reader.ask(file, has) for _ in range(ROUNDS)]
        plain = _whole(reader.ask(file, {"Accept-Encoding": "identity"}))
        reader.close()
        assert {one.status for one in same} == {304}, file
        lines += [
            Line(f"/data/{file}", _kb(plain.size), _kb(first.size), first.seconds, None, "s"),
            Line("  kept; with If-None-Match: bytes", _ms(kept), _ms(same),
                 max(one.size for one in same), 0, "B"),
        ]  # fmt: skip
    notes = [
        "measured: as text, beside: as it travels compressed, result: the first time anybody asks.",
    ]
    return Section("data at an address", lines, notes)


def _others(app: Server) -> Section:
    """Reruns of a page, alone and while programs fetch every dataset in every form, which the
    server has to make."""
    files = [f"{name}.{form}" for name in Package(SHIPPED).names for form in FORMS]
    with Tab(app.host) as reader:
        for _ in range(20):
            reader.run("compare", _LINK)
        alone = [reader.run("compare", _LINK).milliseconds for _ in range(120)]
        during: list[float] = []
        with ThreadPoolExecutor(1) as program:
            fetching = program.submit(_fetch, app.host, files)
            while not fetching.done():
                during.append(reader.run("compare", _LINK).milliseconds)
            fetching.result()
        alone += [reader.run("compare", _LINK).milliseconds for _ in range(120)]
    idle, busy = _p95(alone), _p95(during)
    what = "another page's p95 while all datasets are fetched: × idle"
    line = Line(what, ms(busy), ms(idle), busy / idle, BESIDE)
    note = f"{len(files)} answers made and sent meanwhile; {len(during)} reruns of the page."
    return Section("data at an address beside everybody else", [line], [note])


def _fetch(host: str, files: list[str]) -> None:
    for number, file in enumerate(files, start=2):
        reader = Reader(host, number)
        _whole(reader.ask(file, _GZIP))
        reader.close()


def _whole(told: Told) -> Told:
    assert told.status == 200, told
    return told


def _ms(found: list[Told]) -> str:
    return ms(1000 * median(one.seconds for one in found))


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _kb(size: int) -> str:
    return f"{size / 1000:.0f} kB"
