"""Slides: what is in the charts and tables is what the page says, and an office opens them."""

from __future__ import annotations

import io
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise

import openpyxl
import pytest
from looks import look
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from pages.compare.build import build
from pages.compare.views import SHOWN, CompareView
from secon_data.package import SHIPPED, Package
from secon_ui.drawing.theme import LIGHT
from secon_ui.show import slides
from secon_ui.show.steps import Step
from secon_ui.taking.exhibit import (
    Bar,
    Bars,
    Cell,
    Grid,
    Head,
    Key,
    Level,
    Line,
    Lines,
    Maps,
    Piece,
    Placed,
    Profile,
    Sheet,
    Span,
    Spans,
)
from secon_ui.taking.slides import deck, native_tables
from secon_ui.taking.slides.canvas import width

ADDRESS = "https://example.org/compare?region=riga&lang=lv"


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


@pytest.fixture(scope="module")
def sheet(data):
    made = {}

    def found(shown, language="en", region="riga"):
        key = (shown, language, region)
        if key not in made:
            view = CompareView(region, language, indicator="unemployment_rate_15_74", shown=shown)
            built = build(view, data, look(data, language)).taken.sheet()
            made[key] = replace(built, address=ADDRESS)
        return made[key]

    return found


def plain(*exhibits, **other):
    return Sheet("en", "Headline", "what is measured", exhibits, "described", **other)


def opened(*sheets, notes=()):
    return Presentation(io.BytesIO(deck(sheets, notes)))


def every(shapes):
    """All shapes, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from every(shape.shapes)


def chart(slide):
    (found,) = [shape.chart for shape in every(slide.shapes) if shape.has_chart]
    return found


def table(slide):
    (found,) = [shape.table for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in found.rows]


def read_sizes(slide):
    """Sizes of type, without the foot's and the numbers that fit into marks on a map."""
    for shape in every(slide.shapes):
        text = shape.text_frame.text if shape.has_text_frame else ""
        if "Co-funded by the European Union" not in text and not text.isdigit():
            yield from (int(run.get("sz")) / 100 for run in shape._element.iter(qn("a:rPr"))
                        if run.get("sz") and shape.shape_type != MSO_SHAPE_TYPE.GROUP)  # fmt: skip


def words(slide):
    return [shape.text_frame.text for shape in every(slide.shapes) if shape.has_text_frame]


# --- what stands on a slide ---


def test_a_slide_says_what_the_page_says(sheet):
    found = sheet("ranking", "lv")
    (slide,) = opened(found, notes=["Definīcija: kas ir bezdarbnieks."]).slides
    assert slide.shapes.title.text_frame.text == found.headline
    said = words(slide)
    assert found.measured in said and found.notice[0] in said
    assert {key.words for key in found.keys} <= set(said)
    (foot,) = [text for text in said if "Co-funded by the European Union" in text]
    assert foot.split("\n") == [
        found.source, ADDRESS, "Co-funded by the European Union · Interreg Europe · SECON · CC BY 4.0",
    ]  # fmt: skip
    links = [run.hyperlink.address for shape in every(slide.shapes) if shape.has_text_frame
             for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]  # fmt: skip
    assert ADDRESS in links
    note = slide.notes_slide.notes_text_frame.text
    assert note.split("\n") == [
        "Definīcija: kas ir bezdarbnieks.", *found.notice, found.source, ADDRESS,
    ]  # fmt: skip


def test_the_address_is_a_code_too(sheet):
    (slide,) = opened(sheet("ranking")).slides
    (code,) = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert code._element._nvXxPr.cNvPr.get("descr") == ADDRESS
    picture = Image.open(io.BytesIO(code.image.blob))
    assert picture.size[0] == picture.size[1] > 100


def test_every_graphic_is_described_and_every_text_has_its_language(sheet):
    for slide in opened(*(sheet(shown, "lv") for shown in SHOWN)).slides:
        numbers = []
        for shape in every(slide.shapes):
            about = shape._element.xpath(".//p:cNvPr")[0]
            numbers.append(about.get("id"))
            if not shape.has_text_frame or not shape.text_frame.text:
                assert about.get("descr"), about.get("name")
        assert len(numbers) == len(set(numbers))
        runs = list(slide._element.iter(qn("a:rPr")))
        assert runs and {run.get("lang") for run in runs} == {"lv-LV"}


