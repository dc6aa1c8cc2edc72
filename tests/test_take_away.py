"""«Take away»: what the menu offers, and that its files hold what the screen shows."""

from __future__ import annotations

import io
import os
import signal
from datetime import date

import openpyxl
import pandas as pd
import pytest
from dying import dies
from looks import look
from PIL import Image
from pptx import Presentation
from shown import LINK, App

from pages.compare.build import build
from pages.compare.views import CompareView
from secon_data.intake import IntakeError
from secon_data.package import SHIPPED, Package
from secon_ui.processes.runner import StoppedError
from secon_ui.shell import export_menu
from secon_ui.shell.menu import PAGES, spec
from secon_ui.taking import citing, columns, jobs, workbook
from secon_ui.taking.around import about, defined
from secon_ui.taking.workbook import About

HOSTILE = ["=1+1", "+49 6221", "@SUM(A1)", "-5", "https://example.org", "{=A1}", "\x0bx", "𝔘 < & >"]


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


def opened(kind=None, **query):
    """Compare with the dialog open. AppTest knows no fragments: what was chosen in it is there
    before it opens."""
    app = App().open(spec("compare"), **{**LINK, **query})
    if kind:
        app.at.session_state["compare_take_kind"] = kind
    app.at.button(key="compare_take").click().run()
    assert not app.failed
    return app


def labels(app):
    return [button.label for button in app.at.get("download_button")]


def test_the_menu_begins_with_the_picture_as_it_will_be():
    app = opened(view="ranking")
    assert len(app.at.get("image")) == 1
    assert labels(app) == ["Picture (PNG)", "To enlarge (SVG)"]


def test_a_page_says_nothing_of_what_can_be_taken_before_it_is_asked():
    app = App().open(spec("compare"), **LINK)
    assert app.at.get("download_button") == [] and app.at.get("image") == []


def test_table_link_and_citation_follow():
    app = opened("table", view="ranking")
    assert labels(app) == ["Table (XLSX), with definitions and sources", "Table (CSV)"]
    assert any("9 rows" in caption.value for caption in app.at.caption)
    told = opened("link", view="ranking").at.code[0].value
    assert (
        told.startswith("http://127.0.0.1:8501/compare?region=riga&lang=en")
        and "view=ranking" in told
    )
    assert "rev=" in told and "year=2025" in told and "ind=unemployment_rate_15_74" in told
    cited = opened("citation", view="ranking").at.code[0].value
    assert "https://doi.org/10.2908/LFST_R_LFU3RT" in cited and cited.endswith(told)


@pytest.mark.parametrize(
    ("view", "named"),
    [
        ("two", "left=LV&right=BE"),
        ("matrix", "cell=LV-specific_law"),
        ("factors", "bar=support-enabling"),
    ],
)
def test_a_link_to_policy_names_what_is_opened(view, named):
    # Of Latvia's statements most, three, say that support helps.
    app = App().open(spec("policy"), **LINK | {"region": "riga"}, view=view)
    app.at.session_state["policy_take_kind"] = "link"
    app.at.button(key="policy_take").click().run()
    assert all(set(named.split("&")) < set(one.value.split("&")) for one in app.at.code)
    assert len(app.at.code) == 2 and "rev=" in app.at.code[0].value


def test_the_slide_comes_with_what_its_indicator_measures(data):
    assert labels(opened("slide", view="ranking")) == ["Slides (PPTX)"]
    taken = build(CompareView("riga", "en", shown="scatter"), data, look(data)).taken
    note = defined(taken.table(), data, look(data).t)
    # Two indicators, a line each, in the order of the catalogue.
    assert [line.split(":")[0] for line in note.split("\n")] == [
        "GDP per inhabitant, EU = 100", "Unemployment rate",
    ]  # fmt: skip
    file = jobs.PICTURES.submit(jobs.slides, [taken.sheet()], [note]).result(60)
    (slide,) = Presentation(io.BytesIO(file)).slides
    assert slide.notes_slide.notes_text_frame.text.startswith(note)


KILLED = "What makes it was ended meanwhile."
OFFERED = {  # what is left where the process that makes it ends in the midst of it
    "picture": [],
    "table": ["Table (CSV)"],
    "slide": [],
}


@pytest.mark.parametrize("kind", OFFERED)
def test_an_export_whose_process_is_killed_is_told_and_the_next_one_is_whole(monkeypatch, kind):
    with monkeypatch.context() as broken:
        submit = jobs.PICTURES.submit
        broken.setattr(jobs.PICTURES, "submit", lambda make, *asked: submit(dies, make, *asked))
        app = opened(kind, view="ranking", year="2017")
        (told,) = [error.value for error in app.at.error]
        assert told.startswith("This could not be made.") and KILLED in told
        assert labels(app) == OFFERED[kind] and app.at.get("image") == []
    app = opened(kind, view="ranking", year="2017")
    assert app.at.error == [] and len(labels(app)) > len(OFFERED[kind])


