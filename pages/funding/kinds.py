"""Which kinds of money the countries have, as far as list and framework say. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from pages.funding.doubts import obtainable
from pages.funding.entries import Entries, Entry, capital, reach
from pages.funding.names import named
from pages.policy.framework import STATES as STATES_OF_LAW
from pages.policy.framework import state_words
from pages.policy.views import PolicyView
from secon_data.availability import STATES
from secon_data.money_kinds import Kind, Kinds
from secon_data.package import Package
from secon_data.regions import UNION
from secon_data.rows import Row
from secon_ui.drawing.look import Look
from secon_ui.shell.view import address
from secon_ui.text.local_texts import told
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

# Where a law is written: columns of the dataset policy.
_WRITTEN = ("source_title", "source_url", "source_year", "verified")


def of(kinds: Kinds, country: str) -> list[Kind]:
    """The kinds of a country, by name."""
    return [kind for (code, _), kind in sorted(kinds.items()) if code == country]


def not_found(kinds: Kinds, country: str, countries: Sequence[str]) -> list[Kind]:
    """The kinds of which nothing is listed for a country, neither of its own nor of the Union,
    while another of these countries has them; what most have first."""
    return _by_spread([k for k in of(kinds, country) if not k.found], kinds, countries)


def from_union(kinds: Kinds, country: str, countries: Sequence[str]) -> list[Kind]:
    """The kinds that are listed for a country from the Union alone, while another has its own."""
    union = [k for k in of(kinds, country) if k.found and not k.has]
    return _by_spread(union, kinds, countries)


def _by_spread(found: Sequence[Kind], kinds: Kinds, countries: Sequence[str]) -> list[Kind]:
    spread = {
        kind.kind: sum(kinds[code, kind.kind].has for code in countries if code != kind.country)
        for kind in found
    }
    some = [kind for kind in found if spread[kind.kind]]
    return sorted(some, key=lambda kind: (-spread[kind.kind], kind.kind))


def example(found: Entries, kind: str, country: str) -> Entry | None:
    """One entry of a kind elsewhere, to look at first: what can be had before what cannot, a
    programme before a call, larger before smaller; the Union's only for want of one."""

    def looked_at(row: Entry) -> tuple[Any, ...]:
        return (
            row.country_code == UNION,
            not obtainable(row, found),
            STATES.index(row.state),
            row.programme is not None,
            -(row.budget_eur or 0),
            row.funding_id,
        )

    others = (row for row in found.rows if kind in row.kinds and row.country_code != country)
    return min(others, key=looked_at, default=None)


def columns(country: str, countries: Sequence[str]) -> list[str]:
    """The countries of the matrix: the one asked for first, the Union last."""
    return [country, *(code for code in countries if code not in (country, UNION)), UNION]


def ordered(kinds: Kinds, country: str, countries: Sequence[str]) -> list[str]:
    """The kinds as they are read: on top what was not found for the country, then what only the
    Union gives there, then the rest, what is rarest first."""
    missing = [kind.kind for kind in not_found(kinds, country, countries)]
    union = [kind.kind for kind in from_union(kinds, country, countries)]
    rest = [k.kind for k in of(kinds, country) if k.kind not in (*missing, *union)]
    rest.sort(key=lambda kind: len(kinds[country, kind].entries))
    return [*missing, *union, *rest]


def now(found: Entries) -> dict[str, bool]:
    """The entries that organisations of the social economy can get on the day, and whether these
    are only those of other regions of my country."""
    return {
        row.funding_id: reach(row) == "elsewhere"
        for row in found.rows
        if row.audience == "direct" and obtainable(row, found)
    }


@dataclass(frozen=True)
class Said:
    """A cell in words: what the policy framework says, how many entries are listed, and how many of
    these can be had on the day; ``unlisted``: nothing is."""

    law: str
    listed: str
    now: str
    unlisted: bool


def said(kind: Kind, own: bool, open_now: Mapping[str, bool], look: Look, on: date) -> Said:
    """What is listed of a kind, and how many of it are among ``open_now``; what the policy
    framework says. ``own``: of the country that is asked for; ``open_now``: as ``now`` has it, for
    the day ``on``."""
    t = look.t
    n, law, told, current = len(kind.entries), "", "", ""
    if kind.law is not None and kind.status in STATES_OF_LAW:
        law = state_words(kind.status, t)
    if n:
        told = str(n)
        apart = [open_now[entry] for entry in kind.entries if entry in open_now]
        here, away = apart.count(False), apart.count(True)
        current = t("{n} now", n=here) if on == look.today else t("{n} then", n=here)
        if away:
            current = t("{current}, {n} for other regions only", current=current, n=away)
    elif own and kind.union and not kind.has:
        told = t("EU only")
    if law or told:
        return Said(law, told, current, False)
    return Said("", t("not in our list"), "", True)


