"""The examples of docs/python.md, as a reader runs them one after the other."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import matplotlib

from secon_data.package import SHIPPED

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
