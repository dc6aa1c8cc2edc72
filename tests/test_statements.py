"""No two statements contradict each other: all indicators × regions through the pure builders of
My region, Compare and the Overview, as a screen, on a phone and as a file."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from looks import look

from pages.compare import build as compare
from pages.compare import headlines
from pages.compare.views import CompareView
from pages.enterprises import build as enterprises
from pages.enterprises import headlines as organisations
from pages.enterprises.views import EnterprisesView
from pages.overview import build as overview
from pages.practice import build as practice
from pages.practice.views import PracticeView
from pages.region import build as region
from pages.region import heat, sentences
from pages.region.views import RegionView
from secon_data import comparison, judging, package, regions, standing, trend
from secon_data.rows import each
from secon_ui.drawing import maps, tables
from secon_ui.shell.view import View
from secon_ui.taking import around
from secon_ui.text.references import place_words

DATA = package.Package(package.SHIPPED)
WIDE, PHONE = look(DATA), look(DATA, size="phone")
NAMES = WIDE.names
T = WIDE.t
ROWS = {(r["region_id"], r["indicator_id"]): r for r in each(standing.standing(DATA))}
INDICATORS = {r["indicator_id"]: r for r in each(DATA.table("indicators"))}
COMPARABLE = regions.comparable(DATA)
JUDGED = [key for key, row in ROWS.items() if isinstance(row["quarter"], str)]


def plain(html: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", str(html))).strip()


@pytest.fixture(scope="module")
def profiles():
    """My region with every indicator: its views on a screen and on a phone."""
    return {
        (mine, view, at.size): region.build(RegionView(mine, "en", view, "all"), DATA, at)
        for mine in NAMES
        for view in ("spine", "heat", "peers", "table")
        for at in (WIDE, PHONE)
    }


@pytest.fixture(scope="module")
def compared():
    """Compare's ranking, map and table of every indicator, for every region."""
    return {
        (mine, indicator, view, at.size): compare.build(
            CompareView(mine, "en", indicator=indicator, shown=view), DATA, at
        )
        for mine in NAMES
        for indicator in COMPARABLE
        for view, at in (("ranking", WIDE), ("ranking", PHONE), ("map", WIDE), ("table", WIDE))
    }


# --- the definitions themselves


def test_what_a_map_calls_quarters_are_quarters():
    """«About a quarter of 5 NUTS 2 areas in each class» stood beside three classes; «all equal»
    beside 1 485 and 79 783 million €, of areas of another level."""
    told = 0
    for indicator in COMPARABLE:
        for year in regions.years(DATA, indicator):
            found = comparison.compare(DATA, indicator, year)
            grouping = maps.classes(found, WIDE.colours)
            legend = plain(tables.map_legend(found, grouping.labels(T), grouping.fills, 0, WIDE))
            values = found.spread["value"].tolist()
            equal = len(values) > 1 and min(values) == max(values)
            assert ("all equal" in legend) == equal, (indicator, year)
            assert ("darker:" in legend) == (len(grouping.fills) > 1), (indicator, year)
            sizes = Counter(map(grouping.of, found.spread["value"].tolist()))
            if "about a quarter of" not in legend:
                assert len(grouping.fills) < 4
                continue
            n = len(found.spread)
            assert len(sizes) == 4, (indicator, year)
            assert all(0.15 * n < size < 0.35 * n for size in sizes.values()), (indicator, year)
            told += 1
    assert told > 300


def test_a_trend_is_what_its_rule_says_in_words():
    """«Less is hardly any change» stood above «no clear direction» of 2.8 to 2.9."""
    rule = sentences.five_years(T)
    assert "hardly any change where all five lie nearer to one another than that, or" in rule
    told = 0
    for (mine, indicator), row in ROWS.items():
        if row["verdict"] not in trend.TOLD:
            continue
        of = regions.series(DATA, mine, indicator, row["area_set"], int(row["year"]))
        decimals = int(INDICATORS[indicator]["decimals"])
        five = [round(value + 1e-9, decimals) for value in [one["value"] for one in of][-5:]]
        unit = INDICATORS[indicator]["unit"]
        of_people = unit.startswith(("%", "percentage points")) and "of GDP" not in unit
        least = 0.5 if of_people or unit == "years" else 0.01 * abs(five[0])
        change = round(five[-1] - five[0], 9)
        slopes = [np.polyfit(range(5), five, 1)[0]]
        for out in range(5):
            kept = [at for at in range(5) if at != out]
            slopes.append(np.polyfit(kept, [five[at] for at in kept], 1)[0])
        that_way = change != 0 and all(slope * change > 1e-9 * abs(change) for slope in slopes)
        near = round(max(five) - min(five), 9) < round(least, 9) or len(set(five)) == 1
        enough = abs(change) >= round(least, 9)
        if near or (that_way and not enough):
            expected = "steady"
        elif that_way:
            expected = "rising" if change > 0 else "falling"
        else:
            expected = "unclear"
        assert row["verdict"] == expected, (mine, indicator, five)
        told += 1
    assert told > 100


def test_place_quarter_and_side_of_a_value_agree():
    for row in (ROWS[key] for key in JUDGED):
        most, n = math.ceil(row["spread_n"] / 4), row["spread_n"]
        assert row["direction"] != "neutral" and n >= judging.FEW
        lower = row["direction"] == "lower_is_better"
        apart = row["value"] - row["spread_median"]
        better, worse = (apart < 0, apart > 0) if lower else (apart > 0, apart < 0)
        printed = round(apart, int(INDICATORS[row["indicator_id"]]["decimals"]))
        side = "same" if printed == 0 else "better" if better else "worse" if worse else ""
        assert row["side"] == side, row
        assert (row["quarter"] in ("best", "third")) == (side != "worse"), row
        # A computed value stands among the areas without joining them: it may be one place off.
        off = 0 if row["in_spread"] else 1
        if row["quarter"] == "best":
            assert row["spread_place"] <= most + off, row
        else:
            assert row["spread_place"] > most - off, row
        if row["quarter"] == "lowest":
            assert row["spread_place"] > n - most - off - _ties(row), row


def _ties(row: object) -> int:
    """How many areas have the same value: they share the best of their places."""
    from secon_data import spreads

    found = spreads.spreads(DATA)
    part = found.part(row["indicator_id"], row["year"], row["spread_level"])  # type: ignore[index]
    return int((found.value[part] == row["value"]).sum())  # type: ignore[index]


def test_a_marker_stands_in_the_band_of_its_quarter():
    for key in JUDGED:
        number = judging.QUARTERS.index(ROWS[key]["quarter"])
        assert number / 4 <= ROWS[key]["position"] <= (number + 1) / 4, ROWS[key]


def test_nothing_is_both_a_strength_and_a_weakness_nor_like_the_median():
    for mine in NAMES:
        rows = [row for (r, _), row in ROWS.items() if r == mine]
        strong, weak = standing.strengths(rows), standing.weaknesses(rows)
        worse = standing.worse_than_median(rows)
        near = standing.close_to_best(rows)
        ids = [{row["indicator_id"] for row in part} for part in (strong, weak, worse, near)]
        assert not ids[0] & (ids[1] | ids[2] | ids[3]) and ids[1] <= ids[2] and not ids[2] & ids[3]
        assert all(row["diff_spread"] != 0 for row in [*strong, *weak, *worse, *near])


# --- what the pages say


def test_headlines_name_strengths_by_their_good_end_and_weaknesses_by_the_bad(profiles):
    for (mine, view, _), shown in profiles.items():
        if view not in ("spine", "table"):
            continue
        said = plain(shown.drawn.title)
        start, _, end = said.partition("weakest on: ")
        for (r, indicator), row in ROWS.items():
            if r != mine or not isinstance(row["quarter"], str):
                continue
            of = INDICATORS[indicator]
            ends = (of["high_words"], of["low_words"])
            good, bad = ends if of["direction"] == "higher_is_better" else ends[::-1]
            told = {part.strip() for part in re.split(r"[:;]|, (?!\d)| and ", f"{start};{end}")}
            assert good not in told or row["quarter"] == "best" or _another(good), said
            assert bad not in told or row["quarter"] == "lowest" or _another(bad), said


def _another(words: str) -> bool:
    """Whether another indicator has the same words."""
    every = [of[end] for of in INDICATORS.values() for end in ("high_words", "low_words")]
    return every.count(words) > 1


def test_profile_heat_table_and_peers_count_the_same(profiles):
    for mine in NAMES:
        rows = [row for (r, i), row in ROWS.items() if r == mine and i in COMPARABLE]
        strong, weak = len(standing.strengths(rows)), len(standing.weaknesses(rows))
        worse = len(standing.worse_than_median(rows))
        for size in ("wide", "phone"):
            told = plain(profiles[mine, "spine", size].drawn.measured)
            assert f"best quarter on {strong} of" in told and f"in the lowest on {weak}" in told
            peers = plain(profiles[mine, "peers", size].drawn.title)
            if numbers := re.search(
                r"has (\d+) weakness|on (\d+) indicators? judged here it is worse", peers
            ):
                assert numbers.groups() == ((str(weak), None) if weak else (None, str(worse))), (
                    peers
                )
            assert ("no weakness" in peers) <= (weak == 0)
        count = heat.counts(rows, [mine])[mine]
        assert (count.best, count.lowest) == (strong, weak)
        drawn = str(profiles[mine, "heat", "wide"].drawn.parts[0])
        assert f"{strong} · {weak}</td>" in drawn


