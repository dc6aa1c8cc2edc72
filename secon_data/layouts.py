"""What a person said of a file, kept in the store for the next file with the same column names: the
second delivery of a register needs to be looked at, not matched again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from secon_data.proposal import Said
from secon_data.schema import Schema
from secon_data.store import Store, StoreError

_FOLDER = "_layouts"
SAID = ("by_hand", "same", "named", "words", "gaps", "placed", "only")
_READING = ("header", "header_rows", "turn")  # what of the reading is remembered


@dataclass(frozen=True)
class Layout:
    """``said``: columns, values, words and rows; ``reading``: arguments of ``intake.read``."""

    said: Said
    reading: Mapping[str, Any] = field(default_factory=dict)


def key(dataset: str, columns: Sequence[str]) -> str:
    """The name under which the layout of a file is kept: by its dataset and its column names."""
    text = json.dumps([dataset, *columns], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def remember(store: Store, name: str, said: Said, reading: Mapping[str, Any]) -> None:
    """Keeps what was said, in place of what was kept before. StoreError when it cannot be
    written."""
    kept = {
        "by_hand": dict(said.by_hand),
        "same": dict(said.same),
        "named": said.named,
        "words": {column: dict(words) for column, words in said.words.items()},
        "gaps": sorted(said.gaps),
        "placed": said.placed,
        "only": {column: sorted(values) for column, values in said.only.items()},
        "reading": {name: reading[name] for name in _READING if name in reading},
    }
    with store.files("written") as files:
        files.write(
            f"{_FOLDER}/{name}.json", json.dumps(kept, ensure_ascii=False, indent=1).encode()
        )


def recall(store: Store, name: str, schema: Schema) -> Layout | None:
    """What was said of the last file of this layout, without columns that the dataset has no
    longer; None where nothing was, or it cannot be read: it is a help and no more."""
    try:
        with store.files("read") as files:
            path = f"{_FOLDER}/{name}.json"
            if not files.exists(path):
                return None
            kept = json.loads(files.read(path))
        ours = schema.fields
        said = Said(
            by_hand={c: f for c, f in kept["by_hand"].items() if f in ours or not f},
            same={name: value for name, value in kept["same"].items() if name in ours},
            named=bool(kept["named"]),
            words={name: dict(words) for name, words in kept["words"].items() if name in ours},
            gaps=frozenset(kept["gaps"]),
            placed=bool(kept["placed"]),
            only={column: frozenset(values) for column, values in kept["only"].items()},
        )
        return Layout(said, {name: kept["reading"][name] for name in kept["reading"]})
    except (StoreError, ValueError, KeyError, TypeError, AttributeError):
        return None
