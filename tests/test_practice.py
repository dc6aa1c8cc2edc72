"""Practice: what is shown, in which order, what answers a lag, which events are to come."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import hand_counted
import pandas as pd
import pytest
from looks import look
from shown import App

from pages.practice import (
    cards,
    chosen,
    common,
    events,
    headlines,
    lists,
    notes,
    stakeholders,
    tiles,
)
from pages.practice.build import Shown, build
from pages.practice.views import PracticeView, allowed
from secon_data.package import Package
from secon_ui.drawing.theme import Size
from secon_ui.shell import facets
from secon_ui.shell.menu import spec
from secon_ui.shell.view import Texts
from secon_ui.text import search
from secon_ui.text.markup import joined
from secon_ui.text.words import Words

pytestmark = pytest.mark.usefixtures("as_counted")

T = Words("en")
PACKAGE = hand_counted.package()
THEMES = PACKAGE.table("themes")
PRACTICES = chosen.practices(PACKAGE)
EVENTS = events.dated(PACKAGE.table("events"))
NAMES = dict(PACKAGE.table("regions")[["region_id", "name"]].to_numpy().tolist())
BOTH = {
    region: (name, local)
    for region, name, local in PACKAGE.table("regions")[["region_id", "name", "name_local"]]
    .to_numpy()
    .tolist()
}
PAGE = spec("practice")


def practice(**cells: object) -> pd.DataFrame:
    """One practice, made up, with the columns of ``chosen.practices``."""
    row = PRACTICES[PRACTICES["practice_id"] == "visi-var"].copy()
    for name, value in cells.items():
        row[name] = pd.Series([value], index=row.index, dtype="object")
    return row


# --- themes ---


def test_every_theme_of_a_practice_belongs_to_a_group():
    assert PRACTICES["group_id"].notna().all()
    assert set(PRACTICES["theme"]) == set(THEMES["practice_theme"])  # and none is left over


def test_a_group_has_one_name():
    for _, part in THEMES.groupby("group_id"):
        assert part["group_name"].nunique() == 1


def test_the_facet_counts_practices_by_group():
    # Counted in practices.csv by theme and added up by themes.csv, e.g. networks 5 + visibility 5,
    # social services 4 + disability, family support, wellbeing 1 each; 10+7+6+6+5+5+4+4 = 47.
    offered = lists.of_practices({g: g for g in set(THEMES["group_id"])}, {}, T)
    assert facets.counted(PRACTICES, offered, {})["group"] == {
        "networks_visibility": 10,
        "social_services": 7,
        "strategy": 6,
        "work_integration": 6,
        "local_economy": 5,
        "markets": 5,
        "finance_startup": 4,
        "skills": 4,
    }


def test_a_weakness_is_answered_only_where_themes_csv_says_so():
    answers = chosen.answers(THEMES)
    # Work integration names it first, skills third: it is nearer.
    assert answers["employment_rate_25_64_low_education"] == ["work integration", "skills"]
    assert answers["severe_material_social_deprivation"] == ["social services"]
    assert answers["enterprise_birth_rate"] == ["start-up support"]
    # A grant for a start-up does not move GDP, and nothing here makes a region more digital,
    # keeps pupils at school or brings physicians.
    for none in ("gdp_pc_pps_eu100", "daily_internet_users", "early_leavers_18_24_nationals"):
        assert none not in answers
    assert "physicians_per_100k" not in answers
    assert chosen.answered(THEMES, "work_integration")[0] == "employment_rate_25_64_low_education"
    assert chosen.answered(THEMES, "networks_visibility") == []


def test_harghitas_largest_weakness_leads_to_work_and_training_not_to_meals():
    page = built("harghita", weak="employment_rate_25_64_low_education")
    rows = page.taken.table()
    # Six practices on work integration, then two on skills: job coaches and carers are trained. Among the first, those that tell what
    # came of it: Visi Var, Legionowo and Harghita's own centre, which comes first; then BlindArt,
    # recognised by others; Zbijów and Remudarte tell only that they were chosen.
    assert rows["theme"].tolist() == ["work integration"] * 6 + ["skills"] * 2
    assert rows["practice_id"].tolist()[0] == "handicap-centre"
    assert set(rows["practice_id"][:3]) == {"handicap-centre", "visi-var", "pcis-legionowo"}
    assert rows["practice_id"].tolist()[3] == "blindart"
    assert set(rows["practice_id"][4:6]) == {"cis-zbijow", "remudarte"}
    assert "caritas-meals" not in set(rows["practice_id"])
    assert page.drawn.parts[0].unescape() == (
        '<div class="notice">Practices on work integration and skills are taken as an answer to «low '
        "employment with low education», the themes in this order and of each those with evidence "
        "first; that is SECON's reading, not a measured effect.</div>"
    )


def test_the_note_names_the_themes_that_answer_and_not_the_whole_group():
    """Of the four practices on finance and start-up two help to start: the note said that those on
    finance and start-up answer, the headline counted one."""
    page = built("haskovo", weak="enterprise_birth_rate")
    assert sorted(page.taken.table()["practice_id"]) == ["hs-network-day", "sozialmotor"]
    assert (
        "Practices on start-up support are taken as an answer to «few enterprise births»"
        in (page.drawn.parts[0])
    )
    assert "nearest" not in page.drawn.parts[0]
    group = built("haskovo", group=("finance_startup",))
    assert len(group.taken.table()) == 4
    assert "Practices on start-up support are taken as an answer to, for example, «few " in (
        "".join(map(str, group.drawn.parts))
    )


def test_a_weakness_is_told_by_its_bad_end():
    for lower in ("unemployment_rate_15_74", "arope"):
        told = built("peloponnese", weak=lower).drawn.parts[0]
        assert "«high unemployment»" in told or "«high risk of poverty or exclusion»" in told


def test_what_is_only_below_the_median_is_no_weakness_in_latvian_either():
    """Flemish Brabant's report said «vājo pušu šeit nav», and of its practices that they answer a
    «vājā puse»; the heading «Apliecinājums» had «Pierādījumi nav norādīti» beneath."""
    view = PracticeView("flemish-brabant", "lv", weak="employment_rate_25_64_low_education")
    page = build(view, PACKAGE, look(PACKAGE, "lv"))
    told = "".join(page.drawn.parts)
    assert "par atbildi uz «zema " in told
    assert "vājo pusi" not in told
    assert "Apliecinājums nav norādīts." in told and "Pierādījumi" not in told


def test_a_weakness_that_nothing_answers_says_so():
    page = built("harghita", weak="physicians_per_100k")
    told = "".join(page.drawn.parts)
    assert "No practice in this collection is taken as an answer to «few physicians»." in told
    assert page.taken.table().empty


def test_being_chosen_or_shown_is_no_evidence():
    words = PRACTICES.set_index("practice_id")["evidence_of_success"]
    kinds = PRACTICES.set_index("practice_id")["evidence_kind"]
    told = words.dropna()
    shown = told[told.str.contains("^Chosen for|^Shown to|^Named as|^Accepted by")]
    assert len(shown) == 9 and set(kinds[shown.index]) == {"none"}
    # A kind is stated for each evidence, and for nothing else.
    assert kinds.notna().tolist() == words.notna().tolist()
    (row,) = PRACTICES[PRACTICES["practice_id"] == "remudarte"].itertuples()
    drawn = cards.card(row, BOTH, "riga", None, T)
    assert "Evidence is not stated. Why it is here: " in drawn
    assert "Chosen for the partner meeting of 2024." in drawn and "practice-evidence" not in drawn


def test_the_page_says_that_an_answer_is_a_reading_and_where_there_is_none():
    names = {"work_integration": "Work integration", "strategy": "Strategy"}
    asked = ["work_integration", "strategy"]
    told = notes.answering(THEMES, asked, names, lambda one: f"no {one[:9]}", T).unescape()
    # Three of the twelve that work integration answers, in their order.
    assert (
        "Practices on work integration are taken as an answer to, for example, «no employmen», "
        "«no long_term» and «no long_term»; that is SECON's reading, not a measured effect."
    ) in told
    assert "No indicator here measures what «Strategy» is about." in told


# --- order ---


def test_my_regions_practices_come_first_and_half_of_the_first_page_is_the_others():
    # Characters of summary, evidence and resources, counted in practices.csv. Of Riga's eleven:
    # 291, 246, 235, 218, 189, 160, 153 …; the seventh waits for the second page.
    # Of the others 279, 227, 219, 208, 208 …; Harghita's third, with 206, waits too.
    rows = chosen.ordered(PRACTICES, "riga")
    first = chosen.part(rows, 1, chosen.PAGE)
    assert list(first["said"][:6]) == [291, 246, 235, 218, 189, 160]
    assert list(first["region_id"][:6]) == ["riga"] * 6
    assert list(first["practice_id"][6:11]) == [
        "cis-zbijow",
        "praid-centre",
        "peloponnese-trails",
        "caritas-meals",
        "pcis-legionowo",
    ]
    assert list(first["said"][6:11]) == [279, 227, 219, 208, 208]
    assert first["region_id"][6:].value_counts().max() == 2
    second = chosen.part(rows, 2, chosen.PAGE)
    assert list(second["region_id"][:5]) == ["riga"] * 5 and second["said"].iloc[0] == 153
    assert second["practice_id"].iloc[5] == "caritas-inclusion"
    assert len(rows) == 47 and rows["practice_id"].is_unique


def test_where_my_region_has_no_practice_the_others_begin():
    rows = chosen.ordered(PRACTICES[PRACTICES["region_id"] != "riga"], "riga")
    assert len(rows) == 36 and rows["practice_id"].iloc[0] == "cis-zbijow"


def test_a_page_is_full_even_when_only_one_region_is_left():
    rows = chosen.ordered(PRACTICES[PRACTICES["region_id"] == "mazowieckie"], "riga")
    assert len(rows) == 7 and list(rows["said"]) == sorted(rows["said"], reverse=True)
    assert chosen.last_page(rows, 12) == 1 and chosen.last_page(PRACTICES, 12) == 4
    assert chosen.last_page(rows.head(0), 12) == 1


def test_a_whole_table_is_ordered_by_region_mine_first():
    # Of the cards' first page six are Riga's at most; the table went on with its other five only
    # after the first rows of the other regions.
    own = list(PACKAGE.table("regions")["region_id"])
    for size in ("wide", "phone"):
        shown = built(shown="table", size=size)
        file = shown.taken.table()
        assert list(file["region_id"][:12]) == [*["riga"] * 11, own[0]]
        said = PRACTICES.set_index("practice_id")["said"]
        assert [said[one] for one in file["practice_id"][:7]] == [291, 246, 235, 218, 189, 160, 153]
        assert list(dict.fromkeys(file["region_id"])) == [
            "riga", *(region for region in own if region != "riga")
        ]  # fmt: skip
        rows = joined(shown.drawn.parts).split("<tbody>")[1].split("<tr ")[1:]
        assert [row.startswith('class="mine"') for row in rows] == [True] * 11 + [False] * 36
    # Cards are read page by page: there the others' first ones stand behind my first six.
    assert list(built().taken.table()["region_id"][:7]) == [*["riga"] * 6, "mazowieckie"]


def test_my_region_is_the_first_of_the_small_maps_and_of_what_has_no_dot():
    for size in ("wide", "phone"):
        towns = built(shown="map", size=size).drawn.towns
        texts = [str(one["text"]) for one in towns.figure["layout"]["annotations"]]
        names = [text for text in texts if text.startswith("<b>")]
        assert names[0] == "<b>Riga</b>" and len(names) == 9 == len(set(names))
    own = built(shown="map", region="flemish-brabant").drawn.towns.beside
    assert own.index("practice-year") == own.index('practice-year">Flemish Brabant')


# --- words ---


@pytest.mark.parametrize(
    ("town", "region", "expected"),
    [
        ("Haskovo", "haskovo", "Haskovo, Bulgaria"),
        ("Riga", "riga", "Riga, Latvia"),
        ("Rīga", "riga", "Riga, Latvia"),
        ("Kalamata", "peloponnese", "Kalamata, Peloponnese, Bulgaria"),
        (None, "riga", "Riga, Latvia"),
    ],
)
def test_a_town_called_as_its_region_is_written_once(town, region, expected):
    country = expected.rsplit(", ", 1)[1]
    assert common.place(town, *BOTH[region], country) == expected


def test_of_a_practice_without_an_end_it_is_not_said_that_it_still_runs():
    """Mannheim's Sozialmotor was «since 2017» here and «likely over» on Funding, where no round
    after 2018 was found."""
    row = PACKAGE.table("practices").set_index("practice_id").loc["sozialmotor"]
    assert common.years(row["start_year"], row["end_year"], T) == "begun in 2017"


def test_years_are_given_as_far_as_they_are_stated():
    assert common.years(2014, pd.NA, T) == "begun in 2014"
    assert common.years(2019, 2022, T) == "2019–2022"
    assert common.years(2021, 2021, T) == "2021"
    assert common.years(pd.NA, 2020, T) == "until 2020"
    assert common.years(pd.NA, pd.NA, T) == ""


def test_the_headline_counts_what_is_shown():
    assert headlines.practices(PRACTICES, [], "riga", NAMES, T) == (
        "What works, where? 47 practices in 9 regions, 11 of them in Riga"
    )
    work = PRACTICES[PRACTICES["group_id"] == "work_integration"]
    # Visi Var and BlindArt in Riga; two in Mazowieckie, one each in Extremadura and Harghita.
    assert headlines.practices(work, ["Work integration"], "haskovo", NAMES, T) == (
        "Work integration: 6 practices in 4 regions, none in Haskovo"
    )
    one = PRACTICES[PRACTICES["region_id"] == "oliveira-de-azemeis"]
    assert headlines.practices(one, [], "riga", NAMES, T) == (
        "What works, where? 1 practice, in Oliveira de Azeméis"
    )
    none = PRACTICES.head(0)
    assert headlines.practices(none, ["Skills"], "riga", NAMES, T) == (
        "Skills: no practice fits this choice"
    )
    assert headlines.commonest(PRACTICES, T) == (
        "Most common theme: Networks and visibility (10), followed by Social services and wellbeing (7)."
    )


def test_what_is_not_evidenced_says_so():
    row = next(practice(evidence_of_success=None, resources_needed=None).itertuples())
    drawn = cards.card(row, BOTH, "riga", None, T)
    assert "Evidence is not stated." in drawn
    assert "Why it is here" not in drawn and "Needs" not in drawn


def test_english_texts_and_local_names_are_marked_with_their_language():
    row = next(PRACTICES[PRACTICES["practice_id"] == "caritas-meals"].itertuples())
    drawn = cards.card(row, BOTH, "riga", None, T)
    assert '<span lang="ro">Masa pe roți</span>' in drawn
    assert '<h2 lang="en">Meals on wheels from a social restaurant</h2>' in drawn


def test_texts_of_the_data_cannot_become_markup_or_script():
    bad = '<img src=x onerror="alert(1)">'
    rows = practice(
        title=bad,
        title_local=bad,
        town=bad,
        summary_en=bad,
        evidence_of_success=bad,
        resources_needed=bad,
        secon_listed=bad,
        source_title=bad,
        source_url='javascript:alert("1")',
        website="javascript:alert(1)",
    )
    drawn = cards.grid(rows, BOTH, "riga", None, T)
    drawn += cards.table(rows, BOTH, "riga", "all", T)
    assert "<img" not in drawn and 'onerror="' not in drawn
    assert "javascript" not in drawn


# --- search ---


def test_a_search_needs_neither_accents_nor_capitals_and_all_words():
    found = search.found(PRACTICES, chosen.SEARCHED, "KEKAVA")
    assert list(found["practice_id"]) == ["dabas-zirgi"]  # «Ķekava municipality»
    found = search.found(PRACTICES, chosen.SEARCHED, "meals  RESTAURANT")
    assert list(found["practice_id"]) == ["caritas-meals"]
    assert len(search.found(PRACTICES, chosen.SEARCHED, "  ")) == 47
    assert search.folded("Łódź Σίσυφος") == "lodz σισυφοσ"


def test_a_link_may_hold_any_search_on_one_line():
    texts = Texts(10)
    assert "Ķekava" in texts and "a&b=<c>" in texts
    assert "" not in texts and "x" * 11 not in texts and "a\nb" not in texts and None not in texts


# --- map ---


def test_only_practices_with_a_town_have_a_dot_and_all_of_them_do():
    # 34 of 47 rows of practices.csv have coordinates; Extremadura's two in Cáceres share a dot.
    bounds = dict.fromkeys(NAMES, (-9.0, 36.0, 28.0, 58.0))
    found = tiles.tiles(PRACTICES, bounds, "wide")
    assert sum(len(dot.ids) for tile in found.values() for dot in tile.dots) == 34
    assert {"remudarte", "actyva"} <= set(tiles.together(found["extremadura"], "remudarte"))


def test_towns_too_near_to_be_told_apart_share_the_larger_ones_dot():
    # Drawn over all of Europe, Warsaw (3 practices) and Legionowo (1), 20 km apart, are one dot.
    mazowieckie = PRACTICES[PRACTICES["region_id"] == "mazowieckie"]
    far = tiles.tiles(mazowieckie, {"mazowieckie": (-9.0, 36.0, 28.0, 58.0)}, "wide")
    (dot,) = [d for d in far["mazowieckie"].dots if "pcis-legionowo" in d.ids]
    assert dot.towns[0] == "Warsaw" and (dot.longitude, dot.latitude) == (21.0118, 52.2298)
    near = tiles.tiles(mazowieckie, {"mazowieckie": (20.8, 52.1, 21.2, 52.5)}, "wide")
    assert tiles.together(near["mazowieckie"], "pcis-legionowo") == ["pcis-legionowo"]
    assert tiles.together(None, "nostos") == ["nostos"]


def test_numbers_as_large_as_a_slides_letters_do_not_cover_each_other():
    # On the map of all nine Sigulda (3 practices) is 36 pixels from Ogre (2), and 46 from Riga (4).
    bounds = {region: look(PACKAGE).boundaries()["bounds"][region] for region in NAMES}
    screen = tiles.tiles(PRACTICES, bounds, "wide")["riga"]
    paper = tiles.tiles(PRACTICES, bounds, "wide", tiles.ON_PAPER)["riga"]
    assert [len(dot.ids) for dot in screen.dots] == [3, 2, 4]
    assert [len(dot.ids) for dot in paper.dots] == [5, 4]


def test_a_dot_lies_inside_its_map_at_the_place_it_is_drawn():
    bounds = {"riga": (22.449, 56.5454, 25.532, 57.9891)}
    (tile,) = tiles.tiles(PRACTICES, bounds, "wide").values()
    for dot in tile.dots:
        assert 0 < dot.x < tile.width and 0 < dot.y < tile.height
        assert tile.west < dot.longitude < tile.east and tile.south < dot.latitude < tile.north


# --- events ---


def test_a_date_means_all_the_days_it_can_mean():
    assert events.first_day("2023") == date(2023, 1, 1)
    assert events.last_day("2023") == date(2023, 12, 31)
    assert events.first_day("2024-02") == date(2024, 2, 1)
    assert events.last_day("2024-02") == date(2024, 2, 29)
    assert events.first_day("2024-10-22") == events.last_day("2024-10-22") == date(2024, 10, 22)


def test_events_to_come_and_past_on_a_fixed_day():
    # events.csv on 15 March 2024: the seminar «March to August» may still come, then six more;
    # 15 of the other 16 ended before, and of the
    # 16th, the lunch in Diest of 2023, only its «Save the Date» is known.
    coming, past, planned = events.split(EVENTS, date(2024, 3, 15))
    assert [event[:10] for event in coming["event_id"]] == [
        "2024-03-01",
        "2024-04-17",
        "2024-10-22",
        "2025-01-31",
        "2025-09-pr",
        "2025-09-17",
        "2025-10-28",
    ]
    assert len(past) == 15
    assert [event[:10] for event in planned["event_id"]] == ["2023-08-28"]
    assert past["event_id"].iloc[0].startswith("2024-02-23")
    assert past["event_id"].iloc[-1].startswith("2019-09-16")


def test_an_event_known_by_its_month_is_past_when_the_month_is():
    # PROSECO's meetings: September to October 2025.
    on_the_last_day = events.split(EVENTS, date(2025, 10, 31)).coming
    assert list(on_the_last_day["event_id"]) == ["2025-09-proseco-stakeholder-meetings"]
    assert events.split(EVENTS, date(2025, 11, 1)).coming.empty


def test_what_was_only_announced_is_not_past():
    # The seminar «foreseen for the third semester», the lunch of a «Save the Date», and the congress
    # that a newspaper of 23 October says «will» be held on the 28th.
    split = events.split(EVENTS, date(2026, 11, 24))
    assert [event[:16] for event in split.planned["event_id"]] == [
        "2025-10-28-first", "2024-03-01-plann", "2023-08-28-start",
    ]  # fmt: skip
    assert len(split.past) == 20
    types = lists.labels(PACKAGE, "events", "type")
    drawn = events.both(split, types, "LV", T)
    assert drawn.index(">Past<") < drawn.index(">Known as planned only: ") < drawn.index("Diest")
    assert drawn.count("<li") == 23
    # Nothing but what is planned: none has taken place.
    alone = events.Split(split.coming, split.past.head(0), split.planned.head(1))
    told = "No coming event is known, nor one that took place; 1 known as planned only"
    assert headlines.events(alone, T) == told


@pytest.mark.parametrize(
    ("ids", "latest"),
    [
        # Of a month nobody knows whether it went on after the 28th: they share the month.
        (["2025-10-28", "2025-09-pr"], "October 2025"),
        (["2025-09-17", "2025-09-pr"], "September – October 2025"),  # the second ended later
        (["2024-10-22", "2025-01-31"], "31 January 2025"),
        # Some day of March to August 2024, so it may have been before or after 17 April.
        (["2024-04-17", "2024-03-01"], "2024"),
        (["2023-social", "2023-visit"], "2023"),
        (["2023-11", "2023-social"], "2023"),
    ],
)
def test_the_latest_is_told_as_far_as_the_sources_tell_it(ids, latest):
    rows = EVENTS[EVENTS["event_id"].str.startswith(tuple(ids))]
    assert len(rows) == len(ids)
    assert events.latest(rows, T) == latest


def test_the_words_of_a_date_are_as_precise_as_its_source():
    said = {row.event_id[:16]: events.when(row, T) for row in EVENTS.itertuples()}
    assert said["2024-10-22-secon"] == "22–25 October 2024"
    assert said["2023-11-interreg"] == "November 2023"
    assert said["2023-social-entr"] == "2023"
    assert said["2024-03-01-plann"] == "between March 2024 and August 2024"
    assert said["2025-10-28-first"] == "28 October 2025"


def test_events_stand_under_their_year_and_secons_own_are_marked():
    past = events.split(EVENTS.assign(known_as=None), date(2026, 11, 24)).past
    drawn = events.listed(past, lists.labels(PACKAGE, "events", "type"), "LV", T)
    years = [part[:4] for part in drawn.split('<h3 class="practice-year">')[1:]]
    assert years == ["2025", "2024", "2023", "2022", "2021", "2020", "2019"]
    assert drawn.count(">SECON</span>") == 13  # scope «secon» in events.csv
    assert drawn.count("<li") == 23 and drawn.count('<li class="mine"') == 6  # six in Latvia


def test_texts_of_events_and_stakeholders_cannot_become_markup():
    bad = "<script>alert(1)</script>"
    event = EVENTS.head(1).assign(title=bad, place=bad, summary_en=bad, source_title=bad)
    drawn = events.listed(event, lists.labels(PACKAGE, "events", "type"), "LV", T)
    who = PACKAGE.table("stakeholders").head(1)
    who = who.assign(organisation=bad, organisation_local=bad, role_in_social_economy=bad)
    types = lists.labels(PACKAGE, "stakeholders", "type")
    drawn += stakeholders.listed(who, types, NAMES, "LV", T)
    partner = PACKAGE.table("partners").head(1).assign(name=bad, policy_instrument=bad)
    roles = lists.labels(PACKAGE, "partners", "role")
    drawn += stakeholders.partners(partner, roles, "riga", T)
    assert "<script" not in drawn


# --- stakeholders ---


def test_the_matrix_counts_stakeholders_by_type_and_country():
    # stakeholders.csv: six of the nine municipalities are Latvian; none is Greek.
    rows = PACKAGE.table("stakeholders")
    types = lists.labels(PACKAGE, "stakeholders", "type")
    drawn = stakeholders.matrix(rows, types, ["EL", "LV"], "LV", "caption", T)
    (line,) = [part for part in drawn.split("<tr>") if ">municipality</th>" in part]
    assert 'class="num  none">–<' in line  # Greece
    assert 'style="--share:100%">6<' in line


def test_the_matrix_begins_with_my_country():
    drawn = "".join(map(str, built("haskovo", shown="stakeholders").drawn.parts))
    heads = re.findall(r'<th scope="col" class="[^"]*">([^<]+)</th>', drawn)
    assert heads[:2] == ["Bulgaria", "Greece"] and len(heads) == 9


def test_in_each_type_my_countrys_organisations_come_first():
    rows = stakeholders.ordered(PACKAGE.table("stakeholders"), "LV")
    assert len(rows) == 77
    assert list(rows["type"].drop_duplicates())[:3] == [
        "association",
        "public_authority",
        "support_organisation",
    ]  # 16, 16, 14
    assert rows["organisation"].iloc[0] == "Latvian Social Entrepreneurship Association"


# --- the page without a screen ---


def built(
    region: str = "riga", *, size: Size = "wide", package: Package = PACKAGE, **choices: Any
) -> Shown:
    view = PracticeView(region, "en", **choices)
    return build(view, package, look(package, size=size, today=date(2024, 3, 15)))


def test_the_page_of_a_chosen_card_is_shown_and_the_others_are_pages_of_twelve():
    assert built().drawn.pages == (1, 4)  # 47 practices
    assert built(page="3").drawn.pages == (3, 4)
    assert built(page="9").drawn.pages == (4, 4)
    # Riga's seventh practice waits for the second page.
    seventh = chosen.ordered(PRACTICES, "riga")["practice_id"].iloc[chosen.PAGE]
    assert built(card=seventh, page="4").drawn.pages == (2, 4)


def test_beside_the_map_stand_the_practices_of_the_chosen_dot_else_those_without_one():
    beside = built(shown="map").drawn.towns.beside
    # Ogre and Ogre municipality are one place: they have one point.
    # 38 name a place, of four of which (villages, surroundings) there are no coordinates; three at
    # Leuven stand at the seat of their province. «Have a town in their source» was true of neither.
    assert "13 practices without a place on the map" in beside
    assert built(shown="map").drawn.title == (
        "Where to go: 34 of 47 practices have a place on the map; places in all: 18"
    )
    assert "view=map&amp;card=nostos" in beside and "card=remudarte" not in beside
    assert built(shown="map", card="visi-var").drawn.towns.beside.startswith(
        '<div class="practice-cards"><article class="practice-card mine chosen">'
    )


def test_what_left_the_region_says_so_on_cards_tables_maps_and_among_organisations():
    said = "Outside the Riga planning region since 1 July 2021"
    every = joined(
        joined(built(shown="cards", page=str(page)).drawn.parts) for page in (1, 2, 3, 4)
    )
    assert every.count(said) == 2  # ogre-municipality, pasta-maja
    assert joined(built(shown="table").drawn.parts).count(said) == 2
    assert built(shown="map").drawn.towns.beside.count(said) == 0  # both have a dot
    pages = joined(
        joined(built(shown="stakeholders", page=str(page)).drawn.parts) for page in (1, 2, 3)
    )
    assert pages.count(said) == 1


def test_the_partner_names_the_themes_of_its_study():
    beneath = built(shown="stakeholders").drawn.after
    assert "four themes: policy framework, access to finance, enabling factors and" in beneath


def test_events_are_coming_and_past_on_the_day_of_the_look():
    shown = built(shown="events")
    title = "7 coming events; 15 past ones to learn from; 1 known as planned only"
    assert shown.drawn.title == title
    # 11 past ones and 2 known as planned: behind «20 past ones» «13 of them» would be too many.
    assert shown.drawn.measured == "13 of all 23 are of the SECON project."


def test_organisations_are_thirty_a_page_ten_on_a_phone_and_the_partners_stand_beneath():
    shown = built(shown="stakeholders")
    assert shown.drawn.pages == (1, 3)  # 77 organisations
    assert built(shown="stakeholders", size="phone").drawn.pages == (1, 8)
    assert shown.drawn.after.count("<li") == 10
    # Of one country there is nothing to compare.
    assert built(shown="stakeholders", country=("DE",)).drawn.parts[0] == ""


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("view", ["cards", "map", "events", "stakeholders", "table"])
def test_a_search_that_finds_nothing_says_so(view, size):
    title = built(shown=view, size=size, asked="zzzz").drawn.title
    assert "no " in title.lower() and "fits this choice" in title


def test_what_is_taken_away_is_what_fits():
    shown = built(shown="stakeholders", country=("DE",))
    assert shown.taken.file_name == "secon-stakeholders.csv"
    table = shown.taken.table()
    assert set(table["country_code"]) == {"DE"}
    assert list(table.columns) == [*PACKAGE.table("stakeholders").columns, "data_of"]
    practices = built(group=("skills",)).taken.table()
    assert len(practices) == 4 and "said" not in practices and "group_name" in practices


def test_a_theme_that_no_group_has_and_a_region_that_is_none_leave_the_practice_as_it_is():
    table = PACKAGE.table("practices").copy()
    at = table.index[table["practice_id"] == "visi-var"]
    table.loc[at, "theme"] = "beekeeping"
    table.loc[at, "region_id"] = "atlantis"
    odd = PACKAGE.with_tables({"practices": table})
    for view in ("cards", "map", "table"):
        assert built(package=odd, shown=view).taken.table()["theme"].eq("beekeeping").any()
    shown = built(package=odd, shown="table")
    assert "<td>beekeeping</td><td>Sigulda, atlantis, Latvia</td>" in shown.drawn.parts[0]
    assert shown.counts["group"]["none"] == 1
    (theme, _) = shown.facets
    assert theme.label("none") == "not stated"
    codes = allowed(odd)["group"]
    assert "none" in codes and "none" not in allowed(PACKAGE)["group"]
    assert len(built(package=odd, group=("none",)).taken.table()) == 1


# --- the page ---


def test_a_link_from_a_lag_opens_the_practices_of_its_group():
    app = App().open(PAGE, region="haskovo", lang="en", group="work_integration")
    assert "Work integration: 6 practices in 4 regions, none in Haskovo" in app.html
    assert app.html.count("<article") == 6
    assert "Practices on work integration are taken as an answer to, for example, «low" in app.html


def test_today_decides_what_is_coming(monkeypatch):
    monkeypatch.setenv("SECON_TODAY", "2026-11-24")
    app = App().open(PAGE, region="riga", lang="en", view="events")
    told = "No coming event is known; 20 past ones, the latest: September – October 2025; "
    assert f"{told}3 known as planned only" in app.html
    assert "No coming event is in the data." in app.html
    monkeypatch.setenv("SECON_TODAY", "2025-10-31")
    app.open(PAGE, region="riga", lang="en", view="events")
    assert "1 coming event; 19 past ones to learn from; 3 known as planned only" in app.html
    assert "No coming event is in the data." not in app.html


def test_a_chosen_practice_is_on_the_page_that_is_shown():
    app = App().open(PAGE, region="riga", lang="en", card="visi-var")
    assert '<article class="practice-card mine chosen">' in app.html


def test_none_of_a_choice_is_said_as_none():
    """«3 organisations in 3 countries, 0 of them in Latvia»: universities of Germany, Spain, Bulgaria."""
    title = built("riga", shown="stakeholders", actor=("university",)).drawn.title
    assert title == "Who to ask? 3 organisations in 3 countries, none in Latvia (university)"


def test_practices_outside_the_region_are_told_beside_their_count():
    """«11 of them in Riga»: two are of Ogre municipality, of Vidzeme since 2021."""
    drawn = built("riga").drawn
    assert drawn.title.endswith("11 of them in Riga")
    assert drawn.measured.endswith(
        "2 counted for Riga are outside the region today, as their cards say."
    )
    assert "outside" not in built("haskovo").drawn.measured
    # Also where all that are shown are Riga's: «2 practices, all in Riga», both of Ogre.
    drawn = built("haskovo", asked="Ogre").drawn
    assert "all in Riga" in drawn.title and "2 counted for Riga are outside" in drawn.measured


@pytest.mark.parametrize(
    ("shown", "dataset"),
    [("cards", "practices"), ("events", "events"), ("stakeholders", "stakeholders")],
)
def test_what_is_taken_away_has_the_kinds_of_the_dataset(shown, dataset):
    page = build(PracticeView("riga", "en", shown=shown), PACKAGE, look(PACKAGE))
    taken, kinds = page.taken.table().dtypes, PACKAGE.table(dataset).dtypes
    shared = [name for name in taken.index if name in kinds.index]
    assert len(shared) > 8
    assert taken[shared].to_dict() == kinds[shared].to_dict()


def test_a_narrowed_finding_names_what_narrows_it():
    """«Who to ask? 10 organisations in 5 countries, none in Bulgaria» was said of a search: nine are
    listed there."""

    def title(shown: str, **choices: object) -> str:
        view = PracticeView("haskovo", "en", shown=shown, **choices)
        return str(build(view, PACKAGE, look(PACKAGE, today=date(2026, 11, 24))).drawn.title)

    # Of Germany, Spain and Bulgaria one each: the lines with ',university,'.
    assert title("stakeholders", actor=("university",)) == (
        "Who to ask? 3 organisations in 3 countries, 1 of them in Bulgaria (university)"
    )
    # Of the conferences four took place, and that of Cáceres is known as planned only.
    assert title("events", kind=("conference",)) == (
        "No coming event is known; 4 past ones, the latest: 17 September 2025; "
        "1 known as planned only (conference)"
    )
    for shown in ("cards", "map", "events", "stakeholders"):
        assert title(shown, asked="coop").endswith(" («coop»)"), shown
        # What nothing fits speaks of «this choice», and what names its country needs it once.
        assert "(" not in title(shown, asked="no such word"), shown
    assert title("map", weak="arope").endswith(" (risk of poverty or exclusion)")
    assert "(" not in title("stakeholders", country=("ES",))
    assert "(" not in title("cards", country=("ES",), weak="arope")
