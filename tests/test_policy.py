"""The Policy page: expected values read by hand from data/policy.csv and data/factors.csv."""

from __future__ import annotations

import re
from typing import Any

import hand_counted
import pytest
from looks import look

from pages.policy import entry, factor_bars, factors, framework, headlines, matrix, side_by_side
from pages.policy.build import Shown, build
from pages.policy.framework import TOPICS, Cell, Framework, when_words
from pages.policy.views import PolicyView, allowed
from secon_data import regions
from secon_data.package import Package
from secon_ui.drawing.theme import LIGHT, Size
from secon_ui.shell.view import from_query, to_query
from secon_ui.text.words import NBSP, Words

pytestmark = pytest.mark.usefixtures("as_counted")

T = Words("en")
# Latvia first, the others by their English names.
NINE = ("LV", "BE", "BG", "DE", "EL", "PL", "PT", "RO", "ES")


@pytest.fixture(scope="module")
def package() -> Package:
    return hand_counted.package()


@pytest.fixture(scope="module")
def found(package) -> Framework:
    return framework.framework(package, NINE)


def built(package: Package, *, size: Size = "wide", **chosen: Any) -> Shown:
    return build(PolicyView("riga", "en", **chosen), package, look(package, size=size))


def test_mine_comes_first_and_an_empty_choice_means_all_nine(package):
    of = regions.countries(package)
    assert framework.countries(of, "riga", (), T) == NINE
    assert framework.countries(of, "riga", ("haskovo", "extremadura"), T) == ("LV", "BG", "ES")


def test_a_status_that_is_none_of_ours_is_shown_as_it_is_and_says_nothing(package):
    table = package.table("policy").astype({"status": "object", "year_means": "object"})
    law = table["topic"] == "specific_law"
    table.loc[law & (table["country_code"] == "LV"), "status"] = "pending"
    table.loc[law & (table["country_code"] == "BG"), "year_means"] = "until"
    found = framework.framework(package.with_tables({"policy": table}), NINE)
    latvia, bulgaria = (found.cell(country, "specific_law") for country in ("LV", "BG"))
    assert not latvia.known and framework.cell_words(latvia, T) == "· pending"
    assert when_words(latvia, T) == "pending"
    assert headlines.topic(found, latvia, T).startswith(
        "Law on the social economy: not known for Latvia."
    )
    assert when_words(bulgaria, T) == "yes"
    assert headlines.topic(found, bulgaria, T).startswith("Law on the social economy: Bulgaria has")


def test_does_latvia_have_a_law_since_when_and_which_others(found):
    cell = found.cell("LV", "specific_law")
    assert (cell.status, cell.year, cell.title) == ("yes", 2017, "Social Enterprise Law")
    assert when_words(cell, T) == "yes, the present one since 2017"
    # BG 2018, EL 2016, ES 2011, PL 2022, PT 2013, RO 2015 yes; BE partly; DE no.
    assert headlines.topic(found, cell, T) == (
        "Law on the social economy: Latvia has it, the present one since 2017. In the 8 other countries: "
        f"6{NBSP}yes, 1{NBSP}partly and 1{NBSP}no."
    )
    card = matrix.card(found, cell, T)
    order = ["Spain", "Portugal", "Romania", "Greece", "Bulgaria", "Poland", "Belgium", "Germany"]
    places = [card.index(f" {name}<span") for name in order]
    assert places == sorted(places)
    assert '<p class="policy-local" lang="lv">Sociālā uzņēmuma likums</p>' in card
    assert "Source, read:" in card and "as of 2023" in card  # Germany's «no»


