"""What pictures and tables of Policy hold is what the page says."""

from __future__ import annotations

import pytest
from looks import look

from pages.policy.build import build
from pages.policy.views import SHOWN, PolicyView
from secon_data.package import SHIPPED, Package
from secon_ui.taking import columns
from secon_ui.taking.exhibit import Bars, Grid


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


@pytest.fixture
def taken(data):
    def made(shown, language="en", region="riga", **choices):
        view = PolicyView(region, language, shown=shown, **choices)
        return build(view, data, look(data, language)).taken

    return made


def texts(row):
    return [cell.text for cell in row]


def test_the_matrix_on_paper_has_the_pages_words_and_shades(taken):
    sheet = taken("matrix").sheet()
    (grid,) = sheet.exhibits
    assert isinstance(grid, Grid) and grid.filled and len(grid.rows) == 10
    assert [head.text for head in grid.heads[1:4]] == ["Latvia", "Belgium", "Bulgaria"]
    # Latvia: Social Enterprise Law; Belgium: partly; of Belgium's strategy nothing was found.
    assert texts(grid.rows[0])[:4] == [
        "Law on the social economy", "●\u00a0yes", "◐\u00a0partly", "●\u00a0yes",
    ]  # fmt: skip
    assert texts(grid.rows[2])[2] == "·\u00a0unknown"
    assert [cell.fill for cell in grid.rows[0][1:5]] == ["#356CBD", "#CFE0F7", "#356CBD", "#FFFFFF"]
    assert grid.marked == [0]  # the topic of the headline
    assert [key.colour for key in sheet.keys] == ["#356CBD", "#CFE0F7", "#FFFFFF", "#F3F5F9"]
    assert sheet.keys[0].words == "● yes: in force or in place"


def test_what_others_have_on_paper_begins_with_what_mine_has(taken):
    (grid,) = taken("lacking").sheet().exhibits
    heads = [at for at, row in enumerate(grid.rows) if isinstance(row, str)]
    assert [grid.rows[at] for at in heads] == [
        "Law on work integration", "Tax treatment", "Regional policy instrument",
    ]  # fmt: skip
    assert list(grid.marked) == [at + 1 for at in heads]
    # Poland's is of 2003, the first of five; then Spain.
    assert texts(grid.rows[1])[:3] == ["Latvia", "◐\u00a0partly", "2017"]
    assert texts(grid.rows[2])[:3] == ["Poland", "●\u00a0yes", "2003"]
    assert texts(grid.rows[3])[:3] == ["Spain", "●\u00a0yes", "2007"]
    # Where there is room for fewer, a topic that stays keeps another country beside mine.
    assert list(grid.kept[:6]) == [at + n for at in grid.marked for n in (0, 1)]


def test_two_on_paper_follow_the_choice_of_topics(taken):
    (grid,) = taken("two", left="LV", right="BE").sheet().exhibits
    assert [head.text for head in grid.heads] == ["Topic", "Latvia", "Belgium"]
    assert len(grid.rows) == 10
    assert texts(grid.rows[0]) == [
        "Law on the social economy", "● yes, the present one since 2017",
        "◐ partly, the present one since 2019",
    ]  # fmt: skip
    assert grid.rows[0][1].small == "Social Enterprise Law"
    (differing,) = taken("two", left="LV", right="BE", differ="differ").sheet().exhibits
    assert len(differing.rows) == 5


def test_the_bars_on_paper_reach_equally_far_and_show_my_countrys_part(taken):
    back, helps = taken("factors").sheet().exhibits
    assert isinstance(back, Bars) and isinstance(helps, Bars)
    assert (back.title, helps.title) == ("← holds back, 57", "helps, 65 →")
    assert back.most == helps.most == 16
    finance = back.bars[0]
    assert (finance.name, finance.value, finance.part, finance.told) == ("Finance", 16, 2, "16")
    assert sum(bar.part for bar in back.bars) == 5 and sum(bar.part for bar in helps.bars) == 11


def test_the_table_on_paper_keeps_the_headlines_topic_and_then_mine(taken):
    (grid,) = taken("table").sheet().exhibits
    assert sum(not isinstance(row, str) for row in grid.rows) == 90
    first = [grid.rows[at][0].text for at in grid.kept[:10]]
    assert first == [
        "Latvia", "Belgium", "Bulgaria", "Germany", "Greece", "Poland", "Portugal", "Romania",
        "Spain", "Latvia",
    ]  # fmt: skip
    assert sorted(grid.kept) == [
        at for at, row in enumerate(grid.rows) if not isinstance(row, str)
    ]  # fmt: skip


def test_the_table_and_its_source_line_count_alike(taken):
    # Of 90 cells 85 have an entry: it was «a table of 90 entries» over «85 entries».
    sheet = taken("table").sheet()
    assert "A table of 90 cells by topic and country" in sheet.described
    assert "90 entries" not in sheet.described
    assert "85 entries" in sheet.source and "5 of 90 cells unknown" in sheet.source


def test_a_table_of_two_holds_these_two_alone(taken):
    table = taken("two", left="LV", right="BE", differ="differ").table()
    assert len(table) == 10 and set(table["country_code"]) == {"LV", "BE"}


def test_a_table_of_what_others_have_holds_mine_and_theirs(taken):
    table = taken("lacking").table()
    # Three topics of mine; five, three and five countries that have them.
    assert len(table) == 3 + 5 + 3 + 5
    assert set(table.loc[table["country_code"] != "LV", "status"]) == {"yes"}


@pytest.mark.parametrize("shown", SHOWN)
def test_every_table_names_source_and_day_and_every_column_is_called(taken, data, shown):
    table = taken(shown).table()
    assert {"source_title", "source_url", "source_year", "verified"} <= set(table.columns)
    assert set(table["data_of"]) == {data.descriptor["created"][:10]}
    titles = columns.titles(table.columns, data, look(data, "lv").t)
    assert [name for name, title in titles.items() if title == name] == []


@pytest.mark.parametrize("shown", SHOWN)
def test_every_sheet_says_what_it_shows_and_whence(taken, shown):
    sheet = taken(shown, "lv", "extremadura").sheet()
    assert sheet.headline and sheet.source and sheet.described.startswith(sheet.headline)
    assert len(sheet.described) > len(sheet.headline) + 20
    # Read aloud, the headline ends before what is drawn begins.
    assert sheet.described[len(sheet.headline.rstrip(".")) :].startswith(". ")
