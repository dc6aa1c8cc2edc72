"""Names that a command was given."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence


def known(word: str, words: Sequence[str], where: str) -> bool:
    """Whether the word is among those known; if not, says so with the nearest spelling."""
    if word in words:
        return True
    near = difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.4)
    hint = f" Did you mean «{near[0]}»?" if near else f" Known: {', '.join(words)}."
    print(f"«{word}» is not in {where}.{hint}", file=sys.stderr)
    return False
