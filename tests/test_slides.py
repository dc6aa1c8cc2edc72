"""Every page's views as slides, for every region and in every language: no letter is too small to
be read from afar, none is cut, none stands over another or outside the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from urllib.parse import parse_qsl

import pypdfium2
import pytest
from matplotlib.artist import Artist
from matplotlib.axis import Axis
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Annotation, Text
from pypdfium2 import raw

from secon_data.package import SHIPPED, Package
from secon_ui.drawing.theme import LIGHT
from secon_ui.shell import opened
from secon_ui.shell.menu import PAGES
from secon_ui.show import stories
from secon_ui.taking import brief, charts, letters, table_columns, typeset
from secon_ui.taking.exhibit import Cell, Exhibit, Grid, Head, Maps
from secon_ui.text.words import Words, languages

REGIONS = [
    "peloponnese", "rhein-neckar", "flemish-brabant", "harghita", "mazowieckie",
    "oliveira-de-azemeis", "riga", "extremadura", "haskovo",
]  # fmt: skip
# Every day: every region in one language, and two regions in every other one; on a phone these
# alone. Thoroughly: every region in every language in both shapes.
TWO = ("riga", "haskovo")
EVERY = [
    (language, region, shape)
    for language in languages()
    for region in REGIONS
    for shape in ("slide", "phone")
]
# Of a slide of 960 × 540 points at 1280 × 720 pixels: 24 pixels are 18 points, 18 are 13.5. On a
# phone a point is a pixel.
LEAST = {"slide": (18.0, 13.5), "phone": (13.0, 12.0)}
# Views in which something else than usual is to be drawn: values below zero, no areas to compare
# with, other regions picked.
CHOSEN = [
    "compare?ind=net_migration_rate&view=ranking&with=harghita~riga~extremadura",
    "compare?ind=natural_change_rate_mean_2015_2024&view=ranking",
    "compare?ind=tourism_nights_per_km2&view=scatter",
    "compare?ind=arope&view=trend&with=harghita~riga~extremadura",
    "region?theme=all&with=riga&against=eu",
]
Box = tuple[float, float, float, float]  # left, bottom, right, top


@cache
def links(region: str, language: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every step that a page or a shipped story shows: the page and the query of its view."""
    package, whose = Package(SHIPPED), {"region": region, "lang": language}
    every = [link for page in PAGES for link in opened.steps(page.slug, whose, language)]
    for story in stories.titles(package, Words(language)):
        every += [step.link for step in stories.steps(package, story, Words(language))[1]]
    every += CHOSEN if region == "haskovo" else []
    found = {}
    for link in every:
        slug, _, query = link.partition("?")
        one = opened.opened(slug, {**whose, **dict(parse_qsl(query))}, language)
        assert one.query, link
        found[slug, one.query] = (slug, tuple(parse_qsl(one.query)))
    return tuple(found.values())


def without_shapes(exhibit: Exhibit) -> Exhibit:
    """A map without its areas: they take long and hold no words."""
    if not isinstance(exhibit, Maps):
        return exhibit
    main = None if exhibit.main is None else replace(exhibit.main, layers=())
    return replace(exhibit, main=main, small=[replace(m, layers=()) for m in exhibit.small])


def texts(exhibit: Exhibit, width: int, height: int) -> Iterator[tuple[str, float, Box]]:
    """The words of a drawing, their size and where they stand."""
    drawn = charts.figure(without_shapes(exhibit), width, height)
    renderer = RendererSVG(width, height, io.StringIO())  # it measures without hinting
    for one in artists(drawn):
        if not isinstance(one, Text):
            continue
        if not one.get_text().strip() or not one.get_visible():
            continue
        if isinstance(one, Annotation):
            one.update_positions(renderer)
        box = Text.get_window_extent(one, renderer)
        yield one.get_text(), one.get_fontsize(), (box.x0, box.y0, box.x1, box.y1)


def artists(of: Artist) -> Iterator[Artist]:
    """All that a drawing is made of, but for the ticks of axes that are switched off: they would be
    made only now, which takes as long as everything else."""
    for one in of.get_children():
        if isinstance(one, Axis) and not of.axison:
            continue
        yield one
        yield from artists(one)


