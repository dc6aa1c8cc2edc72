"""What is kept for all sessions: worked out once for each key, and never a mistake."""

import threading
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from secon_data.package import SHIPPED, Package
from secon_ui.memo import kept, weight


def test_a_value_is_made_once_also_when_two_ask_together():
    made, got = [], []

    @kept(2)
    def make(key: str) -> int:
        time.sleep(0.05)
        made.append(key)
        return len(made)

    threads = [threading.Thread(target=lambda: got.append(make("a"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [1, 1, 1, 1]


def test_the_key_that_nobody_asked_for_longest_goes_first():
    made: list[str] = []

    @kept(2)
    def shouted(word: str) -> str:
        made.append(word)
        return word.upper()

    said = [shouted(word) for word in ("a", "b", "a", "c", "a", "b")]
    assert said == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]  # c took the place of b, and «a» was never lost


def test_a_failure_is_not_kept():
    answers = iter([ValueError("damaged"), "mended"])

    @kept(1)
    def make(file: str) -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="damaged"):
        make("file")
    assert make("file") == "mended"


def test_what_is_kept_is_bounded_by_its_bytes():
    made: list[str] = []

    @kept(10_000, weigh=len)
    def text(letter: str, length: int) -> str:
        made.append(letter)
        return letter * length

    text("a", 4_000), text("b", 5_000)
    assert [text(*asked)[0] for asked in (("a", 4_000), ("b", 5_000))] == ["a", "b"]
    assert made == ["a", "b"]
    text("c", 3_000)  # 12,000 would be too much: «a», asked for longest ago, goes
    text("b", 5_000), text("a", 4_000)
    assert made == ["a", "b", "c", "a"]
    # What alone is too much is handed out, and drives nothing else out.
    assert len(text("d", 20_000)) == 20_000
    text("a", 4_000)
    assert made == ["a", "b", "c", "a", "d"]


@dataclass
class Page:
    title: str
    figure: dict[str, list[float]]


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("x" * 50_000, 50_000, 52_000),
        ({"y": [0.5] * 1_000, "text": ["Rīga"]}, 8_000, 40_000),
        (pd.DataFrame({"value": np.zeros(10_000), "name": ["Latgale"] * 10_000}), 150_000, 400_000),
        (np.zeros(10_000), 80_000, 82_000),
        (Page("p" * 9_000, {"y": [1.0, 2.0]}), 9_000, 12_000),
        ([f"{n:0>90}" for n in range(10_000)], 1_300_000, 1_700_000),
    ],
)
def test_the_bytes_of_a_value_are_told_about_right(value, least, most):
    # A text of n letters takes n bytes, a number 8, in a list 8 more for its place.
    assert least <= weight(value) <= most


def test_what_everybody_shares_weighs_nothing():
    package = Package(SHIPPED)
    package.table("observations")
    lone = weight(Page("a", {}))
    assert weight([package, package]) < lone
    holder = Page("a", {"y": [1.0]})
    assert weight([holder] * 20) < weight([holder]) + 500  # one thing, named twenty times


def test_a_value_that_names_itself_has_a_weight():
    value: list[object] = ["x" * 1_000]
    value.append(value)
    assert 1_000 < weight(value) < 4_000
