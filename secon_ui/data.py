"""Cached reads: the only home of caches. Every cache is keyed by the data's version, so that new
data show at the next interaction and nothing needs clearing."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from pages.enterprises.link import SEARCHED
from pages.funding import Entries, budgets, entries
from secon_data import changes, comparison, regions, settings, spreads
from secon_data import standing as places
from secon_data.package import Package
from secon_data.store import Revision, Store
from secon_ui import clock
from secon_ui.drawing import geometry as boundaries
from secon_ui.drawing.mercator import Bounds
from secon_ui.memo import kept, weight
from secon_ui.text import search

T = TypeVar("T")
MOST_KEPT = 64 * 2**20  # bytes of what pages made, for all visitors together
_RUN = threading.local()  # a run is a thread; what it saw of the files


@contextmanager
def one_version() -> Iterator[None]:
    """Within it all reads are of the version that there was at its start: a run looks at the files
    once, and never mixes two versions."""
    _RUN.version = _version()
    try:
        yield
    finally:
        del _RUN.version


def version() -> str:
    """Changes when any file of the data package does, and with every publication."""
    return getattr(_RUN, "version", None) or _version()


def made(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` works out of the data, kept under a key for this version and day. Shared."""
    found: T = _made((version(), clock.today(), key), make)
    return found


@kept(MOST_KEPT, key=lambda key, make: key, weigh=weight)
def _made(key: Hashable, make: Callable[[], Any]) -> Any:
    return make()


def _version() -> str:
    folder = settings.folder()
    shipped = ",".join(sorted([*_files(folder), *_files(folder / "schemas")]))
    store = settings.store()
    published = ",".join(f"{name}={n}" for name, n in revisions(store.address).items())
    return f"{folder}|{shipped}|{store.address}|{published}"


def _files(folder: Path) -> list[str]:
    """The names of a folder's files with the moments of their last change."""
    try:
        with os.scandir(folder) as files:
            return [
                f"{file.name}={file.stat().st_mtime_ns:x}" for file in files if "." in file.name
            ]
    except OSError:
        return []


@st.cache_data(ttl=1, max_entries=4, show_spinner=False)
def revisions(address: str) -> dict[str, int]:
    """The current revision of every published dataset. Asked once a second at most: an object
    store answers slowly. ``clear()`` it after a publication."""
    return Store(address).revisions()


def package() -> Package:
    """The data package, read once for each version. Shared: do not change its tables."""
    return _package(version())


def candidates() -> pd.DataFrame:
    """What every area set says of every region (``regions.candidates``). Shared."""
    return _candidates(version())


def compare(indicator: str, year: int | None) -> comparison.Comparison:
    """One indicator for the nine regions. Shared."""
    return _compare(version(), indicator, year)


def overview(indicators: tuple[str, ...] | None = None) -> pd.DataFrame:
    """All regions × indicators in their latest years. Shared."""
    return _overview(version(), indicators)


def standing() -> pd.DataFrame:
    """All regions × indicators with how they stand (``standing.standing``). Shared."""
    return _standing(version())


def small_spreads() -> dict[tuple[str, int, int], list[float]]:
    """Single values of the spreads that are too small for quarters. Shared."""
    return _small_spreads(version())


