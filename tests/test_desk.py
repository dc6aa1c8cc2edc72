"""The data desk: from a sent file to a published revision, and back."""

from __future__ import annotations

import pickle
import re
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from babel.messages.pofile import read_po
from eurostat_writers import sdmx_csv, tsv
from shown import LINK, App
from stores import made

from pages.desk import cards, desk_state, preview, sheet, steps, understood, wording, work
from pages.desk.desk_state import RUNNER
from pages.desk.states import choose, published
from secon_data import audit, changes, intake, proposal, workbooks
from secon_data.checking import check, integrity
from secon_data.intake import provenance
from secon_data.package import SHIPPED, Package
from secon_data.problems import Problem
from secon_data.publishing import DanglingError
from secon_data.store import Store, Upload
from secon_ui import data
from secon_ui.processes.runner import Job, Runner
from secon_ui.server import access
from secon_ui.shell import documents
from secon_ui.shell.menu import PAGES, ROOT
from secon_ui.text.words import Words

CASES = Path(__file__).parent / "cases"
DESK = next(page for page in PAGES if page.slug == "desk")
T = Words("en")
# Latvia's unemployment rate in observations.csv: 6.9 in 2022 and 2024, 6.5 in 2023.
RATE = "unemployment_rate_15_74"
HEAD = "Teritorija;Rādītājs;Gads;Vērtība"
GOOD = [HEAD, f"LV00;{RATE};2024;7,1", "LV00;Bezdarba līmenis;2023;6,6"]


def file(*lines: str) -> bytes:
    """As a Latvian spreadsheet saves it: semicolons, decimal commas, cp1257."""
    return "\r\n".join(lines).encode("cp1257")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "store"))
    data.look_again()
    yield made(tmp_path / "store")
    data.look_again()


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(SHIPPED)


class AtOnce(Runner):
    """Does the work itself and at once, on copies as the process beside the server gets them; that
    process has its own tests (test_desk_runner.py)."""

    def warm(self) -> None:
        pass

    def submit(self, function, *arguments, owner=""):
        function, arguments = pickle.loads(pickle.dumps((function, arguments)))
        job = Job(self, function, arguments)
        try:
            found = function(*arguments, told=lambda stage: None)
            job.future.set_result(pickle.loads(pickle.dumps(found)))
        except Exception as error:
            job.future.set_exception(pickle.loads(pickle.dumps(error)))
        return job


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (desk_state, choose):
        monkeypatch.setattr(module, "RUNNER", AtOnce())


class Desk(App):
    """A session at the desk."""

    def send(self, name: str, content: bytes) -> Desk:
        self.at.file_uploader[0].upload(name, content, "text/csv")
        return self.run()

    def run(self) -> Desk:
        self.at.run()
        assert self.failed == ""
        return self

    def press(self, key: str) -> Desk:
        self.at.button(key=key).click()
        return self.run()

    def write(self, key: str, text: str) -> Desk:
        field = self.at.text_area if key == "desk_why" else self.at.text_input
        field(key=key).input(text)
        return self.run()

    def tick(self, key: str) -> Desk:
        next(box for box in self.at.checkbox if box.key.startswith(key)).check()
        return self.run()

    def disabled(self, key: str) -> bool:
        return bool(self.at.button(key=key).disabled)

    def checked(self, *lines: str) -> Desk:
        """Sends a file of observations and lets it be checked."""
        self.send("riga.csv", file(*lines))
        self.write("desk_source", "Central Statistical Bureau of Latvia")
        return self.press("desk_check")

    def ready(self) -> Desk:
        """All that a publication needs besides ticks."""
        self.write("desk_why", "Corrected by the bureau")
        return self.write("desk_who", "editor.riga")


def desk(**link: str) -> Desk:
    found = Desk()
    found.open(DESK, **LINK, **link)
    assert found.failed == ""
    return found


def value(store: Store, year: int) -> float:
    table = Package(SHIPPED, store).table("observations")
    row = (table["area_id"] == "LV00") & (table["indicator_id"] == RATE) & (table["year"] == year)
    return float(table.loc[row, "value"].iloc[0])


def test_a_file_goes_from_the_drop_zone_to_everybodys_figures(store):
    other = App().open(PAGES[0], **LINK)
    app = desk().send("riga.csv", file(*GOOD))
    assert "Is this what riga.csv says?" in app.html
    assert "matched by title" in app.html and "7,1 → 7.1" in app.html
    app.press("desk_check")
    assert "Say where the figures come from." in app.html
    app.write("desk_source", "Central Statistical Bureau of Latvia").press("desk_check")
    assert "Everything is fine" in app.html
    app.press("desk_changes")
    assert "2 rows will change, none is new, none is removed" in app.html
    assert '<s dir="auto">6.9</s>' in app.html and '<b dir="auto">7.1</b>' in app.html
    # One click: the button waits for nothing, and says what is missing when it is asked.
    app.press("desk_publish")
    assert "Still missing: the reason why and your name." in app.html
    assert store.revision("observations") is None
    app.at.text_area(key="desk_why").input("Corrected by the bureau")
    app.at.text_input(key="desk_who").input("editor.riga")
    app.press("desk_publish")
    assert "Revision 1 is published" in app.html
    newest = store.history("observations")[0]
    assert (newest.who, newest.why, newest.changed) == ("editor.riga", "Corrected by the bureau", 2)
    assert store.upload(newest) == Upload("riga.csv", file(*GOOD))
    assert value(store, 2024) == 7.1 and value(store, 2023) == 6.6
    made = Package(SHIPPED, store).table("extracts").iloc[-1]
    assert made["retrieved_from"] == "Central Statistical Bureau of Latvia"
    assert made["indicator_id"] == RATE
    # Somebody else's session is told once; whoever published is not.
    assert "The data were updated" not in app.html
    other.at.run()
    assert "The data were updated" in other.html
    other.at.run()
    assert "The data were updated" not in other.html


