"""What is kept for all sessions: worked out once for each key, and never a mistake."""

import threading
import time

import pytest

from secon_ui.kept import Kept, kept


def test_a_value_is_made_once_also_when_two_ask_together():
    made = []

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    values, got = Kept[int](2), []
    threads = [threading.Thread(target=lambda: got.append(values.get("a", make))) for _ in range(4)]
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

    def make() -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    values = Kept[str](1)
    with pytest.raises(ValueError, match="damaged"):
        values.get("file", make)
    assert values.get("file", make) == "mended"
