"""How many? Counts of the social economy as cards, grouped by what is counted. Pure.

All numbers are of one size and there are no bars: the counts are not to be compared. Everything
takes the rows of the dataset, of any choice of countries.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pages.enterprises.counts import (
    CARDS,
    TABLES,
    Card,
    Count,
    amount,
    countries,
    grouped,
    newest_first,
    number,
    of_part,
    order,
    speaking,
)
from secon_ui.text.local_texts import ENGLISH
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words, mark

GRADES = {"A": ("●●●", mark("good")), "B": ("●●○", mark("fair")), "C": ("●○○", mark("weak"))}
NO_COUNT = mark("no count")


def headline(counts: Sequence[Count], mine: str, t: Words) -> tuple[Markup, Markup]:
    """Title and the line beneath. ``mine``: my country."""
    title = html("{}", t("How many? Each country counts something else"))
    card = speaking(counts, mine)
    rule = t(
        "Side by side, {country} first and the others by name; never ranked or added.",
        country=t.country(mine),
    )
    if card is None:
        said = t("{country}: no count of organisations was found.", country=t.country(mine))
    else:
        said = t(
            "{place}: {value} {measure}, {year}.",
            place=place(card.main, t),
            value=amount(card.main, t),
            measure=t.data(card.main["measure"]),
            year=card.main["year"],
        )
    return title, html("<b>{}</b> {}", said, rule)


def uncounted(counts: Sequence[Count], mine: str, t: Words) -> list[str]:
    """The countries of the rows, and mine, that have no count of organisations, in order."""
    every = {*countries(counts), mine}
    return order(every - set().union(*(grouped(counts, group) for group in CARDS)), mine, t)


def cards(counts: Sequence[Count], mine: str, t: Words) -> Markup:
    """All counts.

    A country of the rows, and mine, without any count of organisations keeps a card that says so.
    """
    parts = []
    for group, (title, intro) in CARDS.items():
        found = grouped(counts, group)
        if not found:
            continue
        own = joined(_card(found[country], t, country == mine) for country in order(found, mine, t))
        parts.append(_section(t(title), t(intro), own))
    if without := uncounted(counts, mine, t):
        own = joined(_no_count(counts, country, t, country == mine) for country in without)
        parts.append(
            _section(t("Not counted"), t("No total of organisations in the sources read."), own)
        )
    for group, title in TABLES.items():
        rows = [row for row in counts if row["counted"] == group]
        if rows:
            parts.append(_folded(t(title), rows, mine, t))
    return html('<div class="counts">{}{}</div>', rule(t), joined(parts))


def graded(t: Words) -> dict[str, str]:
    """What the marks of reliability mean."""
    return {
        "A": t("a statistics office or public authority states an exact figure with its year"),
        "B": t("a study, or a rounded or contested figure of a public authority"),
        "C": t("press, an association or a blog, also when it quotes others"),
    }


def rule(t: Words) -> Markup:
    """What the reliability marks mean, and that the rule is ours."""
    meaning = graded(t)
    kinds = joined(
        html(
            '<span><span class="count-dots" aria-hidden="true">{}</span> <b>{}</b>: {}</span>',
            dots,
            t(word),
            meaning[grade],
        )
        for grade, (dots, word) in GRADES.items()
    )
    said = t("Reliability, by a rule of our own:")
    return html('<p class="count-rule"><span>{}</span>{}</p>', said, kinds)


def _section(title: str, intro: str, own: Markup) -> Markup:
    return html(
        '<section class="count-group"><h2>{}</h2><p>{}</p>'
        '<div class="count-cards">{}</div></section>',
        title,
        intro,
        own,
    )


def _card(card: Card, t: Words, mine: bool) -> Markup:
    row = card.main
    lines = [line(other, row, t) for other in card.beside]
    where, measure = place(row, t), upper(t.data(row["measure"]))
    if of_part(row) and any(other["place"] != row["place"] for other in card.beside):
        # A part beside another is none of it: Flemish Brabant is not in Wallonia.
        where = t.country(row["country_code"])
        measure = f"{t.data(row['place'])}: {t.data(row['measure'])}"
    if card.earlier:
        years = ", ".join(
            t("{year}: {value}", year=old["year"], value=amount(old, t)) for old in card.earlier
        )
        lines.append(html('<li class="quiet">{}</li>', t("Earlier: {years}", years=years)))
    return html(
        '<article class="count-card{}"><p class="count-place">{}</p><h3>{}</h3>'
        '<p class="count-number">{}</p><p class="count-year">{}</p>{}{}'
        '<p class="count-foot">{}<br>{}</p></article>',
        " mine" if mine else "",
        where,
        measure,
        _number(row, t),
        row["year"],
        definition(row, t),
        _list(lines),
        grade(row, t),
        source(row),
    )


def _no_count(counts: Sequence[Count], country: str, t: Words, mine: bool) -> Markup:
    said, surveys = nothing(counts, country, t)
    return html(
        '<article class="count-card{}"><p class="count-place">{}</p><h3>{}</h3>'
        '<p class="count-number quiet">{}</p><p>{}</p>{}</article>',
        " mine" if mine else "",
        t.country(country),
        t("Social enterprises"),
        t(NO_COUNT),
        said,
        _list([line(row, None, t) for row in surveys]),
    )


def nothing(counts: Sequence[Count], country: str, t: Words) -> tuple[str, list[Count]]:
    """What is said of a country without a count of organisations, and its surveys."""
    surveys = [row for row in newest_first(counts, country) if row["counted"] == "survey"]
    said = (
        t("Only surveys, which give no total of organisations:")
        if surveys
        else t("No count of organisations was found.")
    )
    return said, surveys


def _list(lines: list[Markup]) -> Markup:
    return html("<ul>{}</ul>", joined(lines)) if lines else EMPTY


def line(row: Count, main: Count | None, t: Words) -> Markup:
    """Another count on a card; grade and source where they are not those of the main one."""
    where = f"{t.data(row['place'])}: " if of_part(row) else ""
    text = t(
        "{value} {measure}, {year}",
        value=amount(row, t),
        measure=t.data(row["measure"]),
        year=row["year"],
    )
    note = origin = EMPTY
    if not pd.isna(row["note"]) and (main is None or row["note"] != main["note"]):
        note = html(' <span class="quiet">({})</span>', noted(row, t))
    if main is None or row["source_url"] != main["source_url"] or row["grade"] != main["grade"]:
        origin = html('<br><span class="quiet">{} · {}</span>', grade(row, t), source(row))
    return html("<li>{}{}{}{}</li>", where, text, note, origin)


def _folded(title: str, rows: Sequence[Count], mine: str, t: Words) -> Markup:
    """A group as a table behind its title: by country, each country's rows newest first."""
    body = [
        _row(row, t, country == mine)
        for country in order(countries(rows), mine, t)
        for row in newest_first(rows, country)
    ]
    heads = [
        t("Country or part of it"),
        t("What is counted"),
        t("Year"),
        t("Count"),
        t("Definition and limits"),
        t("Reliability and source"),
    ]
    return html(
        "<details><summary>{title} <span>{said}</span></summary>"
        '<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
        '<table class="values"><caption>{title}</caption><thead><tr>{heads}</tr></thead>'
        "<tbody>{body}</tbody></table></div></details>",
        title=title,
        said=t.plural("{n} count", "{n} counts", len(rows)),
        heads=joined(html('<th scope="col">{}</th>', text) for text in heads),
        body=joined(body),
    )


