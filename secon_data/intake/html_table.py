"""A web page with a table, which portals save as «.xls» → rows of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from secon_data.intake.delimited import MOST_COLUMNS
from secon_data.intake.errors import IntakeError


def is_one(text: str) -> bool:
    """Whether a text begins as a web page, or as a part of one with a table, does."""
    start = text.lstrip("\ufeff \t\r\n")[:300].lower()
    pages = ("<!doctype html", "<html", "<table", "<meta", "<head", "<body", "<div", "<style")
    return start.startswith(pages)


@dataclass(frozen=True)
class Page:
    """``rows``: the cells of a web page's largest table, what a cell covers besides its place
    empty, as the rest of a merged cell; ``breaks_off``: the page ends in the midst of them."""

    rows: list[list[str]]
    breaks_off: bool


def read(text: str) -> Page | None:
    """The page's largest table; None when it has none of two rows and two columns. IntakeError
    when a row has a thousand cells, and when the page ends in the first row of its only table."""
    reader = _Tables()
    reader.feed(text)
    # An end tag is often left out; an end within a tag or a cell is none.
    torn = bool(reader.rawdata.strip()) or any(table.text is not None for table in reader.open)
    tables = [(table.rows, False) for table in reader.done]
    tables += [(table.rows, torn) for table in reader.open]
    sized = [(sum(map(_filled, found)), found, ends) for found, ends in tables if len(found) > 1]
    _, largest, ends = max(sized, key=lambda one: one[0], default=(0, [], False))
    if max(map(len, largest), default=0) < 2:
        if any(found and cut for found, cut in tables):
            raise IntakeError("web-page-breaks-off")
        return None
    return Page(largest, ends)


def _filled(row: list[str]) -> int:
    return sum(map(bool, row))


@dataclass
class _Table:
    rows: list[list[str]] = field(default_factory=list)
    text: list[str] | None = None
    width: int = 1
    below: dict[int, int] = field(default_factory=dict)  # column → rows that a cell still covers
    covers: int = 1


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Table] = []
        self.open: list[_Table] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._unseen += 1
        elif tag == "table":
            self.open.append(_Table())
        elif self.open:
            table = self.open[-1]
            if tag == "tr":
                self._end_cell(table)
                table.rows.append([])
                self._covered(table)
            elif tag in ("td", "th"):
                self._end_cell(table)
                if not table.rows:
                    table.rows.append([])
                table.text = []
                said = dict(attrs)
                table.width, table.covers = _span(said.get("colspan")), _span(said.get("rowspan"))
            elif tag == "br" and table.text is not None:
                table.text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._unseen = max(0, self._unseen - 1)
        elif self.open and tag == "table":
            self._end_cell(self.open[-1])
            self.done.append(self.open.pop())
        elif self.open and tag in ("td", "th", "tr"):
            self._end_cell(self.open[-1])

    def handle_data(self, data: str) -> None:
        if self.open and not self._unseen and self.open[-1].text is not None:
            self.open[-1].text.append(data)

    def _end_cell(self, table: _Table) -> None:
        if table.text is None:
            return
        row, place = table.rows[-1], len(table.rows[-1])
        row.append(" ".join("".join(table.text).split()))
        row.extend([""] * (table.width - 1))
        if len(row) > MOST_COLUMNS:
            raise IntakeError("too-many-columns", row=str(len(table.rows)), most=str(MOST_COLUMNS))
        if table.covers > 1:
            table.below |= dict.fromkeys(range(place, len(row)), table.covers - 1)
        table.text = None
        self._covered(table)

    def _covered(self, table: _Table) -> None:
        """Leaves free what a cell of a row above covers."""
        row = table.rows[-1]
        while table.below.get(len(row)):
            table.below[len(row)] -= 1
            row.append("")


def _span(said: str | None) -> int:
    return min(int(said), MOST_COLUMNS) if said and said.isdigit() and int(said) > 0 else 1