def matrix(
    found: Entries, kinds: Kinds, country: str, countries: Sequence[str], look: Look
) -> Markup:
    """Kinds × countries, the country's column first and on top what was not found for it.
    ``countries``: codes in order."""
    t, order = look.t, columns(country, countries)
    open_now = now(found)
    heads = [
        html(
            '<th scope="col"{}>{}</th>',
            " class=mine" if code == country else "",
            t("EU") if code == UNION else t.country(code),
        )
        for code in order
    ]
    rows = []
    for name in ordered(kinds, country, countries):
        row = []
        for code in order:
            kind, own = kinds[code, name], code == country
            row.append(_cell(kind, said(kind, own, open_now, look, found.on), own))
        eg = html('<td class="eg">{}</td>', example_words(found, kinds[country, name], t))
        row.insert(_place(order, look), eg)
        named = capital(found.word("type", name, t))
        rows.append(html('<tr><th scope="row">{}</th>{}</tr>', named, joined(row)))
    head = html('<th scope="col" class="eg">{}</th>', t("What it is, or an example elsewhere"))
    heads.insert(_place(order, look), head)
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="fund-matrix"><caption>{caption}</caption>'
        "<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption=t("Funding opportunities by kind of money and country"),
        heads=joined(heads),
        rows=joined(rows),
    )


def exported(
    found: Entries, package: Package, kinds: Kinds, countries: Sequence[str], t: Words
) -> pd.DataFrame:
    """The matrix to take away: a row for every country and kind. Columns: on (the day),
    country_code, kind, status (``Kind``), listed and listed_union (how many funding opportunities,
    whatever their state), available (how many of the listed social enterprises can get on the
    day), available_elsewhere (how many more of these are for other regions of my country only),
    entries (their ids), law (the title in the policy framework) and where that is written."""
    open_now = now(found)
    labels = package.schema("funding").fields["type"].labels or {}
    rows = [
        {
            "on": found.on.isoformat(),
            "country_code": code,
            "kind": t.data(labels.get(kind.kind, kind.kind)),
            "status": kind.status,
            "listed": len(kind.entries),
            "listed_union": len(kind.union),
            "available": sum(open_now.get(entry) is False for entry in kind.entries),
            "available_elsewhere": sum(open_now.get(entry, False) for entry in kind.entries),
            "entries": "+".join((*kind.entries, *kind.union)) or None,
            "law": None if kind.law is None else kind.law["title_en"],
            **{name: None if kind.law is None else kind.law[name] for name in _WRITTEN},
        }
        for code in countries
        for kind in of(kinds, code)
    ]
    return pd.DataFrame(rows)


def _place(order: Sequence[str], look: Look) -> int:
    """Where the words stand: on a phone beside the country's own column; the rest can be reached
    by scrolling."""
    return 1 if look.phone else len(order)


def _cell(kind: Kind, cell: Said, own: bool) -> Markup:
    if cell.unlisted:
        if own:
            return html('<td class="mine none">{}</td>', cell.listed)
        return html('<td><span title="{}">·</span></td>', cell.listed)
    parts = []
    if cell.law and kind.law is not None:
        parts.append(html('<span title="{}">{}</span>', kind.law["title_en"], cell.law))
    if cell.listed:
        parts.append(html("{}", cell.listed))
    if cell.now:
        parts.append(html('<span class="fund-small">{}</span>', cell.now))
    return html("<td{}>{}</td>", html(' class="mine"') if own else EMPTY, joined(parts, " "))


def example_words(found: Entries, kind: Kind, t: Words) -> Markup:
    """What the country has by its law; of what is not found, an example elsewhere."""
    if kind.has and kind.law is not None:
        return _law(found, kind.law, t)
    if kind.has:
        return EMPTY
    row = (
        found.by_id[_first(found, kind.union)]
        if kind.union
        else example(found, kind.kind, kind.country)
    )
    if row is None:
        return EMPTY
    return html(
        '{}: <a href="{}" target="_blank" rel="noopener" title="{}">{}</a>',
        t.country(row.country_code),
        row.source_url,
        row.source_title,
        named(row, t).html,
    )


def _law(found: Entries, law: Row, t: Words) -> Markup:
    cell = f"{law['country_code']}-{law['topic']}"
    view = PolicyView(found.region, t.language, cell=cell, rev=found.rev)
    return html(
        '<a href="{}" target="_self">{}</a>{}',
        address("policy", view),
        told(law["title_en"], law["title_local"], law["country_code"], t).html,
        "" if pd.isna(law["year"]) else f", {int(law['year'])}",
    )


def _first(found: Entries, entries: Sequence[str]) -> str:
    """The entry to look at first: what can be had before what cannot."""

    def looked_at(entry: str) -> tuple[Any, ...]:
        row = found.by_id[entry]
        return not obtainable(row, found), STATES.index(row.state), entry

    return min(entries, key=looked_at)
