"""What pictures and tables of Funding hold is what the page says."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import hand_counted
import pytest
from looks import look
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from pages.funding import exhibits
from pages.funding.build import build
from pages.funding.views import SHOWN, FundingView, settled
from secon_data.availability import STATES
from secon_ui.taking import charts, columns, span_drawing, typeset
from secon_ui.taking.exhibit import Bar, Bars, Grid, Key, Sheet, Span, Spans, keys_of
from secon_ui.taking.slides import native_shapes
from secon_ui.taking.slides.deck import deck
from secon_ui.text.words import Words

THIN = "\u202f"


@pytest.fixture(scope="module")
def data():
    return hand_counted.package()


@pytest.fixture
def taken(data):
    def made(shown, language="en", region="riga", **choices):
        view = settled(FundingView(region, language, shown=shown, **choices), data)
        return build(view, data, look(data, language)).taken

    return made


def texts(row):
    return [cell.text for cell in row]


def rows(grid):
    return [row for row in grid.rows if not isinstance(row, str)]


def test_the_finder_on_paper_says_what_the_list_says(taken):
    (grid,) = taken("list").sheet().exhibits
    assert isinstance(grid, Grid) and grid.rows[0] == "Latvia" and len(rows(grid)) == 7
    name, about, much, when, source = grid.rows[1]
    assert name.text == "Support for social entrepreneurship 2024–2029"
    assert name.small == (
        "Atbalsts sociālajai uzņēmējdarbībai 2024.–2029. gadā · Ministry of Welfare, grants "
        "through ALTUM"
    )
    assert about.text.startswith("Start-up grants to EUR")
    assert about.small.startswith("For: registered social enterprises;")
    assert much.text == f"up to €200{THIN}000"
    assert much.small == f"from €10{THIN}000 per award, budget €12{THIN}000{THIN}000"
    assert (when.text, when.small) == ("until 31 December 2029", "Open · Grant")
    assert source.small == "Supporting social entrepreneurship (Kohesio project Q7432111), read"
    # A call hangs under its programme.
    assert grid.rows[2][0].text == "└ Start-up grant for social enterprises"
    assert [row for row in grid.rows if isinstance(row, str)] == [
        "Latvia", "European Union", "Not for social enterprises themselves",
    ]  # fmt: skip


def test_of_a_long_list_the_rest_is_counted(taken):
    (grid,) = taken("table", state=STATES, country=()).sheet().exhibits
    assert (len(rows(grid)), grid.beyond) == (40, 57)


def test_the_timeline_on_paper_has_the_pages_bars(taken):
    sheet = taken("timeline").sheet()
    (spans,) = sheet.exhibits
    assert isinstance(spans, Spans) and spans.spans[0] == "Latvia"
    first = spans.spans[1]
    # From 1 October 2023, the 274th day, to 31 December 2029, the 365th.
    assert first.start == pytest.approx(2023 + 273 / 365)
    assert first.end == pytest.approx(2029 + 364 / 365)
    assert first.told == f"until 31 Dec 2029 · up to €200{THIN}000"
    assert (first.strong, first.nested, first.fades, first.colour) == (True, False, "", "#003399")
    over = next(s for s in spans.spans if isinstance(s, Span) and "first programme" in s.name)
    assert not over.strong and over.start == 2022.0  # the first day that is shown
    invest = next(s for s in spans.spans if isinstance(s, Span) and "investment and" in s.name)
    assert (invest.fades, invest.start) == ("", 2022.0)  # it began in 2021
    assert spans.today == (2026 + 304 / 365, "Today, 1 November 2026")
    assert [key.words for key in sheet.keys] == [
        "Latvia", "other money", "outlined: not to be had on this day", "pale: over or likely over",
    ]  # fmt: skip
    # Announced only: the contributions' compensation; without an open part: EaSI, whose three have ended.
    outlined = [one for one in spans.spans if isinstance(one, Span) and one.hollow]
    assert [(one.name, one.told) for one in outlined] == [
        ("Compensation of social insurance contributions", "announced only"),
        (
            "Employment and social innovation strand of ESF+ (EaSI)",
            f"until 2027, no open part · €762{THIN}000{THIN}000",
        ),
    ]
    assert any("fades where no date is stated" in told for told in sheet.notice)


def test_a_day_is_a_share_of_its_year():
    assert exhibits.years(date(2024, 12, 31)) == pytest.approx(2024 + 365 / 366)
    assert exhibits.years(date(2026, 1, 1)) == 2026.0


def test_budgets_on_paper_are_those_of_money_that_can_be_had(taken):
    (grid,) = taken("budgets").sheet().exhibits
    assert texts(grid.rows[1])[:4] == [
        "Support for social entrepreneurship 2024–2029", f"€12{THIN}000{THIN}000", "all of Latvia",
        "until 31 December 2029",
    ]  # fmt: skip
    # Of 54 stated budgets nine.
    assert len(rows(grid)) == 9
    assert grid.more == (
        "45 budgets of money that is over, likely over or not begun are not shown here."
    )


def test_the_kinds_on_paper_are_the_pages_matrix(taken):
    (grid,) = taken("lacking").sheet().exhibits
    assert [head.text for head in grid.heads[:3]] == ["Kind of money", "Latvia", "Greece"]
    loan, mixed = grid.rows[:2]
    assert (loan[0].text, loan[1].text, loan[1].fill) == ("Loan", "not in our list", "#FFF6E0")
    assert (loan[4].text, loan[4].small) == ("2", "1\u00a0now")  # Belgium
    assert loan[-1].small == "Belgium: Social Investment Fund"
    assert mixed[1].text == "EU only"
    grant = next(row for row in grid.rows if row[0].text == "Grant")
    assert (grant[1].text, grant[1].small) == ("7", "3\u00a0now")


def test_the_table_on_paper_is_the_pages(taken):
    (grid,) = taken("table").sheet().exhibits
    assert texts(grid.rows[1])[:7] == [
        "└ Start-up grant for social enterprises", "Latvia", "national", "grant", "Open",
        "until 2029", f"up to €40{THIN}000",
    ]  # fmt: skip


def test_a_table_holds_the_bars_of_the_timeline_and_all_budgets(taken):
    timeline = taken("timeline").table()
    spans = taken("timeline").sheet().exhibits[0].spans
    assert len(timeline) == sum(isinstance(span, Span) for span in spans) == 14
    assert len(taken("budgets").table()) == 54
    kinds = taken("lacking").table().set_index(["country_code", "kind"])
    assert kinds.loc[("LV", "grant"), ["listed", "available"]].tolist() == [7, 3]


@pytest.mark.parametrize("shown", SHOWN)
def test_every_table_names_source_day_and_what_each_column_is(taken, data, shown):
    table = taken(shown).table()
    assert {"source_title", "source_url", "source_year", "verified"} <= set(table.columns)
    assert set(table["data_of"]) == {data.descriptor["created"][:10]}
    assert set(table["on"]) == {"2026-11-01"}
    titles = columns.titles(table.columns, data, look(data, "lv").t)
    assert [name for name, title in titles.items() if title == name] == []


def test_where_no_entry_fits_the_picture_says_so(taken):
    sheet = taken("list", kind=("loan",), country=("mine",)).sheet()
    assert sheet.headline and sheet.exhibits == ()
    # Where nothing is left out either, the headline is a sentence, and ends but once.
    none = taken("list", country=("PT",), kind=("tax",)).sheet()
    assert none.described.startswith("No funding opportunity fits these choices. A list of 0 ")
    assert Image.open(io.BytesIO(typeset.picture(sheet))).size == (1600, 900)


def spanned(n):
    spans = [Span(f"Programme {at}", 2022.0, 2024.0, "#003399") for at in range(n)]
    return Spans(["Latvia", *spans, "European Union", *spans], 2022.0, 2029.0)


def test_spans_that_have_no_room_are_counted_and_no_heading_stands_alone():
    found = spanned(10)  # 22 rows of 20 pixels under 46
    parts: dict[str, bytes] = {}
    told = typeset.laid(found, parts, 900, 46 + 20 * 12, "en")
    # Twelve rows: a heading, ten spans, and a heading that is left out with its ten.
    assert told["more"] == "… and 10 more rows, not shown here."
    assert typeset.laid(found, {}, 900, 46 + 20 * 22, "en")["more"] == ""


def test_what_can_be_had_stays_longest_and_a_whole_longer_than_its_parts():
    one = Span("Programme", 2022.0, 2024.0, "#003399")
    pale, hollow, part = (replace(one, **{of: value}) for of, value in
                          (("strong", False), ("hollow", True), ("nested", True)))  # fmt: skip

    def drawn(rows, *spans):
        found = Spans(spans, 2022.0, 2029.0)
        return typeset.laid(found, {}, 900, 46 + 20 * rows, "en")["drawn"]

    mixed = ("Latvia", pale, one, part, hollow, "European Union", one)
    assert drawn(7, *mixed) == [0, 1, 2, 3, 4, 5, 6]
    assert drawn(6, *mixed) == [0, 2, 3, 4, 5, 6]
    assert drawn(5, *mixed) == [0, 2, 3, 5, 6]
    assert drawn(4, *mixed) == [0, 2, 5, 6]
    assert drawn(3, *mixed) == [0, 2]
    # Of my own country one stays in any case.
    assert drawn(4, "Spain", pale, "European Union", one, one) == [0, 1, 2, 3]
    # A programme that is over stands over its part that is not.
    assert drawn(3, pale, pale, part, one) == [1, 2, 3]
    assert drawn(2, pale, pale, part, one) == [1, 3]
    assert drawn(1, pale, pale, part, one) == [3]


def test_on_three_slides_what_can_be_had_stays_and_the_rest_is_told():
    had = Span("Programme", 2022.0, 2029.0, "#8A94A3")
    over = Span("Over", 2022.0, 2024.0, "#003399", strong=False)
    found = Spans(["Latvia", *[over] * 100, "European Union", had], 2022.0, 2029.0)
    parts = native_shapes.parted_spans(found, 900, 300, Words("en"))
    assert len(parts) == 3
    assert parts[0].spans[:2] == ["Latvia", over]
    assert parts[-1].spans[-2:] == ["European Union", had]
    left = 100 - sum(list(part.spans).count(over) for part in parts)
    assert left > 50
    assert [part.more for part in parts] == ["", "", f"… and {left} more rows, not shown here."]


@pytest.mark.parametrize("fades", ["", "start", "end"])
def test_a_bar_that_fades_is_drawn_in_steps(fades):
    base = Span("Programme", 2023.0, 2027.0, "#003399", "until 2027", fades=fades)
    long = replace(base, name="A name that has no room in one line " * 3, nested=True)
    found = Spans(["Latvia", base, long], 2022.0, 2029.0, (2026.8, "Today"))
    drawing = charts.svg(found, 700, 200).decode()
    assert ElementTree.fromstring(drawing).tag.endswith("svg")
    assert drawing.count("#003399") == 2 * (1 + span_drawing.FADED if fades else 1)


@pytest.mark.parametrize("fades", ["", "start", "end"])
def test_what_cannot_be_had_is_drawn_in_outline(fades):
    solid = Span("Programme", 2023.0, 2027.0, "#003399", "until 2027", fades=fades)
    found = Spans([solid, replace(solid, hollow=True)], 2022.0, 2029.0, (2026.8, "Today"))
    drawing = charts.svg(found, 700, 200).decode()
    strokes = [part for part in drawing.split("<path") if "stroke: #003399" in part]
    assert len(strokes) == 1
    # Four corners; of a bar that fades the side without a day stays open.
    assert strokes[0].split('d="')[1].split('"')[0].count("L ") == (3 if fades else 4)


def test_a_legend_holds_only_what_is_drawn():
    # On a slide with room for the first rows, or on the first of several, no grey bar was drawn
    # that the legend explained.
    mine = Span("Programme", 2023.0, 2027.0, "#003399")
    other = Span("Other", 2023.0, 2027.0, "#8A94A3")
    keys = [
        Key("Latvia", "fill", "#003399"), Key("other money", "fill", "#8A94A3"),
        Key("outlined", "hollow"), Key("pale", "pale"),
    ]  # fmt: skip

    def told(*spans):
        return [key.words for key in keys_of(keys, [Spans(spans, 2022.0, 2029.0)])]

    assert told(mine) == ["Latvia"]
    assert told(mine, replace(mine, hollow=True)) == ["Latvia", "outlined"]
    assert told(other, replace(other, strong=False)) == ["other money", "pale"]
    many = ["Latvia", *[mine] * 40, "European Union", other]
    sheet = Sheet("en", "Head", "", [Spans(many, 2022.0, 2029.0)], "Described", keys)
    assert [key["words"] for key in typeset.set_out(sheet, "slide")[0]["keys"]] == ["Latvia"]
    few = replace(sheet, exhibits=[Spans([mine, other], 2022.0, 2029.0)])
    assert [key["words"] for key in typeset.set_out(few, "slide")[0]["keys"]] == [
        "Latvia", "other money",
    ]  # fmt: skip
    slides = Presentation(io.BytesIO(deck([sheet]))).slides
    legends = [
        [shape.element.nvGrpSpPr.cNvPr.get("descr") for shape in slide.shapes
         if shape.name == "Latvia" and shape.shape_type == MSO_SHAPE_TYPE.GROUP]
        for slide in slides
    ]  # fmt: skip
    assert len(legends) > 1 and legends[0] == ["Latvia"]
    assert legends[-1] == ["Latvia; other money"]


def test_bars_show_the_part_that_is_looked_at():
    found = Bars([Bar("Finance", 16, "16", "#003399", "#1B2430", part=2)], "n", title="helps, 65")
    drawing = charts.svg(found, 700, 200).decode()
    assert drawing.count("#003399") == 1  # the rest is paler
