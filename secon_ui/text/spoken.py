"""HTML of ours as plain text: what a picture, a slide or a file can say of it. Pure."""

from __future__ import annotations

from html.parser import HTMLParser

from secon_ui.text.basis_marks import SIGN
from secon_ui.text.markup import Markup

_ENDS = (".", "!", "?", "…")
_APART = frozenset(["p", "div", "br", "li", "tr", "h1", "h2", "h3", "footer"])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if "basis" in classes:
            sign = next(sign for basis, sign in SIGN.items() if basis in classes)
            beside = self.parts and not self.parts[-1][-1:].isspace()
            self.parts.append(f" {sign}" if beside else sign)
        if tag in _APART:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def paragraphs(text: Markup | str) -> tuple[str, ...]:
    """The paragraphs of a piece of HTML; the marks of what a value stands for are their signs. A
    text that is no HTML is one paragraph."""
    if not isinstance(text, Markup):
        return (text,) if text else ()
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (" ".join(line.split(" ")) for line in "".join(reader.parts).split("\n"))
    return tuple(line.strip() for line in lines if line.strip())


def sentence(text: Markup | str) -> str:
    """The same on one line."""
    return " ".join(paragraphs(text))


def sentences(title: Markup | str, more: str) -> str:
    """A title and what is said after it, as sentences: a title may be one already."""
    first = sentence(title)
    return f"{first}{'' if first.endswith(_ENDS) else '.'} {more}".rstrip()