def test_a_year_is_that_of_what_the_row_names_not_of_the_first_ever(package):
    """«Poland has had it since 2022» stood over «the 2014 programme prolonged to 2030»."""
    told = built(package, cell="PL-national_strategy_or_action_plan").drawn.title
    assert told.startswith(
        "National strategy or plan: Poland has it, the present one since 2022. In the 8 other"
    )
    every = framework.framework(package, NINE)
    cells = [cell for cell in every.cells.values() if cell.year_means == "since"]
    for cell in cells:
        assert "the present one since" in when_words(cell, T), cell
        finding = headlines.topic(every, cell, T)
        assert f"the present one since {cell.year}." in finding and "has had" not in finding
    # Where a row names several, each has its year in the title; what is no longer in force has none
    # that is present: «no law of their own now in force was found».
    titles = {(cell.country, cell.topic): str(cell.title) for cell in cells}
    assert "(2022)" in titles["PL", "public_procurement_reservation"]
    assert "(2019)" in titles["PL", "public_procurement_reservation"]
    assert "(2019)" in titles["BE", "specific_law"] and "2008" in titles["BE", "specific_law"]
    assert "(2013)" in titles["BE", "wise_law"] and "(2016)" in titles["BE", "wise_law"]
    assert when_words(every.cell("PT", "wise_law"), T) == "partly, as of 1998"


def test_a_year_in_which_something_was_only_seen_is_not_its_beginning(found):
    # The ministry was named in a plan of 2026; it granted the status long before.
    assert when_words(found.cell("LV", "responsible_ministry"), T) == "yes, as of 2026"
    assert when_words(found.cell("DE", "specific_law"), T) == "no, as of 2023"
    # Rhine-Neckar's concept has no year.
    assert when_words(found.cell("DE", "regional_policy_instrument"), T) == "yes"


def test_five_cells_are_unknown_and_unknown_is_never_no(found):
    assert {at for at, cell in found.cells.items() if cell.status == "unknown"} == {
        ("BE", "national_strategy_or_action_plan"),
        ("BE", "tax_treatment"),
        ("EL", "national_strategy_or_action_plan"),
        ("EL", "tax_treatment"),
        ("RO", "regional_policy_instrument"),
    }
    cell = found.cell("BE", "tax_treatment")
    assert headlines.topic(found, cell, T).startswith("Tax treatment: not known for Belgium.")
    assert "does not mean that there is none" in entry.text(cell, T)


def test_what_others_have_and_latvia_has_only_in_part(found):
    theirs = framework.elsewhere(found)
    # Latvia: partly in these three, yes in the other seven. The earliest come first; Germany's
    # regional concept has no year and comes last.
    assert {topic: [cell.country for cell in own] for topic, own in theirs.items()} == {
        "wise_law": ["PL", "ES", "BE", "RO", "DE"],  # 2003, 2007, 2013, 2015, 2018
        "tax_treatment": ["DE", "ES", "PL"],  # 1977, 1990, 2023
        "regional_policy_instrument": ["BE", "PL", "EL", "ES", "DE"],  # 2020, 2024, 2025, 2025
    }
    assert headlines.elsewhere(found, theirs, T) == (
        "On 3 of 10 topics, other countries have a measure that Latvia, by its source, has only "
        "partly or not at all."
    )


def test_what_is_unknown_of_mine_is_told_apart_from_what_a_source_says_is_missing(package):
    found = framework.framework(package, ("RO", "PL"))
    theirs = framework.elsewhere(found)
    assert {topic: found.cell("RO", topic).status for topic in theirs} == {
        "national_strategy_or_action_plan": "partly",
        "tax_treatment": "partly",
        "support_structures": "partly",
        "regional_policy_instrument": "unknown",
    }
    told = headlines.elsewhere(found, theirs, T)
    assert told.endswith("On 1 more topic nothing was found for Romania: it may have it too.")


def test_two_countries_differ_where_their_status_does(found):
    # Only support structures: partly in Bulgaria, yes in Latvia.
    assert framework.differing(found, "BG", "LV") == ["support_structures"]
    assert headlines.two(found, "BG", "LV", T) == (
        "Bulgaria and Latvia differ in 1 of the 10 topics known of both"
    )
    shown = side_by_side.both(found, ("BG", "LV"), ["specific_law"], T)
    assert "State Gazette 91 of 2 November 2018" in shown and "12 October 2017" in shown


