"""Pictures that stand alone: what is drawn is what the page says."""

from __future__ import annotations

import io
import pickle
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from looks import look
from matplotlib.figure import Figure
from PIL import Image
from pptx import Presentation

from pages.compare.build import build
from pages.compare.views import SHOWN, TOLD, CompareView
from secon_data.package import SHIPPED, Package
from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import brief, charts, jobs, letters, map_drawing, sheets, slides, typeset
from secon_ui.taking.exhibit import Bar, Bars, Grid, Lines, Map, Maps, Scatter
from secon_ui.text.basis_marks import basis_html
from secon_ui.text.markup import html
from secon_ui.text.spoken import paragraphs, sentence

ADDRESS = "https://example.org/compare?region=riga&lang=lv"


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


@pytest.fixture
def sheet(data):
    def made(shown, language="en", region="riga", indicator="unemployment_rate_15_74"):
        view = CompareView(region, language, indicator=indicator, shown=shown)
        return build(view, data, look(data, language)).taken.sheet()

    return made


def test_the_ranking_on_paper_has_the_pages_values_and_what_they_stand_for(sheet):
    (bars,) = sheet("ranking").exhibits
    assert isinstance(bars, Bars) and len(bars.bars) == 9
    mine = next(bar for bar in bars.bars if bar.strong)
    # Latvia's rate of 2025 stands for Riga, the 7th best of nine.
    assert bars.bars.index(mine) == 6
    assert (mine.name, mine.value, mine.told, mine.basis) == ("Riga", 6.9, "6.9", "wider")
    assert mine.beneath == "○ Latvia, wider area"
    assert (bars.level.value, bars.level.name) == (5.0, "median of 120 NUTS 2 areas")


@pytest.mark.parametrize("width", [470, 1170])
def test_what_is_told_at_a_mark_stays_readable_where_the_median_runs_through_it(sheet, width):
    (bars,) = sheet("ranking", indicator="arope").exhibits
    drawn = charts.figure(bars, width, 480)
    (axes,) = drawn.axes
    told = [words for words in axes.texts if words.get_text() in {bar.told for bar in bars.bars}]
    assert len(told) == 9
    for words in told:
        (around,) = words.get_path_effects()
        assert around._gc["foreground"] == LIGHT.ground


