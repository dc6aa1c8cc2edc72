"""What headlines say word by word: articles, marks, years, counts, of what a place is and whence."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
from looks import look

from pages.compare import build as compare
from pages.compare import headlines
from pages.compare.views import CompareView
from pages.region import build as region
from pages.region import heat, peers
from pages.region.scene import Scene
from pages.region.views import MAIN, STRUCTURE, RegionView
from secon_data import breaks, comparison, package, regions, standing
from secon_data.rows import Rows, each
from secon_ui.text import within
from secon_ui.text.basis_marks import SIGN
from secon_ui.text.spoken import sentence
from secon_ui.text.words import Words

DATA = package.Package(package.SHIPPED)
WIDE = look(DATA)
NAMES = WIDE.names
T = WIDE.t
ROWS = {(r["region_id"], r["indicator_id"]): r for r in each(standing.standing(DATA))}
INDICATORS = {r["indicator_id"]: r for r in each(DATA.table("indicators"))}
COMPARABLE = regions.comparable(DATA)


def plain(html: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", str(html))).strip()


def test_english_names_have_an_article_within_a_sentence():
    """«Where number of physicians is higher», «Riga: share of children is …»: what is counted has
    an article, what has no plural has none. All names as they are now, by what was read."""
    with_article = {
        of["short_name"] for of in INDICATORS.values() if within.subject(of, T).startswith("the ")
    }
    assert with_article == {
        "enterprise birth rate", "change in GDP per head relative to the EU",
        "gender employment gap", "risk of poverty or exclusion",
        "risk of poverty or exclusion in cities", "risk of poverty or exclusion in rural areas",
        "risk of poverty or exclusion in towns and suburbs", "risk of poverty in cities",
        "risk of poverty in rural areas", "risk of poverty in towns and suburbs",
        "share of young people not in work or education", "number of physicians", "median age",
        "share of children", "population", "share of older people", "number of tourist nights",
        "number of tourist nights per 1 000 inhabitants", "number of tourist nights per km²",
        "share of people with basic digital skills", "long-term unemployment rate",
        "mean net migration 2015–2024", "mean natural change 2015–2024",
        "mean population change 2015–2024",
    }  # fmt: skip
    asked = CompareView("riga", "en", "physicians_per_100k", shown="scatter", other="gdp_mio_eur")
    title = plain(compare.build(asked, DATA, WIDE).drawn.title)
    assert "the number of physicians" in title and "GDP" in title and "the GDP" not in title
    # A heading has none, and no other language is told one.
    on_map = replace(asked, shown="map")
    assert plain(compare.build(on_map, DATA, WIDE).drawn.title).startswith("Number of physicians: ")
    latvian = Words("lv")
    for of in INDICATORS.values():
        assert within.subject(of, latvian) == latvian.data(of["short_name"])


def test_a_value_at_an_end_has_its_mark():
    """Mazowieckie's 2.9 % is computed of PL91 and PL92, and stood in the headline as published; of
    17.0 % of children in Harghita and in Flemish Brabant both are their own."""
    asked = CompareView("extremadura", "en", "unemployment_rate_15_74")
    title = sentence(compare.build(asked, DATA, WIDE).drawn.title)
    assert title.startswith("Unemployment: from 2.9\u00a0% ◆ (Mazowieckie) to 14.8\u00a0% (Extrem")
    for indicator in COMPARABLE:
        shown = compare.build(CompareView("riga", "en", indicator), DATA, WIDE)
        found = comparison.compare(DATA, indicator).table.dropna(subset=["value"])
        title = sentence(shown.drawn.title)
        for at in (found["value"].min(), found["value"].max()):
            for row in each(found[found["value"] == at]):
                name, mark = NAMES[row["region_id"]], SIGN[row["basis"]]
                if name in title.partition(";")[0] and row["basis"] != "own":
                    before, _, behind = title.partition(name)
                    assert mark in before[-12:] + behind[:3], title


def test_a_trend_marks_both_its_values():
    """Latvia's rates stand for Riga: 10.0 % ○ of 2015 as well as 6.9 % ○ of 2025."""
    asked = CompareView("riga", "en", "unemployment_rate_15_74", shown="trend")
    title = sentence(compare.build(asked, DATA, WIDE).drawn.title)
    assert title.startswith("Riga: unemployment fell from ")
    assert re.fullmatch(
        r"[\d.]+\u00a0% ○ in \d+ to [\d.]+\u00a0% ○ in \d+", title[29:].split(";")[0]
    )


