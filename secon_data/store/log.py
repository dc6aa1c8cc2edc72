"""The log of one dataset's table: a file a revision, as Delta Lake writes them
(``_delta_log/00000000000000000003.json``, a JSON object a line).

Read here and not by the engine, which passes over an empty entry and takes no folder whose name
holds ``#``, ``?``, ``%`` or ``[``. An entry of ours says all rows of its revision, so a damaged one
takes none of the others with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote

import pyarrow as pa

from secon_data.revision import Revision
from secon_data.store.files import Files

_AT_ONCE = 16  # entries asked for at once of an object store, each of which takes a while


class TornError(Exception):
    """An entry, or a file that it names, is not there, or not whole; ``str()`` says what."""


@dataclass(frozen=True)
class Entry:
    """One commit. ``note``: what was said with it; ``adds``, ``removes``: its files and what is
    said of each; ``schema``: the table's metadata where the entry tells it."""

    number: int
    note: Mapping[str, Any]
    adds: Mapping[str, Mapping[str, Any]]
    removes: frozenset[str]
    metadata: Mapping[str, Any] | None

    @property
    def whole(self) -> bool:
        """Whether it holds all rows of its revision, as those of ours do."""
        return "rows" in self.note

    @property
    def rows(self) -> int | None:
        """How many rows its revision has; None where another program wrote it."""
        return int(self.note["rows"]) if self.whole else None


class Log:
    """The log of a dataset in a store."""

    def __init__(self, files: Files, dataset: str) -> None:
        self.files, self.dataset = files, dataset
        self.folder = f"{dataset}/_delta_log"

    def sizes(self) -> dict[int, int]:
        """The entries that there are, by number, and their sizes in bytes."""
        found = {}
        for name, size in self.files.names(self.folder).items():
            number, dot, kind = name.partition(".")
            if dot and kind == "json" and len(number) == 20 and number.isdigit():
                found[int(number)] = size
        return found

    def entry(self, number: int) -> Entry:
        """One entry. TornError where it is not whole."""
        name = entry_name(number)
        try:
            content = self.files.read(f"{self.folder}/{name}")
        except FileNotFoundError:
            raise TornError(f"{name} is missing") from None
        if not content:
            raise TornError(f"{name} is empty")
        try:
            actions = [json.loads(line) for line in content.decode().splitlines() if line.strip()]
            note: dict[str, Any] = next((a["commitInfo"] for a in actions if "commitInfo" in a), {})
            adds = {unquote(a["add"]["path"]): a["add"] for a in actions if "add" in a}
            removes = frozenset(unquote(a["remove"]["path"]) for a in actions if "remove" in a)
            metadata = next((a["metaData"] for a in actions if "metaData" in a), None)
        except (ValueError, KeyError, TypeError) as error:
            raise TornError(f"{name} is torn ({error})") from None
        found = Entry(number, note, adds, removes, metadata)
        told = [json.loads(add.get("stats") or "{}").get("numRecords") for add in adds.values()]
        if not note or (found.whole and None not in told and sum(told) != found.rows):
            raise TornError(f"{name} is torn (it does not say all of its rows)")
        return found

    def entries(self, numbers: list[int]) -> dict[int, Entry | TornError]:
        """Several entries, each or why it cannot be read."""

        def one(number: int) -> Entry | TornError:
            try:
                return self.entry(number)
            except TornError as error:
                return error

        if self.files.local or len(numbers) < 2:
            return {number: one(number) for number in numbers}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return dict(zip(numbers, pool.map(one, numbers), strict=True))

    def active(self, number: int) -> dict[str, Mapping[str, Any]]:
        """The files of a revision, and what the log says of each. TornError where an entry that
        is needed to tell is not whole."""
        later: list[Entry] = []
        while number >= 0:
            entry = self.entry(number)
            later.append(entry)
            if entry.whole:
                break
            number -= 1
        found: dict[str, Mapping[str, Any]] = {}
        for entry in reversed(later):
            found = {path: add for path, add in found.items() if path not in entry.removes}
            found |= entry.adds
        return found

    def metadata(self, number: int) -> Mapping[str, Any]:
        """What the table is at a revision: its id, its columns. TornError where none tells."""
        while number >= 0:
            entry = self.entry(number)
            if entry.metadata is not None:
                return entry.metadata
            number -= 1
        raise TornError("no entry says what the table is")


def entry_name(number: int) -> str:
    """The name of an entry's file."""
    return f"{number:020}.json"


def written(
    note: Mapping[str, Any],
    now: int,
    files: Mapping[str, tuple[int, int]],
    gone: Mapping[str, Mapping[str, Any]],
    *,
    metadata: Mapping[str, Any] | None,
    first: bool,
) -> bytes:
    """A new entry, as Delta Lake's protocol has it. ``now``: milliseconds; ``files``: the new
    files, their bytes and rows; ``gone``: the files of the revision before."""
    actions: list[dict[str, Any]] = []
    if first:
        actions.append({"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}})
    if metadata is not None:
        actions.append({"metaData": dict(metadata)})
    for path, said in gone.items():
        actions.append(
            {
                "remove": {
                    "path": said.get("path", path),
                    "deletionTimestamp": now,
                    "dataChange": True,
                    "extendedFileMetadata": True,
                    "partitionValues": {},
                    "size": said.get("size", 0),
                }
            }
        )
    for path, (size, rows) in files.items():
        actions.append(
            {
                "add": {
                    "path": path,
                    "partitionValues": {},
                    "size": size,
                    "modificationTime": now,
                    "dataChange": True,
                    "stats": json.dumps({"numRecords": rows}),
                }
            }
        )
    told = {"timestamp": now, "operation": "WRITE", "operationParameters": {"mode": "Overwrite"}}
    actions.append({"commitInfo": {**told, "engineInfo": "secon-data", **note}})
    lines = (json.dumps(a, ensure_ascii=False, separators=(",", ":")) for a in actions)
    return ("\n".join(lines) + "\n").encode()


def columns(schema: pa.Schema) -> str:
    """The columns of a table as Delta Lake writes them."""
    names = {"int64": "long", "double": "double", "bool": "boolean"}
    fields = [
        {"name": f.name, "type": names.get(str(f.type), "string"), "nullable": True, "metadata": {}}
        for f in schema
    ]
    return json.dumps({"type": "struct", "fields": fields}, ensure_ascii=False)


def revision(dataset: str, entry: Entry) -> Revision:
    """What an entry tells of its revision."""
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