@pytest.mark.parametrize(("shape", "margin"), [("slide", 68), ("phone", 32)])
def test_a_word_longer_than_a_line_breaks(sheet, shape, margin):
    long = replace(sheet("ranking"), headline="Nebeidzamaisvārds" * 11)
    drawn = jobs.picture(long, shape, "png", lambda *_: None)
    picture = Image.open(io.BytesIO(drawn)).convert("L")
    right = picture.crop((picture.width - margin + 4, 0, picture.width, picture.height // 3))
    assert right.getextrema()[0] > 200  # nothing is set beside the margin


def test_the_trend_on_paper_breaks_where_the_series_does(sheet):
    (lines,) = sheet("trend").exhibits
    assert isinstance(lines, Lines)
    riga = next(line for line in lines.lines if line.name == "Riga")
    dotted = [piece.years for piece in riga.pieces if piece.dotted]
    assert dotted == [[2020, 2021]] and riga.end == (2025, 6.9) and riga.told == "6.9"
    assert lines.broken == [(2021, "2021: break in the series")]


def test_the_scatter_on_paper_has_all_regions_over_the_cloud(sheet):
    (scatter,) = sheet("scatter").exhibits
    assert isinstance(scatter, Scatter)
    assert {dot.name for dot in scatter.dots if dot.strong} == {"Riga"} and len(
        scatter.cloud
    ) == 120


def test_the_map_on_paper_fills_the_area_that_the_value_stands_for(sheet):
    (found,) = sheet("map").exhibits
    assert isinstance(found, Maps) and len(found.small) == 9 and len(found.main.spots) == 9
    riga = next(small for small in found.small if "Riga" in small.title)
    assert (riga.title, riga.told) == ("7  Riga", "○ 6.9")
    fills = dict(riga.layers[1].fills)
    # Latvia is one NUTS 2 region; 6.9 lies between 5.1 and 7.7.
    assert fills["LV00"] == "#A0C1EA"


def test_the_table_on_paper_has_a_row_a_region_and_what_is_measured_against(sheet):
    (grid,) = sheet("table").exhibits
    assert isinstance(grid, Grid) and len(grid.rows) == 10 and grid.marked == [6]
    assert [cell.text for cell in grid.rows[6]] == [
        "7", "Riga", "6.9", "+1.9", "wider area", "Latvia", "2025", "–",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        (shape, shown)
        for shape, page in typeset.SHAPES.items()
        for shown in (SHOWN if page.code else TOLD)
    ],
)
def test_every_view_is_a_picture_of_its_size(sheet, shown, shape):
    found = replace(sheet(shown, "lv"), address=ADDRESS)
    picture = Image.open(io.BytesIO(typeset.picture(pickle.loads(pickle.dumps(found)), shape)))
    page = typeset.SHAPES[shape]
    assert picture.size == (page.width * page.pixels, page.height * page.pixels)
    # Something is drawn in the middle, and nothing touches the edge.
    box = Image.eval(picture.convert("L"), lambda shade: 255 - shade).getbbox()
    edge = 0.7 * page.margin * page.pixels
    assert box[0] >= edge and box[2] <= picture.size[0] - edge
    assert box[3] <= picture.size[1] - edge / 2


def test_a_picture_as_svg_needs_nothing_beside_it(sheet):
    found = typeset.picture(replace(sheet("ranking"), address=ADDRESS), format="svg")
    tree = ElementTree.fromstring(found)
    assert not [node for node in tree.iter() if node.tag.endswith("}text")]
    links = [value for node in tree.iter() for key, value in node.items() if key.endswith("href")]
    assert all(link.startswith(("#", "data:")) for link in links)


def test_the_same_view_gives_the_same_bytes(sheet):
    assert typeset.picture(sheet("ranking")) == typeset.picture(sheet("ranking"))


def test_hostile_words_are_drawn_as_words():
    hostile = '#import "x" $a$ <script> \\ & "quoted" _b_ *c* @d'
    bars = Bars([Bar(hostile, 1.0, hostile, "#003399", "#003399", hostile)], hostile)
    drawing = charts.svg(bars, 900, 300)
    assert ElementTree.fromstring(drawing).tag.endswith("svg")


def test_a_table_is_not_drawn():
    with pytest.raises(ValueError, match="set, not drawn"):
        charts.svg(Grid([], []), 100, 100)


def test_a_projection_keeps_areas_and_the_middle():
    projection = map_drawing.Projection((20.0, 55.0, 28.0, 59.0), 400, 300)
    import numpy as np

    ((x, y),) = projection(np.array([[24.0, 57.0]]))
    assert x == pytest.approx(200, abs=1e-6) and y == pytest.approx(150, abs=3)
    # A square of a degree at 58° is as much smaller than one at 56° as the sphere says.
    areas = []
    for south in (55.5, 57.5):
        ring = projection(
            np.array([(23.5, south), (24.5, south), (24.5, south + 1), (23.5, south + 1)])
        )
        x, y = ring.T
        areas.append(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)
    sphere = (np.sin(np.radians(58.5)) - np.sin(np.radians(57.5))) / (
        np.sin(np.radians(56.5)) - np.sin(np.radians(55.5))
    )
    assert areas[1] / areas[0] == pytest.approx(sphere, rel=1e-3)


def test_html_is_told_in_words():
    told = html("<div>a {}<b>b</b></div><p>c &amp; d<br>e</p>", basis_html("wider"))
    assert paragraphs(told) == ("a ○b", "c & d", "e")
    assert sentence(html("6.9 %{}", basis_html("own"))) == "6.9 % ●"
    assert paragraphs("<b>") == ("<b>",) and paragraphs("") == ()


def test_a_picture_is_drawn_beside_the_server(sheet):
    found = jobs.PICTURES.submit(jobs.picture, sheet("ranking"), "wide", "png").result(60)
    assert found == typeset.picture(sheet("ranking"))


def test_a_map_of_the_continent_shows_no_more_than_there_is():
    def box(width, height, frame):
        figure = Figure(figsize=(10, 10), dpi=72)
        map_drawing.draw(figure, Map(frame, []), (0, 0, width, height), letters.text_width)
        return [round(share * 720, 3) for share in figure.axes[0].get_position().bounds]

    europe, riga = (-10.5, 35.0, 31.0, 59.0), (22.0, 56.0, 26.0, 58.0)
    # 700 × 200: no wider than 290, in the middle; 200 × 700: no higher than 230, at the top.
    assert box(700, 200, europe) == [205, 0, 290, 200]
    assert box(200, 700, europe) == [0, 470, 200, 230]
    assert box(700, 200, riga) == [0, 0, 700, 200]


def test_a_long_name_is_told_in_two_lines_before_it_is_cut():
    told = "Disposable household income per inhabitant"
    room = letters.text_width("Disposable household income", 15) + 5
    assert letters.wrapped(told, 15, room) == ["Disposable household income", "per inhabitant"]
    assert letters.wrapped(told, 15, room, 1)[0].endswith("…")
    assert letters.wrapped("Riga", 15, room) == ["Riga"]


def test_what_is_said_around_a_figure_takes_its_room(sheet):
    found = sheet("ranking")

    def high(sheet):
        """Points that the ranking has, and those of the drawing that is made for them."""
        said, parts = typeset.set_out(sheet, "wide")
        drawn = ElementTree.fromstring(parts["figure-0.svg"]).get("height")
        return said["tracks"][0], float(drawn.removesuffix("pt")) * 1.2

    room, drawn = high(found)
    assert drawn == pytest.approx(room, abs=1)  # it fills it: nothing is made smaller
    # Two paragraphs more take two lines of 17 points: letters of 11 or so, and 8.5 between them.
    less, drawn = high(replace(found, notice=[*found.notice, "A", "B"]))
    assert room - less == pytest.approx(2 * (11.2 + 8.5), abs=2)
    assert drawn == pytest.approx(less, abs=1)
    # However much is said, a third is left.
    assert high(replace(found, notice=["word " * 2000]))[0] == 300


def test_no_name_of_a_small_map_is_cut_in_a_square_picture():
    named = [Map((20, 55, 28, 58), [], title=f"{n}  Oliveira de Azeméis", told="○ 6.3")
             for n in range(9)]  # fmt: skip
    figure = charts.Figure(figsize=(907 / 72, 600 / 72), dpi=72)
    charts._maps(figure, Maps(Map((-10, 35, 31, 58), []), named), 907, 600)
    told = [text.get_text() for text in figure.texts]
    assert sorted(told) == sorted([*(one.title for one in named), *["○ 6.3"] * 9])


def test_a_slide_has_whole_sentences_and_says_that_there_are_more(sheet):
    page = typeset.SHAPES["slide"]
    long = ["This is a sentence of the notice that takes half a line."] * 40
    found = brief.briefly(replace(sheet("ranking"), notice=long), page)
    (notice,) = found.notice
    assert notice.endswith("takes half a line. …")
    assert 2 <= notice.count("half a line.") <= 4
    short = replace(sheet("ranking"), notice=["One.", "Two."], source="A source.")
    kept = brief.briefly(short, page)
    assert (kept.notice, kept.source) == (["One. Two."], "A source.")
    # A picture to take away has all of it.
    assert brief.briefly(short, typeset.SHAPES["wide"]) == short


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Funding for social enterprises: 18, of which 7", "Funding for social enterprises: 18"),
        ("In the best quarter, in the lowest", "In the best quarter, in the lowest"),
        ("Līdz 2029. gada 31. decembrim", "Līdz 2029. gada 31. decembrim"),
        (
            "Of these, 13 of 27 indicators have a value",
            "Of these, 13 of 27 indicators have a value",
        ),
        ("Thick: a programme;", "Thick: a programme"),
    ],
)
def test_a_sentence_that_is_cut_ends_in_no_number_of_something_unsaid(told, kept):
    assert brief._clause(told.split()) == kept


