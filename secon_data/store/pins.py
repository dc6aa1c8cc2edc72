"""Versions of the data that links pin: what each dataset was, kept beside the tables.

A version is a manifest: of a published dataset the number of its revision and the digest of that
revision's log entry (a number alone may be given anew once a log has lost its end), of a shipped
file its digest, and those of its schema and of ``datapackage.json``. Its name, ``rev``, is the
beginning of the manifest's own digest. The shipped files lie beside it under their digests, so that
a later version of the app, which ships others, still shows these.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import pandas as pd

from secon_data.cast import conformed
from secon_data.errors import StoreError
from secon_data.package import Package
from secon_data.problems import mark
from secon_data.revision import Revision
from secon_data.store import Store, log
from secon_data.store.files import Files

PINS = "_pins"
KEPT = f"{PINS}/files"  # shipped files under their digests
DESCRIPTOR = "datapackage.json"
_LENGTH = 10  # digits of a name: among a thousand versions, the odds of two alike are 1 : 2,000,000
Manifest: TypeAlias = dict[str, Any]  # when, revisions, files: see _manifest
_REV = re.compile(rf"[0-9a-f]{{{_LENGTH}}}")


class Pinned(Package):
    """The data as a link pins them. ``rev``: their name; ``when``: the day from which they were
    shown."""

    def __init__(
        self,
        today: Package,
        rev: str,
        when: str,
        descriptor: dict[str, Any],
        tables: Mapping[str, pd.DataFrame],
        published: Mapping[str, Revision],
    ) -> None:
        super().__init__(today.folder)
        self.rev, self.when = rev, when
        self._descriptor = descriptor
        self._tables = dict(tables)
        self._then = published

    @cached_property
    def published(self) -> Mapping[str, Revision]:
        """The revisions of then."""
        return self._then


def is_rev(text: str) -> bool:
    """Whether a text has the form of a version's name."""
    return _REV.fullmatch(text) is not None


def keep(store: Store, package: Package) -> str:
    """Keeps this version of the data unless it is kept already, and returns its name. StoreError
    where there is no store, or it cannot be written, or what it holds is damaged."""
    if package.damaged:
        raise StoreError(mark("a part of what was published is damaged."), file="")
    with store.files("read") as files:
        manifest, content = _manifest(files, store, package)
        rev = _name(manifest)
        if files.exists(f"{PINS}/{rev}.json"):
            return rev
    with store.files("written") as files:
        files.sweep(KEPT)
        there = files.names(KEPT)
        for digest, one in content.items():
            if digest not in there:
                files.write(f"{KEPT}/{digest}", one)
        # Last: what a manifest names is there already.
        files.write(f"{PINS}/{rev}.json", _written(manifest))
    return rev


def opened(store: Store, rev: str, today: Package) -> Pinned | None:
    """The data that a name stands for, all of them read; None where none of that name are kept.

    What has not changed since is shared with ``today``. Tables have the columns of today: one that
    came later is empty. A dataset that there was not then is today's. DataError where what was kept
    is damaged or cannot be read."""
    if not is_rev(rev) or store.check() is None:
        return None
    with store.files("read") as files:
        try:
            manifest = _read(files, rev)
        except FileNotFoundError:
            return None
        shipped = _shipped(files, manifest, today)
        published, tables = {}, {}
        for name in today.names:
            if name in manifest["revisions"]:
                number, digest = manifest["revisions"][name]
                if _digest(files.read(_entry(name, number))) != digest:
                    raise log.TornError(f"{name}: revision {number} is another than it was")
                if today.current.get(name) == number and name not in today.damaged:
                    tables[name] = today.table(name)
                else:
                    tables[name] = store.read(name, today.schema(name), number, lenient=True)
                published[name] = store.at(name, number)
            else:
                tables[name] = shipped[name] if name in shipped else today.table(name)
        then = json.loads(_kept(files, manifest["files"][DESCRIPTOR]))
    return Pinned(today, rev, manifest["when"], _described(today, then), tables, published)


