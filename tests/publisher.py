"""Publishes one revision after the other until it is killed; what a test of the store does that to."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from secon_data.package import Package
from secon_data.store import ConflictError, Store, Upload


def publish_on(folder: Path, address: str, told: Connection) -> None:
    """Tells the number of each revision once it is published; its value is that number."""
    package = Package(folder, Store(address))
    table = package.table("money")
    while True:
        now = package.store.revision("money")
        value = float((now or 0) + 1)
        new = table.assign(value=table["value"].where(table["id"] != "ā", value))
        done = package.store.publish(package, "money", new, expected=now, who="", why="again")
        told.send(done.number)


def publish_some(folder: Path, address: str, name: str, told: Connection, lock: Any) -> None:
    """One of several writers: publishes ten revisions, and tries again after a conflict."""
    package = Package(folder, Store(address))
    table = package.shipped("money")

    def tell(*said: object) -> None:
        with lock:
            told.send(said)

    done = 0
    while done < 10:
        now = package.store.revision("money")
        why = f"{name}{done}"
        try:
            made = package.store.publish(
                package, "money", table.assign(value=float(done)),
                expected=now, who=name, why=why, upload=Upload(f"{done}", bytes([done])),
            )  # fmt: skip
        except ConflictError:
            tell("conflict", now, why)
        except Exception as error:
            tell("failed", now, repr(error))
            return
        else:
            tell("published", made.number, why)
            done += 1
