"""The generated findings: what a figure shows, in whole sentences, by rules from the data. Pure.

Sentences are HTML; behind a number stands the mark of what is not the region's own. Names stand in
the nominative and each sentence is one message, so that a language with cases can turn it round.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from secon_data import judging, units
from secon_data.rows import Row, Rows, each, known
from secon_ui.text import differences, within
from secon_ui.text.basis_marks import not_own_html
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.references import Reference, nine_place_words
from secon_ui.text.words import Words

OTHERS = 3  # of fewer it says nothing that none, or all, went further
CLEAR = 0.3  # from which rank correlation on a sentence says «tends»


def number(row: Row, indicator: Row, t: Words) -> Markup:
    """A value with its unit, behind it the mark where it is computed or a wider area's, and its
    year where that is not the one shown."""
    return _of_year(row, indicator, t, not_own_html(row["basis"]))


def _of_year(row: Row, indicator: Row, t: Words, sign: Markup = EMPTY) -> Markup:
    value = _marked(row["value"], indicator, t, sign)
    if row["year"] == row["year_asked"]:
        return value
    return t.html("{value} in {year}", value=value, year=int(row["year"]))


def _marked(value: float, indicator: Row, t: Words, sign: Markup) -> Markup:
    return html('<span class="nowrap">{}{}</span>', _told(value, indicator, t), sign)


def ranking(
    rows: Rows,
    row: Row,
    indicator: Row,
    names: Mapping[str, str],
    reference: Reference,
    t: Words,
) -> Markup:
    """«Riga: unemployment is 6.9 %, 7th best of the nine regions, 1.9 points above the median of
    120 NUTS 2 areas». ``rows``: of all nine; ``row``: mine; ``reference``: that of the value
    itself."""
    name = names[row["region_id"]]
    if pd.isna(row["value"]):
        return missing(row, indicator, name, t)
    value = number(row, indicator, t)
    place = placed(rows, row, indicator, names, t)
    subject = within.subject(indicator, t)
    places = {"region": name, "subject": subject, "value": value, "place": place}
    if reference.value is None:
        return t.html("{region}: {subject} is {value}, {place}", **places)
    apart = abs(row["value"] - reference.value)
    places |= {
        "reference": reference.name,
        "apart": t.number(apart, int(indicator["decimals"]))
        if _says_unit(indicator)
        else differences.apart_words(apart, indicator, t),
    }
    if float(differences.apart_value(row["value"], reference.value, indicator)) == 0:
        return t.html(
            "{region}: {subject} is {value}, {place}, the same as the {reference}", **places
        )
    if row["value"] > reference.value:
        return t.html(
            "{region}: {subject} is {value}, {place}, {apart} above the {reference}", **places
        )
    return t.html(
        "{region}: {subject} is {value}, {place}, {apart} below the {reference}", **places
    )


def placed(rows: Rows, row: Row, indicator: Row, names: Mapping[str, str], t: Words) -> str:
    """The place among the nine in words, with who shares it. ``rows``: of all nine."""
    place = nine_place_words(row, indicator, t)
    same = [names[one["region_id"]] for one in known(rows)
            if one["place"] == row["place"] and one["region_id"] != row["region_id"]]  # fmt: skip
    return (
        t("{place} (shared with {regions})", place=place, regions=t.list(same)) if same else place
    )


def whole(
    table: pd.DataFrame, row: Row, indicator: Row, names: Mapping[str, str], t: Words
) -> Markup:
    """«Unemployment: from 2.9 % (Mazowieckie) to 14.8 % (Extremadura); Riga with 6.9 % is 7th best
    of the nine regions», for the map."""
    found = sorted(known(each(table)), key=lambda row: (row["value"], row["region_id"]))
    if not found:
        return missing(row, indicator, names[row["region_id"]], t)
    lows, highs = (_tied(found, end, row["region_id"]) for end in (found[0], found[-1]))
    (lowest, low), (highest, high) = (_end(at, indicator, names, t) for at in (lows, highs))
    name = names[row["region_id"]]
    places = {
        "subject": _opening(indicator, t),
        "lowest": lowest,
        "low": low,
        "highest": highest,
        "high": high,
        "region": name,
    }
    if len(found) == 1:  # it is no end of anything
        places |= {"region": low, "value": lowest}
        return t.html("{subject}: only {region} has a value, {value}", **places)
    if pd.isna(row["value"]):
        return t.html(
            "{subject}: from {lowest} ({low}) to {highest} ({high}); {region} has no value",
            **places,
        )
    places |= {"place": placed(found, row, indicator, names, t), "value": number(row, indicator, t)}
    if row["region_id"] in {one["region_id"] for one in (*lows, *highs)}:  # told once
        return t.html(
            "{subject}: from {lowest} ({low}) to {highest} ({high}); {region} is {place}", **places
        )
    return t.html(
        "{subject}: from {lowest} ({low}) to {highest} ({high}); {region} with {value} is {place}",
        **places,
    )


def _tied(found: list[Row], end: Row, mine: str) -> list[Row]:
    """The rows that are at an end together, of one year, mine first. ``found``: with values."""
    at = [row for row in found if row["value"] == end["value"]]
    newest = max(at, key=lambda row: row["year"])
    first = next((row for row in at if row["region_id"] == mine), newest)
    return [first, *(row for row in at if row is not first and row["year"] == first["year"])]


def _end(
    tied: list[Row], indicator: Row, names: Mapping[str, str], t: Words
) -> tuple[Markup, Markup]:
    """The value of an end with its mark, and whose it is. Where it is of one region its own and of
    another a wider area's, the marks stand at the names."""
    at = [(names[row["region_id"]], row["basis"]) for row in tied]
    if len({basis for _, basis in at}) == 1:
        return number(tied[0], indicator, t), t.list_html([html("{}", name) for name, _ in at])
    marked = [html("{}{}", name, not_own_html(basis)) for name, basis in at]
    return _of_year(tied[0], indicator, t), t.list_html(marked)


