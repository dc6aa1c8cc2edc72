"""The boundaries that are shipped, and the tool that builds them."""

from __future__ import annotations

import hashlib
import json
from functools import cache

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import Point, Polygon, box, shape

from secon_data.package import SHIPPED, Package
from tools import build_geometry as tool

FOLDER = SHIPPED.parent / "static" / "geometry"
LAYERS = ("nuts1", "nuts2", "nuts3", "partner_regions", "countries", "tiles", "around")
# Official areas in km², of Eurostat and the national statistical offices; Riga before 2021, and
# the NUTS 3 area of which Oliveira de Azeméis is a part.
OFFICIAL = {
    "peloponnese": 15_490,
    "rhein-neckar": 5_637,
    "flemish-brabant": 2_118,
    "harghita": 6_639,
    "mazowieckie": 35_559,
    "oliveira-de-azemeis": 2_040,
    "riga": 10_439,
    "extremadura": 41_634,
    "haskovo": 5_533,
}
every_layer = pytest.mark.parametrize("layer", LAYERS)


@cache
def content(path):
    return json.loads((FOLDER / path).read_text(encoding="utf-8"))


@cache
def features(layer):
    return content(f"{layer}.geojson")["features"]


@cache
def shapes(layer):
    return {f["id"]: shape(f["geometry"]) for f in features(layer)}


def km2(outlines):
    return geopandas.GeoSeries(outlines, crs=4326).to_crs(3035).area / 1e6


def coverages():
    """Areas that lie side by side: a whole layer, or one level of the small maps."""
    layers = ("nuts1", "nuts2", "nuts3", "countries", "around")
    return [*((layer, None) for layer in layers), *(("tiles", level) for level in (1, 2, 3))]


def neighbours(layer, level):
    return np.array(
        [
            shape(f["geometry"])
            for f in features(layer)
            if level is None or f["properties"]["level"] == level
        ],
        dtype="object",
    )


@every_layer
def test_every_outline_is_valid_and_not_empty(layer):
    for item in features(layer):
        outline = shape(item["geometry"])
        assert outline.is_valid and outline.area > 0, item["id"]


@every_layer
def test_every_outline_has_one_id_and_a_label_point_inside(layer):
    ids = [item["id"] for item in features(layer)]
    assert len(ids) == len(set(ids)) and all(ids)
    for item in features(layer):
        point = Point(item["properties"]["lon"], item["properties"]["lat"])
        assert shape(item["geometry"]).contains(point), item["id"]


@pytest.mark.parametrize(("layer", "level"), coverages())
def test_neighbours_share_their_border_without_gap_or_overlap(layer, level):
    every = neighbours(layer, level)
    assert shapely.coverage_is_valid(every)
    joined = shapely.union_all(every)
    holes = [Polygon(hole) for part in shapely.get_parts(joined) for hole in part.interiors]
    # What is left are lakes and other states (the Vatican City has 0.44 km²), not slivers.
    assert (km2(holes) > 0.4).all()


@pytest.mark.parametrize(
    ("file", "most"),
    [("countries.geojson", 200_000), ("nuts2.geojson", 500_000), ("svg/nuts2.geojson", 500_000)],
)
def test_files_stay_small(file, most):
    assert (FOLDER / file).stat().st_size < most


@every_layer
def test_exterior_rings_go_counter_clockwise_and_clockwise_in_the_copy(layer):
    copy = content(f"svg/{layer}.geojson")["features"]
    for item, turned in zip(features(layer), copy, strict=True):
        assert (item["id"], item["properties"]) == (turned["id"], turned["properties"])
        pairs = zip(item["geometry"]["coordinates"], turned["geometry"]["coordinates"], strict=True)
        for polygon, other in pairs:
            assert [ring[::-1] for ring in polygon] == other
            turns = [shapely.LinearRing(ring).is_ccw for ring in polygon]
            assert turns == [True] + [False] * (len(polygon) - 1), item["id"]


