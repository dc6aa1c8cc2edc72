"""The refresh against a server that speaks as Eurostat's statistics API does, faults included.

The package is small and made up: areas LV (with its one NUTS 2 region LV00), EL, EL6, EL65 and the
former LV006; every expected number is in the rows written here.
"""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from eurostat_writers import json_stat
from stores import made

from secon_data import settings
from secon_data.cli import main
from secon_data.eurostat import formulas, refresh, series
from secon_data.eurostat.refresh import Api, UnreachableError
from secon_data.package import SHIPPED, Package
from secon_data.problems import sentence
from secon_data.store import Store

UNEMPLOYMENT = "unemployment_rate_15_74"
TODAY = date(2026, 11, 2)
Answer = tuple[int, dict[str, str], bytes]


class Server(ThreadingHTTPServer):
    """``tables``: table → the answer to a question, made of its parameters; ``asked``: all
    questions; ``faults``: answers given before the right ones, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.tables: dict[str, Callable[[dict[str, str]], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.faults: list[Answer | float] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        table = parts.path.rsplit("/", 1)[1]
        values = {name: words[0] for name, words in parse_qs(parts.query).items()}
        self.server.asked.append((table, values))
        if self.server.faults:
            fault = self.server.faults.pop(0)
            if isinstance(fault, float):
                time.sleep(fault)
                return
            self._send(*fault)
        elif table not in self.server.tables:
            self._send(404, {}, b'{"error":[{"status":404,"id":100,"label":"No such table"}]}')
        else:
            content = gzip.compress(self.server.tables[table](values))
            self._send(200, {"Content-Encoding": "gzip"}, content)

    def _send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def server():
    made = Server()
    yield made
    made.shutdown()
    made.server_close()


KEY = ("freq", "isced11", "sex", "age", "unit", "geo")


def series_of(cells: dict[tuple[str, str], str], code: str = "LFST_R_LFU3RT", **dimensions: str):
    """An answer with one series an area: (geo, year) → «value flag»."""
    names = [*(dimensions or dict(zip(KEY[:5], ("A", "TOTAL", "T", "Y15-74", "PC"), strict=True)))]
    values = list(dimensions.values()) or ["A", "TOTAL", "T", "Y15-74", "PC"]
    rows = []
    for (geo, year), cell in cells.items():
        value, _, flag = cell.partition(" ")
        rows.append(((*values, geo), year, value, flag))
    return json_stat([*names, "geo"], rows, code=code)


NOW = {
    ("LV", "2024"): "6.9",
    ("LV", "2025"): "6.8 p",
    ("LV00", "2024"): "6.9",
    ("EL65", "2024"): "8.0 b",
    ("AT11", "2024"): "4.0",
}


@pytest.fixture
def desk(tmp_path, monkeypatch, server):
    """The shipped indicators over a few observations of unemployment, and a store of its own."""
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder)
    extracts = pd.DataFrame(
        [
            ["u-1", UNEMPLOYMENT, "Eurostat Regional Yearbook 2026; lfst_r_lfu3rt;sex=T", "book",
             "2026-08", "true", "eurostat", ""],
            ["u-2", UNEMPLOYMENT, "tgs00010;sex=T;unit=PC", "copy", "2024", "false", "old", ""],
        ],
        columns=["extract_id", "indicator_id", "eurostat_table", "retrieved_from", "retrieved_on",
                 "flags_known", "method", "note"],
    )  # fmt: skip
    extracts.to_csv(folder / "extracts.csv", index=False)
    observations = pd.DataFrame(
        [
            ["LV", UNEMPLOYMENT, 2023, 6.5, "", "u-1"],  # withdrawn: goes
            ["LV", UNEMPLOYMENT, 2024, 7.0, "", "u-1"],  # changed
            ["EL65", UNEMPLOYMENT, 2013, 9.9, "", "u-2"],  # of another table: stays
            ["EL65", UNEMPLOYMENT, 2024, 8.0, "b", "u-1"],  # the same, from elsewhere
            ["EL6", UNEMPLOYMENT, 2024, 8.5, "", "u-1"],  # not in the answer: stays
            ["EL65", "median_age", 2024, 47.0, "", "u-2"],  # another indicator: stays
        ],
        columns=["area_id", "indicator_id", "year", "value", "flag", "extract_id"],
    )
    observations.to_csv(folder / "observations.csv", index=False)
    monkeypatch.setenv("SECON_DATA", str(folder))
    monkeypatch.setenv("SECON_STORE", made(tmp_path / "store").address)
    monkeypatch.setenv("SECON_EUROSTAT", server.address)
    server.tables["lfst_r_lfu3rt"] = lambda values: series_of(NOW)
    server.tables["tgs00010"] = lambda values: series_of({("EL65", "2024"): "1.0"}, "TGS00010")
    return tmp_path


def ask(server: Server, only: str = UNEMPLOYMENT, **api):
    quick = {"pause": 0.01, "timeout": (1, 0.5), "repetitions": 2, "patience": 5.0, **api}
    package = settings.package()
    found = refresh.refresh(
        package, Api(server.address, **quick), settings.store().revisions(), [only], today=TODAY
    )
    return found, package


def rows(table: pd.DataFrame) -> list[list]:
    return [[*row[:3], row[3], row[4] or "", row[5]]
            for row in table.astype("object").where(table.notna(), None).to_numpy().tolist()]  # fmt: skip


def test_a_series_is_replaced_as_a_whole_and_nothing_else(desk, server):
    found, _ = ask(server)
    one = found.results[0]
    assert one.fine and one.fetched == 4 and one.unknown == ("AT11",)
    new = f"{UNEMPLOYMENT}-20260625"
    assert rows(found.observations) == [
        ["LV", UNEMPLOYMENT, 2024, 6.9, "", new],
        ["EL65", UNEMPLOYMENT, 2013, 9.9, "", "u-2"],
        ["EL65", UNEMPLOYMENT, 2024, 8.0, "b", new],
        ["EL6", UNEMPLOYMENT, 2024, 8.5, "", "u-1"],
        ["EL65", "median_age", 2024, 47.0, "", "u-2"],
        ["LV", UNEMPLOYMENT, 2025, 6.8, "p", new],
        ["LV00", UNEMPLOYMENT, 2024, 6.9, "", new],
    ]
    assert one.differences.counts() == {"added": 2, "changed": 2, "removed": 1, "cells": 3}
    assert found.extracts["extract_id"].tolist() == ["u-1", "u-2", new]
    row = found.extracts.iloc[2]
    assert row["retrieved_on"] == "2026-06-25" and row["method"] == "eurostat"
    assert row["retrieved_from"].startswith(f"{server.address}/statistics/1.0/data/lfst_r_lfu3rt?")


def test_a_question_carries_the_filter_and_the_first_year(desk, server):
    ask(server)
    assert server.asked[0] == (
        "lfst_r_lfu3rt",
        {"format": "JSON", "lang": "EN", "isced11": "TOTAL", "sex": "T", "age": "Y15-74",
         "unit": "PC", "sinceTimePeriod": "2013"},
    )  # fmt: skip
    assert [table for table, _ in server.asked] == ["lfst_r_lfu3rt", "tgs00010"]


def test_asking_changes_nothing_and_publishing_does_once(desk, server, capsys):
    assert main(["refresh", "--indicator", UNEMPLOYMENT]) == 0
    out, err = capsys.readouterr()
    assert "[1/1] unemployment_rate_15_74" in err
    assert "4 rows; 2 added, 1 values or flags changed, 1 removed; 1 areas not ours" in out
    assert "LV 2024: 7 → 6.9" in out
    store = Store(str(desk / "store"))
    assert store.revisions() == {}
    signed = ["--publish", "--who", "timer", "--why", "twice a year"]
    # A row would go: that needs its own word.
    assert main(["refresh", "--indicator", UNEMPLOYMENT, *signed]) == 1
    assert "1 rows would be removed" in capsys.readouterr().err
    assert store.revisions() == {}
    signed.append("--accept-removals")
    assert main(["refresh", "--indicator", UNEMPLOYMENT, "--json", *signed]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["published"] == {"extracts": 1, "observations": 1}
    assert store.revisions() == {"extracts": 1, "observations": 1}
    newest = store.history("observations")[0]
    assert (newest.who, newest.why) == ("timer", "twice a year")
    assert (newest.added, newest.changed, newest.removed) == (2, 2, 1)
    package = Package(desk / "data", store)
    references = set(package.table("observations")["extract_id"])
    assert references <= set(package.table("extracts")["extract_id"])
    # The same answer again: nothing to publish.
    assert main(["refresh", "--indicator", UNEMPLOYMENT, *signed]) == 0
    assert "Nothing to publish" in capsys.readouterr().err
    assert store.revisions() == {"extracts": 1, "observations": 1}


BUSY = (429, {"Retry-After": "0"}, b"")
LATER = (
    413, {},
    b'{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE. Your request will be treated '
    b'asynchronously. Please try again later."}}',
)  # fmt: skip
WHOLE = gzip.compress(series_of(NOW))
CUT = (200, {"Content-Encoding": "gzip"}, WHOLE[:100])
SHORT = (200, {"Content-Encoding": "gzip", "Content-Length": str(len(WHOLE))}, WHOLE[:100])
NO_GZIP = (200, {"Content-Encoding": "gzip"}, b"plain")
BROKEN = (500, {}, b"<html>Internal Server Error</html>")


@pytest.mark.parametrize(
    "faults",
    [[BUSY], [BROKEN, BROKEN], [LATER, LATER, LATER], [CUT], [NO_GZIP, CUT], [0.8]],
    ids=["429", "500", "asynchronous", "truncated", "no gzip", "timeout"],
)
def test_a_fault_that_passes_is_outlived(desk, server, faults):
    server.faults = list(faults)
    found, _ = ask(server)
    assert found.results[0].fine and found.results[0].fetched == 4
    assert len(server.asked) == 2 + len(faults)


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (BROKEN, "eurostat-refused", "Eurostat refused the question (500)"),
        (BUSY, "eurostat-refused", "Eurostat refused the question (429)"),
        (CUT, "eurostat-cut", "Eurostat's answer broke off and is not whole."),
        (LATER, "eurostat-not-ready", "still preparing its answer after 0 seconds."),
        (0.8, "eurostat-timeout", "Eurostat did not answer in time."),
        ((200, {}, b'{"value":{},"id":["geo","time"],"size":[0,0],"dimension":{"geo":{"category":'
          b'{"index":{}}},"time":{"category":{"index":{}}}}}'), "eurostat-empty", "no value"),
        ((400, {}, b'{"error":[{"status":400,"id":150,"label":"Dimension AGE is unknown"}]}'),
         "eurostat-refused", "(400): «Dimension AGE is unknown»."),
    ],
    ids=["500", "429", "truncated", "asynchronous", "timeout", "empty", "400"],
)  # fmt: skip
def test_a_fault_that_stays_is_named_and_changes_nothing(desk, server, fault, code, words):
    server.faults = [fault] * 20
    found, package = ask(server, patience=0.05)
    problem = found.results[0].problem
    assert problem is not None and problem.code == code
    assert words in sentence(problem).what
    assert not found.results[0].fine
    assert found.observations is package.table("observations")
    assert refresh.publish(found, package, Store(str(desk / "store")), "a", "b") == []


def test_a_body_that_ends_early_is_asked_for_again(desk, server):
    # Fewer bytes than the server announced.
    server.faults = [SHORT]
    found, _ = ask(server)
    assert found.results[0].fetched == 4


def test_a_changed_dimension_is_named(desk, server):
    new = {"freq": "A", "educ": "TOTAL", "sex": "T", "age": "Y15-74", "unit": "PC"}
    server.tables["lfst_r_lfu3rt"] = lambda values: series_of(NOW, **new)
    found, _ = ask(server)
    problem = found.results[0].problem
    assert problem is not None and problem.code == "eurostat-dimension"
    assert sentence(problem).what == (
        "The table lfst_r_lfu3rt has no dimension «isced11» (any more)."
    )


def test_a_new_dimension_with_several_values_is_named(desk, server):
    def two(values):
        rows = [(("A", "TOTAL", "T", "Y15-74", "PC", c, "LV"), "2024", "6.9", "") for c in "XY"]
        return json_stat([*KEY[:5], "citizen2", "geo"], rows)

    server.tables["lfst_r_lfu3rt"] = two
    found, _ = ask(server)
    problem = found.results[0].problem
    assert problem is not None
    assert sentence(problem).what == "The filter leaves «citizen2» open: X, Y."


def test_an_indicator_stays_whole_when_one_of_its_tables_cannot_be_had(desk, server):
    del server.tables["tgs00010"]
    found, package = ask(server)
    assert found.results[0].problem is not None
    assert found.observations is package.table("observations")


def test_one_failure_does_not_keep_the_others(desk, server, capsys):
    server.tables["ilc_peps01n"] = lambda v: b'{"error":[{"label":"gone"}]}'
    store = Store(str(desk / "store"))
    code = main(["refresh", "--indicator", UNEMPLOYMENT, "--indicator", "arope",
                 "--publish", "--accept-removals", "--who", "a", "--why", "b"])  # fmt: skip
    out = capsys.readouterr().out
    assert code == 1 and "arope: nothing taken" in out and "«gone»" in out
    assert store.revisions() == {"extracts": 1, "observations": 1}


def test_without_network_one_line_is_said_and_nothing_changes(desk, capsys):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    code = main(["refresh", "--indicator", UNEMPLOYMENT, "--address", address,
                 "--publish", "--who", "a", "--why", "b"])  # fmt: skip
    out, err = capsys.readouterr()
    assert code == 1 and out == ""
    assert err.splitlines()[1:] == [f"There is no way to {address}; nothing was changed."]
    assert Store(str(desk / "store")).revisions() == {}
    with pytest.raises(UnreachableError):
        Api(address, pause=0.01).ask(f"{address}/x")


def test_wrong_usage_is_exit_two(desk, capsys):
    assert main(["refresh", "--publish"]) == 2
    assert main(["refresh", "--indicator", "unemployment"]) == 2
    assert "Did you mean" in capsys.readouterr().err


def test_what_cannot_be_refreshed_is_listed(desk, capsys):
    assert main(["refresh", "--indicator", "gdp_pc_index_change_2013_2023"]) == 0
    assert "A refresh cannot bring: gdp_pc_index_change_2013_2023." in capsys.readouterr().out


def test_a_value_that_cannot_be_is_not_taken(desk, server, capsys):
    wrong = {**NOW, ("LV", "2025"): "680"}
    server.tables["lfst_r_lfu3rt"] = lambda values: series_of(wrong)
    code = main(["refresh", "--indicator", UNEMPLOYMENT, "--publish", "--who", "a", "--why", "b"])
    out = capsys.readouterr().out
    assert code == 1 and "nothing taken" in out and "680 is no percentage of a whole." in out
    assert Store(str(desk / "store")).revisions() == {}


def test_a_country_of_one_region_has_its_rows_where_it_has_none(desk, server):
    # tgs00007 has NUTS 2 only: LV takes those of LV00, and the extract says so.
    server.tables["tgs00007"] = lambda v: series_of(
        {("LV00", "2024"): "70.1", ("EL65", "2024"): "61.0"}, "TGS00007",
        freq="A", sex="T", age="Y15-64", unit="PC",
    )  # fmt: skip
    found, _ = ask(server, "employment_rate_15_64")
    added = found.results[0].differences.added[["area_id", "value", "extract_id"]]
    assert added.to_numpy().tolist() == [
        ["LV00", 70.1, "employment_rate_15_64-20260625"],
        ["EL65", 61.0, "employment_rate_15_64-20260625"],
        ["LV", 70.1, "employment_rate_15_64-20260625-tgs00007-LV00"],
    ]
    assert found.extracts["eurostat_table"].iloc[-1] == (
        "tgs00007;sex=T;age=Y15-64;unit=PC (row LV00: Latvia is one NUTS 2 region)"
    )


def test_of_several_tables_each_area_takes_one(desk, server):
    # Countries from the first, regions from the second, though that holds a country too.
    server.tables["ilc_peps01n"] = lambda v: series_of(
        {("LV", "2024"): "24.3"}, "ILC_PEPS01N", freq="A", age="TOTAL", sex="T", unit="PC"
    )
    server.tables["ilc_peps11n"] = lambda v: series_of(
        {("LV", "2024"): "99.0", ("EL65", "2024"): "30.1"}, "ILC_PEPS11N", freq="A", unit="PC"
    )
    found, _ = ask(server, "arope")
    added = found.results[0].differences.added[["area_id", "value", "extract_id"]]
    assert added.to_numpy().tolist() == [
        ["LV", 24.3, "arope-20260625"],
        ["EL65", 30.1, "arope-20260625-ilc_peps11n"],
    ]


def _by_sex(values):
    assert values["sex"] in ("M", "F")
    cell = {"M": "80.2 b", "F": "74.9 u"}[values["sex"]]
    return series_of({("LV00", "2025"): cell}, "LFST_R_LFE2EMPRTN", freq="A", sex=values["sex"],
                     age="Y20-64", citizen="TOTAL", unit="PC")  # fmt: skip


def test_a_gap_is_computed_of_both_series_with_the_flags_of_both(desk, server):
    server.tables["lfst_r_lfe2emprtn"] = _by_sex
    found, _ = ask(server, "gender_employment_gap_20_64")
    one = found.results[0]
    # 80.2 − 74.9 = 5.3; LV has no row of its own and takes that of its one region
    added = one.differences.added[["area_id", "year", "value", "flag"]].to_numpy().tolist()
    assert added == [["LV00", 2025, 5.3, "bu"], ["LV", 2025, 5.3, "bu"]]
    assert one.derived
    assert found.extracts["eurostat_table"].iloc[-2] == ("lfst_r_lfe2emprtn: sex=M minus sex=F")


def test_a_share_is_one_table_by_another_in_per_cent(desk, server):
    def people(number):
        return lambda v: series_of(
            {("LV00", "2025"): number, ("EL65", "2025"): "0"}, freq="A", sex="T",
            age=v["age"], isced11=v["isced11"], unit="THS_PER",
        )  # fmt: skip

    server.tables |= {"lfst_r_lfe2eedu": people("305.1"), "lfst_r_lfsd2pop": people("340")}
    found, _ = ask(server, "employment_rate_25_64_tertiary")
    added = found.results[0].differences.added[["area_id", "value"]].to_numpy().tolist()
    # 100 × 305.1 / 340 = 89.735…, one decimal; EL65 has nobody to divide by
    assert added == [["LV00", 89.7], ["LV", 89.7]]
    asked = [v for table, v in server.asked if table == "lfst_r_lfsd2pop"]
    assert (asked[0]["isced11"], asked[0]["age"]) == ("ED5-8", "Y25-64")


def test_what_is_computed_is_as_old_as_the_older_of_its_tables(desk, server):
    def people(number, updated):
        rows = [(("A", "T", "ED5-8", "Y25-64", "THS_PER", "LV00"), "2025", number, "")]
        names = ["freq", "sex", "isced11", "age", "unit", "geo"]
        return lambda values: json_stat(names, rows, updated=updated)

    older, newer = "2026-03-01T23:00:00+0100", "2026-06-25T23:00:00+0200"
    for first, second in ((older, newer), (newer, older)):
        server.tables["lfst_r_lfe2eedu"] = people("305.1", first)
        server.tables["lfst_r_lfsd2pop"] = people("340", second)
        found, _ = ask(server, "employment_rate_25_64_tertiary")
        extract = found.extracts.iloc[-1]
        assert extract["retrieved_on"] == "2026-03-01"
        assert found.results[0].differences.added["value"].tolist() == [89.7, 89.7]


def test_nights_are_divided_by_people(desk, server):
    nights = {"freq": "A", "c_resid": "TOTAL", "unit": "NR", "nace_r2": "I551-I553"}
    server.tables["tour_occ_nin3"] = lambda v: series_of({("EL651", "2024"): "1500000"}, **nights)
    server.tables["demo_r_pjangrp3"] = lambda v: series_of(
        {("EL651", "2024"): "160000"}, freq="A", sex="T", age="TOTAL", unit="NR"
    )
    found, _ = ask(server, "tourism_nights_per_1000_inhabitants")
    # 1000 × 1,500,000 / 160,000 = 9,375
    assert found.results[0].differences.added["value"].tolist() == [9375]


def test_a_count_is_divided_by_the_area():
    row = {"indicator_id": "x", "derived_by": "tour_occ_nin3 / area_km2", "decimals": 0}
    row |= {"unit": "nights per km²", "eurostat_filter": ""}
    found = formulas.formula(pd.Series(row), [])
    nights = {"geo": ["EL651"], "year": ["2024"], "value": ["1500000"], "flag": [""]}
    # 1,500,000 / 4,000 = 375
    result = formulas.computed(found, [pd.DataFrame(nights)], {"EL651": 4000.0})
    assert result["value"].tolist() == ["375"]


def test_nights_by_land_area_are_not_divided_by_ours(server):
    """What the Yearbook divides by is not our area: a refresh would bring another series."""
    found, _ = ask(server, "tourism_nights_per_km2")
    assert found.results == () and found.left == ("tourism_nights_per_km2",)


def test_every_formula_of_the_data_is_understood():
    indicators = Package().table("indicators")
    ways = series.sources(indicators)
    derived = indicators[indicators["derived_by"].notna() & indicators["refreshable"]]
    assert len(derived) == 5
    for _, row in derived.iterrows():
        assert formulas.formula(row, ways) is not None, row["indicator_id"]


def test_a_download_given_as_a_file_is_published_with_its_extract(desk, capsys):
    file = desk / "lfst_r_lfu3rt.json"
    file.write_bytes(series_of(NOW))
    assert main(["check", "observations", str(file)]) == 0
    out, err = capsys.readouterr()
    assert "4 rows; errors: 0" in out and "areas that are not ours: AT11" in err
    assert "(JSON-stat 2.0, table lfst_r_lfu3rt): unemployment_rate_15_74." in err
    words = ["publish", "observations", str(file), "--who", "a", "--why", "b"]
    # The file is of June, the 7.0 of LV in 2024 was taken in August.
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert "the figures in the file are of 2026-06-25, those published of 2026-08. Newer" in out
    assert "would be overwritten: 1." in out and "--accept-warnings" in err
    assert main([*words, "--accept-warnings"]) == 0
    out = capsys.readouterr().out
    # One extract; LV 2025 and LV00 2024 are new, LV 2024 changes; EL65 2024 is the same as what
    # was taken later, and keeps that source.
    assert out.splitlines()[-2:] == [
        "Revision 1 of extracts is published: +1 ~0 -0.",
        "Revision 1 of observations is published: +2 ~1 -0.",
    ]


def test_large_changes_are_published_only_when_they_were_looked_at(desk, server, capsys):
    folder = desk / "data"
    shutil.copy(SHIPPED / "observations.csv", folder / "observations.csv")
    shutil.copy(SHIPPED / "extracts.csv", folder / "extracts.csv")
    # Riga's 6.9 of 2024 becomes 25: far from all that was published, though it may be.
    server.tables["lfst_r_lfu3rt"] = lambda v: series_of({("LV", "2024"): "25"})
    server.tables["tgs00010"] = lambda v: series_of({("AT11", "2024"): "4"}, "TGS00010")
    words = ["refresh", "--indicator", UNEMPLOYMENT, "--publish", "--who", "a", "--why", "b",
             "--accept-removals"]  # fmt: skip
    assert main(words) == 1
    out, err = capsys.readouterr()
    assert "warning: " in out and "look at the warnings" in err
    assert Store(str(desk / "store")).revisions() == {}
    assert main([*words, "--accept-warnings"]) == 0


def test_a_download_without_anything_of_ours_is_refused(desk, capsys):
    file = desk / "lfst_r_lfu3rt.json"
    file.write_bytes(series_of({("AT11", "2024"): "4.0"}))
    assert main(["publish", "observations", str(file), "--who", "a", "--why", "b"]) == 1
    assert "No series in the file fits an indicator" in capsys.readouterr().err
    assert Store(str(desk / "store")).revisions() == {}
