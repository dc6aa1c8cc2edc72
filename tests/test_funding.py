"""Funding: what a day makes of stated dates, what is counted, compared and lacking.

All expected values were worked out by hand from data/funding.csv and data/observations.csv.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import compress, pairwise

import hand_counted
import pytest
from looks import look
from shown import SHIPPED, App

from pages.funding import budgets, doubts, headlines, kinds, results, spans, timeline
from pages.funding.amounts import amount
from pages.funding.build import build
from pages.funding.entries import Entry, entries, facets, in_order, order_of_countries
from pages.funding.views import DAYS, FundingView, settled
from secon_data.package import Package
from secon_ui.shell.facets import NOT_STATED, fitting
from secon_ui.shell.menu import spec
from secon_ui.shell.view import from_query, to_query
from secon_ui.text.spoken import sentence
from secon_ui.text.words import NBSP, Words

pytestmark = pytest.mark.usefixtures("as_counted")

DAY = date(2026, 11, 24)
T = Words("en")


@pytest.fixture(scope="module")
def package() -> Package:
    return hand_counted.package()


def plain(text: str) -> str:
    """With plain spaces."""
    return text.replace(NBSP, " ").replace("\u202f", " ")


def replace_of(row: Entry, **cells: object) -> Entry:
    """An entry with other cells."""
    return Entry(**{**vars(row), **cells})


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECON_TODAY", DAY.isoformat())


def test_a_third_of_all_entries_can_be_counted_on(package):
    # Of the 38 rows without period_end (none begins after the day) 26 are likely over and one is
    # announced; of the 18 that are open by their dates, Latvia's contributions were only planned.
    found = entries(package, "riga", DAY)
    assert Counter(row.state for row in found.rows) == {
        "closed": 41,
        "likely_over": 26,
        "undated": 11,
        "open": 17,
        "announced": 2,
    }


def test_the_usual_view_is_my_country_and_the_union_open_or_without_end(package):
    # LV open: the programme of 2024 and its two grants. EU open: the EaSI strand of ESF+, and
    # InvestEU with its guarantee and its capacity building, for lenders. The contributions are
    # planned; Up names a last day without a year.
    rows, title, told = shown(package, "riga")
    assert [row.funding_id for row in rows] == [
        "lv-se-2024",
        "lv-se-2024-start",
        "lv-se-2024-development",
        "eu-esf-easi",
        "eu-investeu",
        "eu-investeu-msi",
        "eu-investeu-capacity",
    ]
    assert [row.nested for row in rows] == [False, True, True, False, False, True, True]
    assert [row.section for row in rows] == ["mine"] * 3 + ["EU"] + ["others"] * 3
    assert title == "Latvia and European Union: 4 funding opportunities for Riga, 4 open"
    assert told.endswith(
        "3 more are not for social enterprises themselves. Not counted for Riga: 1 announced only."
    )
    # Up is for six municipalities that no code names: nobody in Riga can count on it.
    _, _, told = shown(package, "riga", state=("likely_over",))
    assert told == (
        "1 more is for a part of Latvia that its source names in words only. "
        "Not counted for Riga: 1 announced only."
    )


def test_the_numbers_at_the_choices_are_those_of_the_list(package):
    # LV and EU: 16 rows. Closed: Latvia's first programme and two competitions, three calls of the
    # EaSI strand and the EaSI guarantee; likely over: Up; announced: the contributions.
    page = build(FundingView("riga", "en"), package, look(package, today=DAY))
    counts = {facet.name: n for facet, n in page.facets}
    assert counts["state"] == {
        "open": 7, "undated": 0, "announced": 1, "likely_over": 1, "closed": 7,
    }  # fmt: skip
    assert counts["kind"] == {"grant": 4, "guarantee": 2, "mixed": 1}
    # Poland: the loan at 0.25 percent, refund, workplace grant and tax relief name no end, and
    # nothing speaks against them.
    assert counts["country"]["PL"] == 4 and counts["country"]["mine"] == 3


def test_what_is_likely_over_is_told_as_that_with_its_reason_wherever_it_is_shown(package):
    view = FundingView("extremadura", "en", state=("undated", "likely_over"), country=("mine",))
    reader = look(package, today=DAY)
    page = build(view, package, reader)
    # Three aids of the region with a last day without a year, the impact fund and the strategic
    # project of the recovery plan. The two of Castile and León are for others.
    assert "5 funding opportunities for Extremadura" in page.drawn.title
    assert page.drawn.title.endswith("5 likely over")
    told = str(page.drawn.figure)
    assert told.count("Its source names a last day for applying, but no year.") == 3
    assert "Applications until 9 September; the page shows no year." in told
    assert "Its money (Recovery and Resilience Facility) had to be spent by 2026." in told
    taken = page.taken.table().set_index("funding_id")
    assert taken.loc["es-perte", ["state", "audience"]].tolist() == ["likely_over", "direct"]
    assert taken.loc["es-perte", "why"].endswith("had to be spent by 2026.")


def test_grants_for_a_new_enterprise_in_extremadura(package):
    chosen = {"area": ("mine", "whole"), "who": ("new",), "kind": ("grant",)}
    rows, title, told = shown(package, "extremadura", **chosen)
    # The region's two aids and the strategic project of the recovery plan are likely over.
    assert [(row.funding_id, row.new_enterprises) for row in rows] == [("eu-esf-easi", "unclear")]
    found = entries(package, "extremadura", DAY)
    text = results.listed(rows, found, ("new",), T)
    assert text.count("does not say whether new enterprises may apply") == 1
    assert title.endswith("1 funding opportunity, 1 open")
    # The title counts it as money for new ones; beneath stood nothing of the doubt.
    assert "Of 1 the source does not say whether new enterprises may apply: ask." in told
    assert told.endswith("Not counted: 3 likely over.")
    # Of Harghita's two for anybody, or new ones, neither source says it.
    assert "new enterprises" not in shown(package, "harghita")[2]
    assert "Of 2 the sources do not say" in shown(package, "harghita", who=("new",))[2]


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        # The list has money of nine countries and of the Union.
        ((), "9 countries and the European Union: "),
        (("mine", "EU", "EL", "DE"), "3 countries and the European Union: "),
        (("mine", "EL", "DE", "BE"), "4 countries: "),
    ],
)
def test_the_union_is_not_counted_as_a_country(package, chosen, told):
    assert shown(package, "harghita", country=chosen)[1].startswith(told)


def shown(package, region, **chosen):
    """The rows, the title and the line beneath, as the finder shows them."""
    found = entries(package, region, DAY)
    order = order_of_countries(package, found.own)
    reader = look(package, today=DAY)
    lists = facets(found, order, reader)
    view = FundingView(region, "en", **chosen)
    picked = {f.name: getattr(view, f.name) for f in lists}
    fits = list(compress(found.rows, fitting(found.codes, lists, picked)))
    every = compress(found.rows, fitting(found.codes, lists, picked, without="state"))
    beyond = [row for row in every if row not in fits]
    rows = in_order(fits, order)
    told = headlines.results(rows, beyond, found, view, reader)
    return rows, *told


def test_money_for_other_regions_of_my_country_is_not_counted_and_comes_last(package):
    # ES open: Murcia's pact, for its own region. The Union: the EaSI strand, and InvestEU for
    # lenders. Likely over: three aids of Extremadura, the strategic project and the impact fund.
    rows, title, told = shown(package, "extremadura")
    assert title == "Spain and European Union: 1 funding opportunity for Extremadura, 1 open"
    assert told == (
        "1 is open as a programme, but none of its parts in our list is open: ask for the next call. "
        "3 more are not for social enterprises themselves. 1 more is only for other regions of "
        "Spain. Not counted for Extremadura: 5 likely over."
    )
    assert [row.funding_id for row in rows] == [
        "eu-esf-easi",
        "es-murcia-pact",
        "eu-investeu",
        "eu-investeu-msi",
        "eu-investeu-capacity",
    ]
    assert [row.section for row in rows] == ["EU", "elsewhere", "others", "others", "others"]
    found = entries(package, "extremadura", DAY)
    text = results.listed(rows, found, (), T)
    assert text.index("EaSI") < text.index("<h2>Spain: only for other regions</h2>")
    assert text.index("only for other regions</h2>") < text.index("Sixth social economy pact")
    assert "Not for social enterprises themselves, but for lenders, funds and investors." in text


def test_asked_for_other_states_alone_it_is_not_said_that_none_was_found(package):
    """Two are open for Haskovo: none without an end date is not none."""
    rows, title, told = shown(package, "haskovo", state=("undated",))
    assert (rows, title) == ([], "No funding opportunity fits these choices.")
    assert told == "Not counted for Haskovo: 3 likely over."
    assert shown(package, "haskovo")[1].endswith("2 funding opportunities for Haskovo, 2 open")


def test_where_something_stands_beneath_it_is_not_said_that_nothing_fits(package):
    """«No funding opportunity fits these choices.» stood over four rows that fit them."""
    # Closed of the Union: networks, markets, transaction costs and the EaSI guarantee, all for
    # support bodies or lenders.
    rows, title, told = shown(package, "haskovo", level=("EU",), state=("closed",))
    assert len(rows) == 4
    assert title == "No funding opportunity for Haskovo fits these choices."
    assert told == "4 more are not for social enterprises themselves."
    # Of Germany one is open with a stated end, for support bodies.
    _, title, told = shown(package, "haskovo", country=("DE",), state=("open",))
    assert title == "No funding opportunity for Haskovo fits these choices."
    assert told.endswith("not for social enterprises themselves. Not counted: 1 likely over.")


def test_money_for_others_is_counted_when_it_is_asked_for(package):
    rows, title, told = shown(package, "extremadura", area=("other",))
    # Those of Castile and León tell of money already given; Aragon's is over.
    assert [row.funding_id for row in rows] == ["es-murcia-pact"]
    assert title == "Spain and European Union: 1 funding opportunity, 1 open"
    assert told == "Not counted: 2 likely over."
    only = shown(package, "extremadura", country=("mine",), kind=("mixed",))
    # Mixed finance that is not over is Murcia's alone; the impact fund's money had to be spent.
    assert only[1] == "Spain: no funding opportunity found for Extremadura"
    assert only[2] == (
        "1 more is only for other regions of Spain. Not counted for Extremadura: 1 likely over."
    )
    # Another country counts the pact, and says why.
    seen = shown(package, "riga", country=("ES",), kind=("mixed",))
    assert seen[1] == "Spain: 1 funding opportunity, 1 open"
    assert seen[2] == (
        "1 of those in the title is only for a part of another country, and is counted whichever region there "
        "can get it. Not counted: 1 likely over."
    )
    lenders = shown(package, "extremadura", who=("finance",))
    assert lenders[1] == "Spain and European Union: 4 funding opportunities for Extremadura, 4 open"


def test_a_call_for_a_part_that_no_code_names_is_neither_mine_nor_lost(package):
    # PT, any state: for all of Portugal the programme, its capacity building, its first calls and
    # the credit line; for the North, in which the region lies, two calls. In words only are named
    # the Centre, Pinhal Interior, the areas of the fund, and so of its credit, and the convergence
    # regions of 2018. Three are for support bodies and the public hand, and so are the Union's but
    # for the EaSI strand.
    _, title, told = shown(package, "oliveira-de-azemeis", state=())
    assert title == (
        "Portugal and European Union: 7 funding opportunities for Oliveira de Azeméis, 3 open, "
        "1 likely over and 3 closed"
    )
    assert told.endswith(
        "10 more are not for social enterprises themselves. "
        "5 more are for parts of Portugal that their sources name in words only."
    )


def test_countries_of_others_are_counted_whole(package):
    _, title, told = shown(package, "riga", country=("PL",))
    # Without end: the loan at 0.25 percent, refund, workplace grant and tax relief.
    assert (
        title
        == "Poland: 4 funding opportunities, none open with a stated end and 4 without end date"
    )
    assert told.endswith("check with the provider. Not counted: 4 likely over.")


def test_the_rows_are_ordered_by_what_a_reader_can_get_first(package):
    # Riga, any state, all countries: mine, the Union, then the partners in the order of regions.
    rows, _, _ = shown(package, "riga", state=(), country=())
    sections = list(dict.fromkeys(row.section for row in rows))
    assert sections == ["mine", "EU", "others", "EL", "DE", "BE", "RO", "PL", "PT", "ES", "BG"]
    order = ["open", "undated", "coming", "announced", "likely_over", "closed"]
    for section in sections:
        heads = [row for row in rows if row.section == section and not row.nested]
        states = [order.index(row.state) for row in heads]
        assert states == sorted(states), section
    # A call stands right under its programme or another call of it, whatever its own state.
    assert any(row.nested for row in rows) and not rows[0].nested
    for before, row in pairwise(rows):
        if row.nested:
            assert row.programme in (before.funding_id, before.programme)


def test_what_hangs_beneath_a_programme_for_me_is_for_me_too(package):
    """Centres, bonds and contracts of Portugal Social Innovation are for incubators and the public
    hand: they stood under «Portugal», while «6 more» were told of a heading over three."""
    view = settled(FundingView("oliveira-de-azemeis", "en", shown="timeline"), package)
    page = build(view, package, look(package, today=DAY))
    words = [str(note["text"]) for note in page.drawn.figure["layout"]["annotations"]]
    apart = words.index("<b>Not for social enterprises themselves</b>")
    for name in (
        "Centres for impact entrepreneurship",
        "Social impact bonds",
        "Social impact contracts",
    ):
        assert words.index(name) > apart
    # The finder counts three of Portugal and three of the Union: so many stand beneath the heading.
    rows, _, told = shown(package, "oliveira-de-azemeis")
    assert "6 more are not for social enterprises themselves." in told
    assert sum(row.section == "others" for row in rows) == 6
    assert all(row.audience != "direct" for row in rows if row.section == "others")
    drawn = build(replace(view, shown="list"), package, look(package, today=DAY)).drawn.figure
    assert sentence(drawn).count("Part of the programme Portugal Social Innovation 2030") == 3
    for region in ("riga", "haskovo", "extremadura", "rhein-neckar", "mazowieckie"):
        rows, _, _ = shown(package, region, state=(), country=())
        own = [row for row in rows if row.country in ("mine", "EU")]
        assert all((row.audience != "direct") == (row.section == "others") for row in own), region


def test_a_part_hangs_beneath_no_programme_but_its_own(package):
    """«Support for founding social enterprises» has no dates and is not drawn; its part of 2020 to
    2023 hung beneath the guarantees of another programme."""
    rows, _, _ = shown(package, "harghita", state=())
    scheme = next(row for row in rows if row.funding_id == "ro-pocu-solidarity-project")
    assert (scheme.nested, scheme.programme) == (True, "ro-pocu-4-16")
    bars = {row.funding_id: row for row in spans.drawn(rows, DAY)}
    assert "ro-pocu-4-16" not in bars and not bars["ro-pocu-solidarity-project"].nested
    for region in package.table("regions")["region_id"]:
        rows, _, _ = shown(package, region, state=(), country=())
        above = ""
        for row in spans.drawn(rows, DAY):
            assert not row.nested or row.programme == above, (region, row.funding_id)
            above = above if row.nested else row.funding_id


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_money_of_other_countries_for_others_is_told_as_that_on_the_timeline(package, size):
    """Germany's 110 million are for support bodies; a heading of theirs is only for my country."""
    view = settled(FundingView("riga", "en", shown="timeline", country=("DE",)), package)
    page = build(view, package, look(package, size=size, today=DAY))
    words = " ".join(str(note["text"]) for note in page.drawn.figure["layout"]["annotations"])
    assert words.count("for others") == 1
    assert "until 2028 · €110 000 000 · for others" in plain(words)
    hover = " ".join(str(one.get("hovertext", "")) for one in page.drawn.figure["data"])
    assert hover.count("<br>Not for social enterprises themselves, but for ") == 1
    assert "«For others»: not for social enterprises themselves." in page.drawn.beneath
    own = settled(FundingView("riga", "en", shown="timeline"), package)
    beneath = build(own, package, look(package, size=size, today=DAY)).drawn.beneath
    assert "For others" not in beneath  # a heading says it


