"""Funding: what a day makes of stated dates, what is counted, compared and lacking.

All expected values were worked out by hand from data/funding.csv and data/observations.csv.
"""

from __future__ import annotations

from datetime import date

import hand_counted
import pytest
from looks import look
from shown import App

from pages.funding import budget_list, budgets, gaps, headlines, results, slides, spans, timeline
from pages.funding.amounts import amount
from pages.funding.build import build
from pages.funding.entries import Entries, entries, facets, in_order, order_of_countries
from pages.funding.entries import state as state_on
from pages.funding.link import DAYS, SLIDES, FundingView, settled
from secon_data.package import Package
from secon_ui.shell.facets import counted, narrowed
from secon_ui.shell.menu import spec
from secon_ui.shell.view import from_query, to_query
from secon_ui.text.words import Words

pytestmark = pytest.mark.usefixtures("as_counted")

DAY = date(2026, 11, 24)
T = Words("en")


@pytest.fixture(scope="module")
def package() -> Package:
    return hand_counted.package()


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECON_TODAY", DAY.isoformat())


def by_id(found: Entries, name: str):
    return found.table.set_index("funding_id").loc[name]


@pytest.mark.parametrize(
    ("start", "end", "on", "state", "vague"),
    [
        # lv-se-2024-start: 2024 to 2029, both only years.
        ("2024", "2029", date(2023, 12, 31), "coming", False),
        ("2024", "2029", date(2024, 1, 1), "open", True),
        ("2024", "2029", date(2025, 6, 1), "open", False),
        ("2024", "2029", date(2029, 12, 31), "open", True),
        ("2024", "2029", date(2030, 1, 1), "closed", False),
        # es-fis-cofides: until June 2026, which has 30 days.
        ("2024-06-25", "2026-06", date(2024, 6, 24), "coming", False),
        ("2024-06-25", "2026-06", date(2026, 5, 31), "open", False),
        ("2024-06-25", "2026-06", date(2026, 6, 30), "open", True),
        ("2024-06-25", "2026-06", date(2026, 7, 1), "closed", False),
        # be-fl-management-advice: no start, until 2025. A day is never vague.
        (None, "2025", date(2019, 1, 1), "open", False),
        (None, "2025", date(2026, 1, 1), "closed", False),
        ("2025-03-06", "2025-06-19", date(2025, 6, 19), "open", False),
        ("2016", None, DAY, "undated", False),
        ("2027", None, DAY, "coming", False),
        (None, None, DAY, "undated", False),
    ],
)
def test_a_stated_year_or_month_stands_for_all_its_days(start, end, on, state, vague):
    assert state_on(start, end, on) == (state, vague)


def test_four_in_ten_entries_name_no_end_date(package):
    table = entries(package, "riga", DAY).table
    # 37 rows have no period_end, and none of them begins after the day. Until a later day run
    # four of Latvia, one of Bulgaria, five of Portugal, and one each of Romania, Spain, Belgium
    # and Germany; four of the Union.
    assert table["state"].value_counts().to_dict() == {"undated": 37, "closed": 42, "open": 18}


def test_the_usual_view_is_my_country_and_the_union_open_or_without_end(package):
    # LV open: the programme of 2024 and its three parts; without end: Up.
    # EU open: InvestEU with its guarantee and its capacity building, the EaSI strand of ESF+.
    found = entries(package, "riga", DAY)
    order = order_of_countries(package, found.own)
    lists = facets(found, order, look(package, today=DAY))
    view = FundingView("riga", "en")
    chosen = {facet.name: getattr(view, facet.name) for facet in lists}
    rows = in_order(narrowed(found.table, lists, chosen), order)
    assert list(rows["funding_id"]) == [
        "lv-se-2024",
        "lv-se-2024-start",
        "lv-se-2024-development",
        "lv-se-2024-contributions",
        "lv-seb-augsup",
        "eu-investeu",
        "eu-investeu-msi",
        "eu-investeu-capacity",
        "eu-esf-easi",
    ]
    assert rows["nested"].tolist() == [False, *[True] * 3, False, False, True, True, False]
    # «Up» is of six municipalities that no code names: nobody in Riga can count on it.
    title, told = headlines.results(rows, found, view, look(package, today=DAY))
    assert title == "Latvia and European Union: 8 programmes and calls for Riga, 8 open"
    assert told.endswith("1 more is for a part of Latvia that its source names in words only.")
    counts = counted(found.table, lists, chosen)
    assert counts["state"] == {"open": 8, "undated": 1, "closed": 7}
    assert counts["kind"] == {"grant": 5, "guarantee": 2, "mixed": 1, "wage_subsidy": 1}
    assert counts["country"]["PL"] == 10 and counts["country"]["mine"] == 5


