"""Where the partner regions and the areas lie: their shapes, and what a place lies in.

The shapes are the shipped boundaries (NUTS 2021, simplified; the folder's README has their terms):
to draw and to place, not to measure. Distances are taken in metres (EPSG:3035). This module loads
geopandas: it is imported by who needs shapes, and never by a page.
"""

from __future__ import annotations

from functools import cache

import geopandas
import pandas as pd
from geopandas import GeoDataFrame, GeoSeries

from secon_data.errors import DataError
from secon_data.names import UnknownError
from secon_data.package import BOUNDARIES, SHIPPED, Package
from secon_data.problems import mark

DEGREES, METRES = "EPSG:4326", "EPSG:3035"
LEVELS = (0, 1, 2, 3)
# The outlines are simplified, and towns lie at borders.
NEAR_KM = 3.0


def region_shapes() -> GeoDataFrame:
    """The nine partner regions, by region_id: longitude, latitude (degrees; where a label stands
    well) and geometry (EPSG:4326). The outline of a municipality is that of the area around it.

    DataError when the boundaries cannot be read.
    """
    return _regions().copy()


def area_shapes(level: int) -> GeoDataFrame:
    """The areas of one NUTS level in the nine countries (0: the countries themselves), by area_id:
    name, country_code, longitude, latitude (degrees; where a label stands well) and geometry
    (EPSG:4326).

    UnknownError for another level; DataError when the boundaries cannot be read.
    """
    if level not in LEVELS:
        raise UnknownError(f"There are no areas of level {level}. Levels: 0, 1, 2, 3.")
    return _areas(level).copy()


def distances(places: pd.DataFrame) -> pd.Series:
    """How far each place lies outside its region, in km; 0 inside. Missing where the region has no
    outline, or the coordinates are none.

    ``places``: longitude, latitude (degrees), region_id.
    """
    points = _points(places)
    outlines = _regions().geometry.to_crs(METRES).reindex(places.loc[points.index, "region_id"])
    away = points.distance(outlines.set_axis(points.index), align=False) / 1000
    return away.reindex(places.index)


def located(places: pd.DataFrame) -> pd.DataFrame:
    """What each place lies in, or has within ``NEAR_KM`` where it lies in nothing (an island, a
    quay): region_id and area_id (of a NUTS 3 area), missing where there is none.

    ``places``: longitude, latitude (degrees).
    """
    points = _points(places).to_frame("geometry")
    found = pd.DataFrame(index=places.index)
    inside = pd.Series(False, places.index)
    for shapes in (_areas(3), _regions()):
        near = points.sjoin_nearest(
            shapes[["geometry"]].to_crs(METRES), max_distance=NEAR_KM * 1000, distance_col="away"
        )
        # Who lies in an area near a region, as Brussels near Flemish Brabant, is not in it.
        near = near[(near["away"] == 0) | ~inside.reindex(near.index)]
        # A place on a border has two, equally near.
        first = near[~near.index.duplicated()]
        found[shapes.index.name] = first[shapes.index.name].reindex(places.index)
        inside |= first["away"].eq(0).reindex(places.index, fill_value=False)
    return found[["region_id", "area_id"]]


def any_located(places: pd.DataFrame) -> bool:
    """Whether one of many places lies in a partner region (``located``).

    ``places``: longitude, latitude (degrees).
    """
    inside = pd.Series(False, places.index)
    for west, south, east, north in _regions().geometry.bounds.itertuples(index=False):
        inside |= places["longitude"].between(west - 0.1, east + 0.1) & places["latitude"].between(
            south - 0.1, north + 0.1
        )
    near = places[inside]
    starts = range(0, len(near), 5000)
    return any(located(near.iloc[at : at + 5000])["region_id"].notna().any() for at in starts)


def at_borders(places: pd.DataFrame) -> pd.Series:
    """Which places lie within ``NEAR_KM`` of an area that is none of their region: the simplified
    outlines do not tell for sure on which side. The sea, and countries that are none of the nine,
    do not count.

    ``places``: longitude, latitude (degrees), region_id.
    """
    points = _points(places).to_frame("geometry")
    areas = _areas(3)[["geometry"]].to_crs(METRES)
    near = points.sjoin(areas, predicate="dwithin", distance=NEAR_KM * 1000)
    other = near["area_id"].map(_owners()).fillna("") != places["region_id"].reindex(near.index)
    return pd.Series(places.index.isin(near.index[other.to_numpy("bool")]), places.index)


def _points(places: pd.DataFrame) -> GeoSeries:
    """The places that are on the globe, in metres."""
    there = places["longitude"].between(-180, 180) & places["latitude"].between(-90, 90)
    known = places[there]
    points = geopandas.points_from_xy(known["longitude"], known["latitude"], crs=DEGREES)
    return GeoSeries(points, known.index).to_crs(METRES)


@cache
def _regions() -> GeoDataFrame:
    return _layer("partner_regions", ["region_id"])


@cache
def _areas(level: int) -> GeoDataFrame:
    if level > 0:
        return _layer(f"nuts{level}", ["area_id", "name", "country_code"])
    names = Package(SHIPPED).table("areas").set_index("area_id")["name"]
    parts = _areas(1)[["country_code", "geometry"]]
    whole = parts.dissolve("country_code", method="coverage").rename_axis("area_id")
    labels = whole.representative_point()
    return whole.assign(
        name=names.reindex(whole.index),
        country_code=whole.index,
        longitude=labels.x,
        latitude=labels.y,
    )[list(_areas(1))]


@cache
def _owners() -> dict[str, str]:
    """NUTS 3 area → the partner region that it is of."""
    areas = _areas(3)
    inside = GeoDataFrame(geometry=areas.representative_point(), crs=areas.crs).sjoin(
        _regions()[["geometry"]], predicate="within"
    )
    return dict(zip(inside.index.astype("str"), inside["region_id"].astype("str"), strict=True))


def _layer(name: str, columns: list[str]) -> GeoDataFrame:
    """A layer of the shipped boundaries by the first of the columns named: the others, longitude,
    latitude, geometry."""
    file = BOUNDARIES / f"{name}.geojson"
    ours = {"nuts_id": "area_id", "lon": "longitude", "lat": "latitude"}
    try:
        found = geopandas.read_file(file).rename(columns=ours)
        return found[[*columns, "longitude", "latitude", "geometry"]].set_index(columns[0])
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise DataError(
            mark("the boundaries cannot be read ({why})."), file=file.name, why=error,
            mend=mark("Put it back, or run «make geometry».")
        ) from None  # fmt: skip