def test_the_heat_tables_shade_is_the_quarter(profiles):
    for mine in NAMES:
        drawn = str(profiles[mine, "heat", "wide"].drawn.parts[0])
        for key, row in ROWS.items():
            if key[0] != mine or key[1] not in COMPARABLE or row["value"] is None:
                continue
            if isinstance(row["quarter"], str):
                shade = heat.SHADES[row["quarter"]]
                assert re.search(rf'<td class="{shade}" title="{re.escape(NAMES[mine])}: ', drawn)


def test_compare_and_profile_measure_a_value_against_the_same_median(profiles, compared):
    """In the headline of the ranking, on a phone too, stand the profile's difference and median."""
    for (mine, indicator, view, _), shown in compared.items():
        row, of = ROWS[mine, indicator], INDICATORS[indicator]
        if view != "ranking" or row["value"] is None or math.isnan(row["value"]):
            continue
        said = plain(shown.drawn.title)
        if row["spread_n"] is None:  # none of its level: then of no other either
            assert "median" not in said, said
            continue
        level = int(row["spread_level"])
        areas = "countries" if level == 0 else f"NUTS {level} areas"
        assert re.search(rf"median of {row['spread_n']} ({areas}|NUTS \d area)", said), said
        apart = plain(T.number(abs(row["diff_spread"]), int(of["decimals"])))
        if row["diff_spread"] == 0:
            assert "the same as the median" in said
        else:
            word = "above" if row["diff_spread"] > 0 else "below"
            assert f"{apart}" in said and f" {word} the median" in said, said


def test_what_has_no_areas_of_its_level_is_measured_against_none(profiles, compared):
    """Ten-year means are known of NUTS 3 areas alone; what is computed of the nine of Mazowieckie
    was set against them in Compare, while its profile spoke of «0 regions»."""
    shown = compared["mazowieckie", "natural_change_rate_mean_2015_2024", "ranking", "wide"]
    said = (
        "Mazowieckie: the mean natural change 2015–2024 is −1.0 per 1 000, 2nd highest of the nine "
        "regions"
    )
    assert plain(shown.drawn.title) == said
    assert (
        "Not measured against areas of its level, for our data hold it of too few NUTS 2 areas: "
        "Peloponnese, Rhine-Neckar, Flemish Brabant, Mazowieckie and Extremadura."
    ) in plain(shown.notice)
    told = plain(profiles["mazowieckie", "spine", "wide"].drawn.parts[0])
    assert "Enterprise birth rate: our data hold only 24 NUTS 1 areas, so there are no quar" in told
    assert "hold it of too few NUTS 1 areas: internet access." in told
    assert "hold it of too few NUTS 2 areas: number of tourist nights per 1 000" in told
    assert "only 0" not in told


def test_a_number_of_people_has_no_unit(compared):
    # 1 188 079 in 2023; the median of 122 NUTS 2 areas is 1 588 887.
    shown = compared["flemish-brabant", "population_1_january", "ranking", "wide"]
    assert plain(shown.drawn.title) == (
        "Flemish Brabant: the population is 1 188 079, 3rd largest of the 7 regions with a value, "
        "400 808 below the median of 122 NUTS 2 areas"
    )


def test_an_older_value_is_told_with_its_year(compared):
    """The figure is of 2023; Harghita's own GDP per head ends in 2021."""
    ranked = compared["harghita", "gdp_pc_pps_eu100", "ranking", "wide"].drawn
    assert plain(ranked.measured).endswith("of the EU average, 2023 · higher is better")
    assert plain(ranked.title).startswith("Harghita: GDP per head is 52 (EU = 100) in 2021, ")
    # Population: the smallest of the seven is Harghita with that of 2022.
    mapped = compared["peloponnese", "population_1_january", "map", "wide"].drawn
    assert plain(mapped.title).startswith(
        "Population: from 291 625 in 2022 (Harghita) to 5 479 763 (Mazowieckie); Peloponnese with "
    )
    for (mine, indicator, view, _), shown in compared.items():
        row = ROWS[mine, indicator]
        if view == "ranking" and row["value"] is not None and not math.isnan(row["value"]):
            old = row["year"] != row["year_asked"]
            assert (f" in {row['year']}, " in plain(shown.drawn.title)) == old


def test_how_far_a_total_rises_is_not_compared():
    """6 177 million € are less than others rose by, because Peloponnese is small."""
    view = CompareView("peloponnese", "en", indicator="gdp_mio_eur", shown="trend")
    assert plain(compare.build(view, DATA, WIDE).drawn.title) == (
        "Peloponnese: GDP rose from 7 886 million € in 2014 to 10 314 million € in 2023"
    )


def test_what_is_computed_has_no_more_digits_than_its_parts():
    """Incomes are published in hundreds. Of Mazowieckie's parts, weighted by inhabitants, 20 645;
    of the three regions around Rhine-Neckar, by the region's people in each, 26 272."""
    rows = {r: ROWS[r, "disposable_income_pps_hab"] for r in ("mazowieckie", "rhein-neckar")}
    assert {r: row["value"] for r, row in rows.items()} == {
        "mazowieckie": 20_600, "rhein-neckar": 26_300,
    }  # fmt: skip
    # Riga's GDP per head of 2021: (37 900 × 614 618 + 18 300 × 378 982) / 993 600 = 30 424.
    assert ROWS["riga", "gdp_pc_pps"]["value"] == 30_400


def test_what_others_did_is_told_of_three_at_least():
    """Over Peloponnese's fourteen years only one other has an unbroken series of GDP per head."""
    view = CompareView("peloponnese", "en", indicator="gdp_pc_pps_eu100", shown="trend")
    assert plain(compare.build(view, DATA, WIDE).drawn.title) == (
        "Peloponnese: GDP per head fell from 68 (EU = 100) in 2010 to 59 (EU = 100) in 2023"
    )
    # Employment of 2021 to 2024, by 5.5 points: Latvia, Poland's two and the others by less.
    view = CompareView("peloponnese", "en", indicator="employment_rate_15_64", shown="trend")
    assert plain(compare.build(view, DATA, WIDE).drawn.title) == (
        "Peloponnese: employment (15–64) rose from 62.4 % in 2021 to 67.9 % in 2024; none of the 7 "
        "others that can be compared saw a larger rise"
    )
    # Mazowieckie has data too, and rose by 17, from 103 to 120: over a break in 2020.
    view = CompareView("harghita", "en", indicator="gdp_pc_pps_eu100", shown="trend")
    assert plain(compare.build(view, DATA, WIDE).drawn.title) == (
        "Harghita: GDP per head rose from 38 (EU = 100) in 2011 to 52 (EU = 100) in 2021; none of "
        "the 3 others that can be compared saw a larger rise"
    )


def test_no_change_of_a_whole_is_computed_of_changes_of_its_parts():
    """Flemish Brabant's index of GDP per head went from 130 (2013) to 135 (2023); the mean of its
    two parts' changes, −4 and 0, would have it fall."""
    change = {
        region: row["value"]
        for (region, indicator), row in ROWS.items()
        if indicator == "gdp_pc_index_change_2013_2023" and row["basis"] == "computed"
    }
    assert not change
    # What is of one NUTS 3 area stays: Harghita's own +16.
    assert ROWS["harghita", "gdp_pc_index_change_2013_2023"]["value"] == 16


def test_a_place_is_the_same_in_headline_map_table_and_file(compared):
    for (mine, indicator, view, _), shown in compared.items():
        row, of = ROWS[mine, indicator], INDICATORS[indicator]
        if row["place"] is None:
            continue
        judged, total = of["direction"] != "neutral", of["aggregation"] == "sum"
        where = int(row["place"]), int(row["place_last"]), int(row["ranked"])
        words = T.standing(*where[:2], judged=judged, total=total)
        said = plain(shown.drawn.title)
        of_them = "the nine regions" if where[2] == 9 else f"the {where[2]} regions with a value"
        assert f" {words} of {of_them}" in said, said
        if view == "map":
            named = [
                plain(note["text"])
                for note in shown.drawn.figure["layout"]["annotations"]
                if NAMES[mine] in note["text"]
            ]
            assert named == [f"{int(row['place'])} {NAMES[mine]}"]
        elif view == "table":
            (line,) = re.findall(r'<tr class="mine">.*?</tr>', str(shown.drawn.above), re.S)
            assert re.search(rf'<td class="num">{int(row["place"])}</td>', line)


