"""Revisions of the datasets: one Delta Lake table a dataset, on a disk or in an object store.

The engine gives history, older revisions and optimistic concurrency; Spark, Trino, DuckDB or Polars
read the same tables (docs/store.md). A revision is the table's version. Before the first
publication a dataset has no table and its shipped file is what is read; that file becomes
revision 0. Nothing is ever taken away: no vacuum, no clean-up of the log, uploads kept by content.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError
from pyarrow import fs

from secon_data import changes
from secon_data.cast import conformed
from secon_data.errors import DataError
from secon_data.revision import Revision

if TYPE_CHECKING:
    from secon_data.package import Package
    from secon_data.schema import Schema

# With the engine's defaults, revisions older than 30 days could not be read again.
_KEPT = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}
_ORDER = "_row"  # place in the published file: an engine may hand rows out in any order
_UPLOADS = "_uploads"
_COLOURS = re.compile(r"\x1b\[[0-9;]*m|↳")  # the engine writes for a terminal


class StoreError(DataError):
    """The store cannot be read or written; ``str()`` says what, where and how to mend."""


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
    endpoint in the usual ``AWS_…`` environment variables)."""

    def __init__(self, address: str) -> None:
        # The engine and Arrow would each understand ``~`` in their own way.
        self.address = (address if "://" in address else str(Path(address).expanduser())).rstrip(
            "/"
        )
        self._files: tuple[fs.FileSystem, str] | None = None

    def revision(self, dataset: str) -> int | None:
        """The number of the current revision; None before the first publication."""
        with self._told(dataset, "read"):
            files, root = self._filesystem()
            log = fs.FileSelector(f"{root}/{dataset}/_delta_log", allow_not_found=True)
            names = [info.base_name for info in files.get_file_info(log)]
        numbers = [
            int(name[:20]) for name in names if name.endswith(".json") and name[:20].isdigit()
        ]
        return max(numbers, default=None)

    def revisions(self) -> dict[str, int]:
        """The current revision of every dataset that has one."""
        with self._told("", "read"):
            files, root = self._filesystem()
            found = files.get_file_info(fs.FileSelector(root, allow_not_found=True))
        names = sorted(info.base_name for info in found if info.type == fs.FileType.Directory)
        numbers = {name: self.revision(name) for name in names if not name.startswith("_")}
        return {name: number for name, number in numbers.items() if number is not None}

    def newest(self) -> dict[str, Revision]:
        """The newest revision of every dataset that has one."""
        return {dataset: self.history(dataset)[0] for dataset in self.revisions()}

    def read(self, dataset: str, schema: Schema, revision: int | None = None) -> pd.DataFrame:
        """A revision (the current one when None) as a typed table, in the published order.

        StoreError when there is no such revision, or the table is damaged.
        """
        with self._told(dataset, "read"):
            found = DeltaTable(self._table(dataset), version=revision).to_pyarrow_table()
            table = found.sort_by(_ORDER).to_pandas(integer_object_nulls=True)
        return conformed(table.drop(columns=_ORDER), schema, f"{self.address}/{dataset}")

    def history(self, dataset: str) -> list[Revision]:
        """All revisions, newest first; empty before the first publication."""
        if self.revision(dataset) is None:
            return []
        with self._told(dataset, "read"):
            return [
                _revision(dataset, entry) for entry in DeltaTable(self._table(dataset)).history()
            ]

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
        if self.revision(dataset) != expected:
            raise ConflictError(self.revision(dataset))
        schema = package.schema(dataset)
        table = conformed(table, schema, f"{self.address}/{dataset}")
        if changed is None:
            before = package.shipped(dataset) if expected is None else self.read(dataset, schema)
            changed = changes.between(before, table, schema.key)
        counts = changed.counts()
        note = {
            "who": who,
            "why": why.strip(),
            "rows": str(len(table)),
            **{name: str(counts[name]) for name in ("added", "changed", "removed")},
            "shipped": package.digest(dataset),
        }
        if upload is not None:
            self._keep(upload)
            note |= {"upload": upload.digest, "upload_name": upload.name}
        if restored is not None:
            note["restored"] = str(restored)
        with self._told(dataset, "written"):
            self._check_log(dataset)
            self._private()
            if expected is None:
                self._create(dataset, package.shipped(dataset), schema, package.digest(dataset))
            current = DeltaTable(self._table(dataset), version=expected or 0)
            try:
                write_deltalake(
                    current,
                    _arrow(table, schema),
                    mode="overwrite",
                    schema_mode="overwrite",
                    # A retry would overwrite unseen what somebody else has published meanwhile.
                    commit_properties=CommitProperties(note, max_commit_retries=0),
                )
            except CommitFailedError:
                raise ConflictError(self.revision(dataset)) from None
            self._sync(dataset)
        return next(found for found in self.history(dataset) if found.number == (expected or 0) + 1)

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
            files, root = self._filesystem()
            with files.open_input_stream(f"{root}/{_UPLOADS}/{revision.upload}") as stream:
                return Upload(revision.upload_name, stream.read())

    def newer_shipped(self, package: Package, dataset: str) -> bool:
        """Whether this version of the app ships another file than the one that the current
        revision was published over: its difference can then be published too."""
        if self.revision(dataset) is None:
            return False
        with self._told(dataset, "read"):
            newest = DeltaTable(self._table(dataset)).history(1)[0]
        return bool(newest.get("shipped") != package.digest(dataset))

    def _create(self, dataset: str, shipped: pd.DataFrame, schema: Schema, digest: str) -> None:
        """Revision 0: the shipped file. Somebody else's that came first is just as good."""
        note = {"who": "", "why": "", "rows": str(len(shipped)), "shipped": digest}
        try:
            write_deltalake(
                self._table(dataset),
                _arrow(shipped, schema),
                mode="error",
                configuration=_KEPT,
                commit_properties=CommitProperties(note, max_commit_retries=0),
            )
        except DeltaError:
            if self.revision(dataset) is None:
                raise

    def _keep(self, upload: Upload) -> None:
        """Keeps a file under its digest, written beside and moved: it is whole or not there."""
        with self._told(_UPLOADS, "written"):
            files, root = self._filesystem()
            path = f"{root}/{_UPLOADS}/{upload.digest}"
            if files.get_file_info(path).type == fs.FileType.File:
                return
            self._private()
            files.create_dir(f"{root}/{_UPLOADS}", recursive=True)
            part = f"{path}.{uuid.uuid4().hex}.part"  # two may send the same file at once
            try:
                with files.open_output_stream(part) as stream:
                    stream.write(upload.content)
                files.move(part, path)
            except BaseException:
                with suppress(OSError):
                    files.delete_file(part)
                raise
            self._sync(_UPLOADS, [path])

    def _private(self) -> None:
        """Makes the store's folder where there is none, readable by this service alone: so is all
        within it. One that is there has the rights that somebody gave it."""
        if "://" not in self.address:
            Path(self.address).mkdir(mode=0o700, parents=True, exist_ok=True)

    def _check_log(self, dataset: str) -> None:
        """OSError for an empty entry of the log, as a power cut leaves: the engine passes over it,
        and the next publication would hide what is missing."""
        files, root = self._filesystem()
        log = fs.FileSelector(f"{root}/{dataset}/_delta_log", allow_not_found=True)
        for info in files.get_file_info(log):
            if info.base_name.endswith(".json") and info.size == 0:
                raise OSError(f"{dataset}/_delta_log/{info.base_name} is empty")

    def _sync(self, folder: str, found: list[str] | None = None) -> None:
        """Returns when files (all of a dataset's newest publication, and its log, where none are
        named) and the folders that name them outlive a power cut."""
        if "://" in self.address:
            return  # an object store answers when it has what it was sent
        root = Path(self.address)
        home = root / folder
        if found is None:
            log = home / "_delta_log"
            # Revision 0 and the first publication come together, some with a checkpoint.
            entries = sorted(log.glob("*.json"))[-2:]
            since = min((entry.stat().st_mtime for entry in entries), default=0) - 600
            files = [path for at in (home, log) for path in at.iterdir() if path.is_file()]
            paths = [*(path for path in files if path.stat().st_mtime >= since), log]
        else:
            paths = [Path(path) for path in found]
        for path in (*paths, home, root, root.parent):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    @contextmanager
    def files(self, done: str) -> Iterator[tuple[fs.FileSystem, str]]:
        """The file system that the store is on, and its root there, for what is kept beside the
        tables. ``done``: read or written; StoreError when it cannot be."""
        with self._told("", done):
            if done == "written":
                self._private()
            yield self._filesystem()

    def _filesystem(self) -> tuple[fs.FileSystem, str]:
        if self._files is None:
            if "://" in self.address:
                files, root = fs.FileSystem.from_uri(self.address)
                self._files = files, root
            else:
                self._files = fs.LocalFileSystem(), self.address
        return self._files

    def _table(self, dataset: str) -> str:
        return f"{self.address}/{dataset}"

    @contextmanager
    def _told(self, dataset: str, done: str) -> Iterator[None]:
        """Turns what the engine raises into StoreError."""
        try:
            yield
        except (DeltaError, OSError, pa.ArrowException, KeyError) as error:
            words = " ".join(_COLOURS.sub("", str(error)).split())[:300]
            file = f"{self.address}/{dataset}"
            if done == "written":
                raise StoreError(
                    "the store cannot be written ({why}).",
                    file=file,
                    mend="Nothing was published. See that the folder of the store exists, has room "
                    "and may be written.",
                    why=words,
                ) from error
            raise StoreError(
                "the store cannot be read ({why}).",
                file=file,
                mend="See that the store is there and whole; SECON_STORE names it.",
                why=words,
            ) from error


def _arrow(table: pd.DataFrame, schema: Schema) -> pa.Table:
    columns = {_ORDER: pa.array(np.arange(len(table)), pa.int64())}
    for name, field in schema.fields.items():
        cells = table[name]
        if isinstance(cells.dtype, pd.CategoricalDtype):
            cells = cells.astype("object")
        made = pa.array(cells, from_pandas=True)
        columns[name] = made if made.type == field.arrow else made.cast(field.arrow)
    return pa.table(columns)


def _revision(dataset: str, entry: Mapping[str, Any]) -> Revision:
    def number(name: str) -> int:
        return int(entry.get(name) or 0)

    return Revision(
        dataset=dataset,
        number=int(entry["version"]),
        when=datetime.fromtimestamp(entry["timestamp"] / 1000, UTC),
        who=str(entry.get("who", "")),
        why=str(entry.get("why", "")),
        rows=number("rows"),
        added=number("added"),
        changed=number("changed"),
        removed=number("removed"),
        upload=str(entry.get("upload", "")),
        upload_name=str(entry.get("upload_name", "")),
        restored=int(entry["restored"]) if entry.get("restored") else None,
    )