def test_all_others_are_not_counted_as_so_many_of_them():
    """«in 6 of 6 others it rose further»."""

    def told(mine: float, *others: float) -> str:
        values = {"riga": mine} | {f"r{n}": one for n, one in enumerate(others)}
        lines = {
            region: series((2020, 10.0), (2021, 10.0 + change)) for region, change in values.items()
        }
        row = {**ROWS["riga", "arope"], "value": 10.0 + mine, "basis": "own"}
        of = INDICATORS["unemployment_rate_15_74"]
        return plain(headlines.trend(lines, "riga", row, of, "Riga", T)).partition("; ")[2]

    assert told(1, 2, 2, 2) == "in all 3 others that can be compared it rose further"
    assert told(1, 2, 0, 2) == "in 2 of 3 others that can be compared it rose further"
    assert told(1, 0, 0, 0) == "none of the 3 others that can be compared saw a larger rise"
    assert told(-1, -2, -2, -2) == "in all 3 others that can be compared it fell further"
    assert told(-1, -2, 0, 0) == "in 1 of 3 others that can be compared it fell further"
    assert told(-1, 0, 0, 0) == "none of the 3 others that can be compared saw a larger fall"
    assert told(1, 2, 2) == ""


def further(mine: list[tuple[int, float]], *others: Rows) -> str:
    """What the headline of a trend says of others, mine being of one unbroken series."""
    lines = {"riga": series(*mine)} | {f"r{n}": line for n, line in enumerate(others)}
    row = {**ROWS["riga", "arope"], "value": mine[-1][1], "basis": "own"}
    of = INDICATORS["unemployment_rate_15_74"]
    return plain(headlines.trend(lines, "riga", row, of, "Riga", T)).partition("; ")[2]


def series(
    *points: tuple[int, float], broken: int | None = None, method_to: int | None = None
) -> Rows:
    """``broken``: the year of a break; ``method_to``: the last year of an earlier method."""
    return [
        {
            "year": year,
            "value": value,
            "broken": breaks.Break(year, True, ()) if year == broken else None,
            "method": "old" if method_to is not None and year <= method_to else "m",
        }
        for year, value in points
    ]


def test_an_equal_change_is_no_larger_one():
    """3.6 to 2.5 and 7.4 to 6.3 are 1.1 less each; 7.4 − 6.3 is 1.1000000000000005 in binary."""
    same, less = series((2021, 7.4), (2022, 6.3)), series((2021, 5.0), (2022, 4.9))
    mine = [(2021, 3.6), (2022, 2.5)]
    assert further(mine, same, less, less) == (
        "none of the 3 others that can be compared saw a larger fall"
    )
    more = series((2021, 7.4), (2022, 6.2))
    assert (
        further(mine, same, more, less) == "in 1 of 3 others that can be compared it fell further"
    )


def test_others_are_compared_over_the_years_that_their_own_page_compares():
    """Rhine-Neckar, of which nothing is compared with 2021, as no value is known for 2022, counted
    as compared from 2017 to 2023."""
    mine = [(2021, 1.0), (2022, 1.1), (2023, 1.2)]
    whole = series((2021, 1.0), (2022, 1.1), (2023, 1.3))
    gap = series((2021, 1.0), (2023, 1.3))
    broken, other = (
        series((2021, 1.0), (2022, 1.1), (2023, 1.3), **of)
        for of in ({"broken": 2022}, {"method_to": 2021})
    )
    told = "in all 3 others that can be compared it rose further"
    assert further(mine, whole, whole, whole, gap, broken, other) == told
    # What comes before the years compared, or after them, breaks nothing.
    before = series((2019, 9.0), (2021, 1.0), (2022, 1.1), (2023, 1.3), broken=2021)
    after = series((2021, 1.0), (2022, 1.1), (2023, 1.3), (2024, 9.0), broken=2024)
    assert further(mine, whole, before, after) == told
    late = series((2022, 1.1), (2023, 1.3))
    assert further(mine, whole, whole, whole, late) == told


