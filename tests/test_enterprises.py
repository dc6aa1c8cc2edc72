"""Enterprises: counts, densities, maps and cards. Expected counts were taken from the file with
grep, as said beside each of them."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from dataclasses import replace

import hand_counted
import pandas as pd
import pytest
from looks import look
from shown import LINK, App, copy

from pages.enterprises import (
    card,
    directory,
    headlines,
    listing,
    map_dots,
    maps,
    narrowing,
    views,
)
from pages.enterprises.build import build
from secon_data.area_sets import nearest
from secon_ui.drawing import deck_layers, geometry, theme
from secon_ui.drawing import mercator as mercator_module
from secon_ui.shell import facets
from secon_ui.shell.menu import spec
from secon_ui.text import search
from secon_ui.text.words import Words

pytestmark = pytest.mark.usefixtures("as_counted")

T = Words("en")
PACKAGE = hand_counted.package()
LIST = PACKAGE.table("enterprises")
REGIONS = PACKAGE.table("regions")
NAMES = dict(zip(REGIONS["region_id"], REGIONS["name"], strict=True))
LOOK = look(PACKAGE)
AREAS = nearest(PACKAGE)
FACETS = narrowing.lists(LOOK)
NOTHING = {"regions": (), "fields": (), "types": (), "work": ()}
VIEW = views.EnterprisesView("riga", "en")
OUTLINES = geometry.index(geometry.FOLDER)["bounds"]
HOSTILE = (
    '<img src=x onerror="alert(1)">',
    "<script>alert(1)</script>",
    "![x](http://evil.example/p.png)",
    "@@=alert(1)",
    "{tip} :material/home:",
)


def rows(count: int, **fixed: object) -> pd.DataFrame:
    """A list of so many organisations of Riga, each near another town."""
    dice = random.Random(7)
    table = pd.concat([LIST[LIST["region_id"] == "riga"]] * (count // 36 + 1)).head(count)
    return table.assign(
        enterprise_id=[f"riga-{i}" for i in range(count)],
        latitude=[round(56.6 + dice.random() * 1.2, 4) for _ in range(count)],
        longitude=[round(22.6 + dice.random() * 2.6, 4) for _ in range(count)],
        **fixed,
    ).reset_index(drop=True)


# --- what the lists count


def test_counts_of_a_region_are_those_of_the_file():
    # grep -c ',social_services_care,' → 76; the same of lines with ',riga,LV,' → 7;
    # ',riga,LV,' with ",yes," / ",no," / ",unknown," after the field → 10, 5, 21.
    counts = facets.counted(LIST, FACETS, NOTHING)
    assert counts["fields"]["social_services_care"] == 76
    counts = facets.counted(LIST, FACETS, {**NOTHING, "regions": ("riga",)})
    assert counts["fields"]["social_services_care"] == 7
    assert counts["work"] == {"yes": 10, "no": 5, "unknown": 21}
    # The region's own list goes on counting all nine.
    assert counts["regions"]["mazowieckie"] == 40 and sum(counts["regions"].values()) == 308


def test_a_choice_counts_in_all_other_lists():
    # Associations that give work: grep ',association,[a-z_]*,yes,' by region → 5, 10, 3, 3, 2, 18;
    # associations: 41 yes, 50 no, 17 unknown.
    counts = facets.counted(LIST, FACETS, {**NOTHING, "types": ("association",), "work": ("yes",)})
    assert counts["regions"] == {
        "extremadura": 18,
        "flemish-brabant": 10,
        "rhein-neckar": 5,
        "mazowieckie": 3,
        "riga": 3,
        "harghita": 2,
    }
    assert counts["work"] == {"yes": 41, "no": 50, "unknown": 17}


def test_every_code_of_the_schema_has_a_word():
    fields = PACKAGE.schema("enterprises").fields
    for words, column in (
        (views.FIELDS, "field_of_activity"),
        (views.TYPES, "organisation_type"),
        (views.WORK, "work_integration"),
        (card.PRECISION, "coordinate_precision"),
    ):
        assert set(words) == set(fields[column].allowed)


def test_search_finds_without_accents_in_name_town_and_description():
    texts = search.texts(LIST, narrowing.SEARCHED)
    found = search.found(LIST, narrowing.SEARCHED, "KEGUMS", texts)
    assert list(found["town"]) == ["Ķegums"]
    assert len(search.found(LIST, narrowing.SEARCHED, "no such word", texts)) == 0


# --- what is listed of each region


def test_what_is_listed_of_a_region_is_counted_and_not_ranked():
    # Of the lines with ',riga,LV,' in the file: 36, and their sources and years.
    riga = LIST[LIST["region_id"] == "riga"]
    order = ["riga", *(region for region in NAMES if region != "riga")]
    rows = listing.of_regions(LIST, order)
    first = rows[0]
    assert (first.region, first.n, first.sources) == ("riga", 36, riga["source_title"].nunique())
    assert first.undated == int(riga["source_year"].isna().sum())
    assert (first.first, first.last) == (riga["source_year"].min(), riga["source_year"].max())
    assert [row.region for row in rows] == order and sum(row.n for row in rows) == 308
    drawn = listing.drawn(rows, VIEW, LOOK, brief=False)
    assert "inhabitants" not in drawn and "<i " not in drawn
    title, beneath = listing.headline(rows, "riga", LOOK)
    assert title == f"Riga: 36 organisations listed, from {first.sources} public sources"
    assert "no ranking of regions" in beneath


def test_a_search_that_finds_one_town_shows_its_number_and_no_rate():
    # grep -c Londerzeel → 2, both of Flemish Brabant; Mechelen is in no row.
    for words, n in (("Londerzeel", 2), ("Mechelen", 0)):
        shown = build(replace(VIEW, shown="density", search=words), PACKAGE, LOOK)
        assert ">0.0<" not in shown.drawn.figure
        row = shown.drawn.figure.split("Flemish Brabant")[1]
        assert row.startswith(f'</th><td class="num big">{n}</td>')
        assert shown.drawn.title == "Riga: nobody in the list by this choice"


def test_what_is_listed_by_a_choice_names_it():
    """«Extremadura: 7 organisations listed» was said of its cooperatives, beside 35 without it."""
    view = replace(VIEW, region="flemish-brabant", shown="density", search="Londerzeel")
    title = build(view, PACKAGE, LOOK).drawn.title
    assert title.startswith("Flemish Brabant: 2 organisations listed, from ")
    assert title.endswith(" («Londerzeel»)")
    # Of Riga's 36: 9 lines with «,limited_company,»; 9 with «,yes,» behind the field of activity.
    for choice, words in (
        ({"types": ("limited_company",)}, "Limited company"),
        ({"work": ("yes",)}, "Work integration, in any field: Yes"),
        ({"regions": ("riga", "haskovo")}, ""),
    ):
        title = build(replace(VIEW, shown="density", **choice), PACKAGE, LOOK).drawn.title
        assert title.endswith(f" ({words})" if words else " public sources"), choice


def test_an_old_link_to_the_densities_opens():
    app = App().open(spec("enterprises"), **LINK, view="density")
    assert app.failed == "" and "Part of the link" not in app.html
    assert "Riga: 36 organisations listed, from " in app.html


# --- what is said beside every count


def test_the_caution_says_no_register_no_year_and_where_places_differ():
    told = headlines.caution(LIST, LIST, tuple(NAMES), AREAS, LOOK)
    assert "not a register" in told
    assert "For 96 of 308 the source shows no year." in told
    assert "Riga: 8 of 36 are in Ogre municipality" in told  # grep -c LV007
    assert "Haskovo" in told and "Oliveira" in told
    assert "Riga" not in headlines.caution(LIST, LIST, ("harghita",), AREAS, LOOK)


def test_who_lies_outside_the_area_of_a_region_is_counted_among_those_shown():
    """Of the 40 of Oliveira 39 are in PT11A, and CERCIAV is in Aveiro, PT191."""
    both = "Oliveira de Azeméis: the list and the outline are of the metropolitan area of Porto"
    outside = "lies outside the area that stands for the region."

    def told(table, region="oliveira-de-azemeis", everyone=LIST):
        return str(headlines.caution(table, everyone, (region,), AREAS, LOOK))

    mine = LIST[LIST["region_id"] == "oliveira-de-azemeis"]
    cerciav = mine["nuts_code"] == "PT191"
    assert cerciav.sum() == 1 and (mine.loc[~cerciav, "nuts_code"] == "PT11A").all()
    reaches = "Oliveira de Azeméis: the list reaches beyond the municipality; the outline is of the"
    one = f"Oliveira de Azeméis: 1 of 40 {outside}"
    assert reaches in told(mine) and one in told(mine) and both not in told(mine)
    # How far the list reaches does not depend on what is chosen of it.
    for chosen in (mine[cerciav], mine[~cerciav], mine.head(0)):
        assert reaches in told(chosen) and both not in told(chosen)
    assert f"Oliveira de Azeméis: 1 of 1 {outside}" in told(mine[cerciav])
    assert "outside" not in told(mine[~cerciav]) + told(mine.head(0))
    assert both in told(mine[~cerciav], everyone=mine[~cerciav])
    # One rule for all regions: another one with two rows elsewhere, and Riga's eight of Ogre.
    inside = LIST[LIST["region_id"] == "harghita"]
    assert "outside" not in told(inside, "harghita")
    moved = inside.copy()  # a table that was asked of never changes
    moved.loc[moved.index[:2], "nuts_code"] = "RO122"
    said = f"Harghita: 2 of {len(moved)} lie outside the area that stands for the region."
    assert said in told(moved, "harghita")
    riga = told(LIST[LIST["region_id"] == "riga"], "riga")
    assert "Riga: 8 of 36 are in Ogre municipality" in riga
    # «7 organisations listed for Riga are in Ogre municipality» stood over a search for it.
    of_riga = LIST[LIST["region_id"] == "riga"]
    trade = of_riga[of_riga["field_of_activity"] == "retail_catering"]
    inside = int(trade["nuts_code"].eq("LV007").sum())
    assert inside == 3
    assert f"Riga: 3 of {len(trade)} are in Ogre municipality" in told(trade, "riga")
    assert "outside" not in riga
    for region in NAMES:
        if region not in ("riga", "oliveira-de-azemeis"):
            assert "outside" not in told(LIST[LIST["region_id"] == region], region), region


@pytest.mark.parametrize("shown", ["map", "directory", "density"])
def test_the_list_of_one_town_outside_is_not_called_that_of_the_area(shown):
    view = views.EnterprisesView("oliveira-de-azemeis", "en", regions=("oliveira-de-azemeis",))
    page = build(replace(view, shown=shown, search="Aveiro"), PACKAGE, LOOK)
    for said in (str(page.caution), " ".join(map(str, page.taken.sheet().notice))):
        assert "Azeméis: the list and the outline" not in said
        assert "Oliveira de Azeméis: 1 of 1 lies outside" in said


def test_the_headline_counts_what_is_shown():
    view = views.EnterprisesView("riga", "en")
    title, beneath = headlines.headline(LIST, LIST, view, LOOK)
    assert title == "Who is there? 308 organisations listed in 9 regions"
    assert beneath.startswith("<b>Care and social services: the largest field, with 76 of 308.</b>")
    view = views.EnterprisesView("riga", "en", regions=("riga",), fields=("health",))
    shown = facets.narrowed(LIST, FACETS, view.selected)
    assert headlines.headline(shown, LIST, view, LOOK)[0] == "1 of 36 organisations fits the choice"
    # One field was asked for: that it is the largest of one says nothing.
    of_all = facets.narrowed(LIST, FACETS, replace(view, regions=()).selected)
    beneath = headlines.headline(of_all, LIST, replace(view, regions=()), LOOK)[1]
    assert beneath.startswith("<b>A curated list")
    none = headlines.headline(LIST.head(0), LIST, view, LOOK)[1]
    assert "No results: remove a filter." in none


# --- sunflowers


def test_degrees_and_pixels_are_each_others_inverse():
    frame = mercator_module.fitted((22.4, 56.5, 25.6, 58.0), 600, 560, 26)
    x, y = frame.pixels(24.1059, 56.9460)
    assert frame.degrees(x, y) == pytest.approx((24.1059, 56.9460), abs=1e-9)
    assert frame.pixels(frame.longitude, frame.latitude) == pytest.approx((300, 280))


def test_a_fitted_window_holds_its_bounds_with_the_margin():
    bounds = (-7.5, 37.9, -4.7, 40.5)
    frame = mercator_module.fitted(bounds, 600, 560, 26)
    left, bottom = frame.pixels(bounds[0], bounds[1])
    right, top = frame.pixels(bounds[2], bounds[3])
    assert min(left, bottom, 600 - right, 560 - top) == pytest.approx(26, abs=0.5)


def test_the_dots_of_a_sunflower_stand_apart_and_inside_their_disc():
    dots = map_dots.sunflower(60, 10.5)
    apart = min(math.dist(a, b) for i, a in enumerate(dots) for b in dots[:i])
    assert apart > 2 * map_dots.DOT  # no dot covers another
    assert max(math.hypot(x, y) for x, y in dots) < map_dots.flower_radius(60, 10.5)
    # The second dot: √(1 + 0.6) steps away, 137.5° on.
    assert dots[1] == pytest.approx(
        (10.5 * 1.6**0.5 * math.cos(2.39996), 10.5 * 1.6**0.5 * math.sin(2.39996)), abs=1e-3
    )
    assert map_dots.sunflower(1, 10.5) == [(0.0, 0.0)]


def test_a_small_town_within_a_larger_one_joins_it():
    frame = mercator_module.Frame(24.0, 57.0, 8.0, 600, 560)
    table = pd.DataFrame(
        {
            "town": ["Riga", "Riga", "Mārupe", "Sigulda", "Riga (Āgenskalns)"],
            "longitude": [24.1, 24.1, 24.11, 25.5, 24.1],
            "latitude": [57.0, 57.0, 57.0, 57.3, 57.0],
        }
    )
    first, second = map_dots.flowers(table, frame, 10.5)
    assert (first.name, first.places, sorted(first.rows)) == ("Riga", 2, [0, 1, 2, 4])
    assert (second.name, second.places, second.rows) == ("Sigulda", 1, (3,))
    assert len(first.dots) == 4


def test_a_circle_is_called_by_a_town_alone_where_all_in_it_name_that_town():
    """Nine name Miercurea Ciuc, three of them a quarter of it. At Odorheiu Secuiesc six do; were one
    that names Daia there too, from afar the dot would be called «Odorheiu Secuiesc: 7»."""
    everyone = LIST.copy()
    daia = everyone["town"] == "Daia (Ulieș)"
    assert daia.sum() == 1  # it lies ten kilometres from there
    everyone.loc[daia, ["latitude", "longitude"]] = (46.3, 25.3)
    table = everyone[everyone["region_id"] == "harghita"]
    shown = maps.circles(table, table, "harghita", LOOK)
    called = [maps.called(flower, T) for flower in shown.flowers]
    assert called[:3] == [
        "Miercurea Ciuc  9", "Odorheiu Secuiesc and around  8", "Gheorgheni  3",
    ]  # fmt: skip
    # From afar as well; two points of one town, as streets have, are that town.
    far = {place.town: place.several for place in map_dots.points(table)}
    assert far["Odorheiu Secuiesc"] and not far["Miercurea Ciuc"] and not far["Gheorgheni"]
    tips = maps.all_regions(everyone, REGIONS, VIEW, LOOK).to_json()
    assert "Odorheiu Secuiesc and around: 7 organisations" in tips
    frame = mercator_module.Frame(24.0, 57.0, 8.0, 600, 560)
    streets = {"town": ["Riga", "Riga"], "longitude": [24.1, 24.102], "latitude": [57.0, 57.0]}
    (one,) = map_dots.flowers(pd.DataFrame(streets), frame, 10.5)
    assert maps.called(one, T) == "Riga  2"
    # A municipality alone is no town of its name.
    streets["town"][1] = "Riga municipality"
    (one,) = map_dots.flowers(pd.DataFrame(streets), frame, 10.5)
    assert maps.called(one, T) == "Riga and around  2"


def test_from_afar_a_town_is_one_dot_with_all_of_it():
    """«7 of them are in the town of Porto», whose addresses were five dots: «Porto: 3 organisations»
    and four times «Porto: 1 organisation»."""
    far = map_dots.thinned(LIST)
    named = Counter((place.region_id, place.town) for place in far)
    assert max(named.values()) == 1 and sum(place.n for place in far) == len(LIST)
    (porto,) = (place for place in far if place.town == "Porto")
    # Three at 41.1496, -8.6110.
    assert (porto.n, porto.several) == (7, False)
    assert (round(porto.latitude, 3), round(porto.longitude, 3)) == (41.15, -8.611)
    tips = maps.all_regions(LIST, REGIONS, VIEW, LOOK).to_json()
    assert "Porto: 7 organisations" in tips and "Porto: 1 " not in tips


def test_no_two_discs_overlap_and_nobody_is_lost():
    for region in NAMES:
        table = LIST[LIST["region_id"] == region]
        frame = mercator_module.fitted(map_dots.bounds(table, OUTLINES[region]), 600, 560, 26)
        found = map_dots.flowers(table, frame, 10.5)
        assert sorted(row for f in found for row in f.rows) == list(range(len(table)))
        for i, one in enumerate(found):
            for other in found[:i]:
                apart = math.hypot(one.x - other.x, one.y - other.y)
                assert apart >= one.radius + other.radius


def test_a_town_from_afar_is_one_dot_whose_area_grows():
    # grep -c ',56.9460,24.1059,' → 16 in the centre of Riga.
    found = map_dots.points(LIST[LIST["region_id"] == "riga"])
    assert max(place.n for place in found) == 16
    assert sum(place.n for place in found) == 36
    assert map_dots.dot_radius(16) == pytest.approx(1.3 + 0.95 * 4)


def test_places_keep_the_order_of_the_list_and_take_their_commonest_name():
    rows = [
        ("b", "r2", 21.0, 52.0, "Ząbki"),
        ("c", "r1", 24.1004, 56.9, "Ogre (Ogre municipality)"),
        ("d", "r1", None, None, "Nowhere"),
        ("e", "r1", 24.1, 56.9, "Rīga"),
        ("f", "r2", 24.1, 56.9, "Another region's"),
        ("g", "r1", 24.0998, 56.9, "Rīga"),
        ("h", "r1", 24.2, 56.9, "First"),
        ("i", "r1", 24.2, 56.9, "Second"),  # as often: the first stands for both
    ]
    names = ["enterprise_id", "region_id", "longitude", "latitude", "town"]
    found = map_dots.points(pd.DataFrame(rows, columns=names))
    told = [(p.region_id, round(p.longitude, 3), p.latitude, p.n, p.town, p.first) for p in found]
    assert told == [
        ("r2", 21.0, 52.0, 1, "Ząbki", "b"),
        ("r1", 24.1, 56.9, 3, "Rīga", "c"),
        ("r2", 24.1, 56.9, 1, "Another region's", "f"),
        ("r1", 24.2, 56.9, 2, "First", "h"),
    ]
    assert map_dots.points(pd.DataFrame([], columns=names)) == []


# --- maps


def test_close_up_every_organisation_is_a_dot_that_can_be_clicked():
    table = LIST[LIST["region_id"] == "riga"]
    deck = maps.one_region(table, maps.circles(table, table, "riga", LOOK), "riga", None, LOOK)
    spec = json.loads(deck.to_json())
    dots = next(layer for layer in spec["layers"] if layer["id"].startswith("dots"))
    assert sorted(d["id"] for d in dots["data"]) == sorted(table["enterprise_id"])
    assert dots["pickable"]
    mine = deck_layers.rgb(theme.LIGHT.mine)
    assert sum(d["fill"] == mine for d in dots["data"]) == 10  # those that give work


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("region", NAMES)
def test_every_circle_of_several_is_named_and_opens_its_list(region, size):
    reader = look(PACKAGE, size=size)
    table = LIST[LIST["region_id"] == region]
    found = maps.circles(table, table, region, reader)
    spec = json.loads(maps.one_region(table, found, region, None, reader).to_json())
    layers = {layer["id"].split("-")[0]: layer for layer in spec["layers"]}
    several = [f for f in found.flowers if len(f.rows) > 1]
    ids = table["enterprise_id"].tolist()
    opened = {ids[f.rows[0]] for f in several}
    for name in ("discs", "labels"):
        assert layers[name]["pickable"]
        assert {d["around"] for d in layers[name]["data"] if "around" in d} == opened, name


def test_a_circle_lists_those_in_it():
    # Leuven and around: fifteen in the wide map of Flemish Brabant.
    view = replace(VIEW, regions=("flemish-brabant",))
    table = LIST[LIST["region_id"] == "flemish-brabant"]
    found = maps.circles(table, table, "flemish-brabant", LOOK)
    (leuven,) = (f for f in found.flowers if f.name == "Leuven")
    ids = [table["enterprise_id"].tolist()[row] for row in leuven.rows]
    assert len(ids) == 15
    shown = build(replace(view, around=ids[3]), PACKAGE, LOOK)
    assert shown.opened and LIST.loc[shown.organisations, "enterprise_id"].tolist() == ids
    assert "Leuven and around  15" in shown.drawn.beside.above
    # One that is not on the map opens nothing.
    shown = build(replace(view, around="riga-visi-var"), PACKAGE, LOOK)
    assert not shown.opened and len(shown.organisations) == len(table)


def test_the_directory_begins_with_my_region():
    shown = build(replace(VIEW, region="haskovo", shown="directory"), PACKAGE, LOOK)
    order = LIST.loc[shown.organisations, "region_id"].tolist()
    assert order[:29] == ["haskovo"] * 29 and "haskovo" not in order[29:]
    assert len(order) == 308
    assert set(shown.taken.table()["region_id"][:29]) == {"haskovo"}


def test_two_in_one_town_are_both_there():
    some = LIST[LIST["town"] == "Leuven"]
    view = replace(VIEW, regions=("flemish-brabant",), fields=("health",))
    for n, told in ((1, "In Leuven."), (2, "Both are in Leuven."), (3, "All are in Leuven.")):
        _, beneath = headlines.headline(some.head(n), LIST, view, LOOK)
        assert beneath.startswith(f"<b>{told}</b>")


def test_field_and_facet_of_work_integration_are_told_apart():
    assert views.FIELDS["work_integration"] == "Work integration (main field)"
    title = next(facet.title for facet in narrowing.lists(LOOK) if facet.name == "work")
    assert title == "Work integration, in any field"


def test_a_choice_does_not_move_the_map():
    table = LIST[LIST["region_id"] == "riga"]
    windows = [
        maps.one_region(some, maps.circles(some, table, "riga", LOOK), "riga", None, LOOK)
        for some in (table, table.head(2))
    ]
    whole, narrowed = (deck.spec["initialViewState"] for deck in windows)
    assert narrowed == whole


def test_maps_ask_for_no_tiles_and_leave_the_wheel_to_the_page():
    deck = maps.all_regions(LIST, REGIONS, VIEW, look(PACKAGE, size="phone"))
    text = deck.to_json()
    spec = json.loads(text)
    assert "http" not in text and spec["mapStyle"] == "__MAP_STYLE__"
    controller = spec["views"][0]["controller"]
    assert not controller["scrollZoom"] and not controller["dragPan"]
    land = next(layer for layer in spec["layers"] if layer["id"] == "land")
    assert land["data"].startswith("app/static/geometry/countries.geojson?v=")


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("mine", list(NAMES))
def test_every_region_has_its_name_and_count_beside_it(mine, size):
    view = views.EnterprisesView(mine, "en")
    deck = maps.all_regions(LIST, REGIONS, view, look(PACKAGE, size=size))
    names = next(layer for layer in deck.spec["layers"] if layer["id"] == "names")
    said_there = {record["text"] for record in names["data"]}
    counts = LIST["region_id"].value_counts()
    assert said_there == {f"{NAMES[r]}  {counts[r]}" for r in NAMES}


def test_five_thousand_organisations_stay_light():
    # Each near a town of its own, all in one region: the worst that can come.
    table = rows(5000)
    far = maps.all_regions(table, REGIONS, VIEW, LOOK)
    assert len(far.to_json().encode()) < 150_000
    dots = next(layer for layer in far.spec["layers"] if layer["id"].startswith("towns"))
    assert len(dots["data"]) < 600
    near = maps.one_region(table, maps.circles(table, table, "riga", LOOK), "riga", None, LOOK)
    dots = next(layer for layer in near.spec["layers"] if layer["id"].startswith("dots"))
    assert len(dots["data"]) == 5000
    assert len(near.to_json().encode()) < 900_000


# --- names that try to be more than names


@pytest.mark.parametrize("text", HOSTILE)
def test_a_card_shows_hostile_texts_as_texts(text):
    row = LIST.iloc[0].copy()
    for column in ("name", "town", "description", "legal_form", "source_title"):
        row[column] = text
    row["website"] = row["source_url"] = "javascript:alert(1)"
    shown = card.card(row, LOOK)
    assert "<script" not in shown and "<img" not in shown and "javascript:" not in shown


def test_only_addresses_of_the_web_become_links():
    assert card.web("https://visivar.lv/") == "https://visivar.lv/"
    for bad in ("javascript:alert(1)", "data:text/html,x", "//evil.example", "http://[", None, ""):
        assert card.web(bad) is None
    table = LIST.head(1).assign(website="javascript:alert(1)", source_url="data:text/html,x")
    shown = directory.in_words(table, VIEW, LOOK)
    assert shown["website"].isna().all() and shown["source"].isna().all()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_map_holds_no_text_that_deck_would_run(text):
    table = rows(3, name=text, town=text)
    deck = maps.one_region(table, maps.circles(table, table, "riga", LOOK), "riga", None, LOOK)
    for layer in deck.spec["layers"]:
        if isinstance(layer["data"], list):
            for record in layer["data"]:
                told = [record.get("tip", ""), record.get("text", "")]
                assert not any("@@" in t for t in told)
    # The tooltip is set as text, so that markup in it stays markup.
    assert set(deck._tooltip) == {"text", "style"}


# --- the page


def test_what_left_the_region_says_so_on_its_card_and_in_the_table():
    said = "Outside the Riga planning region since 1 July 2021"
    assert said in card.card(narrowing.chosen(LIST, "riga-leatherworks"), LOOK)
    assert said not in card.card(narrowing.chosen(LIST, "riga-visi-var"), LOOK)
    table = directory.in_words(LIST[LIST["region_id"] == "riga"], VIEW, LOOK)
    assert table["about"].dropna().str.startswith(said).sum() == 8
    assert "about" not in directory.in_words(LIST[LIST["region_id"] == "haskovo"], VIEW, LOOK)


def test_the_legend_names_only_dots_that_are_drawn():
    # grep -c ",peloponnese,.*,yes," in its column → 0 of 26; riga: 9 of 36.
    full, empty = '<span class="ent-key full"></span>', '<span class="ent-key"></span>'
    helps = "helps people who find it hard to get work"
    table = LIST[LIST["region_id"] == "peloponnese"]
    told = headlines.map_caption(table, "peloponnese", T)
    assert (
        full not in told and f"{empty}does not help people who find it hard to get work, or" in told
    )
    riga = LIST[LIST["region_id"] == "riga"]
    told = headlines.map_caption(riga, "riga", T)
    assert f"{full}{helps}" in told and f"{empty}does not, or not stated" in told
    told = headlines.map_caption(riga[riga["work_integration"] == "yes"], "riga", T)
    assert f"{full}{helps}" in told and empty not in told
    assert headlines.map_caption(riga.head(0), "riga", T) == ""
    nowhere = riga.assign(latitude=float("nan"))
    assert headlines.map_caption(nowhere, "riga", T) == ""


def test_a_chosen_organisation_is_told_in_full():
    row = narrowing.chosen(LIST, "riga-visi-var")
    shown = card.card(row, LOOK)
    assert "Visi Var" in shown and "placed at its town" in shown and "2018" in shown
    assert "not stated" in shown  # its employees
    assert 'lang="en"' in shown


def test_a_link_holds_all_choices():
    view = views.EnterprisesView(
        "riga", "en", regions=("riga",), fields=("health",), search="kafejnīca", chosen="x"
    )
    assert view.close_up == "riga" and view.narrowed
    assert not views.EnterprisesView("riga", "en", regions=("riga",)).narrowed
    assert views.EnterprisesView("riga", "en", regions=("riga", "haskovo")).close_up is None


def test_the_page_holds_five_thousand_organisations_in_every_view(tmp_path, monkeypatch):
    folder = copy(tmp_path / "data")
    file = folder / "enterprises.csv"
    few = pd.read_csv(file, dtype="str", keep_default_na=False)
    many = pd.concat([few] * 17, ignore_index=True).head(5000)
    many["enterprise_id"] += [f"-{i}" for i in range(len(many))]
    many.loc[0, ["name", "town", "description"]] = HOSTILE[0]
    file.unlink()
    many.to_csv(file, index=False)
    monkeypatch.setenv("SECON_DATA", str(folder))
    app = App()
    for shown in views.SHOWN:
        app.open(spec("enterprises"), **LINK, view=shown, org=many["enterprise_id"].iloc[0])
        assert not app.errors and not app.failed and app.headed
        assert "<img" not in app.html
    assert "organisations listed in 9 regions" in app.open(spec("enterprises"), **LINK).html
    rows = app.open(spec("enterprises"), **LINK, view="directory").at.dataframe[0].value
    assert len(rows) == 500  # a page of them; the others are a click away


def names_to_choose(app: App) -> list[list[str]]:
    return [group.options for group in app.at.button_group if group.label == "Organisations"]


def test_organisations_to_choose_have_their_towns_in_the_readers_language():
    """«Figueiredo (Oliveira de Azeméis municipality)» stood in the Latvian list."""
    one = LIST[LIST["enterprise_id"] == "oliveira-de-azemeis-associacao-figueiredo-de-rey"]
    (told,) = directory.named(one, Words("lv")).values()
    assert told.endswith(" · Figueiredo (Oliveira de Azeméis pašvaldība)")
    (told,) = directory.named(one.assign(town=None), T).values()
    assert told == "Associação Figueiredo de Rey"


def test_beside_the_map_of_one_region_stand_its_organisations_to_choose():
    app = App().open(spec("enterprises"), **LINK)
    assert not names_to_choose(app)
    app.open(spec("enterprises"), **LINK, **{"in": "riga"})
    # Riga has 36 organisations in the file: a first page of 12.
    (names,) = names_to_choose(app)
    assert len(names) == 12 and all(" · " in name for name in names)
    app.open(spec("enterprises"), **LINK, org="riga-centrs-sevii", **{"in": "riga"})
    assert not names_to_choose(app) and "CENTRS SEVII" in app.html
    app.open(spec("enterprises"), **LINK, q="nobody is called so", **{"in": "riga"})
    assert not names_to_choose(app) and not app.errors


# --- the page without a screen


def test_only_what_a_view_shows_is_worked_out():
    wide = build(VIEW, PACKAGE, LOOK)
    assert [facet.name for facet, _ in wide.lists] == ["regions", "fields", "types", "work"]
    assert wide.caution and wide.drawn.beneath and wide.chosen is None
    counts = build(replace(VIEW, shown="counts", chosen="riga-visi-var"), PACKAGE, LOOK)
    assert counts.lists == [] and counts.chosen is None and not counts.caution


def test_a_view_lists_the_rows_that_fit_and_gives_them_to_take_away():
    # grep -n ',riga,LV,' | grep ',health,' → one row: the headline's «1 of 36».
    shown = build(replace(VIEW, regions=("riga",), fields=("health",)), PACKAGE, LOOK)
    (row,) = shown.organisations
    assert tuple(LIST.loc[row, ["region_id", "field_of_activity"]]) == ("riga", "health")
    taken = shown.taken.table()
    assert list(taken["enterprise_id"]) == [LIST.loc[row, "enterprise_id"]]
    assert list(taken["region"]) == ["Riga"] and shown.taken.file_name == "social-enterprises.csv"


def test_whoever_is_chosen_stands_beside_the_map_in_place_of_numbers():
    shown = build(replace(VIEW, chosen="riga-visi-var"), PACKAGE, LOOK)
    assert shown.chosen is not None and shown.chosen.region == "riga"
    assert "Visi Var" in shown.chosen.card
    assert not shown.drawn.beside.above and not shown.drawn.beside.below


def test_on_a_phone_nothing_stands_beside_the_map():
    shown = build(VIEW, PACKAGE, look(PACKAGE, size="phone"))
    assert not shown.drawn.beside.above


@pytest.mark.parametrize(
    ("region", "told"),
    [
        # Fifteen stand at points of Oliveira de Azeméis, of which four name the town.
        ("oliveira-de-azemeis", "7 of them are in the town of Porto."),
        # The union of Messinia names no town; it stands at Kalamata's point.
        ("peloponnese", "6 of them are in the town of Kalamata."),
        # Fifteen name Riga, one Riga (Āgenskalns); three are in one of four towns.
        ("riga", "16 of them are in the town of Riga."),
    ],
)
def test_in_a_town_are_those_that_name_it(region: str, told: str) -> None:
    drawn = build(replace(VIEW, region=region, regions=(region,)), PACKAGE, LOOK).drawn
    assert told in str(drawn.measured), drawn.measured


def test_who_is_in_one_of_several_towns_is_in_none_of_them():
    """«All are in Riga», of three whose source lists four towns together."""
    view = views.EnterprisesView("riga", "en", regions=("riga",), search="Valmiera")
    shown = build(view, PACKAGE, LOOK)
    assert "3 of" in str(shown.drawn.title) or "3 of" in str(shown.drawn.measured)
    assert " are in " not in str(shown.drawn.title) + str(shown.drawn.measured)
    crafts = build(replace(view, search="", fields=("crafts_manufacturing",)), PACKAGE, LOOK)
    assert "2 of them are in the town of Riga." in str(crafts.drawn.measured)
    chosen = build(replace(view, chosen="riga-owa"), PACKAGE, LOOK).chosen
    assert "Riga, Ikšķile, Sigulda or Valmiera, Riga · placed at the first" in str(chosen.card)


def test_a_citation_claims_no_more_than_the_list_is():
    """Growers' cooperatives and chitalishta are organisations, not social enterprises."""
    cited = build(VIEW, PACKAGE, LOOK).taken.cited
    assert cited.startswith("SECON: 308 organisations of the social economy, a curated list")


def test_towns_and_fields_that_share_the_first_place_are_all_named():
    """Harghita: nine in Miercurea Ciuc, three of them in its quarter Șumuleu Ciuc, which were
    counted apart from the point that they share. Haskovo's three on work integration are of three
    towns: «1 of them is in Dimitrovgrad»."""

    def beneath(**asked: object) -> str:
        view = views.EnterprisesView("riga", "en", **asked)
        return str(
            headlines.headline(facets.narrowed(LIST, FACETS, view.selected), LIST, view, LOOK)[1]
        )

    assert beneath(regions=("harghita",)).startswith(
        "<b>9 of them are in the town of Miercurea Ciuc.</b>"
    )
    assert beneath(regions=("haskovo",), work=("yes",)).startswith("<b>3 say that they help people")


def test_one_bodys_companies_of_one_legal_form_are_of_one_group():
    """Both are an «Inklusionsbetrieb der Caritas»; Fairkauf was «Other or not stated»."""
    both = LIST[LIST["legal_form"] == "Inklusionsbetrieb der Caritas"]
    assert both["organisation_type"].tolist() == ["church_linked", "church_linked"]