def test_a_prize_on_the_timeline_is_not_taken_for_a_budget(package):
    # Two prizes of 4 000 out of 8 000: the budgets tell the 8 000.
    found = entries(package, "riga", DAY)
    rows = in_order(found.rows, order_of_countries(package, "LV"))
    known = {row.funding_id: row for row in rows}
    seen = look(package, today=DAY)
    told = timeline.told(known["lv-tam-labam"], found, seen)
    assert plain(told).endswith("ended 2024 · €4 000 per award")
    assert plain(timeline.told(known["lv-se-2016"], found, seen)).endswith("· €14 920 000")
    assert plain(timeline.told(known["lv-se-2024-start"], found, seen)).endswith("up to €40 000")


def test_no_money_for_parts_of_a_country_is_said_to_be_for_all_of_it(package):
    """«Social economy bodies and SMEs in North, Centre and Alentejo» stood as «all of Portugal»."""
    found = entries(package, "riga", DAY)
    parts = {row.funding_id for row in found.rows if row.of_part}
    assert parts == {
        "lv-seb-augsup",  # six municipalities
        "de-mannheim-sozialmotor",  # Mannheim, then Ludwigshafen: the region, across two states
        "ro-pocu-solidarity-project",  # in four regions
        "pt-parcerias-centro-2025",  # the Centre
        "pt-pinhal-interior",
        "pt-capacitacao-2018",  # convergence regions
        "pt-fis",  # North, Centre and Alentejo
        "pt-fis-credito",  # its credit
    }
    for entry in ("pt-fis", "pt-capacitacao-2018"):
        assert budgets.scope(found.by_id[entry], T) == "for a part of Portugal"
    portugal = entries(package, "oliveira-de-azemeis", DAY)
    whole = {row.funding_id for row in portugal.rows if row.area == "whole"}
    assert not whole & parts and {"pt-pis-2030", "pt-social-investe"} <= whole
    # The finder's choice says so too: «not stated» stood beside «North, Centre and Alentejo».
    area = next(f for f in facets(portugal, (), look(package)) if f.name == "area")
    assert area.label(NOT_STATED) == "parts of Portugal, in words only"


