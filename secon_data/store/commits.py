"""A revision is written: on a disk by us, each file synced before the next names it; in an object
store by the engine, which knows how to be the only one there."""

from __future__ import annotations

import io
import time
import uuid
from collections.abc import Callable
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError
from pyarrow import parquet as pq

from secon_data.errors import StoreError
from secon_data.problems import mark
from secon_data.store import log, tables
from secon_data.store.files import ENGINE, Files

Current = Callable[[str], int | None]  # dataset → its newest revision
# With an engine's defaults, revisions older than 30 days could not be read again.
_KEPT = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


class ConflictError(Exception):
    """Somebody published since the differences were shown; nothing was written. ``revision`` is
    the current one."""

    def __init__(self, revision: int | None) -> None:
        self.revision = revision
        super().__init__(f"The dataset is at revision {revision} by now; nothing was published.")


def complete(files: Files, dataset: str, number: int) -> None:
    """TornError unless the log is whole: a new entry would hide what is missing."""
    entries = log.Log(files, dataset)
    sizes = entries.sizes()
    if torn := sorted(n for n, size in sizes.items() if not size):
        raise log.TornError(f"{dataset}/_delta_log/{log.entry_name(torn[0])} is empty")
    entries.entry(number)


def commit(
    files: Files, dataset: str, number: int, table: pa.Table, note: dict[str, str], current: Current
) -> None:
    """Writes a revision. ConflictError when there is one of that number; ``current`` tells the
    newest."""
    if not files.local:
        _by_engine(files, dataset, number, table, note, current)
        return
    entries = log.Log(files, dataset)
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
        same = tables.columns(known["schemaString"]) == tables.columns(columns)
        metadata = None if same else {**known, "schemaString": columns}
    files.folder(entries.folder)
    for folder in (dataset, entries.folder):
        files.sweep(folder)
    name = f"part-{uuid.uuid4()}.parquet"
    out = io.BytesIO()
    pq.write_table(table, out)
    try:
        files.create(f"{dataset}/{name}", out.getvalue())
        files.settle(dataset)  # the rows are there before the log names them
        new = {name: (len(out.getvalue()), len(table))}
        content = log.written(note, now, new, gone, metadata=metadata, first=not number)
        files.create(f"{entries.folder}/{log.entry_name(number)}", content)
    except FileExistsError:
        files.remove(f"{dataset}/{name}")
        raise ConflictError(current(dataset)) from None
    except BaseException:
        files.remove(f"{dataset}/{name}")
        raise
    try:
        files.settle(entries.folder)
    except OSError as error:
        raise StoreError(
            "the disk does not confirm what was published.",
            file=dataset,
            mend="Look whether it is in the history of the dataset; then see to the disk.",
            where=files.address,
            why=str(error),
        ) from error


def _by_engine(
    files: Files, dataset: str, number: int, table: pa.Table, note: dict[str, str], current: Current
) -> None:
    place = f"{files.address}/{dataset}"
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
        if _arrived(files, dataset, number, note["publication"], error):
            return
        if isinstance(error, CommitFailedError):
            raise ConflictError(current(dataset)) from None
        # Revision 0 of somebody else that came first is just as good.
        if number or current(dataset) is None:
            raise


def _arrived(files: Files, dataset: str, number: int, publication: str, error: Exception) -> bool:
    """Whether a commit is there though its answer was an error. StoreError where that cannot
    be told."""
    try:
        entries = log.Log(files, dataset)
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
            where=files.address,
            why=str(error)[:300],
        ) from error
