"""Publishes one revision after the other until it is killed; what a test of the store does that to."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from secon_data.package import Package
from secon_data.store import Store


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
