"""What a picture, a slide or a report draws of a view of Funding. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pages.funding import budgets as stated
from pages.funding import doubts, kinds, results, spans, table, timeline
from pages.funding.amounts import amount, budget, day, place, until
from pages.funding.entries import STATE_WORDS, Entries, Entry, capital
from pages.funding.names import described, named
from pages.funding.views import MINE
from secon_data.money_kinds import Kinds
from secon_data.regions import UNION
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import mix
from secon_ui.taking.exhibit import Cell, Grid, Head, Key, Span, Spans
from secon_ui.text.spoken import sentence
from secon_ui.text.words import NBSP, Words

ASIDE = (2, 7, 8, 9)  # who gives it, who can get it, the fund and the source: columns of the table
MOST = 40  # entries of which a picture could show a row


def finder(rows: Sequence[Entry], found: Entries, who: tuple[str, ...], look: Look) -> Grid:
    """The finder's list, as ``results.listed``."""
    t = look.t
    heads = [
        Head(t("Name"), share=2.4),
        Head(t("What it is, and for whom"), share=3.4),
        Head(t("How much"), "right", 1.2),
        Head(t("Until when"), share=1.4),
        Head(t("Source"), share=1.5, aside=True),
    ]

    def told(row: Entry) -> list[Cell]:
        big, lines = amount(row, t)
        about = [sentence(part) for part in results.facts(row, found, who, t)]
        unsaid = t("the day is not stated") if row.vague else ""
        state = [t(STATE_WORDS[row.state]), capital(found.kind(row, t)), unsaid]
        return [
            _name(row, t, " · ".join(sentence(part) for part in results.grey(row, found, t))),
            Cell(described(row, t).text, " · ".join(about)),
            Cell(big, ", ".join(lines), strong=True),
            Cell(until(row, t), " · ".join(filter(None, state)), strong=True),
            _source(row, t),
        ]

    return _grid(heads, rows, found, told, t)


def every_entry(rows: Sequence[Entry], found: Entries, look: Look) -> Grid:
    """The entries one a row, as ``table.table``."""
    t = look.t
    shares = (2.4, 1.2, 1.2, 1.4, 1.7, 1.3, 1.6, 2.1, 1.1, 1.6)
    heads = [
        Head(text, "right" if at == 6 else "left", share, aside=at in ASIDE)
        for at, (text, share) in enumerate(zip(table.heads(t), shares, strict=True))
    ]

    def told(row: Entry) -> list[Cell]:
        big, lines = amount(row, t)
        return [
            _name(row, t),
            Cell(found.country(row.country, t), place(row, t)),
            Cell(found.word("level", row.level, t)),
            Cell(found.kind(row, t)),
            Cell(t(STATE_WORDS[row.state]), " ".join(doubts.warnings(row, found, t))),
            Cell(until(row, t)),
            Cell(big, ", ".join(lines)),
            Cell(row.eligible_beneficiaries or "–"),
            Cell(sentence(results.fund(row, found, t))),
            _source(row, t),
        ]

    return _grid(heads, rows, found, told, t, sections=False)


def budgets(rows: Sequence[Entry], found: Entries, look: Look) -> Grid:
    """The budgets of money that can be had, as ``budgets.listed``; how many others there are."""
    t, can = look.t, stated.now(rows)
    shares = (3.4, 1.3, 1.5, 2, 1.8)
    heads = [
        Head(text, "right" if at == 1 else "left", share, aside=at == 4)  # the source
        for at, (text, share) in enumerate(zip(stated.heads(t), shares, strict=True))
    ]

    def told(row: Entry) -> list[Cell]:
        when, *rest = stated.when(row, found, t)
        return [
            _name(row, t, " · ".join(stated.notes(row, found, t))),
            Cell(budget(row, t), strong=True),
            Cell(stated.scope(row, t)),
            Cell(when, " ".join(rest)),
            _source(row, t),
        ]

    gone = len(rows) - len(can)
    more = (
        t.plural(
            "{n} budget of money that is over, likely over or not begun is not shown here.",
            "{n} budgets of money that is over, likely over or not begun are not shown here.",
            gone,
        )
        if gone
        else ""
    )
    return _grid(heads, can, found, told, t, more=more)


def times(bars: Sequence[Entry], found: Entries, look: Look) -> Spans:
    """The timeline, as ``timeline.figure``. ``bars``: of ``spans.drawn``."""
    t, colours = look.t, look.colours
    drawn: list[Span | str] = []
    before = None
    for row in bars:
        if row.section != before:
            before = row.section
            drawn.append(found.section(row.section, t))
        drawn.append(
            Span(
                named(row, t).text,
                years(row.begin),
                years(row.finish),
                colours.mine if row.section == MINE else colours.other,
                sentence(timeline.told(row, found, look)),
                row.state not in timeline.OVER,
                "start" if row.no_start else "end" if row.no_end else "",
                row.nested,
                timeline.hollow(row, found),
            )
        )
    today = (years(found.on), day(found.on, look.today, t))
    return Spans(drawn, years(spans.start(found.on)), years(spans.end(bars, found.on)), today)


