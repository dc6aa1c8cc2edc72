"""Which kinds of money a country has: Funding and Policy read the same, and cannot differ."""

from __future__ import annotations

import re
from datetime import date

import hand_counted
import pandas as pd
import pytest
from looks import look

from pages.funding.build import build as funding
from pages.funding.entries import entries
from pages.funding.kinds import now
from pages.funding.views import FundingView
from pages.policy import framework
from secon_data import regions
from secon_data.money_kinds import TOPICS, kinds
from secon_data.package import Package
from secon_data.regions import UNION
from secon_ui.text.words import Words

DAY = date(2026, 11, 24)
NINE = ("LV", "BE", "BG", "DE", "EL", "PL", "PT", "RO", "ES")
T = Words("en")


@pytest.fixture(scope="module")
def package() -> Package:
    return hand_counted.package()


def test_tax_relief_is_what_the_policy_framework_says(package):
    found = kinds(package)
    assert {code: found[code, "tax"].status for code in NINE} == {
        "LV": "partly", "BG": "partly", "RO": "partly", "PT": "partly",
        "PL": "yes", "ES": "yes", "DE": "yes", "BE": "unknown", "EL": "unknown",
    }  # fmt: skip
    latvia, poland = found["LV", "tax"], found["PL", "tax"]
    assert latvia.entries == () and latvia.law is not None
    assert latvia.law["title_en"] == "Tax relief in the Social Enterprise Law"
    assert poland.entries == ("pl-cit-relief",)


def test_what_the_union_offers_counts_in_every_country(package):
    found = kinds(package)
    for code in NINE:
        guarantee = found[code, "guarantee"]
        union = ("eu-investeu", "eu-investeu-msi", "eu-easi-guarantee")
        assert guarantee.union == union and guarantee.found
        # Portugal has its own, and Romania one within its mixed finance: «guarantees with grants».
        assert guarantee.has == (code in ("PT", "RO"))
    assert found[UNION, "guarantee"].union == ()


def shown_kinds(package: Package, region: str, country: str, kind: str) -> str:
    """The words in a country's cell of a kind, as Funding shows them with that country first."""
    view = FundingView(region, "en", shown="lacking", whom=country)
    page = funding(view, package, look(package, today=DAY)).drawn
    label = package.schema("funding").fields["type"].labels or {}
    row = re.search(f"<th scope=.row.>{label[kind].capitalize()}</th>(.*?)</tr>", str(page.figure))
    assert row
    first = re.search("<td class=.mine.*?</td>", row[1])
    assert first
    return re.sub("<[^>]*>", " ", first[0])


def test_no_country_and_kind_is_told_differently_by_the_two_pages(package):
    found = kinds(package)
    policy = framework.framework(package, NINE)
    for code in NINE:
        headline = str(
            funding(
                FundingView("riga", "en", shown="lacking", whom=code),
                package,
                look(package, today=DAY),
            ).drawn.title
        )
        named = headline.split(": ")[-1] if headline.startswith("Not found") else ""
        for (country, kind), one in found.items():
            if country != code:
                continue
            cell = shown_kinds(package, "riga", code, kind)
            label = (package.schema("funding").fields["type"].labels or {})[kind]
            assert ("not in our list" in cell) == (not one.found), (code, kind, cell)
            # What is there is never told as not found; and never «lacks».
            assert not (one.found and label in re.split(", | and ", named)), (code, kind)
            assert "lack" not in headline
            if kind in TOPICS:
                status = policy.cell(code, TOPICS[kind]).status
                assert one.has == (status in ("yes", "partly")), (code, kind)
                assert one.status == status, (code, kind)
                if one.has:
                    assert framework.state_words(status, T) in cell


def test_an_entry_that_only_funding_has_is_told_by_policy_too(package):
    table = package.table("funding").copy()
    row = table[table["funding_id"] == "pl-cit-relief"].assign(
        funding_id="el-relief", country_code="EL", name_en="Relief for cooperatives"
    )
    other = package.with_tables({"funding": pd.concat([table, row])})
    assert kinds(other)["EL", "tax"].status == "yes"
    cell = framework.framework(other, ("EL", "LV")).cell("EL", "tax_treatment")
    assert (cell.status, cell.title, cell.year) == ("yes", "Relief for cooperatives", 2023)
    taken = framework.exported(other, ("EL",)).set_index("topic").loc["tax_treatment"]
    assert (taken["status"], taken["title_en"]) == ("yes", "Relief for cooperatives")


def test_a_no_of_a_source_is_a_no_and_nothing_more(package):
    table = package.table("policy").copy()
    tax = (table["country_code"] == "LV") & (table["topic"] == "tax_treatment")
    table["status"] = table["status"].astype("object").mask(tax, "no")
    other = package.with_tables({"policy": table})
    found = kinds(other)["LV", "tax"]
    assert (found.status, found.found) == ("no", False)
    assert "○ no" in shown_kinds(other, "riga", "LV", "tax")


