"""Names that a command was given."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from secon_data.names import UnknownError, chosen


def known(word: str, words: Sequence[str], where: str) -> bool:
    """Whether the word is among those known; if not, says so with the nearest spelling."""
    try:
        chosen(word, words, where)
    except UnknownError as error:
        print(error, file=sys.stderr)
        return False
    return True