def test_a_map_says_which_end_is_better_and_judges_nothing_neutral(compared):
    for (_, indicator, view, _), shown in compared.items():
        way = INDICATORS[indicator]["direction"]
        measured = plain(shown.drawn.measured)
        expected = {
            "higher_is_better": "higher is better",
            "lower_is_better": "lower is better",
            "neutral": "neither end is better",
        }[way]
        if view != "map":
            assert measured.endswith(expected)
            continue
        legend = plain(shown.drawn.above)
        shades = {
            "higher_is_better": "darker: higher – better",
            "lower_is_better": "darker: lower – better",
            "neutral": "darker: higher, not judged",
        }[way]
        assert shades in legend
        assert ("1 = best" in legend) == (way != "neutral")


def test_files_hold_what_the_screens_say(profiles, compared):
    for (mine, indicator, view, _), shown in compared.items():
        if view != "table" or mine != "riga":
            continue
        for line in shown.taken.table().to_dict("records"):
            row = ROWS[line["region_id"], indicator]
            for name in ("place", "spread_place", "spread_n"):
                assert (row[name] is None) == (line[name] is None or line[name] != line[name]) or (
                    row[name] == line[name]
                ), (line, name)
            for name in ("side", "quarter"):
                mine_words = row[name] if isinstance(row[name], str) else None
                assert mine_words == (line[name] if isinstance(line[name], str) else None)
    for (_, view, size), shown in profiles.items():
        if view != "table" or size != "wide":
            continue
        for line in shown.taken.table().to_dict("records"):
            row = ROWS[line["region_id"], line["indicator_id"]]
            quarter = row["quarter"] if isinstance(row["quarter"], str) else None
            assert quarter == (line["quarter"] if isinstance(line["quarter"], str) else None)
            assert line["place_1_is"] == ("highest" if row["direction"] == "neutral" else "best")


def test_the_overview_counts_places_as_compare_does():
    for mine in NAMES:
        drawn = str(overview.build(View(mine, "en"), DATA, WIDE).figures)
        for indicator in ("unemployment_rate_15_74", "gdp_pc_pps_eu100", "population_1_january"):
            row, of = ROWS[mine, indicator], INDICATORS[indicator]
            if row["place"] is None:
                continue
            judged, total = of["direction"] != "neutral", of["aggregation"] == "sum"
            where = int(row["place"]), int(row["place_last"])
            words = T.standing(*where, judged=judged, total=total)
            assert f'<td class="rank">{words} of {int(row["ranked"])}</td>' in drawn


# --- single faults, worked out by hand


def peers_title(mine: str) -> str:
    return plain(region.build(RegionView(mine, "en", "peers"), DATA, WIDE).drawn.title)


def test_who_has_no_weakness_is_said_to_have_none_on_both_tabs():
    # Rhine-Neckar's poverty, 21.1, is worse than the median, 21.0, and no weakness; Flemish
    # Brabant's employment, 77.1, is the median.
    for mine in ("rhein-neckar", "flemish-brabant"):
        title = plain(region.build(RegionView(mine, "en"), DATA, WIDE).drawn.title)
        assert title.endswith("nothing here is in the lowest quarter")
        assert "has no weakness here; on " in peers_title(mine)
    row = ROWS["flemish-brabant", "employment_rate_20_64"]
    if row["value"] == row["spread_median"]:
        assert row["side"] == "same" and row["quarter"] == "third"


def test_what_is_no_weakness_is_nowhere_called_one():
    """Flemish Brabant has none in any indicator, yet its peers «have a value in each weakness of
    Flemish Brabant», and its profile led to «each point below the median» for an unemployment of
    which it said «0.5 points above their median»."""
    said = {"en": ("weak", "has no weakness here; on"), "lv": ("vāj", "vājo pušu šeit nav")}
    for language, (word, none) in said.items():
        view = RegionView("flemish-brabant", language, "peers")
        shown = region.build(view, DATA, look(DATA, language))
        sheet = shown.taken.sheet()
        for told in (shown.drawn.title, " ".join(shown.drawn.parts), sheet, sheet.notice):
            assert word not in plain(told).lower().replace(none, "")
    profile = plain(region.build(RegionView("flemish-brabant", "en"), DATA, WIDE).drawn.parts[0])
    assert "Who does better" in profile and "each weakness" not in profile
    # Riga has four at NUTS 2, of all indicators; among those of labour none.
    for view in (
        RegionView("riga", "en", "peers"),
        RegionView("riga", "en", "peers", "labour-market"),
    ):
        told = plain(" ".join(str(part) for part in region.build(view, DATA, WIDE).drawn.parts))
        assert "have a value in each weakness of Riga, of all indicators, that is" in told


def test_rigas_enterprise_births_have_one_difference():
    row = ROWS["riga", "enterprise_birth_rate"]
    said = plain(
        compare.build(
            CompareView("riga", "en", indicator="enterprise_birth_rate", shown="ranking"),
            DATA,
            WIDE,
        ).drawn.title
    )
    n, level = row["spread_n"], row["spread_level"]
    assert row["diff_spread"] == 2.1 and level == 3
    assert said.endswith(f"2.1 points above the median of {n} NUTS 3 areas")


def test_haskovos_density_has_one_median():
    row = ROWS["haskovo", "population_density"]
    shown = compare.build(
        CompareView("haskovo", "en", indicator="population_density", shown="ranking"), DATA, WIDE
    )
    assert f"the median of {row['spread_n']} NUTS" in plain(shown.drawn.title)
    told = plain(shown.notice)
    if row["spread_level"] != 2:
        assert "Haskovo (" in told and "measured against areas of their own level" in told


def test_extremaduras_youth_unemployment_is_pale_in_both_pictures():
    # 29.3 %, 93rd of 95: the lowest quarter is the palest shade of the table and of the map.
    assert heat.SHADES[ROWS["extremadura", "youth_unemployment_rate_15_29"]["quarter"]] == "f1"
    from secon_data import comparison
    from secon_ui.drawing import maps

    found = comparison.compare(DATA, "youth_unemployment_rate_15_29")
    classes = maps.classes(found, WIDE.colours)
    assert classes.fills[classes.of(29.3)] == WIDE.colours.ramp[0]


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_scatter_shows_and_names_every_partner_region(size):
    """What another point would cover stands out around it, and every point has its name."""
    view = CompareView("riga", "en", shown="scatter")
    for at in (look(DATA, size=size), look(DATA, "lv", size=size)):
        figure = compare.build(view, DATA, at).drawn.figure
        texts = [plain(note["text"]) for note in figure["layout"]["annotations"]]
        points = figure["data"][1:]
        assert len(points) == 9 and all(name in texts for name in at.names.values())
        axes = [figure["layout"][f"{axis}axis"]["range"] for axis in "xy"]
        tall = figure["layout"]["height"] - 82
        width = {"wide": 1180, "phone": 300}[size]
        for number, one in enumerate(points):
            for over in points[number + 1 :]:
                apart = math.hypot(
                    *(
                        (over[axis][0] - one[axis][0]) / (high - low) * room
                        for axis, (low, high), room in zip("xy", axes, (width, tall), strict=True)
                    )
                )
                if apart < 10:
                    assert one["marker"]["size"] >= over["marker"]["size"] + 9


def test_the_province_of_haskovo_is_a_wider_area_with_a_name_of_its_own():
    # The municipality and the province have the same name: «the figure for Haskovo» says nothing.
    found = {r["region_id"]: r for r in ROWS.values() if r["indicator_id"] == "population_density"}
    for mine, area in (("haskovo", "Haskovo (BG422)"), ("oliveira-de-azemeis", None)):
        assert found[mine]["basis"] == "wider"
        assert area is None or found[mine]["area_names"] == area
    of_haskovo = [row for (mine, _), row in ROWS.items() if mine == "haskovo"]
    assert {row["basis"] for row in of_haskovo if isinstance(row["basis"], str)} == {"wider"}


def test_on_a_phone_my_region_is_the_first_column_of_the_heat_table():
    shown = region.build(RegionView("harghita", "en", "heat"), DATA, look(DATA, size="phone"))
    heads = re.findall(r'<th scope="col"[^>]*><span>([^<]+)</span>', str(shown.drawn.parts[0]))
    assert heads[0] == "Harghita" and len(heads) == 9


def test_any_two_indicators_can_stand_against_each_other():
    # One of the regions' areas, another of countries: no area has both, and the cloud is empty.
    empty = 0
    for indicator in regions.comparable(DATA):
        view = CompareView("riga", "en", indicator=indicator, shown="scatter")
        shown = compare.build(view, DATA, WIDE)
        empty += shown.drawn.figure is not None and not len(shown.drawn.figure["data"][0]["x"])
    assert empty


