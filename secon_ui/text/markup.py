"""HTML that escapes by construction: a template that is constant, and values that are escaped
unless they are HTML already. Pure.

The type tells the two apart: what is shown as HTML is ``Markup`` (``shell.frame.place`` takes
nothing else), and only ``html`` and ``Words.html`` make it. MarkupSafe rather than a tree of
elements: htpy takes 13 ms for a table of sixty rows, this one, and a first view pays for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString

from markupsafe import Markup, escape

__all__ = ["EMPTY", "Markup", "css_string", "html", "joined"]

EMPTY = Markup("")


def html(template: LiteralString, /, *values: object, **named: object) -> Markup:
    """A template with its places filled: ``html("<b>{}</b>", name)``, or by name. A value that is
    not ``Markup`` is escaped, None too. A brace that is meant is written twice."""
    return Markup(
        template.format(
            *map(_escaped, values), **{name: _escaped(value) for name, value in named.items()}
        )
    )


def _escaped(value: object) -> str:
    # What is HTML already needs no second object: half of what a table is filled with.
    return value if type(value) is Markup else escape(value)


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Pieces one after the other; those that are not ``Markup`` are escaped."""
    return escape(between).join(parts)


def css_string(text: str) -> Markup:
    """A text as a string of a style sheet within HTML, where nothing but letters, digits and blanks
    stands as it is."""
    escaped = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return Markup(f'"{escaped}"')