def test_a_sentence_may_begin_with_a_number_but_no_day_is_one():
    told = "Of a wider area (BG422). 13 are placed. 2 are not, until 31. 12. 2026. gada 1. maijs."
    assert brief._SENTENCES.split(told)[:3] == [
        "Of a wider area (BG422).", "13 are placed.", "2 are not, until 31. 12. 2026.",
    ]  # fmt: skip


def test_a_long_notice_is_measured_word_by_word(sheet, monkeypatch):
    asked = []
    width = letters.text_width
    monkeypatch.setattr(
        letters, "text_width", lambda text, *a, **k: asked.append(text) or width(text, *a, **k)
    )
    words = " ".join(f"word{n % 7}" for n in range(400))
    brief.briefly(replace(sheet("ranking"), notice=[words]), typeset.SHAPES["slide"])
    assert max(len(text.split()) for text in asked) == 1


@pytest.mark.parametrize("shape", ["wide", "square"])
def test_a_drawing_is_whole_pixels_wide_and_high(sheet, monkeypatch, shape):
    """Else Typst leaves out a row of pixels, which may be that on which letters stand."""
    picture = typeset.picture(sheet("trend"), shape, "svg").decode()
    first = picture[picture.index("<image") :]
    sides = [re.search(rf'\b{side}="([\d.]+)"', first)[1] for side in ("width", "height")]
    assert all(float(side).is_integer() and float(side) > 300 for side in sides), sides


@pytest.mark.parametrize(("shown", "mapped"), [("map", True), ("trend", False)])
def test_a_map_says_whose_outlines_it_shows(sheet, shown, mapped):
    told = "CC BY 4.0 · Robežas © EuroGeographics, © UN-FAO, © Turkstat" if mapped else "CC BY 4.0"
    assert sheets.rights(sheet(shown, "lv")) == told
    deck = Presentation(io.BytesIO(slides.deck([sheet(shown, "lv")])))
    words = [s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame]
    assert any(text.endswith(f"SECON · {told}") for text in words)


def test_a_legend_says_once_what_a_sign_means(sheet):
    found = sheet("trend")
    assert "dotted: break in the series" in [key.words for key in found.keys]
    assert "dotted" not in found.measured and "lower is better" in found.measured


def test_the_continent_of_a_square_map_reaches_down_as_far_as_the_small_ones(sheet):
    (maps,) = sheet("map").exhibits
    figure = Figure(figsize=(907 / 72, 640 / 72), dpi=72)
    charts._maps(figure, maps, 907, 640)
    first, *others = [axes.get_position() for axes in figure.axes]
    assert first.height > 0.9 and len(others) == 9
    assert min(place.y0 for place in others) < 0.1 and first.y1 > 0.99