def test_the_note_on_a_region_names_the_areas_whose_figures_it_has():
    """Haskovo's note named the province alone, of which a third of its figures are."""
    notes = DATA.table("regions").set_index("region_id")["area_note"].dropna()
    names = DATA.table("areas").set_index("area_id")["name"]
    every = comparison.overview(DATA)
    wider = every[(every["basis"] == "wider") & every["region_id"].isin(notes.index)]
    for (mine, areas), rows in wider.groupby(["region_id", "areas"]):
        if len(rows) > 1:  # one figure alone is named where it stands
            for area in areas.split("+"):
                assert area in notes[mine] or str(names[area]) in notes[mine], (mine, area)
    riga = every[(every["region_id"] == "riga") & (every["areas"] == "LV006+LV007")]
    assert "enterprise_birth_rate" in set(riga["indicator_id"])
    assert "new enterprises, those of the region as it was before (LV006" in notes["riga"]
    # Romania's own office has figures of the county that our extracts lack.
    assert "exist only" not in notes["harghita"]
    # Among the figures of GDP one is Latvia's.
    real = every[(every["region_id"] == "riga") & (every["indicator_id"] == "gdp_real_index_2015")]
    assert real["areas"].tolist() == ["LV00"]
    assert "of GDP but for real GDP (per inhabitant: from 2014 on), of inhabitants" in notes["riga"]


def test_wider_areas_of_which_a_value_is_are_named_not_counted():
    shown = region.build(RegionView("rhein-neckar", "en", "spine"), DATA, WIDE)
    told = plain("".join(str(part) for part in shown.drawn.parts))
    assert "those of a wider area: mean of Karlsruhe, Darmstadt, Rheinhessen-Pfalz." in told


def test_a_line_of_sources_says_from_when_to_when_its_extracts_are():
    """Riga's GDP is of the extract of May 2024, that of the regions of NUTS 2 of February 2026."""
    view = CompareView("riga", "en", indicator="gdp_pc_pps_eu100", shown="ranking")
    sheet = compare.build(view, DATA, WIDE).taken.sheet()
    assert "extracts of 24 May 2024 to 8 February 2026" in sheet.source
    one = CompareView("riga", "en", indicator="neet_15_29", shown="ranking")
    assert "extract of 14 August 2026" in compare.build(one, DATA, WIDE).taken.sheet().source


def test_a_list_says_from_when_to_when_it_was_read():
    listed = DATA.table("enterprises")
    told = plain(organisations.source(listed, T))
    assert "read from 23 November 2026 to 28 November 2026" in told
    riga = plain(organisations.source(listed[listed["region_id"] == "riga"], T))
    assert "read on 23 November 2026" in riga


def test_a_unit_that_the_name_says_is_not_said_again(compared):
    # 47 nights per km² in BG422; the median of 729 NUTS 3 areas is 537.
    shown = compared["haskovo", "tourism_nights_per_km2", "ranking", "wide"].drawn
    assert plain(shown.title) == (
        "Haskovo: the number of tourist nights per km² is 47, lowest of the nine regions, 490 below the median of "
        "729 NUTS 3 areas"
    )
    mapped = compared["riga", "tourism_nights_per_1000_inhabitants", "map", "wide"].drawn
    assert "from 1 150 (Haskovo) to 10 364 (Peloponnese)" in plain(mapped.title)


def test_a_country_is_measured_against_by_its_average():
    """Headlines said «0.3 points below the Bulgaria»: 3.2 % in BG42, 3.5 % in BG, 2025."""
    view = CompareView("haskovo", "en", shown="ranking", against="country")
    title = plain(compare.build(view, DATA, WIDE).drawn.title)
    assert title.endswith("2nd best of the nine regions, 0.3 points below the average of Bulgaria")


def test_a_trend_of_one_year_names_it_once():
    view = CompareView("haskovo", "en", indicator="employment_rate_20_64", shown="trend")
    measured = plain(compare.build(view, DATA, WIDE).drawn.measured)
    assert measured.endswith("ages 20–64, 2025 · higher is better")


@pytest.mark.parametrize("language", ["en", "lv"])
def test_areas_that_cannot_be_compared_tell_no_link(language):
    """Tourist nights are of NUTS 3, GDP per head of all levels; of the change of GDP per head and R&D
    expenditure no region has both: «no clear link, 0 areas, rank correlation 0.00» was no finding,
    and without a point there was no page."""
    at = look(DATA, language)
    told = {
        ("tourism_nights_per_km2", "gdp_pc_pps_eu100"): "Too few areas here have both GDP per head "
        "and the number of tourist nights per km² to tell a link",
        ("gdp_pc_index_change_2013_2023", "gerd_pct_gdp"): "No region has both R&amp;D expenditure "
        "and the change in GDP per head relative to the EU for one and the same area",
    }
    for (indicator, other), headline in told.items():
        view = CompareView("riga", language, indicator=indicator, shown="scatter", other=other)
        shown = compare.build(view, DATA, at)
        assert (shown.drawn.figure is None) == (other == "gerd_pct_gdp")
        assert (shown.taken.sheet is None) == (shown.drawn.figure is None)
        assert "0.00" not in plain(shown.drawn.measured) + plain(shown.drawn.title)
        if language == "en":
            assert plain(shown.drawn.title) == headline
        if shown.taken.sheet is not None:
            assert shown.taken.sheet().exhibits
        assert len(shown.taken.table()) >= 9


def test_any_two_indicators_have_a_page_together():
    """Also those of which no region has both values for one area."""
    for indicator in ("gdp_pc_index_change_2013_2023", "tourism_nights_per_km2", "gerd_pct_gdp"):
        for other in COMPARABLE:
            view = CompareView("riga", "en", indicator=indicator, shown="scatter", other=other)
            assert plain(compare.build(view, DATA, WIDE).drawn.title)


def test_a_scatter_gives_away_cites_and_sources_the_values_that_it_draws():
    """Of enterprise births against unemployment Haskovo's point is at 8.4, of the NUTS 2 region
    that has both; the file and the citation gave 7.3, of the province."""
    view = CompareView("haskovo", "en", "enterprise_birth_rate", shown="scatter",
                       other="unemployment_rate_15_74")  # fmt: skip
    shown = compare.build(view, DATA, WIDE)
    table = shown.taken.table().dropna(subset=["region_id", "value"])
    births = table[table["indicator_id"] == "enterprise_birth_rate"].set_index("region_id")
    assert births["value"].to_dict() == {
        "riga": 12.4, "oliveira-de-azemeis": 11.8, "harghita": 10.6, "mazowieckie": 10.3,
        "haskovo": 8.4, "extremadura": 6.4,
    }  # fmt: skip
    assert births.at["haskovo", "areas"] == "BG42"
    (drawn,) = shown.taken.sheet().exhibits
    assert sorted(dot.y for dot in drawn.dots) == sorted(births["value"])
    assert "Haskovo (value of Yuzhen tsentralen)" in shown.taken.cited
    assert "BG422" not in shown.taken.cited
    # Both indicators' flags and extracts; no value of NUTS 3 is drawn.
    source = plain(shown.source)
    assert "NUTS 1, NUTS 2 · Extremadura: d" in source and "14 August 2026" in source


def test_a_region_and_all_its_parts_are_one_area():
    """Extremadura's natural change is computed of Badajoz and Cáceres, its net migration is
    published: «no region has both for one and the same area» was untrue of four. Riga's own area is
    another than LV006 + LV007."""
    view = CompareView("extremadura", "en", "net_migration_rate", shown="scatter",
                       other="natural_change_rate_mean_2015_2024")  # fmt: skip
    shown = compare.build(view, DATA, WIDE)
    (drawn,) = shown.taken.sheet().exhibits
    at = {dot.name: (dot.x, dot.y, dot.basis) for dot in drawn.dots}
    assert at["Extremadura"] == (-3.9, 3.4, "computed")
    assert set(at) == {"Peloponnese", "Flemish Brabant", "Mazowieckie", "Extremadura"}
    assert (
        "Computed from parts: Peloponnese, Flemish Brabant, Mazowieckie and Extremadura."
        in plain(shown.notice)
    )


def test_a_point_of_an_earlier_year_says_so():
    view = CompareView("haskovo", "en", "tourism_nights_per_km2", shown="scatter",
                       other="gdp_pc_eur")  # fmt: skip
    notice = plain(compare.build(view, DATA, WIDE).notice)
    assert (
        "GDP per inhabitant in euro, of an earlier year, for the area has no value of 2022: "
        "Rhine-Neckar 2021, Harghita 2021, Oliveira de Azeméis 2021 and Haskovo 2021." in notice
    )


def test_a_point_of_another_area_than_the_other_views_says_so():
    """Haskovo's density stood at 63.2 in the scatter (Yuzhen tsentralen) and at 40.6 in the ranking
    (the province), both «Haskovo» of 2022."""
    view = CompareView("haskovo", "en", "population_density", shown="scatter",
                       other="unemployment_rate_15_74")  # fmt: skip
    shown = compare.build(view, DATA, WIDE)
    hovers = [str(trace.get("hovertemplate")) for trace in shown.drawn.figure["data"]]
    assert any("Haskovo – Yuzhen tsentralen<br>3.2 · 63.2" in told for told in hovers)
    assert (
        "Of another area or year than in the other views, population density: Rhine-Neckar, "
        "Harghita, Oliveira de Azeméis, Riga and Haskovo." in plain(shown.notice)
    )
    for indicator in COMPARABLE:
        shown = compare.build(replace(view, indicator=indicator), DATA, WIDE)
        best = {r["region_id"]: r["value"] for r in each(comparison.latest(DATA, indicator).table)}
        drawn = shown.taken.table()
        drawn = drawn[drawn["indicator_id"] == indicator].dropna(subset=["region_id", "value"])
        points = zip(drawn["region_id"], drawn["value"], strict=True)
        apart = [NAMES[region] for region, value in points if best[region] != value]
        said = f"than in the other views, {INDICATORS[indicator]['short_name']}: "
        told = plain(shown.notice).partition(said)[2].partition(".")[0]
        assert set(re.split(r", | and ", told)) - {""} == set(apart), indicator