def missing(row: Row, indicator: Row, name: str, t: Words) -> Markup:
    """My region has no value, and why: of another year than the one asked there may be one."""
    places = {
        "region": name,
        "subject": within.subject(indicator, t),
        "year": int(row["year_asked"]),
    }
    if row["reason"] == "total-of-wider-area":
        return t.html(
            "{region}: {subject} is in our data only as a total of a wider area", **places
        )
    if row["reason"] == "only-of-parts":
        return t.html("{region}: {subject} is in our data only for parts of the region", **places)
    return t.html("{region}: {subject} is not in our data for {year}", **places)


def trend(
    lines: Mapping[str, Rows],
    mine: str,
    row: Row,
    indicator: Row,
    name: str,
    t: Words,
) -> Markup:
    """What became of my region's value since the last break that concerns it."""
    if mine not in lines or pd.isna(row["value"]):
        return missing(row, indicator, name, t)
    line = since_break(lines[mine])
    places: dict[str, object] = {"region": name, "subject": within.subject(indicator, t)}
    first, last = line[0], line[-1]
    if len(line) < 2:
        places["value"] = number(row, indicator, t)
        if len(lines[mine]) > 1 and first["broken"] is not None:
            places["year"] = int(first["year"])
            return t.html(
                "{region}: {subject} is {value}; the series is broken in {year}, and no earlier "
                "year can be compared",
                **places,
            )
        before = [one["year"] for one in lines[mine] if one["year"] < first["year"]]
        if before and before[-1] < first["year"] - 1:
            places["year"], places["missing"] = int(before[-1]), int(first["year"]) - 1
            return t.html(
                "{region}: {subject} is {value}; nothing is compared with {year} and before, for "
                "our data have no value for {missing}",
                **places,
            )
        return t.html("{region}: {subject} is {value}; no earlier year can be compared", **places)
    places |= {
        # Of the same areas in all years, as the value shown.
        "start": _marked(first["value"], indicator, t, not_own_html(row["basis"])),
        "end": _marked(last["value"], indicator, t, not_own_html(row["basis"])),
        "from_year": int(first["year"]),
        "to_year": int(last["year"]),
    }
    change = differences.apart_value(last["value"], first["value"], indicator)
    if not change:
        return t.html("{region}: {subject} was {end} in {from_year} and in {to_year}", **places)
    # How far a total goes depends on how large a region is.
    total = judging.is_total(indicator)
    years = int(first["year"]), int(last["year"])
    further = None if total else _further(lines, mine, *years, indicator)
    sentence = (
        t.html(
            "{region}: {subject} rose from {start} in {from_year} to {end} in {to_year}", **places
        )
        if change > 0
        else t.html(
            "{region}: {subject} fell from {start} in {from_year} to {end} in {to_year}", **places
        )
    )
    if further is None:
        return sentence
    count, among = further
    if count == among:
        return (
            t.html(
                "{sentence}; in all {n} others that can be compared it rose further",
                sentence=sentence,
                n=among,
            )
            if change > 0
            else t.html(
                "{sentence}; in all {n} others that can be compared it fell further",
                sentence=sentence,
                n=among,
            )
        )
    places = {"sentence": sentence, "among": among}
    if not count and change > 0:
        return t.html(
            "{sentence}; none of the {among} others that can be compared saw a larger rise",
            **places,
        )
    if not count:
        return t.html(
            "{sentence}; none of the {among} others that can be compared saw a larger fall",
            **places,
        )
    if change > 0:
        return t.plural_html(
            "{sentence}; in {n} of {among} others that can be compared it rose further",
            "{sentence}; in {n} of {among} others that can be compared it rose further",
            count,
            **places,
        )
    return t.plural_html(
        "{sentence}; in {n} of {among} others that can be compared it fell further",
        "{sentence}; in {n} of {among} others that can be compared it fell further",
        count,
        **places,
    )


