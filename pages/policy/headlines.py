"""The findings over the views of the Policy page, generated from the data. Plain text."""

from __future__ import annotations

import pandas as pd

from pages.policy.framework import STATES, TOPICS
from secon_ui.text.words import Words, mark

_FOUND = {
    ("yes", "since"): mark("{topic}: {country} has had it since {year}."),
    ("yes", "as_of"): mark("{topic}: {country} has it, as of {year}."),
    ("yes", None): mark("{topic}: {country} has it."),
    ("partly", "since"): mark("{topic}: {country} has had it in part since {year}."),
    ("partly", "as_of"): mark("{topic}: {country} has it in part, as of {year}."),
    ("partly", None): mark("{topic}: {country} has it in part."),
    ("no", "since"): mark("{topic}: {country} has none, as of {year}."),
    ("no", "as_of"): mark("{topic}: {country} has none, as of {year}."),
    ("no", None): mark("{topic}: {country} has none."),
}


def topic(table: pd.DataFrame, row: pd.Series, t: Words) -> str:
    """What one country has in a topic, and how many of the others have it."""
    country, name = t.country(row["country_code"]), t(TOPICS[row["topic"]])
    if row["status"] == "unknown":
        first = t("{topic}: not known for {country}.", topic=name, country=country)
    else:
        dated = None if pd.isna(row["year"]) else row["year_means"]
        first = t(_FOUND[row["status"], dated], topic=name, country=country, year=row["year"])
    rest = table[(table["topic"] == row["topic"]) & (table["country_code"] != row["country_code"])][
        "status"
    ].value_counts()
    if rest.empty:
        return first
    told = [
        t("{n}\u00a0{state}", n=rest[state], state=t(word))
        for state, (_, word) in STATES.items()
        if state in rest
    ]
    second = t.plural(
        "In the {n} other country: {states}.",
        "In the {n} other countries: {states}.",
        int(rest.sum()),
        states=t.list(told),
    )
    return f"{first} {second}"


def lacking(rows: pd.DataFrame, mine: str, t: Words) -> str:
    """In how many topics others have what mine lacks or has only in part; what is unknown is said
    apart. ``rows``: of ``framework.lacking``."""
    country = t.country(mine)
    topics = rows.drop_duplicates("topic")["mine_status"].value_counts()
    lacks, unknown = (
        int(topics.get("no", 0) + topics.get("partly", 0)),
        int(topics.get("unknown", 0)),
    )
    first = (
        t.plural(
            "In {n} of {all} topics others have what {country} lacks or has only in part.",
            "In {n} of {all} topics others have what {country} lacks or has only in part.",
            lacks,
            all=len(TOPICS),
            country=country,
        )
        if lacks
        else t("Others have nothing that {country} is known to lack.", country=country)
    )
    if not unknown:
        return first
    second = t.plural(
        "On {n} more topic nothing is known of {country}.",
        "On {n} more topics nothing is known of {country}.",
        unknown,
        country=country,
    )
    return f"{first} {second}"


def two(table: pd.DataFrame, left: str, right: str, t: Words) -> str:
    """In how many topics two countries differ."""
    status = table.pivot(index="topic", columns="country_code", values="status")
    apart = int((status[left] != status[right]).sum())
    first, second = t.country(left), t.country(right)
    if not apart:
        return t(
            "{first} and {second} have the same status in every topic", first=first, second=second
        )
    return t.plural(
        "{first} and {second} differ in {n} of {all} topics",
        "{first} and {second} differ in {n} of {all} topics",
        apart,
        first=first,
        second=second,
        all=len(TOPICS),
    )
