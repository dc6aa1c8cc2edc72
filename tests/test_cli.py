"""``python -m secon_data`` as a shell sees it."""

from __future__ import annotations

import json

import pytest

from secon_data import cli


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_value_prints_the_value_and_all_that_it_stands_for(capsys):
    code, out, _ = run(capsys, "value", "riga", "unemployment_rate_15_74", "2025", "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["value"], found["basis"], found["areas"]) == (6.9, "wider", ["LV00"])
    assert (found["place"], found["ranked"]) == (7, 9)
    assert (found["spread_n"], found["level"], found["year"]) == (120, 2, 2025)


def test_value_without_a_year_takes_the_latest(capsys):
    code, out, _ = run(capsys, "value", "extremadura", "neet_15_29", "--json")
    assert code == 0 and json.loads(out)["year_asked"] == 2025


def test_no_value_is_exit_one_with_its_reason(capsys):
    code, out, err = run(
        capsys, "value", "oliveira-de-azemeis", "population_1_january", "2023", "--json"
    )
    assert code == 1 and json.loads(out)["value"] is None
    assert json.loads(out)["reason"] == "total-of-wider-area" and "wider area" in err


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("value", "Riga", "neet_15_29"), "riga"),
        (("value", "riga", "neet_15_24"), "neet_15_29"),
        (("rank", "unemployment"), "unemployment_rate"),
    ],
)
def test_an_unknown_word_is_exit_two_with_the_nearest_spelling(capsys, arguments, near):
    code, out, err = run(capsys, *arguments)
    assert code == 2 and out == "" and near in err


def test_rank_lists_the_nine_best_first(capsys):
    code, out, _ = run(capsys, "rank", "unemployment_rate_15_74", "2025", "--json")
    rows = json.loads(out)
    assert code == 0 and len(rows) == 9
    assert [row["region_id"] for row in rows[-3:]] == ["riga", "peloponnese", "extremadura"]
    assert [row["place"] for row in rows] == list(range(1, 10))
    assert {row["basis"] for row in rows} == {"own", "computed", "wider"}


def test_damaged_data_are_one_line_and_exit_one(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("SECON_DATA", str(tmp_path))
    code, out, err = run(capsys, "rank", "neet_15_29")
    assert code == 1 and out == "" and "datapackage.json" in err and err.count("\n") == 1
