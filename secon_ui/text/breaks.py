"""Breaks of a series in words: of which year, and why they are derived. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from secon_data.breaks import AllBreaks, Break, Breaks, Reason
from secon_ui.text.words import Words

Named = Callable[[str], str]  # an indicator's id → its short name, translated


def derived(breaks: Breaks, years: Iterable[int]) -> list[Break]:
    """Those of the years that no flag says, oldest first."""
    return [breaks[year] for year in sorted(set(years)) if year in breaks and breaks[year].derived]


def told(one: Break, named: Named, t: Words) -> str:
    """«2022: derived break (median age is flagged as a break that year)»."""
    return t("{year}: derived break ({why})", year=one.year, why=why(one, named, t))


def column(
    rows: Iterable[tuple[tuple[str, str, str], object]], breaks: AllBreaks, named: Named
) -> list[str]:
    """What a file says of the derived breaks of each row's series up to the year of its value, in
    English. ``rows``: region, indicator and area set, and that year (no number: no value)."""
    t = Words("en")
    return [
        ". ".join(told(one, named, t) for one in derived(found, (y for y in found if y <= year)))
        if isinstance(year, int) and (found := breaks.get(key))
        else ""
        for key, year in rows
    ]


def why(one: Break, named: Named, t: Words) -> str:
    """Why a break is derived, each reason once."""
    sisters: dict[int, list[str]] = {}
    reasons = []
    explained = any(reason.kind in ("known", "sister") for reason in one.reasons)
    for reason in one.reasons:
        if reason.kind == "step" and explained:
            continue  # the jump is what they explain
        if reason.kind == "sister":
            sisters.setdefault(reason.lag, []).append(named(reason.of))
        else:
            reasons.append(_reason(reason, t))
    for lag, names in sisters.items():
        reasons.append(
            t("Eurostat flags a break of that year for {indicators}", indicators=t.list(names))
            if lag == 0
            else t(
                "Eurostat flags a break of {year} for {indicators}",
                year=one.year - lag,
                indicators=t.list(names),
            )
        )
    return "; ".join(reasons)


def _reason(reason: Reason, t: Words) -> str:
    if reason.kind == "known":
        return t.data(reason.of).rstrip(".")
    if reason.kind == "spike":
        return t("the value of {year} stands alone: it jumps and returns", year=reason.of)
    return t(
        "a step {n} times as large as any of the four years before, which no note explains",
        n=reason.of,
    )
