"""What pictures and tables of Enterprises hold is what the page says."""

from __future__ import annotations

import io
from collections import Counter

import numpy as np
import pytest
from looks import look
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from pages.enterprises.build import build
from pages.enterprises.views import SHOWN, EnterprisesView
from secon_data.package import SHIPPED, Package
from secon_ui.taking import columns, map_drawing, typeset
from secon_ui.taking.exhibit import Grid, Head, Map, Maps, Spot
from secon_ui.taking.slides.deck import deck


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


@pytest.fixture
def taken(data):
    def made(shown, language="en", region="haskovo", **choices):
        view = EnterprisesView(region, language, shown=shown, **choices)
        return build(view, data, look(data, language)).taken

    return made


def texts(row):
    return [cell.text for cell in row]


def test_the_map_of_all_on_paper_has_the_pages_names_and_numbers(taken):
    sheet = taken("map").sheet()
    maps, grid = sheet.exhibits
    assert sheet.beside and isinstance(maps, Maps) and isinstance(grid, Grid)
    names = [spot for spot in maps.main.spots if spot.name]
    # Mine first: its name has room before the others.
    assert (names[0].name, names[0].ink) == ("Haskovo  29", "#003399") and len(names) == 9
    assert {"Riga  37", "Mazowieckie  40", "Oliveira de Azeméis  40"} <= {s.name for s in names}
    assert [head.text for head in grid.heads[:3]] == ["What they do, where", "BG", "EL"]
    assert texts(grid.rows[0])[:8] == [
        "Care and social services", "5", "3", "1", "6", "11", "4", "28",
    ]  # fmt: skip


def test_the_union_is_not_counted_as_a_country(taken):
    # countries of counts.csv: BE BG DE EL ES LV PL PT RO, and EU.
    assert "A table of 9 countries and the European Union, grouped" in (
        taken("counts").sheet().described
    )


def test_close_up_on_paper_a_dot_is_an_organisation(taken):
    sheet = taken("map", regions=("haskovo",)).sheet()
    maps, listed = sheet.exhibits
    dots = Counter(spot.colour for spot in maps.main.spots if spot.colour)
    # Of 29 three say that they help people who find it hard to get work.
    assert dots == {"#FFFFFF": 26, "#003399": 3} and len(listed.rows) == 29
    names = [spot.name for spot in maps.main.spots if spot.name]
    # Stambolovo's circle holds three of its villages, and one of its own.
    assert names[:2] == ["Haskovo and around  15", "Stambolovo and around  4"]
    assert [key.words for key in sheet.keys] == [
        "helps people who find it hard to get work", "does not, or not stated",
    ]  # fmt: skip
    # Of the Peloponnese's none does: no dot is full.
    keys = taken("map", regions=("peloponnese",)).sheet().keys
    assert [(key.kind, key.words) for key in keys] == [
        ("wider", "does not help people who find it hard to get work, or not stated"),
    ]  # fmt: skip


def test_the_chosen_organisation_is_marked_and_stays(taken, data):
    table = data.table("enterprises")
    last = table.loc[table["region_id"] == "riga", "enterprise_id"].iloc[-1]
    (grid,) = taken("directory", chosen=last).sheet().exhibits
    assert list(grid.marked) == [0] and grid.kept[0] == 0
    assert grid.rows[0][0].text == table.set_index("enterprise_id").loc[last, "name"]


def test_the_directory_on_paper_follows_the_choices(taken):
    (grid,) = taken("directory", regions=("haskovo",), work=("yes",)).sheet().exhibits
    assert [head.text for head in grid.heads] == [
        "Name", "Town", "Field", "Legal form", "Work integration, in any field", "Source year",
        "What it does",
    ]  # fmt: skip
    assert texts(grid.rows[0])[:6] == [
        "Public Laundry (Обществена пералня)", "Dimitrovgrad", "Community and other",
        "Other or not stated", "Yes", "2012",
    ]  # fmt: skip
    assert len(grid.rows) == 3 and grid.beyond == 0


def test_rows_that_are_not_given_are_counted_as_left_out(taken):
    (grid,) = taken("directory").sheet().exhibits
    assert (len(grid.rows), grid.beyond) == (40, 269)
    less = typeset.laid(grid, {}, 900, 500, "en")["less"]
    assert less[0] == "… and 269 more rows, not shown here."
    assert less[30] == "… and 299 more rows, not shown here."
    whole = Grid([Head("")], [], beyond=0)
    assert typeset.laid(whole, {}, 900, 500, "en")["less"] == [""]