def test_what_is_unknown_of_one_is_neither_a_difference_nor_a_match(found):
    # Of Belgium neither strategy nor tax treatment is known. Of the other eight, Bulgaria has the
    # same legal form and reserved contracts; six differ.
    assert framework.differing(found, "BG", "BE") == [
        "specific_law",
        "responsible_ministry",
        "public_register_or_certification",
        "wise_law",
        "support_structures",
        "regional_policy_instrument",
    ]
    assert headlines.two(found, "BG", "BE", T) == (
        "Bulgaria and Belgium differ in 6 of the 8 topics known of both; "
        "2 topics are not known of one or of both"
    )
    # Strategy: unknown in both; tax treatment too. They are not called alike.
    assert "tax_treatment" not in framework.known_of(found, "BE", "EL")
    nothing = Framework(("LV", "BE"), {(c, t): Cell(c, t) for c in ("LV", "BE") for t in TOPICS})
    assert headlines.two(nothing, "LV", "BE", T) == "Latvia and Belgium: no topic is known of both"


def test_a_law_known_by_its_citation_says_so_and_has_no_link(found):
    shown = entry.source(found.cell("EL", "public_procurement_reservation"), T)
    assert shown == "Source, by citation: Ν. 4412/2016 (ΦΕΚ Α 147/2016), 2016"


def test_every_cell_has_symbol_and_word(found):
    cells = [matrix.label(cell, T) for topic in framework.TOPICS for cell in found.topic(topic)]
    assert len(cells) == 90
    # yes by topic, in the order shown: 7 + 6 + 5 + 8 + 5 + 5 + 9 + 3 + 6 + 5.
    assert sum("● yes" in cell for cell in cells) == 59
    assert matrix.label(found.cell("DE", "specific_law"), T) == "Germany **○ no**"
    rules = matrix.css(found, LIGHT)
    assert ".st-key-policy-row-specific_law [role=radiogroup]>button:nth-child(4)" in rules


def test_factors_are_counted_by_category_and_side(package):
    bars = factors.counted(factors.stated(package), NINE)
    assert sum(bar.n for bar in bars.values()) == 122
    assert (bars["finance-hindering"].n, bars["finance-enabling"].n) == (16, 15)
    assert bars["skills-enabling"].n == 0
    # Latvia: lv-05 and lv-06 hold back, lv-04 and lv-13 help.
    assert (bars["finance-hindering"].mine, bars["finance-enabling"].mine) == (2, 2)
    assert [bar.category for bar in bars.values()][:6:2] == ["finance", "legal", "support"]
    assert headlines.factors(bars, "LV", T) == (
        "Finance is named most often: 16 times as a barrier, 15 times as an enabler. "
        "Latvia: 5 barriers, 11 enablers."
    )


def test_a_choice_of_countries_counts_only_their_factors(package):
    bars = factors.counted(factors.stated(package), ("LV", "DE"))
    # Finance holds back: lv-05, lv-06, de-02, de-04, de-13.
    assert bars["finance-hindering"].n == 5


def test_statements_of_my_region_come_first_then_my_country(package):
    rows = factors.behind(factors.stated(package), NINE, "support-enabling", "riga")
    assert [row.id for row in rows][:4] == ["lv-14", "lv-03", "lv-16", "be-08"]
    assert len(rows) == 11


def test_the_dark_part_of_a_bar_is_mine_and_a_bar_gives_its_code(package):
    bars = factors.counted(factors.stated(package), NINE)
    drawn = factor_bars.figure(bars, "LV", "finance-hindering", look(package))
    left, left_mine, right, right_mine = drawn["data"]
    assert (left["x"][0], left_mine["x"][0]) == (-16, -2)
    assert (right["x"][0], right_mine["x"][0]) == (15, 2)
    assert left["customdata"][0] == "finance-hindering"
    assert left["marker"]["line"]["width"][0] == 3 and right["marker"]["line"]["width"][0] == 0