def test_borders_are_drawn_once_and_coasts_not_at_all():
    (item,) = features("borders")
    lines = shape(item["geometry"])
    ends = np.concatenate([
        np.sort(np.stack([points[:-1], points[1:]], 1).view("f8,f8"), axis=1).view("f8")
        for points in map(shapely.get_coordinates, lines.geoms)
    ])  # fmt: skip
    assert len(np.unique(ends.reshape(-1, 4), axis=0)) == len(ends) > 4000
    drawn = geopandas.GeoSeries([lines], crs=4326).to_crs(3035).item()

    def far(lon, lat):
        return geopandas.GeoSeries([Point(lon, lat)], crs=4326).to_crs(3035).item().distance(drawn)

    # Valka–Valga, Svilengrad–Kapitan Andreevo, Badajoz–Elvas, Narva, Mazowieckie–Lubelskie.
    for lon, lat in ((26.01, 57.78), (26.35, 41.72), (-7.02, 38.88), (28.2, 59.37), (22.7, 52.3)):
        assert far(lon, lat) < 15_000, (lon, lat)
    # Cape Kolka, Lisbon, Bergen, Crete, Sardinia, the Danube's mouth.
    for lon, lat in ((22.6, 57.75), (-9.4, 38.7), (5.3, 60.4), (25, 35.2), (9, 40), (29.7, 44.9)):
        assert far(lon, lat) > 20_000, (lon, lat)


def test_crimea_is_ukraines():
    for lon, lat in ((34.1, 44.95), (33.5, 44.65), (36.4, 45.3)):  # Simferopol, Sevastopol, Kerch
        assert shapes("countries")["Ukraine"].buffer(0.1).contains(Point(lon, lat))
        assert not shapes("countries")["Russia"].contains(Point(lon, lat))


def test_cyprus_is_whole():
    whole = shapes("countries")["Cyprus"]
    for lon, lat in ((32.6, 34.9), (33.35, 35.17), (33.7, 35.2)):  # Troodos, Nicosia, Mesaoria
        assert whole.contains(Point(lon, lat))
    assert not [name for name in shapes("countries") if "Cyprus" in name and name != "Cyprus"]
    # No line through the middle: the large part is the island.
    assert km2(shapely.get_parts(whole)).max() > 9_000


def test_north_macedonia_has_its_name():
    assert shapes("countries")["North Macedonia"].contains(Point(21.43, 41.6))
    assert "Macedonia" not in shapes("countries")


def test_no_country_lies_over_another():
    # Russia crosses the 180th meridian; drawn without care it is a band around the globe.
    assert not shapes("countries")["Russia"].intersects(box(-25, 60, 18, 72))
    assert shapes("countries")["Sweden"].contains(Point(20.2, 67.85))  # Kiruna


def test_the_index_says_what_the_files_are():
    index = content("index.json")
    layers = {f"{p}{n}.geojson" for p in ("", "svg/") for n in LAYERS}
    assert set(index["layers"]) == layers | {"borders.geojson"}
    for path, said in index["layers"].items():
        raw = (FOLDER / path).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == said["sha256"], path
        assert len(json.loads(raw)["features"]) == said["features"], path
    for level in (1, 2, 3):
        assert index["areas"][str(level)] == [f["id"] for f in features(f"nuts{level}")]
    assert index["countries"] == [f["id"] for f in features("countries")]
    assert index["vintage"] == "NUTS 2021"
    for layer in ("nuts1", "nuts2", "nuts3", "partner_regions", "tiles"):
        assert (
            "© EuroGeographics, © UN-FAO, © Turkstat" in content(f"{layer}.geojson")["attribution"]
        )


def test_every_region_is_there_with_its_area_within_half_a_percent():
    found = dict(km2(shapes("partner_regions")))
    assert found == {region: pytest.approx(size, rel=0.005) for region, size in OFFICIAL.items()}
    assert list(found) == list(Package(SHIPPED).table("regions")["region_id"])


def test_areas_of_the_data_that_nuts_2021_knows_are_drawn():
    table = Package(SHIPPED).table("areas")
    known = table[
        table["level"].isin([1, 2, 3])
        & (table["vintage_from"] <= 2021)
        & (table["vintage_to"] >= 2021)
        & ~table["extra_regio"]
    ]
    drawn = set().union(*(shapes(f"nuts{level}") for level in (1, 2, 3)))
    assert set(known["area_id"]) <= drawn and len(known) > 800


def test_the_municipality_is_a_point_inside_its_wider_area():
    (item,) = [f for f in features("partner_regions") if "municipality" in f["properties"]]
    assert item["id"] == "oliveira-de-azemeis"
    assert shape(item["geometry"]).contains(Point(item["properties"]["municipality"]))


def test_the_index_knows_the_bounds_of_every_region():
    found = {
        item["id"]: [
            edge(point[axis] for polygon in item["geometry"]["coordinates"] for point in polygon[0])
            for edge, axis in ((min, 0), (min, 1), (max, 0), (max, 1))
        ]
        for item in features("partner_regions")
    }
    assert content("index.json")["bounds"] == found and len(found) == 9


