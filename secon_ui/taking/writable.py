"""Texts as they can be written: what a file of an office cannot hold, and what the typefaces of
pictures and reports lack. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from secon_ui.taking import fonts

T = TypeVar("T")
# What XML has no place for, and halves of letters.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("[\t\n\r\x85\u2028\u2029]+")
LACKING = "□"  # stands for a letter that no typeface has: one emoji must not cost a whole report


def clean(found: T) -> T:
    """The same without characters that no file of an office can hold; a line ends with «\n»."""
    return _changed(found, _clean)


def drawable(found: T) -> T:
    """The same as it can be drawn: in one line, and of letters that there are."""
    return _changed(found, _drawable)


def _clean(text: str) -> str:
    return "\n".join(ILLEGAL.sub("", text).replace("\t", " ").splitlines())


def _drawable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = _BREAKS.sub(" ", ILLEGAL.sub("", text))
    known = _known()
    return "".join(one if ord(one) in known else _instead(one) for one in text)


def _instead(letter: str) -> str:
    """What is written for a letter that no typeface has."""
    kind = unicodedata.category(letter)
    if kind == "Zs":  # blanks are made by whatever sets the text
        return letter
    return "" if kind in ("Cf", "Mn", "Me") else LACKING


@cache
def _known() -> frozenset[int]:
    """The letters of the typeface and of what stands in for it, which Typst brings along."""
    import matplotlib
    from matplotlib.ft2font import FT2Font

    beside = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSansMono.ttf"
    return fonts.letters() | frozenset(FT2Font(str(beside)).get_charmap())


def _changed(found: T, change: Callable[[str], str]) -> T:
    """The same with every text in it changed."""
    new: Any = found
    if isinstance(found, str):
        new = change(found)
    elif is_dataclass(found) and not isinstance(found, type):
        values = {f.name: _changed(getattr(found, f.name), change) for f in fields(found)}
        new = replace(found, **values)
    elif isinstance(found, tuple | list):
        new = tuple(_changed(one, change) for one in found)
    return new  # type: ignore[no-any-return]