def test_the_choices_survive_the_link(package):
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
    codes = {**allowed(package), "region": ["riga"], "language": ["en"]}
    codes["rev"] = ()
    home = {"region": "riga", "language": "en"}
    view, problems = from_query(PolicyView, query, codes, home)
    assert problems == [] and to_query(view) == query


def test_the_cell_opened_is_the_one_chosen_else_whether_my_country_has_a_law(package):
    assert built(package).drawn.matrix.opened == ("LV", "specific_law")
    assert built(package, cell="ES-wise_law").drawn.matrix.opened == ("ES", "wise_law")
    # Spain is not among the countries shown: mine, in the topic asked for.
    shown = built(package, cell="ES-wise_law", chosen=("haskovo",))
    assert shown.drawn.matrix.opened == ("LV", "wise_law")
    assert shown.drawn.matrix.rows["wise_law"] == {
        "LV": "Latvia **◐ partly**",
        "BG": "Bulgaria **◐ partly**",
    }


def test_two_different_countries_stand_side_by_side_mine_first_where_none_is_named(package):
    def pair(**chosen: Any) -> tuple[str, str]:
        found = built(package, shown="two", **chosen).drawn.pair
        return found.left, found.right

    assert pair() == ("LV", "BE")
    assert pair(left="BG", right="BG") == ("BG", "LV")
    assert pair(left="ES", right="PL", chosen=("haskovo",)) == ("LV", "BG")


def test_the_statements_shown_are_those_of_the_bar_opened(package):
    # Latvia's longest bar: lv-03, lv-14 and lv-16 of the eleven that say how support helps.
    shown = built(package, shown="factors").drawn.factors
    assert shown.opened == "support-enabling"
    assert shown.bars["finance-hindering"] == "Finance as a barrier: 16 statements"
    assert "skills-enabling" not in shown.bars  # none, and so nothing to choose
    assert shown.statements.count("<li") == 11
    chosen = built(package, shown="factors", bar="skills-enabling").drawn.factors
    assert chosen.opened is None and "<li" not in chosen.statements


def test_a_statement_on_ogre_says_that_it_left_the_planning_region(package):
    shown = built(package, shown="factors")  # lv-14 is one of the eleven
    told = '<p class="policy-outside">Outside the Riga planning region since 1 July 2021'
    assert shown.drawn.factors.statements.count(told) == 1


def test_each_statement_says_of_which_year_its_source_is(package):
    """lv-16's source shows none, and nothing stood in its place."""
    listed = str(built(package, shown="factors").drawn.factors.statements)
    assert "Vidzeme Planning Region)</a>, year not stated</p>" in listed
    said = re.findall(r"</a>, (?:\d{4}|year not stated)</p>", listed)
    assert len(said) == listed.count('class="policy-source"') > 10


def test_the_study_of_my_regions_partner_is_named_beneath_the_factors(package):
    assert (
        "four themes: policy framework, access to finance" in built(package, shown="factors").source
    )
    assert "four themes" not in built(package).source


def test_what_is_taken_away_is_what_is_shown(package):
    shown = built(package, chosen=("haskovo",))
    table = shown.taken.table()
    assert list(table.columns) == [*package.table("policy").columns, "data_of"]
    assert len(table) == 20 and set(table["country_code"]) == {"LV", "BG"}
    assert shown.taken.file_name == "secon-policy.csv"
    assert ": Latvia and Bulgaria. Compiled" in shown.taken.cited
    stated = built(package, shown="factors", chosen=("rhein-neckar",)).taken
    assert set(stated.table()["country_code"]) == {"LV", "DE"}


