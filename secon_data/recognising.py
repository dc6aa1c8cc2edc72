"""What files may call the columns and the codes of a dataset, in any language. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

import pandas as pd
from babel import Locale
from babel.core import get_global

from secon_data import region_names
from secon_data.checking.integrity import COUNTRY, countries
from secon_data.intake import columns
from secon_data.intake.across import Spread
from secon_data.intake.cells import NO, YES
from secon_data.intake.headers import folded
from secon_data.package import Package, once
from secon_data.schema import Field

Languages = Sequence[Callable[[str], str]]  # each turns an English text of the data into one
# What names a row of a dataset that others point at: people write it instead of the code.
_NAMES = {"regions": ("name", "name_local"), "areas": ("name",), "indicators": ("name",)}
_LANGUAGES = ("en", "bg", "de", "el", "es", "fr", "hu", "lv", "nl", "pl", "pt", "ro")
_OTHERWISE = {"GR": "EL"}  # as others than Eurostat write a country
_CLDR = {"EL": "GR"}
_KIND = re.compile(r", (?:Stadtkreis|Kreisfreie Stadt|Landkreis)$")
_THREE_LETTERS = re.compile("[A-Z]{3}")


def titles(package: Package, dataset: str, languages: Languages) -> dict[str, list[str]]:
    """What each column is titled in these languages."""
    return {
        name: [said(column.title) for said in languages]
        for name, column in package.schema(dataset).fields.items()
    }


def spread(
    package: Package, dataset: str, named: Mapping[str, Sequence[str]] | None, languages: Languages
) -> Spread | None:
    """What may stand across in columns of a file: years, areas and indicators, where a dataset has
    a row for each of them; None for another dataset. ``named``: titles in other languages."""
    schema = package.schema(dataset)
    if "year" not in schema.key or "value" not in schema.fields:
        return None
    words = {
        name: frozenset(map(folded, meanings(package, dataset, name, languages)))
        for name in schema.key
        if name in schema.references
    }
    return Spread(columns.names(schema, named), words)


def code_words(package: Package, dataset: str, languages: Languages) -> dict[str, dict[str, str]]:
    """What else stands for the codes of each column: labels of closed lists, yes and no, and names
    of regions, areas, countries and indicators where a name is that of one only: column → words →
    code."""
    schema = package.schema(dataset)
    found: dict[str, dict[str, str]] = {}
    for name, column in schema.fields.items():
        words = dict(_labels(column, languages))
        if name in schema.references:
            meant = meanings(package, dataset, name, languages)
            words |= {word: next(iter(codes)) for word, codes in meant.items() if len(codes) == 1}
        if words:
            found[name] = words
    return found


def meanings(
    package: Package, dataset: str, name: str, languages: Languages
) -> dict[str, set[str]]:
    """For a column that points at regions, areas or indicators: each word and the codes that it
    may stand for, of words that are written alike only one. Else nothing. Shared."""
    kept, key = _kept(package), (dataset, name, tuple(languages))
    if key not in kept:
        kept[key] = _meanings(package, dataset, name, languages)
    return kept[key]


@once
def _kept(package: Package) -> dict[tuple[str, str, tuple[object, ...]], dict[str, set[str]]]:
    """``meanings`` that were asked for: each look at a file asks for them, and thousands of names
    are slow to gather."""
    return {}


def _meanings(
    package: Package, dataset: str, name: str, languages: Languages
) -> dict[str, set[str]]:
    reference = package.schema(dataset).references.get(name)
    if reference is None or reference.dataset not in _NAMES:
        return {}
    table = package.table(reference.dataset)
    if name == COUNTRY:
        # «Latvia» is also the name of its only NUTS 1 and NUTS 2 regions.
        table = table[countries(table[reference.key])]
    codes = table[reference.key].astype("str")
    meant: dict[str, set[str]] = {}
    spelt: dict[str, str] = {}
    for word, code in (
        *_named(table, codes, _NAMES[reference.dataset], languages),
        *(_of_countries(codes) if reference.dataset == "areas" else ()),
        *(_of_regions(package) if reference.dataset == "areas" and name != COUNTRY else ()),
        *(region_names.regions(package).items() if reference.dataset == "regions" else ()),
        *(_otherwise(codes) if reference.dataset == "areas" else ()),
    ):
        if key := folded(word):
            meant.setdefault(key, set()).add(code)
            spelt.setdefault(key, word)
    if reference.dataset == "areas" and name != COUNTRY:
        # «Heidelberg» is no other area's name; «Kaiserslautern» is a town's and a district's.
        own_names = set(meant)
        for word, code in _without_kind(table["name"].astype("str"), codes):
            if (key := folded(word)) not in own_names:
                meant.setdefault(key, set()).add(code)
                spelt.setdefault(key, word)
        # «Hargita megye» may stand for whatever «Harghita» may.
        own = _own_names(package, meant)
        for word, region in region_names.areas(package).items():
            if word not in meant and own[region]:
                meant[word], spelt[word] = own[region], word
    # A code is itself, however it is written and whatever else is called so.
    for code in codes:
        meant[folded(code)] = {code}
        spelt.setdefault(folded(code), code)
    return {spelt[key]: every for key, every in meant.items()}


def _labels(column: Field, languages: Languages) -> Iterator[tuple[str, str]]:
    for code, label in (column.labels or {}).items():
        for said in languages:
            yield said(label), code
    for code, words in (("yes", YES), ("no", NO)):
        if code in column.allowed and {"yes", "no"} <= set(column.allowed):
            yield from ((word, code) for word in words)


def _named(
    table: pd.DataFrame, codes: pd.Series, names: Sequence[str], languages: Languages
) -> Iterator[tuple[str, str]]:
    for name in names:
        if name in table:
            for code, text in zip(codes, table[name].fillna("").astype("str"), strict=True):
                yield from ((said(text), code) for said in languages if text)


def _without_kind(names: pd.Series, codes: pd.Series) -> Iterator[tuple[str, str]]:
    """Germany's towns and districts as people call them: «Frankenthal (Pfalz), Kreisfreie Stadt» is
    «Frankenthal (Pfalz)» and «Frankenthal»."""
    for name, code in zip(names, codes, strict=True):
        if kind := _KIND.search(name):
            bare = name[: kind.start()]
            yield from ((word, code) for word in {bare, bare.partition(" (")[0]})


def _of_countries(codes: pd.Series) -> Iterator[tuple[str, str]]:
    """The countries in the languages of all of them."""
    own = codes[countries(codes)]
    for code in own:
        for word in called(code):
            yield word, code
    # Where a country is also a region of its own, its name tells none of them.
    for code in codes[codes.str.fullmatch(r"[A-Z]{2}0+")]:
        for word in called(code[:2]):
            yield word, code


def _otherwise(codes: pd.Series) -> Iterator[tuple[str, str]]:
    """Codes as others than Eurostat write them."""
    for other, own in _OTHERWISE.items():
        yield from ((other + code[2:], code) for code in codes[codes.str.startswith(own)])
    # ISO's three letters («LVA»), as world-wide tables have them.
    ours = {_CLDR.get(code, code): code for code in codes[codes.str.fullmatch("[A-Z]{2}")]}
    for alias, lands in get_global("territory_aliases").items():
        if _THREE_LETTERS.fullmatch(alias) and len(lands) == 1 and lands[0] in ours:
            yield alias, ours[lands[0]]


def _of_regions(package: Package) -> Iterator[tuple[str, str]]:
    """The partner regions in their own letters: each as the area that it is."""
    areas = package.table("region_areas")
    own = areas[areas["role"] == "own"].drop_duplicates("region_id").set_index("region_id")
    regions = package.table("regions")
    for region, name in zip(regions["region_id"], regions["name_local"], strict=True):
        if region in own.index and isinstance(name, str):
            yield name, str(own.at[region, "area_id"])


def _own_names(package: Package, meant: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Partner region → the areas that its own names may stand for."""
    rows = package.table("regions")[["region_id", "name", "name_local"]]
    return {
        str(region): set().union(
            *(meant.get(folded(name), ()) for name in names if isinstance(name, str))
        )
        for region, *names in rows.itertuples(index=False)
    }


@cache
def called(country: str) -> tuple[str, ...]:
    """What a country is called in the languages of all of them."""
    names = (_territories(code).get(_CLDR.get(country, country)) for code in _LANGUAGES)
    return tuple(name for name in names if name)


@cache
def _territories(language: str) -> Mapping[str, str]:
    return dict(Locale(language).territories)
