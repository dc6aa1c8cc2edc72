"""Curated data on nine European regions and their social economy; knows nothing of any screen.

    import secon_data

    package = secon_data.load()                       # package["funding"] is a table
    secon_data.compare("neet_15_29").table            # the nine regions, and how each stands
    secon_data.values("neet_15_29", range(2015, 2026))
    secon_data.region_shapes().plot()

More: docs/python.md.
"""

from secon_data.api import area_shapes, compare, load, region_shapes, values
from secon_data.comparison import Comparison
from secon_data.errors import DataError
from secon_data.names import UnknownError
from secon_data.package import Package

__all__ = [
    "Comparison",
    "DataError",
    "Package",
    "UnknownError",
    "area_shapes",
    "compare",
    "load",
    "region_shapes",
    "values",
]
