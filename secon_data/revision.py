"""What a revision of a dataset is, and what a package needs to know of where they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import pandas as pd

from secon_data.schema import Schema


@dataclass(frozen=True)
class Revision:
    """One state of a dataset. ``number`` counts from 0, the shipped file; added, changed and
    removed count rows against the revision before; ``restored`` is the revision it repeats;
    ``upload`` and ``upload_name`` name the file that was sent, empty when there was none;
    ``damaged``: the log says nothing of it any more."""

    dataset: str
    number: int
    when: datetime
    who: str
    why: str
    rows: int
    added: int
    changed: int
    removed: int
    upload: str = ""
    upload_name: str = ""
    restored: int | None = None
    damaged: bool = False


class Revisions(Protocol):
    """Where published revisions of the datasets are read (``store.Store``)."""

    def check(self) -> str | None: ...

    def revision(self, dataset: str) -> int | None: ...

    def read(
        self, dataset: str, schema: Schema, revision: int | None = None, *, lenient: bool = False
    ) -> pd.DataFrame: ...

    def readable(
        self, dataset: str, schema: Schema, *, lenient: bool = False
    ) -> tuple[int, pd.DataFrame] | None: ...

    def revisions(self) -> Mapping[str, int]: ...

    def history(self, dataset: str) -> list[Revision]: ...

    def newest(self) -> dict[str, Revision]: ...
