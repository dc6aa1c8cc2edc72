"""Rows of the shipped data: where they were read, where they lie, and what the project itself did.

Expected values were read by hand in the sources that the rows name (docs/data_check.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from urllib.parse import urlsplit

import pandas as pd
import pytest

from secon_data.availability import available, said
from secon_data.package import SHIPPED, Package

DATA = Package(SHIPPED)
SOURCED = [name for name in DATA.names if "source_url" in DATA.table(name)]
# Only the home page of these is known: the page with the news was looked for and not found.
HOME_PAGES = {
    "events": {
        "2023-06-interreg-europe-platform-webinar-attended-by-riga-planning-r",
        "2023-09-cooperation-group-meeting-with-a-visit-to-visi-var",
        "2023-social-entrepreneurship-think-tank-in-marupe",
        "2023-visiting-social-enterprises-in-the-riga-region-networking-ev",
    },
    "enterprises": {
        "oliveira-de-azemeis-associacao-valecambrense-de-pais-e-amigos-do-cidadao-deficiente",
        "riga-drosas-velobrauksanas-skola",
    },
    "factors": {"lv-12"},
    "partners": {"riga"},
    "practices": {"drosas-velobrauksanas-skola", "dabas-zirgi", "rsg-in-enterprises"},
    "stakeholders": {
        "peloponnese-region-of-peloponnese",
        "riga-riga-planning-region",
        "lv-ministry-of-environmental-protection-and-regional-developmen",
    },
}
# Sites where anybody puts up documents of others; a row of these was found nowhere else.
DOCUMENT_HOSTS = (
    "1library", "9lib", "academia.edu", "calameo", "coggle", "cupdf", "docplayer", "docslib",
    "document.onl", "doczz", "dokumen", "fdocument", "fdokument", "issuu", "lawsdocbox",
    "livrozilla", "pdfslide", "readkong", "scribd", "slideplayer", "slideshare", "studylib",
    "vdocument", "yumpu",
)  # fmt: skip
FOUND_NOWHERE_ELSE = {
    "counts": {"pt-share-of-total-employment-2010"},
    "enterprises": {"oliveira-de-azemeis-centro-social-cultural-e-recreativo-de-pindelo"},
    "factors": {"pl-06", "pl-07"},
    "policy": {"BG"},
    "practices": {"halo-report"},
    "stakeholders": {"haskovo-halo-foundation"},
}
every_source = pytest.mark.parametrize("name", SOURCED)


def named(name: str, fits: pd.Series) -> set[str]:
    """The first column of the rows that fit."""
    table = DATA.table(name)
    return set(table.loc[fits.fillna(False).astype(bool), table.columns[0]])


@every_source
def test_a_source_is_a_page_and_where_only_the_home_page_is_known_it_is_one_of_these(name):
    def is_home(address: object) -> bool:
        parts = urlsplit(str(address))
        return bool(parts.netloc) and parts.path in ("", "/") and not parts.query

    assert named(name, DATA.table(name)["source_url"].map(is_home)) <= HOME_PAGES.get(name, set())


@every_source
def test_no_address_is_encoded_twice_of_a_test_server_or_of_a_cookie_notice(name):
    address = DATA.table(name)["source_url"].astype("str")
    assert not named(name, address.str.contains("%25"))
    assert not named(name, address.str.contains("cookies"))
    assert not named(name, address.str.contains(r"//[^/]*test\.|//[^/]*\btest\b", regex=True))


@every_source
def test_documents_are_cited_where_their_authors_put_them(name):
    host = DATA.table(name)["source_url"].map(lambda address: urlsplit(str(address)).netloc)
    copied = host.map(lambda site: any(one in site for one in DOCUMENT_HOSTS))
    assert named(name, copied) <= FOUND_NOWHERE_ELSE.get(name, set())


def test_one_place_has_one_point_in_all_datasets():
    points = defaultdict(set)
    for name, column in (("enterprises", "town"), ("practices", "town"), ("events", "place")):
        table = DATA.table(name).dropna(subset=[column, "latitude"])
        if "coordinate_precision" in table:
            table = table[table["coordinate_precision"] != "address"]
        for row in table.itertuples():
            town = str(getattr(row, column)).removesuffix(" (seat of the province)")
            points[row.country_code, town].add((row.latitude, row.longitude))
    assert not {place: found for place, found in points.items() if len(found) > 1}
    # Once 1.1 and 2.3 km apart; a minute of arc (46.35, 25.8) is too coarse for a town.
    assert points["RO", "Miercurea Ciuc"] == {(46.3594, 25.8017)}
    assert points["PL", "Adelin (Zabrodzie)"] == {(52.5103, 21.4184)}


def test_what_lies_in_ogre_says_that_it_left_the_planning_region():
    said = "Outside the Riga planning region since 1 July 2021"
    rows = {}
    for name in ("enterprises", "practices", "factors", "stakeholders"):
        table = DATA.table(name)
        note = table["region_note"].astype("str").str.startswith(said)
        rows[name] = named(name, note)
        ogre = table.drop(columns=["region_note", "source_title", "source_url"]).astype("str")
        names_it = ogre.apply(lambda column: column.str.contains(r"\bOgre|\bĶegums")).any(axis=1)
        assert named(name, names_it & table["region_id"].eq("riga")) == rows[name]
    inside = DATA.table("enterprises")["nuts_code"].eq("LV007")
    assert rows["enterprises"] == named("enterprises", inside) and len(rows["enterprises"]) == 8
    assert rows["practices"] == {"ogre-municipality", "pasta-maja"}
    assert rows["factors"] == {"lv-14"} and rows["stakeholders"] == {"riga-ogre-municipality"}


def test_one_of_several_towns_is_written_as_such():
    """By «or» the page knows that it is in none of them for sure."""
    table = DATA.table("enterprises").set_index("enterprise_id")
    several = table["coordinate_precision"] == "several"
    assert several.any() and several.equals(table["town"].str.contains(" or ", regex=False))


def test_organisations_are_grouped_by_who_runs_them_else_by_their_form():
    """One form stood in two groups, of which the rule named none: Caritas as church, association
    and other; five of ten social enterprises of Latvia as limited companies."""
    table = DATA.table("enterprises")
    told = table["name"] + " " + table["legal_form"].fillna("") + " " + table["description"]
    run = told.str.contains(r"C[aá]ritas|Gemeindediakonie|aro[qc]uia|Misericórdia d")
    # Caritas founded, or supplies, these.
    others = {"Kto Rano Wstaje", "Vegetable processing cooperative (Zöldségfeldolgozó Szövetkezet)"}
    church = table[run & ~table["name"].isin(others)]
    assert len(church) >= 25 and set(church["organisation_type"]) == {"church_linked"}
    latvian = table[table["legal_form"].fillna("").str.contains("sociālais uzņēmums")]
    assert len(latvian) >= 14 and set(latvian["organisation_type"]) == {"limited_company"}
    runs = told.str.contains(r"Fundacja|\bFoundation\)|\bfonds\)")
    assert set(table[runs]["organisation_type"]) == {"foundation"}


# --- what the project itself did


def test_the_projects_own_story_is_in_the_data():
    events = DATA.table("events").set_index("event_id")
    visit = events.loc["2023-09-cooperation-group-meeting-with-a-visit-to-visi-var"]
    assert visit["place"] == "Sigulda"
    for column in ("title", "title_local", "summary_en", "summary_local"):
        assert "Visi Var" in visit[column] and "Cerību spārni" in visit[column]
    network = events.loc["2023-visiting-social-enterprises-in-the-riga-region-networking-ev"]
    title = "Ciemos pie sociālajiem uzņēmumiem Rīgas reģionā"
    assert title in network["title"] and title in network["title_local"]
    for host in ("Drošas velobraukšanas skola", "Mārupe", "Dabas Zirgi", "Ķekava"):
        assert host in network["summary_en"]
    listed = DATA.table("enterprises").set_index("enterprise_id")
    school = listed.loc["riga-drosas-velobrauksanas-skola"]
    assert (school["name"], school["town"]) == ("Drošas velobraukšanas skola", "Mārupe")
    study = DATA.table("partners").set_index("partner_id").loc["riga", "regional_study"]
    for theme in ("policy framework", "access to finance", "enabling factors", "hindering factors"):
        assert theme in study
    assert "joint overview" in study


# --- counts, as the named pages print them


def value(count_id: str) -> float:
    return float(DATA.table("counts").set_index("count_id").loc[count_id, "value"])


def test_employment_by_country_is_that_of_the_two_studies():
    of_2021 = {
        "be": 592_279, "bg": 33_812, "de": 3_426_585, "el": 96_500, "es": 1_389_937,
        "lv": 29_619, "pl": 250_400, "pt": 240_382, "ro": 101_951,
    }  # fmt: skip
    of_2015 = {
        "be": 403_921, "bg": 82_050, "de": 2_635_980, "el": 117_516, "es": 1_358_401,
        "lv": 19_341, "pl": 365_900, "pt": 215_963, "ro": 136_385,
    }  # fmt: skip
    for country, persons in of_2021.items():
        assert value(f"{country}-employment-in-the-social-economy-2021") == persons
    for country, persons in of_2015.items():
        assert value(f"{country}-employment-in-the-social-economy-2015") == persons
    shares = {"be": 9.0, "bg": 2.8, "de": 6.7, "el": 3.3, "lv": 2.2}
    for country, share in shares.items():
        assert value(f"{country}-share-of-paid-employment-2015") == share


def test_the_counts_of_2019_to_2023_are_those_of_their_pages():
    assert value("lv-registered-social-enterprises-2023") == 217
    assert value("lv-riga-registered-social-enterprises-2023") == 109
    assert value("lv-pieriga-registered-social-enterprises-2023") == 49
    assert value("pt-social-economy-entities-2020") == 73_851
    assert value("pt-share-of-gross-value-added-2020") == 3.2
    assert value("pt-share-of-total-employment-2020") == 5.2
    assert value("pt-share-of-paid-employment-2020") == 5.9
    assert value("pl-social-economy-entities-2023") == 106_200
    assert value("pl-employment-in-the-social-economy-2023") == 210_900


def test_no_count_of_an_undated_page_claims_a_year():
    counts = DATA.table("counts")
    undated = counts["note"].astype("str").str.contains("undated", regex=False)
    assert not named("counts", undated)


def test_what_an_older_page_says_of_an_organisation_has_its_year():
    organisations = DATA.table("enterprises")
    older = organisations["source_year"] <= 2022
    undated = ~organisations["description"].str.contains(r"\b(?:18|19|20)\d\d\b")
    assert named("enterprises", older & undated) == set()


def test_what_the_random_samples_found_stays_right():
    organisations = DATA.table("enterprises").set_index("enterprise_id")
    pozytek = organisations.loc["mazowieckie-spoldzielnia-socjalna-pozytek"]
    assert (pozytek["town"], pozytek["founded_year"]) == ("Tłuszcz", 2017)
    seniors = "mazowieckie-stowarzyszenie-na-rzecz-wspierania-aktywnosci-seniorow-as"
    assert organisations.loc[seniors, "founded_year"] == 2015
    assert "brain injury" in organisations.loc["flemish-brabant-groenhoef", "description"]
    # The year of a takeover or of a second shop is none of founding.
    taken_over = [
        "rhein-neckar-nahkauf-lindenfels-aqb",
        "flemish-brabant-strijkwinkel-en-kringwinkel-machelen",
    ]
    assert organisations.loc[taken_over, "founded_year"].isna().all()
    shop = organisations.loc["mazowieckie-spichlerz-social-shop-fundacja-wolne-miejsce"]
    assert "closed since" in shop["description"]
    # Nor is the year of an opening, of an idea, of a status or of the first project.
    begun_otherwise = [
        "riga-svetas-gimenes-maja",
        "riga-rb-cafe",
        "riga-blindart",
        "harghita-szent-anna-development-centre-caritas-alba-iulia",
        "oliveira-de-azemeis-centro-social-e-paroquial-de-nogueira-do-cravo",
        "flemish-brabant-kringwinkel-vites-asse",
    ]
    assert organisations.loc[begun_otherwise, "founded_year"].isna().all()
    changed = {
        "riga-bloda-lv-pie-zelta-liepas": "since December 2023 a company of the municipality",
        "riga-kanepes-kulturas-centrs": "November 2022",
        "peloponnese-union-of-agricultural-cooperatives-of-messinia": "2012",
        "peloponnese-union-of-agricultural-cooperatives-of-laconia": "company limited by shares",
        "rhein-neckar-soziales-kaufhaus-ludwigshafen-fair-tex": "end of February 2020",
        "peloponnese-union-of-organic-farmers-of-laconia": "the 1990s",
        # What was planned when the page was written is told as planned, or when it came.
        "flemish-brabant-het-balanske": "a day centre opened in 2019",
        "rhein-neckar-werkstatt-weinheim-sud-gemeindediakonie-mannheim": "since March 2020",
        "riga-pune": "announced",
    }
    for key, words in changed.items():
        assert words in organisations.loc[key, "description"]
    cooperative = organisations.loc["rhein-neckar-burgerenergiegenossenschaft-beg-mosbach"]
    assert cooperative["name"] == "BürgerEnergie Neckar-Odenwald"
    assert cooperative["founded_year"] == 2012
    assert organisations.loc["extremadura-ea-group", "field_of_activity"] == "food_agriculture"

    # Renamed since December 2023.
    bodies = set(DATA.table("stakeholders")["organisation"])
    assert "Ministry of Family, Labour and Social Policy" in bodies
    assert "Ministry of Smart Administration and Regional Development" in bodies
    assert any(body.startswith("Technische Hochschule Mannheim") for body in bodies)

    calls = DATA.table("funding").set_index("funding_id")
    # Each was prolonged after it was announced.
    ends = {
        "el-western-greece-kalo": "2021-11-19",
        "pl-rpo-2021": "2021-04-29",
        "pt-capacitacao-2018": "2018-12-18",
        "pt-pinhal-interior": "2019-03-14",
    }
    assert calls.loc[list(ends), "period_end"].to_dict() == ends
    assert calls.loc["el-western-greece-kalo", "budget_eur"] == 2_000_000


def test_who_was_to_host_what_is_known_as_planned_only_is_not_called_its_host():
    """Harghita's seminar: Events know it as planned only, «Who to ask?» called the county «host of
    the thematic seminar»."""
    events = DATA.table("events")
    hosts = set(events.loc[events["known_as"] == "planned", "host_partner_id"].dropna())
    assert hosts == {"flemish-brabant", "harghita", "extremadura"}
    partners, bodies = DATA.table("partners"), DATA.table("stakeholders")
    told = [
        *partners.loc[partners["partner_id"].isin(hosts), "note"].dropna(),
        *bodies.loc[bodies["region_id"].isin(hosts), "role_in_social_economy"].dropna(),
    ]
    said = [words for words in told if "host" in words.lower()]
    assert said == [
        "Named as host of the planned thematic seminar on enabling environment and non-financial "
        "support.",
        "partner; named as host of the planned thematic seminar",
    ]


def test_an_organisation_of_both_lists_has_one_place():
    """Practice said «no town stated» of Remudarte, Placeat and Actyva, which the list of
    enterprises places, and had other names for the towns of Dabas Zirgi and Integracja."""
    pairs = {
        (practice.practice_id, enterprise.enterprise_id): (practice, enterprise)
        for practice in DATA.table("practices").itertuples()
        for enterprise in DATA.table("enterprises").itertuples()
        if practice.region_id == enterprise.region_id and _same(practice, enterprise)
    }
    assert {practice for practice, _ in pairs} >= {
        "visi-var", "ceribu-sparni", "drosas-velobrauksanas-skola", "dabas-zirgi", "pasta-maja",
        "augustina-istaba", "blindart", "integracja-zabrodzie", "remudarte", "placeat", "actyva",
        "caritas-meals", "handicap-centre",
    }  # fmt: skip
    for practice, enterprise in pairs.values():
        place = (practice.town, practice.latitude, practice.longitude)
        assert place == (enterprise.town, enterprise.latitude, enterprise.longitude), place


# Called otherwise in the two lists.
SAME = {
    ("caritas-meals", "harghita-caritas-alba-iulia-social-restaurant-and-meals-on-wheels"),
    (
        "handicap-centre",
        "harghita-harghita-county-organisation-of-physically-disabled-people-osszefogas",
    ),
}


def _same(practice, enterprise) -> bool:
    """Whether a practice is an organisation of the list: its title has the organisation's name."""
    name = enterprise.name.split(" (")[0].casefold()
    titles = (str(practice.title).casefold(), str(practice.title_local).casefold())
    known = (practice.practice_id, enterprise.enterprise_id) in SAME
    return known or any(name in title for title in titles)


