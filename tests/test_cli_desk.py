"""The data desk from a shell, start to finish."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import openpyxl
import pytest
import stores
from stores import made
from test_store import SHIPPED, written

from secon_data import package as shipped
from secon_data import settings
from secon_data.cli import main, telling
from secon_data.package import Package
from secon_data.problems import SENTENCES, Problem
from secon_data.store import Store


@pytest.fixture
def desk(tmp_path, monkeypatch, capsys):
    """Runs a command over a package of one dataset and a store of its own."""
    folder = written(tmp_path / "data")
    monkeypatch.setenv("SECON_DATA", str(folder))
    monkeypatch.setenv("SECON_STORE", made(tmp_path / "store").address)

    def run(command, content=None, *arguments):
        words = command.split()
        if content is not None:
            file = tmp_path / "file.csv"
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
            words.append(str(file))
        code = main([*words, *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


PLACES = dict.fromkeys(("name", "encoding", "codes", "names"), "x")
MENDED = "id;year;value;known;kind\nā;2020;7,5;jā;Grant\nd;2024;1 234,5;nē;loan\n"
SIGNED = ("--who", "anna@example.org", "--why", "corrected by the ministry")


def test_a_file_is_checked_compared_published_and_undone(desk):
    # A lone «ā» may be any letter of several code pages: the reading is asked about.
    content, letters = MENDED.encode("cp1257"), "--encoding cp1257"
    code, out, _ = desk("check money", content)
    assert code == 0 and "2 rows; errors: 0; warnings: 1" in out
    assert "The letters can be read in several ways; «cp1257» is taken: ā · jā · nē." in out
    code, out, _ = desk(f"check money {letters}", content)
    assert code == 0 and "2 rows; errors: 0; warnings: 0" in out
    code, out, _ = desk(f"diff money {letters}", content, "--json")
    told = json.loads(out)
    assert code == 0
    assert (told["added"], told["changed"], told["removed"], told["cells"]) == (1, 1, 0, 1)
    assert told["changes"][0] | {"relative": None, "jump": None} == {
        "id": "ā", "column": "value", "old": 6.9, "new": 7.5, "jump": None, "relative": None,
    }  # fmt: skip
    assert [row["id"] for row in told["rows_added"]] == ["d"] and told["rows_removed"] == []
    out = desk(f"diff money {letters}", content)[1]
    assert out.splitlines()[:2] == ["added 1, changed 1 (1 cells), removed 0", ""]
    assert [line.split() for line in out.splitlines() if line.startswith((" d", "d", "ā", " ā"))] == [
        ["d", "2024", "1234.5", "False", "loan"], ["ā", "value", "6.9", "7.5", "0.6", "0.086957"],
    ]  # fmt: skip
    code, out, _ = desk(f"publish money {letters}", content, *SIGNED)
    assert code == 0 and "Revision 1 of money is published: +1 ~1 -0." in out
    code, out, _ = desk("history money", None, "--json")
    first = json.loads(out)[0]
    assert (first["number"], first["who"], first["upload_name"]) == (
        1,
        "anna@example.org",
        "file.csv",
    )
    code, out, _ = desk(f"publish money {letters}", content, *SIGNED)
    assert code == 0 and "changes nothing" in out
    code, out, _ = desk("restore money 0", None, *SIGNED)
    assert code == 0 and "Revision 2 of money is published: +0 ~1 -1." in out
    code, out, _ = desk("history money")
    assert "(revision 0 again)" in out.splitlines()[0] and len(out.splitlines()) == 3


def test_errors_are_told_in_words_and_nothing_is_published(desk, tmp_path):
    wrong = "id,year,value,known,kind\nā,20x,6.9,true,grant\n"
    marked = tmp_path / "marked.xlsx"
    code, out, _ = desk("check money", wrong, "--marked", str(marked))
    assert code == 1 and "error: row 2, column year: «20x» is not a number." in out
    assert openpyxl.load_workbook(marked).worksheets[0]["B2"].comment is not None
    code, _, err = desk("publish money", wrong, *SIGNED)
    assert code == 1 and "mend the errors first" in err
    assert "Nothing was published yet" in desk("history money")[1]


def test_the_shell_speaks_of_its_own_options(desk, capsys):
    """Nothing is to be ticked or chosen at columns there, and each option that is named exists."""
    with pytest.raises(SystemExit):
        main(["publish", "--help"])
    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert "--ids" in known and "--no-hidden" in known
    for code, told in SENTENCES.items():
        assert code in telling.OPTIONS or not re.search("tick|are shown", told.expected), code
        said = telling.expected(Problem(code, "file", column="value", value="x", details=PLACES))
        assert set(re.findall(r"--[a-z-]+", said)) <= known, code
    out = desk("check money", "year;value\n2020;1.234\n")[1]
    assert "error: column id: The column «id» is missing." in out and "--map COLUMN=id" in out


def test_warnings_and_removals_must_be_accepted(desk):
    extra = (
        MENDED.replace("kind\n", "kind;note\n")
        .replace("Grant\n", "Grant;x\n")
        .replace("loan\n", "loan;\n")
    )
    code, _, err = desk("publish money", extra, *SIGNED)
    assert code == 1 and "--accept-warnings" in err
    assert desk("publish money", extra, *SIGNED, "--accept-warnings")[0] == 0
    code, _, err = desk("publish money", SHIPPED, *SIGNED, "--mode", "replace")
    assert code == 1 and "1 rows would be removed" in err
    code, out, _ = desk("publish money", SHIPPED, *SIGNED, "--mode", "replace", "--accept-removals")
    assert code == 0 and "-1." in out


def test_a_file_that_is_none_is_refused_in_a_sentence(desk):
    code, out, err = desk("check money", b"%PDF-1.7")
    assert (code, out) == (1, "") and err.startswith("This is no table")


def test_wrong_names_are_usage(desk, tmp_path):
    code, _, err = desk("history mony")
    assert code == 2 and "Did you mean «money»?" in err
    code, _, err = desk("check money", None, str(tmp_path / "absent.csv"))
    assert code == 2 and "absent.csv" in err
    with pytest.raises(SystemExit) as caught:
        desk("restore money 0", None)
    assert caught.value.code == 2


def test_revisions_and_templates_are_written_to_files(desk, tmp_path):
    desk("publish money", MENDED, *SIGNED)
    out = tmp_path / "out.csv"
    assert desk("export money", None, str(out))[0] == 0
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("ā,2020,7.5,true,grant")
    assert desk("export money", None, str(out), "--revision", "0")[0] == 0
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("ā,2020,6.9,true,grant")
    book = tmp_path / "template.xlsx"
    assert desk("template money", None, str(book), "--filled")[0] == 0
    assert openpyxl.load_workbook(book)["money"]["A2"].value == "ā"
    assert desk("check money", book.read_bytes())[0] == 0


def test_the_store_is_made_verified_and_tells_who_did_what(tmp_path, monkeypatch, capsys):
    place = tmp_path / "new"
    monkeypatch.setenv("SECON_STORE", str(place))
    assert main(["store", "verify"]) == 1
    assert "store init" in capsys.readouterr().err and not place.exists()
    assert main(["store", "init"]) == main(["store", "init"]) == 0
    assert main(["store", "verify"]) == 0
    assert main(["restore", "funding", "0", "--who", "x", "--why", "y"]) == 1  # there is none yet
    store = Store(str(place))
    package = Package(shipped.SHIPPED, store)
    table = package.table("regions")
    store.publish(package, "regions", table, expected=None, who="a", why="b")
    capsys.readouterr()
    assert main(["restore", "regions", "0", "--who", "Anna", "--why", "back"]) == 0
    assert main(["store", "log"]) == 0
    out = capsys.readouterr().out
    assert "restored  Anna  regions 2  back" in out
    assert main(["store", "log", "--json"]) == 0
    event = json.loads(capsys.readouterr().out)
    assert (event["what"], event["who"], event["revision"]) == ("restored", "Anna", 2)
    entry = place / "regions" / "_delta_log" / f"{2:020}.json"
    entry.write_bytes(b"")
    assert main(["store", "verify"]) == 1
    assert "LOST: regions/_delta_log" in capsys.readouterr().out
    assert main(["store", "accept", "regions"]) == 0
    assert "Revision 1 of regions is the current one." in capsys.readouterr().out
    assert main(["store", "verify"]) == 0 and list((place / "_damaged").iterdir())


def test_make_run_makes_its_own_store_and_no_other(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "_usual", lambda: tmp_path / "usual")
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "named"))
    assert settings.make_usual_store() is None and list(tmp_path.iterdir()) == []
    monkeypatch.delenv("SECON_STORE")
    assert settings.store().check() is None
    assert settings.make_usual_store() == tmp_path / "usual"
    assert settings.make_usual_store() is None and settings.store().check()


def test_a_terminal_of_few_letters_ends_nothing(tmp_path):
    folder, file = written(tmp_path / "data"), tmp_path / "file.csv"
    file.write_text("id,year,value,known,kind\nā,20x,6.9,true,grant\n", encoding="utf-8")
    few = {
        "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C", "SECON_DATA": str(folder),
        "SECON_STORE": stores.made(tmp_path / "store").address,
    }  # fmt: skip
    command = [sys.executable, "-m", "secon_data", "check", "money", str(file)]
    done = subprocess.run(command, env=os.environ | few, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "error: row 2, column year: \\xab20x\\xbb is not a number." in done.stdout
