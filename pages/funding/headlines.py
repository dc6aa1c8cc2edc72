"""What Funding says on top of each view. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pages.funding.amounts import budget, money
from pages.funding.budgets import now, stated
from pages.funding.doubts import no_part_open, obtainable
from pages.funding.entries import Entries, Entry, of_a_part, reach
from pages.funding.names import named
from pages.funding.views import MINE, FundingView
from secon_data.availability import AVAILABLE, last_day
from secon_ui.drawing.look import Look
from secon_ui.shell import facets
from secon_ui.text import local_texts
from secon_ui.text.markup import Markup, html, joined
from secon_ui.text.references import countries_words
from secon_ui.text.words import Words

Finding = tuple[Markup, Markup]  # the title and the line beneath

# Those whose money does not go to organisations of the social economy themselves.
_PASSED_ON = {"finance", "support", "public"}


def counted(rows: Sequence[Entry], view: FundingView) -> list[Entry]:
    """The rows that the headline counts: what an organisation of the social
    economy in my region can get. What only others get is counted as well where it was asked for,
    by its area or by who can get it; what is of another country is for those of that country."""
    which = {"within", "abroad"}
    if view.area:
        which |= {"elsewhere", "unsure"}
    if _PASSED_ON & set(view.who):
        which.add("others")
    return [row for row in rows if reach(row) in which]


def results(
    rows: Sequence[Entry],
    beyond: Sequence[Entry],
    found: Entries,
    view: FundingView,
    look: Look,
    chosen: Sequence[str] = (),
) -> Finding:
    """How many an organisation in my region can get, by state, and what to know of them.

    ``rows``: what fits all choices; ``beyond``: what only the choice of states leaves out;
    ``chosen``: filters other than state and country, in words.
    """
    t = look.t
    if not rows and not counted(beyond, view):
        title = t("No funding opportunity fits these choices.")
        return _finding(title, t("Remove a filter: each shows how many would remain."))
    mine = counted(rows, view)
    states = _states(mine)
    opened, undated = states["open"], states["undated"]
    parts = [
        t.plural("{n} open", "{n} open", opened) if opened else "",
        t("none open with a stated end") if undated and not opened else "",
        t.plural("{n} without end date", "{n} without end date", undated) if undated else "",
        *_not_available(states, t),
        t.plural("{n} closed", "{n} closed", states["closed"]) if states["closed"] else "",
    ]
    named = [found.country(code, t) for code in view.country]
    countries = {row.country for row in rows or beyond}
    where = t.list(named) if 0 < len(named) < 4 else countries_words(countries, t)
    region = look.names[view.region]
    told_of = {
        "where": facets.told_of(where, chosen),
        "region": region,
        "parts": t.list([part for part in parts if part]),
    }
    apart = bool(view.area) or any(reach(row) == "abroad" for row in (*rows, *beyond))
    if not mine and view.state and not set(AVAILABLE) <= set(view.state):
        # There may be some in the states that are not asked for; what is for others stands beneath.
        title = (
            t("No funding opportunity for {region} fits these choices.", region=region)
            if rows
            else t("No funding opportunity fits these choices.")
        )
    elif not mine:
        title = t("{where}: no funding opportunity found for {region}", **told_of)
    elif apart:
        title = t.plural(
            "{where}: {n} funding opportunity, {parts}",
            "{where}: {n} funding opportunities, {parts}",
            len(mine),
            **told_of,
        )
    else:
        title = t.plural(
            "{where}: {n} funding opportunity for {region}, {parts}",
            "{where}: {n} funding opportunities for {region}, {parts}",
            len(mine),
            **told_of,
        )
    title = as_of(title, found, look)
    told: list[str] = []
    if best := _largest([row for row in mine if obtainable(row, found)], found, t):
        told.append(html("<b>{}</b>", best))
    if undated:
        told.append(
            t.plural(
                "{n} has no stated end date: check with the provider.",
                "{n} have no stated end date: check with the provider.",
                undated,
            )
        )
    told += without_open_part(mine, found, t)
    if unsaid := sum(row.new_enterprises == "unclear" for row in mine if "new" in view.who):
        told.append(
            t.plural(
                "Of {n} the source does not say whether new enterprises may apply: ask.",
                "Of {n} the sources do not say whether new enterprises may apply: ask.",
                unsaid,
            )
        )
    told += _others(rows, view, found, t)
    # A region of that country counts only what it gets itself: whoever compares must know why.
    if parts_of := sum(reach(row) == "abroad" and of_a_part(row) for row in mine):
        told.append(
            t.plural(
                "{n} of those in the title is only for a part of another country, and is counted "
                "whichever region there can get it.",
                "{n} of those in the title are only for parts of other countries, and are counted "
                "whichever regions there can get them.",
                parts_of,
            )
        )
    left = _not_available(_states(counted(beyond, view)), t)
    if left and apart:
        told.append(t("Not counted: {parts}.", parts=t.list(left)))
    elif left:  # the choices count more: what is for others is among it
        told.append(t("Not counted for {region}: {parts}.", region=region, parts=t.list(left)))
    return html("{}", title), joined(told, " ")


def without_open_part(rows: Iterable[Entry], found: Entries, t: Words) -> list[str]:
    """How many of those counted as open are so as programmes alone; nothing where none is."""
    ended = sum(no_part_open(row, found) for row in rows)
    if not ended:
        return []
    return [
        t.plural(
            "{n} is open as a programme, but none of its parts in our list is open: ask for the "
            "next call.",
            "{n} are open as programmes, but none of their parts in our list is open: ask for the "
            "next call.",
            ended,
        )
    ]


def as_of(title: str, found: Entries, look: Look) -> str:
    """A title that is not told of today begins with its day."""
    if found.on == look.today:
        return title
    t = look.t
    return t("{date} – {finding}", date=t.date(found.on.isoformat()), finding=title)


def _states(rows: Iterable[Entry]) -> Counter[str]:
    return Counter(row.state for row in rows)


def _not_available(states: Counter[str], t: Words) -> list[str]:
    """How many are not money that there is, though they are not known to be over."""
    coming, announced, over = (states[code] for code in ("coming", "announced", "likely_over"))
    parts = [
        t.plural("{n} not open yet", "{n} not open yet", coming) if coming else "",
        t.plural("{n} announced only", "{n} announced only", announced) if announced else "",
        t.plural("{n} likely over", "{n} likely over", over) if over else "",
    ]
    return [part for part in parts if part]


def _largest(rows: Sequence[Entry], found: Entries, t: Words) -> str:
    """The largest open award; not what lenders and support centres get, which is for others to
    pass on, nor a programme's that only a part gives which is not among the rows; no superlative
    where there is nothing to compare."""
    here = {row.funding_id for row in rows}
    elsewhere = {
        (row.programme, row.max_award_eur) for row in found.rows if row.funding_id not in here
    }
    awards = [
        row
        for row in rows
        if row.state == "open"
        and row.max_award_eur is not None
        and row.audience == "direct"
        and (row.funding_id, row.max_award_eur) not in elsewhere
    ]
    best = max(awards, key=lambda row: row.max_award_eur, default=None)
    if best is None:
        return ""
    told = {"amount": money(best.max_award_eur, t), "name": named(best, t).text}
    # Of one alone, or beside amounts that are not converted, nobody knows the largest.
    apart = any(
        row.state == "open" and row.audience == "direct" and _unconverted(row, "max_award")
        for row in rows
    )
    if len(awards) == 1 or apart:
        return t("Stated open award: up to {amount}, {name}.", **told)
    return t("Largest open award: {amount}, {name}.", **told)


def _unconverted(row: Entry, name: str) -> bool:
    """Whether an amount is stated in another currency alone, without a fixed rate to the euro."""
    euro, local = (getattr(row, f"{name}_{currency}") for currency in ("eur", "local"))
    return euro is None and local is not None


def _others(rows: Sequence[Entry], view: FundingView, found: Entries, t: Words) -> list[str]:
    """What fits and is not counted: money that my region does not get, or may not get."""
    mine = {row.funding_id for row in counted(rows, view)}
    n = Counter(reach(row) for row in rows if row.funding_id not in mine)
    country = t.country(found.own)
    told = []
    if others := n["others"]:
        told.append(
            t.plural(
                "{n} more is not for social enterprises themselves.",
                "{n} more are not for social enterprises themselves.",
                others,
            )
        )
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


def timeline(
    rows: Sequence[Entry],
    found: Entries,
    look: Look,
    view: FundingView | None = None,
    chosen: Sequence[str] = (),
) -> Finding:
    """How long my country's open money for my region runs; where only other countries or certain
    money are asked for, that. ``rows``: all that fit the choices of ``view``, None for all;
    ``chosen``: its filters other than state and country, in words."""
    t, region = look.t, look.names[found.region]
    country, asked = t.country(found.own), view.country if view else ()
    if view and (view.area or view.who or view.kind or view.level or view.fund):
        where = facets.told_of(t("These choices"), chosen)
        title = _longest_of(rows, found, where, t, others=bool(_PASSED_ON & set(view.who)))
    elif asked and MINE not in asked:
        where = t.list([found.country(code, t) for code in asked])
        title = _longest_of(rows, found, where, t)
    elif not (mine := [row for row in _open(rows) if _mine(row) and obtainable(row, found)]):
        title = (
            t(
                "{country}: what is open for {region} with a stated end has no open part in our "
                "list",
                country=country,
                region=region,
            )
            if any(_mine(row) for row in _open(rows))
            else t(
                "{country} has no open funding opportunity of its own with a stated end for social "
                "enterprises in {region}",
                country=country,
                region=region,
            )
        )
    else:
        told = {"country": country, "region": region, **_told(_longest(mine), t)}
        title = (
            t("Open funding in {country} for {region} that ends last: {name}, until {date}", **told)
            if len(mine) > 1
            else t(
                "Open funding in {country} for {region} with a stated end: {name}, until {date}",
                **told,
            )
        )
    n = _states(rows)
    closed = n["closed"]
    parts = [
        t.plural("{n} open with a stated end", "{n} open with a stated end", n["open"])
        if n["open"]
        else "",
        t.plural("{n} without end date", "{n} without end date", n["undated"])
        if n["undated"]
        else "",
        *_not_available(n, t),
        t.plural("{n} closed", "{n} closed", closed) if closed else "",
    ]
    sub = t(
        "Funding opportunities, also those for other regions or not for social enterprises "
        "themselves: {n}, of which {parts}",
        n=len(rows),
        parts=t.list([part for part in parts if part]),
    )
    if ended := without_open_part(rows, found, t):
        sub = " ".join([f"{sub}.", *ended])
    return _finding(as_of(title, found, look), sub if rows else "")


def _open(rows: Iterable[Entry]) -> list[Entry]:
    """Those that are open until a stated end."""
    return [row for row in rows if row.state == "open"]


def _mine(row: Entry) -> bool:
    return row.country == MINE and reach(row) == "within"


def _longest(rows: Sequence[Entry]) -> list[Entry]:
    """The rows that are open longest, all that end on one day; a programme without its calls."""
    last = max(last_day(row.period_end) for row in rows)
    longest = [row for row in rows if last_day(row.period_end) == last]
    ids = {row.funding_id for row in longest}
    return [row for row in longest if row.programme not in ids]


def _told(longest: Sequence[Entry], t: Words) -> dict[str, str]:
    """Their names, and until when: «2027» is true of what ends on 31 December 2027 as well."""
    end = min((row.period_end for row in longest), key=len)
    return {"name": t.list([named(row, t).text for row in longest]), "date": t.date(end)}


def _longest_of(
    rows: Sequence[Entry], found: Entries, where: str, t: Words, *, others: bool = False
) -> str:
    """What is open longest of these for social enterprises themselves, in whatever region; not
    what has no open part, for which nobody can apply.
    ``where``: what they are; ``others``: money that others get was asked for, and counts too."""
    opened = _open(rows)
    able = [row for row in opened if others or row.audience == "direct"]
    if opened and not able:  # an open one stands beneath: whom it is not for must be said
        return t(
            "{where}: no open funding opportunity with a stated end for social enterprises "
            "themselves",
            where=where,
        )
    if not able:
        return t("{where}: no open funding opportunity with a stated end", where=where)
    apart = len(able) < len(opened)  # some of what is open stands beneath for others alone
    able = [row for row in able if obtainable(row, found)]
    if not able and apart:
        return t(
            "{where}: what is open with a stated end for social enterprises themselves has no open "
            "part in our list",
            where=where,
        )
    if not able:
        return t(
            "{where}: what is open with a stated end has no open part in our list", where=where
        )
    longest = _longest(able)
    told = {"where": where, **_told(longest, t)}
    if len(able) == 1:
        return t("{where}: {name} is open until {date}", **told)
    if len(longest) == 1:
        return t("{where}: {name} is open longest, until {date}", **told)
    return t("{where}: {name} are open longest, until {date}", **told)


def budgets(rows: Sequence[Entry], found: Entries, look: Look) -> Finding:
    """How many of the funding opportunities that my region can get state a budget, and the largest
    in euro that my country gives, else the Union. ``rows``: all entries."""
    t, region = look.t, look.names[found.region]
    able = now(row for row in rows if reach(row) == "within")
    known = stated(able)
    in_euro = [row for row in known if row.budget_eur is not None]
    if not known:
        title = t("No budget is stated for the money that {region} can get", region=region)
    elif not in_euro:
        title = t.plural(
            "{n} of {all} funding opportunities for {region} states its budget, not in euro",
            "{n} of {all} funding opportunities for {region} state their budget, not in euro",
            len(known),
            all=len(able),
            region=region,
        )
    else:
        title = t.plural(
            "{n} of {all} funding opportunities for {region} states its budget; {largest}",
            "{n} of {all} funding opportunities for {region} state their budget; {largest}",
            len(known),
            all=len(able),
            region=region,
            largest=_largest_budget(known, t.country(found.own), t),
        )
    sub = t(
        "Whole budgets for all who can apply and all years, as {n} of the {all} entries in the "
        "list state them; of what is given anew each year, those of one round. They are not added "
        "up: a programme’s budget holds those of its parts.",
        n=len(stated(rows)),
        all=len(rows),
    )
    if ended := sum(no_part_open(row, found) for row in stated(rows)):
        told = t.plural(
            "Of all these {n} is open as a programme, but none of its parts in our list is open.",
            "Of all these {n} are open as programmes, but none of their parts in our list is open.",
            ended,
        )
        sub = f"{sub} {told}"
    return _finding(as_of(title, found, look), sub)


def _largest_budget(known: Sequence[Entry], country: str, t: Words) -> str:
    """The largest budget that my country gives, else the Union: it is the same for everybody. Where
    there is one alone, or others are in currencies without a fixed rate, one of them. ``known``:
    those that state one, some of them in euro."""
    in_euro = [row for row in known if row.budget_eur is not None]
    own = any(row.country == MINE for row in in_euro)
    pool = [row for row in in_euro if (row.country == MINE) == own]
    most = max(pool, key=lambda row: row.budget_eur)
    told = {"country": country, "amount": budget(most, t), "name": named(most, t).text}
    apart = any(_unconverted(row, "budget") and (row.country == MINE) == own for row in known)
    if len(pool) > 1 and not apart:
        if own:  # a larger one of the Union may stand beneath
            return t("the largest from {country}: {amount}, {name}", **told)
        return t("the largest from the European Union: {amount}, {name}", **told)
    if own:
        return t("from {country}: {amount}, {name}", **told)
    return t("from the European Union: {amount}, {name}", **told)


def kinds(missing: Sequence[str], union: Sequence[str], country: str, t: Words) -> Finding:
    """Which kinds of money are not in the list for the country though they are for others, and
    which only the Union gives there. ``missing``, ``union``: in words."""
    name = t.country(country)
    if missing:
        title = t(
            "Not found for {country}, but present elsewhere: {kinds}",
            country=name,
            kinds=t.list(missing),
        )
    elif union:
        title = t(
            "{country}: every kind of money in the list is there too, {kinds} from the European "
            "Union only",
            country=name,
            kinds=t.list(union),
        )
    else:
        title = t("{country}: every kind of money in the list is there too", country=name)
    told = [
        t("From the European Union only: {kinds}.", kinds=t.list(union))
        if union and missing
        else "",
        t("What is not in our list may still exist."),
    ]
    return _finding(title, " ".join(part for part in told if part))


def kinds_note(found: Entries, look: Look) -> Markup:
    """What the numbers of the kinds of money are of. What is in the list has no day; what can be
    had is so on the one that is asked for."""
    told = look.t(
        "How many funding opportunities are in our list, whatever their state; beneath, how "
        "many of these can be had by social enterprises on {date}; an open programme is not among "
        "them while none of its parts in our list is open. Tax relief is also that of the page "
        "Policy; a grant that also pays wages counts as a grant.",
        date=look.t.date(found.on.isoformat()),
    )
    return html('<p class="source">{}</p>', told)


def source(rows: Sequence[Entry], t: Words) -> Markup:
    """What the entries shown rest on; each names its own source."""
    every = len(rows)
    read = sum(row.verified == "yes" for row in rows)
    parts = [
        t.plural(
            "{n} funding opportunity from public sources, each with its own; {read} read in the "
            "source, the rest given by citation.",
            "{n} funding opportunities from public sources, each with its own; {read} read in the "
            "source, the rest given by citation.",
            every,
            read=read,
        )
        if read < every
        else t.plural(
            "{n} funding opportunity, read in its public source.",
            "{n} funding opportunities, each read in its own public source.",
            every,
        )
        if every
        else "",
        t("The list follows what could be found, not the whole offer."),
        t("Amounts in zloty, lei and leva are kept as published."),
    ]
    texts = ((row.country_code, row.summary_local) for row in rows)
    if said := local_texts.note(texts, t):
        parts.append(f"{said}.")
    return html('<p class="source">{}</p>', " ".join(part for part in parts if part))


def _finding(title: str, sub: str) -> Finding:
    return html("{}", title), html("{}", sub)