def test_every_small_map_shows_the_whole_of_its_region():
    for region, (west, south, east, north) in content("index.json")["frames"].items():
        assert box(west, south, east, north).covers(shapes("partner_regions")[region]), region


# Seen on a map of Europe: which countries lie in the frame or half a degree beside it.
AROUND = {
    "peloponnese": ["Greece"],
    "rhein-neckar": ["France", "Germany"],
    "flemish-brabant": ["Belgium", "France", "Germany", "Luxembourg", "Netherlands"],
    "harghita": ["Hungary", "Moldova", "Romania", "Ukraine"],
    "mazowieckie": ["Belarus", "Czechia", "Lithuania", "Poland", "Russia", "Ukraine"],
    "oliveira-de-azemeis": ["Portugal", "Spain"],
    "riga": ["Belarus", "Estonia", "Latvia", "Lithuania", "Russia"],
    "extremadura": ["Portugal", "Spain"],
    "haskovo": ["Bulgaria", "Greece", "North Macedonia", "Serbia", "Turkey"],
}


def seen(frame):
    """What a small map shows, in degrees: the box around its frame in plotly's projection. In its
    corners that is more than the frame."""
    west, south, east, north = frame
    lon, lat = (west + east) / 2, (south + north) / 2
    flat = f"+proj=laea +lon_0={lon} +lat_0={lat} +R=6371000 +type=crs"
    edges = geopandas.GeoSeries([shapely.segmentize(box(*frame), 0.05)], crs=4326).to_crs(flat)
    corners = shapely.segmentize(box(*edges.total_bounds), 5_000)
    return geopandas.GeoSeries([corners], crs=flat).to_crs(4326).iloc[0]


def test_a_small_maps_ground_is_what_is_seen_of_the_countries_there():
    index, whole, cut = content("index.json"), shapes("countries"), shapes("around")
    assert index["around"] == AROUND
    for region, frame in index["frames"].items():
        view = seen(frame)
        assert {name for name, of in whole.items() if of.intersects(view)} <= set(AROUND[region])
        for name in AROUND[region]:
            left = whole[name].intersection(view)
            # Half a step of the last digit, 0.0005°, where a border leaves the view.
            off = left.symmetric_difference(cut[name].intersection(view)).area
            assert off <= 0.0005 * left.length, (region, name)
    points = sum(shapely.get_num_coordinates(of) for of in cut.values())
    assert points < 0.2 * sum(shapely.get_num_coordinates(of) for of in whole.values())


def test_the_ground_is_cut_half_a_degree_around_the_frames():
    europe = areas(Inland=box(0, 0, 9, 9), Far=box(20, 0, 30, 9)).assign(lon=1.0, lat=1.0)
    frames = {"one": [2.0, 2.0, 3.0, 3.0], "two": [2.5, 2.0, 4.0, 3.0], "edge": [9.4, 8.0, 12, 9]}
    found = tool.around(europe, frames)
    assert list(found.index) == ["Inland"]
    expected = box(1.5, 1.5, 4.5, 3.5).union(box(8.9, 7.5, 9, 9))
    assert found.geometry["Inland"].symmetric_difference(expected).area == pytest.approx(0)
    assert tool.seen(found, frames) == {"one": ["Inland"], "two": ["Inland"], "edge": ["Inland"]}


def test_the_readme_counts_what_is_there():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    counts = ", ".join(str(len(features(f"nuts{level}"))) for level in (1, 2, 3))
    assert f"| {counts} |" in text
    assert f"as background | {len(features('countries'))} |" in text
    assert content("index.json")["attribution"] in text


def areas(**shapes):
    return geopandas.GeoDataFrame(geometry=geopandas.GeoSeries(shapes, crs=4326))


def test_polygons_across_the_180th_meridian_go_on_to_the_east():
    chukotka = Polygon([(170, 60), (179, 60), (-170, 65), (-170, 70), (170, 70)])
    sweden = box(11, 55, 24, 69)
    east, west = tool.unwrapped(areas(chukotka=chukotka, sweden=sweden).geometry)
    assert east.bounds == (170, 60, 190, 70)
    assert west.equals(sweden)


