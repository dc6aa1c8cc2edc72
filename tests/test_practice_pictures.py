"""What pictures and tables of Practice hold is what the page says."""

from __future__ import annotations

import io

import pytest
from looks import look
from PIL import Image

from pages.practice.build import build
from pages.practice.views import SHOWN, PracticeView
from secon_data.package import SHIPPED, Package
from secon_ui.taking import charts, columns, typeset
from secon_ui.taking.exhibit import Grid, Maps


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


@pytest.fixture
def taken(data):
    def made(shown, language="en", region="haskovo", **choices):
        view = PracticeView(region, language, shown=shown, **choices)
        return build(view, data, look(data, language)).taken

    return made


def test_a_card_on_paper_says_what_the_card_says(taken):
    (grid,) = taken("cards", country=("BG",)).sheet().exhibits
    assert isinstance(grid, Grid) and len(grid.rows) == 3 and list(grid.marked) == [0, 1, 2]
    assert [head.text for head in grid.heads] == ["Practice", "What it does", "Evidence", "Source"]
    name, does, evidence, source = grid.rows[0]
    assert name.text == "Cross-border support for social entrepreneurship"
    assert name.small == "Strategy and support structures · Haskovo, Bulgaria · begun in 2017"
    assert does.small == "Needs: Interreg V-A Greece-Bulgaria"
    assert (evidence.text, evidence.small) == (
        "Road map for starters, seminars with Haskovo entrepreneurs.", "",
    )  # fmt: skip
    assert source.small.endswith("(Haskovo CCI), 2019") and source.link.startswith("https://")
    # What is no evidence is not told as if it were.
    assert (grid.rows[1][2].text, grid.rows[1][2].small) == (
        "",
        "Evidence is not stated. Why it is here: Covers profile, enterprises, limits and "
        "recommendations.",
    )
    # Of the project's own: the chip of the card.
    assert grid.rows[2][0].small == "Networks and visibility · SECON · Haskovo, Bulgaria · 2023"


def test_the_cards_of_the_page_that_is_shown_stay_first(taken):
    (grid,) = taken("cards", page="2").sheet().exhibits
    assert len(grid.rows) == 47 and list(grid.kept[:3]) == [12, 13, 14]
    assert sorted(grid.kept) == list(range(47))


def test_the_map_on_paper_has_the_dots_and_numbers_of_the_page(taken):
    (maps,) = taken("map", region="riga").sheet().exhibits
    assert isinstance(maps, Maps) and maps.main is None and len(maps.small) == 9
    riga = maps.small[0]  # mine first
    assert taken("map").sheet().exhibits[0].small[0].title == "Haskovo"
    assert riga.told == "11 practices" and riga.ink == "#003399"
    assert [(spot.text, spot.name) for spot in riga.spots] == [
        ("5", "Sigulda and around"), ("4", "Riga and around"),
    ]  # fmt: skip
    other = next(small for small in maps.small if small.title == "Extremadura")
    assert [(spot.text, spot.name) for spot in other.spots] == [("2", "Cáceres"), ("", "Plasencia")]


@pytest.mark.parametrize(("n", "wide", "columns"), [(1, 900, 1), (2, 900, 2), (4, 700, 2)])
def test_few_maps_stand_so_that_none_is_a_strip(n, wide, columns):
    assert charts._columns(n, wide, 600) == columns


def test_the_calendar_on_paper_is_the_pages(taken):
    (grid,) = taken("events").sheet().exhibits
    assert grid.rows[0] == "Past" and len(grid.rows) == 25
    assert str(grid.rows[21]).startswith("Known as planned only: ")
    when, name, where, what, source = grid.rows[22]
    assert (when.text, where.text, where.small) == (
        "28 October 2025", "Cáceres, Spain", "conference",
    )  # fmt: skip
    assert name.text == "First International Congress on Cooperatives and the Social Economy"
    assert what.text.endswith("300 free places.") and source.small.endswith("(Hoy), 2025")


def test_who_to_ask_on_paper_is_counted_and_listed(taken):
    counts, listed = taken("stakeholders", region="riga").sheet().exhibits
    assert [head.text for head in counts.heads][:2] == [
        "Organisations listed, by type and country", "Latvia",
    ]  # fmt: skip
    by_type = {row[0].text: (row[1].text, row[-1].text) for row in counts.rows}
    # Of nine municipalities six are Latvian; of three universities none.
    assert by_type["municipality"] == ("6", "9") and by_type["university"] == ("–", "3")
    rows = [row for row in listed.rows if not isinstance(row, str)]
    assert len(rows) == 77 and listed.rows[0] == "association"
    assert listed.rows[1][0].text == "Latvian Social Entrepreneurship Association"
    (alone,) = taken("stakeholders", country=("ES",)).sheet().exhibits
    assert len([row for row in alone.rows if not isinstance(row, str)]) == 7


def test_the_table_on_paper_is_the_pages(taken):
    (grid,) = taken("table", country=("BG",)).sheet().exhibits
    assert [cell.text for cell in grid.rows[1]][:5] == [
        "Policy report on social entrepreneurship in the district",
        "Strategy and support structures", "Haskovo, Bulgaria", "2019–2020", "–",
    ]  # fmt: skip


def test_where_nothing_fits_there_is_no_picture(taken):
    assert taken("cards", asked="zzzz").sheet is None


@pytest.mark.parametrize("shown", ["events", "stakeholders"])
def test_a_view_without_rows_is_drawn_all_the_same(taken, shown):
    found = typeset.picture(taken(shown, asked="zzzz").sheet())
    assert Image.open(io.BytesIO(found)).size == (1600, 900)


@pytest.mark.parametrize("shown", SHOWN)
def test_every_table_holds_what_is_shown_with_source_and_day(taken, data, shown):
    table = taken(shown, country=("BG",)).table()
    assert set(table["country_code"]) == {"BG"}
    assert {"source_title", "source_url", "source_year", "verified"} <= set(table.columns)
    assert set(table["data_of"]) == {data.descriptor["created"][:10]}
    titles = columns.titles(table.columns, data, look(data, "lv").t)
    assert [name for name, title in titles.items() if title == name] == []
