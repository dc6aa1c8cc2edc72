"""Revisions of the datasets: one Delta Lake table a dataset, on a disk or in an object store.

A revision is the table's version; Spark, Trino, DuckDB or Polars read the same tables
(docs/store.md). Before the first publication a dataset has no table and its shipped file is what
is read; that file becomes revision 0. Nothing is ever taken away: no vacuum, no clean-up of the
log, uploads kept by content.

On a disk rows and log are written here, each synced before the next names it; in an object store
the engine commits, which knows how to be the only one there.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError
from pyarrow import parquet as pq

from secon_data import changes
from secon_data.cast import arrow, conformed
from secon_data.errors import DamagedError, DataError, StoreError
from secon_data.problems import mark
from secon_data.revision import Revision
from secon_data.store import log
from secon_data.store.files import ENGINE, Files

if TYPE_CHECKING:
    from secon_data.package import Package
    from secon_data.schema import Schema

__all__ = ["ConflictError", "DamagedError", "Store", "StoreError", "Upload"]

# With an engine's defaults, revisions older than 30 days could not be read again.
_KEPT = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
MARKER = "_store.json"
HEADS = "_heads"  # an empty file «<dataset>.<number>» for the newest revision that was acknowledged
_ORDER = "_row"  # place in the published file: an engine may hand rows out in any order
UPLOADS = "_uploads"
_ALONE = threading.local()  # the stores that this thread has to itself
_COLOURS = re.compile(r"\x1b\[[0-9;]*m|↳")  # the engine writes for a terminal
_OPERATOR = mark(
    "Whoever runs the server: see that the place that SECON_STORE names is right, mounted and "
    "whole; «secon-data store verify» says what is wrong, «secon-data store init» makes a new "
    "store."
)


_FOREIGN = mark(
    "Whoever runs the server: put the store back. If this one is meant, give SECON_STORE_ID the id "
    "in its _store.json, or leave it out."
)


class ConflictError(Exception):
    """Somebody published since the differences were shown; nothing was written. ``revision`` is
    the current one."""

    def __init__(self, revision: int | None) -> None:
        self.revision = revision
        super().__init__(f"The dataset is at revision {revision} by now; nothing was published.")


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it."""

    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


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
            known = self._marker()
            if self.known and known != self.known:
                # A new one would pass for the store that is not mounted.
                raise _foreign(self.address)
            if known is not None:
                return known
            told = {number for name in self._datasets() for number in self._ids(name)}
            if len(told) > 1:
                raise StoreError(
                    "the store's datasets are of different stores.", file="", mend=_OPERATOR,
                    where=self.address,
                )  # fmt: skip
            found = next(iter(told), uuid.uuid4().hex)
            made = datetime.now(UTC).isoformat(timespec="seconds")
            content = json.dumps({"store": found, "made": made})
            self._files.write(MARKER, content.encode())
            for name, number in {
                n: max(log.Log(self._files, n).sizes()) for n in self._datasets()
            }.items():
                self._acknowledge(name, number)
        return found

    def check(self) -> str | None:
        """The store's id; None where there is none and nobody named one. StoreError when a store
        that was named is not there, is empty, or is something else."""
        with self._told("", "read"):
            found = self._marker()
            if found is not None and self.known and found != self.known:
                raise _foreign(self.address)
            if found is not None:
                return found
            if self.usual and not self.known and not self._files.names():
                return None
        raise StoreError(
            "the store of what was published is not where it should be: which figures are the "
            "newest cannot be told.",
            file="", mend=_OPERATOR, where=self.address, why=f"there is no {MARKER}",
        )  # fmt: skip

    def revision(self, dataset: str) -> int | None:
        """The number of the current revision; None before the first publication."""
        if self.check() is None:
            return None
        with self._told(dataset, "read"):
            numbers = [*log.Log(self._files, dataset).sizes(), *self._heads().get(dataset, ())]
        return max(numbers, default=None)

    def revisions(self) -> dict[str, int]:
        """The current revision of every dataset that has one."""
        if self.check() is None:
            return {}
        with self._told("", "read"):
            heads = self._heads()
            found = dict.fromkeys([*heads, *self._datasets()], -1)
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
                found[dataset] = _revision(dataset, entry)
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
            _revision(dataset, entry)
            if isinstance(entry, log.Entry)
            else Revision(
                dataset, n, datetime.fromtimestamp(0, UTC), "", "", 0, 0, 0, 0, damaged=True
            )
            for n, entry in found.items()
        ]

    def at(self, dataset: str, number: int) -> Revision:
        """What is told of one revision. DamagedError where the log does not tell it."""
        with self._told(dataset, "read"):
            return _revision(dataset, log.Log(self._files, dataset).entry(number))

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
        marker = self.needed()
        with self.alone():
            if self.revision(dataset) != expected:
                raise ConflictError(self.revision(dataset))
            schema = package.schema(dataset)
            table = conformed(table, schema, dataset)
            _filled(table, schema, dataset)
            if changed is None:
                changed = changes.between(self._before(package, dataset), table, schema.key)
            counts = changed.counts()
            note = {
                "who": who,
                "why": why.strip(),
                "rows": str(len(table)),
                **{name: str(counts[name]) for name in ("added", "changed", "removed")},
                "shipped": package.digest(dataset),
                "store": marker,
            }
            if upload is not None:
                self._keep(upload)
                note |= {"upload": upload.digest, "upload_name": upload.name}
            if restored is not None:
                note["restored"] = str(restored)
            with self._told(dataset, "written"):
                if expected is None:
                    first = package.shipped(dataset)
                    told = {"who": "", "why": "", "rows": str(len(first)), "store": marker}
                    told["shipped"] = note["shipped"]
                    self._commit(dataset, 0, _arrow(first, schema), told)
                else:
                    self._complete(dataset, expected)
                number = (expected or 0) + 1
                now = int(time.time() * 1000)
                self._commit(dataset, number, _arrow(table, schema), note)
                with suppress(OSError):  # it is published, remembered beside the log or not
                    self._acknowledge(dataset, number)
        made = log.Entry(number, {**note, "timestamp": now}, {}, frozenset(), None)
        return _revision(dataset, made)

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
                mend=_OPERATOR,
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
            for head in self._heads().get(dataset, ()):
                self._files.remove(f"{HEADS}/{dataset}.{head}")
            if numbers:
                self._acknowledge(dataset, numbers[-1])
        return numbers[-1] if numbers else None

    def _marker(self) -> str | None:
        """The id in the marker; None without one. OSError when it cannot be read."""
        try:
            content = self._files.read(MARKER)
        except (FileNotFoundError, NotADirectoryError):
            return None
        try:
            return str(json.loads(content)["store"])
        except (ValueError, KeyError, TypeError) as error:
            raise OSError(f"{MARKER} is damaged ({error})") from None

    def _datasets(self) -> list[str]:
        """The datasets that have a folder with a log in it."""
        folders = [n for n, size in self._files.names().items() if size < 0 and n[0] not in "_."]
        return sorted(name for name in folders if log.Log(self._files, name).sizes())

    def _ids(self, dataset: str) -> set[str]:
        """The id of the store that the newest readable entry of a dataset names, if it does."""
        entries = log.Log(self._files, dataset)
        for number in sorted(entries.sizes(), reverse=True):
            with suppress(log.TornError):
                known = entries.entry(number).note.get("store")
                return {str(known)} if known else set()
        return set()

    def _heads(self) -> dict[str, list[int]]:
        """The numbers that were acknowledged, by dataset."""
        found: dict[str, list[int]] = {}
        for name in self._files.names(HEADS):
            dataset, _, number = name.rpartition(".")
            if dataset and number.isdigit():
                found.setdefault(dataset, []).append(int(number))
        return found

    def _acknowledge(self, dataset: str, number: int) -> None:
        """Keeps that a revision was said to be published: should its log lose it, that is told."""
        self._files.write(f"{HEADS}/{dataset}.{number}", b"")
        for older in self._heads().get(dataset, ()):
            if older < number:
                self._files.remove(f"{HEADS}/{dataset}.{older}")

    def rows(self, dataset: str, number: int) -> pd.DataFrame:
        """The rows of a revision as they are kept, whatever this version makes of them.
        DamagedError where it is not whole, or of another store."""
        marker = self.check()
        with self._told(dataset, "read"):
            return self._rows(dataset, number, marker)

    def _rows(self, dataset: str, number: int, marker: str | None) -> pd.DataFrame:
        entries = log.Log(self._files, dataset)
        entry = entries.entry(number)
        if entry.note.get("store", marker) != marker:
            raise log.TornError(f"revision {number} is of another store")
        parts = []
        for path in entries.active(number):
            system, at = self._files.path(f"{dataset}/{path}")
            try:
                with system.open_input_file(at) as stream:
                    parts.append(pq.ParquetFile(stream).read())
            except (FileNotFoundError, pa.ArrowException) as error:
                raise log.TornError(f"{path}: {error}") from None
        if not parts:  # as engines write a table without rows
            names = [name for name, _ in _columns(entries.metadata(number)["schemaString"])]
            return pd.DataFrame(columns=[name for name in names if name != _ORDER], dtype="object")
        table = pa.concat_tables([_plain(part) for part in parts], promote_options="default")
        if entry.rows is not None and len(table) != entry.rows:
            raise log.TornError(f"revision {number} has {len(table)} of {entry.rows} rows")
        if _ORDER in table.column_names:
            table = table.sort_by(_ORDER).drop_columns([_ORDER])
        found: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
        return found

    def _before(self, package: Package, dataset: str) -> pd.DataFrame:
        """What a publication is compared with: the newest state that can be read."""
        found = self.readable(dataset, package.schema(dataset), lenient=True)
        return package.shipped(dataset) if found is None else found[1]

    def _complete(self, dataset: str, number: int) -> None:
        """TornError unless the log is whole: a new entry would hide what is missing."""
        entries = log.Log(self._files, dataset)
        sizes = entries.sizes()
        if torn := sorted(n for n, size in sizes.items() if not size):
            raise log.TornError(f"{dataset}/_delta_log/{log.entry_name(torn[0])} is empty")
        entries.entry(number)

    def _commit(self, dataset: str, number: int, table: pa.Table, note: dict[str, str]) -> None:
        """Writes a revision. ConflictError when there is one of that number."""
        if not self._files.local:
            self._commit_by_engine(dataset, number, table, note)
            return
        entries = log.Log(self._files, dataset)
        now = int(time.time() * 1000)
        columns, gone = log.columns(table.schema), {}
        metadata: dict[str, Any] | None = {
            "id": str(uuid.uuid4()),
            "format": {"provider": "parquet", "options": {}},
            "schemaString": columns,
            "partitionColumns": [],
            "createdTime": now,
            "configuration": _KEPT,
        }
        if number:
            gone = entries.active(number - 1)
            known = entries.metadata(number - 1)
            same = _columns(known["schemaString"]) == _columns(columns)
            metadata = None if same else {**known, "schemaString": columns}
        self._files.folder(entries.folder)
        for folder in (dataset, entries.folder):
            self._files.sweep(folder)
        name = f"part-{uuid.uuid4()}.parquet"
        out = io.BytesIO()
        pq.write_table(table, out)
        try:
            self._files.create(f"{dataset}/{name}", out.getvalue())
            self._files.settle(dataset)  # the rows are there before the log names them
            new = {name: (len(out.getvalue()), len(table))}
            content = log.written(note, now, new, gone, metadata=metadata, first=not number)
            self._files.create(f"{entries.folder}/{log.entry_name(number)}", content)
        except FileExistsError:
            self._files.remove(f"{dataset}/{name}")
            raise ConflictError(self.revision(dataset)) from None
        except BaseException:
            self._files.remove(f"{dataset}/{name}")
            raise
        try:
            self._files.settle(entries.folder)
        except OSError as error:
            raise StoreError(
                "the disk does not confirm what was published.",
                file=dataset,
                mend="Look whether it is in the history of the dataset; then see to the disk.",
                where=self.address,
                why=str(error),
            ) from error

    def _commit_by_engine(
        self, dataset: str, number: int, table: pa.Table, note: dict[str, str]
    ) -> None:
        place = f"{self.address}/{dataset}"
        # By it a commit is known whose answer was lost.
        note = {**note, "publication": uuid.uuid4().hex}
        # A retry would overwrite unseen what somebody else has published meanwhile.
        said = CommitProperties(note, max_commit_retries=0)
        try:
            if not number:
                write_deltalake(
                    place,
                    table,
                    mode="error",
                    configuration=_KEPT,
                    commit_properties=said,
                    storage_options=ENGINE,
                )
                return
            write_deltalake(
                DeltaTable(place, version=number - 1, storage_options=ENGINE),
                table,
                mode="overwrite",
                schema_mode="overwrite",
                commit_properties=said,
            )
        except (DeltaError, OSError) as error:
            if self._arrived(dataset, number, note["publication"], error):
                return
            if isinstance(error, CommitFailedError):
                raise ConflictError(self.revision(dataset)) from None
            # Revision 0 of somebody else that came first is just as good.
            if number or self.revision(dataset) is None:
                raise

    def _arrived(self, dataset: str, number: int, publication: str, error: Exception) -> bool:
        """Whether a commit is there though its answer was an error. StoreError where that cannot
        be told."""
        try:
            entries = log.Log(self._files, dataset)
            if number not in entries.sizes():
                return False
            return entries.entry(number).note.get("publication") == publication
        except (OSError, log.TornError, KeyError):
            raise StoreError(
                mark("the store does not confirm what was published."),
                file=dataset,
                mend=mark(
                    "Look whether it is in the history of the dataset; if it is not, publish again."
                ),
                where=self.address,
                why=str(error)[:300],
            ) from error

    def _keep(self, upload: Upload) -> None:
        """Keeps a file under its digest."""
        with self._told("", "written"):
            self._files.sweep(UPLOADS)
            if not self._files.exists(f"{UPLOADS}/{upload.digest}"):
                self._files.write(f"{UPLOADS}/{upload.digest}", upload.content)

    @contextmanager
    def _told(self, dataset: str, done: str) -> Iterator[None]:
        """Turns what the disk, the object store or the engine raises into StoreError."""
        try:
            yield
        except (DeltaError, OSError, pa.ArrowException, log.TornError, KeyError) as error:
            why, where = " ".join(_COLOURS.sub("", str(error)).split())[:300], self.address
            if isinstance(error, log.TornError):
                problem = mark("this revision is damaged.")
                if done == "written":
                    problem = mark(
                        "what was published last is damaged, so nothing was published over it."
                    )
                raise DamagedError(
                    problem, file=dataset, mend=_OPERATOR, where=where, why=why
                ) from error
            if done == "written":
                raise StoreError(
                    "the store cannot be written.",
                    file=dataset,
                    mend="Nothing was published. Whoever runs the server: see that the folder of "
                    "the store exists, has room and may be written.",
                    where=where,
                    why=why,
                ) from error
            raise StoreError(
                "the store cannot be read at the moment.",
                file=dataset, mend=_OPERATOR, where=where, why=why,
            ) from error  # fmt: skip