def meet(one: Box, other: Box, slack: float) -> bool:
    """Whether two boxes cover each other by more than so much."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > slack
        and min(one[3], other[3]) - max(one[1], other[1]) > slack
    )


def set_letters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, Box]]:
    text = page.get_textpage()
    for at in range(text.count_chars()):
        told = text.get_text_range(at, 1)
        if not told.strip():
            continue
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text.raw, at, matrix)
        grown = (matrix.a**2 + matrix.b**2) ** 0.5
        yield told, raw.FPDFText_GetFontSize(text.raw, at) * grown, text.get_charbox(at)


def faults(sheet, shape, monkeypatch) -> list[str]:
    """What is wrong with a slide."""
    page, told = typeset.SHAPES[shape], []
    least, of_source = LEAST[shape]
    drawings: list[tuple[Exhibit, int, int]] = []

    def kept(exhibit, width, height, *, letters):
        drawings.append((exhibit, width, height))
        size = f'width="{width}" height="{height}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}></svg>'.encode()

    with monkeypatch.context() as patch:
        patch.setattr(charts, "svg", kept)
        said, parts = typeset.set_out(sheet, shape)
    pdf = pypdfium2.PdfDocument(typeset.compiled("picture.typ", said, parts, "pdf"))
    if len(pdf) != 1:
        told.append(f"{len(pdf)} pages")
    wide, high = pdf[0].get_size()
    boxes = []
    for one, size, (left, bottom, right, top) in set_letters(pdf[0]):
        if size < of_source - 0.05:
            told.append(f"«{one}» is {size:.1f} points")
        elif size < least - 0.05:
            boxes.append(bottom)
        if left < 0 or bottom < 0 or right > wide or top > high:
            told.append(f"«{one}» is outside the page")
    if boxes and max(boxes) > (0.2 if shape == "phone" else 0.16) * high:
        told.append("small letters above the source")
    told += over_another(pdf[0])
    # A drawing is as large as its place: its letters are as they were measured.
    for (exhibit, across, up), track in zip(drawings, tracks(said, page), strict=True):
        if across * page.larger > track[0] + 1.5 or up * page.larger > track[1] + 1.5:
            told.append(f"a drawing of {across} × {up} in a place of {track}")
        words = list(texts(exhibit, across, up))
        for text, size, box in words:
            if size * page.larger < least - 0.05:
                told.append(f"«{text}» is {size * page.larger:.1f} points")
            if text.endswith("…"):
                told.append(f"«{text}» is cut")
            if box[0] < -1 or box[1] < -1 or box[2] > across + 1 or box[3] > up + 1:
                told.append(f"«{text}» is outside its drawing: {box} of {across} × {up}")
        for (one, _, a), (other, _, b) in combinations(words, 2):
            if meet(a, b, 2.5):
                told.append(f"«{one}» and «{other}» cover each other")
    return told


def tracks(said, page) -> list[tuple[float, float]]:
    """How wide and high the place of each drawing is."""
    wide = page.width - 2 * page.margin
    high = typeset.room(said, {})
    across = said["beside"] and page.width > page.height
    return [
        (track, high) if across else (wide, track)
        for one, track in zip(said["exhibits"], said["tracks"], strict=True)
        if "file" in one
    ]


def over_another(page: pypdfium2.PdfPage) -> list[str]:
    """Words of a page that cover others."""
    text = page.get_textpage()
    rows: list[tuple[str, Box]] = []
    for at in range(text.count_rects()):
        box = text.get_rect(at)
        rows.append((text.get_text_bounded(*box).strip(), box))
    return [
        f"«{one}» and «{other}» cover each other"
        for (one, a), (other, b) in combinations(rows, 2)
        if one and other and meet(a, b, 3)
    ]


def pytest_generate_tests(metafunc):
    if metafunc.function is not test_every_slide_can_be_read:
        return
    thorough = metafunc.config.getoption("--hypothesis-profile") == "thorough"
    asked = [
        (language, region, shape)
        for language, region, shape in EVERY
        if thorough or region in TWO or (language, shape) == ("en", "slide")
    ]
    metafunc.parametrize(("language", "region", "shape"), asked)


def test_every_slide_can_be_read(language, region, shape, monkeypatch):
    wrong = []
    for slug, query in links(region, language):
        sheet = opened.opened(slug, dict(query), language).sheet()
        found = faults(sheet, shape, monkeypatch)
        wrong += [f"{slug} {dict(query).get('view', '')}: {one}" for one in found]
    assert not wrong, "\n".join(wrong)


def drawn(slug, region="riga", language="en", **query):
    """What a slide shows of a view."""
    asked = {"region": region, "lang": language, **query}
    sheet = opened.opened(slug, asked, language).sheet()
    return brief.briefly(sheet, typeset.SHAPES["slide"])


def test_a_trend_of_one_year_is_no_slide():
    whose = {"region": "riga", "lang": "en"}

    def views(indicator):
        steps = opened.steps("compare", {**whose, "ind": indicator}, "en")
        return [dict(parse_qsl(step.partition("?")[2])).get("view", "map") for step in steps]

    # Of the rate of young people without work the data hold 2025 alone.
    assert views("youth_unemployment_rate_15_29") == ["map", "ranking", "scatter"]
    assert views("unemployment_rate_15_74") == ["map", "ranking", "trend", "scatter"]


def test_a_view_that_shows_nothing_is_no_slide():
    # Poland has all that others have; of loans of its own there is none with a date for Latvia.
    def views(slug, **query):
        steps = opened.steps(slug, {"lang": "en", **query}, "en")
        return [dict(parse_qsl(step.partition("?")[2])).get("view") for step in steps]

    assert views("policy", region="mazowieckie") == [None, "factors"]
    assert views("policy", region="riga") == [None, "lacking", "factors"]
    assert "timeline" in views("funding", region="riga")
    assert "timeline" not in views("funding", region="riga", kind="loan", country="mine")


def test_the_words_for_the_middle_half_stand_beneath_the_last_row():
    (bars,) = drawn("compare", view="ranking").exhibits
    places = {text: box for text, _, box in texts(bars, 637, 190)}
    words = next(box for text, box in places.items() if text.startswith("middle half"))
    assert words[3] <= places["Extremadura"][1] + 1  # its top is under the last name


def test_what_others_have_is_told_by_who_has_it():
    (table,) = drawn("policy", view="lacking").exhibits
    assert [head.text for head in table.heads] == ["Topic", "Latvia", "Who has it"]
    law = next(row for row in table.rows if row[0].text == "Law on work integration")
    assert law[1].text.endswith("partly")
    assert law[2].text == "Poland, Spain, Belgium, Romania and Germany"
    # Every topic has a row, none is of my own country.
    assert len(table.rows) == 3


def test_kinds_of_money_are_told_by_who_has_them():
    (table,) = drawn("funding", view="lacking").exhibits
    loan = table.rows[0]
    assert [cell.text for cell in loan] == [
        "Loan", "not in our list", "Belgium, Poland, Portugal and Bulgaria",
    ]  # fmt: skip


def test_a_profile_on_a_slide_has_whole_names_from_the_best_to_the_lowest(monkeypatch):
    kept = []
    monkeypatch.setattr(charts, "svg", lambda *one, letters: kept.append(one) or b"<svg/>")
    sheet = opened.opened("region", {"region": "riga", "lang": "en"}, "en").sheet()
    typeset.set_out(sheet, "slide")
    ((profile, width, height),) = kept
    assert len(profile.rows) >= 6 and profile.rows[0].short.startswith("Gender employment gap")
    words = [" ".join(text.split()) for text, _, _ in texts(profile, width, height)]
    assert {row.short for row in profile.rows} <= set(words)


def test_regions_on_a_map_are_listed_beside_it_with_what_they_have():
    (maps,) = drawn("compare", view="map").exhibits
    words = [text for text, _, _ in texts(maps, 637, 200)]
    assert words.count("7  Riga") == 1 and words.count("○ 6.9") == 1
    assert sum(text[:1].isdigit() and "  " in text for text in words) == 9


@pytest.mark.parametrize("view", ["map", "ranking", "trend", "scatter"])
def test_at_most_three_series_are_looked_at(view):
    picked = {"with": "harghita~mazowieckie~haskovo", "view": view}
    (found,) = drawn("compare", **picked).exhibits
    parts = {"map": "main", "ranking": "bars", "trend": "lines", "scatter": "dots"}
    of_all = getattr(found, parts[view])
    marks = {one.colour for one in getattr(of_all, "spots", of_all)}
    # Mine in blue and two others: of the third colour nothing is drawn.
    assert {LIGHT.mine, *LIGHT.compared[:2]} <= marks and LIGHT.compared[2] not in marks
    (whole,) = opened.opened(
        "compare", {"region": "riga", "lang": "en", **picked}, "en"
    ).sheet().exhibits  # fmt: skip
    of_all = getattr(whole, parts[view])
    assert LIGHT.compared[2] in {one.colour for one in getattr(of_all, "spots", of_all)}


def test_no_word_of_a_table_is_wider_than_its_column():
    long = "Comitat-Valenciana-Comitat-Valenciana"  # of 18 points: more than 300
    grid = Grid([Head("Name", share=1), Head("A", share=9), Head("B", share=9)],
                [[Cell(long), Cell("1"), Cell("2")]])  # fmt: skip
    found, sizes = table_columns.fitted(grid, 500, 18, Words("en"))
    need = letters.text_width(long, 18)
    assert [grown for grown, _ in sizes] == [1.0, 1.1, 1.2, 1.3]  # at 1.4 it would not fit
    for grown, widths in sizes:
        assert sum(widths) == pytest.approx(500, abs=0.5) and widths[0] > need * grown
    assert len(found.heads) == 3
    # Columns that have no room even so are left out, and counted.
    narrow, _ = table_columns.fitted(grid, need + 40, 18, Words("en"))
    assert len(narrow.heads) == 2 and narrow.more == "… and 1 more column, not shown here."