def test_the_countries_are_those_of_the_regions_and_the_union(package):
    codes = {country for country, _ in kinds(package)}
    assert codes == {*regions.countries(package).values(), UNION}


def test_mixed_finance_is_also_what_it_consists_of(package):
    """Romania's programme guarantees loans and gives grants: guarantees are not the Union's only."""
    found = kinds(package)
    assert found["RO", "guarantee"].entries == ("ro-credit-grant",)
    assert "ro-credit-grant" in found["RO", "mixed"].entries
    assert "ro-credit-grant" in found["RO", "grant"].entries
    at = look(package, today=DAY)
    page = funding(FundingView("harghita", "en", shown="lacking"), package, at).drawn
    assert page.title == "Not found for Romania, but present elsewhere: loan and wage subsidy"
    assert "From the European Union only" not in page.measured
    assert shown_kinds(package, "harghita", "RO", "guarantee").split() == ["1", "1", "now"]
    # Of the seven grants none can be had now; the mixed programme is the eighth.
    assert shown_kinds(package, "harghita", "RO", "grant").split() == ["8", "1", "now"]
    # Who looks for guarantees finds it, and reads what it is.
    view = FundingView("harghita", "en", kind=("guarantee",), country=("mine",))
    told = str(funding(view, package, at).drawn.figure)
    assert "guarantees with grants" in told and "Mixed finance: guarantee and grant" in told


def test_an_open_programme_between_its_calls_cannot_be_had_now(package):
    """Of the Union's four grants EaSI alone runs, and its three calls in the list have ended: «4 ·
    1 now» stood above «ask for the next call». So with Bulgaria's envelope; Latvia's two parts that
    run, and their programme, stay."""
    assert shown_kinds(package, "flemish-brabant", "EU", "grant").split() == ["4", "0", "now"]
    at = look(package, today=DAY)
    page = funding(FundingView("flemish-brabant", "en", shown="lacking"), package, at)
    assert (
        "an open programme is not among them while none of its parts in our list is open"
        in page.drawn.beneath
    )
    taken = page.taken.table()
    can = taken[taken["kind"] == "grant"].set_index("country_code")["available"]
    assert (can["EU"], can["BG"], can["LV"]) == (0, 0, 3)
    found = entries(package, "flemish-brabant", DAY)
    assert not {"eu-esf-easi", "bg-hrdp-se"} & set(now(found))


def test_the_file_sets_money_for_other_regions_apart_as_the_page_does(package):
    """Beside «8 · 1 now, 2 for other regions only» the file said 3 of Greece."""
    said = shown_kinds(package, "peloponnese", "EL", "grant").split()
    assert " ".join(said) == "8 1 now, 2 for other regions only"
    view = FundingView("peloponnese", "en", shown="lacking")
    taken = funding(view, package, look(package, today=DAY)).taken.table()
    greek = taken.set_index(["country_code", "kind"]).loc[("EL", "grant")]
    assert greek[["listed", "available", "available_elsewhere"]].tolist() == [8, 1, 2]


def test_every_kind_being_there_does_not_deny_that_some_come_from_the_union_alone(package):
    view = FundingView("mazowieckie", "en", shown="lacking")
    page = funding(view, package, look(package, today=DAY)).drawn
    assert page.title == (
        "Poland: every kind of money in the list is there too, mixed finance and guarantee from "
        "the European Union only"
    )
    assert "From the European Union only" not in page.measured


def test_numbers_that_count_more_than_the_headline_say_so(package):
    """Mazowieckie: 4 likely over that it could have had; by the filter and on the timeline, 6."""
    at = look(package, today=DAY)
    page = funding(FundingView("mazowieckie", "en"), package, at)
    assert page.drawn.measured.endswith("Not counted for Mazowieckie: 4 likely over.")
    assert {facet.name: n for facet, n in page.facets}["state"]["likely_over"] == 6
    assert page.about_facets.startswith("The numbers count every entry that fits the other choices")
    timeline = funding(FundingView("mazowieckie", "en", shown="timeline"), package, at).drawn
    assert timeline.measured == (
        "Funding opportunities, also those for other regions or not for social enterprises "
        "themselves: 24, of which 4 open with a stated end, 4 without end date, 6 likely over and "
        "10 closed. 1 is open as a programme, but none of its parts in our list is open: ask for the "
        "next call."
    )


def test_a_grant_that_pays_wages_is_said_to_be_a_grant(package):
    """Greece has no wage subsidy in the list; Peloponnese's grant «pays wages, training, …»."""
    page = funding(FundingView("peloponnese", "en", shown="lacking"), package, look(package)).drawn
    assert page.title.endswith("loan and wage subsidy")
    assert "a grant that also pays wages counts as a grant" in page.beneath