def test_grants_for_a_new_enterprise_in_extremadura(package):
    found = entries(package, "extremadura", DAY)
    order = order_of_countries(package, found.own)
    lists = facets(found, order, look(package, today=DAY))
    view = FundingView("extremadura", "en", area=("mine", "whole"), who=("new",), kind=("grant",))
    chosen = {facet.name: getattr(view, facet.name) for facet in lists}
    rows = in_order(narrowed(found.table, lists, chosen), order, new=True)
    assert list(rows["funding_id"]) == [
        "es-ext-investment",
        "es-ext-assistance",
        "es-perte",
        "eu-esf-easi",
    ]
    assert rows["state"].tolist() == ["undated"] * 3 + ["open"]
    assert set(rows["new_enterprises"]) == {"unclear"}
    text = results.listed(rows, found, view.who, T)
    assert text.count("does not say whether new enterprises may apply") == 4
    title, told = headlines.results(rows, found, view, look(package, today=DAY))
    assert title.endswith("4 programmes and calls, 1 open and 3 without end date")
    assert "have no stated end date: check with the provider" in told


def shown(package, region, **chosen):
    """The rows, the title and the line beneath, as the finder shows them."""
    found = entries(package, region, DAY)
    order = order_of_countries(package, found.own)
    reader = look(package, today=DAY)
    lists = facets(found, order, reader)
    view = FundingView(region, "en", **chosen)
    rows = in_order(
        narrowed(found.table, lists, {f.name: getattr(view, f.name) for f in lists}), order
    )
    told = headlines.results(rows, found, view, reader)
    return rows, *told


def test_money_for_other_regions_of_my_country_is_not_counted_and_comes_last(package):
    # ES without end: three of Extremadura (ES43), the strategic project of the state; two of
    # Castile and León are for others, and so is Murcia, the only open one. The Union: four open.
    rows, title, told = shown(package, "extremadura")
    assert title == (
        "Spain and European Union: 8 programmes and calls for Extremadura, 4 open and 4 without "
        "end date"
    )
    assert told.endswith("3 more are only for other regions of Spain.")
    assert list(rows["funding_id"]) == [
        "es-ext-investment",
        "es-ext-assistance",
        "es-ext-associations",
        "es-perte",
        "eu-investeu",
        "eu-investeu-msi",
        "eu-investeu-capacity",
        "eu-esf-easi",
        "es-murcia-pact",
        "es-cyl-social-economy",
        "es-cyl-members",
    ]
    assert rows["section"].tolist() == ["mine"] * 4 + ["EU"] * 4 + ["elsewhere"] * 3
    found = entries(package, "extremadura", DAY)
    text = results.listed(rows, found, (), T)
    assert text.index("strand of ESF+ (EaSI)") < text.index(
        "<h2>Spain: only for other regions</h2>"
    )
    assert text.index("only for other regions</h2>") < text.index("Sixth social economy pact")


def test_money_for_others_is_counted_when_it_is_asked_for(package):
    rows, title, told = shown(package, "extremadura", area=("other",))
    assert len(rows) == 3
    assert title == (
        "Spain and European Union: 3 programmes and calls, 1 open and 2 without end date"
    )
    assert "more" not in told
    only = shown(package, "extremadura", country=("mine",), kind=("mixed",))
    # Mixed finance is Murcia's alone: Extremadura gets nothing of that kind.
    assert only[1] == "Spain: no programme or call for Extremadura"
    assert only[2] == "1 more is only for other regions of Spain."


def test_a_call_for_a_part_that_no_code_names_is_neither_mine_nor_lost(package):
    # PT, any state: ten programmes and calls for all of Portugal and two for the North, in
    # which the region lies. The Centre and Pinhal Interior are named in words only. EU: eight.
    _, title, told = shown(package, "oliveira-de-azemeis", state=())
    assert title.startswith(
        "Portugal and European Union: 20 programmes and calls for Oliveira de Azeméis, "
    )
    assert told.endswith("2 more are for parts of Portugal that their sources name in words only.")


