"""What is said when the store cannot: its own errors in place of the disk's and the engine's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from deltalake.exceptions import DeltaError

from secon_data.errors import DamagedError, StoreError
from secon_data.problems import mark
from secon_data.store import log

_COLOURS = re.compile(r"\x1b\[[0-9;]*m|↳")  # the engine writes for a terminal
OPERATOR = mark(
    "Whoever runs the server: see that the place that SECON_STORE names is right, mounted and "
    "whole; «secon-data store verify» says what is wrong, «secon-data store init» makes a new "
    "store."
)
_FOREIGN = mark(
    "Whoever runs the server: put the store back. If this one is meant, give SECON_STORE_ID the id "
    "in its _store.json, or leave it out."
)


def foreign(address: str) -> StoreError:
    """Another store than the one that is known."""
    return StoreError(
        mark("another store stands where that of this server was."),
        file="",
        mend=_FOREIGN,
        where=address,
    )


@contextmanager
def told(address: str, dataset: str, done: str) -> Iterator[None]:
    """Turns what the disk, the object store or the engine raises into StoreError. ``done``: read
    or written."""
    try:
        yield
    except (DeltaError, OSError, pa.ArrowException, log.TornError, KeyError) as error:
        why, where = " ".join(_COLOURS.sub("", str(error)).split())[:300], address
        if isinstance(error, log.TornError):
            problem = mark("this revision is damaged.")
            if done == "written":
                problem = mark(
                    "what was published last is damaged, so nothing was published over it."
                )
            raise DamagedError(
                problem, file=dataset, mend=OPERATOR, where=where, why=why
            ) from error
        if done == "written":
            raise StoreError(
                "the store cannot be written.",
                file=dataset,
                mend="Nothing was published. Whoever runs the server: see that the folder of "
                "the store exists, has room and may be written.",
                where=where,
                why=why,
            ) from error
        raise StoreError(
            "the store cannot be read at the moment.",
            file=dataset, mend=OPERATOR, where=where, why=why,
        ) from error  # fmt: skip