def test_an_error_blocks_until_its_row_is_left_out(store):
    app = desk().checked(*GOOD, f"LV00;{RATE};2022;ap 7,0")
    assert "1 error to correct" in app.html and "«ap 7,0» is not a number." in app.html
    assert "Row 4, column D «Vērtība»" in app.html
    assert "desk_changes" not in {button.key for button in app.at.button}
    app.press("desk_without").press("desk_changes")
    assert "2 rows will change" in app.html


def test_a_warning_must_be_ticked_before_it_is_published(store):
    lines = [HEAD + ";Piezīme", *(f"{line};x" for line in GOOD[1:])]
    app = desk().checked(*lines)
    assert "No error, 1 warning to look at" in app.html
    app.press("desk_changes").ready()
    app.press("desk_publish")
    assert "1 warning to tick" in app.html and store.revision("observations") is None
    app.press("desk_back").tick("desk_tick").press("desk_changes").press("desk_publish")
    assert store.revision("observations") == 1


def test_rows_go_only_when_their_removal_is_ticked(store, package):
    events = package.table("events")
    content = events.iloc[1:].to_csv(index=False).encode()
    app = desk(dataset="events").send("events.csv", content)
    app.press("desk_check")
    for box in list(app.at.checkbox):
        app.tick(box.key)
    app.press("desk_changes")
    assert "Nothing will change" in app.html and app.disabled("desk_publish")
    app.at.radio(key="desk_mode").set_value("replace")
    app.run()
    if "Warnings" in app.html:
        app.press("desk_changes")
    app.ready()
    app.press("desk_publish")
    assert "1 is removed" in app.html and "the removal to confirm" in app.html
    assert store.revision("events") is None
    app.tick("desk_removal").press("desk_publish")
    assert len(Package(SHIPPED, store).table("events")) == len(events) - 1


def test_who_comes_second_gets_the_new_differences_and_overwrites_nothing(store):
    app = desk().checked(*GOOD).press("desk_changes").ready()
    first = Package(SHIPPED, store)
    table = first.table("observations").copy()
    row = (table["area_id"] == "LV00") & (table["indicator_id"] == RATE) & (table["year"] == 2023)
    table.loc[row, "value"] = 6.6
    store.publish(first, "observations", table, expected=None, who="b", why="first")
    app.press("desk_publish")
    assert "Somebody else published in between" in app.html
    assert store.revision("observations") == 1
    assert "1 row will change" in app.html  # 2023 is 6.6 already
    app.press("desk_publish")
    assert "Revision 2 is published" in app.html
    assert [found.changed for found in store.history("observations")][:2] == [1, 1]


def test_a_removal_is_ticked_anew_when_somebody_else_published_in_between(store, package):
    events = package.table("events")
    content = events.iloc[1:].to_csv(index=False).encode()
    app = desk(dataset="events").send("events.csv", content).press("desk_check")
    app.press("desk_changes")
    app.at.radio(key="desk_mode").set_value("replace")
    app.run()
    app.ready().tick("desk_removal")
    store.publish(
        package, "events", events.iloc[:-1], expected=None, who="b", why="the last one goes"
    )
    app.press("desk_publish")
    assert "Somebody else published in between" in app.html and "1 is removed" in app.html
    assert not app.at.checkbox(key="desk_removal").value
    app.press("desk_publish")
    assert store.revision("events") == 1


def test_who_did_what_is_told_in_the_readers_language_and_read_once(store, package, monkeypatch):
    lacking = DanglingError("{codes} is missing.", file="observations", mend="", codes="x")
    audit.keep(store, "published", "anna", "events", 3, "the calls of 2027")
    audit.keep(store, "overtaken", "ben", "events")
    audit.keep(store, "refused", "ben", "events", note=lacking.told())
    made = []
    real = audit.events
    monkeypatch.setattr(audit, "events", lambda *said: made.append(said) or real(*said))
    app = Desk().open(DESK, **{**LINK, "lang": "lv"})
    app.tick("desk_events")
    assert "Pasākumi 3" in app.html and "the calls of 2027" in app.html
    assert "noraidīts: pa to laiku publicēja kāds cits" in app.html
    assert "is missing" not in app.html
    app.run()
    assert len(made) == 1


def test_a_file_whose_columns_are_not_ours_leads_back_to_them(store):
    app = desk(dataset="enterprises").send("list.csv", b"a;b\n1;2\n").press("desk_check")
    assert "No value was looked at yet." in app.html
    app.press("desk_back")
    assert "No column of the file is one of ours." in app.html


def test_the_charts_with_the_draft_are_worked_out_once_for_a_draft(store, monkeypatch):
    made = []
    real = Package.with_tables
    counted = lambda package, tables: made.append(package) or real(package, tables)  # noqa: E731
    app = desk().checked(*GOOD).press("desk_changes")
    monkeypatch.setattr(Package, "with_tables", counted)
    app.press("desk_look").run()
    assert "with the draft" in app.html and len(made) == 1


def test_a_restored_revision_is_a_new_one_with_the_old_rows(store):
    app = desk().checked(*GOOD).press("desk_changes").ready().press("desk_publish")
    app.press("desk_restore_0")
    assert "2 rows will change" in app.html
    app.press("desk_restore_yes")
    assert "Revision 2 is published" in app.html
    assert store.history("observations")[0].restored == 0
    assert value(store, 2024) == 6.9 and value(store, 2023) == 6.5


def test_a_right_that_was_lost_meanwhile_publishes_nothing(store, monkeypatch):
    from pages.desk import publish

    app = desk().checked(*GOOD).press("desk_changes").ready()
    monkeypatch.setattr(publish, "access", SimpleNamespace(may_publish=lambda: False))
    app.press("desk_publish")
    assert store.revision("observations") is None


