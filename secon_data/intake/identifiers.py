"""Ids for rows of a file that has none: made of the region and the name, as the curated rows have
them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

import pandas as pd

from secon_data.schema import Schema

_NAMES = ("name", "title", "name_en", "title_en")
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


def made(name: str, region: str = "") -> str:
    """«Műhely Association», «harghita» → «harghita-muhely-association»; what stands in brackets is
    the name in its own letters and falls away."""
    text = (_BRACKETS.sub(" ", name).strip() or name).casefold().translate(_LATIN)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", "-", plain.translate(_LATIN)).strip("-")
    return "-".join(part for part in (region, words) if part)


def added(draft: pd.DataFrame, published: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The draft with the id of each row that lacks it: that of the published row of the same name
    and region, else a new one. Rows without a name stay without."""
    column = own_name(schema, draft.columns)
    if column is None:
        return draft
    (key,) = schema.primary_key
    by = [column, *(name for name in ("region_id",) if name in draft and name in published)]
    there = {
        tuple(map(str, names)): str(code)
        for code, *names in published[[key, *by]].dropna().itertuples(index=False)
    }
    ids = [
        (there.get(tuple(names)) or made(*names)) if names[0] else ""
        for names in draft[by].itertuples(index=False)
    ]
    old = draft[key] if key in draft else pd.Series("", draft.index, dtype="str")
    return draft.assign(**{key: old.mask(old == "", pd.Series(ids, draft.index, dtype="str"))})