def test_open_money_of_another_region_is_not_called_my_countrys(package):
    # Of Spain only Murcia's pact is open with a stated end.
    found = entries(package, "extremadura", DAY)
    rows = in_order(found.rows, order_of_countries(package, "ES"))
    title, _ = headlines.timeline(rows, found, look(package, today=DAY))
    assert title == (
        "Spain has no open funding opportunity of its own with a stated end for social enterprises in Extremadura"
    )
    riga = entries(package, "riga", DAY)
    rows = in_order(riga.rows, order_of_countries(package, "LV"))
    title, _ = headlines.timeline(rows, riga, look(package, today=DAY))
    assert title == (
        "Open funding in Latvia for Riga that ends last: Support for social entrepreneurship "
        "2024–2029, until 31 December 2029"
    )


def test_the_timeline_says_whom_no_money_is_open_for(package):
    """«Germany has no open programme with a stated end for Rhine-Neckar» stood over a German bar that
    runs until 2028: 110 million for support bodies. «Longest-running» was said of what ends last."""

    def told(region: str, **choices: tuple[str, ...] | str) -> str:
        view = settled(FundingView(region, "en", shown="timeline", **choices), package)
        return str(build(view, package, look(package, today=DAY)).drawn.title)

    # A bar of the Union that is open until a stated end stands beneath: whose there is none is said.
    none = "no open funding opportunity with a stated end for social enterprises"
    assert told("rhein-neckar") == (
        "Germany has no open funding opportunity of its own with a stated end for social "
        "enterprises in Rhine-Neckar"
    )
    assert told("oliveira-de-azemeis", country=("DE",)) == f"Germany: {none} themselves"
    # Who asks for the money of support bodies is told of it.
    assert told("rhein-neckar", country=("mine",), who=("support",)) == (
        "These choices (Support centres, incubators and networks): Acting sustainably: support of common-good companies is open until 2028"
    )
    # The province's subsidies have run since 2020 and name no end: this one is the only
    # one with an end.
    assert told("flemish-brabant") == (
        "Open funding in Belgium for Flemish Brabant with a stated end: Co-financing of European "
        "regional development projects, until 2027"
    )


