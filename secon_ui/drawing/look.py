"""For whom something is drawn: in which words and colours, on which kind of screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from secon_ui.drawing.theme import Palette, Size
from secon_ui.text.words import Words


@dataclass(frozen=True)
class Look:
    """What a builder needs beside a view and the data.

    ``t``: the words of the reader's language; ``names``: the partner regions' names in it, by id,
    in their order; ``size``: for which kind of screen; ``today``: the day on which it is looked at;
    ``boundaries``: gives the index of the boundaries, or a DataError when they are damaged.
    """

    t: Words
    colours: Palette
    size: Size
    names: Mapping[str, str]
    today: date
    boundaries: Callable[[], Mapping[str, Any]]

    @property
    def phone(self) -> bool:
        """Whether it is a phone's screen."""
        return self.size == "phone"
