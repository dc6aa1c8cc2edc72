"""What a picture, a slide or a report draws of a view of Policy. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pages.policy import factor_bars, matrix, others, whole_table
from pages.policy.entry import source, summary, title
from pages.policy.factors import CATEGORIES, KINDS, Bar
from pages.policy.framework import (
    STATES,
    TOPICS,
    Cell,
    Framework,
    cell_words,
    when_words,
    year_words,
)
from secon_ui.drawing.look import Look
from secon_ui.taking import exhibit
from secon_ui.taking.exhibit import Align, Bars, Grid, Head, Key
from secon_ui.text.spoken import sentence
from secon_ui.text.words import NBSP, Words


def every_topic(found: Framework, opened: Cell, look: Look) -> Grid:
    """The matrix, the row of the opened cell marked."""
    t, colours = look.t, look.colours
    looks = matrix.looks(colours)
    heads = [Head(t("Topic"), share=2.2), *_countries(found.countries, found.mine, look)]
    rows = []
    for topic, name in TOPICS.items():
        row = [exhibit.Cell(t(name), strong=topic == opened.topic)]
        for cell in found.topic(topic):
            fill, ink = looks[cell.status]
            words = cell_words(cell, t).replace(" ", NBSP, 1)  # no sign stands alone
            row.append(exhibit.Cell(words, fill=fill, ink=ink))
        rows.append(row)
    marked = [list(TOPICS).index(opened.topic)]
    # A slide has no room for words in so many columns: its legend says what the signs mean.
    signs = [
        [row[0], *(replace(one, text=cell.sign) for one, cell in zip(row[1:], cells, strict=True))]
        for row, cells in zip(rows, map(found.topic, TOPICS), strict=True)
    ]
    codes = zip(heads[1:], found.countries, strict=True)
    short = [Head("", share=8), *(replace(head, text=code) for head, code in codes)]
    return Grid(heads, rows, marked, filled=True, brief=Grid(short, signs, marked, filled=True))


def matrix_keys(look: Look) -> list[Key]:
    """What the four states mean."""
    t, looks = look.t, matrix.looks(look.colours)
    return [
        Key(f"{sign} {t(word)}: {matrix.meaning(t)[state]}", "fill", looks[state][0])
        for state, (sign, word) in STATES.items()
    ]


def elsewhere(found: Framework, theirs: others.Theirs, look: Look) -> Grid:
    """By topic what mine has of it, and what those have that have it, the earliest first. Where not
    all have room, no topic is left with what mine has alone: the first other stays with it."""
    rows: list[Sequence[exhibit.Cell] | str] = []
    marked: list[int] = []
    by_rank: list[tuple[int, int]] = []
    for topic, have in theirs.items():
        rows.append(look.t(TOPICS[topic]))
        marked.append(len(rows))
        for rank, cell in enumerate([found.cell(found.mine, topic), *have]):
            by_rank.append((max(rank, 1), len(rows)))  # mine stays as long as the first other
            rows.append(_row(cell, look))
    kept = [at for _, at in sorted(by_rank)]
    return Grid(_heads(look), rows, marked, kept=kept, brief=_who_has(found, theirs, look))


def _who_has(found: Framework, theirs: others.Theirs, look: Look) -> Grid:
    """A row a topic: what mine has of it, and which countries have it."""
    t = look.t
    rows = []
    for topic, have in theirs.items():
        status = cell_words(found.cell(found.mine, topic), t).replace(" ", NBSP, 1)
        who = t.list([t.country(cell.country) for cell in have])
        rows.append([exhibit.Cell(t(TOPICS[topic]), strong=True), exhibit.Cell(status),
                     exhibit.Cell(who)])  # fmt: skip
    mine = Head(t.country(found.mine), share=0.6, ink=look.colours.mine)
    return Grid([Head(t("Topic"), share=1.3), mine, Head(t("Who has it"), share=2.6)], rows)


def two(found: Framework, pair: Sequence[str], topics: Sequence[str], look: Look) -> Grid:
    """What two countries have, topic by topic: status, since when, what it is called."""
    t = look.t
    heads = [Head(t("Topic"), share=1), *_countries(pair, found.mine, look, 2.2)]
    rows = [
        [
            exhibit.Cell(t(TOPICS[topic]), strong=True),
            *(_dated(found.cell(country, topic), t) for country in pair),
        ]
        for topic in topics
    ]
    return Grid(heads, rows)


def factors(bars: Mapping[str, Bar], mine: str, look: Look) -> list[Bars]:
    """What holds back, and what helps; both reach equally far. ``mine``: the country whose part of
    each is looked at."""
    t = look.t
    most = max([1, *(bar.n for bar in bars.values())])
    titles = factor_bars.heads(bars, t)
    drawn = []
    for kind in KINDS:
        ink = factor_bars.ink(kind, look.colours)
        rows = [
            exhibit.Bar(
                t(CATEGORIES[bar.category]),
                bar.n,
                str(bar.n),
                ink,
                look.colours.text,
                part=bar.mine,
            )
            for bar in bars.values()
            if bar.kind == kind
        ]
        drawn.append(
            Bars(rows, t("statements"), title=titles[kind], most=most, part_of=t.country(mine))
        )
    return drawn


def factor_keys(mine: str, look: Look) -> list[Key]:
    """Whose statements the two shades of a bar are."""
    t, colours = look.t, look.colours
    country = t.country(mine)
    own = {
        "hindering": t("holds back, in {country}", country=country),
        "enabling": t("helps, in {country}", country=country),
    }
    rest = {
        "hindering": t("holds back, in the other countries"),
        "enabling": t("helps, in the other countries"),
    }
    return [
        key
        for kind in KINDS
        for key in (
            Key(own[kind], "fill", factor_bars.ink(kind, colours)),
            Key(rest[kind], "fill", factor_bars.pale(kind, colours)),
        )
    ]


def whole(found: Framework, opened: Cell, look: Look) -> Grid:
    """Every cell of the matrix as a row, by topic. Where not all have room, those of the opened
    cell's topic stay, then what mine has of the others."""
    rows: list[Sequence[exhibit.Cell] | str] = []
    of_topic: list[int] = []
    of_mine: list[int] = []
    rest: list[int] = []
    marked: list[int] = []
    for topic, name in TOPICS.items():
        rows.append(look.t(name))
        for cell in found.topic(topic):
            mine = cell.country == found.mine
            if mine:
                marked.append(len(rows))
            first = of_topic if topic == opened.topic else of_mine if mine else rest
            first.append(len(rows))
            rows.append(_row(cell, look))
    return Grid(_heads(look), rows, marked, kept=[*of_topic, *of_mine, *rest])


