"""Where places lie, on made-up outlines: degrees and kilometres worked out by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from shapely.geometry import Point, box, mapping

from secon_data import geography
from secon_data.errors import DataError
from secon_data.names import UnknownError
from secon_data.package import SHIPPED, Package

ROOT = Path(__file__).resolve().parent.parent
# A square degree of land at 57° to 58° north, another region to the south of it, and the districts
# that they are made of; east of both lies a district of no region.
REGIONS = {"north": box(24, 57, 25, 58), "south": box(24, 56, 25, 56.9)}
DISTRICTS = {
    "AA111": box(24, 57, 24.5, 58),
    "AA112": box(24.5, 57, 25, 58),
    "AA121": box(24, 56, 25, 57),
    "AA131": box(25, 56, 26, 57),
}


def layer(file, key, shapes):
    features = [
        {
            "type": "Feature",
            "id": code,
            "properties": {key: code, "name": code, "country_code": code[:2], "lon": 0, "lat": 0},
            "geometry": mapping(shape),
        }
        for code, shape in shapes.items()
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def forget():
    geography._regions.cache_clear()
    geography._areas.cache_clear()


@pytest.fixture
def boundaries(tmp_path, monkeypatch):
    """A folder of boundaries in the place of the shipped one."""
    layer(tmp_path / "partner_regions.geojson", "region_id", REGIONS)
    layer(tmp_path / "nuts3.geojson", "nuts_id", DISTRICTS)
    monkeypatch.setattr(geography, "BOUNDARIES", tmp_path)
    forget()
    yield tmp_path
    forget()


def places(*rows):
    """Rows of longitude, latitude, region; by row numbers that do not begin at 0."""
    columns = ["longitude", "latitude", "region_id"]
    return pd.DataFrame(rows, columns=columns, index=range(2, len(rows) + 2))


def test_a_distance_is_of_kilometres_east_as_well_as_north(boundaries):
    # At 57.5° north a degree has 111.4 km from south to north, and from west to east
    # 111.32 km × cos 57.5° = 59.8 km.
    found = geography.distances(
        places(
            (24.5, 57.5, "north"),
            (25.1, 57.5, "north"),
            (24.5, 58.1, "north"),
            (23.0, 57.5, "north"),
        )
    )
    assert found.to_dict() == {
        2: 0,
        3: pytest.approx(5.98, rel=0.01),
        4: pytest.approx(11.14, rel=0.01),
        5: pytest.approx(59.8, rel=0.01),
    }


def test_there_is_no_distance_to_a_region_without_outline_or_of_no_place(boundaries):
    found = geography.distances(
        places((24.5, 57.5, "nowhere"), (24.5, 98, "north"), (None, 57.5, "north"))
    )
    assert found.isna().tolist() == [True] * 3 and list(found.index) == [2, 3, 4]
    assert geography.distances(places()).empty


def test_a_place_has_the_region_and_the_area_that_it_lies_in_or_within_three_kilometres(boundaries):
    found = geography.located(
        places(
            (24.2, 57.5, ""),  # inside
            (25.04, 57.5, ""),  # 2.4 km east
            (25.06, 57.5, ""),  # 3.6 km east
            (25.5, 56.5, ""),  # in a district of no region
            (24.7, 56.95, ""),  # in the gap between the regions, 5.6 km from either
            (None, None, ""),
        )
    )
    assert found.fillna("").to_dict("list") == {
        "region_id": ["north", "north", "", "", "", ""],
        "area_id": ["AA111", "AA112", "", "AA131", "AA121", ""],
    }


def test_a_place_on_a_border_has_one_area(boundaries):
    # A corner of both: also in metres it lies on their border.
    found = geography.located(places((24.5, 58.0, "")))
    assert len(found) == 1 and found.at[2, "area_id"] in ("AA111", "AA112")


def test_organisations_lie_where_they_are_said_to():
    # One near Aveiro lies outside its region (data/datapackage.json says so); codes of older
    # editions or of a wider area are those of the row.
    table = Package(SHIPPED).table("enterprises").set_index("enterprise_id")
    found = geography.located(table)
    elsewhere = table[found["region_id"].fillna("") != table["region_id"].astype("str")]
    assert elsewhere["town"].tolist() == ["Aveiro"]
    drawn = table["nuts_code"].isin(geography.area_shapes(3).index)
    assert (found.loc[drawn, "area_id"] == table.loc[drawn, "nuts_code"]).all() and drawn.any()


@pytest.mark.parametrize(
    ("level", "code", "place"),
    [
        (0, "LV", (24.1, 56.95)),
        (1, "PL9", (21.0, 52.23)),
        (2, "RO12", (25.8, 46.36)),
        (3, "BG422", (25.55, 41.93)),
    ],
)
def test_the_areas_of_a_level_hold_the_towns_that_lie_in_them(level, code, place):
    shapes = geography.area_shapes(level)
    assert shapes.crs == "EPSG:4326" and shapes.index.name == "area_id"
    assert list(shapes) == ["name", "country_code", "longitude", "latitude", "geometry"]
    assert shapes.index[shapes.contains(Point(place))].tolist() == [code]
    labels = shapes.set_geometry(
        [Point(p) for p in zip(shapes["longitude"], shapes["latitude"], strict=True)], crs=4326
    )
    assert shapes.contains(labels).all()
    assert shapes["name"].notna().all() and shapes.at[code, "country_code"] == code[:2]


def test_countries_are_whole():
    whole, parts = geography.area_shapes(0), geography.area_shapes(1)
    assert list(whole.index) == sorted(set(parts["country_code"]))
    assert whole.at["LV", "name"] == "Latvia" and whole.is_valid.all()
    sums = parts.to_crs(3035).area.groupby(parts["country_code"]).sum()
    assert (whole.to_crs(3035).area / sums).tolist() == pytest.approx([1] * 9, rel=1e-6)


def test_the_regions_have_their_shapes_and_what_one_does_to_them_stays_ones_own():
    shapes = geography.region_shapes()
    assert list(shapes.index) == list(Package(SHIPPED).table("regions")["region_id"])
    assert shapes.crs == "EPSG:4326" and shapes.index.name == "region_id"
    assert shapes.index[shapes.contains(Point(24.1, 56.95))].tolist() == ["riga"]
    shapes["geometry"] = None
    assert geography.region_shapes().geometry.notna().all()


def test_another_level_is_refused_with_those_that_there_are():
    with pytest.raises(UnknownError, match=r"level 4\. Levels: 0, 1, 2, 3"):
        geography.area_shapes(4)


@pytest.mark.parametrize("content", [None, "", '{"type": "FeatureColl', '{"features": []}'])
def test_damaged_boundaries_are_named(boundaries, content):
    file = boundaries / "partner_regions.geojson"
    file.unlink()
    if content is not None:
        file.write_text(content)
    with pytest.raises(DataError, match="make geometry") as caught:
        geography.region_shapes()
    assert caught.value.file == "partner_regions.geojson"


def test_the_server_of_the_pages_carries_nothing_that_draws_or_cuts_shapes():
    code = (
        "import sys\n"
        "from shown import LINK, PAGES, App\n"
        "for page in PAGES:\n"
        "    app = App().open(page, **LINK)\n"
        "    assert app.headed, page.slug\n"
        "print({'geopandas', 'shapely', 'matplotlib', 'typst', 'pptx'} & set(sys.modules))\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (0, "set()\n"), run.stderr
