"""The bytes that answer a request below ``/data/``. Pure: the same data, the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secon_data import api
from secon_data.errors import DataError
from secon_data.names import UnknownError
from secon_data.open_data import asked, changes_feed, forms, openapi, values
from secon_data.open_data.asked import Asked, RefusedError
from secon_data.package import BOUNDARIES, Package
from secon_data.store.pins import Pinned

BOUNDARY_TERMS = (
    "Not CC BY: for non-commercial purposes, with the attribution named, at 1:1 million or "
    "coarser. NUTS 2021, simplified: to draw, not to measure."
)


class UnavailableError(Exception):
    """What was asked is there and cannot be given now; ``str()`` says why, without any place."""


@dataclass(frozen=True)
class Content:
    """``kind``: its media type; ``revision``: of the dataset, where it is one that was
    published."""

    body: bytes
    kind: str
    revision: int | None = None


def answer(what: Asked, package: Package) -> Content:
    """What was asked, of a package. RefusedError where there is no such revision, or no value;
    UnavailableError where what was published is damaged; DataError where the data cannot be
    read."""
    if what.dataset:
        body, number = _dataset(package, what)
        return Content(body, forms.KINDS[what.form], number)
    if what.file in asked.VALUES:
        return Content(_values(package, what), forms.KINDS[what.form])
    if what.file == asked.AREAS:
        return Content(areas(what.levels), forms.KINDS["geojson"])
    if what.file == asked.CHANGES:
        return Content(changes_feed.written(package), forms.KINDS["atom"])
    if what.file == asked.PACKAGE:
        told = described(package)
    elif what.file == asked.OPENAPI:
        _whole(package, ("regions", "indicators"))
        told = openapi.description(package)
    else:
        told = {
            "title": package.descriptor.get("title", ""),
            "description": asked.OPENAPI,
            "addresses": asked.addresses(package),
        }
    return Content((forms.dumped(told) + "\n").encode(), forms.KINDS["json"])


def described(package: Package) -> dict[str, Any]:
    """The data package as it is published, or as a link pins it: each resource's path stands beside
    the description, and names its revision, so that a publication meanwhile mixes nothing."""
    pinned = package.rev if isinstance(package, Pinned) else None
    resources = []
    for name in package.names:
        body, number = _dataset(package, Asked(f"{name}.csv", name))
        told = {k: v for k, v in package.dataset(name).items() if k not in ("path", "schema")}
        at = {} if number is None else {"revision": number}
        rev = pinned or number
        resources.append(
            told
            | {
                "path": f"{name}.csv" + ("" if rev is None else f"?rev={rev}"),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(body),
                "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
                "schema": package.schema(name).descriptor,
            }
            | at
        )
    return {**package.descriptor, "resources": resources}


def areas(levels: Sequence[int], folder: Path = BOUNDARIES) -> bytes:
    """The outlines of the NUTS areas of some levels as GeoJSON, with whose they are and on which
    terms. DataError when the boundaries cannot be read."""
    attribution, features = "", []
    for level in levels:
        file = folder / f"nuts{level}.geojson"
        try:
            layer = json.loads(file.read_text(encoding="utf-8"))
            attribution = layer["attribution"]
            features += [_area(feature) for feature in layer["features"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                "the boundaries cannot be read ({why}).", file=file.name, why=error
            ) from None
    head = {"type": "FeatureCollection", "name": "areas", "attribution": attribution}
    head["licence"] = BOUNDARY_TERMS
    listed = ",\n".join(map(forms.dumped, features))  # one by one: others get on meanwhile
    return f'{forms.dumped(head)[:-1]},"features":[\n{listed}\n]}}\n'.encode()


def _area(feature: dict[str, Any]) -> dict[str, Any]:
    said = feature["properties"]
    kept = {name: said[name] for name in ("name", "level", "country_code")}
    place = {"longitude": said["lon"], "latitude": said["lat"]}
    return {**feature, "properties": {"area_id": said["nuts_id"], **kept, **place}}


def _dataset(package: Package, what: Asked) -> tuple[bytes, int | None]:
    """A dataset's bytes, and of which revision they are."""
    name, schema = what.dataset, package.schema(what.dataset)
    if isinstance(package, Pinned):
        then = package.published.get(name)
        body = forms.written(package.table(name), schema, what.form)
        return body, None if then is None else then.number
    current = package.current.get(name)
    if what.number is not None and what.number != current:
        if current is None:
            raise RefusedError(404, f"«{name}» was never published: it has no revisions yet.")
        if what.number > current:
            told = f"«{name}» has no revision {what.number}: its newest is {current}."
            raise RefusedError(404, told, range(current + 1))
        assert package.store is not None  # where else its revisions would be
        table = package.store.read(name, schema, what.number, lenient=True)
        return forms.written(table, schema, what.form), what.number
    _whole(package, (name,))
    if current is None and what.form == "csv":
        return _shipped(package, name), None
    return forms.written(package.table(name), schema, what.form), current


def _shipped(package: Package, name: str) -> bytes:
    """The shipped file, byte for byte."""
    package.table(name)  # DataError says what of it is damaged
    path = str(package.dataset(name).get("path", f"{name}.csv"))
    return (package.folder / path).read_bytes()


def _values(package: Package, what: Asked) -> bytes:
    _whole(package, values.MADE_OF)
    there = package.table("observations")["year"]
    if there.empty:
        raise RefusedError(404, "There are no values yet.")
    first, last = int(there.min()), int(there.max())
    for year in what.years or ():
        if not first <= year <= last:
            told = f"There are no values of {year}: the years are {first} to {last}."
            raise RefusedError(404, told, range(first, last + 1))
    try:
        table = api.values(what.indicators, what.years, what.regions, package=package)
    except UnknownError as error:
        raise RefusedError(404, str(error)) from None
    return forms.written(table, values.SCHEMA, what.form)


def _whole(package: Package, names: Iterable[str]) -> None:
    """UnavailableError where what was published last of one of the datasets is damaged: pages show
    an older revision in its place and say so, which a program would not read."""
    for name in names:
        damage = package.damaged.get(name)
        if damage is not None:
            older = damage.shown
            kept = "" if older is None else f" An older one: {name}.csv?rev={older}."
            raise UnavailableError(
                f"What was published last of «{name}» (revision {damage.current}) is damaged.{kept}"
                " Whoever runs the server: «secon-data store verify» says what is wrong."
            )