def _row(row: Count, t: Words, mine: bool) -> Markup:
    return html(
        '<tr{}><th scope="row">{}</th><td>{}</td><td class="num">{}</td><td><b>{}</b></td>'
        "<td>{}</td><td>{}<br>{}</td></tr>",
        html(' class="mine"') if mine else EMPTY,
        place(row, t),
        upper(t.data(row["measure"])),
        row["year"],
        amount(row, t),
        definition(row, t),
        grade(row, t),
        source(row),
    )


def definition(row: Count, t: Words) -> Markup:
    """The definition, and the limits in the words of the data; says when there is neither."""
    parts = []
    if not pd.isna(row["definition"]):
        parts.append(html("<span>{}</span>", t.data(row["definition"])))
    if not pd.isna(row["note"]):
        parts.append(noted(row, t, first=True))
    if not parts:
        none = t("No definition was found in the source.")
        parts.append(html('<span class="quiet">{}</span>', none))
    return html('<p class="count-definition">{}</p>', joined(parts, html("<br>")))


def noted(row: Count, t: Words, *, first: bool = False) -> Markup:
    """The limits of a count; marked as English where the catalogue has no words for them, as of a
    row that staff brought. ``first``: they begin a line."""
    told = t.data(row["note"])
    foreign = t.language != ENGLISH and told == row["note"]
    language = html(' lang="en"') if foreign else EMPTY
    return html("<span{}>{}</span>", language, upper(told) if first else told)


def _number(row: Count, t: Words) -> Markup:
    """The count with its rounding in small words around the large number."""
    large = number(row, t)
    return joined(amount(row, t).split(large), html("<b>{}</b>", large))


def grade(row: Count, t: Words) -> Markup:
    """How reliable a count is, and why."""
    dots, word = GRADES.get(row["grade"], ("", str(row["grade"])))
    reason = t.data(row["grade_reason"])
    return html(
        '<span class="count-dots" aria-hidden="true">{}</span> {}',
        dots,
        t("{grade}: {reason}", grade=t(word), reason=reason),
    )


def source(row: Count) -> Markup:
    """Where a count is written."""
    year = "" if pd.isna(row["source_year"]) else f", {row['source_year']}"
    return html(
        '<a href="{}" target="_blank" rel="noopener">{}</a>{}',
        row["source_url"],
        row["source_title"],
        year,
    )


def place(row: Count, t: Words) -> str:
    """The country that is counted, or the part of it."""
    country = t.country(row["country_code"])
    if not of_part(row):
        return country
    return t("{country}, {place}", country=country, place=t.data(row["place"]))


def upper(text: str) -> str:
    """With a capital letter in front."""
    return text[:1].upper() + text[1:]