def test_a_deck_has_one_layout_and_no_empty_holders(sheet):
    found = opened(sheet("ranking"), sheet("table"))
    assert (found.slide_width, found.slide_height) == (Pt(960), Pt(540))
    assert [layout.name for layout in found.slide_layouts] == ["Title Only"]
    holders = [h.placeholder_format.type for s in found.slides for h in s.placeholders]
    assert holders == [1] * len(found.slides)  # a title each
    for of in (found.slide_master, found.slide_layouts[0]):
        assert [holder.placeholder_format.type for holder in of.placeholders] == [1]
    names = zipfile.ZipFile(io.BytesIO(deck([sheet("ranking")]))).namelist()
    assert not [name for name in names if "thumbnail" in name or "printer" in name]
    assert sum(name.startswith("ppt/slideLayouts/slideLayout") for name in names) == 1


def test_the_typeface_and_the_colours_are_those_of_the_theme(sheet):
    file = zipfile.ZipFile(io.BytesIO(deck([sheet("ranking")])))
    theme = file.read("ppt/theme/theme1.xml").decode()
    assert theme.count('<a:latin typeface="Arial"') == 2
    assert f'<a:accent1><a:srgbClr val="{LIGHT.mine[1:]}"/>' in theme


def test_the_same_sheets_have_the_same_bytes(sheet):
    sheets = [sheet(shown) for shown in SHOWN]
    one, other = deck(sheets, ["a"]), deck(sheets, ["a"])
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as file:
        assert {about.date_time for about in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in file.read("docProps/core.xml")


def test_nothing_lies_over_the_figure_and_nothing_leaves_the_slide(sheet):
    """The parts of a slide stand under one another: none reaches into the next."""
    sheets = [sheet(s, lang, region) for lang, region in (("lv", "riga"), ("en", "peloponnese"))
              for s in SHOWN]  # fmt: skip
    for slide in opened(*sheets).slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= Pt(960)
            assert shape.top >= 0 and shape.top + shape.height <= Pt(540)
        # What stands over the whole width.
        wide = [s for s in slide.shapes if s.width >= Pt(700)]
        placed = sorted((s.top, s.top + s.height, s.name) for s in wide)
        for (_, bottom, name), (top, _, next_name) in pairwise(placed):
            assert bottom <= top + Pt(1), (name, next_name)


def test_sizes_are_for_reading(sheet):
    spans = Spans([Span("Call", 2024.0, 2026.0, LIGHT.mine, "until 2026")] * 12, 2021.0, 2029.0)
    dense = Grid([Head(f"Column {n}", share=1) for n in range(9)],
                 [[Cell(f"some words {n}", "and quieter ones") for n in range(9)]] * 30)  # fmt: skip
    sheets = [
        *(sheet(shown, "lv") for shown in SHOWN),
        plain(profile(40)),
        plain(spans),
        plain(dense),
    ]
    for slide in opened(*sheets).slides:
        assert min(read_sizes(slide)) >= 14


# --- charts ---


def test_a_ranking_is_a_bar_chart_of_the_sheets_numbers(sheet):
    found = sheet("ranking")
    (bars,) = found.exhibits
    (slide,) = opened(found).slides
    (plot,) = chart(slide).plots
    (series,) = plot.series
    assert list(series.values) == [bar.value for bar in bars.bars]
    assert [plot.categories[0], plot.categories[6]] == ["◆ Mazowieckie", "○ Riga"]
    riga = series.points[6]
    assert riga.data_label.text_frame.text == "6.9   Latvia, wider area"
    assert str(riga.format.fill.fore_color.rgb) == LIGHT.mine[1:]
    # The line of the median crosses where its value is: between 4.1 and 5.5.
    (line,) = [s for s in every(slide.shapes) if s.name == "median of 120 NUTS 2 areas 5.0"
               and s.shape_type == MSO_SHAPE_TYPE.LINE]  # fmt: skip
    space = chart(slide)._chartSpace
    inner = {n.tag.split("}")[1]: float(n.get("val")) for n in
             space.chart.plotArea.find(qn("c:layout"))[0] if n.get("val")[0].isdigit()}  # fmt: skip
    frame = next(s for s in every(slide.shapes) if s.has_chart)
    left, wide = frame.left + inner["x"] * frame.width, inner["w"] * frame.width
    axis = chart(slide).value_axis
    share = (5.0 - axis.minimum_scale) / (axis.maximum_scale - axis.minimum_scale)
    assert line.left == pytest.approx(left + share * wide, abs=Pt(0.5))


def test_a_chart_brings_its_numbers_as_a_workbook(sheet):
    (slide,) = opened(sheet("ranking")).slides
    book = openpyxl.load_workbook(
        io.BytesIO(chart(slide).part.chart_workbook.xlsx_part.blob)
    ).active
    assert [cell.value for cell in book[2]] == ["◆ Mazowieckie", 2.9]
    assert [cell.value for cell in book[8]] == ["○ Riga", 6.9]


def test_bars_without_a_value_and_below_zero_keep_their_words():
    up = Bar("Up", 3.2, "+3.2", LIGHT.mine, LIGHT.mine, "own area", strong=True)
    down = Bar("Down", -5.1, "−5.1", LIGHT.faint, LIGHT.text, "◆ computed", "computed")
    none = Bar("None", None, "not in our data", LIGHT.faint, LIGHT.text)
    (slide,) = opened(plain(Bars([up, down, none], "points", Level("median", -1.0, "−1.0")))).slides
    (series,) = chart(slide).plots[0].series
    assert series.values == (3.2, -5.1, None)
    assert list(chart(slide).plots[0].categories) == ["● Up", "◆ Down", "None"]
    assert "not in our data" in words(slide) and "median −1.0" in words(slide)
    axis = chart(slide).value_axis
    assert axis.minimum_scale < -5.1 and axis.maximum_scale > 3.2


def test_many_bars_stand_on_several_slides_of_one_scale():
    bars = [Bar(f"Country {n}", 1000 / n, str(n), LIGHT.mine, LIGHT.text) for n in range(1, 41)]
    slides = list(opened(plain(Bars(bars, "euro"))).slides)
    assert len(slides) > 1
    values = [v for slide in slides for v in chart(slide).plots[0].series[0].values]
    assert values == [bar.value for bar in bars]
    assert len({chart(slide).value_axis.maximum_scale for slide in slides}) == 1
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == f"Headline (1/{len(slides)})"


def test_a_trend_is_a_line_chart_that_breaks_where_the_series_does(sheet):
    found = sheet("trend")
    (trend,) = found.exhibits
    (slide,) = opened(found).slides
    (plot,) = chart(slide).plots
    years = [int(year) for year in plot.categories]
    assert years == list(range(2013, 2026))
    drawn = {series.name: dict(zip(years, series.values, strict=True)) for series in plot.series}
    riga = next(line for line in trend.lines if line.name == "Riga")
    before, broken, after = (dict(zip(p.years, p.values, strict=True)) for p in riga.pieces)
    assert {y: v for y, v in drawn["Riga 2013–2020"].items() if v is not None} == before
    assert {y: v for y, v in drawn["Riga 2020–2021"].items() if v is not None} == broken
    assert {y: v for y, v in drawn["Riga"].items() if v is not None} == after
    styles = {s.name: s.format.line.dash_style for s in plot.series}
    assert styles["Riga 2020–2021"] is not None and styles["Riga"] is None
    # Dotted is a break: the median, which has none, is dashed.
    assert styles["median of NUTS 2"] not in (None, styles["Riga 2020–2021"])
    widths = {s.name: s.format.line.width for s in plot.series}
    assert widths["Riga"] > widths["Haskovo"]
    assert "6.9  Riga" in words(slide) and "2021: break in the series" in words(slide)


def test_every_number_of_a_trend_is_in_its_chart(sheet):
    found = sheet("trend", "en", "peloponnese")
    (trend,) = found.exhibits
    (plot,) = chart(opened(found).slides[0]).plots
    years = [int(year) for year in plot.categories]
    drawn = {
        (series.name.split(" 20")[0], year, value)
        for series in plot.series
        for year, value in zip(years, series.values, strict=True)
        if value is not None
    }
    told = {
        (line.name, year, value)
        for line in trend.lines
        for piece in line.pieces
        for year, value in zip(piece.years, piece.values, strict=True)
    }
    assert drawn == told


def test_a_gap_stays_a_gap():
    line = Line("A", [Piece([2018, 2019], [1.0, 2.0]), Piece([2022, 2023], [3.0, 2.5])],
                (2023, 2.5), "2.5", LIGHT.mine, LIGHT.mine)  # fmt: skip
    lines = Lines([line], [(0, "0"), (2, "2"), (4, "4")], [2018, 2023], "%")
    found = chart(opened(plain(lines)).slides[0])
    (series,) = found.plots[0].series
    assert series.values == (1.0, 2.0, None, None, 3.0, 2.5)
    assert found._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val") == "gap"


def test_a_scatter_without_areas_to_compare_with_has_no_medians(data):
    view = CompareView("riga", "en", indicator="tourism_nights_per_km2", shown="scatter")
    found = build(view, data, look(data)).taken.sheet()
    (scatter,) = found.exhibits
    assert scatter.middle is None and not scatter.cloud
    (plot,) = chart(opened(found).slides[0]).plots
    assert not [series.name for series in plot.series if "median" in series.name]


def test_a_scatter_has_its_cloud_as_one_series_and_a_point_for_each_region(sheet):
    found = sheet("scatter")
    (scatter,) = found.exhibits
    (slide,) = opened(found).slides
    (plot,) = chart(slide).plots
    every_series = list(plot.series)
    beneath, (cloud, across, up, *dots) = every_series[1:6], [every_series[0], *every_series[6:]]
    hollow = dots[len(scatter.dots) :]
    dots = dots[: len(scatter.dots)]

    def points(series):
        xs = [float(node.text) for node in series._element.find(qn("c:xVal")).iter(qn("c:v"))]
        return list(zip(xs, series.values, strict=True))

    # An area is drawn once: those with a point of their own are not in the cloud.
    own = {(dot.x, dot.y) for dot in scatter.dots}
    assert points(cloud) == [at for at in scatter.cloud if at not in own]
    assert {x for x, _ in points(across)} == {scatter.middle[0]}
    assert {y for _, y in points(up)} == {scatter.middle[1]}
    told = {dot.name: (dot.x, dot.y) for dot in scatter.dots}
    assert {s.name[2:]: points(s)[0] for s in dots} == told
    labels = [s.points[0].data_label.text_frame.text for s in dots]
    assert sorted(labels) == sorted(told)
    # A hollow mark is a smaller one over it – over it in offices that draw the first series last as
    # well –, whose cells are those of the first; nothing lies over the chart that would not move.
    wider = [s for s in dots if s.name.startswith("○")]
    assert len(wider) == 5
    for marks in (hollow, beneath):
        assert [(s.name, points(s)) for s in marks] == [(s.name, points(s)) for s in wider]
        assert all(inner.marker.size < 11 <= outer.marker.size
                   for inner, outer in zip(marks, wider, strict=True))  # fmt: skip
    book = openpyxl.load_workbook(
        io.BytesIO(chart(slide).part.chart_workbook.xlsx_part.blob)
    ).active
    at = [cell.row + 1 for cell in book["B"] if cell.value == "○ Riga"]
    assert [book.cell(row, 2).value for row in at] == [6.9, f"=B{at[0]}", f"=B{at[0]}"]
    assert not [s for s in every(slide.shapes) if s.name in told]


@pytest.mark.parametrize("region", ["riga", "peloponnese"])
def test_no_name_of_a_scatter_covers_another_to_spare_the_cloud(sheet, region):
    series = list(chart(opened(sheet("scatter", "en", region)).slides[0]).plots[0].series)[8:17]
    sides = {s.name[2:]: s.points[0].data_label.position for s in series}
    # Both have a GDP of 121, and 2.9 and 3.7 % of unemployment.
    assert sides["Rhine-Neckar"] != sides["Mazowieckie"]


# --- tables, profiles, timelines, maps ---


def test_a_table_has_a_heading_and_every_cell(sheet):
    found = sheet("table")
    (grid,) = found.exhibits
    slides = list(opened(found).slides)
    head = [head.text for head in grid.heads]
    rows = []
    for slide in slides:
        first, *others = table(slide)
        assert first == head
        rows += others
    told = [["".join(((("●◆○"[("own", "computed", "wider").index(c.basis)] + " ") if c.basis else "")
             + c.text, f"  {c.small}" if c.small else "")) for c in row] for row in grid.rows]  # fmt: skip
    assert rows == told
    shape = next(s for s in slides[0].shapes if s.has_table)
    assert shape.table.first_row and shape._element.xpath(".//p:cNvPr")[0].get("descr")


def test_a_marked_row_a_fill_a_title_and_a_link_of_a_table():
    rows = [
        "Work",
        [Cell("a", link="https://example.org/a"), Cell("1", fill=LIGHT.mine, ink=LIGHT.ground)],
        [Cell("b", link="javascript:alert(1)"), Cell("2", strong=True)],
    ]
    grid = Grid([Head("Name"), Head("Number", "right")], rows, marked=[2], more="3 more")
    (slide,) = opened(plain(grid)).slides
    found = next(s for s in slide.shapes if s.has_table).table
    assert found.cell(1, 0).is_merge_origin and found.cell(1, 0).text == "Work"
    assert str(found.cell(2, 1).fill.fore_color.rgb) == LIGHT.mine[1:]
    assert str(found.cell(3, 0).fill.fore_color.rgb) == LIGHT.facet[1:]
    assert found.cell(3, 1).text_frame.paragraphs[0].runs[0].font.bold
    links = [found.cell(at, 0).text_frame.paragraphs[0].runs[0].hyperlink.address for at in (2, 3)]
    assert links == ["https://example.org/a", None]
    assert "3 more" in words(slide)


def test_a_long_table_goes_on_over_slides():
    rows = [[Cell(f"row {n}"), Cell(str(n))] for n in range(45)]
    grid = Grid([Head("Name"), Head("Number", "right")], rows, marked=[40], more="and 5 more")
    slides = list(opened(plain(grid)).slides)
    assert 1 < len(slides) <= 3
    found = [row for slide in slides for row in table(slide)[1:]]
    assert found == [[f"row {n}", str(n)] for n in range(45)]
    sizes = {tuple(sorted({run.get("sz") for run in shape._element.iter(qn("a:rPr"))}))
             for slide in slides for shape in slide.shapes if shape.has_table}  # fmt: skip
    assert sizes == {("1408", "1600")}  # all parts of one have one size, their headings too
    assert ["and 5 more" in words(slide) for slide in slides] == [False] * (len(slides) - 1) + [
        True
    ]
    for slide in slides:
        shape = next(s for s in slide.shapes if s.has_table)
        rule = next(s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.LINE)  # over the foot
        assert shape.top + sum(row.height for row in shape.table.rows) < rule.top


def test_of_a_table_that_is_too_long_the_rows_that_matter_stay_and_the_rest_is_told():
    rows = ["Work", *([Cell(f"row {n}"), Cell(str(n))] for n in range(1, 201)), "Health"]
    rows += [[Cell("last"), Cell("0")]]
    grid = Grid([Head("Name"), Head("Number", "right")], rows, kept=[202], beyond=10)
    slides = list(opened(plain(grid)).slides)
    found = [row[0] for slide in slides for row in table(slide)[1:]]
    shown = [name for name in found if name.startswith("row")]
    assert len(slides) == 3 and found[0] == "Work" and found[-2:] == ["Health", "last"]
    assert shown == [f"row {n}" for n in range(1, len(shown) + 1)]
    left = 200 - len(shown) + 10
    assert f"… and {left} more rows, not shown here." in words(slides[-1])


def test_what_stands_aside_goes_to_the_speakers_note_where_not_all_has_room():
    heads = [Head("Name"), Head("What it is", share=2), Head("Source", share=1, aside=True)]
    rows = [[Cell(f"Law {n}", "a long remark that few need to see"), Cell("says much " * 9),
             Cell("", f"Gazette {n}")] for n in range(24)]  # fmt: skip
    slides = list(opened(plain(Grid(heads, rows))).slides)
    assert [row for slide in slides for row in table(slide)[1:]] == [
        [f"Law {n}", "says much " * 9] for n in range(24)
    ]
    notes = [slide.notes_slide.notes_text_frame.text.split("\n") for slide in slides]
    assert [line for note in notes for line in note if line.startswith("Law")] == [
        f"Law {n} – a long remark that few need to see · Source: Gazette {n}" for n in range(24)
    ]
    assert "The rest stands in the notes of the slide and behind the link." in words(slides[-1])
    # All of it stays where it has room.
    (slide,) = opened(plain(Grid(heads, rows[:2]))).slides
    assert table(slide)[0] == ["Name", "What it is", "Source"]


def test_a_headline_of_one_slide_has_no_room_for_a_number():
    """«… tends to be lower» fits in a line, with «(1/2)» it would not."""
    found = replace(
        plain(Bars([], "%")),
        headline="Where GDP per head is higher, unemployment tends to be lower",
    )
    (slide,) = opened(found).slides
    assert slide.shapes.title.height < Pt(2 * 28)
    one, other = opened(replace(found, exhibits=[Maps(None), Lines([], [], [], "%")])).slides
    assert one.shapes.title.height == other.shapes.title.height > Pt(2 * 28)


def test_no_word_of_a_table_is_broken():
    """What a no-break space joins is one word; behind the hyphen of a name a line may end."""
    longest = native_tables._longest_word
    assert longest("◐\u00a0partly yes", 18.0) == width("◐\u00a0partly", 18.0)
    assert longest("Rhine-Neckar", 14.0) == width("Neckar", 14.0)
    assert longest("2013–2025", 14.0) == width("2013–2025", 14.0)
    heads = [Head("Topic", share=2.2), *(Head(f"Land {n}", "center", 1.0) for n in range(9))]
    rows = [[Cell("Law on work integration"), *[Cell("◐\u00a0partly", fill=LIGHT.mine)] * 9]] * 10
    for slide in opened(plain(Grid(heads, rows, filled=True))).slides:
        found = next(s for s in slide.shapes if s.has_table).table
        size = int(found.cell(1, 1)._tc.find(".//" + qn("a:rPr")).get("sz")) / 100
        assert all(
            column.width / 12700 >= width("◐\u00a0partly", size) + 10 for column in found.columns
        )


def test_quieter_words_that_stand_alone_are_the_link():
    """The sources of policy, funding and practices are told so."""
    grid = Grid([Head("A"), Head("B")],
                [[Cell("", "read", link="https://example.org/a"),
                  Cell("Name", "beside", link="https://example.org/b")]])  # fmt: skip
    (slide,) = opened(plain(grid)).slides
    (table,) = (shape.table for shape in slide.shapes if shape.has_table)
    runs = [cell.text_frame.paragraphs[0].runs for cell in list(table.rows)[-1].cells]
    told = [[(run.text.strip(), run.hyperlink.address) for run in of if run.text] for of in runs]
    assert told == [
        [("read", "https://example.org/a")],
        [("Name", "https://example.org/b"), ("beside", None)],
    ]


def test_a_long_link_breaks_between_its_words():
    grid = Grid([Head("Name")], [[Cell("Latvian Social Entrepreneurship Association", strong=True,
                                       link="https://example.org/a")]])  # fmt: skip
    (slide,) = opened(plain(grid)).slides
    cell = next(s for s in slide.shapes if s.has_table).table.cell(1, 0)
    runs = cell.text_frame.paragraphs[0].runs
    assert [run.text for run in runs if run.hyperlink.address] == [
        "Latvian", "Social", "Entrepreneurship", "Association",
    ]  # fmt: skip
    assert all(run.font.underline for run in runs)


def test_no_name_of_a_small_map_and_of_a_timeline_is_cut(sheet):
    for shown in ("map",):
        (maps,) = sheet(shown, "lv").exhibits
        said = words(opened(sheet(shown, "lv")).slides[1])
        assert {one.title for one in maps.small} <= set(said)
    long = "Support for social entrepreneurship in the rural parts of the region, second call"
    spans = Spans([Span(long, 2024.0, 2026.0, LIGHT.mine, "until 2026")], 2021.0, 2029.0)
    assert long in words(opened(plain(spans)).slides[0])


def test_a_heading_of_a_table_may_have_a_second_line():
    grid = Grid([Head("Riga", small="Latvia", ink=LIGHT.mine)], [[Cell("1", fill=LIGHT.mine)]],
                filled=True)  # fmt: skip
    (slide,) = opened(plain(grid)).slides
    cell = next(s for s in slide.shapes if s.has_table).table.cell(0, 0)
    assert cell.text == "Riga\nLatvia"
    assert str(cell.text_frame.paragraphs[0].runs[0].font.color.rgb) == LIGHT.mine[1:]


def test_a_part_lies_over_its_whole():
    bars = Bars([Bar("Money", 16.0, "16", LIGHT.mine, LIGHT.text, part=5.0),
                 Bar("Law", 12.0, "12", LIGHT.mine, LIGHT.text, part=0.0)],
                "statements", title="holds back", most=20.0, part_of="Latvia")  # fmt: skip
    (slide,) = opened(plain(bars, bars, beside=True)).slides
    one, other = (s for s in every(slide.shapes) if s.has_chart)
    (plot,) = one.chart.plots
    assert [list(series.values) for series in plot.series] == [[16.0, 12.0], [5.0, 0.0]]
    assert [series.name for series in plot.series] == ["statements", "statements: Latvia"]
    assert plot.overlap == 100 and list(plot.categories) == ["Money", "Law"]
    assert one.chart.value_axis.maximum_scale >= 20.0
    assert words(slide).count("holds back") == 2
    assert one.top == other.top and one.left + one.width < other.left


def test_what_is_long_to_say_has_a_slide_of_its_own():
    long = " ".join(f"word{n}" for n in range(200))
    source = "Source: " + ", ".join(f"table_{n}" for n in range(80))
    grid = Grid([Head("Name")], [[Cell("x")]])
    first, last = opened(plain(grid, notice=[long], source=source)).slides
    assert any(text.endswith(" …") and text.startswith("word0 ") for text in words(first))
    assert f"{long}\n{source}" in words(last) and not any(s.has_table for s in last.shapes)
    assert first.notes_slide.notes_text_frame.text == f"{long}\n{source}"


def profile(rows=3, **more):
    placed = [
        Placed(f"Measure {n}", "2025", "6.9 %", "wider", "5.0", "+1.9", "93rd of 120",
               position=0.25, other=0.5, tip=0.1, quarter="lowest", trend="↑ rising")
        for n in range(rows)
    ]  # fmt: skip
    none = Placed("Without", "2025", "", "own", "", "", "", none="not in our data")
    heads = ("Measure", "Value", "Median", "Difference", "Place", "Trend")
    bands = ("lowest quarter", "middle half", "best quarter")
    told = ["Work", *placed, none]
    return Profile(heads, bands, told, LIGHT.mine, other=LIGHT.compared[0], **more)


def test_a_profile_is_a_table_with_its_strips_over_it():
    (slide,) = opened(plain(profile())).slides
    head, title, first, *_, none = table(slide)
    assert head == ["Measure", "Value", "Median", "Difference", "", "Place", "Trend"]
    assert title[0] == "Work"
    assert first == ["Measure 0  2025", "○ 6.9 %", "5.0", "+1.9", "", "93rd of 120", "↑ rising"]
    assert none[:2] == ["Without  2025", "–"] and "not in our data" in none
    strips = [
        s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP and s.name == "Measure 0"
    ]
    (strip,) = strips
    mark = [s for s in strip.shapes if s.name == "Measure 0"][-1]
    middle = mark.left + mark.width / 2
    assert (middle - strip.left) / strip.width == pytest.approx(0.25, abs=0.005)
    # It lies in its row.
    frame = next(s for s in slide.shapes if s.has_table)
    tops = [frame.top + sum(r.height for r in list(frame.table.rows)[:n]) for n in (2, 3)]
    assert tops[0] - Pt(1) <= strip.top and strip.top + strip.height <= tops[1] + Pt(1)


def test_a_profile_that_is_long_is_told_in_brief():
    whole = profile(40)
    brief = replace(whole, brief=whole.rows[1:6], more="5 of 41")
    (slide,) = opened(plain(brief)).slides
    assert [row[0] for row in table(slide)[1:]] == [f"Measure {n}  2025" for n in range(5)]
    assert "5 of 41" in words(slide)
    slides = opened(plain(whole)).slides
    found = [row[0] for slide in slides for row in table(slide)[1:]]
    assert len(slides) > 1 and found[1:41] == [f"Measure {n}  2025" for n in range(40)]


def test_times_are_bars_on_an_axis_of_years():
    spans = Spans(
        ["Open", Span("Call", 2024.0, 2026.0, LIGHT.mine, "until 2026"),
         Span("Programme", 2021.0, 2029.0, LIGHT.compared[0], fades="end"),
         Span("Part", 2025.0, 2026.0, LIGHT.mine, nested=True, strong=False)],
        2021.0, 2029.0, (2026.8, "today"), "2 more",
    )  # fmt: skip
    (slide,) = opened(plain(spans)).slides
    said = words(slide)
    assert {"Open", "Call", "until 2026", "Programme", "today", "2 more", "2021", "2029"} <= set(
        said
    )
    named = {s.name: s for s in every(slide.shapes) if s.shape_type != MSO_SHAPE_TYPE.TEXT_BOX}
    call, whole = named["Call: until 2026"], named["Programme"]
    # Two of the eight years, and all of them.
    assert call.width / whole.width == pytest.approx(2 / 8, abs=0.002)
    assert "└ Part" in said and named["Part"].height < call.height
    stops = [(s.position, str(s.color.rgb)) for s in whole.fill.gradient_stops]
    # Sure until today, then less and less: 5.8 of the 8 years.
    colour = LIGHT.compared[0][1:]
    assert stops == [(0.0, colour), (pytest.approx(5.8 / 8, abs=1e-4), colour), (1.0, "FFFFFF")]


def test_a_map_is_an_outline_for_each_area(sheet):
    found = sheet("map")
    (maps,) = found.exhibits
    slides = list(opened(found).slides)
    shapes = {s.name: s for s in every(slides[0].shapes)
              if s.shape_type == MSO_SHAPE_TYPE.FREEFORM}  # fmt: skip
    latvia = shapes["LV00 Latvija"]
    fills = dict(next(one for one in maps.main.layers if one.layer == "nuts2").fills)
    assert str(latvia.fill.fore_color.rgb) == fills["LV00"][1:]
    assert sum(name[:2] in ("DE", "PL", "EL") for name in shapes) == sum(
        code[:2] in ("DE", "PL", "EL") for code in fills
    )
    # Nine places, numbered, and beside the map who they are, with their values.
    ovals = [s for s in every(slides[0].shapes) if s.name.isdigit() and s.text_frame.text == s.name]
    assert sorted(int(s.name) for s in ovals) == list(range(1, 10))
    assert {"7  Riga", "○ 6.9"} <= set(words(slides[0]))
    groups = [s for s in slides[1].shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]
    assert {small.title for small in maps.small} <= {group.name for group in groups}


def test_an_outline_stays_on_its_map(sheet):
    for slide in opened(sheet("map")).slides:
        for group in slide.shapes:
            if group.shape_type == MSO_SHAPE_TYPE.GROUP:
                for shape in group.shapes:
                    if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM:
                        assert shape.left >= group.left - Pt(0.2)
                        assert shape.left + shape.width <= group.left + group.width + Pt(0.2)
                        assert shape.top >= group.top - Pt(0.2)
                        assert shape.top + shape.height <= group.top + group.height + Pt(0.2)


def test_several_exhibits_share_a_slide_where_they_can_be_read():
    bars = Bars([Bar("A", 1.0, "1", LIGHT.mine, LIGHT.text)], "%")
    grid = Grid([Head("Name")], [[Cell("x")]])
    assert len(opened(plain(bars, grid)).slides) == 1
    assert len(opened(plain(bars, grid, Maps(None, ()), profile(20))).slides) > 2


def test_what_is_empty_is_a_slide_all_the_same():
    for exhibit in (Bars([], "%"), Grid([], []), Grid([Head("A")], []), Maps(None), Lines([], [], [], "%"),
                    Spans([], 2020, 2024)):  # fmt: skip
        assert len(opened(plain(exhibit)).slides) == 1
    assert len(opened(plain()).slides) == 1 and len(opened().slides) == 0


# --- hostile words ---


def test_hostile_words_are_words():
    hostile = "=cmd|'/c calc'!A1 \x0b\x00<&>\"' \ud800 {=1} _x0041_"
    told = "=cmd|'/c calc'!A1 <&>\"'  {=1} _x0041_"
    bars = Bars([Bar(hostile, 1.0, hostile, LIGHT.mine, LIGHT.text, hostile)], hostile)
    grid = Grid([Head(hostile)], [[Cell(hostile, hostile)], hostile], more=hostile)
    sheet = Sheet("lv", hostile, hostile, [bars, grid], hostile, [Key(hostile, "own")], [hostile],
                  hostile, "javascript:alert(1)")  # fmt: skip
    file = deck([sheet], [hostile])
    slides = list(Presentation(io.BytesIO(file)).slides)
    assert slides[0].shapes.title.text_frame.text.startswith(told)
    assert not [name for name in slides[0].part.rels.values() if name.is_external]
    found = next(chart(slide) for slide in slides if any(s.has_chart for s in every(slide.shapes)))
    book = openpyxl.load_workbook(io.BytesIO(found.part.chart_workbook.xlsx_part.blob)).active
    assert (book["A2"].value, book["A2"].data_type) == (f"● {told}", "s")
    assert (book["B1"].value, book["B1"].data_type) == (told, "s")


# --- an office opens it ---


def test_an_office_opens_every_kind(sheet, tmp_path):
    kinds = [sheet(shown, "lv") for shown in SHOWN]
    spans = Spans([Span("Call", 2024.0, 2026.0, LIGHT.mine, "until 2026")], 2021.0, 2029.0)
    sheets = [*kinds, plain(profile()), plain(spans)]
    file = tmp_path / "deck.pptx"
    file.write_bytes(deck(sheets))
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    subprocess.run(
        ["pdftoppm", "-r", "48", "-png", tmp_path / "deck.pdf", tmp_path / "page"], check=True
    )
    pages = sorted(tmp_path.glob("page-*.png"))
    expected = len(opened(*sheets).slides)
    assert len(pages) == expected >= len(sheets)
    for page in pages:
        picture = Image.open(page).convert("L")
        assert picture.width == pytest.approx(640, abs=1) and picture.height == 360
        # Something is drawn beneath what is measured and above the foot.
        middle = picture.crop((20, 62, 620, 270))
        assert sum(middle.histogram()[:200]) > 500, page.name


def test_words_that_leave_no_room_for_a_map_fail_no_deck():
    step = Step("compare?view=map", "x" * 200, "y" * 600)
    long = slides.sheet(step, {"region": "riga", "lang": "lv"}, "https://example.org/")
    assert len(opened(long).slides) >= 1