def test_countries_of_others_are_counted_whole(package):
    _, title, told = shown(package, "riga", country=("PL",))
    assert (
        title
        == "Poland: 10 programmes and calls, none open with a stated end and 10 without end date"
    )
    assert "more" not in told


def test_the_rows_are_ordered_by_what_a_reader_can_get_first(package):
    # Riga, any state, all countries: mine, the Union, then the partners in the order of regions.
    rows, _, _ = shown(package, "riga", state=(), country=())
    sections = list(dict.fromkeys(rows["section"]))
    assert sections == ["mine", "EU", "EL", "DE", "BE", "RO", "PL", "PT", "ES", "BG"]
    heads = rows[~rows["nested"]]
    for section in sections:
        states = heads.loc[heads["section"] == section, "state"].map(
            ["open", "coming", "undated", "closed"].index
        )
        assert states.is_monotonic_increasing, section
    # A call stands right under its programme or another call of it, whatever its own state.
    ids, above = list(rows["funding_id"]), [None, *rows["funding_id"]]
    programme = dict(zip(rows["funding_id"], rows["programme"], strict=True))
    for place, name in enumerate(ids):
        if rows["nested"].iloc[place]:
            before = above[place]
            assert programme[name] in (before, programme[before])


def test_open_money_of_another_region_is_not_called_my_countrys(package):
    # Of Spain only Murcia's pact is open with a stated end.
    found = entries(package, "extremadura", DAY)
    rows = in_order(found.table, order_of_countries(package, "ES"))
    title, _ = headlines.timeline(rows, found, look(package))
    assert title == "Spain has no open programme with a stated end for Extremadura"
    riga = entries(package, "riga", DAY)
    rows = in_order(riga.table, order_of_countries(package, "LV"))
    title, _ = headlines.timeline(rows, riga, look(package))
    assert title.startswith("Latvia’s open money runs until 31 December 2029: Support for social")


@pytest.mark.parametrize("size", ["wide", "phone", "slide"])
def test_no_name_on_the_timeline_is_cut(package, size):
    found = entries(package, "riga", DAY)
    rows = found.table[found.table["country"].isin(["mine", "EU"])]
    rows = in_order(rows, order_of_countries(package, "LV"))
    bars = spans.drawn(rows, DAY)
    figure = timeline.figure(bars, found, look(package, size=size, today=DAY))
    words = [note["text"] for note in figure["layout"]["annotations"]]
    whole = {" ".join(w.replace("└ ", "").replace("\u2003", "").split("<br>")) for w in words}
    assert any(w.startswith("InvestEU guarantee for microfinance and social entr") for w in whole)
    assert not any("…" in word for word in words)
    assert size != "slide" or figure["layout"]["height"] <= 270


def test_the_table_is_no_slide_of_its_own(today):
    assert "table" not in SLIDES and SLIDES[0] == "list"
    app = App().open(spec("funding"), region="riga", lang="en", view="table", present="1")
    assert app.failed == "" and 'class="fund-slide"' in app.html
    assert ">1 / 4<" in app.html


def test_regional_money_says_for_which_area(package):
    found = entries(package, "extremadura", DAY)
    area = found.table.set_index("funding_id")["area"]
    assert area["es-ext-investment"] == "mine"  # ES43
    assert area["es-murcia-pact"] == "other"  # ES62
    assert area["es-perte"] == area["eu-investeu-msi"] == "whole"
    assert area["lv-se-2024"] == "other"
    mazovia = entries(package, "mazowieckie", DAY)
    assert by_id(mazovia, "pl-fem-82-2024")["area"] == "mine"  # PL92, a part of the region
    centre = by_id(entries(package, "oliveira-de-azemeis", DAY), "pt-parcerias-centro-2025")
    assert centre["area"] is None  # «Centre» in words only
    listed = results.listed(in_order(found.table, ("mine", "EU")), found, (), T)
    assert "Only for Región de Murcia" in listed