def test_each_view_of_another_day_begins_with_it(package):
    """In June 2029 another programme is open: told without its day in 2026."""
    for shown in ("list", "timeline", "budgets"):
        view = FundingView("rhein-neckar", "en", shown=shown, on="2029-06-01")
        title = build(view, package, look(package, today=DAY)).drawn.title
        assert title.startswith("1 June 2029 – "), shown
        today = build(replace(view, on=None), package, look(package, today=DAY)).drawn.title
        assert "2029" not in today and " – " not in today, shown


def test_what_kinds_are_in_the_list_has_no_day_and_what_can_be_had_has(package):
    """«1 January 2035 – Poland: every kind of money in the list is there too», and the list of that
    day was empty."""
    view = FundingView("mazowieckie", "en", shown="lacking", on="2035-01-01")
    drawn = build(view, package, look(package, today=DAY)).drawn
    assert drawn.title.startswith("Poland: every kind of money in the list is there too")
    assert "can be had by social enterprises on 1 January 2035; an open" in drawn.beneath
    assert "0 then" in str(drawn.figure) and " now" not in str(drawn.figure)


def test_programmes_without_an_open_part_are_counted_of_all_whose_budgets_are_shown(package):
    """«1 of 1 for Extremadura states its budget … 2 are open as programmes», one of them
    Bulgaria's."""
    view = FundingView("extremadura", "en", shown="budgets")
    drawn = build(view, package, look(package, today=DAY)).drawn
    assert "Of all these 2 are open as programmes, but none of their parts" in drawn.measured


def test_a_budget_names_its_programme_which_may_be_in_neither_table(package):
    """«Call of the programme above» stood in the first row of the table of what is over, and, of
    Romania, under a programme that is another's."""
    page = build(FundingView("riga", "en", shown="budgets"), package, look(package, today=DAY))
    figure = str(page.drawn.figure)
    assert "programme above" not in figure
    # Of the euro rows of funding.csv: the first calls of 2023 are of «pt-pis-2030».
    called = "Partnerships for social innovation, first calls 2023"
    assert "Part of the programme Portugal Social Innovation 2030" in figure.split(called)[1][:300]


def test_the_timeline_of_others_tells_nothing_of_my_country(package):
    """Riga's own programme runs until 2029; the timeline of Portugal and Belgium said «Latvia has no
    open programme with a stated end for Riga»."""

    def told(*countries: str, kind: tuple[str, ...] = (), who: tuple[str, ...] = ()) -> str:
        view = FundingView("riga", "en", shown="timeline", country=countries, kind=kind, who=who)
        view = settled(view, package)
        return str(build(view, package, look(package, today=DAY)).drawn.title)

    # The longest by period_end: Portugal Social Innovation 2030 and its instruments, «2030».
    assert told("PT", "BE") == (
        "Portugal and Belgium: Portugal Social Innovation 2030 is open longest, until 2030"
    )
    # Bulgaria's envelope and the EaSI strand run until 2027, but no call is open: nobody can apply.
    held = "what is open with a stated end has no open part in our list"
    assert told("BG", "EU", kind=("grant",)) == f"These choices (Grant): {held}"
    # InvestEU runs until 2027, its guarantee and capacity building until 30 June 2027.
    assert told("EU", who=("finance",)) == (
        "These choices (Lenders, funds and investors): InvestEU: social investment and skills is "
        "open longest, until 2027"
    )
    assert told("PL") == "Poland: no open funding opportunity with a stated end"
    # Of the Union only the EaSI strand is for organisations themselves; InvestEU, whose two parts
    # are open, is for lenders.
    assert told("EU") == (
        "European Union: what is open with a stated end for social enterprises themselves has no "
        "open part in our list"
    )
    mine = (
        "Open funding in Latvia for Riga that ends last: Support for social entrepreneurship "
        "2024–2029"
    )
    assert told("PT", "LV") == told() == f"{mine}, until 31 December 2029"
    # No loan of Latvia is listed: that there are none is said of the choice, not of the country.
    assert told("LV", kind=("loan",)) == (
        "These choices (Loan): no open funding opportunity with a stated end"
    )