def test_what_is_listed_on_paper_is_the_pages_table(taken):
    (grid,) = taken("density").sheet().exhibits
    assert [texts(row) for row in grid.rows[:2]] == [
        ["Haskovo", "29", "16", "2012–2026", "14", "0"],
        ["Peloponnese", "26", "23", "2015–2025", "15", "2"],
    ]
    assert list(grid.marked) == [0]


def test_counts_on_paper_are_grouped_and_not_ranked(taken):
    sheet = taken("counts").sheet()
    (grid,) = sheet.exhibits
    assert grid.rows[0].startswith("Legal status, in a register: Each law asks")
    first = [row[0].text for row in grid.rows[1:7]]
    # Mine first, then by name, a part of a country under its country, the Union last.
    assert first == [
        "Bulgaria", "Greece", "Latvia", "Poland, Mazowieckie", "Romania", "European Union",
    ]  # fmt: skip
    mine = grid.rows[1]
    assert (mine[1].text, mine[1].small) == (
        "Registered social enterprises", "Registered in the four years since the law.",
    )  # fmt: skip
    assert (mine[2].text, mine[3].text) == ("35", "2023")
    assert mine[4].text == "●○○ weak: press or association"
    # Of 155 counts 16 stand large, Germany's common-good companies among them.
    rows = [row for row in grid.rows if not isinstance(row, str)]
    assert len(rows) == 16 and [row[0].text for row in rows].count("Germany") == 1
    assert grid.more.startswith("139 more counts")
    assert sheet.notice[0].startswith("Reliability, by a rule of our own: ●●● good: a statistics")


def test_a_table_holds_what_the_view_shows(taken, data):
    assert len(taken("directory", regions=("haskovo",), work=("yes",)).table()) == 3
    listed = taken("density").table().set_index("region_id")
    assert listed.loc["haskovo", ["organisations", "sources", "undated"]].tolist() == [29, 16, 14]
    counts = taken("counts")
    assert len(counts.table()) == 155 and counts.file_name == "social-economy-counts.csv"
    assert counts.cited.startswith("SECON: counts of the social economy by country")


@pytest.mark.parametrize("shown", SHOWN)
def test_every_column_is_called_in_words_and_the_day_is_told(taken, data, shown):
    table = taken(shown).table()
    assert set(table["data_of"]) == {data.descriptor["created"][:10]}
    if shown != "density":
        assert {"source_title", "source_url", "source_year"} <= set(table.columns)
    titles = columns.titles(table.columns, data, look(data, "lv").t)
    assert [name for name, title in titles.items() if title == name] == []


def test_spots_grow_with_their_map():
    frame = (24.0, 56.0, 26.0, 57.0)
    projection = map_drawing.Projection(frame, 400, 400)
    ends = projection(np.array([(24.0, 56.5), (26.0, 56.5)]))
    wide = ends[1][0] - ends[0][0]
    assert map_drawing._grown(Map(frame, [], [], made_for=wide / 2), projection) == pytest.approx(2)
    assert map_drawing._grown(Map(frame, [], [Spot(25, 56.5, "#000000")]), projection) == 1


def test_the_maps_of_a_slide_have_the_same_dots_and_names(taken):
    for regions, name in (((), "Haskovo  29"), (("haskovo",), "Stambolovo and around  4")):
        sheet = taken("map", regions=regions).sheet()
        shown = Presentation(io.BytesIO(deck([sheet]))).slides[0]
        names = [shape.name for shape in _shapes(shown.shapes)]
        assert name in names
        dots = sum(1 for spot in sheet.exhibits[0].main.spots if spot.colour)
        assert names.count("•") == dots


def _shapes(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _shapes(shape.shapes)


def test_towns_have_the_names_of_the_readers_language(data):
    """Riga is Rīga in Latvian: in the sentence, on the map and in the table beside it."""
    view = EnterprisesView("riga", "lv", regions=("riga",))
    sheet = build(view, data, look(data, "lv")).taken.sheet()
    assert sheet.measured.startswith("16 no tām atrodas šajā pilsētā: Rīga.")
    maps, grid = sheet.exhibits
    names = {spot.name for spot in maps.main.spots if spot.name}
    assert any(name.startswith("Rīga un apkārtne") for name in names)
    assert not any(name.startswith("Riga") for name in names)
    assert "Riga" not in {row[1].text for row in grid.rows}
