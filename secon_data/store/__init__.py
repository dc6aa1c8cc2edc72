"""Revisions of the datasets: one Delta Lake table a dataset, on a disk or in an object store.

A revision is the table's version; Spark, Trino, DuckDB or Polars read the same tables
(docs/store.md). Before the first publication a dataset has no table and its shipped file is what
is read; that file becomes revision 0. Nothing is ever taken away: no vacuum, no clean-up of the
log, uploads kept by content.

Beside the store: ``marker`` (that a folder is one, and what was acknowledged in it), ``log``,
``tables`` (rows), ``commits`` (how a revision is written), ``uploads``, ``failing`` (what is said
when it cannot), ``files``, ``verify``.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from secon_data import changes
from secon_data.cast import conformed
from secon_data.errors import DamagedError, StoreError
from secon_data.revision import Revision
from secon_data.store import commits, failing, log, marker, tables, uploads
from secon_data.store.commits import ConflictError
from secon_data.store.files import Files
from secon_data.store.uploads import UPLOADS, Upload

if TYPE_CHECKING:
    from secon_data.package import Package
    from secon_data.schema import Schema

__all__ = ["UPLOADS", "ConflictError", "DamagedError", "Store", "StoreError", "Upload"]

_ALONE = threading.local()  # the stores that this thread has to itself


class Store:
    """Where revisions are kept. ``address``: a folder, or ``s3://bucket/path`` (keys, region and
    endpoint in the usual ``AWS_…`` environment variables). ``usual``: nobody has named it, so that
    there need be none; a store that was named and is not there is an error. ``known``: the id that
    it must have, where whoever runs it has noted it; another in its place is an error."""

    def __init__(self, address: str, *, usual: bool = False, known: str | None = None) -> None:
        # The engine and Arrow would each understand ``~`` in their own way.
        self.address = (
            address if "://" in address else str(Path(address).expanduser().absolute())
        ).rstrip("/")
        self.usual = usual
        self.known = known
        self._opened: Files | None = None

    @property
    def _files(self) -> Files:
        if self._opened is None:
            self._opened = Files(self.address)
        return self._opened

    def make(self) -> str:
        """Makes a store where there is none, or marks one of an earlier version; returns its id.
        Said by somebody, never done by the way. StoreError when it cannot be made."""
        with self._told("", "written"):
            self._files.folder()
            self._files.make_private()
            known = marker.read(self._files)
            if self.known and known != self.known:
                # A new one would pass for the store that is not mounted.
                raise failing.foreign(self.address)
            if known is not None:
                return known
            told = {
                number
                for name in marker.datasets(self._files)
                for number in marker.ids(self._files, name)
            }
            if len(told) > 1:
                raise StoreError(
                    "the store's datasets are of different stores.", file="", mend=failing.OPERATOR,
                    where=self.address,
                )  # fmt: skip
            found = next(iter(told), uuid.uuid4().hex)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            content = json.dumps({"store": found, "made": made})
            self._files.write(marker.MARKER, content.encode())
            for name, number in {
                n: max(log.Log(self._files, n).sizes()) for n in marker.datasets(self._files)
            }.items():
                marker.acknowledge(self._files, name, number)
        return found

    def check(self) -> str | None:
        """The store's id; None where there is none and nobody named one. StoreError when a store
        that was named is not there, is empty, or is something else."""
        with self._told("", "read"):
            found = marker.read(self._files)
            if found is not None and self.known and found != self.known:
                raise failing.foreign(self.address)
            if found is not None:
                return found
            if self.usual and not self.known and not self._files.names():
                return None
        raise StoreError(
            "the store of what was published is not where it should be: which figures are the "
            "newest cannot be told.",
            file="", mend=failing.OPERATOR, where=self.address, why=f"there is no {marker.MARKER}",
        )  # fmt: skip

    def revision(self, dataset: str) -> int | None:
        """The number of the current revision; None before the first publication."""
        if self.check() is None:
            return None
        with self._told(dataset, "read"):
            numbers = [
                *log.Log(self._files, dataset).sizes(),
                *marker.heads(self._files).get(dataset, ()),
            ]
        return max(numbers, default=None)

    def revisions(self) -> dict[str, int]:
        """The current revision of every dataset that has one."""
        if self.check() is None:
            return {}
        with self._told("", "read"):
            heads = marker.heads(self._files)
            found = dict.fromkeys([*heads, *marker.datasets(self._files)], -1)
            for name in found:
                numbers = [*log.Log(self._files, name).sizes(), *heads.get(name, ())]
                found[name] = max(numbers, default=-1)
        return {name: number for name, number in sorted(found.items()) if number >= 0}

    def newest(self) -> dict[str, Revision]:
        """The newest revision of every dataset that has one, of which the log can be read."""
        found = {}
        for dataset, number in self.revisions().items():
            with self._told(dataset, "read"):
                entry = log.Log(self._files, dataset).entries([number])[number]
            if isinstance(entry, log.Entry):
                found[dataset] = log.revision(dataset, entry)
        return found

    def read(
        self, dataset: str, schema: Schema, revision: int | None = None, *, lenient: bool = False
    ) -> pd.DataFrame:
        """A revision (the current one when None) as a typed table, in the published order.
        ``lenient``: a column that is needed now and was not then is empty, so are cells of another
        type.

        DamagedError when there is no such revision, or it is damaged.
        """
        number = self.revision(dataset) if revision is None else revision
        table = self.rows(dataset, -1 if number is None else number)
        return conformed(table, schema, dataset, lenient=lenient)

    def readable(
        self, dataset: str, schema: Schema, *, lenient: bool = False
    ) -> tuple[int, pd.DataFrame] | None:
        """The newest revision that can be read, and its number; None where none can."""
        for number in range(self.revision(dataset) or 0, -1, -1):
            try:
                return number, self.read(dataset, schema, number, lenient=lenient)
            except DamagedError:
                continue
        return None

    def history(self, dataset: str) -> list[Revision]:
        """All revisions, newest first; empty before the first publication. One of which the log
        tells nothing any more is there without its note (``Revision.damaged``)."""
        number = self.revision(dataset)
        if number is None:
            return []
        with self._told(dataset, "read"):
            found = log.Log(self._files, dataset).entries(list(range(number, -1, -1)))
        return [
            log.revision(dataset, entry)
            if isinstance(entry, log.Entry)
            else Revision(
                dataset, n, datetime.fromtimestamp(0, UTC), "", "", 0, 0, 0, 0, damaged=True
            )
            for n, entry in found.items()
        ]

    def at(self, dataset: str, number: int) -> Revision:
        """What is told of one revision. DamagedError where the log does not tell it."""
        with self._told(dataset, "read"):
            return log.revision(dataset, log.Log(self._files, dataset).entry(number))

    def publish(
        self,
        package: Package,
        dataset: str,
        table: pd.DataFrame,
        *,
        expected: int | None,
        who: str,
        why: str,
        changed: changes.Changes | None = None,
        upload: Upload | None = None,
        restored: int | None = None,
    ) -> Revision:
        """Makes a checked table the current one. ``expected``: the revision whose differences the
        publisher saw, ``changed`` where they are known; ConflictError when another is current by
        now. ValueError without a ``why``.

        When this returns, the revision is on disk; when it raises, nothing was published.
        """
        if not why.strip():
            raise ValueError("A publication needs a note that says why.")
        own = self.needed()
        with self.alone():
            if self.revision(dataset) != expected:
                raise ConflictError(self.revision(dataset))
            schema = package.schema(dataset)
            table = conformed(table, schema, dataset)
            tables.filled(table, schema, dataset)
            if changed is None:
                changed = changes.between(self._before(package, dataset), table, schema.key)
            counts = changed.counts()
            note = {
                "who": who,
                "why": why.strip(),
                "rows": str(len(table)),
                **{name: str(counts[name]) for name in ("added", "changed", "removed")},
                "shipped": package.digest(dataset),
                "store": own,
            }
            if upload is not None:
                with self._told("", "written"):
                    uploads.keep(self._files, upload)
                note |= {"upload": upload.digest, "upload_name": upload.name}
            if restored is not None:
                note["restored"] = str(restored)
            with self._told(dataset, "written"):
                if expected is None:
                    first = package.shipped(dataset)
                    told = {"who": "", "why": "", "rows": str(len(first)), "store": own}
                    told["shipped"] = note["shipped"]
                    self._commit(dataset, 0, tables.arrow(first, schema), told)
                else:
                    commits.complete(self._files, dataset, expected)
                number = (expected or 0) + 1
                now = int(time.time() * 1000)
                self._commit(dataset, number, tables.arrow(table, schema), note)
                with suppress(OSError):  # it is published, remembered beside the log or not
                    marker.acknowledge(self._files, dataset, number)
        made = log.Entry(number, {**note, "timestamp": now}, {}, frozenset(), None)
        return log.revision(dataset, made)

    def restore(
        self,
        package: Package,
        dataset: str,
        revision: int,
        *,
        expected: int | None,
        who: str,
        why: str,
    ) -> Revision:
        """Publishes an older revision again, as a new one."""
        table = self.read(dataset, package.schema(dataset), revision)
        return self.publish(
            package, dataset, table, expected=expected, who=who, why=why, restored=revision
        )

    def upload(self, revision: Revision) -> Upload | None:
        """The file that was sent for a revision, as it came; None when there was none."""
        if not revision.upload:
            return None
        with self._told(revision.dataset, "read"):
            return Upload(revision.upload_name, self._files.read(f"{UPLOADS}/{revision.upload}"))

    def newer_shipped(self, package: Package, dataset: str) -> bool:
        """Whether this version of the app ships another file than the one that the current
        revision was published over: its difference can then be published too."""
        number = self.revision(dataset)
        if number is None:
            return False
        with self._told(dataset, "read"):
            found = log.Log(self._files, dataset).entries([number])[number]
        return isinstance(found, log.Entry) and found.note.get("shipped") != package.digest(dataset)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within it nobody else publishes into the same store on this disk."""
        held: set[str] = _ALONE.__dict__.setdefault("addresses", set())
        if self.address in held:
            yield
            return
        with ExitStack() as stack:
            with self._told("", "written"):
                stack.enter_context(self._files.alone())
            held.add(self.address)
            stack.callback(held.discard, self.address)
            yield

    @contextmanager
    def files(self, done: str) -> Iterator[Files]:
        """The store's files, for what is kept beside the tables. ``done``: read or written;
        StoreError when it cannot be, or there is no store."""
        self.needed()
        with self._told("", done):
            yield self._files

    def needed(self) -> str:
        """The store's id. StoreError where there is none, named or not."""
        found = self.check()
        if found is None:
            raise StoreError(
                "there is no store yet, so nothing can be published or kept.",
                file="",
                mend=failing.OPERATOR,
                where=self.address,
            )
        return found

    def accept(self, dataset: str) -> int | None:
        """Takes a dataset's log as it is: what is missing at its end, or torn, is lost. Torn
        entries at the end are put aside. The revision that is current now; None where none is
        left. For the operator, when no copy is left to put back."""
        with self.alone(), self._told(dataset, "written"):
            entries = log.Log(self._files, dataset)
            numbers = sorted(entries.sizes())
            while numbers:
                try:
                    entries.entry(numbers[-1])
                    break
                except log.TornError:
                    name = log.entry_name(numbers.pop())
                    torn = self._files.read(f"{entries.folder}/{name}")
                    self._files.write(f"_damaged/{dataset}.{name}.{uuid.uuid4().hex[:8]}", torn)
                    self._files.remove(f"{entries.folder}/{name}")
            for head in marker.heads(self._files).get(dataset, ()):
                self._files.remove(f"{marker.HEADS}/{dataset}.{head}")
            if numbers:
                marker.acknowledge(self._files, dataset, numbers[-1])
        return numbers[-1] if numbers else None

    def rows(self, dataset: str, number: int) -> pd.DataFrame:
        """The rows of a revision as they are kept, whatever this version makes of them.
        DamagedError where it is not whole, or of another store."""
        own = self.check()
        with self._told(dataset, "read"):
            return tables.read(self._files, dataset, number, own)

    def _before(self, package: Package, dataset: str) -> pd.DataFrame:
        """What a publication is compared with: the newest state that can be read."""
        found = self.readable(dataset, package.schema(dataset), lenient=True)
        return package.shipped(dataset) if found is None else found[1]

    def _commit(self, dataset: str, number: int, table: pa.Table, note: dict[str, str]) -> None:
        commits.commit(self._files, dataset, number, table, note, self.revision)

    def _told(self, dataset: str, done: str) -> AbstractContextManager[None]:
        return failing.told(self.address, dataset, done)
