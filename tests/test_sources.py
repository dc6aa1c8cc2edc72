"""Sources: what is in here, whence, how good; nothing known to be weak is hidden."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import hand_counted
import pandas as pd
import pytest
from shown import LINK, App, copy

from pages.sources import coverage, datasets, indicators, tables
from secon_data import export, geography, regions
from secon_data.open_data.asked import addresses, understood
from secon_data.package import SHIPPED, Package
from secon_data.revision import Revision
from secon_data.rows import each
from secon_ui import data
from secon_ui.drawing import theme
from secon_ui.shell import export_menu
from secon_ui.shell.menu import spec
from secon_ui.text.words import Words

pytestmark = pytest.mark.usefixtures("as_counted")
T = Words("en")
PACKAGE = hand_counted.package()
PAGE = spec("sources")
REGIONS = PACKAGE.table("regions")
NAMES = dict(REGIONS[["region_id", "name"]].to_numpy().tolist())
CODES = dict(REGIONS[["region_id", "country_code"]].to_numpy().tolist())


@pytest.fixture(scope="module")
def newest():
    return regions.newest(PACKAGE)


@pytest.fixture(scope="module")
def table():
    return tables.indicators(PACKAGE)


def totals(package: Package) -> str:
    """How much there is, as the page says it."""
    rows = sum(len(package.table(name)) for name in package.names)
    return f"{len(package.names)} datasets with {T.number(rows, 0)} rows"


def listed(t: Words = T, package: Package = PACKAGE) -> str:
    states = {name: tables.state(package, name) for name in package.names}
    return datasets.listed(package, states, None, t, link=lambda name: f"?dataset={name}")


def test_every_weakness_of_every_dataset_stands_in_the_list():
    shown = html.unescape(listed())
    for name in PACKAGE.names:
        for weakness in PACKAGE.dataset(name)["weaknesses"]:
            assert weakness in shown, (name, weakness)


def test_every_dataset_is_listed_with_its_rows_date_and_licence():
    shown = listed()
    for name in PACKAGE.names:
        assert f'href="?dataset={name}"' in shown
        assert f"<b>{T.number(len(PACKAGE.table(name)), 0)}</b>" in shown, name
    assert shown.count("version 1.0.0<span>30 November 2026</span>") == len(PACKAGE.names)
    assert shown.count(">CC BY 4.0</a>") == len(PACKAGE.names)


def test_boundaries_are_listed_and_not_called_cc_by():
    row = listed().rpartition("<tr>")[2]
    assert "Boundaries" in row and "© EuroGeographics, © UN-FAO, © Turkstat" in row
    assert "non-commercial" in row and ">CC BY 4.0</a>" not in row


def test_what_is_said_of_the_outlines_of_municipalities_is_what_is_drawn():
    """The outline of Oliveira de Azeméis is the metropolitan area of Porto, no point: both overlap
    in more than nine tenths of either, for the two layers are simplified apart."""
    drawn, areas = geography.region_shapes(), geography.area_shapes(3)
    for region, code in (("oliveira-de-azemeis", "PT11A"), ("haskovo", "BG422")):
        one, other = drawn.geometry[region], areas.geometry[code]
        assert one.intersection(other).area > 0.9 * max(one.area, other.area), region
    said = " ".join(datasets.boundaries(None, T).weaknesses)
    assert "that of Oliveira de Azeméis is the metropolitan area of Porto (PT11A)" in said
    assert "that of Haskovo the province (BG422)" in said and "point" not in said
    riga = areas.geometry[["LV006", "LV007"]].union_all()
    assert drawn.geometry["riga"].intersection(riga).area > 0.9 * riga.area
    assert "before 2021 (LV006 and LV007)" in said


def test_rights_name_who_is_not_responsible_and_how_to_cite():
    shown = html.unescape(datasets.rights(tables.cited(PACKAGE, T), T))
    assert "Eurostat is not responsible" in shown
    assert "not CC BY as a whole" in shown
    assert (
        "SECON partners (2026): SECON regions, version 1.0.0, data of 30 November 2026. "
        "Licence CC BY 4.0." in shown
    )


def test_a_published_dataset_shows_its_revision_and_its_day():
    when = datetime(2026, 12, 1, 9, tzinfo=UTC)
    package = Package(SHIPPED)
    package.published = {"funding": Revision("funding", 3, when, "a", "b", 94, 1, 0, 0)}
    state = tables.state(package, "funding")
    assert datasets.state_html(state, T) == "revision 3<span>1 December 2026</span>"
    rows = tables.listed(package).set_index("dataset")
    assert (rows.loc["funding", "state"], rows.loc["funding", "date"]) == (
        "revision 3",
        "2026-12-01",
    )
    assert rows.loc["policy", "state"] == "version 1.0.0"


def test_columns_are_told_from_the_schema():
    rows = tables.columns(PACKAGE, "funding").set_index("name")
    # 46 of 97 rows have a budget in euro (data/README.md).
    assert rows.loc["budget_eur", ["filled", "rows", "unit", "type"]].tolist() == [
        46,
        97,
        "EUR",
        "number",
    ]
    assert rows.loc["period_start", "type"] == "date"
    assert rows.loc["level", "words"] == "EU, national, regional, local"
    assert rows.loc["programme", "refers_to"] == "funding"
    assert rows.loc["nuts_code", "refers_to"] == "areas"
    shown = datasets.columns(rows.reset_index(), PACKAGE.schema("funding"), "caption", T)
    assert "46 of 97" in shown and "number, EUR" in shown
    assert "<code>wage_subsidy</code> wage subsidy" in shown
    assert shown.count("<tr>") == 1 + len(rows)


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2025, 5), (2024, 5), (2023, 4), (2022, 3), (2021, 2), (2020, 2), (2019, 1)],
)
def test_years_fall_into_five_classes(year, expected):
    assert coverage.year_class(year, 2025) == expected


def test_class_labels_say_what_the_classes_hold():
    assert coverage.class_labels(2025, T) == [
        "2024 or 2025",
        "2023",
        "2022",
        "2020–2021",
        "before 2020",
    ]


def test_coverage_counts_what_the_regions_have(newest):
    # 50 indicators without the 10 of countries only: 40 × 9 = 360 cells. Without a value are:
    # births 3 (Peloponnese, Rhine-Neckar, Flemish Brabant), GDP 2 and population 2 (Oliveira,
    # Haskovo), primary income 5, internet 1, long-term unemployment 1, physicians 1 (Rhine-Neckar),
    # nights per inhabitant 1 (Riga), nights 3 (Rhine-Neckar, Oliveira, Haskovo), the change of GDP per
    # head 5 (published of NUTS 3 alone, and no change of a whole is that of its parts: Peloponnese,
    # Rhine-Neckar, Flemish Brabant, Mazowieckie, Extremadura) = 24. Poverty and deprivation of Riga are
    # Latvia's: published under LV alone.
    assert len(newest) == 360 and int(newest["value"].notna().sum()) == 336
    assert coverage.summary(each(newest), 2025, T).startswith(
        "All nine: 336 of 360 cells have a value"
    )
    assert coverage.headline(each(newest), "riga", "Riga", None, T) == (
        "Riga has a value for 38 of 40 indicators, 3 of them of its own area"
    )
    without_own = newest[newest["indicator_id"].str.startswith("employment")]
    assert coverage.headline(each(without_own), "riga", "Riga", "labour market", T) == (
        "Labour market: Riga has a value for 5 of 5 indicators, none of them of its own area"
    )


def matrix(newest, table, *, mine="riga"):
    shown = table[table["indicator_id"].isin(newest["indicator_id"])]
    return coverage.matrix(
        each(newest), each(shown), 2025, mine, NAMES, "Coverage", T,
        link=lambda indicator: f"compare?ind={indicator}",
    )  # fmt: skip


def row_of(shown: str, name: str) -> list[str]:
    (row,) = re.findall(
        rf"<tr><th[^>]*>(?:<a[^>]*>)?{re.escape(name)}(?:</a>)?</th>(.*?)</tr>", shown
    )
    return re.findall(r"<td[^>]*>.*?</td>", row)


def test_a_cell_tells_year_and_basis_to_eyes_and_ears(newest, table):
    shown = matrix(newest, table)
    cells = row_of(shown, "Gross domestic product")
    order = ["riga", *(region for region in NAMES if region != "riga")]
    riga, oliveira = cells[0], cells[order.index("oliveira-de-azemeis")]
    assert riga == (
        '<td class="y2 mine">2021<span class="basis computed" aria-hidden="true"></span>'
        '<span class="unseen">, computed from its parts</span></td>'
    )
    assert cells[order.index("extremadura")] == '<td class="y4">2023</td>'
    assert 'class="none"' in oliveira and "in our data only as a total of a wider area" in oliveira
    wider = row_of(shown, "Unemployment rate")[0]
    assert ">2025<" in wider and ", wider area</span>" in wider


def test_the_matrix_has_heads_for_rows_columns_and_themes(newest, table):
    shown = matrix(newest, table)
    assert shown.count('scope="col"') == 9 and shown.count('scope="row"') == 40
    assert shown.count('scope="rowgroup"') == newest_themes(newest, table)
    assert '<th scope="col" class="mine">Riga</th>' in shown
    assert "<caption>Coverage</caption>" in shown


def newest_themes(newest, table):
    return table.loc[table["indicator_id"].isin(newest["indicator_id"]), "theme"].nunique()


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_years_can_be_read_on_every_class(colours):
    for fill in colours.ramp:
        assert theme.contrast(theme.text_on(fill), fill) >= 4.5


def test_indicators_without_any_region_are_named_beneath(table):
    shown = table[table["indicator_id"].isin(["adult_learning_25_64"])]
    told = coverage.left_out(each(shown), T)
    assert "1 indicator that our data hold for countries only (Adults in education" in told
    assert coverage.left_out([], T) == ""


def test_an_indicator_shows_code_rule_years_and_flags(table):
    rows = table.set_index("indicator_id", drop=False)
    names = PACKAGE.table("indicators").set_index("indicator_id")["name"]
    assert indicators.rule(rows.loc["gdp_mio_eur"], names, T) == "Sum of the parts."
    assert indicators.rule(rows.loc["arope_cities"], names, T) == "Never computed from parts."
    assert indicators.rule(rows.loc["unemployment_rate_15_74"], names, T) == (
        "Mean of the parts, weighted by: Population; approximate."
    )
    assert indicators.rule(rows.loc["gdp_pc_eur"], names, T) == (
        "Mean of the parts, weighted by: Population."
    )
    # Both are of land area; what weighs the parts includes lakes and rivers.
    for density in ("population_density", "tourism_nights_per_km2"):
        assert indicators.rule(rows.loc[density], names, T) == (
            "Mean of the parts, weighted by: area with inland waters; approximate."
        )
        told = indicators.words(rows.loc[density], PACKAGE, names, T)
        assert told.derived == "" and told.definition.endswith("per square kilometre of land area")
    assert indicators.levels([-1, 0, 1, 2, 3], T) == "EU, country, NUTS 1–3"
    assert indicators.levels([0, 2], T) == "country, NUTS 2"
    assert [indicators.flags(share, T) for share in (1, 0, 0.5)] == [
        "known",
        "not known",
        "known for 50 % of the values",
    ]
    shown = indicators.listed(table, PACKAGE, "caption", T, link=lambda _: "")
    assert 'href="https://doi.org/10.2908/LFST_R_LFU3RT"' in shown
    assert shown.count('href="https://doi.org/10.2908/') == len(table)
    assert "lower is better" in shown and "neither is better" in shown


def test_flags_of_an_indicator_are_counted_by_values(table):
    rows = table.set_index("indicator_id")
    # Both extracts of poverty carry no flags; those of nights per km² neither.
    assert rows.loc["arope", "flagged"] == 0
    assert rows.loc["gdp_pc_eur", "flagged"] == 1
    # 10 years of NUTS 2 without flags (2010–2019), then countries, EU and NUTS 2 with flags.
    income = PACKAGE.table("observations").query("indicator_id == 'disposable_income_pps_hab'")
    new = (income["extract_id"] == "disposable_income_pps_hab-1").mean()
    assert rows.loc["disposable_income_pps_hab", "flagged"] == pytest.approx(new)


def test_the_page_lists_all_and_offers_each_dataset_and_the_whole():
    app = App().open(PAGE, **LINK)
    assert not app.failed and not app.errors
    assert totals(PACKAGE) in app.html
    buttons = {button.key for button in app.at.get("download_button")}
    assert {f"sources_csv_{name}" for name in PACKAGE.names} | {"sources_zip"} <= buttons


def test_nothing_is_built_before_it_is_asked_for(monkeypatch):
    built = []
    monkeypatch.setattr(export_menu, "csv", lambda table: built.append(len(table)) or b"")
    App().open(PAGE, **LINK, dataset="observations")
    assert max(built, default=0) < 100_000


def test_a_dataset_opens_by_its_link_and_leads_back():
    app = App().open(PAGE, **LINK, dataset="funding")
    assert "Funding: 97 rows, 36 columns" in app.html
    app.at.button(key="sources_back").click().run()
    assert totals(PACKAGE) in app.html


def test_a_new_dataset_stands_on_the_page_without_code(tmp_path, monkeypatch):
    folder = copy(tmp_path / "data")
    schema = '{"fields": [{"name": "id", "type": "string", "title": "Id", "description": "A."}]}'
    (folder / "schemas" / "awards.json").write_text(schema)
    (folder / "awards.csv").write_text("id\na\n")
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    entry = '{"name": "awards", "title": "Awards", "path": "awards.csv", "schema": "schemas/awards.json", "weaknesses": ["<b>All made up.</b>"]}'
    (folder / "datapackage.json").write_text(
        text.replace('"resources": [', f'"resources": [{entry},', 1), encoding="utf-8"
    )
    monkeypatch.setenv("SECON_DATA", str(folder))
    app = App().open(PAGE, **LINK)
    assert "awards" in Package(folder).names and totals(Package(folder)) in app.html
    assert "Awards" in app.html and "&lt;b&gt;All made up.&lt;/b&gt;" in app.html
    assert "Awards: 1 row, 1 column" in app.open(PAGE, **LINK, dataset="awards").html


def test_coverage_to_take_away_is_one_row_a_cell(newest):
    rows = coverage.export(newest, ["gdp_mio_eur"], NAMES, data.package()).set_index("region_id")
    assert len(rows) == 9
    assert rows.loc["riga", ["latest_year", "basis", "areas"]].tolist() == [
        2021,
        "computed",
        "LV006+LV007",
    ]
    assert pd.isna(rows.loc["oliveira-de-azemeis", "latest_year"])
    assert rows.loc["oliveira-de-azemeis", "reason"] == "total-of-wider-area"


def test_the_zip_that_is_offered_is_the_package():
    assert export.archive(data.package()).startswith(b"PK")


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "WCAG 2.2, level AA"), ("lv", "WCAG 2.2, AA līmenis")],
)
def test_the_accessibility_statement_opens_within_the_app(language, told):
    app = App().open(PAGE, **{**LINK, "lang": language})
    next(b for b in app.at.button if b.key == "sources_accessibility").click().run()
    assert app.failed == ""
    assert any(told in str(text.value) for text in app.at.markdown)


def test_every_dataset_names_the_addresses_at_which_software_reads_it():
    shown = datasets.at_address("funding")
    assert re.findall(r'href="([^"]+)"', shown) == [
        "data/funding.csv", "data/funding.parquet", "data/funding.json",
    ]  # fmt: skip


def test_every_address_on_the_page_is_one():
    listed = re.findall(r'href="data/([^"]+)"', datasets.addresses(T))
    listed += re.findall(
        r'href="data/([^"]+)"', "".join(datasets.at_address(name) for name in PACKAGE.names)
    )
    assert len(listed) == 5 + 3 * len(PACKAGE.names)
    for address in listed:
        file, _, query = address.partition("?")
        assert understood(file, query.replace("&amp;", "&"), PACKAGE).file == file
    assert {a.partition("?")[0] for a in listed} | {"values.json"} == set(addresses(PACKAGE))