def test_too_few_areas_are_no_median_of_a_figure():
    """Of R&D expenditure in 2024 our data hold one NUTS 2 area, Latvia: «median of 1 NUTS 2 area
    0.92» stood beside «median of NUTS 2 areas: not in our data»."""
    view = CompareView("riga", "en", "gerd_pct_gdp", year="2024", shown="ranking")
    for shown in ("ranking", "map", "table"):
        page = compare.build(replace(view, shown=shown), DATA, WIDE)
        drawn = page.taken.sheet()
        assert "median of" not in str(drawn.exhibits) + str(page.drawn) + str(drawn.notice)
        assert "median and classes are of" not in plain(page.notice)
        assert "too few NUTS 2 areas: Riga." in plain(page.notice)


def test_the_median_of_a_trend_is_of_the_same_years_whichever_is_asked():
    """Asked for 2024, of which one area is known, every year counted as well covered: the median of
    R&D expenditure fell from 1.00 (2013) to 0.73 (2014, of 14 areas) and rose to 1.12."""

    def medians(region: str, indicator: str, year: str | None) -> dict[int, float]:
        view = CompareView(region, "en", indicator, year=year, shown="trend")
        lines = compare.build(view, DATA, WIDE).taken.sheet().exhibits[0].lines
        found = [line for line in lines if line.name.startswith("median of NUTS 2")]
        return {y: v for line in found for piece in line.pieces
                for y, v in zip(piece.years, piece.values, strict=True)}  # fmt: skip

    usual = medians("riga", "gerd_pct_gdp", None)
    assert usual == medians("riga", "gerd_pct_gdp", "2024")
    assert [usual[2013], usual[2015], usual[2023]] == [1.0, 1.12, 1.24] and 2014 not in usual
    people = medians("peloponnese", "population_1_january", "2025")
    assert people == medians("peloponnese", "population_1_january", None)
    view = CompareView("peloponnese", "en", "population_1_january", year="2025", shown="trend")
    page = compare.build(view, DATA, WIDE)
    ends = [str(note["text"]) for note in page.drawn.figure["layout"]["annotations"]]
    assert any("median of NUTS 2 (2023)" in one for one in ends)
    assert "median and classes are of NUTS 2, 2025" not in plain(page.notice)


def test_others_have_their_differences_where_my_region_has_no_median():
    """Harghita's +2.0 of internet access was «–» for Mazowieckie, of whose level there are too few
    areas, and +2.0 for Oliveira and in the file."""
    tables = {}
    for mine in ("mazowieckie", "oliveira-de-azemeis"):
        view = CompareView(mine, "en", "households_internet_access", shown="table")
        (grid,) = compare.build(view, DATA, WIDE).taken.sheet().exhibits
        at = [head.text for head in grid.heads].index("Difference")
        rows = [row for row in grid.rows if not isinstance(row, str)]
        tables[mine] = {row[1].text: row[at].text for row in rows}
    assert (
        tables["mazowieckie"]["Harghita"] == "+2.0" and tables["mazowieckie"]["Mazowieckie"] == "–"
    )
    assert tables["mazowieckie"] == tables["oliveira-de-azemeis"]


def test_no_file_gives_a_total_an_average_of_the_union():
    """«EU average: 446 735 291» stood in the file of the population, and «no measure of a total» on
    the screen."""
    for indicator in ("population_1_january", "gdp_mio_eur", "household_primary_income_mio_eur"):
        view = CompareView("mazowieckie", "en", indicator, shown="ranking")
        taken = compare.build(view, DATA, WIDE).taken.table()
        columns = ["eu", "country", "diff_eu", "diff_country"]
        assert taken[[name for name in columns if name in taken]].isna().all(axis=None)


def test_one_rank_correlation_is_one_headline():
    """−0.302 was «tends to be lower» and −0.299 «no clear link», both told as −0.30."""
    said = {}
    for other in ("gdp_pc_pps", "gdp_pc_pps_eu100"):
        view = CompareView("riga", "en", "enterprise_birth_rate", shown="scatter", other=other)
        drawn = compare.build(view, DATA, WIDE).drawn
        assert "rank correlation −0.30" in plain(drawn.measured)
        said[other] = plain(drawn.title)
    assert all("the enterprise birth rate tends to be lower" in one for one in said.values()), said


def test_who_shares_a_place_among_the_nine_is_named():
    """17.0 % of children made Harghita alone «highest of the nine regions», and Flemish Brabant
    too."""
    shared = 0
    for indicator in COMPARABLE:
        rows = [
            r for r in each(comparison.latest(DATA, indicator).table) if r["value"] == r["value"]
        ]
        for mine in rows:
            same = {NAMES[r["region_id"]] for r in rows if r["place"] == mine["place"]}
            same.discard(NAMES[mine["region_id"]])
            place = headlines.placed(rows, mine, INDICATORS[indicator], NAMES, T)
            assert ("(shared with " in place) == bool(same) and all(one in place for one in same)
            cell = place_words(mine, INDICATORS[indicator], T)
            assert cell.endswith(", shared") == bool(same)
            shared += bool(same)
    assert shared > 20
    children = CompareView("harghita", "en", "population_0_14_share", shown="ranking")
    for view in (children, replace(children, shown="map")):
        title = plain(compare.build(view, DATA, WIDE).drawn.title)
        assert "highest of the nine regions (shared with Flemish Brabant)" in title


def test_what_is_measured_in_its_own_year_names_it():
    """Rhine-Neckar's GDP per head of 2021 is 118, 36 above the median of that year, 82; the figure's
    line and the table's last row are of 2023: 84, and «median of 122 NUTS 2 areas» was both."""

    def shown(
        view: str, against: str = "median", indicator: str = "gdp_pc_pps_eu100"
    ) -> compare.Shown:
        asked = CompareView("rhein-neckar", "en", indicator, against=against, shown=view)
        return compare.build(asked, DATA, WIDE)

    ranking = shown("ranking")
    assert plain(ranking.drawn.title).endswith(
        "36 points above the median of 122 NUTS 2 areas in 2021"
    )
    assert "Rhine-Neckar (122 NUTS 2 areas in 2021, median 82)" in plain(ranking.notice)
    # A picker has no room for the year, and offers what there is to choose.
    assert ranking.choices.against["median"] == "median of 122 NUTS 2 areas"
    assert "Harghita (730 NUTS 3 areas in 2021, median 83)" in plain(ranking.notice)
    assert "classes are of NUTS 2, 2023" in plain(ranking.notice)
    assert "median of 122 NUTS 2 areas in 202384" in plain(shown("table").drawn.above)
    # 43 700 of 2021 beside 32 700 of the Union then and 35 400 in 2022, the year of the figure.
    in_euro = shown("ranking", "eu", "gdp_pc_eur")
    assert plain(in_euro.drawn.title).endswith("11 000 € above the EU average in 2021")
    # Germany had 43 500 in 2021, 46 300 in 2022: Flemish Brabant's 53 900 of 2022 is 7 600 above.
    of_country = shown("table", "country", "gdp_pc_eur")
    assert plain(of_country.drawn.title).endswith("200 € above the average of Germany in 2021")
    rows = plain(of_country.drawn.above)
    assert "average of Germany in 202246 300" in rows and "53 900+7 600" in rows
    # A value of the year asked for is measured in it, and says nothing more.
    extremadura = CompareView("extremadura", "en", "gdp_pc_pps_eu100", shown="ranking")
    assert plain(compare.build(extremadura, DATA, WIDE).drawn.title).endswith(
        "15 points below the median of 122 NUTS 2 areas"
    )


def test_the_median_of_the_nine_is_of_those_that_have_a_value():
    """Population has seven values: 291 625 · 533 865 · 989 525 · 1 054 306 · 1 188 079 · 2 419 792 ·
    5 479 763."""
    asked = CompareView(
        "rhein-neckar", "en", "population_1_january", against="nine", shown="ranking"
    )
    shown = compare.build(asked, DATA, WIDE)
    assert plain(shown.drawn.title).endswith(
        "1 365 486 above the median of the 7 regions with a value"
    )
    assert shown.choices.against["nine"] == "median of the 7 regions with a value"
    nine = RegionView("extremadura", "en", "table", "all", against="nine")
    told = [plain(part) for part in region.build(nine, DATA, WIDE).drawn.parts]
    assert any("Median of nine: of those of the nine regions that have a value." in p for p in told)