def test_counts_of_others_that_went_further_are_those_of_the_table():
    """Counted by hand from the table of each: Riga's median age rose by 0.1 to 2015, as in three
    others, in five by more; unemployment fell by more in two. Of R&D expenditure Rhine-Neckar has
    no value for 2022, Flemish Brabant none for 2021; Mazowieckie's and Oliveira's GDP, by which it
    is divided, break in 2020 and 2021."""

    def told(region: str, indicator: str, year: str | None = None) -> str:
        asked = CompareView(region, "en", indicator, shown="trend", year=year)
        return plain(compare.build(asked, DATA, WIDE).drawn.title).partition("; ")[2]

    assert told("flemish-brabant", "severe_material_social_deprivation") == (
        "none of the 8 others that can be compared saw a larger fall"
    )
    assert told("riga", "median_age", "2015").startswith("in 5 of 8 others")
    assert told("riga", "unemployment_rate_15_74", "2022").startswith("in 2 of 8 others")
    assert told("peloponnese", "gerd_pct_gdp").startswith("none of the 4 others")


def test_a_small_map_marks_a_value_of_an_earlier_year():
    """Population of 2023; Harghita's 291 625 are of 2022, Flemish Brabant's 1 188 079 of 2023."""
    for size in ("wide", "phone"):
        asked = CompareView("riga", "en", "population_1_january")
        shown = compare.build(asked, DATA, look(DATA, size=size))
        labels = [plain(one["text"]) for one in shown.drawn.figure["layout"]["annotations"]]
        assert any(label.endswith("291 625 ’22") for label in labels), labels
        assert any(label.endswith("1 188 079") for label in labels)
    (drawn,) = shown.taken.sheet().exhibits
    told = {small.title.split("  ")[1]: small.told for small in drawn.small}
    assert (
        told["Harghita"] == "291\u202f625 ’22" and told["Flemish Brabant"] == "1\u202f188\u202f079"
    )


def test_a_place_says_of_what_it_is_beside_another_measure():
    """«best of 43 …» stood beside «the nine»: places are among NUTS 2 areas."""
    asked = RegionView("extremadura", "en", "spine", "all", against="nine")
    told = plain(region.build(asked, DATA, WIDE).drawn.parts[0])
    assert "3rd from the bottom of 95 NUTS 2 areas; " in told
    assert (
        re.search(r"(?:best|bottom|highest|lowest|last) of \d+\b(?! NUTS \d area| countr)", told)
        is None
    )
    assert "A place is among the NUTS 2 areas that have a value" in told


def test_all_that_share_a_place_are_told_in_the_table_of_all_nine():
    """Hand-made quarters: two share the best place of other numbers, five the lowest."""

    def of(region_id: str, *quarters: str) -> list[dict[str, object]]:
        return [{"region_id": region_id, "quarter": quarter} for quarter in quarters]

    rows = [
        *of("riga", "best", "best", "third"), *of("haskovo", "best", "best"),
        *of("harghita", "lowest"), *of("peloponnese", "lowest"), *of("mazowieckie", "lowest"),
        *of("extremadura", "lowest"), *of("rhein-neckar", "third"),
    ]  # fmt: skip
    order = [
        "riga",
        "haskovo",
        "rhein-neckar",
        "peloponnese",
        "mazowieckie",
        "extremadura",
        "harghita",
    ]

    def told(mine: str, part: list[dict[str, object]] = rows) -> str:
        scene = Scene(mine, None, "median", NAMES, "", {}, str, T)
        return plain(heat.finding(part, order, scene))

    assert told("rhein-neckar") == (
        "Riga and Haskovo are in the best quarter on 2 of 2–3 indicators each, Harghita and 3 "
        "others in the lowest on 1 of 1 each; Rhine-Neckar: 0 best and 0 lowest of 1"
    )
    assert told("haskovo").startswith("Haskovo and Riga are in the best quarter on 2 of 2–3 ")
    assert "Peloponnese and 3 others in the lowest on 1 of 1 each" in told("peloponnese")
    assert told("riga", rows[:5]) == (
        "Riga and Haskovo are in the best quarter on 2 of 2–3 indicators each, none in the lowest on any"
    )
    assert told("harghita", rows[5:7]) == (
        "No region is in the best quarter on any indicator, Harghita and Peloponnese in the lowest "
        "on 1 of 1 each"
    )