def test_a_budget_is_divided_by_the_people_of_its_area_in_its_year(package):
    members = budgets.members(package, entries(package, "riga", DAY))
    riga = members[(members["region_id"] == "riga")]
    # Riga: only the programme of EUR 12 000 000 from October 2023. The last figure for Latvia is
    # that of 2022: 1 875 757 people. The period has 2 284 days, that is 6.2533 years.
    assert list(riga["funding_id"]) == ["lv-se-2024"]
    row = riga.iloc[0]
    assert (row["people"], row["people_year"]) == (1875757, 2022)
    assert row["share"] == pytest.approx(6.39742, abs=1e-5)
    assert row["yearly"] == pytest.approx(6.39742 / (2284 / 365.25), abs=1e-4)
    # Peloponnese: EUR 3 000 000 for EL65, 529 165 people in 2025, the year of its start.
    own = members[members["region_id"] == "peloponnese"].iloc[0]
    assert (own["funding_id"], own["people"], own["people_year"]) == (
        "el-peloponnese-kalo",
        529165,
        2025,
    )
    assert own["share"] == pytest.approx(5.66931, abs=1e-5)


def test_a_call_is_never_added_to_its_programme(package):
    found = entries(package, "oliveira-de-azemeis", DAY)
    members = budgets.members(package, found)
    # Portugal Social Innovation 2030 has EUR 100 million; four of its calls state budgets too.
    assert "pt-pis-2030" in set(members["funding_id"])
    out = budgets.left_out(found, members).set_index("funding_id")["why"]
    calls = ["pt-parcerias-2023", "pt-parcerias-norte", "pt-parcerias-centro-2025", "bg-hrdp-013"]
    assert set(out[calls]) == {"call"}
    for region in members["region_id"].unique():
        mine = members[members["region_id"] == region]
        assert not set(mine["programme"].dropna()) & set(mine["funding_id"])
    sums = budgets.sums(members, {"oliveira-de-azemeis": "", "riga": "", "extremadura": ""})
    # 100 000 000 / 10 352 042 people of Portugal in 2022; its two others name no end date.
    assert list(sums["region_id"])[:2] == ["oliveira-de-azemeis", "riga"]
    assert sums["open"].iloc[0] == pytest.approx(9.65993, abs=1e-5)
    assert (sums["n_open"].iloc[0], sums["n_undated"].iloc[0]) == (1, 2)


def test_a_budget_that_cannot_be_compared_is_told_with_its_reason(package):
    found = entries(package, "riga", DAY)
    members = budgets.members(package, found)
    out = budgets.left_out(found, members).set_index("funding_id")["why"]
    assert out["pl-bgk-kfps"] == "currency"  # PLN 143 000 000
    assert out["es-murcia-pact"] == "area"
    assert out["lv-seb-augsup"] == "area"  # six municipalities, named in words only
    assert out["es-fis-cofides"] == "time"  # until June 2026
    assert out["eu-easi-guarantee"] == "union"
    stated = found.table[["budget_eur", "budget_local"]].notna().any(axis=1).sum()
    assert len(out) + members["funding_id"].nunique() == stated
    told = budget_list.omitted(budgets.left_out(found, members), T)
    assert "PLN\xa0143\u202f000\u202f000" in told


def test_latvia_lacks_four_kinds_of_money(package):
    found = entries(package, "riga", DAY)
    codes = ["LV", "EL", "DE", "BE", "RO", "PL", "PT", "ES", "BG", "EU"]
    grid = gaps.counts(found.table, codes)
    assert grid.loc["loan"].tolist() == [0, 0, 0, 2, 0, 5, 1, 0, 1, 0]
    assert grid.loc["grant", "LV"] == 7 and grid.loc["wage_subsidy", "LV"] == 1
    # Loans are in four other countries, mixed finance in three, guarantees and tax relief in one.
    missing = gaps.lacked(grid, "LV")
    assert missing == ["loan", "mixed", "guarantee", "tax"]
    assert gaps.lacked(grid, "PL") == ["mixed", "guarantee"]
    example = gaps.example(found.table, "tax", "LV")
    assert example is not None and example["funding_id"] == "pl-cit-relief"
    title, _ = headlines.lacking(missing, "LV", found, T)
    assert title == (
        "Latvia lacks 4 kinds of money that others have: loan, mixed finance, guarantee and "
        "tax relief"
    )


