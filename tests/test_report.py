"""The report of a region: what it holds, that it is whole, accessible, and says what the pages say."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from functools import cache

import outloud
import pptx
import pypdfium2
import pytest
from dying import dies
from looks import look
from shown import LINK, ROOT, App
from test_decks import every

from pages.region import build as region_page
from pages.region.views import RegionView
from pages.report import contents, job
from secon_data import standing
from secon_data.cli import beside, main
from secon_data.package import SHIPPED, Package
from secon_ui.shell.menu import spec
from secon_ui.taking import charts, jobs, profile_drawing, typeset
from secon_ui.taking.exhibit import Cell, Grid, Head, Lines, Placed
from secon_ui.taking.report import pdf
from secon_ui.taking.report import pptx as slides
from secon_ui.taking.slides import deck as make_deck
from secon_ui.text.words import Words

BASE = "https://example.org/secon"


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


@cache
def report_of(data, region, language):
    return contents.report(region, data, look(data, language), BASE)


@cache
def pdf_of(data, region, language):
    return pdf(report_of(data, region, language))


@pytest.fixture(scope="module")
def riga(data):
    return report_of(data, "riga", "lv")


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    return [page.get_textpage().get_text_bounded() for page in document]


def section(report, title):
    return next(part for part in report.sections if part.title == title)


def test_the_weak_points_have_their_trends_and_who_does_better(data):
    report = contents.report("riga", data, look(data), BASE)
    weak = section(report, "Weaknesses, and what else is worse than the median")
    assert len(weak.sheets) == 4 and weak.halves
    # Life expectancy: 75.6 years, Latvia's, the 117th of 122.
    assert weak.sheets[0].headline.startswith(
        "Life expectancy at birth: 75.6\u00a0years ○ Latvia, 6th from the bottom"
    )
    (lines,) = weak.sheets[0].exhibits
    assert isinstance(lines, Lines)
    assert [line.name for line in lines.lines if line.name] == ["Riga", "median of NUTS 2"]
    first = section(report, "Who does better").sheets[0]
    (grid,) = first.exhibits
    assert isinstance(grid, Grid)
    # Flemish Brabant's 84.0 is the best of the nine.
    assert [cell.text for cell in grid.rows[0][:3]] == ["Flemish Brabant", "84.0", "own area"]
    assert len(grid.rows) == contents.BETTER


def test_a_chapter_says_how_many_are_strengths_or_weaknesses(data):
    """Haskovo's unemployment alone is in the best quarter; nothing of Rhine-Neckar's in the
    lowest."""
    haskovo = contents.report("haskovo", data, look(data), BASE)
    better = "Strengths, and what else is better than the median"
    assert section(haskovo, better).told == [
        "1 of these 3 is in the best quarter; the rest is better than the median."
    ]
    rhine = contents.report("rhein-neckar", data, look(data), BASE)
    # What is in no end quarter is no weakness, in the chapter's name either.
    assert "Weaknesses" not in [part.title for part in rhine.sections]
    assert section(rhine, "Worse than the median").told == [
        "None of them is in the lowest quarter; all are worse than the median."
    ]


def test_a_link_in_a_report_leads_to_the_page_of_the_region(riga):
    assert riga.address == f"{BASE}/region?region=riga&lang=lv"


# What the checker doubts and is so: headlines are whole sentences; a trend's words are mostly numbers;
# the white lines between a matrix's colours are no second table.
DOUBTED = {"HDG-011", "FIG-012", "TBL-014"}


@pytest.mark.parametrize(
    ("region", "language"), [("riga", "lv"), ("peloponnese", "en"), ("haskovo", "en")]
)
def test_a_report_is_an_accessible_pdf_in_its_language(data, tmp_path, region, language):
    # Typst refuses to write PDF/UA-1 where a picture lacks its words or a heading its level.
    content = pdf_of(data, region, language)
    (tmp_path / "report.pdf").write_bytes(content)
    checked = outloud.check(str(tmp_path / "report.pdf"))
    assert not checked.error and checked.errors == 0, checked.findings
    assert {finding.rule for finding in checked.findings} <= DOUBTED
    assert not [row for row in checked.criteria["pdfua1"] if row["status"] == "fail"]
    assert content.startswith(b"%PDF-1.7") and b"pdfuaid" in content
    document = pypdfium2.PdfDocument(content)
    assert document.is_tagged() and f"/Lang({language})".encode() in content
    pages = text_of(content)
    assert any("Co-funded by the European Union" in page for page in pages)


def test_words_of_a_drawing_are_text_in_a_report_and_outlines_in_a_picture(data):
    """The profile is a drawing; its column «Vērtība» can be searched for in the report. An arrow
    stands in no letter of the typeface: it and its words are outlines, else another typeface would
    set them all."""
    (drawn,) = section(report_of(data, "riga", "lv"), "Profils").sheets[0].exhibits
    (profile,) = (page for page in text_of(pdf_of(data, "riga", "lv")) if "zemākā ¼" in page)
    assert "pirms 2020. gada cits izvilkums" in profile and "samazinās" not in profile
    height = charts.natural_height(drawn, 1020)
    assert b"samazin" not in charts.svg(drawn, 1020, height, letters=True)
    assert b"<text" in charts.svg(drawn, 1020, height, letters=True)
    assert b"<text" not in charts.svg(drawn, 1020, height)


def test_the_same_data_give_the_same_report(data, riga):
    again = contents.report("riga", data, look(data, "lv"), BASE)
    assert again is not riga and pdf_of(data, "riga", "lv") == pdf(again)


def numbers(exhibit):
    """The values that a chart is drawn of, and the words of those that are printed beside it."""
    if isinstance(exhibit, Lines):
        values = [v for line in exhibit.lines for piece in line.pieces for v in piece.values]
        return values, [line.told for line in exhibit.lines if line.told]
    return [bar.value for bar in exhibit.bars if bar.value is not None], []


@pytest.mark.parametrize(("region", "language"), [("riga", "lv"), ("haskovo", "en")])
def test_a_report_has_the_numbers_of_the_screen(data, region, language):
    """Read again by others: the text of the PDF, the charts and tables of the slides."""
    made = report_of(data, region, language)
    screen = look(data, language)
    shown = region_page.build(RegionView(region, language), data, screen).taken.table()
    t = screen.t
    indicators = data.table("indicators").set_index("indicator_id")["decimals"]
    mine = shown[shown["region_id"] == region].dropna(subset=["value"])
    told = [
        t.number(v, int(indicators[i]))
        for i, v in zip(mine["indicator_id"], mine["value"], strict=True)
    ]
    assert len(told) >= 15
    # The profile of the report: each value as on the screen, in its order.
    (profile,) = made.sections[0].sheets[0].exhibits
    assert [row.value for row in profile.rows if isinstance(row, Placed) and not row.none] == told
    # Cover and weak points, read out of the PDF.
    text = " ".join(" ".join(text_of(pdf_of(data, region, language))).split())
    for sheet in (*made.sections[2].sheets, *made.sections[3].sheets):
        assert " ".join(plain(sheet.headline).split()) in plain(text)
    for sheet in made.cover:
        for grid in sheet.exhibits:
            if isinstance(grid, Grid):
                assert all(plain(row[1].text) in plain(text) for row in grid.rows)
    # The charts of the slides hold the series that Compare shows.
    deck = pptx.Presentation(io.BytesIO(slides(made)))
    charts = [one.chart for slide in deck.slides for one in every(slide.shapes) if one.has_chart]
    drawn = [
        one for part in made.sections if part.halves for s in part.sheets for one in s.exhibits
    ]
    assert len(charts) == len(drawn) >= 6
    for chart, exhibit in zip(charts, drawn, strict=True):
        values = [v for series in chart.plots[0].series for v in series.values if v is not None]
        assert sorted(values) == sorted(numbers(exhibit)[0])
    for row, sheet in zip(*weak_points(made, data, screen, region), strict=True):
        (exhibit,) = sheet.exhibits
        assert row["value"] in numbers(exhibit)[0]


def weak_points(made, data, screen, region):
    """The rows of the weak points on the screen, and their sheets in a report."""
    rows = [row for row in standing.standing(data).to_dict("records") if row["region_id"] == region]
    by_name = {
        screen.t.data(n): i
        for i, n in data.table("indicators")[["indicator_id", "name"]].itertuples(index=False)
    }
    weak = made.sections[2].sheets
    ids = [by_name[sheet.headline.split(": ")[0]] for sheet in weak]
    found = {row["indicator_id"]: row for row in rows}
    return [found[i] for i in ids], weak


@pytest.mark.parametrize("region", ["riga", "haskovo", "peloponnese"])
def test_no_number_of_a_profile_is_cut_on_slides(data, region):
    sheet = region_page.build(RegionView(region, "lv"), data, look(data, "lv")).taken.sheet()
    (profile,) = sheet.exhibits
    for address in ("", BASE):
        made = pptx.Presentation(io.BytesIO(make_deck([replace(sheet, address=address)])))
        tables = [one.table for slide in made.slides for one in slide.shapes if one.has_table]
        cells = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
        assert not [text for row in cells for text in row if "…" in text]
        told = [row[1].split(" ")[-1] for row in cells if len(row[0]) > 1 and row[1] != "Vērtība"]
        assert told == [row.value for row in profile.brief]
        assert len(tables) <= 3 and min(len(table.rows) for table in tables) > 3


def test_who_does_better_is_one_table_on_slides(data, riga):
    part = section(riga, "Kam veicas labāk")
    sheet, peers = part.slides
    assert peers == part.sheets[-1]
    assert sheet.headline in [one.headline for one in riga.slides]
    (grid,) = sheet.exhibits
    # 75.6 is the lowest of the nine.
    assert grid.rows[0] == (
        "Jaundzimušo paredzamais mūža ilgums · Rīga: 75,6\u00a0gadi ○, 2023 · "
        "labāk veicas 8 no deviņiem"
    )
    # The same regions and numbers as in the tables of the PDF, one after another.
    told = [[cell.text for cell in row] for row in grid.rows if not isinstance(row, str)]
    of_pdf = [row for one in part.sheets[:-1] for row in one.exhibits[0].rows]
    assert [row[0] for row in told] == [row[0].text for row in of_pdf]
    assert all(row[1].startswith(other[1].text) for row, other in zip(told, of_pdf, strict=True))


def plain(text):
    """Letters and digits alone: a PDF has its own spaces and marks."""
    return "".join(letter for letter in text if letter.isalnum())


def test_no_name_of_a_profile_is_cut_in_a_report(riga):
    (profile,) = riga.sections[0].sheets[0].exhibits
    width = 1020
    height = charts.natural_height(profile, width)
    figure = charts.Figure(figsize=(width / 72, height / 72), dpi=72)
    profile_drawing.draw(figure, profile, width, height)
    told = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert len(told) > 100 and not [text for text in told if "…" in text]


def test_the_asterisk_of_a_place_is_explained(riga):
    (sheet,) = riga.sections[0].sheets
    assert any(row.place.endswith("*") for row in sheet.exhibits[0].rows if isinstance(row, Placed))
    assert any(told.startswith("* ") for told in sheet.notice)


def test_a_column_of_nothing_is_left_out(riga):
    """No practice of those who do better than Riga answers life expectancy."""
    (grid,) = section(riga, "Kam veicas labāk").sheets[0].exhibits
    assert len(grid.heads) == len(grid.rows[0]) == 3


def test_who_does_better_is_counted_and_each_value_has_its_year(data):
    """Haskovo is the last of nine in GDP per head: «Flemish Brabant, Mazowieckie and Rhine-Neckar do
    better» sounded like three. Riga's physicians are those of 2019, theirs of 2021."""
    haskovo = report_of(data, "haskovo", "en")
    first = section(haskovo, "Who does better").sheets[0]
    assert first.headline == (
        "GDP per inhabitant, EU = 100: 8 of the nine do better, above all Flemish Brabant, "
        "Mazowieckie and Rhine-Neckar"
    )
    assert plain(first.measured).startswith("Haskovo41EU1002023Grossdomestic")
    riga = report_of(data, "riga", "en")
    told = [plain(sheet.measured) for sheet in section(riga, "Who does better").sheets]
    assert any(one.startswith("Riga327per1000002019Practising") for one in told)