@pytest.mark.parametrize("state", ["reader", "stranger", "ended", "closed"])
def test_who_may_not_publish_sees_templates_and_history_and_nothing_else(state, store, monkeypatch):
    app = desk().checked(*GOOD).press("desk_changes").ready().press("desk_publish")
    who = store.history("observations")[0].who
    monkeypatch.setattr(access, "access", lambda: access.Access(state, providers=("default",)))
    app = App().open(DESK, **LINK)
    keys = {widget.key for widget in app.widgets if str(widget.key).startswith("desk")}
    allowed = {"reader": {"desk_logout"}, "closed": set()}.get(state, {"desk_login_default"})
    assert keys == {"desk_dataset", "desk_compare", "desk_how", *allowed}
    assert not app.failed and len(app.at.get("file_uploader")) == 0
    assert "History of Observations" in app.html and "2 rows" not in app.html
    assert who and who not in app.html  # who published is no matter of everybody's


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.4", "This is no table, whatever its name says."),
        (b"", "The file is empty."),
        (b"a;b\n1;2\n\0", "holds characters that no text has"),
        (b'a;b\n"1;2\n', "A quotation mark in row 2 is never closed"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_the_desk_stays(content, said, store):
    app = desk().send("bad.csv", content)
    assert said in app.html
    app.send("riga.csv", file(*GOOD))
    assert "Is this what riga.csv says?" in app.html


def test_a_store_that_cannot_be_written_is_told_and_the_draft_stays(store, monkeypatch):
    app = desk().checked(*GOOD).press("desk_changes").ready()
    monkeypatch.setattr("secon_data.store.Store._commit", _full)
    app.press("desk_publish")
    assert "the store cannot be written." in app.html and "2 rows will change" in app.html
    assert store.revision("observations") is None


def _full(*_: object) -> None:
    from secon_data.store import StoreError

    raise StoreError("the store cannot be written.", file="store", mend="Make room.")


def test_names_in_a_file_are_shown_as_text(store):
    lines = [HEAD + ";<img src=x onerror=alert(1)>", f"LV00;{RATE};2024;<b>7</b>;<script>"]
    app = desk().checked(*lines)
    assert "<img src=x" not in app.html and "<script>alert" not in app.html
    assert "&lt;b&gt;7&lt;/b&gt;" in app.html


def test_a_download_of_eurostat_is_taken_as_it_is(store):
    names = ("freq", "isced11", "sex", "age", "unit", "geo")
    rows = [
        (("A", "TOTAL", "T", "Y15-74", "PC", "LV00"), "2024", "7.1", "p"),
        (("A", "TOTAL", "T", "Y15-74", "PC", "AT11"), "2024", "4.4", ""),
        (("A", "TOTAL", "F", "Y15-74", "PC", "LV00"), "2024", "6.1", ""),
    ]
    app = desk().send("lfst_r_lfu3rt.csv", sdmx_csv(names, rows, code="LFST_R_LFU3RT"))
    assert "This is a download of Eurostat." in app.html and "25 June 2026" in app.html
    assert "1 area is not among ours and is left out: AT11." in app.html
    assert "A · TOTAL · F · Y15-74 · PC" in app.html and "no indicator of ours" in app.html
    app.press("desk_check").press("desk_changes").ready().press("desk_publish")
    assert value(store, 2024) == 7.1
    extract = Package(SHIPPED, store).table("extracts").iloc[-1]
    assert extract["retrieved_on"] == "2026-06-25"
    assert extract["retrieved_from"] == "https://doi.org/10.2908/LFST_R_LFU3RT (lfst_r_lfu3rt.csv)"


def test_a_spreadsheet_of_the_data_browser_goes_through_as_it_is(store):
    content = (CASES / "data_browser" / "8_4_long_term_unemployment.csv").read_bytes()
    # One value is newer than ours: Latvia 2024 has 2.2.
    latvia = "Latvia;5,0;;9,7;;9,8;;8,6;;6,3;;5,1;;4,9;;4,4;;3,6;;3,4;;2,7;;2,4;;2,3;;2,0;;1,8;;2,"
    assert f"{latvia}2;".encode() in content
    content = content.replace(f"{latvia}2;".encode(), f"{latvia}3;p".encode())
    content = content.replace(b"12/06/2025 23:00", b"12/10/2025 23:00")
    app = desk().send("8_4_long_term_unemployment.csv", content)
    assert "Data Browser (XLSX, CSV)" in app.html and "12 October 2025" in app.html
    assert "Long-term unemployment rate" in app.html and "sdg_08_40" in app.html
    assert "27 areas are not among ours and are left out: AT, " in app.html
    app.press("desk_check").press("desk_changes").ready().press("desk_publish")
    table = Package(SHIPPED, store).table("observations")
    rows = table[table["indicator_id"] == "long_term_unemployment_rate"]
    assert len(rows) == 160
    newest = rows[(rows["area_id"] == "LV") & (rows["year"] == 2024)].iloc[0]
    assert (newest["value"], newest["flag"]) == (2.3, "p")


def test_a_download_that_names_no_table_gets_it_from_the_person(store):
    content = tsv(("unit", "geo"), [(("PC", "EL65"), "2022", "30.1", "")])
    app = desk().send("data.tsv", content)
    assert "No series in the file fits" in app.html and app.disabled("desk_check")
    assert "fits several indicators" in app.html
    app.at.selectbox(key="desk_table").select("ilc_peps11n")
    app.run()
    assert "What is taken" in app.html and not app.disabled("desk_check")


def test_an_old_download_is_published_only_once_its_warning_is_ticked(store):
    names = ("freq", "isced11", "sex", "age", "unit", "geo")
    rows = [(("A", "TOTAL", "T", "Y15-74", "PC", "LV00"), "2024", "7.1", "")]
    content = sdmx_csv(names, rows, code="LFST_R_LFU3RT").replace(b"25/06/26", b"05/01/26")
    app = desk().send("old.csv", content).press("desk_check")
    # LV00's 6.9 of 2024 was taken on 8 February 2026.
    assert "the figures in the file are of 5 Jan 2026, those published of 8 Feb 2026" in app.html
    app.press("desk_changes").ready().press("desk_publish")
    assert "1 warning to tick" in app.html and store.revision("observations") is None
    app.press("desk_back").tick("desk_tick").press("desk_changes").press("desk_publish")
    assert value(store, 2024) == 7.1


def test_a_column_that_is_missing_gets_one_value_for_all_rows(store):
    app = desk().send("riga.csv", "Teritorija;Vērtība\r\nLV00;7,1".encode("cp1257"))
    assert "Not found: Indicator and Year." in app.html
    app.at.selectbox(key="desk_same_indicator_id").select(RATE)
    app.run()
    assert "Not found: Year." in app.html
    app.write("desk_same_year", "2204").write("desk_source", "CSB").press("desk_check")
    assert "2204 is too high." in app.html and "1 error to correct" in app.html
    app.press("desk_back").write("desk_same_year", "2024").press("desk_check")
    app.press("desk_changes").ready().press("desk_publish")
    assert value(store, 2024) == 7.1


def test_ids_that_are_missing_are_made_of_the_names(store, package):
    row = package.table("enterprises").iloc[[0]].drop(columns="enterprise_id")
    both = pd.concat([row.assign(employees=77), row.assign(name="Nova Zadruga")])
    app = desk(dataset="enterprises").send("list.csv", both.to_csv(index=False).encode())
    assert "Not found: Id." in app.html
    app.tick("desk_named").press("desk_check").press("desk_changes")
    # The first keeps its published id, and so is changed; the second is new.
    assert "1 row will change, 1 is new, none is removed" in app.html


def test_a_download_for_other_data_is_told_where_it_belongs(store):
    content = tsv(("unit", "geo"), [(("PC", "EL65"), "2022", "30.1", "")])
    app = desk(dataset="events").send("data.tsv", content)
    assert "This is a download of Eurostat." in app.html and "choose that" in app.html


# --- pure parts ---


def test_numbers_in_sentences_are_written_as_the_language_writes_them():
    found = intake.read(b"a;v\nx;999,5\n", "f.csv")
    details = {"low": "0.6", "high": "12345.5"}
    problem = Problem("unusual-value", "plausibility", "warning", 2, "v", None, "999.5", details)
    said = wording.told(problem, {"v": "v"}, found, Words("lv")).what
    assert "0,6" in said and "12\u202f345,5" in said and "999,5" in said
    said = wording.told(problem, {"v": "v"}, found, T).what
    assert "0.6" in said and "12\u202f345.5" in said
    # The cell stays as it was found, whatever the language.
    assert "999,5" in said


def test_the_example_is_one_that_the_file_s_own_reading_takes():
    found = intake.read(b"a;v\nx;1,5 apm.\ny;2,25\n", "f.csv")
    problem = Problem(
        "coordinates-swapped", "values", "error", 2, "v", "v", "24.1 · 56.947",
        {"example": "56.947 · 24.1"},
    )  # fmt: skip
    assert wording.told(problem, {}, found, T).write == "56,947 · 24,1"
    assert wording.as_written("56.947 · 24.1", found) == "56,947 · 24,1"
    assert wording.as_written("LV00.1", found) == "LV00.1"


def test_titles_in_sentences_are_in_the_reader_s_language(package):
    title = package.dataset("areas")["title"]
    problem = Problem(
        "reference-unknown", "references", "error", 2, "a", "a", "x", {"dataset": title}
    )
    found = intake.read(b"a;v\nx;1\n", "f.csv")
    said = wording.told(problem, {"a": "a"}, found, Words("lv")).what
    assert Words("lv").data(title) in said and title not in said


def test_letters_are_those_of_the_spreadsheet_beyond_empty_columns():
    # Between «a» and «b» stands a column without a name and without a cell.
    found = intake.read(b"a;;b\n1;;x\n", "f.csv")
    problem = Problem("not-a-number", "values", "error", 2, "b", "b", "x")
    assert cards.place(problem, {"b": "b"}, found, T) == "Row 2, column C «b»"
    assert "<th>A</th><th>C</th>" in sheet.cut(found, [2], range(2))


def test_the_same_source_day_and_method_is_one_extract(package):
    table, observations = package.table("extracts"), package.table("observations")
    origin = provenance.Origin("CSB", "2026-11-24")
    every, chosen = provenance.added(table, [RATE], origin, observations)
    assert len(every) == len(table) + 1 and chosen[RATE] == every["extract_id"].iloc[-1]
    again, same = provenance.added(every, [RATE], origin, observations)
    assert len(again) == len(every) and same == chosen
    # The newest extract of the rate is of Eurostat: who continues it keeps its method.
    assert every["method"].iloc[-1] == "eurostat"
    own, _ = provenance.added(
        table, [RATE], provenance.Origin("CSB", "2026-11-24", continues=False), observations
    )
    assert own["method"].iloc[-1] == "csb-2026"


def test_a_repeated_value_keeps_the_extract_that_it_has(package):
    observations = package.table("observations")
    draft = pd.DataFrame(
        {
            "area_id": ["LV00", "LV00"],
            "indicator_id": [RATE, RATE],
            "year": ["2023", "2024"],
            "value": ["6.5", "7.1"],
        },
        index=[2, 3],
    )
    made = provenance.attributed(draft, observations, {RATE: "new"})
    row = observations[
        (observations["area_id"] == "LV00")
        & (observations["indicator_id"] == RATE)
        & (observations["year"] == 2023)
    ]
    assert list(made["extract_id"]) == [row["extract_id"].iloc[0], "new"]
    assert list(made.index) == [2, 3]


def test_a_row_that_others_need_is_named_by_who_needs_it(package):
    table = package.table("indicators")
    without = table[table["indicator_id"] != RATE]
    assert integrity.broken(package, "indicators", without) == {
        "observations": [RATE],
        "extracts": [RATE],
    }
    assert integrity.broken(package, "indicators", table) == {}


def test_names_of_regions_stand_for_their_codes_in_any_language(package):
    labels = work.code_words(package, "enterprises")["region_id"]
    name = package.table("regions").set_index("region_id").at["riga", "name"]
    assert labels[name] == "riga" and labels[Words("lv").data(name)] == "riga"


def test_a_country_is_known_by_its_name_and_by_its_other_code(package):
    labels = work.code_words(package, "enterprises")["country_code"]
    assert labels["Latvia"] == "LV" and labels["GR"] == "EL"


def test_a_name_of_two_areas_stands_for_neither(package):
    labels = work.code_words(package, "observations")["area_id"]
    assert labels["Kurzeme"] == "LV003"
    assert "Latvia" not in labels  # LV, LV0 and LV00


def test_a_cut_out_shows_letters_numbers_and_the_cell():
    found = intake.read(b"title\na,b\n1,2\n3,x<y\n", "f.csv", header=2)
    drawn = sheet.around(found, 4, "b")
    assert "<th>A</th><th>B</th>" in drawn and '<th scope="row">4</th>' in drawn
    assert '<td class="marked error" dir="auto">x&lt;y</td>' in drawn


def test_many_warnings_of_one_kind_have_one_tick():
    many = [
        Problem("unusual-value", "plausibility", "warning", r, "value", value=str(r))
        for r in range(9)
    ]
    few = [Problem("region-gone", "plausibility", "warning", value="riga")]
    found = cards.ticks([*many, *few])
    assert [len(problems) for problems in found.values()] == [9, 1]


def test_a_tick_names_what_is_taken_and_not_what_can_be_read_in_two_ways():
    # Who means 250 000 and sees «250.000 is right» would confirm 250.
    details = {"taken": "250", "other": "250000", "cells": "3"}
    doubt = Problem(
        "two-readings-number", "values", "warning", 2, "budget_eur", None, "250.000", details
    )
    assert cards.tick_label([doubt], T) == "I have looked: 250 is right"


def test_only_errors_in_rows_can_be_left_out():
    in_row = Problem("not-a-number", "values", row=4)
    whole = Problem("column-missing", "columns")
    assert work.wrong_rows([in_row, in_row]) == [4]
    assert work.wrong_rows([in_row, whole]) is None and work.wrong_rows([]) is None


def test_a_changed_value_is_one_line_though_its_extract_changes_too():
    old = pd.DataFrame({"id": ["a", "b"], "value": [1.0, 2.0], "extract_id": ["x", "x"]})
    new = pd.DataFrame({"id": ["a", "b"], "value": [3.0, 2.0], "extract_id": ["y", "y"]})
    cells = changes.between(old, new, ["id"]).news
    assert list(zip(cells["id"], cells["column"], strict=True)) == [
        ("a", "value"),
        ("b", "extract_id"),
    ]


def test_the_stepper_says_where_one_is():
    drawn = steps.stepper("check", T)
    assert drawn.count('class="done"') == 2 and drawn.count("aria-current") == 1
    assert steps.stepper("published", T).count('class="done"') == 5


def test_letters_that_differ_between_readings_are_underlined():
    first, second = intake.read(file(*GOOD), "riga.csv").candidates[:2]
    assert first.encoding == "cp1257"
    assert "<u>" not in understood.reading(first, first, True, T)
    assert "<u>" in understood.reading(second, first, False, T)


@pytest.mark.parametrize("language", ["en", "lv", "el"])
def test_the_manual_opens_with_all_its_pictures(language, store):
    text, written_in = documents.text("manual", language)
    assert written_in == ("en" if language == "el" else language)
    assert text.startswith("# ") and "](../" not in text
    pictures = re.findall(r"\]\(app/static/([^)]+)\)", text)
    assert len(pictures) == 6
    assert all((ROOT / "static" / picture).stat().st_size > 10_000 for picture in pictures)


def test_the_manual_is_linked_for_everybody(store, monkeypatch):
    app = desk().press("desk_how")
    assert any("For whoever keeps the data of a region" in str(m.value) for m in app.at.markdown)
    monkeypatch.setattr(access, "access", lambda: access.Access("stranger"))
    app = Desk().open(DESK, **{**LINK, "lang": "lv"}).press("desk_how")
    assert any("Tiem, kas uztur reģiona datus" in str(m.value) for m in app.at.markdown)


@pytest.mark.parametrize("language", ["en", "lv"])
def test_no_two_things_to_choose_from_are_called_the_same(language, package):
    # A choice comes back from the browser as its text: funding has two columns titled «Budget»,
    # and the euros became the local currency at the next click.
    t = Words(language)
    for dataset in package.names:
        schema = package.schema(dataset)
        names = list(schema.fields)
        said = [understood.titled(schema, t)(name) for name in ["", *names]]
        assert len(set(said)) == len(said), dataset
        for name in names:
            words = list(understood.offered(package, dataset, name, t).values())
            assert len(set(words)) == len(words), (dataset, name)


def test_a_template_sent_back_as_it_came_changes_nothing(store, package):
    content = workbooks.template(package, "funding", package.table("funding"))
    app = desk(dataset="funding").send("funding.xlsx", content)
    app.press("desk_check").press("desk_changes")
    assert "Nothing will change" in app.html


def test_what_changes_is_told_in_words_not_in_codes(package):
    table = package.table("events")
    named = preview.Named(package, "events", [table], Words("lv"))
    assert named.value("type", "partner_meeting") == "partneru sanāksme"
    assert named.value("place", "partner_meeting") == "partner_meeting"


def test_regions_and_areas_are_told_by_their_names_in_the_readers_language(package):
    t = Words("lv")
    named = preview.Named(package, "enterprises", [package.table("enterprises")], t)
    assert named.value("region_id", "flemish-brabant") == "Flāmu Brabante"
    assert named.value("country_code", "BE") == "Beļģija"
    assert named.value("nuts_code", "BG422") == "Haskovo (BG422)"
    offered = understood.offered(package, "enterprises", "country_code", t)
    assert (offered["BG"], offered["EL"]) == ("Bulgārija (BG)", "Grieķija (EL)")
    areas = understood.offered(package, "observations", "area_id", t)
    assert (areas["LV00"], areas["LV"]) == ("Latvija (LV00)", "Latvija (LV)")
    assert understood.offered(package, "enterprises", "nuts_code", T)["DE"] == "Germany (DE)"
    # Of two areas of one name, that which ended says so.
    assert areas["LV006"] == "Rīga (LV006, NUTS līdz 2021. gadam)"
    assert (areas["LV00A"], areas["PL9"][-5:]) == ("Rīga (LV00A)", "(PL9)")


@pytest.mark.parametrize(
    ("dataset", "lines", "told"),
    [
        ("enterprises", ["Name;Latitude;Longitude", "A;48.85;2.35", "B;45.7;4.8"],
         "By its coordinates no row lies in one of the nine regions."),
        ("enterprises", ["Name;Area", "A;FR101", "B;FRK26"],
         "None of its 2 places is known here: FR101, FRK26."),
        ("observations", ["Area;Value", "Île-de-France;5"],
         "Its only place is not known here: Île-de-France."),
        ("observations", ["Area;Value", "Rīgas reģions;5"], ""),  # two of ours
        ("observations", ["Area;Value", "EL25;5"], ""),  # of an older edition
        ("enterprises", ["Name;Latitude;Longitude", "A;48.85;2.35", "B;56.95;24.1"], ""),
    ],
)  # fmt: skip
def test_a_file_of_which_nothing_is_of_our_places_is_told_so_first(store, dataset, lines, told):
    app = desk(dataset=dataset).send("foreign.csv", "\n".join(lines).encode())
    assert ("Nothing of the file is of our regions." in app.html) == bool(told)
    assert told in app.html


def test_only_countries_are_offered_as_a_country(package):
    found = understood.offered(package, "enterprises", "country_code", T)
    assert {"BG", "LV"} <= set(found) and all(len(code) == 2 for code in found)
    assert "BG422" in understood.offered(package, "enterprises", "nuts_code", T)


def test_who_may_not_publish_reaches_every_revision_too(store, monkeypatch):
    package = Package(SHIPPED, store)
    events = package.table("events")
    for n in range(9):  # with revision 0: ten, of which eight are shown at first
        table = events.iloc[: len(events) - n % 2 - 1]
        store.publish(
            package, "events", table, expected=n or None, who="b", why=f"note no. {n + 1}"
        )
    monkeypatch.setattr(access, "access", lambda: access.Access("stranger"))
    app = desk(dataset="events")
    assert "note no. 9" in app.html and "note no. 1<" not in app.html
    app.press("desk_all_revisions")
    assert "note no. 1<" in app.html


def test_a_sent_file_is_handed_out_only_while_the_login_holds(store):
    desk().checked(*GOOD).press("desk_changes").ready().press("desk_publish")
    revision = store.history("observations")[0]
    assert published._sent(revision, lambda: True, T) == file(*GOOD)
    assert published._sent(revision, lambda: False, T) == b"Your login is over."


def test_the_page_asks_until_the_process_beside_the_server_has_read_the_file(store, monkeypatch):
    for module in (desk_state, choose):
        monkeypatch.setattr(module, "RUNNER", RUNNER)
    monkeypatch.setattr(desk_state, "PATIENCE", 0.0)  # so that it is surely not read yet
    app = desk()
    app.send("riga.csv", file(*GOOD))
    assert "aria-busy" in app.html
    until = time.monotonic() + 60
    while "aria-busy" in app.html and time.monotonic() < until:
        time.sleep(0.05)
        app.run()
    assert RUNNER.pids and app.at.button(key="desk_check")


def test_years_as_columns_are_shown_for_confirmation_and_published(store):
    content = (CASES / "layouts" / "years_as_columns_pxweb.csv").read_bytes()
    app = desk().send("nbl020.csv", content)
    assert "3 columns are years: they become rows (2022, 2023, 2024)." in app.html
    assert "1 empty cell makes no row." in app.html
    app.at.checkbox(key="desk_turn").uncheck()
    app.run()
    assert "3 columns are years" not in app.html
    app.at.checkbox(key="desk_turn").check()
    app.run()
    assert "3 columns are years" in app.html
    merged = (CASES / "layouts" / "layout_merged_wide.xlsx").read_bytes()
    app = desk().send("merged.xlsx", merged)
    app.write("desk_source", "Central Statistical Bureau of Latvia").press("desk_check")
    app.press("desk_changes")
    # LV00 6.9, 6.5, 6.9 as published; ES43 and BG42 as they are there or not.
    app.at.session_state["_desk"].ticks.update(
        cards.ticks(app.at.session_state["_desk"].examined.report.warnings)
    )
    app.ready().press("desk_publish")
    assert store.revision("observations") == 1
    assert [value(store, year) for year in (2022, 2023, 2024)] == [6.9, 6.5, 6.9]


def test_a_file_sent_for_another_dataset_or_for_none_is_told(store):
    content = (CASES / "layouts" / "same_wrong_word_each_row.csv").read_bytes()
    app = desk(dataset="funding").send("a.csv", content)
    assert "Its columns are those of «Organisations»:" in app.html
    app = desk(dataset="enterprises").send("a.csv", content)
    assert "Its columns are those of" not in app.html
    app = desk().send("iso.csv", b"name,alpha-2,country-code\nBelgium,BE,056\n")
    assert "No column of the file is one of ours." in app.html


def test_a_download_of_the_former_data_browser_needs_its_indicator_alone():
    content = b'"TIME","GEO","GEO_LABEL","AGE","Value","Flag and Footnotes"\n'
    content += b'"2004","BE24","Prov. Vlaams-Brabant","15 years or over","4.4","u"\n'
    package = Package(SHIPPED)
    match = work.matched(work.received("observations", Upload("d.csv", content), package), package)
    assert match.missing == ("indicator_id", "extract_id")
    assert match.unmatched == ("GEO_LABEL", "AGE")
    # Ours is of ages 15 to 74: of whom the figures are is said where the column is left out.
    made = proposal.propose(
        work.received("observations", Upload("d.csv", content), package).intake,
        "observations", package, proposal.Said(same={"indicator_id": RATE, "extract_id": f"{RATE}-1"}),
    )  # fmt: skip
    told = [p.details["names"] for p in check.check(made.draft, "observations", package).problems]
    assert told == ["GEO_LABEL («Prov. Vlaams-Brabant»), AGE («15 years or over»)"]
    made = replace(made.draft, unmatched=("AGE",))
    (problem,) = check.check(made, "observations", package).problems
    assert (problem.code, problem.details) == ("column-alike", {"said": "15 years or over"})


def test_the_sheets_that_are_not_read_are_named():
    content = (CASES / "layouts" / "second_sheet_not_said.xlsx").read_bytes()
    found = intake.read(content, "a.xlsx")
    assert understood.volume(found, 6059, T).endswith("1 of 2 sheets is read; left out: «2023».")


def test_one_card_a_wrong_word_with_a_choice(store):
    content = (CASES / "layouts" / "same_wrong_word_each_row.csv").read_bytes()
    app = desk(dataset="enterprises").send("a.csv", content).press("desk_check")
    # Two rows with one word: «да» is a yes, only the type is asked, once.
    assert app.html.count("is not one of the allowed values") == 1
    assert "and 1 row more" in app.html and "0 of 2 rows are fine" in app.html
    app.at.selectbox(key="desk_word_0").select("association")
    app.run().press("desk_words")
    assert "is not one of the allowed values" not in app.html
    draft = app.at.session_state["_desk"].examined.draft.table
    assert draft["organisation_type"].tolist() == ["association", "association"]


def test_a_wrong_separator_is_recognised_as_one(store):
    app = desk().send("riga.csv", file(*GOOD))
    assert "may be separated by something else" not in app.html
    app.at.selectbox(key="desk_delimiter").select(",")
    app.run()
    assert "In their names stands: ; semicolon. Choose it under «Recognised»." in app.html


def test_only_rows_of_a_value_are_taken_on_the_page(store):
    app = desk().send("riga.csv", file(*GOOD))
    key = next(box.key for box in app.at.selectbox if box.key and box.key.startswith("desk_only"))
    app.at.selectbox(key=key).select("Gads")
    app.run()
    app.at.multiselect(key=f"{key}_values").select("2024")
    app.run()
    assert "1 of 2 rows are taken." in app.html
    app.write("desk_source", "Central Statistical Bureau of Latvia").press("desk_check")
    assert app.at.session_state["_desk"].examined.draft.table["year"].tolist() == ["2024"]


def test_a_register_finds_its_regions_on_the_page(store, package):
    content = (CASES / "registers" / "susy_map_excerpt.geojson").read_bytes()
    app = desk(dataset="enterprises").send("susy.geojson", content)
    app.tick("desk_placed")  # its «_id» is an id
    assert "desk_same_region_id" not in {box.key for box in app.at.selectbox}
    same = {
        "coordinate_precision": "address", "organisation_type": "association",
        "field_of_activity": "education_training", "work_integration": "unknown",
        "source_title": "SUSY map", "source_url": "https://example.org/susy",
    }  # fmt: skip
    for name, code in same.items():
        boxes = [b for b in app.at.selectbox if b.key == f"desk_same_{name}"]
        if boxes:
            boxes[0].select(code)
            app.run()
        else:
            app.write(f"desk_same_{name}", code)
    app.press("desk_check")
    # 11 + 3 + 3 of 50 lie in a partner region, as the shipped outlines have it; those of Brussels
    # lie near one, and in an area that is none of it.
    assert "Oliveira de Azeméis 11" in app.html and "33 rows lie in none" in app.html
    found = app.at.session_state["_desk"].examined
    assert found.report.fine and len(found.draft.table) == 17
    app.at.session_state["_desk"].ticks.update(cards.ticks(found.report.warnings))
    app.press("desk_changes").ready().press("desk_publish")
    assert store.revision("enterprises") == 1
    # The next delivery in the same layout is looked at, not matched again: two clicks.
    again = desk(dataset="enterprises").send("susy-2.geojson", content)
    assert "Understood as the last file with these column names." in again.html
    again.press("desk_check")
    assert "33 rows lie in none" in again.html
    assert again.at.session_state["_desk"].step == "changes"
    assert len(again.at.session_state["_desk"].examined.draft.table) == 17
    assert again.at.session_state["_desk"].examined.changed.none
    third = desk(dataset="enterprises").send("susy-3.geojson", content).press("desk_forget")
    assert third.at.session_state["_desk"].work.same == {}


SAME = {
    "region_id": "haskovo", "nuts_code": "BG422", "country_code": "BG",
    "coordinate_precision": "town", "organisation_type": "association",
    "field_of_activity": "education_training", "work_integration": "unknown",
    "source_title": "A register", "source_url": "https://example.org/register",
}  # fmt: skip
# What a person does with each register: columns of hers that are ours, the ticks; what lies where.
REGISTERS = {
    "bg_mlsp_certificates_excerpt.xlsx": (
        {"Социално предприятие": "name", "предлагани продукти/услуги": "description"},
        ["desk_named"], {"haskovo": 6},
    ),
    "bg_chitalishta_wikidata_excerpt.csv": ({}, [], {"haskovo": 28}),
    "dotcoop_domains_excerpt.csv": (
        {}, ["desk_placed", "desk_named"],
        {"mazowieckie": 3, "extremadura": 2, "flemish-brabant": 1},
    ),
    "lv_ur_register_excerpt.csv": ({}, ["desk_placed", "desk_named"], {"riga": 1}),
    "susy_map_excerpt.geojson": (
        {}, ["desk_placed"], {"oliveira-de-azemeis": 11, "peloponnese": 3, "riga": 3},
    ),
}  # fmt: skip


def understood_by_hand(app: Desk, matched: dict[str, str], ticks: list[str]) -> Desk:
    for column, name in matched.items():
        next(box for box in app.at.selectbox if box.label == column).select(name)
        app.run()
    for key in ticks:
        app.tick(key)
    for name, value in SAME.items():
        box = next((b for b in app.at.selectbox if b.key == f"desk_same_{name}"), None)
        if box is not None:
            box.select(value)
            app.run()
        elif any(field.key == f"desk_same_{name}" for field in app.at.text_input):
            app.write(f"desk_same_{name}", value)
    return app


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_goes_from_its_file_to_published_rows(store, package, name):
    matched, ticks, regions = REGISTERS[name]
    content = (CASES / "registers" / name).read_bytes()
    app = desk(dataset="enterprises").send(name, content)
    understood_by_hand(app, matched, ticks).press("desk_check")
    app.at.session_state["_desk"].ticks.update(
        cards.ticks(app.at.session_state["_desk"].examined.report.warnings)
    )
    app.press("desk_changes").ready().press("desk_publish")
    table = store.read("enterprises", package.schema("enterprises"))
    new = table[~table["enterprise_id"].isin(package.table("enterprises")["enterprise_id"])]
    assert new["region_id"].value_counts().to_dict() == regions
    # What was looked at and is published is asked about no more: two clicks would publish.
    again = desk(dataset="enterprises").send(f"again-{name}", content).press("desk_check")
    assert again.at.session_state["_desk"].step == "changes"
    assert again.at.session_state["_desk"].examined.changed.none


def test_the_second_delivery_of_a_register_is_two_clicks(store, package):
    first = (CASES / "registers" / "lv_ur_register_excerpt.csv").read_bytes()
    app = desk(dataset="enterprises").send("register.csv", first)
    understood_by_hand(app, *REGISTERS["lv_ur_register_excerpt.csv"][:2]).press("desk_check")
    app.at.session_state["_desk"].ticks.update(
        cards.ticks(app.at.session_state["_desk"].examined.report.warnings)
    )
    app.press("desk_changes").ready().press("desk_publish")
    head, row = first.decode("utf-8-sig").splitlines()[:2]
    new = row.replace("House of Glory", "Otrā biedrība").replace(
        "Rīga, Latgales", "Ogre, Mālkalnes"
    )
    second = desk(dataset="enterprises").send("next.csv", "\n".join([head, row, new]).encode())
    second.press("desk_check").ready().press("desk_publish")
    table = store.read("enterprises", package.schema("enterprises")).set_index("name")
    there = table.loc['"Otrā biedrība"', ["town", "region_id", "nuts_code", "source_title"]]
    assert store.revision("enterprises") == 2
    assert there.tolist() == ["Ogre", "riga", "LV007", "A register"]


def test_editors_see_who_did_what_and_readers_do_not(store, monkeypatch):
    app = desk().checked(*GOOD).press("desk_changes").ready().press("desk_publish")
    assert store.revision("observations") == 1
    app.at.checkbox(key="desk_events").check()
    app.run()
    (events,) = re.findall(r'<div class="desk-revision events">.*?</div>', app.html)[:1]
    assert "editor.riga" in events and "published" in events and "Corrected by the bureau" in events
    monkeypatch.setattr(access, "_cookies", dict)
    reader = Desk()
    reader.open(DESK, **LINK)
    monkeypatch.setattr(access, "_cookies", dict)
    reader.at.run()
    assert "editor.riga" not in reader.html and "Who did what" not in str(reader.at.get("expander"))


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "2 rows only by their postal codes; see whether their towns agree: rows 2, 3."),
        ("lv", "2 rindu vieta noteikta tikai pēc pasta indeksa; pārbaudiet, vai apdzīvotās"),
    ],
)
def test_rows_are_placed_by_their_postal_codes_and_named(store, lang, told):
    rows = ["Pirmais;Piņķi;LV-2107", "Otrais;Babīte;LV-2101", "Trešais;Balvi;LV-4501"]
    content = "\n".join(["name;town;Pasta indekss", *rows]).encode()
    app = Desk()
    app.open(DESK, region="riga", lang=lang, dataset="enterprises")
    app.send("register.csv", content)
    understood_by_hand(app, {}, ["desk_placed", "desk_named"]).press("desk_check")
    assert told in app.html
    found = app.at.session_state["_desk"].examined
    assert found.report.fine and found.draft.unmatched == ()
    assert found.draft.table["nuts_code"].tolist() == ["LV00A", "LV00A"]


