"""Restoring: an older revision is published again, as a new one."""

from __future__ import annotations

from typing import Any

from secon_data import publishing
from secon_data.package import Package
from secon_data.revision import Revision
from secon_data.store import Store


def restore(store: Store, package: Package, dataset: str, revision: int, **said: Any) -> Revision:
    """As ``publishing.publish``, with the same last look at the references."""
    table = store.read(dataset, package.schema(dataset), revision)
    return publishing.publish(
        store, package, dataset, table, what="restored", restored=revision, **said
    )