DAY = date(2026, 11, 29)
# What gives, pays or goes on, told as if it still did.
GOES_ON = re.compile(
    r"(?<!to )\b(?:pays?|invests?|lends?|covers|prepares|serves|picks|receives?|shares? a|brings?|lets"
    r"|helps|gives?|passe?s? on|sets aside|bring|depends on|comes? first|may rise)\b",
    re.IGNORECASE,
)


def test_what_is_over_or_likely_over_is_told_in_the_past():
    """«So the region pays them to merge» stood beside a call that Funding knows as of 2024."""
    funding = DATA.table("funding")
    over = pd.Series([available(one, DAY).state in ("closed", "likely_over")
                      for one in said(funding)], index=funding.index)  # fmt: skip
    texts = dict(zip(funding["funding_id"], funding["summary_en"].where(over), strict=True))
    # Factors and practices that were read where all that Funding read there is over.
    states = defaultdict(set)
    for column in ("source_url", "status_url", "website"):
        for address, gone in zip(funding[column], over, strict=True):
            if isinstance(address, str):
                states[address].add(bool(gone))
    for name, text in (("factors", "statement_en"), ("practices", "summary_en")):
        table = DATA.table(name)
        told = zip(table.iloc[:, 0], table[text], table["source_url"], strict=True)
        texts |= {row: words for row, words, address in told if states.get(address) == {True}}
    practices = DATA.table("practices")
    ended = practices[practices["end_year"] < DAY.year]
    texts |= dict(zip(ended["practice_id"], ended["summary_en"], strict=True))
    factors = DATA.table("factors").set_index("factor_id")["statement_en"]
    by_hand = ["es-05", "es-09", "es-12", "lv-13", "bg-03", "bg-07", "pt-05", "pl-09", "de-14"]
    texts |= factors[by_hand].to_dict()
    assert {"ext-mergers", "sozialmotor", "seb-augsup", "es-09"} <= set(texts)
    told = {row: text for row, text in texts.items() if isinstance(text, str)}
    assert {row: text for row, text in told.items() if GOES_ON.search(text)} == {}