def _heads(look: Look) -> list[Head]:
    shares = (1, 0.8, 0.9, 3.4, 2.2)
    return [
        Head(text, share=share, aside=at == 4)  # the source
        for at, (text, share) in enumerate(zip(whole_table.heads(look.t), shares, strict=True))
    ]


def _row(cell: Cell, look: Look) -> list[exhibit.Cell]:
    t = look.t
    status = cell_words(cell, t).replace(" ", NBSP, 1)  # no sign stands alone
    mine = [t.country(cell.country), status, year_words(cell, t)]
    first = [exhibit.Cell(text) for text in mine]
    if not cell.known:
        return [*first, exhibit.Cell("–"), exhibit.Cell("–")]
    return [
        *first,
        exhibit.Cell(title(cell, t).text, summary(cell, t).text),
        exhibit.Cell("", sentence(source(cell, t)), link=cell.source_url or ""),
    ]


def _dated(cell: Cell, t: Words) -> exhibit.Cell:
    """Status and year, and beneath what it is called."""
    name = title(cell, t).text if cell.known else ""
    return exhibit.Cell(f"{cell.sign} {when_words(cell, t)}", name)


def _countries(codes: Sequence[str], mine: str, look: Look, share: float = 1.0) -> list[Head]:
    """Columns of countries, mine in its colour."""
    wide: Align = "left" if share > 1 else "center"
    return [
        Head(look.t.country(code), wide, share, ink=look.colours.mine if code == mine else "")
        for code in codes
    ]
