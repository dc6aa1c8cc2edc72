"""The data that this process shows: where its files and its store are."""

from __future__ import annotations

import os
from pathlib import Path

from secon_data.package import INSTALLED, SHIPPED, Package
from secon_data.store import Store


def folder() -> Path:
    """The folder of the data package that ``SECON_DATA`` names, else the shipped one."""
    return Path(os.environ.get("SECON_DATA") or SHIPPED)


def store() -> Store:
    """The store that ``SECON_STORE`` names (a folder or ``s3://…``), else ``store/`` beside the
    shipped data; where the package is installed, ``secon-store/`` in the working folder, which the
    next installation does not remove."""
    usual = Path.cwd() / "secon-store" if INSTALLED else SHIPPED.parent / "store"
    return Store(os.environ.get("SECON_STORE") or str(usual))


def package() -> Package:
    """The data package as it stands now, nothing of it read yet."""
    return Package(folder(), store())
