"""HTML of ours as plain text, and sentences after one another."""

from __future__ import annotations

import pytest

from secon_ui.text.markup import html
from secon_ui.text.spoken import sentences


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Four are open", "Four are open. A list."),
        ("No one fits these choices.", "No one fits these choices. A list."),
        (html("<b>Does {} have a law?</b>", "Spain"), "Does Spain have a law? A list."),
    ],
)
def test_a_title_that_is_a_sentence_ends_but_once(title, told):
    assert sentences(title, "A list.") == told


def test_nothing_more_is_no_space_behind():
    assert sentences("Four are open", "") == "Four are open."
