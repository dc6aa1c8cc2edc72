"""What is kept for all sessions: worked out once for each key, and never a mistake."""

import threading
import time

import pytest

from secon_ui.memo import kept


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