def damage(files: Files) -> tuple[int, list[tuple[str, str]]]:
    """How many versions that links pin are whole, and of the others what is wrong where."""
    whole, wrong = 0, []
    for name in sorted(files.names(PINS)):
        rev, dot, kind = name.rpartition(".")
        if not (dot and kind == "json" and is_rev(rev)):
            continue
        try:
            manifest = _read(files, rev)
            for digest in manifest["files"].values():
                _kept(files, digest)
            for dataset, (number, digest) in manifest["revisions"].items():
                if _digest(files.read(_entry(dataset, number))) != digest:
                    raise log.TornError(f"{dataset}: revision {number} is another than it was")
        except (FileNotFoundError, log.TornError) as error:
            told = "a file is missing" if isinstance(error, FileNotFoundError) else str(error)
            wrong.append((f"{PINS}/{name}", told))
        else:
            whole += 1
    return whole, wrong


def _manifest(files: Files, store: Store, package: Package) -> tuple[Manifest, dict[str, bytes]]:
    """What the data are now: ``when``, the day from which they were shown; ``revisions``, by
    dataset number and digest of its log entry; ``files``, by path the digests of those that were
    shipped. And these files' contents, by digest."""
    paths, revisions = [DESCRIPTOR], package.current
    for name in package.names:
        if name not in revisions:
            described = package.dataset(name)
            paths += [p for p in (described["path"], described["schema"]) if isinstance(p, str)]
    read = {path: (package.folder / path).read_bytes() for path in paths}
    numbers = {name: n for name, n in revisions.items() if name in package.names}
    days = [store.at(name, n).when.date().isoformat() for name, n in numbers.items()]
    manifest = {
        "when": max([str(package.descriptor.get("created", ""))[:10], *days]),
        "revisions": {
            name: [n, _digest(files.read(_entry(name, n)))] for name, n in numbers.items()
        },
        "files": {path: _digest(content) for path, content in read.items()},
    }
    return manifest, {_digest(content): content for content in read.values()}


def _read(files: Files, rev: str) -> Manifest:
    """The manifest of a name. FileNotFoundError without it, TornError where it is not whole."""
    content = files.read(f"{PINS}/{rev}.json")
    try:
        manifest: Manifest = json.loads(content)
    except ValueError:
        raise log.TornError(f"{rev}.json is torn") from None
    if _name(manifest) != rev:
        raise log.TornError(f"{rev}.json has changed")
    return manifest


def _shipped(files: Files, manifest: Manifest, today: Package) -> dict[str, pd.DataFrame]:
    """The tables that were shipped then and read, read as they were then."""
    with TemporaryDirectory() as folder:
        place = Path(folder)

        def put(path: str) -> None:
            target = place / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_kept(files, manifest["files"][path]))

        put(DESCRIPTOR)
        then, tables = Package(place), {}
        for name in then.names:
            path, schema = then.dataset(name).get("path"), then.dataset(name).get("schema")
            if name not in today.names or path not in manifest["files"]:
                continue
            if manifest["files"][path] == today.digest(name):
                of_today = today.shipped if name in today.current else today.table
                tables[name] = of_today(name)
                continue
            put(str(path))
            if isinstance(schema, str):
                put(schema)
            tables[name] = conformed(then.shipped(name), today.schema(name), name, lenient=True)
    return tables


def _described(today: Package, then: Mapping[str, Any]) -> dict[str, Any]:
    """What the package said of itself then, of the datasets that there are today and as these are
    read."""
    known = {resource["name"]: resource for resource in then["resources"]}
    resources = [
        {
            **known.get(one["name"], {}),
            **{k: one[k] for k in ("name", "path", "schema") if k in one},
        }
        if one["name"] in known
        else one
        for one in today.descriptor["resources"]
    ]
    return {**then, "resources": resources}


def _kept(files: Files, digest: str) -> bytes:
    content = files.read(f"{KEPT}/{digest}")
    if _digest(content) != digest:
        raise log.TornError(f"{KEPT}/{digest} has changed")
    return content


def _entry(dataset: str, number: int) -> str:
    return f"{dataset}/_delta_log/{log.entry_name(number)}"


def _name(manifest: Manifest) -> str:
    return _digest(_written(manifest))[:_LENGTH]


def _written(manifest: Manifest) -> bytes:
    return json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
