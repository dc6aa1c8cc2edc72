"""The glossary, and what every text and catalogue owes it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import pytest
from babel.messages.catalog import Catalog

from secon_ui.text.words import LOCALES, Words
from tools import extract_words as tool

PAGE = (LOCALES / "glossary.md").read_text(encoding="utf-8")
LATVIAN = "lv"
MARKS = "„“”‟"


@dataclass(frozen=True)
class Term:
    """A row of the glossary: the English term, the Latvian one, and what neither is called."""

    english: str
    latvian: str
    not_english: tuple[str, ...]
    not_latvian: tuple[str, ...]


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    part = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(",") if part.strip())


TERMS = [Term(row[0], row[1], several(row[3]), several(row[4])) for row in rows("Terms")]
ALIKE = {row[0]: set(several(row[1])) for row in rows("One English word, two in Latvian")}


@pytest.fixture(scope="module")
def latvian() -> Catalog:
    return tool.read(LATVIAN)


def said(catalog: Catalog) -> list[tuple[str, str]]:
    """Every text with its translation, form by form."""
    pairs = []
    for message in catalog:
        if not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else message.id
        strings = (message.string,) if isinstance(message.string, str) else message.string
        pairs += [(ids[min(n, len(ids) - 1)], text) for n, text in enumerate(strings or ())]
    return pairs


def plain(text: str) -> str:
    return text.rstrip(".").casefold()


def holds(text: str, words: str) -> bool:
    """Whether a text holds words, or one that begins so where they end in «-»."""
    end = "" if words.endswith("-") else r"(?!\w)"
    found = re.escape(words.removesuffix("-").casefold())
    return re.search(rf"(?<!\w){found}{end}", text.casefold()) is not None


def test_the_glossary_has_a_row_for_each_term_once():
    assert len(TERMS) > 30
    assert len({term.english for term in TERMS}) == len(TERMS)


def test_what_the_glossary_forbids_is_said_in_no_text(latvian: Catalog):
    texts = said(latvian)
    english = [
        (words, text) for term in TERMS for words in term.not_english for text, _ in texts
        if holds(text, words)
    ]  # fmt: skip
    translated = [
        (words, text) for term in TERMS for words in term.not_latvian for _, text in texts
        if holds(text, words)
    ]  # fmt: skip
    assert not english
    assert not translated


def test_a_term_is_translated_by_its_term(latvian: Catalog):
    terms = {plain(term.english): plain(term.latvian) for term in TERMS}
    wrong = {
        (text, found)
        for text, found in said(latvian)
        if plain(text) in terms and plain(found) != terms[plain(text)]
    }
    assert not wrong


def test_the_same_english_has_the_same_latvian(latvian: Catalog):
    found: dict[str, set[str]] = defaultdict(set)
    for message in latvian:
        if isinstance(message.id, str) and message.id:
            found[plain(message.id)].add(str(message.string).casefold())
    wrong = {
        text: ways
        for text, ways in found.items()
        if len({plain(way) for way in ways}) > 1
        and not {plain(way) for way in ways} <= {plain(way) for way in ALIKE.get(text, ())}
    }
    assert not wrong


def test_an_average_has_its_noun_in_latvian(latvian: Catalog):
    bare = re.compile(r"\bvidēj(ais|ā|o|ajam)(?=\s*([.,;:)–]|$))")
    assert [found for _, found in said(latvian) if bare.search(found)] == []


@pytest.mark.parametrize("language", tool.translated_languages())
def test_quotation_marks_are_one_kind(language: str):
    texts = [text for pair in said(tool.read(language)) for text in pair]
    assert [text for text in texts if set(text) & set(MARKS) or "..." in text] == []


# Sentences that were wrong in Latvian, as they must read.
T = Words(LATVIAN)


def test_an_axis_names_its_sides_and_no_good_end():
    told = T(
        "{areas}, {year}: left end {left}, median {median}, right end {right}.",
        areas="21 NUTS 3 teritorija", year=2024, left="5,1", median="6,0", right="9,9",
    )  # fmt: skip
    assert told == "21 NUTS 3 teritorija, 2024: pa kreisi 5,1, mediāna 6,0, pa labi 9,9."


def test_counts_of_one_group_are_not_compared_either():
    told = T(
        "Counts of different groups are never compared; nor are counts of one group, where each "
        "country's law or study defines for itself."
    )
    in_data = T.data(
        "Counts of different groups are never compared; nor are counts of one group, where each "
        "country's law or study defines for itself."
    )
    assert (
        "Dažādu grupu skaitļus nekad nesalīdzina; tāpat nesalīdzina vienas grupas skaitļus, jo "
        "katras valsts likums vai pētījums tos definē atšķirīgi."
    ) in (told, in_data)


def test_the_rule_of_grades_is_whole():
    told = T.data(
        "Our own rule. A: a statistics office or public authority states an exact figure with its "
        "year. B: a study, or a rounded or contested figure of a public authority. C: press, an "
        "association or a blog, also when it quotes one of the others."
    )
    assert told.endswith("C: prese, biedrība vai emuārs, arī ja tas citē kādu no iepriekšējiem.")
    assert "A: statistikas iestāde" in told


@pytest.mark.parametrize(("n", "first"), [(1, "1 no 37 atrodas"), (8, "8 no 37 atrodas")])
def test_ogre_was_moved_and_its_organisations_left_nothing(n: int, first: str):
    told = T.plural(
        "{region}: {n} of {all} is in Ogre municipality, which has belonged to the Vidzeme "
        "planning region since 2021; the map outline and population are those of the former "
        "region.",
        "",
        n,
        region="Rīga",
        all="37",
    )
    assert told.startswith(f"Rīga: {first}")
    assert told.endswith(
        "atrodas Ogres novadā, kas kopš 2021. gada ietilpst Vidzemes plānošanas reģionā; robeža "
        "kartē un iedzīvotāju skaits attiecas uz agrāko teritoriju."
    )


@pytest.mark.parametrize(
    ("n", "told"),
    [(1, "1 reizi kā kavējošs faktors"), (3, "3 reizes kā kavējošs faktors"),
     (21, "21 reizi kā kavējošs faktors")],
)  # fmt: skip
def test_a_barrier_is_named_once_or_more_often(n: int, told: str):
    assert T.plural("{n} time as a barrier", "{n} times as a barrier", n) == told


def test_a_finding_of_a_year_is_no_deadline():
    assert T("as of {year}", year=2023) == "pēc 2023. gada ziņām"


def test_averages_have_their_noun():
    assert T.data("% of the EU average (EU = 100)") == "% no ES vidējā rādītāja (ES = 100)"


@pytest.mark.parametrize(
    ("language", "iso", "parts"),
    [
        ("en", "2023-09", ("", "Sept", "2023")),
        ("lv", "2023-09", ("2023. gada", "sept.", "")),
        ("lv", "2023-06", ("2023. gada", "jūn.", "")),
        ("lv", "2023-05-24", ("24.", "maijs", "")),
        ("en", "2023-05-24", ("24", "May", "")),
    ],
)
def test_a_calendar_leaf_has_the_order_of_the_language(
    language: str, iso: str, parts: tuple[str, str, str]
):
    assert Words(language).month_parts(iso) == parts