def test_the_social_impact_fund_is_told_as_one_thing():
    """Funding called it ended in June 2026, and its summary its first investment period alone."""
    fund = DATA.table("funding").set_index("funding_id").loc["es-fis-cofides"]
    assert pd.isna(fund["period_end"]) and "first investment period" in fund["status_note"]
    factor = DATA.table("factors").set_index("factor_id").loc["es-05", "statement_en"]
    assert "first investment period ended in June 2026" in factor


# A count or a share, in digits or in words; not the names of types and acts.
COUNTED = re.compile(
    r"(?<![\w–-])(?!(?:19|20)\d\d\b)\d[\d.]*(?!\d*[–-])|\bpercent\b|\bhalf\b|\bthirds?\b|\bfifths?\b"
    r"|\bminority\b|\b(?:one|two|three|four|six|nine|eleven|twenty-seven) (?:in|of|thirds|fields|"
    r"municipalities|organisations|had)\b",
    re.IGNORECASE,
)


def test_a_factor_that_counts_says_of_when():
    """«About 40 percent of social enterprises work outside the capital» stood, without a year, beside
    109 of 217 in Riga on 1 April 2023: its undated page speaks of a little more than 170."""
    table = DATA.table("factors")
    counted = table[table["statement_en"].str.contains(COUNTED)]
    assert {"lv-16", "ro-12", "pl-04", "es-03", "de-09", "bg-13", "be-07"} <= set(
        counted["factor_id"]
    )
    for row in counted.itertuples():
        years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", row.statement_en)]
        said = any(year <= DAY.year for year in years) or "shows no date" in row.statement_en
        undated = "undated" in row.statement_en
        assert said or undated or not pd.isna(row.source_year), row.factor_id


def test_what_rests_on_an_announcement_is_told_as_one():
    """«The stakeholder group works on …» rested on the announcement of a meeting of which Events
    knows no more than that it was planned."""
    events = DATA.table("events")
    done = set(events.loc[events["known_as"] != "planned", "source_url"])
    announced = set(events.loc[events["known_as"] == "planned", "source_url"]) - done
    told = {}
    for name, text in (("factors", "statement_en"), ("practices", "summary_en")):
        table = DATA.table(name)
        rows = table[table["source_url"].isin(announced)]
        told |= dict(zip(rows.iloc[:, 0], rows[text], strict=True))
    assert set(told) >= {"be-11", "ro-14", "people-made", "doeners"}
    as_planned = re.compile(r"\bwas to\b|\bintended\b|\bannounced\b|\bamong the activities\b")
    assert {row for row, text in told.items() if not as_planned.search(text)} == set()
