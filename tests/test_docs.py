"""The examples of the docs do what they are said to do."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from unittest.mock import patch

import matplotlib
import pandas as pd
from looks import look

from secon_data.eurostat import formulas, series
from secon_data.open_data.asked import understood
from secon_data.package import SHIPPED, Package
from secon_ui.shell.menu import ECONOMY, PageSpec
from secon_ui.shell.view import View

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "python.md"


def test_every_example_runs_and_says_what_it_promises(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    matplotlib.use("Agg")
    shutil.copytree(SHIPPED, "damaged")
    file = Path("damaged/observations.csv")
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    area, indicator, _, rest = lines[3].split(",", 3)
    lines[3] = f"{area},{indicator},20x0,{rest}"
    file.write_text("".join(lines), encoding="utf-8")

    blocks = re.findall(r"^```python\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.M | re.S)
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, DOCUMENT.name, "exec"), names)  # as in one notebook
    assert len(blocks) == 9
    printed = capsys.readouterr().out
    assert (
        "file observations.csv, row 4, column year, value «20x0»: this is no whole number. Write"
        in printed
    )
    assert "«neet» is not in the indicators. Did you mean «neet_15_29»?" in printed
    assert "error 2 source_year" in printed
    assert Path("unemployment.png").stat().st_size > 20_000
    assert names["values"]["year_asked"].nunique() == 10
    assert set(names["latest"]["region_id"]) == {"riga", "extremadura"}
    assert names["wide"].shape == (10, 9)


def test_every_address_of_data_is_one():
    package = Package(SHIPPED)
    found = re.findall(
        r"https://secon\.example\.org/data/([^\s\"'`]+)", DOCUMENT.read_text(encoding="utf-8")
    )
    assert len(found) == 7
    for address in found:
        file, _, query = address.partition("?")
        assert understood(file, query, package).file == file


ADDING = DOCUMENT.with_name("adding.md").read_text(encoding="utf-8")


def test_the_page_in_the_docs_is_a_page(tmp_path):
    files = dict(re.findall(r"`pages/hello/(\w+\.py)`:\n\n```python\n(.*?)```", ADDING, re.S))
    assert set(files) == {"build.py", "page.py"}
    compile(files["page.py"], "page.py", "exec")
    (tmp_path / "hello_build.py").write_text(files["build.py"], encoding="utf-8")
    spec = importlib.util.spec_from_file_location("hello_build", tmp_path / "hello_build.py")
    module = importlib.util.module_from_spec(spec)
    with patch.dict(sys.modules, hello_build=module):
        spec.loader.exec_module(module)
    package = Package()
    shown = module.build(View("haskovo", "en"), package, look(package))
    listed = (package.table("enterprises")["region_id"] == "haskovo").sum()
    assert shown.title == f"{listed} organisations are listed in Haskovo"
    assert shown.names.count("<li>") == listed
    line = re.search(r'`(PageSpec\("hello".*?\)),`', ADDING)[1]
    made = eval(line, {"PageSpec": PageSpec, "mark": str, "ECONOMY": ECONOMY})
    assert made == PageSpec("hello", "pages/hello/page.py", "Hello", ECONOMY)


def sources(*filters):
    table = pd.DataFrame({"indicator_id": "x", "eurostat_filter": list(filters)})
    return [(s.table, dict(s.filter), s.months) for s in series.sources(table)]


def test_a_filter_means_what_the_docs_say():
    example = re.search(r"^`(lfst_r_lfu3rt;.*)` – the rate", ADDING, re.MULTILINE)[1]
    rate = {"sex": "T", "age": "Y15-74", "unit": "PC"}
    assert sources(example) == [("lfst_r_lfu3rt", rate, False), ("tgs00010", rate, False)]
    # No table, or two: a source that is told. Words and brackets are told too.
    assert sources("Yearbook 2026;sex=T") == sources("tour_occ_nin3;tour_occ_ninat") == []
    assert sources("Yearbook 2026; ilc_peps11n;unit=PC (as it came)") == [
        ("ilc_peps11n", {"unit": "PC"}, False)
    ]
    months = "tour_occ_nin2m (sum of 12 months);c_resid=TOTAL"
    assert sources(months) == [("tour_occ_nin2m", {"c_resid": "TOTAL"}, True)]
    # Of two ways to one table the one that names more.
    assert sources("tgs00010 | tgs00010;sex=T") == [("tgs00010", {"sex": "T"}, False)]


def test_every_form_of_a_formula_in_the_docs_is_understood():
    forms = re.findall(r"^\| `([^`]+(?: / | minus )[^`]+)` \|", ADDING, re.MULTILINE)
    assert len(forms) == 4
    for form in forms:
        row = {"indicator_id": "x", "derived_by": form, "decimals": 1, "unit": "%"}
        assert formulas.formula(pd.Series({**row, "eurostat_filter": "sex=T"}), []) is not None
