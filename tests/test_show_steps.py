"""The steps of a show as words of a link."""

import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from secon_ui.show.steps import LONGEST, MOST, Step, StepError, joined, of, packed, parted, unpacked

LINE = some.text(some.characters(exclude_categories=["C", "Z"]), max_size=80)
NOTE = some.text(some.characters(exclude_categories=["Cs"]), max_size=200).map(str.strip)
STEPS = some.builds(Step, LINE.filter(bool), LINE, LINE, NOTE)


@given(some.lists(STEPS, max_size=5))
def test_a_list_comes_back_from_its_link(steps: list[Step]) -> None:
    text = joined(steps)
    assert set(text) <= {*string.ascii_letters, *string.digits, *"-_~"}
    assert parted(text) == (tuple(steps), 0)


@given(some.text(max_size=60))
def test_any_word_is_a_step_or_said_to_be_none(word: str) -> None:
    with suppress(StepError):
        assert unpacked(word).link


def test_a_damaged_word_of_a_list_is_counted_and_the_others_stay() -> None:
    first, second = Step("compare?view=map"), Step("region", "Mine", "Text", "Say this\nthen that")
    text = f"{packed(first)}~nonsense~{packed(second)}~{packed(first)[:-4]}"
    assert parted(text) == ((first, second), 2)
    assert parted("") == ((), 0)


def test_what_is_too_long_is_refused() -> None:
    longest = Step("region", "h" * LONGEST["headline"])
    assert unpacked(packed(longest)) == longest
    with pytest.raises(StepError, match="headline"):
        unpacked(packed(Step("region", "h" * (LONGEST["headline"] + 1))))
    with pytest.raises(StepError, match="too long"):  # a few bytes that would become very many
        unpacked(packed(Step("region", note="n" * 100_000)))
    assert len(parted(joined([Step("region")] * (MOST + 5)))[0]) == MOST


@pytest.mark.parametrize("name", ["link", "headline", "text", "note"])
def test_what_no_file_can_hold_is_no_step(name: str) -> None:
    half = "a\ud800b"  # JSON can write half a letter; no page, file or link can
    with pytest.raises(StepError, match=name):
        of({"link": "region", name: half})


@pytest.mark.parametrize("told", [None, [], {}, {"link": ""}, {"link": 5}, {"headline": "x"}])
def test_what_names_no_view_is_no_step(told: object) -> None:
    with pytest.raises(StepError):
        of(told)


def test_a_headline_is_one_line_and_a_note_keeps_its_lines() -> None:
    told = {"link": "region", "headline": " Two\nlines ", "note": " One\nTwo "}
    assert of(told) == Step("region", "Two lines", "", "One\nTwo")