def peers(region: str, alike: tuple[str, ...], among: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The regions most like one (``comparison.peers``), and how far they are ahead of it or
    behind (``standing.gaps``). Shared."""
    return _peers(version(), region, alike, among)


def region_ids() -> list[str]:
    """Ids of the partner regions, in order."""
    return list(region_countries())


def region_countries() -> Mapping[str, str]:
    """The country of each partner region, in order."""
    return regions.countries(package())


def comparable() -> list[str]:
    """Indicators of which at least one region has a value."""
    return _comparable(version())


def years(indicator: str) -> Mapping[str, int]:
    """The years to choose from, newest first, with the count of regions that have a value."""
    return _years(version(), indicator)


def latest_years() -> pd.Series:
    """The year shown when none is asked, by indicator. Shared."""
    return _latest_years(version())


def enterprise_texts() -> pd.Series:
    """What is searched of each organisation (``search.texts``). Shared."""
    return _enterprise_texts(version())


def funding(region: str, on: date) -> Entries:
    """The entries of funding for a region and day. Shared."""
    return _funding(version(), region, on)


def funding_budgets(region: str, on: date) -> pd.DataFrame:
    """Budgets per inhabitant on a day (``budgets.members``). Shared."""
    return _funding_budgets(version(), region, on)


def newest() -> pd.DataFrame:
    """The latest value of each region and indicator (``regions.newest``). Shared."""
    return _newest(version())


def history(dataset: str) -> list[Revision]:
    """All revisions of a dataset, newest first. Shared."""
    return _history(version(), dataset)


def revision(dataset: str, number: int) -> pd.DataFrame:
    """A revision of a dataset; it never changes. Shared. DataError when it cannot be read."""
    return _revision(version(), dataset, number)


def between(dataset: str, old: int, new: int) -> changes.Changes:
    """What differs between two revisions of a dataset. Shared. DataError when one cannot be
    read."""
    return _between(version(), dataset, old, new)


def newer_shipped(dataset: str) -> bool:
    """Whether this version of the app ships newer rows of a published dataset
    (``Store.newer_shipped``)."""
    return _newer_shipped(version(), dataset)


def geometry() -> dict[str, Any]:
    """The index of the boundaries. DataError names a file that is missing or damaged. Shared."""
    return _geometry(boundaries.version(boundaries.FOLDER))


def outlines() -> Mapping[str, Bounds]:
    """West, south, east and north of each partner region's outline. Shared."""
    bounds: Mapping[str, Bounds] = geometry()["bounds"]
    return bounds


@kept(4)
def _revision(version: str, dataset: str, number: int) -> pd.DataFrame:
    return settings.store().read(dataset, package().schema(dataset), number)


@kept(8)
def _between(version: str, dataset: str, old: int, new: int) -> changes.Changes:
    before, after = (_revision(version, dataset, number) for number in (old, new))
    return changes.between(before, after, package().schema(dataset).key)


@kept(2)
def _package(version: str) -> Package:
    return settings.package()


@kept(2)
def _candidates(version: str) -> pd.DataFrame:
    return regions.candidates(_package(version))


@kept(400)
def _compare(version: str, indicator: str, year: int | None) -> comparison.Comparison:
    return comparison.compare(_package(version), indicator, year)


@kept(2)
def _comparable(version: str) -> list[str]:
    return regions.comparable(_package(version))


@kept(200)
def _years(version: str, indicator: str) -> Mapping[str, int]:
    table = regions.coverage(_package(version), indicator)
    return {
        str(y): n for y, n in zip(table["year"].tolist(), table["regions"].tolist(), strict=True)
    }


@kept(8)
def _overview(version: str, indicators: tuple[str, ...] | None) -> pd.DataFrame:
    return comparison.overview(_package(version), indicators)


@kept(2)
def _standing(version: str) -> pd.DataFrame:
    return places.standing(_package(version))


@kept(2)
def _small_spreads(version: str) -> dict[tuple[str, int, int], list[float]]:
    return places.small_spreads(_package(version))


@kept(200)
def _peers(
    version: str, region: str, alike: tuple[str, ...], among: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    return places.peers_and_gaps(_package(version), region, alike, among)


@kept(2)
def _latest_years(version: str) -> pd.Series:
    return spreads.latest_years(_package(version))


@kept(64)
def _funding(version: str, region: str, on: date) -> Entries:
    return entries(_package(version), region, on)


@kept(64)
def _funding_budgets(version: str, region: str, on: date) -> pd.DataFrame:
    return budgets.members(_package(version), _funding(version, region, on))


@kept(2)
def _newest(version: str) -> pd.DataFrame:
    return regions.newest(_package(version))


@kept(32)
def _history(version: str, dataset: str) -> list[Revision]:
    return settings.store().history(dataset)


@kept(32)
def _newer_shipped(version: str, dataset: str) -> bool:
    return settings.store().newer_shipped(_package(version), dataset)


@kept(2)
def _enterprise_texts(version: str) -> pd.Series:
    return search.texts(_package(version).table("enterprises"), SEARCHED)


@kept(2)
def _geometry(version: str) -> dict[str, Any]:
    return boundaries.index(boundaries.FOLDER)