def test_a_narrowed_finder_names_its_filter(package):
    """«Spain: no programme or call found» was said of one kind of money, though others have some."""

    def title(**choices: tuple[str, ...] | str) -> str:
        view = settled(FundingView("extremadura", "en", **choices), package)
        return str(build(view, package, look(package, today=DAY)).drawn.title)

    assert title(country=("mine",), kind=("mixed",)) == (
        "Spain (Mixed finance): no funding opportunity found for Extremadura"
    )
    assert title(kind=("mixed",), country=("mine",), area=("other",)).startswith(
        "Spain (other areas · Mixed finance): "
    )
    # Country and state say themselves what they are.
    assert " (" not in title(country=("mine",))


def test_the_source_line_counts_what_is_shown(package):
    """One kind of money of one country stood over «91 programmes, calls and instruments»."""
    every = None
    for shown in ("list", "table", "timeline", "budgets", "lacking"):
        view = FundingView("riga", "en", shown=shown, country=("mine",))
        page = build(settled(view, package), package, look(package, today=DAY))
        n = int(re.search(r">(\d+) funding opportunit", str(page.source))[1])
        if shown == "lacking":  # the kinds of money count the whole list
            every = n
        else:
            assert n == len(page.taken.table()), shown
    assert every == len(package.table("funding"))


def test_what_the_timeline_counts_adds_up_and_names_no_nothing(package):
    """Haskovo: «0 without end date» stood above «1 has no date in its source»."""
    view = FundingView("haskovo", "en", shown="timeline")
    drawn = build(settled(view, package), package, look(package, today=DAY)).drawn
    assert (
        "13, of which 5 open with a stated end, 3 likely over and 5 closed. 2 are open as "
        "programmes, but none of their parts in our list is open" in drawn.measured
    )
    # «In the finder only» was untrue: budgets and table hold it too.
    assert "1 has no date in its source and is not drawn here." in str(drawn.beneath)


def test_a_budget_is_told_as_its_source_states_it(package):
    """«more than BGN 44.3 million» was «€22 650 230»; Murcia's «more than EUR 55 million» exact."""
    rows = entries(package, "haskovo", DAY).by_id

    def told(entry: str) -> tuple[str, list[str]]:
        big, lines = amount(rows[entry], T)
        return plain(big), [plain(line) for line in lines]

    # 44.3 / 1.95583 = 22.650 and 27 / 1.95583 = 13.805 million: three digits.
    assert told("bg-hrdp-se") == ("more than BGN 44 300 000", ["budget, about €22 700 000"])
    assert told("bg-hrdp-013") == (
        "up to BGN 391 166",
        ["from BGN 50 000 per award", "while it was open", "budget BGN 27 000 000"],
    )
    assert told("es-murcia-pact") == ("more than €55 000 000", ["budget"])
    assert told("ro-harghita-caritas") == ("almost RON 2 000 000", ["budget, not converted"])
    assert told("pl-fem-82-2024") == ("more than PLN 17 800 000", ["budget, not converted"])
    # Stated in both: «100 million euro», the lei beside it.
    assert told("ro-posdru-172") == ("€100 000 000", ["budget"])
    assert told("lv-se-2024") == (
        "up to €200 000",
        ["from €10 000 per award", "budget €12 000 000"],
    )
    view = FundingView("haskovo", "en", shown="budgets")
    drawn = build(view, package, look(package, today=DAY)).drawn
    # Bulgaria has no second to compare it with.
    assert "; from Bulgaria: more than BGN 44 300 000, " in plain(str(drawn.title))


def test_the_largest_is_told_only_of_several(package):
    """«the largest: …» was said of the one budget, the one award and the one bar that there is."""
    riga = entries(package, "riga", DAY)
    # As if it had no parts: of these one alone gives as much.
    programme = replace_of(riga.by_id["lv-se-2024"], funding_id="without-parts")
    grant = riga.by_id["lv-se-2024-start"]
    other = replace_of(grant, max_award_eur=50_000.0, state="open", audience="direct")
    told = [plain(headlines._largest(rows, riga, T)) for rows in ([programme], [programme, other])]
    name = "€200 000, Support for social entrepreneurship 2024–2029."
    assert told == [f"Stated open award: up to {name}", f"Largest open award: {name}"]
    # Beside an award in lei nobody knows which is larger.
    lei = replace_of(other, max_award_eur=None, max_award_local=900_000.0, currency_local="RON")
    assert plain(headlines._largest([programme, other, lei], riga, T)) == told[0]
    budgets = [programme, replace_of(programme, budget_eur=9_000_000.0, name_local=None)]
    most = plain(headlines._largest_budget(budgets, "Latvia", T))
    assert (
        most
        == "the largest from Latvia: €12 000 000, Support for social entrepreneurship 2024–2029"
    )


def test_what_is_closed_is_no_offer(package):
    """Antwerp: «up to €250 000 per award», five years after the last day to apply."""
    closed = entries(package, "flemish-brabant", DAY).by_id["be-antwerp-impulse"]
    big, lines = amount(closed, T)
    assert (plain(big), lines) == ("up to €250 000", ["per award", "while it was open"])
    then = entries(package, "flemish-brabant", date(2021, 9, 5)).by_id["be-antwerp-impulse"]
    assert amount(then, T)[1] == ["per award"]


