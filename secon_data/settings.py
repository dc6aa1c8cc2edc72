"""The data that this process shows: where its files and its store are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from secon_data.package import INSTALLED, SHIPPED, Package
from secon_data.store import Store


def folder() -> Path:
    """The folder of the data package that ``SECON_DATA`` names, else the shipped one."""
    return Path(os.environ.get("SECON_DATA") or SHIPPED)


def store() -> Store:
    """The store that ``SECON_STORE`` names (a folder or ``s3://…``), else the usual one, which
    need not be there; its id must be that of ``SECON_STORE_ID``, where that is given."""
    named = os.environ.get("SECON_STORE")
    return store_at(named) if named else store_at(str(_usual()), usual=True)


def store_at(address: str, *, usual: bool = False) -> Store:
    """The store of this process, of which the address is known already."""
    return Store(address, usual=usual, known=os.environ.get("SECON_STORE_ID") or None)


def make_usual_store() -> Path | None:
    """Makes the usual store, unless another is named or it has something in it: ``make run`` does,
    for whoever has just unpacked the app. The new folder; None where nothing was made. StoreError
    when it cannot be made."""
    if os.environ.get("SECON_STORE") or store().check() is not None:
        return None
    store().make()
    return _usual()


def _usual() -> Path:
    """``store/`` beside the shipped data; where the package is installed, ``secon-store/`` in the
    working folder, which the next installation does not remove."""
    return Path.cwd() / "secon-store" if INSTALLED else SHIPPED.parent / "store"


def package(revisions: Mapping[str, int] | None = None, *, lenient: bool = False) -> Package:
    """The data package as it stands now, nothing of it read yet; see ``Package``."""
    return Package(folder(), store(), revisions, lenient=lenient)