def test_what_stands_over_a_table_stays_with_it(data):
    """Riga's regions like it begin on a new page with their heading."""
    pages = text_of(pdf_of(data, "riga", "lv"))
    (at,) = [at for at, page in enumerate(pages) if "no līdzīgākajiem reģioniem" in page]
    assert "Yugozapaden" in pages[at]


def test_the_shell_writes_a_report_or_says_why_not(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["report", "riga", "--language", "lv"]) == 0
    assert (tmp_path / "secon-riga-lv.pdf").read_bytes().startswith(b"%PDF")
    assert main(["report", "rigaa"]) == 2 and "Did you mean «riga»?" in capsys.readouterr().err
    assert main(["report", "riga", "--output", str(tmp_path / "no" / "x.pdf")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["secon-riga-lv.pdf"]


def test_the_package_alone_has_no_report(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(beside, "APP", "pages/none.py")
    assert beside.parts() == []


def test_the_other_commands_load_nothing_that_draws():
    code = (
        "import sys; from secon_data.cli import main; main(['value', 'riga', 'arope']);"
        "assert not {'matplotlib', 'typst', 'pages.report.contents'} & set(sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_page_offers_the_report_and_says_when_it_cannot_be_made(monkeypatch):
    app = App().open(spec("region"), **LINK)

    def broken(*_, **__):
        raise RuntimeError("no")

    monkeypatch.setattr(job, "made", broken)
    monkeypatch.setattr("secon_ui.taking.jobs.PICTURES.submit", broken)
    app.at.button(key="region_report").click().run()
    assert not app.failed and "could not be made" in app.at.error[0].value


@pytest.mark.parametrize("killed", [1, 2])
def test_a_report_whose_process_is_killed_is_told_and_the_next_one_is_whole(monkeypatch, killed):
    """While the PDF is drawn, or the slides."""
    app, asked = App().open(spec("region"), **LINK | {"region": "harghita"}), []
    with monkeypatch.context() as broken:
        submit = jobs.PICTURES.submit

        def fails(make, *what):
            asked.append(make)
            return submit(dies, make, *what) if len(asked) == killed else submit(make, *what)

        broken.setattr(jobs.PICTURES, "submit", fails)
        broken.setattr("secon_ui.data.made", lambda _, make: make())
        app.at.button(key="region_report").click().run(timeout=120)
        (told,) = [error.value for error in app.at.error]
        assert told.startswith("The report could not be made. What makes it was ended meanwhile.")
        assert len(app.at.get("download_button")) == killed - 1
    app.at.button(key="region_report").click().run(timeout=120)
    assert app.at.error == [] and len(app.at.get("download_button")) == 2


def test_the_page_gives_the_report(data):
    app = App().open(spec("region"), **LINK)
    app.at.button(key="region_report").click().run(timeout=120)
    assert not app.failed and app.at.error == []
    assert [b.label for b in app.at.get("download_button")] == ["Report (PDF)", "Slides (PPTX)"]


def test_the_slides_say_what_the_report_says(riga):
    shown = pptx.Presentation(io.BytesIO(slides(riga)))
    titles = [slide.shapes.title.text_frame.text for slide in shown.slides]
    assert titles[0].startswith("Sociālā ekonomika: Rīga")
    weak = section(riga, "Vājās puses un kas vēl ir sliktāks par mediānu").sheets[0].headline
    assert any(title.startswith(weak) for title in titles)
    assert all(slide.has_notes_slide for slide in shown.slides)


def test_a_long_table_keeps_its_first_rows_and_says_how_many_there_are_more():
    rows = [[Cell(str(n))] for n in range(5)]
    grid = Grid([Head("a")], ["over", *rows[:3], "then", *rows[3:]], marked=[2, 5], kept=[5, 1])
    cut = typeset.shortened(grid, 2, Words("en"))
    assert cut.rows == ["over", rows[0], "then", rows[3]] and cut.marked == [3]
    assert cut.more == "… and 3 more rows, not shown here."
    assert typeset.shortened(grid, 5, Words("en")) is grid


@pytest.mark.parametrize("region", ["oliveira-de-azemeis", "riga", "haskovo"])
def test_what_others_have_names_another_country_under_each_topic(data, region):
    """Portugal has six topics partly: six rows of Portugal stood there, «and 29 more rows»."""
    made = contents.report(region, data, look(data), BASE)
    *_, others = section(made, "Policy").sheets
    (grid,) = others.exhibits
    mine = {"oliveira-de-azemeis": "Portugal", "riga": "Latvia", "haskovo": "Bulgaria"}[region]
    topics: list[list[str]] = []
    for row in grid.rows:
        if isinstance(row, str):
            topics.append([])
        else:
            topics[-1].append(row[0].text)
    assert all(rows[0] == mine and len(rows) >= 2 and mine not in rows[1:] for rows in topics)
    if region == "oliveira-de-azemeis":
        assert len(topics) == 6 and sum(map(len, topics)) == 12


def test_who_is_as_good_as_the_third_is_named_with_it(data):
    """Employment of 78.2 % in Oliveira and in Riga: Riga was left out of those above all."""
    made = contents.report("extremadura", data, look(data), BASE)
    (found,) = (
        sheet
        for sheet in section(made, "Who does better").sheets
        if sheet.headline.startswith("Employment rate, ages 20–64: ")
    )
    assert found.headline.endswith(
        "do better, above all Mazowieckie, Rhine-Neckar, Oliveira de Azeméis and Riga"
    )
    (grid,) = found.exhibits
    assert [row[1].text for row in grid.rows] == ["83.5", "82.1", "78.2", "78.2"]


def test_a_trend_in_a_report_says_where_its_median_is_of_another_level(data):
    """«12th best of 232 NUTS 3 areas» stood above a figure whose median is of NUTS 2."""
    sheets = [
        sheet
        for part in report_of(data, "oliveira-de-azemeis", "en").sections
        for sheet in part.sheets
        if sheet.headline.startswith("Enterprise birth rate") and "232 NUTS 3" in sheet.headline
    ]
    (sheet,) = sheets
    assert "The figure’s median and classes are of NUTS 2" in " ".join(sheet.notice)