def test_an_instrument_of_a_programme_is_not_called_a_call(package):
    """Portugal's impact bonds are one of five instruments of the programme, FIS Crédito a credit line."""
    found = entries(package, "oliveira-de-azemeis", DAY)
    rows = in_order([found.by_id["pt-titulos-impacto"]], ("mine", "EU"))
    assert next(sentence(part) for part in results.grey(rows[0], found, T)) == (
        "Part of the programme Portugal Social Innovation 2030"
    )
    assert "A call of" not in " ".join(doubts.why(found.by_id["pt-fis-credito"], found, T))


def test_an_award_is_what_one_body_gets(package):
    """Not what a month, a workplace or a member is paid, nor what a lender's customer borrows."""
    rows = entries(package, "riga", DAY).by_id
    for entry in (
        "pl-zus-refund", "pl-workplace-grant", "es-ext-cee-2016", "es-cyl-members", "pl-mcps-cis",
        "eu-investeu-msi", "eu-easi-guarantee",
    ):  # fmt: skip
        row = rows[entry]
        assert row.max_award_eur is None and row.max_award_local is None, entry
    assert amount(rows["eu-investeu-msi"], T) == (
        "–",
        ["no whole budget or award in our data; the description names sums"],
    )
    assert amount(rows["eu-investeu-capacity"], T)[1] == [
        "our data hold no figure for budget or award"
    ]
    # EUR 5 000 is the ceiling of the lowest class, no least award.
    assert amount(rows["be-vb-social-entrepreneurship"], T)[1] == ["per award"]


def test_a_programme_whose_listed_calls_have_ended_says_so(package):
    """Bulgaria: the one call inside the envelope ended on 14 November 2025; EaSI: the three listed
    ended in 2022, 2024 and 2025. InvestEU's two calls run, Latvia's grants as well."""
    found = entries(package, "haskovo", DAY)
    over = {row.funding_id for row in found.rows if doubts.no_part_open(row, found)}
    assert over == {"bg-hrdp-se", "eu-esf-easi"}
    _, _, told = shown(package, "haskovo")
    assert told.startswith(
        "2 are open as programmes, but none of their parts in our list is open: ask for the next call."
    )
    envelope = doubts.warnings(found.by_id["bg-hrdp-se"], found, T)
    assert envelope == ["None of its parts in our list is open: ask for the next call."]
    # So do its budget and the file to take away, which only tells doubts.
    told = build(FundingView("haskovo", "en", shown="budgets"), package, look(package, today=DAY))
    assert "2 are open as programmes, but none of their parts in our list" in told.drawn.measured
    assert str(told.drawn.figure).count(envelope[0]) == 2
    # Of all that are shown there, also where one of them is for another region.
    view = FundingView("mazowieckie", "en", shown="budgets")
    told = build(view, package, look(package, today=DAY))
    assert "2 are open as programmes, but none of their parts in our list" in told.drawn.measured
    assert str(told.drawn.figure).count(envelope[0]) == 2
    taken = build(FundingView("haskovo", "en"), package, look(package, today=DAY)).taken.table()
    why = taken.set_index("funding_id")["why"]
    assert why["bg-hrdp-se"] == envelope[0]


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_no_name_on_the_timeline_is_cut(package, size):
    found = entries(package, "riga", DAY)
    rows = [row for row in found.rows if row.country in ("mine", "EU")]
    rows = in_order(rows, order_of_countries(package, "LV"))
    bars = spans.drawn(rows, DAY)
    figure = timeline.figure(bars, found, look(package, size=size, today=DAY))
    words = [note["text"] for note in figure["layout"]["annotations"]]
    whole = {" ".join(w.replace("└ ", "").replace("\u2003", "").split("<br>")) for w in words}
    assert any(w.startswith("InvestEU guarantee for microfinance and social entr") for w in whole)
    assert not any("…" in word for word in words)


@pytest.mark.parametrize("language", ["en", "lv"])
def test_words_behind_the_longest_bar_have_room_in_the_narrowest_chart(package, language):
    # 1 120 pixels, 378 of them left and right of the bars; «līdz: 2029. gada 31. dec. · līdz
    # 200 000 €» has 42 letters of some 5 pixels.
    at = look(package, language, today=DAY)
    found = entries(package, "riga", DAY)
    rows = [row for row in found.rows if row.country in ("mine", "EU")]
    bars = spans.drawn(in_order(rows, order_of_countries(package, "LV")), DAY)
    layout = timeline.figure(bars, found, at)["layout"]
    begin, end = (date.fromisoformat(day) for day in layout["xaxis"]["range"])
    behind = [note for note in layout["annotations"] if note.get("xref") != "paper"]
    words = [note for note in behind if "200\u202f000" in note["text"]]
    assert words
    for note in words:
        x = (date.fromisoformat(note["x"]) - begin) / (end - begin) * 742
        assert x + 4 + 5 * len(note["text"]) < 742


def test_regional_money_says_for_which_area(package):
    found = entries(package, "extremadura", DAY)
    area = {row.funding_id: row.area for row in found.rows}
    assert area["es-ext-investment"] == "mine"  # ES43
    assert area["es-murcia-pact"] == "other"  # ES62
    assert area["es-perte"] == area["eu-investeu-msi"] == "whole"
    assert area["lv-se-2024"] == "other"
    mazovia = entries(package, "mazowieckie", DAY)
    assert mazovia.by_id["pl-fem-82-2024"].area == "mine"  # PL92, a part of the region
    centre = entries(package, "oliveira-de-azemeis", DAY).by_id["pt-parcerias-centro-2025"]
    assert centre.area is None  # «Centre» in words only
    listed = results.listed(in_order(found.rows, ("mine", "EU")), found, (), T)
    assert "Only for Región de Murcia" in listed