def test_an_amount_keeps_its_currency_and_a_missing_one_is_said(package):
    found = entries(package, "riga", DAY)
    rows = {row.funding_id: row for row in found.table.itertuples()}
    assert amount(rows["lv-se-2024"], T) == (
        "up to €200\u202f000",
        ["from €10\u202f000 per award", "budget €12\u202f000\u202f000"],
    )
    assert amount(rows["lv-tam-labam"], T)[0] == "€4\u202f000"
    assert amount(rows["pl-fem-82-summer"], T) == (
        "PLN\xa087\u202f000\u202f000",
        ["budget, not converted"],
    )
    assert amount(rows["es-perte"], T) == ("–", ["amount not stated"])


def test_the_timeline_fades_where_no_date_is_stated(package):
    found = entries(package, "riga", DAY)
    order = order_of_countries(package, "LV")
    rows = in_order(found.table[found.table["country"].isin(["mine", "EU"])], order)
    bars = spans.drawn(rows, DAY)
    # Of 16 rows Up has no date, and the EaSI guarantee ended in 2020.
    assert len(rows) == 16 and len(bars) == 14
    known = bars.set_index("funding_id")
    assert known.loc["eu-investeu", "no_start"] and not known.loc["eu-investeu", "no_end"]
    assert not known.loc["lv-se-2016", "no_end"]
    assert known.loc["lv-se-2016", "begin"] == date(2022, 1, 1)  # it began in 2015
    polish = spans.drawn(found.table, DAY).set_index("funding_id").loc["pl-zus-refund"]
    assert polish["no_end"] and polish["begin"] == date(2022, 10, 30)
    assert known.loc["lv-se-2024-start", "finish"] == date(2029, 12, 31)
    figure = timeline.figure(bars, found, look(package, today=DAY))
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert words[-1] == "<b>Today, 24 November 2026</b>"
    assert "└ Start-up grant for social enterprises" in words
    assert "until 2029 · up to €40\u202f000" in words
    assert not any("NaN" in word for word in words)
    assert figure["layout"]["xaxis"]["ticktext"] == [str(year) for year in range(2022, 2030)]


def test_the_years_of_a_slide_s_timeline_stand_apart(package):
    found = entries(package, "riga", DAY)
    order = order_of_countries(package, "LV")
    rows = in_order(found.table[found.table["country"].isin(["mine", "EU"])], order)
    bars = spans.drawn(rows, DAY)
    figure = timeline.figure(bars, found, look(package, size="slide", today=DAY))
    assert figure["layout"]["xaxis"]["ticktext"] == ["2022", "2024", "2026", "2028"]


def test_a_slide_lists_what_it_has_room_for_and_counts_the_rest(package):
    found = entries(package, "extremadura", DAY)
    order = order_of_countries(package, "ES")
    some = found.table[found.table["country"].isin(["mine", "EU"])]
    rows = in_order(some[some["state"] != "closed"], order)
    # Eleven of Spain and the Union are open or name no end: five and a line take six lines' room.
    told = slides.listed(rows, found, T)
    assert len(rows) == 11 and told.count("<tr") == 5 and "and 6 more" in told
    assert "<td>No end date</td>" in told and "no dates in the source" not in told
    told = slides.listed(rows.head(6), found, T)
    assert told.count("<tr") == 6 and "more</p>" not in told


def test_a_region_and_a_kind_of_budget_are_named_in_the_reader_s_language(package):
    latvian = Words("lv")
    found = entries(package, "extremadura", DAY)
    one = found.table[found.table["funding_id"] == "es-ext-investment"]
    told = results.listed(in_order(one, ("mine",)), found, (), latvian)
    assert "Tikai teritorijai Estremadura" in told
    assert 'class="fund-small">reģionāls · ' in told and "regional" not in told
    # EL65 is all of the partner region; Eurostat calls it Peloponnisos.
    greek = found.table[found.table["nuts_code"] == "EL65"]
    assert set(greek["area_name"]) == {"Peloponnese"}


def test_a_link_holds_any_day_and_no_other_text():
    assert "2026-02-28" in DAYS and "2024-02-29" in DAYS
    for wrong in ("2026-02-30", "2026-2-3", "20260203", "1999-12-31", "today", "", None):
        assert wrong not in DAYS


