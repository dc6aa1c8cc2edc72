"""Cached reads: the only home of ``st.cache_*``. Every cache is keyed by the data's version, so
that new data show at the next interaction and nothing needs clearing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from secon_data import comparison, current, regions
from secon_data.package import Package
from secon_data.store import Store
from secon_ui import compare as compare_page
from secon_ui import geometry as boundaries


def version() -> str:
    """Changes when any file of the data package does, and with every publication."""
    folder = current.folder()
    files = sorted([*folder.glob("*.csv"), *folder.glob("*.json"), *folder.glob("schemas/*.json")])
    shipped = ",".join(f"{file.stat().st_mtime_ns:x}" for file in files)
    store = current.store()
    published = ",".join(f"{name}={n}" for name, n in revisions(store.address).items())
    return f"{folder}|{shipped}|{store.address}|{published}"


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


def region_ids() -> list[str]:
    """Ids of the partner regions, in order."""
    return list(package().table("regions")["region_id"])


def comparable() -> list[str]:
    """Indicators of which at least one region has a value."""
    return compare_page.comparable(package(), candidates())


def years(indicator: str) -> Mapping[str, int]:
    """The years to choose from, newest first, with the count of regions that have a value."""
    return compare_page.years(package(), candidates(), indicator)


def latest_years() -> pd.Series:
    """The year shown when none is asked, by indicator. Shared."""
    return _latest_years(version())


def geometry() -> dict[str, Any]:
    """The index of the boundaries. DataError names a file that is missing or damaged. Shared."""
    return _geometry(boundaries.version(boundaries.FOLDER))


@st.cache_resource(max_entries=2, show_spinner=False)
def _package(version: str) -> Package:
    return current.package()


@st.cache_resource(max_entries=2, show_spinner=False)
def _candidates(version: str) -> pd.DataFrame:
    return regions.candidates(_package(version))


@st.cache_resource(max_entries=400, show_spinner=False)
def _compare(version: str, indicator: str, year: int | None) -> comparison.Comparison:
    return comparison.compare(_package(version), _candidates(version), indicator, year)


@st.cache_resource(max_entries=8, show_spinner=False)
def _overview(version: str, indicators: tuple[str, ...] | None) -> pd.DataFrame:
    return comparison.overview(_package(version), _candidates(version), indicators)


@st.cache_resource(max_entries=2, show_spinner=False)
def _latest_years(version: str) -> pd.Series:
    return comparison.latest_years(_package(version))


@st.cache_resource(max_entries=2, show_spinner=False)
def _geometry(version: str) -> dict[str, Any]:
    return boundaries.index(boundaries.FOLDER)