def test_simplifying_mends_neighbours_that_overlap_and_drops_islets():
    left = shapely.MultiPolygon([box(4.0, 50.0, 4.5, 50.5), box(3.9, 49.9, 3.905, 49.905)])
    found = tool.simplified(areas(A=left, B=box(4.499, 50.0, 5.0, 50.5)), 500, 8.0).geometry
    assert len(shapely.get_parts(found["A"])) == 1
    assert found["A"].intersection(found["B"]).area == pytest.approx(0, abs=1e-12)


def test_simplifying_keeps_what_lies_between_other_areas_however_small():
    inside = box(4.7, 50.2, 4.705, 50.205)  # 0.2 km²
    home = shapely.MultiPolygon([box(4.0, 50.0, 4.5, 50.5), inside])
    around = box(4.5, 50.0, 5.0, 50.5).difference(inside)
    found = tool.simplified(areas(A=home, B=around), 500, 8.0).geometry
    assert len(shapely.get_parts(found["A"])) == 2
    assert not found.union_all().interiors


def test_an_outline_is_the_own_area_else_the_parts_else_the_wider_area():
    known = areas(A=box(0, 0, 2, 2), B=box(2, 0, 3, 1), C=box(3, 0, 4, 1), W=box(0, 0, 9, 9))
    rows = [
        ("town", "GONE", "own", 1), ("town", "W", "wider", 1), ("town", "A", "wider", 2),
        ("sum", "B", "part", 1), ("sum", "C", "part", 1), ("sum", "W", "wider", 1),
        ("lost", "C", "part", 1), ("lost", "GONE", "part", 1), ("lost", "A", "wider", 1),
        ("self", "B", "part", 1), ("self", "A", "own", 1),
    ]  # fmt: skip
    members = pd.DataFrame(rows, columns=["region_id", "area_id", "role", "preference"])
    found = {region: g.bounds for region, g in tool.outlines(known, members).geometry.items()}
    expected = {"town": (0, 0, 9, 9), "sum": (2, 0, 4, 1), "lost": (0, 0, 2, 2)}
    expected["self"] = (0, 0, 2, 2)
    assert found == {region: pytest.approx(bounds) for region, bounds in expected.items()}
    assert list(found) == list(expected)


def test_a_small_map_is_as_wide_as_its_frame_and_its_region_stands_in_the_middle():
    # One degree by one at 60° north: half as wide as high, and a frame 190 wide and 110 high.
    (frame,) = tool.frames(areas(north=box(20, 59.5, 21, 60.5)), areas()).values()
    west, south, east, north = frame
    assert (west + east) / 2 == pytest.approx(20.5) and (south + north) / 2 == pytest.approx(60)
    assert north - south == pytest.approx(1.3)
    assert east - west == pytest.approx(2 * 1.3 * 190 / 110, abs=0.002)


def gisco(folder, content):
    file = folder / "own.geojson"
    outline = {"type": "Polygon", "coordinates": [[[24, 56], [25, 56], [25, 57], [24, 56]]]}
    features = [{"type": "Feature", "properties": p, "geometry": outline} for p in content]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return geopandas.read_file(file)


def test_gisco_s_own_file_can_be_used(tmp_path):
    rows = [
        {"NUTS_ID": "LV00A", "LEVL_CODE": 3, "NAME_LATN": " Rīga ", "NUTS_NAME": "Rīga ★"},
        {"NUTS_ID": "BG422", "LEVL_CODE": 3, "NAME_LATN": "", "NUTS_NAME": "Хасково"},
        {"NUTS_ID": "LV00", "LEVL_CODE": 2, "NAME_LATN": "Latvija", "NUTS_NAME": "Latvija"},
        {"NUTS_ID": "FR101", "LEVL_CODE": 3, "NAME_LATN": "Paris", "NUTS_NAME": "Paris"},
    ]
    found = tool.nuts(gisco(tmp_path, rows), 3)
    assert found[["name", "level", "country_code"]].to_dict("index") == {
        "LV00A": {"name": "Rīga", "level": 3, "country_code": "LV"},
        "BG422": {"name": "Хасково", "level": 3, "country_code": "BG"},
    }
    assert found.geometry["LV00A"].bounds == (24, 56, 25, 57)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{"id": "LV00A"}], "NUTS_ID and LEVL_CODE"),
        ([{"NUTS_ID": "FR101", "LEVL_CODE": 3}], "no area of level 3"),
        ([], "NUTS_ID and LEVL_CODE"),
    ],
)
def test_a_file_that_is_not_giscos_is_refused_with_the_reason(tmp_path, rows, why):
    with pytest.raises(ValueError, match=why):
        tool.nuts(gisco(tmp_path, rows), 3)