def test_a_process_that_was_killed_before_is_not_noticed():
    first = opened(view="ranking")
    for pid in jobs.PICTURES.pids:
        os.kill(pid, signal.SIGKILL)
    again = opened(view="trend")
    assert first.at.error == again.at.error == [] and len(again.at.get("image")) == 1


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (StoppedError("", "time"), "It took too long and was stopped."),
        (TimeoutError(), "It took too long and was stopped."),
        (StoppedError("", "memory"), "The server had too little memory for it."),
        (IntakeError("too-much-memory"), "The server had too little memory for it."),
        (ValueError(), "Whoever runs the server finds the reason in its log."),
    ],
)
def test_an_export_that_fails_says_why(monkeypatch, error, why):
    def stopped(*_):
        raise error

    monkeypatch.setattr(export_menu, "waited", stopped)
    (told,) = [found.value for found in opened("slide", view="map", year="2018").at.error]
    assert why in told


def test_what_cannot_be_drawn_is_told_and_the_table_stays(monkeypatch):
    def stopped(*_):
        raise StoppedError("gone", "memory")

    monkeypatch.setattr(export_menu, "waited", stopped)
    app = opened(view="trend", year="2019")
    assert "could not be made" in app.at.error[0].value and app.at.get("image") == []
    monkeypatch.undo()
    assert len(labels(opened("table", view="trend", year="2019"))) == 2


def test_the_workbook_holds_the_screens_numbers_as_numbers(data):
    t = look(data, "lv").t
    shown = build(CompareView("riga", "lv", shown="ranking"), data, look(data, "lv"))
    table, sheet = shown.taken.table(), shown.taken.sheet()
    found = workbook.xlsx(table, about(table, sheet, shown.taken.cited, data, t, "https://e.org"))
    book = openpyxl.load_workbook(io.BytesIO(found))
    assert book.sheetnames == ["Tabula", "Definīcijas", "Avoti"]
    page = book.worksheets[0]
    assert page["A1"].value == sheet.headline and "6,9\u00a0%" in sheet.headline
    first = next(row[0].row for row in page.iter_rows() if row[0].value == "region_id")
    names = [cell.value for cell in page[first]]
    titles = [cell.value for cell in page[first - 1]]
    assert titles[names.index("value")] == "Vērtība" and titles[names.index("flag")] == "Atzīme"
    rows = {row[0]: dict(zip(names, row, strict=True))
            for row in page.iter_rows(min_row=first + 1, values_only=True)}  # fmt: skip
    # Latvia's rate of 2025; the median of 120 areas is 5.0.
    riga = rows["riga"]
    assert (riga["value"], riga["year"], riga["basis"]) == (6.9, 2025, "wider")
    assert riga["diff_spread"] == 1.9 and riga["areas"] == "LV00"
    definitions = [cell.value for cell in book.worksheets[1][2]]
    assert "unemployment_rate_15_74" in definitions and "lfst_r_lfu3rt" in definitions
    assert "https://doi.org/10.2908/LFST_R_LFU3RT" in definitions
    sources = [row[0].value for row in book.worksheets[2].iter_rows()]
    assert any("CC BY 4.0" in line for line in sources if line) and "https://e.org" in sources


