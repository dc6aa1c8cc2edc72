"""Publishing with a last look: what a check found of references holds for the data of then, and
somebody else may have published meanwhile. Whatever comes of it, who tried it is kept."""

from __future__ import annotations

from typing import Any

import pandas as pd

from secon_data import audit
from secon_data.errors import DataError
from secon_data.package import Package
from secon_data.revision import Revision
from secon_data.store import ConflictError, Store


class DanglingError(DataError):
    """A publication would leave codes that point at nothing. ``codes``: by column."""


def publish(
    store: Store,
    package: Package,
    dataset: str,
    table: pd.DataFrame,
    *,
    what: audit.What = "published",
    **said: Any,
) -> Revision:
    """``Store.publish``, once all references hold against what is published at this moment, not at
    the check's. On one disk nobody publishes in between; in an object store somebody could, for
    the moment that a commit takes. DanglingError where one does not hold; nothing is published.
    ``what``: as which event it is kept.
    """
    try:
        with store.alone():
            _references(store, package, dataset, table)
            made = store.publish(package, dataset, table, **said)
    except ConflictError:
        audit.keep(store, "overtaken", said["who"], dataset)
        raise
    except DataError as error:
        audit.keep(store, "refused", said["who"], dataset, note=error.told())
        raise
    audit.keep(store, what, made.who, made.dataset, made.number, made.why)
    return made


def _references(store: Store, package: Package, dataset: str, table: pd.DataFrame) -> None:
    now = Package(package.folder, store, store.revisions(), lenient=True)
    then = now.with_tables({dataset: table})
    for name in now.names:
        for reference in now.schema(name).references.values():
            there = reference.dataset or name
            if dataset not in (name, there):
                continue
            new = _dangling(then, name, reference.column, there, reference.key)
            if new and (new := new - _dangling(now, name, reference.column, there, reference.key)):
                raise DanglingError(
                    "other data were published meanwhile: {codes} would point at nothing that is "
                    "there.",
                    file=name,
                    column=reference.column,
                    mend="Nothing was published. Look at the check again.",
                    codes=", ".join(sorted(new)[:5]),
                )


def _dangling(package: Package, dataset: str, column: str, there: str, key: str) -> set[str]:
    return _codes(package, dataset, column) - _codes(package, there, key)


def _codes(package: Package, dataset: str, column: str) -> set[str]:
    """The different codes in a column, as text."""
    return set(package.table(dataset)[column].dropna().drop_duplicates().astype("str"))