def _foreign(address: str) -> StoreError:
    return StoreError(
        mark("another store stands where that of this server was."),
        file="",
        mend=_FOREIGN,
        where=address,
    )


def _plain(table: pa.Table) -> pa.Table:
    """Texts as texts: some engines write them so that Arrow reads what it cannot sort."""
    kinds = [pa.string() if "string" in str(f.type) else f.type for f in table.schema]
    return table.cast(pa.schema(list(zip(table.column_names, kinds, strict=True))))


def _filled(table: pd.DataFrame, schema: Schema, dataset: str) -> None:
    """DataError where a cell that must have a value has none: as in rows of an older version."""
    for name, field in schema.fields.items():
        if field.required and table[name].isna().any():
            raise DataError(
                "{n} rows have no value in this column, which this version of the app needs.",
                file=dataset,
                column=name,
                mend="Nothing was published. Bring the published rows up to this version first, or "
                "replace all rows of the dataset.",
                n=int(table[name].isna().sum()),
            )


def _columns(told: str) -> list[tuple[str, str]]:
    return [(field["name"], str(field["type"])) for field in json.loads(told)["fields"]]


def _arrow(table: pd.DataFrame, schema: Schema) -> pa.Table:
    order = pa.array(np.arange(len(table)), pa.int64())
    return arrow(table, schema).add_column(0, _ORDER, order)


def _revision(dataset: str, entry: log.Entry) -> Revision:
    note = entry.note

    def number(name: str) -> int:
        return int(note.get(name) or 0)

    return Revision(
        dataset=dataset,
        number=entry.number,
        when=datetime.fromtimestamp(int(note.get("timestamp") or 0) / 1000, UTC),
        who=str(note.get("who", "")),
        why=str(note.get("why", "")),
        rows=number("rows"),
        added=number("added"),
        changed=number("changed"),
        removed=number("removed"),
        upload=str(note.get("upload", "")),
        upload_name=str(note.get("upload_name", "")),
        restored=int(note["restored"]) if note.get("restored") else None,
    )