def test_a_choice_does_not_say_that_our_data_lack_what_they_have():
    """Germany's population and physicians are in our data: a total is not measured against a country,
    and a region without a value against nothing. R&D expenditure of 2023 is not there of Germany,
    that of 2021 is."""

    def offered(indicator: str) -> str:
        asked = CompareView("rhein-neckar", "en", indicator, shown="ranking")
        return compare.build(asked, DATA, WIDE).choices.against["country"]

    assert offered("population_1_january") == "average of Germany: no measure of a total"
    assert offered("physicians_per_100k") == "average of Germany: nothing to measure"
    assert offered("gerd_pct_gdp") == "average of Germany: not in our data for 2023"


def test_a_year_counts_the_regions_whose_value_is_of_it():
    """GDP per head: «2023 · 9 of 9 regions» above «3 of 9 regions have no 2023 value»; risk of
    poverty: «8 of 9» above «best of 9», because Latvia's value is a country's."""
    for indicator, year in (("gdp_pc_pps_eu100", "2023"), ("arope", "2024")):
        found = comparison.compare(DATA, indicator, int(year)).table
        asked = CompareView("extremadura", "en", indicator, year=year)
        words = compare.build(asked, DATA, WIDE).choices.years[year]
        assert words == f"{year} · {(found['year'] == int(year)).sum()} of 9 regions"
    assert words == "2024 · 9 of 9 regions"


def test_one_value_is_neither_best_nor_an_end():
    """Enterprise births of 2010 are of the metropolitan area of Porto alone: «from 12.0 % (Oliveira)
    to 12.0 % (Oliveira)», «best of 1»."""
    for mine in ("oliveira-de-azemeis", "haskovo"):
        asked = CompareView(mine, "en", "enterprise_birth_rate", year="2010")
        assert plain(compare.build(asked, DATA, WIDE).drawn.title) == (
            "Enterprise birth rate: only Oliveira de Azeméis has a value, 12.0 %"
        )
    asked = CompareView("oliveira-de-azemeis", "en", "enterprise_birth_rate", year="2010",
                        shown="ranking")  # fmt: skip
    assert "12.0 %, the only one with a value, 0.4 points" in plain(
        compare.build(asked, DATA, WIDE).drawn.title
    )


def test_who_shares_an_end_is_named_at_it():
    """17.0 % of children in Harghita and in Flemish Brabant: «to 17.0 % (Harghita); Flemish Brabant
    is highest of 9»."""
    for mine, names in (
        ("flemish-brabant", "Flemish Brabant and Harghita"),
        ("riga", "Flemish Brabant and Harghita"),
        ("harghita", "Harghita and Flemish Brabant"),
    ):
        asked = CompareView(mine, "en", "population_0_14_share")
        assert f"to 17.0 % ({names})" in plain(compare.build(asked, DATA, WIDE).drawn.title)


@pytest.mark.parametrize("language", ["en", "lv"])
def test_all_that_are_ahead_equally_often_are_named(language):
    """Of Extremadura's six weaknesses Severoiztochen does better on all but R&D expenditure, Aragón on
    all but enterprise births; Latvian said «most often Severoiztochen»."""
    asked = RegionView("extremadura", language, "peers")
    told = plain(region.build(asked, DATA, look(DATA, language)).drawn.title)
    assert (
        told
        == {
            "en": "Extremadura has 6 weaknesses; of the regions most like it, Severoiztochen and Aragón do "
            "better on 5 each",
            "lv": "Estremadura: 6 vājās puses; no līdzīgākajiem reģioniem tajās visbiežāk priekšā ir "
            "Severoiztochen un Aragón (katrs 5 no 6)",
        }[language]
    )


def test_what_is_not_judged_is_not_said_to_be_worse_on_nothing():
    for mine in NAMES:
        told = {
            view: plain(
                region.build(RegionView(mine, "en", view, "demography"), DATA, WIDE).drawn.title
            )
            for view in ("spine", "peers")
        }
        if "no region is similar" not in told["peers"]:
            assert (
                told["peers"]
                == told["spine"]
                == (f"{NAMES[mine]}: what is shown here describes it and is not judged")
            )


def test_too_few_areas_are_those_of_the_level_at_which_it_would_be_measured():
    """Extremadura's tourist nights are computed of two NUTS 3 areas, of which our data hold 729: what
    they lack is NUTS 2 areas."""
    asked = CompareView("extremadura", "en", "tourism_nights_per_km2")
    assert (
        "Not measured against areas of its level, for our data hold it of too few NUTS 2 areas: "
        "Peloponnese, Rhine-Neckar, Flemish Brabant, Mazowieckie and Extremadura."
        in plain(compare.build(asked, DATA, WIDE).notice)
    )


def test_a_figure_points_the_blind_to_where_its_numbers_are():
    # A trend's years and a scatter's points are in no row of the table view.
    for view, where in (
        ("map", "The table view holds the same figures as text."),
        ("trend", "The table to take away holds the same figures."),
        ("scatter", "The table to take away holds the same figures."),
    ):
        shown = compare.build(CompareView("riga", "en", shown=view), DATA, WIDE)
        assert shown.described.endswith(where)


def test_what_a_year_lacks_is_not_said_of_all_years():
    """Peloponnese's risk of poverty is 32.3 in 2024; asked for 2019, the page said that it «is not
    in our data», and told of classes and a median of no areas."""
    for view in ("map", "ranking", "trend", "table"):
        asked = CompareView("peloponnese", "en", "arope", year="2019", shown=view)
        shown = compare.build(asked, DATA, WIDE)
        if view != "map":
            assert plain(shown.drawn.title) == (
                "Peloponnese: the risk of poverty or exclusion is not in our data for 2019"
            )
        assert "Peloponnese has no value: our data hold none for 2019." in plain(shown.notice)
        assert "median and classes" not in plain(shown.notice)
        assert shown.choices.against["median"] == "median of NUTS 2 areas: not in our data"
        assert "quarter of 0" not in plain(shown.drawn.above)


def test_beside_the_nine_nobody_is_measured_against_the_median_of_areas():
    """Harghita's density is 60.3 below the median of the nine; the table of that said «measured
    against areas of their own level: Harghita (722 NUTS 3 areas, median 141.1)»."""
    for against, said in (("median", True), ("nine", False), ("eu", False)):
        for view in ("ranking", "table"):
            asked = CompareView("harghita", "en", "population_density", against=against, shown=view)
            notice = plain(compare.build(asked, DATA, WIDE).notice)
            assert ("Harghita (722 NUTS 3 areas, median 141.1)" in notice) == said
    # Mazowieckie's internet access is 2.9 above the median of the nine: it is not measured against
    # NUTS 1 areas, but against a median it is.
    asked = RegionView("mazowieckie", "en", against="nine")
    notice = plain(region.build(asked, DATA, WIDE).drawn.parts[0])
    assert "Not measured against a median" not in notice


def test_a_slide_promises_practices_only_where_some_answer():
    """Of all indicators Rhine-Neckar's only weakness is real GDP, which no practice answers: the page
    says so, and its slide said «Behind the link as well: practices that answer its weaknesses»."""
    promised = "practices that answer its weaknesses"
    for mine, theme, answered in (
        ("rhein-neckar", "all", False),
        ("rhein-neckar", "main", False),
        ("harghita", "all", True),
        ("harghita", "economy", True),  # births of enterprises
        ("harghita", "education", False),  # people with tertiary education
    ):
        for view in ("spine", "peers"):
            shown = region.build(RegionView(mine, "en", view, theme), DATA, WIDE)
            page = plain("".join(map(str, shown.drawn.parts)))
            assert ("Practices that answer" in page) == answered, (mine, theme)
            assert (promised in shown.taken.sheet().elsewhere) == answered, (mine, theme)


def test_what_could_not_be_compared_is_not_said_to_be_no_better():
    """All weak points of Mazowieckie and Peloponnese in «Digital» are NUTS 1 values beside NUTS 2
    regions; of Harghita's five in «Economy» only household income is compared, and there nobody is
    ahead (12 200, 12 500, 11 600 and 14 800 beside 14 900)."""
    for mine, theme, said in (
        (
            "mazowieckie",
            "digital",
            "Where Mazowieckie is worse than the median, it cannot be compared with the regions "
            "most like it",
        ),
        (
            "peloponnese",
            "digital",
            "The weaknesses of Peloponnese cannot be compared with the regions most like it",
        ),
        (
            "harghita",
            "economy",
            "None of the regions most like Harghita does better on those of its weaknesses that "
            "can be compared",
        ),
        (
            "harghita",
            "research-and-innovation",
            "None of the regions most like Harghita does better on its weaknesses",
        ),
    ):
        shown = region.build(RegionView(mine, "en", "peers", theme), DATA, WIDE)
        assert plain(shown.drawn.title) == said
        assert "have values where" not in plain("".join(map(str, shown.drawn.parts)))


