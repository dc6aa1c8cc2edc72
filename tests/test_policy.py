"""The Policy page: expected values read by hand from data/policy.csv and data/factors.csv."""

from __future__ import annotations

import pandas as pd
import pytest

from pages import policy
from pages.policy import factors, headlines, matrix, sides
from pages.policy.framework import when_words
from secon_data.package import Package
from secon_ui.drawing.theme import LIGHT
from secon_ui.shell.view import from_query, to_query
from secon_ui.text.words import NBSP, Words

T = Words("en")
# Latvia first, the others by their English names.
NINE = ("LV", "BE", "BG", "DE", "EL", "PL", "PT", "RO", "ES")


@pytest.fixture(scope="module")
def package() -> Package:
    return Package()


@pytest.fixture(scope="module")
def table(package) -> pd.DataFrame:
    return policy.framework(package.table("policy"), NINE)


@pytest.fixture(scope="module")
def regions(package) -> dict[str, str]:
    rows = package.table("regions")
    return dict(zip(rows["region_id"], rows["country_code"], strict=True))


def test_mine_comes_first_and_an_empty_choice_means_all_nine(regions):
    assert policy.countries(regions, "riga", (), T) == NINE
    assert policy.countries(regions, "riga", ("haskovo", "extremadura"), T) == ("LV", "BG", "ES")


def test_does_latvia_have_a_law_since_when_and_which_others(table):
    row = policy.cell(table, "LV", "specific_law")
    assert (row["status"], row["year"], row["title_en"]) == ("yes", 2017, "Social Enterprise Law")
    assert when_words(row, T) == "yes, since 2017"
    # BG 2018, EL 2016, ES 2011, PL 2022, PT 2013, RO 2015 yes; BE partly; DE no.
    assert headlines.topic(table, row, T) == (
        "Law on the social economy: Latvia has had it since 2017. In the 8 other countries: "
        f"6{NBSP}yes, 1{NBSP}partly and 1{NBSP}no."
    )
    card = matrix.card(table, row, T)
    order = ["Spain", "Portugal", "Romania", "Greece", "Bulgaria", "Poland", "Belgium", "Germany"]
    places = [card.index(f" {name}<span") for name in order]
    assert places == sorted(places)
    assert '<p class="policy-local" lang="lv">Sociālā uzņēmuma likums</p>' in card
    assert "Source, read:" in card and "as of 2023" in card  # Germany's «no»


def test_a_year_in_which_something_was_only_seen_is_not_its_beginning(table):
    # The ministry was named in a plan of 2026; it granted the status long before.
    row = policy.cell(table, "LV", "responsible_ministry")
    assert when_words(row, T) == "yes, as of 2026"
    assert when_words(policy.cell(table, "DE", "specific_law"), T) == "no, as of 2023"
    # Rhine-Neckar's concept has no year.
    assert when_words(policy.cell(table, "DE", "regional_policy_instrument"), T) == "yes"


def test_five_cells_are_unknown_and_unknown_is_never_no(table):
    unknown = table[table["status"] == "unknown"]
    assert set(zip(unknown["country_code"], unknown["topic"], strict=True)) == {
        ("BE", "national_strategy_or_action_plan"),
        ("BE", "tax_treatment"),
        ("EL", "national_strategy_or_action_plan"),
        ("EL", "tax_treatment"),
        ("RO", "regional_policy_instrument"),
    }
    row = policy.cell(table, "BE", "tax_treatment")
    assert headlines.topic(table, row, T).startswith("Tax treatment: not known for Belgium.")
    assert "does not mean that there is none" in matrix.text(row, T)


def test_what_others_have_and_latvia_has_only_in_part(table):
    rows = policy.lacking(table, "LV")
    found = {topic: list(own["country_code"]) for topic, own in rows.groupby("topic", sort=False)}
    # Latvia: partly in these three, yes in the other seven. The earliest come first; Germany's
    # regional concept has no year and comes last.
    assert found == {
        "wise_law": ["PL", "ES", "BE", "RO", "DE"],  # 2003, 2007, 2013, 2015, 2018
        "tax_treatment": ["DE", "ES", "PL"],  # 1977, 1990, 2023
        "regional_policy_instrument": ["BE", "PL", "EL", "ES", "DE"],  # 2020, 2024, 2025, 2025
    }
    assert headlines.lacking(rows, "LV", T) == (
        "In 3 of 10 topics others have what Latvia lacks or has only in part."
    )


