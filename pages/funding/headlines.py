"""What Funding says on top of each view. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from pages.funding.amounts import money
from pages.funding.entries import STATES, Entries, last_day, reach
from pages.funding.link import MINE, FundingView
from secon_ui.drawing.look import Look
from secon_ui.text.markup import Markup, html, joined
from secon_ui.text.words import Words


def results(
    rows: pd.DataFrame, found: Entries, view: FundingView, look: Look
) -> tuple[Markup, Markup]:
    """How many an organisation in my region can get, by state, and what to know of them.

    Money of my country that only others get is counted apart, unless it was asked for by its area.
    """
    t, areas = look.t, view.area
    if rows.empty:
        title = t("No programme or call fits these choices.")
        return _finding(title, t("Remove a filter: each shows how many would remain."))
    reached = reach(rows)
    others = [] if areas else _others(reached, found, t)
    everything = rows
    if not areas:
        rows = rows[np.array([one in ("within", "abroad") for one in reached], dtype="bool")]
    states = Counter(rows["state"])
    opened, coming, undated, closed = (states[code] for code in STATES)
    parts = [
        t.plural("{n} open", "{n} open", opened) if opened else "",
        t("none open with a stated end") if undated and not opened else "",
        t.plural("{n} not open yet", "{n} not open yet", coming) if coming else "",
        t.plural("{n} without end date", "{n} without end date", undated) if undated else "",
        t.plural("{n} closed", "{n} closed", closed) if closed else "",
    ]
    named = [found.country(code, t) for code in view.country]
    where = (
        t.list(named)
        if 0 < len(named) < 4
        else t.plural("{n} country", "{n} countries", everything["country"].nunique())
    )
    region = look.names[view.region]
    told_of = {"where": where, "region": region, "parts": t.list([part for part in parts if part])}
    if rows.empty:
        title = t("{where}: no programme or call for {region}", **told_of)
    elif areas or "abroad" in reached:
        title = t.plural(
            "{where}: {n} programme or call, {parts}",
            "{where}: {n} programmes and calls, {parts}",
            len(rows),
            **told_of,
        )
    else:
        title = t.plural(
            "{where}: {n} programme or call for {region}, {parts}",
            "{where}: {n} programmes and calls for {region}, {parts}",
            len(rows),
            **told_of,
        )
    if found.on != look.today:
        title = t("{date} – {finding}", date=t.date(found.on.isoformat()), finding=title)
    told: list[str] = []
    if best := _largest(rows, t):
        told.append(html("<b>{}</b>", best))
    if undated:
        told.append(
            t.plural(
                "{n} has no stated end date: check with the provider.",
                "{n} have no stated end date: check with the provider.",
                undated,
            )
        )
    return html("{}", title), joined([*told, *others], " ")


def _largest(rows: pd.DataFrame, t: Words) -> str:
    """The largest open award; not what lenders and support centres get, which is for others to
    pass on."""
    awards = [
        row
        for row in rows[["state", "max_award_eur", "who", "name_en"]].itertuples()
        if row.state == "open"
        and row.max_award_eur is not None
        and not set(row.who) <= {"finance", "support"}
    ]
    best = max(awards, key=lambda row: row.max_award_eur, default=None)
    if best is None:
        return ""
    amount = money(best.max_award_eur, t)
    return t("Largest open award: {amount}, {name}.", amount=amount, name=best.name_en)


def _others(reached: Sequence[str], found: Entries, t: Words) -> list[str]:
    """What my country gives that my region does not get, or may not get."""
    n = Counter(reached)
    country = t.country(found.own)
    told = []
    if elsewhere := n["elsewhere"]:
        told.append(
            t.plural(
                "{n} more is only for other regions of {country}.",
                "{n} more are only for other regions of {country}.",
                elsewhere,
                country=country,
            )
        )
    if unsure := n["unsure"]:
        told.append(
            t.plural(
                "{n} more is for a part of {country} that its source names in words only.",
                "{n} more are for parts of {country} that their sources name in words only.",
                unsure,
                country=country,
            )
        )
    return told


def timeline(rows: pd.DataFrame, found: Entries, look: Look) -> tuple[Markup, Markup]:
    """How long my country's open money for my region runs; ``rows``: all of the countries
    chosen."""
    t, region = look.t, look.names[found.region]
    within = rows[np.array([one == "within" for one in reach(rows)], dtype="bool")]
    mine = within[(within["country"] == MINE) & (within["state"] == "open")]
    country = t.country(found.own)
    if mine.empty:
        title = t(
            "{country} has no open programme with a stated end for {region}",
            country=country,
            region=region,
        )
    else:
        last = max(mine["period_end"], key=last_day)
        longest = mine[mine["period_end"] == last]
        heads = longest[longest["programme"].isna()]
        name = (heads if len(heads) else longest)["name_en"].iloc[0]
        title = t(
            "{country}’s open money runs until {date}: {name}",
            country=country,
            date=t.date(last),
            name=name,
        )
    n = Counter(rows["state"])
    sub = t(
        "{all} programmes and calls: {open} open with a stated end, {undated} without end date",
        all=len(rows),
        open=n["open"],
        undated=n["undated"],
    )
    return _finding(title, sub)


def budgets(total: pd.DataFrame, mine: str, look: Look) -> tuple[Markup, Markup]:
    """Where my region stands in open budgets per inhabitant; ``total``: of ``budgets.sums``."""
    t, name = look.t, look.names[mine]
    known = total.dropna(subset=["open"])
    row = total.set_index("region_id").loc[mine]
    if pd.isna(row["open"]):
        title = t("{region}: no open budget with a stated end is known in euro", region=name)
    else:
        rank = int((known["open"] > row["open"]).sum()) + 1
        title = t(
            "{region}: {share} of open budgets per inhabitant, {rank}",
            region=name,
            share=money(row["open"], t) if row["open"] >= 100 else t.money(row["open"], decimals=2),
            rank=t.place(rank, len(known)),
        )
    sub = t.plural(
        "Whole budgets in euro that reach the region, divided by the inhabitants of their area; "
        "{n} of nine regions has one.",
        "Whole budgets in euro that reach the region, divided by the inhabitants of their area; "
        "{n} of nine regions have one.",
        len(known),
    )
    return _finding(title, sub)


def lacking(
    missing: Sequence[str], country: str, found: Entries, t: Words
) -> tuple[Markup, Markup]:
    """Which kinds of money the country lacks."""
    name = t.country(country)
    if missing:
        title = t.plural(
            "{country} lacks {n} kind of money that others have: {kinds}",
            "{country} lacks {n} kinds of money that others have: {kinds}",
            len(missing),
            country=name,
            kinds=t.list([found.word("type", kind, t) for kind in missing]),
        )
    else:
        title = t("{country} has every kind of money that the others have", country=name)
    sub = t(
        "Programmes and calls of each kind in the list, open or not; what is not in the list may "
        "still exist."
    )
    return _finding(title, sub)


def source(found: Entries, shown: str, t: Words) -> Markup:
    """What the whole list rests on; each entry names its own source."""
    read = int((found.table["verified"] == "yes").sum())
    parts = [
        t.plural(
            "{n} programme, call or instrument from public sources, each with its own; {read} read "
            "in the source, the rest given by citation.",
            "{n} programmes, calls and instruments from public sources, each with its own; {read} "
            "read in the source, the rest given by citation.",
            len(found.table),
            read=read,
        )
        if read < len(found.table)
        else t.plural(
            "{n} programme, call or instrument, read in its public source.",
            "{n} programmes, calls and instruments, each read in its own public source.",
            len(found.table),
        ),
        t("The list follows what could be found, not the whole offer."),
        t("Amounts in zloty and lei are kept as published."),
    ]
    if shown == "budgets":
        parts.append(t("Inhabitants: Eurostat, demo_r_pjangrp3; calculations by SECON."))
    return html('<p class="source">{}</p>', " ".join(parts))


def _finding(title: str, sub: str) -> tuple[Markup, Markup]:
    return html("{}", title), html("{}", sub)