def test_who_does_better_names_the_sources_of_what_it_shows():
    """Of «Main» the profile reads nineteen indicators; where Extremadura is weak there are six."""
    shown = region.build(RegionView("extremadura", "en", "peers"), DATA, WIDE)
    source = re.sub(r"<[^>]+>", "", str(shown.drawn.parts[-1]))
    rows = [ROWS["extremadura", one] for one in MAIN]
    weak = {
        str(INDICATORS[row["indicator_id"]]["eurostat_code"]) for row in standing.weaknesses(rows)
    }
    # Its figure of research and development is of tgs00042, where our data hold NUTS 2 regions.
    weak = weak - {"rd_e_gerdtot"} | {"tgs00042"}
    near = {str(INDICATORS[one]["eurostat_code"]) for one in STRUCTURE}
    first, _, rest = source.partition(" · alike by ")
    assert set(first.removeprefix("Source: Eurostat, online data code ").split(", ")) == weak
    assert set(rest.split(" · ")[0].split(", ")) <= near and rest.startswith(
        ("nama", "demo", "edat", "tgs")
    )
    assert shown.taken.sheet().source.startswith(first)


def test_all_that_lead_by_as_much_are_named():
    """«Severoiztochen leads by 3.0 points» where another does so by as much."""
    one = "unemployment_rate_15_74"
    scene = Scene("extremadura", None, "median", NAMES, "", INDICATORS, str, T)

    def told(**ahead: float) -> str:
        gaps = pd.DataFrame(
            [
                {"indicator_id": one, "id": peer, "value": 14.8 - by, "year": 2025, "basis": "own",
                 "gap": -by, "ahead": by}
                for peer, by in ahead.items()
            ]
        )  # fmt: skip
        found = peers.Peers(pd.DataFrame({"id": list(ahead)}), gaps, {p: p for p in ahead}, "")
        return peers.closing(ROWS["extremadura", one], found, scene).replace("\u00a0", " ")

    assert told(A=3.0, B=3.0, C=1.0) == "All 3 do better; A and B lead by 3.0 points."
    assert told(A=3.0, B=3.0, C=-1.0) == "2 of 3 do better; A and B lead by 3.0 points."
    assert told(A=3.0, B=3.0) == "Both do better, each by 3.0 points."
    assert told(A=3.0, B=2.0) == "Both do better; A leads by 3.0 points."
    assert told(A=3.0, B=-2.0) == "1 of 2 does better: A, by 3.0 points."


def test_the_middle_half_is_said_of_what_is_judged_alone():
    """Of Riga's poverty and deprivation Latvia's values stand among nine countries, without
    quarters: «in the middle half on every indicator here»."""
    shown = region.build(RegionView("riga", "en", "spine", "social-inclusion"), DATA, WIDE)
    assert plain(shown.drawn.title) == (
        "Riga is in the middle half on each indicator that is judged here"
    )


def test_worse_than_the_median_is_counted_of_what_is_judged():
    """Riga's deprivation, Latvia's, is worse than the median of nine countries, among which nothing
    is judged: «on 1 indicator it is worse than the median» left it out."""
    shown = region.build(RegionView("riga", "en", "peers", "social-inclusion"), DATA, WIDE)
    assert ROWS["riga", "severe_material_social_deprivation"]["side"] == "worse"
    assert "; on 1 indicator judged here it is worse than the median, and" in plain(
        shown.drawn.title
    )


def test_the_sources_of_others_are_those_of_their_values():
    """Beside Harghita's NUTS 3 values stand its neighbours' of NUTS 2: both levels are named."""
    shown = region.build(RegionView("harghita", "en", "peers", "economy"), DATA, WIDE)
    source = sentence(shown.drawn.parts[-1])
    assert " · NUTS 2, NUTS 3 · " in source
    # The table to take away names each value's extract: the line, its days from first to last.
    table = shown.taken.table()
    days = DATA.table("extracts").set_index("extract_id")["retrieved_on"]
    used = [one for cell in table["peer_extract"].dropna() for one in cell.split("+")]
    assert used and T.date(max(days[used])) in source


def test_who_is_alike_by_a_value_of_another_year_is_told_so():
    """Harghita's GDP per head is of 2021, that of NUTS 2 areas of 2023."""
    shown = region.build(RegionView("harghita", "en", "peers"), DATA, WIDE)
    told = re.sub(r"<[^>]+>", "", str(shown.drawn.parts))
    assert (
        "Likened by the values of the profile, which are of another year for Harghita than for the "
        "others: GDP per head (2021)" in told
    )
    # Its tables and their days are told as well: density is of January 2024.
    digital = region.build(RegionView("harghita", "en", "peers", "digital"), DATA, WIDE)
    source = re.sub(r"<[^>]+>", "", str(digital.drawn.parts[-1]))
    assert "alike by " in source and "nama_10r_3gdp" in source
    assert "extracts of " in source and "2026" in source
