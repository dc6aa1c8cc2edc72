"""How many? Counts of the social economy as cards, grouped by what is counted. Pure.

Nothing here ranks or adds: cards stand by country name (mine first), all numbers are of one size,
and there are no bars, since each law and each study defines for itself what it counts.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from secon_ui.text.words import NBSP, Words, mark

# Groups that count organisations stand as cards, in this order; the others are folded tables.
CARDS = {
    "legal_status": (
        mark("Legal status, in a register"),
        mark("Each law asks for something else; even these are not the same kind."),
    ),
    "whole_social_economy": (
        mark("The whole social economy"),
        mark("Far more than social enterprises: also cooperatives, associations and others."),
    ),
    "study_criteria": (
        mark("Social enterprises by the criteria of a study"),
        mark("No legal status is needed; each study has criteria of its own."),
    ),
}
TABLES = {
    "legal_forms": mark("Legal forms and kinds of organisation"),
    "employment": mark("People at work"),
    "share_of_economy": mark("Share of the economy"),
    "survey": mark("Answers in a survey"),
    "other": mark("Other counts"),
}
QUALIFIERS = {
    "more_than": mark("more than {value}"),
    "at_least": mark("at least {value}"),
    "about": mark("about {value}"),
    "almost": mark("almost {value}"),
}
UNITS = {
    "persons": mark("{value} persons"),
    "full-time_equivalents": mark("{value} full-time equivalents"),
    "percent": mark("{value} %"),
    "projects": mark("{value} projects"),
    "municipalities": mark("{value} municipalities"),
}
GRADES = {"A": ("●●●", mark("good")), "B": ("●●○", mark("fair")), "C": ("●○○", mark("weak"))}
NO_COUNT = mark("no count")


@dataclass(frozen=True)
class Card:
    """What one country has in one group: the count shown large, other counts beside it, and the
    same count in earlier years. Each is a row of the table."""

    main: pd.Series
    beside: list[pd.Series]
    earlier: list[pd.Series]


def headline(table: pd.DataFrame, mine_country: str, t: Words) -> tuple[str, str]:
    """Title and the line beneath, as HTML. ``table``: the dataset ``counts``."""
    title = html.escape(t("How many? Each country counts something else"))
    card = _first(table, mine_country)
    rule = html.escape(t("Side by side by name, never ranked or added."))
    if card is None:
        said = t("{country}: no count was found.", country=t.country(mine_country))
        return title, f"<b>{html.escape(said)}</b> {rule}"
    said = t(
        "{place}: {value} {measure}, {year}.",
        place=_place(card.main, t),
        value=amount(card.main, t),
        measure=t.data(card.main["measure"]),
        year=card.main["year"],
    )
    return title, f"<b>{html.escape(said)}</b> {rule}"


def cards(table: pd.DataFrame, mine_country: str, t: Words) -> str:
    """All counts as HTML. ``table``: the dataset ``counts`` of any choice of countries.

    A country of the table, and mine, without any count of organisations keeps a card that says so.
    """
    parts = []
    shown: set[str] = set()
    for group, (title, intro) in CARDS.items():
        found = grouped(table, group)
        if not found:
            continue
        shown |= set(found)
        own = "".join(
            _card(found[country], t, mine=country == mine_country)
            for country in order(found, mine_country, t)
        )
        parts.append(_section(t(title), t(intro), own))
    without = ({*table["country_code"].unique(), mine_country}) - shown
    if without:
        own = "".join(
            _no_count(table[table["country_code"] == country], country, t, country == mine_country)
            for country in order(without, mine_country, t)
        )
        parts.append(_section(t("Not counted"), t("No total in the sources read."), own))
    folded = "".join(
        _folded(t(title), table[table["counted"] == group], mine_country, t)
        for group, title in TABLES.items()
        if (table["counted"] == group).any()
    )
    return f'<div class="counts">{rule(t)}{"".join(parts)}{folded}</div>'


def brief(table: pd.DataFrame, mine_country: str, t: Words) -> str:
    """One small card a country, for a slide; the Union is left out."""
    countries = {*table["country_code"].unique(), mine_country} - {"EU"}
    own = []
    for country in order(countries, mine_country, t):
        card = _first(table, country)
        kind = " mine" if country == mine_country else ""
        if card is None:
            place, number, what = t.country(country), t(NO_COUNT), ""
        else:
            place, number = _place(card.main, t), amount(card.main, t)
            what = t(
                "{measure}, {year}", measure=t.data(card.main["measure"]), year=card.main["year"]
            )
        own.append(
            f'<div class="count-brief{kind}"><span class="count-place">{_e(place)}</span>'
            f"<b>{_e(number)}</b><span>{_e(what)}</span></div>"
        )
    return f'<div class="count-briefs">{"".join(own)}</div>'


def rule(t: Words) -> str:
    """What the reliability marks mean, and that the rule is ours. HTML."""
    meaning = {
        "A": t("a statistics office or public authority states an exact figure with its year"),
        "B": t("a study, or a rounded or contested figure of a public authority"),
        "C": t("press, an association, a blog or an undated page, also when it quotes others"),
    }
    kinds = "".join(
        f'<span><span class="count-dots" aria-hidden="true">{dots}</span> '
        f"<b>{_e(t(word))}</b>: {_e(meaning[grade])}</span>"
        for grade, (dots, word) in GRADES.items()
    )
    said = _e(t("Reliability, by a rule of our own:"))
    return f'<p class="count-rule"><span>{said}</span>{kinds}</p>'


def grouped(table: pd.DataFrame, group: str) -> dict[str, Card]:
    """The countries that have counts of one group, with their cards.

    Large stands the newest count of the whole country; where there is none, of a part of it.
    """
    rows = table[table["counted"] == group]
    found = {}
    for country, own in rows.groupby("country_code", sort=False, observed=True):
        ordered = own.assign(part=own["place"].notna()).sort_values(
            ["part", "year"], ascending=[True, False], kind="stable"
        )
        main, beside, earlier = ordered.iloc[0], [], []
        newest: dict[tuple[str, str], int] = {}
        for _, row in ordered.iterrows():
            key = (row["measure"], "" if pd.isna(row["place"]) else row["place"])
            older = newest.setdefault(key, row["year"]) != row["year"]
            same = row["measure"] == main["measure"] and row["part"] == main["part"]
            if older:
                if same and key == (main["measure"], main["place"] if main["part"] else ""):
                    earlier.append(row)
            elif row["count_id"] != main["count_id"]:
                beside.append(row)
        found[str(country)] = Card(main, beside, earlier)
    return found


def order(countries: Iterable[str], mine_country: str, t: Words) -> list[str]:
    """Countries by name, mine first and the Union last: an order that ranks nothing."""
    return sorted(countries, key=lambda c: (c != mine_country, c == "EU", t.country(c)))


def amount(row: pd.Series, t: Words) -> str:
    """A count as the source rounds it, with its unit: «more than 200», «5.2 %»."""
    value = float(row["value"])
    if row["unit"] == "EUR":
        number = t.money(value)
    else:
        number = t.number(value, 0 if value.is_integer() else 1)
        if row["unit"] in UNITS:
            number = t(UNITS[row["unit"]], value=number)
    if row["qualifier"] in QUALIFIERS:
        number = t(QUALIFIERS[row["qualifier"]], value=number)
    return number.replace(f"{NBSP}%", "%").replace(" %", f"{NBSP}%")


def _first(table: pd.DataFrame, country: str) -> Card | None:
    """The card that speaks for a country in one line: of all of it rather than of a part."""
    own = table[table["country_code"] == country]
    found = [card for group in CARDS if (card := grouped(own, group).get(country))]
    return min(found, key=lambda card: bool(pd.notna(card.main["place"])), default=None)


def _section(title: str, intro: str, own: str) -> str:
    return (
        f'<section class="count-group"><h2>{_e(title)}</h2><p>{_e(intro)}</p>'
        f'<div class="count-cards">{own}</div></section>'
    )


def _card(card: Card, t: Words, *, mine: bool) -> str:
    row = card.main
    lines = "".join(_line(other, row, t) for other in card.beside)
    if card.earlier:
        years = ", ".join(
            t("{year}: {value}", year=old["year"], value=amount(old, t)) for old in card.earlier
        )
        lines += f'<li class="quiet">{_e(t("Earlier: {years}", years=years))}</li>'
    return (
        f'<article class="count-card{" mine" if mine else ""}">'
        f'<p class="count-place">{_e(_place(row, t))}</p>'
        f"<h3>{_e(_upper(t.data(row['measure'])))}</h3>"
        f'<p class="count-number">{_number(row, t)}</p>'
        f'<p class="count-year">{row["year"]}</p>{_definition(row, t)}'
        f"{f'<ul>{lines}</ul>' if lines else ''}"
        f'<p class="count-foot">{_grade(row, t)}<br>{_source(row)}</p></article>'
    )


def _no_count(own: pd.DataFrame, country: str, t: Words, mine: bool) -> str:
    rows = own[own["counted"] == "survey"].sort_values("year", ascending=False, kind="stable")
    lines = "".join(_line(row, None, t) for _, row in rows.iterrows())
    said = t("Only surveys, which give no total:") if lines else t("No count was found.")
    return (
        f'<article class="count-card{" mine" if mine else ""}">'
        f'<p class="count-place">{_e(t.country(country))}</p>'
        f"<h3>{_e(t('Social enterprises'))}</h3>"
        f'<p class="count-number quiet">{_e(t(NO_COUNT))}</p>'
        f"<p>{_e(said)}</p>{f'<ul>{lines}</ul>' if lines else ''}</article>"
    )


def _line(row: pd.Series, main: pd.Series | None, t: Words) -> str:
    """Another count on a card; grade and source where they are not those of the main one."""
    place = "" if pd.isna(row["place"]) else f"{row['place']}: "
    text = t(
        "{value} {measure}, {year}",
        value=amount(row, t),
        measure=t.data(row["measure"]),
        year=row["year"],
    )
    rest = ""
    if not pd.isna(row["note"]) and (main is None or row["note"] != main["note"]):
        rest += f' <span class="quiet" lang="en">({_e(row["note"])})</span>'
    if main is None or row["source_url"] != main["source_url"] or row["grade"] != main["grade"]:
        rest += f'<br><span class="quiet">{_grade(row, t)} · {_source(row)}</span>'
    return f"<li>{_e(place)}{_e(text)}{rest}</li>"


def _folded(title: str, rows: pd.DataFrame, mine_country: str, t: Words) -> str:
    """A group as a table behind its title: by country, each country's rows newest first."""
    body = []
    for country in order(rows["country_code"].unique(), mine_country, t):
        own = rows[rows["country_code"] == country].sort_values(
            "year", ascending=False, kind="stable"
        )
        for _, row in own.iterrows():
            kind = ' class="mine"' if country == mine_country else ""
            body.append(
                f'<tr{kind}><th scope="row">{_e(_place(row, t))}</th>'
                f'<td>{_e(_upper(t.data(row["measure"])))}</td><td class="num">{row["year"]}</td>'
                f"<td><b>{_e(amount(row, t))}</b></td><td>{_definition(row, t)}</td>"
                f"<td>{_grade(row, t)}<br>{_source(row)}</td></tr>"
            )
    heads = [
        t("Country or part of it"),
        t("What is counted"),
        t("Year"),
        t("Count"),
        t("Definition and limits"),
        t("Reliability and source"),
    ]
    head = "".join(f'<th scope="col">{_e(text)}</th>' for text in heads)
    said = t.plural("{n} count", "{n} counts", len(rows))
    return (
        f"<details><summary>{_e(title)} <span>{_e(said)}</span></summary>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_e(title)}">'
        f'<table class="values"><caption>{_e(title)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div></details>"
    )