def test_what_is_unknown_of_mine_is_told_apart_from_what_it_lacks(package):
    table = policy.framework(package.table("policy"), ("RO", "PL"))
    rows = policy.lacking(table, "RO")
    assert dict(zip(rows["topic"], rows["mine_status"], strict=True)) == {
        "national_strategy_or_action_plan": "partly",
        "tax_treatment": "partly",
        "support_structures": "partly",
        "regional_policy_instrument": "unknown",
    }
    assert headlines.lacking(rows, "RO", T).endswith("On 1 more topic nothing is known of Romania.")


def test_two_countries_differ_where_their_status_does(table):
    # Only support structures: partly in Bulgaria, yes in Latvia.
    assert policy.topics_of(table, "BG", "LV", differ=True) == ["support_structures"]
    assert headlines.two(table, "BG", "LV", T) == "Bulgaria and Latvia differ in 1 of 10 topics"
    shown = sides.two(table, "BG", "LV", ["specific_law"], T)
    assert "State Gazette 91 of 2 November 2018" in shown and "12 October 2017" in shown


def test_a_law_known_by_its_citation_says_so_and_has_no_link(table):
    shown = matrix.source(policy.cell(table, "EL", "public_procurement_reservation"), T)
    assert shown == "Source, by citation: Ν. 4412/2016 (ΦΕΚ Α 147/2016), 2016"


def test_every_cell_has_symbol_and_word(table):
    shown = matrix.slide(table, NINE, T)
    assert shown.count('class="policy-state') == 90
    # yes by topic, in the order shown: 7 + 6 + 5 + 8 + 5 + 5 + 9 + 3 + 6 + 5.
    assert shown.count("● yes") == 59
    assert matrix.label(policy.cell(table, "DE", "specific_law"), T) == "Germany **○ no**"
    rules = matrix.css(table, NINE, LIGHT)
    assert ".st-key-policy-row-specific_law [role=radiogroup]>button:nth-child(4)" in rules


def test_factors_are_counted_by_category_and_side(package):
    counts = factors.counted(package.table("factors"), NINE)
    by = counts.set_index(["category", "kind"])
    assert counts["n"].sum() == 122
    assert (by.loc[("finance", "hindering"), "n"], by.loc[("finance", "enabling"), "n"]) == (16, 15)
    assert by.loc[("skills", "enabling"), "n"] == 0
    # Latvia: lv-05 and lv-06 hold back, lv-04 and lv-13 help.
    assert by.loc[("finance", "hindering"), "mine"] == 2
    assert by.loc[("finance", "enabling"), "mine"] == 2
    assert list(counts["category"].drop_duplicates())[:3] == ["finance", "legal", "support"]
    assert factors.headline(counts, "LV", T) == (
        "Finance is named most: 16 times as a hurdle, 15 times as a help. "
        "Latvia: 5 hurdles, 11 helps."
    )


def test_a_choice_of_countries_counts_only_their_factors(package):
    counts = factors.counted(package.table("factors"), ("LV", "DE"))
    # Finance holds back: lv-05, lv-06, de-02, de-04, de-13.
    own = counts[(counts["category"] == "finance") & (counts["kind"] == "hindering")]
    assert own["n"].item() == 5


def test_statements_of_my_region_come_first_then_my_country(package):
    rows = factors.behind(package.table("factors"), NINE, "support-enabling", "riga")
    assert list(rows["factor_id"])[:4] == ["lv-14", "lv-03", "lv-16", "be-08"]
    assert len(rows) == 11


def test_the_dark_part_of_a_bar_is_mine_and_a_bar_gives_its_code(package):
    counts = factors.counted(package.table("factors"), NINE)
    drawn = factors.figure(counts, "LV", "finance-hindering", LIGHT, T)
    left, left_mine, right, right_mine = drawn["data"]
    assert (left["x"][0], left_mine["x"][0]) == (-16, -2)
    assert (right["x"][0], right_mine["x"][0]) == (15, 2)
    assert left["customdata"][0] == "finance-hindering"
    assert left["marker"]["line"]["width"][0] == 3 and right["marker"]["line"]["width"][0] == 0


def test_the_choices_survive_the_link():
    query = {
        "region": "riga",
        "lang": "en",
        "view": "two",
        "of": "haskovo~extremadura",
        "cell": "ES-tax_treatment",
        "left": "BG",
        "right": "ES",
        "only": "differ",
        "bar": "legal-enabling",
    }
    allowed = {
        "region": ["riga"],
        "language": ["en"],
        "presenting": ("1",),
        "shown": policy.SHOWN,
        "chosen": ["haskovo", "extremadura"],
        "cell": ["ES-tax_treatment"],
        "left": NINE,
        "right": NINE,
        "differ": ("differ",),
        "bar": factors.BARS,
    }
    view, problems = from_query(
        policy.PolicyView, query, allowed, {"region": "riga", "language": "en"}
    )
    assert problems == [] and to_query(view) == query
