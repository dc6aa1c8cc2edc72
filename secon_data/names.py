"""Names that somebody wrote, and those that there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class Called(dict[str, str]):
    """What codes are called; one that is not listed is called by itself, so that its row is shown
    as it is."""

    def __missing__(self, code: object) -> str:
        return "" if code is None or code != code else str(code)


class UnknownError(LookupError):
    """There is nothing of that name, level or year; ``str()`` says what there is."""


def chosen(names: str | Iterable[str], known: Sequence[str], where: str) -> list[str]:
    """The names (one or several) as a list. UnknownError for the first that is not known, with
    the nearest spelling."""
    found = [names] if isinstance(names, str) else list(names)
    for name in found:
        if name not in known:
            near = difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.4)
            hint = f"Did you mean «{near[0]}»?" if near else f"Known: {', '.join(known)}."
            raise UnknownError(f"«{name}» is not in {where}. {hint}")
    return found
