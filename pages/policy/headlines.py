"""The findings over the views of the Policy page, generated from the data. Plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pages.policy.factors import CATEGORIES, KINDS, Bar
from pages.policy.framework import STATES, TOPICS, Cell, Framework, differing, known_of
from secon_ui.text.words import Words, mark

# A year is that of what its row names: an older one may have come before.
_FOUND = {
    ("yes", "since"): mark("{topic}: {country} has it, the present one since {year}."),
    ("yes", "as_of"): mark("{topic}: {country} has it, as of {year}."),
    ("yes", None): mark("{topic}: {country} has it."),
    ("partly", "since"): mark("{topic}: {country} has it in part, the present one since {year}."),
    ("partly", "as_of"): mark("{topic}: {country} has it in part, as of {year}."),
    ("partly", None): mark("{topic}: {country} has it in part."),
    ("no", "since"): mark("{topic}: {country} has none, as of {year}."),
    ("no", "as_of"): mark("{topic}: {country} has none, as of {year}."),
    ("no", None): mark("{topic}: {country} has none."),
}


def of_countries(finding: str, countries: Sequence[str], every: int, t: Words) -> str:
    """A finding that is not of every country begins with those it is of: its «other countries» are
    these alone. ``every``: how many there are."""
    if len(countries) == every:
        return finding
    named = t.list([t.country(code) for code in countries])
    return t("{countries} – {finding}", countries=named, finding=finding)


def topic(found: Framework, cell: Cell, t: Words) -> str:
    """What one country has in a topic, and how many of the others have it."""
    country, name = t.country(cell.country), t(TOPICS[cell.topic])
    if not cell.known:
        first = t("{topic}: not known for {country}.", topic=name, country=country)
    else:
        dated = None if cell.year is None else cell.year_means
        first = t(_FOUND[cell.status, dated], topic=name, country=country, year=cell.year)
    rest = Counter(other.status for other in found.beside(cell))
    if not rest:
        return first
    told = [
        t("{n}\u00a0{state}", n=rest[state], state=t(word))
        for state, (_, word) in STATES.items()
        if state in rest
    ]
    second = t.plural(
        "In the {n} other country: {states}.",
        "In the {n} other countries: {states}.",
        rest.total(),
        states=t.list(told),
    )
    return f"{first} {second}"


def elsewhere(found: Framework, others: Mapping[str, Sequence[Cell]], t: Words) -> str:
    """In how many topics others have what a source says mine has not, or only partly; of how many
    nothing was found is said apart. ``others``: of ``framework.elsewhere``."""
    country = t.country(found.mine)
    unknown = sum(not found.cell(found.mine, topic).known for topic in others)
    known = len(others) - unknown
    first = (
        t.plural(
            "On {n} of {all} topics, other countries have a measure that {country}, by its source, "
            "has only partly or not at all.",
            "On {n} of {all} topics, other countries have a measure that {country}, by its source, "
            "has only partly or not at all.",
            known,
            all=len(TOPICS),
            country=country,
        )
        if known
        else t("No gap was found for {country} compared with the other countries.", country=country)
    )
    if not unknown:
        return first
    second = t.plural(
        "On {n} more topic nothing was found for {country}: it may have it too.",
        "On {n} more topics nothing was found for {country}: it may have them too.",
        unknown,
        country=country,
    )
    return f"{first} {second}"


def two(found: Framework, left: str, right: str, t: Words) -> str:
    """In how many topics two countries differ, of those that are known of both."""
    both = len(known_of(found, left, right))
    apart = len(differing(found, left, right))
    names = {"first": t.country(left), "second": t.country(right)}
    if not both:
        return t("{first} and {second}: no topic is known of both", **names)
    if apart:
        told = t.plural(
            "{first} and {second} differ in {n} of the {all} topics known of both",
            "{first} and {second} differ in {n} of the {all} topics known of both",
            apart,
            all=both,
            **names,
        )
    else:
        told = t("{first} and {second} have the same status in every topic known of both", **names)
    if both == len(TOPICS):
        return told
    unknown = t.plural(
        "{n} topic is not known of one or of both",
        "{n} topics are not known of one or of both",
        len(TOPICS) - both,
    )
    return f"{told}; {unknown}"


def factors(bars: Mapping[str, Bar], mine: str, t: Words) -> str:
    """The categories named most, and on which side my country's statements mostly stand.
    ``bars``: of ``factors.counted``."""
    named = Counter[str]()
    for bar in bars.values():
        named[bar.category] += bar.n
    most = max(named.values(), default=0)
    if not most:
        return t("No statements were collected for this choice")
    top, *alike = [category for category, n in named.items() if n == most]
    if alike:
        first = t.plural(
            "{categories} are named most often: {n} time each.",
            "{categories} are named most often: {n} times each.",
            most,
            categories=t.list([t(CATEGORIES[category]) for category in (top, *alike)]),
        )
    else:
        barriers, enablers = (bars[f"{top}-{kind}"].n for kind in ("hindering", "enabling"))
        first = t(
            "{category} is named most often: {barriers}, {enablers}.",
            category=t(CATEGORIES[top]),
            barriers=t.plural("{n} time as a barrier", "{n} times as a barrier", barriers),
            enablers=t.plural("{n} time as an enabler", "{n} times as an enabler", enablers),
        )
    own = {kind: sum(bar.mine for bar in bars.values() if bar.kind == kind) for kind in KINDS}
    second = t(
        "{country}: {barriers}, {enablers}.",
        country=t.country(mine),
        barriers=t.plural("{n} barrier", "{n} barriers", own["hindering"]),
        enablers=t.plural("{n} enabler", "{n} enablers", own["enabling"]),
    )
    return f"{first} {second}"