def since_break(line: Rows) -> Rows:
    """The rows of a line from its last break, gap or change of method on."""
    start = len(line) - 1
    while (
        start > 0
        and line[start]["broken"] is None
        and line[start]["method"] == line[start - 1]["method"]
        and line[start]["year"] - line[start - 1]["year"] == 1
    ):
        start -= 1
    return line[max(start, 0) :]


def _further(
    lines: Mapping[str, Rows], mine: str, start: int, end: int, indicator: Row
) -> tuple[int, int] | None:
    """In how many of the others, over the same years of a series that is as unbroken as mine, it
    went further. Changes are compared as they are shown: equal ones are no further."""
    changes = {}
    for region, line in lines.items():
        # What came later breaks nothing.
        unbroken = since_break([one for one in line if one["year"] <= end])
        if not unbroken or unbroken[-1]["year"] != end or unbroken[0]["year"] > start:
            continue
        before = unbroken[start - end - 1]
        changes[region] = differences.apart_value(unbroken[-1]["value"], before["value"], indicator)
    change = changes.pop(mine)
    if len(changes) < OTHERS:
        return None
    count = sum(c > change if change > 0 else c < change for c in changes.values())
    return count, len(changes)


def scatter(
    rho: float | None,
    x_indicator: Row,
    y_indicator: Row,
    t: Words,
) -> Markup:
    """Whether the two go together, over all regions; ``rho`` None: too few areas have both."""
    places = {"x": within.subject(x_indicator, t), "y": within.subject(y_indicator, t)}
    if rho is None:
        return t.html("Too few areas here have both {x} and {y} to tell a link", **places)
    if rho >= CLEAR:
        return t.html("Where {x} is higher, {y} tends to be higher too", **places)
    if rho <= -CLEAR:
        return t.html("Where {x} is higher, {y} tends to be lower", **places)
    return t.html("No clear link between {x} and {y}", **places)


def apart(x_indicator: Row, y_indicator: Row, t: Words) -> Markup:
    """No region has the two for one and the same area."""
    places = {"x": within.subject(x_indicator, t), "y": within.subject(y_indicator, t)}
    return t.html("No region has both {x} and {y} for one and the same area", **places)


def _opening(indicator: Row, t: Words) -> str:
    """The indicator at the beginning, before a colon: as a heading, without article."""
    name = t.data(indicator["short_name"])
    return name[:1].upper() + name[1:]


def _told(value: float, indicator: Row, t: Words) -> str:
    """A value behind its indicator's short name: with its unit, unless the name says it."""
    if _says_unit(indicator):
        return t.number(value, int(indicator["decimals"]))
    return t.value(value, indicator)


def _says_unit(indicator: Row) -> bool:
    return units.named_in(indicator["unit_short"], str(indicator["short_name"]))
