"""The boundaries that are shipped, and the tool that builds them."""

from __future__ import annotations

import hashlib
import json
from functools import cache

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import Point, Polygon, box, shape

from secon_data.package import SHIPPED, Package
from tools import build_geometry as tool

FOLDER = SHIPPED.parent / "static" / "geometry"
LAYERS = ("nuts1", "nuts2", "nuts3", "partner_regions", "countries", "tiles")
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


TO_METRES = pyproj.Transformer.from_crs(4326, 3035, always_xy=True).transform


def in_metres(geometry):
    return shapely.transform(geometry, lambda xy: np.column_stack(TO_METRES(xy[:, 0], xy[:, 1])))


def coverages():
    """Areas that lie side by side: a whole layer, or one level of the small maps."""
    layers = [("nuts1", None), ("nuts2", None), ("nuts3", None), ("countries", None)]
    return [*layers, *(("tiles", level) for level in (1, 2, 3))]


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
    areas = neighbours(layer, level)
    assert shapely.coverage_is_valid(areas)
    joined = shapely.union_all(areas)
    holes = [Polygon(hole) for part in shapely.get_parts(joined) for hole in part.interiors]
    gaps = [in_metres(hole).area for hole in holes]
    # What is left are lakes and other states (the Vatican City has 0.44 km²), not slivers.
    assert all(gap > 0.4e6 for gap in gaps)


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
    assert max(in_metres(p).area for p in shapely.get_parts(whole)) > 9_000e6


def test_north_macedonia_has_its_name():
    assert shapes("countries")["North Macedonia"].contains(Point(21.43, 41.6))
    assert "Macedonia" not in shapes("countries")


def test_no_country_lies_over_another():
    # Russia crosses the 180th meridian; drawn without care it is a band around the globe.
    assert not shapes("countries")["Russia"].intersects(box(-25, 60, 18, 72))
    assert shapes("countries")["Sweden"].contains(Point(20.2, 67.85))  # Kiruna


def test_the_index_says_what_the_files_are():
    index = content("index.json")
    assert set(index["layers"]) == {f"{p}{n}.geojson" for p in ("", "svg/") for n in LAYERS}
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
    areas = {region: in_metres(g).area / 1e6 for region, g in shapes("partner_regions").items()}
    assert areas == {region: pytest.approx(km2, rel=0.005) for region, km2 in OFFICIAL.items()}
    assert list(areas) == list(Package(SHIPPED).table("regions")["region_id"])


def test_areas_of_the_data_that_nuts_2021_knows_are_drawn():
    areas = Package(SHIPPED).table("areas")
    known = areas[
        areas["level"].isin([1, 2, 3])
        & (areas["vintage_from"] <= 2021)
        & (areas["vintage_to"] >= 2021)
        & ~areas["extra_regio"]
    ]
    drawn = set().union(*(shapes(f"nuts{level}") for level in (1, 2, 3)))
    assert set(known["area_id"]) <= drawn and len(known) > 800


def test_the_municipality_is_a_point_inside_its_wider_area():
    (item,) = [f for f in features("partner_regions") if "municipality" in f["properties"]]
    assert item["id"] == "oliveira-de-azemeis"
    assert shape(item["geometry"]).contains(Point(item["properties"]["municipality"]))


def test_every_small_map_shows_the_whole_of_its_region():
    for region, (west, south, east, north) in content("index.json")["frames"].items():
        assert box(west, south, east, north).covers(shapes("partner_regions")[region]), region


def test_the_readme_counts_what_is_there():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    counts = ", ".join(str(len(features(f"nuts{level}"))) for level in (1, 2, 3))
    assert f"| {counts} |" in text
    assert f"as background | {len(features('countries'))} |" in text
    assert content("index.json")["attribution"] in text


def test_polygons_across_the_180th_meridian_go_on_to_the_east():
    chukotka = Polygon([(170, 60), (179, 60), (-170, 65), (-170, 70), (170, 70)])
    assert tool.unwrapped(shapely.MultiPolygon([chukotka])).bounds == (170, 60, 190, 70)
    sweden = shapely.MultiPolygon([box(11, 55, 24, 69)])
    assert tool.unwrapped(sweden).equals(sweden)


def test_simplifying_mends_neighbours_that_overlap_and_drops_islets():
    left = shapely.MultiPolygon([box(4.0, 50.0, 4.5, 50.5), box(3.9, 49.9, 3.905, 49.905)])
    right = shapely.MultiPolygon([box(4.499, 50.0, 5.0, 50.5)])
    found = tool.simplified({"A": ("a", left), "B": ("b", right)}, 500, 8.0)
    assert len(shapely.get_parts(found["A"][1])) == 1
    assert found["A"][1].intersection(found["B"][1]).area == pytest.approx(0, abs=1e-12)


def test_simplifying_keeps_what_lies_between_other_areas_however_small():
    inside = box(4.7, 50.2, 4.705, 50.205)  # 0.2 km²
    home = shapely.MultiPolygon([box(4.0, 50.0, 4.5, 50.5), inside])
    around = shapely.MultiPolygon([box(4.5, 50.0, 5.0, 50.5).difference(inside)])
    found = tool.simplified({"A": ("a", home), "B": ("b", around)}, 500, 8.0)
    assert len(shapely.get_parts(found["A"][1])) == 2
    assert not shapely.union_all([g for _, g in found.values()]).interiors


def gisco(**properties):
    outline = {"type": "Polygon", "coordinates": [[[24, 56], [25, 56], [25, 57], [24, 56]]]}
    return {"features": [{"properties": properties, "geometry": outline}]}


def test_gisco_s_own_file_can_be_used():
    content = gisco(NUTS_ID="LV00A", LEVL_CODE=3, NAME_LATN=" Rīga ")
    ((code, (name, outline)),) = tool.from_gisco(content, 3).items()
    assert (code, name, outline.bounds) == ("LV00A", "Rīga", (24, 56, 25, 57))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (gisco(id="LV00A"), "NUTS_ID and LEVL_CODE"),
        (gisco(NUTS_ID="FR101", LEVL_CODE=3), "no area of level 3"),
        ({}, "no area of level 3"),
    ],
)
def test_a_file_that_is_not_giscos_is_refused_with_the_reason(content, why):
    with pytest.raises(ValueError, match=why):
        tool.from_gisco(content, 3)