SOME, NONE = "Some of our columns were not found.", "No column of the file is one of ours."
IN_LATVIAN = {
    SOME: "Dažas mūsu kolonnas nav atrastas.",
    NONE: "Neviena datnes kolonna nav mūsu.",
    "This is a download of Eurostat.": "Šī ir Eurostat lejupielāde.",
    "The file is JSON, but holds no list of records": "Datne ir JSON, taču tajā nav ne ierakstu saraksta",
}
# Public files (test_public_files.py): how each is headed, and how many rows and columns are told.
PUBLIC = {
    "be_municipalities.csv": (NONE, ("12", "11")),
    "bg_res_plants.csv": (SOME, ("5", "13")),
    "de_koeln_arbeitslose.csv": (NONE, ("12", "4")),
    "de_unemployment_months.csv": (SOME, ("20", "5")),
    "el_census_page_of_pdf.csv": (NONE, ("5", "6")),
    "el_census_regions.csv": (SOME, ("78", "5")),
    "es_eurostat_2gdp.json": ("This is a download of Eurostat.", ("45", "6")),
    "lv_izglitibas_iestades.csv": (SOME, ("12", "14")),
    "pl_bezrobotni_powiaty.csv": (SOME, ("16", "4")),
    "pt_ipss.json": ("The file is JSON, but holds no list of records", None),
    "ro_fdi_counties.csv": (SOME, ("16", "6")),
    "ro_labour_untidy.csv": (SOME, ("16", "4")),
}
ORGANISATIONS = ("bg_res_plants.csv", "lv_izglitibas_iestades.csv", "pt_ipss.json")


@pytest.fixture(scope="module")
def english() -> set[str]:
    """The sentences that Latvian says otherwise."""
    with (ROOT / "locales/lv/LC_MESSAGES/messages.po").open("rb") as catalogue:
        every = read_po(catalogue)
    return {m.id for m in every if isinstance(m.id, str) and " " in m.id and m.string != m.id}


@pytest.mark.parametrize("lang", ["en", "lv"])
@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_file_is_understood_or_said_to_be_none(store, english, name, lang):
    headed, counted = PUBLIC[name]
    app = Desk()
    dataset = "enterprises" if name in ORGANISATIONS else "observations"
    app.open(DESK, region="riga", lang=lang, dataset=dataset)
    app.send(name, (CASES / "public" / name).read_bytes())
    assert (headed if lang == "en" else IN_LATVIAN[headed]) in app.html
    counts = re.search(r"(\d+) \w+, (\d+) \w+, [\d.,]+\skB", app.html)
    assert (counts and counts.groups()) == counted
    assert ("desk_check" in {button.key for button in app.at.button}) == (counted is not None)
    if lang == "lv":
        told = {text.strip() for text in re.split("<[^>]+>", app.html)}
        labels = {str(widget.label) for widget in app.widgets}
        assert not english & (told | labels)
