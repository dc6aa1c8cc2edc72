"""What runs in the process beside the server: reading and checking the files of the data desk.

``secon_ui.processes`` starts it and speaks to it over its pipes. It imports no Streamlit and reads
the same files and the same store; what it read of them it keeps as long as they stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pages.desk import wording, work
from pages.desk.work import Examined, Work
from secon_data import layouts, settings, workbooks
from secon_data.intake import Intake
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.store import Upload
from secon_ui.text.words import Words

Told = Callable[[str], None]


@dataclass(frozen=True)
class Where:
    """The data to work with: the package's folder, the store's address (None without a store), a
    text that changes whenever one of them does, and whether nobody has named the store."""

    folder: Path
    address: str | None
    version: str
    usual: bool = False


def received(where: Where, dataset: str, upload: Upload, told: Told) -> Work:
    """``work.received``."""
    told("read")
    package = _package(where)
    found = work.received(dataset, upload, package)
    if where.address is None:
        return found
    kept = layouts.recall(
        settings.store_at(where.address, usual=where.usual), found.layout, package.schema(dataset)
    )
    return work.recalled(found, kept, package)


def shipped(where: Where, dataset: str, told: Told) -> Work:
    """``work.shipped``."""
    told("read")
    return work.shipped(dataset, _package(where))


def corrected(where: Where, file: Work, overrides: Mapping[str, Any], told: Told) -> Work:
    """``work.corrected``."""
    told("read")
    return work.corrected(file, _package(where), **overrides)


def examined(where: Where, file: Work, revisions: Mapping[str, int], told: Told) -> Examined:
    """``work.examine``."""
    return work.examine(file, _package(where), revisions, told)


def template(where: Where, dataset: str, region: str | None, language: str, told: Told) -> bytes:
    """``workbooks.template``: empty, or with the current rows; of the observations those of the
    region's areas, for all of them are too many to work on by hand. ``region``: None for an empty
    one."""
    told("template")
    package, rows = _package(where), None
    if region is not None:
        rows = package.table(dataset)
        if dataset == "observations":
            areas = package.table("region_areas")
            own = areas.loc[areas["region_id"] == region, "area_id"]
            rows = rows[rows["area_id"].isin(set(own))]
    return workbooks.template(package, dataset, rows, Words(language).data)


def marked(
    intake: Intake,
    problems: Sequence[Problem],
    fields: Mapping[str, str],
    language: str,
    told: Told,
) -> bytes:
    """``workbooks.marked`` in a reader's language."""
    told("marked")
    t = Words(language)
    return workbooks.marked(
        intake, problems, fields, t, lambda problem: wording.told(problem, fields, intake, t)
    )


@lru_cache(maxsize=1)
def _package(where: Where) -> Package:
    # What an older version published is worked on too: a file may be what brings it up.
    store = None if where.address is None else settings.store_at(where.address, usual=where.usual)
    return Package(where.folder, store, lenient=True)
