"""What must be said before values are set beside each other: base, denominator, extract. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import pandas as pd

from secon_data.denominators import UNKNOWN
from secon_data.rows import Row
from secon_ui.text.words import Words

Key = TypeVar("Key", int, tuple[float, int])


def told(
    rows: list[Row],
    called: Callable[[Row], str],
    indicators: Callable[[Row], Mapping[str, Any]],
    t: Words,
) -> list[str]:
    """The sentences; none where all is of one base. ``rows``: of comparison.compared, with values;
    ``called``: by what a row is named (its region, or its indicator); ``indicators``: its
    indicator's row."""
    said = []
    for (average, year), named in _by(rows, _base, called).items():
        said.append(
            t(
                "Put on one EU average: {which}. These figures are of another extract; here they "
                "are divided by the EU average of {year}, {average} PPS, as the others of that "
                "year are.",
                which=t.list(named),
                year=year,
                average=t.number(average, 0),
            )
        )
    under = _by(rows, _other_inhabitants, called)
    for year, named in under.items():
        said.append(
            t("Per inhabitant of {year}: {which}.", year=year, which=t.list(named))
            if year != UNKNOWN
            else t(
                "Per inhabitant of another year, which is not worked out here: {which}.",
                which=t.list(named),
            )
        )
    for row in rows:
        if row["country_differs"]:
            said.append(
                t(
                    "{which}: {area} is the whole country. Eurostat publishes it as a region with "
                    "{value} and as a country with {country}, and does not say why they differ.",
                    which=called(row),
                    area=row["areas"],
                    value=t.value(row["value"], indicators(row)),
                    country=t.value(row["country"], indicators(row)),
                )
            )
    return said


def rebased(rows: Iterable[Row], called: Callable[[Row], str], t: Words) -> str:
    """In brief, for where many indicators stand together: which values ``told`` tells of as put on
    one EU average; empty where none is."""
    named = [called(row) for row in rows if _base(row) is not None]
    if not named:
        return ""
    return t(
        "Put on one EU average, because they are of another extract: {which}.",
        which=t.list(list(dict.fromkeys(named))),
    )


def other_extract(rows: list[Row], called: Callable[[Row], str], t: Words) -> str:
    """Which values of one ranking are of another extract than most of their year; empty when all
    are of one. An index that was put on one base is told of by ``told``."""
    of_year = [row for row in rows if row["year"] == row["year_asked"] and pd.isna(row["base_eu"])]
    methods = Counter(row["method"] for row in of_year)
    if len(methods) < 2:
        return ""
    (usual, _), *_ = methods.most_common(1)
    named = [called(row) for row in of_year if row["method"] != usual]
    return t(
        "Of another extract than the rest, so that small differences to them say nothing: {which}.",
        which=t.list(named),
    )


def other_reference(
    rows: Iterable[Row], code: str, name: str, called: Callable[[Row], str], t: Words
) -> str:
    """Which values are of another extract than what they are measured against; empty where none is.
    ``code``: "country" or "eu", else nothing is told; ``name``: its name. The EU's average of an
    index that was put on it is its own."""
    if code not in ("country", "eu"):
        return ""
    named = [
        called(row)
        for row in rows
        if row[f"{code}_of_other_extract"] and (code == "country" or _base(row) is None)
    ]
    if not named:
        return ""
    return t(
        "Small differences to the {reference} say nothing, for it is of another extract: {which}.",
        reference=name,
        which=t.list(named),
    )


def _base(row: Row) -> tuple[float, int] | None:
    """The EU average that an index was divided by anew, and its year."""
    average = row["base_eu"]
    return None if pd.isna(average) else (average, int(row["year"]))


def _other_inhabitants(row: Row) -> int | None:
    year = row["denominator_year"]
    return None if pd.isna(year) or year == row["year"] else int(year)


def _by(
    rows: Iterable[Row], key: Callable[[Row], Key | None], called: Callable[[Row], str]
) -> dict[Key, list[str]]:
    """What rows are called, by what ``key`` says of them; without those of which it says None."""
    found: dict[Key, list[str]] = {}
    for row in rows:
        of = key(row)
        if of is not None:
            found.setdefault(of, []).append(called(row))
    return found
