"""What a builder gives to take away. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from secon_ui.taking.citing import Cited
from secon_ui.taking.exhibit import Sheet


@dataclass(frozen=True)
class Areas:
    """A second table of a view, made on request: of all areas among which the first one's values
    stand. ``words``: what the first and what this one is called; ``table``: makes it."""

    words: tuple[str, str]
    table: Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class Taken:
    """``table``: makes the table, when it is asked for: a long one takes longer than the page;
    ``file_name``: of that table; ``cited``: the citation without the address; ``sheet``: makes
    what pictures and slides of the view are made of, None where nothing is drawn; ``dataset``: of
    which it is; ``figures``: makes the citation of its values for reference managers, None where
    the dataset is cited; ``areas``: the second table, where there is one; ``step``: whether it
    tells enough to be a slide among those of its page."""

    table: Callable[[], pd.DataFrame]
    file_name: str
    cited: str
    sheet: Callable[[], Sheet] | None = None
    dataset: str = "observations"
    figures: Callable[[], Cited] | None = None
    areas: Areas | None = None
    step: bool = True

    @property
    def stem(self) -> str:
        """The name of its files without an ending."""
        return self.file_name.removesuffix(".csv")
