"""The check that no test writes into what is shipped."""

from __future__ import annotations

import pytest
import shown

pytest_plugins = ["pytester"]
TEST = """
from pathlib import Path
def test_it():
    {what}
"""


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("Path('data/a.csv').read_text()", []),
        ("Path('data/a.csv').write_text('id\\nb\\n')", ["data/a.csv"]),
        ("Path('data/a.csv').write_text('id\\na\\n')", ["data/a.csv"]),  # the same once more
        ("Path('locales/lv/x.po').unlink()", ["locales/lv/x.po"]),
        ("Path('static/new').write_text('')", ["static/new"]),
    ],
)
def test_a_run_that_changes_a_shipped_file_fails_and_names_it(what, told, pytester):
    for name, content in (("data/a.csv", "id\na\n"), ("locales/lv/x.po", ""), ("static/s", "")):
        file = pytester.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    pytester.makepyfile(TEST.format(what=what))
    pytester.makeini("[pytest]")
    done = pytester.runpytest_inprocess("-p", "shipped_unchanged", "-p", "no:cacheprovider")
    done.assert_outcomes(passed=1)
    assert done.ret == (1 if told else 0)
    assert [
        line for line in done.outlines if line in ("data/a.csv", "locales/lv/x.po", "static/new")
    ] == told


def test_a_copy_of_the_data_leads_nowhere_back(tmp_path):
    copied = [file for file in shown.copy(tmp_path / "data").rglob("*") if file.is_file()]
    assert {file.relative_to(tmp_path / "data") for file in copied} == {
        file.relative_to(shown.SHIPPED) for file in shown.SHIPPED.rglob("*") if file.is_file()
    }
    for file in copied:
        shipped = shown.SHIPPED / file.relative_to(tmp_path / "data")
        assert not file.is_symlink() and not file.samefile(shipped)
