"""Ids for rows of a file that has none: made of the region and the name, as the curated rows have
them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence

import pandas as pd

from secon_data.schema import Schema

_NAMES = ("name", "title", "name_en", "title_en", "name_local", "title_local")
# Cyrillic as Bulgaria's law on transliteration writes it, Greek as ELOT 743 does.
_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхъьыэ", "abvgdeziyklmnoprstufhayye", strict=True)),
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
        **{"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ю": "yu", "я": "ya"},
        **{"θ": "th", "χ": "ch", "ψ": "ps", "ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "đ": "d"},
    }
)
_BRACKETS = re.compile(r"\([^)]*\)")


def own_name(schema: Schema, columns: Container[str]) -> str | None:
    """The column whose texts name the rows of a dataset with a single id; None when the id cannot
    be made."""
    key = schema.primary_key
    if len(key) != 1 or schema.fields[key[0]].type != "string" or key[0] in schema.references:
        return None
    return next((name for name in _NAMES if name in columns and name not in key), None)


def plain(text: str) -> str:
    """«Műhely», «Хасково» → «muhely», «haskovo»: Latin letters without marks, other signs as one
    hyphen."""
    latin = text.casefold().translate(_LATIN)
    bare = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", bare.translate(_LATIN)).strip("-")


def made(name: str, region: str = "") -> str:
    """«Műhely Association», «harghita» → «harghita-muhely-association»; what stands in brackets is
    the name in its own letters and falls away."""
    words = plain(_BRACKETS.sub(" ", name).strip() or name)
    return "-".join(part for part in (region, words) if part)


def added(draft: pd.DataFrame, published: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The draft with the id of each row that lacks it: that of the published row of the same name
    and region, else a new one, with a number behind where another row of the file has it. Rows
    without a name stay without."""
    column = own_name(schema, draft.columns)
    if column is None:
        return draft
    (key,) = schema.primary_key
    by = [column, *(name for name in ("region_id",) if name in draft and name in published)]
    there: dict[tuple[str, ...], list[str]] = {}
    for code, *names in published[[key, *by]].dropna().itertuples(index=False):
        there.setdefault(tuple(map(str, names)), []).append(str(code))
    # Rows of one name are one after the other those that were published of it.
    again = draft.groupby(by).cumcount()
    ids = [
        (_nth(there.get(tuple(names), ()), place) or made(*names)) if names[0] else ""
        for names, place in zip(draft[by].itertuples(index=False), again, strict=True)
    ]
    old = draft[key] if key in draft else pd.Series("", draft.index, dtype="str")
    found = old.mask(old == "", pd.Series(ids, draft.index, dtype="str"))
    return draft.assign(**{key: _told_apart(found, old == "")})


def _nth(ids: Sequence[str], place: int) -> str:
    return ids[place] if place < len(ids) else ""


def _told_apart(ids: pd.Series, made: pd.Series) -> pd.Series:
    """The same ids, «-2», «-3» … behind those made that stand above already."""
    again = ids.groupby(ids).cumcount()
    doubled = made & (again > 0) & (ids != "")
    if not doubled.any():
        return ids
    taken, numbered = set(ids), {}
    for row, code, number in zip(ids[doubled].index, ids[doubled], again[doubled], strict=True):
        number = int(number) + 1
        while (new := f"{code}-{number}") in taken:
            number += 1
        taken.add(new)
        numbered[row] = new
    return ids.mask(doubled, pd.Series(numbered, dtype="str").reindex(ids.index))
