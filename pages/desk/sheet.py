"""A cut-out of the sent sheet, with the letters and numbers a spreadsheet shows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from secon_data.intake import Intake
from secon_ui.text.markup import EMPTY, Markup, html, joined

_LONGEST = 34  # characters of a cell


def cut(
    intake: Intake,
    rows: Sequence[int],
    places: Sequence[int],
    marked: tuple[int, int] | None = None,
    severity: str = "error",
    called: Callable[[str], str] = str,
) -> Markup:
    """Rows (as a spreadsheet counts) and columns (from 0) of the file as HTML, its header first.

    ``marked``: row and column of the cell that is outlined; ``called``: what a column's name is
    on the screen.
    """
    names = [called(str(name)) for name in intake.table.columns]
    shown = [intake.letters[place] for place in places] if intake.letters else []
    head = (
        html("<tr><td></td>{}</tr>", joined(html("<th>{}</th>", letter) for letter in shown))
        if shown
        else EMPTY
    )
    numbered = intake.eurostat is None or intake.eurostat.of_lines

    def line(row: int, cells: Sequence[str], tag: str = "td", at: int = 0) -> Markup:
        drawn = joined(
            (
                html(
                    '<{}{} dir="auto">{}</{}>',
                    tag,
                    _class(marked == (at, place), severity),
                    _short(cell),
                    tag,
                )
                for place, cell in zip(places, cells, strict=True)
            )
        )
        return html('<tr><th scope="row">{}</th>{}</tr>', row if numbered and row else "", drawn)

    body = [line(intake.header, [names[place] for place in places], "th")]
    known = intake.table.index
    for row in rows:
        if row in known:
            cells = intake.table.loc[row]
            shown_row, _ = intake.where(row)
            body.append(line(shown_row, [str(cells.iloc[place]) for place in places], at=row))
    return html(
        '<div class="scroll"><table class="desk-sheet"><thead>{}</thead><tbody>{}</tbody>'
        "</table></div>",
        head,
        joined(body),
    )


def around(
    intake: Intake,
    row: int,
    column: str | None,
    severity: str = "error",
    called: Callable[[str], str] = str,
    width: int = 4,
) -> Markup:
    """The surroundings of one cell: the rows above and below, the nearest columns."""
    index = intake.table.index
    at = int(index.get_indexer([row])[0])
    if at < 0:
        return EMPTY
    rows = [int(r) for r in index[max(0, at - 1) : at + 2]]
    names = list(map(str, intake.table.columns))
    place = names.index(column) if column in names else 0
    first = max(0, min(place - width + 2, len(names) - width))
    return cut(
        intake, rows, range(first, min(len(names), first + width)), (row, place), severity, called
    )


def _class(marked: bool, severity: str) -> Markup:
    return html(' class="marked {}"', severity) if marked else EMPTY


def _short(cell: str) -> str:
    text = cell if len(cell) <= _LONGEST else f"{cell[: _LONGEST - 1]}…"
    return text