def test_a_finding_of_some_countries_names_them(package):
    """«No gap was found for Spain compared with the other countries» was said beside Portugal
    alone: of all nine Spain has two."""

    def title(region: str, shown: str, *chosen: str) -> str:
        view = PolicyView(region, "en", shown=shown, chosen=chosen)
        return str(build(view, package, look(package)).drawn.title)

    # Spain has in part a legal form and a register, and so has Portugal.
    assert title("extremadura", "lacking", "oliveira-de-azemeis") == (
        "Spain and Portugal – No gap was found for Spain compared with the other countries."
    )
    assert title("extremadura", "lacking") == (
        "On 2 of 10 topics, other countries have a measure that Spain, by its source, has only "
        "partly or not at all."
    )
    assert title("extremadura", "matrix", "rhein-neckar") == (
        "Spain and Germany – Law on the social economy: Spain has it, the present one since 2011. "
        "In the 1 other country: 1\u00a0no."
    )
    # es-04, es-05, es-10, es-12 and, of Bulgaria, bg-03 to bg-06 are on finance.
    assert title("extremadura", "factors", "haskovo").startswith(
        "Spain and Bulgaria – Finance is named most often: 3 times as a barrier, 5 times as an "
    )
    # Latvia alone: lv-04, lv-05, lv-06 and lv-13 on finance, and as many on support.
    assert title("riga", "factors", "riga").startswith(
        "Latvia – Finance and Support are named most often: 4 times each. "
    )
    both = ("flemish-brabant", "haskovo")
    for shown in ("matrix", "lacking", "factors", "table"):
        assert title("riga", shown, *both).startswith("Latvia, Belgium and Bulgaria – "), shown


def test_the_sources_are_counted(package):
    # 85 of 90 cells have a row in policy.csv.
    assert "85 entries" in built(package).source and "5 of 90 cells" in built(package).source
    assert "122 statements from 9 countries" in built(package, shown="factors").source
    assert "122 statements from 9 countries" in built(package, shown="table").source


def test_the_source_line_the_file_and_the_citation_are_of_what_is_shown(package):
    """Two countries side by side were said to be 85 entries and «5 of 90 cells»."""

    def told(**chosen: Any) -> tuple[str, str, int]:
        shown = built(package, **chosen)
        taken = shown.taken
        return str(shown.source), taken.cited, len(taken.table())

    # Riga and Haskovo: 20 cells; Latvia has 16 statements and Bulgaria 13.
    some = ("haskovo",)
    source, _, rows = told(chosen=some)
    assert "of 20 cells unknown" in source and rows == 20
    assert "29 statements from 2 countries" in told(shown="factors", chosen=some)[0]
    assert "29 statements from 2 countries" in told(shown="table", chosen=some)[0]
    source, cited, rows = told(shown="two", left="LV", right="BG")
    assert "of 20 cells unknown" in source and rows == 20
    assert cited.startswith(
        "Policy framework and factors of the social economy: Latvia and Bulgaria."
    )
    # Only where they differ: as many cells as the file has rows.
    source, _, rows = told(shown="two", left="LV", right="BG", differ="differ")
    assert 0 < rows < 20 and f"0 of {rows} cells unknown" in source
    # What others have: what is told of mine, and those that have it.
    source, _, rows = told(shown="lacking")
    assert rows < 90 and f"of {rows} cells unknown" in source


def test_texts_of_the_data_cannot_become_markup():
    bad = "<img src=x onerror=alert(1)>"
    cell = Cell("LV", "wise_law", "yes", bad, bad, 2020, "since", bad, bad, bad, 2020, "yes")
    found = Framework(("LV",), {("LV", "wise_law"): cell})
    assert "<img" not in matrix.card(found, cell, T) and "&lt;img" in matrix.card(found, cell, T)


def test_no_cell_that_says_yes_contradicts_the_legend(package):
    """«partly: … for one legal form» stood beside Latvia's «yes: only a limited liability company can
    hold the status»; Belgium's «yes» on work integration named a Flemish decree alone."""
    drawn = build(
        PolicyView("riga", "en", cell="LV-legal_form_or_status"), package, look(package)
    ).drawn
    assert "legal form, or" not in drawn.matrix.legend
    assert "only in part of the country or of the matter" in drawn.matrix.legend
    assert "Only a limited liability company can hold the status" in drawn.matrix.card
    belgium = build(PolicyView("riga", "en", cell="BE-wise_law"), package, look(package)).drawn
    assert "Wallonia has its own decree of 20 October 2016" in belgium.matrix.card
