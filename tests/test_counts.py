"""Counts of the social economy: expected values read by hand from data/counts.csv."""

from __future__ import annotations

import re

import hand_counted
import pandas as pd
import pytest

from pages.enterprises import count_cards, counts
from secon_ui.text.words import NARROW, NBSP, Words

NINE = {"BE", "BG", "DE", "EL", "ES", "LV", "PL", "PT", "RO"}
T = Words("en")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return hand_counted.package().table("counts")


def test_nothing_is_summed_every_number_shown_is_one_row_of_the_data(table):
    shown = count_cards.cards(counts.rows(table), "LV", T)
    printed = set(re.findall(r'<p class="count-number">.*?<b>(.*?)</b>', shown))
    printed |= {re.sub("<.*?>", "", cell) for cell in re.findall(r"<td><b>(.*?)</b></td>", shown)}
    rows = {counts.amount(row, T) for _, row in table.iterrows()}
    plain = {counts.amount(row, T) for _, row in table.assign(qualifier=None).iterrows()}
    assert printed <= rows | plain
    # What 43 000 of Spain and 2 387 of Extremadura would make.
    assert NARROW.join(("45", "387")) not in shown


def test_every_country_keeps_its_card_and_one_without_a_count_says_so(table):
    shown = count_cards.cards(counts.rows(table), "RO", T)
    for country in NINE:
        assert f'<p class="count-place">{T.country(country)}' in shown
    assert "Not counted" not in shown  # Germany has its common-good companies
    german = (table["country_code"] == "DE") & (table["unit"] == "organisations")
    shown = count_cards.cards(counts.rows(table[~german]), "RO", T)
    germany = shown[shown.index("Not counted") :].split("</article>")[0]
    assert "Germany" in germany and "no count" in germany and "74.9" in germany
    assert shown.count("no count") == 1


def test_the_limits_of_counts_are_told_in_the_readers_language(table):
    """«direct and indirect jobs; ministry estimate» stood on Latvian cards."""
    latvian = Words("lv")
    shown = count_cards.cards(counts.rows(table), "LV", latvian)
    notes = table["note"].dropna().unique()
    assert len(notes) > 20 and not [note for note in notes if latvian.data(note) == note]
    assert 'lang="en"' not in shown
    row = counts.rows(table)[0]
    assert count_cards.noted({**row, "note": "of a file"}, latvian) == (
        '<span lang="en">of a file</span>'
    )
    assert (
        count_cards.noted({**row, "note": "of a file"}, T, first=True) == "<span>Of a file</span>"
    )


def test_a_country_left_out_of_the_data_still_gets_its_card(table):
    others = table[table["country_code"] != "LV"]
    shown = count_cards.cards(counts.rows(others), "LV", T)
    own = shown[shown.index("Not counted") :].split("</article>")[0]
    assert "Latvia" in own and "No count of organisations was found." in own


def test_cards_stand_by_name_mine_first_never_by_size(table):
    # Registers: Bulgaria 35, Greece 1800, Latvia 217, Poland 48, Romania 103; the EU's own last.
    found = counts.grouped(counts.rows(table), "legal_status")
    assert counts.order(found, "LV", T) == ["LV", "BG", "EL", "PL", "RO", "EU"]


def test_the_count_of_the_whole_country_stands_large_its_parts_beside_it(table):
    belgium = counts.grouped(counts.rows(table), "study_criteria")["BE"]
    assert belgium.main["value"] == 17861 and belgium.main["year"] == 2021
    assert [(row["place"], row["value"]) for row in belgium.beside] == [
        ("Wallonia", 6785),
        ("Brussels", 5050),
        ("Flanders", 6026),
    ]
    assert [row["year"] for row in belgium.earlier] == [2020, 2019, 2018, 2017]


def test_a_part_beside_another_part_is_not_told_as_if_it_lay_in_it(table):
    """Flemish Brabant's «more than 50» stood on a card called «Belgium, Wallonia and Brussels»."""
    cards = str(count_cards.cards(counts.rows(table), "BE", T))
    whole = cards.split("<h2>The whole social economy</h2>")[1].split("</article>")[0]
    assert '<p class="count-place">Belgium</p>' in whole
    assert "<h3>Wallonia and Brussels: social economy enterprises</h3>" in whole
    assert "Flemish Brabant: more than 50 social economy companies" in whole
    # A part alone names its country, as before.
    assert '<p class="count-place">Poland, Mazowieckie</p>' in cards


def test_two_counts_of_one_year_by_two_sources_stand_side_by_side(table):
    union = counts.grouped(counts.rows(table), "whole_social_economy")["EU"]
    assert union.main["value"] == 4300000
    assert [row["value"] for row in union.beside] == [2800000]
    assert union.earlier == []


def test_a_count_is_written_as_its_source_rounds_it(table):
    rows = table.set_index("count_id")
    latvia = rows.loc["lv-registered-social-enterprises-2023"]
    assert counts.amount(latvia, T) == "217"
    spain = rows.loc["es-social-economy-entities-2024"]
    assert counts.amount(spain, T) == "more than " + NARROW.join(("43", "000"))
    portugal = rows.loc["pt-share-of-total-employment-2016"]
    assert counts.amount(portugal, T) == f"5.3{NBSP}%"
    turnover = rows.loc["eu-turnover-of-the-social-economy-2021"]
    assert counts.amount(turnover, T) == "at least €" + NARROW.join(("912", "000", "000", "000"))


def test_a_definition_that_no_source_gives_is_not_invented(table):
    romania = table[table["count_id"] == "ro-registered-social-enterprises-2019"]
    assert romania["definition"].isna().all() and romania["note"].isna().all()
    assert "No definition was found in the source." in count_cards.cards(
        counts.rows(romania), "RO", T
    )


def test_the_grade_follows_its_rule(table):
    kinds = table.groupby("grade", observed=True)["source_kind"].unique()
    assert set(kinds["A"]) <= {"statistics", "authority"}
    assert set(kinds["B"]) <= {"statistics", "authority", "study"}
    weak = table[table["source_kind"].isin(["media", "association", "blog"])]
    assert set(weak["grade"]) == {"C"}
    assert table.loc[table["grade"] == "A", "qualifier"].isna().all()
    assert "by a rule of our own" in count_cards.cards(counts.rows(table), "LV", T)


def test_every_card_names_its_source(table):
    shown = count_cards.cards(counts.rows(table), "LV", T)
    for card in shown.split("<article")[1:]:
        assert 'href="http' in card.split("</article>")[0]
