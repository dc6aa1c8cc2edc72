"""What each view of Practice finds, in sentences by rules from the data. Pure; all is
plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.practice.events import Split, latest
from secon_ui.text.words import Words


def practices(
    rows: pd.DataFrame, groups: Sequence[str], mine: str, names: Mapping[str, str], t: Words
) -> str:
    """How many practices from how many regions, and how many of mine.

    ``rows``: what is shown; ``groups``: names of the groups asked for; ``names``: of the regions.
    """
    here = names[mine]
    count, regions = len(rows), rows["region_id"].nunique()
    own = int((rows["region_id"] == mine).sum())
    if not count:
        found = t("no practice fits this choice")
    elif regions == 1:
        only = rows["region_id"].iloc[0]
        where = names.get(only, only)
        found = t.plural(
            "{n} practice, in {region}", "{n} practices, all in {region}", count, region=where
        )
    elif not own:
        found = t.plural(
            "{n} practice in {regions} regions, none in {region}",
            "{n} practices in {regions} regions, none in {region}",
            count,
            regions=t.number(regions, 0),
            region=here,
        )
    else:
        found = t.plural(
            "{n} practice in {regions} regions, {own} of them in {region}",
            "{n} practices in {regions} regions, {own} of them in {region}",
            count,
            regions=t.number(regions, 0),
            own=t.number(own, 0),
            region=here,
        )
    if groups:
        named = t.list([t.data(group) for group in groups])
        named = named[:1].upper() + named[1:]
        return t("{themes}: {finding}", themes=named, finding=found)
    return t("What works, where? {finding}", finding=found[0].upper() + found[1:])


def commonest(rows: pd.DataFrame, t: Words) -> str:
    """Which group of themes most practices belong to; empty when all belong to one."""
    counts = rows["group_name"].value_counts()
    if len(counts) < 2:
        return ""
    first = [t.data(name) for name in counts.index[counts == counts.iloc[0]]]
    if len(first) > 1:
        return t.plural(
            "Most common themes: {themes}, {n} each.",
            "Most common themes: {themes}, {n} each.",
            int(counts.iloc[0]),
            themes=t.list(first),
        )
    rest = counts.iloc[1:]
    second = [t.data(name) for name in rest.index[rest == rest.iloc[0]]]
    return t(
        "Most common theme: {first} ({n}), followed by {second} ({m}).",
        first=first[0],
        n=t.number(int(counts.iloc[0]), 0),
        second=t.list(second),
        m=t.number(int(rest.iloc[0]), 0),
    )


def outside(rows: pd.DataFrame, region: str, names: Mapping[str, str], t: Words) -> str:
    """How many of those counted for a region are no longer in it; empty where all are."""
    gone = int(((rows["region_id"] == region) & rows["region_note"].notna()).sum())
    if not gone:
        return ""
    return t.plural(
        "{n} counted for {region} is outside the region today, as its card says.",
        "{n} counted for {region} are outside the region today, as their cards say.",
        gone,
        region=names[region],
    )


def towns(rows: pd.DataFrame, t: Words) -> str:
    """How many of the practices shown are on the map: of a village or an area in the source we
    have no coordinates, and where it names no place the dot is at the seat of its province."""
    places = zip(rows["latitude"].tolist(), rows["longitude"].tolist(), strict=True)
    known = [place for place in places if not pd.isna(place[0])]
    return t.plural(
        "Where to go: {n} of {all} practices has a place on the map; places in all: {towns}",
        "Where to go: {n} of {all} practices have a place on the map; places in all: {towns}",
        len(known),
        all=t.number(len(rows), 0),
        towns=t.number(len(set(known)), 0),
    )


def events(split: Split, t: Words) -> str:
    """How many events are coming and past, when the last past one was, and how many are known as
    planned only."""
    coming, past, planned = split
    if len(coming):
        told = t.plural(
            "{n} coming event; {past} past ones to learn from",
            "{n} coming events; {past} past ones to learn from",
            len(coming),
            past=t.number(len(past), 0),
        )
    elif len(past):
        told = t.plural(
            "No coming event is known; {n} past one: {latest}",
            "No coming event is known; {n} past ones, the latest: {latest}",
            len(past),
            latest=latest(past, t),
        )
    elif len(planned):
        told = t("No coming event is known, nor one that took place")
    else:
        return t("No event fits this choice")
    if not len(planned):
        return told
    only = t.plural("{n} known as planned only", "{n} known as planned only", len(planned))
    return f"{told}; {only}"


def stakeholders(rows: pd.DataFrame, mine: str, t: Words) -> str:
    """How many organisations are listed in how many countries, and how many in mine (a code)."""
    countries = rows["country_code"].nunique()
    if not len(rows):
        return t("No organisation fits this choice")
    if countries == 1:
        return t.plural(
            "Who to ask in {country}: {n} organisation",
            "Who to ask in {country}: {n} organisations",
            len(rows),
            country=t.country(rows["country_code"].iloc[0]),
        )
    own = int((rows["country_code"] == mine).sum())
    if not own:
        return t.plural(
            "Who to ask? {n} organisation in {countries} countries, none in {country}",
            "Who to ask? {n} organisations in {countries} countries, none in {country}",
            len(rows),
            countries=t.number(countries, 0),
            country=t.country(mine),
        )
    return t.plural(
        "Who to ask? {n} organisation in {countries} countries, {own} in {country}",
        "Who to ask? {n} organisations in {countries} countries, {own} of them in {country}",
        len(rows),
        countries=t.number(countries, 0),
        own=t.number(own, 0),
        country=t.country(mine),
    )