def test_budgets_are_told_as_they_are_stated_and_never_ranked(package):
    page = build(FundingView("riga", "en", shown="budgets"), package, look(package, today=DAY))
    # Riga can count on the programme, its two grants and the EaSI strand of the Union; programme and
    # strand state their budgets, and its own country's comes first.
    assert page.drawn.title == (
        "2 of 4 funding opportunities for Riga state their budget; "
        "from Latvia: €12\u202f000\u202f000, Support for social entrepreneurship 2024–2029"
    )
    assert "as 54 of the 97 entries in the list state them" in page.drawn.measured
    # Extremadura can get the Union's strand alone.
    alone = build(
        FundingView("extremadura", "en", shown="budgets"), package, look(package, today=DAY)
    )
    assert "states its budget; from the European Union: €762\u202f000\u202f000, Employment" in (
        alone.drawn.title
    )
    told = str(page.drawn.figure)
    assert "inhabitant" not in told + page.drawn.title + page.drawn.measured
    head, folded = told.split("<details")
    # Latvia's, Bulgaria's, Romania's, Greece's two, Portugal's, Murcia's, Germany's, the strand.
    assert head.count("<tr") - head.count("fund-group") - 1 == 9
    assert "45 budgets of money that is over, likely over or not begun" in folded
    assert "all of Latvia" in head and "Peloponnese" in head
    assert "PLN\xa0143\u202f000\u202f000" in folded and "the whole EU" in folded
    assert len(page.taken.table()) == 54


def test_money_for_other_regions_is_not_what_somebody_here_can_get_now(package):
    """The finder has Murcia's pact as «only for other regions» of Extremadura's country."""
    view = FundingView("extremadura", "en", shown="lacking")
    page = build(view, package, look(package, today=DAY))
    (row,) = (
        re.sub(r"<[^>]+>", "|", line)
        for line in str(page.drawn.figure).split("<tr>")
        if ">Mixed finance</th>" in line
    )
    assert re.findall(r"[^|]*now[^|]*", row)[0] == "0 now, 1 for other regions only"


def test_what_is_not_in_the_list_is_not_called_lacking(package):
    page = build(FundingView("riga", "en", shown="lacking"), package, look(package, today=DAY))
    # Loans are of Belgium, Poland, Portugal and Bulgaria. Guarantees (also Portugal's) and mixed
    # finance (Romania's, Portugal's and Spain's) come from the Union, tax relief by the law of 2017.
    assert page.drawn.title == "Not found for Latvia, but present elsewhere: loan"
    assert page.drawn.measured.startswith(
        "From the European Union only: mixed finance and guarantee."
    )
    told = str(page.drawn.figure)
    assert "◐ partly" in told and "Tax relief in the Social Enterprise Law" in told
    assert "LV-tax_treatment" in told  # the way to where Policy says it
    taken = page.taken.table()
    tax = taken[(taken["country_code"] == "LV") & (taken["kind"] == "tax relief")].iloc[0]
    assert (tax["status"], tax["listed"]) == ("partly", 0)
    example = kinds.example(entries(package, "riga", DAY), "loan", "LV")
    # Belgium's fund, told of in 2023, and Poland's loan at 0.25 percent name no end and nothing
    # speaks against them; neither states a budget, and the first by its id is shown.
    assert example is not None and example.funding_id == "be-sifo"


def test_an_amount_keeps_its_currency_and_a_missing_one_is_said(package):
    found = entries(package, "riga", DAY)
    rows = found.by_id
    assert amount(rows["lv-se-2024"], T) == (
        "up to €200\u202f000",
        ["from €10\u202f000 per award", "budget €12\u202f000\u202f000"],
    )
    assert amount(rows["lv-tam-labam"], T)[0] == "€4\u202f000"
    assert amount(rows["pl-fem-82-summer"], T) == (
        "PLN\xa087\u202f000\u202f000",
        ["budget, not converted"],
    )
    # «EUR 2 503 million had been mobilised»
    told = "no whole budget or award in our data; the description names sums"
    assert amount(rows["es-perte"], T) == ("–", [told])


def test_the_timeline_fades_where_no_date_is_stated(package):
    found = entries(package, "riga", DAY)
    order = order_of_countries(package, "LV")
    rows = in_order([row for row in found.rows if row.country in ("mine", "EU")], order)
    bars = spans.drawn(rows, DAY)
    # Of 16 rows Up has no date, and the EaSI guarantee ended in 2020.
    assert len(rows) == 16 and len(bars) == 14
    known = {row.funding_id: row for row in bars}
    assert not known["lv-se-2016"].no_end
    assert known["lv-se-2016"].begin == date(2022, 1, 1)  # it began in 2015
    every = {row.funding_id: row for row in spans.drawn(in_order(found.rows, order), DAY)}
    advice = every["be-fl-management-advice"]
    assert advice.no_start and not advice.no_end
    polish = every["pl-zus-refund"]
    assert polish.no_end and polish.begin == date(2022, 10, 30)
    assert known["lv-se-2024-start"].finish == date(2029, 12, 31)
    figure = timeline.figure(bars, found, look(package, today=DAY))
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert words[-1] == "<b>Today, 24 November 2026</b>"
    assert "└ Start-up grant for social enterprises" in words
    assert "until 2029 · up to €40\u202f000" in words
    assert not any("NaN" in word for word in words)
    assert figure["layout"]["xaxis"]["ticktext"] == [str(year) for year in range(2022, 2030)]


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_what_cannot_be_had_is_outlined_on_the_timeline_and_said(package, size):
    """Announced only: the compensation of contributions; without an open part: EaSI. They were as solid
    as what is open. Of 14 bars of Latvia and the Union 2 are these, and 7 closed, 1 likely over."""
    seen = look(package, size=size, today=DAY)
    page = build(settled(FundingView("riga", "en", shown="timeline"), package), package, seen)
    figure = page.drawn.figure
    bars = [one for one in figure["data"] if one.get("fill") == "toself"]
    lines = [bar["line"]["width"] for bar in bars]
    strengths = [
        float(str(bar["fillgradient"]["colorscale"][-1][1]).split(",")[-1][:-1]) for bar in bars
    ]
    assert sorted(lines) == [0] * 12 + [1.5] * 2
    assert [s for s, line in zip(strengths, lines, strict=True) if line] == [0.12, 0.12]
    words = " ".join(str(note["text"]) for note in figure["layout"]["annotations"])
    assert "announced only" in words and "until 2027, no open part" in words
    assert (
        "outlined: not to be had on this day (not open yet, announced only," in page.drawn.beneath
    )


