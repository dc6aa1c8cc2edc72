"""What was published, when and why, as an Atom feed. Who did it is said nowhere in it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from xml.etree import ElementTree as ET

from secon_data.errors import DamagedError
from secon_data.package import Package
from secon_data.revision import Revision

MOST = 50  # entries
_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r"[^\s<>()«»,;]+@[^\s<>()«»,;]+")
_OURS = uuid.UUID("5d1f1f4e-6f0b-5b53-9a3d-3f0a4a1f7a10")  # in which the feeds' ids are made
_NOBODY = "…"


def written(package: Package) -> bytes:
    """The feed: an entry for each of the newest publications. StoreError when the store cannot be
    read."""
    store = package.store.check() if package.store is not None else None
    feed = uuid.uuid5(_OURS, store or str(package.descriptor.get("name", "")))
    found = sorted(_published(package), key=lambda r: (r.when, r.dataset, r.number), reverse=True)
    created = str(package.descriptor.get("created") or "1970-01-01T00:00:00Z")
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": "en"})
    title = str(package.descriptor.get("title", ""))
    _add(root, "id", f"urn:uuid:{feed}")
    _add(root, "title", f"{title}: what was published")
    _add(root, "updated", _moment(found[0].when) if found else created)
    author = ET.SubElement(root, f"{{{_ATOM}}}author")
    _add(author, "name", _publisher(package))
    # Relative, as the standard allows: no proxy and no name of a host can make them wrong.
    _link(root, "self", "changes.atom", "application/atom+xml")
    _link(root, "alternate", "../sources", "text/html")
    for one in found[:MOST]:
        entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
        name = str(package.dataset(one.dataset).get("title", one.dataset))
        # Of the moment too: a store that lost its end may give a number again.
        told = f"{one.dataset} {one.number} {_moment(one.when)}"
        _add(entry, "id", f"urn:uuid:{uuid.uuid5(feed, told)}")
        _add(entry, "title", f"{name}: revision {one.number}")
        _add(entry, "updated", _moment(one.when))
        _add(entry, "published", _moment(one.when))
        _link(entry, "alternate", f"../sources?dataset={one.dataset}", "text/html")
        _link(entry, "related", f"{one.dataset}.csv?rev={one.number}", "text/csv")
        _add(entry, "summary", _told(one))
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def unnamed(text: str, who: str) -> str:
    """What somebody wrote, without her own name and without any address of mail."""
    name, _, address = who.partition(" (")
    for word in sorted({name, address.rstrip(")"), who} - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", _NOBODY, text, flags=re.IGNORECASE)
    return _ADDRESS.sub(_NOBODY, text)


def _published(package: Package) -> Iterator[Revision]:
    """What was published of the datasets that there are; revision 0 is the shipped file. What the
    log no longer tells is left out."""
    for name in package.current:
        if name in package.names and package.store is not None:
            with suppress(DamagedError):
                yield from (r for r in package.store.history(name) if r.number and not r.damaged)


def _told(one: Revision) -> str:
    rows = ", ".join(
        f"{n} {what}"
        for n, what in (
            (one.added, "added"),
            (one.changed, "changed"),
            (one.removed, "removed"),
        )
        if n
    )
    back = "" if one.restored is None else f"Revision {one.restored} again. "
    return f"{back}{unnamed(one.why, one.who)} – {one.rows} rows: {rows or 'none changed'}."


def _publisher(package: Package) -> str:
    people = package.descriptor.get("contributors") or [{}]
    return str(people[0].get("title") or package.descriptor.get("title", ""))


def _moment(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = _NO_XML.sub("", text)


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "href": href, "type": kind})