def test_no_choice_is_another_link_than_the_usual_choice():
    allowed = dict.fromkeys(FundingView.__annotations__, ("mine", "EU", "PL", "open", "undated"))
    allowed |= {"region": ("riga",), "language": ("en",), "presenting": ("1",), "shown": ("list",)}
    home = {"region": "riga", "language": "en"}
    everything = FundingView("riga", "en", state=(), country=("mine", "PL"))
    query = to_query(everything)
    assert query["state"] == "" and query["country"] == "mine~PL"
    assert from_query(FundingView, query, allowed, home) == (everything, [])
    assert from_query(FundingView, {}, allowed, home)[0].state == ("open", "undated")


def test_my_country_by_its_own_code_is_the_same_choice(package):
    view = FundingView("riga", "en", country=("LV", "mine", "EU"), whom="LV")
    assert settled(view, package) == FundingView("riga", "en")


def test_the_groups_that_are_kept_as_data_are_those_of_the_schema(package):
    labels = entries(package, "riga", DAY).labels
    table = package.table("funding")
    for column in ("beneficiary_group", "fund"):
        used = {code for cell in table[column].dropna() for code in cell.split("+")}
        assert used == set(labels[column])
    # Where a fund is named it is grouped, and nowhere else.
    assert table["fund"].notna().tolist() == table["fund_source"].notna().tolist()


def test_another_day_comes_by_the_link(today):
    app = App().open(spec("funding"), region="riga", lang="en", on="2030-01-01")
    assert app.failed == ""
    # At the end of 2029 Latvia's programme is over; of the rest only Up names no end.
    assert "1 January 2030 – Latvia and European Union: no programme or call for Riga" in app.html


def test_a_search_without_result_says_so(today):
    app = App().open(spec("funding"), region="riga", lang="en", kind="tax")
    assert app.failed == ""
    assert "No programme or call fits these choices." in app.html


# --- the page without a screen


def test_a_view_is_the_same_whatever_is_drawn_of_it(package):
    reader = look(package, today=DAY)
    shown = build(FundingView("riga", "en"), package, reader)
    # As counted above: 8 of the rows that fit are for Riga, and one is for a part without a code.
    assert "8 programmes and calls for Riga" in shown.drawn.title
    assert shown.on == DAY and shown.own == shown.whom == "LV"
    assert [facet.name for facet, _ in shown.facets][:2] == ["state", "area"]
    counts = {facet.name: n for facet, n in shown.facets}
    assert counts["state"] == {"open": 8, "undated": 1, "closed": 7}
    assert len(shown.taken.table()) == 9 and shown.taken.file_name == "funding.csv"
    # My country first, then the Union; nobody asks what the Union lacks.
    assert list(shown.countries)[:2] == ["mine", "EU"] and shown.countries["mine"] == "Latvia"
    assert next(iter(shown.others)) == "LV" and "EU" not in shown.others


def test_a_slide_has_no_filter_and_of_the_table_the_finders_rows(package):
    reader = look(package, size="slide", today=DAY)
    shown = build(FundingView("riga", "en", presenting="1", shown="table"), package, reader)
    assert not shown.facets and 'class="fund-slide"' in shown.drawn.figure
    budgets = build(FundingView("riga", "en", presenting="1", shown="budgets"), package, reader)
    # The sums alone: each region's budgets and what is left out need more room.
    assert 'class="fund-sums"' in budgets.drawn.figure and not budgets.drawn.beneath


def test_a_country_whose_area_or_programme_is_unknown_is_still_shown(package):
    table = package.table("funding")
    odd = table["funding_id"] == "lv-se-2024-start"
    changed = table.assign(
        programme=table["programme"].mask(odd, "gone"),
        nuts_code=table["nuts_code"].mask(odd, "LV999"),
        country_code=table["country_code"].mask(table["funding_id"] == "pl-cit-relief", "XX"),
    )
    other = package.with_tables({"funding": changed})
    reader = look(other, today=DAY)
    for code in ("list", "timeline", "budgets", "lacking", "table"):
        view = FundingView("riga", "en", shown=code, country=(), state=())
        assert build(view, other, reader).drawn.title
    shown = build(FundingView("riga", "en"), other, reader)
    assert 'Call of the programme <span lang="en">gone</span>' in shown.drawn.figure