def time_keys(bars: Sequence[Entry], found: Entries, look: Look) -> list[Key]:
    """Whose money the two colours are, and what is outlined or pale; only those that occur."""
    mine = {row.section == MINE for row in bars}
    t, colours = look.t, look.colours
    keys = [Key(found.country(MINE, t), "fill", colours.mine)] if True in mine else []
    if False in mine:
        keys.append(Key(t("other money"), "fill", colours.other))
    if any(timeline.hollow(row, found) for row in bars):
        keys.append(Key(t("outlined: not to be had on this day"), "hollow", colours.quiet))
    if any(row.state in timeline.OVER for row in bars):
        keys.append(
            Key(t("pale: over or likely over"), "pale", mix(colours.ground, colours.quiet, 0.4))
        )
    return keys


def years(on: date) -> float:
    """A day as a year with a fraction."""
    first, following = date(on.year, 1, 1), date(on.year + 1, 1, 1)
    return on.year + (on - first).days / (following - first).days


def kinds_of_money(
    found: Entries, known: Kinds, country: str, countries: Sequence[str], look: Look
) -> Grid:
    """Kinds × countries, as ``kinds.matrix``."""
    t, colours = look.t, look.colours
    order, open_now = kinds.columns(country, countries), kinds.now(found)
    heads = [
        Head(t("Kind of money"), share=1.9),
        *(
            Head(
                t("EU") if code == UNION else t.country(code),
                "center",
                1,
                ink=colours.mine if code == country else "",
            )
            for code in order
        ),
        Head(t("What it is, or an example elsewhere"), share=2.6, aside=True),
    ]
    rows = []
    for name in kinds.ordered(known, country, countries):
        row = [Cell(capital(found.word("type", name, t)))]
        for code in order:
            said = kinds.said(known[code, name], code == country, open_now, look, found.on)
            if said.unlisted:
                own = code == country
                row.append(
                    Cell(said.listed, fill=colours.look_tint, ink=colours.look)
                    if own
                    else Cell("·")
                )
                continue
            law = said.law.replace(" ", NBSP, 1)  # no sign stands alone
            parts = " ".join(filter(None, (law, said.listed)))
            fill = colours.facet if code == country else colours.tint
            row.append(Cell(parts, said.now.replace(" ", NBSP), fill=fill))
        row.append(Cell("", sentence(kinds.example_words(found, known[country, name], t))))
        rows.append(row)
    brief = _kinds_in_brief(found, known, country, countries, look)
    return Grid(heads, rows, filled=True, brief=brief)


def _kinds_in_brief(
    found: Entries, known: Kinds, country: str, countries: Sequence[str], look: Look
) -> Grid:
    """A row a kind: what the country has, and which others have it."""
    t, colours, open_now = look.t, look.colours, kinds.now(found)
    others = [code for code in countries if code not in (country, UNION)]
    rows = []
    for name in kinds.ordered(known, country, countries):
        said = kinds.said(known[country, name], True, open_now, look, found.on)
        own = " · ".join(filter(None, (said.law, said.listed, said.now)))
        have = [t.country(code) for code in others if known[code, name].has]
        rows.append(
            [
                Cell(capital(found.word("type", name, t)), strong=True),
                Cell(own, ink=colours.look, fill=colours.look_tint) if said.unlisted else Cell(own),
                Cell(t.list(have) if have else "–"),
            ]
        )
    heads = [Head(t("Kind of money"), share=1.3), Head(t.country(country), ink=colours.mine),
             Head(t("Who has it"), share=2.6)]  # fmt: skip
    return Grid(heads, rows)


def _grid(
    heads: Sequence[Head],
    rows: Sequence[Entry],
    found: Entries,
    told: Callable[[Entry], list[Cell]],
    t: Words,
    *,
    sections: bool = True,
    more: str = "",
) -> Grid:
    """The first entries as rows, in their order, under their headings; mine marked."""
    given: list[Sequence[Cell] | str] = []
    marked: list[int] = []
    before = None
    for row in rows[:MOST]:
        if sections and row.section != before:
            before = row.section
            given.append(found.section(row.section, t))
        if row.country == MINE:
            marked.append(len(given))
        given.append(told(row))
    return Grid(heads, given, marked, more, beyond=max(0, len(rows) - MOST))


def _name(row: Entry, t: Words, small: str = "") -> Cell:
    name = named(row, t).text
    return Cell(f"└ {name}" if row.nested else name, small, strong=not row.nested)


def _source(row: Entry, t: Words) -> Cell:
    return Cell("", ", ".join(results.cited(row, t)), link=row.source_url or "")