def _definition(row: pd.Series, t: Words) -> str:
    """The definition, and the limits in the words of the data; says when there is neither."""
    parts = []
    if not pd.isna(row["definition"]):
        parts.append(f"<span>{_e(t.data(row['definition']))}</span>")
    if not pd.isna(row["note"]):
        parts.append(f'<span lang="en">{_e(_upper(row["note"]))}</span>')
    if not parts:
        parts.append(
            f'<span class="quiet">{_e(t("No definition was found in the source."))}</span>'
        )
    return f'<p class="count-definition">{"<br>".join(parts)}</p>'


def _number(row: pd.Series, t: Words) -> str:
    """The count with its rounding in small words around the large number."""
    plain = amount(row.copy().where(row.index != "qualifier", None), t)
    words = _e(amount(row, t))
    return words.replace(_e(plain), f"<b>{_e(plain)}</b>")


def _grade(row: pd.Series, t: Words) -> str:
    dots, word = GRADES[row["grade"]]
    reason = t.data(row["grade_reason"])
    return (
        f'<span class="count-dots" aria-hidden="true">{dots}</span> '
        f"{_e(t('{grade}: {reason}', grade=t(word), reason=reason))}"
    )


def _source(row: pd.Series) -> str:
    year = "" if pd.isna(row["source_year"]) else f", {row['source_year']}"
    return (
        f'<a href="{_e(row["source_url"])}" target="_blank" rel="noopener">'
        f"{_e(row['source_title'])}</a>{year}"
    )


def _place(row: pd.Series, t: Words) -> str:
    country = t.country(row["country_code"])
    if pd.isna(row["place"]):
        return country
    return t("{country}, {place}", country=country, place=t.data(row["place"]))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _e(text: object) -> str:
    return html.escape(str(text))
