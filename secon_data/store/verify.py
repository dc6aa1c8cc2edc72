"""What of a store is whole: every entry of every log, the rows of every revision, every file that
was sent, every version of the data that links name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from secon_data.errors import StoreError
from secon_data.store import UPLOADS, Store, log, pins
from secon_data.store.files import PART, Files


@dataclass(frozen=True)
class Finding:
    """``place``: a path in the store; ``wrong``: what is; ``bad``: whether data are lost by it,
    and not only left over or open to others."""

    place: str
    wrong: str
    bad: bool = True


@dataclass(frozen=True)
class Verified:
    """``revisions``: of each dataset how many can be read, of how many; ``uploads``: files that
    were sent and are whole; ``pins``: versions of the data that links name and that are whole;
    ``findings``: all that is not right."""

    store: str
    revisions: dict[str, tuple[int, int]]
    uploads: int
    pins: int
    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is lost."""
        return not any(finding.bad for finding in self.findings)


def verify(store: Store) -> Verified:
    """Reads everything. StoreError when there is no store."""
    marker = store.needed()
    findings: list[Finding] = []
    revisions, named = {}, set()
    with store.files("read") as files:
        for dataset, newest in store.revisions().items():
            entries, good, used = log.Log(files, dataset), 0, set()
            for number in range(newest + 1):
                place = f"{entries.folder}/{log.entry_name(number)}"
                try:
                    entry = entries.entry(number)
                    used |= set(entry.adds)
                    store.rows(dataset, number)
                except log.TornError as error:
                    findings.append(Finding(place, str(error)))
                except StoreError as error:
                    findings.append(Finding(place, str(error.places.get("why", error))))
                else:
                    good += 1
                    if upload := str(entry.note.get("upload", "")):
                        named.add(upload)
            revisions[dataset] = (good, newest + 1)
            for name, size in files.names(dataset).items():
                if size >= 0 and name not in used:
                    kind = "a publication that was not finished" if name.endswith(PART) else ""
                    told = kind or "a file that no revision names"
                    findings.append(Finding(f"{dataset}/{name}", told, bad=False))
        kept = files.names(UPLOADS)
        whole = 0
        for name in sorted(named | {n for n in kept if not n.endswith(PART)}):
            place = f"{UPLOADS}/{name}"
            if name not in kept:
                findings.append(Finding(place, "a file that was sent is missing"))
            elif hashlib.sha256(files.read(place)).hexdigest() != name:
                findings.append(Finding(place, "a file that was sent has changed"))
            else:
                whole += 1
        pinned, lost = pins.damage(files)
        findings += [
            Finding(place, f"links that stay lose their data: {why}") for place, why in lost
        ]
        for place in _all(files, ""):
            mode = files.mode(place)
            if mode is not None and mode & 0o077:
                told = f"others than the service may use it ({mode:o}): secon-data store init"
                findings.append(Finding(place or ".", told, bad=False))
    return Verified(marker, revisions, whole, pinned, tuple(findings))


def _all(files: Files, folder: str) -> Iterator[str]:
    """All paths of a store."""
    if not files.local:
        return
    yield folder
    for name, size in files.names(folder).items():
        path = f"{folder}/{name}" if folder else name
        if size < 0:
            yield from _all(files, path)
        else:
            yield path
