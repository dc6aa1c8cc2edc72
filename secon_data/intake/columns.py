"""Which column of a file is which of the dataset. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from secon_data.intake.headers import folded
from secon_data.schema import Schema

# How registers, offices and map services call columns that several datasets have, the surest first.
_USUAL = {
    # Statistics offices, in SDMX and in older downloads.
    "area_id": (
        "geo", "ref_area", "nuts_id", "nuts", "nuts code", "region code",
        "territorial unit", "territory", "teritoriālā vienība",
        "teritorija", "administratīvā teritorija", "jednostka terytorialna",
        "comunidades y ciudades autónomas", "comunidades autónomas", "comunidad autónoma",
        "provincias", "território", "unitate teritorială", "területi egység", "територия",
        "region", "reģions", "plānošanas reģions", "statistiskais reģions", "województwo",
        "wojewodztwo", "powiat", "provincia", "província", "provincie", "province", "distrito",
        "județ", "judet", "județul", "megye", "county", "kreis", "landkreis", "regierungsbezirk",
        "област", "περιφέρεια", "região", "regió", "régió", "région", "regiune", "gewest",
    ),
    "indicator_id": (
        "rādītājs", "wskaźnik", "indicador", "indicateur", "indikator", "mutató", "показател",
        "δείκτης",
    ),
    "year": (
        "time", "time_period", "gads", "rok", "év", "anul", "año", "ano", "jaar", "année", "jahr",
        "година", "έτος", "periodo", "período",
    ),
    "value": (
        "obs_value", "vērtība", "wartość", "érték", "valoare", "valor", "waarde", "valeur", "wert",
        "стойност", "τιμή",
    ),
    "flag": ("obs_flag", "flag and footnotes"),
    "latitude": ("lat",),
    "longitude": ("lon", "lng", "long"),
    "town": (
        "city",
        "municipality",
        "addr:city",
        "locality",
        "localidad",
        "localidade",
        "miejscowość",
        "település",
        "localitate",
        "gemeente",
        "ort",
        "населено място",
        "πόλη",
        "pilsēta",
    ),
    "country_code": ("addr:country",),
    "name": (
        "organisation",
        "organisation name",
        "nosaukums",
        "organizācijas nosaukums",
        "iestādes nosaukums",
        "nazwa",
        "nazwa podmiotu",
        "denumire",
        "denumirea",
        "nombre",
        "razón social",
        "nome",
        "firma",
        "denominación",
        "denominação",
        "elnevezés",
        "naam",
        "bezeichnung",
        "наименование",
        "име",
        "фирма",
        "όνομα",
        "επωνυμία",
    ),
    "website": (
        "homepage",
        "web site",
        "web page",
        "contact:website",
        "strona internetowa",
        "página web",
        "honlap",
        "mājaslapa",
        "интернет страница",
        "ιστοσελίδα",
    ),
}  # fmt: skip


_WORDS = ("name", "town")  # no code or number is one of these, whatever its column is called
_LOOKED_AT = 1000  # rows


@dataclass(frozen=True)
class Match:
    """``fields``: the dataset's column → the file's; ``unmatched``: columns of the file without
    one; ``missing``: required columns of the dataset that the file lacks."""

    fields: dict[str, str]
    unmatched: tuple[str, ...]
    missing: tuple[str, ...]


def names(schema: Schema, titles: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """What each column may be called, folded, → its name. ``titles``: the same in other
    languages, by column."""
    found = _own(schema, titles)
    for name in schema.fields:
        for word in _usual(name):
            found.setdefault(word, name)
    return found


def _own(schema: Schema, titles: Mapping[str, Sequence[str]] | None) -> dict[str, str]:
    # A name comes before any title: «fund» is that column, though another is titled «Fund».
    found = {folded(name): name for name in schema.fields}
    for name, field in schema.fields.items():
        for word in (field.title, *(titles or {}).get(name, ())):
            if folded(word):
                found.setdefault(folded(word), name)
    for name in schema.fields:
        # «Start date» is what «date_start» means.
        found.setdefault("".join(reversed(name.split("_"))), name)
    return found


def _usual(name: str) -> list[str]:
    return [folded(word) for word in _USUAL.get(name, ())]


def match(
    columns: Sequence[str],
    schema: Schema,
    titles: Mapping[str, Sequence[str]] | None = None,
    by_hand: Mapping[str, str] | None = None,
    wordless: Collection[str] = (),
) -> Match:
    """Matches by name or title, in any order, case and spacing. ``by_hand``: the file's column →
    the dataset's, or the empty text for a column that is left out; it comes first. ``wordless``:
    the columns without a letter in their cells, which are no names."""
    own = _own(schema, titles)
    chosen = {c: f for c, f in (by_hand or {}).items() if c in columns}
    fields: dict[str, str] = {f: c for c, f in chosen.items() if f}

    def take(field: str | None, column: str) -> None:
        if field is None or field in fields or column in chosen or column in fields.values():
            return
        if field not in _WORDS or column not in wordless:
            fields[field] = column

    for column in columns:
        take(own.get(folded(column)), column)
    # What is only usually called so comes after, a code before a name: «NUTS» before «Region».
    for field in schema.fields:
        for word in _usual(field):
            for column in columns:
                if folded(column) == word and own.get(word) is None:
                    take(field, column)
    used = set(fields.values()) | set(chosen)
    missing = [
        name for name, field in schema.fields.items() if field.required and name not in fields
    ]
    return Match(
        {name: fields[name] for name in schema.fields if name in fields},
        tuple(column for column in columns if column not in used),
        tuple(missing),
    )


def wordless(table: pd.DataFrame) -> set[str]:
    """The columns of a file that hold something and no letter: «100003003» is the town's number."""
    start = table.head(_LOOKED_AT)
    return {
        str(name)
        for name in start.columns
        if (cells := start[name].str.strip()).ne("").any()
        and not cells.str.contains(r"[^\W\d_]", regex=True).any()
    }