def test_no_text_of_a_workbook_is_a_formula_and_none_is_lost():
    table = pd.DataFrame({"text": [*HOSTILE, "long " * 10_000], "n": range(len(HOSTILE) + 1)})
    plain = About(["=A1", "x"], {"text": "=Title"}, None, ["=S"], ("T", "D", "S"), "(cut)", "=L")
    book = openpyxl.load_workbook(io.BytesIO(workbook.xlsx(table, plain)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    column = [row[0].value for row in book.worksheets[0].iter_rows(min_row=7)]
    assert column[:6] == HOSTILE[:6] and column[7] == HOSTILE[7]
    assert column[-1].endswith("… (cut)") and len(column[-1]) <= workbook.LONGEST


def test_the_same_table_gives_the_same_workbook(data):
    shown = build(CompareView("riga", "en"), data, look(data))
    table = shown.taken.table()
    around = about(table, None, shown.taken.cited, data, look(data).t, "")
    assert workbook.xlsx(table, around) == workbook.xlsx(table, around)


def test_more_rows_than_a_sheet_holds_are_refused():
    plain = About(["x"], {}, None, [], ("T", "D", "S"), "")
    with pytest.raises(ValueError, match="more than a sheet holds"):
        workbook.xlsx(pd.DataFrame({"n": range(workbook.SHEET)}), plain)


def test_every_column_that_is_worked_out_is_called_in_words(data):
    t = look(data, "lv").t
    shown = build(CompareView("riga", "lv"), data, look(data, "lv"))
    titles = columns.titles(shown.taken.table().columns, data, t)
    assert [name for name, title in titles.items() if title == name] == []


def test_a_picture_of_the_menu_is_a_picture(data):
    sheet = build(CompareView("riga", "en", shown="trend"), data, look(data)).taken.sheet()
    found = export_menu.waited(export_menu.jobs.picture, sheet, "square", "png")
    assert Image.open(io.BytesIO(found)).size == (1200, 1200)


@pytest.mark.parametrize("page", [p.slug for p in PAGES if p.slug != "desk"])
def test_every_page_can_be_cited_in_three_formats(page):
    app = App().open(spec(page), **LINK)
    app.at.session_state[f"{page}_take_kind"] = "citation"
    app.at.button(key=f"{page}_take").click().run()
    assert not app.failed and not app.at.error
    assert labels(app)[-3:] == ["BibTeX", "RIS", "CSL-JSON"]
    assert "http://127.0.0.1:8501/" in app.at.code[0].value


def test_a_citation_for_a_reference_manager_holds_value_table_and_link(data):
    taken = build(CompareView("riga", "en", shown="ranking"), data, look(data)).taken
    found = taken.figures().at("https://example.org/compare?rev=1", date(2026, 11, 28))
    told = citing.bibtex(found)
    assert "6.9" in told and "LFST_R_LFU3RT" in told and "rev=1" in told


def test_the_table_of_a_trend_is_the_whole_series(data):
    shown = build(CompareView("riga", "en", shown="trend"), data, look(data))
    table = shown.taken.table()
    riga = table[table["region_id"] == "riga"].set_index("year")
    # Latvia's rate: 7.6 in 2021, where the series breaks by a flag; 6.5 in 2023, 6.9 in 2024 and 2025.
    assert riga["value"].loc[[2021, 2023, 2024, 2025]].tolist() == [7.6, 6.5, 6.9, 6.9]
    assert "b" in riga.loc[2021, "flag"] and set(riga["basis"]) == {"wider"}
    (sheet,) = shown.taken.sheet().exhibits
    drawn = {line.name: {y for piece in line.pieces for y in piece.years} for line in sheet.lines}
    assert {name: set(rows["year"]) for name, rows in table.groupby("region")} == drawn


def test_the_table_of_a_scatter_has_both_indicators_and_the_cloud(data):
    shown = build(CompareView("riga", "en", shown="scatter"), data, look(data))
    table = shown.taken.table()
    cloud = table[table["region_id"].isna()]
    (sheet,) = shown.taken.sheet().exhibits
    assert len(cloud) == 2 * 120 and len(table) == 2 * (9 + 120)
    pairs = cloud.pivot(index="areas", columns="indicator_id", values="value")
    both = pairs[["gdp_pc_pps_eu100", "unemployment_rate_15_74"]].itertuples(index=False, name=None)
    assert sorted(both) == sorted(sheet.cloud)


def test_the_table_of_a_ranking_names_extract_and_revision(data):
    table = build(CompareView("riga", "en", shown="ranking"), data, look(data)).taken.table()
    assert table["place"].tolist() == list(range(1, 10))
    assert table["extract"].notna().all() and table["revision"].str.startswith("version").all()


@pytest.mark.parametrize("shown", ["map", "ranking"])
def test_all_areas_of_the_level_are_a_second_table(data, shown):
    taken = build(CompareView("riga", "lv", shown=shown), data, look(data, "lv")).taken
    assert taken.areas.words == ("Deviņi reģioni", "Visas NUTS 2 teritorijas (120)")
    table = taken.areas.table()
    # 120 NUTS 2 areas have a rate of 2025: the lowest is Bucharest's, the highest Melilla's.
    assert len(table) == 120 and table["value"].is_monotonic_increasing
    first, last = table.iloc[0], table.iloc[-1]
    assert first[["area_id", "country_code", "value"]].tolist() == ["RO32", "RO", 1.8]
    assert last[["area_id", "area_name", "value", "flag"]].tolist() == [
        "ES64", "Ciudad de Melilla", 24.9, "d",
    ]  # fmt: skip
    riga = table.set_index("area_id").loc["LV00"]
    assert riga[["value", "year", "level", "edition"]].tolist() == [6.9, 2025, 2, 2024]
    assert riga["source"] == "Eurostat, lfst_r_lfu3rt; calculations by SECON"
    assert riga[["extract", "extracted_on"]].tolist() == ["unemployment_rate_15_74-1", "2026-08-14"]
    assert table["revision"].str.startswith("version").all()
    titles = columns.titles(table.columns, data, look(data, "lv").t)
    assert [name for name, title in titles.items() if title == name] == []


@pytest.mark.parametrize("shown", ["trend", "scatter", "table"])
def test_a_view_without_a_spread_has_one_table(data, shown):
    assert build(CompareView("riga", "en", shown=shown), data, look(data)).taken.areas is None


def test_the_dialog_gives_the_table_that_is_asked_for():
    app = opened("table", view="ranking")
    choice = app.at.radio(key="compare_take_table")
    assert choice.options == ["The nine regions", "All areas of NUTS 2 (120)"]
    choice.set_value("areas")
    app.at.session_state["compare_take_table"] = "areas"
    app.at.button(key="compare_take").click().run()
    assert not app.failed and not app.at.error
    assert any("120 rows" in caption.value for caption in app.at.caption)
    assert labels(app) == ["Table (XLSX), with definitions and sources", "Table (CSV)"]
    assert not opened("table", view="trend").at.radio
