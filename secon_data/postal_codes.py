"""Postal codes as files write them: of which country one is, and in which area it lies."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from secon_data.intake.headers import folded
from secon_data.package import Package

DATASET = "postal_codes"
# What registers call the column, in the languages of the nine countries.
_NAMES = frozenset(
    map(
        folded,
        ("postal code", "post code", "postcode", "addr:postcode", "zip", "zip code", "zipcode",
         "plz", "postleitzahl", "kod pocztowy", "código postal", "cp", "pasta indekss",
         "cod poștal", "cod postal", "irányítószám", "code postal", "пощенски код", "п.к.",
         "ταχυδρομικός κώδικας", "ταχυδρομικός κωδικός", "τκ", "τ.κ."),
    )
)  # fmt: skip
# The letters before a code, and how many digits it has.
_LETTERS = {
    "B": "BE", "BE": "BE", "BG": "BG", "D": "DE", "DE": "DE", "E": "ES", "ES": "ES", "LV": "LV",
    "P": "PT", "PT": "PT", "PL": "PL", "RO": "RO",
}  # fmt: skip
_DIGITS = {"BE": (4,), "BG": (4,), "DE": (5,), "ES": (5,), "LV": (4,), "PL": (5,), "PT": (4, 7),
           "RO": (6,)}  # fmt: skip
_CODE = re.compile(r"(?:([A-Z]{1,2})[\s–-]*)?(\d[\d\s-]*\d)")
# Only one country in the world writes so.
_OWN = {"PL": re.compile(r"\d\d-\d{3}"), "PT": re.compile(r"\d{4}-\d{3}")}
# Workbooks drop the zero with which codes of these begin: 6800 is 06800, for none has four digits.
_ZERO = ("DE", "ES")
# In an address a code is told by letters or form, or begins a part: what ends one is a house's.
_IN_ADDRESS = re.compile(
    r"\b(?:LV[\s–-]*\d{4}|(?:PL-)?\d\d-\d{3}|(?:PT?-)?\d{4}-\d{3}|(?:BE?|BG|DE?|ES?|RO)-\d{4,6})"
    r"(?![\w-])"
)
_AT_START = re.compile(r"(?:^|[,;\n])\s*(\d{4,6})(?=\s+[^\W\d]|\s*(?:[,;\n]|$))")


def column(names: Iterable[str]) -> str | None:
    """The column of a file that holds postal codes."""
    return next((name for name in names if folded(name) in _NAMES), None)


def in_addresses(addresses: pd.Series) -> pd.Series:
    """The postal code of each address; the empty text where there is none, or more than one."""

    def code(text: str) -> str:
        found = set(_IN_ADDRESS.findall(text)) or set(_AT_START.findall(text))
        return str(next(iter(found))) if len(found) == 1 else ""

    return addresses.map({text: code(text) for text in addresses.unique()}).astype("str")


def located(codes: pd.Series, countries: pd.Series, package: Package) -> pd.DataFrame:
    """region_id and area_id of each postal code, missing where none is known: of a code that
    several countries could have, too.

    ``countries``: the country of each, by its code; the empty text where only the postal code may
    tell it, by its letters or its form.
    """
    beginnings, regions = _beginnings(package), _regions(package)
    pairs = list(zip(codes.str.strip(), countries, strict=True))
    areas = {pair: _area(*pair, beginnings) for pair in set(pairs)}
    found = pd.DataFrame({"area_id": [areas[pair] for pair in pairs]}, codes.index, dtype="object")
    found["region_id"] = found["area_id"].map(regions).astype("object")
    return found[["region_id", "area_id"]]


def _area(code: str, country: str, beginnings: dict[str, str]) -> str | None:
    match = _CODE.fullmatch(code.upper())
    if match is None:
        return None
    letters, number = match.groups()
    if letters and letters not in _LETTERS:
        return None
    form = next((name for name, one in _OWN.items() if one.fullmatch(number)), "")
    told = {name for name in (_LETTERS.get(letters or "", ""), form, country) if name}
    if len(told) != 1:  # nothing tells the country, or two differ
        return None
    country = told.pop()
    digits = re.sub(r"\D", "", number)
    if country in _ZERO and len(digits) == 4:
        digits = f"0{digits}"
    if len(digits) not in _DIGITS.get(country, ()):
        return None
    starts = (f"{country}-{digits[:length]}" for length in range(len(digits), 0, -1))
    return next((beginnings[start] for start in starts if start in beginnings), None)


def _beginnings(package: Package) -> dict[str, str]:
    if DATASET not in package.names:
        return {}
    table = package.table(DATASET).astype("str")
    return dict(zip(table["begins"], table["area_id"], strict=True))


def _regions(package: Package) -> dict[str, str]:
    """The region of each area: its own, its parts, and the area around a municipality."""
    members = package.table("region_areas").astype("str")
    levels = package.table("areas").set_index("area_id")["level"]
    around = members["area_id"].map(levels).eq(3)
    inside = members[members["role"].isin(["own", "part"]) | around]
    return dict(zip(inside["area_id"], inside["region_id"], strict=True))
