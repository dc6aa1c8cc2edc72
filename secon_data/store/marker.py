"""The marker that makes a folder a store, and which revision of each dataset was acknowledged."""

from __future__ import annotations

import json
from contextlib import suppress

from secon_data.store import log
from secon_data.store.files import Files

MARKER = "_store.json"
HEADS = "_heads"  # an empty file «<dataset>.<number>» for the newest revision that was acknowledged


def read(files: Files) -> str | None:
    """The id in the marker; None without one. OSError when it cannot be read."""
    try:
        content = files.read(MARKER)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        return str(json.loads(content)["store"])
    except (ValueError, KeyError, TypeError) as error:
        raise OSError(f"{MARKER} is damaged ({error})") from None


def datasets(files: Files) -> list[str]:
    """The datasets that have a folder with a log in it."""
    folders = [n for n, size in files.names().items() if size < 0 and n[0] not in "_."]
    return sorted(name for name in folders if log.Log(files, name).sizes())


def ids(files: Files, dataset: str) -> set[str]:
    """The id of the store that the newest readable entry of a dataset names, if it does."""
    entries = log.Log(files, dataset)
    for number in sorted(entries.sizes(), reverse=True):
        with suppress(log.TornError):
            known = entries.entry(number).note.get("store")
            return {str(known)} if known else set()
    return set()


def heads(files: Files) -> dict[str, list[int]]:
    """The numbers that were acknowledged, by dataset."""
    found: dict[str, list[int]] = {}
    for name in files.names(HEADS):
        dataset, _, number = name.rpartition(".")
        if dataset and number.isdigit():
            found.setdefault(dataset, []).append(int(number))
    return found


def acknowledge(files: Files, dataset: str, number: int) -> None:
    """Keeps that a revision was said to be published: should its log lose it, that is told."""
    files.write(f"{HEADS}/{dataset}.{number}", b"")
    for older in heads(files).get(dataset, ()):
        if older < number:
            files.remove(f"{HEADS}/{dataset}.{older}")