def test_each_count_of_quarters_names_of_how_many_and_mine_shares_the_first_place():
    """Rhine-Neckar has one of two «Digital» values, Haskovo both: «on 1 of 1 indicators, Haskovo in
    the lowest on 2» was one more than there were. Mazowieckie shares the best place in research
    (one of one), Harghita the lowest. All that share a place are told, mine first."""
    for mine, theme, said in (
        (
            "riga",
            "digital",
            "Rhine-Neckar, Flemish Brabant and Harghita are in the best quarter on 1 of 1–2 "
            "indicators each, Haskovo and Oliveira de Azeméis in the lowest on 2 of 2 each; Riga: 0 "
            "best and 0 lowest of 2",
        ),
        (
            "mazowieckie",
            "research-and-innovation",
            "Mazowieckie, Rhine-Neckar and Flemish Brabant are in the best quarter on 1 of 1 "
            "indicators each, Haskovo, Harghita and Extremadura in the lowest on 1 of 1 each",
        ),
        (
            "harghita",
            "research-and-innovation",
            "Rhine-Neckar, Flemish Brabant and Mazowieckie are in the best quarter on 1 of 1 "
            "indicators each, Harghita, Haskovo and Extremadura in the lowest on 1 of 1 each",
        ),
    ):
        shown = region.build(RegionView(mine, "en", "heat", theme), DATA, WIDE)
        assert plain(shown.drawn.title) == said


def test_a_wider_area_is_told_of_the_values_marked_alone():
    """Four of Riga's main figures are its own area's; «For Riga (Latvia), the figure shown is that
    of a larger area» was said beneath all of them."""
    told = plain(region.build(RegionView("riga", "en", "heat"), DATA, WIDE).drawn.parts[1])
    assert "○: the value is that of a wider area: Harghita (Centru), " in told
    assert "the figure shown" not in told


def test_of_one_region_alike_nothing_is_said_in_the_plural():
    """Among the nine only Haskovo is like Harghita: 26.9 beside 23.3 of severe deprivation."""
    asked = RegionView("harghita", "en", "peers", among="nine")
    told = plain("".join(map(str, region.build(asked, DATA, WIDE).drawn.parts)))
    assert "Haskovo does not do better." in told and "None of them" not in told


def test_every_mean_of_wider_areas_is_called_approximate_wherever_it_is_told():
    """Only some of Rhine-Neckar's were: risk of poverty (21.1, the mean of Karlsruhe 19.4,
    Darmstadt 20.8 and Rheinhessen-Pfalz 23.2 by its own inhabitants), income and severe
    deprivation were not, though the same people weigh the same three regions."""
    rows = standing.standing(DATA)
    means = rows[(rows["basis"] == "wider") & rows["areas"].str.contains("+", regex=False)]
    assert set(means["region_id"]) == {"rhein-neckar"} and means["approximate"].all()
    assert {"arope", "disposable_income_pps_hab", "severe_material_social_deprivation",
            "gerd_pct_gdp", "unemployment_rate_15_74"} <= set(means["indicator_id"])  # fmt: skip
    shown = compare.build(CompareView("rhein-neckar", "en", "arope", shown="ranking"), DATA, WIDE)
    told = plain(shown.notice).replace("\u202f", " ")
    assert "is the figure for" not in told
    assert (
        "21.1 % is the approximate mean of Karlsruhe, Darmstadt, Rheinhessen-Pfalz, each weighted "
        "by how many of its inhabitants live there." in told
    )
    shown = compare.build(CompareView("riga", "en", "arope", shown="ranking"), DATA, WIDE)
    told = plain(shown.notice)
    assert "For Rhine-Neckar, the figure shown is an approximate mean of larger areas." in told


def test_both_ends_agree_on_the_place_of_a_value_that_is_none_of_its_set():
    """Rhine-Neckar's risk of poverty is a mean of three areas: 61 of 121 are better and 60 worse, and
    it was «62nd of 121» and «61st from the bottom», which would be the median itself."""
    rows = standing.standing(DATA)
    mine = (rows["region_id"] == "rhein-neckar") & (rows["indicator_id"] == "arope")
    (row,) = rows[mine].to_dict("records")
    assert (row["spread_place"], row["spread_place_last"], row["spread_n"]) == (62, 60, 121)
    sets = rows[rows["spread_n"].notna()]
    both = sets["spread_place"] + sets["spread_place_last"] - 1
    # Of several with one value each stands before all the others, from either end.
    assert (both <= sets["spread_n"]).all()


def test_a_country_without_a_count_of_organisations_may_have_other_counts():
    """«Germany: no count was found» stood above its 3,426,585 people at work."""
    counts = DATA.table("counts")
    german = (counts["country_code"] == "DE") & (counts["unit"] == "organisations")
    less = DATA.with_tables({"counts": counts[~german]})
    view = EnterprisesView("rhein-neckar", "en", shown="counts")
    drawn = enterprises.build(view, less, WIDE).drawn
    assert "Germany: no count of organisations was found." in plain(drawn.measured)
    assert re.search(r"Germany.*3\s426\s585", plain(drawn.figure))


def test_what_policy_counts_in_words_is_among_the_counts():
    """«Germany: no count of organisations was found» stood in Enterprises, while Policy's entry on
    registers names about 80,000 common-good companies: a row of each, of one source."""
    drawn = enterprises.build(
        EnterprisesView("rhein-neckar", "en", shown="counts"), DATA, WIDE
    ).drawn
    said = re.sub(r"\s", " ", plain(drawn.measured))
    assert said.startswith("Germany: about 80 000 common-good companies, 2024.")
    counts = DATA.table("counts")
    counted = set(counts.loc[counts["unit"] == "organisations", "country_code"])
    of_organisations = re.compile(
        r"\d{3,} (?:[\w-]+ )?(?:companies|enterprises|organisations|entities)"
    )
    told = {
        row["country_code"]
        for name, column in (("policy", "summary_en"), ("factors", "statement_en"))
        for _, row in DATA.table(name).dropna(subset=[column]).iterrows()
        if of_organisations.search(row[column])
    }
    assert "DE" in told and told <= counted


def test_who_lacks_a_value_is_not_called_unlike():
    """«Extremadura: no region is similar enough», by tertiary education among the nine, while
    Rhine-Neckar's page called Extremadura alike in it: 35.1 and 37.0 % are 0.23 standard deviations
    apart. Rhine-Neckar has no rate of enterprise births, in which Extremadura is weak."""
    asked = {"shown": "peers", "among": "nine", "alike": ("tertiary_education_25_64",)}
    mine = region.build(RegionView("extremadura", "en", **asked), DATA, WIDE).drawn
    assert plain(mine.title) == (
        "Extremadura: no region that is similar enough on the selected indicators has a value in "
        "each of its weaknesses"
    )
    rhine = region.build(RegionView("rhein-neckar", "en", **asked), DATA, WIDE).drawn
    told = " ".join(plain(part) for part in rhine.parts)
    assert re.search(r"Extremadura\s*Spain\s*alike in tertiary education", told)


def test_areas_of_which_a_region_is_made_are_told_to_be_left_out():
    """Karlsruhe is nearer to Rhine-Neckar than any peer shown, and not shown: the GDP of
    Rhine-Neckar is the mean of its and two others'."""
    view = RegionView("rhein-neckar", "en", "peers")
    left = "values by which Rhine-Neckar is likened are theirs or made of theirs: Karlsruhe, Darmstadt and Rheinhessen-Pfalz."
    assert left in plain(region.build(view, DATA, WIDE).drawn.parts)
    only = RegionView("rhein-neckar", "en", "peers", alike=("population_density",))
    shown = plain(region.build(only, DATA, WIDE).drawn.parts)
    assert "Karlsruhe" in shown and "Left out" not in shown


def test_among_the_nine_the_rule_of_levels_is_told():
    """«Not called better or worse» beside areas of NUTS 2, «worse» beside Haskovo: two rules."""
    shown = {
        among: plain(
            region.build(RegionView("peloponnese", "en", "peers", "all", among=among), DATA, WIDE)
            .drawn.parts
        )
        for among in ("nine", "nuts2")
    }  # fmt: skip
    beside = "Not called better or worse beside areas of NUTS 2: Peloponnese’s value is of NUTS 1."
    assert beside in shown["nuts2"] and "The nine are set beside" not in shown["nuts2"]
    assert "The nine are set beside each other by the values that stand for them" in shown["nine"]


def test_an_area_without_a_value_is_not_a_region_without_one():
    """Rhine-Neckar's districts have none of 2023, the three areas in which it lies do: a scatter
    draws these."""
    asked = CompareView("rhein-neckar", "en", "gdp_pc_pps_eu100", shown="ranking")
    said = plain(compare.build(asked, DATA, WIDE).notice)
    assert "The areas that stand for 3 of 9 regions have no 2023 value" in said
    scatter = compare.build(replace(asked, shown="scatter"), DATA, WIDE)
    drawn = scatter.taken.table().set_index(["region_id", "indicator_id"])
    mean = drawn.loc[("rhein-neckar", "gdp_pc_pps_eu100")]
    assert (mean["year"], mean["value"], mean["areas"]) == (2023, 121, "DE12+DE71+DEB3")


def test_the_newest_value_of_a_region_may_be_its_countrys():
    """Severe deprivation: LV has 6.2, 5.3 and 4.8 of 2023 to 2025; other regions end in 2022."""
    newest = {(r["indicator_id"], r["region_id"]): r for r in each(regions.newest(DATA))}
    for indicator, value in (("severe_material_social_deprivation", 4.8), ("arope", 24.7)):
        row = newest[indicator, "riga"]
        assert (row["year"], row["value"], row["areas"]) == (2025, value, "LV")