def test_what_has_no_open_part_is_not_called_open_longest(package):
    """Bulgaria's envelope runs until 2027, its one call ended on 14 November 2025."""
    found = entries(package, "haskovo", DAY)
    envelope = found.by_id["bg-hrdp-se"]
    seen = look(package, today=DAY)
    title, _ = headlines.timeline([envelope], found, seen)
    assert title == (
        "Bulgaria: what is open for Haskovo with a stated end has no open part in our list"
    )
    other = replace_of(envelope, funding_id="x", period_end="2026-12", name_en="Another")
    title, _ = headlines.timeline([envelope, other], found, seen)
    assert title == (
        "Open funding in Bulgaria for Haskovo with a stated end: Another, until December 2026"
    )
    title, _ = headlines.timeline(
        [envelope],
        found,
        seen,
        FundingView("haskovo", "en", shown="timeline", kind=("grant",)),
        ["Grant"],
    )
    assert title.endswith("what is open with a stated end has no open part in our list")


def test_a_programme_of_which_no_part_is_open_says_so_whether_the_next_is_known_or_not():
    """Latvia's first programme took no applications from 8 July 2021 to 27 February 2022."""
    package = Package(SHIPPED)
    seen = [
        "lv-se-2016" in entries(package, "riga", day).without_open_part
        for day in (date(2021, 7, 7), date(2021, 7, 8), date(2022, 2, 27), date(2022, 2, 28))
    ]
    assert seen == [False, True, True, False]
    # InvestEU, EaSI and Bulgaria's envelope of 2021 ran; their first listed calls are of 2022 and
    # 2025.
    one = entries(package, "riga", date(2021, 12, 1))
    assert one.without_open_part == {
        "lv-se-2016",
        "eu-investeu",
        "eu-esf-easi",
        "bg-hrdp-se",
    }
    # Its last part ends with it: then it is over.
    after = entries(package, "riga", date(2023, 1, 1))
    assert "lv-se-2016" not in after.without_open_part
    assert after.by_id["lv-se-2016"].state == after.by_id["lv-se-2016-resumed"].state == "closed"


def test_of_kinds_of_money_only_what_is_needed_stands_first(package):
    page = build(FundingView("riga", "en", shown="lacking"), package, look(package, today=DAY))
    assert page.drawn.measured == (
        "From the European Union only: mixed finance and guarantee. What is not in our list may "
        "still exist."
    )
    assert (
        "How many funding opportunities are in our list, whatever their state" in page.drawn.beneath
    )


def test_a_region_and_a_kind_of_budget_are_named_in_the_reader_s_language(package):
    latvian = Words("lv")
    found = entries(package, "extremadura", DAY)
    one = found.by_id["es-ext-investment"]
    told = results.listed(in_order([one], ("mine",)), found, (), latvian)
    assert "Tikai teritorijai Estremadura" in told
    assert 'class="fund-small">reģionāls · ' in told and "regional" not in told
    # EL65 is all of the partner region; Eurostat calls it Peloponnisos.
    greek = [row.area_name for row in found.rows if row.nuts_code == "EL65"]
    assert set(greek) == {"Peloponnese"}


def test_a_link_holds_any_day_of_the_list_and_no_other_text():
    """Of earlier days it told by what was found out later: open before it was signed, over before
    it can have begun."""
    assert "2026-11-23" in DAYS and "2028-02-29" in DAYS
    for wrong in ("2027-02-30", "2027-2-3", "20270203", "2026-11-22", "today", "", None):
        assert wrong not in DAYS


def test_a_day_before_the_list_is_told_and_todays_is_shown(today):
    app = App().open(spec("funding"), region="riga", lang="en", on="2021-12-01")
    assert app.failed == "" and "1 December 2021" not in app.html
    told = "The link says on=2021-12-01; a day from 23 November 2026 to 31 December 2099 can be"
    assert told in app.html


def test_no_choice_is_another_link_than_the_usual_choice():
    allowed = dict.fromkeys(FundingView.__annotations__, ("mine", "EU", "PL", "open", "undated"))
    allowed |= {"region": ("riga",), "language": ("en",), "shown": ("list",)}
    allowed["rev"] = ()
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
    # At the end of 2029 Latvia's programme is over, and so are the Union's.
    assert "1 January 2030 – Latvia and European Union: no funding opportunity found" in app.html


def test_a_search_without_result_says_so(today):
    app = App().open(spec("funding"), region="riga", lang="en", kind="tax")
    assert app.failed == ""
    assert "No funding opportunity fits these choices." in app.html


# --- the page without a screen


def test_a_view_is_the_same_whatever_is_drawn_of_it(package):
    reader = look(package, today=DAY)
    shown = build(FundingView("riga", "en"), package, reader)
    # As counted above: 4 of the rows that fit are for Riga, three for lenders.
    assert "4 funding opportunities for Riga" in shown.drawn.title
    assert shown.on == DAY and shown.own == shown.whom == "LV"
    assert [facet.name for facet, _ in shown.facets][:2] == ["state", "area"]
    assert len(shown.taken.table()) == 7 and shown.taken.file_name == "funding.csv"
    # My country first, then the Union; nobody asks what kinds the Union has.
    assert list(shown.countries)[:2] == ["mine", "EU"] and shown.countries["mine"] == "Latvia"
    assert next(iter(shown.others)) == "LV" and "EU" not in shown.others


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
    assert 'Part of the programme <span lang="en">gone</span>' in shown.drawn.figure


def test_an_award_that_only_a_part_gives_is_not_that_of_a_choice_without_the_part(package):
    """€200 000 is the development grant's, for enterprises of two years; who is new gets up to
    €40 000, and read «Largest open award: €200 000» of the programme of both."""

    def said(**chosen) -> str:
        view = FundingView("riga", "en", **chosen)
        return plain(str(build(view, package, look(package, today=DAY)).drawn.measured))

    assert "€200 000" not in said(who=("new",)) and "€40 000" in said(who=("new",))
    assert "€200 000" in said()