def test_a_value_put_on_another_average_says_so_wherever_it_stands():
    """BG422 has 28 in the data of 2021, RO124 53; shown are 27 and 52."""
    based = "Put on one EU average, because they are of another extract"
    view = CompareView("haskovo", "en", "enterprise_birth_rate", shown="scatter")
    assert re.search(f"{based}:[^.]* Haskovo", plain(compare.build(view, DATA, WIDE).notice))
    nine = plain(region.build(RegionView("harghita", "en", "heat", "all"), DATA, WIDE).drawn.parts)
    assert based in nine and "Harghita: GDP per head" in nine
    home = overview.build(View("harghita", "en"), DATA, WIDE)
    assert f"{based}: GDP per head." in plain(home.figures)
    assert based not in plain(overview.build(View("extremadura", "en"), DATA, WIDE).figures)


def test_who_is_of_no_partner_region_is_not_of_a_whole_country():
    """ConcertES is of French-speaking Belgium, Hefboom of Flanders; both were «nationwide»."""
    shown = practice.build(PracticeView("flemish-brabant", "en", shown="stakeholders"), DATA, WIDE)
    assert "ConcertES" in plain(shown.drawn) and "nationwide" not in plain(shown.drawn)


def test_a_trend_is_sourced_with_the_extracts_of_all_its_years():
    """Riga's unemployment of 2013 to 2024 is of the extract of 8 February, 2025 of 14 August;
    household income before 2022 is of an extract without flags."""
    asked = CompareView("riga", "en", "unemployment_rate_15_74", shown="trend")
    assert "extracts of 8 February 2026 to 14 August 2026" in plain(
        compare.build(asked, DATA, WIDE).source
    )
    asked = CompareView("extremadura", "en", "disposable_income_pps_hab", shown="trend")
    source = plain(compare.build(asked, DATA, WIDE).source)
    assert "flags not known for all values · extracts of 27 June 2022" in source


def test_a_line_tells_in_which_years_other_views_show_another_figure():
    """Mazowieckie's line of NEET is of PL91 and PL92 to its end, 13.0 in 2021; PL9 has 13.6."""
    asked = CompareView("mazowieckie", "en", "neet_15_29", shown="trend")
    told = plain(compare.build(asked, DATA, WIDE).notice)
    said = "the other views show other figures of single years: Mazowieckie (2014–2022)."
    assert said in told
    of_2021 = comparison.compare(DATA, "neet_15_29", 2021).table.set_index("region_id")
    assert of_2021.loc["mazowieckie", "value"] == 13.6
    alone = CompareView("mazowieckie", "en", "unemployment_rate_15_74", shown="trend")
    assert "other figures" not in plain(compare.build(alone, DATA, WIDE).notice)


def test_one_wider_area_is_left_out_of_peers_with_a_word_one_of_its_own_without():
    """Centru is second nearest to Harghita, and Harghita's values are Centru's."""
    told = {
        mine: plain(region.build(RegionView(mine, "en", "peers"), DATA, WIDE).drawn.parts)
        for mine in ("harghita", "peloponnese")
    }
    assert (
        "values by which Harghita is likened are theirs or made of theirs: Centru."
        in told["harghita"]
    )
    assert "Left out" not in told["peloponnese"]


def test_the_profile_says_which_area_its_peers_are_like():
    """Oliveira's 858 people a km² beside Comunitat Valenciana, «alike» with its 219."""
    shown = plain(region.build(RegionView("oliveira-de-azemeis", "en"), DATA, WIDE).drawn.parts)
    assert "alike in population density" in shown
    assert "In population density and old-age dependency, Norte stands for Oliveira" in shown


def test_a_region_whose_parts_have_figures_is_not_told_to_have_a_total_of_a_wider_area_only():
    """Fourteen of Rhine-Neckar's fifteen districts have tourist nights of 2024, DE128 of 2023."""
    asked = CompareView("rhein-neckar", "en", "tourism_nights_million", shown="table")
    page = compare.build(asked, DATA, WIDE)
    told = plain(page.drawn.title)
    assert told.endswith("is in our data only for parts of the region")
    assert "which give none of the whole" in plain(page.notice)
    # Haskovo's total is its NUTS 2 region's, and no part of it has one.
    asked = replace(asked, region="haskovo")
    assert plain(compare.build(asked, DATA, WIDE).drawn.title).endswith(
        "only as a total of a wider area"
    )


def test_what_is_of_another_extract_than_its_measure_is_told():
    """Rhine-Neckar's GDP per head of 2021 is above Germany's in euro and below in purchasing power,
    which cannot be: its districts are of May 2024, Germany of February 2026."""
    asked = CompareView(
        "rhein-neckar", "en", "gdp_pc_pps", year=2021, shown="ranking", against="country"
    )
    told = "Small differences to the average of Germany say nothing, for it is of another extract: "
    assert told + "Rhine-Neckar." in plain(compare.build(asked, DATA, WIDE).notice)
    for other in (
        replace(asked, indicator="gdp_pc_eur"),
        replace(asked, against="median"),
        replace(asked, region="extremadura"),  # of February 2026, as Spain is
    ):
        assert told not in plain(compare.build(other, DATA, WIDE).notice), other
    profile = RegionView("rhein-neckar", "en", theme="economy", against="country")
    assert told + "GDP per head in purchasing power" in str(region.build(profile, DATA, WIDE).drawn)


def test_a_source_line_names_the_tables_that_the_values_shown_are_of():
    """Riga's gross domestic product is of nama_10r_3gdp; the line and the DOI said nama_10r_2gdp,
    which has no NUTS 3 regions. Its risk of poverty is Latvia's, of ilc_peps01n."""
    asked = CompareView("riga", "en", "gdp_mio_eur", year=2021, shown="ranking")
    page = compare.build(asked, DATA, WIDE)
    said = "Source: Eurostat, online data code nama_10r_2gdp, nama_10r_3gdp · NUTS 1, NUTS 2"
    assert plain(page.source).startswith(said)
    rows = page.taken.table().set_index("region_id")["source"]
    assert rows["riga"] == "Eurostat, nama_10r_3gdp; calculations by SECON"
    assert rows["extremadura"] == "Eurostat, nama_10r_2gdp; calculations by SECON"
    poverty = compare.build(replace(asked, indicator="arope", year=2022), DATA, WIDE)
    assert "Source: Eurostat (ilc_peps01n), https://doi.org/10.2908/ILC_PEPS01N;" in (
        poverty.taken.cited
    )
    # Of all nine, research and development is of the table of NUTS 2 regions.
    spent = compare.build(replace(asked, indicator="gerd_pct_gdp", year=2021), DATA, WIDE)
    assert "online data code tgs00042 · NUTS 2" in plain(spent.source)
    of_values = spent.taken.table().dropna(subset=["value"])["source"]
    assert set(of_values) == {"Eurostat, tgs00042; calculations by SECON"}
    # Without a value, that of the indicator.
    none = compare.build(replace(asked, region="haskovo", year=2000), DATA, WIDE)
    assert "nama_10r_2gdp" in none.taken.cited


def test_a_workbook_of_a_trend_defines_by_the_tables_of_its_rows():
    """Research and development is of tgs00042 in all rows, «Definitions» said rd_e_gerdtot."""
    view = CompareView("extremadura", "en", "gerd_pct_gdp", shown="trend")
    table = compare.build(view, DATA, WIDE).taken.table()
    of_extremadura = table[table["region_id"] == "extremadura"]
    assert set(of_extremadura["source"]) == {"Eurostat, tgs00042; calculations by SECON"}
    defined = around.about(table, None, "", DATA, T, "").definitions
    assert defined["Eurostat table"].tolist() == ["tgs00042"]


def test_why_a_region_has_no_value_fits_a_phone():
    """The Latvian reason left the ranking at its right edge."""
    phone = look(DATA, language="lv", size="phone")
    asked = CompareView("riga", "lv", "gdp_mio_eur", year=2021, shown="ranking")
    notes = compare.build(asked, DATA, phone).drawn.figure["layout"]["annotations"]
    (text,) = {str(note["text"]) for note in notes if "nav vērtības" in str(note["text"])}
    assert text == "nav vērtības: mūsu datos ir tikai<br>plašākas teritorijas kopsumma"


def test_a_median_in_a_trend_s_file_is_of_the_tables_of_its_areas():
    """Of GDP all NUTS 2 areas are of nama_10r_2gdp; the file named that of three regions' districts
    too."""
    view = CompareView("riga", "en", indicator="gdp_mio_eur", shown="trend")
    table = compare.build(view, DATA, WIDE).taken.table()
    median = table[table["region"].str.startswith("median")]
    told = {"Eurostat, nama_10r_2gdp; calculations by SECON"}
    assert len(median) > 5 and set(median["source"]) == told
    assert set(median["extract"]) == {"gdp_mio_eur-1"}
